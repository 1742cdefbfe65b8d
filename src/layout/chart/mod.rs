//! Charts drawn for reading.
//!
//! *In:* a [`Chart`], a frame and a [`Look`]. *Out:* marks on a [`Canvas`]: everything a chart shows is first placed as
//! a list of boxes, lines and texts (a scene), then drawn in that order, so that what must hold of every chart can be
//! checked without a page. *Units:* points from the page's top left corner. *Invariants:* no mark leaves the frame, no
//! two texts touch, no text is smaller than [`Look::size`], lengths are proportional to values; nothing is said by
//! colour alone. A chart *must not know* where its figures came from, what its caption says, or which page it is on.
//!
//! The kinds: [`bars`] from a zero line, a [`trend`] of months with mean and natural limits, [`multiples`] of trends
//! side by side, and [`statuses`]: bars divided by status.

mod bars;
mod key;
mod lines;
mod multiples;
mod notes;
mod scale;
mod scene;
mod statuses;
#[cfg(test)]
mod tests;
mod trend;

use scene::Scene;

use super::canvas::{Canvas, Rgb, Style};
use super::faces::{FaceId, Faces};
use crate::document::{Chart, Tone};

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
        self.tones[tone as usize]
    }

    fn plain(&self) -> Style {
        Style { face: FaceId::REGULAR, size: self.size, colour: self.text }
    }

    fn bold(&self) -> Style {
        Style { face: FaceId::BOLD, ..self.plain() }
    }

    fn muted(&self) -> Style {
        Style { colour: self.quiet, ..self.plain() }
    }

    fn width(&self, style: Style, text: &str) -> f32 {
        self.faces.width(style.face, style.size, text)
    }

    /// Gives heights that were found for text of [`SIZE`] as this look's text wants them.
    fn scaled<const N: usize>(&self, heights: [f32; N]) -> [f32; N] {
        heights.map(|h| h * self.size / SIZE)
    }

    /// The distance of two lines of text.
    fn leading(&self) -> f32 {
        self.size * 1.17
    }
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

/// Gives the heights a chart can be drawn in at a width. At least 200 points of width are wanted.
pub fn heights(chart: &Chart, width: f32, look: &Look) -> Heights {
    match chart {
        Chart::Bars(chart) => bars::heights(chart, width, look),
        Chart::Trend(chart) => trend::heights(chart, width, look),
        Chart::Multiples(charts) => multiples::heights(charts, width, look),
        Chart::Statuses(chart) => statuses::heights(chart, width, look),
    }
}

/// Draws a chart into a frame given as left, top, width, height.
///
/// The height should be between the least and the greatest of [`heights`]: a chart in a lower frame reaches past its
/// foot, one in a higher frame leaves the rest free. The marked content that is open stays open.
pub fn draw(canvas: &mut Canvas, chart: &Chart, frame: [f32; 4], look: &Look) {
    scene(chart, frame, look).draw(canvas);
}

fn scene<'a>(chart: &Chart, [x, y, w, h]: [f32; 4], look: &'a Look<'a>) -> Scene<'a> {
    let Heights { min, max, .. } = heights(chart, w, look);
    let frame = [x, y, w, h.clamp(min, max)];
    match chart {
        Chart::Bars(chart) => bars::place(chart, frame, look),
        Chart::Trend(chart) => trend::place(chart, frame, look),
        Chart::Multiples(charts) => multiples::place(charts, frame, look),
        Chart::Statuses(chart) => statuses::place(chart, frame, look),
    }
}
