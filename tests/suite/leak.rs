//! Nothing for the closed session, nor a hint of it, comes into anything open.
//!
//! Quarters are made at random: every text column of every sheet of the table of fields is filled, and in rows that are
//! closed with a mark. Then the program makes all that it can make, and every byte of what is not for the closed session
//! is searched for the mark. A sheet or column is in as soon as it is in the table of fields; a command or option that
//! is in neither list below fails the test until it is looked at.
//!
//! `LEAK_QUARTERS=1000` makes so many quarters; a few without it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use board_papers::returns::fields::{self, Column, Kind, Sends, SheetFields, columns as c};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rust_xlsxwriter::{Format, Workbook};

use crate::run::{Ran, Written};

/// Begins every text of a closed row.
const MARK: &str = "Zqleak";
/// The figure of every closed indicator.
const FIGURE: f64 = 918_273.0;
/// Ways to write that a row is closed.
const CLOSED: [&str; 9] = [
    "Closed",
    "closed",
    "CLOSED",
    " Closed ",
    "Closed\u{a0}",
    "\u{200b}Closed",
    "Clo\u{ad}sed",
    "Ｃｌｏｓｅｄ",
    "closed\n",
];
/// The areas of the board.
const AREAS: [&str; 2] = ["Northshire", "Southshire"];
const UNIT: &str = "County Unit";

/// What is run, all of it open.
const RUNS: [&[&str]; 12] = [
    &["build"],
    &["build", "--outline"],
    &["build", "--draft", "--out", "drafts"],
    &["build", "--trace", "--out", "traced"],
    &["build", "--paper", "partnership-briefing", "--out", "briefings"],
    &["facts"],
    &["facts", "--output", "facts.json"],
    &["facts", "--since", "Q1"],
    &["check", "--letters", "letters"],
    &["check", "--format", "json"],
    &["check", "inputs/2013-14-q2/northshire.xlsx", "inputs/2013-14-q2/county-unit.xlsx"],
    &["returns", "--quarter", "Q3 2013/14"],
];
/// The commands there are: each is run above, or prints nothing of any return.
const COMMANDS: [&str; 7] = ["build", "check", "facts", "help", "init", "reference", "returns"];
/// The options of the commands that read returns.
const OPTIONS: [&str; 21] = [
    "--date",
    "--draft",
    "--edition",
    "--figure",
    "--format",
    "--guide",
    "--help",
    "--inputs",
    "--jobs",
    "--letters",
    "--meeting",
    "--out",
    "--outline",
    "--output",
    "--paper",
    "--quarter",
    "--quiet",
    "--since",
    "--templates",
    "--trace",
    "--version",
];

/// A row of a sheet: how it says that it is closed, if it is, and whether it is merged with the row above.
#[derive(Clone, Debug)]
struct Made {
    closed: Option<usize>,
    merged: bool,
    choices: u8,
}

/// The rows of one sheet of one sender, this quarter's and the last's.
type Sheets = Vec<Vec<Made>>;

fn rows() -> impl Strategy<Value = Vec<Made>> {
    let row = (prop::option::weighted(0.5, 0..CLOSED.len()), any::<bool>(), any::<u8>());
    prop::collection::vec(row.prop_map(|(closed, merged, choices)| Made { closed, merged, choices }), 1..6)
}

/// The sheets that someone sends, but for the cover.
fn sheets(unit: bool) -> impl Iterator<Item = &'static SheetFields> {
    fields::SHEETS.into_iter().filter(move |s| s.name != fields::RETURN.name && (unit || s.sends == Sends::Everyone))
}

