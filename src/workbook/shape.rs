//! What calamine does not tell of a sheet: what is hidden, merged, or shown as parts of a hundred.
//!
//! Each format has its own file that finds it, in the same pass that makes sure that the cells can be trusted.

use std::collections::{BTreeMap, HashSet};

use super::fault::Fault;
use super::{Cell, CellRef, Merged, Sheet, Value};

/// The most merged cells in one workbook: many times what a return has.
pub(super) const MOST_MERGED: usize = 20_000;

/// What calamine does not tell of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// Hidden rows.
    pub(super) rows: Spans,
    /// Hidden columns.
    pub(super) columns: Spans,
    /// Merged cells.
    pub(super) merged: Vec<Merged>,
    /// Cells shown as parts of a hundred, where calamine does not tell.
    pub(super) percents: HashSet<(u32, u32)>,
    /// Cells with a text of the workbook's list, where calamine leaves out those that the list lacks.
    pub(super) texts: Vec<(u32, u32)>,
    /// Cells with an error value, where calamine leaves them out.
    pub(super) errors: BTreeMap<(u32, u32), &'static str>,
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

/// Puts what a shape tells on the sheet: of merged cells, only the top left one is kept.
pub(super) fn put(sheet: &mut Sheet, shape: Shape) -> Result<(), Fault> {
    let Shape { rows, columns, mut merged, percents, errors, .. } = shape;
    for (&(row, column), error) in &errors {
        match sheet.cells.binary_search_by_key(&(row, column), |c| (c.row, c.column)) {
            Ok(_) => return Err(twice(row, column)),
            Err(at) => sheet.cells.insert(at, Cell { row, column, value: Value::Error((*error).into()) }),
        }
    }
    merged.sort_unstable_by_key(|m| (m.top, m.left));
    let mut pending = merged.iter().peekable();
    // For each column, one past the last row that merges so far cover.
    let mut covered: Vec<u32> = Vec::new();
    let anchors: HashSet<(u32, u32)> = merged.iter().map(|m| (m.top, m.left)).collect();
    sheet.cells.retain(|cell| {
        while let Some(m) = pending.next_if(|m| m.top <= cell.row) {
            let (left, end) = (m.left as usize, m.right as usize + 1);
            covered.resize(covered.len().max(end), 0);
            covered[left..end].iter_mut().for_each(|until| *until = m.bottom.saturating_add(1).max(*until));
        }
        let inside = covered.get(cell.column as usize).is_some_and(|until| cell.row < *until);
        !inside || anchors.contains(&(cell.row, cell.column))
    });
    for cell in &mut sheet.cells {
        if let (Value::Number(n), true) = (&cell.value, percents.contains(&(cell.row, cell.column))) {
            cell.value = Value::Percent(*n);
        }
    }
    let mut used: Vec<u32> = sheet.cells.iter().map(|c| c.row).collect();
    used.dedup();
    sheet.hidden_rows = rows.among(used.into_iter());
    let mut used: Vec<u32> = sheet.cells.iter().map(|c| c.column).collect();
    used.sort_unstable();
    used.dedup();
    sheet.hidden_columns = columns.among(used.into_iter());
    sheet.merged = merged;
    Ok(())
}

/// Reports a cell that is there twice.
pub(super) fn twice(row: u32, column: u32) -> Fault {
    Fault::Damaged(format!("the cell {} is in it twice", CellRef::new(row, column)))
}

/// Adds a merge, where it is one: its last row and column not before its first.
pub(super) fn merge(merged: &mut Vec<Merged>, new: Merged, part: &str) -> Result<(), Fault> {
    if merged.len() >= MOST_MERGED {
        return Err(Fault::TooLarge(format!("it has more than {MOST_MERGED} merged cells")));
    }
    if new.top > new.bottom || new.left > new.right {
        return Err(Fault::Damaged(format!("{part} has a merge that ends before it begins")));
    }
    merged.push(new);
    Ok(())
}

/// Says whether a number's format shows parts of a hundred: whether it has a `%` that is no mere text.
pub(super) fn is_percentage(format: &str) -> bool {
    let (mut quoted, mut rest) = (false, format.chars());
    while let Some(c) = rest.next() {
        match c {
            '"' => quoted = !quoted,
            // The next character is shown as it is, is as wide as a space, or is repeated.
            '\\' | '_' | '*' if !quoted => drop(rest.next()),
            '%' if !quoted => return true,
            _ => {}
        }
    }
    false
}
