//! The journal of a run that writes: what its successor needs to put right what a kill interrupts.
//!
//! It has up to two lines of JSON: the folders in which the run has files of its own; and, when all files are staged, what
//! is replaced and where the old ones are kept. A line that was cut off counts for nothing: what it would have announced
//! had not begun. When all files are in their places the journal gets another name, by which nothing is put back any more.
//!
//! A disk keeps the order of what happens to names, so that after a loss of power, too, there is some moment's state; what
//! files hold is synced before it is relied on: every staged file, and the journal before the first rename.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Fault, OWN, cannot, is_plain, words};
use crate::problem::{Problem, Problems};

/// The journal of a run that can still be undone.
const NAME: &str = ".board-papers-journal";
/// The journal of a run whose files are all in their places.
const DONE: &str = ".board-papers-journal-done";

/// What is put in a file's place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    /// The file's name in the set's folder.
    pub(super) name: OsString,
    /// The name, beside it, by which the file is kept that was there; none where there was none.
    pub(super) old: Option<String>,
    /// The sum of what is put there, by which it is known again.
    pub(super) sum: (usize, u32),
}

/// Sums up a file, so that it is told from any other that somebody may put in its place.
pub(super) fn sum(bytes: &[u8]) -> (usize, u32) {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    (bytes.len(), crc.sum())
}

/// A journal that is being written.
#[derive(Debug)]
pub(super) struct Journal {
    folder: PathBuf,
    file: File,
}

impl Journal {
    /// Begins the journal of a set of files, before there is any other file of the run.
    pub(super) fn begin(root: &Path, folders: &BTreeSet<&Path>) -> Result<Self, Fault> {
        let opened = OpenOptions::new().append(true).create_new(true).open(root.join(NAME));
        let mut journal = Journal { folder: root.to_path_buf(), file: opened.map_err(|e| cannot(root, &e))? };
        let folders: Vec<OsString> = folders.iter().map(|f| f.as_os_str().to_os_string()).collect();
        journal.line(&folders)?;
        Ok(journal)
    }

    /// Says what is to be replaced; from now on it can be put back.
    pub(super) fn intend(&mut self, entries: Vec<Entry>) -> Result<(), Fault> {
        self.line(&entries)?;
        self.file.sync_data().map_err(|e| cannot(&self.folder, &e))
    }

    /// Says that all files are in their places; from now on they stay there.
    pub(super) fn done(self) -> Result<(), Fault> {
        // Some systems rename no open file.
        let Journal { folder, file } = self;
        drop(file);
        fs::rename(folder.join(NAME), folder.join(DONE)).map_err(|e| cannot(&folder, &e))
    }

    fn line(&mut self, what: &impl Serialize) -> Result<(), Fault> {
        let written = serde_json::to_vec(what).map_err(io::Error::from).and_then(|mut line| {
            line.push(b'\n');
            self.file.write_all(&line)
        });
        written.map_err(|e| cannot(&self.folder, &e))
    }
}

/// Puts back what a run has begun to replace and not finished, and removes what it has left.
///
/// A file that somebody has put in a place since then stays there.
pub(super) fn recover(root: &Path) -> Result<(), Fault> {
    let mut folders = BTreeSet::from([PathBuf::new()]);
    for (name, undo) in [(NAME, true), (DONE, false)] {
        let file = match File::open(root.join(name)) {
            Err(e) if e.kind() == ErrorKind::NotFound => continue,
            opened => opened.map_err(|e| cannot(root, &e))?,
        };
        let mut lines = BufReader::new(file).split(b'\n').map_while(Result::ok);
        let of_run: Vec<OsString> = parsed(lines.next());
        folders.extend(of_run.into_iter().map(PathBuf::from).filter(|f| is_plain(f)));
        let entries: Vec<Entry> = parsed(lines.next());
        if undo {
            put_back(root, &entries)?;
        }
    }
    folders.iter().for_each(|folder| tidy(&root.join(folder)));
    for name in [NAME, DONE] {
        fs::remove_file(root.join(name)).or_else(|e| match e.kind() {
            ErrorKind::NotFound => Ok(()),
            _ => Err(cannot(root, &e)),
        })?;
    }
    Ok(())
}

/// Reads a line, which may be missing or cut off.
fn parsed<T: Default + for<'a> Deserialize<'a>>(line: Option<Vec<u8>>) -> T {
    line.and_then(|l| serde_json::from_slice(&l).ok()).unwrap_or_default()
}

fn put_back(root: &Path, entries: &[Entry]) -> Result<(), Fault> {
    let mut problems = Problems::new();
    for entry in entries.iter().filter(|e| is_plain(Path::new(&e.name))) {
        let place = root.join(&entry.name);
        let ours = fs::read(&place).is_ok_and(|bytes| sum(&bytes) == entry.sum);
        let old = entry.old.as_ref().filter(|old| is_plain(Path::new(old))).map(|old| place.with_file_name(old));
        let put = match old {
            Some(old) if old.exists() && (ours || !place.exists()) => fs::rename(old, &place),
            None if ours => fs::remove_file(&place),
            _ => Ok(()),
        };
        if let Err(e) = put {
            let why = format!("what was there before could not be put back: {}", words::why(&place, &e));
            problems.push(Problem::unwritable(&place, &why));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Fault::Problems(problems)) }
}

/// Removes a run's own files from a folder, all but the journals.
fn tidy(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name.to_str().is_some_and(|n| n.starts_with(OWN) && n != NAME && n != DONE) {
            // What cannot be removed now is tried again by the next run that writes here.
            _ = fs::remove_file(entry.path());
        }
    }
}
