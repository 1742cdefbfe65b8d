//! The `Return` sheet: whose return it is, and for which quarter.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::fields::{Column, RETURN, columns as c};
use super::model::{Located, Sender};
use super::session;
use super::table::{self, Context};
use super::values;
use crate::board::Board;
use crate::problem::{CellRef, Code, Place, Problem};
use crate::quarter::Quarter;
use crate::text::{self, key, nearest};
use crate::workbook::{Cell, Sheet, Value};

/// What the cover says.
#[derive(Default)]
pub(super) struct Cover {
    /// Whose return it is; `None` where the cover does not tell.
    pub(super) sender: Option<Sender>,
    /// The quarter that the cover names; `None` where it names none.
    pub(super) quarter: Option<Quarter>,
    pub(super) completed_by: Option<Located<String>>,
    pub(super) completed_on: Option<Located<NaiveDate>>,
    pub(super) provisional: bool,
    pub(super) notes: Option<Located<String>>,
}

/// The labels of the cover and the values beside them.
struct Lines<'a> {
    sheet: &'a Sheet,
    found: Vec<Line<'a>>,
}

/// A line of the cover: which one, the cell of its label, and the cell beside it with what that holds.
type Line<'a> = (&'static Column, CellRef, Option<(CellRef, &'a Value)>);

impl<'a> Lines<'a> {
    /// Finds the labels, and for each the cell beside it: in the next column that is not wholly blank.
    fn read(sheet: &'a Sheet, cx: &mut Context<'_>) -> Self {
        let label = |value: &Value| match value {
            Value::Text(t) => RETURN.columns.iter().find(|c| key(c.name) == key(t)).copied(),
            _ => None,
        };
        let used: BTreeSet<u32> = sheet.cells.iter().map(|c| c.column).collect();
        let mut found: Vec<Line<'_>> = Vec::new();
        for cell in &sheet.cells {
            let Some(column) = label(&cell.value) else { continue };
            let at = CellRef::new(cell.row, cell.column);
            if found.iter().any(|(c, ..)| *c == column) {
                let message = format!("the label \"{}\" is there twice", column.name);
                let place = Place::cell(cx.workbook, &sheet.name, at);
                cx.push(Problem::new(Code::LabelTwice, place, message).help("Keep one of them"));
                continue;
            }
            // Cells merged with the label are blank.
            let merged = sheet.merged.iter().find(|m| (m.top, m.left) == (cell.row, cell.column));
            let end = merged.map_or(cell.column, |m| m.right);
            let beside = used.range(end + 1..).next().map(|column| CellRef::new(cell.row, *column));
            let value = beside.and_then(|b| Some((b, sheet.get(b)?))).filter(|(_, v)| label(v).is_none());
            // What stands farther off, with nothing beside the label, was probably meant to be its value, unless it is
            // what the blank return says there.
            let is_said = |v: &Value| matches!(v, Value::Text(t) if key(t) == key(column.help));
            let farther = |c: &&Cell| c.row == cell.row && c.column > end && label(&c.value).is_none();
            let astray = sheet.cells.iter().find(|c| farther(c) && !is_said(&c.value));
            if let (None, Some(beside), Some(astray)) = (&value, beside, astray) {
                let place = Place::cell(cx.workbook, &sheet.name, CellRef::new(astray.row, astray.column));
                let message = format!(
                    "{} is not in {beside}, beside \"{}\", and is passed over",
                    values::found(&astray.value),
                    column.name
                );
                cx.push(
                    Problem::new(Code::NotBeside, place, message).help(format!("Move it to {beside}, or delete it")),
                );
            }
            found.push((column, at, value));
        }
        Lines { sheet, found }
    }

    /// Reads the value of a line; reports a line that must be there and is not, is blank, or is refused.
    fn get<T>(
        &self,
        cx: &mut Context<'_>,
        column: &'static Column,
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<Located<T>> {
        let place = |cell| Place::cell(cx.workbook, &self.sheet.name, cell);
        match self.found.iter().find(|(c, ..)| *c == column) {
            None => {
                if column.required {
                    let place = Place::Sheet { workbook: cx.workbook.into(), sheet: self.sheet.name.clone() };
                    let expected = format!("a cell with \"{}\", and {} beside it", column.name, column.kind.expected());
                    cx.push(Problem::expected(Code::NoLine, place, expected, "none"));
                }
                None
            }
            Some((_, label, None)) => {
                if column.required {
                    let beside = place(CellRef::new(label.row, label.column + 1));
                    cx.push(table::blank(column, beside));
                }
                None
            }
            Some((_, _, Some((cell, value)))) => {
                let place = place(*cell);
                match read(value) {
                    Some(value) => Some(Located { value, place }),
                    None => {
                        cx.push(table::refused(column, place, value));
                        None
                    }
                }
            }
        }
    }

    fn text(&self, cx: &mut Context<'_>, column: &'static Column) -> Option<Located<String>> {
        let text = self.get(cx, column, values::text)?;
        table::cleaned(cx, column, text)
    }
}

/// Reads the cover. Where a quarter is given, the cover must name it.
pub(super) fn read(sheet: &Sheet, wanted: Option<Quarter>, cx: &mut Context<'_>) -> Cover {
    let lines = Lines::read(sheet, cx);
    cx.know(sheet, std::iter::empty());
    session::on_cover(cx.workbook, sheet).into_iter().for_each(|problem| cx.push(problem));
    let sender = lines.text(cx, &c::PARTNERSHIP).and_then(|name| sender(cx, &name));
    let quarter = lines.get(cx, &c::QUARTER, values::quarter);
    if let (Some(quarter), Some(wanted)) = (&quarter, wanted) {
        same_quarter(cx, quarter, wanted);
    }
    let quarter = quarter.map(|q| q.value);
    let completed_by = lines.text(cx, &c::COMPLETED_BY);
    let completed_on = lines.get(cx, &c::COMPLETED_ON, values::date).and_then(|d| table::in_range(cx, d));
    let status = lines.get(cx, &c::RETURN_STATUS, |v| table::choice(&c::RETURN_STATUS, v));
    let notes = lines.text(cx, &c::NOTES);
    if let (Some(on), Some(quarter)) = (&completed_on, quarter) {
        let end = quarter.last_month().last_day();
        if on.value < end {
            let message =
                format!("completed on {}, before the quarter ended on {}", text::date(on.value), text::date(end));
            cx.push(
                Problem::new(Code::CompletedEarly, on.place.clone(), message)
                    .help("Check the date, and that the last month is complete"),
            );
        }
    }
    let provisional = status.as_ref().is_some_and(|s| s.value == 1);
    if let Some(status) = status.filter(|_| provisional) {
        cx.push(Problem::new(
            Code::Provisional,
            status.place,
            "the return is marked provisional: its figures may still change",
        ));
    }
    Cover { sender, quarter, completed_by, completed_on, provisional, notes }
}

fn sender(cx: &mut Context<'_>, name: &Located<String>) -> Option<Sender> {
    let board = cx.board;
    if key(&board.unit) == key(&name.value) {
        return Some(Sender::Unit);
    }
    if let Some(area) = board.area(&name.value) {
        return Some(Sender::Area(area));
    }
    let problem = Problem::expected(
        Code::UnknownPartnership,
        name.place.clone(),
        "a partnership that board.toml knows",
        values::quoted(&name.value),
    );
    cx.push(match nearest(&name.value, known_names(board)) {
        Some(near) => problem.help(format!("Did you mean \"{near}\"?")),
        None => problem.help(format!("It knows {}", names(board))),
    });
    None
}

fn known_names(board: &Board) -> impl Iterator<Item = &str> {
    let areas = board.areas.iter().flat_map(|a| std::iter::once(&a.name).chain(&a.aliases));
    areas.chain([&board.unit]).map(String::as_str)
}

fn names(board: &Board) -> String {
    let names: Vec<&str> = board.areas.iter().map(|a| a.name.as_str()).chain([board.unit.as_str()]).collect();
    names.join(", ")
}

/// Reports a return for another quarter than the one that is wanted.
fn same_quarter(cx: &mut Context<'_>, found: &Located<Quarter>, wanted: Quarter) {
    if found.value != wanted {
        let expected = format!("{wanted}, the quarter that is reported");
        let problem = Problem::expected(Code::AnotherQuarter, found.place.clone(), expected, found.value.to_string());
        let folder = found.value.folder();
        cx.push(problem.help(format!("Correct the quarter, or move the workbook to the folder {folder}")));
    }
}
