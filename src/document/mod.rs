//! What a paper says, before anything is known about pages.
//!
//! *In:* the Markdown that the templates rendered. *Out:* a [`Document`]: blocks in reading order, each with the line it
//! came from, so that a fault in a page can name the template. *Invariants:* headings have levels 1 to 3 and never skip
//! one; a figure cannot be made without a text alternative; every row of a table is as wide as its header; figures and tables
//! have their numbers and every reference leads somewhere, the same for all that is made of a document. *It must not
//! know* fonts, sizes or pages. `markdown` is the only folder that knows pulldown-cmark.

pub mod chart;
mod encode;
mod markdown;
mod model;
mod printed;
mod provenance;
mod reference;
mod source;
mod status;

pub use chart::{Bar, BarChart, Chart, Point, StatusChart, StatusRow, TrendChart};
pub(crate) use encode::MARK;
pub use encode::{FigureTag, blocks, cell, escape, line, plain, tidy};
pub use markdown::{DIALECT, parse};
pub use model::*;
pub use printed::Run;
pub use provenance::{Provenance, Span, Wording};
pub(crate) use provenance::{Token, marked, numbered, tokens, unmarked};
pub use reference::{Anchor, RefId, Reference, References};
pub use source::{Markdown, Origin, Source};
pub use status::{Status, Tone};
