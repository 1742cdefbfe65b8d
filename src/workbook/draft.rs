//! A sheet while it is read: cells as they come, counted against the limits, and what is hidden, merged or remarked on.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::error_value::is_error_text;
use super::fault::Fault;
use super::limits::{COLUMNS, LONGEST_NAME, LONGEST_TEXT, MOST_CELLS, MOST_MERGED, MOST_TEXT, ROWS};
use super::model::{Cell, Merged, Sheet, Value};
use super::name::clean_name;

/// How much of what is limited a workbook has had so far.
#[derive(Default)]
pub(super) struct Tally {
    cells: usize,
    text: usize,
    merged: usize,
}

impl Tally {
    /// Counts some bytes of text.
    pub(super) fn text(&mut self, length: usize) -> Result<(), Fault> {
        self.text = self.text.saturating_add(length);
        if self.text > MOST_TEXT {
            return Err(Fault::TooLarge(format!("it has more than {} MB of text", MOST_TEXT >> 20)));
        }
        Ok(())
    }

    /// Counts some cells.
    pub(super) fn cells(&mut self, many: usize) -> Result<(), Fault> {
        self.cells = self.cells.saturating_add(many);
        if self.cells > MOST_CELLS {
            return Err(Fault::TooLarge(format!("it has more than {MOST_CELLS} cells")));
        }
        Ok(())
    }
}

/// A sheet while it is read.
#[derive(Default)]
pub(super) struct Draft {
    /// Hidden rows.
    pub(super) rows: Spans,
    /// Hidden columns.
    pub(super) columns: Spans,
    /// Cells with a comment.
    pub(super) commented: BTreeSet<(u32, u32)>,
    merged: Vec<Merged>,
    /// The cells that one formula fills, and whether a 0 there is none of its results.
    arrays: Vec<(Merged, bool)>,
    cells: Vec<Cell>,
}

impl Draft {
    /// Takes a cell, unless it holds nothing that can be seen.
    pub(super) fn take(&mut self, mut cell: Cell, tally: &mut Tally) -> Result<(), Fault> {
        if cell.row >= ROWS || cell.column >= COLUMNS {
            return Err(Fault::Damaged("a cell lies beyond XFD1048576, the last one that a sheet can have".into()));
        }
        match &cell.value {
            Value::Number(n) | Value::Percent(n) if !n.is_finite() => {
                let at = cell.at();
                return Err(Fault::Damaged(format!(
                    "the cell {at} holds a number without end, which no program saves"
                )));
            }
            Value::Text(text) => {
                tally.text(text.len())?;
                if text.trim().is_empty() {
                    return Ok(());
                }
                if is_error_text(text) {
                    cell.value = Value::Error(text.trim().into());
                } else if text.len() > LONGEST_TEXT && text.encode_utf16().count() > LONGEST_TEXT {
                    cell.value =
                        Value::Unread("a text of more than 32,767 characters, the most that a cell can hold".into());
                }
            }
            _ => {}
        }
        tally.cells(1)?;
        self.cells.push(cell);
        Ok(())
    }

    /// Takes a merge, where it is one: its last row and column not before its first.
    pub(super) fn merge(&mut self, new: Merged, part: &str, tally: &mut Tally) -> Result<(), Fault> {
        tally.merged += 1;
        if tally.merged > MOST_MERGED {
            return Err(Fault::TooLarge(format!("it has more than {MOST_MERGED} merged cells")));
        }
        if new.top > new.bottom || new.left > new.right {
            return Err(Fault::Damaged(format!("{part} has a merge that ends before it begins")));
        }
        self.merged.push(new);
        Ok(())
    }

    /// Takes the cells that one formula fills: where one of them holds nothing, its result was not saved.
    pub(super) fn array(&mut self, cells: Merged, zero_is_none: bool, tally: &mut Tally) -> Result<(), Fault> {
        let side = |first: u32, last: u32| (last.saturating_sub(first) as usize).saturating_add(1);
        tally.cells(side(cells.top, cells.bottom).saturating_mul(side(cells.left, cells.right)))?;
        self.arrays.push((cells, zero_is_none));
        Ok(())
    }

