//! The usual range, worked out step by step; what drives a change; and what is not available.

use crate::analysis::facts::{ChangeDrivers, Comparison, Driver, GapFacts, Judgement, RollingMonth, Verdict};
use crate::analysis::series::{QUARTER, YEAR};
use crate::number::Decimal;
use crate::quarter::Month;

use super::n;
use super::series::Line;

/// Writes the steps from counts to the usual range, then each judgement with its numbers.
pub(super) fn steps(line: &Line, last: Month) -> Option<Vec<String>> {
    let usual = line.series.usual.as_ref()?;
    let s = &usual.steps;
    let months: Vec<Month> = (0..QUARTER as i32).rev().map(|ago| last.plus(-ago)).collect();
    let by_month = |values: [f64; QUARTER]| {
        let each = months.iter().zip(values).map(|(m, v)| format!("{} {v:.4}", m.name()));
        each.collect::<Vec<_>>().join(", ")
    };
    let areas = if s.pooled == 1 { "1 area that has".to_string() } else { format!("{} areas that have", s.pooled) };
    let mut lines = vec![
        format!("season: from the sum of {areas} all of the {} months before the quarter", s.looked_back),
        format!("  {:.4} of it kept; index s: {}", s.kept, by_month(s.index)),
        format!("  noise of s: {}", by_month(s.noise)),
        format!(
            "dispersion φ = max(1, (χ² + 22 × common) / (degrees of freedom + 22)) = max(1, ({:.4} + 22 × {:.4}) / ({} + 22)) = {:.4}",
            s.chi, s.common, s.freedom, line.series.dispersion
        ),
        format!(
            "level = the 12 months before the quarter / the sum of their s = {} / {:.4} = {:.4}",
            n(s.counted),
            s.indices,
            s.counted as f64 / s.indices
        ),
    ];
    for month in &usual.months {
        let at = months.iter().position(|m| *m == month.month)?;
        let judged = Judged {
            line,
            indices: s.indices,
            index: s.index[at],
            of_season: month.judgement.expected * s.noise[at],
            least: s.least.month.to_f64(),
        };
        lines.extend(judged.lines(&month.month.to_string(), &month.judgement));
    }
    if let Some(quarter) = &usual.quarter {
        let level = s.counted as f64 / s.indices;
        let expected = s.index.map(|i| level * i);
        let of_season: f64 = expected.iter().zip(s.noise).map(|(e, noise)| e * e * noise).sum();
        let of_season = of_season / quarter.expected;
        let judged = Judged {
            line,
            indices: s.indices,
            index: s.index.iter().sum(),
            of_season,
            least: s.least.quarter.to_f64(),
        };
        lines.extend(judged.lines("the quarter", quarter));
    }
    lines.push(match usual.again {
        Some(true) => "again: out of the ordinary on the same side at the end of the quarter before, too".into(),
        Some(false) => "again: not out of the ordinary on the same side at the end of the quarter before".into(),
        None => "again: cannot be judged for the quarter before".to_string(),
    });
    Some(lines)
}

/// A judgement's place among the steps.
struct Judged<'a> {
    line: &'a Line<'a>,
    indices: f64,
    index: f64,
    of_season: f64,
    least: f64,
}

impl Judged<'_> {
    fn lines(&self, what: &str, j: &Judgement) -> [String; 3] {
        let (phi, indices) = (self.line.series.dispersion, self.indices);
        let variance = phi * (1. + self.index / indices) + self.of_season;
        let verdict = match j.verdict {
            Verdict::NotJudged => format!("not judged: fewer than {} are expected", self.least),
            Verdict::Usual => "usual: z is between −3 and 3".into(),
            Verdict::High => "out of the ordinary: z is over 3".into(),
            Verdict::Low => "out of the ordinary: z is under −3".into(),
        };
        [
            format!("{what}: {}; expected = level × s = {:.4}", n(j.count), j.expected),
            format!(
                "  v = φ × (1 + s / Σs) + noise = {phi:.4} × (1 + {:.4} / {indices:.4}) + {:.4} = {variance:.4}",
                self.index, self.of_season
            ),
            format!(
                "  z = 2 (√({} + ⅜) − √({:.4} + ⅜)) / √v = {:.4}; usual = (√({:.4} + ⅜) ± 1.5 √v)² − ⅜ = {:.4} to {:.4}; {verdict}",
                n(j.count),
                j.expected,
                j.z,
                j.expected,
                j.lower,
                j.upper
            ),
        ]
    }
}

