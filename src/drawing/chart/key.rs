//! Rows of small print: what is measured, and what each shape stands for.

use super::lines::shorten;
use super::segment::Segment;
use crate::drawing::look::Look;
use crate::drawing::scene::{ASCENT, Anchor, Mark, Scene, diamond};
use crate::drawing::style::Style;

/// What stands before the words of an entry.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Sample {
    /// Nothing.
    None,
    /// The mean's line.
    Mean,
    /// The dashed line of the limits on their band.
    Limit,
    /// The shape of points outside the limits.
    Special,
    /// A segment of a status.
    Status(Segment),
}

impl Sample {
    fn width(self) -> f32 {
        match self {
            Sample::None => 0.,
            Sample::Mean | Sample::Limit => 22.,
            Sample::Special => 12.,
            Sample::Status(_) => 19.,
        }
    }
}

/// Entries set one after the other, in as many lines as they need.
pub(super) struct Key {
    entries: Vec<(Sample, String, [f32; 2])>,
    style: Style,
    lines: usize,
    leading: f32,
}

/// The space between two entries.
const BETWEEN: f32 = 14.;

impl Key {
    /// Places entries in lines of a width.
    pub(super) fn new(look: &Look, entries: &[(Sample, &str)], width: f32) -> Self {
        let style = look.muted();
        let [boxed] = look.scaled([15.]);
        let leading =
            if entries.iter().any(|e| matches!(e.0, Sample::Status(_))) { boxed } else { look.leading() + 1. };
        let (mut x, mut line, mut placed) = (0., 0, Vec::new());
        for (sample, words) in entries.iter().filter(|e| !e.1.is_empty()) {
            let words = shorten(look, style, words, width - sample.width());
            let needs = sample.width() + look.width(style, &words);
            if x > 0. && x + needs > width {
                (x, line) = (0., line + 1);
            }
            placed.push((*sample, words, [x, line as f32 * leading]));
            x += needs + BETWEEN;
        }
        Key { lines: if placed.is_empty() { 0 } else { line + 1 }, entries: placed, style, leading }
    }

    /// Gives the height of all lines.
    pub(super) fn height(&self) -> f32 {
        self.lines as f32 * self.leading
    }

    /// Adds the entries with the first line's top left corner at a point.
    pub(super) fn place(&self, scene: &mut Scene, [left, top]: [f32; 2]) {
        for (sample, words, [x, y]) in &self.entries {
            let (x, base) = (left + x, top + y + self.leading - 0.3 * self.style.size);
            let middle = base - ASCENT * self.style.size / 2. + 0.2;
            sample.place(scene, [x, middle]);
            scene.text([x + sample.width(), base], Anchor::Left, self.style, words);
        }
    }
}

impl Sample {
    fn place(self, scene: &mut Scene, [x, y]: [f32; 2]) {
        let look = scene.look;
        match self {
            Sample::None => {}
            Sample::Mean => scene.line([x, y], [x + 17., y], 1., look.limit),
            Sample::Limit => {
                scene.add(Mark::Fill([x, y, 17., 4.], look.band));
                scene.add(Mark::Dashed([[x, y], [x + 17., y]], 0.8, look.limit));
            }
            Sample::Special => scene.add(Mark::Polygon(diamond([x + 4., y], 4.), look.special)),
            Sample::Status(segment) => {
                segment.place(scene, [x, y - 5.5, 14., 11.]);
                let style = Style { size: look.size, ..segment.style(look) };
                segment.text(scene, [x + 7., y], &segment.mark().to_string(), style);
            }
        }
    }
}
