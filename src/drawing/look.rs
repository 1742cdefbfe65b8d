//! The colours, sizes and fonts that charts are drawn in.

use super::colour::Rgb;
use super::faces::{FaceId, Faces};
use super::style::Style;
use crate::document::Tone;

/// The size of text, in points, for which the heights of rows and plots are given.
const SIZE: f32 = 9.;

/// The colours, sizes and fonts that charts are drawn in.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// The fonts' metrics.
    pub faces: &'a Faces,
    /// The size of all text, in points.
    pub size: f32,
    /// Text, and the zero line.
    pub text: Rgb,
    /// Text that steps back: ticks, captions. At least 4.5:1 on white and on the band.
    pub quiet: Rgb,
    /// Lines to read values by. Their contrast is low by intent: every value is also printed.
    pub grid: Rgb,
    /// Bars that rise above 0, and the line of a trend.
    pub rise: Rgb,
    /// Bars that fall below 0: also lighter than those that rise.
    pub fall: Rgb,
    /// The mean and the natural limits.
    pub limit: Rgb,
    /// The ground between the natural limits.
    pub band: Rgb,
    /// Points outside the limits.
    pub special: Rgb,
    /// How each status looks, by [`Tone`]: red, amber, green, grey, blue.
    pub tones: [ToneLook; 5],
}

/// How a status looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ToneLook {
    /// The fill.
    pub fill: Rgb,
    /// Text on the fill.
    pub text: Rgb,
    /// The shape that goes with the colour: a character that the fonts have.
    pub mark: char,
}

impl<'a> Look<'a> {
    /// Gives the look of the default theme.
    pub fn new(faces: &'a Faces) -> Self {
        let tone = |fill, text, mark| ToneLook { fill: Rgb(fill), text, mark };
        Look {
            faces,
            size: SIZE,
            text: Rgb([0x0B, 0x0C, 0x0C]),
            quiet: Rgb([0x50, 0x5A, 0x5F]),
            grid: Rgb([0xD9, 0xDC, 0xDE]),
            rise: Rgb([0x12, 0x43, 0x6D]),
            fall: Rgb([0x28, 0xA1, 0x97]),
            limit: Rgb([0x6B, 0x74, 0x79]),
            band: Rgb([0xEE, 0xF2, 0xF5]),
            special: Rgb([0x80, 0x16, 0x50]),
            tones: [
                tone([0xD4, 0x35, 0x1C], Rgb::WHITE, '▲'),
                tone([0xFF, 0xBF, 0x00], Rgb::BLACK, '■'),
                tone([0x00, 0x70, 0x3C], Rgb::WHITE, '●'),
                tone([0x50, 0x5A, 0x5F], Rgb::WHITE, '○'),
                tone([0x12, 0x43, 0x6D], Rgb::WHITE, '□'),
            ],
        }
    }

    /// Gives the look of a status.
    pub fn tone(&self, tone: Tone) -> ToneLook {
        match tone {
            Tone::Red => self.tones[0],
            Tone::Amber => self.tones[1],
            Tone::Green => self.tones[2],
            Tone::Grey => self.tones[3],
            Tone::Blue => self.tones[4],
        }
    }

    /// Gives the style of text.
    pub(super) fn plain(&self) -> Style {
        Style { face: FaceId::REGULAR, size: self.size, colour: self.text }
    }

    /// Gives the style of text that stands out.
    pub(super) fn bold(&self) -> Style {
        Style { face: FaceId::BOLD, ..self.plain() }
    }

    /// Gives the style of text that steps back.
    pub(super) fn muted(&self) -> Style {
        Style { colour: self.quiet, ..self.plain() }
    }

    /// Gives the width of a text.
    pub(super) fn width(&self, style: Style, text: &str) -> f32 {
        self.faces.width(style.face, style.size, text)
    }

    /// Gives heights that were found for text of [`SIZE`] as this look's text wants them.
    pub(super) fn scaled<const N: usize>(&self, heights: [f32; N]) -> [f32; N] {
        heights.map(|h| h * self.size / SIZE)
    }

    /// Gives the distance of two lines of text.
    pub(super) fn leading(&self) -> f32 {
        self.size * 1.17
    }
}
