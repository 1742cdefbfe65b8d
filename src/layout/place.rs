//! Place: items become pages. The only place that knows about page breaks.
//!
//! *In:* items with heights, and what tables repeat. *Out:* for each page, what stands where: plain data, nothing of the
//! items is changed, so that placing can be tried again with figures lower or a page ended earlier. *Invariants:* items
//! keep their order; what must not be the last on its page is not, where a page can hold it and what follows; a table that
//! goes on repeats its header and its group's name; figures are as high as their range allows.

use super::item::{Content, Item, Keep, Row, Shown, TableParts};
use super::measure::Part;
use super::theme::Theme;

/// A page: what stands on it, from top to bottom.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) landscape: bool,
    pub(crate) placed: Vec<Placed>,
}

/// A thing in its place: its top edge from the top of the page, and its height.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub(crate) y: f32,
    pub(crate) height: f32,
    pub(crate) what: What,
}

/// What stands in a place.
#[derive(Clone, Debug)]
pub(crate) enum What {
    /// The item with this index.
    Item(usize),
    /// A part of a table's row that is longer than a page.
    Piece(Box<Row>),
    /// The header of a table, repeated.
    Header(usize),
    /// The name of a table's group, repeated.
    Group(usize, usize),
}

/// How full a page must be that only holds what did not fit on the page before, as a part of its height.
const STRAY: f32 = 0.16;
/// How much of a page must be left for a row that takes more than a page to start on it, as a part of its height.
const WORTH_STARTING: f32 = 0.35;
/// How much of a page may be left blank rather than part what had better stay together.
const BLANK: f32 = 0.12;
/// How much of a page may be left blank so that what should share a page has one of its own, as a part of its height: once,
/// for where such sections follow each other the next fills its page, too.
const BLANK_BEFORE: f32 = 0.6;
/// How much of the space above is kept where text is set closer.
const CLOSER: f32 = 0.75;
/// Rounding is no reason for another page.
const SLIP: f32 = 0.05;

/// Arranges all parts of a paper. The list of contents is placed only where `contents` says so.
pub(crate) fn place(items: &[Item], parts: &[Part], tables: &[TableParts], theme: &Theme, contents: bool) -> Vec<Page> {
    let shown = |i: &usize| match items[*i].shown {
        Shown::Always => true,
        Shown::WithContents => contents,
        Shown::Never => false,
    };
    let mut runs: Vec<(bool, Vec<usize>)> = Vec::with_capacity(parts.len());
    for part in parts {
        let chosen = part.items.clone().filter(shown);
        match runs.last_mut() {
            // What a list of contents parts from it goes on where there is none.
            Some((_, run)) if part.after_contents && !contents => run.extend(chosen),
            _ => runs.push((part.landscape, chosen.collect())),
        }
    }
    let mut pages = Vec::new();
    for (landscape, chosen) in runs.into_iter().filter(|(_, chosen)| !chosen.is_empty()) {
        let page = &theme.page;
        let height = if landscape { page.width } else { page.height };
        let mut placer = Placer {
            items,
            chosen: &chosen,
            tables,
            pad: theme.spacing.cell_down,
            grid: theme.spacing.grid.max(0.1),
            top: page.top,
            limit: height - page.bottom,
            early: None,
            low: 0.,
            loosened: None,
            state: State::default(),
        };
        placer.run();
        pages.extend(placer.state.pages.into_iter().map(|placed| Page { landscape, placed }));
    }
    pages
}

/// What placing has done so far.
#[derive(Clone, Debug, Default)]
struct State {
    pages: Vec<Vec<Placed>>,
    /// For each page, the item it starts with; none where it starts within a row.
    starts: Vec<Option<usize>>,
    y: f32,
    /// Whether nothing but what is repeated stands on the page.
    fresh: bool,
}

/// Arranges the items of one part. Positions in `chosen` stand for items throughout.
struct Placer<'a> {
    items: &'a [Item<'a>],
    chosen: &'a [usize],
    tables: &'a [TableParts],
    pad: f32,
    grid: f32,
    top: f32,
    limit: f32,
    /// A page that ends before the others, and where.
    early: Option<(usize, f32)>,
    /// How far all figures give way: 0 not at all, 1 as far as they can.
    low: f32,
    /// What should share a page and cannot, and how high its figures are, if not as high as reads best: 0 as low as they can
    /// be, 1 as high.
    loosened: Option<(u32, Option<f32>)>,
    state: State,
}

