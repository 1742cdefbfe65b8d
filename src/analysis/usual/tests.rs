#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::board::LeastExpected;
use serde_json::{Map, Value};

use super::{Counts, outlooks};
use crate::analysis::facts::{Judgement, Verdict};

/// Counts of many shapes, and what the reference program made of them, each judgement being which (0, 1 or 2 for a month, or
/// `quarter`), count, expected, lower, upper, z, judged.
const REFERENCE: &str = include_str!("../../../tests/data/usual.json");

fn counts(of: &Value) -> Vec<(String, Counts)> {
    let list = |v: &Value| v.as_array().unwrap().iter().map(Value::as_i64).collect();
    of.as_object().unwrap().iter().map(|(name, v)| (name.clone(), list(v))).collect()
}

fn same(ours: &Judgement, theirs: &[Value]) -> bool {
    let close = |a: f64, b: &Value| {
        let b = b.as_f64().unwrap();
        (a - b).abs() <= 1e-9 * b.abs().max(1.)
    };
    let [_, count, expected, lower, upper, z, judged] = theirs else { return false };
    Some(ours.count) == count.as_i64()
        && close(ours.expected, expected)
        && close(ours.lower, lower)
        && close(ours.upper, upper)
        && close(ours.z, z)
        && Some(ours.verdict.is_judged()) == judged.as_bool()
}

#[test]
fn the_reference_gives_the_same() {
    let cases: Vec<Map<String, Value>> = serde_json::from_str(REFERENCE).unwrap();
    assert_eq!(cases.len(), 23);
    for case in cases {
        let (areas, groups) = (counts(&case["areas"]), counts(&case["groups"]));
        let only = |named: &[(String, Counts)]| named.iter().map(|(_, c)| c.clone()).collect::<Vec<_>>();
        let found = outlooks(&only(&areas), &only(&groups), LeastExpected::default());
        for ((name, _), outlook) in areas.iter().chain(&groups).zip(&found) {
            let told = format!("{}, {name}", case["name"]);
            let theirs = case["expected"][name].as_array().unwrap();
            let range = outlook.range.as_ref();
            let months = range.into_iter().flat_map(|r| r.months.iter().flatten());
            let ours: Vec<&Judgement> = months.chain(range.and_then(|r| r.quarter.as_ref())).collect();
            assert_eq!(ours.len(), theirs.len(), "{told}");
            for (ours, theirs) in ours.into_iter().zip(theirs) {
                assert!(same(ours, theirs.as_array().unwrap()), "{told}: {ours:?}, the reference {theirs}");
            }
        }
    }
}

/// Thirty months of 20, but for the quarter's.
fn level(quarter: [i64; 3]) -> Counts {
    [20; 27].into_iter().chain(quarter).map(Some).collect()
}

#[test]
fn what_is_far_from_expected_is_out_of_the_ordinary() {
    let found =
        outlooks(&[level([20, 60, 20]), level([20, 20, 2]), level([20, 21, 19])], &[], LeastExpected::default());
    let verdicts = |at: usize| found[at].range.as_ref().unwrap().months.map(|m| m.unwrap().verdict);
    assert_eq!(verdicts(0), [Verdict::Usual, Verdict::High, Verdict::Usual]);
    assert_eq!(verdicts(1), [Verdict::Usual, Verdict::Usual, Verdict::Low]);
    assert_eq!(verdicts(2), [Verdict::Usual; 3]);
    assert_eq!(found[0].range.as_ref().unwrap().quarter.unwrap().verdict, Verdict::High);
}

#[test]
fn the_quarter_itself_does_not_help_to_say_what_is_usual_of_it() {
    let range = |quarter| outlooks(&[level(quarter)], &[], LeastExpected::default())[0].range.clone().unwrap();
    let (usual, odd) = (range([20, 20, 20]), range([900, 0, 20]));
    assert_eq!(usual.band, odd.band);
    assert_eq!(usual.months[2].unwrap().expected.to_bits(), odd.months[2].unwrap().expected.to_bits());
}

#[test]
fn an_area_that_did_not_return_changes_nothing() {
    let alone = outlooks(&[level([20, 60, 20])], &[], LeastExpected::default());
    let beside = outlooks(&[vec![], level([20, 60, 20]), vec![None; 30]], &[], LeastExpected::default());
    assert!(beside[0].range.is_none() && beside[2].range.is_none());
    assert_eq!(format!("{:?}", alone[0]), format!("{:?}", beside[1]));
}

#[test]
fn the_band_has_the_quarters_own_ranges_and_each_blocks_level_before() {
    // Together the two areas never vary, so there is no season.
    let step = |then, now| [[Some(then); 15], [Some(now); 15]].concat();
    let range = outlooks(&[step(40, 10), step(10, 40)], &[], LeastExpected::default())[0].range.clone().unwrap();
    assert_eq!(range.band.len(), 24);
    let months = range.months.map(|m| m.map(|m| [m.expected, m.lower, m.upper]));
    assert_eq!(range.band[21..], months);
    // The twelve months before the quarter are all 10, and those before them all 40: of these the band has nine.
    let expected: Vec<f64> = range.band.iter().map(|b| b.unwrap()[0].round()).collect();
    assert_eq!(expected, [[40.; 9].as_slice(), &[10.; 15]].concat());
    let short = outlooks(&[level([20; 3])[12..].to_vec()], &[], LeastExpected::default())[0].range.clone().unwrap();
    assert_eq!(
        short.band.iter().filter(|b| b.is_none()).count(),
        24 - 15,
        "only the latest twelve months have a level"
    );
}
