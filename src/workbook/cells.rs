//! The cells of a workbook, out of calamine.
//!
//! Cells are streamed and counted where the format allows it, so that no more is kept than the file holds.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{Data, Dimensions, Ods, Reader, SheetType, SheetVisible, Xls, Xlsb, Xlsx};
use chrono::NaiveDate;

use super::fault::Fault;
use super::kind::Kind;
use super::shape::Shape;
use super::{Cell, Merged, Sheet, Value, clean_name};
use super::{compound, container, shape};

/// The most cells that are read from one workbook: many times what a return holds.
const MOST_CELLS: usize = 500_000;
/// The most sheets that are read from one workbook.
pub(super) const MOST_SHEETS: usize = 200;
/// One past the last row and column that spreadsheets have (`XFD1048576`).
pub(super) const ROWS: u32 = 1_048_576;
pub(super) const COLUMNS: u32 = 16_384;

/// Reads all cells of a workbook of a kind.
pub(super) fn read(kind: Kind, bytes: &[u8]) -> Result<Vec<Sheet>, Fault> {
    let sheets = match kind {
        Kind::Xlsx => {
            let shapes = shape::of_xlsx(&container::unpack(bytes)?)?;
            shaped(xlsx(bytes)?, &shapes)
        }
        Kind::Xlsb => {
            container::unpack(bytes)?;
            xlsb(bytes)?
        }
        Kind::Xls => {
            let shapes = compound::shapes(bytes)?;
            let sheets = xls(bytes)?;
            // Both list the sheets of cells in the workbook's order.
            let names = sheets.iter().map(|s| s.name.clone());
            let shapes = names.zip(shapes).collect();
            shaped(sheets, &shapes)
        }
        Kind::Ods => {
            let shapes = shape::of_ods(&container::unpack(bytes)?)?;
            shaped(ods(bytes)?, &shapes)
        }
    };
    if let Some(sheet) = sheets.iter().find(|s| s.merged.iter().any(is_whole)) {
        let why = format!("all cells of its sheet {} are merged into one, which hides what they hold", sheet.name);
        return Err(Fault::Damaged(why));
    }
    match &sheets[..] {
        [] => Err(Fault::Nothing("there is no sheet of cells in it".into())),
        all if all.iter().all(|s| s.cells.is_empty()) => Err(Fault::Nothing("all its cells are empty".into())),
        _ => Ok(sheets),
    }
}

/// Says whether a merge covers a whole sheet, as large as an Excel 97 workbook has them at least.
fn is_whole(m: &Merged) -> bool {
    (m.top, m.left) == (0, 0) && m.bottom >= 0xffff && m.right >= 0xff
}

/// Adds to each sheet the hidden rows and columns that hold something.
fn shaped(mut sheets: Vec<Sheet>, shapes: &BTreeMap<String, Shape>) -> Vec<Sheet> {
    let shapes: BTreeMap<String, &Shape> = shapes.iter().map(|(name, shape)| (clean_name(name), shape)).collect();
    for sheet in &mut sheets {
        let Some(shape) = shapes.get(&sheet.name) else { continue };
        sheet.merged.extend(&shape.merged);
        for cell in &mut sheet.cells {
            let inside =
                |m: &Merged| (m.top..=m.bottom).contains(&cell.row) && (m.left..=m.right).contains(&cell.column);
            if let (Value::Number(n), true) = (&cell.value, shape.percents.iter().any(inside)) {
                cell.value = Value::Percent(*n);
            }
        }
        let within = |spans: &[(u32, u32)], at: u32| spans.iter().any(|(first, last)| (*first..=*last).contains(&at));
        let rows: BTreeSet<u32> = sheet.cells.iter().map(|c| c.row).filter(|r| within(&shape.rows, *r)).collect();
        let columns: BTreeSet<u32> =
            sheet.cells.iter().map(|c| c.column).filter(|c| within(&shape.columns, *c)).collect();
        sheet.hidden_rows = rows.into_iter().collect();
        sheet.hidden_columns = columns.into_iter().collect();
    }
    sheets
}

