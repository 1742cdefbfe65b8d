//! From a folder of inputs to facts: what every command that reads returns has in common.

use std::path::{Path, PathBuf};

use crate::analysis::{self, ClosedFacts, Facts, Previous};
use crate::board::{self, Board};
use crate::cli::Inputs;
use crate::paper::Papers;
use crate::problem::{Code, Mender, Place, Problem, Problems, Severity};
use crate::quarter::Quarter;
use crate::returns::{self, ClosedReturn, Quarters, Return, Returns, Sender};
use crate::threads;
use crate::workbook::Reader;

/// A quarter that was read and analysed.
pub(super) struct Account {
    /// The board.
    pub(super) board: Board,
    /// The quarter.
    pub(super) quarter: Quarter,
    /// Its returns, in the board's order, the unit's last.
    pub(super) returns: Returns,
    /// Everything known of it that may be told in the open session, problems included.
    pub(super) facts: Facts,
    /// What is for the closed session.
    pub(super) closed: ClosedFacts,
    /// What is wrong with what is not open: it quotes nothing, and goes into no paper.
    pub(super) withheld: Problems,
}

impl Account {
    /// Gives all problems, for those who mend the returns.
    pub(super) fn problems(&self) -> Problems {
        self.facts.problems.iter().chain(self.withheld.iter()).cloned().collect()
    }
}

/// A quarter's returns as far as they could be read, and what is wrong with them.
pub(super) struct Intake {
    /// The board.
    pub(super) board: Board,
    /// The quarter.
    pub(super) quarter: Quarter,
    /// Its returns, in the board's order, the unit's last.
    pub(super) returns: Returns,
    /// What is wrong with them, or worth knowing.
    pub(super) problems: Problems,
    /// The quarters before, as far as they are on file, and what is wrong with those.
    earlier: (Option<Earlier>, Problems),
}

/// An earlier quarter as it was read, and those before it.
struct Earlier {
    quarter: Quarter,
    returns: Returns,
    before: Option<Box<Earlier>>,
}

impl Earlier {
    /// Gives what may be told of these quarters in the open session, whatever was closed since.
    fn open(self, closed_now: &[ClosedReturn]) -> Previous {
        Previous {
            quarter: self.quarter,
            returns: returns::not_closed_since(self.returns.open, closed_now),
            earlier: self.before.map(|before| Box::new(before.open(closed_now))),
        }
    }
}

/// Whether returns may be missing and counts blank.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lack {
    /// A missing return or count is an error.
    Refused,
    /// It is a warning, and the figures that need it do not exist.
    Allowed,
}

/// The folder beside `board.toml` whose templates are used where no other folder is named.
pub(super) const TEMPLATES: &str = "templates";

/// Finds the folder whose templates, theme and fonts are used: the one that was named, or the board's own.
pub(super) fn templates(inputs: &Inputs) -> Option<PathBuf> {
    let own = || Some(inputs.folder.join(TEMPLATES)).filter(|folder| folder.is_dir());
    inputs.templates.clone().or_else(own)
}

/// Picks the quarter that was asked for, or the latest one returned; and tells of folders that are passed over for it.
///
/// # Errors
/// No quarter; or none but in a folder that is called otherwise.
fn quarter(inputs: &Inputs) -> Result<(Quarter, Problems), Problems> {
    let quarters = Quarters::list(&inputs.folder)?;
    let quarter = inputs.quarter.or_else(|| quarters.latest());
    let passed_over = quarters.passed_over(quarter, inputs.quarter.is_some());
    match quarter {
        // Where what was asked for is all but there, its being misnamed is what is wrong.
        Some(quarter) if quarters.has(quarter) || !passed_over.has_errors() => Ok((quarter, passed_over)),
        _ if passed_over.has_errors() => Err(passed_over),
        _ => {
            let place = Place::Whole(inputs.folder.display().to_string());
            let problem = Problem::new(Code::NoQuarter, place, "there is no quarter's folder in it, as in 2013-14-q2");
            Err(passed_over.into_iter().chain([problem.help("Make one, and put the returns into it")]).collect())
        }
    }
}

/// How many earlier quarters are read at most: actions are told as far back as a year.
const BACK: usize = 4;

