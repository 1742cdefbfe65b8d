//! A paper with every kind of block, measured, placed and drawn.

use super::faces::default_faces;
use super::theme::Theme;
use crate::document::{Document, Front, Markdown, parse};

fn front() -> Front {
    Front {
        title: "Performance overview".into(),
        board: "Derbyshire Safer Communities Board".into(),
        meeting: "27 November 2013".into(),
        item: "Item 4".into(),
        marking: "OFFICIAL".into(),
        draft: true,
        ..Front::default()
    }
}

fn paper(markdown: &str) -> Document {
    match parse(&Markdown::from(markdown), front()) {
        Ok(document) => document,
        Err(problems) => panic!("{:#?}", problems.iter().map(ToString::to_string).collect::<Vec<_>>()),
    }
}

/// Writes the paper to the folder for temporary files, to be looked at.
#[test]
#[ignore = "for looking at pages"]
fn write_the_paper() {
    let (theme, faces) = (Theme::built_in().expect("sound"), default_faces().expect("sound"));
    let document = paper(include_str!("tests/paper.md"));
    let laid = super::lay_out(&document, &theme, &faces).expect("sound");
    let meta = crate::finish::Metadata { created: chrono::DateTime::UNIX_EPOCH, producer: "board-papers".into() };
    let pdf = crate::finish::finish(&laid, &faces, &meta).expect("sound");
    pdf.write_atomically(&std::env::temp_dir().join("board-paper.pdf")).expect("a folder to write to");
}
