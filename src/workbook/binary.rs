//! Excel's binary workbook, looked over record by record before calamine takes it apart.
//!
//! Numbers and layouts of records are those of MS-XLSB.

use std::collections::BTreeMap;

use quick_xml::events::Event;

use super::Merged;
use super::cells::{COLUMNS, ROWS};
use super::container::Parts;
use super::fault::Fault;
use super::shape::{self, Shape, is_percentage};
use super::xml::{attribute, walk};

/// The records that are looked at.
const ROW: u16 = 0;
const BLANK: u16 = 1;
const FORMULA_ERROR: u16 = 11;
const RICH_TEXT: u16 = 62;
const FORMAT: u16 = 44;
const STYLE: u16 = 47;
const COLUMN: u16 = 60;
const BEGIN_CELLS: u16 = 145;
const SHEET: u16 = 156;
const MERGE: u16 = 176;
const BEGIN_STYLES: u16 = 617;
const END_STYLES: u16 = 618;
/// The fewest bytes of a cell's record, by its number from [`BLANK`] to [`FORMULA_ERROR`].
const SHORTEST: [usize; 11] = [8, 12, 9, 9, 16, 12, 12, 12, 16, 9, 9];
/// Cells that say not which column they are in, which calamine does not read.
const SHORT_CELLS: std::ops::RangeInclusive<u16> = 12..=18;

/// Looks a workbook over, and gives the shape of each of its sheets, those of charts included.
pub(super) fn shapes(parts: &Parts) -> Result<Vec<Shape>, Fault> {
    let mut targets = BTreeMap::new();
    for part in parts.iter().filter(|(key, _)| !key.ends_with(".bin")).map(|(_, part)| part) {
        let relations = part.name == "xl/_rels/workbook.bin.rels";
        walk(&part.name, &part.bytes, |event| {
            if let (true, Event::Start(e) | Event::Empty(e)) = (relations, event) {
                targets.extend(attribute(e, "Id").zip(attribute(e, "Target")));
            }
            Ok(())
        })?;
    }
    let styles = parts.get("xl/styles.bin").map_or(Ok(Vec::new()), |part| percentages(&part.name, &part.bytes))?;
    let Some(book) = parts.get("xl/workbook.bin") else { return Ok(Vec::new()) };
    let mut shapes = Vec::new();
    for record in Records::of(&book.name, &book.bytes) {
        let (SHEET, data) = record? else { continue };
        let Some((id, _)) = data.get(8..).and_then(wide) else { continue };
        let part = targets.get(&id).and_then(|t| parts.get(&format!("xl/{}", t.to_lowercase())));
        let Some(part) = part else {
            return Err(Fault::Damaged("one of its sheets is missing".into()));
        };
        let in_folder = part.name.to_lowercase().starts_with("xl/worksheets/");
        shapes.push(if in_folder { sheet(&part.name, &part.bytes, &styles)? } else { Shape::default() });
    }
    Ok(shapes)
}

/// Tells for each style of cells whether it shows parts of a hundred.
fn percentages(part: &str, bytes: &[u8]) -> Result<Vec<bool>, Fault> {
    let (mut formats, mut styles, mut of_cells) = (vec![9u16, 10], Vec::new(), false);
    for record in Records::of(part, bytes) {
        let (kind, data) = record?;
        match kind {
            FORMAT if data.get(2..).and_then(wide).is_some_and(|(code, _)| is_percentage(&code)) => {
                formats.extend(number::<2>(data, 0).map(u16::from_le_bytes));
            }
            BEGIN_STYLES => of_cells = true,
            END_STYLES => break,
            STYLE if of_cells => {
                let format = number::<2>(data, 2).map(u16::from_le_bytes);
                styles.push(format.is_some_and(|f| formats.contains(&f)));
            }
            _ => {}
        }
    }
    Ok(styles)
}

