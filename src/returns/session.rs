//! Which rows of a sheet are for the closed session: the one place where that is decided.
//!
//! *In:* a sheet's cells, merges and known columns. *Out:* [`Sessions`], which tells each row's [`Session`] before
//! anything else of the row is read, and what is wrong with how sessions are given. *Invariants:* a row is open only if
//! nothing speaks against it: its `Session` says so or is empty, it takes no word from a row that is not open, and
//! nothing in the sheet looks like a `Session` that was not read. What cannot be read is never taken for open.
//!
//! A council publishes what is open, so people's ways of saying “closed” that are not this return's are errors and not
//! notes: another heading, a heading one row off, a column of Open and Closed under another heading or none, a marking
//! typed into the text. No message of this module quotes a cell.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;

use super::fields::{Column, Kind, columns as c};
use super::table::{Rows, unreadable};
use super::values;
use crate::problem::{CellRef, Code, Place, Problem};
use crate::text::{is_invisible, key};
use crate::workbook::{Merged, Sheet, Value};

/// In which session a row may be read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Session {
    /// In public.
    Open,
    /// In closed session only.
    Closed,
    /// Nobody can tell: an error says why, and it is kept from the open session.
    Unread,
}

/// The sessions of a sheet's rows.
pub(super) struct Sessions {
    /// The rows that are not open.
    kept: BTreeMap<u32, Session>,
    /// What is wrong with how sessions are given.
    pub(super) problems: Vec<Problem>,
    /// The columns that problems were told of.
    pub(super) told: BTreeSet<u32>,
}

/// What a sheet is looked over with.
pub(super) struct Grid<'a> {
    pub(super) workbook: &'a str,
    pub(super) sheet: &'a Sheet,
    pub(super) rows: &'a Rows<'a>,
    /// The row of headings.
    pub(super) header: u32,
}

impl Sessions {
    /// Reads the sessions of a sheet whose known columns are at the given places.
    pub(super) fn read(grid: &Grid<'_>, columns: &[(&'static Column, u32)]) -> Self {
        let known = |at: u32| columns.iter().any(|(_, known)| *known == at);
        let (problems, told) = grid.doubts(&known, "head that column Session");
        let mut sessions = Sessions { kept: BTreeMap::new(), problems, told };
        let below = || grid.rows.range(grid.header + 1..).map(|(row, _)| *row);
        if !sessions.problems.is_empty() {
            sessions.kept.extend(below().map(|row| (row, Session::Unread)));
            return sessions;
        }
        for row in below().filter(|row| columns.iter().any(|(_, at)| grid.held(*row, *at).is_some())) {
            for (_, at) in columns.iter().filter(|(column, _)| **column == c::SESSION) {
                sessions.judge(grid, row, *at);
            }
        }
        for row in below() {
            sessions.marked(grid, row, columns);
            sessions.taken(grid, row, columns);
        }
        sessions
    }

    /// Tells a row's session.
    pub(super) fn of(&self, row: u32) -> Session {
        self.kept.get(&row).copied().unwrap_or(Session::Open)
    }

    /// Gives the rows that are not open.
    pub(super) fn kept(&self) -> impl Iterator<Item = u32> {
        self.kept.keys().copied()
    }

    fn keep(&mut self, row: u32, session: Session) {
        let kept = self.kept.entry(row).or_insert(session);
        *kept = (*kept).max(session);
    }

    /// Reads a cell under `Session`.
    fn judge(&mut self, grid: &Grid<'_>, row: u32, at: u32) {
        let Some(value) = grid.covering(row, at) else { return };
        match value {
            Value::Text(t) if plain(t) == "open" => {}
            Value::Text(t) if plain(t) == "closed" => self.keep(row, Session::Closed),
            _ => {
                self.keep(row, Session::Unread);
                let expected = "Open, Closed or blank";
                if let Some(problem) = unreadable(expected, grid.cell(row, at), value) {
                    self.problems.push(problem);
                    return;
                }
                let problem = Problem::expected(Code::SessionUnread, grid.cell(row, at), expected, "something else");
                self.problems.push(problem.help("Type Open or Closed; until then the row is not taken for open"));
            }
        }
    }

    /// Asks about an open row with a text that says, itself, that it is closed.
    fn marked(&mut self, grid: &Grid<'_>, row: u32, columns: &[(&'static Column, u32)]) {
        if self.of(row) != Session::Open {
            return;
        }
        let said = columns.iter().any(|(column, at)| **column == c::SESSION && grid.held(row, *at).is_some());
        for (column, at) in columns.iter().filter(|(column, _)| matches!(column.kind, Kind::Line | Kind::Prose)) {
            let Some(Value::Text(text)) = grid.held(row, *at).map(|(value, _)| value) else { continue };
            let (marked, help) = (marking(text), "Type Closed under Session, or take the marking out of the text");
            if marked == Marked::Plainly && !(said && column.kind == Kind::Prose && text.len() < 8) {
                self.keep(row, Session::Unread);
                let message = "the text is marked as closed, and its row is not";
                self.problems.push(Problem::new(Code::SessionInText, grid.cell(row, *at), message).help(help));
                return;
            }
            if marked == Marked::Perhaps {
                let message = "the text speaks of what is closed or confidential, and its row is open";
                let help = "If it is not to be published, type Closed under Session";
                self.problems.push(Problem::new(Code::SessionMentioned, grid.cell(row, *at), message).help(help));
            }
        }
    }

    /// Refuses an open row that is merged with one that is not, in a column that is read.
    fn taken(&mut self, grid: &Grid<'_>, row: u32, columns: &[(&'static Column, u32)]) {
        for (_, at) in columns.iter().filter(|(column, _)| **column != c::SESSION) {
            let from = grid.held(row, *at).map_or(row, |(_, from)| from);
            if self.of(row) == Session::Open && self.of(from) != Session::Open {
                self.keep(row, Session::Unread);
                self.problems.push(carried(grid.cell(row, *at)));
            }
        }
    }
}

