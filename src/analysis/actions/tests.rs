#![allow(clippy::unwrap_used, reason = "a test may panic")]

use chrono::NaiveDate;

use crate::analysis::fixture::{action, at, board, progress, quarter, sent};
use crate::analysis::{ActionChange, ActionFacts, Facts, Previous, analyse};
use crate::returns::ActionStatus::{AtRisk, Complete, NotStarted, OffTrack, OnTrack};
use crate::returns::{ActionStatus, County, PlannedAction, Progress, Return, Sender};

fn unit(plan: Vec<PlannedAction>) -> Return {
    Return { county: County { plan, ..County::default() }, ..sent(Sender::Unit, Vec::new()) }
}

fn area(at: usize, progress: Vec<Progress>) -> Return {
    Return { progress, ..sent(Sender::Area(at), vec![None]) }
}

fn before(returns: Vec<Return>) -> Previous {
    Previous { quarter: quarter().previous(), returns, earlier: None }
}

fn due(reference: &str, date: &str) -> PlannedAction {
    let date: NaiveDate = date.parse().unwrap();
    PlannedAction { due: Some(at(date, "F5")), ..action(reference, OnTrack) }
}

fn facts(returns: &[Return], previous: Option<&Previous>) -> Facts {
    analyse(&board(&["North", "South"], &["Theft"]), quarter(), returns, previous)
}

