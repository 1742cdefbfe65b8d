//! A table of an `OpenDocument` spreadsheet.
//!
//! Rows and cells are written once with the number of times they repeat: 50 bytes can stand for two billion cells. What
//! a cell shows is written beside its value, as paragraphs.

use chrono::NaiveDate;
use quick_xml::events::{BytesStart, Event};

use super::draft::{Draft, Tally};
use super::error_value::is_error_text;
use super::fault::Fault;
use super::format::is_dash;
use super::limits::{COLUMNS, MOST_CELLS, MOST_TEXT, ROWS};
use super::model::{Cell, Merged, Sheet, Shown, Value};
use super::open_styles::Styles;
use super::xml::attribute;
use crate::problem::CellRef;

/// One table as its XML goes by.
pub(super) struct Table {
    /// Its name; what a link to elsewhere has saved has none, and is no sheet.
    name: Option<String>,
    hidden: bool,
    draft: Draft,
    /// The row that is read, and the next one.
    row: u64,
    next_row: u64,
    next_column: u64,
    next_defined_column: u64,
    /// The columns whose cells are struck through unless they say otherwise, and whether those of this row are.
    struck_columns: Vec<(u64, u64)>,
    struck_row: bool,
    open: Option<Open>,
    /// How deep this is in what is not of the cells: a comment, a picture.
    aside: u32,
}

/// A cell between its beginning and its end.
#[derive(Default)]
struct Open {
    /// Its first row and column, and one past its last ones.
    cells: [u64; 4],
    kind: Option<String>,
    value: Option<String>,
    is_formula: bool,
    is_error: bool,
    struck: bool,
    text: String,
    /// Whether it has a paragraph, and where in the text the last one began.
    has_text: bool,
    begun: usize,
    /// How many paragraphs are open, and whether the text ends with white space that more would add nothing to.
    within: u32,
    spaced: bool,
    /// For each span that is open, whether it is struck through.
    spans: Vec<bool>,
}

impl Table {
    pub(super) fn new(name: Option<String>, hidden: bool) -> Self {
        Table {
            name,
            hidden,
            draft: Draft::default(),
            row: 0,
            next_row: 0,
            next_column: 0,
            next_defined_column: 0,
            struck_columns: Vec::new(),
            struck_row: false,
            open: None,
            aside: 0,
        }
    }

    /// Makes the sheet; `None` where it is none.
    pub(super) fn finish(self) -> Result<Option<Sheet>, Fault> {
        self.name.map(|name| self.draft.finish(&name, self.hidden)).transpose()
    }

    /// Takes an event, and says whether the table ends with it.
    pub(super) fn visit(&mut self, event: &Event<'_>, styles: &Styles, tally: &mut Tally) -> Result<bool, Fault> {
        if self.aside > 0 {
            match event {
                Event::Start(_) => self.aside += 1,
                Event::End(_) => self.aside -= 1,
                _ => {}
            }
            return Ok(false);
        }
        match event {
            Event::Start(e) => self.element(e, true, styles, tally)?,
            Event::Empty(e) => self.element(e, false, styles, tally)?,
            Event::End(e) => match e.name().as_ref() {
                "table:table" => return Ok(true),
                "table:table-cell" | "table:covered-table-cell" => self.end_cell(tally)?,
                name => self.open.iter_mut().for_each(|cell| cell.end(name)),
            },
            Event::Text(text) => self.text(text, tally)?,
            Event::CData(text) => self.text(text, tally)?,
            Event::GeneralRef(entity) => {
                let named = || quick_xml::escape::resolve_predefined_entity(entity).map(String::from);
                let text = entity.resolve_char_ref().ok().flatten().map(String::from).or_else(named);
                self.text(&text.ok_or_else(|| broken("an entity that is not known"))?, tally)?;
            }
            _ => {}
        }
        Ok(false)
    }

    fn text(&mut self, text: &str, tally: &mut Tally) -> Result<(), Fault> {
        let Some(cell) = self.open.as_mut().filter(|c| c.within > 0) else { return Ok(()) };
        tally.text(0)?;
        cell.push(text);
        Ok(())
    }

