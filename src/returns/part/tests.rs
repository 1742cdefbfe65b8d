#![allow(clippy::unwrap_used, reason = "a test may panic")]

use super::not_closed_since;
use crate::analysis::fixture::{action, at, indicator, progress, sent};
use crate::returns::ActionStatus::OnTrack;
use crate::returns::{ClosedReturn, ClosedRows, County, PriorityRisk, Return, Risk, Sender};

fn risk(priority: &str) -> PriorityRisk {
    PriorityRisk { priority: priority.into(), risk: at(Risk::High, "C3") }
}

#[test]
fn an_earlier_quarter_tells_nothing_of_what_is_closed_now() {
    let county = County {
        plan: vec![action("X1", OnTrack), action("X2", OnTrack)],
        risks: vec![risk("Drugs"), risk("Alcohol")],
        ..County::default()
    };
    let unit = Return { county, indicators: vec![indicator("A", "1", None, None)], ..sent(Sender::Unit, Vec::new()) };
    let area = Return {
        progress: vec![
            progress("X1", OnTrack, "Said"),
            progress("X2", OnTrack, "Said"),
            progress("X3", OnTrack, "Said"),
        ],
        indicators: vec![indicator("A", "1", None, None)],
        ..sent(Sender::Area(0), vec![None])
    };
    let county = County { plan: vec![action("x-1", OnTrack)], risks: vec![risk("drugs")], ..County::default() };
    let unit_now = ClosedRows { county, ..ClosedRows::default() };
    let area_now = ClosedRows {
        progress: vec![progress("X3", OnTrack, "Said")],
        indicators: vec![indicator("a", "2", None, None)],
        ..ClosedRows::default()
    };
    let now = [ClosedReturn::new(Sender::Unit, unit_now), ClosedReturn::new(Sender::Area(0), area_now)];
    let left = not_closed_since(vec![area, unit], &now);
    assert_eq!(left[0].progress.iter().map(|p| p.reference.value.as_str()).collect::<Vec<_>>(), ["X2"]);
    assert!(left[0].indicators.is_empty() && left[1].indicators.len() == 1, "each sender closes its own");
    assert_eq!(left[1].county.plan.iter().map(|a| a.reference.value.as_str()).collect::<Vec<_>>(), ["X2"]);
    assert_eq!(left[1].county.risks.iter().map(|r| r.priority.as_str()).collect::<Vec<_>>(), ["Alcohol"]);
}
