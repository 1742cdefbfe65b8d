//! Text into the dialect: what [`super::parse`] reads back as the same text, whatever characters it has.

use crate::text::is_invisible;

/// The marks that surround the name of a template and a line in rendered Markdown; never part of a text.
pub(crate) const MARK: [char; 2] = ['\u{E000}', '\u{E001}'];

/// Removes control, direction and zero-width characters from a line of text, and makes any white space one space.
///
/// A no-break space is kept. This is the text that an escaped text is read back as.
pub fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            space = !out.is_empty();
        } else if !is_invisible(c) && !MARK.contains(&c) {
            if std::mem::take(&mut space) {
                out.push(' ');
            }
            out.push(c);
        }
    }
    out
}

/// Writes text so that it is read as that text: in a paragraph, a heading, a table's cell or a tag's attribute.
///
/// Line breaks become spaces.
pub fn escape(text: &str) -> String {
    let text = tidy(text);
    let mut out = String::with_capacity(text.len() + 8);
    // Whether only digits came so far: then a full stop would make a list, and a sign a rule, a list or a heading.
    let mut start = true;
    let mut chars = text.chars().peekable();
    let mut first = true;
    while let Some(c) = chars.next() {
        match c {
            '|' => out.push_str("&#124;"),
            '"' => out.push_str("&quot;"),
            '&' if chars.peek() == Some(&' ') => out.push('&'),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' | '#' => {
                out.push('\\');
                out.push(c);
            }
            '+' if first && matches!(chars.peek(), None | Some(' ')) => out.push_str("\\+"),
            '-' | '=' | ':' | '>' | '~' if first => {
                out.push('\\');
                out.push(c);
            }
            '.' | ')' if start && matches!(chars.peek(), None | Some(' ')) => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
        start &= c.is_ascii_digit();
        first = false;
    }
    out
}

/// Writes a line of text with its web addresses as links.
pub fn line(text: &str) -> String {
    let text = tidy(text);
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((at, len)) = address(rest) {
        let (before, after) = rest.split_at(at);
        let (url, after) = after.split_at(len);
        out.push_str(&spaced(before));
        let url = escape(url);
        out.push_str(&format!("<a href=\"{url}\">{url}</a>"));
        rest = after;
    }
    out.push_str(&spaced(rest));
    out
}

/// Escapes a part of a line, keeping the space at its ends.
fn spaced(part: &str) -> String {
    let [lead, trail] =
        [part.starts_with(' '), part.len() > 1 && part.ends_with(' ')].map(|s| if s { " " } else { "" });
    format!("{lead}{}{trail}", escape(part))
}

/// Finds the first web address in a line: where it starts and how long it is, without the punctuation that ends a sentence.
fn address(text: &str) -> Option<(usize, usize)> {
    let starts = ["http://", "https://"].iter().flat_map(|s| text.match_indices(s));
    let (at, scheme) = starts.min_by_key(|(at, _)| *at)?;
    let end = text[at..].find([' ', '<', '>', '"', '\u{a0}']).unwrap_or(text.len() - at);
    let mut url = text[at..at + end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '\u{2019}', '\u{201d}']);
    // A closing bracket belongs to the sentence unless the address opened it.
    while url.ends_with(')') && url.matches('(').count() < url.matches(')').count() {
        url = url[..url.len() - 1].trim_end_matches(['.', ',', ';', ':', '!', '?']);
    }
    if url.len() > scheme.len() { Some((at, url.len())) } else { None }
}

/// A part of a longer text: a paragraph of lines, or a list of items.
enum Part {
    Paragraph(Vec<String>),
    List(Vec<String>),
}

/// Takes a text apart: blank lines end paragraphs, lines that begin with `-`, `*` or `•` are list items.
fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut blank = true;
    for raw in text.replace("\r\n", "\n").split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        let trimmed = tidy(raw);
        if trimmed.is_empty() {
            blank = true;
            continue;
        }
        let item = trimmed.strip_prefix(['-', '*', '\u{2022}', '\u{2013}']).filter(|r| r.starts_with([' ', '\u{a0}']));
        match (item, parts.last_mut()) {
            (Some(item), Some(Part::List(items))) => items.push(line(item)),
            (Some(item), _) => parts.push(Part::List(vec![line(item)])),
            (None, Some(Part::Paragraph(lines))) if !blank => lines.push(line(&trimmed)),
            (None, _) => parts.push(Part::Paragraph(vec![line(&trimmed)])),
        }
        blank = false;
    }
    parts
}

/// Writes a text of several paragraphs and lists as blocks; put it on lines of its own.
pub fn blocks(text: &str) -> String {
    let written: Vec<String> = parts(text)
        .iter()
        .map(|part| match part {
            Part::Paragraph(lines) => lines.join("<br>"),
            Part::List(items) => items.iter().map(|i| format!("- {i}")).collect::<Vec<_>>().join("\n"),
        })
        .collect();
    // Two lists that follow each other would be one; parts() never makes them.
    written.join("\n\n")
}

/// Writes a text of several paragraphs and lists for the inside of a table's cell.
pub fn cell(text: &str) -> String {
    let mut out = String::new();
    for part in parts(text) {
        match part {
            Part::Paragraph(lines) => {
                if !out.is_empty() {
                    out.push_str("<br><br>");
                }
                out.push_str(&lines.join("<br>"));
            }
            Part::List(items) => items.iter().for_each(|i| out.push_str(&format!("<item>{i}"))),
        }
    }
    out
}

/// A figure as it is written: its words, and which of the charts beside the text it shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FigureTag {
    /// The chart's place in [`super::Markdown::charts`].
    pub chart: usize,
    /// A name to refer to it by.
    pub id: Option<String>,
    /// The finding.
    pub title: String,
    /// What is shown, measured in what.
    pub subtitle: String,
    /// The text alternative.
    pub alt: String,
}

impl std::fmt::Display for FigureTag {
    /// Writes the tag, which wants a line of its own.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let FigureTag { chart, id, title, subtitle, alt } = self;
        write!(f, "<figure chart=\"{chart}\"")?;
        let id = id.as_deref().unwrap_or_default();
        for (key, value) in [("id", id), ("title", title), ("subtitle", subtitle), ("alt", alt)] {
            if !value.is_empty() {
                write!(f, " {key}=\"{}\"", escape(value))?;
            }
        }
        f.write_str("/>")
    }
}

/// Undoes [`escape`] and the character references of Markdown: the text that a line of the dialect without tags stands for.
pub fn plain(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(at) = rest.find(['\\', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (c, len) = decode(rest);
        out.push(c);
        rest = &rest[len..];
    }
    out.push_str(rest);
    tidy(&out)
}

/// Reads one escape or character reference at the start of a text that begins with `\` or `&`.
fn decode(text: &str) -> (char, usize) {
    if let Some(rest) = text.strip_prefix('\\') {
        return match rest.chars().next() {
            Some(c) if c.is_ascii_punctuation() => (c, 2),
            _ => ('\\', 1),
        };
    }
    let reference = text.find(';').filter(|end| *end < 10).and_then(|end| {
        let name = &text[1..end];
        let c = match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "nbsp" => '\u{a0}',
            _ => {
                let digits = name.strip_prefix('#')?;
                let code = match digits.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => digits.parse(),
                };
                char::from_u32(code.ok()?)?
            }
        };
        Some((c, end + 1))
    });
    reference.unwrap_or(('&', 1))
}
