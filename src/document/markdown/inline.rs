//! Text, its styles and the tags in it.

use std::ops::Range;

use pulldown_cmark::{Event, Tag as MdTag, TagEnd};

use super::reader::Reader;
use super::tag::{self, Address, Tag};
use crate::document::model::{Inline, Target, TextStyle, plain_text};
use crate::document::source::Source;
use crate::document::status::{Status, Tone};

/// A part of a text: content, or a tag that only some places allow.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Piece {
    Inline(Inline),
    Tag(Tag, Source),
}

impl<'a> Reader<'a> {
    /// Reads everything up to an end.
    pub(super) fn pieces(&mut self, end: TagEnd) -> Vec<Piece> {
        let mut pieces = Vec::new();
        while let Some((event, range)) = self.events.next() {
            if event == Event::End(end) {
                break;
            }
            self.piece(event, range, &mut pieces, TextStyle::default());
        }
        pieces
    }

    /// Reads one event of a text.
    pub(super) fn piece(&mut self, event: Event<'a>, range: Range<usize>, out: &mut Vec<Piece>, style: TextStyle) {
        let source = self.source(&range);
        match event {
            Event::Text(text) => push_text(out, &text, style),
            Event::SoftBreak => push_text(out, " ", style),
            Event::HardBreak => out.push(Piece::Inline(Inline::Break)),
            Event::Start(MdTag::Emphasis) => {
                self.styled(TagEnd::Emphasis, out, TextStyle { italic: true, ..style });
            }
            Event::Start(MdTag::Strong) => self.styled(TagEnd::Strong, out, TextStyle { bold: true, ..style }),
            Event::Start(MdTag::Link { dest_url, title, .. }) => {
                let mut inner = Vec::new();
                self.styled(TagEnd::Link, &mut inner, style);
                let text = self.only_inlines(inner);
                match tag::target(&dest_url) {
                    Ok(target) => out.push(self.link(target, text, &title, &source)),
                    Err(message) => self.problem(&source, message),
                }
            }
            Event::InlineHtml(html) => match tag::read(&html) {
                Ok(Tag::Break) => out.push(Piece::Inline(Inline::Break)),
                Ok(Tag::Reference(id)) => {
                    let reference = self.refer(&id, &source);
                    out.push(Piece::Inline(Inline::Reference(reference)));
                }
                Ok(Tag::Status(tone)) => {
                    let status = self.status(tone, &source);
                    out.push(Piece::Inline(Inline::Status(status)));
                }
                Ok(Tag::Link(target)) => {
                    let inner = self.until_tag("a", style, &source);
                    let text = self.only_inlines(inner);
                    out.push(self.link(target, text, "", &source));
                }
                Ok(Tag::Lang(lang)) => {
                    let inner = self.until_tag("lang", style, &source);
                    let text = self.only_inlines(inner);
                    out.extend(text.into_iter().map(|i| Piece::Inline(in_language(i, &lang))));
                }
                Ok(other) => out.push(Piece::Tag(other, source)),
                Err(message) => self.problem(&source, message),
            },
            Event::Start(other) => {
                self.foreign(&Event::Start(other), &range, &source);
            }
            Event::End(_) => {}
            other => self.foreign(&other, &range, &source),
        }
    }

    fn styled(&mut self, end: TagEnd, out: &mut Vec<Piece>, style: TextStyle) {
        while let Some((event, range)) = self.events.next() {
            if event == Event::End(end) {
                break;
            }
            self.piece(event, range, out, style);
        }
    }

    /// Reads up to the end tag of a name.
    fn until_tag(&mut self, name: &'static str, style: TextStyle, source: &Source) -> Vec<Piece> {
        let mut inner = Vec::new();
        while let Some((event, range)) = self.events.next() {
            if matches!(&event, Event::InlineHtml(html) if tag::read(html) == Ok(Tag::End(name))) {
                return inner;
            }
            if matches!(event, Event::End(_)) {
                break;
            }
            self.piece(event, range, &mut inner, style);
        }
        // The end of the surrounding text has been taken: nothing after this can be trusted, but nothing is lost either.
        self.problem(source, format!("<{name}> is not closed: expected </{name}> in the same text"));
        inner
    }

    fn status(&mut self, tone: Tone, source: &Source) -> Status {
        let inner = self.until_tag("status", TextStyle::default(), source);
        let word = plain_text(&self.only_inlines(inner)).trim().to_string();
        if word.is_empty() {
            self.problem(source, "<status> wants a word: colour alone says nothing to those who do not see it");
        }
        Status { tone, word }
    }

    fn link(&mut self, address: Address, text: Vec<Inline>, title: &str, source: &Source) -> Piece {
        let description = if title.is_empty() { plain_text(&text) } else { title.to_string() };
        if description.trim().is_empty() {
            self.problem(source, "a link without text");
        }
        let target = match address {
            Address::Url(url) => Target::Url(url),
            Address::Id(id) => Target::Place(self.refer(&id, source)),
        };
        Piece::Inline(Inline::Link { target, text, description })
    }

    /// Takes the content where no tags of other places are allowed, and reports those that are there.
    pub(super) fn only_inlines(&mut self, pieces: Vec<Piece>) -> Vec<Inline> {
        let mut out = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Inline(inline) => out.push(inline),
                Piece::Tag(
                    tag @ (Tag::Contents
                    | Tag::PageBreak
                    | Tag::Figure(_)
                    | Tag::TableOptions(_)
                    | Tag::Open(_)
                    | Tag::Close(_)),
                    at,
                ) => {
                    self.problem(
                        &at,
                        format!("{} goes on a line of its own, with a blank line before and after", tag.describe()),
                    );
                }
                Piece::Tag(tag, at) => self.problem(&at, format!("{} does not belong here", tag.describe())),
            }
        }
        trim(out)
    }
}

fn in_language(inline: Inline, code: &str) -> Inline {
    match inline {
        Inline::Text { text, style, .. } => Inline::Text { text, style, lang: Some(code.into()) },
        other => other,
    }
}

fn push_text(out: &mut Vec<Piece>, more: &str, wanted: TextStyle) {
    match out.last_mut() {
        Some(Piece::Inline(Inline::Text { text, style, lang: None })) if *style == wanted => text.push_str(more),
        _ => out.push(Piece::Inline(Inline::Text { text: more.replace(['\r', '\n'], " "), style: wanted, lang: None })),
    }
}

/// Drops spaces at the ends and around line breaks.
pub(super) fn trim(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    for mut inline in inlines {
        if let Inline::Text { text, .. } = &mut inline {
            if matches!(out.last(), None | Some(Inline::Break)) {
                text.drain(..text.len() - text.trim_start_matches(' ').len());
            }
            if text.is_empty() {
                continue;
            }
        }
        if inline == Inline::Break {
            trim_end(&mut out);
        }
        out.push(inline);
    }
    trim_end(&mut out);
    out
}

fn trim_end(out: &mut Vec<Inline>) {
    if let Some(Inline::Text { text, .. }) = out.last_mut() {
        text.truncate(text.trim_end_matches(' ').len());
        if text.is_empty() {
            out.pop();
        }
    }
}
