//! What is written is read again: blank, and filled in by a program.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use super::make;
use crate::board::{self, Board};
use crate::problem::{Code, Place, Problem, Problems, Severity};
use crate::quarter::Quarter;
use crate::returns::tests::sample::told;
use crate::returns::{ClosedReturn, ClosedRows, Returns, Sender, read, read_folder};
use crate::workbook::{self, Cell, Reader, Value, Workbook};

fn sample() -> (Board, Quarter, Returns) {
    let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs");
    let board = board::load(&inputs, &crate::paper::tests::two()).unwrap();
    let quarter = Quarter::new(2013, 2).unwrap();
    let returns = read_folder(&Reader::InProcess, &inputs, &board, quarter, false, &mut Problems::new());
    (board, quarter, returns)
}

/// Fills in every blank that a reading reports, with what its column takes.
fn fill(book: &mut Workbook, problems: &Problems) {
    for p in problems.iter().filter(|p| p.code == Code::Blank) {
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
            cells.insert(at, Cell::new(first.row, column, value));
        }
    }
    // Excel works the totals out as they are filled in.
    book.sheets.iter_mut().for_each(|sheet| sheet.cells.retain(|c| c.value != Value::Unsaved));
}

#[test]
fn blank_returns_filled_in_are_clean_twice_in_a_row() {
    let (board, mut quarter, mut returns) = sample();
    for _ in 0..2 {
        quarter = quarter.next();
        let out = tempfile::tempdir().unwrap();
        let made = make(&board, quarter, &returns).unwrap();
        assert_eq!(made.len(), board.areas.len() + 1);
        let mut next = Returns::default();
        for file in made {
            let path = out.path().join(&file.name);
            std::fs::write(&path, file.bytes).unwrap();
            let mut book = workbook::read(&Reader::InProcess, &path).unwrap();
            let mut problems = Problems::new();
            read(&book, &board, Some(quarter), false, &mut problems);
            let others: Problems =
                problems.iter().filter(|p| ![Code::Blank, Code::NothingSaid].contains(&p.code)).cloned().collect();
            assert_eq!(told(&others), "");
            fill(&mut book, &problems);
            let mut problems = Problems::new();
            let read = read(&book, &board, Some(quarter), false, &mut problems).unwrap();
            next.open.push(read.open);
            next.closed.push(read.closed);
            let form = |p: &Problem| p.severity != Severity::Warning && p.code != Code::NothingSaid;
            let form: Problems = problems.into_iter().filter(form).collect();
            assert_eq!(told(&form), "");
        }
        let (before, after) = (&returns.open[0], &next.open[0]);
        let (a, b) = (before.measures[0].as_ref().unwrap(), after.measures[0].as_ref().unwrap());
        assert_eq!(b.last(), quarter.last_month());
        assert_eq!(a.get(3, a.last()), b.get(3, a.last()));
        assert_eq!(before.indicators.len(), after.indicators.len());
        assert_eq!(before.indicators[0].actual.value, after.indicators[0].previous.as_ref().unwrap().value);
        returns = next;
    }
}

#[test]
fn blank_returns_can_be_made_from_nothing_and_are_the_same_every_time() {
    let (board, quarter, _) = sample();
    let out = tempfile::tempdir().unwrap();
    let (made, again) =
        (make(&board, quarter, &Returns::default()).unwrap(), make(&board, quarter, &Returns::default()).unwrap());
    assert!(made.iter().zip(&again).all(|(a, b)| a.name == b.name && a.bytes == b.bytes));
    let path = out.path().join(&made[0].name);
    std::fs::write(&path, &made[0].bytes).unwrap();
    let mut problems = Problems::new();
    let book = workbook::read(&Reader::InProcess, &path).unwrap();
    read(&book, &board, None, false, &mut problems);
    let only_blanks = |p: &Problem| [Code::Blank, Code::NoCategory, Code::NothingSaid].contains(&p.code);
    assert!(problems.iter().all(only_blanks), "{}", told(&problems));
}

/// The text of a sheet of a workbook, as it is stored.
fn stored(file: &super::BlankFile, sheet: &str) -> String {
    let mut container = zip::ZipArchive::new(std::io::Cursor::new(&file.bytes)).unwrap();
    let mut part = |name: &str| std::io::read_to_string(container.by_name(name).unwrap()).unwrap();
    let names: Vec<String> =
        part("xl/workbook.xml").split("<sheet name=\"").skip(1).map(|s| s.split('"').next().unwrap().into()).collect();
    let at = names.iter().position(|n| n == sheet).unwrap();
    part(&format!("xl/worksheets/sheet{}.xml", at + 1))
}

#[test]
fn sheets_are_protected_without_a_password_and_closed_lists_drop_down() {
    let (board, quarter, returns) = sample();
    let made = make(&board, quarter.next(), &returns).unwrap();
    let (area, unit) = (&made[0], made.last().unwrap());
    for sheet in ["How to fill this in", "Return", "Crime", "ASB", "Indicators", "Activity", "Actions"] {
        let xml = stored(area, sheet);
        assert!(xml.contains("<sheetProtection sheet=\"1\"") && !xml.contains("password"), "{sheet}");
    }
    for (file, sheet, list) in [
        (area, "Return", "\"Final,Provisional\""),
        (area, "Indicators", "\"Lower,Higher\""),
        (area, "Indicators", "\"Count,Rate,Percent\""),
        (area, "Actions", "\"Not started,On track,At risk,Off track,Complete\""),
        (area, "Activity", "\"Open,Closed\""),
        (unit, "Priorities", "\"High,Medium,Medium/Low,Low\""),
        (unit, "Board actions", "\"Yes,No\""),
    ] {
        assert!(stored(file, sheet).contains(&format!("<formula1>{list}</formula1>")), "{sheet}: {list}");
    }
    assert!(stored(area, "Crime").contains("type=\"whole\""));
}

#[test]
fn what_is_closed_is_carried_to_the_unit_alone() {
    let (board, quarter, mut returns) = sample();
    let closed = |returns: &mut Returns, sender: Sender| {
        let open = returns.open.iter_mut().find(|r| r.sender == sender).unwrap();
        open.indicators[0].code.value = "ZZ9".into();
        let rows = ClosedRows {
            indicators: std::mem::take(&mut open.indicators),
            progress: std::mem::take(&mut open.progress),
            county: std::mem::take(&mut open.county),
            ..ClosedRows::default()
        };
        returns.closed.retain(|c| c.sender != sender);
        returns.closed.push(ClosedReturn::new(sender, rows));
    };
    closed(&mut returns, Sender::Unit);
    closed(&mut returns, Sender::Area(0));
    let made = make(&board, quarter.next(), &returns).unwrap();
    let shared = |at: usize, text: &str| {
        let mut container = zip::ZipArchive::new(std::io::Cursor::new(&made[at].bytes)).unwrap();
        std::io::read_to_string(container.by_name("xl/sharedStrings.xml").unwrap()).unwrap().contains(text)
    };
    let unit = made.len() - 1;
    assert!(shared(unit, ">CSA-20<") && shared(unit, ">ZZ9<") && shared(unit, ">Closed<"));
    let told = [">CSA-20<", ">ZZ9<", ">Closed<"].map(|text| shared(0, text));
    assert_eq!(told, [false; 3]);
}
