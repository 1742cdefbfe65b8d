//! What is written is read again: blank, and filled in by a program.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use super::write;
use crate::board::{self, Board};
use crate::problem::{Place, Problems, Severity};
use crate::quarter::Quarter;
use crate::returns::tests::sample::told;
use crate::returns::{Return, read, read_folder};
use crate::workbook::{self, Cell, Reader, Value, Workbook};

fn sample() -> (Board, Quarter, Vec<Return>) {
    let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs");
    let board = board::load(&inputs).unwrap();
    let quarter = Quarter::new(2013, 2).unwrap();
    let returns = read_folder(&Reader::InProcess, &inputs, &board, quarter, false, &mut Problems::new());
    (board, quarter, returns)
}

/// Fills in every blank that a reading reports, with what its column takes.
fn fill(book: &mut Workbook, problems: &Problems) {
    for p in problems.iter().filter(|p| p.code == "blank") {
        let Place::Cells { sheet, first, last, .. } = &p.place else { panic!("{p}") };
        let expected = p.expected.clone().unwrap();
        for column in first.column..=last.column {
            let value = match expected.as_str() {
                "whole numbers" | "a whole number" | "a number" => Value::Number(42.),
                "text" => Value::Text("Filled in".into()),
                words => Value::Text(words.split([',', ' ']).next().unwrap().replace("Not", "Not started")),
            };
            let cells = &mut book.sheets.iter_mut().find(|s| s.name == *sheet).unwrap().cells;
            let at = cells.binary_search_by_key(&(first.row, column), |c| (c.row, c.column)).unwrap_err();
            cells.insert(at, Cell { row: first.row, column, value });
        }
    }
}

#[test]
fn blank_returns_filled_in_are_clean_twice_in_a_row() {
    let (board, mut quarter, mut returns) = sample();
    for _ in 0..2 {
        quarter = quarter.next();
        let out = tempfile::tempdir().unwrap();
        let written = write(&board, quarter, &returns, out.path()).unwrap();
        assert_eq!(written.len(), board.areas.len() + 1);
        let mut next = Vec::new();
        for path in written {
            let mut book = workbook::read(&Reader::InProcess, &path).unwrap();
            let mut problems = Problems::new();
            read(&book, &board, Some(quarter), false, &mut problems);
            let others: Problems = problems.iter().filter(|p| p.code != "blank").cloned().collect();
            assert_eq!(told(&others), "");
            fill(&mut book, &problems);
            let mut problems = Problems::new();
            next.extend(read(&book, &board, Some(quarter), false, &mut problems));
            let form: Problems = problems.into_iter().filter(|p| p.severity != Severity::Warning).collect();
            assert_eq!(told(&form), "");
        }
        let (before, after) = (&returns[0], &next[0]);
        let (a, b) = (before.measures[0].as_ref().unwrap(), after.measures[0].as_ref().unwrap());
        assert_eq!(b.last(), quarter.last_month());
        assert_eq!(a.get(3, a.last()), b.get(3, a.last()));
        assert_eq!(before.indicators.len(), after.indicators.len());
        assert_eq!(before.indicators[0].actual.value, after.indicators[0].previous.as_ref().unwrap().value);
        returns = next;
    }
}

#[test]
fn blank_returns_can_be_made_from_nothing_and_never_replace_a_file() {
    let (board, quarter, _) = sample();
    let out = tempfile::tempdir().unwrap();
    let written = write(&board, quarter, &[], out.path()).unwrap();
    let mut problems = Problems::new();
    let book = workbook::read(&Reader::InProcess, &written[0]).unwrap();
    read(&book, &board, None, false, &mut problems);
    assert!(problems.iter().all(|p| p.code == "blank" || p.code == "no-category"), "{}", told(&problems));
    let again = write(&board, quarter, &[], out.path()).unwrap_err();
    assert_eq!(again.count(Severity::Error), board.areas.len() + 1);
}
