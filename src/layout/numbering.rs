//! Numbers of figures and tables, and where names lead.

use std::collections::BTreeMap;

use crate::document::{Block, BlockKind, Document, Inline, Source, plain_text};
use crate::problem::{Code, Place, Problem, Problems};
use crate::text::nearest;

/// A place in a paper that can be referred to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Anchor {
    /// The list of contents.
    Contents,
    /// A heading, counted from 0.
    Heading(usize),
    /// A figure, counted from 0.
    Figure(usize),
    /// A table, those without number included, counted from 0.
    Table(usize),
}

/// A heading as the list of contents shows it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Heading<'d> {
    pub(crate) level: u8,
    pub(crate) text: &'d [Inline],
    pub(crate) source: &'d Source,
}

/// What a name stands for.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Named {
    pub(crate) anchor: Anchor,
    /// How it is referred to: “Figure 3”, “Table 2”, a heading's text.
    pub(crate) label: String,
}

/// All numbers and names of a paper.
#[derive(Debug, Default)]
pub(crate) struct Numbering<'d> {
    pub(crate) headings: Vec<Heading<'d>>,
    names: BTreeMap<String, Named>,
    figures: usize,
    tables: usize,
    /// The number of each table, by its place in the order of all tables.
    numbered: Vec<Option<usize>>,
}

impl<'d> Numbering<'d> {
    /// Numbers the figures and the tables with a caption of a paper, each in the order they come.
    pub(crate) fn of(document: &'d Document, problems: &mut Problems) -> Self {
        let mut numbering = Numbering::default();
        numbering.walk(&document.blocks, problems);
        numbering
    }

    /// Gives what a name stands for.
    pub(crate) fn named(&self, name: &str) -> Option<&Named> {
        self.names.get(name)
    }

    /// Gives the number of a table, counted from 0 among all tables; none where it has no caption.
    pub(crate) fn table(&self, index: usize) -> Option<usize> {
        self.numbered.get(index).copied().flatten()
    }

    /// Makes the problem of a name that stands for nothing.
    pub(crate) fn unknown(&self, name: &str, source: &Source) -> Problem {
        let near = nearest(name, self.names.keys().map(String::as_str));
        let message = format!("nothing in this paper is named “{name}”");
        let problem = Problem::new(Code::UnknownReference, place(source), message);
        match near {
            Some(known) => problem.help(format!("Did you mean “{known}”?")),
            None => problem,
        }
    }

    fn walk(&mut self, blocks: &'d [Block], problems: &mut Problems) {
        for block in blocks {
            match &block.kind {
                BlockKind::Heading { level, text, id } => {
                    let anchor = Anchor::Heading(self.headings.len());
                    self.headings.push(Heading { level: *level, text, source: &block.source });
                    self.name(id.as_deref(), anchor, || plain_text(text), &block.source, problems);
                }
                BlockKind::Figure(figure) => {
                    let (anchor, label) = (Anchor::Figure(self.figures), format!("Figure {}", self.figures + 1));
                    self.figures += 1;
                    self.name(figure.id.as_deref(), anchor, || label, &block.source, problems);
                }
                BlockKind::Table(table) => {
                    let anchor = Anchor::Table(self.numbered.len());
                    let number = (!table.caption.is_empty()).then_some(self.tables + 1);
                    self.tables += usize::from(number.is_some());
                    self.numbered.push(number);
                    let label = || number.map_or_else(|| "the table".into(), |n| format!("Table {n}"));
                    self.name(table.id.as_deref(), anchor, label, &block.source, problems);
                }
                BlockKind::Landscape(inner) | BlockKind::Together(inner) => self.walk(inner, problems),
                BlockKind::Paragraph { .. } | BlockKind::List(_) | BlockKind::Contents | BlockKind::PageBreak => {}
            }
        }
    }

    fn name(
        &mut self,
        name: Option<&str>,
        anchor: Anchor,
        label: impl FnOnce() -> String,
        source: &Source,
        problems: &mut Problems,
    ) {
        let Some(name) = name else { return };
        if self.names.insert(name.into(), Named { anchor, label: label() }).is_some() {
            let message = format!("“{name}” names two things in this paper");
            problems.push(Problem::new(Code::NameTwice, place(source), message).help("Give each a name of its own"));
        }
    }
}

/// Says where in the templates something came from.
pub(crate) fn place(source: &Source) -> Place {
    let file = source.template.clone().unwrap_or_else(|| "the rendered paper".into());
    Place::File { file, line: Some(source.line).filter(|l| *l > 0), column: None }
}
