//! What calamine does not tell of a workbook, or does not check: what is hidden, and whether cells can be trusted.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

use super::Merged;
use super::cells::{COLUMNS, ROWS};
use super::container::Parts;
use super::fault::Fault;
use super::xml::{attribute, walk};

/// What is hidden on a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// Hidden rows, as spans from one row to another, both included.
    pub(super) rows: Vec<(u32, u32)>,
    /// Hidden columns, likewise.
    pub(super) columns: Vec<(u32, u32)>,
    /// Cells shown as parts of a hundred, where calamine does not tell.
    pub(super) percents: Vec<Merged>,
    /// Merged cells, where calamine does not tell.
    pub(super) merged: Vec<Merged>,
}

/// Looks every XML part of an Excel workbook over, and gives the shape of each sheet by its name.
pub(super) fn of_xlsx(parts: &Parts) -> Result<BTreeMap<String, Shape>, Fault> {
    let mut by_part = BTreeMap::new();
    let mut sheets: Vec<(String, String)> = Vec::new();
    let mut targets: BTreeMap<String, String> = BTreeMap::new();
    let mut needed: Vec<String> = Vec::new();
    for (part, bytes) in parts {
        let mut sheet = XlsxSheet::default();
        walk(part, bytes, |event| {
            sheet.visit(part, event)?;
            if let Event::Start(e) | Event::Empty(e) = event {
                match e.local_name().as_ref() {
                    "sheet" => sheets.extend(attribute(e, "name").zip(attribute(e, "id"))),
                    "Relationship" if part.to_lowercase().ends_with("workbook.xml.rels") => {
                        let kind = attribute(e, "Type").unwrap_or_default();
                        let target = attribute(e, "Target").map(|t| t.trim_start_matches('/').to_lowercase());
                        if ["/worksheet", "/styles", "/sharedStrings"].iter().any(|k| kind.ends_with(k)) {
                            needed.extend(target.clone());
                        }
                        targets.extend(attribute(e, "Id").zip(target));
                    }
                    _ => {}
                }
            }
            Ok(())
        })?;
        by_part.insert(part.to_lowercase(), sheet.shape);
    }
    let find = |target: &str| by_part.get(target).or_else(|| by_part.get(&format!("xl/{target}")));
    // Without its styles a date would be read as a number, and without its texts nothing at all.
    if let Some(gone) = needed.iter().find(|target| find(target).is_none()) {
        return Err(Fault::Damaged(format!("its part {} is missing", super::clean_name(gone))));
    }
    let mut shapes = BTreeMap::new();
    for (name, id) in sheets {
        let shape = targets.get(&id).and_then(|target| find(target));
        shapes.extend(shape.map(|s| (name, s.clone())));
    }
    Ok(shapes)
}

/// One sheet of an Excel workbook as its XML goes by.
#[derive(Default)]
struct XlsxSheet {
    shape: Shape,
    rows: u32,
    cell: String,
    /// Within the value of a cell that is no text: how many pieces it has had.
    pieces: Option<u32>,
    plain: bool,
}

impl XlsxSheet {
    fn visit(&mut self, part: &str, event: &Event<'_>) -> Result<(), Fault> {
        match event {
            Event::Start(e) | Event::Empty(e) => self.element(part, e, matches!(event, Event::Start(_)))?,
            Event::End(e) if e.local_name().as_ref() == "v" => self.pieces = None,
            Event::End(_) | Event::Eof => {}
            // A number in pieces would be read by its first piece.
            _ => {
                if let Some(pieces) = &mut self.pieces {
                    *pieces += 1;
                    if *pieces > 1 || !matches!(event, Event::Text(_)) {
                        return Err(Fault::Damaged(format!("its part {part} has a number in pieces in {}", self.cell)));
                    }
                }
            }
        }
        Ok(())
    }

