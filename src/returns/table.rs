//! A sheet with a row of headings: which column holds what, and the rows below.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::fields::{Column, Kind, SheetFields, columns as c};
use super::model::Located;
use super::session::{Grid, Session, Sessions};
use super::values::{self, Loss};
use crate::board::Board;
use crate::number::grouped;
use crate::problem::{CellRef, Code, Place, Problem, Problems, Severity};
use crate::text::{self, key, nearest};
use crate::workbook::{Sheet, Shown, Value};

/// What every sheet of a return is read with.
pub(super) struct Context<'a> {
    pub(super) workbook: &'a str,
    pub(super) board: &'a Board,
    /// Whether a blank that must be filled in is a warning.
    pub(super) lenient: bool,
    found: Problems,
    /// The sheets of which it is known which rows are open.
    known: BTreeSet<String>,
    /// The rows of those that are not open, by the names of their sheets.
    kept: BTreeSet<(String, u32)>,
    /// The sheets with rows and without a column `Session`.
    pub(super) without_session: Vec<String>,
}

impl<'a> Context<'a> {
    pub(super) fn new(workbook: &'a str, board: &'a Board, lenient: bool) -> Self {
        let (found, known, kept) = (Problems::new(), BTreeSet::new(), BTreeSet::new());
        Context { workbook, board, lenient, found, known, kept, without_session: Vec::new() }
    }

    pub(super) fn push(&mut self, problem: Problem) {
        self.found.push(problem);
    }

    /// Notes that it is known which rows of a sheet are open: all but those given.
    pub(super) fn know(&mut self, sheet: &Sheet, kept: impl Iterator<Item = u32>) {
        self.known.insert(sheet.name.clone());
        self.kept.extend(kept.map(|row| (sheet.name.clone(), row)));
    }

    /// Gives all that was found, whenever it was found: the only way out of here. A problem about a row that is not open,
    /// or of which nobody knows whether it is, loses its quotations.
    pub(super) fn finish(self) -> Problems {
        let Context { mut found, known, kept, .. } = self;
        found.withhold(|place| match place {
            Place::Cells { sheet, first, last, .. } => {
                !known.contains(sheet) || (first.row..=last.row).any(|row| kept.contains(&(sheet.clone(), row)))
            }
            _ => false,
        });
        found
    }

    /// Reports what must be filled in and is not: an error, or a warning where the reading is lenient.
    pub(super) fn blank(&mut self, problem: Problem) {
        let severity = if self.lenient { Severity::Warning } else { Severity::Error };
        self.push(problem.severity(severity));
    }
}

/// The rows of a sheet by absolute number, each a map from absolute column to what the cell holds.
pub(super) type Rows<'a> = BTreeMap<u32, BTreeMap<u32, &'a Value>>;

/// Sorts a sheet's cells into rows.
pub(super) fn rows(sheet: &Sheet) -> Rows<'_> {
    let mut rows = Rows::new();
    for cell in &sheet.cells {
        rows.entry(cell.row).or_default().insert(cell.column, &cell.value);
    }
    rows
}

/// Finds the row of headings: the first row with a cell that is named like the first column.
pub(super) fn header(rows: &Rows<'_>, name: &str) -> Option<u32> {
    let wanted = key(name);
    let named = |v: &&Value| matches!(v, Value::Text(t) if key(t) == wanted);
    rows.iter().find(|(_, cells)| cells.values().any(&named)).map(|(row, _)| *row)
}

/// Reports a sheet without its row of headings.
pub(super) fn no_header(workbook: &str, sheet: &Sheet, name: &str) -> Problem {
    let place = Place::Sheet { workbook: workbook.into(), sheet: sheet.name.clone() };
    let near = sheet.cells.iter().find_map(|c| match &c.value {
        Value::Text(t) if t.len() < 60 => nearest(t, [name]).map(|_| CellRef::new(c.row, c.column)),
        _ => None,
    });
    let expected = format!("a row of headings with \"{name}\"");
    let problem = Problem::expected(Code::NoHeadings, place, expected, "none");
    match near {
        // Without headings nobody can tell which rows are open, so nothing is quoted.
        Some(cell) => problem.help(format!("If {cell} is that heading, name it \"{name}\"")),
        None => problem.help(format!("Put \"{name}\" at the head of the sheet's first column")),
    }
}

