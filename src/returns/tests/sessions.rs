//! What is closed, what is open, and what is refused because nobody can tell.
//!
//! Every closed text of these workbooks has the word `SECRET` in it: none may be in what is open, nor in a problem.

use super::sample::{Book, board, date, number, quarter, text};
use crate::problem::{Code, Problems};
use crate::returns::fields::{self, Kind, columns as c};
use crate::returns::{Parted, read};
use crate::workbook::{Merged, Value};

/// Reads a workbook as leniently as an earlier quarter is read; nothing that is secret may be open, or told.
fn parted(book: &Book) -> (Parted, Problems) {
    let mut problems = Problems::new();
    let found = read(&book.0, &board(), Some(quarter()), true, &mut problems).unwrap();
    let open = format!("{:?}", found.open);
    assert!(!open.contains("SECRET"), "{open}");
    let told = serde_json::to_string(&problems).unwrap();
    assert!(!told.contains("SECRET"), "{told}");
    (found, problems)
}

/// Gives the codes of the errors, each once, that a workbook has.
fn errors(book: &Book) -> Vec<&'static str> {
    let mut codes: Vec<_> = parted(book).1.iter().filter(|p| p.is_error()).map(|p| p.code.name()).collect();
    codes.dedup();
    codes
}

/// A return with the given rows of `Activity`.
fn activity(rows: &[&[&str]]) -> Book {
    let mut book = Book::partnership("Southdale");
    book.rows("Activity", rows);
    book
}

fn merge(book: &mut Book, sheet: &str, [top, left, bottom, right]: [u32; 4]) {
    book.sheet(sheet).merged.push(Merged { top, left, bottom, right });
}

#[test]
fn every_sheet_that_has_texts_has_sessions() {
    let is_text = |kind: Kind| matches!(kind, Kind::Line | Kind::Prose);
    for sheet in fields::SHEETS.iter().filter(|s| s.name != fields::RETURN.name) {
        let has_texts = sheet.columns.iter().any(|column| is_text(column.kind));
        assert!(!has_texts || sheet.columns.contains(&&c::SESSION), "{}", sheet.name);
    }
}

#[test]
fn closed_is_closed_however_it_is_written() {
    let closed = [
        "Closed",
        "closed",
        "CLOSED",
        " Closed ",
        "Closed\u{a0}",
        "\u{200b}Closed",
        "Clo\u{ad}sed",
        "Ｃｌｏｓｅｄ",
        "Closed\n",
        "\u{feff}closed\u{200e}",
    ];
    for session in closed {
        let book = activity(&[&["Priority", "Text", "Session"], &["Drugs", "SECRET", session]]);
        let (found, problems) = parted(&book);
        assert!(!problems.has_errors(), "{session:?}");
        assert_eq!((found.open.activity.len(), found.closed.reveal().activity.len()), (0, 1), "{session:?}");
    }
    for session in ["", "Open", "OPEN ", "open\u{a0}"] {
        let book = activity(&[&["Priority", "Text", "Session"], &["Drugs", "Plain", session]]);
        let (found, problems) = parted(&book);
        assert!(!problems.has_errors() && found.open.activity.len() == 1, "{session:?}");
    }
}

#[test]
fn a_session_that_cannot_be_read_is_not_open() {
    let words = [
        "closed?",
        "C",
        "Restricted",
        "Confidential",
        "Exempt",
        "Part 2",
        "n/a",
        "Yes",
        "Closed session",
        "Сlosed",
        "\u{200b}",
        "Open/Closed",
        "not open",
    ];
    let others = [number(1.), date(2013, 9, 30), Value::Bool(true), Value::Error("#REF!".into()), Value::Percent(1.)];
    for value in words.map(text).into_iter().chain(others) {
        let mut book = activity(&[&["Priority", "Text", "Session"], &["Drugs", "SECRET", ""]]);
        book.at("Activity", "C2", value.clone());
        assert_eq!(errors(&book), ["session-unread"], "{value:?}");
    }
}

