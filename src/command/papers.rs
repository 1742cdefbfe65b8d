//! The papers of a quarter, made in memory: `build` writes them, `check` looks for what would stop that.
//!
//! *In:* the inputs, the templates and how the papers are wanted. *Out:* the papers, or every error that is in the way of
//! them: there is one or the other. Both commands ask here, so that one finds an error exactly where the other does.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use chrono::{NaiveTime, TimeZone as _, Utc};

use super::Failure;
use super::prepare::{Account, Lack, analyse, intake, templates};
use super::trace::{self, Traced};
use crate::analysis::{Edition, Known as Explained};
use crate::board::Board;
use crate::cli::{Build, CLOSED_FOLDER};
use crate::document::{self, Front, Markdown};
use crate::drawing::{Faces, Theme};
use crate::finish::{self, Metadata, Pdf};
use crate::layout;
use crate::narrative::{self, ClosedView, Issue, Occasion, Seen, Sources, Templates};
use crate::paper::{Audience, Paper, Papers as Known};
use crate::problem::Problems;
use crate::quarter::Quarter;
use crate::returns::Returns;
use crate::threads;

/// A quarter's papers, or what is in their way.
pub(super) struct Papers {
    /// The board.
    pub(super) board: Board,
    /// The quarter.
    pub(super) quarter: Quarter,
    /// Its returns.
    pub(super) returns: Returns,
    /// Everything that is wrong with inputs and templates, or worth knowing of them.
    pub(super) problems: Problems,
    /// The papers, in the order of the agenda; none where there is an error.
    pub(super) files: Vec<PaperFile>,
}

/// A paper that is complete but not yet written.
pub(super) struct PaperFile {
    /// The file's name, without its ending, within the folder of the papers.
    pub(super) stem: String,
    /// Its bytes.
    pub(super) pdf: Pdf,
    /// What a screen reader would meet in it, where that was asked for.
    pub(super) outline: Option<String>,
    /// Where its figures come from, where that was asked for.
    pub(super) traced: Vec<Traced>,
}

/// What the papers are made with, whatever they say.
pub(super) struct Style {
    templates: Templates,
    theme: Theme,
    faces: Faces,
}

impl Style {
    /// Loads templates, theme and fonts: those built in, or a folder's over them.
    ///
    /// # Errors
    /// Everything that is wrong with any of the three.
    pub(super) fn load(sources: &Sources, folder: Option<&Path>) -> Result<Self, Problems> {
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

    /// Finds the characters in returns and in the board's names that the fonts lack: in what is closed, too, of which it
    /// quotes nothing.
    pub(super) fn uncovered(&self, board: &Board, returns: &Returns) -> Problems {
        let covers = |c| self.faces.cover(c);
        let open = narrative::uncovered(board, &returns.open, &covers);
        open.into_iter().chain(narrative::uncovered_in_closed(&returns.closed, &covers)).collect()
    }

    /// Gives what is worth knowing of the templates, for their author.
    pub(super) fn warnings(&self) -> &Problems {
        self.templates.warnings()
    }
}

/// Makes the papers of a quarter.
///
/// # Errors
/// A paper that there is no template for; what leaves no quarter to speak of: a board that cannot be read, no folder of
/// returns; with all that is wrong besides.
pub(super) fn make(task: &Build) -> Result<Papers, Failure> {
    let folder = templates(&task.inputs);
    let folder = folder.as_deref();
    let sources = Sources::read(folder);
    // Where a template's head cannot be read, that is what is wrong, and the papers are not all known.
    if !sources.problems().has_errors() {
        known(&task.papers, sources.papers())?;
    }
    let reader = super::reader()?;
    let lack = if task.draft { Lack::Allowed } else { Lack::Refused };
    let (style, read) =
        threads::both(|| Style::load(&sources, folder), || intake(&reader, &task.inputs, sources.papers(), lack));
    drop(reader);
    let (style, mut problems) = match style {
        Ok(style) => (Some(style), Problems::new()),
        Err(problems) => (None, problems),
    };
    let read = match read {
        Ok(read) => read,
        Err(of_inputs) => {
            problems.extend(of_inputs);
            return Err(Failure::Problems(problems));
        }
    };
    let account = analyse(read, &[]);
    problems.extend(account.board.unfit(account.quarter, task.meeting));
    problems.extend(account.problems());
    let mut files = Vec::new();
    if let Some(style) = &style {
        problems.extend(style.uncovered(&account.board, &account.returns));
        if !problems.has_errors() {
            match make_all(task, style, &account) {
                Ok(made) => files = made,
                Err(faults) => problems.extend(faults),
            }
        }
        problems.extend(style.warnings().iter().cloned());
    }
    let Account { board, quarter, returns, .. } = account;
    Ok(Papers { board, quarter, returns, problems, files })
}

/// Asks that every name is a paper's.
fn known(names: &[String], papers: &Known) -> Result<(), Failure> {
    let unknown = |name: &&String| papers.find(name).is_none();
    let wrong = names.iter().filter(unknown).map(|name| {
        let instead = papers.instead_of(name);
        format!("--paper: there is no paper \u{201c}{name}\u{201d}. {instead}")
    });
    let wrong: Vec<String> = wrong.collect();
    if wrong.is_empty() { Ok(()) } else { Err(Failure::Usage(wrong.join("\n"))) }
}

/// Picks the papers to be made: those that are asked for by name, or those that the board always has.
fn picked<'a>(names: &[String], papers: &'a Known) -> Vec<&'a Paper> {
    if names.is_empty() {
        return papers.standing().collect();
    }
    let wanted: Vec<&Paper> = names.iter().filter_map(|name| papers.find(name)).collect();
    papers.iter().filter(|paper| wanted.contains(paper)).collect()
}

