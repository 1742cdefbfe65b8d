//! An `OpenDocument` spreadsheet, looked over before calamine takes it apart.

use quick_xml::events::{BytesStart, Event};

use super::Merged;
use super::cells::{COLUMNS, MOST_AREA, MOST_CELLS, MOST_SHEETS, MOST_TEXT, ROWS, too_much_text};
use super::container::Parts;
use super::fault::Fault;
use super::shape::{self, Shape};
use super::xml::{attribute, walk};

/// Looks the content over, and gives the shape of each sheet, in order.
///
/// Rows and cells are written once with the number of times they repeat: 50 bytes can stand for two billion cells.
pub(super) fn shapes(parts: &Parts) -> Result<Vec<Shape>, Fault> {
    if let Some(manifest) = parts.get("meta-inf/manifest.xml") {
        walk(&manifest.name, &manifest.bytes, |event| match event {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "encryption-data" => Err(Fault::Password),
            _ => Ok(()),
        })?;
    }
    let mut shapes = Vec::new();
    let Some(content) = parts.get("content.xml") else { return Ok(shapes) };
    let mut table: Option<Table> = None;
    walk(&content.name, &content.bytes, |event| {
        match event {
            Event::Start(e) | Event::Empty(e) => match (e.name().as_ref(), &mut table) {
                ("table:table", Some(_)) => return Err(broken("a sheet within a sheet")),
                ("table:table", None) => {
                    if shapes.len() >= MOST_SHEETS {
                        return Err(Fault::TooLarge(format!("it has more than {MOST_SHEETS} sheets")));
                    }
                    let begun = Table { name: attribute(e, "name"), ..Table::default() };
                    match event {
                        Event::Empty(_) => shapes.extend(begun.name.is_some().then_some(begun.shape)),
                        _ => table = Some(begun),
                    }
                }
                (_, Some(table)) => table.element(e)?,
                _ => {}
            },
            Event::Text(text) => {
                if let Some(table) = &mut table {
                    table.text(text.len() as u64)?;
                }
            }
            Event::End(e) if e.name().as_ref() == "table:table" => {
                // What a link to elsewhere has saved has no name, and is no sheet.
                shapes.extend(table.take().filter(|t| t.name.is_some()).map(|t| t.shape));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(shapes)
}

/// One table as its XML goes by.
#[derive(Default)]
struct Table {
    name: Option<String>,
    shape: Shape,
    /// The row that is read, and the next one.
    row: u64,
    next_row: u64,
    next_column: u64,
    /// How often the cell that is read repeats, and how much text there was so far.
    repeats: u64,
    text: u64,
    next_defined_column: u64,
    /// The first row and column with something in them, and the ends after the last ones.
    used: Option<[u64; 4]>,
}

impl Table {
    fn element(&mut self, e: &BytesStart<'_>) -> Result<(), Fault> {
        match e.name().as_ref() {
            "table:table-row" => {
                self.row = self.next_row;
                self.next_row = self.row.saturating_add(repeated(e, "number-rows-repeated")?);
                self.next_column = 0;
                if is_hidden(e) {
                    span(self.row, self.next_row).into_iter().for_each(|(a, b)| self.shape.rows.add(a, b));
                }
            }
            "table:table-column" => {
                let first = self.next_defined_column;
                self.next_defined_column = first.saturating_add(repeated(e, "number-columns-repeated")?);
                if is_hidden(e) {
                    let span = span(first, self.next_defined_column);
                    span.into_iter().for_each(|(a, b)| self.shape.columns.add(a, b));
                }
            }
            "table:table-cell" | "table:covered-table-cell" => self.cell(e)?,
            "text:s" => self.text(repeated(e, "c")?)?,
            _ => {}
        }
        Ok(())
    }

    /// Counts the text of a cell, as often as its row and it are repeated: calamine makes a copy of each.
    fn text(&mut self, length: u64) -> Result<(), Fault> {
        let times = (self.next_row - self.row).saturating_mul(self.repeats);
        self.text = self.text.saturating_add(length.saturating_mul(times));
        if self.text > MOST_TEXT as u64 { Err(too_much_text()) } else { Ok(()) }
    }

    fn cell(&mut self, e: &BytesStart<'_>) -> Result<(), Fault> {
        let first = self.next_column;
        self.repeats = repeated(e, "number-columns-repeated")?;
        self.next_column = first.saturating_add(self.repeats);
        let cells = [self.row, first, self.next_row, self.next_column];
        let mut kind = None;
        let (mut filled, mut length) = (false, 0);
        for a in e.attributes().with_checks(false).flatten() {
            match a.key.local_name().as_ref() {
                "value-type" if a.key.as_ref() == "office:value-type" => kind = Some(a.value),
                name if name.ends_with("value") || ["value-type", "formula"].contains(&name) => {
                    filled = true;
                    length += a.value.len() as u64;
                }
                _ => {}
            }
        }
        if filled || kind.is_some() {
            self.filled(cells)?;
            self.text(length)?;
        }
        if kind.as_deref() == Some("percentage") {
            let [top, left, bottom, right] = cells;
            let many = usize::try_from((bottom - top).saturating_mul(right - left)).unwrap_or(usize::MAX);
            if self.shape.percents.len().saturating_add(many) > MOST_CELLS {
                return Err(Fault::TooLarge(format!("it has more than {MOST_CELLS} cells")));
            }
            // Those cells are within a sheet: their numbers fit.
            let all = (top..bottom).flat_map(|row| (left..right).map(move |column| (row as u32, column as u32)));
            self.shape.percents.extend(all);
        }
        let (rows, columns) = (repeated(e, "number-rows-spanned")?, repeated(e, "number-columns-spanned")?);
        if rows.max(columns) > 1 {
            let end = [self.row.saturating_add(rows), first.saturating_add(columns)];
            if let Some(new) = block([self.row, first, end[0], end[1]]) {
                shape::merge(&mut self.shape.merged, new, "its part content.xml")?;
            }
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
            let name = super::clean_name(self.name.as_deref().unwrap_or_default());
            return Err(Fault::TooLarge(format!("the cells of its sheet {name} are spread too wide")));
        }
        Ok(())
    }
}

/// Reads how often something repeats, or how far it spans; once where it does not say.
fn repeated(e: &BytesStart<'_>, name: &str) -> Result<u64, Fault> {
    match attribute(e, name).map(|n| n.parse::<u64>()) {
        None => Ok(1),
        Some(Ok(n)) if n > 0 => Ok(n),
        Some(_) => Err(broken("a repeat that is no number")),
    }
}

fn is_hidden(e: &BytesStart<'_>) -> bool {
    matches!(attribute(e, "visibility").as_deref(), Some("collapse" | "filter"))
}

fn broken(what: &str) -> Fault {
    Fault::Damaged(format!("its part content.xml has {what}"))
}

/// Makes a block of cells from its first row and column and one past its last.
fn block([top, left, bottom, right]: [u64; 4]) -> Option<Merged> {
    let ((top, bottom), (left, right)) = (span(top, bottom)?, span(left, right)?);
    Some(Merged { top, left, bottom, right })
}

/// Makes a span of rows or columns from a first and one past the last, within a sheet.
fn span(first: u64, end: u64) -> Option<(u32, u32)> {
    Some((u32::try_from(first).ok()?, u32::try_from(end.checked_sub(1)?.min(u64::from(ROWS) - 1)).ok()?))
}