#[test]
fn what_looks_like_a_session_and_is_none_is_an_error() {
    for heading in [
        "Session (Open/Closed)",
        "Sesion",
        "Sessions",
        "Meeting session",
        "Open or closed?",
        "Closed session",
        "Sess.",
        "Session *",
        "Confidential?",
        "Status",
        "Visible to",
        "",
    ] {
        let book =
            activity(&[&["Priority", "Text", heading], &["Drugs", "SECRET one", "Closed"], &["Drugs", "SECRET"]]);
        assert_eq!(errors(&book), ["session-heading"], "{heading:?}");
    }
    let off = [
        vec![["", "", "Session"], ["Priority", "Text", ""], ["Drugs", "SECRET", "Closed"]],
        vec![["Priority", "Text", ""], ["", "", "Session"], ["Drugs", "SECRET", "Closed"]],
        vec![["Priority", "Text", ""], ["", "", "Session"], ["Drugs", "SECRET", "C"]],
        vec![["Closed session", "", ""], ["Priority", "Text", ""], ["Drugs", "SECRET", ""]],
        vec![["NOT FOR PUBLICATION", "", ""], ["Priority", "Text", ""], ["Drugs", "SECRET", ""]],
        vec![["Priority", "Text", ""], ["Drugs", "SECRET", "Part 2"], ["", "", ""]],
    ];
    for rows in off {
        let rows: Vec<&[&str]> = rows.iter().map(|row| &row[..]).collect();
        assert_eq!(errors(&activity(&rows)), ["session-heading"], "{rows:?}");
    }
    let twice = activity(&[&["Priority", "Text", "Session", "Session"], &["Drugs", "SECRET", "", "Closed"]]);
    assert_eq!(errors(&twice), ["session-heading"]);
}

#[test]
fn a_session_is_found_wherever_it_stands() {
    let rows: [&[&[&str]]; 3] = [
        &[&["Session", "Text", "Priority"], &["Closed", "SECRET", "Drugs"]],
        &[&["Priority", "Text", "", "", "Session"], &["Drugs", "SECRET", "", "", "Closed"]],
        &[&["Activity this quarter"], &[], &["Priority", "Text", "session:"], &["Drugs", "SECRET", "Closed"]],
    ];
    for rows in rows {
        let mut book = activity(rows);
        book.sheet("Activity").hidden_columns = vec![0, 4];
        let (found, problems) = parted(&book);
        assert!(!problems.has_errors() && found.closed.reveal().activity.len() == 1, "{rows:?}");
    }
}

#[test]
fn a_merged_session_counts_in_every_row_that_it_covers() {
    let rows: &[&[&str]] = &[
        &["Priority", "Text", "Session"],
        &["Drugs", "SECRET one", "Closed"],
        &["Drugs", "SECRET two", ""],
        &["Drugs", "SECRET three", ""],
        &["Drugs", "Plain", ""],
    ];
    let mut book = activity(rows);
    merge(&mut book, "Activity", [1, 2, 3, 2]);
    let (found, problems) = parted(&book);
    assert!(!problems.has_errors());
    assert_eq!((found.open.activity.len(), found.closed.reveal().activity.len()), (1, 3));
    // Merged over columns, too: from the column to the left, and from the heading.
    for cells in [[1, 1, 3, 2], [0, 2, 3, 2]] {
        let mut book =
            activity(&[&["Priority", "Text", "Session"], &["Drugs", "SECRET", ""], &["Drugs", "SECRET", ""]]);
        merge(&mut book, "Activity", cells);
        assert!(parted(&book).1.has_errors(), "{cells:?}");
    }
    let mut wide = activity(&[&["Priority", "Text", "Session", "Note"], &["Drugs", "SECRET", "Closed", ""]]);
    merge(&mut wide, "Activity", [1, 2, 1, 3]);
    assert!(!parted(&wide).1.has_errors());
}

