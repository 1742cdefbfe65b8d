//! Excel's binary workbook, record by record.

use super::binary_styles::{self, Records, long, rich, short, wide};
use super::container::Part;
use super::draft::{Draft, Tally, is_zero};
use super::error_value;
use super::fault::Fault;
use super::limits::{COLUMNS, MOST_SHEETS, ROWS};
use super::model::{Merged, Sheet, Value};
use super::name::clean_name;
use super::package::{Package, SheetKind, each};
use super::records_sheet;
use super::styles::Styles;
use super::xml::attribute;
use crate::problem::CellRef;

/// The records that are looked at.
const ROW: u16 = 0;
const BLANK: u16 = 1;
const SHORT_NUMBER: u16 = 2;
const ERROR: u16 = 3;
const TRUTH: u16 = 4;
const NUMBER: u16 = 5;
const TEXT: u16 = 6;
const SHARED_TEXT: u16 = 7;
const FORMULA_TEXT: u16 = 8;
const FORMULA_NUMBER: u16 = 9;
const FORMULA_TRUTH: u16 = 10;
const FORMULA_ERROR: u16 = 11;
const RICH_TEXT: u16 = 62;
const COLUMN: u16 = 60;
const END_SHEET: u16 = 130;
const BEGIN_CELLS: u16 = 145;
const END_CELLS: u16 = 146;
const BOOK: u16 = 153;
const SHEET: u16 = 156;
const CALCULATION: u16 = 157;
const MERGE: u16 = 176;
const COMMENT: u16 = 635;
/// Cells that say not which column they are in: no known program writes them.
const SHORT_CELLS: std::ops::RangeInclusive<u16> = 12..=18;

/// What the sheets share.
struct Shared {
    styles: Styles,
    /// The texts of the workbook's list, each with whether some of it is struck through.
    texts: Vec<(String, bool)>,
    /// For each font, whether it strikes through.
    struck: Vec<bool>,
    /// Whether formulas are to be worked out when it is opened, so that a 0 may be no result.
    to_be_calculated: bool,
}

/// Reads a workbook's sheets of cells, and the names of those of macros.
pub(super) fn read(package: &Package<'_>) -> Result<(Vec<Sheet>, Vec<String>), Fault> {
    let (styles, struck) = match package.one("styles", "styles.bin")? {
        Some(part) => binary_styles::styles(part)?,
        None => (Styles::default(), Vec::new()),
    };
    let texts = match package.one("sharedStrings", "sharedStrings.bin")? {
        Some(part) => binary_styles::texts(part, &struck)?,
        None => Vec::new(),
    };
    let mut shared = Shared { styles, texts, struck, to_be_calculated: false };
    let mut listed = Vec::new();
    for record in Records::of(package.book()?) {
        match record? {
            (SHEET, data) => {
                let (id, rest) = data.get(8..).and_then(wide).ok_or_else(unlisted)?;
                let (name, _) = wide(rest).ok_or_else(unlisted)?;
                listed.push((name, long(data, 0).is_some_and(|state| state & 3 != 0), id));
            }
            (BOOK, data) => shared.styles.since_1904 = data.first().is_some_and(|flags| flags & 1 != 0),
            // The flags for working out on loading, and for some that are not worked out.
            (CALCULATION, data) => {
                shared.to_be_calculated = short(data, 24).is_some_and(|flags| flags & 0b1_0001 != 0);
            }
            _ => {}
        }
    }
    if listed.len() > MOST_SHEETS {
        return Err(Fault::TooLarge(format!("it has {} sheets, more than {MOST_SHEETS}", listed.len())));
    }
    let (mut sheets, mut macros, mut tally) = (Vec::new(), Vec::new(), Tally::default());
    for (name, hidden, id) in listed {
        let part = match package.sheet(&id)? {
            (SheetKind::Cells, part) => part,
            (SheetKind::Macros, _) => {
                macros.push(clean_name(&name));
                continue;
            }
            (SheetKind::Other, _) => continue,
        };
        let mut pass = Pass { part: &part.name, shared: &shared, draft: Draft::default(), tally: &mut tally, row: 0 };
        pass.sheet(part)?;
        for comments in package.comments(part)? {
            pass.comments(comments)?;
        }
        sheets.push(pass.draft.finish(&name, hidden)?);
    }
    Ok((sheets, macros))
}

fn unlisted() -> Fault {
    Fault::Damaged("its list of sheets is cut off".into())
}

/// One sheet as its records go by.
struct Pass<'a, 't> {
    part: &'a str,
    shared: &'a Shared,
    draft: Draft,
    tally: &'t mut Tally,
    row: u32,
}

