//! Located cells of a spreadsheet.
//!
//! *In:* the path of a workbook. *Out:* a [`Workbook`]: its sheets in order, each with the cells that hold something, at
//! absolute rows and columns, and what is hidden or merged. *Invariants:* cells are sorted by row and column and never
//! repeat; sheet names are free of control and direction characters. *It must not know* what a return is. It is the
//! only folder that knows calamine.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::problem::CellRef;

/// A workbook's cells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Workbook {
    /// The file's name, without folders.
    pub name: String,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// The sheets, in the workbook's order.
    pub sheets: Vec<Sheet>,
}

/// A sheet's cells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// The sheet's name, cleaned.
    pub name: String,
    /// Whether the sheet is hidden.
    pub hidden: bool,
    /// Hidden rows that hold something, counted from 0, where the format tells.
    pub hidden_rows: Vec<u32>,
    /// Hidden columns that hold something, counted from 0, where the format tells.
    pub hidden_columns: Vec<u32>,
    /// The cells that hold something, by row and then column. Of merged cells, only the top left one.
    pub cells: Vec<Cell>,
}

/// A cell that holds something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// The row, counted from 0.
    pub row: u32,
    /// The column, counted from 0.
    pub column: u32,
    /// What it holds.
    pub value: Value,
}

/// What a cell holds: the value that was saved, never a formula.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Text as typed, never empty.
    Text(String),
    /// A number.
    Number(f64),
    /// A date; the time of day, if any, is dropped.
    Date(NaiveDate),
    /// True or false.
    Bool(bool),
    /// A spreadsheet's error value, as in `#REF!`.
    Error(String),
}

impl Sheet {
    /// Finds what a cell holds.
    pub fn get(&self, at: CellRef) -> Option<&Value> {
        self.cells.binary_search_by_key(&(at.row, at.column), |c| (c.row, c.column)).ok().map(|i| &self.cells[i].value)
    }
}
