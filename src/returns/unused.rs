//! What was written and the papers do not print: each is told by its cell, for nothing is to be lost in silence.

use super::checks::around;
use super::fields::{Column, columns};
use super::model::{Passage, Return};
use super::table::Context;
use super::values;
use crate::board::{Board, FILE};
use crate::problem::{CellRef, Code, Place, Problem, Problems};
use crate::quarter::Quarter;
use crate::text::{self, key, nearest};
use crate::workbook::{Cell, Sheet, Value};

/// Warns of texts under priorities that the papers of the quarter do not treat; of those side by side once.
pub(super) fn passages(found: &Return, board: &Board, problems: &mut Problems) {
    if board.themes.is_empty() {
        return;
    }
    for list in [&found.activity, &found.county.priorities] {
        // A priority that is nearly one of the board's has been asked about.
        let known = || board.themes.iter().flat_map(|t| &t.priorities).map(String::as_str);
        let asked = |name: &str| known().all(|k| key(k) != key(name)) && nearest(name, known()).is_some();
        let untold = |p: &&Passage| !is_treated(board, found.quarter, &p.priority) && !asked(&p.priority);
        let untold: Vec<&Passage> = list.iter().filter(untold).collect();
        for run in untold.chunk_by(|a, b| key(&a.priority) == key(&b.priority)) {
            let places: Vec<Place> = run.iter().map(|p| p.text.place.clone()).collect();
            let (Some(place), Some(first)) = (around(&places), run.first()) else { continue };
            problems.push(not_printed(place, &first.priority, run.len(), board, found.quarter));
        }
    }
}

/// Warns of a quarter whose theme treats nothing: no open text is under its priorities.
pub fn nothing_treated(board: &Board, quarter: Quarter, returns: &[Return]) -> Option<Problem> {
    if returns.is_empty() {
        return None;
    }
    let theme = board.theme(quarter.number()).filter(|theme| !theme.priorities.is_empty())?;
    let written = returns.iter().flat_map(|r| r.activity.iter().chain(&r.county.priorities));
    let treated = |p: &Passage| theme.priorities.iter().any(|name| key(name) == key(&p.priority));
    if written.into_iter().any(treated) {
        return None;
    }
    let name = &theme.name;
    let message =
        format!("nothing is published under the priorities of \u{201c}{name}\u{201d}, the theme of {quarter}");
    let help = format!("Ask for texts under {}", text::list(&theme.priorities, "or"));
    Some(Problem::new(Code::NothingTreated, Place::file(FILE), message).help(help))
}

/// Says whether a quarter's papers print what is written under a priority.
fn is_treated(board: &Board, quarter: Quarter, priority: &str) -> bool {
    board.theme(quarter.number()).is_some_and(|t| t.priorities.iter().any(|p| key(p) == key(priority)))
}

fn not_printed(place: Place, priority: &str, many: usize, board: &Board, quarter: Quarter) -> Problem {
    let it = if many == 1 { "this text is" } else { "these texts are" };
    let theme = board.themes.iter().find(|t| t.priorities.iter().any(|p| key(p) == key(priority)));
    let name = values::quoted(priority);
    let (message, help) = match theme {
        Some(theme) => {
            let when = next(quarter, theme.quarter);
            (
                format!(
                    "{it} not printed: {name} is treated in {when}, under the theme \u{201c}{}\u{201d}",
                    theme.name
                ),
                format!("Send it again with the return for {when}, or put it under a priority of {quarter}"),
            )
        }
        None => {
            let known = board.theme(quarter.number()).map(|t| t.priorities.join(", ")).unwrap_or_default();
            let help = if known.is_empty() {
                "Add the priority to a theme in board.toml".to_string()
            } else {
                format!("Put it under one of {known}, or add the priority to a theme in board.toml")
            };
            (format!("{it} not printed: no theme in board.toml has the priority {name}"), help)
        }
    };
    Problem::new(Code::NotPrinted, place, message).help(help)
}

/// Finds the next quarter with a number.
fn next(from: Quarter, number: u32) -> Quarter {
    let mut quarter = from.next();
    for _ in 0..3 {
        if quarter.number() != number {
            quarter = quarter.next();
        }
    }
    quarter
}

/// How many cells with comments are named.
const NAMED: usize = 6;

/// Notes once a sheet which cells carry comments: they are not read.
pub(super) fn comments(sheet: &Sheet, cx: &mut Context<'_>) {
    let ours = our_columns(sheet);
    let others = sheet.commented.iter().filter(|(_, column)| !ours.contains(column));
    let cells: Vec<CellRef> = others.map(|(row, column)| CellRef::new(*row, *column)).collect();
    let [first, ..] = cells.as_slice() else { return };
    let names: Vec<String> = cells.iter().map(ToString::to_string).collect();
    let place = match cells.as_slice() {
        [only] => Place::cell(cx.workbook, &sheet.name, *only),
        _ => Place::Sheet { workbook: cx.workbook.into(), sheet: sheet.name.clone() },
    };
    let message = match names.as_slice() {
        [_] => format!("{first} carries a comment, which is not read"),
        _ => format!("{} carry comments, which are not read", text::list_some(&names, NAMED)),
    };
    let help = "If it says something that the papers should, put it in a cell: in Notes on the cover, for one";
    cx.push(Problem::new(Code::CommentPassedOver, place, message).help(help));
}

/// The columns in which a blank return has comments of its own: what was sent last quarter.
static OURS: [(&str, &Column); 3] =
    [("Indicators", &columns::PERIOD), ("Actions", &columns::STATUS), ("Action plan", &columns::STATUS)];

fn our_columns(sheet: &Sheet) -> Vec<u32> {
    let ours = OURS.iter().filter(|(name, _)| key(name) == key(&sheet.name));
    let headed = |name: &str| {
        let named = |c: &&Cell| matches!(&c.value, Value::Text(t) if key(t) == key(name));
        sheet.cells.iter().find(named).map(|c| c.column)
    };
    ours.filter_map(|(_, column)| headed(column.name)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use crate::returns::tests::sample::{Book, text};

    fn activity(rows: &[&[&str]]) -> String {
        let mut book = Book::partnership("Southdale");
        let headings: &[&str] = &["Priority", "Heading", "Text"];
        let rows: Vec<&[&str]> = std::iter::once(headings).chain(rows.iter().copied()).collect();
        book.rows("Activity", &rows);
        book.told()
    }

    #[test]
    fn a_text_that_is_not_printed_is_told_with_when_it_would_be() {
        assert_eq!(activity(&[&["Drugs", "Done", "Much was done."]]), "");
        insta::assert_snapshot!(activity(&[
            &["Rural crime", "", "Much was done."],
            &["Drug", "", "This is asked about already."],
            &["Drugs", "", "More was done."],
            &["Road safety", "", "For later."],
            &["Burglary", "", "One."],
            &["burglary", "", "Two."],
        ]));
    }

    #[test]
    fn comments_are_noted_once_a_sheet() {
        let mut book = Book::partnership("Southdale");
        book.sheet("Crime").commented = vec![(1, 2), (4, 0)];
        book.sheet("Return").commented = vec![(1, 1)];
        insta::assert_snapshot!(book.told());
    }

    #[test]
    fn notes_beside_and_below_the_counts_are_warned_of_by_their_cells() {
        let mut book = Book::partnership("Southdale");
        book.at("Crime", "AG3", text("recoded in May")).at("Crime", "A8", text("Excludes the town centre"));
        book.at("Crime", "AH1", text("Comment")).at("Crime", "AH2", text("see letter"));
        insta::assert_snapshot!(book.told());
    }
}