/// Reads a quarter's returns, and those of the quarters before, for a board that may have these papers.
///
/// # Errors
/// A board that cannot be read; no quarter.
pub(super) fn intake(reader: &Reader, inputs: &Inputs, papers: &Papers, lack: Lack) -> Result<Intake, Problems> {
    let board = board::load(&inputs.folder, papers)?;
    let (quarter, mut problems) = quarter(inputs)?;
    // One folder's last workbooks leave processors idle that another's can use.
    let (earlier, returns) = threads::both(
        || {
            let mut problems = Problems::new();
            let previous = previous(reader, &inputs.folder, &board, quarter.previous(), BACK, &mut problems);
            (previous, problems)
        },
        || {
            let lenient = lack == Lack::Allowed;
            returns::read_folder(reader, &inputs.folder, &board, quarter, lenient, &mut problems)
        },
    );
    let severity = if lack == Lack::Allowed { Severity::Warning } else { Severity::Error };
    // Who has returned is not known where there is no folder, or the machine does not let it, or a workbook in it, be read.
    if !problems.iter().any(|p| p.code == Code::NoFolder || p.code.mender() == Mender::Machine) {
        let missing = returns::missing(&board, quarter, &returns.open, &problems);
        problems.extend(missing.into_iter().map(|p| p.severity(severity)));
    }
    Ok(Intake { board, quarter, returns, problems, earlier })
}

/// Analyses what was read; of an earlier quarter, without what `closed_since` has closed.
///
/// Where there are errors, this is for the problems between returns and quarters that are told besides, so that one run
/// tells all of them; the figures are of no use then.
pub(super) fn analyse(read: Intake, closed_since: &[ClosedReturn]) -> Account {
    let Intake { board, quarter, mut returns, mut problems, earlier: (earlier, of_earlier) } = read;
    // An error may have left actions out of the unit's plan: what its plan lacks would be told wrongly.
    let flawed = |r: &Return| problems.iter().any(|p| p.is_error() && p.place.workbook() == Some(&r.workbook));
    let set_aside: Vec<Return> = returns.open.extract_if(.., |r| r.sender == Sender::Unit && flawed(r)).collect();
    problems.extend(of_earlier);
    if let Some(earlier) = &earlier {
        returns::between_quarters(&returns.open, &earlier.returns.open, &board, &mut problems);
    }
    problems.extend(returns::nothing_treated(&board, quarter, &returns.open));
    returns::of_the_plan(&returns, earlier.as_ref().map(|e| &e.returns), quarter, &mut problems);
    returns.open = returns::not_closed_since(returns.open, closed_since);
    let closed_now: Vec<ClosedReturn> = returns.closed.iter().chain(closed_since).cloned().collect();
    let previous = earlier.map(|earlier| earlier.open(&closed_now));
    let (open, mut withheld) = problems.part();
    let mut facts = analysis::analyse(&board, quarter, &returns.open, previous.as_ref());
    let between = std::mem::replace(&mut facts.problems, open);
    facts.problems.extend(between);
    let (closed, failed) = analysis::closed(&board, quarter, &returns.closed);
    withheld.extend(failed);
    // The unit's comes last in any case.
    returns.open.extend(set_aside);
    Account { board, quarter, returns, facts, closed, withheld }
}

/// Reads and analyses a quarter.
///
/// # Errors
/// All problems, where one of them is an error.
pub(super) fn prepare(reader: &Reader, inputs: &Inputs, papers: &Papers, lack: Lack) -> Result<Account, Problems> {
    prepare_before(reader, inputs, papers, lack, &[])
}

/// Reads and analyses an earlier quarter, without what has been closed since.
///
/// # Errors
/// All problems, where one of them is an error.
pub(super) fn prepare_before(
    reader: &Reader,
    inputs: &Inputs,
    papers: &Papers,
    lack: Lack,
    closed_since: &[ClosedReturn],
) -> Result<Account, Problems> {
    let account = analyse(intake(reader, inputs, papers, lack)?, closed_since);
    let problems = account.problems();
    if problems.has_errors() { Err(problems) } else { Ok(account) }
}

/// Reads an earlier quarter, where its folder is there, and those before it.
///
/// What is wrong with returns that were published long ago stops nothing: one warning a quarter says what cannot be
/// told because of it.
fn previous(
    reader: &Reader,
    inputs: &Path,
    board: &Board,
    quarter: Quarter,
    back: usize,
    problems: &mut Problems,
) -> Option<Earlier> {
    if back == 0 || !inputs.join(quarter.folder()).is_dir() {
        return None;
    }
    let mut found = Problems::new();
    let returns = returns::read_folder(reader, inputs, board, quarter, true, &mut found);
    let errors = found.count(Severity::Error);
    if errors > 0 {
        let what = if errors == 1 { "a problem".to_string() } else { format!("{errors} problems") };
        let message = format!("the returns of {quarter} have {what}, so changes since then may be told in part only");
        let help = format!("Run `board-papers check --quarter \"{quarter}\"` to see what is wrong");
        problems.push(Problem::new(Code::EarlierReturns, Place::Whole(quarter.folder()), message).help(help));
    }
    let before = previous(reader, inputs, board, quarter.previous(), back - 1, problems).map(Box::new);
    Some(Earlier { quarter, returns, before })
}
