//! What the annex says of the data: returns, warnings, revisions.

use chrono::NaiveDate;

use crate::analysis::{Affected, Facts, ReturnFacts, Revision};
use crate::problem::Severity;
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

/// The warnings of the reading.
pub(super) fn warnings(facts: &Facts) -> Vec<WarningView> {
    let warnings = facts.problems.iter().filter(|p| p.severity == Severity::Warning);
    warnings.map(|p| WarningView { place: p.place.to_string(), message: p.message.clone() }).collect()
}

pub(super) fn revisions(facts: &Facts) -> Vec<RevisionView> {
    let view = |r: &Revision| RevisionView {
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
