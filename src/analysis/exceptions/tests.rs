#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::analysis::fixture::{board, gap, month, quarter, whole};
use crate::analysis::{Facts, Verdict, analyse};

/// Months of 20, with others at the end.
fn ending(then: &[u32]) -> Vec<u32> {
    [vec![20; 30 - then.len()], then.to_vec()].concat()
}

fn analysed(areas: &[&[Vec<u32>]], categories: &[&str]) -> Facts {
    let names = &["North", "South", "West"][..areas.len()];
    analyse(&board(names, categories), quarter(), &whole(areas), None)
}

fn lines(facts: &Facts) -> Vec<String> {
    let when = |month: Option<crate::quarter::Month>| month.map_or("the quarter".into(), |m| m.iso());
    let line =
        |e: &crate::analysis::Exception| format!("{} {} {}: {}", e.area, e.series, when(e.month), e.judgement.count);
    facts.out_of_the_ordinary.iter().map(line).collect()
}

#[test]
fn there_is_one_line_a_series_the_farthest_from_expected_first() {
    let facts = analysed(
        &[
            &[ending(&[20, 20, 70]), ending(&[])],
            &[ending(&[60, 60, 60]), ending(&[])],
            &[ending(&[]), ending(&[20, 3, 20])],
        ],
        &["Theft", "Fraud"],
    );
    assert_eq!(
        lines(&facts),
        ["South Theft the quarter: 180", "North Theft 2013-09: 70", "West Fraud 2013-08: 3"],
        "neither the totals nor the group, which are out, too, are in the list"
    );
    let county = facts.areas.iter().find(|a| a.name == "County").unwrap();
    assert_eq!(county.measures[0].total.usual.as_ref().unwrap().quarter.unwrap().verdict, Verdict::High);
    assert_eq!((facts.usual_range.series, facts.usual_range.judged, facts.usual_range.out), (6, 24, 3));
    assert_eq!(facts.usual_range.by_chance.to_string(), "0.1");
}

#[test]
fn a_measure_of_one_category_is_told_by_its_total() {
    let facts = analysed(&[&[ending(&[20, 20, 70])]], &["Calls"]);
    assert_eq!(lines(&facts), ["North All crime 2013-09: 70"]);
    assert_eq!((facts.usual_range.series, facts.usual_range.judged), (1, 4));
}

#[test]
fn what_was_out_of_the_ordinary_a_quarter_ago_is_so_again() {
    let again = |then: [u32; 6]| analysed(&[&[ending(&then)]], &["Calls"]).out_of_the_ordinary[0].again;
    assert_eq!(again([20, 20, 20, 20, 20, 70]), Some(false));
    assert_eq!(again([20, 70, 20, 20, 20, 90]), Some(true));
    assert_eq!(again([20, 2, 20, 20, 20, 70]), Some(false), "it was low then");
    let short = analysed(&[&[ending(&[20, 20, 70])[15..].to_vec()]], &["Calls"]);
    assert_eq!(short.out_of_the_ordinary[0].again, None, "twelve months before this quarter, nine before the last");
}

#[test]
fn what_has_a_gap_is_judged_by_what_is_left() {
    let board = board(&["North"], &["Theft", "Fraud"]);
    let mut returns = whole(&[&[ending(&[70, 20, 20]), ending(&[])]]);
    gap(&mut returns[0], 0, 1, "not yet classified");
    let facts = analyse(&board, quarter(), &returns, None);
    assert_eq!(lines(&facts), ["North Theft 2013-07: 70"]);
    let measure = &facts.areas[0].measures[0];
    let usual = measure.categories[0].usual.as_ref().unwrap();
    assert_eq!(usual.months.iter().map(|m| m.month).collect::<Vec<_>>(), [month("2013-07"), month("2013-09")]);
    assert!(usual.quarter.is_none() && measure.total.usual.as_ref().unwrap().quarter.is_none());
    assert_eq!(facts.usual_range.judged, 2 + 4);
}

#[test]
fn areas_that_have_not_returned_are_not_counted() {
    let board = board(&["North", "South"], &["Theft", "Fraud"]);
    let facts = analyse(&board, quarter(), &whole(&[&[ending(&[]), ending(&[])]]), None);
    assert_eq!((facts.usual_range.series, facts.usual_range.judged), (2, 8));
    let nobody = analyse(&board, quarter(), &[], None);
    assert_eq!((nobody.usual_range.series, nobody.usual_range.by_chance.to_string()), (0, "0.0".into()));
}
