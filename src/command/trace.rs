//! `build --trace`: every figure that the papers print, and where it comes from.
//!
//! *In:* each paper as a document and the pages it was laid out on; what figures are explained from. *Out:* `trace.csv`, a
//! table in the reading order of the papers, for people who check a figure against its cells and for programs (RFC 4180,
//! UTF-8). The formula and the cells are the very ones that `facts --figure` gives for the name.

use std::collections::BTreeMap;

use crate::analysis::{Known, explain};
use crate::document::Document;
use crate::layout::tags::{Kid, Tree};

/// The columns: their names.
const HEADER: [&str; 7] = ["paper", "page", "heading", "text", "figure", "formula", "cells"];

/// A figure as a paper prints it.
pub(super) struct Traced([String; 7]);

/// Traces the figures of one paper, in reading order.
pub(super) fn paper(known: &Known<'_>, paper: &str, document: &Document, tree: &Tree) -> Vec<Traced> {
    let pages = pages(tree);
    let mut rows = Vec::new();
    for run in document.runs() {
        // What is part of something drawn, as a chart's label is of its figure, stands where that does.
        let page =
            pages.range(..=run.source.line).next_back().map_or(String::new(), |(_, page)| (page + 1).to_string());
        for (text, figure) in run.figures() {
            let (formula, cells) = match explain(known, figure) {
                Ok(found) => (found.lines.join("\n"), found.cells.iter().map(ToString::to_string).collect::<Vec<_>>()),
                Err(problem) => (problem.message, Vec::new()),
            };
            let columns = [paper, &page, &run.heading, text, figure, &formula, &cells.join("\n")];
            rows.push(Traced(columns.map(str::to_string)));
        }
    }
    rows
}

/// Finds the page, from 0, on which each line of the paper's text is first drawn.
fn pages(tree: &Tree) -> BTreeMap<usize, usize> {
    let mut pages = BTreeMap::new();
    for node in &tree.nodes {
        for kid in &node.kids {
            if let Kid::Content { page, .. } = kid {
                let first = pages.entry(node.source.line).or_insert(*page);
                *first = (*first).min(*page);
            }
        }
    }
    pages
}

/// Writes the table.
pub(super) fn csv(rows: &[Traced]) -> String {
    let mut out = HEADER.join(",");
    out.push_str("\r\n");
    for Traced(columns) in rows {
        let fields: Vec<String> = columns.iter().map(|text| field(text)).collect();
        out.push_str(&fields.join(","));
        out.push_str("\r\n");
    }
    out
}

/// Writes a field: in quotation marks where it holds what would end it.
fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_quoted_where_it_has_to_be() {
        let row = ["a", "1", "North, South", "1,234", "the \u{201c}x\u{201d}", "a \"b\"", "one\ntwo"];
        let row = Traced(row.map(str::to_string));
        assert_eq!(
            csv(&[row]),
            "paper,page,heading,text,figure,formula,cells\r\n\
             a,1,\"North, South\",\"1,234\",the \u{201c}x\u{201d},\"a \"\"b\"\"\",\"one\ntwo\"\r\n"
        );
    }
}
