//! The sources of the templates: those compiled in, and a folder's that replace them or are added to them.
//!
//! *In:* a folder, or none. *Out:* [`Sources`]: each template's text under its file's name, and the papers that their
//! heads make. It is quick: nothing is compiled, so that a command that only has to know the papers need not wait.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::front_matter;
use crate::paper::{Paper, Papers};
use crate::problem::{Code, Place, Problem, Problems};

macro_rules! templates {
    ($($file:literal),+ $(,)?) => {
        /// The templates compiled in: the file's name in the folder of templates, and its text.
        pub const DEFAULTS: &[(&str, &str)] =
            &[$(($file, include_str!(concat!("../../templates/", $file))),)+];
    };
}

templates! {
    "action-plan-update.hbs",
    "partnership-briefing.hbs",
    "performance-overview.hbs",
    "partials/against.hbs",
    "partials/annex.hbs",
    "partials/areas-row.hbs",
    "partials/areas-table.hbs",
    "partials/asked.hbs",
    "partials/at-a-glance.hbs",
    "partials/briefing-actions.hbs",
    "partials/briefing-figures.hbs",
    "partials/briefing-rank.hbs",
    "partials/briefing-targets.hbs",
    "partials/categories.hbs",
    "partials/categories-row.hbs",
    "partials/closed-appendix.hbs",
    "partials/closed-session.hbs",
    "partials/commentary.hbs",
    "partials/compared.hbs",
    "partials/definitions.hbs",
    "partials/draft.hbs",
    "partials/exception.hbs",
    "partials/exceptions.hbs",
    "partials/gaps.hbs",
    "partials/headline.hbs",
    "partials/figures-of-change.hbs",
    "partials/headline-sentence.hbs",
    "partials/how-to-read.hbs",
    "partials/indicator.hbs",
    "partials/marks.hbs",
    "partials/marks-note.hbs",
    "partials/masked.hbs",
    "partials/mention.hbs",
    "partials/mention-verb.hbs",
    "partials/missing.hbs",
    "partials/month-statements.hbs",
    "partials/mover-names.hbs",
    "partials/movers.hbs",
    "partials/other-measure.hbs",
    "partials/outstanding.hbs",
    "partials/plan-due.hbs",
    "partials/plan-item.hbs",
    "partials/plan-list.hbs",
    "partials/plan-outstanding.hbs",
    "partials/plan-summary.hbs",
    "partials/plan-table.hbs",
    "partials/priority.hbs",
    "partials/red-indicator.hbs",
    "partials/revised.hbs",
    "partials/revised-before.hbs",
    "partials/section.hbs",
    "partials/section-charts.hbs",
    "partials/separator.hbs",
    "partials/signal.hbs",
    "partials/signal-group.hbs",
    "partials/spread-counts.hbs",
    "partials/spread-range.hbs",
    "partials/spread-title.hbs",
    "partials/status-name.hbs",
    "partials/table-notes.hbs",
    "partials/targets.hbs",
    "partials/theme-schedule.hbs",
    "partials/title-block.hbs",
    "partials/trend-alt.hbs",
    "partials/trend-title.hbs",
}

/// The texts of the templates, and the papers among them.
#[derive(Debug)]
pub struct Sources {
    /// Each template's text by the name of its file; the heads of papers are empty lines.
    pub(super) texts: BTreeMap<String, String>,
    /// Those files that a folder brought.
    pub(super) brought: BTreeSet<String>,
    papers: Papers,
    problems: Problems,
}

impl Sources {
    /// Reads the templates: those compiled in, each replaced by the file of the same name in a folder where there is one,
    /// and the folder's others.
    ///
    /// What is wrong with them is for [`super::Templates::compile`] to tell, with all the rest that is.
    pub fn read(folder: Option<&Path>) -> Self {
        let mut problems = Problems::new();
        let mut texts: BTreeMap<String, String> =
            DEFAULTS.iter().map(|(file, text)| ((*file).to_string(), (*text).to_string())).collect();
        let brought = folder.map(|folder| read_folder(folder, &mut problems)).unwrap_or_default();
        let names = brought.keys().cloned().collect();
        texts.extend(brought);
        let mut papers = Vec::new();
        for (file, text) in &mut texts {
            if is_partial(file) {
                if front_matter::is_there(text) {
                    let place = Place::File { file: file.clone(), line: Some(1), column: None };
                    let problem = Problem::new(Code::TemplateHead, place, "a partial has no front matter");
                    problems
                        .push(problem.help("Take the lines up to the second +++ out, or move the file up a folder"));
                }
                continue;
            }
            let read = front_matter::read(file, name_of(file), text);
            // What a replaced paper is called is still known, so that its head is not missed elsewhere, too.
            let known = || DEFAULTS.iter().find(|(name, _)| name == file);
            papers.extend(read.or_else(|problem| {
                problems.push(problem);
                known().ok_or(()).and_then(|(_, text)| front_matter::read(file, name_of(file), text).map_err(|_| ()))
            }));
            *text = front_matter::body(text);
        }
        for file in texts.keys().filter(|file| is_partial(file)) {
            if texts.contains_key(&format!("{}.hbs", name_of(file))) {
                let message = format!("a paper and a partial are both called \u{201c}{}\u{201d}", name_of(file));
                problems.push(Problem::new(Code::TemplateTwice, Place::file(file), message).help("Rename one of them"));
            }
        }
        problems.extend(same_titles(&papers));
        Sources { texts, brought: names, papers: Papers::new(papers), problems }
    }