/// How many places of one kind are named before the rest are only counted.
const NAMED: usize = 4;

/// Warns of what stands below the headings in columns that have none: it is passed over, and must not be lost in silence.
pub(super) fn unheaded(
    sheet: &Sheet,
    rows: &Rows<'_>,
    header: u32,
    matters: impl Fn(u32, &Value) -> bool,
    help: &str,
    cx: &mut Context<'_>,
) {
    let headed = |column: &u32| rows.get(&header).is_some_and(|cells| cells.contains_key(column));
    let below =
        rows.range(header + 1..).flat_map(|(row, cells)| cells.iter().map(|(column, value)| (*row, *column, *value)));
    let mut found: Vec<(u32, u32, &Value)> =
        below.filter(|(_, column, v)| !headed(column) && matters(*column, v)).collect();
    found.sort_unstable_by_key(|(row, column, _)| (*column, *row));
    let mut runs = found.chunk_by(|(row, column, _), (next, same, _)| column == same && next - row == 1);
    for run in runs.by_ref().take(NAMED) {
        let (Some((top, column, value)), Some((bottom, ..))) = (run.first(), run.last()) else { continue };
        let place = Place::Cells {
            workbook: cx.workbook.into(),
            sheet: sheet.name.clone(),
            first: CellRef::new(*top, *column),
            last: CellRef::new(*bottom, *column),
        };
        let message = match run.len() {
            1 => format!("{} is in a column without a heading, and is passed over", values::found(value)),
            n => format!("{n} cells are in a column without a heading, and are passed over"),
        };
        cx.push(Problem::new(Code::NoHeading, place, message).help(help));
    }
    let more: usize = runs.map(<[_]>::len).sum();
    if more > 0 {
        let place = Place::Sheet { workbook: cx.workbook.into(), sheet: sheet.name.clone() };
        let message = format!("{more} more cells are in columns without a heading, and are passed over");
        cx.push(Problem::new(Code::NoHeading, place, message).help(help));
    }
}

/// A sheet with a row of headings.
pub(super) struct Table<'a> {
    pub(super) sheet: &'a Sheet,
    header: u32,
    columns: Vec<(&'static Column, u32)>,
    rows: Rows<'a>,
    sessions: Sessions,
}

/// A row of a table that holds something in a known column.
pub(super) struct Row<'t> {
    table: &'t Table<'t>,
    pub(super) number: u32,
    /// In which session it may be read: known before anything else of it.
    pub(super) session: Session,
}

impl<'a> Table<'a> {
    /// Finds the headings of a sheet; `None`, with the reason reported, where they are not there.
    pub(super) fn read(sheet: &'a Sheet, fields: &'static SheetFields, cx: &mut Context<'_>) -> Option<Self> {
        if sheet.cells.is_empty() {
            return None;
        }
        let rows = rows(sheet);
        let first = fields.columns.first()?.name;
        let Some(header) = header(&rows, first) else {
            cx.push(no_header(cx.workbook, sheet, first));
            return None;
        };
        let headings = rows.get(&header).cloned().unwrap_or_default();
        let columns = known(fields, &headings);
        let sessions = Sessions::read(&Grid { workbook: cx.workbook, sheet, rows: &rows, header }, &columns);
        let mut table = Table { sheet, header, columns, rows, sessions };
        table.tell_sessions(cx);
        let help = "Put it under the heading that it belongs to, or delete it";
        unheaded(sheet, &table.rows, header, |at, _| !table.sessions.told.contains(&at), help, cx);
        table.tell_headings(fields, &headings, cx);
        Some(table)
    }

    /// Tells what is wrong with the sessions; from here on no problem quotes a row that is not open.
    fn tell_sessions(&mut self, cx: &mut Context<'_>) {
        cx.know(self.sheet, self.sessions.kept());
        std::mem::take(&mut self.sessions.problems).into_iter().for_each(|p| cx.push(p));
        if self.column(&c::SESSION).is_none() && self.rows().next().is_some() {
            cx.without_session.push(self.sheet.name.clone());
        }
    }

