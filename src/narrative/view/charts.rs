//! The charts of the papers, and the figures that their titles and text alternatives say.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::measures::ComparisonView;
use crate::analysis::{Comparison, Facts, Kind, SeriesFacts};
use crate::document::{self, Bar, BarChart, Point, TrendChart};
use crate::narrative::say;
use crate::number::{Decimal, Ratio};
use crate::quarter::Month;

view! {
    /// How values are spread: how many rose and fell, and the extremes.
    pub(crate) struct Spread {
        /// How many there are.
        count: usize,
        /// How many rose.
        rose: usize,
        /// How many fell.
        fell: usize,
        /// How many did not change.
        level: usize,
        /// The highest.
        highest: Option<Extreme>,
        /// The lowest.
        lowest: Option<Extreme>,
    }

    /// A value at an end of a spread.
    pub(crate) struct Extreme {
        /// What it is of.
        name: String,
        /// The change.
        change: i64,
        /// The change in percent.
        percent: Option<Decimal>,
    }

    /// What a chart of months shows.
    pub(crate) struct TrendView {
        /// How many months.
        months: usize,
        /// The first month.
        first: Month,
        /// The last month.
        last: Month,
        /// The month of the highest count.
        high_month: Month,
        /// The highest count.
        high: i64,
        /// The month of the lowest count.
        low_month: Month,
        /// The lowest count.
        low: i64,
        /// The mean.
        centre: Option<Decimal>,
        /// The lower limit of the usual variation.
        lower: Option<Decimal>,
        /// The upper limit.
        upper: Option<Decimal>,
        /// Whether there are months enough for limits.
        limits: bool,
        /// How many months lie outside the limits.
        special: usize,
    }
}

/// With fewer months than this there are no limits: they would say more than is known.
pub(super) const FEWEST_POINTS: u32 = 13;

/// How many months a trend shows.
const TREND_MONTHS: usize = 24;

/// A bar to be: its name, its figure, and whether it is a total.
pub(super) type Named<'a> = (&'a str, Option<Comparison>, bool);

/// Gives a change in percent, exactly.
pub(super) fn percent(comparison: &Comparison) -> Option<Ratio> {
    Ratio::new(i128::from(comparison.change.0) * 100, i128::from(comparison.previous))
}

