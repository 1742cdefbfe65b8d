//! The templates: compiled once, before any return is read, and rendered strictly.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use handlebars::{Context, Handlebars, RenderError, RenderErrorReason};

use super::view::{ClosedView, SHAPES, View};
use super::{helpers, include, marks, syntax};
use crate::document::{self, Markdown};
use crate::problem::{Code, Place, Problem, Problems};
use crate::returns::Paper;
use crate::text::nearest;

macro_rules! templates {
    ($($file:literal),+ $(,)?) => {
        /// The templates compiled in: the file's name in the folder of templates, and its text.
        pub(super) const DEFAULTS: &[(&str, &str)] =
            &[$(($file, include_str!(concat!("../../templates/", $file))),)+];
    };
}

templates! {
    "action-plan-update.hbs",
    "closed-appendix.hbs",
    "performance-overview.hbs",
    "partials/against.hbs",
    "partials/annex.hbs",
    "partials/areas-row.hbs",
    "partials/areas-table.hbs",
    "partials/asked.hbs",
    "partials/at-a-glance.hbs",
    "partials/categories.hbs",
    "partials/categories-row.hbs",
    "partials/closed-session.hbs",
    "partials/commentary.hbs",
    "partials/compared.hbs",
    "partials/definitions.hbs",
    "partials/draft.hbs",
    "partials/exception.hbs",
    "partials/exceptions.hbs",
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
    "partials/trend-title.hbs",
}

/// The templates of both papers, checked.
#[derive(Debug)]
pub struct Templates {
    engine: Handlebars<'static>,
    /// The file of each template, by its number in the marks.
    files: Vec<Arc<str>>,
    warnings: Problems,
    /// What each paper's template asks of the view.
    asks: BTreeMap<Paper, BTreeSet<&'static str>>,
}

/// The template of closed appendices, whatever paper they belong to.
const CLOSED: &str = "closed-appendix";

impl Templates {
    /// Compiles the templates: those compiled in, each replaced by the file of the same name in a folder where there is one.
    ///
    /// Other files in the folder's `partials` are partials too.
    ///
    /// # Errors
    /// Every template that cannot be read or understood, with its line and column.
    pub fn compile(folder: Option<&Path>) -> Result<Self, Problems> {
        let mut problems = Problems::new();
        let mut sources: BTreeMap<String, String> =
            DEFAULTS.iter().map(|(file, text)| ((*file).to_string(), (*text).to_string())).collect();
        if let Some(folder) = folder {
            read_folder(folder, &mut sources, &mut problems);
        }
        let mut engine = Handlebars::new();
        engine.set_strict_mode(true);
        engine.set_prevent_indent(true);
        engine.register_escape_fn(document::escape);
        helpers::register(&mut engine);
        let mut warnings = Problems::new();
        let mut files = Vec::new();
        for (file, source) in &sources {
            if let Err(error) = engine.register_template_string(name_of(file), marks::add(source, files.len())) {
                problems.push(syntax::problem(file, source, &error));
            }
            warnings.extend(digits(file, source));
            files.push(Arc::from(file.as_str()));
        }
        if problems.is_empty() {
            let file = |name: &str| files.iter().find(|f| name_of(f) == name).map_or(name, |f| f).to_string();
            let papers = Paper::ALL.iter().map(|p| (p.slug(), "View"));
            problems.extend(super::check::check(&engine, papers.chain([(CLOSED, "ClosedView")]), &file));
        }
        let asks = Paper::ALL.iter().map(|p| (*p, super::check::asks(&engine, p.slug()))).collect();
        include::replace(&mut engine);
        if problems.is_empty() { Ok(Templates { engine, files, warnings, asks }) } else { Err(problems) }
    }

    /// Gives what is worth knowing about the templates: digits typed in their text.
    pub fn warnings(&self) -> &Problems {
        &self.warnings
    }

    /// Gives the names of the view that a paper's template asks for.
    pub fn asks(&self, paper: Paper) -> &BTreeSet<&'static str> {
        static NONE: BTreeSet<&'static str> = BTreeSet::new();
        self.asks.get(&paper).unwrap_or(&NONE)
    }

    /// Renders a closed appendix.
    ///
    /// # Errors
    /// What the template asks for that is not there, or cannot be said, with its line and column.
    pub fn render_closed(&self, view: &ClosedView) -> Result<Markdown, Problems> {
        let context = readable(view)?;
        let rendered = self.engine.render_with_context(CLOSED, &context).map_err(|e| self.fault(&e))?;
        Ok(marks::markdown(&rendered, &self.files))
    }

    /// Renders a paper.
    ///
    /// # Errors
    /// What a template asks for that is not there, or cannot be said, with its line and column.
    pub fn render(&self, paper: Paper, seen: &Seen) -> Result<Markdown, Problems> {
        let rendered = self.engine.render_with_context(paper.slug(), &seen.context).map_err(|e| self.fault(&e))?;
        Ok(Markdown { charts: seen.charts.clone(), ..marks::markdown(&rendered, &self.files) })
    }

    fn fault(&self, error: &RenderError) -> Problem {
        let name = error.template_name.as_deref().unwrap_or_default();
        let file = self.files.iter().find(|f| name_of(f) == name).map_or(name, |f| f);
        let place = Place::File { file: file.into(), line: error.line_no, column: error.column_no };
        let (message, near) = match error.reason() {
            RenderErrorReason::MissingVariable(path) => {
                let path = path.clone().unwrap_or_default();
                let last = path.rsplit(['.', '/']).next().unwrap_or_default().to_string();
                let fields = SHAPES.iter().flat_map(|s| s.fields.iter().map(|f| f.name));
                (format!("there is no \u{201c}{path}\u{201d} here"), nearest(&last, fields).map(str::to_string))
            }
            RenderErrorReason::HelperNotFound(name) => (unknown("helper", name), near_helper(name)),
            RenderErrorReason::PartialNotFound(name) => (unknown("partial", name), self.near_partial(name)),
            other => (other.to_string(), None),
        };
        let problem = Problem::new(Code::Template, place, message);
        match near {
            Some(near) => problem.help(format!("Did you mean \u{201c}{near}\u{201d}?")),
            None => problem,
        }
    }

    fn near_partial(&self, name: &str) -> Option<String> {
        nearest(name, self.files.iter().map(|f| name_of(f))).map(str::to_string)
    }
}