/// Refuses a word that an open row would take from one that is not.
pub(super) fn carried(place: Place) -> Problem {
    let message = "the row is open, and takes this from a row that is not";
    Problem::new(Code::SessionCarried, place, message).help("Type it again in this row")
}

impl<'a> Grid<'a> {
    fn cell(&self, row: u32, column: u32) -> Place {
        Place::cell(self.workbook, &self.sheet.name, CellRef::new(row, column))
    }

    fn own(&self, row: u32, column: u32) -> Option<&'a Value> {
        self.rows.get(&row).and_then(|cells| cells.get(&column)).copied()
    }

    fn merged(&self, row: u32, column: u32) -> impl Iterator<Item = &'a Merged> {
        let within = move |m: &&Merged| {
            (m.top..=m.bottom).contains(&row)
                && (m.left..=m.right).contains(&column)
                && (m.top, m.left) != (row, column)
        };
        self.sheet.merged.iter().filter(within)
    }

    /// Finds what counts in a cell under `Session`: its own, or that of whatever merged cell covers it.
    fn covering(&self, row: u32, column: u32) -> Option<&'a Value> {
        let above = || self.merged(row, column).find_map(|m| self.sheet.get(CellRef::new(m.top, m.left)));
        self.own(row, column).or_else(above)
    }

    /// Finds what counts in a cell, and the row that says it: its own, or that of a cell above that is merged with it.
    pub(super) fn held(&self, row: u32, column: u32) -> Option<(&'a Value, u32)> {
        let above = || {
            let mut above = self.merged(row, column).filter(|m| m.left == column && m.top > self.header);
            above.find_map(|m| Some((self.own(m.top, column)?, m.top)))
        };
        self.own(row, column).map(|value| (value, row)).or_else(above)
    }

    /// Tells all in a sheet that looks like a `Session` and is none: headings that are like it, in the row of headings
    /// or off it, and unknown columns that say Open or Closed. Gives the columns, too.
    pub(super) fn doubts(&self, known: &dyn Fn(u32) -> bool, mend: &str) -> (Vec<Problem>, BTreeSet<u32>) {
        let (mut problems, mut told) = (Vec::new(), BTreeSet::new());
        let headed = |at: u32| self.own(self.header, at).is_some();
        for (row, cells) in self.rows.iter() {
            for (at, value) in cells.iter().filter(|(at, _)| *row < self.header || !known(**at)) {
                let Value::Text(text) = value else {
                    // What cannot be read may be the very word that closes.
                    let what = if *row == self.header { "a heading" } else { "nothing, or what has a heading" };
                    let problem = unreadable(what, self.cell(*row, *at), value).filter(|_| *row >= self.header);
                    problems.extend(problem.filter(|_| told.insert(*at)));
                    continue;
                };
                let what = if *row == self.header {
                    let twice = is_session(text).then_some("a column Session is there already");
                    twice.or(is_like(text).then_some("the heading is like Session, and is not it"))
                } else if *row < self.header {
                    let astray = is_session(text) || (!headed(*at) && is_like(text)) || marking(text) != Marked::No;
                    astray.then_some("what stands above the headings looks like a session, and is not read")
                } else {
                    says(text, !headed(*at)).then_some("Open or Closed stands in a column that is not Session")
                };
                // One column is one problem, however many of its cells say so.
                if let Some(what) = what.filter(|_| told.insert(*at)) {
                    let help =
                        format!("If it says what is closed, {mend}, in the row of headings; otherwise delete it");
                    problems.push(Problem::new(Code::SessionHeading, self.cell(*row, *at), what).help(help));
                }
            }
        }
        (problems, told)
    }
}