/// What changed of an action that stood at `was` last quarter and stands at `is` now, with something written.
fn changes(was: Option<ActionStatus>, is: ActionStatus) -> String {
    let written = PlannedAction { progress: Some(at("Done this".into(), "H5")), ..action("X1", is) };
    let other = action("X2", Complete);
    let previous = before(vec![unit(was.map(|s| action("X1", s)).into_iter().chain([other.clone()]).collect())]);
    facts(&[unit(vec![written, other])], Some(&previous)).actions.items[0]
        .changes
        .iter()
        .map(|c| c.name())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn each_change_of_status_has_its_name() {
    assert_eq!(changes(None, OnTrack), "new");
    assert_eq!(changes(None, OffTrack), "new newly_off_track");
    assert_eq!(changes(None, Complete), "new completed");
    assert_eq!(changes(Some(OnTrack), OffTrack), "newly_off_track");
    assert_eq!(changes(Some(OffTrack), OffTrack), "");
    assert_eq!(changes(Some(OffTrack), OnTrack), "back_on_track");
    assert_eq!(changes(Some(AtRisk), OnTrack), "back_on_track");
    assert_eq!(changes(Some(NotStarted), OnTrack), "");
    assert_eq!(changes(Some(OffTrack), AtRisk), "");
    assert_eq!(changes(Some(AtRisk), Complete), "completed");
    assert_eq!(changes(Some(Complete), Complete), "");
}

#[test]
fn without_a_plan_before_nothing_is_said_to_have_changed() {
    for status in ActionStatus::ALL {
        let written = PlannedAction { progress: Some(at("Done this".into(), "H5")), ..action("X1", status) };
        let found = facts(&[unit(vec![written])], None).actions;
        assert!(found.items[0].changes.is_empty() && found.items[0].age_quarters == 1);
        assert!(found.previous_by_status.is_none());
    }
}

#[test]
fn closure_is_proposed_when_every_partnership_is_done_and_the_unit_is_not() {
    let plan = |status| unit(vec![action("X1", status)]);
    let says = |at, status| area(at, vec![progress("x 1", status, "Said")]);
    let proposed = |returns: Vec<Return>, previous: Option<Vec<Return>>| {
        let previous = previous.map(before);
        facts(&returns, previous.as_ref()).actions.items[0].changes.contains(&ActionChange::ProposedForClosure)
    };
    assert!(proposed(vec![plan(OnTrack), says(0, Complete), says(1, Complete)], None));
    assert!(proposed(vec![plan(OnTrack), says(0, Complete)], None));
    assert!(!proposed(vec![plan(OnTrack), says(0, Complete), says(1, AtRisk)], None));
    assert!(!proposed(vec![plan(Complete), says(0, Complete)], None), "it is closed");
    assert!(!proposed(vec![plan(OnTrack)], None), "nobody reports");
    let last = || vec![plan(OnTrack), says(1, AtRisk)];
    assert!(
        !proposed(vec![plan(OnTrack), says(0, Complete)], Some(last())),
        "South was not done when it last reported"
    );
    assert!(proposed(vec![plan(OnTrack), says(0, Complete), says(1, Complete)], Some(last())));
}

#[test]
fn silence_is_told() {
    let plan = |text: &str| {
        let progress = (!text.is_empty()).then(|| at(text.to_string(), "H5"));
        unit(vec![PlannedAction { progress, ..action("X1", OnTrack) }])
    };
    let silent = |now: Vec<Return>, then: Vec<Return>| {
        let previous = before(then);
        facts(&now, Some(&previous)).actions.items[0].changes.contains(&ActionChange::NoUpdate)
    };
    assert!(silent(vec![plan("")], vec![plan("Begun")]));
    assert!(silent(vec![plan("Begun ")], vec![plan("begun")]), "the same words are no update");
    assert!(!silent(vec![plan("Half done")], vec![plan("Begun")]));
    let says = |status, text| area(0, vec![progress("X1", status, text)]);
    assert!(!silent(vec![plan(""), says(OnTrack, "Trained staff")], vec![plan("")]));
    assert!(silent(vec![plan(""), says(OnTrack, "Same")], vec![plan(""), says(OnTrack, "Same")]));
    assert!(!silent(vec![plan(""), says(AtRisk, "Same")], vec![plan(""), says(OnTrack, "Same")]));
    assert!(!silent(vec![unit(vec![action("X1", Complete)])], vec![unit(vec![action("X1", Complete)])]));
    assert!(facts(&[plan("")], None).actions.items[0].changes.contains(&ActionChange::NoUpdate));
}

#[test]
fn dates_slip_and_are_overdue() {
    let earlier = |year: i32, number, date: &str, earlier| Previous {
        quarter: crate::quarter::Quarter::new(year, number).unwrap(),
        returns: vec![unit(vec![due("X1", date)])],
        earlier,
    };
    let first = earlier(2012, 4, "2013-06-30", None);
    let last = earlier(2013, 1, "2013-09-30", Some(Box::new(first)));
    let item =
        |date: &str| -> ActionFacts { facts(&[unit(vec![due("X1", date)])], Some(&last)).actions.items.swap_remove(0) };
    let slipped = item("2013-12-31");
    assert_eq!((slipped.age_quarters, slipped.slips, slipped.slipped_days), (3, 2, 184));
    assert!(slipped.changes.contains(&ActionChange::Slipped) && !slipped.overdue);
    assert_eq!(slipped.previous_due.map(|d| d.to_string()).as_deref(), Some("2013-09-30"));
    assert_eq!(slipped.first_due.map(|d| d.to_string()).as_deref(), Some("2013-06-30"));
    let kept = item("2013-09-30");
    assert!(kept.overdue, "the quarter has ended and it is not complete");
    assert_eq!((kept.previous_due, kept.slips, kept.slipped_days), (None, 1, 92));
    assert!(!kept.changes.contains(&ActionChange::Slipped));
    let forward = item("2013-07-01");
    assert!(!forward.changes.contains(&ActionChange::Slipped) && forward.previous_due.is_some());
    assert!(!item("2013-10-01").overdue);
}

#[test]
fn what_has_left_the_plan_is_told_where_there_is_one() {
    let previous = before(vec![unit(vec![action("X1", OnTrack), action("X2", Complete), action("X3", AtRisk)])]);
    let found = facts(&[unit(vec![action("X1", OnTrack)])], Some(&previous)).actions;
    assert_eq!(found.gone.iter().map(|g| g.reference.as_str()).collect::<Vec<_>>(), ["X2", "X3"]);
    let draft = facts(&[area(0, Vec::new())], Some(&previous)).actions;
    assert_eq!((draft.total, draft.gone.len()), (0, 0));
    assert_eq!(draft.previous_by_status.unwrap()[&OnTrack], 1);
}

#[test]
fn the_counts_add_up() {
    let plan: Vec<PlannedAction> = [OnTrack, OnTrack, OffTrack, Complete].map(|s| action("X", s)).into();
    let found = facts(&[unit(plan), area(1, vec![progress("X", AtRisk, "Said")])], None).actions;
    assert_eq!((found.total, found.by_status.values().sum::<usize>()), (4, 4));
    assert_eq!((found.by_status[&OnTrack], found.by_status[&AtRisk]), (2, 0));
    assert_eq!((found.items[0].updates[0].area.as_str(), found.items[0].updates[0].status), ("South", AtRisk));
}
