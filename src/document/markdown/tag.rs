//! The closed set of tags.

use super::options::{Attributes, TableOptions, figure_tag};
use crate::document::encode::FigureTag;
use crate::document::model::{ParagraphStyle, Shade};
use crate::document::status::Tone;
use crate::text::nearest;

/// A tag of the dialect.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Tag {
    Contents,
    PageBreak,
    TableOptions(Box<TableOptions>),
    Figure(Box<FigureTag>),
    Open(Holder),
    Close(Holder),
    Break,
    Status(Tone),
    Reference(String),
    Link(Address),
    Lang(String),
    /// `</status>`, `</a>`, `</lang>`.
    End(&'static str),
    Style(ParagraphStyle),
    StyleEnd(ParagraphStyle),
    Id(String),
    Item,
    Total,
    Continues,
    Group,
    Shade(Shade),
}

/// What holds blocks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Holder {
    Landscape,
    Together,
}

impl Holder {
    /// Names the tag.
    pub(super) fn name(self) -> &'static str {
        match self {
            Holder::Landscape => "landscape",
            Holder::Together => "together",
        }
    }
}

/// Where a link leads, as it is written: names are not yet looked up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Address {
    /// An address on the web.
    Url(String),
    /// A name in the paper.
    Id(String),
}

/// Every tag's name, for suggestions.
const NAMES: [&str; 20] = [
    "contents",
    "figure",
    "page-break",
    "table-options",
    "landscape",
    "together",
    "br",
    "status",
    "ref",
    "a",
    "lang",
    "lead",
    "note",
    "callout",
    "id",
    "item",
    "total",
    "continues",
    "group",
    "shade",
];

impl Tag {
    /// Names the tag as it is written.
    pub(super) fn describe(&self) -> String {
        let name = match self {
            Tag::Contents => "contents/",
            Tag::PageBreak => "page-break/",
            Tag::TableOptions(_) => "table-options/",
            Tag::Figure(_) => "figure/",
            Tag::Open(holder) => holder.name(),
            Tag::Close(holder) => return format!("</{}>", holder.name()),
            Tag::End(name) => return format!("</{name}>"),
            Tag::Break => "br",
            Tag::Status(_) => "status",
            Tag::Reference(_) => "ref/",
            Tag::Link(_) => "a",
            Tag::Lang(_) => "lang",
            Tag::Style(style) => style_name(*style),
            Tag::StyleEnd(style) => return format!("</{}>", style_name(*style)),
            Tag::Id(_) => "id/",
            Tag::Item => "item",
            Tag::Total => "total/",
            Tag::Continues => "continues/",
            Tag::Group => "group",
            Tag::Shade(_) => "shade/",
        };
        format!("<{name}>")
    }
}

fn style_name(style: ParagraphStyle) -> &'static str {
    match style {
        ParagraphStyle::Lead => "lead",
        ParagraphStyle::Callout => "callout",
        ParagraphStyle::Body | ParagraphStyle::Note => "note",
    }
}

/// Reads the tags of a line that holds nothing else.
pub(super) fn scan(line: &str) -> Vec<Result<Tag, String>> {
    let mut out = Vec::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        let end = if rest.starts_with('<') { close(rest) } else { None };
        let Some(end) = end else {
            let excerpt: String = rest.chars().take(40).collect();
            out.push(Err(format!(
                "expected a blank line before \u{201c}{excerpt}\u{201d}: a tag on a line of its own has blank lines around it"
            )));
            break;
        };
        out.push(read(&rest[..end]));
        rest = rest[end..].trim_start();
    }
    out
}

/// Finds the end of the tag that a text starts with: the first `>` that is not in quotation marks.
fn close(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().find_map(|(i, c)| {
        quoted ^= c == '"';
        (c == '>' && !quoted).then_some(i + 1)
    })
}

