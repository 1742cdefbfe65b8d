//! The records of an Excel 97 to 2003 workbook, looked over before calamine takes them apart.
//!
//! Numbers and layouts of records are those of MS-XLS.

use std::collections::{BTreeMap, BTreeSet};

use super::Merged;
use super::cells::MOST_AREA;
use super::compound::{Compound, u16_at, u32_at};
use super::fault::Fault;
use super::shape::{self, Shape, is_percentage};

/// The records that are looked at.
const ROW: u16 = 0x0208;
const COLUMNS: u16 = 0x007d;
const DIMENSIONS: u16 = 0x0200;
const MERGES: u16 = 0x00e5;
const SHEET: u16 = 0x0085;
const FORMAT: u16 = 0x041e;
const STYLE: u16 = 0x00e0;
const NUMBER: u16 = 0x0203;
const SHORT_NUMBER: u16 = 0x027e;
const SHORT_NUMBERS: u16 = 0x00bd;
const FORMULA: u16 = 0x0006;
const TEXT: u16 = 0x0204;
const RICH_TEXT: u16 = 0x00d6;
const SHARED_TEXT: u16 = 0x00fd;
const TRUTH: u16 = 0x0205;
const PASSWORD: u16 = 0x002f;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;
/// The last row and column that such a workbook has.
const LAST_ROW: u32 = 0xffff;
const LAST_COLUMN: u32 = 0xff;

/// Looks the records over, and gives the shape of each sheet of cells, in the workbook's order.
///
/// A workbook under a password has its values garbled, those of the old XOR kind no less than others.
pub(super) fn shapes(bytes: &[u8]) -> Result<Vec<Shape>, Fault> {
    let stream = Compound::read(bytes).and_then(|c| c.workbook()).ok_or_else(broken)?;
    let mut globals = Globals { percent_formats: vec![9, 10], ..Globals::default() };
    let mut by_start: BTreeMap<u32, Records> = BTreeMap::new();
    let (mut at, mut start, mut depth) = (0usize, 0u32, 0u32);
    while let (Some(kind), Some(length)) = (u16_at(&stream, at), u16_at(&stream, at + 2)) {
        let data = stream.get(at + 4..at + 4 + usize::from(length)).ok_or_else(broken)?;
        match kind {
            BEGIN => {
                if depth == 0 {
                    start = u32::try_from(at).map_err(|_| broken())?;
                    by_start.insert(start, Records::default());
                }
                depth += 1;
            }
            END => depth = depth.saturating_sub(1),
            PASSWORD => return Err(Fault::Password),
            // What is deeper belongs to a chart within a sheet.
            _ if depth == 1 => {
                globals.record(kind, data);
                if let Some(records) = by_start.get_mut(&start) {
                    records.record(kind, data, &globals)?;
                }
            }
            _ => {}
        }
        at += 4 + data.len();
    }
    let shape = |s: &u32| by_start.remove(s).map(|r| r.shape).ok_or_else(broken);
    globals.starts.iter().map(shape).collect()
}

fn broken() -> Fault {
    Fault::Damaged("its compound file is cut off or broken".into())
}

/// What is said of the workbook as a whole.
#[derive(Default)]
struct Globals {
    /// Where each sheet of cells starts.
    starts: Vec<u32>,
    percent_formats: Vec<u16>,
    /// The format of each style of cells.
    styles: Vec<u16>,
}

impl Globals {
    fn record(&mut self, kind: u16, data: &[u8]) {
        match kind {
            // Kinds other than 0 hold charts, dialogues and macros.
            SHEET if data.get(5) == Some(&0) => self.starts.extend(u32_at(data, 0)),
            FORMAT => {
                // Its characters are of one byte or two, after three that tell; those of a percentage are the same.
                let text: String = data.iter().skip(4).filter(|b| **b != 0).map(|b| char::from(*b)).collect();
                if is_percentage(&text) {
                    self.percent_formats.extend(u16_at(data, 0));
                }
            }
            STYLE => self.styles.push(u16_at(data, 2).unwrap_or_default()),
            _ => {}
        }
    }