impl<'a> Placer<'a> {
    fn run(&mut self) {
        self.open(0);
        self.flow(0);
        self.gather_stray();
    }

    fn item(&self, at: usize) -> &'a Item<'a> {
        &self.items[self.chosen[at]]
    }

    fn frame(&self) -> f32 {
        self.limit - self.top
    }

    /// Gives where the page that is being filled ends.
    fn foot(&self) -> f32 {
        let page = self.state.pages.len().saturating_sub(1);
        self.early.filter(|(p, _)| *p == page).map_or(self.limit, |(_, foot)| foot) + SLIP
    }

    // ---- pages

    /// Starts a page with an item, under what its table repeats.
    fn open(&mut self, at: usize) {
        self.state.pages.push(Vec::new());
        self.state.starts.push(Some(at));
        (self.state.y, self.state.fresh) = (self.top, true);
        if at < self.chosen.len() {
            match &self.item(at).content {
                Content::Row(row) => self.repeat(row.table, row.group),
                Content::Group(table, _) => self.repeat(*table, None),
                _ => {}
            }
        }
    }

    fn repeat(&mut self, table: usize, group: Option<usize>) {
        let Some(parts) = self.tables.get(table) else { return };
        if let Some(header) = &parts.header {
            self.put(header.height, What::Header(table));
        }
        if let Some((group, rows)) = group.and_then(|g| Some((g, parts.groups.get(g)?))) {
            self.put(rows[1].height, What::Group(table, group));
        }
    }

    /// Ends the page because what follows does not fit: figures that share it grow to fill it.
    fn next_page(&mut self, at: usize) {
        self.stretch();
        self.open(at);
    }

    fn put(&mut self, height: f32, what: What) {
        let y = self.state.y;
        self.state.y += height;
        if let Some(page) = self.state.pages.last_mut() {
            page.push(Placed { y, height, what });
        }
    }

    fn put_item(&mut self, at: usize, height: f32, low: f32) {
        self.state.y = self.above(self.state.y, self.item(at), self.state.fresh, low);
        self.state.fresh = false;
        self.put(height, What::Item(self.chosen[at]));
    }

    /// Gives where an item's top edge is under what ends at `y`.
    fn above(&self, y: f32, item: &Item, fresh: bool, low: f32) -> f32 {
        let closer = (low - 1.).max(0.);
        let y = if fresh { y } else { y + item.before * (1. - closer * (1. - CLOSER)) };
        if !item.snap || closer > 0. {
            return y;
        }
        self.top + ((y - self.top - 0.01) / self.grid).ceil().max(0.) * self.grid
    }

    fn height(&self, item: &Item, low: f32) -> f32 {
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
        item.height - part * (item.height - item.range[0])
    }

    /// Gives where items would end that start at `y`. From 0 to 1 `low` says how far figures and rows give way; from 1 to 2 how
    /// far body text does, too, and leaves the grid.
    fn end(&self, range: std::ops::Range<usize>, mut y: f32, mut fresh: bool, low: f32) -> f32 {
        for at in range {
            let item = self.item(at);
            y = self.above(y, item, fresh, low) + self.height(item, low);
            fresh = false;
        }
        y
    }

    // ---- items

    fn flow(&mut self, from: usize) {
        let mut at = from;
        while at < self.chosen.len() {
            let group = self.group_at(at).filter(|g| self.loosened.is_none_or(|(loosened, _)| loosened != g.1));
            match group {
                Some((end, group)) => {
                    if self.together(at, end) {
                        at = end;
                    } else {
                        // First as low as they can be, to see how much of the last page that leaves.
                        self.loosened = Some((group, Some(0.)));
                        self.loosened = Some((group, self.grown(at, end)));
                    }
                }
                None => {
                    let end = self.chain(at);
                    self.keep(at, end);
                    at = end;
                }
            }
        }
    }

    /// Finds the end of what should share a page, where that starts here: headings that lead on to it count as part, and
    /// so does what its last item must be kept with.
    fn group_at(&self, at: usize) -> Option<(usize, u32)> {
        let mut first = at;
        if at >= self.chosen.len() {
            return None;
        }
        while first + 1 < self.chosen.len() && self.item(first).group.is_none() && self.item(first).keep == Keep::Must {
            first += 1;
        }
        let group = self.item(first).group?;
        if at > 0 && self.item(at - 1).group == Some(group) {
            return None;
        }
        let length = (first..self.chosen.len()).take_while(|i| self.item(*i).group == Some(group)).count();
        Some((self.chain(first + length.saturating_sub(1)), group))
    }

