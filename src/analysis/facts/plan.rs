//! The action plan, the priorities, what the board is asked, and the papers' own texts.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::Way;
use crate::problem::Place;
use crate::returns::{ActionStatus, Risk};
use crate::text::named;

/// The action plan as a whole.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ActionsFacts {
    /// How many actions there are.
    pub total: usize,
    /// How many have each status; every status is there.
    pub by_status: BTreeMap<ActionStatus, usize>,
    /// The same in the last quarter's return, where that was read.
    pub previous_by_status: Option<BTreeMap<ActionStatus, usize>>,
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
    pub status: ActionStatus,
    /// How it stood in the last quarter's return, where it was there.
    pub previous_status: Option<ActionStatus>,
    /// What has been done.
    pub progress: Option<String>,
    /// Whether it is overdue.
    pub overdue: bool,
    /// What changed since last quarter, in the order of [`ActionChange`].
    pub changes: Vec<ActionChange>,
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

/// What has changed of an action since last quarter, or has not and should have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ActionChange {
    /// The plan did not have it.
    New,
    /// It was not off track, and is.
    NewlyOffTrack,
    /// It was at risk or off track, and is on track.
    BackOnTrack,
    /// It was not complete, and is.
    Completed,
    /// The partnerships that report on it say that it is complete.
    ProposedForClosure,
    /// It is due later.
    Slipped,
    /// Nothing has been said of it.
    NoUpdate,
}

named!(ActionChange {
    New => "new",
    NewlyOffTrack => "newly_off_track",
    BackOnTrack => "back_on_track",
    Completed => "completed",
    ProposedForClosure => "proposed_for_closure",
    Slipped => "slipped",
    NoUpdate => "no_update",
});

/// A partnership's progress on an action.
#[derive(Clone, Debug, Serialize)]
pub struct ActionUpdate {
    /// The area's name.
    pub area: String,
    /// How it stands there.
    pub status: ActionStatus,
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
    pub status: ActionStatus,
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
    pub risk: Option<Risk>,
    /// Its risk in the last quarter's return.
    pub previous_risk: Option<Risk>,
    /// Which way it went, where both are known.
    pub risk_change: Option<Way>,
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
    /// What the board decided, once it has.
    pub decision: Option<Answer>,
    /// Whether it is in progress, where that is said.
    pub in_progress: Option<Answer>,
    /// The quarter it was raised in.
    pub raised: String,
    /// How many quarters it has been open; 0 where it is raised this quarter.
    pub open_quarters: u32,
    /// What came of it.
    pub outcome: Option<String>,
    /// The cell it came from.
    pub from: Place,
}

/// What was answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
}

named!(Answer { Yes => "Yes", No => "No" });

impl From<bool> for Answer {
    fn from(yes: bool) -> Self {
        if yes { Answer::Yes } else { Answer::No }
    }
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
