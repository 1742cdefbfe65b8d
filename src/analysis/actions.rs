//! The county's action plan as a serial: how each action stands, and what has changed since last quarter's plan.
//!
//! *In:* the unit's plan, the partnerships' progress on it, and the plans of the quarters before. *Out:* [`ActionsFacts`].
//! Actions are the same where their references are, however spaced or cased. What changed is said only where last
//! quarter's plan is on file:
//!
//! | change | rule |
//! |---|---|
//! | `new` | last quarter's plan does not have it |
//! | `newly_off_track` | Off track now, and last quarter it was not, or was not there |
//! | `back_on_track` | On track now, At risk or Off track last quarter |
//! | `completed` | the unit says Complete now, and last quarter it was not, or was not there |
//! | `proposed_for_closure` | the unit does not say Complete; at least one partnership reports this quarter; and each that has reported this quarter or last says Complete in its latest report |
//! | `slipped` | due later than last quarter |
//! | `no_update` | not Complete; and no status has changed, and no progress been written (other than last quarter's, word for word), by the unit or a partnership |
//!
//! `proposed_for_closure` and `no_update` need no plan before, and are said without one too.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::board::Board;
use crate::quarter::Quarter;
use crate::returns::{ActionStatus, County, Located, PlannedAction, Progress, Return, Sender, sender_name};
use crate::text::key;

use super::facts::{ActionChange, ActionFacts, ActionUpdate, ActionsFacts, GoneAction};
use super::previous::Previous;

/// Describes the plan that the unit has sent; nothing where it has not returned.
///
/// `returns` is in the board's order, the unit's last.
pub(crate) fn describe(
    board: &Board,
    quarter: Quarter,
    returns: &[&Return],
    previous: Option<&Previous>,
) -> ActionsFacts {
    let before = previous.and_then(Previous::county).map(|c| c.plan.as_slice());
    let previous_by_status = before.map(|plan| by_status(plan.iter().map(|a| a.status.value)));
    let Some(unit) = returns.iter().find(|r| r.sender == Sender::Unit) else {
        return ActionsFacts {
            by_status: by_status(std::iter::empty()),
            previous_by_status,
            ..ActionsFacts::default()
        };
    };
    let plan = &unit.county.plan;
    let serial = Serial { board, quarter, returns, previous, before };
    let items: Vec<ActionFacts> = plan.iter().map(|action| serial.action(action)).collect();
    ActionsFacts {
        total: items.len(),
        by_status: by_status(plan.iter().map(|a| a.status.value)),
        previous_by_status,
        overdue: items.iter().filter(|i| i.overdue).count(),
        items,
        gone: before.unwrap_or_default().iter().filter(|a| find(plan, &a.reference).is_none()).map(gone).collect(),
    }
}

fn by_status(statuses: impl Iterator<Item = ActionStatus>) -> BTreeMap<ActionStatus, usize> {
    let mut counts: BTreeMap<_, _> = ActionStatus::ALL.iter().map(|s| (*s, 0)).collect();
    for status in statuses {
        *counts.entry(status).or_default() += 1;
    }
    counts
}

fn gone(action: &PlannedAction) -> GoneAction {
    GoneAction {
        reference: action.reference.value.clone(),
        action: action.action.value.clone(),
        status: action.status.value,
        from: vec![action.reference.place.clone()],
    }
}

/// Finds an action of a plan by its reference.
fn find<'a>(plan: &'a [PlannedAction], reference: &Located<String>) -> Option<&'a PlannedAction> {
    let wanted = key(&reference.value);
    plan.iter().find(|a| key(&a.reference.value) == wanted)
}

/// Finds what a return says of an action.
fn progress_on<'a>(sent: &'a Return, reference: &str) -> Option<&'a Progress> {
    sent.progress.iter().find(|p| key(&p.reference.value) == reference)
}

/// A plan among the ones before it.
struct Serial<'a> {
    board: &'a Board,
    quarter: Quarter,
    returns: &'a [&'a Return],
    previous: Option<&'a Previous>,
    /// Last quarter's plan, where it is on file.
    before: Option<&'a [PlannedAction]>,
}

