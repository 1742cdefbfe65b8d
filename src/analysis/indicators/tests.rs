#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::analysis::fixture::{board, indicator, quarter, sent};
use crate::analysis::{Direction, IndicatorFacts, Previous, Rag, analyse};
use crate::problem::Code;
use crate::returns::{Better, Indicator, Return, Sender, Unit};

/// NI 16, serious acquisitive crime, at March 2011: area, actual, milestone, % difference, difference, the 12 months
/// before, and the change, as a district's plan published them.
const NI16: &str = "\
Admin 6423 8536 -24.8 -2113 7678 DOWN
AV 1105 1419 -22.1 -314 1007 UP
BD 760 1124 -32.4 -364 961 DOWN
CB 1046 1208 -13.4 -162 1340 DOWN
DD 343 507 -32.3 -164 409 DOWN
EW 1224 1779 -31.2 -555 1497 DOWN
HP 652 839 -22.3 -187 815 DOWN
NE 605 796 -24.0 -191 790 DOWN
SD 688 863 -20.3 -175 859 DOWN";

/// The same of NI 20, assault with less serious injury.
const NI20: &str = "\
Admin 4854 5280 -8.1 -426 5462 DOWN
AV 750 813 -7.7 -63 881 DOWN
BD 512 610 -16.1 -98 511 UP
CB 1011 1082 -6.6 -71 1047 DOWN
DD 268 336 -20.2 -68 337 DOWN
EW 860 1007 -14.6 -147 1038 DOWN
HP 561 575 -2.4 -14 686 DOWN
NE 383 466 -17.8 -83 464 DOWN
SD 509 388 31.2 121 498 UP";

fn with(sender: Sender, indicators: Vec<Indicator>) -> Return {
    Return { indicators, ..sent(sender, vec![None]) }
}

fn analysed(rows: Vec<Indicator>) -> Vec<IndicatorFacts> {
    analyse(&board(&["North"], &["Theft"]), quarter(), &[with(Sender::Area(0), rows)], None).indicators
}

fn status(actual: &str, target: &str, better: Better) -> Rag {
    analysed(vec![Indicator { better, ..indicator("X", actual, Some(target), None) }])[0].status
}

#[test]
fn both_published_tables_come_out_row_by_row() {
    for table in [NI16, NI20] {
        for line in table.lines() {
            let [_, actual, milestone, percent, difference, before, change] =
                line.split(' ').collect::<Vec<_>>().try_into().unwrap();
            let facts = &analysed(vec![indicator("NI", actual, Some(milestone), Some(before))])[0];
            let json = serde_json::to_value(facts).unwrap();
            let found = ["percent_difference", "difference", "direction"].map(|k| json[k].to_string().replace('"', ""));
            assert_eq!(found, [percent, difference, change], "{line}");
            assert_eq!(facts.status, if difference.starts_with('-') { Rag::Green } else { Rag::Red }, "{line}");
        }
    }
}

#[test]
fn a_target_missed_within_the_tolerance_is_amber() {
    use Better::{Higher, Lower};
    assert_eq!([status("100", "100", Lower), status("100", "100", Higher)], [Rag::Green; 2]);
    assert_eq!([status("105", "100", Lower), status("95", "100", Higher)], [Rag::Amber; 2]);
    assert_eq!([status("105.1", "100", Lower), status("94.9", "100", Higher)], [Rag::Red; 2]);
    assert_eq!([status("1", "0", Lower), status("0", "0", Lower)], [Rag::Red, Rag::Green]);
    assert_eq!(analysed(vec![indicator("X", "5", None, None)])[0].status, Rag::Na);
}

#[test]
fn figures_too_long_to_be_compared_are_an_error_at_their_cell() {
    let row = indicator("X", "999999999999", Some("0.000000000007"), None);
    let place = row.actual.as_ref().unwrap().place.clone();
    let facts = analyse(&board(&["North"], &["Theft"]), quarter(), &[with(Sender::Area(0), vec![row])], None);
    let found: Vec<_> = facts.problems.iter().map(|p| (p.code, p.place.clone())).collect();
    assert_eq!((found, facts.indicators.len()), (vec![(Code::FiguresTooLong, place)], 0));
}

#[test]
fn what_is_not_given_makes_what_needs_it_null() {
    let facts = &analysed(vec![indicator("X", "5", None, None)])[0];
    assert!(facts.difference.is_none() && facts.percent_difference.is_none() && facts.direction.is_none());
    let facts = &analysed(vec![indicator("X", "5", Some("0"), Some("5"))])[0];
    assert_eq!((facts.difference.unwrap().to_string(), facts.percent_difference), ("5".into(), None));
    assert_eq!(facts.direction, Some(Direction::Same));
}

