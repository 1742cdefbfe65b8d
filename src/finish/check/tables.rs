//! Tables are regular, and every data cell has a header.

use std::collections::BTreeSet;

use super::checker::Checker;
use super::elements::{Element, list};
use crate::problem::Code;

/// A cell and the first column it covers.
struct Cell<'e, 'a> {
    element: &'e Element<'a>,
    column: usize,
}

impl Cell<'_, '_> {
    fn covers(&self, column: usize) -> bool {
        (self.column..self.column + self.element.columns()).contains(&column)
    }

    fn heads(&self, scope: &[u8]) -> bool {
        let own = self.element.attribute("Table", "Scope").and_then(|s| s.as_name().ok());
        self.element.role == "TH" && own == Some(scope)
    }
}

impl Checker<'_> {
    /// Checks one table: its parts, its rows' widths, its headers.
    pub(super) fn table(&mut self, table: &Element) {
        let elements = self.elements;
        let parts: Vec<&str> = elements.children(table).map(|c| c.role).collect();
        let count = |role| parts.iter().filter(|p| **p == role).count();
        if count("THead") > 1 || count("Caption") > 1 || (count("THead") == 1 && count("TBody") == 0) {
            self.element(
                Code::TableIrregular,
                table.id,
                "the table's header, body or caption is missing or there twice",
            );
        }
        if parts.iter().skip(1).any(|p| *p == "Caption") && parts.last() != Some(&"Caption") {
            self.element(Code::TableIrregular, table.id, "the table's caption stands amid its rows");
        }
        let rows = elements.children(table).flat_map(|part| match part.role {
            "TR" => vec![part],
            "THead" | "TBody" => elements.children(part).collect(),
            _ => Vec::new(),
        });
        let rows: Vec<Vec<Cell>> = rows
            .map(|row| {
                let mut column = 0;
                let place = |element| {
                    let cell = Cell { element, column };
                    column += element.columns();
                    cell
                };
                elements.children(row).map(place).collect()
            })
            .collect();
        let widths: BTreeSet<usize> = rows.iter().map(|r| r.iter().map(|c| c.element.columns()).sum()).collect();
        if widths.len() != 1 || widths.contains(&0) {
            let what = format!("the table's rows are not equally wide: {widths:?} columns");
            self.element(Code::TableIrregular, table.id, what);
        }
        self.headers(table, &rows);
    }

    fn headers(&mut self, table: &Element, rows: &[Vec<Cell>]) {
        let cells = || rows.iter().flatten();
        if !cells().any(|c| c.element.role == "TH") {
            return self.element(Code::TableWithoutHeaders, table.id, "the table has no header cells");
        }
        let names: BTreeSet<&[u8]> =
            cells().filter_map(|c| c.element.name?.as_str().ok()).filter(|n| !n.is_empty()).collect();
        let columns: Vec<&Cell> = cells().filter(|c| c.heads(b"Column")).collect();
        for row in rows {
            let has_header = row.iter().any(|c| c.heads(b"Row"));
            for cell in row {
                let e = cell.element;
                if e.role == "TH" && !cell.heads(b"Row") && !cell.heads(b"Column") {
                    self.element(Code::HeaderWithoutScope, e.id, "the header cell does not say what it heads");
                }
                let named = list(e.attribute("Table", "Headers"));
                if !named.iter().all(|n| n.as_str().is_ok_and(|n| names.contains(n))) {
                    self.element(Code::TableIrregular, e.id, "the cell names a header that is not in its table");
                }
                let headed = !named.is_empty() || has_header || columns.iter().any(|c| c.covers(cell.column));
                if e.role == "TD" && !headed {
                    self.element(Code::CellWithoutHeader, e.id, "the cell has no header");
                }
            }
        }
    }
}
