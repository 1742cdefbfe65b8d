//! What holds on every page, of the paper with every kind of block and of random ones.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::{PAPER, look, paper, random};
use crate::document::Document;
use crate::drawing::Theme;
use crate::layout::flow::Galley;
use crate::layout::item::{Content, Item, Keep, Row, Shown};
use crate::layout::measure::measure;
use crate::layout::place::{Page, Spot, What};
use crate::layout::text::TextId;
use crate::layout::{arrange, lay_out};

/// Rounding.
const SLIP: f32 = 0.1;

/// Checks everything that holds on the pages of a document, and says what does not.
pub(super) fn faults(document: &Document) -> Vec<String> {
    let (theme, faces) = look();
    let paper = measure(document, theme, faces);
    assert!(paper.problems.is_empty(), "{:?}", paper.problems);
    let pages = arrange(&paper, theme);
    let mut check = Check { theme, paper: &paper, out: Vec::new(), placed: Vec::new(), closer: false };
    for (number, page) in pages.iter().enumerate() {
        check.page(number, page);
    }
    check.lines(&pages);
    check.all_placed(&pages);
    check.out
}

struct Check<'a> {
    theme: &'a Theme,
    paper: &'a Galley<'a>,
    out: Vec<String>,
    placed: Vec<usize>,
    /// Whether the text of the page in hand is set closer.
    closer: bool,
}

impl Check<'_> {
    fn page(&mut self, number: usize, page: &Page) {
        let sheet = &self.theme.page;
        let [width, height] = if page.landscape { [sheet.height, sheet.width] } else { [sheet.width, sheet.height] };
        let (room, foot) = (width - sheet.left - sheet.right, height - sheet.bottom);
        let mut end = sheet.top;
        let mut headed = false;
        self.closer = page.placed.iter().any(|p| self.is_closer(p));
        for Spot { y, height, what } in &page.placed {
            if *y < end - SLIP || y + height > foot + SLIP {
                self.out.push(format!("page {number}: {what:?} from {y} to {} between {end} and {foot}", y + height));
            }
            end = y + height;
            match what {
                What::Item(i) => {
                    self.placed.push(*i);
                    self.item(number, [*y, *height], room, &self.paper.items[*i], &mut headed);
                }
                What::Header(_) => headed = true,
                What::Group(..) => {}
                What::Piece(row) => self.row(number, room, row, headed),
            }
        }
        if page.placed.is_empty() {
            self.out.push(format!("page {number} is empty"));
        }
    }

    /// Says whether a line is set closer than it was measured: then its page leaves the grid.
    fn is_closer(&self, placed: &Spot) -> bool {
        let What::Item(i) = placed.what else { return false };
        let item = &self.paper.items[i];
        matches!(item.content, Content::Line(_)) && placed.height < item.height - SLIP
    }

    fn item(&mut self, number: usize, [y, height]: [f32; 2], room: f32, item: &Item, headed: &mut bool) {
        match &item.content {
            Content::Line(line) => {
                if line.x + line.line.width > room + SLIP {
                    self.out.push(format!("page {number}: {line:?} is wider than {room}"));
                }
                let steps = (y - self.theme.page.top) / self.theme.spacing.grid;
                if height < item.height - SLIP && item.group.is_none() {
                    self.out.push(format!("page {number}: {line:?} is set closer without need"));
                }
                if item.snap && !self.closer && (steps - steps.round()).abs() > 0.02 {
                    self.out.push(format!("page {number}: {line:?} is off the grid by {steps}"));
                }
            }
            Content::Header(_) => *headed = true,
            Content::Row(row) => self.row(number, room, row, *headed),
            Content::Figures(columns) => {
                if columns.iter().any(|c| c.x + c.width > room + SLIP) {
                    self.out.push(format!("page {number}: a figure is wider than {room}"));
                }
                let texts =
                    columns.iter().flat_map(|c| c.caption.iter().map(move |l| l.x + l.line.width - c.x - c.width));
                if texts.fold(0., f32::max) > SLIP {
                    self.out.push(format!("page {number}: a caption is wider than its figure"));
                }
            }
            Content::Entry(_) | Content::Group(..) | Content::Logo { .. } => {}
        }
        if !matches!(item.content, Content::Header(_) | Content::Row(_) | Content::Group(..)) {
            *headed = false;
        }
    }

    fn row(&mut self, number: usize, room: f32, row: &Row, headed: bool) {
        if self.paper.tables[row.table].header.is_some() && !headed {
            self.out.push(format!("page {number}: a row of table {} without the header", row.table));
        }
        if row.width > room + SLIP {
            self.out.push(format!("page {number}: a table of {} in {room}", row.width));
        }
        let across = self.theme.spacing.cell_across;
        for cell in &row.cells {
            let mut end = 0.;
            for line in &cell.lines {
                let inside =
                    line.x >= cell.x + across - SLIP && line.x + line.line.width <= cell.x + cell.width - across + SLIP;
                if !inside || line.top < end - SLIP || line.top + line.height > row.height + SLIP {
                    self.out
                        .push(format!("page {number}: {line:?} outside {}+{} or {}", cell.x, cell.width, row.height));
                }
                end = line.top + line.height;
            }
        }
    }

    /// No text leaves a line alone at the foot or the head of a page; nothing that must be kept with the next ends a page.
    fn lines(&mut self, pages: &[Page]) {
        let mut texts: BTreeMap<TextId, Vec<usize>> = BTreeMap::new();
        for (number, page) in pages.iter().enumerate() {
            for placed in &page.placed {
                if let What::Item(i) = placed.what
                    && let Content::Line(line) = &self.paper.items[i].content
                {
                    texts.entry(line.text).or_default().push(number);
                }
            }
            let last = page.placed.last().map(|p| &p.what);
            if let Some(What::Item(i)) = last
                && self.paper.items[*i].keep == Keep::Must
                && page.placed.len() > 1
                && !self.paper.parts.iter().any(|p| p.items.end == *i + 1)
                && !begins_with_piece(pages.get(number + 1))
                && self.chain(*i) + self.repeated(*i) <= self.room(page)
            {
                self.out.push(format!("page {number} ends with {:?}", self.paper.items[*i].content));
            }
        }
        for pages in texts.values() {
            let alone = pages.chunk_by(|a, b| a == b).any(|c| c.len() == 1);
            if alone && pages.first() != pages.last() {
                self.out.push(format!("a line stands alone: {pages:?}"));
            }
        }
    }

    /// The height of a page's text.
    fn room(&self, page: &Page) -> f32 {
        let sheet = &self.theme.page;
        (if page.landscape { sheet.width } else { sheet.height }) - sheet.top - sheet.bottom
    }

    /// The height, at the least, of what must be kept together with an item: more than a page cannot be kept.
    fn chain(&self, item: usize) -> f32 {
        let items = &self.paper.items;
        let kept = |i: &usize| items[*i].keep == Keep::Must;
        let first = (0..=item).rev().take_while(kept).last().unwrap_or(item);
        let last = (item..items.len()).find(|i| !kept(i)).unwrap_or(items.len() - 1);
        items[first..=last].iter().map(|i| i.before + i.range[0].min(i.height)).sum()
    }

    /// The height of what a table repeats above a row.
    fn repeated(&self, item: usize) -> f32 {
        let Content::Row(row) = &self.paper.items[item].content else { return 0. };
        let parts = &self.paper.tables[row.table];
        let group = row.group.and_then(|g| parts.groups.get(g)).map_or(0., |g| g[1].height);
        parts.header.as_ref().map_or(0., |h| h.height) + group
    }

    /// Everything is placed once, in order; a row longer than a page as pieces.
    fn all_placed(&mut self, pages: &[Page]) {
        let pieces = pages
            .iter()
            .flat_map(|p| &p.placed)
            .filter(|p| matches!(&p.what, What::Piece(r) if !r.continuation))
            .count();
        let shown =
            |i: &Item| i.shown == Shown::Always || i.shown == Shown::WithContents && pages.len() > super::super::SHORT;
        let due = self.paper.items.iter().filter(|i| shown(i)).count();
        if due != self.placed.len() + pieces || !self.placed.is_sorted() {
            self.out.push(format!("{due} items are due, {} and {pieces} pieces are placed", self.placed.len()));
        }
    }
}