    /// Finds the end of the items that a page break must not divide.
    fn chain(&self, at: usize) -> usize {
        let length = (at..self.chosen.len()).take_while(|i| self.item(*i).keep != Keep::Free).count();
        (at + length + 1).min(self.chosen.len())
    }

    /// Places what should share a page, figures as high as they can be; says no where a page cannot hold it.
    fn together(&mut self, at: usize, end: usize) -> bool {
        let low = match self.lowered(at..end, self.state.y, self.state.fresh) {
            Some(low) => low,
            None => {
                let Some(low) = self.closest(at..end) else { return false };
                if !self.state.fresh && self.foot() - self.state.y > BLANK_BEFORE * self.frame() {
                    return false;
                }
                if !self.state.fresh {
                    self.next_page(at);
                }
                low
            }
        };
        self.put_items(at..end, low);
        true
    }

    /// Finds how high the figures are of what takes more than a page, and is loosened with its figures as low as they can be: as reads best where what follows goes on on the same
    /// page; where it wants a page of its own as low as they can be, but so high that the last page is not left rather empty.
    fn grown(&self, at: usize, end: usize) -> Option<f32> {
        let (next, _) = self.group_at(end)?;
        self.closest(end..next)?;
        let over = self.end(at..end, self.state.y, self.state.fresh, 0.) - self.foot();
        let figures = (at..end).map(|i| self.item(i)).filter(|i| matches!(i.content, Content::Figures(_)));
        let growth: f32 = figures.map(|i| i.range[1] - i.range[0]).sum();
        let wanted = (1. - BLANK_BEFORE) * self.frame() - over.max(0.) % self.frame();
        Some(if over <= 0. || growth <= 0. { 0. } else { (wanted / growth).clamp(0., 1.) })
    }

    /// Finds how far figures, and text where that is not enough, must give way for items to have a page of their own.
    fn closest(&self, range: std::ops::Range<usize>) -> Option<f32> {
        let fits = |low: &f32| self.end(range.clone(), self.top, true, *low) <= self.limit + SLIP;
        self.lowered(range.clone(), self.top, true).or_else(|| [1.25, 1.5, 1.75, 2.].into_iter().find(fits))
    }

    /// Finds how far figures must give way for items to end on the page.
    fn lowered(&self, range: std::ops::Range<usize>, y: f32, fresh: bool) -> Option<f32> {
        let over = self.end(range.clone(), y, fresh, 0.) - self.foot();
        if over <= 0. {
            return Some(0.);
        }
        let slack: f32 = range.clone().map(|i| self.item(i).height - self.height(self.item(i), 1.)).sum();
        // The grid takes a little more than is asked for: try again somewhat lower.
        let tries = [0., 0.05, 0.15, 1.].map(|more| (over / slack.max(0.01) + more).min(1.));
        tries.into_iter().filter(|low| *low <= 1.).find(|low| self.end(range.clone(), y, fresh, *low) <= self.foot())
    }

    /// Places items that stay together, on the next page where this one is too full even with lower figures.
    fn keep(&mut self, at: usize, end: usize) {
        let here = |p: &Self| p.lowered(at..end, p.state.y, p.state.fresh);
        if let Some(low) = here(self) {
            return self.put_items(at..end, low);
        }
        if let Some(part) = self.part(at, end) {
            self.put_items(at..part, 0.);
            return self.keep(part, end);
        }
        let long = (at..end).any(|i| self.is_long(i));
        let start_here = long && self.foot() - self.state.y >= WORTH_STARTING * self.frame();
        if !(self.state.fresh || start_here) {
            self.next_page(at);
        }
        match here(self) {
            Some(low) => self.put_items(at..end, low),
            None => (at..end).for_each(|i| self.alone(i)),
        }
    }

    fn put_items(&mut self, range: std::ops::Range<usize>, low: f32) {
        range.for_each(|i| self.put_item(i, self.height(self.item(i), low), low));
    }

