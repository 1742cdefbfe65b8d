//! A small board, and workbooks as tests describe them.

use chrono::NaiveDate;

use crate::board::{self, Board};
use crate::problem::{CellRef, Code, Problems};
use crate::quarter::{Month, Quarter};
use crate::returns::{Return, read};
use crate::workbook::{Cell, Sheet, Value, Workbook};

/// A board of three areas and two measures.
pub(crate) fn board() -> Board {
    board::parse(
        r#"
        [board]
        name = "Testshire Board"
        unit = "County Unit"
        [[area]]
        name = "North East Vale"
        aliases = ["NEV Partnership"]
        [[area]]
        name = "Southdale"
        [[area]]
        name = "Westmoor"
        [[measure]]
        name = "Crime"
        sheet = "Crime"
        label = "Crime type"
        noun = ["offence", "offences"]
        total = "All crime"
        categories = ["Burglary", "Theft of vehicle", "Shoplifting"]
        [[measure]]
        name = "ASB"
        sheet = "ASB"
        label = "Category"
        noun = ["call", "calls"]
        total = "All ASB"
        categories = ["Calls for service"]
        [[theme]]
        name = "Attacking Criminality"
        quarter = 2
        priorities = ["Drugs", "Organised crime groups"]
        "#,
        &crate::paper::tests::two(),
    )
    .unwrap()
}

/// The quarter that the workbooks are for.
pub(crate) fn quarter() -> Quarter {
    Quarter::new(2013, 2).unwrap()
}

/// A workbook that can be changed before it is read.
pub(crate) struct Book(pub(crate) Workbook);

pub(crate) fn text(t: &str) -> Value {
    Value::Text(t.into())
}

pub(crate) fn number(n: f64) -> Value {
    Value::Number(n)
}

pub(crate) fn date(y: i32, m: u32, d: u32) -> Value {
    Value::Date(NaiveDate::from_ymd_opt(y, m, d).unwrap())
}

impl Book {
    /// The smallest return that has nothing wrong: 30 months of three categories.
    pub(crate) fn partnership(name: &str) -> Self {
        let mut book =
            Book(Workbook { name: "vale.xlsx".into(), sha256: "0".into(), sealed: true, ..Workbook::default() });
        book.rows("Return", &[&["Partnership", name], &["Quarter", "Q2 2013/14"]]);
        book.counts("Crime", "Crime type", &["Burglary", "Theft of vehicle", "Shoplifting"], 30);
        book
    }

    /// The smallest return of the board's own unit.
    pub(crate) fn unit() -> Self {
        let mut book =
            Book(Workbook { name: "unit.xlsx".into(), sha256: "0".into(), sealed: true, ..Workbook::default() });
        book.rows("Return", &[&["Partnership", "County Unit"], &["Quarter", "Q2 2013/14"]]);
        book
    }

    pub(crate) fn sheet(&mut self, name: &str) -> &mut Sheet {
        let sheets = &mut self.0.sheets;
        let at = sheets.iter().position(|s| s.name == name).unwrap_or_else(|| {
            sheets.push(Sheet { name: name.into(), ..Sheet::default() });
            sheets.len() - 1
        });
        &mut sheets[at]
    }

    /// Writes rows of text from A1; a cell that reads as a number is one.
    pub(crate) fn rows(&mut self, sheet: &str, rows: &[&[&str]]) -> &mut Self {
        self.sheet(sheet);
        for (r, row) in rows.iter().enumerate() {
            for (c, t) in row.iter().enumerate().filter(|(_, t)| !t.is_empty()) {
                let value = t.parse().map_or_else(|_| text(t), number);
                self.set(sheet, r as u32, c as u32, Some(value));
            }
        }
        self
    }

    /// Writes a sheet of counts with so many months up to September 2013.
    pub(crate) fn counts(&mut self, sheet: &str, label: &str, categories: &[&str], months: i32) -> &mut Self {
        self.set(sheet, 0, 0, Some(text(label)));
        for i in 0..months {
            let month = month(2013, 9).plus(i + 1 - months);
            self.set(sheet, 0, i as u32 + 1, Some(date(month.year(), month.number(), 1)));
            for (row, name) in categories.iter().enumerate() {
                self.set(sheet, row as u32 + 1, 0, Some(text(name)));
                self.set(
                    sheet,
                    row as u32 + 1,
                    i as u32 + 1,
                    Some(number(f64::from(20 + (i * 7 + row as i32 * 3) % 11))),
                );
            }
        }
        self
    }

    /// Sets what a cell holds, by row and column from 0.
    pub(crate) fn set(&mut self, sheet: &str, row: u32, column: u32, value: Option<Value>) -> &mut Self {
        let cells = &mut self.sheet(sheet).cells;
        let found = cells.binary_search_by_key(&(row, column), |c| (c.row, c.column));
        match (found, value) {
            (Ok(at), Some(value)) => cells[at].value = value,
            (Ok(at), None) => drop(cells.remove(at)),
            (Err(at), Some(value)) => cells.insert(at, Cell::new(row, column, value)),
            (Err(_), None) => {}
        }
        self
    }

    /// Sets what a cell holds, by its reference.
    pub(crate) fn at(&mut self, sheet: &str, cell: &str, value: impl Into<Option<Value>>) -> &mut Self {
        let letters = cell.chars().take_while(char::is_ascii_uppercase);
        let column = letters.fold(0, |n, c| n * 26 + u32::from(c) - 64) - 1;
        let row: u32 = cell.trim_start_matches(|c: char| c.is_ascii_uppercase()).parse().unwrap();
        let at = CellRef::new(row - 1, column);
        assert_eq!(at.to_string(), cell);
        self.set(sheet, at.row, at.column, value.into())
    }

    pub(crate) fn remove(&mut self, sheet: &str) -> &mut Self {
        self.0.sheets.retain(|s| s.name != sheet);
        self
    }

    pub(crate) fn read(&self) -> (Option<Return>, Problems) {
        self.read_as(false)
    }

    pub(crate) fn read_as(&self, lenient: bool) -> (Option<Return>, Problems) {
        let mut problems = Problems::new();
        let found = read(&self.0, &board(), Some(quarter()), lenient, &mut problems);
        (found.map(|found| found.open), problems)
    }

    /// Reads the return and prints its problems, one a line.
    pub(crate) fn told(&self) -> String {
        told(&self.read().1)
    }
}

/// Prints problems with their severities, one a line: all but the note that a sheet has no column `Session`, which hardly
/// any of these workbooks has.
pub(crate) fn told(problems: &Problems) -> String {
    problems.iter().filter(|p| p.code != Code::NoSession).map(|p| format!("{}: {p}\n", p.severity)).collect()
}

pub(crate) fn month(year: i32, number: u32) -> Month {
    Month::new(year, number).unwrap()
}
