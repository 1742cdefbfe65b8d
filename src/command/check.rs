//! `check`: everything that would stop a build, or with single returns before they are sent what each by itself can tell.

use std::path::Path;

use super::papers::{self, Papers, Style};
use super::prepare;
use super::{Console, Exit, Failure, data};
use crate::board::{self, Board};
use crate::cli::Check;
use crate::narrative::Sources;
use crate::output::{Files, Stop};
use crate::problem::{Problems, Severity};
use crate::quarter::Quarter;
use crate::returns::{self, Returns, report};
use crate::threads;

/// What was read, and what is wrong with it.
struct Findings {
    board: Board,
    quarter: Option<Quarter>,
    returns: Returns,
    problems: Problems,
}

pub(super) fn run(task: &Check, stop: &Stop, console: &mut Console) -> Result<Exit, Failure> {
    let found = if task.returns.is_empty() { of_quarter(task)? } else { of_files(task)? };
    if let Some(folder) = &task.letters {
        write_letters(folder, &found, stop, console)?;
    }
    let text = if task.json { json(&found.problems)? } else { text(&found, console) };
    data(&text, task.output.as_deref(), stop, console)?;
    Ok(Exit::of(&found.problems))
}

/// Makes the papers as `build` would, for what is wrong.
fn of_quarter(task: &Check) -> Result<Findings, Failure> {
    let Papers { board, quarter, returns, problems, .. } = papers::make(&task.build)?;
    Ok(Findings { board, quarter: Some(quarter), returns, problems })
}

fn of_files(task: &Check) -> Result<Findings, Failure> {
    let inputs = &task.build.inputs;
    let reader = super::reader()?;
    let templates = prepare::templates(inputs);
    let sources = Sources::read(templates.as_deref());
    let board = board::load(&inputs.folder, sources.papers())?;
    let mut problems = Problems::new();
    let (style, returns) = threads::both(
        || Style::load(&sources, templates.as_deref()),
        || returns::read_files(&reader, &task.returns, &board, inputs.quarter, &mut problems),
    );
    match style {
        Ok(style) => {
            problems.extend(style.uncovered(&board, &returns));
            problems.extend(style.warnings().iter().cloned());
        }
        Err(of_style) => problems.extend(of_style),
    }
    Ok(Findings { board, quarter: inputs.quarter, returns, problems })
}

fn text(found: &Findings, console: &Console) -> String {
    let heard = console.heard(&found.problems, Severity::Note);
    let read = match found.returns.open.len() {
        1 => "1 return".to_string(),
        n => format!("{n} returns"),
    };
    if found.problems.is_empty() { format!("{read} read: nothing wrong\n") } else { report::text(&heard) }
}

fn json(problems: &Problems) -> Result<String, Failure> {
    report::json(problems).map_err(|e| Failure::Machine("standard output".into(), std::io::Error::other(e)))
}

fn write_letters(folder: &Path, found: &Findings, stop: &Stop, console: &mut Console) -> Result<(), Failure> {
    let returns = &found.returns.open;
    let named = returns.first().map(|r| r.quarter).filter(|q| returns.iter().all(|r| r.quarter == *q));
    let quarter = found.quarter.or(named);
    let (mut files, mut lines) = (Files::into_folder(folder), Vec::new());
    for letter in report::letters(&found.board, quarter, returns, &found.problems) {
        lines.push(folder.join(&letter.file_name).display().to_string());
        files.add(letter.file_name, letter.text.into_bytes());
    }
    files.write(stop)?;
    lines.iter().for_each(|line| console.say(line));
    Ok(())
}
