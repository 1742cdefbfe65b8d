//! What is refused, and in what words.

use super::sample::{Book, board, date, number, quarter, text, told};
use crate::problem::{Code, Problems, Severity};
use crate::workbook::{Shown, Value};

/// Changes a return that has nothing wrong, and gives its problems.
fn after(change: impl FnOnce(&mut Book) -> &mut Book) -> String {
    let mut book = Book::partnership("Southdale");
    change(&mut book);
    book.told()
}

fn after_unit(change: impl FnOnce(&mut Book) -> &mut Book) -> String {
    let mut book = Book::unit();
    change(&mut book);
    book.told()
}

#[test]
fn a_formula_without_a_saved_result_is_no_blank_anywhere() {
    let help = "found a formula whose result was not saved. Open it in Excel, save, and send it again";
    for (sheet, cell) in [("Crime", "H3"), ("Crime", "D1"), ("Return", "B1"), ("Return", "B2"), ("Return", "B5")] {
        let told = after(|b| {
            b.rows("Return", &[&[], &[], &[], &[], &["Status", "Final"]]);
            b.at(sheet, cell, Value::Unsaved)
        });
        let expected = format!("error: vale.xlsx › {sheet} › {cell}: expected ");
        assert!(told.lines().any(|l| l.starts_with(&expected) && l.contains(help)), "{sheet} {cell}: {told}");
    }
    let activity = |cell: &'static str| {
        after(move |b| {
            b.rows("Activity", &[&["Priority", "Heading", "Text", "Session"], &["Drugs", "Done", "Much", "Open"]]);
            b.at("Activity", cell, Value::Unsaved)
        })
    };
    for cell in ["B2", "C2", "D2", "D1"] {
        let expected = format!("error: vale.xlsx › Activity › {cell}: expected ");
        let told = activity(cell);
        assert!(told.lines().any(|l| l.starts_with(&expected) && l.contains(help)), "{cell}: {told}");
    }
}

#[test]
fn what_a_cell_shows_otherwise_is_told_and_what_is_struck_through_is_refused() {
    let cell = |b: &mut Book, name: &str, change: &dyn Fn(&mut crate::workbook::Cell)| {
        let cells = &mut b.sheet(name).cells;
        cells.iter_mut().filter(|c| c.row == 2 && (1..=2).contains(&c.column)).for_each(change);
    };
    let masked = |b: &mut Book| cell(b, "Crime", &|c| c.shown = Some(Shown::Masked("<5".into())));
    let struck = |b: &mut Book| cell(b, "Crime", &|c| c.struck = true);
    let told = |change: &dyn Fn(&mut Book)| {
        after(|b| {
            change(b);
            b
        })
    };
    let masked = told(&masked);
    assert_eq!(masked.lines().count(), 2, "{masked}");
    assert!(masked.starts_with("warning: vale.xlsx › Crime › B3: the cell shows \"<5\" and holds "), "{masked}");
    let struck = told(&struck);
    assert_eq!(struck.lines().count(), 1, "{struck}");
    assert!(struck.starts_with("error: vale.xlsx › Crime › B3:C3: ") && struck.contains("struck through"), "{struck}");
}

#[test]
fn a_cell_of_counts_holds_a_whole_number() {
    let crime = |cell: &'static str, value: Option<Value>| after(move |b| b.at("Crime", cell, value));
    assert_eq!(
        crime("H3", Some(text("n/a"))),
        "error: vale.xlsx › Crime › H3: expected a whole number, found \"n/a\"\n"
    );
    insta::assert_snapshot!(
        [
            crime("H3", Some(number(-3.))),
            crime("H3", Some(number(2.5))),
            crime("H3", Some(number(10_000_001.))),
            crime("H3", Some(number(1e300))),
            crime("H3", Some(text("20,000,000"))),
            crime("H3", Some(text("1,23"))),
            crime("H3", Some(text("-"))),
            crime("H3", Some(text("12 approx."))),
            crime("H3", Some(date(2013, 2, 1))),
            crime("H3", Some(Value::Bool(true))),
            crime("H3", Some(Value::Percent(0.5))),
            crime("H3", Some(Value::Error("#REF!".into()))),
            crime("H3", Some(number(f64::NAN))),
            crime("H3", None),
            after(|b| b.at("Crime", "H3", None).at("Crime", "I3", None).at("Crime", "K3", None)),
        ]
        .concat()
    );
}

