//! Returns made in memory, for tests.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::board::{self, Board};
use crate::number::{Count, Ratio};
use crate::paper::Papers;
use crate::problem::{CellRef, Place};
use crate::quarter::{Month, Quarter};
use crate::returns::{
    ActionStatus, Better, CategoryRow, Counts, County, Gap, Indicator, Located, PlannedAction, Progress, Return,
    Sender, Unit,
};

/// The quarter of all these returns: its last month is September 2013.
pub(crate) fn quarter() -> Quarter {
    Quarter::new(2013, 2).unwrap()
}

pub(crate) fn month(iso: &str) -> Month {
    Month::parse(iso).unwrap()
}

pub(crate) fn at<T>(value: T, cell: &str) -> Located<T> {
    let letters = cell.trim_end_matches(|c: char| c.is_ascii_digit());
    let column = letters.bytes().fold(0, |n, b| n * 26 + u32::from(b - b'A') + 1) - 1;
    let row: u32 = cell[letters.len()..].parse().unwrap();
    Located { value, place: Place::cell("a.xlsx", "Sheet", CellRef::new(row - 1, column)) }
}

/// A board with the given areas (a population of 1,000 each), a group of all of them and one measure, Crime.
pub(crate) fn board(areas: &[&str], categories: &[&str]) -> Board {
    let area = |n: &&str| format!("[[area]]\nname = {n:?}\npopulation = 1000\n");
    let text = format!(
        "[board]\nname = \"Board\"\nunit = \"Unit\"\n{}[[group]]\nname = \"County\"\nmembers = \"*\"\n\
         [[measure]]\nname = \"Crime\"\nsheet = \"Crime\"\nlabel = \"Crime type\"\nnoun = [\"offence\", \"offences\"]\n\
         total = \"All crime\"\ncategories = {categories:?}\n",
        areas.iter().map(area).collect::<String>()
    );
    board::parse(&text, &Papers::default()).unwrap()
}

/// Counts whose last month is `last`: one row a category from row 4 down, one column a month from B on.
pub(crate) fn counts(sheet: &str, last: Month, rows: &[Vec<Option<u32>>]) -> Counts {
    let months = rows.iter().map(Vec::len).max().unwrap_or(0);
    let row = |(at, counts): (usize, &Vec<Option<u32>>)| CategoryRow {
        row: Some(3 + at as u32),
        counts: counts.iter().map(|c| c.map(Count)).collect(),
    };
    Counts {
        sheet: sheet.into(),
        first: last.plus(1 - months as i32),
        columns: (1..=months as u32).collect(),
        rows: rows.iter().enumerate().map(row).collect(),
        gaps: Vec::new(),
    }
}

/// A return with nothing in it but the given measures.
pub(crate) fn sent(sender: Sender, measures: Vec<Option<Counts>>) -> Return {
    let workbook = match sender {
        Sender::Area(at) => format!("area-{at}.xlsx"),
        Sender::Unit => "unit.xlsx".into(),
    };
    Return {
        workbook,
        sha256: "0".repeat(64),
        sender,
        quarter: quarter(),
        completed_by: None,
        completed_on: None,
        provisional: false,
        notes: None,
        measures,
        indicators: Vec::new(),
        activity: Vec::new(),
        progress: Vec::new(),
        county: County::default(),
    }
}

/// One return an area with whole rows of counts that end with the quarter's last month.
pub(crate) fn whole(areas: &[&[Vec<u32>]]) -> Vec<Return> {
    let one = |(at, rows): (usize, &&[Vec<u32>])| {
        let rows: Vec<Vec<Option<u32>>> = rows.iter().map(|r| r.iter().map(|c| Some(*c)).collect()).collect();
        sent(Sender::Area(at), vec![Some(counts("Crime", quarter().last_month(), &rows))])
    };
    areas.iter().enumerate().map(one).collect()
}

/// Makes a count of a return's first measure not available: the one so many months before the last.
pub(crate) fn gap(sent: &mut Return, category: usize, ago: usize, reason: &str) {
    let counts = sent.measures[0].as_mut().unwrap();
    let at = counts.columns.len() - 1 - ago;
    counts.rows[category].counts[at] = None;
    counts.gaps.push(Gap { category, month: counts.last().plus(-(ago as i32)), reason: reason.into() });
}

pub(crate) fn indicator(code: &str, actual: &str, target: Option<&str>, previous: Option<&str>) -> Indicator {
    let figure = |text: &str, cell: &str| at(Ratio::parse(text).unwrap(), cell);
    Indicator {
        code: at(code.into(), "A2"),
        indicator: format!("What {code} measures"),
        period: "12 months".into(),
        actual: figure(actual, "D2"),
        target: target.map(|t| figure(t, "E2")),
        previous: previous.map(|p| figure(p, "F2")),
        better: Better::Lower,
        unit: Unit::Count,
        comment: None,
    }
}

pub(crate) fn action(reference: &str, status: ActionStatus) -> PlannedAction {
    PlannedAction {
        reference: at(reference.into(), "A5"),
        priority: "Drugs".into(),
        risk: None,
        action: at(format!("Do {reference}"), "D5"),
        owner: "Chief Officer".into(),
        due: None,
        status: at(status, "G5"),
        progress: None,
    }
}

pub(crate) fn progress(reference: &str, status: ActionStatus, text: &str) -> Progress {
    Progress {
        reference: at(reference.into(), "A3"),
        status,
        progress: (!text.is_empty()).then(|| at(text.into(), "C3")),
        updated_on: None,
    }
}
