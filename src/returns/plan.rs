//! Checks of the county's plan: against last quarter's, and of the progress that partnerships report on it.
//!
//! The plan is looked at as a whole here, what is closed of it included: an action that is closed now is not missing. What
//! is told of an action that is, or was, closed names its cell and quotes nothing.

use super::model::{ActionStatus, ClosedReturn, Located, PlannedAction, Progress, Returns, Sender};
use crate::problem::{Code, Place, Problem, Problems};
use crate::quarter::Quarter;
use crate::text::{self, key, nearest};

/// The sheet that holds the plan, where no cell of it tells.
const PLAN: &str = "Action plan";

/// The actions of a quarter's plan, of both sessions.
#[derive(Default)]
struct Plan<'a> {
    open: &'a [PlannedAction],
    closed: &'a [PlannedAction],
}

impl<'a> Plan<'a> {
    fn of(returns: &'a Returns) -> Self {
        let unit = returns.open.iter().find(|r| r.sender == Sender::Unit);
        let closed = returns.closed.iter().find(|r| r.sender == Sender::Unit).map(ClosedReturn::reveal);
        Plan {
            open: unit.map(|r| &r.county.plan[..]).unwrap_or_default(),
            closed: closed.map(|r| &r.county.plan[..]).unwrap_or_default(),
        }
    }

    fn is_empty(&self) -> bool {
        self.open.is_empty() && self.closed.is_empty()
    }

    fn has(&self, reference: &Located<String>) -> bool {
        find(self.open, reference).or(find(self.closed, reference)).is_some()
    }
}

/// Finds an action by its reference.
fn find<'a>(plan: &'a [PlannedAction], reference: &Located<String>) -> Option<&'a PlannedAction> {
    let wanted = key(&reference.value);
    plan.iter().find(|a| key(&a.reference.value) == wanted)
}

/// Looks over the plan of a quarter beside last quarter's, where that is on file; nothing where the unit has not returned.
pub fn of_the_plan(returns: &Returns, before: Option<&Returns>, quarter: Quarter, problems: &mut Problems) {
    let Some(unit) = returns.open.iter().find(|r| r.sender == Sender::Unit) else { return };
    let (plan, before) = (Plan::of(returns), before.map(Plan::of).unwrap_or_default());
    let sheet = plan.open.iter().chain(plan.closed).next().and_then(|a| a.reference.place.sheet()).unwrap_or(PLAN);
    let place = Place::Sheet { workbook: unit.workbook.clone(), sheet: sheet.to_string() };
    missing(&plan, &before, &place, quarter, problems);
    undated(&plan, &before, problems);
    unknown_progress(returns, &plan, &before, problems);
}

/// Reports each action that has left the plan without having been Complete.
fn missing(plan: &Plan<'_>, before: &Plan<'_>, place: &Place, quarter: Quarter, problems: &mut Problems) {
    if plan.is_empty() && !before.is_empty() {
        let message = "expected the action plan, found none; last quarter\u{2019}s return had one";
        problems.push(Problem::new(Code::ActionPlanMissing, place.clone(), message));
        return;
    }
    let lost = |a: &&PlannedAction| !plan.has(&a.reference) && a.status.value != ActionStatus::Complete;
    for action in before.open.iter().filter(lost) {
        let (reference, status) = (&action.reference.value, action.status.value.name());
        let message = format!(
            "action {reference} is missing from the plan for {quarter}; last quarter it was there, {status}, not Complete"
        );
        let wording = key(&action.action.value);
        let renamed = plan.open.iter().find(|a| key(&a.action.value) == wording && !before.has(&a.reference));
        let help = match renamed {
            Some(same) => {
                format!("Action {} has the same wording: give it its old reference, {reference}", same.reference.value)
            }
            None => "Put the row back; when it is done, set its status to Complete for one quarter".into(),
        };
        problems.push(Problem::new(Code::ActionMissing, place.clone(), message).help(help));
    }
    for action in before.closed.iter().filter(lost) {
        // The cell of last quarter's return says which one it is.
        problems.push(Problem::new(Code::ActionMissing, action.reference.place.clone(), "").withheld());
    }
}

/// Warns of each action whose due date has been taken away.
fn undated(plan: &Plan<'_>, before: &Plan<'_>, problems: &mut Problems) {
    let undated = |a: &&PlannedAction| a.due.is_none() && a.status.value != ActionStatus::Complete;
    let due = |plan, action: &PlannedAction| find(plan, &action.reference).and_then(|b| b.due.as_ref());
    for action in plan.open.iter().filter(undated) {
        if let Some(due) = due(before.open, action) {
            let message = format!(
                "action {} has no due date; last quarter it was due on {}",
                action.reference.value,
                text::date(due.value)
            );
            problems.push(Problem::new(Code::DueDateRemoved, action.reference.place.clone(), message));
        }
    }
    for action in plan.closed.iter().filter(undated) {
        if due(before.open, action).or(due(before.closed, action)).is_some() {
            problems.push(Problem::new(Code::DueDateRemoved, action.reference.place.clone(), "").withheld());
        }
    }
}

/// Reports progress on actions that the plan does not have: no paper would show it.
fn unknown_progress(returns: &Returns, plan: &Plan<'_>, before: &Plan<'_>, problems: &mut Problems) {
    let complete = |plan, progress: &Progress| {
        find(plan, &progress.reference).is_some_and(|a: &PlannedAction| a.status.value == ActionStatus::Complete)
    };
    let left = |progress: &Progress| {
        let wanted = &progress.reference.value;
        let message = format!("action {wanted} was completed and has left the plan: this progress is not shown");
        Problem::new(Code::ActionClosed, progress.reference.place.clone(), message)
    };
    let unknown = |progress: &Progress| {
        let expected = "the reference of an action in the county\u{2019}s plan";
        let found = format!("\u{201c}{}\u{201d}", progress.reference.value);
        Problem::expected(Code::UnknownAction, progress.reference.place.clone(), expected, found)
    };
    let open = returns.open.iter().flat_map(|r| &r.progress);
    for progress in open.filter(|p| !plan.has(&p.reference)) {
        problems.push(if complete(before.open, progress) {
            left(progress)
        } else if find(before.closed, &progress.reference).is_some() {
            left(progress).withheld()
        } else {
            let known: Vec<&str> = plan.open.iter().map(|a| a.reference.value.as_str()).collect();
            let help = match nearest(&progress.reference.value, known.iter().copied()) {
                Some(near) => format!("The nearest reference in the county\u{2019}s plan is {near}"),
                None if known.is_empty() => "No action of the county\u{2019}s plan is near it".into(),
                None => format!("The county\u{2019}s plan has {}", text::list_some(&known, 8)),
            };
            unknown(progress).help(help)
        });
    }
    let closed = returns.closed.iter().flat_map(|r| &r.reveal().progress);
    for progress in closed.filter(|p| !plan.has(&p.reference)) {
        let has_left = complete(before.open, progress) || complete(before.closed, progress);
        problems.push(if has_left { left(progress) } else { unknown(progress) }.withheld());
    }
}

#[cfg(test)]
mod tests;
