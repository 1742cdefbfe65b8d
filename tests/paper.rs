//! Sets a paper from Markdown in the papers' own dialect, without board or returns: to look at what layout makes of it, or
//! to show it to a judge of accessible PDF.
//!
//! `cargo run --example paper PAPER.md PAPER.pdf` writes the PDF, and prints what a screen reader meets in it. Try
//! `src/layout/tests/paper.md`; its charts are not at hand here, so leave its figures out.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example tells what it saw")]

use std::process::ExitCode;

use board_papers::document::{Front, Markdown, parse};
use board_papers::drawing::{Theme, default_faces};
use board_papers::finish::{Metadata, finish, outline};
use board_papers::layout::lay_out;
use board_papers::problem::Problems;

fn main() -> std::io::Result<ExitCode> {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let [from, to] = &arguments[..] else {
        eprintln!("usage: paper PAPER.md PAPER.pdf");
        return Ok(ExitCode::from(2));
    };
    match paper(&std::fs::read_to_string(from)?) {
        Ok((bytes, heard)) => {
            std::fs::write(to, bytes)?;
            print!("{heard}");
            Ok(ExitCode::SUCCESS)
        }
        Err(problems) => {
            problems.iter().for_each(|problem| eprintln!("{problem}"));
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Gives the PDF and what a screen reader meets in it.
fn paper(text: &str) -> Result<(Vec<u8>, String), Problems> {
    let front = Front { title: "A paper".into(), subject: "A paper".into(), ..Front::default() };
    let document = parse(&Markdown::from(text), front)?;
    let faces = default_faces()?;
    let layout = lay_out(&document, &Theme::built_in()?, &faces)?;
    let metadata = Metadata { created: chrono::DateTime::UNIX_EPOCH, producer: "board-papers".into() };
    Ok((finish(&layout, &faces, &metadata)?.into_bytes(), outline(&layout)))
}
