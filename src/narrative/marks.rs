//! Marks that say which line of which template wrote a line.
//!
//! Each line of a template that holds text ends with a mark: two private characters around the template's number and
//! the line's. Marks go through the engine like text and are taken out of what it rendered, so that a fault found later
//! names the template. No text of a return holds those characters: escaping removes them.

use std::sync::Arc;

use crate::document::{MARK, Markdown, Origin};

/// Adds marks to a template's source: the line numbers and columns of its own text stay the same.
pub(super) fn add(source: &str, number: usize) -> String {
    let mut out = String::with_capacity(source.len() + 64);
    let mut inside = false;
    for (i, line) in source.split_inclusive('\n').enumerate() {
        let text = line.trim_end_matches(['\n', '\r']);
        let was_inside = inside;
        inside = ends_inside(text, inside);
        out.push_str(text);
        if !(was_inside || inside || text.trim().is_empty() || stands_alone(text) || text.ends_with("~}}")) {
            out.push_str(&mark(number, i + 1));
        }
        out.push_str(&line[text.len()..]);
    }
    out
}

/// Writes the mark of a template's line.
pub(super) fn mark(number: usize, line: usize) -> String {
    format!("{}{number}:{line}{}", MARK[0], MARK[1])
}

/// Says whether a line ends inside a tag of the engine.
fn ends_inside(text: &str, inside: bool) -> bool {
    let (open, close) = (text.rfind("{{"), text.rfind("}}"));
    match (open, close) {
        (Some(open), Some(close)) => open > close,
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (None, None) => inside,
    }
}

/// Says whether a line is one tag of the engine, which takes its line with it.
fn stands_alone(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("{{") && text.find("}}") == Some(text.len() - 2)
}

/// A text without its marks, and for each line the template's number and line.
pub(super) struct Stripped {
    pub(super) text: String,
    pub(super) origins: Vec<Option<(usize, usize)>>,
}

/// Takes the marks out of what was rendered.
pub(super) fn strip(rendered: &str) -> Stripped {
    let mut text = String::with_capacity(rendered.len());
    let mut origins = Vec::new();
    for line in rendered.split_inclusive('\n') {
        let mut origin = None;
        let mut parts = line.split(MARK[0]);
        text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let (mark, rest) = part.split_once(MARK[1]).unwrap_or(("", part));
            origin = mark.split_once(':').and_then(|(n, l)| Some((n.parse().ok()?, l.parse().ok()?))).or(origin);
            text.push_str(rest);
        }
        origins.push(origin);
    }
    Stripped { text, origins }
}

/// Makes Markdown of what was rendered.
pub(super) fn markdown(rendered: &str, files: &[Arc<str>]) -> Markdown {
    let Stripped { text, origins } = strip(rendered);
    let origin = |(number, line): (usize, usize)| files.get(number).map(|f| Origin { template: f.clone(), line });
    let origins = origins.into_iter().map(|o| o.and_then(origin)).collect();
    Markdown { text, origins, ..Markdown::default() }
}
