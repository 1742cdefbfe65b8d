//! An Excel workbook of XML parts, read with calamine.
//!
//! Calamine takes the first of two answers, or leaves out what it does not know, where a part is not written as
//! spreadsheet programs write it; and it knows nothing of what is struck through, masked or still to be worked out. So
//! every sheet is first gone through here (`excel_sheet`), which refuses what has two answers and keeps for itself what
//! calamine would not tell. Calamine is then given a copy with no more than the texts and the cells that are left, under
//! the names that it knows.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use calamine::{Data, Reader, Xlsx};
use chrono::NaiveDate;
use quick_xml::events::Event;

use super::container::Part;
use super::draft::Tally;
use super::excel_sheet::{self, Seen};
use super::excel_styles;
use super::fault::Fault;
use super::limits::MOST_SHEETS;
use super::model::{Sheet, Value};
use super::name::clean_name;
use super::package::{Package, SheetKind, each};
use super::styles::Styles;
use super::xml::{attribute, walk};
use crate::problem::CellRef;

/// What a workbook's main part says.
#[derive(Default)]
struct Book {
    /// Name, whether it is hidden, and the identifier of its relation, of each sheet.
    sheets: Vec<(String, bool, String)>,
    since_1904: bool,
    /// Whether its formulas are to be worked out when it is opened, so that a 0 may be no result.
    to_be_calculated: bool,
}

impl Book {
    fn read(part: &Part) -> Result<Self, Fault> {
        let mut book = Book::default();
        walk(&part.name, &part.bytes, |event, _| {
            let (Event::Start(e) | Event::Empty(e)) = event else { return Ok(()) };
            let is = |name: &str| attribute(e, name).map(|v| matches!(v.as_str(), "1" | "true" | "on"));
            match e.local_name().as_ref() {
                "sheet" => {
                    let hidden = matches!(attribute(e, "state").as_deref(), Some("hidden" | "veryHidden"));
                    let [name, id] = ["name", "id"].map(|n| attribute(e, n).unwrap_or_default());
                    book.sheets.push((name, hidden, id));
                }
                "workbookPr" => book.since_1904 |= is("date1904") == Some(true),
                "calcPr" => {
                    book.to_be_calculated |= is("fullCalcOnLoad") == Some(true) || is("calcCompleted") == Some(false);
                }
                _ => {}
            }
            Ok(())
        })?;
        if book.sheets.len() > MOST_SHEETS {
            return Err(Fault::TooLarge(format!("it has {} sheets, more than {MOST_SHEETS}", book.sheets.len())));
        }
        Ok(book)
    }
}

/// Reads a workbook's sheets of cells, and the names of those of macros.
pub(super) fn read(package: &Package<'_>) -> Result<(Vec<Sheet>, Vec<String>), Fault> {
    let book = Book::read(package.book()?)?;
    let mut styles = match package.one("styles", "styles.xml")? {
        Some(part) => excel_styles::read(part)?,
        None => Styles::default(),
    };
    styles.since_1904 = book.since_1904;
    let texts = package.one("sharedStrings", "sharedStrings.xml")?;
    let struck = texts.map_or(Ok(Vec::new()), excel_styles::struck_texts)?;
    let (mut seen, mut macros, mut tally) = (Vec::new(), Vec::new(), Tally::default());
    let mut taken = BTreeMap::new();
    for (name, hidden, id) in &book.sheets {
        // A module of macros of the oldest kind has no part.
        if id.is_empty() {
            macros.push(clean_name(name));
            continue;
        }
        let part = match package.sheet(id)? {
            (SheetKind::Cells, part) => part,
            (SheetKind::Macros, _) => {
                macros.push(clean_name(name));
                continue;
            }
            (SheetKind::Other, _) => continue,
        };
        if taken.insert(part.name.to_lowercase(), ()).is_some() {
            return Err(Fault::Damaged(format!("its part {} is in it as two sheets", part.name)));
        }
        let mut sheet = excel_sheet::read(part, book.to_be_calculated, &struck, &mut tally)?;
        for comments in package.comments(part)? {
            comments_of(comments, &mut sheet)?;
        }
        seen.push((name, *hidden, sheet));
    }
    let copy = copy(&seen, texts)?;
    let mut calamine: Xlsx<_> = Xlsx::new(Cursor::new(copy)).map_err(|_| unreadable("workbook"))?;
    let mut sheets = Vec::new();
    for (at, (name, hidden, sheet)) in seen.into_iter().enumerate() {
        let sheet = cells(&mut calamine, at, sheet, &styles, &mut tally)?;
        sheets.push(sheet.draft.finish(name, hidden)?);
    }
    Ok((sheets, macros))
}

