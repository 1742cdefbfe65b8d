//! What measuring makes and placing arranges: plain data, heights without places.

use super::tags::NodeId;
use super::text::{Line, TextId};
use crate::document::{Anchor, Figure, Source};
use crate::drawing::Rgb;

/// A thing that stands on one page; only a table's row longer than a page is divided.
#[derive(Debug)]
pub(crate) struct Item<'d> {
    /// The space above, left out at the head of a page.
    pub(crate) before: f32,
    /// Its height.
    pub(crate) height: f32,
    /// How low and how high a figure may become, how low a row of figures or a line of text; the height, for everything else.
    pub(crate) range: [f32; 2],
    /// Whether it may be the last on its page.
    pub(crate) keep: Keep,
    /// Whether it stands on the grid.
    pub(crate) snap: bool,
    /// Which items should share a page.
    pub(crate) group: Option<u32>,
    /// Whether it is placed.
    pub(crate) shown: Shown,
    /// What leads here.
    pub(crate) anchor: Option<Anchor>,
    /// What is drawn.
    pub(crate) content: Content<'d>,
}

/// Whether an item may be the last on its page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Keep {
    /// It may.
    Free,
    /// It may where a good part of the page would be left blank otherwise.
    Rather,
    /// It must not.
    Must,
}

/// Whether an item is placed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shown {
    Always,
    /// It belongs to the list of contents, which a short paper goes without.
    WithContents,
    /// Another item has taken it in.
    Never,
}

/// What is drawn.
#[derive(Debug)]
pub(crate) enum Content<'d> {
    /// A line of a heading, paragraph, list item or caption.
    Line(TextLine),
    /// An entry of the list of contents.
    Entry(Entry),
    /// The header of a table.
    Header(usize),
    /// A group row of a table.
    Group(usize, usize),
    /// A row of a table.
    Row(Row),
    /// A figure, or two beside each other.
    Figures(Vec<FigureColumn<'d>>),
    /// The logo.
    Logo { width: f32, parent: NodeId },
}

/// A line of text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextLine {
    pub(crate) text: TextId,
    pub(crate) line: Line,
    pub(crate) node: NodeId,
    /// From the left margin.
    pub(crate) x: f32,
    /// The baseline, from the item's top edge.
    pub(crate) baseline: f32,
    pub(crate) label: Option<(NodeId, TextId)>,
    /// Whether it is the first line of a heading of this level.
    pub(crate) heading: Option<u8>,
    /// Whether it stands in a box, and so has a ground and a bar beside it.
    pub(crate) boxed: bool,
}

/// A figure: its caption and, below, its chart.
#[derive(Debug)]
pub(crate) struct FigureColumn<'d> {
    pub(crate) figure: &'d Figure,
    pub(crate) source: &'d Source,
    pub(crate) parent: NodeId,
    pub(crate) anchor: Anchor,
    /// From the left margin.
    pub(crate) x: f32,
    pub(crate) width: f32,
    /// Title and subtitle: each line with its baseline from the item's top edge.
    pub(crate) caption: Vec<TextLine>,
    /// The chart's top edge, from the item's.
    pub(crate) top: f32,
}

/// An entry of the list of contents, or a line of one that is longer than a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) text: TextId,
    pub(crate) line: Line,
    pub(crate) x: f32,
    pub(crate) baseline: f32,
    /// The heading that it lists.
    pub(crate) anchor: Anchor,
    pub(crate) link: usize,
    /// Whether the page's number stands on this line.
    pub(crate) last: bool,
}

/// Pages of one orientation, starting on a page of their own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Part {
    pub(crate) landscape: bool,
    pub(crate) items: std::ops::Range<usize>,
    /// Whether it follows the list of contents, in the same orientation.
    pub(crate) after_contents: bool,
}

/// What a table repeats.
#[derive(Debug, Default)]
pub(crate) struct TableParts {
    /// Its header.
    pub(crate) header: Option<Row>,
    /// Its group rows, each as it comes and as it is repeated on another page.
    pub(crate) groups: Vec<[Row; 2]>,
}

/// A measured row of a table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) table: usize,
    pub(crate) kind: RowKind,
    /// The group it belongs to.
    pub(crate) group: Option<usize>,
    pub(crate) cells: Vec<Cell>,
    pub(crate) height: f32,
    pub(crate) width: f32,
    /// Whether its beginning stands on the page before.
    pub(crate) continuation: bool,
}

/// How a row looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum RowKind {
    Header,
    Group,
    Body,
    /// A body row under which no rule is drawn, because the next belongs to it.
    Open,
    Total,
}

/// A measured cell.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub(crate) node: NodeId,
    pub(crate) x: f32,
    pub(crate) width: f32,
    pub(crate) ground: Option<Rgb>,
    pub(crate) lines: Vec<CellLine>,
}

/// A line of a cell.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CellLine {
    pub(crate) text: TextId,
    pub(crate) line: Line,
    pub(crate) node: NodeId,
    /// From the table's left edge.
    pub(crate) x: f32,
    /// From the row's top edge.
    pub(crate) top: f32,
    pub(crate) height: f32,
    pub(crate) baseline: f32,
    pub(crate) label: Option<(NodeId, TextId)>,
    /// Which text of the cell it is of.
    pub(crate) block: u16,
}

impl Row {
    /// Divides the row at a height: what fits above, and the rest. None where nothing would be left on either side.
    ///
    /// Each cell is divided by itself, between texts or where at least two lines of a text are on either side.
    pub(crate) fn split(&self, room: f32, pad: f32) -> Option<(Row, Row)> {
        let (mut above, mut below) = (self.clone(), self.clone());
        for ((from, to), cell) in above.cells.iter_mut().zip(&mut below.cells).zip(&self.cells) {
            let cut = cut(&cell.lines, room - pad);
            from.lines.truncate(cut);
            to.lines.drain(..cut);
            let shift = to.lines.first().map_or(0., |l| l.top - pad);
            to.lines.iter_mut().for_each(|l| (l.top, l.baseline) = (l.top - shift, l.baseline - shift));
        }
        let lines = |r: &Row| r.cells.iter().map(|c| c.lines.len()).sum::<usize>();
        above.fit(pad);
        below.fit(pad);
        below.continuation = true;
        (lines(&above) > 0 && lines(&below) > 0).then_some((above, below))
    }

    /// Makes the row as high as its cells need.
    pub(crate) fn fit(&mut self, pad: f32) {
        let lowest = |c: &Cell| c.lines.last().map_or(0., |l| l.top + l.height);
        self.height = self.cells.iter().map(lowest).fold(0., f32::max) + pad;
    }
}

/// Counts the lines that stay above a height.
fn cut(lines: &[CellLine], room: f32) -> usize {
    let fit = lines.iter().take_while(|l| l.top + l.height <= room).count();
    let of = |block: u16, part: &[CellLine]| part.iter().filter(|l| l.block == block).count();
    let sound = |at: &usize| {
        let (Some(before), Some(after)) = (at.checked_sub(1).and_then(|i| lines.get(i)), lines.get(*at)) else {
            return true;
        };
        before.block != after.block || of(before.block, &lines[..*at]) >= 2 && of(after.block, &lines[*at..]) >= 2
    };
    (0..=fit).rev().find(sound).unwrap_or(0)
}
