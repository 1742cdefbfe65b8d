//! The `board-papers` program: arguments in, words and an exit status out.

use std::io::{self, IsTerminal, Write as _};
use std::process::ExitCode;

use board_papers::cli;
use board_papers::command::{self, Console, Exit};
use board_papers::workbook;

fn main() -> ExitCode {
    // A child that reads workbooks has no use for the rest.
    if workbook::asked_to_read(std::env::args_os().skip(1)) {
        return workbook::child_main();
    }
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok();
    let today = chrono::Local::now().date_naive();
    let (out, err) = (io::stdout(), io::stderr());
    let job = match cli::parse(std::env::args_os(), epoch.as_deref(), today) {
        Ok(job) => job,
        Err(e) => {
            // Help and version are data; clap puts them on standard output, and faults on standard error.
            let printed = e.print().and_then(|()| out.lock().flush());
            let exit = match printed {
                _ if e.use_stderr() => Exit::Usage,
                Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Exit::Machine,
                _ => Exit::Done,
            };
            return exit.into();
        }
    };
    let colour = err.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    // Neither is locked: a thread that has something to say must not wait for the end of the run.
    let (mut out, mut err) = (io::BufWriter::new(out), err);
    command::run(&job, &mut Console::new(&mut out, &mut err, colour, job.quiet))
}