/// A cell of a row, as text; a figure and a date are read from text, too.
fn cell(column: &'static Column, sheet: &SheetFields, at: usize, row: &Made) -> String {
    let open = row.closed.is_none();
    let own =
        |what: &str| if open { format!("Plain {what} {at}") } else { format!("{MARK} {} {what} {at}", sheet.name) };
    match column.kind {
        _ if *column == c::SESSION => row.closed.map_or(String::new(), |how| CLOSED[how].into()),
        // What is reported on must be in the plan: on an open action, or on one that is closed.
        _ if *column == c::REF => {
            let name = if open { "Plain" } else { MARK };
            format!("{name}-{at}")
        }
        _ if *column == c::FIELD && open => "Information".into(),
        _ if *column == c::HEADING && sheet.name == fields::PRIORITIES.name && row.choices.is_multiple_of(3) => {
            "Risk".into()
        }
        _ if *column == c::TEXT && sheet.name == fields::PRIORITIES.name && row.choices.is_multiple_of(3) => {
            "High".into()
        }
        Kind::Paper => ["Performance overview", "Action plan update"][usize::from(row.choices % 2)].into(),
        Kind::Choice(words) => words[usize::from(row.choices) % words.len()].into(),
        Kind::Line | Kind::Prose | Kind::Period | Kind::Sender => own(column.name),
        Kind::Number | Kind::Count => {
            if open {
                "5".into()
            } else {
                FIGURE.to_string()
            }
        }
        Kind::Quarter => "Q1 2013/14".into(),
        Kind::Date => "30/09/2013".into(),
    }
}

/// Writes a return: its cover, its counts where it has some, and the lists.
fn write(path: &Path, sender: &str, quarter: &str, last: (u16, u8), lists: &[Vec<Made>]) {
    let mut book = Workbook::new();
    let cover = book.add_worksheet().set_name(fields::RETURN.name).expect("a name");
    cover.write_row_matrix(0, 0, [["Partnership", sender], ["Quarter", quarter]]).expect("a cover");
    if sender != UNIT {
        let counts = book.add_worksheet().set_name("Crime").expect("a name");
        counts.write_string(0, 0, "Crime type").and_then(|s| s.write_string(1, 0, "Theft")).expect("a label");
        for month in 0..30_u16 {
            let months = last.0 * 12 + u16::from(last.1) - 30 + month;
            let head = format!("{}-{:02}", months / 12, months % 12 + 1);
            counts.write_string(0, month + 1, head).expect("a month");
            counts.write_number(1, month + 1, f64::from(20 + month % 7)).expect("a count");
        }
    }
    for (sheet, rows) in sheets(sender == UNIT).zip(lists) {
        let page = book.add_worksheet().set_name(sheet.name).expect("a name");
        for (at, column) in sheet.columns.iter().enumerate() {
            page.write_string(0, at as u16, column.name).expect("a heading");
        }
        for (at, row) in rows.iter().enumerate() {
            for (i, column) in sheet.columns.iter().enumerate() {
                let text = cell(column, sheet, at, row);
                // A closed row under a closed one, or an open one under an open one, may leave blank what is carried down.
                let carried = [&c::PLAN_PRIORITY, &c::PLAN_RISK].contains(column) && row.merged && at > 0;
                let blank = carried && rows[at - 1].closed.is_some() == row.closed.is_some();
                if !text.is_empty() && !blank {
                    page.write_string(at as u32 + 1, i as u16, text).expect("a text");
                }
            }
        }
        merge_sessions(page, sheet, rows);
    }
    book.save(path).expect("a workbook");
}

/// Merges the session of a closed row with that of the closed one above it.
fn merge_sessions(page: &mut rust_xlsxwriter::Worksheet, sheet: &SheetFields, rows: &[Made]) {
    let Some(at) = sheet.columns.iter().position(|column| **column == c::SESSION) else { return };
    let mut top = 0;
    while top < rows.len() {
        let mut end = top;
        while rows[top].closed.is_some()
            && end + 1 < rows.len()
            && rows[end + 1].closed.is_some()
            && rows[end + 1].merged
        {
            end += 1;
        }
        if end > top {
            let session = CLOSED[rows[top].closed.unwrap_or_default()];
            let cells = (top as u32 + 1, at as u16, end as u32 + 1, at as u16);
            page.merge_range(cells.0, cells.1, cells.2, cells.3, session, &Format::new()).expect("a merge");
        }
        top = end + 1;
    }
}

