//! What reading knows while it goes through a paper: where it is, what is open, what is wrong.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{OffsetIter, Options, Parser};

use super::options::TableOptions;
use super::tag::Holder;
use crate::document::chart::Chart;
use crate::document::model::Block;
use crate::document::reference::{Anchor, Numbering, RefId, References};
use crate::document::source::{Markdown, Origin, Source};
use crate::problem::{Code, Problem, Problems};

/// A block tag that is open, and the blocks since.
pub(super) struct Open {
    pub(super) holder: Holder,
    pub(super) source: Source,
    pub(super) blocks: Vec<Block>,
}

/// The state of reading.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    origins: &'a [Option<Origin>],
    pub(super) charts: &'a [Arc<Chart>],
    /// Where each line starts.
    starts: Vec<usize>,
    pub(super) events: OffsetIter<'a>,
    pub(super) problems: Problems,
    pub(super) numbering: Numbering,
    /// The level of the last heading.
    pub(super) level: u8,
    pub(super) open: Vec<Open>,
    pub(super) options: Option<(TableOptions, Source)>,
}

impl<'a> Reader<'a> {
    /// Starts at the beginning of a text.
    pub(super) fn new(markdown: &'a Markdown) -> Self {
        let text = markdown.text.as_str();
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        Reader {
            text,
            origins: &markdown.origins,
            charts: &markdown.charts,
            starts,
            events: Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter(),
            problems: Problems::new(),
            numbering: Numbering::default(),
            level: 0,
            open: Vec::new(),
            options: None,
        }
    }

    /// Gives where a range of the text came from.
    pub(super) fn source(&self, range: &Range<usize>) -> Source {
        let line = self.starts.partition_point(|s| *s <= range.start);
        // A line that only closes something has no origin of its own: the nearest line before it has.
        let known = self.origins.get(..line.min(self.origins.len())).unwrap_or_default();
        Source { line, origin: known.iter().rev().find_map(Clone::clone) }
    }

    /// Reports what is wrong.
    pub(super) fn problem(&mut self, source: &Source, message: impl Into<String>) {
        self.problems.push(Problem::new(Code::TemplateText, source.place(), message));
    }

    /// Notes what a name stands for, where there is one.
    pub(super) fn name(&mut self, id: Option<&str>, anchor: Anchor, label: String, source: &Source) {
        let Some(id) = id else { return };
        if !self.numbering.name(id, anchor, label) {
            self.problem(source, format!("the id \u{201c}{id}\u{201d} is given twice"));
        }
    }

    /// Notes a reference to a name.
    pub(super) fn refer(&mut self, name: &str, source: &Source) -> RefId {
        self.numbering.refer(name.into(), source.clone())
    }

    /// Resolves the references, all names being known.
    pub(super) fn references(&mut self) -> References {
        self.numbering.resolve().unwrap_or_else(|unknown| {
            for (id, source, near) in unknown {
                let hint = near.map(|n| format!(": did you mean \u{201c}{n}\u{201d}?")).unwrap_or_default();
                self.problem(&source, format!("there is no heading, figure or table \u{201c}{id}\u{201d}{hint}"));
            }
            References::default()
        })
    }
}
