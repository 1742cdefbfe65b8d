//! The head of a paper's template: what the paper is called, and whom it is for.
//!
//! It stands between two lines of `+++` at the top of the file, in TOML. The template's text keeps its line numbers: where
//! the head was there are as many empty lines.

use serde::Deserialize;

use crate::paper::{Audience, Paper, Words};
use crate::problem::{Code, Place, Problem};

/// What opens and closes the head.
const FENCE: &str = "+++";

/// What a head looks like.
const EXAMPLE: &str = "Put lines like these at the top of the file: +++, title = \"Crime in brief: {{quarter.label}}\", \
                       subject = \"What it is about\", order = 10, for = \"board\", +++";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    title: toml::Spanned<String>,
    subject: toml::Spanned<String>,
    order: u32,
    r#for: Audience,
    /// Whether a paper for the board is written only where it is asked for by name, as all others are.
    #[serde(default)]
    on_request: bool,
}

/// Says whether a text begins with a head.
pub(super) fn is_there(text: &str) -> bool {
    without_mark(text).lines().next().is_some_and(|line| line.trim_end() == FENCE)
}

/// Reads the head of a paper's template, and gives the paper.
///
/// # Errors
/// What is wrong with the head, with its line.
pub(super) fn read(file: &str, name: &str, text: &str) -> Result<Paper, Problem> {
    let at = |line: usize| Place::File { file: file.into(), line: Some(line), column: None };
    let error = |line: usize, message: String| Problem::new(Code::TemplateHead, at(line), message);
    if !is_there(text) {
        return Err(error(1, "a paper begins with its front matter: expected a line +++".into()).help(EXAMPLE));
    }
    let Some(head) = head(text) else {
        return Err(error(1, "the front matter is never closed".into()).help("It ends with a line +++"));
    };
    let line = |offset: usize| head.bytes().take(offset).filter(|b| *b == b'\n').count() + 2;
    let found: Head = toml::from_str(head).map_err(|e| {
        let message = e.message().replace('\n', " ");
        error(e.span().map_or(1, |s| line(s.start)), message).help(EXAMPLE)
    })?;
    let words = |words: toml::Spanned<String>| {
        let from = at(line(words.span().start));
        Words { text: words.into_inner(), from }
    };
    let (title, subject) = (words(found.title), words(found.subject));
    if title.text.trim().is_empty() {
        return Err(Problem::new(Code::TemplateHead, title.from, "the title is empty"));
    }
    let standing = found.r#for == Audience::Board && !found.on_request;
    Ok(Paper { name: name.into(), title, subject, order: found.order, audience: found.r#for, item: None, standing })
}

/// Gives a template's text with empty lines in the place of its head.
pub(super) fn body(text: &str) -> String {
    match head(text) {
        Some(head) if is_there(text) => {
            let text = without_mark(text);
            let lines = head.matches('\n').count() + 2;
            let rest: String = text.split_inclusive('\n').skip(lines).collect();
            format!("{}{rest}", "\n".repeat(lines))
        }
        _ => text.into(),
    }
}

/// Gives the lines between the fences, each with its end.
fn head(text: &str) -> Option<&str> {
    let text = without_mark(text);
    let start = text.find('\n')? + 1;
    let mut end = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == FENCE {
            return Some(&text[start..end]);
        }
        end += line.len();
    }
    None
}

/// Leaves out the mark that some editors put before a text.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str =
        "+++\ntitle = \"Crime: {{quarter.label}}\"\nsubject = \"Crime\"\norder = 3\nfor = \"area\"\n+++\n# x\n";

    fn wrong(text: &str) -> String {
        read("a.hbs", "a", text).map_or_else(|p| p.to_string(), |p| format!("{p:?}"))
    }

    #[test]
    fn a_head_makes_a_paper_and_leaves_the_lines_where_they_are() {
        for text in [SOUND.to_string(), SOUND.replace('\n', "\r\n"), format!("\u{feff}{SOUND}")] {
            let paper = read("a.hbs", "a", &text).expect("a sound head");
            assert_eq!((paper.name.as_str(), paper.plain_title().as_str()), ("a", "Crime"));
            assert_eq!((paper.order, paper.audience, paper.standing), (3, Audience::Area, false));
            assert_eq!(paper.subject.from.to_string(), "a.hbs:3");
            let body = body(&text);
            assert_eq!(body.lines().position(|line| line == "# x"), Some(6), "{body:?}");
            assert!(!body.contains("Crime"));
        }
        assert_eq!(body("# x\n+++\n"), "# x\n+++\n");
    }

    #[test]
    fn papers_for_the_board_are_written_unless_they_wait_for_a_request() {
        let standing = |text: &str| read("a.hbs", "a", text).map(|p| p.standing).ok();
        let board = SOUND.replace("\"area\"", "\"board\"");
        assert_eq!(standing(&board), Some(true));
        assert_eq!(standing(&board.replace("order", "on_request = true\norder")), Some(false));
        assert_eq!(standing(&SOUND.replace("\"area\"", "\"meeting\"")), Some(false));
    }

    #[test]
    fn a_head_that_is_wrong_names_its_line() {
        assert!(wrong("# Old template\n").starts_with("a.hbs:1: a paper begins with its front matter"));
        assert!(wrong("").contains("a paper begins with its front matter"));
        assert!(wrong("+++\ntitle = \"x\"\n# y\n").starts_with("a.hbs:1: the front matter is never closed"));
        assert!(wrong(&SOUND.replace("order = 3", "oder = 3")).starts_with("a.hbs:4: unknown field `oder`"));
        assert!(wrong(&SOUND.replace("\"area\"", "\"areas\"")).starts_with("a.hbs:5: unknown variant `areas`"));
        assert!(wrong(&SOUND.replace("order = 3\n", "")).contains("missing field `order`"));
        assert!(wrong(&SOUND.replace("Crime: {{quarter.label}}", " ")).starts_with("a.hbs:2: the title is empty"));
    }
}
