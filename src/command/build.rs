//! `build`: both papers from a quarter's returns.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use chrono::{NaiveTime, TimeZone as _, Utc};

use super::prepare::{Lack, Prepared, prepare};
use super::{Console, Exit, Failure};
use crate::cli::Build;
use crate::document;
use crate::drawing::{Faces, Theme};
use crate::finish::{self, Metadata, Pdf};
use crate::layout;
use crate::narrative::{self, Occasion, Seen, Templates, View};
use crate::problem::{Problems, Severity};
use crate::returns::Paper;

/// A paper that is complete but not yet written.
struct Made {
    paper: Paper,
    pdf: Pdf,
    outline: Option<String>,
}

/// What the papers are made with, whatever they say.
struct Style {
    templates: Templates,
    theme: Theme,
    faces: Faces,
}

impl Style {
    fn load(folder: Option<&Path>) -> Result<Self, Problems> {
        let (templates, theme) = (Templates::compile(folder), Theme::load(folder));
        let faces = theme.as_ref().map_or(Ok(None), |t| t.faces(folder).map(Some));
        match (templates, theme, faces) {
            (Ok(templates), Ok(theme), Ok(Some(faces))) => Ok(Style { templates, theme, faces }),
            (templates, theme, faces) => {
                let problems = templates.err().into_iter().chain(theme.err()).chain(faces.err());
                Err(problems.flatten().collect())
            }
        }
    }
}

pub(super) fn run(task: &Build, console: &mut Console) -> Result<Exit, Failure> {
    let start = Instant::now();
    let reader = super::reader()?;
    let lack = if task.draft { Lack::Allowed } else { Lack::Refused };
    // Both are read before either is given up, so that one run lists all there is to mend.
    let (style, prepared) = std::thread::scope(|s| {
        let prepared = s.spawn(|| prepare(&reader, &task.inputs, lack));
        let style = Style::load(task.templates.as_deref());
        (style, prepared.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let (style, mut prepared) = match (style, prepared) {
        (Ok(style), Ok(prepared)) => (style, prepared),
        (style, prepared) => {
            let problems = style.err().into_iter().chain(prepared.err()).flatten();
            return Err(Failure::Problems(problems.collect()));
        }
    };
    prepared.facts.problems.extend(style.templates.warnings().iter().cloned());
    let lacking = narrative::uncovered(&prepared.board, &prepared.returns.open, &|c| style.faces.cover(c));
    if lacking.has_errors() {
        return Err(Failure::Problems(lacking));
    }
    let made = make_all(task, &style, &prepared)?;
    console.problems(&prepared.problems());
    if task.outline {
        let outlines: Vec<&str> = made.iter().filter_map(|m| m.outline.as_deref()).collect();
        console.data(&outlines.join("\n"))?;
        return Ok(Exit::Done);
    }
    write(task, &made, console)?;
    let pages = made.iter().map(|m| m.pdf.pages()).sum();
    let warnings = prepared.problems().count(Severity::Warning);
    console.say(&format!(
        "{}: {}, {}, {} in {:.2} s",
        prepared.quarter,
        counted(made.len(), "paper"),
        counted(pages, "page"),
        counted(warnings, "warning"),
        start.elapsed().as_secs_f64()
    ));
    // The readers end by themselves when the program does.
    keep((style, prepared, made, reader));
    Ok(Exit::Done)
}

/// Keeps what is no longer needed until the program ends, which is soon: to give it back piece by piece would take a tenth
/// of the time that the papers take.
fn keep<T>(value: T) {
    std::mem::forget(value);
}

/// Replaces the old papers, each by a complete one.
fn write(task: &Build, made: &[Made], console: &mut Console) -> Result<(), Failure> {
    std::fs::create_dir_all(&task.out).map_err(Failure::at(&task.out))?;
    for made in made {
        let path = task.out.join(format!("{}.pdf", made.paper.slug()));
        made.pdf.write_atomically(&path).map_err(Failure::at(&path))?;
        console.say(&format!("{}: {}", path.display(), counted(made.pdf.pages(), "page")));
    }
    Ok(())
}

/// Makes all papers, several at once where there are threads for it, in the order of the agenda.
fn make_all(task: &Build, style: &Style, prepared: &Prepared) -> Result<Vec<Made>, Problems> {
    let Prepared { board, facts, .. } = prepared;
    let occasion = Occasion {
        closed: BTreeSet::new(),
        meeting: task.meeting.or(board.meeting),
        draft_reasons: draft_reasons(task, prepared),
    };
    let view = View::new(board, facts, &occasion);
    let seen = Seen::of(&view)?;
    let one = |paper: Paper| make(task, style, &seen, paper, narrative::front(board, facts, &occasion, paper));
    let threads = task.jobs.or_else(|| std::thread::available_parallelism().ok().map(usize::from)).unwrap_or(1);
    let made: Vec<Result<Made, Problems>> = if threads == 1 {
        task.papers.iter().map(|paper| one(*paper)).collect()
    } else {
        // The first paper is made on this thread, where memory is had most cheaply: it is the longest.
        std::thread::scope(|s| {
            let (first, rest) = task.papers.split_at(task.papers.len().min(1));
            let running: Vec<_> = rest.iter().map(|paper| s.spawn(|| one(*paper))).collect();
            let first: Vec<_> = first.iter().map(|paper| one(*paper)).collect();
            let join = |r: std::thread::ScopedJoinHandle<'_, _>| r.join();
            let rest = running.into_iter().map(join).map(|r| r.unwrap_or_else(|p| std::panic::resume_unwind(p)));
            first.into_iter().chain(rest).collect()
        })
    };
    keep((view, seen));
    let (made, failed): (Vec<_>, Vec<_>) = made.into_iter().partition(Result::is_ok);
    if failed.is_empty() {
        return Ok(made.into_iter().flatten().collect());
    }
    Err(failed.into_iter().filter_map(Result::err).flatten().collect())
}

fn make(task: &Build, style: &Style, seen: &Seen, paper: Paper, front: document::Front) -> Result<Made, Problems> {
    let markdown = style.templates.render(paper, seen)?;
    let document = document::parse(&markdown, front)?;
    let laid = layout::lay_out(&document, &style.theme, &style.faces)?;
    let created = Utc.from_utc_datetime(&task.date.and_time(NaiveTime::MIN));
    let metadata = Metadata { created, producer: concat!("board-papers ", env!("CARGO_PKG_VERSION")).into() };
    let pdf = finish::finish(&laid, &style.faces, &metadata)?;
    let outline = task.outline.then(|| finish::outline(&laid));
    keep((markdown, document, laid));
    Ok(Made { paper, pdf, outline })
}

/// Says why the papers are drafts: who has not returned, or that somebody asked for drafts.
fn draft_reasons(task: &Build, prepared: &Prepared) -> Vec<String> {
    if !task.draft {
        return Vec::new();
    }
    let missing: Vec<&str> = prepared.facts.returns.iter().filter(|r| !r.returned).map(|r| r.sender.as_str()).collect();
    if missing.is_empty() {
        return vec!["It was built as a draft, and its figures and words may change.".into()];
    }
    missing.iter().map(|name| format!("There is no return from {name}.")).collect()
}

/// A number and what is counted, as in `1 page`, `3 pages`.
fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
