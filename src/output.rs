//! The files of a run, written together or not at all.
//!
//! *In:* [`Files`]: a folder, and names and bytes for it. *Out:* those files in their places, or a [`Fault`] and the files
//! that were there before. *Invariants:* whoever looks at any moment finds each file whole, old or new; after a run that
//! ended by itself all are new or all are old; after one that was killed, the next run that writes there sees to that. No
//! file of the run's own is left. *It must not know* what a file says. It is the only module that writes over anything.
//!
//! A set of files is written so: a lock in the folder makes runs take turns (`lock`); what an interrupted run left is put
//! right (`journal`); every file is written and synced beside its place, under a name that says nothing, with its
//! owner's rights only; the old files are kept beside theirs; the journal says what is to be put back; then file after
//! file is renamed into its place. When all are there, the journal says so, and the old ones go. Whatever fails before
//! that is undone from the same journal by the same few lines, whether it fails in this run or by its death.
//!
//! Signals that ask a run to end are only looked at while files are written (`stop`), between one file and the next.

mod journal;
mod lock;
mod stop;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeSet;
use std::fs::{self, Permissions};
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

use tempfile::TempPath;

use crate::problem::{Code, Place, Problem, Problems};

use journal::{Entry, Journal};
use lock::Lock;
pub use stop::{Stop, end_by};

/// How the names begin of files that are there only while a run writes.
const OWN: &str = ".board-papers-";

/// Why a run's files are as they were before it.
#[derive(Debug)]
pub enum Fault {
    /// What could not be written, and why.
    Problems(Problems),
    /// A signal asked the run to end.
    Stopped(i32),
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Fault::Problems(problem.into())
    }
}

/// Files that are to be in a folder, all of them or none.
#[derive(Debug)]
pub struct Files {
    folder: PathBuf,
    files: Vec<(PathBuf, Vec<u8>)>,
}

impl Files {
    /// Makes a set without files yet, for a folder.
    pub fn into_folder(folder: &Path) -> Self {
        Files { folder: folder.to_path_buf(), files: Vec::new() }
    }

    /// Makes a set of the one file at a path.
    pub fn at(path: &Path, bytes: Vec<u8>) -> Self {
        let name = path.file_name().map(PathBuf::from).unwrap_or_default();
        Files { folder: folder_of(path).to_path_buf(), files: vec![(name, bytes)] }
    }

    /// Adds a file by its name in the folder, which may begin with folders within that.
    pub fn add(&mut self, name: impl Into<PathBuf>, bytes: Vec<u8>) {
        self.files.push((name.into(), bytes));
    }

    /// Puts all files into their places.
    ///
    /// # Errors
    /// What could not be written, and why, or the signal that asked to stop. The files that were there before are there
    /// then.
    pub fn write(self, stop: &Stop) -> Result<(), Fault> {
        self.write_by(stop, &mut |from, to| fs::rename(from, to))
    }

    /// Puts all files into their places by a way of renaming them.
    fn write_by(self, stop: &Stop, rename: Rename<'_>) -> Result<(), Fault> {
        if self.files.is_empty() {
            return put_right(&self.folder, stop);
        }
        let looking = stop.look();
        fs::create_dir_all(&self.folder).map_err(|e| cannot(&self.folder, &e))?;
        let lock = Lock::take(&self.folder, &looking)?;
        journal::recover(&self.folder)?;
        let written = self.look_over().and_then(|()| self.write_locked(&lock, &looking, rename));
        // What is undone, and what is tidied up, is in the journal, whichever way it ended.
        let left = journal::recover(&self.folder);
        if left.is_ok() {
            lock.release();
        }
        both(written, left)?;
        looking.end().map_err(Fault::Stopped)
    }

    fn path(&self, name: &Path) -> PathBuf {
        self.folder.join(name)
    }

