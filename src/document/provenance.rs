//! Where stretches of a text come from: what a template did not type.
//!
//! A helper writes marks around what it prints: a character that says what it is (for a figure, with the figure's name
//! after it) and one that ends it. They are private characters, which [`super::escape`] takes out of every text of a
//! return, so that no text can pretend to be a figure. Marks go through Markdown like letters and become [`Span`]s when
//! it is read: a text stays one run, whatever its parts are, and what is drawn does not depend on them.

use std::ops::Range;
use std::sync::Arc;

use super::encode::{decode_into, spaced, tidy, tidy_into};
use super::model::{Inline, TextStyle};

/// What a stretch of text is that no template typed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Provenance {
    /// A figure, by its name in the facts: what `board-papers facts --figure` takes.
    Figure(Arc<str>),
    /// A text of a return, or a name of the board.
    Text,
    /// A month, a date or a quarter that is no figure of any area, action or indicator.
    Time,
}

/// A stretch of a text and what it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Span {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What it is.
    pub of: Provenance,
}

/// A text in one style, with its spans in order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wording {
    /// The characters.
    pub text: String,
    /// What of them no template typed.
    pub spans: Vec<Span>,
}

impl Wording {
    /// Reads text of the dialect that holds no tags, as attributes do: undoes its escapes and takes its marks out.
    ///
    /// `name` gives the name of the figure that a mark holds.
    pub(crate) fn read(markdown: &str, name: impl Fn(&str) -> Option<Arc<str>>) -> Self {
        let mut wording = Wording::default();
        let (mut of, mut space, mut piece) = (None, false, String::new());
        for token in tokens(markdown) {
            let text = match token {
                Token::Text(text) => text,
                Token::Figure(mark) => {
                    of = name(mark).map(Provenance::Figure);
                    continue;
                }
                Token::Of(provenance) => {
                    of = Some(provenance);
                    continue;
                }
                Token::End => {
                    of = None;
                    continue;
                }
            };
            piece.clear();
            decode_into(&mut piece, text);
            let before = wording.text.len();
            tidy_into(&mut wording.text, &mut space, &piece);
            // The space between two pieces belongs to neither.
            let start = before + usize::from(wording.text[before..].starts_with(' '));
            if let Some(of) = of.clone().filter(|_| start < wording.text.len()) {
                wording.spans.push(Span { range: start..wording.text.len(), of });
            }
        }
        wording
    }

    /// Makes the wording of a figure of its own.
    pub(crate) fn figure(text: impl Into<String>, name: &str) -> Self {
        let text = text.into();
        let range = 0..text.len();
        Wording { spans: vec![Span { range, of: Provenance::Figure(name.into()) }], text }
    }

    /// Writes it in the dialect, with its marks, as [`Wording::read`] reads it.
    pub(crate) fn written(&self) -> String {
        let mut out = String::new();
        let mut from = 0;
        for Span { range, of } in &self.spans {
            out.push_str(&spaced(&self.text[from..range.start]));
            out.push_str(&marked(of, &spaced(&self.text[range.clone()])));
            from = range.end;
        }
        out.push_str(&spaced(&self.text[from..]));
        out
    }

    /// Gives it as a run of text in the plain style.
    pub(crate) fn inline(self) -> Inline {
        Inline::Text { text: self.text, style: TextStyle::default(), lang: None, spans: self.spans }
    }
}

impl From<String> for Wording {
    fn from(text: String) -> Self {
        Wording { text, spans: Vec::new() }
    }
}

impl From<&str> for Wording {
    fn from(text: &str) -> Self {
        text.to_string().into()
    }
}

/// Begins a figure; its name follows, up to [`NAMED`].
const FIGURE: char = '\u{E002}';
/// Ends a figure's name.
const NAMED: char = '\u{E003}';
/// Begins a text of a return or the board.
const TEXT: char = '\u{E004}';
/// Begins a time.
const TIME: char = '\u{E005}';
/// Ends what was begun.
const END: char = '\u{E006}';

/// Writes marks around what is written already in the dialect; nothing around nothing.
pub(crate) fn marked(of: &Provenance, written: &str) -> String {
    match of {
        _ if written.is_empty() => String::new(),
        Provenance::Figure(name) => format!("{FIGURE}{}{NAMED}{written}{END}", tidy(name)),
        Provenance::Text => format!("{TEXT}{written}{END}"),
        Provenance::Time => format!("{TIME}{written}{END}"),
    }
}

/// A part of a text with marks.
pub(crate) enum Token<'t> {
    /// Text between marks.
    Text(&'t str),
    /// A figure begins; what its mark holds.
    Figure(&'t str),
    /// Something else begins.
    Of(Provenance),
    /// What was begun ends.
    End,
}

/// Takes a text with marks apart.
pub(crate) fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mark = rest.chars().next()?;
        let after = &rest[mark.len_utf8()..];
        let (token, left) = match mark {
            FIGURE => {
                let (name, left) = after.split_once(NAMED).unwrap_or((after, ""));
                (Token::Figure(name), left)
            }
            TEXT => (Token::Of(Provenance::Text), after),
            TIME => (Token::Of(Provenance::Time), after),
            END | NAMED => (Token::End, after),
            _ => {
                let end = rest.find(|c| (FIGURE..=END).contains(&c)).unwrap_or(rest.len());
                (Token::Text(&rest[..end]), &rest[end..])
            }
        };
        rest = left;
        Some(token)
    })
}

/// Gives a text without its marks.
pub(crate) fn unmarked(text: &str) -> String {
    let text = tokens(text).filter_map(|t| if let Token::Text(text) = t { Some(text) } else { None });
    text.collect()
}

/// Replaces the figures' names in marks by numbers, and gives the names in the order of their numbers: names may hold
/// characters that mean something in Markdown.
pub(crate) fn numbered(text: &str) -> (String, Vec<Arc<str>>) {
    let mut out = String::with_capacity(text.len());
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(FIGURE) {
        let (name, left) = after.split_once(NAMED).unwrap_or((after, ""));
        out.push_str(before);
        out.push_str(&format!("{FIGURE}{}{NAMED}", names.len()));
        names.push(name.into());
        rest = left;
    }
    out.push_str(rest);
    (out, names)
}
