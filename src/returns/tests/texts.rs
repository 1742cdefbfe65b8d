//! Texts: what is composed, what is too much, and what cannot be set.

use super::sample::Book;

/// Reads a return with these texts under a priority of the quarter.
fn with(texts: &[&str]) -> Book {
    let mut book = Book::partnership("Southdale");
    let mut rows: Vec<Vec<&str>> = vec![vec!["Priority", "Heading", "Text", "Session"]];
    rows.extend(texts.iter().map(|text| vec!["Drugs", "Done", text, "Open"]));
    book.rows("Activity", &rows.iter().map(Vec::as_slice).collect::<Vec<_>>());
    book
}

#[test]
fn a_text_is_composed_as_it_is_read() {
    let found = with(&["Heddlu Mo\u{302}n co\u{2011}ordinates\n\u{f0b7} one thing"]).read().0.unwrap();
    assert_eq!(found.activity[0].text.value, "Heddlu M\u{f4}n co-ordinates\n\u{2022} one thing");
}

#[test]
fn what_cannot_be_set_as_it_is_read_is_refused_at_its_cell() {
    let told = |text: &str| with(&[text]).told();
    insta::assert_snapshot!([told("Shalom \u{5e9}\u{5dc}\u{5d5}\u{5dd}"), told("an x\u{302} too many")].concat());
}

#[test]
fn texts_have_an_end() {
    let told =
        |texts: &[&str]| with(texts).told().lines().filter(|l| l.starts_with("error")).collect::<Vec<_>>().join("\n");
    let cell = "word ".repeat(6_000);
    insta::assert_snapshot!(
        [
            told(&[&"a ".repeat(20_000)]),
            told(&[&"- one\n".repeat(500)]),
            told(&[&cell, &cell, &cell, &cell, &cell]),
            told(&[&cell, &cell, &cell]),
        ]
        .join("\n")
    );
}
