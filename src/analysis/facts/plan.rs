//! The action plan, the priorities, what the board is asked, and the papers' own texts.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::problem::Place;

/// The action plan as a whole.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ActionsFacts {
    /// How many actions there are.
    pub total: usize,
    /// How many have each status; every status is there.
    pub by_status: BTreeMap<&'static str, usize>,
    /// The same in the last quarter's return, where that was read.
    pub previous_by_status: Option<BTreeMap<&'static str, usize>>,
    /// How many are overdue: due by the last day of M and not complete.
    pub overdue: usize,
    /// The actions, in the return's order.
    pub items: Vec<ActionFacts>,
    /// Actions of the last quarter's plan that are in this one no more.
    pub gone: Vec<GoneAction>,
}

/// One action.
#[derive(Clone, Debug, Serialize)]
pub struct ActionFacts {
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
    pub status: &'static str,
    /// How it stood in the last quarter's return, where it was there.
    pub previous_status: Option<&'static str>,
    /// What has been done.
    pub progress: Option<String>,
    /// Whether it is overdue.
    pub overdue: bool,
    /// What changed since last quarter: `new`, `newly_off_track`, `back_on_track`, `completed`,
    /// `proposed_for_closure`, `slipped`, `no_update`; in that order.
    pub changes: Vec<&'static str>,
    /// When it was due in the last quarter's return, where that was another date.
    pub previous_due: Option<NaiveDate>,
    /// How many quarters it has been in the plan, as far as returns on file tell; 1 for a new one.
    pub age_quarters: u32,
    /// Whether it may be older than that: the earliest plan on file has it.
    pub age_at_least: bool,
    /// How often its date has slipped, as far as returns on file tell.
    pub slips: u32,
    /// The first date it was due, as far as returns on file tell, where that was another date.
    pub first_due: Option<NaiveDate>,
    /// By how many days it is due later than it was first.
    pub slipped_days: i64,
    /// Each partnership's progress, in the board's order.
    pub updates: Vec<ActionUpdate>,
    /// The cells it came from.
    pub from: Vec<Place>,
}

/// A partnership's progress on an action.
#[derive(Clone, Debug, Serialize)]
pub struct ActionUpdate {
    /// The area's name.
    pub area: String,
    /// How it stands there.
    pub status: &'static str,
    /// What has been done.
    pub progress: Option<String>,
    /// When that was written.
    pub updated_on: Option<NaiveDate>,
    /// The cell of its reference.
    pub from: Place,
}

/// An action that has left the plan.
#[derive(Clone, Debug, Serialize)]
pub struct GoneAction {
    /// Its reference.
    pub reference: String,
    /// What was to be done.
    pub action: String,
    /// How it stood last.
    pub status: &'static str,
    /// Where it was.
    pub from: Vec<Place>,
}

/// A priority: its risk and what is written under it.
#[derive(Clone, Debug, Serialize)]
pub struct PriorityFacts {
    /// The priority.
    pub name: String,
    /// The theme it belongs to.
    pub theme: Option<String>,
    /// Whether it is of the quarter's theme (or there are no themes).
    pub in_depth: bool,
    /// Its risk.
    pub risk: Option<&'static str>,
    /// Its risk in the last quarter's return.
    pub previous_risk: Option<&'static str>,
    /// `up`, `down` or `same`, where both are known.
    pub risk_change: Option<&'static str>,
    /// The county's narrative, in the return's order.
    pub narrative: Vec<PassageFacts>,
    /// What the partnerships did, in the board's order.
    pub activity: Vec<PassageFacts>,
}

/// A text under a heading.
#[derive(Clone, Debug, Serialize)]
pub struct PassageFacts {
    /// The area's name, or the unit's.
    pub area: String,
    /// The heading; empty where none is given.
    pub heading: String,
    /// The text, with its line breaks.
    pub text: String,
    /// The cell it came from.
    pub from: Place,
}

/// What the board is asked to support, or was.
#[derive(Clone, Debug, Serialize)]
pub struct BoardActionFacts {
    /// The item's number or reference.
    pub item: String,
    /// The priority it is under.
    pub priority: String,
    /// What the board is asked to support.
    pub action: String,
    /// What the board decided: `Yes`, `No`, or not yet.
    pub decision: Option<&'static str>,
    /// Whether it is in progress: `Yes`, `No`, or not said.
    pub in_progress: Option<&'static str>,
    /// The quarter it was raised in.
    pub raised: String,
    /// How many quarters it has been open; 0 where it is raised this quarter.
    pub open_quarters: u32,
    /// What came of it.
    pub outcome: Option<String>,
    /// The cell it came from.
    pub from: Place,
}

/// A text of a paper: of its title block, or a paragraph of its information.
#[derive(Clone, Debug, Serialize)]
pub struct PaperFacts {
    /// The paper's name, as its template has it.
    pub paper: String,
    /// The field, as in `Report written by`.
    pub field: String,
    /// The text, with its line breaks.
    pub text: String,
    /// The cell it came from.
    pub from: Place,
}
