//! The figures of one series of monthly counts: sums, averages, records, ranks and runs.
//!
//! *In:* counts, oldest first, that end with the quarter's last month, M; each is known, a gap, or missing. *Out:* each
//! figure by itself, exact. *Invariants:* a figure of which one month is missing is `None`, never the sum of the others; a
//! gap is left out of a sum, which then says that it is incomplete, and out of both sides of a comparison, part by part;
//! every other figure takes a gap as it takes a missing month. Nothing here fails or rounds. It knows nothing of areas,
//! categories or cells.

use std::rc::Rc;

use crate::number::{Change, Decimal, Ratio};
use crate::problem::Place;
use crate::quarter::Month;

use super::facts::{Comparison, Latest, MonthCount, RollingMonth, Run, Side};
use super::xmr;

/// Months in a year, and in the window of the rolling figures.
pub(crate) const YEAR: usize = 12;
/// Months in a quarter.
pub(crate) const QUARTER: usize = 3;
/// Months among which M is ranked, and of which its individuals chart is made.
pub(crate) const TWO_YEARS: usize = 24;

/// What is known of a month's count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Cell {
    /// The count.
    Known(i64),
    /// Nothing yet: the partnership says that the count is not available.
    Gap,
    /// Nothing at all: nobody has said anything.
    Missing,
}

impl Cell {
    /// Gives the count, where it is known.
    pub(crate) fn known(self) -> Option<i64> {
        match self {
            Cell::Known(count) => Some(count),
            Cell::Gap | Cell::Missing => None,
        }
    }

    /// Adds the count of another part: what is missing makes the sum missing, a gap makes it a gap.
    fn plus(self, other: Cell) -> Cell {
        match (self, other) {
            (Cell::Missing, _) | (_, Cell::Missing) => Cell::Missing,
            (Cell::Gap, _) | (_, Cell::Gap) => Cell::Gap,
            (Cell::Known(a), Cell::Known(b)) => Cell::Known(a + b),
        }
    }
}

impl From<Option<i64>> for Cell {
    fn from(count: Option<i64>) -> Self {
        count.map_or(Cell::Missing, Cell::Known)
    }
}

/// Monthly counts without holes between the months, the last one being M's.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    last: Month,
    /// Oldest first; empty where nothing was reported.
    months: Vec<Cell>,
    /// What the months are the sums of, one category of one area each, ending with M and at least as long.
    parts: Vec<Rc<[Cell]>>,
}

/// A sum of months.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Volume {
    /// What is known of it: "at least" so many, where it is incomplete.
    pub(crate) sum: i64,
    /// Whether a gap was left out of it.
    pub(crate) incomplete: bool,
}

/// Months against the same number of earlier ones, like for like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Matched {
    /// The later sum, without what has a gap on either side.
    pub(crate) current: i64,
    /// The earlier sum, without the same.
    pub(crate) previous: i64,
    /// Everything counted in the later months.
    pub(crate) total: i64,
    /// Whether a gap was left out.
    pub(crate) incomplete: bool,
}

impl Series {
    /// Makes a series from its last month and its counts, oldest first.
    pub(crate) fn new<C: Into<Cell>>(last: Month, counts: Vec<C>) -> Self {
        let months: Vec<Cell> = counts.into_iter().map(C::into).collect();
        Series { last, parts: vec![months.as_slice().into()], months }
    }

