//! The commands: what each does with the stages, and what it says.
//!
//! *In:* a [`Job`] and a [`Console`]. *Out:* files, words on standard output and standard error, and an [`Exit`].
//! *Invariants:* data goes to standard output, everything else to standard error; nothing is written while there is an
//! error in any input; the files of a run are replaced together or not at all. A run owns what it works with, and gives it
//! back.

mod build;
mod check;
mod console;
mod facts;
mod init;
mod papers;
mod prepare;
mod reference;
mod returns;
mod trace;

pub use console::Console;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::cli::{Job, Task};
use crate::output::{self, Files, Stop};
use crate::problem::{Mender, Problem, Problems};
use crate::workbook::Reader;

/// How a command ended: the program's exit status.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// All is done; there may be warnings.
    Done = 0,
    /// There are problems in the inputs or templates, and nothing was written.
    Problems = 1,
    /// The command line is wrong.
    Usage = 2,
    /// The machine failed: disk, permission.
    Machine = 3,
}

impl Exit {
    /// Tells how a command ends that has found these problems: with the machine's failure where that is all of them.
    fn of(problems: &Problems) -> Self {
        if !problems.has_errors() {
            Exit::Done
        } else if problems.iter().filter(|p| p.is_error()).all(|p| p.code.mender() == Mender::Machine) {
            Exit::Machine
        } else {
            Exit::Problems
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// Why a command did not do what was asked.
#[derive(Debug)]
enum Failure {
    /// There are problems in the inputs or templates.
    Problems(Problems),
    /// The command line asks for what there is not.
    Usage(String),
    /// A file or folder could not be read or written.
    Machine(PathBuf, io::Error),
    /// A signal asked the run to end.
    Stopped(i32),
}

impl Failure {
    /// Says which file or folder an error was about.
    fn at(path: &Path) -> impl FnOnce(io::Error) -> Failure {
        let path = path.to_path_buf();
        move |e| Failure::Machine(path, e)
    }
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Failure::Problems(problems)
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Failure::Problems(problem.into())
    }
}

impl From<output::Fault> for Failure {
    fn from(fault: output::Fault) -> Self {
        match fault {
            output::Fault::Problems(problems) => Failure::Problems(problems),
            output::Fault::Stopped(signal) => Failure::Stopped(signal),
        }
    }
}

/// Does a job, saying what it does.
pub fn run(job: &Job, console: &mut Console) -> ExitCode {
    let look_out = || Stop::new().map_err(Failure::at(Path::new("signals")));
    let done = look_out().and_then(|stop| match &job.task {
        Task::Build(task) => build::run(task, &stop, console),
        Task::Facts(task) => facts::run(task, &stop, console),
        Task::Check(task) => check::run(task, &stop, console),
        Task::Returns(task) => returns::run(task, &stop, console),
        Task::Init { folder, quarter } => init::run(folder, *quarter, &stop, console),
        Task::Reference => reference::run(console),
    });
    let exit = done.unwrap_or_else(|failure| match failure {
        Failure::Problems(problems) => {
            console.problems(&problems);
            Exit::of(&problems)
        }
        Failure::Usage(words) => {
            words.lines().for_each(|line| console.error(line));
            Exit::Usage
        }
        Failure::Machine(path, error) => {
            console.error(&format!("{}: {error}", path.display()));
            Exit::Machine
        }
        Failure::Stopped(signal) => {
            output::end_by(signal);
            Exit::Machine
        }
    });
    exit.into()
}

/// Writes data to a file, where one was asked for, or to standard output.
fn data(text: &str, file: Option<&Path>, stop: &Stop, console: &mut Console) -> Result<(), Failure> {
    match file {
        Some(path) => Ok(Files::at(path, text.as_bytes().to_vec()).write(stop)?),
        None => console.data(text),
    }
}

/// Makes the reader of workbooks: this very program, in processes of their own.
fn reader() -> Result<Reader, Failure> {
    Reader::isolated().map_err(Failure::at(Path::new("the running program")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Code, Place};

    #[test]
    fn a_run_ends_with_the_machines_failure_only_where_that_is_all_that_went_wrong() {
        let problem = |code| Problem::new(code, Place::Workbook("a.xlsx".into()), "it is wrong");
        let end = |problems: &[Problem]| Exit::of(&problems.iter().cloned().collect());
        assert_eq!(end(&[]), Exit::Done);
        assert_eq!(end(&[Problem::new(Code::TotalDiffers, Place::file("a"), "they differ")]), Exit::Done);
        for code in [Code::UnreadableFile, Code::UnreadableFolder, Code::NoReader] {
            assert_eq!(end(&[problem(code)]), Exit::Machine, "{code}");
            assert_eq!(end(&[problem(code), problem(Code::Blank)]), Exit::Problems, "{code}");
        }
        assert_eq!(end(&[Problem::unwritable(Path::new("a"), &"it is full")]), Exit::Machine);
    }
}
