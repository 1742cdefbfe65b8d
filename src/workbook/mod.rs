//! Located cells of a spreadsheet.
//!
//! *In:* the path of a workbook. *Out:* a [`Workbook`]: its sheets in order, each with the cells that hold something, at
//! absolute rows and columns, and what is hidden or merged; or one [`Problem`] that names the file. *Invariants:* cells
//! are sorted by row and column and never repeat; sheet names are free of control and direction characters; nothing
//! that a file holds can end, hang or exhaust the program. *It must not know* what a return is. It is the only folder
//! that knows calamine.
//!
//! Files come from many hands, and the library that takes them apart trusts them. So a file is told by its content
//! (`kind`); its container and every part in it are looked over before calamine sees them (`container`, then `excel`,
//! `binary`, `records` or `open_document`), which also finds what calamine does not tell (`shape`); cells are counted
//! as they are read (`cells`); and all of that happens in a child of the same program, with limits of time and memory
//! (`child`), of which a few share the files (`reader`).

mod binary;
mod cells;
mod child;
mod compound;
mod container;
mod excel;
mod fault;
mod kind;
mod open_document;
mod reader;
mod records;
mod shape;
mod xml;

#[cfg(test)]
mod tests;

use std::path::Path;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize, Serializer};

pub use child::{asked_to_read, child_main};
pub use reader::{Children, Reader};

use crate::problem::{CellRef, Problem};
use crate::text;

/// A workbook's cells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Workbook {
    /// The file's name, without folders, cleaned of control and direction characters.
    pub name: String,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Whether the file carries checksums, so that a change to it after it was saved is noticed.
    pub sealed: bool,
    /// The sheets, in the workbook's order.
    pub sheets: Vec<Sheet>,
}

/// A sheet's cells.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// The sheet's name, cleaned.
    pub name: String,
    /// Whether the sheet is hidden.
    pub hidden: bool,
    /// Hidden rows that hold something, counted from 0, where the format tells.
    pub hidden_rows: Vec<u32>,
    /// Hidden columns that hold something, counted from 0, where the format tells.
    pub hidden_columns: Vec<u32>,
    /// Merged cells, where the format tells.
    pub merged: Vec<Merged>,
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
}

impl Serialize for Cell {
    /// Writes a cell without the names of its fields: there are thousands.
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        (self.row, self.column, &self.value).serialize(s)
    }
}

/// What a cell holds: the value that was saved, never a formula.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Text as typed, never empty.
    #[serde(rename = "t")]
    Text(String),
    /// A number.
    #[serde(rename = "n", with = "exact")]
    Number(f64),
    /// A number that the cell shows as parts of a hundred: 0.315 for `31.5%`. Only where the format tells.
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

impl Sheet {
    /// Finds what a cell holds.
    pub fn get(&self, at: CellRef) -> Option<&Value> {
        self.cells.binary_search_by_key(&(at.row, at.column), |c| (c.row, c.column)).ok().map(|i| &self.cells[i].value)
    }
}

/// Reads the workbook at a path.
///
/// # Errors
/// One problem that names the file and says why it cannot be read.
pub fn read(reader: &Reader, path: &Path) -> Result<Workbook, Problem> {
    let name = file_name(path);
    match reader {
        Reader::InProcess => read_here(path),
        Reader::Isolated(children) => children.read(path),
    }
    .map(|Contents { sha256, sealed, sheets }| Workbook { name: name.clone(), sha256, sealed, sheets })
    .map_err(|fault| fault.problem(&name))
}

/// What a file holds: a workbook but for its name.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Contents {
    sha256: String,
    sealed: bool,
    sheets: Vec<Sheet>,
}

/// Reads a workbook in this very process.
fn read_here(path: &Path) -> Result<Contents, fault::Fault> {
    let bytes = read_file(path)?;
    let kind = kind::of(&bytes)?;
    let sheets = cells::read(kind, &bytes)?;
    // All kinds but the oldest are archives, whose every entry has a checksum.
    Ok(Contents { sha256: sha256(&bytes), sealed: kind != kind::Kind::Xls, sheets })
}

/// The largest file that is looked at: 64 MiB, a thousand times what a return needs.
const LARGEST_FILE: u64 = 64 << 20;

fn read_file(path: &Path) -> Result<Vec<u8>, fault::Fault> {
    let unreadable = |e: std::io::Error| match e.kind() {
        std::io::ErrorKind::NotFound => fault::Fault::Absent,
        std::io::ErrorKind::PermissionDenied => fault::Fault::Unreadable("you have no permission to read it".into()),
        _ => fault::Fault::Unreadable(e.to_string()),
    };
    let file = std::fs::metadata(path).map_err(|e| match std::fs::symlink_metadata(path) {
        Ok(link) if link.is_symlink() && e.kind() != std::io::ErrorKind::PermissionDenied => {
            fault::Fault::NotAWorkbook("a link that leads nowhere".into())
        }
        _ => unreadable(e),
    })?;
    // A pipe or a device may never end.
    if !file.is_file() {
        let what = if file.is_dir() { "a folder" } else { "a pipe or device" };
        return Err(fault::Fault::NotAWorkbook(what.into()));
    }
    let size = file.len();
    if size > LARGEST_FILE {
        return Err(fault::Fault::TooLarge(format!("it has {} MB", size >> 20)));
    }
    std::fs::read(path).map_err(unreadable)
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// Names a file as it is printed: without folders, and without characters that would change how a line reads.
pub fn file_name(path: &Path) -> String {
    clean_name(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy())
}

/// Removes invisible characters from a name, and the space around it.
pub(crate) fn clean_name(name: &str) -> String {
    name.chars().filter(|c| !text::is_invisible(*c)).collect::<String>().trim().to_string()
}
