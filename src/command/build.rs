//! `build`: the papers of a quarter, from its returns.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use chrono::{NaiveTime, TimeZone as _, Utc};

use super::prepare::{Lack, Prepared, prepare};
use super::{Console, Exit, Failure};
use crate::cli::Build;
use crate::document;
use crate::drawing::{Faces, Theme};
use crate::finish::{self, Metadata, Pdf};
use crate::layout;
use crate::narrative::{self, Edition, Issue, Occasion, Seen, Sources, Templates};
use crate::paper::{Paper, Papers};
use crate::problem::{Problems, Severity};

/// An issue of a paper that is complete but not yet written.
struct Made {
    /// The file's name, without its ending.
    stem: String,
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
    fn load(sources: &Sources, folder: Option<&Path>) -> Result<Self, Problems> {
        let (templates, theme) = (Templates::compile(sources), Theme::load(folder));
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
    let folder = task.inputs.templates.as_deref();
    let sources = Sources::read(folder);
    // Where a template's head cannot be read, that is what is wrong, and the papers are not all known.
    if !sources.problems().has_errors() {
        known(&task.papers, sources.papers())?;
    }
    let reader = super::reader()?;
    let lack = if task.draft { Lack::Allowed } else { Lack::Refused };
    // Both are read before either is given up, so that one run lists all there is to mend.
    let (style, prepared) = std::thread::scope(|s| {
        let prepared = s.spawn(|| prepare(&reader, &task.inputs, sources.papers(), lack));
        let style = Style::load(&sources, folder);
        (style, prepared.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let (style, prepared) = match (style, prepared) {
        (Ok(style), Ok(prepared)) => (style, prepared),
        (style, prepared) => {
            let problems = style.err().into_iter().chain(prepared.err()).flatten();
            return Err(Failure::Problems(problems.collect()));
        }
    };
    let lacking = narrative::uncovered(&prepared.board, &prepared.returns, &|c| style.faces.cover(c));
    if lacking.has_errors() {
        return Err(Failure::Problems(lacking));
    }
    let made = make_all(task, &style, &prepared)?;
    // What is worth knowing of templates is for their author: the papers' annex tells of the returns alone.
    let told: Problems = style.templates.warnings().iter().chain(prepared.facts.problems.iter()).cloned().collect();
    console.problems(&told);
    if task.outline {
        let outlines: Vec<&str> = made.iter().filter_map(|m| m.outline.as_deref()).collect();
        console.data(&outlines.join("\n"))?;
        return Ok(Exit::Done);
    }
    write(task, &made, console)?;
    let pages = made.iter().map(|m| m.pdf.pages()).sum();
    let warnings = told.count(Severity::Warning);
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
        let path = task.out.join(format!("{}.pdf", made.stem));
        made.pdf.write_atomically(&path).map_err(Failure::at(&path))?;
        console.say(&format!("{}: {}", path.display(), counted(made.pdf.pages(), "page")));
    }
    Ok(())
}

/// Asks that every name is a paper's.
fn known(names: &[String], papers: &Papers) -> Result<(), Failure> {
    let unknown = |name: &&String| papers.find(name).is_none();
    let wrong = names.iter().filter(unknown).map(|name| {
        let instead = papers.instead_of(name);
        format!("--paper: there is no paper \u{201c}{name}\u{201d}. {instead}")
    });
    let wrong: Vec<String> = wrong.collect();
    if wrong.is_empty() { Ok(()) } else { Err(Failure::Usage(wrong.join("\n"))) }
}

/// Picks the papers to be made: those that are asked for by name, or those that the board always has.
fn picked<'a>(names: &[String], papers: &'a Papers) -> Vec<&'a Paper> {
    if names.is_empty() {
        return papers.standing().collect();
    }
    let wanted: Vec<&Paper> = names.iter().filter_map(|name| papers.find(name)).collect();
    papers.iter().filter(|paper| wanted.contains(paper)).collect()
}

/// Makes all issues of the papers, several at once where there are threads for it, in the order of the papers and areas.
fn make_all(task: &Build, style: &Style, prepared: &Prepared) -> Result<Vec<Made>, Problems> {
    let Prepared { board, facts, .. } = prepared;
    let occasion = Occasion {
        edition: if task.closed { Edition::Closed } else { Edition::Open },
        meeting: task.meeting.or(board.meeting),
        draft_reasons: draft_reasons(task, prepared),
    };
    let seen = Seen::of(board, facts, &occasion)?;
    let issues = narrative::issues(board, picked(&task.papers, &board.papers));
    let threads = task.jobs.or_else(|| std::thread::available_parallelism().ok().map(usize::from)).unwrap_or(1);
    // The first is made on this thread, where memory is had most cheaply: it is the longest.
    let next = AtomicUsize::new(1);
    let work = |first: Option<usize>, mut seen: Seen<'_>| {
        let mut made = Vec::new();
        let mut at = first.unwrap_or_else(|| next.fetch_add(1, Ordering::Relaxed));
        while let Some(issue) = issues.get(at) {
            made.push((at, make(task, style, &mut seen, issue)));
            at = next.fetch_add(1, Ordering::Relaxed);
        }
        keep(seen);
        made
    };
    let mut made = std::thread::scope(|s| {
        let others: Vec<_> = (1..threads.min(issues.len()))
            .map(|_| {
                let seen = seen.clone();
                s.spawn(|| work(None, seen))
            })
            .collect();
        let mut made = work(Some(0), seen);
        for other in others {
            made.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        made
    });
    made.sort_unstable_by_key(|(at, _)| *at);
    let (made, failed): (Vec<_>, Vec<_>) = made.into_iter().map(|(_, made)| made).partition(Result::is_ok);
    if failed.is_empty() {
        return Ok(made.into_iter().flatten().collect());
    }
    Err(failed.into_iter().filter_map(Result::err).flatten().collect())
}

fn make(task: &Build, style: &Style, seen: &mut Seen<'_>, issue: &Issue<'_>) -> Result<Made, Problems> {
    let (markdown, front) = style.templates.render(issue, seen)?;
    let document = document::parse(&markdown, front)?;
    let laid = layout::lay_out(&document, &style.theme, &style.faces)?;
    let created = Utc.from_utc_datetime(&task.date.and_time(NaiveTime::MIN));
    let metadata = Metadata { created, producer: concat!("board-papers ", env!("CARGO_PKG_VERSION")).into() };
    let pdf = finish::finish(&laid, &style.faces, &metadata)?;
    let outline = task.outline.then(|| finish::outline(&laid));
    keep((markdown, document, laid));
    Ok(Made { stem: issue.file_stem(), pdf, outline })
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