    /// Gives the papers that the templates make.
    pub fn papers(&self) -> &Papers {
        &self.papers
    }

    /// Gives what is wrong with the files and their heads.
    pub fn problems(&self) -> &Problems {
        &self.problems
    }
}

/// Finds papers of one title: a `Papers` sheet names papers by title. It may be a file that was meant to replace another.
fn same_titles(papers: &[Paper]) -> Vec<Problem> {
    let added = |paper: &&Paper| !DEFAULTS.iter().any(|(file, _)| name_of(file) == paper.name);
    let (mut seen, mut found): (Vec<&Paper>, Vec<Problem>) = (Vec::new(), Vec::new());
    for paper in papers.iter().filter(|p| !added(p)).chain(papers.iter().filter(added)) {
        match seen.iter().find(|other| other.is_called(&paper.plain_title())) {
            Some(other) => {
                let (title, other) = (paper.plain_title(), &other.name);
                let message = format!("the paper {other} is called \u{201c}{title}\u{201d}, too");
                let help = format!("To replace that paper name the file {other}.hbs; otherwise change the title");
                found.push(Problem::new(Code::TemplateTwice, paper.title.from.clone(), message).help(help));
            }
            None => seen.push(paper),
        }
    }
    found
}

/// Names a template as other templates do: its file without folder and ending.
pub(super) fn name_of(file: &str) -> &str {
    let file = file.strip_suffix(".hbs").unwrap_or(file);
    file.rsplit('/').next().unwrap_or(file)
}

/// Says whether a file is a part of papers rather than one.
fn is_partial(file: &str) -> bool {
    file.contains('/')
}

/// Reads the templates of a folder: papers, and partials in a folder of theirs.
fn read_folder(folder: &Path, problems: &mut Problems) -> BTreeMap<String, String> {
    let unreadable = |path: &Path, e: &std::io::Error| {
        let place = Place::file(&path.display().to_string());
        Problem::new(Code::TemplateUnreadable, place, format!("it cannot be read: {e}"))
    };
    let mut texts = BTreeMap::new();
    for sub in ["", "partials"] {
        let path = folder.join(sub);
        let entries = match std::fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(e) if sub.is_empty() => {
                problems.push(unreadable(&path, &e));
                return texts;
            }
            Err(_) => continue,
        };
        let mut names: Vec<String> = entries.flatten().filter_map(|e| e.file_name().into_string().ok()).collect();
        names.retain(|n| n.ends_with(".hbs"));
        names.sort();
        for name in names {
            let file = if sub.is_empty() { name } else { format!("{sub}/{name}") };
            match std::fs::read_to_string(folder.join(&file)) {
                Ok(text) => {
                    texts.insert(file, text);
                }
                Err(e) => problems.push(unreadable(&folder.join(&file), &e)),
            }
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    const HEAD: &str =
        "+++\ntitle = \"Crime in brief: {{quarter.label}}\"\nsubject = \"Crime\"\norder = 9\nfor = \"board\"\n+++\n";

    fn with(files: &[(&str, &str)]) -> Sources {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("partials")).unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        Sources::read(Some(folder.path()))
    }

    fn names(sources: &Sources) -> Vec<&str> {
        sources.papers().iter().map(|p| p.name.as_str()).collect()
    }

    fn wrong(files: &[(&str, &str)]) -> String {
        with(files).problems().iter().map(|p| format!("{p}\n")).collect()
    }

    #[test]
    fn a_folder_adds_papers_and_replaces_them() {
        let built_in = Sources::read(None);
        let of_board: Vec<&str> = built_in.papers().standing().map(|p| p.name.as_str()).collect();
        assert_eq!(of_board, ["performance-overview", "action-plan-update"]);
        let renamed = HEAD.replace("Crime in brief", "Performance").replace('9', "1");
        let sources = with(&[("brief.hbs", HEAD), ("performance-overview.hbs", &renamed)]);
        assert_eq!(sources.problems().iter().count(), 0);
        assert!(names(&sources).ends_with(&["brief"]), "{:?}", names(&sources));
        assert_eq!(sources.papers().find("Performance").unwrap().name, "performance-overview");
    }

    #[test]
    fn an_old_template_without_a_head_is_told_what_to_add_and_is_still_known() {
        let files = [("performance-overview.hbs", "# {{paper.title}}\n"), ("mine.hbs", "# x\n")];
        let told = wrong(&files);
        assert!(told.contains("performance-overview.hbs:1: a paper begins with its front matter"), "{told}");
        assert!(told.contains("mine.hbs:1: a paper begins with its front matter"), "{told}");
        assert_eq!(with(&files).papers().find("Performance overview").unwrap().name, "performance-overview");
    }

    #[test]
    fn names_and_titles_are_of_one_template() {
        let twice = HEAD.replace("Crime in brief", "Performance overview");
        assert!(wrong(&[("performance-overveiw.hbs", &twice)]).contains("the paper performance-overview is called"));
        assert!(wrong(&[("annex.hbs", HEAD)]).contains("a paper and a partial are both called \u{201c}annex\u{201d}"));
        assert!(wrong(&[("partials/brief.hbs", HEAD)]).contains("a partial has no front matter"));
    }
}