/// Tells what on the cover looks like a session: all of the cover is open.
pub(super) fn on_cover(workbook: &str, sheet: &Sheet) -> Vec<Problem> {
    let help =
        "All of the cover is published: say there what may be, and type Closed under Session in the other sheets";
    let mut problems = Vec::new();
    for cell in &sheet.cells {
        let Value::Text(text) = &cell.value else { continue };
        if marking(text) == Marked::Plainly || is_session(text) {
            let place = Place::cell(workbook, &sheet.name, CellRef::new(cell.row, cell.column));
            let message = "the cover has no session, and this looks like one";
            problems.push(Problem::new(Code::SessionOnCover, place, message).help(help));
        }
    }
    problems
}

/// Makes words comparable: in lower case, without what cannot be seen, and of plain letters where wide ones were typed.
fn plain(text: &str) -> String {
    let (cleaned, _) = values::clean(&text.nfkc().collect::<String>());
    cleaned.chars().filter(|c| c.is_whitespace() || !is_invisible(*c)).collect::<String>().trim().to_lowercase()
}

/// Gives the words of a text, in lower case.
fn words(text: &str) -> Vec<String> {
    let text = plain(text);
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(String::from).collect()
}

/// Words that keep a thing from the public, wherever they stand.
const CLOSING: [&str; 10] = [
    "closed",
    "confidential",
    "confidentiality",
    "restricted",
    "exempt",
    "exemption",
    "unpublished",
    "secret",
    "nonpublic",
    "embargoed",
];
/// Words that tell who may read a thing, where all the words beside them are of this kind, too.
const TELLING: [&str; 21] = [
    "open",
    "opened",
    "close",
    "public",
    "private",
    "publish",
    "published",
    "publication",
    "publishable",
    "sensitive",
    "sensitivity",
    "classification",
    "classified",
    "marking",
    "disclosure",
    "disclosable",
    "redact",
    "redacted",
    "access",
    "audience",
    "press",
];
/// Words that may stand beside those.
const BESIDE: [&str; 35] = [
    "or",
    "for",
    "to",
    "be",
    "the",
    "is",
    "it",
    "in",
    "not",
    "of",
    "yes",
    "no",
    "y",
    "n",
    "and",
    "only",
    "protective",
    "security",
    "government",
    "level",
    "type",
    "status",
    "item",
    "row",
    "paper",
    "meeting",
    "part",
    "1",
    "2",
    "i",
    "ii",
    "a",
    "b",
    "members",
    "official",
];

fn any(words: &[String], of: &[&str]) -> bool {
    words.iter().any(|w| of.contains(&w.as_str()))
}

/// Says whether words are of marking alone, with at least one that marks.
fn all_marking(words: &[String]) -> bool {
    let of = |w: &String| {
        let w = w.as_str();
        CLOSING.contains(&w) || TELLING.contains(&w) || BESIDE.contains(&w) || is_near_session(w)
    };
    let part_two = any(words, &["part"]) && any(words, &["1", "2", "i", "ii"]);
    words.iter().all(of) && (any(words, &CLOSING) || any(words, &TELLING) || part_two || is_session_in(words))
}

fn is_near_session(word: &str) -> bool {
    word.starts_with("ses") || strsim::normalized_damerau_levenshtein(word, "session") > 0.72
}

fn is_session_in(words: &[String]) -> bool {
    words.iter().any(|w| is_near_session(w))
}

/// Says whether a text is `Session`, however it is written.
fn is_session(text: &str) -> bool {
    key(&plain(text)) == key(c::SESSION.name)
}

/// Says whether a heading, or a name, may be meant for `Session`.
pub(super) fn is_like(heading: &str) -> bool {
    let words = words(heading);
    // The day on which a thing was closed is not who may read it.
    let a_day = any(&words, &["date", "on", "when", "by", "since"]);
    let closing = any(&words, &CLOSING) || any(&words, &["open"]);
    words.len() <= 8 && (is_session_in(&words) || all_marking(&words) || (closing && !a_day))
}

