//! How the problems of returns are told: on the screen, to programs, and in letters to those who sent them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::folder::{file_stem, file_stems, sender_name};
use super::model::{Return, Sender};
use crate::board::Board;
use crate::problem::{Code, Mender, Place, Problem, Problems, Severity};
use crate::quarter::Quarter;
use crate::text;

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
    let counts = if counts.is_empty() { "nothing wrong".into() } else { text::list(&counts, "and") };
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

/// What is wrong with each workbook, by its name.
type ByWorkbook<'a> = BTreeMap<&'a str, Vec<&'a Problem>>;

/// Writes one letter to each partnership whose return has errors or warnings, or that has not returned.
///
/// `problems` may hold what [`super::missing`] reports. All workbooks of one sender are in one letter. A workbook that
/// tells not whose it is has a letter named after its file. Without a quarter, the letters name none.
pub fn letters(board: &Board, quarter: Option<Quarter>, returns: &[Return], problems: &Problems) -> Vec<Letter> {
    let senders = senders(returns, problems);
    let mut addressed: BTreeMap<(Option<Sender>, &str), ByWorkbook<'_>> = BTreeMap::new();
    let sorted = in_order(problems);
    let worth_a_letter = |p: &&Problem| {
        p.severity != Severity::Note && p.code != Code::Provisional && p.code.mender() != Mender::Machine
    };
    for p in sorted.iter().filter(worth_a_letter) {
        let Some(workbook) = p.place.workbook() else { continue };
        let sender = senders.get(workbook).copied();
        let unknown = if sender.is_some() { "" } else { workbook };
        addressed.entry((sender, unknown)).or_default().entry(workbook).or_default().push(p);
    }
    let strangers: Vec<&str> = addressed.keys().filter(|(s, _)| s.is_none()).map(|(_, workbook)| *workbook).collect();
    // A file's name keeps its ending: it is often the name of its sender, who may have a letter besides.
    let mut stems = file_stems(board, &strangers).into_iter().skip(board.areas.len() + 1);
    let mut letters = Vec::new();
    for ((sender, _), workbooks) in &addressed {
        let stem = sender.map(|s| file_stem(board, s)).or_else(|| stems.next());
        let text = corrections(board, quarter, *sender, workbooks);
        letters.push(Letter { file_name: format!("{}.txt", stem.unwrap_or_default()), text });
    }
    // Those whose sender is not known come last, not first.
    letters.rotate_left(addressed.keys().filter(|(sender, _)| sender.is_none()).count());
    if problems.iter().any(|p| p.code == Code::NotReturned) {
        let all = (0..board.areas.len()).map(Sender::Area).chain([Sender::Unit]);
        let unread = addressed.keys().any(|(sender, _)| sender.is_none());
        for sender in all.filter(|s| !returns.iter().any(|r| r.sender == *s)) {
            let text = reminder(board, quarter, sender_name(board, sender), unread);
            letters.push(Letter { file_name: format!("{}.txt", file_stem(board, sender)), text });
        }
    }
    letters
}

/// Tells who sent each workbook, those that are another return of the same sender included.
fn senders<'a>(returns: &'a [Return], problems: &'a Problems) -> BTreeMap<&'a str, Sender> {
    let mut senders: BTreeMap<&str, Sender> = returns.iter().map(|r| (r.workbook.as_str(), r.sender)).collect();
    for p in problems.iter().filter(|p| p.code == Code::ReturnedTwice) {
        let first = p.found.as_deref().and_then(|first| senders.get(first).copied());
        if let (Some(workbook), Some(sender)) = (p.place.workbook(), first) {
            senders.insert(workbook, sender);
        }
    }
    senders
}

/// Names the quarter where one is known, as in ` for Q2 2013/14`.
fn for_quarter(quarter: Option<Quarter>) -> String {
    quarter.map(|q| format!(" for {q}")).unwrap_or_default()
}

