//! Pages as a whole: figures that grow into the room that is left, and a last page that holds more than a stray line.

use super::{Placer, SLIP, Spot, What};
use crate::layout::item::Content;

/// How full a page must be that only holds what did not fit on the page before, as a part of its height.
const STRAY: f32 = 0.16;
/// How full a last page is left as it is, though lower figures could spare it.
const SHORT: f32 = 0.35;
/// How many of the last pages may have lower figures so that one is spared.
const BACK: usize = 4;

impl Placer<'_> {
    /// Lets the figures of a page that is at its end grow into the room that is left.
    pub(super) fn stretch(&mut self) {
        let left = self.limit - self.state.y;
        let Some(mut page) = self.state.pages.pop() else { return };
        let growth = |p: &Spot| match p.what {
            What::Item(i) if matches!(self.items[i].content, Content::Figures(_)) => {
                (self.items[i].range[1] - p.height).max(0.)
            }
            _ => 0.,
        };
        let sum: f32 = page.iter().map(growth).sum();
        let closer = |p: &Spot| matches!(p.what, What::Item(i) if p.height < self.items[i].height - SLIP);
        if left > self.grid && sum > 0. && !page.iter().any(closer) {
            // A grid step is kept back, for what moves must stand on the grid again.
            let part = ((left - self.grid) / sum).min(1.);
            let (mut y, mut fresh) = (self.top, true);
            for placed in &mut page {
                placed.height += part * growth(placed);
                if let What::Item(i) = placed.what {
                    y = self.above(y, &self.items[i], fresh, 0.);
                    fresh = false;
                }
                placed.y = y;
                y += placed.height;
            }
            self.state.y = y;
        }
        self.state.pages.push(page);
    }

    /// Sees to it that the last page is not nearly empty: figures of the pages before give way to bring back what is on it,
    /// or, where it is a stray line or two, the page before ends earlier so that there is more on the last.
    pub(super) fn gather_stray(&mut self) {
        let count = self.state.pages.len();
        let used = |p: &Self| p.state.pages.last().and_then(|l| l.last()).map_or(0., |l| l.y + l.height - p.top);
        let (before, least) = (used(self), STRAY * self.frame());
        if count < 2 || before >= SHORT * self.frame() {
            return;
        }
        let kept = self.state.clone();
        for back in 2..=count.min(BACK) {
            let Some(Some(start)) = kept.starts.get(count - back).copied() else { continue };
            for low in [0.5, 1.] {
                self.low = low;
                self.again(count - back, start);
                if self.state.pages.len() < count {
                    return;
                }
                self.state = kept.clone();
            }
        }
        self.low = 0.;
        let Some(start) = kept.starts.get(count - 2).copied().flatten().filter(|_| before < least) else { return };
        self.early = Some((count - 2, self.limit - (least - before)));
        self.again(count - 2, start);
        if self.state.pages.len() != count || used(self) <= before {
            self.state = kept;
        }
        self.early = None;
    }

    /// Places all from a page on again.
    pub(super) fn again(&mut self, page: usize, start: usize) {
        self.state.pages.truncate(page);
        self.state.starts.truncate(page);
        self.loosened = None;
        self.open(start);
        self.flow(start);
    }
}
