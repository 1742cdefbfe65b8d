//! Problems and where they are, as a person with a spreadsheet open needs them.
//!
//! *In:* what a stage found wrong. *Out:* [`Problem`]s that print as one line each, and as JSON with stable keys.
//! *Invariants:* a problem always names a place, what was found or missing, and what to do where that is not plain.
//! Workbook and sheet names are cleaned of control and direction characters before they get here. This is a leaf: it
//! does not know what the rules are, only how breaches of them are told.

mod code;

pub use code::{Code, Mender};

use std::fmt;

use serde::{Serialize, Serializer};

use crate::text;

/// How much a problem matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Stops the build.
    Error,
    /// Goes on the screen and into the data-quality annex.
    Warning,
    /// Worth knowing: something was passed over.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        })
    }
}

/// A cell by its absolute row and column, both counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CellRef {
    /// The row, 0 for the one that spreadsheets call 1.
    pub row: u32,
    /// The column, 0 for A.
    pub column: u32,
}

impl CellRef {
    /// Makes a reference from a row and a column counted from 0.
    pub fn new(row: u32, column: u32) -> Self {
        CellRef { row, column }
    }

    /// Prints a column's letters: `A`, `Z`, `AA`.
    pub fn column_letters(column: u32) -> String {
        let mut letters = Vec::new();
        let mut rest = column + 1;
        while rest > 0 {
            letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
            rest = (rest - 1) / 26;
        }
        letters.iter().rev().collect()
    }
}

impl fmt::Display for CellRef {
    /// Prints the reference as in `H14`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", CellRef::column_letters(self.column), self.row + 1)
    }
}

/// Where something is.
///
/// Prints as people say it: `amber-valley.xlsx › Crime › H14`, `Crime › F14:AI14`, `board.toml:12`,
/// `overview.md:3:14`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Place {
    /// A whole folder or the command itself; what it is called.
    Whole(String),
    /// A file, and the line in it (from 1) where one is known.
    File {
        /// The file's name.
        file: String,
        /// The line, from 1.
        line: Option<usize>,
        /// The column, from 1.
        column: Option<usize>,
    },
    /// A workbook as a whole.
    Workbook(String),
    /// A sheet of a workbook.
    Sheet {
        /// The workbook's file name.
        workbook: String,
        /// The sheet's name.
        sheet: String,
    },
    /// A cell, or a range of cells from `first` to `last`.
    Cells {
        /// The workbook's file name.
        workbook: String,
        /// The sheet's name.
        sheet: String,
        /// The top left cell.
        first: CellRef,
        /// The bottom right cell; the same as `first` for one cell.
        last: CellRef,
    },
}

impl Place {
    /// Makes the place of one cell.
    pub fn cell(workbook: &str, sheet: &str, cell: CellRef) -> Self {
        Place::Cells { workbook: workbook.into(), sheet: sheet.into(), first: cell, last: cell }
    }

    /// Makes the place of a file as a whole.
    pub fn file(file: &str) -> Self {
        Place::File { file: file.into(), line: None, column: None }
    }

    /// Gives the workbook's name, where this is in one.
    pub fn workbook(&self) -> Option<&str> {
        match self {
            Place::Workbook(w) | Place::Sheet { workbook: w, .. } | Place::Cells { workbook: w, .. } => Some(w),
            Place::Whole(_) | Place::File { .. } => None,
        }
    }

    /// Gives the sheet's name, where this is in one.
    pub fn sheet(&self) -> Option<&str> {
        match self {
            Place::Sheet { sheet, .. } | Place::Cells { sheet, .. } => Some(sheet),
            _ => None,
        }
    }

    /// Gives the workbook, the sheet and the row of a cell, or of the first cell of a range.
    pub fn row(&self) -> Option<(&str, &str, u32)> {
        match self {
            Place::Cells { workbook, sheet, first, .. } => Some((workbook, sheet, first.row)),
            _ => None,
        }
    }

    /// Prints the cell or range, as in `H14` or `F14:AI14`, where this is one.
    pub fn cells(&self) -> Option<String> {
        match self {
            Place::Cells { first, last, .. } if first == last => Some(first.to_string()),
            Place::Cells { first, last, .. } => Some(format!("{first}:{last}")),
            _ => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Whole(what) | Place::Workbook(what) => f.write_str(what),
            Place::File { file, line, column } => {
                f.write_str(file)?;
                line.iter().chain(column).try_for_each(|n| write!(f, ":{n}"))
            }
            Place::Sheet { workbook, sheet } => write!(f, "{workbook} › {sheet}"),
            Place::Cells { workbook, sheet, .. } => {
                write!(f, "{workbook} › {sheet} › {}", self.cells().unwrap_or_default())
            }
        }
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

/// One thing that is wrong, or worth knowing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, for programs.
    pub code: Code,
    /// Where it is.
    pub place: Place,
    /// What is wrong, as a phrase without a full stop: `expected a whole number, found "n/a"`.
    pub message: String,
    /// What the cell or file holds, where that says more.
    pub found: Option<String>,
    /// What should be there.
    pub expected: Option<String>,
    /// What to do about it, where that is not plain.
    pub help: Option<String>,
    /// Whether it is about what is not, or may not be, for the open session; it then quotes nothing.
    pub(crate) withheld: bool,
}

impl Problem {
    /// Makes a problem, as severe as its code is, from its place and message.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        let (severity, message) = (code.severity(), message.into());
        Problem { severity, code, place, message, found: None, expected: None, help: None, withheld: false }
    }