#[test]
fn an_open_row_takes_nothing_from_one_that_is_not() {
    let mut merged = activity(&[
        &["Priority", "Heading", "Text", "Session"],
        &["SECRET priority", "SECRET heading", "SECRET text", "Closed"],
        &["", "Plain", "Plain", ""],
    ]);
    merge(&mut merged, "Activity", [1, 0, 2, 0]);
    assert_eq!(errors(&merged), ["session-carried"]);
    let head: &[&str] = &["Ref", "Priority", "Risk", "Action", "Owner", "Status", "Session"];
    let plan = |rows: &[&[&str]]| {
        let mut book = Book::unit();
        book.rows("Action plan", &[&[head], rows].concat());
        book
    };
    let closed: &[&str] = &["A1", "SECRET priority", "SECRET risk", "SECRET", "Post", "On track", "Closed"];
    assert_eq!(errors(&plan(&[closed, &["A2", "", "", "Plain", "Post", "On track"]])), ["session-carried"]);
    let risk = &["A1", "", "SECRET risk", "SECRET", "Post", "On track", "Closed"][..];
    let above = &["A0", "Drugs", "Supply", "Plain", "Post", "On track"][..];
    assert_eq!(errors(&plan(&[above, risk, &["A2", "", "", "Plain", "Post", "On track"]])), ["session-carried"]);
    // What the open row above says is carried past a closed row that says nothing of its own.
    let past = plan(&[
        above,
        &["A1", "", "", "SECRET", "Post", "On track", "Closed"],
        &["A2", "", "", "Plain", "Post", "On track"],
    ]);
    let (found, problems) = parted(&past);
    assert!(!problems.has_errors());
    let risks: Vec<_> = found.open.county.plan.iter().map(|a| a.risk.as_ref().map(|r| r.value.as_str())).collect();
    assert_eq!(risks, [Some("Supply"), Some("Supply")]);
    assert_eq!(found.closed.reveal().county.plan[0].priority, "Drugs");
}

#[test]
fn what_is_merged_counts_in_every_row_and_a_figure_in_none() {
    let mut book = activity(&[&["Priority", "Heading", "Text"], &["Drugs", "Supply", "One"], &["", "", "Two"]]);
    merge(&mut book, "Activity", [1, 0, 2, 0]);
    merge(&mut book, "Activity", [1, 1, 2, 1]);
    let found = parted(&book).0.open.activity;
    assert!(found.iter().all(|p| p.priority == "Drugs" && p.heading == "Supply") && found.len() == 2);
    let mut book = Book::partnership("Southdale");
    book.rows(
        "Indicators",
        &[
            &["Code", "Indicator", "Actual", "Better", "Unit"],
            &["A", "One", "5", "Lower", "Count"],
            &["B", "Two", "", "Lower", "Count"],
        ],
    );
    merge(&mut book, "Indicators", [1, 2, 2, 2]);
    assert_eq!(errors(&book), ["merged-figure"]);
}

#[test]
fn a_text_that_says_itself_that_it_is_closed_is_not_open() {
    for said in
        ["[CLOSED] SECRET", "SECRET (not for publication)", "CONFIDENTIAL: SECRET", "NOT FOR PUBLICATION\nSECRET"]
    {
        let book = activity(&[&["Priority", "Text", "Session"], &["Drugs", said, ""]]);
        assert_eq!(errors(&book), ["session-in-text"], "{said}");
    }
    let astray = activity(&[&["Priority", "Heading", "Text", "Session"], &["Drugs", "Closed", "SECRET", ""]]);
    assert_eq!(errors(&astray), ["session-in-text"]);
    let asked = activity(&[&["Priority", "Text", "Session"], &["Drugs", "It is told in closed session.", ""]]);
    assert!(parted(&asked).1.iter().any(|p| p.code == Code::SessionMentioned));
    let mut outcome = Book::unit();
    outcome.rows(
        "Board actions",
        &[
            &["Item", "Priority", "Action", "Raised", "Outcome", "Session"],
            &["1", "Drugs", "Support it", "Q1 2013/14", "Closed", "Open"],
        ],
    );
    assert!(errors(&outcome).is_empty(), "where the row says that it is open, an outcome may be that it was closed");
}

