//! The quarter, and the texts that returns and the board bring into the papers.

use super::build::Occasion;
use crate::analysis::{Answer, BoardActionFacts, Facts, Kind, PassageFacts, Way};
use crate::board::Board;
use crate::paper::Paper;
use crate::quarter::Month;
use crate::returns::Risk;
use crate::text::{self, key};

view! {
    /// A paper's own texts.
    pub(crate) struct PaperView {
        /// The name of the paper's template.
        name: String,
        /// The paper's title.
        title: String,
        /// The rows of the title block, the title first.
        title_block: Vec<TextView>,
        /// Whether the unit has written any of those rows.
        written: bool,
        /// The information paragraphs.
        information: Vec<String>,
        /// What the paper asks of the board, where the unit says so.
        recommendation: Option<String>,
        /// Whether some of its matters are reported in closed session.
        in_closed_session: bool,
    }

    /// A labelled text.
    pub(crate) struct TextView {
        /// The label.
        field: String,
        /// The text, with its line breaks.
        text: String,
    }

    /// The quarter.
    pub(crate) struct QuarterView {
        /// As in `Q2 2013/14`.
        label: String,
        /// The financial year, as in `2013/14`.
        financial_year: String,
        /// Its first month.
        first_month: Month,
        /// Its last month.
        last_month: Month,
        /// April of its financial year.
        year_start: Month,
        /// The same month a year before.
        year_start_before: Month,
        /// The last month a year before.
        last_month_before: Month,
        /// The first of the 12 months ending with the last month.
        rolling_start: Month,
        /// The first month on record in any area's returns.
        on_record_since: Option<Month>,
        /// Whether some areas' records begin later.
        on_record_varies: bool,
        /// The quarter before, where its returns were read.
        previous: Option<String>,
    }

    /// A theme.
    pub(crate) struct ThemeView {
        /// Its name.
        name: String,
        /// The quarter of the financial year in which it is treated, 1 to 4.
        quarter: u32,
        /// Whether that is this quarter.
        current: bool,
        /// Its priorities.
        priorities: Vec<String>,
    }

    /// A priority treated in depth.
    pub(crate) struct PriorityView {
        /// Its name.
        name: String,
        /// A name to refer to its heading by.
        id: String,
        /// Its risk: `High`, `Medium`, `Medium/Low` or `Low`.
        risk: Option<Risk>,
        /// Its risk in the last quarter's return.
        previous_risk: Option<Risk>,
        /// `up`, `down` or `same`, where both risks are known.
        risk_change: Option<Way>,
        /// The county's narrative.
        narrative: Vec<PassageView>,
        /// What the partnerships did, by partnership.
        activity: Vec<PassageView>,
    }

    /// A text under a heading.
    pub(crate) struct PassageView {
        /// Who wrote it.
        area: String,
        /// The heading; empty where none is given.
        heading: String,
        /// The text, with its line breaks.
        text: String,
        /// Whether the same partnership wrote the passage before.
        same_area: bool,
    }

    /// Board actions under one priority.
    pub(crate) struct AskGroup {
        /// The priority.
        priority: String,
        /// The actions.
        items: Vec<AskView>,
    }

    /// What the board is asked to support, or was.
    pub(crate) struct AskView {
        /// The item's number or reference.
        item: String,
        /// What is asked.
        action: String,
        /// `Yes`, `No` or nothing yet.
        decision: Option<Answer>,
        /// `Yes`, `No` or not said.
        in_progress: Option<Answer>,
        /// The quarter it was raised in.
        raised: String,
        /// How many quarters it has been open.
        open_quarters: u32,
        /// What came of it.
        outcome: Option<String>,
    }
}

pub(super) fn quarter(facts: &Facts) -> QuarterView {
    let q = &facts.quarter;
    let areas = || facts.areas.iter().filter(|a| a.kind == Kind::Area);
    let records = || areas().flat_map(|a| &a.measures).filter_map(|m| Some(m.total.latest.as_ref()?.on_record_since));
    QuarterView {
        label: q.label.clone(),
        financial_year: q.financial_year.clone(),
        first_month: q.first_month,
        last_month: q.last_month,
        year_start: q.year_start,
        year_start_before: q.year_start.plus(-12),
        last_month_before: q.last_month.plus(-12),
        rolling_start: q.rolling_start,
        on_record_since: records().min(),
        on_record_varies: records().min() != records().max(),
        previous: q.previous.clone(),
    }
}

