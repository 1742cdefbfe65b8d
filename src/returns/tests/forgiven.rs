//! What is forgiven: the same values, whatever the form.

use super::sample::{Book, board, date, month, quarter, text, told};
use crate::number::{Count, Ratio};
use crate::problem::Problems;
use crate::quarter::Quarter;
use crate::returns::{ActionStatus, Return, Risk, Sender, Unit, missing, read_folder};
use crate::workbook::{Merged, Reader, Value};

/// Reads a return that must have nothing wrong.
fn clean(book: &Book) -> Return {
    let (found, problems) = book.read();
    assert_eq!(told(&problems), "");
    found.unwrap()
}

#[test]
fn a_return_is_read_with_its_cells() {
    let found = clean(&Book::partnership("North East Vale"));
    assert_eq!((found.sender, found.quarter, found.provisional), (Sender::Area(0), quarter(), false));
    let crime = found.measures[0].as_ref().unwrap();
    assert_eq!((crime.first, crime.last(), crime.rows.len()), (month(2011, 4), month(2013, 9), 3));
    assert_eq!(crime.get(1, month(2011, 4)), Some(Count(23)));
    let place = crime.place("vale.xlsx", 1, month(2011, 4), month(2013, 9)).unwrap();
    assert_eq!(place.to_string(), "vale.xlsx › Crime › B3:AE3");
    assert!(found.measures[1].is_none());
}

#[test]
fn names_and_quarters_may_be_written_in_many_ways() {
    for name in ["north-east vale", "NORTH EAST\u{a0}VALE", "NorthEastVale:", "nev partnership", "North  East\nVale"] {
        assert_eq!(clean(&Book::partnership(name)).sender, Sender::Area(0), "{name}");
    }
    for label in ["Q2 2013/14", "2013-14 Q2", "Quarter 2 2013/14", " q2\u{a0}2013-14 "] {
        let mut book = Book::partnership("Southdale");
        assert_eq!(clean(book.at("Return", "B2", text(label))).quarter, quarter(), "{label}");
    }
}

#[test]
fn the_cover_may_lie_anywhere_and_hold_more() {
    let mut book = Book::partnership("Southdale");
    book.remove("Return").rows(
        "return",
        &[
            &["Return to the board"],
            &[],
            &["", "PARTNERSHIP :", "", "Southdale", "Quarter", "Q2 2013/14"],
            &["", "completed-by", "", "Community safety manager"],
            &["", "Completed on", "", "18 October 2013"],
            &["", "Status", "", "final"],
            &["", "Notes", "", "One\r\nTwo_x000D_"],
            &["", "Telephone", "", "01234"],
        ],
    );
    let found = clean(&book);
    assert_eq!(found.completed_by.unwrap().value, "Community safety manager");
    assert_eq!(found.completed_on.unwrap().value.to_string(), "2013-10-18");
    assert_eq!(found.notes.unwrap().value, "One\nTwo");
}

