//! `build`: the papers from a quarter's returns, and the appendices of what is for the closed session.
//!
//! A closed file has a folder and a name of its own, so that neither edition is ever written over the other.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{NaiveTime, TimeZone as _, Utc};

use super::prepare::{Lack, Prepared, prepare};
use super::{Console, Exit, Failure};
use crate::analysis::Edition;
use crate::cli::{Build, CLOSED_FOLDER};
use crate::document::{self, Markdown};
use crate::drawing::{Faces, Theme};
use crate::finish::{self, Metadata, Pdf};
use crate::layout;
use crate::narrative::{self, ClosedView, Occasion, Seen, Templates, View};
use crate::problem::{Problems, Severity};
use crate::returns::Paper;

/// A paper that is complete but not yet written.
struct Made {
    /// Where it goes, within the folder of the papers.
    path: PathBuf,
    pdf: Pdf,
    outline: Option<String>,
}

/// A paper of one edition, with all that it is made from.
struct Task<'a> {
    style: &'a Style,
    build: &'a Build,
    front: document::Front,
    path: PathBuf,
    render: Box<dyn Fn() -> Result<Markdown, Problems> + Send + Sync + 'a>,
}

/// Names a paper's file, within the folder of the papers.
fn path(paper: Paper, edition: Edition) -> PathBuf {
    match edition {
        Edition::Open => format!("{}.pdf", paper.slug()).into(),
        Edition::Closed => Path::new(CLOSED_FOLDER).join(format!("{}-closed.pdf", paper.slug())),
    }
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
    let covers = |c| style.faces.cover(c);
    let mut lacking = narrative::uncovered(&prepared.board, &prepared.returns.open, &covers);
    if task.editions.contains(&Edition::Closed) {
        lacking.extend(narrative::uncovered_in_closed(&prepared.returns.closed, &covers));
    }
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
    if task.editions.contains(&Edition::Closed) && !made.iter().any(|m| m.path.starts_with(CLOSED_FOLDER)) {
        console.say("nothing is for the closed session: there is no closed appendix");
    }
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
    for made in made {
        let path = task.out.join(&made.path);
        let folder = path.parent().unwrap_or(&task.out);
        std::fs::create_dir_all(folder).map_err(Failure::at(folder))?;
        made.pdf.write_atomically(&path).map_err(Failure::at(&path))?;
        console.say(&format!("{}: {}", path.display(), counted(made.pdf.pages(), "page")));
    }
    Ok(())
}

/// Makes all papers, several at once where there are threads for it: the open ones in the order of the agenda, then the
/// closed appendices.
fn make_all(build: &Build, style: &Style, prepared: &Prepared) -> Result<Vec<Made>, Problems> {
    let Prepared { board, facts, closed, .. } = prepared;
    let occasion = Occasion {
        closed: BTreeSet::new(),
        meeting: build.meeting.or(board.meeting),
        draft_reasons: draft_reasons(build, prepared),
    };
    let appendix = |paper: Paper| {
        let title = narrative::title(facts, paper);
        ClosedView::new(board, closed, &occasion, (paper, title), style.templates.asks(paper)).map(|view| (paper, view))
    };
    let appendices: Vec<(Paper, ClosedView)> = build.papers.iter().filter_map(|paper| appendix(*paper)).collect();
    let occasion = Occasion { closed: appendices.iter().map(|(paper, _)| *paper).collect(), ..occasion };
    let view = View::new(board, facts, &occasion);
    let seen = Seen::of(&view)?;
    let (seen, occasion) = (&seen, &occasion);
    let open = build.papers.iter().filter(|_| build.editions.contains(&Edition::Open)).map(|paper| Task {
        style,
        build,
        front: narrative::front(board, facts, occasion, *paper),
        path: path(*paper, Edition::Open),
        render: Box::new(move || style.templates.render(*paper, seen)),
    });
    let shut = appendices.iter().filter(|_| build.editions.contains(&Edition::Closed)).map(|(paper, view)| Task {
        style,
        build,
        front: narrative::closed_front(board, facts, occasion, *paper),
        path: path(*paper, Edition::Closed),
        render: Box::new(move || style.templates.render_closed(view)),
    });
    let tasks: Vec<Task<'_>> = open.chain(shut).collect();
    let threads = build.jobs.or_else(|| std::thread::available_parallelism().ok().map(usize::from)).unwrap_or(1);
    let made: Vec<Result<Made, Problems>> = if threads == 1 {
        tasks.iter().map(make).collect()
    } else {
        // The first paper is made on this thread, where memory is had most cheaply: it is the longest.
        std::thread::scope(|s| {
            let (first, rest) = tasks.split_at(tasks.len().min(1));
            let running: Vec<_> = rest.iter().map(|task| s.spawn(|| make(task))).collect();
            let first: Vec<_> = first.iter().map(make).collect();
            let join = |r: std::thread::ScopedJoinHandle<'_, _>| r.join();
            let rest = running.into_iter().map(join).map(|r| r.unwrap_or_else(|p| std::panic::resume_unwind(p)));
            first.into_iter().chain(rest).collect()
        })
    };
    let (made, failed): (Vec<_>, Vec<_>) = made.into_iter().partition(Result::is_ok);
    if failed.is_empty() {
        return Ok(made.into_iter().flatten().collect());
    }
    Err(failed.into_iter().filter_map(Result::err).flatten().collect())
}

fn make(task: &Task<'_>) -> Result<Made, Problems> {
    let Task { style, build, .. } = task;
    let markdown = (task.render)()?;
    let document = document::parse(&markdown, task.front.clone())?;
    let laid = layout::lay_out(&document, &style.theme, &style.faces)?;
    let created = Utc.from_utc_datetime(&build.date.and_time(NaiveTime::MIN));
    let metadata = Metadata { created, producer: concat!("board-papers ", env!("CARGO_PKG_VERSION")).into() };
    let pdf = finish::finish(&laid, &style.faces, &metadata)?;
    let outline = build.outline.then(|| finish::outline(&laid));
    keep((markdown, document, laid));
    Ok(Made { path: task.path.clone(), pdf, outline })
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
