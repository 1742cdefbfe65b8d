//! What the cells of a sheet show beside what they hold: lines through text, and formats that hide a figure.

use super::table::Context;
use super::values;
use crate::problem::{Code, Place, Problem};
use crate::workbook::{Cell, Sheet, Shown};

/// How many figures of a sheet that are hidden by their formats are told one by one.
const TOLD: usize = 4;

/// Refuses what is struck through, and warns of figures that their cells do not show.
pub(super) fn tell(sheet: &Sheet, cx: &mut Context<'_>) {
    let place = |first: &Cell, last: &Cell| Place::Cells {
        workbook: cx.workbook.into(),
        sheet: sheet.name.clone(),
        first: first.at(),
        last: last.at(),
    };
    let mut found = Vec::new();
    let struck: Vec<&Cell> = sheet.cells.iter().filter(|c| c.struck).collect();
    for row in struck.chunk_by(|a, b| a.row == b.row) {
        let (Some(first), Some(last)) = (row.first(), row.last()) else { continue };
        let message = format!("{} is struck through: it may no longer hold", values::found(&first.value));
        let problem = Problem::new(Code::StruckThrough, place(first, last), message);
        found.push(problem.help("Delete it, or remove the line"));
    }
    let masked = sheet.cells.iter().filter_map(|c| match &c.shown {
        Some(Shown::Masked(shown)) => Some((c, shown)),
        _ => None,
    });
    let masked: Vec<(&Cell, &String)> = masked.collect();
    for (cell, shown) in masked.iter().take(TOLD) {
        let shown = if shown.is_empty() { "nothing".into() } else { values::quoted(shown) };
        let message = format!("the cell shows {shown} and holds {}, which is read", values::found(&cell.value));
        let problem = Problem::new(Code::ShownOtherwise, place(cell, cell), message);
        found.push(problem.help("Give it a format that shows what it holds"));
    }
    if let (Some((first, _)), Some((last, _)), more @ 1..) =
        (masked.get(TOLD), masked.last(), masked.len().saturating_sub(TOLD))
    {
        let message = format!("{more} more cells show something else than they hold, which is read");
        found.push(
            Problem::new(Code::ShownOtherwise, place(first, last), message)
                .help("Give them a format that shows what they hold"),
        );
    }
    found.into_iter().for_each(|problem| cx.push(problem));
}
