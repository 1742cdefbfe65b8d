//! The cells of a workbook, out of calamine.
//!
//! Cells are streamed and counted where the format allows it, so that no more is kept than the file holds.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Ods, Reader, SheetType, SheetVisible, Xls, Xlsb, Xlsx};
use chrono::NaiveDate;

use super::fault::Fault;
use super::kind::Kind;
use super::shape::Shape;
use super::{Cell, CellRef, Merged, Sheet, Value, binary, clean_name, container, excel, open_document, records, shape};

/// The most cells that are read from one workbook: many times what a return holds.
pub(super) const MOST_CELLS: usize = 500_000;
/// The most bytes of text in one workbook, as often as it is repeated.
pub(super) const MOST_TEXT: usize = 32 << 20;
/// The most characters of a sheet's name, well above what any program allows.
const LONGEST_NAME: usize = 255;
/// The most cells of a sheet's used area, where calamine makes a place for each.
pub(super) const MOST_AREA: u64 = 2_000_000;
/// The most sheets that are read from one workbook.
pub(super) const MOST_SHEETS: usize = 200;
/// One past the last row and column that spreadsheets have (`XFD1048576`).
pub(super) const ROWS: u32 = 1_048_576;
pub(super) const COLUMNS: u32 = 16_384;

/// Reads all cells of a workbook of a kind.
pub(super) fn read(kind: Kind, bytes: &[u8]) -> Result<Vec<Sheet>, Fault> {
    let sheets = match kind {
        Kind::Xlsx => xlsx(bytes, excel::shapes(&container::unpack(bytes)?)?)?,
        Kind::Xlsb => xlsb(bytes, binary::shapes(&container::unpack(bytes)?)?)?,
        Kind::Xls => xls(bytes, records::shapes(bytes)?)?,
        Kind::Ods => ods(bytes, open_document::shapes(&container::unpack(bytes)?)?)?,
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

fn xlsx(bytes: &[u8], shapes: Vec<Shape>) -> Result<Vec<Sheet>, Fault> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| match e {
        calamine::XlsxError::Password => Fault::Password,
        e => damaged(e),
    })?;
    let mut gathered = Gathered::default();
    for (name, hidden, shape) in named(book.sheets_metadata(), shapes, |_| true)? {
        let mut reader = match book.worksheet_cells_reader(&name) {
            Ok(reader) => reader,
            // A sheet that holds a chart and no cells.
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
            Err(e) => return Err(damaged(e)),
        };
        let percents: Vec<bool> = reader.styles().iter().map(is_percent).collect();
        let mut cells = Cells::new();
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
            let at = cell.get_position();
            let value = match (value(cell.get_value().clone().into()), percents.get(style)) {
                (Some(Value::Number(n)), Some(true)) => Some(Value::Percent(n)),
                // Without its style, a date or a percentage would be a bare number.
                (Some(_), None) if style > 0 => {
                    let cell = CellRef::new(at.0, at.1);
                    return Err(Fault::Damaged(format!("the style of the cell {cell} is missing")));
                }
                (other, _) => other,
            };
            gathered.count(&mut cells, at, value)?;
        }
        gathered.add(&name, hidden, cells, shape)?;
    }
    Ok(gathered.sheets)
}

fn is_percent(style: &calamine::Style) -> bool {
    let shown =
        |f: &calamine::NumberFormat| shape::is_percentage(&f.format_code) || matches!(f.format_id, Some(9 | 10));
    style.number_format.as_ref().is_some_and(shown)
}

fn xlsb(bytes: &[u8], shapes: Vec<Shape>) -> Result<Vec<Sheet>, Fault> {
    let mut book: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(|e| match e {
        calamine::XlsbError::Password => Fault::Password,
        e => damaged(e),
    })?;
    let mut gathered = Gathered::default();
    for (name, hidden, shape) in named(book.sheets_metadata(), shapes, |_| true)? {
        let mut reader = book.worksheet_cells_reader(&name).map_err(damaged)?;
        let mut cells = Cells::new();
        while let Some(cell) = reader.next_cell().map_err(damaged)? {
            gathered.count(&mut cells, cell.get_position(), value(cell.get_value().clone().into()))?;
        }
        gathered.add(&name, hidden, cells, shape)?;
    }
    Ok(gathered.sheets)
}

fn xls(bytes: &[u8], shapes: Vec<Shape>) -> Result<Vec<Sheet>, Fault> {
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|e| match e {
        calamine::XlsError::Password => Fault::Password,
        e => damaged(e),
    })?;
    let mut gathered = Gathered::default();
    for (name, hidden, shape) in named(book.sheets_metadata(), shapes, |s| s.typ == SheetType::WorkSheet)? {
        let range = book.worksheet_range(&name).map_err(damaged)?;
        gathered.range(&name, hidden, &range, shape)?;
    }
    Ok(gathered.sheets)
}