fn xlsx(bytes: &[u8]) -> Result<Vec<Sheet>, Fault> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| match e {
        calamine::XlsxError::Password => Fault::Password,
        e => damaged(e),
    })?;
    let mut gathered = Gathered::default();
    for (name, hidden) in names(book.sheets_metadata())? {
        let merged = merged(&book.merge_cells_by_sheet_name(&name).map_err(damaged)?);
        let mut reader = match book.worksheet_cells_reader(&name) {
            Ok(reader) => reader,
            // A sheet that holds a chart and no cells.
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
            Err(e) => return Err(damaged(e)),
        };
        let percents: Vec<bool> = reader.styles().iter().map(is_percent).collect();
        let mut cells = Cells::new(merged);
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
            let value = match value(cell.get_value().clone().into()) {
                Some(Value::Number(n)) if percents.get(style) == Some(&true) => Some(Value::Percent(n)),
                other => other,
            };
            gathered.count(&mut cells, cell.get_position(), value)?;
        }
        gathered.add(name, hidden, cells)?;
    }
    Ok(gathered.sheets)
}

fn is_percent(style: &calamine::Style) -> bool {
    style.number_format.as_ref().is_some_and(|f| f.format_code.contains('%') || matches!(f.format_id, Some(9 | 10)))
}

fn xlsb(bytes: &[u8]) -> Result<Vec<Sheet>, Fault> {
    let mut book: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(|e| match e {
        calamine::XlsbError::Password => Fault::Password,
        e => damaged(e),
    })?;
    let mut gathered = Gathered::default();
    for (name, hidden) in names(book.sheets_metadata())? {
        let mut reader = book.worksheet_cells_reader(&name).map_err(damaged)?;
        let mut cells = Cells::new(Vec::new());
        while let Some(cell) = reader.next_cell().map_err(damaged)? {
            gathered.count(&mut cells, cell.get_position(), value(cell.get_value().clone().into()))?;
        }
        gathered.add(name, hidden, cells)?;
    }
    Ok(gathered.sheets)
}

fn xls(bytes: &[u8]) -> Result<Vec<Sheet>, Fault> {
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|e| match e {
        calamine::XlsError::Password => Fault::Password,
        e => damaged(e),
    })?;
    let mut gathered = Gathered::default();
    for (name, hidden) in names(book.sheets_metadata())? {
        let merged = merged(&book.merge_cells_by_sheet_name(&name).map_err(damaged)?);
        let range = book.worksheet_range(&name).map_err(damaged)?;
        gathered.range(name, hidden, merged, &range)?;
    }
    Ok(gathered.sheets)
}

fn ods(bytes: &[u8]) -> Result<Vec<Sheet>, Fault> {
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(|e| match e {
        calamine::OdsError::Password => Fault::Password,
        e => damaged(e),
    })?;
    let mut gathered = Gathered::default();
    for (name, hidden) in names(book.sheets_metadata())? {
        let range = book.worksheet_range(&name).map_err(damaged)?;
        gathered.range(name, hidden, Vec::new(), &range)?;
    }
    Ok(gathered.sheets)
}

fn damaged(error: impl std::fmt::Display) -> Fault {
    Fault::Damaged(super::clean_name(&error.to_string()))
}

/// Names the sheets of cells, with whether each is hidden.
fn names(sheets: &[calamine::Sheet]) -> Result<Vec<(String, bool)>, Fault> {
    if sheets.len() > MOST_SHEETS {
        return Err(Fault::TooLarge(format!("it has {} sheets, more than {MOST_SHEETS}", sheets.len())));
    }
    let cells = sheets.iter().filter(|s| s.typ == SheetType::WorkSheet);
    Ok(cells.map(|s| (s.name.clone(), s.visible != SheetVisible::Visible)).collect())
}

