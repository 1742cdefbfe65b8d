//! Charts made for reading.
//!
//! *In:* a [`Chart`], a frame and a [`Look`]. *Out:* a [`Scene`]: boxes, lines and texts, placed, so that what must hold of every
//! chart can be checked without a page. *Units:* points from where the frame is given. *Invariants:* no mark leaves the frame, no
//! two texts touch, no text is smaller than [`Look::size`], lengths are proportional to values; nothing is said by
//! colour alone. A chart *must not know* where its figures came from, what its caption says, or what it is drawn on.
//!
//! The kinds: [`bars`] from a zero line, a [`trend`] of months with mean and natural limits, [`multiples`] of trends
//! side by side, and [`statuses`]: bars divided by status.

mod bars;
mod key;
mod lines;
mod multiples;
mod notes;
mod scale;
mod segment;
mod statuses;
#[cfg(test)]
mod tests;
mod trend;

use super::look::Look;
use super::scene::{Heights, Scene};
use crate::document::Chart;

/// Gives the heights a chart can be drawn in at a width. At least 200 points of width are wanted.
pub fn heights(chart: &Chart, width: f32, look: &Look) -> Heights {
    match chart {
        Chart::Bars(chart) => bars::heights(chart, width, look),
        Chart::Trend(chart) => trend::heights(chart, width, look),
        Chart::Multiples(charts) => multiples::heights(charts, width, look),
        Chart::Statuses(chart) => statuses::heights(chart, width, look),
    }
}

/// Places the marks of a chart in a frame given as left, top, width, height.
///
/// The height should be between the least and the greatest of [`heights`]: a chart in a lower frame reaches past its
/// foot, one in a higher frame leaves the rest free.
pub fn scene<'a>(chart: &Chart, [x, y, w, h]: [f32; 4], look: &'a Look<'a>) -> Scene<'a> {
    let Heights { min, max, .. } = heights(chart, w, look);
    let frame = [x, y, w, h.clamp(min, max)];
    match chart {
        Chart::Bars(chart) => bars::place(chart, frame, look),
        Chart::Trend(chart) => trend::place(chart, frame, look),
        Chart::Multiples(charts) => multiples::place(charts, frame, look),
        Chart::Statuses(chart) => statuses::place(chart, frame, look),
    }
}
