//! The papers' dialect of Markdown, and its reading.
//!
//! *In:* [`Markdown`]: text and, for each line, the template line that wrote it. *Out:* a [`Document`], or every [`Problem`](crate::problem::Problem)
//! with the template's name and line. It is the only folder that knows pulldown-cmark.
//!
//! # The dialect
//!
//! `CommonMark`'s headings (`#` to `###`), paragraphs, `*emphasis*`, `**strong emphasis**`, lists and `[links](https://…)`
//! (or `(#id)`, to a heading, figure or table of the paper), pipe tables, and a closed set of tags. Anything else (HTML,
//! code, quotations, rules, pictures, footnotes) is a problem: a paper has nothing that is not tagged and drawn.
//!
//! **Tags on lines of their own**, with a blank line before and after:
//!
//! | tag | meaning |
//! |---|---|
//! | `<contents/>` | the list of contents |
//! | `<page-break/>` | what follows starts on a page of its own |
//! | `<landscape>` … `</landscape>` | what is between stands on landscape pages |
//! | `<together>` … `</together>` | what is between shares a page where it can |
//! | `<figure chart="0" …/>` | a chart of those that come beside the text, by its place there: `id="…"`, `title="…"` (the finding), `subtitle="…"`, `alt="…"` (the text alternative) |
//! | `<table-options …/>` | says of the table that follows: `id="…"`, `caption="…"`, `summary="…"`, `columns="entries, number, prose:2"` (one a column: short entries, numbers set right, running text with its share of the width), `row-headers`, `no-header` |
//!
//! **Tags in text**:
//!
//! | tag | meaning |
//! |---|---|
//! | `<br>` | a line break |
//! | `<status tone="green">On track</status>` | a coloured label with its word: `red`, `amber`, `green`, `grey`, `blue` |
//! | `<ref to="id"/>` | the number of the figure or table with this id, which leads there |
//! | `<a href="https://…">…</a>` | a link whose text and address come from data |
//! | `<lang of="cy">…</lang>` | text in another language than the paper's |
//! | `<lead>…</lead>`, `<note>…</note>`, `<callout>…</callout>` | around a whole paragraph: how it is set |
//! | `<id is="…"/>` | at the end of a heading: a name to refer to it by |
//!
//! **Tags in a table's cells**: `<br><br>` ends a paragraph; `<item>` begins a list item, which ends at the next `<item>`
//! or `<br>`; `<shade up="2"/>` or `<shade down="2"/>` shades the cell (1 to 3). In a row's first cell: `<total/>` makes the
//! row a total; `<continues/>` keeps it with the row before; `<group>` makes its text, alone in the row, the name of the
//! rows that follow.
//!
//! Data are written with [`super::escape`], [`super::line`], [`super::cell`] or [`super::blocks`], so that a text is that text
//! whatever characters it has.
//!
//! # Invariants
//!
//! The first block is the heading of level 1 and no heading skips a level; every row of a table has as many cells as its
//! header; every name that is referred to exists, and none is given twice.

mod blocks;
mod html;
mod inline;
mod options;
mod reader;
mod table;
mod tag;

use self::reader::Reader;
use super::model::{Document, Front};
use super::source::Markdown;
use crate::problem::Problems;

/// Reads a paper from its Markdown.
///
/// # Errors
/// Every tag and shape that is not of the dialect, each with the template and line that wrote it.
pub fn parse(markdown: &Markdown, front: Front) -> Result<Document, Problems> {
    Reader::new(markdown).document(front)
}

#[cfg(test)]
mod tests;
