//! The counts that are not available: how many, whose, and why.

use crate::analysis::{self, Facts, GapFacts, Kind};
use crate::quarter::Month;

view! {
    /// What an area does not have, for one reason.
    pub(crate) struct GapReasonView {
        /// What the figures are of.
        path: String,
        /// The area.
        area: String,
        /// How many counts are not available.
        gap_count: usize,
        /// Why; empty where the return does not say.
        reason: String,
    }

    /// Months of a category that are not available.
    pub(crate) struct GapView {
        /// The area.
        area: String,
        /// The measure.
        measure: String,
        /// The category.
        category: String,
        /// The first month.
        from: Month,
        /// The last month.
        to: Month,
        /// Why; empty where the return does not say.
        reason: String,
    }
}

/// Lists the counts that are not available, by area, measure and category; months in a row with one reason are one entry.
pub(super) fn gaps(facts: &Facts) -> Vec<GapView> {
    let mut found = Vec::new();
    for area in facts.areas.iter().filter(|a| a.kind == Kind::Area) {
        for measure in &area.measures {
            for series in &measure.categories {
                let next = |a: &GapFacts, b: &GapFacts| b.month.since(a.month) == 1 && a.reason == b.reason;
                for run in series.gaps.chunk_by(next) {
                    let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
                    found.push(GapView {
                        area: area.name.clone(),
                        measure: measure.name.clone(),
                        category: series.name.clone(),
                        from: first.month,
                        to: last.month,
                        reason: first.reason.clone(),
                    });
                }
            }
        }
    }
    found
}

impl GapView {
    /// Counts the months.
    pub(super) fn months(&self) -> usize {
        usize::try_from(self.to.since(self.from) + 1).unwrap_or_default()
    }
}

/// Adds up what each area does not have, by reason.
pub(super) fn reasons(gaps: &[GapView]) -> Vec<GapReasonView> {
    let mut found: Vec<GapReasonView> = Vec::new();
    for gap in gaps {
        match found.iter_mut().find(|r| r.area == gap.area && r.reason == gap.reason) {
            Some(same) => same.gap_count += gap.months(),
            None => found.push(GapReasonView {
                path: analysis::path(&[&gap.area]),
                area: gap.area.clone(),
                gap_count: gap.months(),
                reason: gap.reason.clone(),
            }),
        }
    }
    found
}