/// A row longer than a page cannot always start on the page of the row that it belongs to.
fn begins_with_piece(page: Option<&Page>) -> bool {
    page.is_some_and(|p| p.placed.iter().any(|p| matches!(p.what, What::Piece(_))))
}

#[test]
fn the_paper_with_every_kind_of_block_is_sound() {
    assert_eq!(faults(&paper(PAPER)), [""; 0]);
}

/// The suite says the same of the same code; other papers come with another seed.
const SEED: u64 = 1;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(SEED), ..ProptestConfig::with_cases(24) })]

    #[test]
    fn random_papers_are_sound(document in random::document()) {
        prop_assert_eq!(faults(&document), Vec::<String>::new());
    }

    /// Drawing agrees with what was placed: every reference leads to a page, every node that is drawn is in the tree once.
    #[test]
    fn random_papers_can_be_drawn(document in random::document()) {
        let (theme, faces) = look();
        let laid = match lay_out(&document, theme, faces) {
            Ok(laid) => laid,
            Err(problems) => return Err(TestCaseError::fail(format!("{problems:?}"))),
        };
        for link in &laid.links {
            prop_assert!(!link.rects.is_empty() && link.rects.iter().all(|r| r[0] < r[2] && r[1] < r[3]));
            if let crate::layout::Destination::Place { page, .. } = link.target {
                prop_assert!(page < laid.sizes.len());
            }
        }
        for page in &laid.tree.owners {
            prop_assert!(page.iter().all(|n| laid.tree.is_attached(*n)));
        }
    }
}
