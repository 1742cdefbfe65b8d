//! Gaps, their reasons, and the words that are none.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use super::*;
use crate::returns::Gap;
use crate::returns::tests::sample::{Book, month, number, text};

/// Reads a return with these cells of counts and this note.
fn told(cells: &[(&str, &str)], note: &str) -> String {
    book(cells, note).told()
}

fn book(cells: &[(&str, &str)], note: &str) -> Book {
    let mut book = Book::partnership("Southdale");
    for (cell, value) in cells {
        book.at("Crime", cell, text(value));
    }
    book.at("Return", "A3", text("Notes")).at("Return", "B3", (!note.is_empty()).then(|| text(note)));
    book
}

#[test]
fn a_gap_has_the_reason_that_names_its_month_or_its_category() {
    for note in [
        "Theft of vehicle: the system was replaced",
        "theft of VEHICLE \u{2013} not known",
        "The system was down in September 2013",
        "Down from Aug to Oct 13",
        "Not known for 09/2013",
        "Not known for Sept-13.",
        "Burglary: recoded\nNone for August and September",
    ] {
        let (found, problems) = book(&[("AE3", "n/a")], note).read();
        assert!(problems.is_empty(), "{note}: {problems:?}");
        let found = found.unwrap();
        let counts = found.measures[0].as_ref().unwrap();
        let reason = note.lines().last().unwrap().to_string();
        assert_eq!(counts.gaps, [Gap { category: 1, month: month(2013, 9), reason }], "{note}");
        assert_eq!(counts.get(1, month(2013, 9)), None);
    }
}

#[test]
fn a_line_about_something_else_is_no_reason() {
    for note in
        ["", "Burglary: recoded", "Shoplifting in August 2013", "The figures may change", "September 2012 was odd"]
    {
        let told = told(&[("AE3", "..")], note);
        assert_eq!(told.lines().count(), 1, "{note}: {told}");
        assert!(
            told.starts_with("error: vale.xlsx › Crime › AE3: Theft of vehicle, September 2013: not available"),
            "{told}"
        );
    }
}

#[test]
fn gaps_without_a_reason_are_one_problem_where_they_are_one_thing() {
    let cells = ["AD", "AE"].map(|c| [2, 3, 4].map(|r| format!("{c}{r}")));
    let cells: Vec<(&str, &str)> = cells.iter().flatten().map(|c| (c.as_str(), "[x]")).collect();
    insta::assert_snapshot!(told(&cells, ""));
}

#[test]
fn all_the_words_of_a_gap_are_known() {
    for word in ["n/a", "N/A", "na", "..", "[x]", "[X]", "not available", "Not  available", " n/a\u{a0}", "n.a."] {
        assert_eq!(Word::of(&text(word)), Some(Word::NotAvailable), "{word}");
    }
    assert_eq!([text("12"), text("about ten"), number(3.)].map(|v| Word::of(&v)), [None; 3]);
}

#[test]
fn words_that_are_no_gap_are_refused_with_what_to_do() {
    let all: Vec<String> =
        ["*", "<5", "[c]", "suppressed", "c", "tbc", "nil", "-", "\u{2013}"].map(|w| told(&[("AE3", w)], "")).into();
    insta::assert_snapshot!(all.concat());
    // A row of them is one problem.
    let row: Vec<(&str, &str)> = ["AB3", "AC3", "AD3"].iter().map(|c| (*c, "-")).collect();
    insta::assert_snapshot!(self::told(&row, ""));
}

#[test]
fn a_blank_is_a_gap_without_a_reason_in_a_draft_only() {
    let mut book = book(&[], "");
    book.at("Crime", "AE3", None);
    assert!(book.read().1.has_errors());
    let (found, problems) = book.read_as(true);
    assert!(!problems.has_errors(), "{problems:?}");
    let counts = found.unwrap().measures.remove(0).unwrap();
    assert_eq!(counts.gaps, [Gap { category: 1, month: month(2013, 9), reason: String::new() }]);
}

#[test]
fn an_indicator_that_is_not_available_says_why_in_its_comment_or_the_notes() {
    let read = |comment: &'static str, note: &str| {
        let mut book = book(&[], note);
        let headings = ["Code", "Indicator", "Actual", "Target", "Better", "Unit", "Comment"];
        book.rows("Indicators", &[&headings, &["SAC", "Serious crime", "n/a", "9", "Lower", "Count", comment]]);
        book
    };
    for (comment, note) in
        [("The survey was late", ""), ("", "SAC: the survey was late"), ("", "No serious crime figures")]
    {
        let (found, problems) = read(comment, note).read();
        assert!(!problems.has_errors(), "{problems:?}");
        assert!(found.unwrap().indicators[0].actual.is_none());
    }
    insta::assert_snapshot!(read("", "Burglary: late").told());
}

#[test]
fn months_are_found_in_a_line() {
    let found = |line: &str| {
        let said = |n: Named| n.year.map_or(n.number.to_string(), |y| format!("{}/{y}", n.number));
        months(line).into_iter().map(said).collect::<Vec<_>>().join(" ")
    };
    for (line, expected) in [
        ("August and September 2013", "8/2013 9/2013"),
        ("November 2012 to February 2013", "11/2012 12/2012 1/2013 2/2013"),
        ("Jun\u{2013}Sept 13", "6/2013 7/2013 8/2013 9/2013"),
        ("From November to January 2013", "11/2012 12/2012 1/2013"),
        ("May and June may change", "5 6"),
        ("we had none in 2013", ""),
    ] {
        assert_eq!(found(line), expected, "{line}");
    }
}
