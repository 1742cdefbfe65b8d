//! Where workbooks are read, and the children that read them.
//!
//! Whatever a file does to a child, an abort or an endless loop included, there is one answer for it within the time
//! limit, and no other file is harmed: a child that does not answer is ended, and its place is free for another. What is
//! wrong with a file is never told by a child that read others before it, which may have used up its memory and
//! processor time: where such a one fails, or finds a fault, the file is read again in a fresh child.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::child::{CHILD_COMMAND, Child};
use super::fault::Fault;
use super::limits;
use super::model::Contents;
use crate::threads;

/// Where workbooks are read.
#[derive(Debug)]
pub enum Reader {
    /// In this very process: quick, but a hostile file can end it. For tests and for files of one's own.
    InProcess,
    /// In children.
    Isolated(Children),
}

impl Reader {
    /// Makes a reader that starts the running program again.
    ///
    /// # Errors
    /// Where the system does not tell which program is running.
    pub fn isolated() -> std::io::Result<Self> {
        std::env::current_exe().map(Self::isolated_in)
    }

    /// Makes a reader that starts a program, which must see to what it is asked with [`asked_to_read`] first of all.
    ///
    /// [`asked_to_read`]: super::asked_to_read
    pub fn isolated_in(program: PathBuf) -> Self {
        Reader::Isolated(Children::new(program, &[CHILD_COMMAND], limits::TIME))
    }
}

/// The children of a reader: not more at once than the machine has processors, each started when it is needed.
#[derive(Debug)]
pub struct Children {
    program: PathBuf,
    arguments: &'static [&'static str],
    /// How long a file may take.
    time: Duration,
    /// The places for a child that are free: each with one that waits for its next file, or with none.
    free: Mutex<Vec<Option<Child>>>,
    freed: Condvar,
}

impl Children {
    pub(super) fn new(program: PathBuf, arguments: &'static [&'static str], time: Duration) -> Self {
        let places = threads::at_once();
        let free = Mutex::new((0..places).map(|_| None).collect());
        Children { program, arguments, time, free, freed: Condvar::new() }
    }

    /// Reads a workbook in a child; waits while all are busy.
    pub(super) fn read(&self, path: &Path) -> Result<Contents, Fault> {
        let mut place = self.take();
        self.read_in(&mut place.child, path)
    }

    /// Takes the place that was freed last, for its child has started already.
    fn take(&self) -> Place<'_> {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match free.pop() {
                Some(child) => return Place { children: self, child },
                None => free = self.freed.wait(free).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    /// Reads a workbook in the child that has a place, or in a fresh one; leaves the child there if it is sound.
    fn read_in(&self, place: &mut Option<Child>, path: &Path) -> Result<Contents, Fault> {
        let deadline = Instant::now() + self.time;
        if let Some(mut used) = place.take()
            && let Ok(Ok(contents)) = used.ask(path, self.time)
        {
            *place = Some(used);
            return Ok(contents);
        }
        let mut fresh = Child::start(Command::new(&self.program).args(self.arguments))?;
        let answer = fresh.ask(path, deadline.saturating_duration_since(Instant::now()))?;
        *place = Some(fresh);
        answer
    }
}

/// A place for a child while it is taken: free again when this is dropped, whatever happened in between.
struct Place<'a> {
    children: &'a Children,
    child: Option<Child>,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.children.free.lock().unwrap_or_else(PoisonError::into_inner).push(self.child.take());
        self.children.freed.notify_one();
    }
}
