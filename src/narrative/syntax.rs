//! Where a template that the engine cannot read goes wrong.
//!
//! The engine stops at the first tag that does not fit, which may be long after the slip: for a block that is never closed
//! it is the end of the file. This reads the tags alone, and tells of the tag at fault.

use handlebars::{TemplateError, TemplateErrorReason};

use super::check::BUILT_IN;
use super::helpers::HELPERS;
use crate::problem::{Code, Place, Problem};
use crate::text::nearest;

/// What to do about a tag that is not well formed.
const TAGS: &str = "A tag starts with {{ and ends with }}; a block {{#x}} ends with {{/x}}";

/// Tells what is wrong with a template that the engine refused.
pub(super) fn problem(file: &str, source: &str, error: &TemplateError) -> Problem {
    let slip = slip(source).unwrap_or_else(|| {
        let message = match error.reason() {
            TemplateErrorReason::InvalidSyntax(_) => "this is not the syntax of Handlebars".into(),
            other => other.to_string(),
        };
        Slip { at: error.pos(), message, help: TAGS.into() }
    });
    let (line, column) = slip.at.unzip();
    let place = Place::File { file: file.into(), line, column };
    Problem::new(Code::TemplateSyntax, place, slip.message).help(slip.help)
}

/// A slip: its line and column, and what to say of it.
struct Slip {
    at: Option<(usize, usize)>,
    message: String,
    help: String,
}

/// Finds the first tag that does not end, closes what is not open, or is not closed.
fn slip(source: &str) -> Option<Slip> {
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut from = 0;
    let slip = |at: usize, message: String, help: String| Some(Slip { at: Some(place(source, at)), message, help });
    while let Some(start) = source[from..].find("{{").map(|i| from + i) {
        let inside = start + 2;
        let end = source[inside..].find("}}").map(|i| inside + i);
        let next = source[inside..].find("{{").map(|i| inside + i);
        let Some(end) = end.filter(|e| next.is_none_or(|n| n > *e)) else {
            return slip(start, "this tag does not end".into(), TAGS.into());
        };
        let tag = source[inside..end].trim().trim_matches('~');
        from = end + 2;
        let name = |tag: &'_ str| tag.split_whitespace().next().unwrap_or_default().to_string();
        if let Some(block) = tag.strip_prefix('#') {
            let called = name(block);
            if !BUILT_IN.contains(&called.as_str()) && !HELPERS.iter().any(|h| h.name == called) {
                let near = nearest(&called, BUILT_IN).map(|n| format!("Did you mean {{{{#{n}}}}}?"));
                let message = format!("there is no block \u{201c}{called}\u{201d}");
                return slip(start, message, near.unwrap_or_else(|| TAGS.into()));
            }
            open.push((start, block));
        } else if let Some(closed) = tag.strip_prefix('/') {
            match open.pop() {
                Some((_, block)) if name(block) == closed.trim() => {}
                Some((at, block)) => {
                    let (line, column) = place(source, at);
                    let message = format!("{{{{/{closed}}}}} closes {{{{#{block}}}}} of line {line}, column {column}");
                    return slip(start, message, format!("Expected {{{{/{}}}}}", name(block)));
                }
                None => {
                    let message = format!("{{{{/{closed}}}}} closes a block that is not open");
                    return slip(start, message, format!("A block begins with {{{{#{closed} \u{2026}}}}}, with #"));
                }
            }
        }
    }
    let (at, block) = open.pop()?;
    slip(
        at,
        format!("{{{{#{block}}}}} is never closed"),
        format!("It ends with {{{{/{}}}}}", block.split_whitespace().next()?),
    )
}

/// Gives the line and column of a place in a text.
fn place(source: &str, at: usize) -> (usize, usize) {
    let before = &source[..at];
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    (before.matches('\n').count() + 1, source[line_start..at].chars().count() + 1)
}