/// Makes a board's folder of two quarters.
fn written(themes: bool, quarters: &[Vec<Sheets>; 2]) -> Written {
    let board = Written::new();
    let mut text = format!("[board]\nname = \"Board\"\nunit = \"{UNIT}\"\n");
    for area in AREAS {
        _ = write!(text, "[[area]]\nname = \"{area}\"\n");
    }
    text += "[[measure]]\nname = \"Crime\"\nsheet = \"Crime\"\nlabel = \"Crime type\"\nnoun = [\"offence\", \"offences\"]\n\
             total = \"All crime\"\ncategories = [\"Theft\"]\n";
    if themes {
        text += "[[theme]]\nname = \"Theme\"\nquarter = 2\npriorities = [\"Plain Priority 0\"]\n";
    }
    std::fs::create_dir(board.path("inputs")).expect("a folder");
    std::fs::write(board.path("inputs/board.toml"), text).expect("a file");
    for (sent, (folder, quarter, last)) in
        quarters.iter().zip([("2013-14-q2", "Q2 2013/14", (2013, 9)), ("2013-14-q1", "Q1 2013/14", (2013, 6))])
    {
        let folder = board.path("inputs").join(folder);
        std::fs::create_dir(&folder).expect("a folder");
        for (sender, lists) in [AREAS[0], AREAS[1], UNIT].into_iter().zip(sent) {
            let file = format!("{}.xlsx", sender.to_lowercase().replace(' ', "-"));
            write(&folder.join(file), sender, quarter, last, lists);
        }
    }
    board
}

/// Says whether the mark is in a text, however it is broken, spaced or cased.
fn is_marked(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    // The figure is a number of its own, with or without commas: what a page draws is full of digits.
    let numbers = text.split(|c: char| !c.is_ascii_digit() && c != ',').map(|n| n.replace(',', ""));
    plain.contains(&MARK.to_lowercase()) || numbers.into_iter().any(|n| n == FIGURE.to_string())
}

/// Fails where bytes hold the mark: as they are, as UTF-16, and of archives and PDFs what is packed in them.
fn search(name: &str, bytes: &[u8]) {
    assert!(!is_marked(name), "{name}");
    let wide: String =
        bytes.chunks_exact(2).filter_map(|b| char::from_u32(u32::from(b[0]) << 8 | u32::from(b[1]))).collect();
    let shifted: String = bytes
        .get(1..)
        .unwrap_or_default()
        .chunks_exact(2)
        .filter_map(|b| char::from_u32(u32::from(b[0]) << 8 | u32::from(b[1])))
        .collect();
    for text in [String::from_utf8_lossy(bytes).into_owned(), wide, shifted] {
        assert!(!is_marked(&text), "{name}");
    }
    if bytes.starts_with(b"PK") {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).expect("a part");
            let (mut inside, part_name) = (Vec::new(), part.name().expect("a name").into_owned());
            part.read_to_end(&mut inside).expect("a part that can be read");
            search(&format!("{name}: {part_name}"), &inside);
        }
    }
    if bytes.starts_with(b"%PDF") {
        let pdf = lopdf::Document::load_mem(bytes).expect("a PDF");
        for (id, object) in &pdf.objects {
            search(&format!("{name}: object {}", id.0), format!("{object:?}").as_bytes());
            if let lopdf::Object::Stream(stream) = object {
                let inside = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
                search(&format!("{name}: stream {}", id.0), &inside);
            }
        }
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() { files(&entry.path(), found) } else { found.push(entry.path()) }
    }
}

/// Runs all that is open, and searches what it says and what it writes.
fn nothing_leaks(board: &Written) {
    for arguments in RUNS {
        let ran: Ran = board.run(arguments).expect(0);
        search(&format!("{arguments:?}, standard output"), ran.out().as_bytes());
        search(&format!("{arguments:?}, standard error"), ran.err().as_bytes());
    }
    let mut written = Vec::new();
    files(&board.path(""), &mut written);
    let (closed, inputs) = (board.path("papers/closed"), board.path("inputs"));
    let units = board.path("returns").join("county-unit-2013-14-q3.xlsx");
    for path in written.iter().filter(|p| !p.starts_with(&inputs) && !p.starts_with(&closed) && **p != units) {
        search(&path.display().to_string(), &std::fs::read(path).expect("a file"));
    }
    assert!(written.iter().any(|p| p.ends_with("papers/performance-overview.pdf")));
}

