//! Styled text, measured once and broken into lines.
//!
//! *In:* runs of text, each in one style. *Out:* a [`ShapedText`] text whose words are measured, from which lines of any width
//! follow by adding up. *Invariants:* a line is never wider than it may be; a number stays with its unit, “Q2” with its
//! year, “Figure” with its number, an initial with its name, where the line is wide enough for both; a word wider than the
//! line is broken where it must be; the space at a line's end belongs to the line, so that extracted words stay apart, but
//! not to its width. *It must not know* what the text is part of.

use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::glue::glued;
use super::tags::NodeId;
use crate::document::Tone;
use crate::drawing::{Faces, Style};

/// A text in [`Texts`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct TextId(usize);

/// All texts of a paper.
#[derive(Debug, Default)]
pub(crate) struct Texts(Vec<ShapedText>);

impl Texts {
    pub(crate) fn add(&mut self, text: ShapedText) -> TextId {
        self.0.push(text);
        TextId(self.0.len() - 1)
    }

    pub(crate) fn get(&self, id: TextId) -> &ShapedText {
        &self.0[id.0]
    }
}

/// What a run is besides text in a style.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Mark {
    /// The node it belongs to, where that is not the text's own.
    pub(crate) node: Option<NodeId>,
    /// The link it is part of.
    pub(crate) link: Option<usize>,
    /// The label it is the word of.
    pub(crate) label: Option<Tone>,
    /// It is for the eye alone: what is beside it says the same.
    pub(crate) aside: bool,
}

/// A stretch of text in one style; it ends where the next begins.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Run {
    pub(crate) start: usize,
    pub(crate) style: Style,
    pub(crate) mark: Mark,
}

/// Text and its runs, not yet measured.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Flat {
    pub(crate) text: String,
    pub(crate) runs: Vec<Run>,
}

impl Flat {
    /// Adds text at the end.
    pub(crate) fn push(&mut self, text: &str, style: Style, mark: Mark) {
        if text.is_empty() {
            return;
        }
        // Labels stay apart even where two follow each other.
        let same = |r: &Run| r.style == style && r.mark == mark && mark.label.is_none();
        if !self.runs.last().is_some_and(same) {
            self.runs.push(Run { start: self.text.len(), style, mark });
        }
        self.text.push_str(text);
    }
}

/// A word with the space after it: what a line break cannot divide. Widths are in points.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Word {
    end: usize,
    /// Kerning with the space before it, where that is on the same line.
    kern: f32,
    ink: f32,
    full: f32,
    /// Stays with the next word where the line is wide enough for both.
    glued: bool,
    /// The line ends here.
    last: bool,
}

/// A measured text.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct ShapedText {
    text: String,
    runs: Vec<Run>,
    words: Vec<Word>,
}

/// A line of a [`ShapedText`] text: its bytes, its width without the space at its end, and the run that it begins in.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Line {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) width: f32,
    run: usize,
}

/// A part of a line in one style: where it begins and ends from the line's left end, and its text.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Piece<'a> {
    pub(crate) x: f32,
    pub(crate) width: f32,
    pub(crate) style: Style,
    pub(crate) mark: Mark,
    pub(crate) text: &'a str,
}

/// The room of a label beside its word: before it, with the shape, and after it, as multiples of the size.
pub(crate) const LABEL: [f32; 2] = [1.45, 0.5];

impl ShapedText {
    /// Measures a text.
    pub(crate) fn new(faces: &Faces, flat: Flat) -> Self {
        let Flat { text, runs } = flat;
        let mut words = Vec::with_capacity(text.len() / 6 + 1);
        let mut measure = Measure { faces, text: &text, runs: &runs, run: 0, last: None };
        let mut start = 0;
        for (end, kind) in linebreaks(&text) {
            let inside_label = measure.run_at(end).is_some_and(|r| r.mark.label.is_some() && r.start < end);
            // An arrow and its figure are one word, however narrow the column.
            let arrow = text[..end].ends_with("▲ ") || text[..end].ends_with("▼ ");
            if end < text.len() && (inside_label || arrow || text.as_bytes().get(end) == Some(&b'\n')) {
                continue;
            }
            let last = kind == BreakOpportunity::Mandatory && end < text.len();
            let glued = !last && end < text.len() && glued(&text[..end], &text[end..]);
            let (kern, ink, full) = measure.word(start, end);
            words.push(Word { end, kern, ink, full, glued, last });
            start = end;
        }
        ShapedText { text, runs, words }
    }

