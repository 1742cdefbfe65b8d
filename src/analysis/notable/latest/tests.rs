#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::analysis::fixture::{board, gap, quarter, whole};
use crate::analysis::{Facts, LatestMention, Side, analyse};

/// An area with a category a row, each thirty months that end with the quarter.
fn analysed(rows: &[Vec<u32>]) -> Facts {
    let names: Vec<String> = (0..rows.len()).map(|i| format!("C{i}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    analyse(&board(&["North"], &names), quarter(), &whole(&[rows]), None)
}

fn told(rows: &[Vec<u32>]) -> Vec<LatestMention> {
    analysed(rows).areas[0].measures[0].latest_mentions.clone()
}

/// Months of 30 with others at the end, one more and one less in turn, so that none before those is in a run.
fn ending(then: &[u32]) -> Vec<u32> {
    let swing = (0..30 - then.len()).map(|i| if (i + then.len()).is_multiple_of(2) { 31 } else { 29 });
    swing.chain(then.iter().copied()).collect()
}

fn names(mentions: &[LatestMention]) -> String {
    mentions.iter().map(|m| format!("{} ", m.name)).collect()
}

#[test]
fn the_total_is_always_told_and_a_usual_category_never() {
    let mentions = told(&[ending(&[31, 29, 31]), ending(&[29, 31, 29])]);
    assert_eq!(names(&mentions), "All crime ");
    assert!(mentions[0].total && mentions[0].close && mentions[0].out.is_none());
}

#[test]
fn what_is_out_of_the_ordinary_is_told_farthest_from_expected_first() {
    let mentions = told(&[ending(&[]), ending(&[31, 29, 90]), ending(&[29, 31, 120]), ending(&[31, 100, 31])]);
    assert_eq!(names(&mentions), "All crime C2 C3 C1 ");
    assert_eq!(mentions[1].out, Some(Side::Above));
    assert!(mentions[1].extreme.is_some(), "the highest on record, besides");
    assert!(mentions[2].extreme.is_none() && mentions[2].out.is_some(), "out in August, so in the list");
    let many: Vec<Vec<u32>> = (0..9).map(|i| ending(&[31, 29, 90 + i])).collect();
    assert_eq!(names(&told(&many)), "All crime C8 C7 C6 C5 C4 ");
}

#[test]
fn four_months_on_one_side_of_expected_are_told() {
    // The level is that of the twelve months before the quarter.
    let run = |then: &[u32]| told(&[ending(then), ending(&[])]).into_iter().find(|m| m.name == "C0").map(|m| m.run);
    let found = run(&[40, 38, 38, 38]).unwrap().unwrap();
    assert_eq!((found.side, found.months), (Side::Above, 4));
    assert_eq!(run(&[35, 36, 37, 36, 37]).unwrap().unwrap().months, 5);
    assert_eq!(run(&[28, 38, 38, 38]), None, "three months");
    let few = |level: u32| {
        let row = |then: u32| [vec![level; 26], vec![then; 4]].concat();
        told(&[row(level + 3), row(level)])
            .iter()
            .filter(|m| m.run.is_some())
            .map(|m| m.name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(few(10), ["All crime", "C0"]);
    assert_eq!(few(8), ["All crime"], "8 a month are too few to tell a run of");
}

#[test]
fn highest_is_said_only_of_what_is_told_anyway() {
    let mentions = told(&[ending(&[31, 29, 33]), ending(&[29, 31, 29])]);
    assert_eq!(names(&mentions), "All crime ", "33 is the highest on record, and no more than usual");
}

#[test]
fn nothing_is_said_of_a_latest_month_with_a_gap() {
    let board = board(&["North"], &["C0", "C1"]);
    let mut returns = whole(&[&[ending(&[31, 29, 90]), ending(&[31, 29, 90])]]);
    gap(&mut returns[0], 0, 0, "not yet classified");
    let facts = analyse(&board, quarter(), &returns, None);
    assert_eq!(names(&facts.areas[0].measures[0].latest_mentions), "C1 ", "nor of a total that lacks it");
}
