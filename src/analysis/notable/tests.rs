#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::analysis::fixture::{board, month, quarter, whole};
use crate::analysis::{MeasureFacts, Mover, Side, Signal, Statement, analyse};

const NAMES: [&str; 8] = ["A", "B", "C", "D", "E", "F", "G", "H"];

/// The figures of one area with a category a row, each ending with the quarter's last month.
fn told(rows: &[Vec<u32>]) -> MeasureFacts {
    let mut facts = analyse(&board(&["North"], &NAMES[..rows.len()]), quarter(), &whole(&[rows]), None);
    facts.areas.swap_remove(0).measures.swap_remove(0)
}

/// 24 months whose rolling change is `change` and whose latest months are level.
fn moved(change: i64) -> Vec<u32> {
    let mut row = vec![100; 24];
    row[0] = (100 - change) as u32;
    row
}

fn names(movers: &[Mover]) -> String {
    movers.iter().map(|m| format!("{} {} ", m.name, m.change.0)).collect()
}

/// What is said of a category beside another that is level.
fn said(row: Vec<u32>) -> Option<Statement> {
    let level = vec![50; row.len()];
    let mentions = told(&[row, level]).mentions;
    mentions.into_iter().find(|m| m.name == "A").map(|m| m.statement)
}

/// 24 months that swing between 40 and 60, so that no rule about them holds, with others at the end.
fn swinging(then: &[u32]) -> Vec<u32> {
    let swing = (0..24 - then.len()).map(|i| if i % 2 == 0 { 40 } else { 60 });
    swing.chain(then.iter().copied()).collect()
}

#[test]
fn movers_are_the_largest_on_their_side() {
    let facts = told(&[moved(40), moved(-90), moved(9), moved(80), moved(0), moved(-22), moved(-23), moved(20)]);
    assert_eq!(names(&facts.movers_rolling12.up), "D 80 A 40 H 20 ", "9 is under a quarter of 80, and under 10");
    assert_eq!(names(&facts.movers_rolling12.down), "B -90 G -23 ", "22 is under a quarter of 90");
    assert_eq!(facts.movers_rolling12.up[1].percent.unwrap().to_string(), "3.4");
}

#[test]
fn there_are_at_most_four_movers_a_side_and_ties_keep_the_order_of_the_board() {
    let facts = told(&[moved(20), moved(30), moved(20), moved(25), moved(20), moved(20)]);
    assert_eq!(names(&facts.movers_rolling12.up), "B 30 D 25 A 20 C 20 ");
}

#[test]
fn a_small_area_has_a_lower_floor() {
    // Two categories of 100 a month come to 2,400 in 12 months; three to 3,600.
    assert_eq!(names(&told(&[moved(5), moved(-6)]).movers_rolling12.up), "A 5 ");
    assert_eq!(names(&told(&[moved(4), moved(-6)]).movers_rolling12.up), "");
    assert_eq!(names(&told(&[moved(9), moved(10), moved(0)]).movers_rolling12.up), "B 10 ");
}

#[test]
fn the_year_to_date_has_movers_of_its_own() {
    let mut row = vec![100; 24];
    (row[6], row[23]) = (70, 110);
    let facts = told(&[row, vec![100; 24]]);
    assert_eq!(names(&facts.movers_year_to_date.up), "A 40 ");
    assert_eq!(names(&facts.movers_rolling12.up), "A 40 ");
}

#[test]
fn one_unknown_category_leaves_no_movers() {
    let board = board(&["North"], &["A", "B"]);
    let mut returns = whole(&[&[moved(40), moved(0)]]);
    returns[0].measures[0].as_mut().unwrap().rows[1].counts[3] = None;
    let facts = analyse(&board, quarter(), &returns, None);
    let measure = &facts.areas[0].measures[0];
    assert!(measure.categories[0].rolling12.is_some() && measure.total.rolling12.is_none());
    assert!(measure.movers_rolling12.up.is_empty(), "the largest may be the one that is not known");
    assert!(measure.movers_year_to_date.up.is_empty() && measure.categories[1].year_to_date.is_some());
}

