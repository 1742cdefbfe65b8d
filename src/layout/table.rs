//! Tables: column widths from what the cells hold, and rows from the widths.

use super::flow::{CENTRE, Flow};
use super::item::{Cell, CellLine, Content, Keep, Row, RowKind, TableParts};
use super::setting::{Gap, TextBlock};
use super::tags::{NodeId, Role, Scope};
use super::widths::{Need, broken, settle, widths};
use crate::document::{self, Align, Column, ColumnContent, Inline, Source, Table};
use crate::drawing::{FaceId, Rgb, Style};
use crate::problem::{Code, Problem};

/// The lines with which a table's first row may be the only one on its page.
const FEW_LINES: f32 = 4.;

/// A cell whose texts are measured but not broken into lines.
struct CellDraft {
    node: NodeId,
    texts: Vec<TextBlock>,
    ground: Option<Rgb>,
    align: Align,
    columns: usize,
}

/// A row of drafts.
struct DraftRow {
    kind: RowKind,
    group: Option<usize>,
    continues: bool,
    cells: Vec<CellDraft>,
}

/// Measures a table and adds its caption and rows.
pub(crate) fn measure<'d>(m: &mut Flow<'d>, table: &'d Table, source: &'d Source) {
    let index = m.tables.len();
    let node = m.set.tree.node(Role::Table, Some(m.root), source);
    m.set.tree.get_mut(node).summary.clone_from(&table.summary);
    let anchor = table.anchor;
    if let Some(number) = table.number {
        let caption = m.set.tree.node(Role::Caption, Some(node), source);
        m.caption(&format!("Table {number}: "), &table.caption, caption, anchor, source);
    }
    let header = table.header.then(|| header(m, table, node, source));
    let body = m.set.tree.node(Role::TBody, Some(node), source);
    let (rows, repeats) = rows(m, table, body);
    let Some(columns) = columns(m, table, header.iter().chain(&rows), source) else {
        m.tables.push(TableParts::default());
        return;
    };
    let give = columns.give;
    let draft = |m: &Flow, row: DraftRow| place_row(m, row, index, &columns);
    let header = header.map(|h| draft(m, h));
    let before = if table.number.is_some() { 0. } else { m.set.theme.spacing.figure };
    let mut first = (table.number.is_none()).then_some(anchor);
    let mut above = before;
    if let Some(header) = &header {
        let item = m.push(above, header.height, Content::Header(index));
        (item.keep, item.anchor, above) = (Keep::Must, first.take(), 0.);
    }
    let mut groups = Vec::new();
    let mut repeats = repeats.into_iter();
    let last = rows.len().saturating_sub(1);
    let few = FEW_LINES * m.set.theme.sizes.table * m.set.theme.leading.table;
    let continues: Vec<bool> = rows.iter().map(|r| r.continues).collect();
    for (i, row) in rows.into_iter().enumerate() {
        let kind = row.kind;
        let row = draft(m, row);
        let height = row.height;
        let content = match kind {
            RowKind::Group => {
                let group = groups.len();
                if let Some(repeat) = repeats.next() {
                    let repeat = draft(m, repeat);
                    groups.push([row, repeat]);
                }
                Content::Group(index, group)
            }
            _ => Content::Row(row),
        };
        // Neither the last row stands alone nor the first, if it has few lines; what belongs to a row stays with it.
        let keep = kind == RowKind::Group || i + 1 == last || i == 0 && last > 0 && height < few;
        let goes_on = continues.get(i + 1).copied().unwrap_or(false);
        let closer = if m.in_group() { 2. * give } else { 0. };
        let item = m.push(above, height, content);
        item.range[0] -= closer;
        item.keep = match (keep, goes_on) {
            (true, _) => Keep::Must,
            // The first of the rows that belong together takes one along; between the others there may be a break.
            (false, true) => {
                if continues[i] {
                    Keep::Rather
                } else {
                    Keep::Must
                }
            }
            (false, false) => Keep::Free,
        };
        (item.anchor, above) = (first.take(), 0.);
    }
    if let Some(item) = m.items.last_mut() {
        item.keep = Keep::Free;
    }
    m.tables.push(TableParts { header, groups });
    m.space_after(m.set.theme.spacing.figure);
}

fn style(m: &Flow, bold: bool) -> Style {
    let face = if bold { FaceId::BOLD } else { FaceId::REGULAR };
    Style { face, size: m.set.theme.sizes.table, colour: m.set.theme.colours.text }
}

fn header(m: &mut Flow, table: &Table, node: NodeId, source: &Source) -> DraftRow {
    let head = m.set.tree.node(Role::THead, Some(node), source);
    let tr = m.set.tree.node(Role::Tr, Some(head), source);
    let style = Style { colour: m.set.theme.colours.heading, ..style(m, true) };
    let mut cells = Vec::with_capacity(table.columns.len());
    for column in &table.columns {
        let node = m.set.tree.node(Role::Th { scope: Scope::Column, columns: 1 }, Some(tr), source);
        cells.push(one_text(m, &column.header, style, node, source, column.align));
    }
    DraftRow { kind: RowKind::Header, group: None, continues: false, cells }
}

