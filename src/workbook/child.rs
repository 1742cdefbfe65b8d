//! Reading in a short-lived child of the same program.
//!
//! The child reads one file, prints what it found as JSON on its standard output and ends. Whatever happens in there,
//! an abort or an endless loop included, the parent has one answer within [`TIME_LIMIT`].

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use super::Contents;
use super::fault::Fault;

/// What comes before the workbook's path in the arguments of a child.
const CHILD_COMMAND: [&str; 2] = ["read-workbook", "--"];
/// How long a child may take.
const TIME_LIMIT: Duration = Duration::from_secs(20);
/// How much memory a child may have, where the system can limit it: 1 GiB.
#[cfg(unix)]
const MEMORY_LIMIT: u64 = 1 << 30;
/// The most that is taken from a child.
const LONGEST_ANSWER: u64 = 128 << 20;

/// Where workbooks are read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reader {
    /// In this very process: quick, but a hostile file can end it. For tests and for files of one's own.
    InProcess,
    /// In a child: the program at this path, which must see to what it is asked with [`asked_to_read`] first of all.
    Isolated(PathBuf),
}

impl Reader {
    /// Makes a reader that starts the running program again for each file.
    ///
    /// # Errors
    /// Where the system does not tell which program is running.
    pub fn isolated() -> std::io::Result<Self> {
        std::env::current_exe().map(Reader::Isolated)
    }
}

/// Gives the file that this process was started to read, by its arguments after the program's name, where it is a child.
pub fn asked_to_read(arguments: impl Iterator<Item = OsString>) -> Option<PathBuf> {
    let mut arguments = arguments;
    let asked = CHILD_COMMAND.iter().all(|word| arguments.next().is_some_and(|a| a == *word));
    let file = arguments.next().filter(|_| asked)?;
    arguments.next().is_none().then(|| file.into())
}

/// Reads a workbook as a child does: prints what it holds, or why it cannot be read, on standard output.
pub fn child_main(path: &Path) -> ExitCode {
    limit();
    let answer: Result<Contents, Fault> = super::read_here(path);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match serde_json::to_writer(&mut out, &answer).map(|()| out.flush()) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// Limits what this process may use. Where the system cannot, the parent's time limit and the checks of the container
/// remain.
fn limit() {
    #[cfg(unix)]
    {
        use rlimit::Resource;
        let seconds = TIME_LIMIT.as_secs();
        // A limit that cannot be set is one that is lower already.
        let _ = Resource::CORE.set(0, 0);
        let _ = Resource::CPU.set(seconds, seconds);
        let _ = Resource::AS.set(MEMORY_LIMIT, MEMORY_LIMIT);
    }
}

/// Reads a workbook in a child.
pub(super) fn read(program: &Path, path: &Path) -> Result<Contents, Fault> {
    answer(Command::new(program).args(CHILD_COMMAND).arg(path), TIME_LIMIT)
}

/// Runs a child, and takes its answer if it has one in time.
pub(super) fn answer(command: &mut Command, limit: Duration) -> Result<Contents, Fault> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|e| Fault::NoReader(e.to_string()))?;
    let (send, receive) = mpsc::channel();
    if let Some(out) = child.stdout.take() {
        std::thread::spawn(move || {
            let mut answer = Vec::new();
            let read = out.take(LONGEST_ANSWER).read_to_end(&mut answer);
            // Nobody listens any more once the time is up.
            let _ = send.send(read.map(|_| answer));
        });
    }
    let answer = receive.recv_timeout(limit);
    if answer.is_err() {
        // It may have ended by itself meanwhile.
        let _ = child.kill();
    }
    let ended = child.wait();
    match answer {
        Ok(Ok(answer)) if ended.is_ok_and(|status| status.success()) => {
            serde_json::from_slice(&answer).unwrap_or(Err(Fault::Crashed))
        }
        Ok(_) => Err(Fault::Crashed),
        Err(_) => Err(Fault::TimeOut(limit.as_secs())),
    }
}
