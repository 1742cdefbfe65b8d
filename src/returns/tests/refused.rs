//! What is refused, and in what words.

use super::sample::{Book, number, text};

#[test]
fn a_wrong_cell_is_named() {
    let mut book = Book::partnership("Southdale");
    book.at("Crime", "H3", text("n/a"));
    assert_eq!(book.told(), "error: vale.xlsx › Crime › H3: expected a whole number, found \"n/a\"\n");
    book.at("Crime", "H3", number(-3.)).at("Crime", "H4", number(2.5)).at("Crime", "I4", None);
    insta::assert_snapshot!(book.told(), @r"
    error: vale.xlsx › Crime › H3: expected a whole number, found -3
    error: vale.xlsx › Crime › H4: expected a whole number, found 2.5
    error: vale.xlsx › Crime › I4: expected a whole number, found a blank cell. Shoplifting, November 2011: type the count, 0 if there were none
    ");
}

#[test]
fn a_sheet_that_is_required_is_asked_for() {
    let mut book = Book::partnership("Southdale");
    book.remove("Crime").rows("Crimes", &[&["Crime type"]]);
    insta::assert_snapshot!(book.told(), @r#"
    error: vale.xlsx: expected a sheet named "Crime", found none. If the sheet "Crimes" is it, rename it
    note: vale.xlsx › Crimes: the sheet is not part of a return and is passed over. Did you mean "Crime"?
    "#);
    assert_eq!(Book::unit().told(), "");
}

#[test]
fn the_sample_has_nothing_wrong() {
    use crate::problem::Problems;
    let inputs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs");
    let board = crate::board::load(&inputs).unwrap();
    for quarter in ["2013-14-q1", "2013-14-q2"].map(|q| crate::quarter::Quarter::parse(q).unwrap()) {
        let mut problems = Problems::new();
        let reader = crate::workbook::Reader::InProcess;
        let found = crate::returns::read_folder(&reader, &inputs, &board, quarter, false, &mut problems);
        let serious: Problems =
            problems.into_iter().filter(|p| p.severity == crate::problem::Severity::Error).collect();
        assert_eq!(super::sample::told(&serious), "");
        assert_eq!(super::sample::told(&crate::returns::missing(&board, quarter, &found)), "");
    }
}
