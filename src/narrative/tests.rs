#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

mod edges;

use super::*;
use crate::analysis::{Previous, analyse};
use crate::board;
use crate::document::{self, Document, Markdown};
use crate::problem::Problems;
use crate::quarter::Quarter;
use crate::returns::read_folder;
use crate::workbook::Reader;

/// The occasion of an open session.
pub(super) fn open() -> Occasion {
    Occasion { edition: Edition::Open, meeting: None, draft_reasons: Vec::new() }
}

/// The sample's board and facts.
fn sample() -> (Board, Facts) {
    let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs");
    let board = board::load(&inputs).unwrap();
    let quarter = Quarter::parse("Q2 2013/14").unwrap();
    let mut problems = Problems::new();
    let read =
        |q: Quarter, problems: &mut Problems| read_folder(&Reader::InProcess, &inputs, &board, q, false, problems);
    let returns = read(quarter, &mut problems);
    let before = Previous {
        quarter: quarter.previous(),
        returns: read(quarter.previous(), &mut Problems::new()),
        earlier: None,
    };
    let mut facts = analyse(&board, quarter, &returns, Some(&before));
    facts.problems.extend(problems);
    (board, facts)
}

pub(super) fn render(board: &Board, facts: &Facts, occasion: &Occasion, paper: Paper) -> Markdown {
    let templates = Templates::compile(None).unwrap_or_else(|p| panic!("{}", show(&p)));
    let view = View::new(board, facts, occasion);
    templates.render(paper, &view).unwrap_or_else(|p| panic!("{}", show(&p)))
}

pub(super) fn parse(markdown: &Markdown) -> Document {
    document::parse(markdown, Default::default()).unwrap_or_else(|p| panic!("{}\n{}", show(&p), markdown.text))
}

pub(super) fn show(problems: &Problems) -> String {
    problems.iter().map(|p| format!("{p}\n")).collect()
}

/// What is said in sentences: without tables, and of charts only their words.
fn sentences(markdown: &Markdown) -> String {
    let mut out = String::new();
    for line in markdown.text.lines() {
        if line.starts_with("{\"id\"") {
            let chart: serde_json::Value = serde_json::from_str(line).unwrap();
            for words in ["title", "subtitle", "alt"] {
                out.push_str(&format!("[{words}] {}\n", chart[words].as_str().unwrap()));
            }
        } else if !(line.starts_with('|')
            || line.starts_with("```")
            || ["<table", "<together", "</", "<contents", "<page", "<landscape"].iter().any(|t| line.starts_with(t))
            || line.is_empty() && out.ends_with("\n\n"))
        {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// The part of a text from one heading to another.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).unwrap();
    &text[start..start + text[start..].find(to).unwrap()]
}

#[test]
fn the_sample_is_said() {
    let (board, facts) = sample();
    let overview = render(&board, &facts, &open(), Paper::PerformanceOverview);
    parse(&overview);
    let said = sentences(&overview);
    insta::assert_snapshot!("glance", between(&overview.text, "## At a glance", "## Purpose"));
    insta::assert_snapshot!("commentary", between(&said, "## Recorded figures", "## Actions for"));
    insta::assert_snapshot!("targets", between(&overview.text, "## Target status", "## Recorded"));
    insta::assert_snapshot!("annex", between(&overview.text, "## Actions for", "### Source workbooks"));
}

#[test]
fn the_sample_plan_is_said() {
    let (board, facts) = sample();
    let plan = render(&board, &facts, &open(), Paper::ActionPlanUpdate);
    parse(&plan);
    insta::assert_snapshot!("plan", between(&sentences(&plan), "## Purpose", "## Appendix A"));
}
