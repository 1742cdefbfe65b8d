//! What a paper says, before anything is known about pages.
//!
//! *In:* the Markdown that the templates rendered. *Out:* a [`Document`]: blocks in reading order, each with the line it
//! came from, so that a fault in a page can name the template. *Invariants:* headings have levels 1 to 3 and never skip
//! one; a figure cannot be made without a text alternative; every row of a table is as wide as its header. *It must not
//! know* fonts, sizes or pages. `markdown.rs` is the only file that knows pulldown-cmark.

mod chart;
mod encode;
pub mod markdown;
pub mod model;

pub(crate) use chart::{ChartJson, FigureJson};
pub(crate) use encode::MARK;
pub use encode::{blocks, cell, escape, figure, line, plain, tidy};
pub use markdown::{Markdown, Origin, parse};
pub use model::*;
