#![allow(clippy::unwrap_used, reason = "a test may panic")]

use super::of_the_plan;
use crate::analysis::fixture::{action, at, progress, quarter, sent};
use crate::problem::Problems;
use crate::returns::ActionStatus::{AtRisk, Complete, OnTrack};
use crate::returns::tests::sample::told;
use crate::returns::{ClosedReturn, ClosedRows, County, PlannedAction, Progress, Return, Returns, Sender};

fn county(plan: &[PlannedAction]) -> County {
    County { plan: plan.to_vec(), ..County::default() }
}

/// The unit's plan: what is open of it, and what is closed.
fn unit(open: &[PlannedAction], closed: &[PlannedAction]) -> Returns {
    let rows = ClosedRows { county: county(closed), ..ClosedRows::default() };
    Returns {
        open: vec![Return { county: county(open), ..sent(Sender::Unit, Vec::new()) }],
        closed: vec![ClosedReturn::new(Sender::Unit, rows)],
    }
}

/// Adds what the first area reports, in each session.
fn with(mut returns: Returns, open: &[Progress], closed: &[Progress]) -> Returns {
    returns.open.push(Return { progress: open.to_vec(), ..sent(Sender::Area(0), vec![None]) });
    let rows = ClosedRows { progress: closed.to_vec(), ..ClosedRows::default() };
    returns.closed.push(ClosedReturn::new(Sender::Area(0), rows));
    returns
}

fn said(now: &Returns, before: Option<&Returns>) -> String {
    let mut problems = Problems::new();
    of_the_plan(now, before, quarter(), &mut problems);
    told(&problems)
}

fn due(reference: &str, date: &str) -> PlannedAction {
    PlannedAction { due: Some(at(date.parse().unwrap(), "F5")), ..action(reference, OnTrack) }
}

#[test]
fn an_action_that_vanished_is_an_error_unless_it_was_complete() {
    let before = unit(&[action("X1", OnTrack), action("X2", Complete), action("X3", AtRisk)], &[]);
    assert_eq!(
        said(&unit(&[action("X1", OnTrack)], &[]), Some(&before)),
        "error: unit.xlsx › Sheet: action X3 is missing from the plan for Q2 2013/14; last quarter it was there, At risk, \
         not Complete. Put the row back; when it is done, set its status to Complete for one quarter\n"
    );
    let renamed = PlannedAction { action: at("do x3".into(), "D6"), ..action("Y3", AtRisk) };
    let found = said(&unit(&[action("x-1", OnTrack), renamed], &[]), Some(&before));
    assert!(found.ends_with("Action Y3 has the same wording: give it its old reference, X3\n"));
    let closed = unit(&[action("X1", OnTrack)], &[action("X3", AtRisk)]);
    assert_eq!(said(&closed, Some(&before)), "", "what was closed since is not missing");
}

#[test]
fn a_closed_action_that_vanished_is_told_by_its_cell() {
    let before = unit(&[action("X1", OnTrack)], &[action("X9", AtRisk), action("X8", Complete)]);
    assert_eq!(
        said(&unit(&[action("X1", OnTrack)], &[]), Some(&before)),
        "error: a.xlsx › Sheet › A5: an action has left the plan without having been complete; the row is not open, so \
         nothing of it is quoted\n"
    );
    assert_eq!(said(&unit(&[action("X1", OnTrack), action("X9", AtRisk)], &[]), Some(&before)), "");
}

#[test]
fn a_plan_that_vanished_is_one_error_and_a_missing_return_none() {
    let before = unit(&[action("X1", OnTrack), action("X2", OnTrack)], &[]);
    assert_eq!(
        said(&unit(&[], &[]), Some(&before)),
        "error: unit.xlsx › Action plan: expected the action plan, found none; last quarter’s return had one\n"
    );
    assert_eq!(said(&with(Returns::default(), &[], &[]), Some(&before)), "");
}

#[test]
fn progress_on_an_action_that_is_not_in_the_plan_is_not_lost() {
    let reports = || progress("AX1", OnTrack, "Said");
    let plan = unit(&[action("DR1", OnTrack), action("AC1", OnTrack)], &[]);
    assert_eq!(
        said(&with(plan, &[reports()], &[]), None),
        "error: a.xlsx › Sheet › A3: expected the reference of an action in the county’s plan, found “AX1”. The nearest \
          reference in the county’s plan is AC1\n"
    );
    let before = unit(&[action("AX1", Complete), action("AC1", OnTrack)], &[]);
    let found = said(&with(unit(&[action("AC1", OnTrack)], &[]), &[reports()], &[]), Some(&before));
    assert!(found.starts_with("warning") && found.contains("AX1 was completed and has left the plan"), "{found}");
    assert_eq!(said(&with(Returns::default(), &[reports()], &[]), None), "", "without the unit's nobody can tell");
}

#[test]
fn progress_that_has_to_do_with_what_is_closed_is_told_without_a_quotation() {
    let reports = || progress("AX1", OnTrack, "Said");
    let now = || unit(&[action("AC1", OnTrack)], &[action("AX2", OnTrack)]);
    let closed = said(&with(now(), &[], &[reports()]), None);
    assert!(closed.starts_with("error") && !closed.contains("AX1") && !closed.contains("AC1"), "{closed}");
    let open = said(&with(now(), &[reports()], &[]), None);
    assert!(open.contains("“AX1”") && !open.contains("AX2"), "what is near and closed is not named: {open}");
    let before = unit(&[], &[action("AX1", OnTrack), action("AX2", OnTrack)]);
    let left = said(&with(now(), &[reports()], &[]), Some(&before));
    assert!(left.contains("action-missing") || !left.contains("AX1"), "{left}");
}

#[test]
fn a_due_date_taken_away_is_a_warning() {
    let before = unit(&[due("X1", "2013-09-30")], &[]);
    assert_eq!(
        said(&unit(&[action("X1", OnTrack)], &[]), Some(&before)),
        "warning: a.xlsx › Sheet › A5: action X1 has no due date; last quarter it was due on 30 September 2013\n"
    );
    let closed_then = unit(&[], &[due("X1", "2013-09-30")]);
    assert_eq!(said(&unit(&[action("X1", OnTrack)], &[]), Some(&closed_then)), "", "what was closed is not quoted");
    let closed_now = said(&unit(&[], &[action("X1", OnTrack)]), Some(&before));
    assert!(closed_now.starts_with("warning") && !closed_now.contains("2013") && !closed_now.contains("X1"));
}