#[test]
fn counts_may_have_any_order_and_form() {
    let mut book = Book::partnership("Southdale");
    let plain = clean(&book);
    let cells = std::mem::take(&mut book.sheet("Crime").cells);
    book.rows("Crime", &[&["Crime in Southdale: all crime types"], &[], &["", "", "", "2011/12"]]);
    let forms = |m: crate::quarter::Month, i: u32| match i % 7 {
        0 => text(&format!("{}-{:02}", &m.name()[..3], m.year() % 100)),
        1 => text(&m.to_string()),
        2 => text(&format!(" {} ", m.iso())),
        3 => text(&format!("{:02}/{}", m.number(), m.year())),
        4 => date(m.year(), m.number(), 28),
        5 if m.number() == 9 => text(&format!("Sept {}", m.year())),
        _ => text(&m.short().to_uppercase()),
    };
    for cell in cells {
        // Columns backwards, two to the right; rows backwards, from row 5 on, with blank ones between.
        let column = 40 - cell.column;
        let row = if cell.row == 0 { 4 } else { 20 - 3 * cell.row };
        let value = match (cell.row, cell.column, &cell.value) {
            (0, 0, _) => text("CRIME-TYPE:"),
            (0, i, _) => forms(month(2011, 4).plus(i as i32 - 1), i),
            (_, 0, Value::Text(t)) => text(&format!(" {} ", t.to_uppercase().replace(' ', "-"))),
            (_, i, Value::Number(n)) if i % 3 == 0 => text(&format!("\u{a0}{n} ")),
            (_, _, v) => v.clone(),
        };
        book.set("Crime", row, column, Some(value));
    }
    book.set("Crime", 30, 40, Some(text("TOTAL")));
    let varied = clean(&book);
    let (a, b) = (plain.measures[0].as_ref().unwrap(), varied.measures[0].as_ref().unwrap());
    assert_eq!(a.first, b.first);
    for (x, y) in a.rows.iter().zip(&b.rows) {
        assert_eq!(x.counts, y.counts);
    }
    assert_eq!(b.place("v", 0, b.first, b.last()).unwrap().cells().unwrap(), "K18:AN18");
}

#[test]
fn thousands_may_be_set_apart() {
    for (typed, count) in
        [("1,234", 1234), ("1 234", 1234), ("12\u{202f}345", 12345), ("1,234,567", 1_234_567), ("0", 0)]
    {
        let mut book = Book::partnership("Southdale");
        let (found, _) = book.at("Crime", "D3", text(typed)).read();
        let found = found.unwrap();
        assert_eq!(found.measures[0].as_ref().unwrap().get(1, month(2011, 6)), Some(Count(count)), "{typed}");
    }
}

#[test]
fn a_measures_total_is_compared_and_a_single_row_may_be_named_like_one() {
    let mut book = Book::partnership("Southdale");
    book.counts("asb", "Category", &["Calls for service"], 24);
    assert_eq!(clean(&book).measures[1].as_ref().unwrap().rows.len(), 1);
}

#[test]
fn indicators_are_exact_in_every_form() {
    let mut book = Book::partnership("Southdale");
    book.rows(
        "Indicators",
        &[
            &["Code", "Indicator", "Better", "Unit", "Actual", "Target", "Period"],
            &["A", "Re-offending", "lower", "PERCENT", "31.5%", "36.1", "Year"],
            &["B", "Burglary", "Higher", "count", "1,105", "", ""],
            &["3", "Rate", "Higher", "Rate", "-0.4", "1 234.5", ""],
        ],
    );
    book.at("Indicators", "F2", Value::Percent(0.361)).at("Indicators", "G3", date(2013, 9, 1));
    let found = clean(&book).indicators;
    let ratio = |n, d| Ratio::new(n, d).unwrap();
    assert_eq!((found[0].actual.as_ref().unwrap().value, found[0].unit), (ratio(315, 10), Unit::Percent));
    assert_eq!(found[0].target.as_ref().unwrap().value, ratio(361, 10));
    assert_eq!((found[1].actual.as_ref().unwrap().value, found[1].period.as_str()), (ratio(1105, 1), "September 2013"));
    assert_eq!((found[2].code.value.as_str(), found[2].actual.as_ref().unwrap().value), ("3", ratio(-4, 10)));
    assert_eq!(found[2].target.as_ref().unwrap().value, ratio(12345, 10));
}