/// Reads one tag, from `<` to `>`.
pub(super) fn read(html: &str) -> Result<Tag, String> {
    let inner = html.trim_start_matches('<').trim_end_matches('>').trim_end().trim_end_matches('/');
    let (ending, inner) = match inner.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => (false, inner),
    };
    let name = inner.split(char::is_whitespace).next().unwrap_or_default();
    let mut attributes = Attributes::read(&inner[name.len()..])?;
    let tag = if ending { end_tag(name) } else { start_tag(name, &mut attributes)? };
    let tag = tag.ok_or_else(|| {
        let near = nearest(name, NAMES.iter().copied());
        let hint = near.map(|n| format!(": did you mean <{n}>?")).unwrap_or_default();
        format!("<{}{name}> is not a tag of the dialect{hint}", if ending { "/" } else { "" })
    })?;
    match attributes.rest() {
        Some(key) => Err(format!("<{name}> has no \u{201c}{key}\u{201d}")),
        None => Ok(tag),
    }
}

fn end_tag(name: &str) -> Option<Tag> {
    Some(match name {
        "landscape" => Tag::Close(Holder::Landscape),
        "together" => Tag::Close(Holder::Together),
        "status" => Tag::End("status"),
        "a" => Tag::End("a"),
        "lang" => Tag::End("lang"),
        "lead" => Tag::StyleEnd(ParagraphStyle::Lead),
        "note" => Tag::StyleEnd(ParagraphStyle::Note),
        "callout" => Tag::StyleEnd(ParagraphStyle::Callout),
        _ => return None,
    })
}

fn start_tag(name: &str, attributes: &mut Attributes) -> Result<Option<Tag>, String> {
    Ok(Some(match name {
        "contents" => Tag::Contents,
        "page-break" => Tag::PageBreak,
        "figure" => Tag::Figure(Box::new(figure_tag(attributes)?)),
        "table-options" => Tag::TableOptions(Box::new(TableOptions::read(attributes)?)),
        "landscape" => Tag::Open(Holder::Landscape),
        "together" => Tag::Open(Holder::Together),
        "br" => Tag::Break,
        "status" => Tag::Status(tone(&attributes.required(name, "tone")?)?),
        "ref" => Tag::Reference(attributes.required(name, "to")?),
        "a" => Tag::Link(target(&attributes.required(name, "href")?)?),
        "lang" => Tag::Lang(attributes.required(name, "of")?),
        "lead" => Tag::Style(ParagraphStyle::Lead),
        "note" => Tag::Style(ParagraphStyle::Note),
        "callout" => Tag::Style(ParagraphStyle::Callout),
        "id" => Tag::Id(attributes.required(name, "is")?),
        "item" => Tag::Item,
        "total" => Tag::Total,
        "continues" => Tag::Continues,
        "group" => Tag::Group,
        "shade" => Tag::Shade(shade(attributes)?),
        _ => return Ok(None),
    }))
}

fn tone(word: &str) -> Result<Tone, String> {
    Ok(match word {
        "red" => Tone::Red,
        "amber" => Tone::Amber,
        "green" => Tone::Green,
        "grey" => Tone::Grey,
        "blue" => Tone::Blue,
        _ => return Err(format!("expected a tone (red, amber, green, grey or blue), found \u{201c}{word}\u{201d}")),
    })
}

fn shade(attributes: &mut Attributes) -> Result<Shade, String> {
    let (up, down) = (attributes.take("up"), attributes.take("down"));
    let strength = up.as_deref().or(down.as_deref()).and_then(|s| s.parse().ok()).filter(|s| (1..=3).contains(s));
    match (strength, up.is_some(), down.is_some()) {
        (Some(n), true, false) => Ok(Shade::Up(n)),
        (Some(n), false, true) => Ok(Shade::Down(n)),
        _ => Err("<shade> wants up or down, with 1, 2 or 3".into()),
    }
}

/// Reads where a link leads: the web, or a name in the paper.
pub(super) fn target(address: &str) -> Result<Address, String> {
    if let Some(id) = address.strip_prefix('#') {
        return Ok(Address::Id(id.into()));
    }
    let web = ["http://", "https://"].iter().any(|s| address.len() > s.len() && address.starts_with(s));
    if web && !address.contains(char::is_whitespace) {
        Ok(Address::Url(address.into()))
    } else {
        Err(format!("a link leads to http://…, https://… or #id, found \u{201c}{address}\u{201d}"))
    }
}