#[test]
fn figures_keep_the_decimals_that_were_typed() {
    let row = |unit, actual| Indicator { unit, ..indicator("X", actual, Some("36.1"), None) };
    let printed = |i: Indicator| {
        let facts = &analysed(vec![i])[0];
        [facts.actual.unwrap().to_string(), facts.difference.unwrap().to_string()]
    };
    assert_eq!(printed(row(Unit::Percent, "31.5")), ["31.5", "\u{2212}4.6"]);
    assert_eq!(printed(row(Unit::Rate, "31")), ["31.0", "\u{2212}5.1"]);
    assert_eq!(printed(row(Unit::Percent, "31.25")), ["31.25", "\u{2212}4.85"]);
    assert_eq!(printed(row(Unit::Count, "31")), ["31", "\u{2212}5.1"]);
}

#[test]
fn rows_come_by_code_then_by_area_the_unit_last() {
    let board = board(&["North", "South"], &["Theft"]);
    let row = |code| indicator(code, "1", None, None);
    let returns = [
        with(Sender::Unit, vec![row("SAC"), row("YJ")]),
        with(Sender::Area(1), vec![row("AWI"), row("sac")]),
        with(Sender::Area(0), vec![row("SAC")]),
    ];
    let facts = analyse(&board, quarter(), &returns, None);
    let order: Vec<String> = facts.indicators.iter().map(|i| format!("{} {}", i.code, i.area)).collect();
    assert_eq!(order, ["SAC North", "sac South", "SAC Unit", "AWI South", "YJ Unit"]);
}

#[test]
fn the_status_of_last_quarter_is_kept_beside() {
    let board = board(&["North"], &["Theft"]);
    let one = |actual| vec![with(Sender::Area(0), vec![indicator("SAC", actual, Some("10"), None)])];
    let previous = Previous { quarter: quarter().previous(), returns: one("20"), earlier: None };
    let facts = analyse(&board, quarter(), &one("9"), Some(&previous));
    assert_eq!((facts.indicators[0].previous_status, facts.indicators[0].status), (Some(Rag::Red), Rag::Green));
    assert_eq!(facts.indicators[0].from.len(), 2);
}

/// Two areas and their group, each with an indicator this quarter and the last.
fn grouped(now: [Indicator; 2], then: [Indicator; 2]) -> crate::analysis::Facts {
    let board = board(&["North", "South"], &["Theft"]);
    let returns =
        |[north, south]: [Indicator; 2]| vec![with(Sender::Area(0), vec![north]), with(Sender::Area(1), vec![south])];
    let previous = Previous { quarter: quarter().previous(), returns: returns(then), earlier: None };
    analyse(&board, quarter(), &returns(now), Some(&previous))
}

#[test]
fn a_group_has_the_sums_of_what_all_its_areas_count() {
    let now = [indicator("SAC", "100", Some("110"), Some("120")), indicator("sac", "60", Some("40"), None)];
    let then = [indicator("SAC", "90", Some("110"), None), indicator("SAC", "50", Some("50"), None)];
    let facts = grouped(now, then);
    let [county] = facts.group_indicators.as_slice() else { panic!("one group, one code") };
    assert_eq!((county.area.as_str(), county.code.as_str()), ("County", "SAC"));
    assert_eq!((county.actual.unwrap().to_string(), county.target.unwrap().to_string()), ("160".into(), "150".into()));
    assert_eq!((county.status, county.percent_difference.unwrap().to_string()), (Rag::Red, "6.7".into()));
    assert!(county.previous.is_none() && county.direction.is_none(), "one area does not say");
    let before = county.last_quarter.as_ref().unwrap();
    assert_eq!(
        (before.actual.unwrap().to_string(), before.status, county.target_moved),
        ("140".into(), Rag::Green, true)
    );
    assert_eq!(county.from.len(), 4, "two actual figures and two targets");
}

#[test]
fn what_cannot_be_added_has_no_group() {
    let row = || indicator("SAC", "100", Some("110"), None);
    let none = |other: Indicator| grouped([row(), other], [row(), row()]).group_indicators.is_empty();
    assert!(none(Indicator { unit: Unit::Rate, ..row() }));
    assert!(none(Indicator { better: Better::Higher, ..row() }));
    assert!(none(Indicator { period: "3 months".into(), ..row() }));
    assert!(none(indicator("AWI", "1", None, None)), "South does not return it");
    assert!(!none(row()));
}

#[test]
fn a_moved_target_is_told_and_so_is_what_is_no_longer_returned() {
    let now = [indicator("SAC", "100", Some("110"), None), indicator("SAC", "60", Some("50"), None)];
    let then = [indicator("SAC", "90", Some("120"), None), indicator("OLD", "50", Some("50.0"), None)];
    let facts = grouped(now, then);
    let moved: Vec<bool> = facts.indicators.iter().map(|i| i.target_moved).collect();
    assert_eq!(moved, [true, false], "South has no target to have been moved");
    assert_eq!(facts.indicators[0].last_quarter.as_ref().unwrap().target.unwrap().to_string(), "120");
    let lost: Vec<_> = facts.lost_indicators.iter().map(|l| (l.area.as_str(), l.code.as_str())).collect();
    assert_eq!(lost, [("South", "OLD")]);
}
