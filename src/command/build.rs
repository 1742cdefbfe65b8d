//! `build`: the papers from a quarter's returns, and the appendices of what is for the closed session.

use std::path::Path;
use std::time::Instant;

use super::{Console, Exit, Failure, papers};
use crate::analysis::Edition;
use crate::cli::{Build, CLOSED_FOLDER};
use crate::output::{self, Files, Stop};
use crate::problem::Severity;

pub(super) fn run(task: &Build, stop: &Stop, console: &mut Console) -> Result<Exit, Failure> {
    let start = Instant::now();
    if !task.outline {
        output::put_right(&task.out, stop)?;
    }
    let papers = papers::make(task)?;
    console.problems(&papers.problems);
    if papers.problems.has_errors() {
        return Ok(Exit::of(&papers.problems));
    }
    if task.outline {
        let outlines: Vec<&str> = papers.files.iter().filter_map(|f| f.outline.as_deref()).collect();
        console.data(&outlines.join("\n"))?;
        return Ok(Exit::Done);
    }
    let (mut files, mut lines, mut pages) = (Files::into_folder(&task.out), Vec::new(), 0);
    let stems: Vec<String> = papers.files.iter().map(|file| file.stem.clone()).collect();
    for file in papers.files {
        let name = format!("{}.pdf", file.stem);
        lines.push(format!("{}: {}", task.out.join(&name).display(), counted(file.pdf.pages(), "page")));
        pages += file.pdf.pages();
        files.add(name, file.pdf.into_bytes());
    }
    files.write(stop)?;
    lines.iter().for_each(|line| console.say(line));
    let closed = Path::new(CLOSED_FOLDER);
    if task.editions.contains(&Edition::Closed) && !stems.iter().any(|stem| Path::new(stem).starts_with(closed)) {
        console.say("nothing is for the closed session: there is no closed appendix");
    }
    let warnings = papers.problems.count(Severity::Warning);
    console.say(&format!(
        "{}: {}, {}, {} in {:.2} s",
        papers.quarter,
        counted(lines.len(), "paper"),
        counted(pages, "page"),
        counted(warnings, "warning"),
        start.elapsed().as_secs_f64()
    ));
    Ok(Exit::Done)
}

/// A number and what is counted, as in `1 page`, `3 pages`.
fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