    /// Makes the sheet: of merged cells, only the top left one is kept.
    pub(super) fn finish(self, name: &str, hidden: bool) -> Result<Sheet, Fault> {
        let Draft { rows, columns, commented, mut merged, arrays, mut cells } = self;
        if name.chars().count() > LONGEST_NAME {
            return Err(Fault::Damaged("one of its sheets has a name that is longer than any program allows".into()));
        }
        let place = |c: &Cell| (c.row, c.column);
        sort(&mut cells)?;
        fill(&mut cells, &arrays);
        merged.sort_unstable_by_key(|m| (m.top, m.left));
        uncover(&mut cells, &merged);
        let mut used: Vec<u32> = cells.iter().map(|c| c.row).collect();
        used.dedup();
        let hidden_rows = rows.among(used.into_iter());
        let mut used: Vec<u32> = cells.iter().map(|c| c.column).collect();
        used.sort_unstable();
        used.dedup();
        let hidden_columns = columns.among(used.into_iter());
        debug_assert!(cells.is_sorted_by_key(place), "cells are sorted");
        let commented = commented.into_iter().collect();
        let sheet = Sheet { name: clean_name(name), hidden, hidden_rows, hidden_columns, merged, commented, cells };
        if sheet.merged.iter().any(is_whole) {
            let why = format!("all cells of its sheet {} are merged into one, which hides what they hold", sheet.name);
            return Err(Fault::Damaged(why));
        }
        Ok(sheet)
    }
}

/// Says whether a merge covers a whole sheet, as large as an Excel 97 workbook has them at least.
fn is_whole(m: &Merged) -> bool {
    (m.top, m.left) == (0, 0) && m.bottom >= 0xffff && m.right >= 0xff
}

/// Sorts cells, which mostly are; refuses two in one place.
fn sort(cells: &mut [Cell]) -> Result<(), Fault> {
    let place = |c: &Cell| (c.row, c.column);
    if !cells.is_sorted_by_key(place) {
        cells.sort_by_key(place);
    }
    match cells.windows(2).find(|pair| place(&pair[0]) == place(&pair[1])) {
        Some(pair) => Err(Fault::Damaged(format!("the cell {} is in it twice", pair[0].at()))),
        None => Ok(()),
    }
}

/// Marks the cells of a formula that fills several whose results were not saved.
fn fill(cells: &mut Vec<Cell>, arrays: &[(Merged, bool)]) {
    let mut lacking = BTreeMap::new();
    for (array, zero_is_none) in arrays {
        let all =
            (array.top..=array.bottom).flat_map(|row| (array.left..=array.right).map(move |column| (row, column)));
        lacking.extend(all.map(|at| (at, *zero_is_none)));
    }
    if lacking.is_empty() {
        return;
    }
    for cell in cells.iter_mut() {
        let zero_is_none = lacking.remove(&(cell.row, cell.column));
        if zero_is_none == Some(true) && is_zero(&cell.value) {
            cell.value = Value::Unsaved;
        }
    }
    cells.extend(lacking.into_keys().map(|(row, column)| Cell::new(row, column, Value::Unsaved)));
    cells.sort_by_key(|c| (c.row, c.column));
}

/// Says whether a value is the 0 that stands for a result that is still to be worked out.
pub(super) fn is_zero(value: &Value) -> bool {
    matches!(value, Value::Number(n) | Value::Percent(n) if n.abs() < f64::MIN_POSITIVE)
}

/// Leaves out the cells that merges cover.
fn uncover(cells: &mut Vec<Cell>, merged: &[Merged]) {
    let mut pending = merged.iter().peekable();
    // For each column, one past the last row that merges so far cover.
    let mut covered: Vec<u32> = Vec::new();
    let anchors: HashSet<(u32, u32)> = merged.iter().map(|m| (m.top, m.left)).collect();
    cells.retain(|cell| {
        while let Some(m) = pending.next_if(|m| m.top <= cell.row) {
            let (left, end) = (m.left as usize, m.right as usize + 1);
            covered.resize(covered.len().max(end), 0);
            covered[left..end].iter_mut().for_each(|until| *until = m.bottom.saturating_add(1).max(*until));
        }
        let inside = covered.get(cell.column as usize).is_some_and(|until| cell.row < *until);
        !inside || anchors.contains(&(cell.row, cell.column))
    });
}

/// Rows or columns, from a first to a last one, both included, in no order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spans(Vec<(u32, u32)>);

impl Spans {
    pub(super) fn add(&mut self, first: u32, last: u32) {
        match self.0.last_mut() {
            // Most follow one another.
            Some((_, end)) if end.checked_add(1) == Some(first) && last >= first => *end = last,
            _ => self.0.push((first, last)),
        }
    }

    /// Gives those of some ascending numbers that are within a span.
    fn among(mut self, numbers: impl Iterator<Item = u32>) -> Vec<u32> {
        self.0.sort_unstable();
        let (mut spans, mut end) = (self.0.into_iter().peekable(), None);
        let mut found = Vec::new();
        for number in numbers {
            while let Some((_, last)) = spans.next_if(|(first, _)| *first <= number) {
                end = end.max(Some(last));
            }
            if end.is_some_and(|end| number <= end) {
                found.push(number);
            }
        }
        found
    }
}
