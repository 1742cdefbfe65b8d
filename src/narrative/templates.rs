//! The templates: compiled once, before any return is read, and rendered strictly.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use handlebars::{Handlebars, RenderError, RenderErrorReason};

use super::issue::{Issue, Seen};
use super::sources::{Sources, name_of};
use super::view::{ClosedView, SHAPES};
use super::{helpers, include, marks, syntax};
use crate::document::{self, Front, Markdown};
use crate::paper::{Paper, Words};
use crate::problem::{Code, Place, Problem, Problems};
use crate::text::nearest;

/// The templates of all papers, checked.
#[derive(Debug)]
pub struct Templates {
    engine: Handlebars<'static>,
    /// Fills in titles, which are text and not Markdown.
    plain: Handlebars<'static>,
    /// The file of each template, by its number in the marks.
    files: Vec<Arc<str>>,
    warnings: Problems,
    /// What each paper's template asks of the view.
    asks: BTreeMap<String, BTreeSet<&'static str>>,
}

/// The template of closed appendices, whatever paper they belong to.
pub(super) const CLOSED: &str = "closed-appendix";

impl Templates {
    /// Compiles the templates.
    ///
    /// # Errors
    /// Every template that cannot be read or understood, with its line and column.
    pub fn compile(sources: &Sources) -> Result<Self, Problems> {
        let mut problems = sources.problems().clone();
        let (mut engine, mut plain) = (Handlebars::new(), Handlebars::new());
        for engine in [&mut engine, &mut plain] {
            engine.set_strict_mode(true);
            helpers::register(engine);
        }
        engine.set_prevent_indent(true);
        engine.register_escape_fn(document::escape);
        plain.register_escape_fn(handlebars::no_escape);
        let mut warnings = Problems::new();
        let mut files = Vec::new();
        let mut sound = true;
        let mut asks = BTreeMap::new();
        for (file, source) in &sources.texts {
            if let Err(error) = engine.register_template_string(name_of(file), marks::add(source, files.len())) {
                problems.push(syntax::problem(file, source, &error));
                sound = false;
            }
            warnings.extend(digits(file, source));
            files.push(Arc::from(file.as_str()));
        }
        if sound {
            let file = |name: &str| files.iter().find(|f| name_of(f) == name).map_or(name, |f| f).to_string();
            let checked = super::check::check(&engine, sources.papers(), &file);
            problems.extend(checked.problems);
            asks = checked.asks;
            // What is compiled in may well be of no use beside the papers of a folder.
            let idle = sources.brought.iter().filter(|file| !checked.reached.contains(name_of(file)));
            warnings.extend(idle.map(|file| idle_partial(file)));
        }
        include::replace(&mut engine);
        if problems.is_empty() { Ok(Templates { engine, plain, files, warnings, asks }) } else { Err(problems) }
    }

    /// Gives what is worth knowing about the templates for who writes them: digits typed in their text, partials that no
    /// paper uses.
    pub fn warnings(&self) -> &Problems {
        &self.warnings
    }

    /// Writes an issue of a paper, and what runs along its pages.
    ///
    /// # Errors
    /// What a template asks for that is not there, or cannot be said, with its line and column.
    pub fn render(&self, issue: &Issue<'_>, seen: &mut Seen<'_>) -> Result<(Markdown, Front), Problems> {
        let title = self.title(issue, seen)?;
        let subject = self.words(&issue.paper.subject, seen)?;
        seen.entitle(issue.paper, &title)?;
        let rendered =
            self.engine.render_with_context(&issue.paper.name, seen.context()).map_err(|e| self.fault(&e))?;
        let markdown = Markdown { charts: seen.charts(), ..marks::markdown(&rendered, &self.files) };
        Ok((markdown, seen.front(issue, title, &subject)))
    }

    /// Writes the closed appendix of a paper, and what runs along its pages.
    ///
    /// # Errors
    /// What the template asks for that is not there, or cannot be said, with its line and column.
    pub fn render_closed(
        &self,
        issue: &Issue<'_>,
        seen: &mut Seen<'_>,
        view: &ClosedView,
    ) -> Result<(Markdown, Front), Problems> {
        let title = self.title(issue, seen)?;
        let view = ClosedView { title: title.clone(), ..view.clone() };
        let context = handlebars::Context::wraps(&view).map_err(|e| self.fault(&e))?;
        let rendered = self.engine.render_with_context(CLOSED, &context).map_err(|e| self.fault(&e))?;
        Ok((marks::markdown(&rendered, &self.files), seen.closed_front(issue, title)))
    }

    /// Gives the names of the view that a paper's template asks for.
    pub fn asks(&self, paper: &Paper) -> &BTreeSet<&'static str> {
        static NONE: BTreeSet<&'static str> = BTreeSet::new();
        self.asks.get(&paper.name).unwrap_or(&NONE)
    }

    /// Gives the title of an issue, as the unit has typed it or as the template has it.
    fn title(&self, issue: &Issue<'_>, seen: &mut Seen<'_>) -> Result<String, Problem> {
        seen.turn_to(issue);
        match seen.typed_title(issue.paper) {
            Some(title) => Ok(title),
            None => self.words(&issue.paper.title, seen),
        }
    }

    /// Fills in the gaps of a title or the like.
    fn words(&self, words: &Words, seen: &Seen<'_>) -> Result<String, Problem> {
        if !words.text.contains("{{") {
            return Ok(document::tidy(&words.text));
        }
        let filled = self.plain.render_template_with_context(&words.text, seen.context());
        let filled = filled.map_err(|e| Problem { place: words.from.clone(), ..self.fault(&e) })?;
        Ok(document::tidy(&marks::strip(&filled).text))
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

fn unknown(what: &str, name: &str) -> String {
    format!("there is no {what} \u{201c}{name}\u{201d}")
}

fn near_helper(name: &str) -> Option<String> {
    nearest(name, helpers::HELPERS.iter().map(|h| h.name).chain(super::check::BUILT_IN)).map(str::to_string)
}

/// Warns of a partial of a folder that no paper uses.
fn idle_partial(file: &str) -> Problem {
    let problem = Problem::new(Code::TemplateIdle, Place::file(file), "no paper uses this partial");
    problem.help(format!("Write {{{{> {}}}}} where it belongs, or delete the file", name_of(file)))
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
