//! Place: items become pages. The only place that knows about page breaks.
//!
//! *In:* items with heights, and what tables repeat. *Out:* for each page, what stands where: plain data, nothing of the
//! items is changed, so that placing can be tried again with figures lower or a page ended earlier. *Invariants:* items
//! keep their order; what must not be the last on its page is not, where a page can hold it and what follows; a table that
//! goes on repeats its header and its group's name; figures are as high as their range allows.

mod room;
mod whole;

use super::item::{Content, Item, Keep, Part, Row, Shown, TableParts};
use crate::drawing::Theme;

/// A page: what stands on it, from top to bottom.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) landscape: bool,
    pub(crate) placed: Vec<Spot>,
}

/// A thing in its place: its top edge from the top of the page, and its height.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
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

/// How much of a page must be left for a row that takes more than a page to start on it, as a part of its height.
const WORTH_STARTING: f32 = 0.35;
/// How much of a page may be left blank rather than part what had better stay together.
const BLANK: f32 = 0.12;
/// How much of a page may be left blank so that what should share a page has one of its own, as a part of its height: once,
/// for where such sections follow each other the next fills its page, too.
const BLANK_BEFORE: f32 = 0.6;
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
            // Without the list of contents, what comes after it follows at once.
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
    pages: Vec<Vec<Spot>>,
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
            page.push(Spot { y, height, what });
        }
    }

    fn put_item(&mut self, at: usize, height: f32, low: f32) {
        self.state.y = self.above(self.state.y, self.item(at), self.state.fresh, low);
        self.state.fresh = false;
        self.put(height, What::Item(self.chosen[at]));
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
        let long = (at..end).find(|i| self.is_long(*i));
        let start_here = long.is_some() && self.foot() - self.state.y >= WORTH_STARTING * self.frame();
        if !(self.state.fresh || start_here) {
            self.next_page(at);
            return self.keep(at, end);
        }
        // What follows a row that is longer than a page can be kept together again.
        let rest = long.map_or(end, |i| i + 1);
        (at..rest).for_each(|i| self.alone(i));
        if rest < end {
            self.keep(rest, end);
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
}