/// Finds the title that the unit has typed for a paper.
pub(crate) fn typed_title(facts: &Facts, paper: &Paper) -> Option<String> {
    let typed = facts.papers.iter().find(|p| p.paper == paper.name && key(&p.field) == "title")?;
    Some(crate::document::tidy(&typed.text)).filter(|t| !t.is_empty())
}

/// Makes the view of a paper's own texts while it is not known which paper it is.
pub(super) fn untitled() -> PaperView {
    let (name, title, title_block) = (String::new(), String::new(), Vec::new());
    let (written, information, recommendation) = (false, Vec::new(), None);
    PaperView { name, title, title_block, written, information, recommendation, in_closed_session: false }
}

/// Makes the view of a paper's own texts.
pub(crate) fn paper(board: &Board, facts: &Facts, occasion: &Occasion, paper: &Paper, title: &str) -> PaperView {
    let mut block = vec![TextView { field: "Title".into(), text: title.into() }];
    let (mut information, mut recommendation) = (Vec::new(), None);
    for field in facts.papers.iter().filter(|p| p.paper == paper.name) {
        let named = key(&field.field);
        if named == "information" {
            information.push(field.text.clone());
        } else if named != "title" {
            if named.starts_with("action") || named.starts_with("recommendation") {
                recommendation = Some(field.text.clone());
            }
            block.push(TextView { field: field.field.clone(), text: field.text.clone() });
        }
    }
    let written = block.len() > 1;
    if !block.iter().any(|t| key(&t.field) == "reportwrittenby") {
        block.insert(1, TextView { field: "Report written by".into(), text: board.unit.clone() });
    }
    let (name, title) = (paper.name.clone(), title.into());
    let in_closed_session = occasion.closed.contains(&paper.name);
    PaperView { name, title, title_block: block, written, information, recommendation, in_closed_session }
}

pub(super) fn theme(theme: &crate::board::Theme, quarter: u32) -> ThemeView {
    ThemeView {
        name: theme.name.clone(),
        quarter: theme.quarter,
        current: theme.quarter == quarter,
        priorities: theme.priorities.clone(),
    }
}

pub(super) fn priorities(facts: &Facts) -> Vec<PriorityView> {
    let in_depth = facts.priorities.iter().filter(|p| p.in_depth);
    let views = in_depth.map(|p| PriorityView {
        name: p.name.clone(),
        id: format!("priority-{}", text::slug(&p.name)),
        risk: p.risk,
        previous_risk: p.previous_risk,
        risk_change: p.risk_change,
        narrative: passages(&p.narrative),
        activity: passages(&p.activity),
    });
    views.collect()
}

pub(super) fn passages(from: &[PassageFacts]) -> Vec<PassageView> {
    let mut before = String::new();
    let view = |p: &PassageFacts| {
        let same_area = std::mem::replace(&mut before, p.area.clone()) == p.area;
        PassageView { area: p.area.clone(), heading: p.heading.clone(), text: p.text.clone(), same_area }
    };
    from.iter().map(view).collect()
}

pub(super) fn ask_groups<'a>(facts: impl Iterator<Item = &'a BoardActionFacts>) -> Vec<AskGroup> {
    let mut groups: Vec<AskGroup> = Vec::new();
    for ask in facts {
        let view = AskView {
            item: ask.item.clone(),
            action: ask.action.clone(),
            decision: ask.decision,
            in_progress: ask.in_progress,
            raised: ask.raised.clone(),
            open_quarters: ask.open_quarters,
            outcome: ask.outcome.clone(),
        };
        match groups.iter_mut().find(|g| g.priority == ask.priority) {
            Some(group) => group.items.push(view),
            None => groups.push(AskGroup { priority: ask.priority.clone(), items: vec![view] }),
        }
    }
    groups
}