    fn element(&mut self, e: &BytesStart<'_>, open: bool, styles: &Styles, tally: &mut Tally) -> Result<(), Fault> {
        let name = e.name();
        let name = name.as_ref();
        match name {
            "table:table" => return Err(broken("a sheet within a sheet")),
            "office:annotation" => {
                self.aside = u32::from(open);
                let at = self.open.as_ref().map(|c| (c.cells[0] as u32, c.cells[1] as u32));
                self.draft.commented.extend(at);
            }
            "table:shapes" | "office:forms" => self.aside = u32::from(open),
            _ if name.starts_with("draw:") => self.aside = u32::from(open),
            "table:table-row" => {
                self.row = self.next_row;
                self.next_row = self.row.saturating_add(repeated(e, "number-rows-repeated")?);
                self.next_column = 0;
                self.struck_row = strikes(e, "default-cell-style-name", styles);
                if is_hidden(e) {
                    span(self.row, self.next_row).into_iter().for_each(|(a, b)| self.draft.rows.add(a, b));
                }
            }
            "table:table-column" => {
                let first = self.next_defined_column;
                self.next_defined_column = first.saturating_add(repeated(e, "number-columns-repeated")?);
                if strikes(e, "default-cell-style-name", styles) {
                    self.struck_columns.push((first, self.next_defined_column));
                }
                if is_hidden(e) {
                    let span = span(first, self.next_defined_column);
                    span.into_iter().for_each(|(a, b)| self.draft.columns.add(a, b));
                }
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.begin_cell(e, styles, tally)?;
                if !open {
                    self.end_cell(tally)?;
                }
            }
            _ => {
                let Some(cell) = &mut self.open else { return Ok(()) };
                match name {
                    "text:p" | "text:h" => cell.begin_paragraph(open),
                    "text:span" if open => cell.spans.push(strikes(e, "style-name", styles)),
                    "text:s" => {
                        let many = repeated(e, "c")?;
                        let all = usize::try_from(many).unwrap_or(usize::MAX);
                        tally.text(all)?;
                        cell.text.extend(std::iter::repeat_n(' ', all));
                        cell.spaced = false;
                    }
                    "text:tab" => cell.put('\t'),
                    "text:line-break" => cell.put('\n'),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn begin_cell(&mut self, e: &BytesStart<'_>, styles: &Styles, tally: &mut Tally) -> Result<(), Fault> {
        let first = self.next_column;
        self.next_column = first.saturating_add(repeated(e, "number-columns-repeated")?);
        let mut cell = Open { cells: [self.row, first, self.next_row, self.next_column], ..Open::default() };
        let mut styled = None;
        for a in e.attributes().with_checks(false).flatten() {
            let value = || {
                a.normalized_value(quick_xml::XmlVersion::Implicit1_0)
                    .map_or_else(|_| a.value.to_string(), |v| v.to_string())
            };
            match a.key.as_ref() {
                "office:value-type" => cell.kind = Some(value()),
                "calcext:value-type" => cell.is_error = value() == "error",
                "table:formula" => cell.is_formula = true,
                "table:style-name" => styled = Some(value()),
                "office:value"
                | "office:date-value"
                | "office:time-value"
                | "office:boolean-value"
                | "office:string-value" => cell.value = Some(value()),
                _ => {}
            }
        }
        let in_column = |(from, end): &(u64, u64)| (*from..*end).contains(&first);
        cell.struck = styles.strikes
            && match &styled {
                Some(style) => styles.is_struck("table-cell", style),
                None => self.struck_row || self.struck_columns.iter().any(in_column),
            };
        let spanned = |rows: &str, columns: &str| -> Result<Option<Merged>, Fault> {
            let (rows, columns) = (repeated(e, rows)?, repeated(e, columns)?);
            let end = [self.row.saturating_add(rows), first.saturating_add(columns)];
            Ok((rows.max(columns) > 1).then(|| block([self.row, first, end[0], end[1]])).flatten())
        };
        if let Some(new) = spanned("number-rows-spanned", "number-columns-spanned")? {
            self.draft.merge(new, "its part content.xml", tally)?;
        }
        // The other cells of a formula that fills several hold their results themselves.
        if let Some(array) = spanned("number-matrix-rows-spanned", "number-matrix-columns-spanned")? {
            self.draft.array(array, false, tally)?;
        }
        self.open = Some(cell);
        Ok(())
    }

    fn end_cell(&mut self, tally: &mut Tally) -> Result<(), Fault> {
        let Some(cell) = self.open.take() else { return Ok(()) };
        let Some((value, shown)) = cell.value() else { return Ok(()) };
        let [top, left, bottom, right] = cell.cells;
        if bottom > u64::from(ROWS) || right > u64::from(COLUMNS) {
            return Err(broken("a cell beyond XFD1048576, the last one that a sheet can have"));
        }
        // Looked at before so many are made.
        let many = (bottom - top).saturating_mul(right - left);
        if many > MOST_CELLS as u64 {
            return tally.cells(MOST_CELLS + 1);
        }
        if many.saturating_mul(cell.text.len() as u64) > MOST_TEXT as u64 {
            return tally.text(MOST_TEXT + 1);
        }
        for row in top..bottom {
            for column in left..right {
                let at = CellRef::new(row as u32, column as u32);
                let cell = Cell {
                    row: at.row,
                    column: at.column,
                    value: value.clone(),
                    shown: shown.clone(),
                    struck: cell.struck,
                };
                self.draft.take(cell, tally)?;
            }
        }
        Ok(())
    }
}

impl Open {
    fn begin_paragraph(&mut self, open: bool) {
        if self.has_text {
            self.text.push('\n');
        }
        (self.has_text, self.begun, self.spaced) = (true, self.text.len(), false);
        self.within += u32::from(open);
    }

    fn end(&mut self, name: &str) {
        match name {
            "text:p" | "text:h" => {
                self.within = self.within.saturating_sub(1);
                if self.spaced {
                    self.text.pop();
                }
                self.spaced = false;
            }
            "text:span" => drop(self.spans.pop()),
            _ => {}
        }
    }

    fn put(&mut self, c: char) {
        self.text.push(c);
        self.spaced = false;
    }

    /// Takes text, in which any white space stands for one space, and for none where a paragraph begins.
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                ' ' | '\t' | '\r' | '\n' => {
                    if !self.spaced && self.text.len() > self.begun {
                        self.text.push(' ');
                        self.spaced = true;
                    }
                }
                c => self.put(c),
            }
        }
        self.struck |= self.spans.contains(&true) && !text.trim().is_empty();
    }

    /// Says what the cell holds, and shows where that is something else; `None` where it is empty.
    fn value(&self) -> Option<(Value, Option<Shown>)> {
        let text = self.text.as_str();
        let blank = text.trim().is_empty();
        if is_error_text(text) {
            return Some((Value::Error(text.trim().into()), None));
        }
        if self.is_error {
            return Some((Value::Error("#ERROR!".into()), None));
        }
        let typed = || Some((Value::Text(text.into()), None)).filter(|_| !blank);
        let lacking = || self.is_formula.then_some((Value::Unsaved, None));
        let number = |value: &str, percent: bool| match value.trim().parse::<f64>() {
            Ok(n) if percent => (Value::Percent(n), self.shown(n).filter(|s| matches!(s, Shown::Masked(_)))),
            Ok(n) => (Value::Number(n), self.shown(n)),
            Err(_) => (Value::Unread("a number that cannot be read".into()), None),
        };
        match (self.kind.as_deref(), self.value.as_deref()) {
            (Some("string"), value) => typed().or_else(|| Some((Value::Text(value.filter(|_| blank)?.into()), None))),
            (Some("boolean"), Some(value)) => Some((Value::Bool(value == "true"), None)),
            (Some("date"), Some(value)) => {
                match NaiveDate::parse_from_str(value.get(..10).unwrap_or(value), "%Y-%m-%d") {
                    Ok(date) => Some((Value::Date(date), None)),
                    Err(_) => typed().or_else(|| Some((Value::Text(value.into()), None))),
                }
            }
            (Some("time"), Some(value)) => typed().or_else(|| Some((Value::Text(value.into()), None))),
            (Some("percentage"), Some(value)) => Some(number(value, true)),
            // A value without its kind is a number.
            (Some("float" | "currency") | None, Some(value)) => Some(number(value, false)),
            _ => typed().or_else(lacking),
        }
    }

    /// Says what is shown of a number, where that is not the number as it is.
    fn shown(&self, n: f64) -> Option<Shown> {
        let text = self.text.trim();
        if !self.has_text {
            return None;
        }
        if !text.contains(|c: char| c.is_ascii_digit()) {
            return (!is_dash(n, text)).then(|| Shown::Masked(text.into()));
        }
        if text.contains(['<', '>', '\u{2264}', '\u{2265}', '~', '\u{2248}']) {
            return Some(Shown::Masked(text.into()));
        }
        let plain = n.to_string();
        (text != plain && text.replace(',', "") != plain).then(|| Shown::As(text.into()))
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

fn strikes(e: &BytesStart<'_>, name: &str, styles: &Styles) -> bool {
    let family = if name == "style-name" { "text" } else { "table-cell" };
    styles.strikes && attribute(e, name).is_some_and(|style| styles.is_struck(family, &style))
}

fn is_hidden(e: &BytesStart<'_>) -> bool {
    matches!(attribute(e, "visibility").as_deref(), Some("collapse" | "filter"))
}

pub(super) fn broken(what: &str) -> Fault {
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
