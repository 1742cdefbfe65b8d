//! The papers themselves: what holds on every page holds on the sample's and on boards at the edge.

use super::invariants::faults;
use crate::analysis::analyse;
use crate::analysis::fixture::quarter;
use crate::board::Board;
use crate::document;
use crate::narrative::tests::edges::{board_of, sent_by};
use crate::narrative::tests::{open, render, sample};
use crate::returns::{Paper, Return};

fn sound(board: &Board, facts: &crate::analysis::Facts) {
    for paper in Paper::ALL {
        let markdown = render(board, facts, &open(), paper);
        let document = match document::parse(&markdown, document::Front::default()) {
            Ok(document) => document,
            Err(problems) => panic!("{problems:?}"),
        };
        assert_eq!(faults(&document), [""; 0], "{paper:?}");
    }
}

fn sound_of(board: &Board, returns: &[Return]) {
    sound(board, &analyse(board, quarter(), returns, None));
}

#[test]
fn the_pages_of_the_sample_are_sound() {
    let (board, facts) = sample();
    sound(&board, &facts);
}

#[test]
fn the_pages_of_boards_at_the_edge_are_sound() {
    let board = board_of(&["North", "South"], &["Theft", "Burglary"], true);
    sound_of(&board, &[0, 1].map(|a| sent_by(a, 2, Some(0), 30, |_, _| 0)));
    sound_of(&board, &[0, 1].map(|a| sent_by(a, 2, Some(9), 30, |_, _| 12)));
    sound_of(&board, &[0, 1].map(|a| sent_by(a, 2, Some(9), 30, |_, m| 4_000_000 - m as u32 * 100_000)));
    let board = board_of(&["Only"], &["Theft"], false);
    sound_of(&board, &[sent_by(0, 1, None, 30, |_, m| 20 + (m as u32 * 7) % 5)]);
    sound_of(&board, &[sent_by(0, 1, None, 24, |_, m| m as u32)]);
}

#[test]
fn the_pages_of_a_board_of_many_areas_are_sound() {
    let names: Vec<String> = (0..32).map(|i| format!("Kingston and St Edmund's without Bartholomew {i}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let categories: Vec<String> = (0..13).map(|i| format!("Unauthorised taking of vehicles {i}")).collect();
    let categories: Vec<&str> = categories.iter().map(String::as_str).collect();
    let returns: Vec<Return> = (0..names.len())
        .map(|a| {
            let of = move |c: usize, m: usize| (10 + a * 3 + c * 5 + (m * (a + 3)) % 17) as u32;
            sent_by(a, categories.len(), Some(5), 30, of)
        })
        .collect();
    sound_of(&board_of(&names, &categories, true), &returns);
}
