//! Tags that stand on lines of their own: blocks, what holds blocks, and what is said of the table that follows.

use pulldown_cmark::{Event, TagEnd};

use super::reader::{Open, Reader};
use super::tag::{Holder, Tag, scan};
use crate::document::encode::FigureTag;
use crate::document::model::{Block, BlockKind, Figure, Inline, TextStyle};
use crate::document::source::Source;

impl Reader<'_> {
    /// Reads the tags of lines of their own.
    pub(super) fn html(&mut self, blocks: &mut Vec<Block>) {
        let mut html = Vec::new();
        for (event, range) in self.events.by_ref() {
            match event {
                Event::Html(text) | Event::Text(text) => html.push((text, range)),
                Event::End(TagEnd::HtmlBlock) => break,
                _ => {}
            }
        }
        for (text, range) in html {
            let at = self.source(&range);
            for found in scan(&text) {
                match found {
                    Ok(tag) => self.block_tag(tag, &at, blocks),
                    Err(message) => self.problem(&at, message),
                }
            }
        }
    }

    fn block_tag(&mut self, tag: Tag, source: &Source, blocks: &mut Vec<Block>) {
        self.unused_options();
        let kind = match tag {
            Tag::Contents => BlockKind::Contents,
            Tag::PageBreak => BlockKind::PageBreak,
            Tag::TableOptions(options) => {
                self.options = Some((*options, source.clone()));
                return;
            }
            Tag::Figure(tag) => match self.figure(*tag, source) {
                Some(figure) => BlockKind::Figure(figure),
                None => return,
            },
            Tag::Open(holder) => {
                if holder == Holder::Landscape && !self.open.is_empty() {
                    self.problem(source, "<landscape> stands inside nothing else");
                }
                self.open.push(Open { holder, source: source.clone(), blocks: Vec::new() });
                return;
            }
            Tag::Close(holder) => match self.open.pop() {
                Some(open) if open.holder == holder => {
                    let kind = match holder {
                        Holder::Landscape => BlockKind::Landscape(open.blocks),
                        Holder::Together => BlockKind::Together(open.blocks),
                    };
                    let block = Block { source: open.source, kind };
                    self.open.last_mut().map_or(blocks, |o| &mut o.blocks).push(block);
                    return;
                }
                other => {
                    self.problem(source, format!("</{}> closes nothing that is open", holder.name()));
                    self.open.extend(other);
                    return;
                }
            },
            other => {
                self.problem(source, format!("{} stands in text, not on a line of its own", other.describe()));
                return;
            }
        };
        let block = Block { source: source.clone(), kind };
        self.open.last_mut().map_or(blocks, |o| &mut o.blocks).push(block);
    }

    /// Makes a figure of its words and the chart that it shows; none where it lacks either.
    fn figure(&mut self, tag: FigureTag, source: &Source) -> Option<Figure> {
        let (anchor, number) = self.numbering.figure();
        self.name(tag.id.as_deref(), anchor, format!("Figure {number}"), source);
        let chart = self.charts.get(tag.chart).cloned();
        let missing = match &chart {
            _ if tag.title.trim().is_empty() => Some("the chart has no title: say what it finds"),
            _ if tag.alt.trim().is_empty() => {
                Some("the chart has no text alternative: say its kind, its range and its main point")
            }
            None => Some("there is no such chart: charts come from {{#chart}}"),
            Some(_) => None,
        };
        if let Some(message) = missing {
            self.problem(source, message);
        }
        let title = vec![Inline::Text { text: tag.title, style: TextStyle::default(), lang: None }];
        Some(Figure { id: tag.id, anchor, number, title, subtitle: tag.subtitle, alt: tag.alt, chart: chart? })
    }
}
