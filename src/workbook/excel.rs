//! An Excel workbook of XML parts, looked over part by part: its sheets, and whether their cells can be trusted.
//!
//! Calamine takes the first of two answers, or leaves out what it does not know, where a part is not written as
//! spreadsheet programs write it. Such a part is refused here, before calamine sees it.

use quick_xml::events::{BytesStart, Event};

use super::cells::{COLUMNS, MOST_SHEETS, ROWS};
use super::container::Parts;
use super::fault::Fault;
use super::shape::{self, Shape};
use super::xml::{attribute, walk, written};
use super::{CellRef, Merged};

/// The workbook's main part: where it is, and which parts are its sheets.
struct Book {
    /// The folder of the main part, with its slash.
    folder: String,
    /// The identifiers of the sheets' relationships, in the workbook's order.
    sheets: Vec<String>,
    /// Identifier, kind and part of each relationship.
    related: Vec<(String, String, String)>,
}

impl Book {
    /// Finds the main part and reads its relationships and its list of sheets.
    fn read(parts: &Parts) -> Result<Self, Fault> {
        let mut main = String::from("xl/workbook.xml");
        each(parts, "_rels/.rels", "Relationship", |e| {
            if attribute(e, "Type").is_some_and(|kind| kind.ends_with("/relationships/officeDocument")) {
                let target = attribute(e, "Target").unwrap_or_default();
                main = target.trim_start_matches('/').to_lowercase();
            }
        })?;
        let (folder, name) = main.rsplit_once('/').map_or(("", main.as_str()), |(folder, name)| (folder, name));
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let mut book = Book { sheets: Vec::new(), related: Vec::new(), folder };
        let relations = format!("{}_rels/{name}.rels", book.folder);
        each(parts, &relations, "Relationship", |e| {
            let [id, kind, target] = ["Id", "Type", "Target"].map(|n| attribute(e, n).unwrap_or_default());
            let part = match target.strip_prefix('/') {
                Some(whole) => whole.to_lowercase(),
                None => format!("{}{}", book.folder, target.to_lowercase()),
            };
            book.related.push((id, kind, part));
        })?;
        each(parts, &main, "sheet", |e| book.sheets.push(attribute(e, "id").unwrap_or_default()))?;
        if book.sheets.len() > MOST_SHEETS {
            return Err(Fault::TooLarge(format!("it has {} sheets, more than {MOST_SHEETS}", book.sheets.len())));
        }
        Ok(book)
    }

    /// Makes sure that what the cells need is there, under the names that calamine knows.
    ///
    /// Without its styles a date would be read as a number, and without its texts nothing at all.
    fn has_all(&self, parts: &Parts) -> Result<(), Fault> {
        for (_, kind, part) in &self.related {
            let usual = match kind.rsplit('/').next() {
                Some("worksheet") => None,
                Some("styles") => Some(format!("{}styles.xml", self.folder)),
                Some("sharedStrings") => Some(format!("{}sharedstrings.xml", self.folder)),
                _ => continue,
            };
            let name = super::clean_name(part);
            if !parts.contains_key(part) {
                return Err(Fault::Damaged(format!("its part {name} is missing")));
            }
            if usual.is_some_and(|usual| usual != *part) {
                return Err(Fault::Damaged(format!("its part {name} has a name that no spreadsheet program gives it")));
            }
        }
        Ok(())
    }
}

/// Visits each element of a name in a part, where the part is there.
fn each(parts: &Parts, part: &str, element: &str, mut visit: impl FnMut(&BytesStart<'_>)) -> Result<(), Fault> {
    let Some(found) = parts.get(part) else { return Ok(()) };
    walk(&found.name, &found.bytes, |event| {
        if let Event::Start(e) | Event::Empty(e) = event
            && e.local_name().as_ref() == element
        {
            visit(e);
        }
        Ok(())
    })
}

/// Looks every XML part of a workbook over, and gives the shape of each of its sheets, those of charts included.
pub(super) fn shapes(parts: &Parts) -> Result<Vec<Shape>, Fault> {
    let book = Book::read(parts)?;
    book.has_all(parts)?;
    let mut shapes = vec![Shape::default(); book.sheets.len()];
    let mut merged = 0;
    for (key, part) in parts.iter().filter(|(key, _)| !key.ends_with(".bin")) {
        let mut ids = book.related.iter().filter(|(_, kind, p)| p == key && kind.ends_with("/worksheet"));
        let Some((id, ..)) = ids.next() else {
            walk(&part.name, &part.bytes, |_| Ok(()))?;
            continue;
        };
        let mut sheet = SheetPart { part: &part.name, ..SheetPart::default() };
        walk(&part.name, &part.bytes, |event| sheet.visit(event))?;
        merged += sheet.shape.merged.len();
        if merged > shape::MOST_MERGED {
            return Err(Fault::TooLarge(format!("it has more than {} merged cells", shape::MOST_MERGED)));
        }
        let mut of_part = book.sheets.iter().enumerate().filter(|(_, s)| *s == id);
        if let Some((at, _)) = of_part.next() {
            shapes[at] = sheet.shape;
        }
        if ids.next().is_some() || of_part.next().is_some() {
            return Err(Fault::Damaged(format!("its part {} is in it as two sheets", part.name)));
        }
    }
    Ok(shapes)
}

/// One sheet as its XML goes by.
#[derive(Default)]
struct SheetPart<'a> {
    part: &'a str,
    shape: Shape,
    /// How many blocks of rows there were.
    blocks: u32,
    /// The next row, from 0, and the one that is read, where it says so itself.
    rows: u32,
    row: Option<u32>,
    /// The cell that was begun last, where it says which it is.
    cell: Option<CellRef>,
    holds: Holds,
    /// Within a cell: what of it was read last.
    last: Option<u8>,
    /// Within the value of a cell that is no text: how many pieces it has had.
    pieces: Option<u32>,
}

