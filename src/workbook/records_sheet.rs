//! A sheet of an Excel 97 to 2003 workbook.

use super::compound::{u16_at, u32_at};
use super::draft::{Draft, Tally, is_zero};
use super::error_value;
use super::fault::Fault;
use super::model::{Merged, Value};
use super::records::{BEGIN, END, Globals, Records, broken};
use super::records_text::Chunks;
use crate::problem::CellRef;

/// The records that are looked at.
const ROW: u16 = 0x0208;
const COLUMNS: u16 = 0x007d;
const MERGES: u16 = 0x00e5;
const NOTE: u16 = 0x001c;
const NUMBER: u16 = 0x0203;
const SHORT_NUMBER: u16 = 0x027e;
const SHORT_NUMBERS: u16 = 0x00bd;
/// A formula, as Excel 97 writes it, and as other programs do with the numbers of Excel 3 and 4.
const FORMULAS: [u16; 3] = [0x0006, 0x0206, 0x0406];
/// The text that a formula gave, in a record of its own.
const RESULT: u16 = 0x0207;
const TEXT: u16 = 0x0204;
const RICH_TEXT: u16 = 0x00d6;
const SHARED_TEXT: u16 = 0x00fd;
const TRUTH: u16 = 0x0205;
const UNCALCULATED: u16 = 0x005e;
/// The last column that such a workbook has.
const LAST_COLUMN: u32 = 0xff;

/// A sheet while its records go by.
struct Pass<'a, 't> {
    globals: &'a Globals,
    tally: &'t mut Tally,
    draft: Draft,
    /// Whether its formulas were not worked out when it was saved.
    uncalculated: bool,
    /// The cell whose formula gave a text that has not come yet, with its style.
    awaited: Option<(CellRef, usize)>,
}

/// Reads the records of a sheet up to its end.
pub(super) fn read(records: &mut Records<'_>, globals: &Globals, tally: &mut Tally) -> Result<Draft, Fault> {
    let mut pass = Pass { globals, tally, draft: Draft::default(), uncalculated: false, awaited: None };
    let mut depth = 1;
    while depth > 0 {
        let record = records.next()?;
        match record.kind {
            BEGIN => depth += 1,
            END => depth -= 1,
            // What is deeper belongs to a chart within the sheet.
            _ if depth > 1 => {}
            TEXT | RICH_TEXT | RESULT => pass.text(record.kind, record.data, records.continued(record.data))?,
            kind => pass.record(kind, record.data)?,
        }
    }
    pass.no_result()?;
    Ok(pass.draft)
}

