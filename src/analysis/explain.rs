//! The answer to "where does that come from?": one figure, its formula with the numbers put in, and its cells.
//!
//! *In:* the facts, and a figure's name as people write it: `Amber Valley / Shoplifting / rolling12`,
//! `County / ASB / total / rate`, `Erewash / SAC / status`. *Out:* lines of plain text, or a problem that names the nearest
//! thing there is. *Invariants:* every number in the lines is one of the facts' own or is counted from their months; a
//! figure that does not exist is said not to, and why. Names match however they are spaced or cased.

mod figures;
mod names;
mod usual;

use crate::number::{Decimal, grouped};
use crate::problem::{Place, Problem};
use crate::quarter::Month;

use super::facts::{AreaFacts, Facts, IndicatorFacts, MeasureFacts, SeriesFacts};
use names::Subject;

/// Explains the figure of that name.
///
/// # Errors
/// A name that is not there, with the nearest one that is.
pub fn explain(facts: &Facts, asked: &str) -> Result<String, Problem> {
    let (subject, figure) = names::resolve(facts, asked)?;
    Ok(match subject {
        Subject::Indicator(indicator) => of_indicator(indicator, figure),
        Subject::Series(line) => line.explain(facts, figure),
    })
}

/// A series, with the measure and the area it is of.
struct Line<'a> {
    area: &'a AreaFacts,
    measure: &'a MeasureFacts,
    series: &'a SeriesFacts,
}

impl Line<'_> {
    fn explain(&self, facts: &Facts, figure: &str) -> String {
        let heading = [&self.area.name, &self.measure.name, &self.series.name].map(String::as_str).join(" / ");
        let lines = figures::formula(self, facts, figure).unwrap_or_else(|| vec![self.why_not(figure)]);
        let parts = self.parts(facts, figure);
        print(&format!("{heading} / {figure}"), &[lines, parts].concat(), &self.cells(figure))
    }

    /// Gives the cells that a figure came from; those of the whole record where it does not exist.
    fn cells(&self, figure: &str) -> Vec<Place> {
        let rolling = || self.series.rolling12.as_ref().map(|c| &c.from);
        let to_date = || self.series.year_to_date.as_ref().map(|c| &c.from);
        let latest = || self.series.latest.as_ref().map(|l| &l.from);
        let found = match figure {
            "rolling12" | "share_of_change" => rolling(),
            "share_of_change_year_to_date" => to_date(),
            "gaps" => return self.series.gaps.iter().map(|g| g.cell.clone()).collect(),
            "rate" => rolling().or_else(latest),
            "year_to_date" => to_date(),
            "count" => self.series.latest.as_ref().map(|l| &l.count_from),
            _ => latest(),
        };
        found.cloned().unwrap_or_default()
    }

    /// Says what a sum is made of: a group's areas, a total's categories.
    fn parts(&self, facts: &Facts, figure: &str) -> Vec<String> {
        let value = |series: &SeriesFacts| match figure {
            "rolling12" | "rate" => series.rolling12.as_ref().map(|c| c.current),
            "share_of_change" => series.rolling12.as_ref().map(|c| c.change.0),
            "year_to_date" => series.year_to_date.as_ref().map(|c| c.current),
            "count" => series.latest.as_ref().map(|l| l.count),
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
    fn why_not(&self, figure: &str) -> String {
        let unknown: Vec<String> =
            self.series.history.iter().filter(|m| m.count.is_none()).map(|m| m.month.short()).collect();
        if !self.area.missing.is_empty() {
            format!("does not exist: there is no return from {}", self.area.missing.join(", "))
        } else if !self.measure.reported {
            format!("does not exist: {} is not reported", self.measure.name)
        } else if !unknown.is_empty() {
            format!("does not exist: of these months the counts are not known: {}", unknown.join(", "))
        } else if figure == "rate" && self.area.population.is_none() {
            "does not exist: board.toml gives no population".into()
        } else if figure == "drivers" {
            format!("does not exist: what drives a change is told of the total of {}", self.main_measure())
        } else if figure == "share_of_change" && self.measure.total.rolling12.is_some() {
            "does not exist: the total has not changed".into()
        } else {
            format!("does not exist: there are too few months on record: {}", self.series.history.len())
        }
    }

    fn main_measure(&self) -> &str {
        self.area.measures.first().map_or("", |m| &m.name)
    }

    /// Gives `len` counts that end `ago` months before M, oldest first.
    fn window(&self, ago: usize, len: usize) -> Option<Vec<i64>> {
        let end = self.series.history.len().checked_sub(ago)?;
        self.series.history[end.checked_sub(len)?..end].iter().map(|m| m.count).collect()
    }

    /// Writes a sum of months: what they are, the counts, and what they come to.
    fn sum(&self, last: Month, ago: usize, len: usize) -> Option<String> {
        let counts = self.window(ago, len)?;
        let total: i64 = counts.iter().sum();
        let to = last.plus(-(ago as i32));
        let from = to.plus(1 - len as i32);
        let months = if from == to { to.to_string() } else { format!("{from} to {to}") };
        Some(format!("{months}: {} = {}", list(&counts, " + "), grouped(total.into())))
    }
}

fn of_indicator(row: &IndicatorFacts, figure: &str) -> String {
    let show = |d: Option<Decimal>| d.map_or("none".to_string(), |d| d.to_string());
    let (actual, target, previous) = (show(row.actual), show(row.target), show(row.previous));
    let line = match figure {
        "actual" => format!("{actual}, as returned for {}", row.period),
        "target" => format!("{target}, as returned"),
        "previous" => format!("{previous}, as returned"),
        "difference" => format!("actual − target = {actual} − {target} = {}", show(row.difference)),
        "percent_difference" => format!(
            "100 × difference / target = 100 × {} / {target} = {}",
            show(row.difference),
            show(row.percent_difference)
        ),
        "last_quarter" => {
            row.last_quarter.as_ref().map_or("does not exist: last quarter\u{2019}s return has it not".into(), |b| {
                format!(
                    "actual {}, target {}, {}, as last quarter\u{2019}s return said",
                    show(b.actual),
                    show(b.target),
                    b.status
                )
            })
        }
        "direction" => {
            format!("{}: actual {actual} against previous {previous}", row.direction.map_or("none", |d| d.name()))
        }
        _ => {
            let missed = row.percent_difference.map_or(String::new(), |p| format!(", {p}% of the target"));
            format!(
                "{}: actual {actual}, target {target}, {} is better; difference {}{missed}",
                row.status,
                row.better,
                show(row.difference)
            )
        }
    };
    let [actual, target, previous] = &row.cells;
    let cells = match figure {
        "actual" => actual.clone(),
        "target" => target.clone(),
        "previous" => previous.clone(),
        "direction" => [actual.as_slice(), previous].concat(),
        "last_quarter" => Vec::new(),
        _ => [actual.as_slice(), target].concat(),
    };
    print(&format!("{} / {} / {figure}", row.area, row.code), &[line], &cells)
}

/// Writes counts with something between them.
fn list(counts: &[i64], between: &str) -> String {
    counts.iter().map(|c| grouped((*c).into())).collect::<Vec<_>>().join(between)
}

fn print(heading: &str, lines: &[String], cells: &[Place]) -> String {
    let mut out = format!("{heading}\n");
    for line in lines {
        out.push_str(&format!("  {line}\n"));
    }
    match cells {
        [] => out.push_str("  from no cell\n"),
        cells => cells.iter().for_each(|cell| out.push_str(&format!("  from {cell}\n"))),
    }
    out
}

#[cfg(test)]
mod tests;