/// Writes each of the four quarters against its year before.
pub(super) fn quarters(line: &Line, last: Month) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    for (back, quarter) in line.series.quarters.iter().enumerate() {
        let Some(c) = &quarter.comparison else {
            lines.push(format!("{}: does not exist", quarter.label));
            continue;
        };
        let sum = |ago: usize, figure: i64| {
            let whole = line.sum(last, ago, QUARTER).filter(|_| !c.incomplete);
            whole.unwrap_or_else(|| format!("{}, {}", n(figure), like_for_like()))
        };
        lines.push(format!("{}: {}", quarter.label, sum(back * QUARTER, c.current)));
        lines.push(format!("  a year before: {}", sum(back * QUARTER + YEAR, c.previous)));
        let percent = c.percent.map_or("none".into(), |p| format!("{p}%"));
        lines.push(format!("  change = {} − {} = {}, {percent}", n(c.current), n(c.previous), c.change));
    }
    line.series.quarters.iter().any(|q| q.comparison.is_some()).then_some(lines)
}

/// Says how the sides of a comparison over what is not available were made.
pub(super) fn like_for_like() -> &'static str {
    "of what has a count in both years"
}

/// Says how a total over what is not available was made.
pub(super) fn left_out() -> &'static str {
    "the sum of what has a count: some counts are not available (see the figure gaps)"
}

/// Writes the rolling line month by month.
pub(super) fn rolling(line: &Line) -> Option<Vec<String>> {
    let at = |r: &RollingMonth| {
        let total = r.total.map_or("not known".into(), n);
        format!("12 months to {}: {}{total}", r.month, if r.incomplete { "at least " } else { "" })
    };
    let lines: Vec<String> = line.series.rolling.iter().map(at).collect();
    (!lines.is_empty()).then_some(lines)
}

/// Says of the comparisons whether they are notable, and why.
pub(super) fn notable(line: &Line) -> Option<Vec<String>> {
    let one = |what: &str, c: &Comparison| {
        let is = if c.notable { "notable" } else { "not notable" };
        format!(
            "{what}: {is}: {} against 3 √(φ (current + previous)) = 3 √({:.4} × {})",
            n(c.change.0.abs()),
            line.series.dispersion,
            n(c.current + c.previous)
        )
    };
    let quarter = line.series.quarters.first().and_then(|q| q.comparison.as_ref());
    let all = [
        ("12 months", line.series.rolling12.as_ref()),
        ("since April", line.series.year_to_date.as_ref()),
        ("the quarter", quarter),
    ];
    let lines: Vec<String> = all.into_iter().filter_map(|(what, c)| Some(one(what, c?))).collect();
    (!lines.is_empty()).then_some(lines)
}

/// Lists the counts that are not available.
pub(super) fn gaps(line: &Line) -> Vec<String> {
    let gap = |g: &GapFacts| {
        let reason = if g.reason.is_empty() { "no reason is given" } else { g.reason.as_str() };
        format!("{}: not available, {}: {reason}", g.month, g.cell)
    };
    match line.series.gaps.as_slice() {
        [] => vec!["every count is available".into()],
        gaps => gaps.iter().map(gap).collect(),
    }
}

/// Lists what drives the changes of a total of the main measure.
pub(super) fn drivers(line: &Line) -> Option<Vec<String>> {
    let main = line.area.measures.first().is_some_and(|m| m.name == line.measure.name);
    if !main || line.series.name != line.measure.total.name {
        return None;
    }
    let all = [
        ("since April", &line.series.year_to_date, &line.area.drivers.year_to_date),
        ("12 months", &line.series.rolling12, &line.area.drivers.rolling12),
    ];
    let mut lines = Vec::new();
    for (what, change, drivers) in all {
        let Some((change, drivers)) = change.as_ref().zip(drivers.as_ref()) else { continue };
        lines.push(format!("{what}: a change of {}; half of it is made by", change.change));
        lines.extend(driving(drivers));
    }
    (!lines.is_empty()).then_some(lines)
}

fn driving(drivers: &ChangeDrivers) -> Vec<String> {
    let share = |s: Option<Decimal>| s.map_or(String::new(), |s| format!(" ({s}%)"));
    let one = |d: &Driver| format!("{} {}{}", d.name, d.change, share(d.share));
    let all = |of: &[Driver]| of.iter().map(one).collect::<Vec<_>>().join(", ");
    let mut lines: Vec<String> =
        drivers.areas.iter().map(|a| format!("  {}: {}", one(&a.driver), all(&a.categories))).collect();
    if !drivers.categories.is_empty() {
        lines.push(format!("  by category: {}", all(&drivers.categories)));
    }
    if lines.is_empty() {
        lines.push("  nothing: it has not changed".into());
    }
    lines
}
