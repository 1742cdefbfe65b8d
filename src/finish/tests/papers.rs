//! Papers as layout hands them on.

use super::*;
use crate::document::{Front, Markdown, parse};
use crate::drawing::Theme;
use crate::layout::lay_out;
use crate::layout::tests::charts;

/// Layout's own paper: every kind of block, contents, charts, tables over many pages, landscape pages.
const LONG: &str = include_str!("../../layout/tests/paper.md");

fn laid(markdown: &str) -> Layout {
    let front = Front {
        title: "Performance overview".into(),
        subject: "Community safety".into(),
        keywords: vec!["crime".into()],
        author: "County Community Safety Unit".into(),
        board: "Derbyshire Safer Communities Board".into(),
        meeting: "27 November 2013".into(),
        item: "Item 4".into(),
        marking: "OFFICIAL".into(),
        draft: true,
        notice: String::new(),
    };
    let document =
        parse(&Markdown { charts: charts(), ..Markdown::from(markdown) }, front).unwrap_or_else(|p| panic!("{p:#?}"));
    lay_out(&document, &Theme::built_in().unwrap(), faces()).unwrap_or_else(|p| panic!("{p:#?}"))
}

#[test]
fn a_long_paper_conforms_and_is_small() {
    let laid = laid(LONG);
    let pdf = finish(&laid, faces(), &metadata()).unwrap_or_else(|p| panic!("{:#?}", told(&p)));
    assert_eq!(verdicts(pdf.bytes()), [""; 0]);
    assert!(pdf.bytes().len() < 4500 * pdf.pages(), "{pdf:?}");
}

fn told(problems: &Problems) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn a_paper_reads_as_a_screen_reader_does() {
    let laid = laid(include_str!("paper.md"));
    let pdf = finish(&laid, faces(), &metadata()).unwrap_or_else(|p| panic!("{:#?}", told(&p)));
    assert_eq!(verdicts(pdf.bytes()), [""; 0]);
    insta::assert_snapshot!(outline(&laid));
}
