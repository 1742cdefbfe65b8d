//! Pipe tables, and what `<table-options/>` says of them.

use std::ops::Range;

use pulldown_cmark::{Alignment, Event, Tag as MdTag, TagEnd};

use super::inline::{Piece, trim};
use super::options::TableOptions;
use super::reader::Reader;
use super::tag::Tag;
use crate::document::model::{
    Align, Block, BlockKind, Cell, Column, ColumnContent, Inline, List, ParagraphStyle, Row, Shade, Table, TextStyle,
};
use crate::document::source::Source;

/// What the first cell of a row says of the row.
#[derive(Default)]
struct RowMarks {
    total: bool,
    continues: bool,
    group: bool,
}

impl<'a> Reader<'a> {
    /// Reads a table, its start taken.
    pub(super) fn table(&mut self, align: &[Alignment], options: TableOptions, source: &Source) -> Table {
        let (anchor, number) = self.numbering.table(!options.caption.is_empty());
        let label = number.map_or_else(|| "the table".into(), |n| format!("Table {n}"));
        self.name(options.id.as_deref(), anchor, label, source);
        let columns = options.columns.unwrap_or_else(|| {
            let of = |a: &Alignment| match a {
                Alignment::Right => (Align::Right, ColumnContent::Entries),
                _ => (Align::Left, ColumnContent::Prose(1.)),
            };
            align.iter().map(of).collect()
        });
        if columns.len() != align.len() {
            let message = format!("columns: the table has {}, <table-options/> names {}", align.len(), columns.len());
            self.problem(source, message);
        }
        let mut headers = Vec::new();
        let mut rows = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(MdTag::TableHead) => {
                    self.width(&range, align.len());
                    for pieces in self.row(TagEnd::TableHead) {
                        headers.push(self.only_inlines(pieces));
                    }
                }
                Event::Start(MdTag::TableRow) => {
                    self.width(&range, align.len());
                    let cells = self.row(TagEnd::TableRow);
                    let source = self.source(&range);
                    rows.push(self.table_row(cells, source));
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        let text = |text: String| vec![Inline::Text { text, style: TextStyle::default(), lang: None }];
        let columns = headers.into_iter().zip(columns);
        Table {
            id: options.id,
            anchor,
            number,
            caption: if options.caption.is_empty() { Vec::new() } else { text(options.caption) },
            summary: options.summary,
            columns: columns.map(|(header, (align, content))| Column { header, align, content }).collect(),
            header: !options.no_header,
            row_headers: options.row_headers,
            rows,
        }
    }

    /// Checks that a row has as many cells as the header: Markdown itself would add or drop cells without a word.
    fn width(&mut self, range: &Range<usize>, columns: usize) {
        let line = self.text[range.clone()].lines().next().unwrap_or_default().trim();
        let line = line.strip_prefix('|').unwrap_or(line);
        let mut cells = 1;
        let mut escaped = false;
        for c in line.strip_suffix('|').unwrap_or(line).chars() {
            cells += usize::from(c == '|' && !escaped);
            escaped = c == '\\' && !escaped;
        }
        if cells != columns {
            let source = self.source(range);
            self.problem(&source, format!("a row has {cells} cells where the header has {columns}"));
        }
    }

    fn row(&mut self, end: TagEnd) -> Vec<Vec<Piece>> {
        let mut cells = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(MdTag::TableCell) => cells.push(self.pieces(TagEnd::TableCell)),
                event if event == Event::End(end) => break,
                _ => {}
            }
        }
        cells
    }

    fn table_row(&mut self, cells: Vec<Vec<Piece>>, source: Source) -> Row {
        let mut marks = RowMarks::default();
        let mut row = Vec::new();
        for (i, pieces) in cells.into_iter().enumerate() {
            let (pieces, shade) = self.marks(pieces, &mut marks, i == 0);
            if marks.group && i == 0 {
                let text = self.only_inlines(pieces);
                if text.is_empty() {
                    self.problem(&source, "<group> wants a name");
                }
                row.push(Cell { blocks: vec![paragraph(text, &source)], shade: None });
                continue;
            }
            let blocks = self.cell_blocks(pieces, &source);
            if marks.group && !blocks.is_empty() {
                self.problem(&source, "a <group> row holds nothing but the group's name");
            }
            row.push(Cell { blocks, shade });
        }
        if marks.group {
            let first = row.into_iter().next().and_then(|c| c.blocks.into_iter().next());
            let text = match first.map(|b| b.kind) {
                Some(BlockKind::Paragraph { text, .. }) => text,
                _ => Vec::new(),
            };
            return Row::Group { source, text };
        }
        Row::Cells { source, cells: row, total: marks.total, continues: marks.continues }
    }

    /// Takes the marks of the row and of the cell out of a cell.
    fn marks(&mut self, pieces: Vec<Piece>, marks: &mut RowMarks, first: bool) -> (Vec<Piece>, Option<Shade>) {
        let mut shade = None;
        let mut rest = Vec::with_capacity(pieces.len());
        for piece in pieces {
            match piece {
                Piece::Tag(Tag::Total, _) if first => marks.total = true,
                Piece::Tag(Tag::Continues, _) if first => marks.continues = true,
                Piece::Tag(Tag::Group, _) if first => marks.group = true,
                Piece::Tag(tag @ (Tag::Total | Tag::Continues | Tag::Group), at) => {
                    self.problem(&at, format!("{} stands in the first cell of its row", tag.describe()));
                }
                Piece::Tag(Tag::Shade(wanted), _) => shade = Some(wanted),
                other => rest.push(other),
            }
        }
        (rest, shade)
    }

    /// Makes paragraphs and lists of a cell's content.
    fn cell_blocks(&mut self, pieces: Vec<Piece>, source: &Source) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        let mut text: Vec<Piece> = Vec::new();
        let mut item = false;
        let mut pieces = pieces.into_iter().peekable();
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Tag(Tag::Item, _) => {
                    self.flush(&mut text, item, &mut blocks, source);
                    item = true;
                }
                Piece::Inline(Inline::Break) if item || pieces.peek() == Some(&Piece::Inline(Inline::Break)) => {
                    while pieces.next_if_eq(&Piece::Inline(Inline::Break)).is_some() {}
                    self.flush(&mut text, item, &mut blocks, source);
                    item = false;
                }
                other => text.push(other),
            }
        }
        self.flush(&mut text, item, &mut blocks, source);
        blocks
    }

    /// Ends a paragraph or a list item.
    fn flush(&mut self, text: &mut Vec<Piece>, item: bool, blocks: &mut Vec<Block>, source: &Source) {
        let text = self.only_inlines(std::mem::take(text));
        let text = trim(text);
        if text.is_empty() {
            return;
        }
        let block = paragraph(text, source);
        match blocks.last_mut().map(|b| &mut b.kind) {
            Some(BlockKind::List(list)) if item => list.items.push(vec![block]),
            _ if item => {
                let kind = BlockKind::List(List { start: None, items: vec![vec![block]] });
                blocks.push(Block { source: source.clone(), kind });
            }
            _ => blocks.push(block),
        }
    }
}

fn paragraph(text: Vec<Inline>, source: &Source) -> Block {
    let kind = BlockKind::Paragraph { text, style: ParagraphStyle::Body };
    Block { source: source.clone(), kind }
}
