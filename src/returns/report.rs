//! How the problems of returns are told: on the screen, to programs, and in letters to those who sent them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::model::{Return, Sender};
use super::sender_name;
use crate::board::Board;
use crate::problem::{Place, Problem, Problems, Severity};
use crate::quarter::Quarter;

/// Sorts problems into the order in which a person would see to them.
///
/// What concerns no workbook comes first; then workbook by workbook in the order found, errors before warnings before
/// notes, and within those sheet by sheet in the order found, from the top down.
pub fn in_order(problems: &Problems) -> Problems {
    let (mut workbooks, mut sheets) = (BTreeMap::new(), BTreeMap::new());
    for p in problems.iter() {
        let next = workbooks.len();
        workbooks.entry(p.place.workbook()).or_insert(next);
        let next = sheets.len();
        sheets.entry((p.place.workbook(), p.place.sheet())).or_insert(next);
    }
    let key = |p: &Problem| {
        let workbook = p.place.workbook();
        let cell = match &p.place {
            Place::Cells { first, .. } => Some((first.row, first.column)),
            _ => None,
        };
        let sheet = sheets.get(&(workbook, p.place.sheet())).copied();
        (workbook.is_some(), workbooks.get(&workbook).copied(), p.severity, sheet, cell)
    };
    let mut sorted: Vec<Problem> = problems.iter().cloned().collect();
    sorted.sort_by_cached_key(key);
    sorted.into_iter().collect()
}

/// Prints problems one a line, in order, a blank line between workbooks, and a count at the end; empty for none.
pub fn text(problems: &Problems) -> String {
    let sorted = in_order(problems);
    let mut out = String::new();
    let mut above: Option<Option<String>> = None;
    for p in sorted.iter() {
        let workbook = p.place.workbook().map(String::from);
        if above.as_ref().is_some_and(|a| *a != workbook) {
            out.push('\n');
        }
        out.push_str(&format!("{}: {p}\n", p.severity));
        above = Some(workbook);
    }
    if !sorted.is_empty() {
        out.push_str(&format!("\n{}\n", tally(&sorted)));
    }
    out
}

/// Counts problems in words, as in `2 errors and 1 warning in 2 workbooks`.
pub fn tally(problems: &Problems) -> String {
    let some = |severity, one: &str| match problems.count(severity) {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {one}s")),
    };
    let counts: Vec<String> =
        [some(Severity::Error, "error"), some(Severity::Warning, "warning"), some(Severity::Note, "note")]
            .into_iter()
            .flatten()
            .collect();
    let counts = match &counts[..] {
        [] => "nothing wrong".to_string(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    let mut workbooks: Vec<&str> = problems.iter().filter_map(|p| p.place.workbook()).collect();
    workbooks.sort_unstable();
    workbooks.dedup();
    match workbooks.len() {
        0 => counts,
        1 => format!("{counts} in 1 workbook"),
        n => format!("{counts} in {n} workbooks"),
    }
}

/// What programs read.
#[derive(Serialize)]
struct Report<'a> {
    schema: u32,
    errors: usize,
    warnings: usize,
    notes: usize,
    problems: &'a Problems,
}

/// Prints problems, in order, as one JSON document.
///
/// Its keys are stable: `schema` (1), `errors`, `warnings`, `notes`, and `problems`, a list of objects with `severity`,
/// `code`, `workbook`, `sheet`, `cell`, `place`, `message`, `found`, `expected` and `help`; what does not apply is `null`.
///
/// # Errors
/// None in practice: all of it is plain text and numbers.
pub fn json(problems: &Problems) -> serde_json::Result<String> {
    let problems = &in_order(problems);
    let count = |severity| problems.count(severity);
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    serde_json::to_string_pretty(&Report { schema: 1, errors, warnings, notes, problems })
}

/// A message to whoever sent a return.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Letter {
    /// The name for its file, ending in `.txt`.
    pub file_name: String,
    /// Its text, ready to paste into an email.
    pub text: String,
}

