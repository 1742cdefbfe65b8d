//! The styles of a workbook's cells, as far as they say what a cell means.

use super::fault::Fault;
use super::format::Format;
use super::model::{Cell, Value};
use crate::problem::CellRef;

/// What a cell's style says.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    /// How numbers are shown.
    pub(super) format: Format,
    /// Whether its text is struck through.
    pub(super) struck: bool,
}

/// The styles of a workbook, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Styles {
    all: Vec<Style>,
    /// What a cell has that names no style.
    usual: Style,
    /// Whether dates are counted from 1904.
    pub(super) since_1904: bool,
}

impl Styles {
    /// Takes styles in their order.
    pub(super) fn new(all: Vec<Style>) -> Self {
        Styles { all, usual: Style::default(), since_1904: false }
    }

    /// Finds a style.
    ///
    /// # Errors
    /// Without its style, a date or a percentage would be a bare number.
    pub(super) fn of(&self, at: CellRef, style: usize) -> Result<&Style, Fault> {
        match self.all.get(style) {
            Some(style) => Ok(style),
            None if style == 0 => Ok(&self.usual),
            None => Err(Fault::Damaged(format!("the style of the cell {at} is missing"))),
        }
    }

    /// Makes a cell of what it holds, as its style shows it.
    pub(super) fn cell(&self, at: CellRef, style: usize, value: Value) -> Result<Cell, Fault> {
        let Style { format, struck } = self.of(at, style)?;
        let (value, shown) = match value {
            Value::Number(n) => format.number(n, self.since_1904),
            Value::Text(text) => {
                let shown = format.text();
                (Value::Text(text), shown)
            }
            other => (other, None),
        };
        Ok(Cell { row: at.row, column: at.column, value, shown, struck: *struck })
    }
}