#[test]
fn months_follow_each_other_up_to_the_quarters_last() {
    insta::assert_snapshot!(
        [
            after(|b| b.at("Crime", "D1", text("May 2011"))),
            after(|b| b.at("Crime", "D1", None)),
            after(|b| b.at("Crime", "D1", text("Jun"))),
            after(|b| b.at("Crime", "D1", Value::Error("#NAME?".into()))),
            after(|b| b.at("Crime", "AE1", None)),
            after(|b| b.at("Crime", "AF1", text("Oct-13"))),
            after(|b| b.at("Crime", "AF1", text("Oct-13")).at("Crime", "AF2", number(4.))),
            after(|b| b.remove("Crime").counts(
                "Crime",
                "Crime type",
                &["Burglary", "Theft of vehicle", "Shoplifting"],
                23
            )),
            after(|b| b.remove("Crime").rows("Crime", &[&["Crime type"], &["Burglary"]])),
        ]
        .join("\n")
    );
}

#[test]
fn each_category_has_one_row() {
    insta::assert_snapshot!(
        [
            after(|b| b.at("Crime", "A3", text("Burglary"))),
            after(|b| b.at("Crime", "A3", text("Theft of vehicles"))),
            after(|b| b.at("Crime", "A3", text("Arson"))),
            after(|b| b.at("Crime", "A3", None)),
            after(|b| b.at("Crime", "A9", text("Source: police records"))),
            after(|b| b.at("Crime", "A1", text("Crime kind"))),
            after(|b| b.at("Crime", "A1", text("Offences"))),
        ]
        .join("\n")
    );
}

#[test]
fn the_cover_says_whose_return_it_is_and_for_which_quarter() {
    insta::assert_snapshot!(
        [
            after(|b| b.at("Return", "B1", text("Southdlae"))),
            after(|b| b.at("Return", "B1", text("Atlantis"))),
            after(|b| b.at("Return", "B1", None)),
            after(|b| b.at("Return", "A1", None)),
            after(|b| b.at("Return", "B2", text("Q1 2013/14"))),
            after(|b| b.at("Return", "B2", text("Q2 2013"))),
            after(|b| b.at("Return", "B2", number(2.))),
            after(|b| b.rows("Return", &[&[], &[], &["Status", "Draft"]])),
            after(|b| b.rows("Return", &[&[], &[], &["Completed on", "last week"], &["Quarter", "Q2 2013/14"]])),
            after(|b| b.at("Return", "A3", text("Completed on")).at("Return", "B3", date(1899, 12, 31))),
            after(|b| b.at("Return", "A3", text("Completed on")).at("Return", "B3", date(2013, 9, 30))),
            after(|b| b.rows("Return", &[&[], &[], &["Status", "provisional"]])),
            after(|b| b.remove("Return")),
            after(|b| b.rows("Crime ", &[&["x"]])),
            after(|b| b.remove("Return").remove("Crime").rows("Sheet1", &[&["x"]]).rows("Sheet2", &[&["x"]])),
        ]
        .join("\n")
    );
}

#[test]
fn indicators_have_their_figures_in_their_unit() {
    let rows = |row: &'static [&'static str]| {
        after(move |b| {
            b.rows(
                "Indicators",
                &[&["Code", "Indicator", "Period", "Actual", "Target", "Previous", "Better", "Unit"], row],
            )
        })
    };
    insta::assert_snapshot!(
        [
            rows(&["SAC", "Serious", "Year", "tbc", "10", "", "Lower", "Count"]),
            rows(&["SAC", "Serious", "Year", "10.5", "10", "", "Lower", "Count"]),
            rows(&["SAC", "Serious", "Year", "12%", "10", "", "Lower", "Rate"]),
            rows(&["SAC", "Serious", "Year", "1,000,000,000,000", "10", "", "Lower", "Rate"]),
            rows(&["SAC", "Serious", "Year", "0.315", "10", "", "Lower", "Percent"]),
            rows(&["SAC", "Serious", "Year", "", "10", "", "Less", "Percentage"]),
            rows(&["", "Serious", "Year", "1", "10", "", "Lower", "Count"]),
            after(|b| b.rows(
                "Indicators",
                &[
                    &["Code", "Indicator", "Actual", "Better", "Unit", "Code"],
                    &["A", "B", "1", "Lower", "Count"],
                    &["a", "B", "1", "Lower", "Count"]
                ]
            )),
            after(|b| b.rows(
                "Indicators",
                &[&["Code", "Name", "Actul", "Better", "Unit"], &["A", "B", "1", "Lower", "Count"]]
            )),
        ]
        .join("\n")
    );
}