/// Writes one letter to each partnership whose return has errors or warnings, or that has not returned.
///
/// `problems` may hold what [`super::missing`] reports. A workbook that tells not whose it is has a letter named after
/// its file.
pub fn letters(board: &Board, quarter: Quarter, returns: &[Return], problems: &Problems) -> Vec<Letter> {
    let mut addressed: BTreeMap<(usize, String), Vec<&Problem>> = BTreeMap::new();
    let sorted = in_order(problems);
    for p in sorted.iter().filter(|p| p.severity != Severity::Note && p.code != "provisional") {
        let Some(workbook) = p.place.workbook() else { continue };
        let sender = returns.iter().find(|r| r.workbook == workbook).map(|r| r.sender);
        let order = match sender {
            Some(Sender::Area(at)) => at,
            Some(Sender::Unit) => board.areas.len(),
            None => board.areas.len() + 1,
        };
        addressed.entry((order, workbook.to_string())).or_default().push(p);
    }
    let mut letters = Vec::new();
    for ((_, workbook), problems) in &addressed {
        let sender = returns.iter().find(|r| r.workbook == *workbook).map(|r| sender_name(board, r.sender));
        letters.push(corrections(board, quarter, sender, workbook, problems));
    }
    if problems.iter().any(|p| p.code == "not-returned") {
        let senders = (0..board.areas.len()).map(Sender::Area).chain([Sender::Unit]);
        for sender in senders.filter(|s| !returns.iter().any(|r| r.sender == *s)) {
            letters.push(reminder(board, quarter, sender_name(board, sender)));
        }
    }
    letters
}

fn corrections(board: &Board, quarter: Quarter, sender: Option<&str>, workbook: &str, problems: &[&Problem]) -> Letter {
    let (errors, warnings): (Vec<&Problem>, Vec<&Problem>) =
        problems.iter().partition(|p| p.severity == Severity::Error);
    let to = sender.unwrap_or(workbook);
    let things = |n: usize| if n == 1 { "one thing".to_string() } else { format!("{n} things") };
    let subject = match errors.len() {
        0 => format!("{} to check", things(warnings.len())),
        n => format!("{} to correct", things(n)),
    };
    let mut text = format!("To: {to}\nSubject: Your return for {quarter}: {subject}\n\n");
    text.push_str(&format!("Thank you for your return to the {} for {quarter} ({workbook}).\n", board.name));
    let mut number = 0;
    let mut list = |text: &mut String, heading: &str, problems: &[&Problem]| {
        if problems.is_empty() {
            return;
        }
        text.push_str(&format!("\n{heading}\n\n"));
        for p in problems {
            number += 1;
            text.push_str(&format!("{number}. {}\n", sentence(p)));
        }
    };
    list(&mut text, "Before it can be used, please correct:", &errors);
    let also = if errors.is_empty() { "Please check:" } else { "Please also check:" };
    list(&mut text, also, &warnings);
    text.push_str(if errors.is_empty() {
        "\nIf all is right as it stands, you need not send it again: a line to say so is enough.\n"
    } else {
        "\nThen save the workbook and send it again. Thank you.\n"
    });
    let stem = std::path::Path::new(to).file_stem().map_or_else(|| to.into(), |s| s.to_string_lossy());
    Letter { file_name: file_name(if sender.is_some() { to } else { &stem }), text }
}

/// Tells a problem to someone who knows which workbook it is in.
fn sentence(p: &Problem) -> String {
    let place = match (p.place.sheet(), p.place.cells()) {
        (Some(sheet), Some(cells)) if cells.contains(':') => format!("Sheet {sheet}, cells {cells}: "),
        (Some(sheet), Some(cells)) => format!("Sheet {sheet}, cell {cells}: "),
        (Some(sheet), None) => format!("Sheet {sheet}: "),
        _ => "The workbook: ".into(),
    };
    let help =
        p.help.as_ref().map(|h| format!(" {h}{}", if h.ends_with(['?', '.']) { "" } else { "." })).unwrap_or_default();
    format!("{place}{}.{help}", p.message)
}

fn reminder(board: &Board, quarter: Quarter, to: &str) -> Letter {
    let text = format!(
        "To: {to}\nSubject: Your return for {quarter}\n\nWe do not have your return to the {} for {quarter} yet.\n\
         Please send it as soon as you can, marked Provisional if figures may still change. Thank you.\n",
        board.name
    );
    Letter { file_name: file_name(to), text }
}

/// Makes a file's name of a sender's: lower case, words joined by hyphens.
fn file_name(to: &str) -> String {
    let words: Vec<String> =
        to.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    format!("{}.txt", if words.is_empty() { "return".into() } else { words.join("-") })
}