    /// Gives the text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Gives the style of the first run.
    pub(crate) fn style(&self) -> Option<Style> {
        self.runs.first().map(|r| r.style)
    }

    /// Gives the width of the widest word, which a line should not be narrower than.
    pub(crate) fn least_width(&self) -> f32 {
        self.words.iter().map(|w| w.ink).fold(0., f32::max)
    }

    /// Gives the width without any line breaks but those that must be.
    pub(crate) fn full_width(&self) -> f32 {
        let (mut x, mut widest) = (0., 0f32);
        for word in &self.words {
            widest = widest.max(x + word.kern + word.ink);
            x = if word.last { 0. } else { x + word.kern + word.full };
        }
        widest
    }

    /// Gives the width at which the text stands on two lines: at most [`ShapedText::full_width`].
    pub(crate) fn folded_width(&self) -> f32 {
        let full = self.full_width();
        let (mut x, mut least) = (0., full);
        for pair in self.words.windows(2) {
            let before = x + pair[0].kern + pair[0].ink;
            x += pair[0].kern + pair[0].full;
            least = least.min(before.max(full - x));
        }
        least
    }

    /// Breaks the text into lines no wider than `width`.
    pub(crate) fn wrap(&self, faces: &Faces, width: f32) -> Vec<Line> {
        let mut w =
            Wrap { shaped: self, faces, width: width + 0.01, lines: Vec::new(), start: 0, end: 0, x: 0., ink: 0. };
        let mut i = 0;
        while i < self.words.len() {
            let glued = self.words[i..].iter().take_while(|w| w.glued).count();
            let cluster = &self.words[i..=(i + glued).min(self.words.len() - 1)];
            // Where even a line of its own is too narrow for what should stay together, it is broken between words.
            let whole = cluster.iter().map(|w| w.full).sum::<f32>() <= w.width;
            let count = if whole { cluster.len() } else { 1 };
            w.add(&cluster[..count]);
            i += count;
        }
        w.finish()
    }

    /// Breaks the text into as few lines as it needs, the last not much shorter than the others.
    pub(crate) fn wrap_balanced(&self, faces: &Faces, width: f32) -> Vec<Line> {
        let lines = self.wrap(faces, width);
        if lines.len() < 2 {
            return lines;
        }
        let (mut low, mut high, mut best) = (width * 0.4, width, lines);
        for _ in 0..6 {
            let middle = (low + high) / 2.;
            let tried = self.wrap(faces, middle);
            if tried.len() == best.len() {
                (high, best) = (middle, tried);
            } else {
                low = middle;
            }
        }
        best
    }

    /// Gives the parts of a line, each with its place.
    pub(crate) fn pieces<'a>(&'a self, faces: &'a Faces, line: &Line) -> impl Iterator<Item = Piece<'a>> + 'a {
        let Line { start: line_start, end, width: line_width, mut run } = *line;
        let (mut x, mut at) = (0., line_start);
        std::iter::from_fn(move || {
            if at >= end {
                return None;
            }
            let Run { style, mark, start } = *self.runs.get(run)?;
            let to = self.runs.get(run + 1).map_or(end, |r| r.start.min(end));
            let text = self.text.get(at..to)?;
            let room = mark.label.map_or([0.; 2], |_| LABEL.map(|l| l * style.size));
            // A line that is one run need not be measured again.
            let single = at == line_start && to == end && mark.label.is_none();
            let word = if single { line_width } else { faces.width(style.face, style.size, text) };
            let before = if start == at { room[0] } else { 0. };
            let width = word + before + room[1];
            let piece = Piece { x, width, style, mark, text };
            (x, at, run) = (x + width, to, run + 1);
            Some(piece)
        })
    }
}

/// Measures word by word.
struct Measure<'a> {
    faces: &'a Faces,
    text: &'a str,
    runs: &'a [Run],
    run: usize,
    /// The glyph before, where it is of the same run.
    last: Option<u16>,
}