fn comments_of(part: &Part, sheet: &mut Seen<'_>) -> Result<(), Fault> {
    for element in ["comment", "threadedComment"] {
        each(part, element, |e| {
            let at = attribute(e, "ref").and_then(|r| excel_sheet::cell_of(&r));
            sheet.draft.commented.extend(at.map(|at| (at.row, at.column)));
        })?;
    }
    Ok(())
}

/// Makes the copy that calamine is given: the list of sheets by their numbers, the texts, and the cells.
fn copy(seen: &[(&String, bool, Seen<'_>)], texts: Option<&Part>) -> Result<Vec<u8>, Fault> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut put = |name: &str, bytes: &[u8]| -> Result<(), Fault> {
        zip.start_file(name, options).map_err(|_| unreadable("workbook"))?;
        zip.write_all(bytes).map_err(|_| unreadable("workbook"))
    };
    let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let numbers = 0..seen.len();
    let sheets: String = numbers.clone().map(|i| format!(r#"<sheet name="{i}" sheetId="{i}" r:id="s{i}"/>"#)).collect();
    let book = format!(r#"<workbook xmlns:r="{kinds}"><sheets>{sheets}</sheets></workbook>"#);
    let relation =
        |i: usize| format!(r#"<Relationship Id="s{i}" Type="{kinds}/worksheet" Target="worksheets/{i}.xml"/>"#);
    let relations: String = numbers.map(relation).collect();
    let main = format!(r#"<Relationship Id="b" Type="{kinds}/officeDocument" Target="xl/workbook.xml"/>"#);
    put("_rels/.rels", format!("<Relationships>{main}</Relationships>").as_bytes())?;
    put("xl/workbook.xml", book.as_bytes())?;
    put("xl/_rels/workbook.xml.rels", format!("<Relationships>{relations}</Relationships>").as_bytes())?;
    if let Some(texts) = texts {
        put("xl/sharedStrings.xml", &texts.bytes)?;
    }
    for (i, (_, _, sheet)) in seen.iter().enumerate() {
        put(&format!("xl/worksheets/{i}.xml"), &sheet.left)?;
    }
    Ok(zip.finish().map_err(|_| unreadable("workbook"))?.into_inner())
}

/// Reads the cells that are left of a sheet.
fn cells<'a>(
    calamine: &mut Xlsx<Cursor<Vec<u8>>>,
    number: usize,
    mut sheet: Seen<'a>,
    styles: &Styles,
    tally: &mut Tally,
) -> Result<Seen<'a>, Fault> {
    let part = sheet.part;
    if !sheet.has_rows {
        return Ok(sheet);
    }
    let mut reader = calamine.worksheet_cells_reader(&number.to_string()).map_err(|_| unreadable(part))?;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|_| unreadable(part))? {
        let (row, column) = cell.get_position();
        let Some(value) = value(cell.get_value().clone().into()) else { continue };
        let mut cell = styles.cell(CellRef::new(row, column), style, value)?;
        if matches!(cell.value, Value::Text(_)) {
            cell.struck |= sheet.struck.contains(&(row, column));
        }
        sheet.draft.take(cell, tally)?;
    }
    Ok(sheet)
}

fn unreadable(part: &str) -> Fault {
    Fault::Damaged(format!("its part {part} cannot be read"))
}

/// Takes the value of a cell; `None` where it holds nothing.
fn value(data: Data) -> Option<Value> {
    Some(match data {
        Data::Int(n) => Value::Number(n as f64),
        Data::Float(n) => Value::Number(n),
        // Without styles there is no date among them.
        Data::DateTime(d) => Value::Number(d.as_f64()),
        Data::String(text) | Data::DurationIso(text) => Value::Text(text),
        Data::Bool(b) => Value::Bool(b),
        Data::DateTimeIso(text) => match NaiveDate::parse_from_str(text.get(..10).unwrap_or(&text), "%Y-%m-%d") {
            Ok(date) => Value::Date(date),
            Err(_) => Value::Text(text),
        },
        Data::Error(e) => Value::Error(e.to_string()),
        Data::Empty => return None,
    })
}
