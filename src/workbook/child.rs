//! A child of the same program that reads workbooks, seen from both ends.
//!
//! A child takes one path after another from its standard input, each a line of JSON; for each it prints what it found,
//! or why the file cannot be read, as a line of JSON on its standard output. It ends when its input does. A file may be
//! the end of it at any time; its parent waits only so long for an answer, and ends a child that gives none.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{ChildStdin, ChildStdout, Command, ExitCode, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use super::fault::Fault;
use super::file;
use super::limits;
use super::model::Contents;

/// The argument that makes this program a child.
pub(super) const CHILD_COMMAND: &str = "read-workbooks";
/// Says whether this process was started to read workbooks, by its arguments after the program's name.
pub fn asked_to_read(mut arguments: impl Iterator<Item = OsString>) -> bool {
    arguments.next().is_some_and(|a| a == CHILD_COMMAND) && arguments.next().is_none()
}

/// Reads workbooks as a child does: for each path on standard input, prints what it holds, or why it cannot be read, on
/// standard output.
pub fn child_main() -> ExitCode {
    limit();
    match std::io::stdin().lock().split(b'\n').try_for_each(|asked| answer(&asked?)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn answer(asked: &[u8]) -> std::io::Result<()> {
    let path: OsString = serde_json::from_slice(asked)?;
    let contents: Result<Contents, Fault> = file::read(Path::new(&path));
    let mut line = serde_json::to_vec(&contents)?;
    line.push(b'\n');
    std::io::stdout().lock().write_all(&line)
}

/// Limits what this process may use. Where the system cannot, the parent's time limit and the checks of the container
/// remain.
///
/// The limit of processor time is for all files of a child together. It is there for the child whose parent is gone.
fn limit() {
    #[cfg(unix)]
    {
        use rlimit::Resource;
        let seconds = limits::TIME.as_secs();
        // A limit that cannot be set is one that is lower already.
        let _ = Resource::CORE.set(0, 0);
        let _ = Resource::CPU.set(seconds, seconds);
        let _ = Resource::AS.set(limits::MEMORY, limits::MEMORY);
    }
}

/// A running child, which ends when this is dropped.
#[derive(Debug)]
pub(super) struct Child {
    process: std::process::Child,
    paths: ChildStdin,
    answers: Receiver<Vec<u8>>,
    /// The thread that passes its answers on, until this is dropped.
    listener: Option<JoinHandle<()>>,
}

impl Child {
    /// Starts a child.
    ///
    /// # Errors
    /// Where the machine has no process or thread left for it.
    pub(super) fn start(command: &mut Command) -> Result<Self, Fault> {
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = piped.spawn().map_err(|e| Fault::NoReader(e.to_string()))?;
        let (Some(paths), Some(out)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(Fault::NoReader("it has no pipes".into()));
        };
        let (send, answers) = mpsc::channel();
        let mut child = Child { process, paths, answers, listener: None };
        let listener = std::thread::Builder::new().spawn(move || pass_on(out, &send));
        // Without its thread the child is dropped, and ended with that.
        child.listener = Some(listener.map_err(|e| Fault::NoReader(e.to_string()))?);
        Ok(child)
    }

    /// Has a file read: what the child answers in time.
    ///
    /// # Errors
    /// Why there is no answer. The child is of no use any more.
    pub(super) fn ask(&mut self, path: &Path, time: Duration) -> Result<Result<Contents, Fault>, Fault> {
        let asked: &OsStr = path.as_os_str();
        let mut line = serde_json::to_vec(asked).map_err(|e| Fault::Unreadable(e.to_string()))?;
        line.push(b'\n');
        self.paths.write_all(&line).map_err(|_| Fault::Crashed)?;
        match self.answers.recv_timeout(time) {
            Ok(answer) => serde_json::from_slice(&answer).map_err(|_| Fault::Crashed),
            Err(RecvTimeoutError::Timeout) => Err(Fault::TimeOut),
            Err(RecvTimeoutError::Disconnected) => Err(Fault::Crashed),
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // It may have ended by itself meanwhile.
        let _ = self.process.kill();
        let _ = self.process.wait();
        // Its pipe has ended with it.
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
    }
}

/// Passes on a child's answers, line by line, until it ends or nobody listens any more.
fn pass_on(out: ChildStdout, send: &Sender<Vec<u8>>) {
    let mut out = BufReader::new(out);
    loop {
        let mut line = Vec::new();
        let read = out.by_ref().take(limits::LONGEST_ANSWER).read_until(b'\n', &mut line);
        if read.is_err() || line.pop() != Some(b'\n') || send.send(line).is_err() {
            return;
        }
    }
}
