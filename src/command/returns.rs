//! `returns`: blank returns to send out, or the guide to every field.

use std::path::Path;

use super::prepare::templates;
use super::{Console, Exit, Failure};
use crate::board::{self, Board};
use crate::cli::{self, Inputs};
use crate::narrative::Sources;
use crate::output::{self, Files, Stop};
use crate::problem::{Code, Place, Problem, Problems, Severity};
use crate::quarter::Quarter;
use crate::returns::{self, Quarters, Returns, blank};

pub(super) fn run(task: &cli::Returns, stop: &Stop, console: &mut Console) -> Result<Exit, Failure> {
    match task {
        cli::Returns::Guide { inputs, quarter } => {
            let on_file = || Quarters::list(&inputs.folder).ok()?.latest();
            let quarter = inputs.quarter.or_else(on_file).unwrap_or(*quarter);
            console.data(&returns::guide(&board(inputs)?, quarter))?;
        }
        cli::Returns::Blank { inputs, quarter, out } => blank(inputs, *quarter, out, stop, console)?,
    }
    Ok(Exit::Done)
}

/// Reads the board, with the papers that there are templates for.
fn board(inputs: &Inputs) -> Result<Board, Problems> {
    board::load(&inputs.folder, Sources::read(templates(inputs).as_deref()).papers())
}

/// Writes the blank returns of a quarter, with what the latest quarter before it has on file.
fn blank(inputs: &Inputs, quarter: Quarter, out: &Path, stop: &Stop, console: &mut Console) -> Result<(), Failure> {
    output::put_right(out, stop)?;
    let board = board(inputs)?;
    let (latest, problems) = latest(&inputs.folder, &board, quarter)?;
    console.problems(&problems);
    let files = blank::make(&board, quarter, &latest)?;
    // What is there may have been filled in: all is looked at before anything is written.
    let mut there = Problems::new();
    let (mut written, mut lines) = (Files::into_folder(out), Vec::new());
    for file in files {
        let path = out.join(&file.name);
        match std::fs::read(&path) {
            Ok(bytes) if bytes == file.bytes => {
                lines.push(format!("{}: there already, and the same", path.display()));
            }
            Ok(_) => there.push(there_already(&path, quarter)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                lines.push(path.display().to_string());
                written.add(file.name, file.bytes);
            }
            Err(e) => return Err(Failure::Machine(path, e)),
        }
    }
    if !there.is_empty() {
        return Err(Failure::Problems(there));
    }
    written.write(stop)?;
    lines.iter().for_each(|line| console.say(line));
    Ok(())
}

/// Reads the returns of the latest quarter on file before one, blanks and all; warns of what cannot be carried over.
fn latest(folder: &Path, board: &Board, quarter: Quarter) -> Result<(Returns, Problems), Failure> {
    let mut problems = Problems::new();
    let quarters = Quarters::list(folder)?;
    let before = quarters.latest_before(quarter);
    // Whatever is passed over, nothing is published from it: blank returns lack some figures at worst.
    let passed_over =
        quarters.passed_over(before, before.is_none()).into_iter().filter(|p| p.severity != Severity::Note);
    problems.extend(passed_over.map(|p| p.severity(Severity::Warning)));
    let Some(before) = before else {
        let place = Place::Whole(folder.display().to_string());
        let message = format!("there are no returns of a quarter before {quarter}, so nothing is carried over");
        problems.push(Problem::new(Code::NothingCarried, place, message));
        return Ok((Returns::default(), problems));
    };
    let mut found = Problems::new();
    let returns = returns::read_folder(&super::reader()?, folder, board, before, true, &mut found);
    let errors = found.count(Severity::Error);
    if errors > 0 {
        let what = if errors == 1 { "a problem".to_string() } else { format!("{errors} problems") };
        let message = format!("the returns of {before} have {what}, so not everything in them is carried over");
        let help = format!("Run `board-papers check --quarter \"{before}\"` to see what is wrong");
        problems.push(Problem::new(Code::EarlierReturns, Place::Whole(before.folder()), message).help(help));
    }
    for missing in returns::missing(board, before, &returns.open, &found) {
        let message = format!("{} for {before}, so nothing is carried over into its blank one", missing.message);
        problems.push(Problem::new(Code::NothingCarried, missing.place, message));
    }
    Ok((returns, problems))
}

fn there_already(path: &Path, quarter: Quarter) -> Problem {
    let message = "there is such a file already, and it is not the blank return: it may have been filled in";
    Problem::new(Code::ThereAlready, Place::file(&path.display().to_string()), message).help(format!(
        "Move it elsewhere (a filled-in one belongs in {}), or name another folder with --out",
        quarter.folder()
    ))
}