/// How many quarters are made.
fn many() -> u32 {
    std::env::var("LEAK_QUARTERS").ok().and_then(|n| n.parse().ok()).unwrap_or(3)
}

#[test]
fn nothing_that_is_closed_comes_into_anything_open() {
    let lists = |unit: bool| sheets(unit).map(|_| rows()).collect::<Vec<_>>();
    let quarter = || vec![lists(false), lists(false), lists(true)];
    let config = Config { cases: many(), max_shrink_iters: 30, failure_persistence: None, ..Config::default() };
    let quarters = (any::<bool>(), quarter(), quarter());
    let ran = TestRunner::new(config).run(&quarters, |(themes, now, before)| {
        nothing_leaks(&written(themes, &whole([now, before])));
        Ok(())
    });
    ran.unwrap_or_else(|e| panic!("{e}"));
}

/// Makes quarters consistent: what is reported on is in the plan, and an action that was not complete stays in it.
fn whole(mut quarters: [Vec<Sheets>; 2]) -> [Vec<Sheets>; 2] {
    let at = |unit: bool, name: &str| sheets(unit).position(|s| s.name == name).expect("a sheet");
    let (plan, actions) = (at(true, fields::PLAN.name), at(false, fields::ACTIONS.name));
    let unit_actions = at(true, fields::ACTIONS.name);
    let now = quarters[0][2][plan].clone();
    // An action is the same by its place: its name says in which session it is now.
    quarters[1][2][plan] = now.clone();
    for quarter in &mut quarters {
        for (sender, of) in [(0, actions), (1, actions), (2, unit_actions)] {
            let rows = &mut quarter[sender][of];
            rows.truncate(now.len());
            for (row, action) in rows.iter_mut().zip(&now) {
                row.closed = if action.closed.is_some() { row.closed.or(action.closed) } else { None };
                row.merged &= row.closed.is_some();
            }
        }
    }
    quarters
}

/// Each mark must be somewhere for its absence elsewhere to mean anything.
#[test]
fn what_is_closed_is_told_in_closed_session() {
    let row = |closed| Made { closed, merged: false, choices: 1 };
    let of = |unit: bool| sheets(unit).map(|_| vec![row(None), row(Some(0))]).collect::<Vec<_>>();
    let quarter = || vec![of(false), of(false), of(true)];
    let board = written(false, &whole([quarter(), quarter()]));
    nothing_leaks(&board);
    let closed = board.run(&["facts", "--edition", "closed"]).expect(0).out();
    let shown = board.run(&["build", "--edition", "closed", "--outline"]).expect(0).out();
    let is_text = |column: &&&Column| matches!(column.kind, Kind::Line | Kind::Prose | Kind::Period);
    for sheet in sheets(true) {
        for column in sheet.columns.iter().filter(is_text).filter(|c| ![&c::PLANNED, &c::REF].contains(c)) {
            let mark = format!("{MARK} {} {} 1", sheet.name, column.name);
            assert!(closed.contains(&mark), "{mark}");
            assert!(shown.contains(&mark) || column.name == "Field", "{mark} is in no closed appendix");
        }
    }
    board.run(&["build", "--edition", "both"]).expect(0);
    nothing_leaks(&board);
}

#[test]
fn every_command_and_option_is_looked_at() {
    let board = Written::new();
    let words = |text: &str, of: fn(&str) -> bool| -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| of(w)).map(str::to_string).collect()
    };
    let help = board.run(&["--help"]).expect(0).out();
    let listed = help.split("Commands:").nth(1).and_then(|t| t.split("\n\n").next()).expect("a list of commands");
    let commands: BTreeSet<String> =
        listed.lines().filter_map(|l| l.split_whitespace().next()).map(str::to_string).collect();
    assert_eq!(commands, COMMANDS.map(String::from).into());
    let mut options = words(&help, |w| w.starts_with("--") && w.len() > 2);
    for command in ["build", "check", "facts", "returns"] {
        options.extend(words(&board.run(&[command, "--help"]).expect(0).out(), |w| w.starts_with("--") && w.len() > 2));
    }
    assert_eq!(options, OPTIONS.map(String::from).into());
}
