//! All that the template of closed appendices may see: what a paper's open edition leaves out, and nothing else.
//!
//! Made from [`ClosedFacts`], and from what the open paper's template asks for: a matter is in the appendix of a paper that
//! would show it if it were open. It shares the structs of texts and asks with the open view, never a value.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::actions::{UpdateView, update};
use super::build::Occasion;
use super::indicators::{IndicatorView, indicator};
use super::texts::{AskGroup, PassageView, TextView, ask_groups, passages};
use crate::analysis::{ClosedAction, ClosedFacts};
use crate::board::Board;
use crate::paper::Paper;
use crate::returns::{ActionStatus, Risk};

view! {
    /// The whole of what a closed appendix is written from.
    pub struct ClosedView {
        /// The board's name.
        board: String,
        /// The title of the open paper.
        title: String,
        /// As in `Q2 2013/14`.
        quarter: String,
        /// The meeting's date, where known.
        meeting: Option<NaiveDate>,
        /// The protective marking; empty for none.
        marking: String,
        /// By which paragraph it is exempt from publication; empty where the board names none.
        exemption: String,
        /// Whether this is a draft.
        draft: bool,
        /// Why it is a draft, in sentences.
        draft_reasons: Vec<String>,
        /// The texts of the paper's title block and information.
        texts: Vec<TextView>,
        /// The theme of the quarter's open paper, where there is one.
        theme: Option<String>,
        /// The priorities, with what is written under each.
        priorities: Vec<ClosedPriorityView>,
        /// The indicators.
        indicators: Vec<IndicatorView>,
        /// What the board is asked to support this quarter, by priority.
        asked: Vec<AskGroup>,
        /// What is outstanding from earlier reports, by priority.
        outstanding: Vec<AskGroup>,
        /// The actions of the plan, in its order.
        actions: Vec<ClosedActionView>,
        /// What partnerships report on actions that the open paper shows.
        updates: Vec<ClosedUpdateView>,
    }

    /// What is written of a priority.
    pub(crate) struct ClosedPriorityView {
        /// Its name.
        name: String,
        /// Its risk: `High`, `Medium`, `Medium/Low` or `Low`.
        risk: Option<Risk>,
        /// The county's narrative.
        narrative: Vec<PassageView>,
        /// What the partnerships did, by partnership.
        activity: Vec<PassageView>,
    }

    /// One action.
    pub(crate) struct ClosedActionView {
        /// Its reference.
        reference: String,
        /// The priority.
        priority: String,
        /// The threat or risk that it answers.
        risk: Option<String>,
        /// What is to be done.
        action: String,
        /// The post that owns it.
        owner: String,
        /// When it is due.
        due: Option<NaiveDate>,
        /// How it stands.
        status: ActionStatus,
        /// What has been done.
        progress: Option<String>,
        /// Each partnership's progress.
        updates: Vec<UpdateView>,
    }

    /// A partnership's report on an action of the open paper.
    pub(crate) struct ClosedUpdateView {
        /// The action's reference.
        reference: String,
        /// The report.
        update: UpdateView,
    }
}

impl ClosedView {
    /// Makes the view of what a paper's open edition leaves out; `None` where that is nothing.
    ///
    /// The title is to be filled in. `asks` holds the names of the open view that the paper's template asks for.
    pub fn new(
        board: &Board,
        facts: &ClosedFacts,
        occasion: &Occasion,
        paper: &Paper,
        asks: &BTreeSet<&'static str>,
    ) -> Option<ClosedView> {
        let asks = |names: &[&str]| names.iter().any(|name| asks.contains(name));
        let items = |wanted: bool, raised: bool| {
            let all = facts.board_actions.iter().filter(|b| wanted && (b.open_quarters == 0) == raised);
            ask_groups(all)
        };
        let texts = facts.papers.iter().filter(|p| p.paper == paper.name);
        let priorities = facts.priorities.iter().filter(|_| asks(&["priorities"]));
        let view = ClosedView {
            board: board.name.clone(),
            title: String::new(),
            quarter: facts.quarter.label.clone(),
            meeting: occasion.meeting,
            marking: board.closed_marking.clone(),
            exemption: board.exemption.clone(),
            draft: !occasion.draft_reasons.is_empty(),
            draft_reasons: occasion.draft_reasons.clone(),
            texts: texts.map(|p| TextView { field: p.field.clone(), text: p.text.clone() }).collect(),
            theme: board.theme(facts.quarter.number).map(|t| t.name.clone()),
            priorities: priorities
                .map(|p| ClosedPriorityView {
                    name: p.name.clone(),
                    risk: p.risk,
                    narrative: passages(&p.narrative),
                    activity: passages(&p.activity),
                })
                .collect(),
            indicators: facts.indicators.iter().filter(|_| asks(&["indicators", "reds"])).map(indicator).collect(),
            asked: items(asks(&["asked"]), true),
            outstanding: items(asks(&["outstanding"]), false),
            actions: facts.actions.iter().filter(|_| asks(&["actions"])).map(action).collect(),
            updates: facts
                .updates
                .iter()
                .filter(|_| asks(&["actions"]))
                .map(|u| ClosedUpdateView { reference: u.reference.clone(), update: update(&u.update) })
                .collect(),
        };
        (!view.is_empty()).then_some(view)
    }

    fn is_empty(&self) -> bool {
        self.texts.is_empty()
            && self.priorities.is_empty()
            && self.indicators.is_empty()
            && self.asked.is_empty()
            && self.outstanding.is_empty()
            && self.actions.is_empty()
            && self.updates.is_empty()
    }
}

fn action(facts: &ClosedAction) -> ClosedActionView {
    ClosedActionView {
        reference: facts.reference.clone(),
        priority: facts.priority.clone(),
        risk: facts.risk.clone(),
        action: facts.action.clone(),
        owner: facts.owner.clone(),
        due: facts.due,
        status: facts.status,
        progress: facts.progress.clone(),
        updates: facts.updates.iter().map(update).collect(),
    }
}