#[test]
fn a_plan_continues_the_row_above() {
    let mut book = Book::unit();
    book.rows(
        "Action plan",
        &[
            &["Ref", "Priority", "Risk", "Action", "Owner", "Due", "Status", "Progress", "Session"],
            &["1.1", "drugs", "Supply", "Do one", "Post", "31/03/2014", "on-track", "- a\n- b", ""],
            &["1.2", "", "", "Do two", "Post", "", "Complete", "", "OPEN"],
            &["2.1", "Organised crime groups", "", "Do three", "Post", "2014-04-30", "At risk"],
        ],
    );
    let plan = clean(&book).county.plan;
    let risks: Vec<Option<&str>> = plan.iter().map(|a| a.risk.as_ref().map(|r| r.value.as_str())).collect();
    assert_eq!(risks, [Some("Supply"), Some("Supply"), None]);
    assert_eq!((plan[1].priority.as_str(), plan[1].reference.value.as_str()), ("Drugs", "1.2"));
    assert_eq!(
        (plan[0].status.value, plan[2].due.as_ref().unwrap().value.to_string()),
        (ActionStatus::OnTrack, "2014-04-30".into())
    );
}

#[test]
fn merged_priorities_continue_and_the_units_sheets_are_read() {
    let mut book = Book::unit();
    book.rows(
        "Priorities",
        &[&["Priority", "Heading", "Text"], &["Drugs", "Risk", "medium / low"], &["", "Overview", "Two words"]],
    );
    book.sheet("Priorities").merged = vec![Merged { top: 1, left: 0, bottom: 2, right: 0 }];
    book.rows(
        "Board actions",
        &[
            &["Item", "Priority", "Action", "Decision", "In progress", "Raised"],
            &["1", "Drugs", "Fund", "yes", "", "Q1 2013/14"],
        ],
    );
    book.rows(
        "Papers",
        &[
            &["Paper", "Field", "Text"],
            &["action-plan update", "Attached", "Appendix A"],
            &["Performance overview: Q2 2013/14", "Attached", "Appendix B"],
        ],
    );
    let county = clean(&book).county;
    assert_eq!((county.risks[0].risk.value, county.priorities[0].priority.as_str()), (Risk::MediumLow, "Drugs"));
    assert_eq!((county.board_actions[0].decision, county.board_actions[0].in_progress), (Some(true), None));
    assert_eq!(
        (county.papers[0].paper.as_str(), county.papers[1].paper.as_str(), county.board_actions[0].raised),
        ("action-plan-update", "performance-overview", quarter().previous())
    );
}

#[test]
fn what_is_passed_over_and_what_is_hidden_is_noted() {
    let mut book = Book::partnership("Southdale");
    book.rows("Notes for us", &[&["x"]]).rows("How to fill this in", &[&["x"]]);
    book.rows("Empty", &[]);
    book.sheet("Crime").hidden = true;
    book.sheet("Crime").hidden_rows = (1..12).collect();
    book.sheet("Crime").hidden_columns = vec![1, 27];
    book.at("Crime", "AG1", text("Remarks"));
    insta::assert_snapshot!(book.told(), @r#"
    note: vale.xlsx › Crime: the sheet is hidden; it is read like any other
    note: vale.xlsx › Crime: hidden rows 2, 3, 4, 5, 6, 7, 8, 9 and 3 more and columns B, AB are read like any other
    note: vale.xlsx › Crime › AG1: the column "Remarks" is not a month and is passed over. A month is a date, or text as in Apr-13 or April 2013
    note: vale.xlsx › Notes for us: the sheet is not part of a return and is passed over
    "#);
}

/// Writes a return with a program of its own, under odd names.
fn save(path: &std::path::Path, partnership: &str) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let cover = book.add_worksheet().set_name("Return").unwrap();
    cover.write_row_matrix(0, 0, [["Partnership", partnership], ["Quarter", "Quarter 2 2013/14"]]).unwrap();
    let crime = book.add_worksheet().set_name("CRIME ").unwrap();
    crime.write(2, 1, "Crime Type:").unwrap();
    for i in 0..30u16 {
        crime.write(2, 2 + i, month(2011, 4).plus(i32::from(i)).short()).unwrap();
        for (row, name) in ["shop lifting", "BURGLARY", "theft-of-vehicle"].iter().enumerate() {
            crime.write(3 + row as u32, 1, *name).unwrap();
            crime.write(3 + row as u32, 2 + i, " 1,234 ").unwrap();
        }
    }
    book.save(path).unwrap();
}