#[test]
fn the_cover_the_counts_and_sheets_of_other_names_have_no_sessions() {
    let mut cover = Book::partnership("Southdale");
    cover.rows("Return", &[&[], &[], &["Session", "Closed"]]);
    assert_eq!(errors(&cover), ["session-on-cover"]);
    let mut counts = Book::partnership("Southdale");
    counts.at("Crime", "AF1", text("Session")).at("Crime", "AF2", text("Closed"));
    assert_eq!(errors(&counts), ["session-heading"]);
    for name in ["Closed", "Activity (closed)", "Confidential activity", "Part 2"] {
        let mut book = Book::partnership("Southdale");
        book.rows(name, &[&["Priority", "Text"], &["Drugs", "SECRET"]]);
        assert_eq!(errors(&book), ["session-sheet"], "{name}");
    }
}

#[test]
fn a_closed_risk_and_a_priority_that_only_closed_rows_name_are_not_open() {
    let mut book = Book::unit();
    book.rows(
        "Priorities",
        &[
            &["Priority", "Heading", "Text", "Session"],
            &["Drugs", "Risk", "High", "Closed"],
            &["SECRET priority", "Risk", "Low", "Closed"],
            &["Organised crime groups", "Risk", "Medium"],
        ],
    );
    let (found, problems) = parted(&book);
    assert!(!problems.has_errors());
    assert_eq!((found.open.county.risks.len(), found.closed.reveal().county.risks.len()), (1, 2));
}

#[test]
fn a_sheet_without_sessions_is_open_and_said_to_be() {
    let book = activity(&[&["Priority", "Text"], &["Drugs", "Plain"]]);
    let (found, problems) = parted(&book);
    assert_eq!(found.open.activity.len(), 1);
    let note = problems.iter().find(|p| p.code == Code::NoSession).unwrap();
    assert_eq!(note.to_string(), "vale.xlsx: all rows are open, as there is no column Session, in Activity");
}

#[test]
fn no_problem_quotes_what_is_not_open() {
    let long = "SECRET ".repeat(700);
    let mut book = Book::unit();
    book.rows(
        "Action plan",
        &[
            &["Ref", "Priority", "Risk", "Action", "Owner", "Due", "Status", "Progress", "Session"],
            &["SECRET1", "Drugss SECRET", &long, &long, &long, "SECRET", "SECRET", &long, "Closed", "SECRET aside"],
            &["SECRET1", "SECRET", "SECRET", "SECRET", "", "31/12/1899", "On trak", "SECRET\u{202e}", "Closed"],
            &["SECRET1", "SECRET", "SECRET", "SECRET", "", "", "SECRET", "", "closed?"],
        ],
    );
    book.rows(
        "Board actions",
        &[
            &["Item", "Priority", "Action", "Decision", "Raised", "Session"],
            &["1", "SECRET", "SECRET", "SECRET", "Q4 2099/00", "Closed"],
        ],
    );
    book.rows(
        "Indicators",
        &[
            &["Code", "Indicator", "Actual", "Better", "Unit", "Session"],
            &["SECRET", "SECRET", "0.5", "SECRET", "Count", "Closed"],
            &["SECRET", "SECRET", "SECRET", "SECRET", "SECRET", "Closed"],
        ],
    );
    let (_, problems) = parted(&book);
    assert!(problems.iter().filter(|p| p.is_withheld()).count() > 15);
    let (open, withheld) = problems.part();
    assert!(open.iter().all(|p| p.code == Code::NoSession || p.place.cells().is_none()), "{open:?}");
    let said: String = withheld.iter().map(|p| format!("{p}\n")).collect();
    for word in ["is Count", "0.5", "2099", "1899", "4,"] {
        assert!(!said.contains(word), "{word}: {said}");
    }
}
