//! What the program says: data on standard output, everything else on standard error.

use std::io::{self, Write};
use std::path::Path;

use super::Failure;
use crate::problem::{Problems, Severity};
use crate::returns::report;

/// Where the program's words go.
pub struct Console<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    colour: bool,
    quiet: bool,
}

impl<'a> Console<'a> {
    /// Makes a console that writes data to `out` and words to `err`, in colour or not, quiet or not.
    pub fn new(out: &'a mut dyn Write, err: &'a mut dyn Write, colour: bool, quiet: bool) -> Self {
        Console { out, err, colour, quiet }
    }

    /// Writes data; a reader that has gone away is not a failure.
    pub(super) fn data(&mut self, text: &str) -> Result<(), Failure> {
        let written = self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush());
        match written {
            Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::Machine(Path::new("standard output").into(), e))
            }
            _ => Ok(()),
        }
    }

    /// Says something that is left out where the console is quiet.
    pub(super) fn say(&mut self, text: &str) {
        if !self.quiet {
            self.line(text);
        }
    }

    /// Says what went wrong.
    pub(super) fn error(&mut self, text: &str) {
        let label = self.painted(Severity::Error);
        self.line(&format!("{label}: {text}"));
    }

    /// Lists errors and warnings by workbook, then counts them. A quiet console lists errors only.
    ///
    /// Notes are for those who ask: `check` lists them.
    pub(super) fn problems(&mut self, problems: &Problems) {
        let shown = self.heard(problems, Severity::Warning);
        for line in report::text(&shown).lines() {
            let painted = [Severity::Error, Severity::Warning].into_iter().find_map(|s| {
                let rest = line.strip_prefix(&s.to_string())?.strip_prefix(':')?;
                Some(format!("{}:{rest}", self.painted(s)))
            });
            self.line(painted.as_deref().unwrap_or(line));
        }
    }

    /// Picks the problems that are told: down to a severity, or errors only where the console is quiet.
    pub(super) fn heard(&self, problems: &Problems, least: Severity) -> Problems {
        let least = if self.quiet { Severity::Error } else { least };
        problems.iter().filter(|p| p.severity <= least).cloned().collect()
    }

    fn painted(&self, severity: Severity) -> String {
        let code = match severity {
            Severity::Error => "31;1",
            Severity::Warning => "33;1",
            Severity::Note => "36",
        };
        if self.colour { format!("\u{1b}[{code}m{severity}\u{1b}[0m") } else { severity.to_string() }
    }

    /// Standard error that cannot be written to is nowhere to complain to.
    fn line(&mut self, text: &str) {
        _ = writeln!(self.err, "{text}");
    }
}
