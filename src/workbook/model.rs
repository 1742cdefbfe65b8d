//! What a workbook holds, cell by cell, and what a cell shows where that is something else.
//!
//! A cell is *empty* only where [`Sheet::get`] gives nothing and [`Sheet::covering`] does not either. What is under a
//! merge counts as what the merge holds; a formula without a saved result ([`Value::Unsaved`]) and what could not be
//! read ([`Value::Unread`]) are values that no reader takes for one that it knows.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize, Serializer};

use crate::problem::CellRef;

/// A workbook's cells.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Workbook {
    /// The file's name, without folders, cleaned of control and direction characters.
    pub name: String,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Whether the file carries checksums, so that a change to it after it was saved is noticed.
    pub sealed: bool,
    /// The sheets, in the workbook's order.
    pub sheets: Vec<Sheet>,
    /// The names of sheets of macros, which are never run and are not read, cleaned.
    pub macro_sheets: Vec<String>,
}

/// What a file holds: a workbook but for its name.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Contents {
    pub(super) sha256: String,
    pub(super) sealed: bool,
    pub(super) sheets: Vec<Sheet>,
    #[serde(default)]
    pub(super) macro_sheets: Vec<String>,
}

/// A sheet's cells.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// The sheet's name, cleaned.
    pub name: String,
    /// Whether the sheet is hidden.
    pub hidden: bool,
    /// Hidden rows that hold something, counted from 0.
    pub hidden_rows: Vec<u32>,
    /// Hidden columns that hold something, counted from 0.
    pub hidden_columns: Vec<u32>,
    /// Merged cells, by row and then column of the first.
    pub merged: Vec<Merged>,
    /// Cells that carry a comment, by row and then column, counted from 0.
    pub commented: Vec<(u32, u32)>,
    /// The cells that hold something, by row and then column. Of merged cells, only the top left one.
    pub cells: Vec<Cell>,
}

/// Cells that were merged into one, by rows and columns counted from 0, all included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// The first row.
    pub top: u32,
    /// The first column.
    pub left: u32,
    /// The last row.
    pub bottom: u32,
    /// The last column.
    pub right: u32,
}

/// A cell that holds something.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Cell {
    /// The row, counted from 0.
    pub row: u32,
    /// The column, counted from 0.
    pub column: u32,
    /// What it holds.
    pub value: Value,
    /// What its format shows, where that is not simply what it holds.
    #[serde(default)]
    pub shown: Option<Shown>,
    /// Whether it, or some of its text, is struck through.
    #[serde(default)]
    pub struck: bool,
}

/// What a cell's format shows in the place of what the cell holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shown {
    /// The same, written in another way: `1.10` for 1.1, `007` for 7.
    #[serde(rename = "a")]
    As(String),
    /// Something else, as in `<5` or `n/a`, or nothing.
    #[serde(rename = "m")]
    Masked(String),
}

/// What a cell holds: the value that was saved, never a formula.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Text as typed, never empty, and not that of an error value.
    #[serde(rename = "t")]
    Text(String),
    /// A number.
    #[serde(rename = "n", with = "exact")]
    Number(f64),
    /// A number that the cell shows as parts of a hundred: 0.315 for `31.5%`.
    #[serde(rename = "p", with = "exact")]
    Percent(f64),
    /// A date; the time of day, if any, is dropped.
    #[serde(rename = "d")]
    Date(NaiveDate),
    /// True or false.
    #[serde(rename = "b")]
    Bool(bool),
    /// A spreadsheet's error value, as in `#REF!`.
    #[serde(rename = "e")]
    Error(String),
    /// A formula whose result was not saved, or was saved as the 0 that stands for none.
    #[serde(rename = "u")]
    Unsaved,
    /// Something that could not be read; what, with its article.
    #[serde(rename = "x")]
    Unread(String),
}

/// Numbers as their bits, which a number written in JSON need not read back to.
mod exact {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(value: &f64, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_u64(value.to_bits())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<f64, D::Error> {
        u64::deserialize(d).map(f64::from_bits)
    }
}

impl Cell {
    /// Makes a cell that shows what it holds.
    pub fn new(row: u32, column: u32, value: Value) -> Self {
        Cell { row, column, value, shown: None, struck: false }
    }

    /// Gives its place on its sheet.
    pub fn at(&self) -> CellRef {
        CellRef::new(self.row, self.column)
    }
}

impl Serialize for Cell {
    /// Writes a cell without the names of its fields, and the last ones only where they tell something: there are
    /// thousands.
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let Cell { row, column, value, shown, struck } = self;
        if shown.is_none() && !struck {
            return (row, column, value).serialize(s);
        }
        (row, column, value, shown, struck).serialize(s)
    }
}

impl Merged {
    /// Says whether a cell is one of these.
    pub fn contains(&self, at: CellRef) -> bool {
        (self.top..=self.bottom).contains(&at.row) && (self.left..=self.right).contains(&at.column)
    }
}

impl Sheet {
    /// Finds what a cell holds.
    pub fn get(&self, at: CellRef) -> Option<&Value> {
        self.cell(at).map(|c| &c.value)
    }

    /// Finds a cell that holds something.
    pub fn cell(&self, at: CellRef) -> Option<&Cell> {
        self.cells.binary_search_by_key(&(at.row, at.column), |c| (c.row, c.column)).ok().map(|i| &self.cells[i])
    }

    /// Finds the merge that covers a cell, which is not its top left one: what that holds counts here, too.
    pub fn covering(&self, at: CellRef) -> Option<&Merged> {
        let begun = self.merged.partition_point(|m| m.top <= at.row);
        let others = self.merged[..begun].iter().rev().filter(|m| (m.top, m.left) != (at.row, at.column));
        others.into_iter().find(|m| m.contains(at))
    }
}