impl Pass<'_, '_> {
    fn record(&mut self, kind: u16, data: &[u8]) -> Result<(), Fault> {
        let pair = |at: usize| u16_at(data, at).zip(u16_at(data, at + 2)).map(|(a, b)| (u32::from(a), u32::from(b)));
        match kind {
            UNCALCULATED => self.uncalculated = true,
            SHORT_NUMBERS => {
                let (row, first) = pair(0).ok_or_else(broken)?;
                for (i, number) in data.get(4..data.len().max(6) - 2).unwrap_or_default().chunks_exact(6).enumerate() {
                    let style = u16_at(number, 0).ok_or_else(broken)?;
                    let value = Value::Number(short(u32_at(number, 2).ok_or_else(broken)?));
                    let at = CellRef::new(row, first.saturating_add(i as u32));
                    self.take(at, usize::from(style), value)?;
                }
            }
            NUMBER | SHORT_NUMBER | SHARED_TEXT | TRUTH => {
                let (at, style) = place(data)?;
                let value = match kind {
                    NUMBER => Value::Number(double(data, 6)?),
                    SHORT_NUMBER => Value::Number(short(u32_at(data, 6).ok_or_else(broken)?)),
                    SHARED_TEXT => return self.shared(at, style, u32_at(data, 6).ok_or_else(broken)?),
                    _ => truth(data.get(6).copied(), data.get(7).copied())?,
                };
                self.take(at, style, value)?;
            }
            _ if FORMULAS.contains(&kind) => self.formula(data)?,
            ROW if u16_at(data, 12).is_some_and(|flags| flags & 0x20 != 0) => {
                let row = u16_at(data, 0).map(u32::from);
                row.into_iter().for_each(|r| self.draft.rows.add(r, r));
            }
            COLUMNS if u16_at(data, 8).is_some_and(|flags| flags & 1 != 0) => {
                pair(0).into_iter().for_each(|(first, last)| self.draft.columns.add(first, last));
            }
            // What goes on from the note before has a row of its own.
            NOTE => self.draft.commented.extend(pair(0).filter(|(row, _)| *row != 0xffff)),
            MERGES => {
                for i in 0..usize::from(u16_at(data, 0).unwrap_or_default()) {
                    let (rows, columns) = pair(2 + 8 * i).zip(pair(6 + 8 * i)).ok_or_else(broken)?;
                    let new = Merged { top: rows.0, bottom: rows.1, left: columns.0, right: columns.1 };
                    self.draft.merge(new, "one of its sheets", self.tally)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn shared(&mut self, at: CellRef, style: usize, number: u32) -> Result<(), Fault> {
        let Some(text) = self.globals.texts.get(number as usize) else {
            return Err(Fault::Damaged(format!("the text of the cell {at} is missing")));
        };
        let struck = text.is_in(|font| self.globals.is_struck(font));
        self.put(at, style, Value::Text(text.text.clone()), struck)
    }

    /// Takes a text: of a cell, or the one that the formula before it gave.
    fn text(&mut self, kind: u16, data: &[u8], mut chunks: Chunks<'_>) -> Result<(), Fault> {
        if kind == RESULT {
            let text = chunks.text(self.globals.writing).ok_or_else(broken)?;
            let Some((at, style)) = self.awaited.take() else { return Ok(()) };
            return self.put(at, style, Value::Text(text.text), false);
        }
        let (at, style) = place(data)?;
        chunks.take(6).ok_or_else(broken)?;
        let mut text = chunks.text(self.globals.writing).ok_or_else(broken)?;
        if kind == RICH_TEXT && text.runs.is_empty() {
            text.runs = runs(&mut chunks, self.globals).unwrap_or_default();
        }
        let struck = text.is_in(|font| self.globals.is_struck(font));
        self.put(at, style, Value::Text(text.text), struck)
    }

    fn formula(&mut self, data: &[u8]) -> Result<(), Fault> {
        self.no_result()?;
        let (at, style) = place(data)?;
        let result = data.get(6..14).ok_or_else(broken)?;
        let flags = u16_at(data, 14).unwrap_or_default();
        if result[6..] != [0xff, 0xff] {
            let value = Value::Number(double(data, 6)?);
            // Some libraries ask Excel to work their formulas out on opening, and save a 0 meanwhile.
            let none = is_zero(&value) && (self.uncalculated || flags & 2 != 0);
            return self.take(at, style, if none { Value::Unsaved } else { value });
        }
        match result[0] {
            0 => self.awaited = Some((at, style)),
            1 => self.take(at, style, truth(Some(result[2]), Some(0))?)?,
            2 => self.take(at, style, truth(Some(result[2]), Some(1))?)?,
            _ if self.globals.empty_is_none => self.take(at, style, Value::Unsaved)?,
            // An empty text.
            _ => {}
        }
        Ok(())
    }

    /// Takes a formula whose text never came.
    fn no_result(&mut self) -> Result<(), Fault> {
        match self.awaited.take() {
            Some((at, style)) => self.take(at, style, Value::Unsaved),
            None => Ok(()),
        }
    }

    fn take(&mut self, at: CellRef, style: usize, value: Value) -> Result<(), Fault> {
        self.put(at, style, value, false)
    }

    fn put(&mut self, at: CellRef, style: usize, value: Value, struck: bool) -> Result<(), Fault> {
        if at.column > LAST_COLUMN {
            return Err(Fault::Damaged(
                "a cell lies beyond IV65536, the last one that such a workbook can have".into(),
            ));
        }
        let mut cell = self.globals.styles.cell(at, style, value)?;
        cell.struck |= struck;
        self.draft.take(cell, self.tally)
    }
}

/// Reads the runs of a text that stand behind it.
fn runs(chunks: &mut Chunks<'_>, globals: &Globals) -> Option<Vec<(u16, u16)>> {
    if globals.writing == super::records_text::Writing::Unicode {
        let many = chunks.u16()?;
        return (0..many).map(|_| Some((chunks.u16()?, chunks.u16()?))).collect();
    }
    let many = *chunks.take(1)?.first()?;
    let pair = |pair: Vec<u8>| (u16::from(pair[0]), u16::from(pair[1]));
    (0..many).map(|_| chunks.take(2).map(pair)).collect()
}

/// Reads where a cell is and which style it has.
fn place(data: &[u8]) -> Result<(CellRef, usize), Fault> {
    let [row, column, style] = [0, 2, 4].map(|at| u16_at(data, at));
    let (row, column) = row.zip(column).ok_or_else(broken)?;
    Ok((CellRef::new(row.into(), column.into()), style.ok_or_else(broken)?.into()))
}

fn double(data: &[u8], at: usize) -> Result<f64, Fault> {
    let bytes = data.get(at..at + 8).and_then(|b| b.try_into().ok()).ok_or_else(broken)?;
    Ok(f64::from_le_bytes(bytes))
}

/// Takes a number out of four bytes: a whole one or the first half of another, and that or its hundredth.
pub(super) fn short(bits: u32) -> f64 {
    let number = if bits & 2 != 0 {
        f64::from(bits.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(bits & 0xffff_fffc) << 32)
    };
    if bits & 1 != 0 { number / 100. } else { number }
}

/// Takes a truth or an error value.
fn truth(value: Option<u8>, is_error: Option<u8>) -> Result<Value, Fault> {
    let (value, is_error) = value.zip(is_error).ok_or_else(broken)?;
    Ok(if is_error == 0 { Value::Bool(value != 0) } else { Value::Error(error_value::name(value).into()) })
}