impl Serial<'_> {
    fn action(&self, action: &PlannedAction) -> ActionFacts {
        let status = action.status.value;
        let before = self.before.and_then(|plan| find(plan, &action.reference));
        let due = action.due.as_ref().map(|d| d.value);
        let dates = self.dates(action);
        let later = |pair: &&[NaiveDate]| pair[1] > pair[0];
        let (first, last) = (dates.first().copied(), dates.last().copied());
        let cells = [
            Some(&action.reference.place),
            action.due.as_ref().map(|d| &d.place),
            Some(&action.status.place),
            action.progress.as_ref().map(|p| &p.place),
        ];
        ActionFacts {
            reference: action.reference.value.clone(),
            priority: action.priority.clone(),
            risk: action.risk.as_ref().map(|r| r.value.clone()),
            action: action.action.value.clone(),
            owner: action.owner.clone(),
            due,
            status,
            previous_status: before.map(|b| b.status.value),
            progress: action.progress.as_ref().map(|p| p.value.clone()),
            overdue: status != ActionStatus::Complete && due.is_some_and(|d| d <= self.quarter.last_month().last_day()),
            changes: self.changes(action, before),
            previous_due: before.and_then(|b| b.due.as_ref()).map(|d| d.value).filter(|d| Some(*d) != due),
            age_quarters: self.age(action),
            age_at_least: self.history(action).count() == self.plans().count(),
            slips: dates.windows(2).filter(later).count() as u32,
            first_due: first.filter(|d| Some(*d) != due),
            slipped_days: first.zip(last).map_or(0, |(first, last)| (last - first).num_days().max(0)),
            updates: self.updates(action),
            from: cells.into_iter().flatten().cloned().collect(),
        }
    }

    /// Gives all changes that hold, in the order of the table above.
    fn changes(&self, action: &PlannedAction, before: Option<&PlannedAction>) -> Vec<ActionChange> {
        use ActionStatus::{AtRisk, Complete, OffTrack, OnTrack};
        let (now, was) = (action.status.value, before.map(|b| b.status.value));
        let turned = |to: ActionStatus| self.before.is_some() && now == to && was != Some(to);
        let due = |a: &PlannedAction| a.due.as_ref().map(|d| d.value);
        let later = due(action).zip(before.and_then(due)).is_some_and(|(now, was)| now > was);
        let rules = [
            (ActionChange::New, self.before.is_some() && was.is_none()),
            (ActionChange::NewlyOffTrack, turned(OffTrack)),
            (ActionChange::BackOnTrack, now == OnTrack && matches!(was, Some(AtRisk | OffTrack))),
            (ActionChange::Completed, turned(Complete)),
            (ActionChange::ProposedForClosure, now != Complete && self.closure_proposed(action)),
            (ActionChange::Slipped, later),
            (ActionChange::NoUpdate, now != Complete && !self.updated(action, before)),
        ];
        rules.into_iter().filter(|(_, holds)| *holds).map(|(change, _)| change).collect()
    }

    /// Gives the partnerships' reports on an action: this quarter's and the last's, in the board's order.
    fn reports(&self, action: &PlannedAction) -> impl Iterator<Item = (Option<&Progress>, Option<&Progress>)> {
        let reference = key(&action.reference.value);
        (0..self.board.areas.len()).map(Sender::Area).map(move |area| {
            let now = self.returns.iter().find(|r| r.sender == area).and_then(|r| progress_on(r, &reference));
            let before = self.previous.and_then(|p| p.sent_by(area)).and_then(|r| progress_on(r, &reference));
            (now, before)
        })
    }

    fn closure_proposed(&self, action: &PlannedAction) -> bool {
        let reported = self.reports(action).any(|(now, _)| now.is_some());
        let latest = |(now, before): (Option<&Progress>, Option<&Progress>)| now.or(before).map(|p| p.status);
        reported && self.reports(action).filter_map(latest).all(|s| s == ActionStatus::Complete)
    }

    /// Says whether anyone has said something this quarter that was not said last quarter.
    fn updated(&self, action: &PlannedAction, before: Option<&PlannedAction>) -> bool {
        let unit = said(Some(&action.progress), before.map(|b| &b.progress))
            || before.is_some_and(|b| b.status.value != action.status.value);
        unit || self.reports(action).any(|(now, before)| {
            let moved = now.zip(before).is_some_and(|(now, before)| now.status != before.status);
            moved || said(now.map(|p| &p.progress), before.map(|p| &p.progress))
        })
    }

    fn updates(&self, action: &PlannedAction) -> Vec<ActionUpdate> {
        let reference = key(&action.reference.value);
        let reported = |sent: &&Return| {
            let progress = progress_on(sent, &reference)?;
            Some(update(self.board, sent.sender, progress))
        };
        self.returns.iter().filter(|r| r.sender != Sender::Unit).filter_map(reported).collect()
    }

    /// Gives the plans on file of the quarters before, the latest first.
    fn plans(&self) -> impl Iterator<Item = (Quarter, &County)> {
        let quarters = self.previous.into_iter().flat_map(Previous::back);
        quarters.filter_map(|p| Some((p.quarter, p.county()?)))
    }

    /// Gives the plans on file that have the action without a break, with their quarters, the latest first.
    fn history<'b>(&'b self, action: &'b PlannedAction) -> impl Iterator<Item = (Quarter, &'b PlannedAction)> {
        let plans = self.plans();
        plans.map_while(|(quarter, county)| Some((quarter, find(&county.plan, &action.reference)?)))
    }

    /// Gives every date the action was due on, as far as plans on file tell, from the first to the present one.
    fn dates(&self, action: &PlannedAction) -> Vec<NaiveDate> {
        let now = std::iter::once(action);
        let all = now.chain(self.history(action).map(|(_, a)| a));
        let mut dates: Vec<_> = all.filter_map(|a| a.due.as_ref().map(|d| d.value)).collect();
        dates.reverse();
        dates
    }

    fn age(&self, action: &PlannedAction) -> u32 {
        let first = self.history(action).last().map_or(self.quarter, |(quarter, _)| quarter);
        u32::try_from(self.quarter.since(first)).unwrap_or(0) + 1
    }
}

/// Describes a partnership's progress on an action.
pub(crate) fn update(board: &Board, sender: Sender, progress: &Progress) -> ActionUpdate {
    ActionUpdate {
        area: sender_name(board, sender).into(),
        status: progress.status,
        progress: progress.progress.as_ref().map(|p| p.value.clone()),
        updated_on: progress.updated_on,
        from: progress.reference.place.clone(),
    }
}

/// Says whether a progress text is there and differs from the one before, spacing and case apart.
fn said(now: Option<&Option<Located<String>>>, before: Option<&Option<Located<String>>>) -> bool {
    let text =
        |t: Option<&Option<Located<String>>>| t.and_then(Option::as_ref).map(|t| key(&t.value)).unwrap_or_default();
    !text(now).is_empty() && text(now) != text(before)
}

#[cfg(test)]
mod tests;