    /// Finds the last place on this page to part items that had rather stay together, where the page would be left with
    /// too much blank otherwise.
    fn part(&self, at: usize, end: usize) -> Option<usize> {
        let blank = self.foot() - self.state.y;
        if blank < BLANK * self.frame() {
            return None;
        }
        let fits = |part: &usize| self.end(at..*part, self.state.y, self.state.fresh, 0.) <= self.foot();
        (at + 1..end).filter(|part| self.item(part - 1).keep == Keep::Rather).take_while(fits).last()
    }

    /// Says whether an item is a row that is longer than a page.
    fn is_long(&self, at: usize) -> bool {
        match &self.item(at).content {
            Content::Row(row) => row.height > self.frame() - self.repeated(row.table, row.group),
            _ => false,
        }
    }

    fn repeated(&self, table: usize, group: Option<usize>) -> f32 {
        let Some(parts) = self.tables.get(table) else { return 0. };
        let header = parts.header.as_ref().map_or(0., |h| h.height);
        header + group.and_then(|g| parts.groups.get(g)).map_or(0., |g| g[1].height)
    }

    /// Places an item of a chain that no page can hold as a whole.
    fn alone(&mut self, at: usize) {
        let item = self.item(at);
        let height = self.height(item, 0.);
        let end = |p: &Self| p.above(p.state.y, item, p.state.fresh, 0.) + height;
        if end(self) <= self.foot() {
            return self.put_item(at, height, 0.);
        }
        match &item.content {
            Content::Row(row) if self.is_long(at) => self.divide(row),
            _ => {
                if !self.state.fresh {
                    self.next_page(at);
                }
                let room = self.foot() - SLIP - self.state.y;
                self.put_item(at, height.min(room.max(item.range[0])), 0.);
            }
        }
    }

    /// Places a row that is longer than a page, over as many as it takes.
    fn divide(&mut self, row: &Row) {
        let mut rest = row.clone();
        loop {
            let room = self.foot() - self.state.y;
            if rest.height <= room {
                break;
            }
            match rest.split(room, self.pad) {
                Some((piece, more)) => {
                    self.piece(piece);
                    rest = more;
                }
                // Not even two lines of it fit on a page of its own.
                None if self.state.fresh => break,
                None => {}
            }
            self.stretch();
            self.open(self.chosen.len());
            if let Some(start) = self.state.starts.last_mut() {
                *start = None;
            }
            self.repeat(row.table, row.group);
        }
        self.piece(rest);
    }

    fn piece(&mut self, row: Row) {
        self.state.fresh = false;
        self.put(row.height, What::Piece(Box::new(row)));
    }

    // ---- a page as a whole

    /// Lets the figures of a page that is at its end grow into the room that is left.
    fn stretch(&mut self) {
        let left = self.limit - self.state.y;
        let Some(mut page) = self.state.pages.pop() else { return };
        let growth = |p: &Placed| match p.what {
            What::Item(i) if matches!(self.items[i].content, Content::Figures(_)) => {
                (self.items[i].range[1] - p.height).max(0.)
            }
            _ => 0.,
        };
        let sum: f32 = page.iter().map(growth).sum();
        let closer = |p: &Placed| matches!(p.what, What::Item(i) if p.height < self.items[i].height - SLIP);
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

    /// Sees to it that the last page does not hold a stray line or two: figures give way to bring it back, or the page
    /// before ends earlier so that there is more on the last.
    fn gather_stray(&mut self) {
        let count = self.state.pages.len();
        let used = |p: &Self| p.state.pages.last().and_then(|l| l.last()).map_or(0., |l| l.y + l.height - p.top);
        let least = STRAY * self.frame();
        let before = used(self);
        if count < 2 || before >= least {
            return;
        }
        let Some(Some(start)) = self.state.starts.get(count - 2).copied() else { return };
        let kept = self.state.clone();
        for low in [0.5, 1.] {
            self.low = low;
            self.again(count - 2, start);
            if self.state.pages.len() < count {
                return;
            }
        }
        self.low = 0.;
        self.early = Some((count - 2, self.limit - (least - before)));
        self.again(count - 2, start);
        if self.state.pages.len() != count || used(self) <= before {
            self.state = kept;
        }
        self.early = None;
    }

    /// Places all from a page on again.
    fn again(&mut self, page: usize, start: usize) {
        self.state.pages.truncate(page);
        self.state.starts.truncate(page);
        self.loosened = None;
        self.open(start);
        self.flow(start);
    }
}
