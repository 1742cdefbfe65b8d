//! The marks that figures of the tables carry, so that a table explains those that it has.

use crate::analysis::{Comparison, Facts, SeriesFacts};

view! {
    /// Which marks there are.
    pub(crate) struct MarksView {
        /// Whether a figure is not available: `[x]`.
        unavailable: bool,
        /// Whether a count in a figure is not available: `[i]`.
        incomplete: bool,
        /// Whether a percentage cannot be worked out, as there was nothing before: `[z]`.
        undefined: bool,
        /// Whether a percentage rounds to 0.0 although the change is not none: `[low]`.
        low: bool,
        /// Whether a figure is provisional: `[p]`.
        provisional: bool,
        /// Whether a figure was revised: `[r]`.
        revised: bool,
    }
}

/// Gives the marks of the table of areas: the first measure's total, and what the 12 months of the others changed by.
pub(super) fn area_marks(facts: &Facts) -> MarksView {
    let totals = facts.areas.iter().flat_map(|a| &a.measures).map(|m| &m.total);
    let main: Vec<&SeriesFacts> = facts.areas.iter().filter_map(|a| a.measures.first()).map(|m| &m.total).collect();
    let years = main.iter().filter_map(|s| s.year_to_date.as_ref());
    let unavailable = main.iter().any(|s| s.rate.is_none() || s.year_to_date.is_none());
    of(
        facts,
        unavailable || totals.clone().any(|s| s.rolling12.is_none()),
        totals.filter_map(|s| s.rolling12.as_ref()).chain(years),
    )
}

/// Gives the marks of all tables of areas and categories.
pub(super) fn marks(facts: &Facts) -> MarksView {
    let series = || {
        let measures = facts.areas.iter().flat_map(|a| &a.measures);
        measures.flat_map(|m| std::iter::once(&m.total).chain(&m.categories))
    };
    let unavailable = series().any(|s| s.rolling12.is_none() || s.year_to_date.is_none() || s.latest.is_none());
    let areas = area_marks(facts);
    let here = of(facts, unavailable, series().filter_map(|s| s.rolling12.as_ref()));
    MarksView {
        unavailable: here.unavailable || areas.unavailable,
        incomplete: here.incomplete || areas.incomplete,
        undefined: here.undefined || areas.undefined,
        low: here.low || areas.low,
        ..here
    }
}

fn of<'a>(facts: &Facts, unavailable: bool, percentages: impl Iterator<Item = &'a Comparison> + Clone) -> MarksView {
    MarksView {
        unavailable,
        incomplete: percentages.clone().any(|c| c.incomplete),
        undefined: percentages.clone().any(|c| c.percent.is_none()),
        low: percentages.clone().any(|c| c.change.0 != 0 && c.percent.is_some_and(|p| p.is_zero())),
        provisional: facts.returns.iter().any(|r| r.provisional),
        revised: !facts.revisions.is_empty(),
    }
}
