//! Analysis: every figure of the papers, from the returns alone.
//!
//! *In:* the board, the quarter, the returns, and the quarters before where they are on file. *Out:* [`Facts`]: each figure
//! as it is defined beside the code that works it out, exact until it is printed, with the cells it came from, and what
//! is worth saying of it. *Invariants:* pure and total: no input makes it fail, and a figure whose months or members are
//! not all there is `None`, never a sum of what happens to be there. *It must not know* how anything is worded or drawn.
//!
//! What is for the closed session is no part of [`Facts`]: it is [`ClosedFacts`], made by [`closed()`] of what is closed
//! alone.
//!
//! `series` holds the figures of one series of months, `xmr` its individuals chart, `usual` what is usual of it, `areas`
//! adds series up and keeps their cells, `drivers` says what makes a change, `exceptions` what is out of the ordinary,
//! `notable` chooses what is worth saying; `indicators`, `actions`, `priorities` and `changes` do as they are called. [`explain`](explain()) works one figure out before the reader,
//! [`since`](since()) sets two quarters side by side.

mod actions;
mod areas;
mod changes;
mod closed;
mod drivers;
mod exceptions;
mod explain;
pub mod facts;
#[cfg(test)]
pub(crate) mod fixture;
mod indicators;
mod notable;
mod previous;
mod priorities;
mod series;
mod since;
mod usual;
mod xmr;

pub use closed::{ClosedAction, ClosedFacts, ClosedPriority, ClosedUpdate, closed};
pub(crate) use explain::{ASKS, PLAN, PRIORITIES, THEMES, method, path};
pub use explain::{Explanation, Known, explain};
pub use facts::*;
pub use previous::Previous;
pub use since::since;

use crate::board::Board;
use crate::problem::Problems;
use crate::quarter::Quarter;
use crate::returns::{Return, Sender};

/// The version of the shape of [`Facts`].
const SCHEMA: u32 = 2;

/// Works out everything that is known of a quarter and may be told in the open session.
///
/// Needs neither every return nor the unit's: the figures that need what is missing are `None`. [`Facts::problems`] holds
/// only what comes to light in working them out; what reading found is the caller's to add. Where someone has sent two returns, the first is taken.
pub fn analyse(board: &Board, quarter: Quarter, returns: &[Return], previous: Option<&Previous>) -> Facts {
    let sent_by = |sender: Sender| returns.iter().find(|r| r.sender == sender);
    let by_area: Vec<Option<&Return>> = (0..board.areas.len()).map(|at| sent_by(Sender::Area(at))).collect();
    let in_order: Vec<&Return> = by_area.iter().copied().flatten().chain(sent_by(Sender::Unit)).collect();
    let mut problems = Problems::new();
    let revisions = changes::revisions(board, quarter, &by_area, previous);
    let areas = areas::describe(board, quarter, &by_area, &revisions);
    Facts {
        schema: SCHEMA,
        edition: Edition::Open,
        board: board.name.clone(),
        quarter: describe(quarter, previous),
        headline: drivers::headline(&areas, board.narrative.drivers_max),
        usual_range: exceptions::summary(&areas),
        out_of_the_ordinary: exceptions::list(&areas),
        areas,
        indicators: indicators::describe(board, &in_order, previous, &mut problems),
        group_indicators: indicators::sums(board, &in_order, previous),
        lost_indicators: indicators::lost(board, &in_order, previous),
        actions: actions::describe(board, quarter, &in_order, previous),
        priorities: priorities::describe(board, quarter, &in_order, previous),
        board_actions: priorities::board_actions(quarter, &in_order),
        papers: priorities::papers(&in_order),
        returns: priorities::returns(board, &in_order),
        revisions,
        problems,
    }
}

fn describe(quarter: Quarter, previous: Option<&Previous>) -> QuarterFacts {
    let month = quarter.last_month();
    QuarterFacts {
        label: quarter.to_string(),
        number: quarter.number(),
        financial_year: quarter.financial_year(),
        first_month: quarter.first_month(),
        last_month: month,
        year_start: quarter.year_start(),
        rolling_start: month.plus(1 - series::YEAR as i32),
        previous: previous.map(|p| p.quarter.to_string()),
    }
}

impl Facts {
    /// Prints the facts as one JSON document: the contract of `board-papers facts`.
    pub fn to_json(&self) -> String {
        // Writing plain data with string keys to memory cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
