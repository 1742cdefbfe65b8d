//! Tags that stand on lines of their own: blocks, what holds blocks, and what is said of the table that follows.

use pulldown_cmark::{Event, TagEnd};

use super::tag::{Tag, scan};
use super::{Open, Reader};
use crate::document::{Block, BlockKind, Source};

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
            Tag::Open(name) => {
                if name == "landscape" && !self.open.is_empty() {
                    self.problem(source, "<landscape> stands inside nothing else");
                }
                self.open.push(Open { name, source: source.clone(), blocks: Vec::new() });
                return;
            }
            Tag::Close(name) => match self.open.pop() {
                Some(open) if open.name == name => {
                    let kind = match name {
                        "landscape" => BlockKind::Landscape(open.blocks),
                        _ => BlockKind::Together(open.blocks),
                    };
                    let block = Block { source: open.source, kind };
                    self.open.last_mut().map_or(blocks, |o| &mut o.blocks).push(block);
                    return;
                }
                other => {
                    self.problem(source, format!("</{name}> closes nothing that is open"));
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
}