/// Says whether a name is of what is kept from the public.
pub(super) fn is_closing(name: &str) -> bool {
    let words = words(name);
    any(&words, &CLOSING) || any(&words, &["private"]) || (words.len() < 4 && all_marking(&words))
}

/// Says whether a cell under a heading that is not `Session` tells a session; one letter does under none.
fn says(text: &str, unheaded: bool) -> bool {
    let words = words(text);
    if marking(text) == Marked::Plainly || (unheaded && matches!(plain(text).as_str(), "c" | "o")) {
        return true;
    }
    words.len() <= 6 && (all_marking(&words) && !matches!(words.as_slice(), [one] if one == "press" || one == "access"))
}

/// Whether a text says of itself that it is not for the public.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Marked {
    No,
    Perhaps,
    Plainly,
}

/// Looks for a marking in a text: alone, in brackets or capitals at an end of it, or among its words.
fn marking(text: &str) -> Marked {
    let (text, _) = values::clean(text);
    let closes = |part: &str| {
        let words = words(part);
        let part_two = words == ["part", "2"] || words == ["part", "ii"];
        let unpublished = words.windows(3).any(|w| w == ["not", "for", "publication"]);
        all_marking(&words)
            && (any(&words, &CLOSING) || any(&words, &["private", "sensitive"]) || part_two || unpublished)
    };
    let brackets = |c: char| "[](){}<>*_#|".contains(c);
    let ends = |c: char| brackets(c) || ":;.,!–—-\n/".contains(c);
    let trimmed = text.trim();
    let first = trimmed.trim_start_matches(brackets).split(ends).next().unwrap_or_default();
    let last = trimmed.trim_end_matches(brackets).rsplit(ends).next().unwrap_or_default();
    let bracketed = (trimmed.starts_with(brackets) && closes(first)) || (trimmed.ends_with(brackets) && closes(last));
    let capitals = |part: &str| closes(part) && !part.chars().any(char::is_lowercase);
    if closes(trimmed) || bracketed || capitals(first) || capitals(last) {
        return Marked::Plainly;
    }
    let words = words(trimmed);
    let phrases: [&[&str]; 4] =
        [&["closed", "session"], &["not", "for", "publication"], &["in", "confidence"], &["private", "session"]];
    let speaks = phrases.iter().any(|p| words.windows(p.len()).any(|w| w == *p));
    if speaks || closes(first) { Marked::Perhaps } else { Marked::No }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_that_may_be_meant_for_session_is_told_from_others() {
        for heading in [
            "Session (Open/Closed)",
            "Sesion",
            "Sessions",
            "Session type",
            "Session *",
            "Meeting session",
            "Open/closed",
            "Open or closed?",
            "Closed session",
            "Sess.",
            "Closed?",
            "Open",
            "Confidential?",
            "Public/private",
            "Part 1 or 2",
            "Protective marking",
            "For publication",
            "Exempt (Y/N)",
            "SESSION\u{200b}S",
            "Ｓｅｓｓｉｏｎ",
            "Restricted",
        ] {
            assert!(is_like(heading), "{heading}");
        }
        for heading in [
            "Section",
            "Lead",
            "Comments",
            "Date closed",
            "Opened on",
            "Public confidence",
            "Contact",
            "Progress so far",
            "Type",
            "Level",
            "Item",
            "Mission statement for the year",
        ] {
            assert!(!is_like(heading), "{heading}");
        }
    }

    #[test]
    fn a_text_that_is_marked_is_told_from_one_that_speaks_of_closing() {
        for text in [
            "[CLOSED] The operation",
            "(closed) The operation",
            "CLOSED: the operation",
            "CONFIDENTIAL – the operation",
            "The operation (not for publication)",
            "NOT FOR PUBLICATION\nThe operation",
            "Closed",
            "The operation [Part 2]",
            "RESTRICTED",
            "**Confidential** The operation",
        ] {
            assert_eq!(marking(text), Marked::Plainly, "{text}");
        }
        for text in ["Closed: three premises", "It was reported in closed session."] {
            assert_eq!(marking(text), Marked::Perhaps, "{text}");
        }
        for text in [
            "Closed circuit television was moved.",
            "Three premises were closed (two in May).",
            "The shop closed.",
            "Open days were held.",
            "",
            "CCTV: 4 cameras",
            "Three premises were closed.",
            "A confidential helpline opened.",
        ] {
            assert_eq!(marking(text), Marked::No, "{text}");
        }
    }
}
