//! The papers' dialect of Markdown, and its reading.
//!
//! *In:* [`Markdown`]: text and, for each line, the template line that wrote it. *Out:* a [`Document`], or every [`Problem`](crate::problem::Problem)
//! with the template's name and line. It is the only folder that knows pulldown-cmark.
//!
//! Data are written with [`super::escape`], [`super::line`], [`super::cell`] or [`super::blocks`], so that a text is that text
//! whatever characters it has.
//!
//! # Invariants
//!
//! The first block is the heading of level 1 and no heading skips a level; every row of a table has as many cells as its
//! header; every name that is referred to exists, and none is given twice.
//!
//! # The dialect
//!
#![doc = include_str!("dialect.md")]

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

/// The dialect, as those who write templates have it explained.
pub const DIALECT: &str = include_str!("dialect.md");

/// Reads a paper from its Markdown.
///
/// # Errors
/// Every tag and shape that is not of the dialect, each with the template and line that wrote it.
pub fn parse(markdown: &Markdown, front: Front) -> Result<Document, Problems> {
    Reader::new(markdown).document(front)
}

#[cfg(test)]
mod tests;
