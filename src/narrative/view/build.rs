//! The view of a board, its facts and an edition.

use chrono::NaiveDate;

use super::areas::{against, area, exception, masking, summary};
use super::indicators::indicators;
use super::quality::{return_view, revisions, warnings};
use super::*;
use crate::analysis::{BoardActionFacts, Facts, Kind, PassageFacts};
use crate::board::{Board, key};
use crate::narrative::say;
use crate::number::Ratio;
use crate::returns::Paper;

/// Which session a paper is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Edition {
    /// Published: nothing that is for the closed session is in it, or counted in it.
    Open,
    /// For members only.
    Closed,
}

/// What the papers need beyond the figures.
#[derive(Clone, Debug)]
pub struct Occasion {
    /// Which session they are for.
    pub edition: Edition,
    /// The meeting's date, where known.
    pub meeting: Option<NaiveDate>,
    /// Why they are drafts, in sentences; none where they are not.
    pub draft_reasons: Vec<String>,
}

impl View {
    /// Makes the view of a quarter's facts for an edition.
    pub fn new(board: &Board, facts: &Facts, occasion: &Occasion) -> View {
        let closed = occasion.edition == Edition::Closed;
        let all: Vec<AreaView> = facts.areas.iter().map(|a| area(a, facts, board)).collect();
        let (groups, areas): (Vec<_>, Vec<_>) = all.into_iter().partition(|a| a.group);
        let lead = groups.first().or(if areas.len() == 1 { areas.first() } else { None }).cloned();
        let indicators = indicators(facts);
        let rows = || indicators.iter().flat_map(|g| &g.rows);
        let visible = |b: &&BoardActionFacts| closed || !b.closed;
        let asks = |raised: bool| {
            let wanted = facts.board_actions.iter().filter(visible).filter(|b| (b.open_quarters == 0) == raised);
            ask_groups(wanted.collect())
        };
        let direction = |f: fn(&AreaView) -> Option<&ComparisonView>| against(lead.as_ref(), &areas, f);
        View {
            board: board.name.clone(),
            unit: board.unit.clone(),
            quarter: quarter(facts),
            meeting: occasion.meeting,
            closed_edition: closed,
            draft: !occasion.draft_reasons.is_empty(),
            draft_reasons: occasion.draft_reasons.clone(),
            overview: paper(board, facts, Paper::PerformanceOverview),
            plan: paper(board, facts, Paper::ActionPlanUpdate),
            has_themes: !board.themes.is_empty(),
            theme: board.theme(facts.quarter.number).map(|t| theme(t, facts.quarter.number)),
            themes: board.themes.iter().map(|t| theme(t, facts.quarter.number)).collect(),
            priorities: priorities(facts, closed),
            measures: measure_names(board),
            several_areas: areas.len() > 1,
            spread: charts::spread(areas.iter().map(|a| (a.name.as_str(), a.main.total.rolling12.as_ref())), false),
            against: direction(|a| a.main.total.rolling12.as_ref()),
            against_year: direction(|a| a.main.total.year_to_date.as_ref()),
            multiples: charts::multiples(facts),
            exceptions: groups.iter().chain(&areas).filter_map(exception).collect(),
            masking: masking(groups.iter().chain(&areas)),
            limits_missing: areas.iter().any(|a| a.main.total.latest.as_ref().is_some_and(|l| l.usual.is_none())),
            reds: rows().filter(|i| i.status == "Red").cloned().collect(),
            ambers: rows().filter(|i| i.status == "Amber").count(),
            targets: rows().filter(|i| i.status != "NA").count(),
            asked: asks(true),
            outstanding: asks(false),
            actions: super::actions::actions(facts, closed),
            returns: facts.returns.iter().map(return_view).collect(),
            any_provisional: facts.returns.iter().any(|r| r.provisional),
            any_low: low(facts),
            warnings: warnings(facts, closed),
            revisions: revisions(facts),
            revision_count: facts.revisions.len(),
            thresholds: thresholds(board),
            tolerance: board.tolerance.round(if board.tolerance.is_whole() { 0 } else { 1 }),
            sections: groups.iter().chain(&areas).cloned().collect(),
            lead: lead.as_ref().map(summary),
            areas: areas.iter().map(summary).collect(),
            groups: groups.iter().map(summary).collect(),
            indicators,
        }
    }
}

