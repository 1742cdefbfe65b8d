//! Located cells of a spreadsheet.
//!
//! *In:* the path of a workbook. *Out:* a [`Workbook`]: its sheets in order, each with the cells that hold something, at
//! absolute rows and columns, what they show where that is something else, and what is hidden, merged, struck through or
//! remarked on; or one [`Problem`] that names the file. *Invariants:* cells are sorted by row and column and never
//! repeat; what could not be read, and a formula without a saved result, are values of their own and never left out;
//! sheet names are free of control and direction characters; nothing that a file holds can end, hang or exhaust the
//! program. *It must not know* what a return is. It is the only folder that knows calamine.
//!
//! Files come from many hands, and the libraries that take them apart trust them. So a file is told by its content
//! (`kind`); its container and every part that is used are looked over (`container`, `compound`, `xml`, `package`) within
//! limits (`limits`), cells are counted as they are read (`draft`); and all of that happens in a child of the same
//! program, with limits of time and memory (`child`), of which a few share the files (`reader`).
//!
//! Workbooks of XML parts are read with calamine, after a first pass (`excel`). In the other formats that pass has to
//! take every record or element apart to trust it, and the values with it: `binary`, `records` and `open_document` read
//! them at once. All four give numbers to the same `format`, so that a date is a date in each of them.

mod binary;
mod binary_styles;
mod child;
mod compound;
mod container;
mod draft;
mod error_value;
mod excel;
mod excel_sheet;
mod excel_styles;
mod fault;
mod file;
mod format;
mod kind;
mod limits;
mod model;
mod name;
mod open_document;
mod open_styles;
mod open_table;
mod package;
mod reader;
mod records;
mod records_sheet;
mod records_text;
mod styles;
mod xml;

#[cfg(test)]
mod tests;

use std::path::Path;

pub use child::{asked_to_read, child_main};
pub use model::{Cell, Merged, Sheet, Shown, Value, Workbook};
pub(crate) use name::clean_name;
pub use name::file_name;
pub use reader::{Children, Reader};

use crate::problem::Problem;

/// Reads the workbook at a path.
///
/// # Errors
/// One problem that names the file and says why it cannot be read.
pub fn read(reader: &Reader, path: &Path) -> Result<Workbook, Problem> {
    let name = file_name(path);
    let contents = match reader {
        Reader::InProcess => file::read(path),
        Reader::Isolated(children) => children.read(path),
    };
    let model::Contents { sha256, sealed, sheets, macro_sheets } = contents.map_err(|fault| fault.problem(&name))?;
    Ok(Workbook { name, sha256, sealed, sheets, macro_sheets })
}
