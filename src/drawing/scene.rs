//! Placed marks: what a chart is before it is drawn.

use super::colour::Rgb;
use super::look::Look;
use super::style::Style;

/// A box as left, top, width, height.
pub type Area = [f32; 4];

/// Something placed.
#[derive(Clone, PartialEq, Debug)]
pub enum Mark {
    /// A filled box.
    Fill(Area, Rgb),
    /// A filled polygon.
    Polygon(Vec<[f32; 2]>, Rgb),
    /// A filled circle: centre and radius.
    Disc([f32; 2], f32, Rgb),
    /// A line through points: width, colour.
    Line(Vec<[f32; 2]>, f32, Rgb),
    /// A straight dashed line: from, to, width, colour.
    Dashed([[f32; 2]; 2], f32, Rgb),
    /// A text.
    Text(Text),
}

/// A text in one style.
#[derive(Clone, PartialEq, Debug)]
pub struct Text {
    /// The left end of the baseline.
    pub at: [f32; 2],
    /// Face, size, colour.
    pub style: Style,
    /// The characters.
    pub text: String,
}

impl Text {
    /// Gives the box that the text's ink lies in (accents on capitals aside).
    pub(super) fn area(&self, look: &Look) -> Area {
        let Style { size, .. } = self.style;
        let width = look.width(self.style, &self.text);
        [self.at[0], self.at[1] - ASCENT * size, width, (ASCENT + DESCENT) * size]
    }
}

/// The height of ascenders and capitals above the baseline, in ems.
pub(super) const ASCENT: f32 = 0.74;
/// The depth of descenders below it.
pub(super) const DESCENT: f32 = 0.22;

/// Which part of a text stands at the x that is given for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Anchor {
    /// Its left end.
    Left,
    /// Its middle.
    Middle,
    /// Its right end.
    Right,
}

/// The marks of a chart, in the order in which they are drawn and read.
#[derive(Clone, Debug)]
pub struct Scene<'a> {
    /// What they look like.
    pub look: &'a Look<'a>,
    /// The marks.
    pub marks: Vec<Mark>,
}

impl<'a> Scene<'a> {
    /// Starts an empty scene.
    pub(super) fn new(look: &'a Look<'a>) -> Self {
        Scene { look, marks: Vec::new() }
    }

    /// Adds a mark.
    pub(super) fn add(&mut self, mark: Mark) {
        self.marks.push(mark);
    }

    /// Adds a straight line.
    pub(super) fn line(&mut self, from: [f32; 2], to: [f32; 2], width: f32, colour: Rgb) {
        self.add(Mark::Line(vec![from, to], width, colour));
    }

    /// Adds a text with its baseline at y; none where there is nothing to show.
    pub(super) fn text(&mut self, [x, y]: [f32; 2], anchor: Anchor, style: Style, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        let width = self.look.width(style, text);
        let left = match anchor {
            Anchor::Left => x,
            Anchor::Middle => x - width / 2.,
            Anchor::Right => x - width,
        };
        self.add(Mark::Text(Text { at: [left, y], style, text: text.into() }));
    }
}

/// The points of a diamond.
pub(super) fn diamond([x, y]: [f32; 2], r: f32) -> Vec<[f32; 2]> {
    vec![[x, y - r], [x + r, y], [x, y + r], [x - r, y]]
}

/// How high a chart can be drawn.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Heights {
    /// Below this, marks would touch or leave the frame.
    pub min: f32,
    /// What reads best.
    pub ideal: f32,
    /// Above this, the chart would only grow emptier.
    pub max: f32,
}
