//! `check` and `build` find the same errors, whatever is wrong with a folder.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use crate::fixture::{Fixture, UNIT};
use crate::run::{Written, run_in};

/// What a hand may do to a file of text.
fn damage_text(path: &Path, seed: u32) {
    let text = fs::read_to_string(path).expect("a file of text");
    let mut lines: Vec<String> = text.lines().map(String::from).collect();
    if lines.is_empty() {
        return;
    }
    let at = (seed >> 4) as usize % lines.len();
    match seed % 6 {
        0 => _ = lines.remove(at),
        1 => lines.insert(at, lines[at].clone()),
        2 => lines[at] += ["{", "}}", "{{x}}", "<b>", "|", "\"", "= 7", "\u{65e5}"][(seed >> 20) as usize % 8],
        3 => lines[at] = lines[at].chars().skip(1).collect(),
        4 => lines[at] = lines[at].replacen(|c: char| c.is_alphabetic(), "x", 1),
        _ => lines.truncate(at),
    }
    fs::write(path, lines.join("\n")).expect("the file again");
}

/// Every file below a folder, by name.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() { found.extend(files(&entry.path())) } else { found.push(entry.path()) }
    }
    found.sort();
    found
}

/// One thing wrong with a cell, if `kind` is one that is done to cells.
fn damage_cell(fixture: Fixture, kind: u8, seed: u32) -> Fixture {
    const TEXTS: [&str; 8] =
        ["n/a", "-1", "\u{65e5}\u{672c}", "Closed", "Q2 2012/13", "99999999", "<b>{{x}}</b> | #", "Nearly"];
    const SHEETS: [&str; 7] = ["Return", "Crime", "ASB", "Indicators", "Activity", "Actions", "Action plan"];
    if kind > 3 {
        return fixture;
    }
    let sender = ["Northshire", "Weston & Eastleigh", UNIT][seed as usize % 3];
    let cell = format!("{}{}", char::from(b'A' + (seed >> 8) as u8 % 9), 1 + (seed >> 12) % 4);
    fixture.cell(sender, SHEETS[(seed >> 4) as usize % 7], &cell, TEXTS[(seed >> 16) as usize % 8])
}

fn damage_file(board: &Written, kind: u8, seed: u32) {
    let inputs = board.path("inputs");
    let of = |folder: PathBuf| {
        let files = files(&folder);
        files.get(seed as usize % files.len().max(1)).cloned()
    };
    match (kind, of(inputs.join("2013-14-q2")), of(board.path("templates"))) {
        (4, ..) => damage_text(&inputs.join("board.toml"), seed),
        (5 | 6, _, Some(template)) if template.extension().is_some_and(|e| e == "hbs" || e == "toml") => {
            damage_text(&template, seed);
        }
        (7, Some(file), _) => fs::remove_file(file).expect("a return"),
        (8, Some(file), _) => fs::write(file, &b"PK\x03\x04 cut"[..seed as usize % 8]).expect("a return"),
        (9, ..) => _ = fs::rename(inputs.join("2013-14-q2"), inputs.join("2013-14 Q2")),
        _ => {}
    }
}

fn errors(said: &str) -> Vec<String> {
    said.lines().filter(|line| line.starts_with("error: ")).map(String::from).collect()
}

proptest! {
    // Each is two runs of the program; PROPTEST_CASES asks for more.
    #![proptest_config(ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(12),
        max_shrink_iters: 8,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]
    #[test]
    fn check_has_an_error_exactly_where_build_has(damages in prop::collection::vec((0u8..10, any::<u32>()), 1..4)) {
        let fixture = damages.iter().fold(Fixture::default(), |f, (kind, seed)| damage_cell(f, *kind, *seed));
        let board = fixture.write();
        Fixture::default().quarter(2013, 1).write_into(&board);
        run_in(&board.path(""), &["init", "new"]).expect(0);
        fs::rename(board.path("new/templates"), board.path("templates")).expect("the templates");
        damages.iter().for_each(|(kind, seed)| damage_file(&board, *kind, *seed));
        let build = board.run(&["build", "--templates", "templates"]);
        let check = board.run(&["check", "--templates", "templates"]);
        prop_assert_eq!(build.code(), check.code(), "build: {}\ncheck: {}{}", build.err(), check.out(), check.err());
        prop_assert_eq!(errors(&build.err()), errors(&(check.out() + &check.err())));
        prop_assert_eq!(build.code() == 0, board.path("papers/performance-overview.pdf").exists());
    }
}
