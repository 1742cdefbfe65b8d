//! `returns`: blank returns to send out, or the guide to every field.

use std::path::Path;

use super::{Console, Exit, Failure};
use crate::board::{self, Board};
use crate::cli;
use crate::problem::{Code, Place, Problem, Problems, Severity};
use crate::quarter::Quarter;
use crate::returns::{self, Returns, blank};

pub(super) fn run(task: &cli::Returns, console: &mut Console) -> Result<Exit, Failure> {
    match task {
        cli::Returns::Guide(folder) => console.data(&returns::guide(&board::load(folder)?))?,
        cli::Returns::Blank { folder, quarter, out } => blank(folder, *quarter, out, console)?,
    }
    Ok(Exit::Done)
}

/// Writes the blank returns of a quarter, with what the latest quarter before it has on file.
fn blank(folder: &Path, quarter: Quarter, out: &Path, console: &mut Console) -> Result<(), Failure> {
    let board = board::load(folder)?;
    let (latest, problems) = latest(folder, &board, quarter)?;
    console.problems(&problems);
    let files = blank::make(&board, quarter, &latest)?;
    // What is there may have been filled in: all is looked at before anything is written.
    let mut there = Problems::new();
    let mut written = Vec::new();
    for file in files {
        let path = out.join(&file.name);
        match std::fs::read(&path) {
            Ok(bytes) if bytes == file.bytes => written.push((path, None)),
            Ok(_) => there.push(there_already(&path, quarter)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => written.push((path, Some(file.bytes))),
            Err(e) => return Err(Failure::Machine(path, e)),
        }
    }
    if !there.is_empty() {
        return Err(Failure::Problems(there));
    }
    std::fs::create_dir_all(out).map_err(Failure::at(out))?;
    for (path, bytes) in written {
        match bytes {
            Some(bytes) => {
                std::fs::write(&path, bytes).map_err(Failure::at(&path))?;
                console.say(&path.display().to_string());
            }
            None => console.say(&format!("{}: there already, and the same", path.display())),
        }
    }
    Ok(())
}

/// Reads the returns of the latest quarter on file before one, blanks and all; warns of what cannot be carried over.
fn latest(folder: &Path, board: &Board, quarter: Quarter) -> Result<(Returns, Problems), Failure> {
    let mut problems = Problems::new();
    let Some(before) = returns::latest_quarter_before(folder, quarter) else {
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