    /// Adds series that end with the same month, over the months that all of them cover.
    pub(crate) fn sum<'a>(last: Month, parts: impl Iterator<Item = &'a Series> + Clone) -> Self {
        let months = parts.clone().map(|p| p.months.len()).min().unwrap_or(0);
        let month = |ago: usize| parts.clone().map(|p| p.cell(ago)).fold(Cell::Known(0), Cell::plus);
        Series {
            last,
            months: (0..months).rev().map(month).collect(),
            parts: parts.flat_map(|p| p.parts.iter().cloned()).collect(),
        }
    }

    /// Gives the first month on record; M where there is none.
    pub(crate) fn first(&self) -> Month {
        self.last.plus(1 - self.months.len().max(1) as i32)
    }

    /// Gives the months with their counts, oldest first.
    pub(crate) fn history(&self) -> Vec<MonthCount> {
        let first = self.first();
        self.counts().into_iter().zip(0..).map(|(count, i)| MonthCount { month: first.plus(i), count }).collect()
    }

    /// Gives the counts that are known, oldest first.
    pub(crate) fn counts(&self) -> Vec<Option<i64>> {
        self.months.iter().map(|cell| cell.known()).collect()
    }

    /// Gives what is known of the month so many months before M.
    fn cell(&self, ago: usize) -> Cell {
        self.months.len().checked_sub(ago + 1).map_or(Cell::Missing, |at| self.months[at])
    }

    /// Gives the count so many months before M.
    pub(crate) fn count(&self, months: usize) -> Option<i64> {
        self.cell(months).known()
    }

    /// Gives each part's count so many months before M.
    fn parts_ago(&self, months: usize) -> impl Iterator<Item = Cell> {
        self.parts.iter().map(move |p| p.len().checked_sub(months + 1).map_or(Cell::Missing, |at| p[at]))
    }

    /// Gives `len` counts, oldest first, that end `ago` months before M; `None` where one of them is not known.
    pub(crate) fn window(&self, ago: usize, len: usize) -> Option<Vec<i64>> {
        let end = self.months.len().checked_sub(ago)?;
        self.months[end.checked_sub(len)?..end].iter().map(|cell| cell.known()).collect()
    }

    /// Sums `len` months that end `ago` months before M; `None` where one of them is not known.
    pub(crate) fn total(&self, ago: usize, len: usize) -> Option<i64> {
        Some(self.window(ago, len)?.iter().sum())
    }

    /// Sums what is known of `len` months that end `ago` months before M; `None` where one of them is missing.
    pub(crate) fn volume(&self, ago: usize, len: usize) -> Option<Volume> {
        let mut volume = Volume { sum: 0, incomplete: false };
        for month in ago..ago + len {
            match self.cell(month) {
                Cell::Known(count) => volume.sum += count,
                Cell::Missing => return None,
                Cell::Gap => {
                    volume.incomplete = true;
                    volume.sum += self.parts_ago(month).filter_map(Cell::known).sum::<i64>();
                }
            }
        }
        Some(volume)
    }

    /// Compares `len` months that end `ago` months before M with those a year before, like for like: what has a gap on
    /// one side is left out of both, part by part and month by month.
    pub(crate) fn against_year_before(&self, ago: usize, len: usize) -> Option<Matched> {
        let total = self.volume(ago, len)?.sum;
        let mut matched = Matched { current: 0, previous: 0, total, incomplete: false };
        for month in ago..ago + len {
            match (self.cell(month), self.cell(month + YEAR)) {
                (Cell::Missing, _) | (_, Cell::Missing) => return None,
                (Cell::Known(now), Cell::Known(then)) => {
                    matched.current += now;
                    matched.previous += then;
                }
                _ => {
                    matched.incomplete = true;
                    let pairs = self.parts_ago(month).zip(self.parts_ago(month + YEAR));
                    for (now, then) in pairs.filter_map(|(now, then)| now.known().zip(then.known())) {
                        matched.current += now;
                        matched.previous += then;
                    }
                }
            }
        }
        Some(matched)
    }

    /// Gives the rolling total at every month from the twelfth on record to M.
    pub(crate) fn rolling(&self) -> Vec<RollingMonth> {
        let at = |ago: usize| {
            let volume = self.volume(ago, YEAR);
            RollingMonth {
                month: self.last.plus(-(ago as i32)),
                total: volume.map(|v| v.sum),
                incomplete: volume.is_some_and(|v| v.incomplete),
            }
        };
        (0..(self.months.len() + 1).saturating_sub(YEAR)).rev().map(at).collect()
    }

    /// Gives the mean of the 12 months ending with M.
    pub(crate) fn average12(&self) -> Option<Ratio> {
        Ratio::new(self.total(0, YEAR)?.into(), YEAR as i128)
    }

    /// Finds how many months back the latest month before M lies whose count satisfies `reached`, and that month.
    ///
    /// Where no month on record does, the number of earlier months on record plus one and no month; `None` where a
    /// month that is not known comes first.
    fn since(&self, reached: impl Fn(i64) -> bool) -> Option<(u32, Option<Month>)> {
        for (count, months) in self.months.iter().rev().zip(0_u32..).skip(1) {
            if reached(count.known()?) {
                return Some((months, Some(self.last.plus(-(months as i32)))));
            }
        }
        Some((self.months.len() as u32, None))
    }

    /// Ranks M among the latest 24 months: 1 more than the number of months whose count `beats` M's.
    fn rank(&self, beats: impl Fn(i64) -> bool) -> Option<u32> {
        let months = self.window(0, TWO_YEARS)?;
        Some(1 + months.into_iter().filter(|count| beats(*count)).count() as u32)
    }

    /// Counts the other months of the latest 24 that have M's very count.
    pub(crate) fn ties(&self) -> Option<u32> {
        let (months, count) = (self.window(0, TWO_YEARS)?, self.count(0)?);
        Some(months.into_iter().filter(|other| *other == count).count() as u32 - 1)
    }

    /// Counts the consecutive months ending with M that lie on M's side of the average; 0 where M equals it.
    fn run(&self, average: Ratio) -> Run {
        let side_of = |count: &Cell| count.known().map(|c| Side::of(Ratio::whole(c), average));
        let side = self.months.last().and_then(side_of).unwrap_or(Side::Level);
        let months = match side {
            Side::Level => 0,
            _ => self.months.iter().rev().take_while(|c| side_of(c) == Some(side)).count() as u32,
        };
        Run { side, months }
    }

    /// Describes M among the months before; `None` where M's count is not known.
    pub(crate) fn latest(&self, count_from: Vec<Place>, from: Vec<Place>) -> Option<Latest> {
        let count = self.count(0)?;
        let average = self.average12();
        let (high, low) = (self.since(|c| c >= count), self.since(|c| c <= count));
        let points = self.window(0, self.months.len().min(TWO_YEARS)).unwrap_or_default();
        let chart = xmr::chart(&points);
        Some(Latest {
            month: self.last,
            count,
            average12: average.map(|a| a.round(1)),
            average_exact: average,
            highest_since: high.and_then(|h| h.1),
            months_since_high: high.map(|h| h.0),
            lowest_since: low.and_then(|l| l.1),
            months_since_low: low.map(|l| l.0),
            on_record_since: self.first(),
            rank_high: self.rank(|c| c > count),
            rank_low: self.rank(|c| c < count),
            run: average.map(|a| self.run(a)),
            signal: xmr::signal(&points, chart.as_ref()),
            xmr: chart,
            count_from,
            from,
        })
    }
}

