//! Every figure that the research team published for this quarter, recomputed from the monthly counts.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;

use crate::analysis::{Facts, Run, SeriesFacts, Side, analyse};
use crate::board::{self, Board};
use crate::number::Decimal;
use crate::returns::{Return, Sender};

use crate::analysis::fixture::{counts, month, quarter, sent};

const MONTHLY: &str = include_str!("../../../tests/sample/counts.csv");
const PUBLISHED: &str = include_str!("../../../tests/data/published.csv");

/// The counts by area, measure and category, in the file's order of areas and categories.
type Table = BTreeMap<(String, String), Vec<(String, Vec<Option<u32>>)>>;

fn table() -> Table {
    let mut table = Table::new();
    for line in MONTHLY.lines().skip(1) {
        let [area, measure, category, _, count] = line.split(',').collect::<Vec<_>>().try_into().unwrap();
        let rows = table.entry((area.into(), measure.into())).or_default();
        if rows.last().is_none_or(|(name, _)| name != category) {
            rows.push((category.into(), Vec::new()));
        }
        rows.last_mut().unwrap().1.push(Some(count.parse().unwrap()));
    }
    table
}

fn board(table: &Table) -> Board {
    let areas: Vec<&str> = table.keys().filter(|k| k.1 == "crime").map(|k| k.0.as_str()).collect();
    let districts: Vec<&&str> = areas.iter().filter(|a| **a != "Derby City").collect();
    let names = |measure: &str| -> Vec<&String> {
        table[&(areas[0].to_string(), measure.to_string())].iter().map(|(name, _)| name).collect()
    };
    let measure = |name: &str, label: &str| {
        format!(
            "[[measure]]\nname = {name:?}\nsheet = {name:?}\nlabel = {label:?}\nnoun = [\"one\", \"many\"]\n\
             total = \"All {name}\"\ncategories = {:?}\n",
            names(name)
        )
    };
    let text = format!(
        "[board]\nname = \"Board\"\nunit = \"Unit\"\n{}[[group]]\nname = \"County\"\nmembers = {districts:?}\n\
         [[group]]\nname = \"Derbyshire\"\nmembers = \"*\"\n{}{}",
        areas.iter().map(|a| format!("[[area]]\nname = {a:?}\npopulation = 100000\n")).collect::<String>(),
        measure("crime", "Crime type"),
        measure("asb", "Category"),
    );
    board::parse(&text, &crate::paper::Papers::default()).unwrap()
}

fn returns(table: &Table, board: &Board) -> Vec<Return> {
    let sheet = |area: &str, measure: &str| {
        let rows: Vec<Vec<Option<u32>>> =
            table[&(area.to_string(), measure.to_string())].iter().map(|(_, counts)| counts.clone()).collect();
        Some(counts(measure, month("2013-09"), &rows))
    };
    let one = |(at, area): (usize, &board::Area)| {
        sent(Sender::Area(at), vec![sheet(&area.name, "crime"), sheet(&area.name, "asb")])
    };
    board.areas.iter().enumerate().map(one).collect()
}

pub(in crate::analysis) fn sample() -> (Board, Facts) {
    let table = table();
    let board = board(&table);
    let facts = analyse(&board, quarter(), &returns(&table, &board), None);
    (board, facts)
}

fn plain(decimal: Decimal) -> String {
    decimal.to_string().replace('\u{2212}', "-").replace(',', "")
}

/// What a figure of the published list is in a series of ours, as the list writes it.
fn figure(series: &SeriesFacts, name: &str, published: &str) -> String {
    let (rolling, to_date) = (series.rolling12.as_ref().unwrap(), series.year_to_date.as_ref().unwrap());
    let latest = series.latest.as_ref().unwrap();
    let at_least = |months: Option<u32>| {
        let least: u32 = published.parse().unwrap();
        if months.unwrap() >= least { published.to_string() } else { format!("only {}", months.unwrap()) }
    };
    match name {
        "rolling12.change" => rolling.change.0.to_string(),
        "rolling12.percent" => plain(rolling.percent.unwrap()),
        "year_to_date.change" => to_date.change.0.to_string(),
        "year_to_date.percent" => plain(to_date.percent.unwrap()),
        "latest.count" => latest.count.to_string(),
        "latest.average12 (whole)" => plain(latest.average_exact.unwrap().round(0)),
        "latest.highest_since" => latest.highest_since.unwrap().iso(),
        "latest.lowest_since" => latest.lowest_since.unwrap().iso(),
        "latest.months_since_high at least" => at_least(latest.months_since_high),
        "latest.months_since_low at least" => at_least(latest.months_since_low),
        "latest.rank_high" => latest.rank_high.unwrap().to_string(),
        "latest.rank_low" => latest.rank_low.unwrap().to_string(),
        "latest.run" => match latest.run.unwrap() {
            Run { side: Side::Above, months } => format!("above {months}"),
            Run { side: Side::Below, months } => format!("below {months}"),
            Run { side: Side::Level, .. } => "level".into(),
        },
        other => panic!("no figure is called {other}"),
    }
}

#[test]
fn as_many_series_are_out_of_the_ordinary_as_the_reference_finds() {
    let (_, facts) = sample();
    let found = facts.usual_range;
    assert_eq!((found.series, found.judged, found.out, found.by_chance.to_string()), (153, 490, 8, "2.0".into()));
}

#[test]
fn every_published_figure_is_ours() {
    let (_, facts) = sample();
    let mut wrong = Vec::new();
    let mut right = 0;
    for line in PUBLISHED.lines().skip(1) {
        let [area, measure, category, name, value] = line.split(',').collect::<Vec<_>>().try_into().unwrap();
        let area = facts.areas.iter().find(|a| a.name == area).unwrap();
        let measure = area.measures.iter().find(|m| m.name == measure).unwrap();
        let series = match category {
            "total" => &measure.total,
            _ => measure.categories.iter().find(|c| c.name == category).unwrap(),
        };
        match figure(series, name, value) {
            ours if ours == value => right += 1,
            ours => wrong.push(format!("{line}, ours {ours}")),
        }
    }
    assert_eq!((right, wrong), (183, Vec::new()));
}