/// Looks the cells of a sheet over.
fn sheet(part: &str, bytes: &[u8], styles: &[bool]) -> Result<Shape, Fault> {
    let broken = |what: &str| Err(Fault::Damaged(format!("its part {part} has {what}")));
    let mut shape = Shape::default();
    let (mut row, mut blocks) = (0, 0);
    for record in Records::of(part, bytes) {
        let (kind, data) = record?;
        match kind {
            BEGIN_CELLS if blocks > 0 => return broken("two blocks of rows"),
            BEGIN_CELLS => blocks += 1,
            ROW => {
                row = long(data, 0).unwrap_or(u32::MAX);
                if row >= ROWS {
                    return broken("a row beyond 1048576, the last one that a sheet can have");
                }
                if data.get(11).is_some_and(|flags| flags & 0x10 != 0) {
                    shape.rows.add(row, row);
                }
            }
            BLANK..=FORMULA_ERROR | RICH_TEXT => {
                let shortest = SHORTEST.get(usize::from(kind - BLANK)).copied().unwrap_or(8);
                let (Some(column), Some(style)) = (long(data, 0), long(data, 4).map(|s| s & 0x00ff_ffff)) else {
                    return broken("a cell that is cut off");
                };
                if data.len() < shortest || column >= COLUMNS {
                    return broken("a cell that is cut off");
                }
                let percent = styles.get(style as usize).copied();
                // Without its style, a date or a percentage would be a bare number.
                if percent.is_none() && style > 0 {
                    return broken("a cell of a style that is missing");
                }
                match kind {
                    BLANK => {}
                    FORMULA_ERROR => drop(shape.errors.insert((row, column), error(data[8]))),
                    RICH_TEXT => return broken("a text of a kind that cannot be read"),
                    _ if percent == Some(true) => drop(shape.percents.insert((row, column))),
                    _ => {}
                }
            }
            _ if SHORT_CELLS.contains(&kind) => return broken("cells of a kind that cannot be read"),
            COLUMN if data.get(16).is_some_and(|flags| flags & 1 != 0) => {
                let span = long(data, 0).zip(long(data, 4)).filter(|(_, last)| *last < COLUMNS);
                span.into_iter().for_each(|(first, last)| shape.columns.add(first, last));
            }
            MERGE => {
                let [top, bottom, left, right] = [0, 4, 8, 12].map(|at| long(data, at).unwrap_or(u32::MAX));
                if bottom >= ROWS || right >= COLUMNS {
                    return broken("a merge beyond XFD1048576, the last cell of a sheet");
                }
                shape::merge(&mut shape.merged, Merged { top, left, bottom, right }, &format!("its part {part}"))?;
            }
            _ => {}
        }
    }
    Ok(shape)
}

/// Names an error value.
fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        _ => "#ERROR!",
    }
}

fn number<const N: usize>(data: &[u8], at: usize) -> Option<[u8; N]> {
    data.get(at..at + N)?.try_into().ok()
}

fn long(data: &[u8], at: usize) -> Option<u32> {
    number(data, at).map(u32::from_le_bytes)
}

/// Reads a text that begins with its length, and gives what follows.
fn wide(data: &[u8]) -> Option<(String, &[u8])> {
    let length = usize::try_from(long(data, 0)?).ok()?.checked_mul(2)?;
    let text = data.get(4..length.checked_add(4)?)?;
    let units: Vec<u16> = text.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])).collect();
    Some((String::from_utf16_lossy(&units), &data[4 + length..]))
}

/// The records of a part: the number of each and what it holds.
struct Records<'a> {
    part: &'a str,
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    fn of(part: &'a str, bytes: &'a [u8]) -> Self {
        Records { part, rest: bytes }
    }

    /// Takes a number of at most so many bytes, seven bits in each, the lowest first.
    fn packed(&mut self, most: u32) -> Option<usize> {
        let mut number = 0;
        for i in 0..most {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= usize::from(byte & 0x7f) << (7 * i);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }

    fn record(&mut self) -> Option<(u16, &'a [u8])> {
        let kind = self.packed(2)?;
        let length = self.packed(4)?;
        let (data, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some((u16::try_from(kind).ok()?, data))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<(u16, &'a [u8]), Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let record = self.record();
        if record.is_none() {
            self.rest = &[];
        }
        Some(record.ok_or_else(|| Fault::Damaged(format!("its part {} is cut off", self.part))))
    }
}
