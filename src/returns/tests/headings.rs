//! The headings of sheets of counts, and how counts are typed.

use super::sample::{Book, month, number, text};
use crate::workbook::Merged;

#[test]
fn months_under_a_year_are_read_with_it() {
    let mut book = Book::partnership("Southdale");
    let cells = std::mem::take(&mut book.sheet("Crime").cells);
    for cell in cells {
        // Columns: A is the label, B April 2011, and on to September 2013.
        let first = month(2011, 4).plus(cell.column as i32 - 1);
        let value = if (cell.row, cell.column > 0) == (0, true) { text(&first.name()[..3]) } else { cell.value };
        book.set("Crime", cell.row + 1, cell.column, Some(value));
    }
    for (at, year, right) in [(1, "2011/12", 12), (13, "2012/13", 24), (25, "2013/14", 30)] {
        book.set("Crime", 0, at, Some(text(year)));
        book.sheet("Crime").merged.push(Merged { top: 0, left: at, bottom: 0, right });
    }
    assert_eq!(book.told(), "");
    let found = book.read().0.unwrap();
    let counts = found.measures[0].as_ref().unwrap();
    assert_eq!((counts.first, counts.last(), counts.columns.len()), (month(2011, 4), month(2013, 9), 30));
}

#[test]
fn years_between_the_months_are_passed_over_with_one_note() {
    let mut book = Book::partnership("Southdale");
    for (at, heading) in [(31, "2011/12"), (32, "2012/13"), (33, "Q1 2013/14"), (34, "H1")] {
        book.set("Crime", 0, at, Some(text(heading))).set("Crime", 1, at, Some(number(240.)));
    }
    insta::assert_snapshot!(book.told());
}

#[test]
fn dates_that_were_typed_as_text_are_one_problem() {
    let mut book = Book::partnership("Southdale");
    for at in 1..=30 {
        let first = month(2011, 4).plus(at as i32 - 1);
        book.set("Crime", 0, at, Some(text(&format!("01/{:02}/{}", first.number(), first.year()))));
    }
    insta::assert_snapshot!(book.told());
}

#[test]
fn digits_that_could_be_two_numbers_are_refused() {
    let told = |value: &str| Book::partnership("Southdale").at("Crime", "AE2", text(value)).told();
    for odd in ["0,315", ",37", "37,", "1,,037", "1 037,500", "12,34", "1,0375"] {
        let told = told(odd);
        assert_eq!(told.lines().count(), 1, "{odd}: {told}");
        assert!(told.starts_with("error: vale.xlsx › Crime › AE2: expected a whole number, found"), "{told}");
    }
    for sound in ["1,037", "1\u{2009}037", "1'037", " 37 "] {
        let (found, problems) = Book::partnership("Southdale").at("Crime", "AE2", text(sound)).read();
        assert!(!problems.has_errors(), "{sound}");
        assert!(found.is_some_and(|f| f.measures[0].as_ref().unwrap().get(0, month(2013, 9)).is_some()), "{sound}");
    }
}