/// Says whether a percentage in the tables of areas and categories rounds to 0.0 although the change is not none.
fn low(facts: &Facts) -> bool {
    let series =
        facts.areas.iter().flat_map(|a| &a.measures).flat_map(|m| std::iter::once(&m.total).chain(&m.categories));
    let mut comparisons = series.flat_map(|s| s.rolling12.iter().chain(&s.year_to_date));
    comparisons.any(|c| c.change.0 != 0 && c.percent.is_some_and(|p| p.is_zero()))
}

fn quarter(facts: &Facts) -> QuarterView {
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

/// Names a paper, as on its first page and in its properties.
pub(crate) fn title(facts: &Facts, paper: Paper) -> String {
    let typed = facts.papers.iter().find(|p| p.paper == paper.name() && key(&p.field) == "title");
    let made = || match paper {
        Paper::PerformanceOverview => format!("Performance overview: {}", facts.quarter.label),
        Paper::ActionPlanUpdate => format!("Action plan update: {}", facts.quarter.label),
    };
    typed.map(|t| crate::document::tidy(&t.text)).filter(|t| !t.is_empty()).unwrap_or_else(made)
}

fn paper(board: &Board, facts: &Facts, paper: Paper) -> PaperView {
    let title = title(facts, paper);
    let mut block = vec![TextView { field: "Title".into(), text: title.clone() }];
    let (mut information, mut recommendation) = (Vec::new(), None);
    for field in facts.papers.iter().filter(|p| p.paper == paper.name()) {
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
    if !block.iter().any(|t| key(&t.field) == "reportwrittenby") {
        block.insert(1, TextView { field: "Report written by".into(), text: board.unit.clone() });
    }
    PaperView { title, title_block: block, information, recommendation }
}

fn theme(theme: &crate::board::Theme, quarter: u32) -> ThemeView {
    ThemeView {
        name: theme.name.clone(),
        quarter: theme.quarter,
        current: theme.quarter == quarter,
        priorities: theme.priorities.clone(),
    }
}

fn priorities(facts: &Facts, closed: bool) -> Vec<PriorityView> {
    let passages = |from: &[PassageFacts]| {
        let mut before = String::new();
        let visible = from.iter().filter(|p| closed || !p.closed);
        visible
            .map(|p| {
                let same_area = std::mem::replace(&mut before, p.area.clone()) == p.area;
                PassageView { area: p.area.clone(), heading: p.heading.clone(), text: p.text.clone(), same_area }
            })
            .collect::<Vec<_>>()
    };
    let in_depth = facts.priorities.iter().filter(|p| p.in_depth);
    let views = in_depth.map(|p| PriorityView {
        name: p.name.clone(),
        id: format!("priority-{}", say::slug(&p.name)),
        risk: p.risk.map(str::to_string),
        previous_risk: p.previous_risk.map(str::to_string),
        risk_change: p.risk_change.map(str::to_string),
        narrative: passages(&p.narrative),
        activity: passages(&p.activity),
    });
    views.collect()
}

fn measure_names(board: &Board) -> Vec<MeasureName> {
    let name = |m: &crate::board::Measure| MeasureName {
        name: m.name.clone(),
        one: m.noun[0].clone(),
        many: m.noun[1].clone(),
        total: m.total.clone(),
    };
    board.measures.iter().map(name).collect()
}

fn ask_groups(facts: Vec<&BoardActionFacts>) -> Vec<AskGroup> {
    let mut groups: Vec<AskGroup> = Vec::new();
    for ask in facts {
        let view = AskView {
            item: ask.item.clone(),
            action: ask.action.clone(),
            decision: ask.decision.map(str::to_string),
            in_progress: ask.in_progress.map(str::to_string),
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

fn thresholds(board: &Board) -> ThresholdsView {
    let n = &board.narrative;
    let plain = |r: Ratio| r.round(if r.is_whole() { 0 } else { 1 });
    ThresholdsView {
        movers_max: n.movers_max,
        movers_share: plain(n.movers_share.times(Ratio::whole(100))),
        movers_floor: n.movers_floor,
        movers_floor_small: n.movers_floor_small,
        small_total: n.small_total,
        mentions_max: n.mentions_max,
        mentions_months: n.mentions_months,
        close: plain(n.close),
    }
}