#[test]
fn a_folder_is_read_whatever_else_lies_in_it() {
    let inputs = tempfile::tempdir().unwrap();
    let folder = inputs.path().join("2013-14-q2");
    std::fs::create_dir_all(folder.join("old")).unwrap();
    std::fs::create_dir(inputs.path().join("2013-14-q1")).unwrap();
    std::fs::create_dir(inputs.path().join("notes 2014")).unwrap();
    save(&folder.join("b.xls"), "nev-partnership:");
    for (name, content) in [("~$b.xls", "lock"), (".DS_Store", "x"), ("Thumbs.db", "x"), ("readme.txt", "Hello")] {
        std::fs::write(folder.join(name), content).unwrap();
    }
    let mut problems = Problems::new();
    let found = read_folder(&Reader::InProcess, inputs.path(), &board(), quarter(), false, &mut problems).open;
    insta::assert_snapshot!(told(&problems), @r"
    note: .DS_Store: a file that the system leaves; it is passed over
    note: Thumbs.db: a file that the system leaves; it is passed over
    note: old: a folder within the quarter's folder; it is passed over
    note: ~$b.xls: a lock file, which a spreadsheet program leaves while a workbook is open; it is passed over
    error: readme.txt: expected a workbook, found plain text. Save the return as an .xlsx workbook, or move this file elsewhere
    ");
    assert_eq!(found[0].measures[0].as_ref().unwrap().get(0, month(2013, 9)), Some(Count(1234)));
    assert_eq!(found[0].sha256.len(), 64);
    insta::assert_snapshot!(told(&missing(&board(), quarter(), &found, &problems)), @r"
    error: 2013-14-q2: there is no return from Southdale. If it is readme.txt, mend that; otherwise put its workbook there, or build a draft without it with --draft
    error: 2013-14-q2: there is no return from Westmoor. If it is readme.txt, mend that; otherwise put its workbook there, or build a draft without it with --draft
    error: 2013-14-q2: there is no return from County Unit. If it is readme.txt, mend that; otherwise put its workbook there, or build a draft without it with --draft
    ");
}

#[test]
fn one_sender_returns_once_and_a_folder_must_be_there() {
    let inputs = tempfile::tempdir().unwrap();
    let folder = inputs.path().join("2013-14-q2");
    std::fs::create_dir(&folder).unwrap();
    save(&folder.join("a.xlsx"), "Southdale");
    save(&folder.join("b.xlsx"), "southdale");
    let mut problems = Problems::new();
    let found = read_folder(&Reader::InProcess, inputs.path(), &board(), quarter(), false, &mut problems).open;
    assert_eq!(found.len(), 1);
    assert_eq!(
        told(&problems),
        "error: b.xlsx: Southdale has returned twice: a.xlsx is another return for Q2 2013/14. Keep the one that is right, and move \
         the other elsewhere\n"
    );
    let mut problems = Problems::new();
    read_folder(&Reader::InProcess, inputs.path(), &board(), Quarter::new(2012, 1).unwrap(), false, &mut problems);
    assert!(
        told(&problems)
            .ends_with("2012-13-q1: there is no folder for Q1 2012/13. Put the returns of Q1 2012/13 there\n")
    );
}

#[test]
fn a_category_may_be_called_by_an_alias_of_the_board() {
    let mut board = board();
    board.measures[0].aliases = vec![("Called otherwise".into(), 1)];
    let mut book = Book::partnership("Southdale");
    book.at("Crime", "A3", text("called  otherwise:"));
    let mut problems = Problems::new();
    let found = crate::returns::read(&book.0, &board, Some(quarter()), false, &mut problems);
    assert_eq!(told(&problems), "");
    let crime = found.unwrap().open.measures[0].clone().unwrap();
    assert_eq!((crime.rows.len(), crime.get(1, month(2011, 4))), (3, Some(Count(23))));
}
