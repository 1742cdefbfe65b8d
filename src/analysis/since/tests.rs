#![allow(clippy::unwrap_used, reason = "a test may panic")]

use chrono::NaiveDate;
use insta::assert_snapshot;

use super::since;
use crate::analysis::fixture::{action, at, board, gap, indicator, quarter, sent, whole};
use crate::analysis::{Facts, Previous, analyse};
use crate::board::{Board, Theme};
use crate::number::Count;
use crate::returns::ActionStatus::{AtRisk, Complete, OffTrack, OnTrack};
use crate::returns::{BoardAction, County, PlannedAction, PriorityRisk, Return, Risk, Sender};

fn themed() -> Board {
    let theme = |quarter, name: &str| Theme { name: name.into(), quarter, priorities: vec![format!("{name} one")] };
    Board {
        themes: vec![theme(1, "Vulnerable"), theme(2, "Criminality")],
        ..board(&["North", "South"], &["Theft", "Fraud"])
    }
}

fn unit(risk: Risk, plan: Vec<PlannedAction>) -> Return {
    let asked = BoardAction {
        item: "1".into(),
        priority: "Criminality one".into(),
        action: at("Support it".into(), "C3"),
        decision: None,
        in_progress: None,
        raised: quarter().previous(),
        outcome: None,
    };
    let risks = vec![PriorityRisk { priority: "Criminality one".into(), risk: at(risk, "C3") }];
    let county = County { risks, plan, board_actions: vec![asked], ..County::default() };
    Return { county, ..sent(Sender::Unit, Vec::new()) }
}

fn due(reference: &str, date: &str) -> PlannedAction {
    PlannedAction { due: Some(at(date.parse::<NaiveDate>().unwrap(), "F5")), ..action(reference, OnTrack) }
}

fn then() -> Previous {
    let mut returns = whole(&[&[vec![50; 30], vec![10; 30]], &[vec![20; 30], vec![5; 30]]]);
    for r in &mut returns {
        let counts = r.measures[0].as_mut().unwrap();
        counts.first = counts.first.plus(-3);
    }
    returns[0].indicators = vec![indicator("SAC", "90", Some("100"), None), indicator("OLD", "1", None, None)];
    returns[1].indicators = vec![indicator("SAC", "200", Some("100"), None)];
    let plan = vec![action("A1", OnTrack), due("A2", "2013-12-31"), due("A3", "2013-08-01"), action("A4", Complete)];
    returns.push(unit(Risk::Medium, plan));
    Previous { quarter: quarter().previous(), returns, earlier: None }
}

fn pair() -> (Facts, Facts) {
    let board = themed();
    let mut latest = vec![50; 30];
    (latest[28], latest[29]) = (55, 90);
    let mut returns = whole(&[&[latest, vec![10; 30]], &[vec![20; 30], vec![5; 30]]]);
    returns[0].measures[0].as_mut().unwrap().rows[1].counts[20] = Some(Count(12));
    returns[0].provisional = true;
    returns[0].indicators = vec![indicator("SAC", "120", Some("100"), None), indicator("YJ", "1", Some("2"), None)];
    returns[1].indicators = vec![indicator("SAC", "190", Some("100"), None)];
    let plan = vec![action("A1", OffTrack), due("A2", "2014-03-31"), due("A3", "2013-08-01"), action("A5", AtRisk)];
    returns.push(unit(Risk::High, plan));
    let then = then();
    (analyse(&board, quarter(), &returns, Some(&then)), analyse(&board, then.quarter, &then.returns, None))
}

#[test]
fn every_difference_has_its_line() {
    let (now, then) = pair();
    assert_snapshot!(since(&now, &then));
}

#[test]
fn counts_that_were_not_available_and_targets_that_moved_are_told() {
    let board = board(&["North"], &["Theft", "Fraud"]);
    let returns = |target| {
        let mut returns = whole(&[&[vec![20; 30], vec![10; 30]]]);
        returns[0].indicators = vec![indicator("SAC", "90", Some(target), None)];
        returns
    };
    let (mut then, mut now) = (returns("100"), returns("95"));
    gap(&mut then[0], 0, 3, "not yet classified");
    gap(&mut now[0], 1, 0, "n/a");
    let [now, then] = [now, then].map(|returns| analyse(&board, quarter(), &returns, None));
    assert_snapshot!(since(&now, &then));
}

#[test]
fn a_quarter_does_not_differ_from_itself() {
    let (_, then) = pair();
    assert_snapshot!(since(&then, &then));
}

#[test]
fn a_return_that_is_missing_is_told() {
    let (now, _) = pair();
    let draft = analyse(&themed(), quarter(), &[], None);
    let text = since(&draft, &now);
    assert!(text.contains("South has not returned") && text.contains("767 → not known"), "{text}");
    assert!(
        text.contains("North, Theft: high → not known") && text.contains("SAC North: Red, now not known"),
        "{text}"
    );
    assert!(!text.contains("in the plan") && text.contains("the unit has not returned"), "{text}");
    assert!(since(&now, &draft).contains("South has returned; it had not"));
}