impl Pass<'_, '_> {
    fn sheet(&mut self, part: &Part) -> Result<(), Fault> {
        let (mut blocks, mut within, mut ended) = (0, false, false);
        for record in Records::of(part) {
            let (kind, data) = record?;
            match kind {
                BEGIN_CELLS if blocks > 0 => return Err(self.broken("two blocks of rows")),
                BEGIN_CELLS => (blocks, within) = (1, true),
                END_CELLS => within = false,
                END_SHEET => ended = true,
                ROW if within => self.begin_row(data)?,
                BLANK..=FORMULA_ERROR | RICH_TEXT if within => self.cell(kind, data)?,
                _ if within && SHORT_CELLS.contains(&kind) => {
                    return Err(self.broken("cells of a kind that cannot be read"));
                }
                COLUMN if data.get(16).is_some_and(|flags| flags & 1 != 0) => {
                    let span = long(data, 0).zip(long(data, 4)).filter(|(_, last)| *last < COLUMNS);
                    span.into_iter().for_each(|(first, last)| self.draft.columns.add(first, last));
                }
                MERGE => {
                    let [top, bottom, left, right] = [0, 4, 8, 12].map(|at| long(data, at).unwrap_or(u32::MAX));
                    if bottom >= ROWS || right >= COLUMNS {
                        return Err(self.broken("a merge beyond XFD1048576, the last cell of a sheet"));
                    }
                    let part = format!("its part {}", self.part);
                    self.draft.merge(Merged { top, left, bottom, right }, &part, self.tally)?;
                }
                _ => {}
            }
        }
        if within || !ended {
            return Err(Fault::Damaged(format!("its part {} is cut off", self.part)));
        }
        Ok(())
    }

    fn begin_row(&mut self, data: &[u8]) -> Result<(), Fault> {
        self.row = long(data, 0).unwrap_or(u32::MAX);
        if self.row >= ROWS {
            return Err(self.broken("a row beyond 1048576, the last one that a sheet can have"));
        }
        if data.get(11).is_some_and(|flags| flags & 0x10 != 0) {
            self.draft.rows.add(self.row, self.row);
        }
        Ok(())
    }

    fn cell(&mut self, kind: u16, data: &[u8]) -> Result<(), Fault> {
        let cut = || self.broken("a cell that is cut off");
        let (column, style) = long(data, 0).zip(long(data, 4)).filter(|(c, _)| *c < COLUMNS).ok_or_else(cut)?;
        let (at, style) = (CellRef::new(self.row, column), (style & 0x00ff_ffff) as usize);
        let byte = || data.get(8).copied().ok_or_else(cut);
        let number = || data.get(8..16).and_then(|b| b.try_into().ok()).map(f64::from_le_bytes).ok_or_else(cut);
        let (value, struck) = match kind {
            BLANK => {
                self.shared.styles.of(at, style)?;
                return Ok(());
            }
            SHORT_NUMBER => (Value::Number(records_sheet::short(long(data, 8).ok_or_else(cut)?)), false),
            ERROR | FORMULA_ERROR => (Value::Error(error_value::name(byte()?).into()), false),
            TRUTH | FORMULA_TRUTH => (Value::Bool(byte()? != 0), false),
            NUMBER => (Value::Number(number()?), false),
            FORMULA_NUMBER => {
                let value = Value::Number(number()?);
                let none = self.shared.to_be_calculated && is_zero(&value);
                (if none { Value::Unsaved } else { value }, false)
            }
            SHARED_TEXT => {
                let text = self.shared.texts.get(long(data, 8).ok_or_else(cut)? as usize);
                let text = text.ok_or_else(|| Fault::Damaged(format!("the text of the cell {at} is missing")))?;
                (Value::Text(text.0.clone()), text.1)
            }
            RICH_TEXT => {
                let (text, struck) = rich(&data[8..], &self.shared.struck).ok_or_else(cut)?;
                (Value::Text(text), struck)
            }
            TEXT | FORMULA_TEXT => (Value::Text(wide(&data[8..]).ok_or_else(cut)?.0), false),
            _ => return Ok(()),
        };
        let mut cell = self.shared.styles.cell(at, style, value)?;
        cell.struck |= struck;
        self.draft.take(cell, self.tally)
    }

    /// Takes the places of comments: of a binary part, or of one of XML, as those of conversations are.
    fn comments(&mut self, part: &Part) -> Result<(), Fault> {
        if !part.name.to_lowercase().ends_with(".bin") {
            return each(part, "threadedComment", |e| {
                let at = attribute(e, "ref").and_then(|r| super::excel_sheet::cell_of(&r));
                self.draft.commented.extend(at.map(|at| (at.row, at.column)));
            });
        }
        for record in Records::of(part) {
            let (COMMENT, data) = record? else { continue };
            self.draft.commented.extend(long(data, 4).zip(long(data, 12)));
        }
        Ok(())
    }

    fn broken(&self, what: &str) -> Fault {
        Fault::Damaged(format!("its part {} has {what}", self.part))
    }
}