    fn element(&mut self, part: &str, e: &BytesStart<'_>, open: bool) -> Result<(), Fault> {
        let beyond = |what: &str| {
            Err(Fault::Damaged(format!("its part {part} has {what}, beyond XFD1048576, the last cell of a sheet")))
        };
        match e.local_name().as_ref() {
            "row" => {
                let number = match attribute(e, "r") {
                    Some(r) => match r.parse::<u32>() {
                        Ok(n) if (1..=ROWS).contains(&n) => n - 1,
                        _ => return beyond(&format!("the row {}", super::clean_name(&r))),
                    },
                    None => self.rows,
                };
                self.rows = number + 1;
                if is_true(attribute(e, "hidden")) {
                    self.shape.rows.push((number, number));
                }
            }
            "c" => {
                self.plain = !matches!(attribute(e, "t").as_deref(), Some("str" | "inlineStr" | "is" | "d"));
                if let Some(r) = attribute(e, "r") {
                    if !is_reference(&r) {
                        return beyond(&format!("the cell {}", super::clean_name(&r)));
                    }
                    self.cell = r;
                }
            }
            "v" if open && self.plain => self.pieces = Some(0),
            "col" if is_true(attribute(e, "hidden")) => {
                let number =
                    |name| attribute(e, name).and_then(|n| n.parse::<u32>().ok()).filter(|n| (1..=COLUMNS).contains(n));
                if let (Some(first), Some(last)) = (number("min"), number("max")) {
                    self.shape.columns.push((first - 1, last - 1));
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn is_true(value: Option<String>) -> bool {
    matches!(value.as_deref(), Some("1" | "true" | "on"))
}

/// Says whether a text is the reference of a cell that a sheet can have.
fn is_reference(text: &str) -> bool {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = &text[..text.len() - digits.len()];
    let column = letters
        .bytes()
        .try_fold(0u32, |n, b| n.checked_mul(26)?.checked_add(u32::from(b.to_ascii_uppercase() - b'A') + 1));
    let row = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u32>().ok()).flatten();
    column.is_some_and(|c| (1..=COLUMNS).contains(&c)) && row.is_some_and(|r| (1..=ROWS).contains(&r))
}

/// The most cells of an `OpenDocument` sheet's used area: calamine makes a place for each.
const MOST_AREA: u64 = 2_000_000;
/// The most tables in an `OpenDocument` spreadsheet.
const MOST_TABLES: usize = super::cells::MOST_SHEETS;

/// Looks every XML part of an `OpenDocument` spreadsheet over, and gives the shape of each sheet by its name.
///
/// Rows and cells are written once with the number of times they repeat: 50 bytes can stand for two billion cells.
pub(super) fn of_ods(parts: &Parts) -> Result<BTreeMap<String, Shape>, Fault> {
    let mut shapes = BTreeMap::new();
    for (part, bytes) in
        parts.iter().filter(|(name, _)| ["content.xml", "META-INF/manifest.xml"].contains(&name.as_str()))
    {
        let content = part == "content.xml";
        let mut table: Option<OdsTable> = None;
        walk(part, bytes, |event| {
            match event {
                Event::Start(e) | Event::Empty(e) if content => match e.name().as_ref() {
                    "table:table" => {
                        if shapes.len() >= MOST_TABLES {
                            return Err(Fault::TooLarge(format!("it has more than {MOST_TABLES} sheets")));
                        }
                        table =
                            Some(OdsTable { name: attribute(e, "name").unwrap_or_default(), ..OdsTable::default() });
                    }
                    _ => table.iter_mut().try_for_each(|t| t.element(e))?,
                },
                Event::End(e) if content && e.name().as_ref() == "table:table" => {
                    shapes.extend(table.take().map(|t| (t.name, t.shape)));
                }
                Event::Start(e) | Event::Empty(e)
                    if part == "META-INF/manifest.xml" && e.local_name().as_ref() == "encryption-data" =>
                {
                    return Err(Fault::Password);
                }
                _ => {}
            }
            Ok(())
        })?;
    }
    Ok(shapes)
}

/// One table as its XML goes by.
#[derive(Default)]
struct OdsTable {
    name: String,
    shape: Shape,
    /// The row that is read, how often it repeats, and the next one.
    row: u64,
    repeats: u64,
    next_row: u64,
    next_column: u64,
    next_defined_column: u64,
    /// The first row and column with something in them, and the ends after the last ones.
    used: Option<[u64; 4]>,
}

impl OdsTable {
    fn element(&mut self, e: &BytesStart<'_>) -> Result<(), Fault> {
        let repeated = |name| {
            attribute(e, name).map_or(Ok(1), |n| n.parse::<u64>().map_err(|_| broken("a repeat that is no number")))
        };
        let hidden = matches!(attribute(e, "visibility").as_deref(), Some("collapse" | "filter"));
        match e.name().as_ref() {
            "table:table-row" => {
                self.repeats = repeated("number-rows-repeated")?;
                self.row = self.next_row;
                self.next_row = self.row.saturating_add(self.repeats);
                self.next_column = 0;
                if hidden {
                    self.shape.rows.extend(span(self.row, self.next_row));
                }
            }
            "table:table-column" => {
                let first = self.next_defined_column;
                self.next_defined_column = first.saturating_add(repeated("number-columns-repeated")?);
                if hidden {
                    self.shape.columns.extend(span(first, self.next_defined_column));
                }
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let first = self.next_column;
                self.next_column = first.saturating_add(repeated("number-columns-repeated")?);
                let filled =
                    ["value-type", "formula", "value", "string-value"].iter().any(|a| attribute(e, a).is_some());
                if filled {
                    self.filled([self.row, first, self.next_row, self.next_column])?;
                }
                if attribute(e, "value-type").as_deref() == Some("percentage") {
                    self.shape.percents.extend(block([self.row, first, self.next_row, self.next_column]));
                }
                let (rows, columns) = (repeated("number-rows-spanned")?, repeated("number-columns-spanned")?);
                if rows.max(columns) > 1 {
                    let end = [self.row.saturating_add(rows), first.saturating_add(columns)];
                    self.shape.merged.extend(block([self.row, first, end[0], end[1]]));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn filled(&mut self, cells: [u64; 4]) -> Result<(), Fault> {
        let [top, left, bottom, right] = cells;
        if bottom > u64::from(ROWS) || right > u64::from(COLUMNS) {
            return Err(broken("a cell beyond XFD1048576, the last one that a sheet can have"));
        }
        let [t, l, b, r] = self.used.unwrap_or(cells);
        let used = [t.min(top), l.min(left), b.max(bottom), r.max(right)];
        self.used = Some(used);
        if (used[2] - used[0]) * (used[3] - used[1]) > MOST_AREA {
            return Err(Fault::TooLarge(format!(
                "the cells of its sheet {} are spread too wide",
                super::clean_name(&self.name)
            )));
        }
        Ok(())
    }
}

fn broken(what: &str) -> Fault {
    Fault::Damaged(format!("its part content.xml has {what}"))
}

/// Makes a block of cells from its first row and column and one past its last.
fn block([top, left, bottom, right]: [u64; 4]) -> Option<Merged> {
    let ((top, bottom), (left, right)) = (span(top, bottom)?, span(left, right)?);
    Some(Merged { top, left, bottom, right })
}

/// Makes a span of rows or columns from a first and one past the last.
fn span(first: u64, end: u64) -> Option<(u32, u32)> {
    Some((u32::try_from(first).ok()?, u32::try_from(end.checked_sub(1)?.min(u64::from(ROWS))).ok()?))
}