#[test]
fn texts_and_actions_are_complete() {
    insta::assert_snapshot!(
        [
            after(|b| b.rows(
                "Activity",
                &[&["Priority", "Heading", "Text", "Session"], &["", "H", "Done", "Open"], &["Drugs", "", "", "Shut"]]
            )),
            after(|b| b.rows("Activity", &[&["Priority", "Heading", "Text"], &["Drug", "", "A\u{202e}b\u{7}c"]])),
            after(|b| b.rows("Activity", &[&["Priority", "Text"], &["Drugs"]]).at("Activity", "B2", date(2013, 2, 1))),
            after(|b| b.rows(
                "Actions",
                &[
                    &["Ref", "Status", "Updated on"],
                    &["A1", "Ontrack", "31/02/2013"],
                    &["a1", "Amber", "1 May 2013"],
                    &["A2", "On trak"]
                ]
            )),
            after(|b| b.rows("Action plan", &[&["Ref"]]).rows("Charts", &[&["x"]]).rows("Activty", &[&["x"]])),
        ]
        .join("\n")
    );
}

#[test]
fn the_units_sheets_are_complete() {
    insta::assert_snapshot!(
        [
            after_unit(|b| b.rows(
                "Priorities",
                &[
                    &["Priority", "Heading", "Text"],
                    &["Drugs", "Risk", "Severe"],
                    &["Drugs", "Risk"],
                    &["Drugs", "Risk", "High"],
                    &["Drugs", "risk", "Low"]
                ]
            )),
            after_unit(|b| b.rows(
                "Action plan",
                &[
                    &["Ref", "Priority", "Risk", "Action", "Owner", "Due", "Status"],
                    &["A1", "", "", "Do", "", "Ongoing", "On track"],
                    &["A1", "Drugs", "", "Do", "Post", "31/3/2014", "Done"]
                ]
            )),
            after_unit(|b| b.rows(
                "Board actions",
                &[
                    &["Item", "Priority", "Action", "Decision", "Raised"],
                    &["1", "Drugs", "Fund", "Maybe", "Q3 2013/14"],
                    &["2", "Drugs", "Fund", "yes", ""]
                ]
            )),
            after_unit(|b| b.rows(
                "Papers",
                &[&["Paper", "Field", "Text"], &["Overview", "Attached", "x"], &["Action-plan update", "", ""]]
            )),
            after_unit(|b| b.counts("Crime", "Crime type", &["Burglary"], 30)),
        ]
        .join("\n")
    );
}

#[test]
fn a_draft_takes_blanks_for_warnings_and_nothing_else() {
    let mut book = Book::partnership("Southdale");
    book.at("Crime", "H3", None).at("Crime", "H4", text("n/a")).set("Crime", 1, 0, None);
    for column in 0..31 {
        book.set("Crime", 1, column, None);
    }
    let (found, problems) = book.read_as(true);
    insta::assert_snapshot!(told(&problems));
    let crime = found.unwrap().measures[0].clone().unwrap();
    assert_eq!((crime.rows[0].row, crime.rows[0].counts[0], crime.rows[1].counts[6]), (None, None, None));
}

#[test]
fn what_cannot_happen_by_itself_is_asked_about() {
    insta::assert_snapshot!(
        [
            after(|b| b.at("Crime", "AE4", number(2700.))),
            after(|b| b.at("Crime", "AC2", number(0.)).at("Crime", "AD2", number(0.)).at("Crime", "AE2", text("0"))),
            after(|b| b
                .at("Crime", "A5", text("All crime"))
                .at("Crime", "B5", number(69.))
                .at("Crime", "C5", number(70.))
                .at("Crime", "D5", text("?"))),
        ]
        .join("\n")
    );
}

#[test]
fn two_partnerships_with_the_same_figures_are_asked_about() {
    let mut returns = Vec::new();
    for (name, file) in [("Southdale", "south.xlsx"), ("Westmoor", "west.xlsx")] {
        let mut book = Book::partnership(name);
        book.0.name = file.into();
        if name == "Westmoor" {
            book.at("Crime", "AE2", number(1.));
        }
        returns.extend(book.read().0);
    }
    let mut problems = Problems::new();
    crate::returns::checks::between(&returns, &board(), &mut problems);
    assert_eq!(
        told(&problems),
        "warning: west.xlsx › Crime › T3:AE4: Theft of vehicle, Shoplifting, October 2012 to September 2013: the same counts as in \
         south.xlsx. Check that one return was not filled in over a copy of the other\n"
    );
}

/// Gives what is asked about a return beside one of the quarter before, after a change to each.
fn beside(before: impl FnOnce(&mut Book) -> &mut Book, now: impl FnOnce(&mut Book) -> &mut Book) -> String {
    let (mut then, mut later) = (Book::partnership("Southdale"), Book::partnership("Southdale"));
    // The same months but for the last three.
    before(then.at("Return", "B2", text("Q1 2013/14")));
    then.0.sheets.iter_mut().for_each(|s| s.cells.retain(|c| c.column < 28));
    now(&mut later);
    let mut problems = Problems::new();
    let then = crate::returns::read(&then.0, &board(), Some(quarter().previous()), false, &mut problems);
    let then = then.map(|then| then.open);
    let later = later.read().0;
    let mut problems = Problems::new();
    crate::returns::between_quarters(later.as_slice(), then.as_slice(), &board(), &mut problems);
    told(&problems)
}