/// A view as templates read it: made once for all papers of an edition.
#[derive(Debug)]
pub struct Seen {
    context: Context,
    charts: Vec<Arc<document::Chart>>,
}

impl Seen {
    /// Makes a view readable.
    ///
    /// # Errors
    /// None that a view could have: it is plain data.
    pub fn of(view: &View) -> Result<Self, Problems> {
        Ok(Seen { context: readable(view)?, charts: view.charts.all().to_vec() })
    }
}

fn readable(view: &impl serde::Serialize) -> Result<Context, Problem> {
    Context::wraps(view).map_err(|e| Problem::new(Code::Template, Place::file("templates"), e.to_string()))
}

fn unknown(what: &str, name: &str) -> String {
    format!("there is no {what} \u{201c}{name}\u{201d}")
}

fn near_helper(name: &str) -> Option<String> {
    nearest(name, helpers::HELPERS.iter().map(|h| h.name).chain(super::check::BUILT_IN)).map(str::to_string)
}

/// Names a template as other templates do: its file without folder and ending.
fn name_of(file: &str) -> &str {
    let file = file.strip_suffix(".hbs").unwrap_or(file);
    file.rsplit('/').next().unwrap_or(file)
}

/// Reads the templates of a folder over those there are.
fn read_folder(folder: &Path, sources: &mut BTreeMap<String, String>, problems: &mut Problems) {
    let unreadable = |path: &Path, e: &std::io::Error| {
        let place = Place::file(&path.display().to_string());
        Problem::new(Code::TemplateUnreadable, place, format!("it cannot be read: {e}"))
    };
    for (sub, known_only) in [("", true), ("partials", false)] {
        let path = folder.join(sub);
        let entries = match std::fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(e) if sub.is_empty() => {
                problems.push(unreadable(&path, &e));
                return;
            }
            Err(_) => continue,
        };
        let mut names: Vec<String> = entries.flatten().filter_map(|e| e.file_name().into_string().ok()).collect();
        names.retain(|n| n.ends_with(".hbs"));
        names.sort();
        for name in names {
            let file = if sub.is_empty() { name } else { format!("{sub}/{name}") };
            if known_only && !sources.contains_key(&file) {
                let near = nearest(&file, sources.keys().map(String::as_str).filter(|k| !k.contains('/')));
                let hint = near.map(|n| format!("Did you mean {n}? ")).unwrap_or_default();
                let problem = Problem::new(Code::TemplateUnknown, Place::file(&file), "there is no paper of this name");
                problems.push(problem.help(format!("{hint}Partials go into the folder partials")));
                continue;
            }
            match std::fs::read_to_string(folder.join(&file)) {
                Ok(text) => {
                    sources.insert(file, text);
                }
                Err(e) => problems.push(unreadable(&folder.join(&file), &e)),
            }
        }
    }
}

/// Warns of digits typed in a template's text: figures come from helpers.
fn digits(file: &str, source: &str) -> Vec<Problem> {
    let mut found = Vec::new();
    let (mut mustache, mut tag) = (false, false);
    for (number, line) in source.lines().enumerate() {
        let mut warned = false;
        // A name like SHA-256 is no figure.
        let named = |at: usize| {
            let word = line[..at].rsplit(|c: char| c.is_whitespace() || "}>|(".contains(c)).next().unwrap_or_default();
            word.starts_with(char::is_alphabetic)
        };
        for (at, c) in line.char_indices() {
            let here = &line[at..];
            if here.starts_with("{{") {
                mustache = true;
            } else if here.starts_with("}}") {
                mustache = false;
            } else if !mustache && c == '<' {
                tag = true;
            } else if !mustache && c == '>' {
                tag = false;
            } else if c.is_ascii_digit() && !mustache && !tag && !warned && !named(at) {
                warned = true;
                let column = line[..at].chars().count() + 1;
                let place = Place::File { file: file.into(), line: Some(number + 1), column: Some(column) };
                let problem = Problem::new(Code::TemplateDigit, place, format!("the text has a digit of its own: {c}"));
                found.push(problem.help("Figures come from helpers, so that they cannot go out of date"));
            }
        }
    }
    found
}
