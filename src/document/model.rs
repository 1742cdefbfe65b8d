//! The blocks and inlines of a paper.

use std::sync::Arc;

use super::chart::Chart;
use super::reference::{Anchor, RefId, References};
use super::source::Source;
use super::status::Status;

/// A paper's content and what runs along its pages.
#[derive(Clone, PartialEq, Debug)]
pub struct Document {
    /// What runs along the pages and goes into the file's properties.
    pub front: Front,
    /// The content in reading order. The first is the heading of level 1.
    pub blocks: Vec<Block>,
    /// What its references lead to.
    pub references: References,
}

/// What runs along the pages and goes into the file's properties.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Front {
    /// The paper's title: document property, footer.
    pub title: String,
    /// What it is about, for the document's properties.
    pub subject: String,
    /// Keywords, for the document's properties.
    pub keywords: Vec<String>,
    /// The unit that wrote it, for the document's properties.
    pub author: String,
    /// The board, in the header.
    pub board: String,
    /// The meeting's date, in the header; empty where it is not known.
    pub meeting: String,
    /// The agenda item, in the header; empty where it is not known.
    pub item: String,
    /// The protective marking, in the footer; empty for none.
    pub marking: String,
    /// Whether every page's header says DRAFT.
    pub draft: bool,
    /// What every page's header says besides, as in `NOT FOR PUBLICATION`; empty for nothing.
    pub notice: String,
}

/// A block and where it came from.
#[derive(Clone, PartialEq, Debug)]
pub struct Block {
    /// Where it came from.
    pub source: Source,
    /// What it is.
    pub kind: BlockKind,
}

/// A block.
#[derive(Clone, PartialEq, Debug)]
pub enum BlockKind {
    /// A heading.
    Heading {
        /// 1 to 3, never one more than the level before plus one.
        level: u8,
        /// Its text.
        text: Vec<Inline>,
        /// A name to refer to it by.
        id: Option<String>,
        /// What leads here.
        anchor: Anchor,
    },
    /// A paragraph.
    Paragraph {
        /// Its text.
        text: Vec<Inline>,
        /// How it is set.
        style: ParagraphStyle,
    },
    /// A list.
    List(List),
    /// A table.
    Table(Table),
    /// A chart with its title and text alternative.
    Figure(Figure),
    /// The list of contents: the headings of levels 2 and 3. Left out of papers of eight pages or fewer.
    Contents,
    /// What follows starts on a page of its own.
    PageBreak,
    /// Blocks on landscape pages.
    Landscape(Vec<Block>),
    /// Blocks that should share one page where they can: figures in them may give way in height.
    Together(Vec<Block>),
}

/// How a paragraph is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ParagraphStyle {
    /// Body text.
    #[default]
    Body,
    /// The sentence a reader should take away: larger.
    Lead,
    /// Small print: notes under a table, sources.
    Note,
    /// A box that stands out: why a paper is a draft.
    Callout,
}

/// A list; items may hold lists.
#[derive(Clone, PartialEq, Debug)]
pub struct List {
    /// The first number of an ordered list; bullets where there is none.
    pub start: Option<u64>,
    /// Each item's blocks: paragraphs and lists.
    pub items: Vec<Vec<Block>>,
}

/// A stretch of text in one style, or something small that stands in the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Inline {
    /// Text.
    Text {
        /// The characters, without line breaks.
        text: String,
        /// How they are set.
        style: TextStyle,
        /// The language, where it is not the paper's.
        lang: Option<String>,
    },
    /// A line break.
    Break,
    /// A status: a coloured label with its word.
    Status(Status),
    /// A link.
    Link {
        /// Where it leads.
        target: Target,
        /// What is shown.
        text: Vec<Inline>,
        /// What it is, for those who do not see it.
        description: String,
    },
    /// The number of a figure or table, as in “Figure 3”, which leads there.
    Reference(RefId),
}

/// How text is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct TextStyle {
    /// Heavier.
    pub bold: bool,
    /// Slanted.
    pub italic: bool,
}

/// Where a link leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// An address on the web.
    Url(String),
    /// A heading, figure or table of this paper.
    Place(RefId),
}

