#![allow(clippy::unwrap_used, reason = "a test may panic")]

use insta::assert_snapshot;

use super::names::asked_for;
use super::{Known, explain};
use crate::analysis::fixture::{board, gap, indicator, quarter, whole};
use crate::analysis::{Facts, analyse};

fn facts() -> Facts {
    let board = board(&["North", "South/West"], &["Theft", "Risk Medium/Low"]);
    let mut returns = whole(&[&[(1..=30).collect(), vec![10; 30]], &[vec![20; 30], vec![0; 30]]]);
    returns[0].indicators.push(indicator("NI16", "1105", Some("1419"), Some("1007")));
    analyse(&board, quarter(), &returns, None)
}

fn told(asked: &str) -> String {
    told_of(&facts(), asked)
}

fn told_of(facts: &Facts, asked: &str) -> String {
    let board = board(&["North", "South/West"], &["Theft", "Risk Medium/Low"]);
    let known = Known { board: &board, facts };
    explain(&known, asked).map_or_else(|p| p.to_string(), |e| e.to_string())
}

#[test]
fn each_kind_of_figure_is_worked_out_before_the_reader() {
    assert_snapshot!(asked_for().map(|f| told(&format!("North / Theft / {f}"))).collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_group_and_a_total_name_their_parts() {
    let asked = [
        "County / total / rolling12",
        "County / Theft / count",
        "North / All crime / rate",
        "County / Crime / total / run",
    ];
    assert_snapshot!(asked.map(told).join("\n"));
}

#[test]
fn each_figure_of_an_indicator_is_worked_out() {
    let asked = ["actual", "target", "previous", "difference", "percent_difference", "direction", "status"];
    assert_snapshot!(asked.map(|f| told(&format!("north / ni16 / {f}"))).join("\n"));
}

#[test]
fn names_are_matched_as_people_write_them() {
    let same = |a: &str, b: &str| assert_eq!(told(a), told(b));
    same("north/theft/Rolling12.percent", "North / Theft / rolling12");
    same("North / Crime / Theft / latest.run", "North / Theft / run");
    same("North / Theft / latest", "North / Theft / count");
    same("North / Theft / signal", "North / Theft / xmr");
    assert!(told("South/West / Risk Medium/Low / count").starts_with("South/West / Crime / Risk Medium/Low / count\n"));
}

#[test]
fn what_is_not_available_is_told_with_what_was_made_without_it() {
    let board = board(&["North", "South"], &["Theft", "Fraud"]);
    let mut returns = whole(&[&[vec![20; 30], vec![10; 30]], &[vec![30; 30], vec![5; 30]]]);
    gap(&mut returns[0], 0, 2, "not yet classified");
    let facts = analyse(&board, quarter(), &returns, None);
    let told = |figure| told_of(&facts, &format!("County / total / {figure}"));
    assert_snapshot!(["gaps", "rolling12", "rate", "quarters", "usual", "count"].map(told).join("\n"));
}

#[test]
fn what_drives_a_change_and_what_is_out_of_the_ordinary_are_worked_out() {
    let board = board(&["North", "South"], &["Theft", "Fraud"]);
    let (level, risen) = (|| vec![20; 30], |by: u32| [vec![20; 29], vec![20 + by]].concat());
    let mut returns = whole(&[&[risen(9), level()], &[risen(40), risen(5)]]);
    for r in &mut returns {
        r.indicators.push(indicator("SAC", "100", Some("90"), None));
    }
    let facts = analyse(&board, quarter(), &returns, None);
    let asked =
        ["County / total / drivers", "South / Theft / usual", "South / Theft / drivers", "County / SAC / status"];
    assert_snapshot!(asked.map(|figure| told_of(&facts, figure)).join("\n"));
}

#[test]
fn a_wrong_name_gets_the_nearest() {
    let asked = [
        "Nroth / Theft / rate",
        "North / Teft / rate",
        "North / Theft / rat",
        "North / NI61 / actual",
        "North",
        "North / rate",
        "",
    ];
    assert_snapshot!(asked.map(told).join("\n"));
}

#[test]
fn a_figure_that_does_not_exist_says_why() {
    let board = board(&["North", "South"], &["Theft"]);
    let mut returns = whole(&[&[vec![0; 30]]]);
    let analysed = |returns: &[_]| analyse(&board, quarter(), returns, None);
    let told = |facts: &Facts, asked| told_of(facts, asked);
    let all = [
        told(&analysed(&returns), "County / Theft / rolling12"),
        told(&analysed(&returns), "North / Theft / share_of_change"),
        told(&analysed(&returns), "North / Theft / rolling12"),
        {
            returns[0].measures[0].as_mut().unwrap().rows[0].counts[29] = None;
            told(&analysed(&returns), "North / Theft / count")
        },
        {
            returns[0].measures[0] = None;
            told(&analysed(&returns), "North / Theft / count")
        },
    ];
    assert_snapshot!(all.join("\n"));
}

#[test]
fn every_figure_of_the_sample_is_explained() {
    let (board, facts) = crate::analysis::tests::published::sample();
    let known = Known { board: &board, facts: &facts };
    for area in &facts.areas {
        for measure in &area.measures {
            for series in std::iter::once(&measure.total).chain(&measure.categories) {
                for figure in asked_for() {
                    let text =
                        explain(&known, &format!("{} / {} / {} / {figure}", area.name, measure.name, series.name));
                    assert!(text.is_ok_and(|t| !t.lines.is_empty()), "{} {} {figure}", area.name, series.name);
                }
            }
        }
    }
}