/// Makes a cell of one text.
fn one_text(m: &mut Flow, text: &[Inline], style: Style, node: NodeId, source: &Source, align: Align) -> CellDraft {
    let texts = if text.is_empty() {
        Vec::new()
    } else {
        let text = m.set.text(text, style, node, source);
        vec![TextBlock { text, node, depth: 0, label: None, gap: Gap::Paragraph }]
    };
    CellDraft { node, texts, ground: None, align, columns: 1 }
}

/// Makes the body rows, and the group rows as they are repeated.
fn rows(m: &mut Flow, table: &Table, body: NodeId) -> (Vec<DraftRow>, Vec<DraftRow>) {
    let (mut out, mut repeats) = (Vec::with_capacity(table.rows.len()), Vec::new());
    let mut group = None;
    for (i, row) in table.rows.iter().enumerate() {
        match row {
            document::Row::Group { source, text } => {
                group = Some(repeats.len());
                out.push(group_row(m, text, body, source, table.columns.len(), group));
                let again: Vec<Inline> = text.iter().cloned().chain([continued()]).collect();
                repeats.push(group_row(m, &again, body, source, table.columns.len(), group));
            }
            document::Row::Cells { source, cells, total, continues } => {
                let next = table.rows.get(i + 1);
                let open = matches!(next, Some(document::Row::Cells { continues: true, .. }));
                let kind = match (total, open) {
                    (true, _) => RowKind::Total,
                    (false, true) => RowKind::Open,
                    (false, false) => RowKind::Body,
                };
                let cells = body_row(m, table, cells, *total, body, source);
                out.push(DraftRow { kind, group, continues: *continues, cells });
            }
        }
    }
    (out, repeats)
}

fn continued() -> Inline {
    document::Wording::from(" (continued)").inline()
}

fn group_row(
    m: &mut Flow,
    text: &[Inline],
    body: NodeId,
    source: &Source,
    columns: usize,
    group: Option<usize>,
) -> DraftRow {
    let tr = m.set.tree.node(Role::Tr, Some(body), source);
    let span = u16::try_from(columns).unwrap_or(u16::MAX);
    let node = m.set.tree.node(Role::Th { scope: Scope::Column, columns: span }, Some(tr), source);
    let style = Style { colour: m.set.theme.colours.heading, ..style(m, true) };
    let mut cell = one_text(m, text, style, node, source, Align::Left);
    (cell.columns, cell.ground) = (columns, Some(m.set.theme.colours.ground));
    DraftRow { kind: RowKind::Group, group, continues: false, cells: vec![cell] }
}

fn body_row(
    m: &mut Flow,
    table: &Table,
    cells: &[document::Cell],
    total: bool,
    body: NodeId,
    source: &Source,
) -> Vec<CellDraft> {
    let tr = m.set.tree.node(Role::Tr, Some(body), source);
    let mut out = Vec::with_capacity(cells.len());
    for (i, (cell, column)) in cells.iter().zip(&table.columns).enumerate() {
        let heads = table.row_headers && i == 0;
        let role = if heads { Role::Th { scope: Scope::Row, columns: 1 } } else { Role::Td { columns: 1 } };
        let node = m.set.tree.node(role, Some(tr), source);
        let ground = cell.shade.map(|s| m.set.theme.shade(s));
        let colour = if ground.is_some() { m.set.theme.heat_text } else { m.set.theme.colours.text };
        // A title block's row headers are what its header row would be.
        let base = Style { colour, ..style(m, total || heads && !table.header) };
        let texts = m.set.blocks(&cell.blocks, node, base, 0);
        out.push(CellDraft { node, texts, ground, align: column.align, columns: 1 });
    }
    out
}

/// Where a table's columns are.
struct Columns {
    lefts: Vec<f32>,
    widths: Vec<f32>,
    total: f32,
    /// Between a cell's top and bottom and its text.
    down: f32,
    /// By how much that may become less.
    give: f32,
}

/// Finds the widths of a table's columns; none, with a problem, where they cannot fit.
fn columns<'r>(
    m: &mut Flow,
    table: &Table,
    rows: impl Iterator<Item = &'r DraftRow>,
    source: &Source,
) -> Option<Columns> {
    let across = 2. * m.set.theme.spacing.cell_across;
    let mut needs: Vec<Need> = table.columns.iter().map(|c| Need::of(c.content)).collect();
    let mut loads = Vec::with_capacity(table.rows.len());
    for row in rows {
        loads.push(load(m, row, table));
        for (i, cell) in row.cells.iter().enumerate().filter(|(_, c)| c.columns == 1) {
            let Some(need) = needs.get_mut(i) else { continue };
            let column = &table.columns[i];
            for block in &cell.texts {
                let text = m.set.texts.get(block.text);
                let inset = f32::from(block.depth) * cell_indent(m);
                let (least, full) = (text.least_width() + inset + across, text.full_width() + inset + across);
                let least = capped(column, least, across);
                match row.kind {
                    RowKind::Header => need.add_header(least, text.folded_width() + inset + across, full),
                    _ => need.add(least, full),
                }
            }
        }
    }
    let room = m.width();
    let shared = widths(&needs, room).or_else(|_| {
        let numbers: Vec<bool> = table.columns.iter().map(|c| c.align == Align::Right).collect();
        needs = broken(&needs, &numbers, room);
        widths(&needs, room)
    });
    match shared {
        Ok(mut widths) => {
            settle(&needs, &mut widths, &loads, across);
            let lefts = widths.iter().scan(0., |x, w| Some(std::mem::replace(x, *x + w))).collect();
            let [down, give] = down(m, table);
            Some(Columns { lefts, total: widths.iter().sum(), widths, down, give })
        }
        Err(least) => {
            let message = format!(
                "the table is too wide: its {} columns need at least {least:.0} points, the page has {room:.0}",
                table.columns.len()
            );
            let help = "Shorten the longest words of its headers and entries, drop a column, or set it landscape";
            m.set.problems.push(Problem::new(Code::TableTooWide, source.place(), message).help(help));
            None
        }
    }
}