    /// Tells headings that are there twice, are not known, or are not there.
    fn tell_headings(&self, fields: &'static SheetFields, headings: &BTreeMap<u32, &Value>, cx: &mut Context<'_>) {
        for (at, value) in headings.iter().filter(|(at, _)| !self.sessions.told.contains(at)) {
            if self.columns.iter().any(|(_, known)| known == at) {
                continue;
            }
            let place = Place::cell(cx.workbook, &self.sheet.name, CellRef::new(self.header, *at));
            // It may be the heading of any column.
            if let Some(problem) = unreadable("a heading", place.clone(), value) {
                cx.push(problem);
                continue;
            }
            let name = values::text(value).unwrap_or_else(|| values::found(value));
            if let Some(column) = fields.columns.iter().find(|c| key(c.name) == key(&name)) {
                let message = format!("the column \"{}\" is there twice", column.name);
                cx.push(Problem::new(Code::ColumnTwice, place, message).help("Keep one of them"));
                continue;
            }
            let message = format!("the column {} is not part of the return and is passed over", values::quoted(&name));
            let problem = Problem::new(Code::UnknownColumn, place, message);
            let missing = fields.columns.iter().filter(|c| self.column(c).is_none()).map(|c| c.name);
            cx.push(match nearest(&name, missing) {
                Some(near) => problem.help(format!("Did you mean \"{near}\"?")),
                None => problem,
            });
        }
        for column in fields.columns.iter().filter(|c| c.required && self.column(c).is_none()) {
            let at = |column: Option<u32>| CellRef::new(self.header, column.unwrap_or(0));
            let place = Place::Cells {
                workbook: cx.workbook.into(),
                sheet: self.sheet.name.clone(),
                first: at(self.columns.iter().map(|c| c.1).min()),
                last: at(self.columns.iter().map(|c| c.1).max()),
            };
            cx.push(
                Problem::expected(Code::NoColumn, place, format!("the column \"{}\"", column.name), "none")
                    .help(column.help),
            );
        }
    }

    /// Gives the rows that hold something in a known column, in order.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let filled = |cells: &BTreeMap<u32, &Value>| self.columns.iter().any(|(_, at)| cells.contains_key(at));
        let below = self.rows.range(self.header + 1..).filter(move |(_, cells)| filled(cells));
        below.map(|(number, _)| Row { table: self, number: *number, session: self.sessions.of(*number) })
    }

    fn column(&self, column: &'static Column) -> Option<u32> {
        self.columns.iter().find(|(c, _)| *c == column).map(|(_, at)| *at)
    }

    fn held(&self, row: u32, column: &'static Column) -> Option<(&Value, u32)> {
        let grid = Grid { workbook: "", sheet: self.sheet, rows: &self.rows, header: self.header };
        grid.held(row, self.column(column)?)
    }
}

