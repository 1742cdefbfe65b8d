//! Headings, paragraphs and lists, and the paper as a whole.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag as MdTag, TagEnd};

use super::inline::Piece;
use super::reader::Reader;
use super::tag::Tag;
use crate::document::model::{Block, BlockKind, Document, Front, List, ParagraphStyle, plain_text};
use crate::document::source::Source;
use crate::problem::Problems;

impl<'a> Reader<'a> {
    /// Reads a whole paper.
    ///
    /// # Errors
    /// All that is wrong in it.
    pub(super) fn document(mut self, front: Front) -> Result<Document, Problems> {
        let blocks = self.all_blocks();
        let references = self.references();
        if self.problems.is_empty() { Ok(Document { front, blocks, references }) } else { Err(self.problems) }
    }

    fn all_blocks(&mut self) -> Vec<Block> {
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
            let name = open.holder.name();
            self.problem(&open.source, format!("<{name}> is not closed: expected </{name}> on a line of its own"));
        }
        let first = blocks.first().map(|b| b.source.clone()).unwrap_or_default();
        if !starts_with_title(&blocks) {
            self.problem(&first, "a paper starts with its title: a heading with one #");
        }
        blocks
    }

    /// Reports options that no table follows.
    pub(super) fn unused_options(&mut self) {
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
            other => {
                self.foreign(&other, range, &source);
                return None;
            }
        };
        Some(Block { source, kind })
    }

    /// Reports what is not of the dialect and passes over it.
    pub(super) fn foreign(&mut self, event: &Event<'_>, range: &Range<usize>, source: &Source) {
        let what = match event {
            Event::Start(MdTag::CodeBlock(CodeBlockKind::Indented)) => {
                "a line is indented by four spaces or more, which makes it code: start it at the margin"
            }
            Event::Start(MdTag::CodeBlock(_)) => "a fenced block is not of the dialect: charts come from {{#chart}}",
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
        let text = self.only_inlines(rest);
        if text.is_empty() {
            self.problem(source, "a heading without text");
        }
        let anchor = self.numbering.heading();
        self.name(id.as_deref(), anchor, plain_text(&text), source);
        BlockKind::Heading { level: level.min(3), text, id, anchor }
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
}

/// Says whether the first block that holds anything is the heading of level 1.
fn starts_with_title(blocks: &[Block]) -> bool {
    match blocks.first().map(|b| &b.kind) {
        Some(BlockKind::Heading { level: 1, .. }) => true,
        Some(BlockKind::Landscape(inner) | BlockKind::Together(inner)) => starts_with_title(inner),
        _ => false,
    }
}
