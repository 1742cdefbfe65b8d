//! `check`: everything that is wrong with the quarter's returns, or with single ones before they are sent.

use std::path::Path;

use super::prepare::{Lack, analyse, intake};
use super::{Console, Exit, Failure};
use crate::board::{self, Board};
use crate::cli::Check;
use crate::problem::Problems;
use crate::quarter::Quarter;
use crate::returns::{self, Returns, report};

/// What was read, and what is wrong with it.
struct Findings {
    board: Board,
    quarter: Option<Quarter>,
    returns: Returns,
    problems: Problems,
}

pub(super) fn run(task: &Check, console: &mut Console) -> Result<Exit, Failure> {
    let found = findings(task)?;
    if let Some(folder) = &task.letters {
        write_letters(folder, &found, console)?;
    }
    let text = if task.json { json(&found.problems)? } else { text(&found) };
    console.data(&text)?;
    Ok(Exit::of(&found.problems))
}

fn findings(task: &Check) -> Result<Findings, Failure> {
    let reader = super::reader()?;
    if !task.returns.is_empty() {
        let board = board::load(&task.inputs.folder)?;
        let mut problems = Problems::new();
        let returns = returns::read_files(&reader, &task.returns, &board, task.inputs.quarter, &mut problems);
        return Ok(Findings { board, quarter: task.inputs.quarter, returns, problems });
    }
    let read = intake(&reader, &task.inputs, Lack::Refused)?;
    let (board, quarter, returns) = (read.board.clone(), Some(read.quarter), read.returns.clone());
    let problems = analyse(read, &[]).problems();
    Ok(Findings { board, quarter, returns, problems })
}

fn text(found: &Findings) -> String {
    let read = match found.returns.open.len() {
        1 => "1 return".to_string(),
        n => format!("{n} returns"),
    };
    let listed = report::text(&found.problems);
    if listed.is_empty() { format!("{read} read: nothing wrong\n") } else { listed }
}

fn json(problems: &Problems) -> Result<String, Failure> {
    report::json(problems).map_err(|e| Failure::Machine("standard output".into(), std::io::Error::other(e)))
}

fn write_letters(folder: &Path, found: &Findings, console: &mut Console) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(Failure::at(folder))?;
    let returns = &found.returns.open;
    let named = returns.first().map(|r| r.quarter).filter(|q| returns.iter().all(|r| r.quarter == *q));
    let quarter = found.quarter.or(named);
    for letter in report::letters(&found.board, quarter, returns, &found.problems) {
        let path = folder.join(&letter.file_name);
        std::fs::write(&path, &letter.text).map_err(Failure::at(&path))?;
        console.say(&format!("{}", path.display()));
    }
    Ok(())
}
