//! The papers of a quarter, made in memory: `build` writes them, `check` looks for what would stop that.
//!
//! *In:* the inputs, the templates and how the papers are wanted. *Out:* the papers, or every error that is in the way of
//! them: there is one or the other. Both commands ask here, so that one finds an error exactly where the other does.

use std::path::Path;

use chrono::{NaiveTime, TimeZone as _, Utc};

use super::Failure;
use super::prepare::{Account, Lack, analyse, intake};
use crate::board::Board;
use crate::cli::Build;
use crate::document;
use crate::drawing::{Faces, Theme};
use crate::finish::{self, Metadata, Pdf};
use crate::layout;
use crate::narrative::{self, Edition, Occasion, Seen, Templates, View};
use crate::problem::Problems;
use crate::quarter::Quarter;
use crate::returns::{Paper, Return};
use crate::threads;

/// A quarter's papers, or what is in their way.
pub(super) struct Papers {
    /// The board.
    pub(super) board: Board,
    /// The quarter.
    pub(super) quarter: Quarter,
    /// Its returns.
    pub(super) returns: Vec<Return>,
    /// Everything that is wrong with inputs and templates, or worth knowing of them.
    pub(super) problems: Problems,
    /// The papers, in the order of the agenda; none where there is an error.
    pub(super) files: Vec<PaperFile>,
}

/// A paper that is complete but not yet written.
pub(super) struct PaperFile {
    /// Which paper it is.
    pub(super) paper: Paper,
    /// Its bytes.
    pub(super) pdf: Pdf,
    /// What a screen reader would meet in it, where that was asked for.
    pub(super) outline: Option<String>,
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
    pub(super) fn load(folder: Option<&Path>) -> Result<Self, Problems> {
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

    /// Finds the characters in returns and in the board's names that the fonts lack.
    pub(super) fn uncovered(&self, board: &Board, returns: &[Return]) -> Problems {
        narrative::uncovered(board, returns, &|c| self.faces.cover(c))
    }

    /// Gives what is worth knowing of the templates, for their author.
    pub(super) fn warnings(&self) -> &Problems {
        self.templates.warnings()
    }
}

/// Makes the papers of a quarter.
///
/// # Errors
/// What leaves no quarter to speak of: a board that cannot be read, no folder of returns; with all that is wrong besides.
pub(super) fn make(task: &Build) -> Result<Papers, Failure> {
    let reader = super::reader()?;
    let lack = if task.draft { Lack::Allowed } else { Lack::Refused };
    let (style, read) =
        threads::both(|| Style::load(task.templates.as_deref()), || intake(&reader, &task.inputs, lack));
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
    let account = analyse(read);
    problems.extend(account.facts.problems.iter().cloned());
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

/// Makes all papers, several at once where there are threads for it, in the order of the agenda.
fn make_all(task: &Build, style: &Style, account: &Account) -> Result<Vec<PaperFile>, Problems> {
    let Account { board, facts, .. } = account;
    let occasion = Occasion {
        edition: if task.closed { Edition::Closed } else { Edition::Open },
        meeting: task.meeting.or(board.meeting),
        draft_reasons: draft_reasons(task, account),
    };
    let seen = Seen::of(&View::new(board, facts, &occasion))?;
    let threads = task.jobs.unwrap_or_else(threads::at_once);
    // The first paper is the longest: this thread, where memory is had most cheaply, makes it.
    let made = threads::map(&task.papers, threads, |paper| {
        make_one(task, style, &seen, *paper, narrative::front(board, facts, &occasion, *paper))
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
    seen: &Seen,
    paper: Paper,
    front: document::Front,
) -> Result<PaperFile, Problems> {
    let markdown = style.templates.render(paper, seen)?;
    let document = document::parse(&markdown, front)?;
    let laid = layout::lay_out(&document, &style.theme, &style.faces)?;
    let created = Utc.from_utc_datetime(&task.date.and_time(NaiveTime::MIN));
    let metadata = Metadata { created, producer: concat!("board-papers ", env!("CARGO_PKG_VERSION")).into() };
    let pdf = finish::finish(&laid, &style.faces, &metadata)?;
    let outline = task.outline.then(|| finish::outline(&laid));
    Ok(PaperFile { paper, pdf, outline })
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
