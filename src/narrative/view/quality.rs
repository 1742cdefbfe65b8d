//! What the annex says of the data: returns, warnings, revisions.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::analysis::{self, Affected, Facts, ReturnFacts, Revision};
use crate::problem::{Place, Severity};
use crate::quarter::Month;

view! {
    /// What is known of one return.
    pub(crate) struct ReturnView {
        /// Who sent it.
        sender: String,
        /// Whether it has been received.
        returned: bool,
        /// The post that completed it.
        completed_by: Option<String>,
        /// When.
        completed_on: Option<NaiveDate>,
        /// Whether its figures may still change.
        provisional: bool,
        /// What it says about data quality.
        notes: Option<String>,
        /// The workbook.
        workbook: Option<String>,
        /// Its SHA-256.
        sha256: Option<String>,
    }

    /// A warning of the reading.
    pub(crate) struct WarningView {
        /// Where it is.
        place: String,
        /// What was found.
        message: String,
    }

    /// A figure that was revised.
    pub(crate) struct RevisionView {
        /// Its name in the facts, as `board-papers facts --figure` takes it.
        path: String,
        /// The area.
        area: String,
        /// The measure.
        measure: String,
        /// The category.
        category: String,
        /// The month.
        month: Month,
        /// What it was.
        was: i64,
        /// What it is.
        is: i64,
        /// What it is less what it was.
        change: i64,
        /// Which of the rolling sums it is in: `current`, `previous` or `none`.
        affects: Affected,
    }
}

pub(super) fn return_view(facts: &ReturnFacts) -> ReturnView {
    ReturnView {
        sender: facts.sender.clone(),
        returned: facts.returned,
        completed_by: facts.completed_by.clone(),
        completed_on: facts.completed_on,
        provisional: facts.provisional,
        notes: facts.notes.clone(),
        workbook: facts.workbook.clone(),
        sha256: facts.sha256.clone(),
    }
}

/// The warnings of the reading; one about a closed-session row says no more than where it is in the open edition.
pub(super) fn warnings(facts: &Facts, closed: bool) -> Vec<WarningView> {
    let secret = if closed { BTreeSet::new() } else { closed_rows(facts) };
    let rows = |place: &Place| row_keys(place);
    let warnings = facts.problems.iter().filter(|p| p.severity == Severity::Warning);
    warnings
        .map(|p| {
            let hidden = rows(&p.place).iter().any(|r| secret.contains(r));
            let message =
                if hidden { "a warning about a row for the closed session".into() } else { p.message.clone() };
            WarningView { place: p.place.to_string(), message }
        })
        .collect()
}

/// A row of a sheet: workbook, sheet, row.
type RowKey = (String, String, u32);

fn row_keys(place: &Place) -> Vec<RowKey> {
    match place {
        Place::Cells { workbook, sheet, first, last } => {
            (first.row..=last.row).map(|row| (workbook.clone(), sheet.clone(), row)).collect()
        }
        _ => Vec::new(),
    }
}

fn closed_rows(facts: &Facts) -> BTreeSet<RowKey> {
    let passages = facts.priorities.iter().flat_map(|p| p.narrative.iter().chain(&p.activity));
    let passages = passages.filter(|p| p.closed).map(|p| &p.from);
    let asks = facts.board_actions.iter().filter(|b| b.closed).map(|b| &b.from);
    let actions = facts.actions.items.iter().filter(|a| a.closed).flat_map(|a| &a.from);
    let updates = facts.actions.items.iter().flat_map(|a| &a.updates).filter(|u| u.closed).map(|u| &u.from);
    passages.chain(asks).chain(actions).chain(updates).flat_map(row_keys).collect()
}

pub(super) fn revisions(facts: &Facts) -> Vec<RevisionView> {
    let view = |r: &Revision| RevisionView {
        path: analysis::path(&[&r.area, &r.measure, &r.category, &format!("revision {}", r.month.iso())]),
        area: r.area.clone(),
        measure: r.measure.clone(),
        category: r.category.clone(),
        month: r.month,
        was: r.was,
        is: r.is,
        change: r.difference.0,
        affects: r.affects,
    };
    facts.revisions.iter().map(view).collect()
}