#[test]
fn the_strongest_statement_wins() {
    use Statement::{Rank, Record, Run, Since};
    let record = |high, months| Record { high, since: month("2011-10"), months };
    assert_eq!(said(swinging(&[61])), Some(record(true, 24)));
    assert_eq!(said(swinging(&[39])), Some(record(false, 24)));
    let mut row = swinging(&[58, 40, 41, 44, 42, 41, 60]);
    (row[15], row[13]) = (59, 59);
    assert_eq!(said(row), Some(Since { high: true, since: month("2012-09"), months: 12 }));
    let mut row = swinging(&[70, 40, 60, 40, 66]);
    row[3] = 59;
    assert_eq!(said(row), Some(Rank { high: true, rank: 2, of: 24, ties: 0 }));
    assert_eq!(said(swinging(&[40, 39, 50, 44, 60, 40, 39])), Some(Rank { high: false, rank: 1, of: 24, ties: 1 }));
    assert_eq!(said(swinging(&[60, 60, 39, 44, 40])), Some(Run { side: Side::Below, months: 3 }));
}

#[test]
fn a_usual_month_is_not_mentioned() {
    assert_eq!(said(swinging(&[])), None);
    assert_eq!(said(vec![7; 30]), None, "a flat line is first and last in rank, and neither is worth a word");
    assert_eq!(said(vec![0; 30]), None);
    let mut mostly_none = vec![0; 30];
    (mostly_none[20], mostly_none[28]) = (2, 1);
    assert_eq!(said(mostly_none), None, "the lowest count of many");
}

#[test]
fn a_run_near_the_average_is_not_mentioned() {
    let mut row = swinging(&[]);
    // The mean is 50: 56 lies 12% above it, 58 16%.
    (row[20], row[21], row[22], row[23]) = (40, 46, 56, 56);
    assert_eq!(said(row.clone()), None);
    (row[20], row[21], row[22], row[23]) = (40, 44, 58, 58);
    assert_eq!(said(row), Some(Statement::Run { side: Side::Above, months: 2 }));
}

#[test]
fn a_signal_is_mentioned_whatever_else_holds() {
    // Seven months below the centre, none of them remarkable by itself.
    let mut row: Vec<u32> = (0..17).map(|i| if i % 2 == 0 { 60 } else { 40 }).collect();
    row.extend([44, 46, 44, 46, 44, 46, 45]);
    let facts = told(&[row, vec![50; 24]]);
    let mention = facts.mentions.iter().find(|m| m.name == "A").unwrap();
    assert_eq!((mention.signal, &mention.statement), (Signal::RunLow, &Statement::Average { side: Side::Below }));
    assert_eq!(
        facts.signals.iter().map(|s| (s.name.as_str(), s.total)).collect::<Vec<_>>(),
        [("All crime", true), ("A", false)]
    );
}

#[test]
fn the_total_is_always_mentioned_and_first() {
    let total = |row: Vec<u32>| told(&[row, vec![0; 24]]).mentions.swap_remove(0);
    let level = total(vec![50; 24]);
    assert!(level.total && level.name == "All crime");
    assert_eq!(level.statement, Statement::Close { side: Side::Level });
    // Averages of 50 or so: 3% is 1.5.
    let of = |then: &[u32]| total(swinging(then)).statement;
    assert_eq!(of(&[50, 51]), Statement::Close { side: Side::Above });
    assert_eq!(of(&[60, 45]), Statement::Average { side: Side::Below });
    assert_eq!(of(&[45, 46]), Statement::Run { side: Side::Below, months: 2 });
    // The lowest for 7 months, but as usual as can be.
    assert_eq!(of(&[55, 56, 55, 56, 55, 56, 53]), Statement::Close { side: Side::Above });
    assert_eq!(of(&[65]), Statement::Record { high: true, since: month("2011-10"), months: 24 });
}

#[test]
fn at_most_five_categories_are_mentioned_the_strongest_first() {
    let record = |count| swinging(&[count]);
    let since = swinging(&[60, 61, 60, 40, 50, 44, 41, 42, 61]);
    let rows = [swinging(&[]), since, record(62), record(80), record(61), record(39), record(64), record(66)];
    let facts = told(&rows);
    let order: Vec<&str> = facts.mentions.iter().map(|m| m.name.as_str()).collect();
    assert_eq!(order, ["All crime", "D", "H", "G", "C", "E"]);
}

#[test]
fn a_single_category_is_told_by_its_total() {
    let facts = told(&[swinging(&[140])]);
    assert_eq!(facts.mentions.len(), 1);
    assert!(facts.mentions[0].total && facts.movers_rolling12.up.is_empty());
    assert_eq!(facts.signals.iter().filter(|s| !s.total).count(), 0);
    assert_eq!(facts.signals.len(), 1);
}