fn ods(bytes: &[u8], shapes: Vec<Shape>) -> Result<Vec<Sheet>, Fault> {
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(|e| match e {
        calamine::OdsError::Password => Fault::Password,
        e => damaged(e),
    })?;
    let mut gathered = Gathered::default();
    for (name, hidden, shape) in named(book.sheets_metadata(), shapes, |_| true)? {
        let range = book.worksheet_range(&name).map_err(damaged)?;
        gathered.range(&name, hidden, &range, shape)?;
    }
    Ok(gathered.sheets)
}

fn damaged(error: impl std::fmt::Display) -> Fault {
    Fault::Damaged(super::clean_name(&error.to_string()))
}

/// Names the sheets of cells, with whether each is hidden and its shape.
///
/// Those of the sheets that `shaped` picks have a shape each, in their order.
fn named(
    sheets: &[calamine::Sheet],
    shapes: Vec<Shape>,
    shaped: impl Fn(&&calamine::Sheet) -> bool,
) -> Result<Vec<(String, bool, Shape)>, Fault> {
    if sheets.len() > MOST_SHEETS {
        return Err(Fault::TooLarge(format!("it has {} sheets, more than {MOST_SHEETS}", sheets.len())));
    }
    if sheets.iter().filter(&shaped).count() != shapes.len() {
        return Err(Fault::Damaged("its list of sheets is not that of its parts".into()));
    }
    let cells = sheets.iter().filter(shaped).zip(shapes).filter(|(s, _)| s.typ == SheetType::WorkSheet);
    Ok(cells.map(|(s, shape)| (s.name.clone(), s.visible != SheetVisible::Visible, shape)).collect())
}

/// The cells of one sheet as they come, in any order.
type Cells = BTreeMap<(u32, u32), Value>;

/// The sheets as they come, with a count of all cells and of the text in them.
#[derive(Default)]
struct Gathered {
    sheets: Vec<Sheet>,
    cells: usize,
    text: usize,
}

/// Reports a workbook with more text than [`MOST_TEXT`].
pub(super) fn too_much_text() -> Fault {
    Fault::TooLarge(format!("it has more than {} MB of text", MOST_TEXT >> 20))
}

impl Gathered {
    fn count(&mut self, cells: &mut Cells, at: (u32, u32), value: Option<Value>) -> Result<(), Fault> {
        let Some(value) = value else { return Ok(()) };
        if at.0 >= ROWS || at.1 >= COLUMNS {
            return Err(Fault::Damaged("a cell lies beyond XFD1048576, the last one that a sheet can have".into()));
        }
        if matches!(value, Value::Number(n) | Value::Percent(n) if !n.is_finite()) {
            let cell = CellRef::new(at.0, at.1);
            return Err(Fault::Damaged(format!("the cell {cell} holds a number without end, which no program saves")));
        }
        if let Value::Text(text) = &value {
            self.text += text.len();
            if self.text > MOST_TEXT {
                return Err(too_much_text());
            }
        }
        if cells.insert(at, value).is_some() {
            return Err(shape::twice(at.0, at.1));
        }
        self.cells += 1;
        if self.cells > MOST_CELLS {
            return Err(Fault::TooLarge(format!("it has more than {MOST_CELLS} cells")));
        }
        Ok(())
    }

    fn range(&mut self, name: &str, hidden: bool, range: &calamine::Range<Data>, shape: Shape) -> Result<(), Fault> {
        let lost = |at: &&(u32, u32)| !matches!(range.get_value(**at), Some(Data::String(_)));
        if let Some((row, column)) = shape.texts.iter().find(lost) {
            let cell = CellRef::new(*row, *column);
            return Err(Fault::Damaged(format!("the text of the cell {cell} is missing")));
        }
        let mut cells = Cells::new();
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, data) in range.used_cells() {
            // A range has no more rows and columns than a sheet, whose numbers fit.
            let at = (top.saturating_add(row as u32), left.saturating_add(column as u32));
            self.count(&mut cells, at, value(data.clone()))?;
        }
        self.add(name, hidden, cells, shape)
    }

    fn add(&mut self, name: &str, hidden: bool, cells: Cells, shape: Shape) -> Result<(), Fault> {
        if name.chars().count() > LONGEST_NAME {
            return Err(Fault::Damaged("one of its sheets has a name that is longer than any program allows".into()));
        }
        let cells = cells.into_iter().map(|((row, column), value)| Cell { row, column, value }).collect();
        let mut sheet = Sheet { name: clean_name(name), hidden, cells, ..Sheet::default() };
        shape::put(&mut sheet, shape)?;
        self.sheets.push(sheet);
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