fn corrections(board: &Board, quarter: Option<Quarter>, sender: Option<Sender>, workbooks: &ByWorkbook<'_>) -> String {
    let of = |severity: Severity| -> Vec<&Problem> {
        workbooks.values().flatten().copied().filter(|p| p.severity == severity).collect()
    };
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    let names: Vec<&str> = workbooks.keys().copied().collect();
    let to = sender.map(|s| sender_name(board, s));
    let things = |n: usize| if n == 1 { "one thing".to_string() } else { format!("{n} things") };
    let subject = match errors.len() {
        0 => format!("{} to check", things(warnings.len())),
        n => format!("{} to correct", things(n)),
    };
    let quarter = for_quarter(quarter);
    let whom = to.map_or_else(|| format!("whoever sent {}", names.join(", ")), String::from);
    let mut text = format!("To: {whom}\nSubject: Your return{quarter}: {subject}\n\n");
    text.push_str(&format!("Thank you for your return to the {}{quarter} ({}).\n", board.name, names.join(", ")));
    let mut number = 0;
    let mut list = |text: &mut String, heading: &str, problems: &[&Problem]| {
        if problems.is_empty() {
            return;
        }
        text.push_str(&format!("\n{heading}\n\n"));
        for p in problems {
            number += 1;
            text.push_str(&format!("{number}. {}\n", sentence(p, names.len() > 1)));
        }
    };
    list(&mut text, "Before it can be used, please correct:", &errors);
    let also = if errors.is_empty() { "Please check:" } else { "Please also check:" };
    list(&mut text, also, &warnings);
    text.push_str(if !errors.is_empty() && errors.iter().all(|p| p.code == Code::ReturnedTwice) {
        "\nA line to say so is enough. Thank you.\n"
    } else if errors.is_empty() {
        "\nIf all is right as it stands, you need not send it again: a line to say so is enough.\n"
    } else {
        "\nThen save the workbook and send it again. Thank you.\n"
    });
    text
}

/// Tells a problem to the person who sent the workbook, naming it where there are several.
fn sentence(p: &Problem, several: bool) -> String {
    let workbook = p.place.workbook().filter(|_| several).map(|w| format!("{w}: ")).unwrap_or_default();
    let place = match (p.place.sheet(), p.place.cells()) {
        (Some(sheet), Some(cells)) if cells.contains(':') => format!("Sheet {sheet}, cells {cells}: "),
        (Some(sheet), Some(cells)) => format!("Sheet {sheet}, cell {cells}: "),
        (Some(sheet), None) => format!("Sheet {sheet}: "),
        _ if several => String::new(),
        _ => "The workbook: ".into(),
    };
    let help = to_sender(p).map(|h| format!(" {h}{}", if h.ends_with(['?', '.']) { "" } else { "." }));
    // Whoever fills a return in has not seen the file, but knows the board.
    let message = p
        .message
        .replace("that board.toml knows", "on the board's list")
        .replace("in board.toml", "on the board's list");
    let help = help.unwrap_or_default().replace("It knows ", "The list has ");
    format!("{workbook}{place}{message}.{help}")
}

/// What the sender can do about a problem, where the help is for whoever has the quarter's folder.
fn to_sender(p: &Problem) -> Option<&str> {
    match p.code {
        Code::ReturnedTwice => Some("Please tell us which of the two is right"),
        Code::AnotherQuarter => Some("Correct the quarter, or send the return for that quarter"),
        Code::NotAReturn => Some("Copy the figures into the blank return that we sent, and send that"),
        Code::NotAWorkbook => Some("Save the return as an .xlsx workbook"),
        Code::EmptyFile => Some("It may have been cut off on its way"),
        Code::Password => Some("Save a copy without the password to open it"),
        _ if p.code.mender() == Mender::Machine => None,
        _ => p.help.as_deref(),
    }
}

fn reminder(board: &Board, quarter: Option<Quarter>, to: &str, unread: bool) -> String {
    let quarter = for_quarter(quarter);
    let mut text = format!(
        "To: {to}\nSubject: Your return{quarter}\n\nWe do not have your return to the {}{quarter} yet.\n\
         Please send it as soon as you can, marked Provisional if figures may still change. Thank you.\n",
        board.name
    );
    if unread {
        text.push_str(
            "\nIf you have sent it, it may be one that could not be read, or that does not say whose it is: please send it again.\n",
        );
    }
    text
}
