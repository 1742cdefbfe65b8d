//! What charts show: data, without a place or a look.
//!
//! A chart cannot hold what cannot be drawn: numbers are exact, and any of them has a place on an axis.

use super::status::Status;
use crate::number::Ratio;
use crate::quarter::Month;

/// A chart.
#[derive(Clone, PartialEq, Debug)]
pub enum Chart {
    /// Horizontal bars from a zero line.
    Bars(BarChart),
    /// A line of months with mean and natural limits.
    Trend(TrendChart),
    /// Small trends side by side, one an area.
    Multiples(Vec<TrendChart>),
    /// Bars divided by status.
    Statuses(StatusChart),
}

/// Horizontal bars from a zero line, in the order given.
#[derive(Clone, PartialEq, Debug)]
pub struct BarChart {
    /// What the bars measure, as in `Change in offences`.
    pub axis: String,
    /// Whether values are percentages (labels and ticks carry the sign).
    pub percent: bool,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// A bar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bar {
    /// What it stands for.
    pub name: String,
    /// Its length; none where the figure does not exist.
    pub value: Option<Ratio>,
    /// What is printed beside it, as in `+109` or `−4.4%`.
    pub label: String,
    /// Whether it is a total, told apart.
    pub total: bool,
}

/// A line of months.
#[derive(Clone, PartialEq, Debug)]
pub struct TrendChart {
    /// What it shows: an area's name among multiples, a measure's else.
    pub name: String,
    /// What the points measure, as in `Offences a month`.
    pub axis: String,
    /// The points, oldest first.
    pub points: Vec<Point>,
    /// The mean, where there is one.
    pub centre: Option<Ratio>,
    /// The lower and upper natural limit, where they are drawn.
    pub limits: Option<[Ratio; 2]>,
}

/// A month in a trend.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Point {
    /// The month.
    pub month: Month,
    /// Its count, where it is known.
    pub count: Option<i64>,
    /// Whether it lies outside the limits, marked by shape.
    pub special: bool,
}

/// Bars of equal things divided by status, one a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatusChart {
    /// The statuses in order, with the tone of each.
    pub statuses: Vec<Status>,
    /// The rows, in order.
    pub rows: Vec<StatusRow>,
}

/// A bar divided by status.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatusRow {
    /// What it stands for.
    pub name: String,
    /// How many of it have each status, in the order of the statuses; there are none of a status that is left out.
    pub counts: Vec<u32>,
}
