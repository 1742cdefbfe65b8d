//! What items take: where they would end, and how far figures, rows and text must give way to end on the page.
//!
//! `low` says how far everywhere: from 0 to 1 figures and rows of figures become lower, from 1 to 2 body text is set closer,
//! too, and leaves the grid.

use std::ops::Range;

use super::{BLANK_BEFORE, Placer, SLIP};
use crate::layout::item::{Content, Item};

/// How much of the space above is kept where text is set closer.
const CLOSER: f32 = 0.75;

impl Placer<'_> {
    /// Gives where an item's top edge is under what ends at `y`.
    pub(super) fn above(&self, y: f32, item: &Item, fresh: bool, low: f32) -> f32 {
        let closer = (low - 1.).max(0.);
        let y = if fresh { y } else { y + item.before * (1. - closer * (1. - CLOSER)) };
        if !item.snap || closer > 0. {
            return y;
        }
        self.top + ((y - self.top - 0.01) / self.grid).ceil().max(0.) * self.grid
    }

    pub(super) fn height(&self, item: &Item, low: f32) -> f32 {
        if let Some((_, part)) = self.loosened.filter(|(group, _)| item.group == Some(*group)) {
            let [least, greatest] = item.range;
            return match (&item.content, part) {
                (Content::Figures(_), Some(part)) => least + part * (greatest - least),
                _ => item.height,
            };
        }
        let low = low.max(self.low);
        let part = match item.content {
            Content::Line(_) => (low - 1.).max(0.),
            _ => low.min(1.),
        };
        let height = item.height - part * (item.height - item.range[0]);
        // In whole points and tenths of points, places repeat from row to row, which keeps the file small.
        let step = if matches!(item.content, Content::Figures(_)) { 1. } else { 0.1 };
        if part > 0. { ((height / step).floor() * step).max(item.range[0]) } else { height }
    }

    /// Gives where items would end that start at `y`.
    pub(super) fn end(&self, range: Range<usize>, mut y: f32, mut fresh: bool, low: f32) -> f32 {
        for at in range {
            let item = self.item(at);
            y = self.above(y, item, fresh, low) + self.height(item, low);
            fresh = false;
        }
        y
    }

    /// Finds how high figures are in what takes more than a page: 0 as low as they can be, 1 as high; none for the height
    /// that reads best, where what follows starts on their last page. Where it wants a page of its own, they are as low as
    /// leaves the last page not rather empty. To be asked while they are set as low as they can be.
    pub(super) fn grown(&self, at: usize, end: usize) -> Option<f32> {
        let (next, _) = self.group_at(end)?;
        self.closest(end..next)?;
        let over = self.end(at..end, self.state.y, self.state.fresh, 0.) - self.foot();
        let figures = (at..end).map(|i| self.item(i)).filter(|i| matches!(i.content, Content::Figures(_)));
        let growth: f32 = figures.map(|i| i.range[1] - i.range[0]).sum();
        let wanted = (1. - BLANK_BEFORE) * self.frame() - over.max(0.) % self.frame();
        Some(if over <= 0. || growth <= 0. { 0. } else { (wanted / growth).clamp(0., 1.) })
    }

    /// Finds how far figures, and text where that is not enough, must give way for items to have a page of their own.
    pub(super) fn closest(&self, range: Range<usize>) -> Option<f32> {
        let fits = |low: &f32| self.end(range.clone(), self.top, true, *low) <= self.limit + SLIP;
        self.lowered(range.clone(), self.top, true).or_else(|| [1.25, 1.5, 1.75, 2.].into_iter().find(fits))
    }

    /// Finds how far figures must give way for items to end on the page.
    pub(super) fn lowered(&self, range: Range<usize>, y: f32, fresh: bool) -> Option<f32> {
        let over = self.end(range.clone(), y, fresh, 0.) - self.foot();
        if over <= 0. {
            return Some(0.);
        }
        let slack: f32 = range.clone().map(|i| self.item(i).height - self.height(self.item(i), 1.)).sum();
        // The grid takes a little more than is asked for: try again somewhat lower.
        let tries = [0., 0.05, 0.15, 1.].map(|more| (over / slack.max(0.01) + more).min(1.));
        tries.into_iter().filter(|low| *low <= 1.).find(|low| self.end(range.clone(), y, fresh, *low) <= self.foot())
    }
}