/// A table.
#[derive(Clone, PartialEq, Debug)]
pub struct Table {
    /// A name to refer to it by.
    pub id: Option<String>,
    /// What leads here.
    pub anchor: Anchor,
    /// Its number, from 1; none where it has no caption (a title block).
    pub number: Option<usize>,
    /// The caption.
    pub caption: Vec<Inline>,
    /// What it is, for those who do not see it.
    pub summary: Option<String>,
    /// The columns.
    pub columns: Vec<Column>,
    /// Whether the columns' headers are shown (a title block shows none).
    pub header: bool,
    /// Whether the first cell of each row is its header.
    pub row_headers: bool,
    /// The rows, in order.
    pub rows: Vec<Row>,
}

/// A column of a table.
#[derive(Clone, PartialEq, Debug)]
pub struct Column {
    /// Its header.
    pub header: Vec<Inline>,
    /// Where its text stands.
    pub align: Align,
    /// What it holds.
    pub content: ColumnContent,
}

/// Where the text of a column stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// At the left.
    Left,
    /// At the right, as numbers.
    Right,
}

/// What a column holds, which decides how wide it is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum ColumnContent {
    /// Short entries: as wide as the widest, kept on one line where it can be.
    Entries,
    /// Running text: shares what is left with the other columns of its kind, by weight.
    Prose(f32),
}

/// A row of a table.
#[derive(Clone, PartialEq, Debug)]
pub enum Row {
    /// Cells, one a column.
    Cells {
        /// Where it came from.
        source: Source,
        /// The cells.
        cells: Vec<Cell>,
        /// Whether it is a total, set in bold.
        total: bool,
        /// Whether it belongs to the row before and stays with it.
        continues: bool,
    },
    /// The name of the rows that follow, as wide as the table; repeated where they run on to another page.
    Group {
        /// Where it came from.
        source: Source,
        /// The name.
        text: Vec<Inline>,
    },
}

/// A cell of a table.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Cell {
    /// Paragraphs and lists; none for an empty cell.
    pub blocks: Vec<Block>,
    /// How strongly its ground is shaded, where it is.
    pub shade: Option<Shade>,
}

/// The shade of a cell's ground: which way and how strongly, 1 to 3.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shade {
    /// More than before.
    Up(u8),
    /// Less than before.
    Down(u8),
}

/// A chart with its title and text alternative.
#[derive(Clone, PartialEq, Debug)]
pub struct Figure {
    /// A name to refer to it by.
    pub id: Option<String>,
    /// What leads here.
    pub anchor: Anchor,
    /// Its number, from 1.
    pub number: usize,
    /// The finding, printed as the caption after “Figure 3:”.
    pub title: Vec<Inline>,
    /// What is shown, measured in what, printed small under the title.
    pub subtitle: String,
    /// The text alternative: kind of chart, range and main point. Not the title again.
    pub alt: String,
    /// What is drawn.
    pub chart: Arc<Chart>,
}

/// A heading of a paper.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Heading<'d> {
    /// 1 to 3.
    pub level: u8,
    /// Its text.
    pub text: &'d [Inline],
    /// What leads there.
    pub anchor: Anchor,
    /// Where it came from.
    pub source: &'d Source,
}

impl Document {
    /// Lists the headings in order, for a list of contents.
    pub fn headings(&self) -> Vec<Heading<'_>> {
        let mut out = Vec::new();
        headings(&self.blocks, &mut out);
        out
    }

    /// Gives the characters of a text as it is read: without its styles, links and labels.
    pub fn plain_text(&self, inlines: &[Inline]) -> String {
        let mut out = String::new();
        write_plain(inlines, &|reference| self.references.get(reference).label.as_str(), &mut out);
        out
    }
}

fn headings<'d>(blocks: &'d [Block], out: &mut Vec<Heading<'d>>) {
    for Block { source, kind } in blocks {
        match kind {
            BlockKind::Heading { level, text, anchor, .. } => {
                out.push(Heading { level: *level, text, anchor: *anchor, source });
            }
            BlockKind::Landscape(inner) | BlockKind::Together(inner) => headings(inner, out),
            _ => {}
        }
    }
}

/// Gives the characters of a text without its styles, links, labels and references.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    write_plain(inlines, &|_| "", &mut out);
    out
}

fn write_plain<'r>(inlines: &[Inline], reference: &impl Fn(RefId) -> &'r str, out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { text, .. } => out.push_str(text),
            Inline::Break => out.push(' '),
            Inline::Status(status) => out.push_str(&status.word),
            Inline::Link { text, .. } => write_plain(text, reference, out),
            Inline::Reference(id) => out.push_str(reference(*id)),
        }
    }
}