fn merged(dimensions: &[Dimensions]) -> Vec<Merged> {
    let merged = |d: &Dimensions| Merged { top: d.start.0, left: d.start.1, bottom: d.end.0, right: d.end.1 };
    dimensions.iter().map(merged).collect()
}

/// The cells of one sheet as they come.
struct Cells {
    merged: Vec<Merged>,
    found: BTreeMap<(u32, u32), Value>,
}

impl Cells {
    fn new(merged: Vec<Merged>) -> Self {
        Cells { merged, found: BTreeMap::new() }
    }
}

/// The sheets as they come, with a count of all cells.
#[derive(Default)]
struct Gathered {
    sheets: Vec<Sheet>,
    cells: usize,
}

impl Gathered {
    fn count(&mut self, cells: &mut Cells, at: (u32, u32), value: Option<Value>) -> Result<(), Fault> {
        let Some(value) = value else { return Ok(()) };
        if at.0 >= ROWS || at.1 >= COLUMNS {
            return Err(Fault::Damaged("a cell lies beyond XFD1048576, the last one that a sheet can have".into()));
        }
        if cells.found.insert(at, value).is_some() {
            let cell = crate::problem::CellRef::new(at.0, at.1);
            return Err(Fault::Damaged(format!("the cell {cell} is in it twice")));
        }
        self.cells += 1;
        if self.cells > MOST_CELLS {
            return Err(Fault::TooLarge(format!("it has more than {MOST_CELLS} cells")));
        }
        Ok(())
    }

    fn range(
        &mut self,
        name: String,
        hidden: bool,
        merged: Vec<Merged>,
        range: &calamine::Range<Data>,
    ) -> Result<(), Fault> {
        let mut cells = Cells::new(merged);
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, data) in range.used_cells() {
            // A range has no more rows and columns than a sheet, whose numbers fit.
            let at = (top.saturating_add(row as u32), left.saturating_add(column as u32));
            self.count(&mut cells, at, value(data.clone()))?;
        }
        self.add(name, hidden, cells)
    }

    fn add(&mut self, name: String, hidden: bool, cells: Cells) -> Result<(), Fault> {
        let Cells { merged, mut found } = cells;
        for m in &merged {
            let covered = |(row, column): (u32, u32)| {
                (m.top..=m.bottom).contains(&row)
                    && (m.left..=m.right).contains(&column)
                    && (row, column) != (m.top, m.left)
            };
            found.retain(|at, _| !covered(*at));
        }
        let cells = found.into_iter().map(|((row, column), value)| Cell { row, column, value }).collect();
        self.sheets.push(Sheet { name: clean_name(&name), hidden, merged, cells, ..Sheet::default() });
        Ok(())
    }
}

/// Takes the value of a cell; `None` where it holds nothing that can be seen.
fn value(data: Data) -> Option<Value> {
    Some(match data {
        Data::Int(n) => Value::Number(n as f64),
        Data::Float(n) => Value::Number(n),
        Data::String(text) => return text_value(text),
        Data::Bool(b) => Value::Bool(b),
        Data::DateTime(d) if d.is_duration() => Value::Number(d.as_f64()),
        Data::DateTime(d) => match d.as_datetime().filter(|_| (0.0..2_958_466.0).contains(&d.as_f64())) {
            Some(date) => Value::Date(date.date()),
            None => Value::Number(d.as_f64()),
        },
        Data::DateTimeIso(text) => match NaiveDate::parse_from_str(text.get(..10).unwrap_or(&text), "%Y-%m-%d") {
            Ok(date) => Value::Date(date),
            Err(_) => return text_value(text),
        },
        Data::DurationIso(text) => return text_value(text),
        Data::Error(e) => Value::Error(e.to_string()),
        Data::Empty => return None,
    })
}

fn text_value(text: String) -> Option<Value> {
    (!text.trim().is_empty()).then_some(Value::Text(text))
}
