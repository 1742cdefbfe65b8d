//! The answer to "where does that come from?": one figure, its formula with the numbers put in, and its cells.
//!
//! *In:* what is known of a quarter, and a figure's name as people write it: `Amber Valley / Shoplifting / rolling12`,
//! `County / ASB / total / rate`, `Erewash / SAC / status`, `Action plan / overdue`, `reds`. Every figure of a paper goes by
//! such a name. *Out:* an [`Explanation`], or a problem that names the nearest thing there is. *Invariants:* every number
//! in it is one of the facts' own or is counted from them; a figure that does not exist is said not to, and why. Names match however they are spaced or cased.

mod figures;
mod indicators;
mod kinds;
mod method;
mod names;
mod plan;
mod series;
mod spread;
mod usual;
mod whole;

use std::fmt;

use crate::board::Board;
use crate::number::grouped;
use crate::problem::{Place, Problem};

use super::facts::Facts;
use names::Subject;

pub(crate) use method::method;
pub(crate) use names::{ASKS, PLAN, PRIORITIES, THEMES, path};

/// What figures are explained from.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The board.
    pub board: &'a Board,
    /// The quarter's facts.
    pub facts: &'a Facts,
}

/// Where a figure comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explanation {
    /// The figure's name in full.
    pub figure: String,
    /// Its formula with the numbers put in, or why it does not exist: a line a step.
    pub lines: Vec<String>,
    /// The cells, or the file, that it was worked out from.
    pub cells: Vec<Place>,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.figure)?;
        self.lines.iter().try_for_each(|line| writeln!(f, "  {line}"))?;
        if self.cells.is_empty() {
            return writeln!(f, "  from no cell");
        }
        self.cells.iter().try_for_each(|cell| writeln!(f, "  from {cell}"))
    }
}

/// Explains the figure of that name.
///
/// # Errors
/// A name that is not there, with the nearest one that is.
pub fn explain(known: &Known<'_>, asked: &str) -> Result<Explanation, Problem> {
    Ok(match names::resolve(known, asked)? {
        Subject::Series(line, figure) => line.explain(known.facts, figure),
        Subject::Revision(revision) => series::revision(revision),
        Subject::Indicator(row, figure) => indicators::explain(row, figure),
        Subject::Area(area, figure) => whole::of_area(known, area, figure),
        Subject::Whole(figure) => whole::explain(known, figure),
        Subject::Threshold(name, value) => Explanation {
            figure: path(&[crate::board::FILE, "narrative", name]),
            lines: vec![format!("{value}, as board.toml has it or as it is where board.toml has none")],
            cells: vec![Place::file(crate::board::FILE)],
        },
        Subject::Theme(theme) => Explanation {
            figure: path(&[THEMES, &theme.name, "quarter"]),
            lines: vec![format!("{}, as board.toml has it", theme.quarter)],
            cells: vec![Place::file(crate::board::FILE)],
        },
        Subject::Priority(priority, figure) => plan::of_priority(priority, figure),
        Subject::Plan(figure) => plan::of_plan(known, figure),
        Subject::Action(action, figure) => plan::of_action(action, figure),
        Subject::Update(action, update) => plan::of_update(action, update),
        Subject::Statuses(whose, status, before) => plan::of_status(known, whose, status, before),
        Subject::Ask(ask) => plan::of_ask(ask),
        Subject::Method(constant) => constant.explain(),
    })
}

/// Writes a number as it is printed.
fn n(value: i64) -> String {
    grouped(value.into())
}

/// Writes how many there are, and which.
fn listed(names: &[String]) -> String {
    if names.is_empty() { "0: none".into() } else { format!("{}: {}", names.len(), names.join(", ")) }
}

/// Writes counts with something between them.
fn list(counts: &[i64], between: &str) -> String {
    counts.iter().map(|c| n(*c)).collect::<Vec<_>>().join(between)
}

/// Gathers places, each once, in the order they come.
fn gathered<'p>(places: impl Iterator<Item = &'p Place>) -> Vec<Place> {
    let mut out: Vec<Place> = Vec::new();
    for place in places {
        if !out.contains(place) {
            out.push(place.clone());
        }
    }
    out
}

#[cfg(test)]
mod tests;
