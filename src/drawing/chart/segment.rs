//! A part of a bar that stands for a status.

use crate::drawing::colour::Rgb;
use crate::drawing::look::{Look, ToneLook};
use crate::drawing::scene::{ASCENT, Anchor, Area, Mark, Scene};
use crate::drawing::style::Style;

/// How the segments of one status look.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Segment {
    /// Its colours and shape.
    pub(super) tone: ToneLook,
    /// Whether only its edge has the colour.
    pub(super) outlined: bool,
}

impl Segment {
    /// Adds the segment's ground.
    pub(super) fn place(self, scene: &mut Scene, [x, y, w, h]: Area) {
        if !self.outlined {
            scene.add(Mark::Fill([x, y, w, h], self.tone.fill));
            return;
        }
        scene.add(Mark::Fill([x, y, w, h], Rgb::WHITE));
        let [l, t, r, b] = [x + 0.5, y + 0.5, x + w - 0.5, y + h - 0.5];
        let edge = if self.tone.fill.contrast(Rgb::WHITE) < 3. { self.tone.text } else { self.tone.fill };
        scene.add(Mark::Line(vec![[l, t], [r, t], [r, b], [l, b], [l, t], [r, t]], 1., edge));
    }

    /// Adds a text in the middle of the segment.
    pub(super) fn text(self, scene: &mut Scene, [x, y]: [f32; 2], text: &str, style: Style) {
        scene.text([x, y + (ASCENT - 0.02) * style.size / 2.], Anchor::Middle, style, text);
    }

    /// Gives the shape that goes with the colour.
    pub(super) fn mark(self) -> char {
        self.tone.mark
    }

    /// Gives the style of text on it.
    pub(super) fn style(self, look: &Look) -> Style {
        Style { colour: if self.outlined { look.text } else { self.tone.text }, ..look.bold() }
    }
}
