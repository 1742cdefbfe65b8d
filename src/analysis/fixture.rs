//! Returns made in memory, for tests.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::number::Count;
use crate::quarter::{Month, Quarter};
use crate::returns::{CategoryRow, Counts, County, Return, Sender};

/// The quarter of all these returns: its last month is September 2013.
pub(crate) fn quarter() -> Quarter {
    Quarter::new(2013, 2).unwrap()
}

pub(crate) fn month(iso: &str) -> Month {
    Month::parse(iso).unwrap()
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