/// What becomes one file: an issue of a paper, or the closed appendix of one.
enum Work<'a> {
    Open(Issue<'a>),
    Closed(Issue<'a>, &'a ClosedView),
}

/// Makes all issues of the papers, several at once where there are threads for it, in the order of the papers and areas;
/// then the closed appendices.
fn make_all(task: &Build, style: &Style, account: &Account) -> Result<Vec<PaperFile>, Problems> {
    let Account { board, facts, closed, .. } = account;
    let picked = picked(&task.papers, &board.papers);
    let occasion = Occasion {
        closed: BTreeSet::new(),
        meeting: task.meeting.or_else(|| board.meeting(account.quarter).map(|m| m.date)),
        draft_reasons: draft_reasons(task, account),
    };
    // A paper for an area goes to its partnership, which sits in no closed session of the board.
    let boards = picked.iter().copied().filter(|paper| paper.audience != Audience::Area);
    let appendix =
        |paper| Some((paper, ClosedView::new(board, closed, &occasion, paper, style.templates.asks(paper))?));
    let appendices: Vec<(&Paper, ClosedView)> = boards.filter_map(appendix).collect();
    let occasion = Occasion { closed: appendices.iter().map(|(paper, _)| paper.name.clone()).collect(), ..occasion };
    let seen = Seen::of(board, facts, &occasion)?;
    let explained = Explained { board, facts };
    let wanted = |edition| task.editions.contains(&edition);
    let open = narrative::issues(board, picked).into_iter().filter(|_| wanted(Edition::Open)).map(Work::Open);
    let shut = appendices.iter().filter(|_| wanted(Edition::Closed));
    let shut = shut.map(|(paper, view)| Work::Closed(Issue { paper, area: None }, view));
    let works: Vec<Work<'_>> = open.chain(shut).collect();
    let threads = task.jobs.unwrap_or_else(threads::at_once);
    // What is seen is turned to one issue after another: each thread has its own, which the next issue takes over.
    let idle = Mutex::new(Vec::new());
    let idle = || idle.lock().unwrap_or_else(PoisonError::into_inner);
    // The first issue is the longest: this thread, where memory is had most cheaply, makes it.
    let made = threads::map(&works, threads, |work| {
        let taken = idle().pop();
        let mut own = taken.unwrap_or_else(|| seen.clone());
        let made = make_one(task, style, &explained, &mut own, work);
        idle().push(own);
        made
    });
    let (made, failed): (Vec<_>, Vec<_>) = made.into_iter().partition(Result::is_ok);
    if failed.is_empty() {
        return Ok(made.into_iter().flatten().collect());
    }
    Err(failed.into_iter().filter_map(Result::err).flatten().collect())
}

fn make_one(
    task: &Build,
    style: &Style,
    explained: &Explained<'_>,
    seen: &mut Seen<'_>,
    work: &Work<'_>,
) -> Result<PaperFile, Problems> {
    let ((markdown, front), stem): ((Markdown, Front), String) = match work {
        Work::Open(issue) => (style.templates.render(issue, seen)?, issue.file_stem(explained.board)),
        // A folder and a name of its own: neither edition is ever written over the other.
        Work::Closed(issue, view) => {
            let stem = format!("{CLOSED_FOLDER}/{}-closed", issue.file_stem(explained.board));
            (style.templates.render_closed(issue, seen, view)?, stem)
        }
    };
    let document = document::parse(&markdown, front)?;
    let laid = layout::lay_out(&document, &style.theme, &style.faces)?;
    let created = Utc.from_utc_datetime(&task.date.and_time(NaiveTime::MIN));
    let metadata = Metadata { created, producer: concat!("board-papers ", env!("CARGO_PKG_VERSION")).into() };
    let pdf = finish::finish(&laid, &style.faces, &metadata)?;
    let outline = task.outline.then(|| finish::outline(&laid));
    // A closed appendix is not traced: what lies beside the open papers names nothing that is closed.
    let traced = match work {
        Work::Open(_) if task.trace => trace::paper(explained, &stem, &document, &laid.tree),
        Work::Open(_) | Work::Closed(..) => Vec::new(),
    };
    Ok(PaperFile { stem, pdf, outline, traced })
}

/// Says why the papers are drafts: who has not returned, or that somebody asked for drafts.
fn draft_reasons(task: &Build, account: &Account) -> Vec<String> {
    if !task.draft {
        return Vec::new();
    }
    let missing: Vec<&str> = account.facts.returns.iter().filter(|r| !r.returned).map(|r| r.sender.as_str()).collect();
    if missing.is_empty() {
        return vec!["It was built as a draft, and its figures and words may change.".into()];
    }
    missing.iter().map(|name| format!("There is no return from {name}.")).collect()
}