/// Bars of the change in number, the largest increase first; none where no figure exists.
pub(super) fn volume_bars(series: &[Named<'_>]) -> Option<document::Chart> {
    let bars = series.iter().map(|(name, figure, total)| {
        let value = figure.as_ref().map(|c| Ratio::whole(c.change.0));
        let label = figure.as_ref().map(|c| say::signed(c.change.0));
        bar(name, value, label, say::MISSING, *total)
    });
    chart(false, bars.collect())
}

/// Bars of the change in percent, the largest increase first; none where no figure exists.
pub(super) fn percent_bars(series: &[Named<'_>]) -> Option<document::Chart> {
    let bars = series.iter().map(|(name, figure, total)| {
        let label = figure.as_ref().and_then(|c| Some(say::signed_percent(c.percent?, c.change.0 != 0)));
        let none = if figure.is_some() { say::NOT_APPLICABLE } else { say::MISSING };
        bar(name, figure.as_ref().and_then(percent), label, none, *total)
    });
    chart(true, bars.collect())
}

fn bar(name: &str, value: Option<Ratio>, label: Option<String>, none: &str, total: bool) -> Bar {
    Bar { name: name.into(), value, label: label.unwrap_or_else(|| none.into()), total }
}

fn chart(percent: bool, mut bars: Vec<Bar>) -> Option<document::Chart> {
    // A stable sort: equal bars keep the board's order; those without a figure come last.
    bars.sort_by_key(|b| std::cmp::Reverse(b.value));
    // The figure's subtitle says what is measured.
    let axis = String::new();
    let any = bars.iter().any(|b| b.value.is_some());
    any.then_some(document::Chart::Bars(BarChart { axis, percent, bars }))
}

/// The latest months of a series with their limits; none where no month is known.
pub(super) fn trend(series: &SeriesFacts, many: &str) -> Option<document::Chart> {
    trend_chart(series, &series.name, many).map(document::Chart::Trend)
}

/// The main measure of each area in small; none for a board of one area.
pub(super) fn multiples(facts: &Facts) -> Option<document::Chart> {
    let areas: Vec<_> = facts.areas.iter().filter(|a| a.kind == Kind::Area).collect();
    let trends: Vec<TrendChart> = areas
        .iter()
        .filter_map(|a| a.measures.first().and_then(|m| trend_chart(&m.total, &a.name, &m.noun[1])))
        .collect();
    (trends.len() > 1).then_some(document::Chart::Multiples(trends))
}

fn trend_chart(series: &SeriesFacts, name: &str, many: &str) -> Option<TrendChart> {
    let months = &series.history[series.history.len().saturating_sub(TREND_MONTHS)..];
    if months.iter().filter(|m| m.count.is_some()).count() < 2 {
        return None;
    }
    let xmr = series.latest.as_ref().and_then(|l| l.xmr.as_ref());
    let limits = xmr.filter(|x| x.points >= FEWEST_POINTS).map(|x| [x.exact[1], x.exact[2]]);
    let outside = |count: i64| limits.is_some_and(|[l, u]| Ratio::whole(count) < l || Ratio::whole(count) > u);
    let point = |m: &crate::analysis::MonthCount| Point {
        month: m.month,
        count: m.count,
        special: m.count.is_some_and(outside),
    };
    Some(TrendChart {
        name: name.into(),
        axis: format!("{} a month", say::capital(many)),
        points: months.iter().map(point).collect(),
        centre: xmr.map(|x| x.exact[0]),
        limits,
    })
}

/// What the chart of a series' months shows.
pub(super) fn trend_view(series: &SeriesFacts) -> Option<TrendView> {
    let chart = trend_chart(series, "", "")?;
    let known = || chart.points.iter().filter_map(|p| p.count.map(|c| (p.month, c)));
    // Of equal months the latest is named.
    let high = known().max_by_key(|(month, count)| (*count, *month))?;
    let low = known().min_by_key(|(month, count)| (*count, std::cmp::Reverse(*month)))?;
    let xmr = series.latest.as_ref().and_then(|l| l.xmr.as_ref());
    let limits = xmr.filter(|_| chart.limits.is_some());
    Some(TrendView {
        months: chart.points.len(),
        first: chart.points.first()?.month,
        last: chart.points.last()?.month,
        high_month: high.0,
        high: high.1,
        low_month: low.0,
        low: low.1,
        centre: xmr.map(|x| x.centre),
        lower: limits.map(|x| x.lower),
        upper: limits.map(|x| x.upper),
        limits: limits.is_some(),
        special: chart.points.iter().filter(|p| p.special).count(),
    })
}

/// How changes are spread, by number or by percentage: those without a figure are left out.
pub(super) fn spread<'a>(
    values: impl Iterator<Item = (&'a str, Option<&'a ComparisonView>)>,
    by_percent: bool,
) -> Spread {
    let known: Vec<(&str, &ComparisonView)> =
        values.filter_map(|(n, c)| c.map(|c| (n, c))).filter(|(_, c)| !by_percent || c.percent.is_some()).collect();
    let value = |c: &ComparisonView| {
        if by_percent { Ratio::new(c.change.into(), c.previous.into()) } else { Some(Ratio::whole(c.change)) }
    };
    let extreme = |found: Option<&(&str, &ComparisonView)>| {
        found.map(|(name, c)| Extreme { name: (*name).into(), change: c.change, percent: c.percent })
    };
    let count = |way: i64| known.iter().filter(|(_, c)| c.change.signum() == way).count();
    // Of equals, the first in the board's order is named.
    Spread {
        count: known.len(),
        rose: count(1),
        fell: count(-1),
        level: count(0),
        highest: extreme(known.iter().rev().max_by_key(|(_, c)| value(c))),
        lowest: extreme(known.iter().min_by_key(|(_, c)| value(c))),
    }
}

/// The charts of a view, beside what templates see of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Charts(Vec<Arc<document::Chart>>);

impl Charts {
    /// Adds a chart where there is one, and gives what templates name it by.
    pub(super) fn add(&mut self, chart: Option<document::Chart>) -> Option<Chart> {
        self.0.push(Arc::new(chart?));
        Some(Chart { chart: self.0.len() - 1 })
    }

    /// Gives the charts, each at the place that its name says.
    pub(crate) fn all(&self) -> &[Arc<document::Chart>] {
        &self.0
    }
}

/// What a template names a chart by: its place among the [`Charts`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Chart {
    pub(crate) chart: usize,
}