impl Measure<'_> {
    /// Gives the run that a byte is in, at or after the one that was reached.
    fn run_at(&self, byte: usize) -> Option<&Run> {
        self.runs[self.run..].iter().take_while(|r| r.start <= byte).last()
    }

    /// Gives a word's kerning with what is before it, its width without the space after it, and with it.
    fn word(&mut self, start: usize, end: usize) -> (f32, f32, f32) {
        let (mut first, mut ink, mut full, mut at) = (0., 0., 0., start);
        while at < end {
            while self.runs.get(self.run + 1).is_some_and(|r| r.start <= at) {
                self.run += 1;
                self.last = None;
            }
            let Some(run) = self.runs.get(self.run) else { break };
            let to = self.runs.get(self.run + 1).map_or(end, |r| r.start.min(end));
            let em = run.style.size / 1000.;
            let face = self.faces.get(run.style.face);
            let label = run.mark.label.is_some();
            if label && at == run.start {
                full += LABEL[0] * run.style.size;
            }
            for (i, c) in self.text[at..to].char_indices().filter(|(_, c)| *c != '\n') {
                let g = face.glyph(c);
                let kern = self.last.replace(g).map_or(0, |l| face.kern(l, g));
                if at + i == start {
                    first = kern as f32 * em;
                } else {
                    full += kern as f32 * em;
                }
                full += face.advance(g) as f32 * em;
                if c != ' ' {
                    ink = full;
                }
            }
            if label {
                full += LABEL[1] * run.style.size;
                ink = full;
            }
            at = to;
        }
        (first, ink, full)
    }
}

/// Fills lines with words.
struct Wrap<'a> {
    shaped: &'a ShapedText,
    faces: &'a Faces,
    width: f32,
    lines: Vec<Line>,
    start: usize,
    end: usize,
    x: f32,
    ink: f32,
}

impl Wrap<'_> {
    /// Puts words that stay together on the line, or on the next one.
    fn add(&mut self, words: &[Word]) {
        let Some((tail, head)) = words.split_last() else { return };
        let length = head.iter().map(|w| w.kern + w.full).sum::<f32>() + tail.kern + tail.ink;
        if self.end > self.start && self.x + length > self.width {
            self.break_line();
        }
        let fresh = self.end == self.start;
        if fresh && words.len() == 1 && tail.ink > self.width {
            return self.long_word(tail);
        }
        for word in words {
            let kern = if self.end == self.start { 0. } else { word.kern };
            self.ink = self.x + kern + word.ink;
            self.x += kern + word.full;
            self.end = word.end;
            if word.last {
                self.break_line();
            }
        }
    }

    /// Breaks a word that is wider than a line where it must be, never before a mark that combines or within a label.
    fn long_word(&mut self, word: &Word) {
        let shaped = self.shaped;
        let mut at = self.start;
        while at < word.end {
            let run = shaped.runs.iter().rfind(|r| r.start <= at);
            let Some(style) = run.map(|r| r.style) else { break };
            let next = shaped.runs.iter().map(|r| r.start).find(|s| *s > at).unwrap_or(word.end).min(word.end);
            if run.is_some_and(|r| r.mark.label.is_some()) {
                let word = self.faces.width(style.face, style.size, &shaped.text[at..next]);
                let label = word + (LABEL[0] + LABEL[1]) * style.size;
                if at > self.start && self.x + label > self.width {
                    self.break_line();
                }
                (self.x, self.ink, self.end, at) = (self.x + label, self.x + label, next, next);
                continue;
            }
            for (i, c) in shaped.text[at..next].char_indices() {
                let (from, to) = (at + i, at + i + c.len_utf8());
                let advance = self.faces.width(style.face, style.size, &shaped.text[from..to]);
                let combines = matches!(c, '\u{300}'..='\u{36F}' | '\u{200D}');
                if c != ' ' && c != '\n' && !combines && from > self.start && self.x + advance > self.width {
                    self.break_line();
                }
                // Each letter unkerned: kerning may only make the line a little narrower.
                self.x += advance;
                self.end = to;
                if c != ' ' && c != '\n' {
                    self.ink = self.x;
                }
            }
            at = next;
        }
        if word.last {
            self.break_line();
        }
    }

    fn break_line(&mut self) {
        let run = self.shaped.runs.iter().rposition(|r| r.start <= self.start).unwrap_or(0);
        // A line break is not shown.
        let text = self.shaped.text.get(self.start..self.end).unwrap_or("");
        let end = self.start + text.trim_end_matches('\n').len();
        self.lines.push(Line { start: self.start, end, width: self.ink, run });
        (self.start, self.x, self.ink) = (self.end, 0., 0.);
    }

    fn finish(mut self) -> Vec<Line> {
        if self.end > self.start {
            self.break_line();
        }
        self.lines
    }
}

#[cfg(test)]
mod tests;