#[test]
fn what_is_carried_over_is_compared_with_the_return_before() {
    assert_eq!(beside(|b| b, |b| b), "");
    assert_eq!(beside(|b| b.at("Crime", "AB2", number(1.)).at("Crime", "AA2", number(1.)), |b| b), "");
    let copied = |b: &mut Book, from: u32, to: u32, row: u32| {
        let value = b.sheet("Crime").get(crate::problem::CellRef::new(row, from)).cloned();
        b.set("Crime", row, to, value);
    };
    insta::assert_snapshot!(
        [
            // Last quarter's three columns again.
            beside(
                |b| b,
                |b| {
                    (1..4).for_each(|row| (28..31).for_each(|at| copied(b, at - 3, at, row)));
                    b
                }
            ),
            // Two rows in each other's places.
            beside(|b| b, |b| b.at("Crime", "A2", text("Shoplifting")).at("Crime", "A4", text("Burglary"))),
            // A row counted otherwise.
            beside(
                |b| b,
                |b| {
                    for at in 1..20 {
                        b.set("Crime", 3, at, Some(number(40. + f64::from(at))));
                    }
                    b
                }
            ),
            // Earlier months, and a sheet, left out.
            beside(
                |b| b.counts("ASB", "Category", &["Calls for service"], 30),
                |b| {
                    b.sheet("Crime").cells.retain(|c| c.column == 0 || c.column > 4);
                    b
                }
            ),
        ]
        .join("\n")
    );
}

#[test]
fn a_text_that_is_too_long_for_its_column_is_asked_about() {
    let long = |n: usize| text(&"word ".repeat(n));
    insta::assert_snapshot!(
        [
            after(|b| b.rows("Activity", &[&["Priority", "Heading", "Text"], &["Drugs", "H", "x"]]).at(
                "Activity",
                "C2",
                long(900)
            )),
            after(|b| b.rows("Activity", &[&["Priority", "Heading", "Text"], &["Drugs", "H", "x"]]).at(
                "Activity",
                "B2",
                long(30)
            )),
            after(|b| b.rows("Return", &[&[], &[], &["Notes", "x"]]).at("Return", "B3", text(&"a".repeat(32_767)))),
        ]
        .join("\n")
    );
    let full = after(|b| {
        b.rows("Activity", &[&["Priority", "Heading", "Text"], &["Drugs", "H", "x"]]).at(
            "Activity",
            "B2",
            text(&"é".repeat(80)),
        )
    });
    assert_eq!(full, "");
}

#[test]
fn the_sample_has_nothing_wrong() {
    let inputs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs");
    let board = crate::board::load(&inputs, &crate::paper::tests::two()).unwrap();
    for quarter in [quarter().previous(), quarter()] {
        let mut problems = Problems::new();
        let reader = crate::workbook::Reader::InProcess;
        let found = crate::returns::read_folder(&reader, &inputs, &board, quarter, false, &mut problems);
        let usual = |p: &crate::problem::Problem| {
            p.severity == Severity::Note || [Code::Provisional, Code::UnexpectedJump].contains(&p.code)
        };
        let serious: Problems = problems.into_iter().filter(|p| !usual(p)).collect();
        assert_eq!(told(&serious), "");
        assert_eq!(told(&crate::returns::missing(&board, quarter, &found.open, &serious)), "");
    }
}

#[test]
fn what_stands_outside_the_table_is_not_lost_in_silence() {
    let mut book = Book::partnership("Southdale");
    book.at("Crime", "XFD1048576", number(17.)).at("Crime", "AG2", number(5.)).at("Crime", "AG3", text("1,234"));
    book.at("Crime", "AH2", text("see the email")).at("Crime", "A9", text("Source: the force"));
    for (row, column) in [("20", "AJ"), ("22", "AJ"), ("24", "AJ"), ("26", "AJ")] {
        book.at("Crime", &format!("{column}{row}"), number(1.));
    }
    book.rows(
        "Activity",
        &[&["Priority", "Heading", "Text"], &["Drugs", "", "Two premises were visited", "", "And a third"]],
    );
    book.at("Return", "A3", text("Notes")).at("Return", "C3", text("Counts for May were revised"));
    insta::assert_snapshot!(book.told());
}