/// What the value of a cell is.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Holds {
    /// A number, a truth or an error: in one piece.
    #[default]
    Plain,
    /// The number of a shared text: digits only.
    Shared,
    /// Text or a date, in any number of pieces.
    Text,
}

impl SheetPart<'_> {
    fn visit(&mut self, event: &Event<'_>) -> Result<(), Fault> {
        match event {
            Event::Start(e) => return self.element(e, true),
            Event::Empty(e) => return self.element(e, false),
            Event::End(e) => match e.local_name().as_ref() {
                "v" => self.pieces = None,
                "c" => self.last = None,
                _ => {}
            },
            Event::Eof => {}
            // A number in pieces would be read by its first piece.
            _ => {
                let Some(pieces) = &mut self.pieces else { return Ok(()) };
                *pieces += 1;
                let Event::Text(text) = event else { return self.broken("a number in pieces") };
                if *pieces > 1 {
                    return self.broken("a number in pieces");
                }
                // Where it is no number, the first text would be taken.
                if self.holds == Holds::Shared && !is_digits(text) {
                    return self.broken("a text by a number that no text has");
                }
            }
        }
        Ok(())
    }

    fn element(&mut self, e: &BytesStart<'_>, open: bool) -> Result<(), Fault> {
        match e.local_name().as_ref() {
            "c" => {
                self.begin_cell(e)?;
                self.last = open.then_some(0);
            }
            name @ ("f" | "v" | "is") => {
                let Some(last) = self.last else { return Ok(()) };
                // Calamine keeps the last of several, a formula included.
                let rank = ["f", "v", "is"].iter().position(|n| *n == name).map_or(0, |at| at as u8 + 1);
                if rank <= last {
                    return self.broken("two values in one cell");
                }
                self.last = Some(rank);
                if name == "v" && open && self.holds != Holds::Text {
                    self.pieces = Some(0);
                }
            }
            "row" => {
                let Some([r, hidden]) = written(e, ["r", "hidden"]) else { return self.broken("a row in two places") };
                self.row = match r {
                    Some(r) => match r.parse::<u32>() {
                        Ok(n) if (1..=ROWS).contains(&n) => Some(n - 1),
                        _ => return self.beyond(&format!("the row {}", super::clean_name(r))),
                    },
                    None => None,
                };
                let number = self.row.unwrap_or(self.rows);
                self.rows = number + 1;
                if is_true(hidden) {
                    self.shape.rows.add(number, number);
                }
            }
            "col" => {
                let Some([min, max, hidden]) = written(e, ["min", "max", "hidden"]) else { return Ok(()) };
                let number =
                    |n: Option<&str>| n.and_then(|n| n.parse::<u32>().ok()).filter(|n| (1..=COLUMNS).contains(n));
                if let (Some(first), Some(last), true) = (number(min), number(max), is_true(hidden)) {
                    self.shape.columns.add(first - 1, last - 1);
                }
            }
            "mergeCell" => {
                let reference = attribute(e, "ref").unwrap_or_default();
                let (first, last) = reference.split_once(':').unwrap_or((&reference, &reference));
                let (Some(a), Some(b)) = (cell_of(first), cell_of(last)) else {
                    return self.beyond(&format!("the merge {}", super::clean_name(&reference)));
                };
                let new = Merged { top: a.row, left: a.column, bottom: b.row, right: b.column };
                shape::merge(&mut self.shape.merged, new, &format!("its part {}", self.part))?;
            }
            "sheetData" => {
                self.blocks += 1;
                if self.blocks > 1 {
                    return self.broken("two blocks of rows");
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn begin_cell(&mut self, e: &BytesStart<'_>) -> Result<(), Fault> {
        self.cell = None;
        let Some([r, s, t]) = written(e, ["r", "s", "t"]) else { return self.broken("a cell in two places") };
        if let Some(r) = r {
            let Some(cell) = cell_of(r) else {
                return self.beyond(&format!("the cell {}", super::clean_name(r)));
            };
            self.cell = Some(cell);
            if self.row.is_some_and(|row| row != cell.row) {
                return self.broken("a cell in another row");
            }
        }
        if s.is_some_and(|s| !is_digits(s)) {
            return self.broken("a style that is no number");
        }
        self.holds = match t {
            Some("str" | "inlineStr" | "is" | "d") => Holds::Text,
            Some("s") => Holds::Shared,
            _ => Holds::Plain,
        };
        Ok(())
    }

    fn broken(&self, what: &str) -> Result<(), Fault> {
        let at = self.cell.map(|c| format!(" in {c}")).unwrap_or_default();
        Err(Fault::Damaged(format!("its part {} has {what}{at}", self.part)))
    }

    fn beyond(&self, what: &str) -> Result<(), Fault> {
        let part = self.part;
        Err(Fault::Damaged(format!("its part {part} has {what}, beyond XFD1048576, the last cell of a sheet")))
    }
}

fn is_true(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true" | "on"))
}

/// Says whether a text is a whole number of a size that any list can have.
fn is_digits(text: &str) -> bool {
    (1..=9).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Reads the reference of a cell that a sheet can have.
fn cell_of(text: &str) -> Option<CellRef> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = text.split_at(letters);
    if !is_digits(digits) || letters.len() > 3 {
        return None;
    }
    let column = letters.bytes().fold(0u32, |n, b| n * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    let row = digits.parse::<u32>().ok()?;
    ((1..=COLUMNS).contains(&column) && (1..=ROWS).contains(&row)).then(|| CellRef::new(row - 1, column - 1))
}
