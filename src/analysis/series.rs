//! The figures of one series of monthly counts: sums, averages, records, ranks and runs.
//!
//! *In:* counts, oldest first, that end with the quarter's last month, M; a count that is not known is `None`. *Out:*
//! each figure by itself, exact. *Invariants:* a figure of which one month is not known is `None`, never the sum of the
//! others; nothing here fails or rounds. It knows nothing of areas, categories or cells.

use crate::number::{Change, Decimal, Ratio};
use crate::problem::Place;
use crate::quarter::Month;

use super::facts::{Comparison, Latest, MonthCount, Run, Side};
use super::xmr;

/// Months in a year, and in the window of the rolling figures.
pub(crate) const YEAR: usize = 12;
/// Months in a quarter.
pub(crate) const QUARTER: usize = 3;
/// Months among which M is ranked, and of which its individuals chart is made.
pub(crate) const TWO_YEARS: usize = 24;

/// Monthly counts without gaps between the months, the last one being M's.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    last: Month,
    /// Oldest first; empty where nothing was reported.
    counts: Vec<Option<i64>>,
}

impl Series {
    /// Makes a series from its last month and its counts, oldest first.
    pub(crate) fn new(last: Month, counts: Vec<Option<i64>>) -> Self {
        Series { last, counts }
    }

    /// Adds series that end with the same month, over the months that all of them cover.
    ///
    /// A month's sum is known only where every part's count is.
    pub(crate) fn sum<'a>(last: Month, parts: impl Iterator<Item = &'a Series> + Clone) -> Self {
        let months = parts.clone().map(|p| p.counts.len()).min().unwrap_or(0);
        let counts = (0..months).rev().map(|ago| parts.clone().map(|p| p.ago(ago)).sum()).collect();
        Series { last, counts }
    }

    /// Gives the first month on record; M where there is none.
    pub(crate) fn first(&self) -> Month {
        self.last.plus(1 - self.counts.len().max(1) as i32)
    }

    /// Gives the months with their counts, oldest first.
    pub(crate) fn history(&self) -> Vec<MonthCount> {
        let first = self.first();
        self.counts.iter().zip(0..).map(|(count, i)| MonthCount { month: first.plus(i), count: *count }).collect()
    }

    /// Gives the count so many months before M.
    fn ago(&self, months: usize) -> Option<i64> {
        let at = self.counts.len().checked_sub(months + 1)?;
        self.counts[at]
    }

    /// Gives `len` counts, oldest first, that end `ago` months before M; `None` where one of them is not known.
    pub(crate) fn window(&self, ago: usize, len: usize) -> Option<Vec<i64>> {
        let end = self.counts.len().checked_sub(ago)?;
        self.counts[end.checked_sub(len)?..end].iter().copied().collect()
    }

    /// Sums `len` months that end `ago` months before M.
    pub(crate) fn total(&self, ago: usize, len: usize) -> Option<i64> {
        Some(self.window(ago, len)?.iter().sum())
    }

    /// Sums the latest `len` months and the same months a year before.
    pub(crate) fn against_year_before(&self, len: usize) -> Option<(i64, i64)> {
        Some((self.total(0, len)?, self.total(YEAR, len)?))
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
        for (count, months) in self.counts.iter().rev().zip(0_u32..).skip(1) {
            if reached((*count)?) {
                return Some((months, Some(self.last.plus(-(months as i32)))));
            }
        }
        Some((self.counts.len() as u32, None))
    }

    /// Ranks M among the latest 24 months: 1 more than the number of months whose count `beats` M's.
    fn rank(&self, beats: impl Fn(i64) -> bool) -> Option<u32> {
        let months = self.window(0, TWO_YEARS)?;
        Some(1 + months.into_iter().filter(|count| beats(*count)).count() as u32)
    }

    /// Counts the other months of the latest 24 that have M's very count.
    pub(crate) fn ties(&self) -> Option<u32> {
        let (months, count) = (self.window(0, TWO_YEARS)?, self.ago(0)?);
        Some(months.into_iter().filter(|other| *other == count).count() as u32 - 1)
    }

    /// Counts the consecutive months ending with M that lie on M's side of the average; 0 where M equals it.
    fn run(&self, average: Ratio) -> Run {
        let side_of = |count: &Option<i64>| count.map(|c| Side::of(Ratio::whole(c), average));
        let side = self.counts.last().and_then(side_of).unwrap_or(Side::Level);
        let months = match side {
            Side::Level => 0,
            _ => self.counts.iter().rev().take_while(|c| side_of(c) == Some(side)).count() as u32,
        };
        Run { side, months }
    }

    /// Describes M among the months before; `None` where M's count is not known.
    pub(crate) fn latest(&self, count_from: Vec<Place>, from: Vec<Place>) -> Option<Latest> {
        let count = self.ago(0)?;
        let average = self.average12();
        let (high, low) = (self.since(|c| c >= count), self.since(|c| c <= count));
        let points = self.window(0, self.counts.len().min(TWO_YEARS)).unwrap_or_default();
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
    /// Compares a sum with an earlier one.
    pub(crate) fn new((current, previous): (i64, i64), from: Vec<Place>) -> Self {
        let change = current - previous;
        Comparison { current, previous, change: Change(change), percent: percent(change, previous), from }
    }
}

/// Gives 100 × part / whole with one decimal; `None` where the whole is 0.
pub(crate) fn percent(part: i64, whole: i64) -> Option<Decimal> {
    Ratio::new(100 * i128::from(part), whole.into()).map(|r| r.round(1))
}

#[cfg(test)]
mod tests;