/// Finds the known columns, each at the first heading of its name.
fn known(fields: &'static SheetFields, headings: &BTreeMap<u32, &Value>) -> Vec<(&'static Column, u32)> {
    let mut columns: Vec<(&'static Column, u32)> = Vec::new();
    for (at, value) in headings {
        let Some(name) = values::text(value) else { continue };
        let column = fields.columns.iter().find(|c| key(c.name) == key(&name));
        columns.extend(column.filter(|c| !columns.iter().any(|(known, _)| known == *c)).map(|c| (*c, *at)));
    }
    columns
}

impl Row<'_> {
    /// Gives the place of a column's cell in this row; of the row's first known cell where the column is not there.
    pub(super) fn place(&self, cx: &Context<'_>, column: &'static Column) -> Place {
        let first = || self.table.columns.iter().map(|(_, at)| *at).min();
        let at = self.table.column(column).or_else(first).unwrap_or_default();
        Place::cell(cx.workbook, &self.table.sheet.name, CellRef::new(self.number, at))
    }

    /// Finds what counts in a column's cell: its own content, or that of the cell above that it is merged with.
    pub(super) fn value(&self, column: &'static Column) -> Option<&Value> {
        self.table.held(self.number, column).map(|(value, _)| value)
    }

    /// Says whether none of these columns' cells holds anything.
    pub(super) fn is_blank(&self, columns: &[&'static Column]) -> bool {
        columns.iter().all(|c| self.value(c).is_none())
    }

    /// Reads a cell with a reader of values; reports a blank that must be filled in, and what the reader refuses.
    pub(super) fn get<T>(
        &self,
        cx: &mut Context<'_>,
        column: &'static Column,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<Located<T>> {
        let place = self.place(cx, column);
        let Some(value) = self.value(column) else {
            if column.required && self.table.column(column).is_some() {
                cx.blank(self.blank(column, place));
            }
            return None;
        };
        let from = self.table.held(self.number, column).map_or(self.number, |(_, from)| from);
        if from != self.number && matches!(column.kind, Kind::Number | Kind::Count) {
            let message = "the figure is merged over several rows, and would count in each";
            cx.push(Problem::new(Code::MergedFigure, place, message).help("Unmerge it, and type each row's own"));
            return None;
        }
        match read(value) {
            Some(value) => Some(Located { value, place }),
            None => {
                cx.push(refused(column, place, value));
                None
            }
        }
    }

    /// Reports a cell that must be filled in and is blank, naming the row as its reader knows it.
    fn blank(&self, column: &'static Column, place: Place) -> Problem {
        let short = |c: &&'static Column| matches!(c.kind, Kind::Line | Kind::Paper | Kind::Choice(_)) && *c != column;
        let before = self.table.columns.iter().map(|(c, _)| *c).take_while(|c| *c != column).filter(short);
        let names: Vec<String> = before.filter_map(|c| values::text(self.value(c)?)).take(2).collect();
        let problem = blank(column, place);
        match problem.help.as_deref() {
            Some(help) if !names.is_empty() => {
                let help = format!("{}, {help}", names.join(", "));
                problem.help(help)
            }
            _ => problem,
        }
    }

    /// Reads a text, cleaned.
    pub(super) fn text(&self, cx: &mut Context<'_>, column: &'static Column) -> Option<Located<String>> {
        let cell = self.table.column(column).and_then(|at| self.table.sheet.cell(CellRef::new(self.number, at)));
        // A reference is what its cell shows: 1.10, 007.
        let shown = cell.and_then(|c| match (column.kind, &c.value, &c.shown) {
            (Kind::Line, Value::Number(_), Some(Shown::As(shown))) => Some(shown.clone()),
            _ => None,
        });
        let text = self.get(cx, column, |v| match (column.kind, v) {
            (Kind::Period, Value::Date(d)) => Some(crate::quarter::Month::of(*d).to_string()),
            _ => shown.or_else(|| values::text(v)),
        })?;
        cleaned(cx, column, text)
    }

    /// Reads a date within the years that a return can speak of.
    pub(super) fn date(&self, cx: &mut Context<'_>, column: &'static Column) -> Option<Located<NaiveDate>> {
        let date = self.get(cx, column, values::date)?;
        in_range(cx, date)
    }

    /// Reads one of the words of a column that is a choice, as its position among them.
    pub(super) fn choice(&self, cx: &mut Context<'_>, column: &'static Column) -> Option<Located<usize>> {
        self.get(cx, column, |v| choice(column, v))
    }
}

/// Reads one of the words of a choice, as its position among them.
pub(super) fn choice(column: &Column, value: &Value) -> Option<usize> {
    let Kind::Choice(words) = column.kind else { return None };
    let text = match value {
        Value::Bool(true) => "Yes".into(),
        Value::Bool(false) => "No".into(),
        other => values::text(other)?,
    };
    let wanted = key(&values::clean(&text).0);
    words.iter().position(|w| key(w) == wanted)
}

/// Cleans a text and reports what that removed; a text that is blank then is blank.
pub(super) fn cleaned(cx: &mut Context<'_>, column: &'static Column, text: Located<String>) -> Option<Located<String>> {
    let Located { value, place } = text;
    let (mut value, removed) = values::clean(&value);
    if removed == Loss::Characters {
        let message = "control or direction characters, which cannot be seen, are left out of the text";
        cx.push(Problem::new(Code::CharactersRemoved, place.clone(), message));
    }
    if matches!(column.kind, Kind::Line | Kind::Period | Kind::Sender) {
        value = text::one_line(&value);
    }
    if value.is_empty() {
        if column.required {
            cx.blank(blank(column, place));
        }
        return None;
    }
    let long = value.chars().count();
    if let Some(longest) = column.longest.filter(|longest| long > *longest) {
        cx.push(too_long(column, place.clone(), long, longest));
    }
    Some(Located { value, place })
}

/// What a cell can hold at most: a text of this length was probably cut off there.
const CELL_HOLDS: usize = 32_767;

/// Asks about a text that is too long for its column.
fn too_long(column: &Column, place: Place, long: usize, longest: usize) -> Problem {
    let count = |n: usize| grouped(i128::try_from(n).unwrap_or(i128::MAX));
    let message = format!(
        "{} has {} characters, more than the {} that can be read with ease in a paper",
        column.name,
        count(long),
        count(longest)
    );
    Problem::new(Code::TextTooLong, place, message).help(if long >= CELL_HOLDS {
        "A cell holds no more, so its end may be lost: shorten it, or divide it among several rows"
    } else if matches!(column.kind, Kind::Prose) {
        "It is printed whole: shorten it if you can"
    } else {
        "It is printed whole: give it a shorter name, and say the rest elsewhere"
    })
}

/// The years that a return can speak of.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2099;

/// Refuses a date that no return can mean.
pub(super) fn in_range(cx: &mut Context<'_>, date: Located<NaiveDate>) -> Option<Located<NaiveDate>> {
    use chrono::Datelike;
    if YEARS.contains(&date.value.year()) {
        return Some(date);
    }
    let expected = format!("a date from {} to {}", YEARS.start(), YEARS.end());
    cx.push(
        Problem::expected(Code::DateOutOfRange, date.place, expected, text::date(date.value)).help("Check the year"),
    );
    None
}

/// Reports a cell that must be filled in and is blank.
pub(super) fn blank(column: &Column, place: Place) -> Problem {
    let expected = column.kind.expected();
    Problem::expected(Code::Blank, place, expected, "a blank cell").help(format!("{}: {}", column.name, column.help))
}

/// Reports a cell that holds nothing that can be read: a formula without a saved result, or what reading gave up.
pub(super) fn unreadable(expected: &str, place: Place, value: &Value) -> Option<Problem> {
    let (code, help) = match value {
        Value::Unsaved => (Code::UnsavedFormula, "Open it in Excel, save, and send it again"),
        Value::Unread(_) => (Code::UnreadableCell, "Type it again, or shorten it"),
        _ => return None,
    };
    Some(Problem::expected(code, place, expected, values::found(value)).help(help))
}

/// Reports a cell that holds what its column cannot.
pub(super) fn refused(column: &Column, place: Place, value: &Value) -> Problem {
    let expected = column.kind.expected();
    let found = values::found(value);
    if let Some(problem) = unreadable(&expected, place.clone(), value) {
        return problem;
    }
    if let Value::Error(_) = value {
        return Problem::expected(Code::ErrorValue, place, expected, found)
            .help("A formula failed there: correct it, or type the value");
    }
    match (column.kind, value) {
        (Kind::Line | Kind::Prose | Kind::Sender | Kind::Paper, Value::Date(_)) => {
            Problem::expected(Code::NotText, place, expected, found)
                .help("The spreadsheet turned what was typed into a date: format the cell as text and type it again")
        }
        (Kind::Line | Kind::Prose | Kind::Sender | Kind::Paper | Kind::Period, _) => {
            Problem::expected(Code::NotText, place, expected, found)
        }
        (Kind::Quarter, _) => Problem::expected(Code::NotAQuarter, place, expected, found),
        (Kind::Date, _) => Problem::expected(Code::NotADate, place, expected, found).help("Type it as in 30/09/2013"),
        (Kind::Number, _) if values::is_number(value) => {
            let expected = "a number of at most 12 digits before the point and 11 after it";
            Problem::expected(Code::NotANumber, place, expected, found)
        }
        (Kind::Number, _) => Problem::expected(Code::NotANumber, place, expected, found),
        (Kind::Count, _) => Problem::expected(Code::NotAWholeNumber, place, expected, found),
        (Kind::Choice(words), _) => {
            let near = values::text(value).and_then(|t| nearest(&t, words.iter().copied()));
            let problem = Problem::expected(Code::NotAChoice, place, expected, found);
            match near {
                Some(near) => problem.help(format!("Did you mean \"{near}\"?")),
                None => problem,
            }
        }
    }
}
