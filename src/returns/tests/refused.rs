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
