//! The papers themselves: what holds on every page holds on the sample's and on boards at the edge.

use super::invariants::faults;
use super::write;
use crate::analysis::fixture::quarter;
use crate::analysis::{Facts, analyse};
use crate::board::Board;
use crate::document::{self, Block, BlockKind, Document, Figure};
use crate::narrative::tests::edges::{board_of, sent_by};
use crate::narrative::tests::{PAPERS, open, render, render_all, sample};
use crate::returns::Return;

/// Boards with little, nothing, or much to say, each with its facts.
fn at_the_edge() -> Vec<(&'static str, Board, Facts)> {
    let two = || board_of(&["North", "South"], &["Theft", "Burglary"], true);
    let one = || board_of(&["Only"], &["Theft"], false);
    let of = |board: Board, returns: &[Return]| {
        let facts = analyse(&board, quarter(), returns, None);
        (board, facts)
    };
    let both = |of: fn(usize) -> u32| [0, 1].map(|a| sent_by(a, 2, Some(of(a)), 30, |_, m| of(m)));
    let alone = |months, of: fn(usize) -> u32| [sent_by(0, 1, None, months, |_, m| of(m))];
    let boards = [
        ("all-zero", of(two(), &both(|_| 0))),
        ("all-the-same", of(two(), &both(|_| 12))),
        ("falling-from-millions", of(two(), &both(|m| 4_000_000 - m as u32 * 100_000))),
        ("one-area", of(one(), &alone(30, |m| 20 + (m as u32 * 7) % 5))),
        ("two-years", of(one(), &alone(24, |m| m as u32))),
        ("many-areas", many_areas()),
        ("sample", sample()),
    ];
    boards.map(|(name, (board, facts))| (name, board, facts)).into()
}

/// Thirty-two areas with thirteen categories, all with long names.
fn many_areas() -> (Board, Facts) {
    let numbered = |name: &str, count| -> Vec<String> { (0..count).map(|i| format!("{name} {i}")).collect() };
    let names = numbered("Kingston and St Edmund's without Bartholomew", 32);
    let categories = numbered("Unauthorised taking of vehicles", 13);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let categories: Vec<&str> = categories.iter().map(String::as_str).collect();
    let board = board_of(&names, &categories, true);
    let count = |a: usize, c: usize, m: usize| (10 + a * 3 + c * 5 + (m * (a + 3)) % 17) as u32;
    let returns: Vec<Return> =
        (0..names.len()).map(|a| sent_by(a, categories.len(), Some(5), 30, |c, m| count(a, c, m))).collect();
    let facts = analyse(&board, quarter(), &returns, None);
    (board, facts)
}

fn document_of(board: &Board, facts: &Facts, paper: &str) -> Document {
    let (markdown, front) = render_all(board, facts, &open(), paper).swap_remove(0);
    match document::parse(&markdown, front) {
        Ok(document) => document,
        Err(problems) => panic!("{problems:?}"),
    }
}

/// Lists the figures among blocks.
fn figures(blocks: &[Block]) -> Vec<&Figure> {
    blocks
        .iter()
        .flat_map(|block| match &block.kind {
            BlockKind::Figure(figure) => vec![figure],
            BlockKind::Together(inner) | BlockKind::Landscape(inner) => figures(inner),
            _ => Vec::new(),
        })
        .collect()
}

#[test]
fn the_text_refers_to_every_figure() {
    for (name, board, facts) in at_the_edge() {
        for paper in PAPERS {
            let text = render(&board, &facts, &open(), paper).text;
            for figure in figures(&document_of(&board, &facts, paper).blocks) {
                let reference = format!("<ref to=\"{}\"/>", figure.id.as_deref().unwrap_or_default());
                assert!(text.contains(&reference), "{name} {paper:?}: {reference}");
            }
        }
    }
}

#[test]
fn every_page_is_sound() {
    for (name, board, facts) in at_the_edge() {
        for paper in PAPERS {
            assert_eq!(faults(&document_of(&board, &facts, paper)), [""; 0], "{name} {paper:?}");
        }
    }
}

/// Writes the papers to the folder for temporary files, to be looked at.
#[test]
#[ignore = "for looking at pages"]
fn write_the_papers() {
    for (name, board, facts) in at_the_edge() {
        for paper in PAPERS {
            write(&document_of(&board, &facts, paper), &format!("{name}-{paper:?}"));
        }
    }
}
