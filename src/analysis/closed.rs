//! What is for the closed session, in the shape that `board-papers facts --edition closed` prints and the closed
//! appendices are made from.
//!
//! *In:* what is closed of the returns. *Out:* [`ClosedFacts`]. Nothing is compared with an earlier quarter here, and
//! nothing of it goes into the open [`super::Facts`]: the two types share no value.

use chrono::NaiveDate;
use serde::Serialize;

use super::actions::update;
use super::facts::{ActionUpdate, BoardActionFacts, Edition, IndicatorFacts, PaperFacts, PassageFacts, QuarterFacts};
use super::{SCHEMA, describe, indicators, priorities};
use crate::board::Board;
use crate::problem::{Place, Problem, Problems};
use crate::quarter::Quarter;
use crate::returns::{ActionStatus, ClosedReturn, PlannedAction, Progress, Risk};
use crate::text::key;

/// Everything of a quarter that may be told in the closed session only.
#[derive(Clone, Debug, Serialize)]
pub struct ClosedFacts {
    /// The version of this shape.
    pub schema: u32,
    /// Which edition these facts are: `closed`.
    pub edition: Edition,
    /// The board's name.
    pub board: String,
    /// The quarter.
    pub quarter: QuarterFacts,
    /// The indicators, by area in the board's order, the unit's last.
    pub indicators: Vec<IndicatorFacts>,
    /// The actions of the plan, in the return's order.
    pub actions: Vec<ClosedAction>,
    /// What partnerships report in closed session on actions that are open themselves.
    pub updates: Vec<ClosedUpdate>,
    /// The priorities of which something is closed: the themes' in the board's order, then any others.
    pub priorities: Vec<ClosedPriority>,
    /// What the board is asked to support and what is outstanding, in the return's order.
    pub board_actions: Vec<BoardActionFacts>,
    /// The texts of the papers, in the return's order.
    pub papers: Vec<PaperFacts>,
}

/// An action for the closed session.
#[derive(Clone, Debug, Serialize)]
pub struct ClosedAction {
    /// Its reference.
    pub reference: String,
    /// The priority it is under.
    pub priority: String,
    /// The threat or risk it answers.
    pub risk: Option<String>,
    /// What is to be done.
    pub action: String,
    /// The post that owns it.
    pub owner: String,
    /// When it is due.
    pub due: Option<NaiveDate>,
    /// How it stands.
    pub status: ActionStatus,
    /// What has been done.
    pub progress: Option<String>,
    /// Each partnership's progress, in the board's order.
    pub updates: Vec<ActionUpdate>,
    /// The cell of its reference.
    pub from: Place,
}

/// A partnership's closed progress on an action that is open.
#[derive(Clone, Debug, Serialize)]
pub struct ClosedUpdate {
    /// The action's reference.
    pub reference: String,
    /// What is reported.
    pub update: ActionUpdate,
}

/// What of a priority is for the closed session.
#[derive(Clone, Debug, Serialize)]
pub struct ClosedPriority {
    /// The priority.
    pub name: String,
    /// Its risk.
    pub risk: Option<Risk>,
    /// The county's narrative, in the return's order.
    pub narrative: Vec<PassageFacts>,
    /// What the partnerships did, in the board's order.
    pub activity: Vec<PassageFacts>,
}

/// Describes what is for the closed session, and tells, without a quotation, what cannot be worked out of it.
///
/// `returns` is in the board's order, the unit's last.
pub fn closed(board: &Board, quarter: Quarter, returns: &[ClosedReturn]) -> (ClosedFacts, Problems) {
    let rows = || returns.iter().map(|r| (r.sender, r.reveal()));
    let plan = || rows().flat_map(|(_, r)| &r.county.plan);
    let reports = || rows().flat_map(|(sender, r)| r.progress.iter().map(move |p| (sender, p)));
    let on = |action: &PlannedAction| {
        let reference = key(&action.reference.value);
        let reports = reports().filter(|(_, p)| key(&p.reference.value) == reference);
        reports.map(|(sender, p)| update(board, sender, p)).collect()
    };
    let of_an_open_one = |p: &Progress| !plan().any(|a| key(&a.reference.value) == key(&p.reference.value));
    let found = rows().flat_map(|(sender, r)| r.indicators.iter().map(move |i| indicators::alone(board, sender, i)));
    let (indicators, failed): (Vec<_>, Vec<_>) = found.partition(Result::is_ok);
    let facts = ClosedFacts {
        schema: SCHEMA,
        edition: Edition::Closed,
        board: board.name.clone(),
        quarter: describe(quarter, None),
        indicators: indicators.into_iter().flatten().collect(),
        actions: plan().map(|a| action(a, on(a))).collect(),
        updates: reports()
            .filter(|(_, p)| of_an_open_one(p))
            .map(|(sender, p)| ClosedUpdate { reference: p.reference.value.clone(), update: update(board, sender, p) })
            .collect(),
        priorities: by_priority(board, returns),
        board_actions: rows()
            .flat_map(|(_, r)| &r.county.board_actions)
            .map(|b| priorities::board_action(quarter, b))
            .collect(),
        papers: rows().flat_map(|(_, r)| &r.county.papers).map(priorities::paper).collect(),
    };
    (facts, failed.into_iter().filter_map(Result::err).map(Problem::withheld).collect())
}

fn by_priority(board: &Board, returns: &[ClosedReturn]) -> Vec<ClosedPriority> {
    let mut found: Vec<ClosedPriority> = Vec::new();
    for name in board.themes.iter().flat_map(|t| &t.priorities) {
        at(&mut found, name);
    }
    for (sender, rows) in returns.iter().map(|r| (r.sender, r.reveal())) {
        for risk in &rows.county.risks {
            at(&mut found, &risk.priority).risk = Some(risk.risk.value);
        }
        for passage in &rows.county.priorities {
            at(&mut found, &passage.priority).narrative.push(priorities::passage(board, sender, passage));
        }
        for passage in &rows.activity {
            at(&mut found, &passage.priority).activity.push(priorities::passage(board, sender, passage));
        }
    }
    found.retain(|p| p.risk.is_some() || !p.narrative.is_empty() || !p.activity.is_empty());
    found
}

/// Finds a priority by its name, or adds it.
fn at<'a>(found: &'a mut Vec<ClosedPriority>, name: &str) -> &'a mut ClosedPriority {
    let at = found.iter().position(|p| key(&p.name) == key(name)).unwrap_or(found.len());
    if at == found.len() {
        let (name, risk) = (name.to_string(), None);
        found.push(ClosedPriority { name, risk, narrative: Vec::new(), activity: Vec::new() });
    }
    &mut found[at]
}

fn action(action: &PlannedAction, updates: Vec<ActionUpdate>) -> ClosedAction {
    ClosedAction {
        reference: action.reference.value.clone(),
        priority: action.priority.clone(),
        risk: action.risk.as_ref().map(|r| r.value.clone()),
        action: action.action.value.clone(),
        owner: action.owner.clone(),
        due: action.due.as_ref().map(|d| d.value),
        status: action.status.value,
        progress: action.progress.as_ref().map(|p| p.value.clone()),
        updates,
        from: action.reference.place.clone(),
    }
}

impl ClosedFacts {
    /// Prints the facts as one JSON document.
    pub fn to_json(&self) -> String {
        // Writing plain data with string keys to memory cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}
