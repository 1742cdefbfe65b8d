//! The figures of one series: what they are of, their cells, and why one does not exist.

use super::figures;
use super::kinds::Figure;
use super::names::path;
use super::{Explanation, n};
use crate::analysis::facts::{AreaFacts, Facts, MeasureFacts, Revision, SeriesFacts};
use crate::number::grouped;
use crate::problem::Place;
use crate::quarter::Month;

/// A series, with the measure and the area it is of.
pub(super) struct Line<'a> {
    pub(super) area: &'a AreaFacts,
    pub(super) measure: &'a MeasureFacts,
    pub(super) series: &'a SeriesFacts,
}

impl Line<'_> {
    /// Explains a figure, or says why it does not exist.
    pub(super) fn explain(&self, facts: &Facts, figure: Figure) -> Explanation {
        let figure = figure.chosen(self);
        let lines = figures::formula(self, facts, figure).unwrap_or_else(|| vec![self.why_not(figure)]);
        let lines = [lines, self.parts(facts, figure)].concat();
        let name = path(&[&self.area.name, &self.measure.name, &self.series.name, figure.name()]);
        Explanation { figure: name, lines, cells: self.cells(figure) }
    }

    /// Gives the cells that a figure came from; those of the whole record where it does not exist.
    fn cells(&self, figure: Figure) -> Vec<Place> {
        let rolling = || self.series.rolling12.as_ref().map(|c| &c.from);
        let to_date = || self.series.year_to_date.as_ref().map(|c| &c.from);
        let latest = || self.series.latest.as_ref().map(|l| &l.from);
        let found = match figure {
            Figure::Rolling12 | Figure::ShareOfChange | Figure::Spread(_) => rolling(),
            Figure::ShareOfChangeYearToDate => to_date(),
            Figure::Gaps => return self.series.gaps.iter().map(|g| g.cell.clone()).collect(),
            Figure::LastQuarter => self.series.rolling12_last_quarter.as_ref().map(|c| &c.from),
            Figure::Rate => rolling().or_else(latest),
            Figure::YearToDate => to_date(),
            Figure::Count => self.series.latest.as_ref().map(|l| &l.count_from),
            _ => latest(),
        };
        found.cloned().unwrap_or_default()
    }

    /// Says what a sum is made of: a group's areas, a total's categories.
    fn parts(&self, facts: &Facts, figure: Figure) -> Vec<String> {
        let value = |series: &SeriesFacts| match figure {
            Figure::Rolling12 | Figure::Rate => series.rolling12.as_ref().map(|c| c.current),
            Figure::ShareOfChange => series.rolling12.as_ref().map(|c| c.change.0),
            Figure::YearToDate => series.year_to_date.as_ref().map(|c| c.current),
            Figure::Count => series.latest.as_ref().map(|l| l.count),
            _ => None,
        };
        let Some(whole) = value(self.series) else { return Vec::new() };
        let is_total = self.series.name == self.measure.total.name;
        let members = self.area.members.iter().filter_map(|name| {
            let area = facts.areas.iter().find(|a| a.name == *name)?;
            let measure = area.measures.iter().find(|m| m.name == self.measure.name)?;
            let same = |s: &&SeriesFacts| s.name == self.series.name;
            let series = std::iter::once(&measure.total).chain(&measure.categories).find(same)?;
            Some((name.as_str(), value(series)?))
        });
        let categories = self.measure.categories.iter().filter_map(|c| Some((c.name.as_str(), value(c)?)));
        let parts: Vec<(&str, i64)> = match (self.area.members.is_empty(), is_total) {
            (false, _) => members.collect(),
            (true, true) if self.measure.categories.len() > 1 => categories.collect(),
            _ => return Vec::new(),
        };
        let listed: Vec<String> = parts.iter().map(|(name, n)| format!("{name} {}", grouped((*n).into()))).collect();
        vec![format!("{} is the sum of {}", grouped(whole.into()), listed.join(", "))]
    }

    /// Says why a figure does not exist.
    fn why_not(&self, figure: Figure) -> String {
        let unknown: Vec<String> =
            self.series.history.iter().filter(|m| m.count.is_none()).map(|m| m.month.short()).collect();
        if !self.area.missing.is_empty() {
            format!("does not exist: there is no return from {}", self.area.missing.join(", "))
        } else if !self.measure.reported {
            format!("does not exist: {} is not reported", self.measure.name)
        } else if !unknown.is_empty() {
            format!("does not exist: of these months the counts are not known: {}", unknown.join(", "))
        } else if figure == Figure::Rate && self.area.population.is_none() {
            "does not exist: board.toml gives no population".into()
        } else if figure == Figure::Drivers {
            format!("does not exist: what drives a change is told of the total of {}", self.main_measure())
        } else if figure == Figure::ShareOfChange && self.measure.total.rolling12.is_some() {
            "does not exist: the total has not changed".into()
        } else {
            format!("does not exist: there are too few months on record: {}", self.series.history.len())
        }
    }

    fn main_measure(&self) -> &str {
        self.area.measures.first().map_or("", |m| &m.name)
    }

    /// Gives `len` counts that end `ago` months before M, oldest first.
    pub(super) fn window(&self, ago: usize, len: usize) -> Option<Vec<i64>> {
        let end = self.series.history.len().checked_sub(ago)?;
        self.series.history[end.checked_sub(len)?..end].iter().map(|m| m.count).collect()
    }

    /// Writes a sum of months: what they are, the counts, and what they come to.
    pub(super) fn sum(&self, last: Month, ago: usize, len: usize) -> Option<String> {
        let counts = self.window(ago, len)?;
        let total: i64 = counts.iter().sum();
        let to = last.plus(-(ago as i32));
        let from = to.plus(1 - len as i32);
        let months = if from == to { to.to_string() } else { format!("{from} to {to}") };
        Some(format!("{months}: {} = {}", super::list(&counts, " + "), grouped(total.into())))
    }
}

/// Explains a count that was revised.
pub(super) fn revision(revision: &Revision) -> Explanation {
    let Revision { area, measure, category, month, was, is, difference, .. } = revision;
    let line = format!("{month}: is − was = {} − {} = {difference}", n(*is), n(*was));
    let figure = path(&[area, measure, category, &format!("revision {}", month.iso())]);
    Explanation { figure, lines: vec![line], cells: vec![revision.from.clone()] }
}