    /// Finds everything in the way of the files before any is written.
    fn look_over(&self) -> Result<(), Fault> {
        let mut problems = Problems::new();
        let mut seen = BTreeSet::new();
        for (name, _) in &self.files {
            let path = self.path(name);
            if !is_plain(name) || !seen.insert(name) {
                let place = Place::file(&path.display().to_string());
                problems.push(Problem::new(
                    Code::Unwritable,
                    place,
                    "it cannot be written: another file of this run has that name, or it is none",
                ));
            } else if let Some(why) = words::in_the_way(&path) {
                problems.push(Problem::unwritable(&path, &why));
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(Fault::Problems(problems)) }
    }

    /// The folders that files go to, as seen from the set's own, which is the first.
    fn folders(&self) -> BTreeSet<&Path> {
        let parents = self.files.iter().filter_map(|(name, _)| name.parent());
        parents.chain([Path::new("")]).collect()
    }

    fn write_locked(&self, lock: &Lock, looking: &stop::Looking<'_>, rename: Rename<'_>) -> Result<(), Fault> {
        let folders = self.folders();
        let mut journal = Journal::begin(&self.folder, &folders)?;
        let staged = self.stage(lock, looking, &folders)?;
        // Before the journal has this line nothing has changed; after it, all can be put back.
        journal.intend(staged.iter().map(|s| s.entry.clone()).collect())?;
        for Staged { from, to, .. } in &staged {
            looking.asked().map_err(Fault::Stopped)?;
            rename(from, to).map_err(|e| cannot(to, &e))?;
        }
        journal.done()
    }

    /// Writes every file beside its place, and keeps the file that is there by another name.
    fn stage(&self, lock: &Lock, looking: &stop::Looking<'_>, folders: &BTreeSet<&Path>) -> Result<Vec<Staged>, Fault> {
        for folder in folders {
            let folder = self.path(folder);
            fs::create_dir_all(&folder).map_err(|e| cannot(&folder, &e))?;
        }
        let stage = |(name, bytes): &(PathBuf, Vec<u8>)| {
            looking.asked().map_err(Fault::Stopped)?;
            let to = self.path(name);
            let staged = beside(&to, bytes, lock.rights()).and_then(|from| Ok((from, keep(&to)?)));
            let (from, old) = staged.map_err(|e| cannot(&to, &e))?;
            let entry = Entry { name: name.clone().into(), old, sum: journal::sum(bytes) };
            Ok(Staged { from, to, entry })
        };
        self.files.iter().map(stage).collect()
    }
}

/// A way to rename a file.
type Rename<'a> = &'a mut dyn FnMut(&Path, &Path) -> io::Result<()>;

/// A file that is written beside its place.
struct Staged {
    from: TempPath,
    to: PathBuf,
    entry: Entry,
}

/// Puts right what an interrupted run left in a folder, if one did and no other run is at it now.
///
/// # Errors
/// What cannot be put right, and why.
pub fn put_right(folder: &Path, stop: &Stop) -> Result<(), Fault> {
    let looking = stop.look();
    let Some(lock) = Lock::left_behind(folder) else { return Ok(()) };
    let put = journal::recover(folder);
    lock.release();
    put?;
    looking.end().map_err(Fault::Stopped)
}

/// Writes a file beside a place, for its owner alone until it is whole and safely on the disk.
fn beside(place: &Path, bytes: &[u8], rights: &Permissions) -> io::Result<TempPath> {
    let mut file = own_file(place)?;
    file.write_all(bytes)?;
    file.as_file().set_permissions(rights.clone())?;
    file.as_file().sync_all()?;
    // It is closed here: some systems rename no open file.
    Ok(file.into_temp_path())
}

fn own_file(place: &Path) -> io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new().prefix(OWN).suffix(".tmp").tempfile_in(folder_of(place))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Gives the file in a place, if one is there, a second name beside it.
fn keep(place: &Path) -> io::Result<Option<String>> {
    if fs::symlink_metadata(place).is_err() {
        return Ok(None);
    }
    let free = own_file(place)?.into_temp_path();
    let name = free.file_name().map(|n| n.to_string_lossy().into_owned());
    let path = free.to_path_buf();
    free.close()?;
    // Where a file can have one name only, or is another's, a copy does as well.
    fs::hard_link(place, &path).or_else(|_| fs::copy(place, &path).map(drop))?;
    Ok(name)
}

/// Says whether a name leads into the folder that it is in, and nowhere else.
fn is_plain(name: &Path) -> bool {
    name.file_name().is_some() && name.components().all(|c| matches!(c, Component::Normal(_)))
}

/// Tells what went wrong in writing and in undoing it.
fn both(written: Result<(), Fault>, left: Result<(), Fault>) -> Result<(), Fault> {
    match (written, left) {
        (Err(Fault::Problems(one)), Err(Fault::Problems(other))) => {
            Err(Fault::Problems(one.into_iter().chain(other).collect()))
        }
        (written, left) => written.and(left),
    }
}

fn cannot(path: &Path, error: &io::Error) -> Fault {
    Problem::unwritable(path, &words::why(path, error)).into()
}
