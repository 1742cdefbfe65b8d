//! Texts made to fit a width.

use crate::drawing::look::Look;
use crate::drawing::style::Style;

/// Breaks a text into at most `most` lines of a width; what does not fit into the last ends with an ellipsis.
///
/// Lines break at spaces, and inside a word only where it alone is wider than a line.
pub(super) fn wrap(look: &Look, style: Style, text: &str, width: f32, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() && lines.len() + 1 < most {
        let cut = line_end(look, style, rest, width);
        lines.push(rest[..cut].trim_end().into());
        rest = rest[cut..].trim_start();
    }
    if !rest.is_empty() {
        lines.push(shorten(look, style, rest, width));
    }
    lines
}

/// Where the first line of a text ends: at the last space that it can break at, or else inside its first word.
fn line_end(look: &Look, style: Style, text: &str, width: f32) -> usize {
    if look.width(style, text) <= width {
        return text.len();
    }
    let spaces = text.char_indices().filter(|(_, c)| *c == ' ').map(|(i, _)| i);
    let fitting = spaces.take_while(|i| look.width(style, &text[..*i]) <= width).last();
    fitting.filter(|i| *i > 0).unwrap_or_else(|| longest(look, style, text, width, ""))
}

/// How much of a text fits into a width with something after it; at least one character.
fn longest(look: &Look, style: Style, text: &str, width: f32, after: &str) -> usize {
    let ends = text.char_indices().map(|(i, c)| i + c.len_utf8());
    let fits = |end: &usize| look.width(style, &format!("{}{after}", text[..*end].trim_end())) <= width;
    let first = text.chars().next().map_or(0, char::len_utf8);
    ends.take_while(fits).last().unwrap_or(first)
}

/// How much of a width the last word of a shortened text may take.
const LAST_WORD: f32 = 0.4;

/// Gives a text, or where it is wider than `width` its beginning, an ellipsis and its last word, which is what tells many
/// a name from another; without that word where it is too long.
pub(super) fn shorten(look: &Look, style: Style, text: &str, width: f32) -> String {
    if text.is_empty() || look.width(style, text) <= width {
        return text.into();
    }
    let last = text.rfind(' ').map_or("", |space| &text[space..]);
    let after = if look.width(style, last) <= width * LAST_WORD { format!("…{last}") } else { "…".into() };
    let end = longest(look, style, text, width, &after);
    format!("{}{after}", text[..end].trim_end())
}