    fn is_percent(&self, style: u16) -> bool {
        self.styles.get(usize::from(style)).is_some_and(|format| self.percent_formats.contains(format))
    }
}

/// The records of one sheet as they go by.
#[derive(Default)]
struct Records {
    shape: Shape,
    cells: BTreeSet<(u32, u32)>,
    /// The first row and column with something in them, and the last ones.
    used: Option<[u32; 4]>,
}

impl Records {
    fn record(&mut self, kind: u16, data: &[u8], globals: &Globals) -> Result<(), Fault> {
        let pair = |at: usize| u16_at(data, at).zip(u16_at(data, at + 2)).map(|(a, b)| (u32::from(a), u32::from(b)));
        match kind {
            NUMBER | SHORT_NUMBER | FORMULA | TEXT | RICH_TEXT | SHARED_TEXT | TRUTH | SHORT_NUMBERS => {
                let (row, first) = pair(0).ok_or_else(broken)?;
                let many = if kind == SHORT_NUMBERS { data.len().saturating_sub(6) / 6 } else { 1 };
                for i in 0..many {
                    let column = first.saturating_add(u32::try_from(i).unwrap_or(u32::MAX));
                    let style = u16_at(data, 4 + 6 * i).ok_or_else(broken)?;
                    self.cell(row, column)?;
                    match kind {
                        SHARED_TEXT => self.shape.texts.push((row, column)),
                        TEXT | RICH_TEXT | TRUTH => {}
                        _ if globals.is_percent(style) => drop(self.shape.percents.insert((row, column))),
                        _ => {}
                    }
                }
            }
            ROW if u16_at(data, 12).is_some_and(|flags| flags & 0x20 != 0) => {
                let row = u16_at(data, 0).map(u32::from);
                row.into_iter().for_each(|r| self.shape.rows.add(r, r));
            }
            COLUMNS if u16_at(data, 8).is_some_and(|flags| flags & 1 != 0) => {
                pair(0).into_iter().for_each(|(first, last)| self.shape.columns.add(first, last));
            }
            // Calamine makes room for what is claimed here.
            DIMENSIONS => {
                // Its rows have four bytes, or two.
                let short = |at: usize| u16_at(data, at).map(u32::from);
                let (rows, columns) = match data.len() {
                    14.. => ([u32_at(data, 0), u32_at(data, 4)], [short(8), short(10)]),
                    _ => ([short(0), short(2)], [short(4), short(6)]),
                };
                let within =
                    |[first, end]: [Option<u32>; 2], last: u32| first <= end && end.is_some_and(|e| e <= last + 1);
                if !within(rows, LAST_ROW) || !within(columns, LAST_COLUMN) {
                    return Err(broken());
                }
            }
            MERGES => {
                for i in 0..usize::from(u16_at(data, 0).unwrap_or_default()) {
                    let (rows, columns) = pair(2 + 8 * i).zip(pair(6 + 8 * i)).ok_or_else(broken)?;
                    let new = Merged { top: rows.0, bottom: rows.1, left: columns.0, right: columns.1 };
                    shape::merge(&mut self.shape.merged, new, "one of its sheets")?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Looks a cell's place over: calamine makes a place for every cell between the first and the last, and takes the
    /// last of two that are in one place.
    fn cell(&mut self, row: u32, column: u32) -> Result<(), Fault> {
        if column > LAST_COLUMN {
            return Err(Fault::Damaged(
                "a cell lies beyond IV65536, the last one that such a workbook can have".into(),
            ));
        }
        if !self.cells.insert((row, column)) {
            return Err(shape::twice(row, column));
        }
        let [top, left, bottom, right] = self.used.unwrap_or([row, column, row, column]);
        let used = [top.min(row), left.min(column), bottom.max(row), right.max(column)];
        self.used = Some(used);
        if u64::from(used[2] - used[0] + 1) * u64::from(used[3] - used[1] + 1) > MOST_AREA {
            return Err(Fault::TooLarge("the cells of one of its sheets are spread too wide".into()));
        }
        Ok(())
    }
}
