//! The ground and shape of a status label: colour, shape and word say the same.

use super::canvas::Canvas;
use crate::document::Tone;
use crate::drawing::{Rgb, Theme};

/// Draws a label's ground and shape under where its word will be: from a point on the baseline, as wide as the label.
///
/// Red is a triangle, amber a square, green a disc, grey a ring, blue an open square: the shapes of the charts.
pub(crate) fn ground(canvas: &mut Canvas, theme: &Theme, tone: Tone, [x, y]: [f32; 2], width: f32, size: f32) {
    let [fill, ink] = theme.tone(tone);
    canvas.fill_rect([x, y - size * 0.93, width, size * 1.19], fill);
    let (cx, cy, r) = (x + size * 0.82, y - size * 0.34, size * 0.31);
    let square = |canvas: &mut Canvas, r: f32, colour: Rgb| canvas.fill_rect([cx - r, cy - r, 2. * r, 2. * r], colour);
    match tone {
        Tone::Red => canvas.fill_polygon(&[[cx, cy - r * 1.1], [cx + r * 1.2, cy + r], [cx - r * 1.2, cy + r]], ink),
        Tone::Amber => square(canvas, r * 0.92, ink),
        Tone::Green => canvas.fill_circle([cx, cy], r * 1.05, ink),
        Tone::Grey => {
            canvas.fill_circle([cx, cy], r * 1.05, ink);
            canvas.fill_circle([cx, cy], r * 0.6, fill);
        }
        Tone::Blue => {
            square(canvas, r * 0.95, ink);
            square(canvas, r * 0.5, fill);
        }
    }
}
