//! From a folder of inputs to facts: what every command that reads returns has in common.

use std::path::{Path, PathBuf};

use crate::analysis::{self, Facts, Previous};
use crate::board::{self, Board};
use crate::cli::Inputs;
use crate::paper::Papers;
use crate::problem::{Code, Mender, Place, Problem, Problems, Severity};
use crate::quarter::Quarter;
use crate::returns::{self, Quarters, Return, Sender};
use crate::threads;
use crate::workbook::Reader;

/// A quarter that was read and analysed.
pub(super) struct Account {
    /// The board.
    pub(super) board: Board,
    /// The quarter.
    pub(super) quarter: Quarter,
    /// Its returns, in the board's order, the unit's last.
    pub(super) returns: Vec<Return>,
    /// Everything known of it, problems included.
    pub(super) facts: Facts,
}

/// A quarter's returns as far as they could be read, and what is wrong with them.
pub(super) struct Intake {
    /// The board.
    pub(super) board: Board,
    /// The quarter.
    pub(super) quarter: Quarter,
    /// Its returns, in the board's order, the unit's last.
    pub(super) returns: Vec<Return>,
    /// What is wrong with them, or worth knowing.
    pub(super) problems: Problems,
    /// The quarters before, as far as they are on file, and what is wrong with those.
    earlier: (Option<Previous>, Problems),
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
    problems.extend(board.unfit(quarter));
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
        let missing = returns::missing(&board, quarter, &returns, &problems);
        problems.extend(missing.into_iter().map(|p| p.severity(severity)));
    }
    Ok(Intake { board, quarter, returns, problems, earlier })
}

/// Analyses what was read.
///
/// Where there are errors, this is for the problems between returns and quarters that are told besides, so that one run
/// tells all of them; the figures are of no use then.
pub(super) fn analyse(read: Intake) -> Account {
    let Intake { board, quarter, mut returns, mut problems, earlier: (previous, of_earlier) } = read;
    // An error may have left actions out of the unit's plan: what its plan lacks would be told wrongly.
    let flawed = |r: &Return| problems.iter().any(|p| p.is_error() && p.place.workbook() == Some(&r.workbook));
    let set_aside: Vec<Return> = returns.extract_if(.., |r| r.sender == Sender::Unit && flawed(r)).collect();
    problems.extend(of_earlier);
    if let Some(previous) = &previous {
        returns::between_quarters(&returns, &previous.returns, &board, &mut problems);
    }
    let mut facts = analysis::analyse(&board, quarter, &returns, previous.as_ref());
    problems.extend(std::mem::replace(&mut facts.problems, Problems::new()));
    facts.problems = problems;
    // The unit's comes last in any case.
    returns.extend(set_aside);
    Account { board, quarter, returns, facts }
}

/// Reads and analyses a quarter.
///
/// # Errors
/// All problems, where one of them is an error.
pub(super) fn prepare(reader: &Reader, inputs: &Inputs, papers: &Papers, lack: Lack) -> Result<Account, Problems> {
    let account = analyse(intake(reader, inputs, papers, lack)?);
    if account.facts.problems.has_errors() { Err(account.facts.problems) } else { Ok(account) }
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
) -> Option<Previous> {
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
    let earlier = previous(reader, inputs, board, quarter.previous(), back - 1, problems).map(Box::new);
    Some(Previous { quarter, returns, earlier })
}
