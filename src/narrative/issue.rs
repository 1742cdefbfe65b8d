//! Issues of papers: each paper once, or once for each area, and what is seen while one is written.

use std::sync::Arc;

use handlebars::Context;
use serde_json::Value;

use super::Occasion;
use super::view::{self, View};
use crate::analysis::Facts;
use crate::board::{Area, Board};
use crate::document::{Chart, Front};
use crate::paper::{Audience, Paper};
use crate::problem::{Code, Place, Problem, Problems};
use crate::returns::{Sender, file_stem};
use crate::text;

/// An issue of a paper: what becomes one file.
#[derive(Clone, Copy, Debug)]
pub struct Issue<'a> {
    /// The paper.
    pub paper: &'a Paper,
    /// The area it is for, where it is for one.
    pub area: Option<&'a Area>,
}

impl Issue<'_> {
    /// Names the file, without its ending: unlike those of all other areas.
    pub fn file_stem(&self, board: &Board) -> String {
        let at = self.area.and_then(|area| board.areas.iter().position(|a| a.name == area.name));
        match at {
            Some(at) => format!("{}-{}", self.paper.name, file_stem(board, Sender::Area(at))),
            None => self.paper.name.clone(),
        }
    }
}

/// Lists the issues of papers, in the order of the papers and of the board's areas.
pub fn issues<'a>(board: &'a Board, papers: impl IntoIterator<Item = &'a Paper>) -> Vec<Issue<'a>> {
    let each = |paper: &'a Paper| match paper.audience {
        Audience::Area => board.areas.iter().map(|area| Issue { paper, area: Some(area) }).collect(),
        Audience::Board | Audience::Meeting => vec![Issue { paper, area: None }],
    };
    papers.into_iter().flat_map(each).collect()
}

/// A view as templates of open papers read it: made once for all papers, and turned to one issue after another.
#[derive(Clone, Debug)]
pub struct Seen<'a> {
    board: &'a Board,
    facts: &'a Facts,
    occasion: &'a Occasion,
    context: Context,
    charts: Vec<Arc<Chart>>,
}

impl<'a> Seen<'a> {
    /// Makes what is seen of a quarter's facts.
    ///
    /// # Errors
    /// None that a view could have: it is plain data.
    pub fn of(board: &'a Board, facts: &'a Facts, occasion: &'a Occasion) -> Result<Self, Problems> {
        let view = View::new(board, facts, occasion);
        let context = Context::wraps(&view).map_err(unreadable)?;
        Ok(Seen { board, facts, occasion, context, charts: view.charts.all().to_vec() })
    }

    pub(super) fn context(&self) -> &Context {
        &self.context
    }

    /// Gives the charts that what is seen refers to.
    pub(super) fn charts(&self) -> Vec<Arc<Chart>> {
        self.charts.clone()
    }

    /// Puts the area that an issue is for in view, or none.
    pub(super) fn turn_to(&mut self, issue: &Issue<'_>) {
        let sections = self.context.data().get("sections").and_then(Value::as_array);
        let is = |section: &&Value, area: &Area| {
            section.get("group") == Some(&Value::Bool(false)) && section["name"] == area.name.as_str()
        };
        let area = issue.area.and_then(|area| sections?.iter().find(|s| is(s, area)).cloned());
        self.put("area", area.unwrap_or_default());
    }

    /// Gives the title that the unit has typed for a paper.
    pub(super) fn typed_title(&self, paper: &Paper) -> Option<String> {
        view::typed_title(self.facts, paper)
    }

    /// Puts a paper's own texts in view, under its title.
    pub(super) fn entitle(&mut self, paper: &Paper, title: &str) -> Result<(), Problem> {
        let texts = view::paper(self.board, self.facts, self.occasion, paper, title);
        self.put("paper", serde_json::to_value(texts).map_err(unreadable)?);
        Ok(())
    }

    fn put(&mut self, name: &str, value: Value) {
        if let Value::Object(fields) = self.context.data_mut() {
            fields.insert(name.into(), value);
        }
    }

    /// Makes what runs along an issue's pages and goes into its properties.
    ///
    /// A paper for an area is for its partnership's own meeting, of which neither date nor item is known.
    pub(super) fn front(&self, issue: &Issue<'_>, title: String, subject: &str) -> Front {
        let Seen { board, facts, occasion, .. } = self;
        let boards = issue.area.is_none();
        Front {
            title,
            subject: format!("{subject}, {}", facts.quarter.label),
            keywords: [board.name.as_str(), &issue.paper.plain_title(), &facts.quarter.label]
                .into_iter()
                .chain(board.measures.iter().map(|measure| measure.name.as_str()))
                .map(str::to_string)
                .collect(),
            author: board.unit.clone(),
            board: board.name.clone(),
            meeting: occasion.meeting.filter(|_| boards).map(text::date).unwrap_or_default(),
            item: issue.paper.item.clone().filter(|_| boards).unwrap_or_default(),
            marking: board.marking.clone(),
            draft: !occasion.draft_reasons.is_empty(),
            notice: String::new(),
        }
    }

    /// Makes the same for the closed appendix of an issue.
    pub(super) fn closed_front(&self, issue: &Issue<'_>, title: String) -> Front {
        let marking = [&self.board.closed_marking, &self.board.exemption].map(String::as_str);
        let marking: Vec<&str> = marking.into_iter().filter(|m| !m.is_empty()).collect();
        Front {
            marking: marking.join("  \u{b7}  "),
            notice: "NOT FOR PUBLICATION".into(),
            ..self.front(issue, format!("{title}: closed appendix"), "Matters for the closed session")
        }
    }
}

fn unreadable(error: impl std::fmt::Display) -> Problem {
    Problem::new(Code::Template, Place::file("templates"), error.to_string())
}
