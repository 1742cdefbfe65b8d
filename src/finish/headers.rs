//! Which header cells each data cell belongs to, worked out from the tag tree's tables.

use std::collections::BTreeMap;

use crate::layout::tags::{Kid, NodeId, Role, Scope, Tree};

/// Gives the header cells of data cells in tables that have both column and row headers (or group rows): there a scope
/// alone leaves it to the reader's program to work out which apply. Cells that layout gave headers keep those.
pub(super) fn of_cells(tree: &Tree) -> BTreeMap<NodeId, Vec<NodeId>> {
    let mut out = BTreeMap::new();
    for (i, node) in tree.nodes.iter().enumerate() {
        if !tree.is_attached(NodeId(i)) {
            continue;
        }
        match node.role {
            Role::Table => of_table(tree, NodeId(i), &mut out),
            Role::Td { .. } if !node.headers.is_empty() => _ = out.insert(NodeId(i), node.headers.clone()),
            _ => {}
        }
    }
    out
}

/// A cell, the columns it covers, and what it heads if it is a header.
struct Cell {
    id: NodeId,
    columns: std::ops::Range<usize>,
    scope: Option<Scope>,
}

fn of_table(tree: &Tree, table: NodeId, out: &mut BTreeMap<NodeId, Vec<NodeId>>) {
    let rows: Vec<Vec<Cell>> = rows(tree, table).into_iter().map(|r| cells(tree, r)).collect();
    let width = rows.iter().filter_map(|r| r.last()).map(|c| c.columns.end).max().unwrap_or(0);
    let is_group =
        |row: &[Cell]| row.len() == 1 && width > 1 && row[0].scope.is_some() && row[0].columns.len() == width;
    let heads_column = |row: &[Cell]| row.len() > 1 && row.iter().any(|c| c.scope == Some(Scope::Column));
    let has_columns = rows.iter().any(|r| heads_column(r));
    let has_rows = rows.iter().any(|r| is_group(r) || r.iter().any(|c| c.scope == Some(Scope::Row)));
    if !(has_columns && has_rows) {
        return;
    }
    let mut columns: Vec<Vec<NodeId>> = vec![Vec::new(); width];
    let mut group = None;
    for row in &rows {
        if is_group(row) {
            group = Some(row[0].id);
            continue;
        }
        let of_row: Vec<NodeId> = row.iter().filter(|c| c.scope == Some(Scope::Row)).map(|c| c.id).collect();
        for cell in row.iter().filter(|c| c.scope.is_none()) {
            // From the whole to the part, as they are read out before the cell.
            let mut own: Vec<NodeId> = group.iter().chain(&of_row).copied().collect();
            own.extend(columns[cell.columns.clone()].concat());
            own.dedup();
            out.entry(cell.id).or_insert(own);
        }
        for cell in row.iter().filter(|c| c.scope == Some(Scope::Column)) {
            columns[cell.columns.clone()].iter_mut().for_each(|c| c.push(cell.id));
        }
    }
}

/// A table's rows, those in `THead` and `TBody` included.
fn rows(tree: &Tree, of: NodeId) -> Vec<NodeId> {
    let mut out = Vec::new();
    for kid in nodes(tree, of) {
        match tree.get(kid).role {
            Role::Tr => out.push(kid),
            Role::THead | Role::TBody => out.extend(rows(tree, kid)),
            _ => {}
        }
    }
    out
}

fn cells(tree: &Tree, row: NodeId) -> Vec<Cell> {
    let mut at = 0;
    let mut out = Vec::new();
    for id in nodes(tree, row) {
        let (scope, span) = match tree.get(id).role {
            Role::Th { scope, columns } => (Some(scope), columns),
            Role::Td { columns } => (None, columns),
            _ => continue,
        };
        let end = at + usize::from(span.max(1));
        out.push(Cell { id, columns: at..end, scope });
        at = end;
    }
    out
}

fn nodes(tree: &Tree, of: NodeId) -> impl Iterator<Item = NodeId> {
    tree.get(of).kids.iter().filter_map(|k| if let Kid::Node(n) = k { Some(*n) } else { None })
}
