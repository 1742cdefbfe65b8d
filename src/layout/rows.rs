//! Draws the rows of tables.

use std::collections::BTreeMap;

use super::canvas::{Artifact, Canvas};
use super::item::{CellLine, Row, RowKind};
use super::tags::{NodeId, Role, Tree};
use super::writer::{Owner, Writer};
use crate::drawing::Rgb;

/// How far apart the tops of lines may be that stand beside each other, in points.
const SAME: f32 = 0.5;
/// Room for the rule above a shaded cell, in points.
const RULE: f32 = 0.5;

/// Draws a row with its top edge at `y`; as an artifact where it is repeated.
///
/// A row placed lower than it was measured has its text in the middle. Rows that belong together have no rule between them,
/// but the last row of a page has one.
pub(crate) fn draw(writer: &mut Writer, row: &Row, [y, height]: [f32; 2], repeated: bool, last: bool) {
    grounds_and_rules(writer, row, [y, height], last);
    let y = y - (row.height - height) / 2.;
    let left = writer.book.theme.page.left;
    let mut renewed = Renewed::default();
    let lined = in_line(row);
    for (i, cell) in row.cells.iter().enumerate() {
        if !repeated {
            let node = renewed.node(writer.canvas.tree(), cell.node, row.continuation);
            // Empty cells too: all rows have as many.
            writer.canvas.tree().attach(node);
        }
        for line in &cell.lines {
            let mut owner = |writer: &mut Writer, node: NodeId| match repeated {
                true => Owner::Artifact,
                false => Owner::Node(renewed.node(writer.canvas.tree(), node, row.continuation)),
            };
            let at = [left + line.x, y + line.baseline];
            if let Some((node, text)) = line.label {
                let owner = owner(writer, node);
                writer.label(at, text, owner);
            }
            let owner = owner(writer, line.node);
            writer.text(line.text, &line.line, at, owner);
            if let Some(next) = next_start(row, i, line.top).filter(|_| lined) {
                writer.lead_to(line.text, &line.line, at, left + next);
            }
        }
    }
}

/// Says whether a row is read along its lines: it is a header, or all but one of its cells have a single line.
fn in_line(row: &Row) -> bool {
    row.kind == RowKind::Header || row.cells.iter().filter(|c| c.lines.len() > 1).count() <= 1
}

/// Gives where the text begins that follows a cell's on a line whose top is at a height.
fn next_start(row: &Row, cell: usize, top: f32) -> Option<f32> {
    let beside = |line: &&CellLine| (line.top - top).abs() < SAME;
    row.cells.get(cell + 1..)?.iter().find_map(|c| c.lines.iter().find(beside)).map(|l| l.x)
}

/// Draws shaded grounds and the rule below, which is all that divides rows.
fn grounds_and_rules(writer: &mut Writer, row: &Row, [y, height]: [f32; 2], last: bool) {
    let (theme, canvas) = (writer.book.theme, &mut writer.canvas);
    let left = theme.page.left;
    canvas.artifact(Artifact::Layout);
    for cell in &row.cells {
        if let Some(ground) = cell.ground {
            // The rule above stays whole.
            canvas.fill_rect([left + cell.x, y + RULE, cell.width, height - RULE], ground);
        }
    }
    let (weight, colour) = match row.kind {
        RowKind::Header => (1., theme.colours.accent),
        RowKind::Open if !last => return,
        RowKind::Group | RowKind::Body | RowKind::Open | RowKind::Total => (0.5, theme.colours.rule),
    };
    rule(canvas, [left, y + height, row.width], weight, colour);
    if row.kind == RowKind::Total {
        rule(canvas, [left, y, row.width], 0.75, theme.colours.text);
    }
}

fn rule(canvas: &mut Canvas, [x, y, width]: [f32; 3], weight: f32, colour: Rgb) {
    canvas.line([x, y], [x + width, y], weight, colour);
}

/// The nodes of a row that began on the page before: its rest becomes a row of its own, so that content order is tag order.
#[derive(Default)]
struct Renewed(BTreeMap<NodeId, NodeId>);

impl Renewed {
    /// Gives the node to draw into; in a continuation, a copy of it and of all that is above it up to the row.
    fn node(&mut self, tree: &mut Tree, node: NodeId, continuation: bool) -> NodeId {
        if !continuation {
            return node;
        }
        if let Some(copy) = self.0.get(&node) {
            return *copy;
        }
        let old = tree.get(node).clone();
        let parent = match old.role {
            Role::Tr => old.parent,
            _ => old.parent.map(|p| self.node(tree, p, true)),
        };
        // The header of the row is where the row begins; the rest is data.
        let role = match old.role {
            Role::Th { columns, .. } => Role::Td { columns },
            role => role,
        };
        let copy = tree.node(role, parent, &old.source);
        self.0.insert(node, copy);
        copy
    }
}
