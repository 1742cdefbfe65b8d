//! The papers' dialect of Markdown, and its reading.
//!
//! *In:* [`Markdown`]: text and, for each line, the template line that wrote it. *Out:* a [`Document`], or every [`Problem`]
//! with the template's name and line. It is the only file that knows pulldown-cmark.
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
//! **Charts** are fenced blocks with the word `chart` that hold the JSON of [`super::figure`]; only helpers write them.
//!
//! Data are written with [`super::escape`], [`super::line`], [`super::cell`] or [`super::blocks`], so that a text is that text
//! whatever characters it has.
//!
//! # Invariants
//!
//! The first block is the heading of level 1 and no heading skips a level; every row of a table has as many cells as its
//! header; every name that is referred to exists, and none is given twice.

mod blocks;
mod inline;
mod table;
mod tag;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, OffsetIter, Options, Tag as MdTag, TagEnd};

use self::inline::Piece;
use self::table::TableOptions;
use self::tag::Tag;
use super::chart::FigureJson;
use super::{Block, BlockKind, Document, Front, List, ParagraphStyle, Source};
use crate::problem::{Code, Place, Problem, Problems};
use crate::text::nearest;

/// What the templates rendered: text in the dialect, and where each line came from.
#[derive(Clone, Debug, Default)]
pub struct Markdown {
    /// The text.
    pub text: String,
    /// One entry a line: the template's file and line that wrote it, where known.
    pub origins: Vec<Option<Origin>>,
}

/// A line of a template.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The template's file, as in `partials/area.md.hbs`.
    pub template: Arc<str>,
    /// The line, from 1.
    pub line: usize,
}

impl From<&str> for Markdown {
    fn from(text: &str) -> Self {
        Markdown { text: text.into(), origins: Vec::new() }
    }
}

/// Reads a paper from its Markdown.
///
/// # Errors
/// Every tag and shape that is not of the dialect, each with the template and line that wrote it.
pub fn parse(markdown: &Markdown, front: Front) -> Result<Document, Problems> {
    let mut reader = Reader::new(markdown);
    let blocks = reader.document();
    reader.check_references();
    if reader.problems.is_empty() { Ok(Document { front, blocks }) } else { Err(reader.problems) }
}

/// A block tag that is open, and the blocks since.
struct Open {
    name: &'static str,
    source: Source,
    blocks: Vec<Block>,
}

struct Reader<'a> {
    text: &'a str,
    origins: &'a [Option<Origin>],
    /// Where each line starts.
    starts: Vec<usize>,
    events: OffsetIter<'a>,
    problems: Problems,
    /// The names given, and where.
    ids: BTreeMap<String, Source>,
    /// The names referred to, and where.
    references: Vec<(String, Source)>,
    level: u8,
    open: Vec<Open>,
    options: Option<(TableOptions, Source)>,
}

impl<'a> Reader<'a> {
    fn new(markdown: &'a Markdown) -> Self {
        let text = markdown.text.as_str();
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        Reader {
            text,
            origins: &markdown.origins,
            starts,
            events: pulldown_cmark::Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter(),
            problems: Problems::new(),
            ids: BTreeMap::new(),
            references: Vec::new(),
            level: 0,
            open: Vec::new(),
            options: None,
        }
    }

    fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|s| *s <= offset)
    }

    fn source(&self, range: &Range<usize>) -> Source {
        let line = self.line(range.start);
        // A line that only closes something has no origin of its own: the nearest line before it has.
        let known = self.origins.get(..line.min(self.origins.len())).unwrap_or_default();
        let origin = known.iter().rev().find_map(Option::as_ref);
        Source { line, template: origin.map(|o| format!("{}:{}", o.template, o.line)) }
    }

    fn problem(&mut self, source: &Source, message: impl Into<String>) {
        let place = match source.template.as_deref().and_then(|t| t.rsplit_once(':')) {
            Some((file, line)) => Place::File { file: file.into(), line: line.parse().ok(), column: None },
            None => Place::File { file: "the paper's text".into(), line: Some(source.line), column: None },
        };
        self.problems.push(Problem::new(Code::TemplateText, place, message));
    }

    fn name(&mut self, id: Option<&String>, source: &Source) {
        let Some(id) = id else { return };
        if self.ids.insert(id.clone(), source.clone()).is_some() {
            self.problem(source, format!("the id \u{201c}{id}\u{201d} is given twice"));
        }
    }

    fn check_references(&mut self) {
        for (id, source) in std::mem::take(&mut self.references) {
            if !self.ids.contains_key(&id) {
                let near = nearest(&id, self.ids.keys().map(String::as_str));
                let hint = near.map(|n| format!(": did you mean \u{201c}{n}\u{201d}?")).unwrap_or_default();
                self.problem(&source, format!("there is no heading, figure or table \u{201c}{id}\u{201d}{hint}"));
            }
        }
    }

    /// Reads all blocks.
    fn document(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, range)) = self.events.next() {
            let source = self.source(&range);
            if let Event::Start(MdTag::HtmlBlock) = event {
                self.html(&mut blocks);
                continue;
            }
            if let Some(block) = self.block(event, &range, source) {
                self.open.last_mut().map_or(&mut blocks, |o| &mut o.blocks).push(block);
            }
        }
        self.unused_options();
        while let Some(open) = self.open.pop() {
            self.problem(&open.source, format!("<{0}> is not closed: expected </{0}> on a line of its own", open.name));
        }
        let first = blocks.first().map(|b| b.source.clone()).unwrap_or_default();
        if !starts_with_title(&blocks) {
            self.problem(&first, "a paper starts with its title: a heading with one #");
        }
        blocks
    }

    fn unused_options(&mut self) {
        if let Some((_, source)) = self.options.take() {
            self.problem(&source, "<table-options/> stands before a table, with a blank line between them");
        }
    }

    /// Reads one block, its start taken; `None` where it is a problem.
    fn block(&mut self, event: Event<'a>, range: &Range<usize>, source: Source) -> Option<Block> {
        if !matches!(event, Event::Start(MdTag::Table(_))) {
            self.unused_options();
        }
        let kind = match event {
            Event::Start(MdTag::Heading { level, .. }) => self.heading(level, &source),
            Event::Start(MdTag::Paragraph) => {
                let pieces = self.pieces(TagEnd::Paragraph);
                self.paragraph(pieces, &source)
            }
            Event::Start(MdTag::List(start)) => BlockKind::List(self.list(start)),
            Event::Start(MdTag::Table(align)) => {
                let options = self.options.take().map(|(o, _)| o).unwrap_or_default();
                BlockKind::Table(self.table(&align, options, &source))
            }
            Event::Start(MdTag::CodeBlock(CodeBlockKind::Fenced(info))) if &*info == "chart" => self.chart(&source)?,
            other => {
                self.foreign(&other, range, &source);
                return None;
            }
        };
        Some(Block { source, kind })
    }

    /// Reports what is not of the dialect and passes over it.
    fn foreign(&mut self, event: &Event<'_>, range: &Range<usize>, source: &Source) {
        let what = match event {
            Event::Start(MdTag::CodeBlock(CodeBlockKind::Indented)) => {
                "a line is indented by four spaces or more, which makes it code: start it at the margin"
            }
            Event::Start(MdTag::CodeBlock(_)) => "a fenced block that is not a chart: charts come from {{#chart}}",
            Event::Start(MdTag::BlockQuote(_)) => "a line that starts with > (a quotation) is not of the dialect",
            Event::Rule => "a rule is not of the dialect",
            _ => "this is not of the dialect",
        };
        let excerpt: String = self.text[range.clone()].trim().chars().take(40).collect();
        self.problem(source, format!("{what}, found \u{201c}{}\u{201d}", excerpt.replace('\n', " ")));
        if matches!(event, Event::Start(_)) {
            self.skip();
        }
    }

    /// Passes over the rest of what has started.
    fn skip(&mut self) {
        let mut depth = 1;
        while depth > 0 {
            match self.events.next() {
                Some((Event::Start(_), _)) => depth += 1,
                Some((Event::End(_), _)) => depth -= 1,
                Some(_) => {}
                None => break,
            }
        }
    }

    fn heading(&mut self, level: HeadingLevel, source: &Source) -> BlockKind {
        let pieces = self.pieces(TagEnd::Heading(level));
        let level = level as u8;
        if level > 3 {
            self.problem(source, "headings have at most three #");
        } else if level > self.level + 1 {
            self.problem(
                source,
                format!("a heading of level {level} follows one of level {}: none may be skipped", self.level),
            );
        } else if level == 1 && self.level > 0 {
            self.problem(source, "a paper has one title: use two # or more for headings");
        }
        self.level = level.min(3);
        let mut id = None;
        let rest = pieces
            .into_iter()
            .filter(|p| match p {
                Piece::Tag(Tag::Id(name), _) => {
                    id = Some(name.clone());
                    false
                }
                _ => true,
            })
            .collect();
        self.name(id.as_ref(), source);
        let text = self.only_inlines(rest);
        if text.is_empty() {
            self.problem(source, "a heading without text");
        }
        BlockKind::Heading { level: level.min(3), text, id }
    }

    fn paragraph(&mut self, mut pieces: Vec<Piece>, source: &Source) -> BlockKind {
        let mut style = ParagraphStyle::Body;
        if let Some(Piece::Tag(Tag::Style(opened), _)) = pieces.first() {
            style = *opened;
            pieces.remove(0);
            match pieces.pop() {
                Some(Piece::Tag(Tag::StyleEnd(closed), _)) if closed == style => {}
                _ => self.problem(source, "<lead>, <note> and <callout> go round a whole paragraph, in the same lines"),
            }
        }
        BlockKind::Paragraph { text: self.only_inlines(pieces), style }
    }

    fn list(&mut self, start: Option<u64>) -> List {
        let mut list = List { start, items: Vec::new() };
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(MdTag::Item) => {
                    let item = self.item(range);
                    list.items.push(item);
                }
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        list
    }

    /// Reads a list item: a tight one holds its text without a paragraph.
    fn item(&mut self, range: Range<usize>) -> Vec<Block> {
        let source = self.source(&range);
        let (mut blocks, mut pieces) = (Vec::new(), Vec::new());
        while let Some((event, range)) = self.events.next() {
            let nested = matches!(event, Event::Start(MdTag::Paragraph | MdTag::List(_)));
            let end = matches!(event, Event::End(TagEnd::Item));
            if (nested || end) && !pieces.is_empty() {
                let kind = self.paragraph(std::mem::take(&mut pieces), &source);
                blocks.push(Block { source: source.clone(), kind });
            }
            if end {
                break;
            }
            let at = self.source(&range);
            match event {
                event if nested => blocks.extend(self.block(event, &range, at)),
                Event::Start(
                    MdTag::HtmlBlock
                    | MdTag::CodeBlock(_)
                    | MdTag::Table(_)
                    | MdTag::Heading { .. }
                    | MdTag::BlockQuote(_),
                ) => {
                    self.problem(&at, "a list item holds text and lists only");
                    self.skip();
                }
                event => self.piece(event, range, &mut pieces, Default::default()),
            }
        }
        blocks
    }

    fn chart(&mut self, source: &Source) -> Option<BlockKind> {
        let mut json = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Text(text) => json.push_str(&text),
                Event::End(_) => break,
                _ => {}
            }
        }
        let read = serde_json::from_str::<FigureJson>(&json).map_err(|e| format!("a chart cannot be read: {e}"));
        match read.and_then(FigureJson::figure) {
            Ok(figure) => {
                self.name(figure.id.as_ref(), source);
                Some(BlockKind::Figure(figure))
            }
            Err(message) => {
                self.problem(source, message);
                None
            }
        }
    }
}

/// Says whether the first block that holds anything is the heading of level 1.
fn starts_with_title(blocks: &[Block]) -> bool {
    match blocks.first().map(|b| &b.kind) {
        Some(BlockKind::Heading { level: 1, .. }) => true,
        Some(BlockKind::Landscape(inner) | BlockKind::Together(inner)) => starts_with_title(inner),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
