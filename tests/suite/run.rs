//! The program, run in a board's folder as a person would run it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A board's folder, and the program run in it.
pub(crate) struct Written {
    dir: TempDir,
}

impl Written {
    /// Makes an empty folder.
    pub(crate) fn new() -> Self {
        Written { dir: TempDir::new().expect("a temporary folder") }
    }

    /// Gives a path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Runs the program in the folder, as on 20 November 2013.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        run_in(self.dir.path(), arguments)
    }
}

/// Runs the program in a folder, as on 20 November 2013.
pub(crate) fn run_in(folder: &Path, arguments: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_board-papers"))
        .args(arguments)
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", "1384905600")
        .output()
        .expect("the program that cargo built");
    Ran(output)
}

/// What a run of the program did.
pub(crate) struct Ran(Output);

impl Ran {
    /// Gives the exit status.
    pub(crate) fn code(&self) -> i32 {
        self.0.status.code().unwrap_or(-1)
    }

    /// Gives standard output.
    pub(crate) fn out(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).into_owned()
    }

    /// Gives standard error.
    pub(crate) fn err(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    /// Asserts the exit status, showing what was said where it is another.
    #[track_caller]
    pub(crate) fn expect(self, code: i32) -> Self {
        assert_eq!(self.code(), code, "standard error:\n{}", self.err());
        self
    }
}