/// Gives the space above and below a cell's text, and by how much it may become less: rows of figures alone stand closer,
/// where the eye runs down the column, than rows of running text, which the space tells apart.
fn down(m: &Flow, table: &Table) -> [f32; 2] {
    let figures = |c: &Column| c.align == Align::Right && c.content == ColumnContent::Entries;
    let plain = |c: &Column| c.content == ColumnContent::Entries;
    let tight = table.columns.iter().all(plain) && table.columns.iter().any(figures);
    let spacing = &m.set.theme.spacing;
    let [down, least] = match tight {
        true => [spacing.figure_down, spacing.figure_down_least],
        false => [spacing.cell_down, spacing.cell_down_least],
    };
    [down, (down - least).max(0.)]
}

/// Lists the texts in a row's columns of running text.
fn load(m: &Flow, row: &DraftRow, table: &Table) -> Vec<(usize, f32)> {
    let prose = |c: &Column| matches!(c.content, ColumnContent::Prose(_));
    let cells = row.cells.iter().enumerate().filter(|(i, c)| c.columns == 1 && prose(&table.columns[*i]));
    cells.flat_map(|(i, c)| c.texts.iter().map(move |b| (i, m.set.texts.get(b.text).full_width()))).collect()
}

/// Numbers are never broken; a word longer than this is, rather than push the other columns together.
fn capped(column: &Column, least: f32, across: f32) -> f32 {
    match (column.align, column.content) {
        (Align::Right, _) => least,
        (Align::Left, ColumnContent::Entries) => least.min(110. + across),
        (Align::Left, ColumnContent::Prose(_)) => least.min(80. + across),
    }
}

/// How far a list in a cell is set in.
fn cell_indent(m: &Flow) -> f32 {
    m.set.theme.spacing.indent * m.set.theme.sizes.table / m.set.theme.sizes.body * 0.8
}

/// Breaks a row's texts into lines.
fn place_row(m: &Flow, row: DraftRow, table: usize, columns: &Columns) -> Row {
    let theme = m.set.theme;
    let (across, down) = (theme.spacing.cell_across, columns.down);
    let height = theme.sizes.table * theme.leading.table;
    let mut cells = Vec::with_capacity(row.cells.len());
    for (i, draft) in row.cells.into_iter().enumerate() {
        let x = columns.lefts.get(i).copied().unwrap_or(0.);
        let width = match draft.columns {
            1 => columns.widths.get(i).copied().unwrap_or(0.),
            _ => columns.total,
        };
        let (mut top, mut lines) = (down, Vec::new());
        for (n, block) in draft.texts.iter().enumerate() {
            let inset = f32::from(block.depth) * cell_indent(m);
            let text = m.set.texts.get(block.text);
            if n > 0 {
                top += if block.gap == Gap::Paragraph { height * 0.35 } else { height * 0.15 };
            }
            let mut label = block.label;
            for line in text.wrap(m.set.faces, width - 2. * across - inset) {
                let x = match draft.align {
                    Align::Left => x + across + inset,
                    Align::Right => x + width - across - line.width,
                };
                let baseline = top + height / 2. + theme.sizes.table * CENTRE;
                let (text, node, label, block) = (block.text, block.node, label.take(), n as u16);
                lines.push(CellLine { text, line, node, x, top, height, baseline, label, block });
                top += height;
            }
        }
        cells.push(Cell { node: draft.node, x, width, ground: draft.ground, lines });
    }
    let (kind, group, width) = (row.kind, row.group, columns.total);
    let mut row = Row { table, kind, group, cells, height: 0., width, continuation: false };
    row.fit(down);
    row.height = row.height.max(height + 2. * down);
    if kind == RowKind::Header {
        rest_on_rule(&mut row, down);
    }
    row
}

/// Headers of fewer lines stand at the bottom, on the rule.
fn rest_on_rule(row: &mut Row, down: f32) {
    for cell in &mut row.cells {
        let bottom = cell.lines.last().map_or(0., |l| l.top + l.height);
        let shift = row.height - down - bottom;
        cell.lines.iter_mut().for_each(|l| (l.top, l.baseline) = (l.top + shift, l.baseline + shift));
    }
}
