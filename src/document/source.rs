//! What the templates rendered, and where each part of it came from, so that a fault names the template's line.

use std::sync::Arc;

use super::chart::Chart;
use crate::problem::Place;

/// What the templates rendered: text in the dialect, and where each line came from.
#[derive(Clone, Debug, Default)]
pub struct Markdown {
    /// The text.
    pub text: String,
    /// One entry a line: the template's file and line that wrote it, where known.
    pub origins: Vec<Option<Origin>>,
    /// The charts that figures in the text show, by their place here.
    pub charts: Vec<Arc<Chart>>,
}

impl From<&str> for Markdown {
    fn from(text: &str) -> Self {
        Markdown { text: text.into(), ..Markdown::default() }
    }
}

/// A line of a template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    /// The template's file, as in `partials/area.hbs`.
    pub template: Arc<str>,
    /// The line, from 1.
    pub line: usize,
}

/// Where a block came from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Source {
    /// The line in the rendered Markdown, from 1; 0 for what is in no line.
    pub line: usize,
    /// The line of the template that wrote it, where known.
    pub origin: Option<Origin>,
}

impl Source {
    /// Says where a fault of what came from here is to be mended.
    pub fn place(&self) -> Place {
        let (file, line) = match &self.origin {
            Some(origin) => (origin.template.to_string(), Some(origin.line)),
            None => ("the paper's text".into(), Some(self.line).filter(|l| *l > 0)),
        };
        Place::File { file, line, column: None }
    }
}