    /// Makes a problem that says what was expected and what was found, both kept for programs too.
    pub fn expected(code: Code, place: Place, expected: impl Into<String>, found: impl Into<String>) -> Self {
        let (expected, found) = (expected.into(), found.into());
        let message = format!("expected {expected}, found {found}");
        Problem { expected: Some(expected), found: Some(found), ..Problem::new(code, place, message) }
    }

    /// Makes the error that a file or folder cannot be written.
    pub fn unwritable(path: &std::path::Path, why: &dyn fmt::Display) -> Self {
        let message = format!("it cannot be written: {why}");
        Problem::new(Code::Unwritable, Place::file(&path.display().to_string()), message)
    }

    /// Says whether it stops the build.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Makes the same problem without a word of what the cells hold: only where it is, and what should be there.
    ///
    /// What is expected must be said from the column alone.
    #[must_use]
    pub fn withheld(self) -> Self {
        // What is said of sessions, and of formulas without a result, quotes none.
        let is_static = self.code == Code::UnsavedFormula;
        if is_static || self.code.is_of_sessions() {
            return Problem { found: None, withheld: true, ..self };
        }
        let what = match &self.expected {
            Some(expected) if self.code == Code::Blank => format!("expected {expected}, found a blank cell"),
            Some(expected) => format!("expected {expected}, found something else"),
            None => text::first_down(self.code.meaning().trim_end_matches('.')),
        };
        let message = format!("{what}; the row is not open, so nothing of it is quoted");
        Problem { message, found: None, help: None, withheld: true, ..self }
    }

    /// Says whether it is about what is not, or may not be, for the open session.
    pub fn is_withheld(&self) -> bool {
        self.withheld
    }

    /// Makes the same problem with another severity than its code's.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

impl fmt::Display for Problem {
    /// Prints the place, the message and the help on one line, without the severity.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)?;
        self.help.iter().try_for_each(|h| write!(f, ". {h}"))
    }
}

/// The keys that programs see.
#[derive(Serialize)]
struct Keys<'a> {
    severity: Severity,
    code: Code,
    workbook: Option<&'a str>,
    sheet: Option<&'a str>,
    cell: Option<String>,
    place: &'a Place,
    message: &'a str,
    found: Option<&'a str>,
    expected: Option<&'a str>,
    help: Option<&'a str>,
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        Keys {
            severity: self.severity,
            code: self.code,
            workbook: self.place.workbook(),
            sheet: self.place.sheet(),
            cell: self.place.cells(),
            place: &self.place,
            message: &self.message,
            found: self.found.as_deref(),
            expected: self.expected.as_deref(),
            help: self.help.as_deref(),
        }
        .serialize(s)
    }
}

/// All problems of a run, in the order they were found.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Makes an empty list.
    pub fn new() -> Self {
        Problems::default()
    }

    /// Adds a problem.
    pub fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// Gives the problems in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }

    /// Says whether there is none of any severity.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Says whether any of them stops the build.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Takes all quotations out of the problems whose places are of what is not open.
    pub fn withhold(&mut self, is_closed: impl Fn(&Place) -> bool) {
        for problem in self.0.iter_mut().filter(|p| !p.withheld && is_closed(&p.place)) {
            *problem = problem.clone().withheld();
        }
    }

    /// Parts them into those that may be told in the open session, and those that may not.
    pub fn part(self) -> (Problems, Problems) {
        let (closed, open): (Vec<_>, Vec<_>) = self.0.into_iter().partition(Problem::is_withheld);
        (Problems(open), Problems(closed))
    }

    /// Counts those of one severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|p| p.severity == severity).count()
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Problems(vec![problem])
    }
}

impl Extend<Problem> for Problems {
    fn extend<T: IntoIterator<Item = Problem>>(&mut self, iter: T) {
        self.0.extend(iter);
    }
}

impl FromIterator<Problem> for Problems {
    fn from_iter<T: IntoIterator<Item = Problem>>(iter: T) -> Self {
        Problems(iter.into_iter().collect())
    }
}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = std::vec::IntoIter<Problem>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_print_as_people_say_them() {
        let cell = Place::cell("amber-valley.xlsx", "Crime", CellRef::new(13, 7));
        assert_eq!(cell.to_string(), "amber-valley.xlsx › Crime › H14");
        let range = Place::Cells {
            workbook: "a.xlsx".into(),
            sheet: "Crime".into(),
            first: CellRef::new(13, 5),
            last: CellRef::new(13, 34),
        };
        assert_eq!(range.to_string(), "a.xlsx › Crime › F14:AI14");
        assert_eq!(
            Place::File { file: "board.toml".into(), line: Some(12), column: None }.to_string(),
            "board.toml:12"
        );
        assert_eq!([0, 25, 26, 701, 702, 16383].map(CellRef::column_letters), ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }

    #[test]
    fn a_problem_prints_on_one_line_and_keeps_its_parts() {
        let place = Place::cell("amber-valley.xlsx", "Crime", CellRef::new(13, 7));
        let p = Problem::expected(Code::NotAWholeNumber, place, "a whole number", "\"n/a\"").help("Type the count");
        assert_eq!(
            p.to_string(),
            "amber-valley.xlsx › Crime › H14: expected a whole number, found \"n/a\". Type the count"
        );
        let json = serde_json::to_value(&p).expect("plain data");
        assert_eq!((json["cell"].as_str(), json["found"].as_str()), (Some("H14"), Some("\"n/a\"")));
    }
}