impl Side {
    /// Says on which side of an average a number lies.
    pub(crate) fn of(number: Ratio, average: Ratio) -> Side {
        match number.cmp(&average) {
            std::cmp::Ordering::Greater => Side::Above,
            std::cmp::Ordering::Less => Side::Below,
            std::cmp::Ordering::Equal => Side::Level,
        }
    }
}

impl Comparison {
    /// The earlier figure below which a percentage says little.
    const LOW_BASE: i64 = 50;

    /// Compares a sum with an earlier one, in a series of this dispersion.
    pub(crate) fn new(sums: Matched, dispersion: f64, from: Vec<Place>) -> Self {
        let Matched { current, previous, total, incomplete } = sums;
        let change = current - previous;
        Comparison {
            current,
            previous,
            change: Change(change),
            percent: percent(change, previous),
            total,
            notable: is_notable(current, previous, dispersion),
            low_base: (1..Comparison::LOW_BASE).contains(&previous),
            incomplete,
            from,
        }
    }
}

/// Says whether two like periods differ by more than three standard deviations of what chance makes of their counts.
fn is_notable(current: i64, previous: i64, dispersion: f64) -> bool {
    let change = (current - previous) as f64;
    change * change > 9. * dispersion * (current + previous) as f64
}

/// Gives 100 × part / whole with one decimal; `None` where the whole is 0.
pub(crate) fn percent(part: i64, whole: i64) -> Option<Decimal> {
    Ratio::new(100 * i128::from(part), whole.into()).map(|r| r.round(1))
}

#[cfg(test)]
mod tests;
