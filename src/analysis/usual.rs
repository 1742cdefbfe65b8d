//! The usual range: what counts are to be expected of a quarter, and how far from that they may fall by chance.
//!
//! *In:* the monthly counts of one category in all areas, and in the groups made of them, oldest first, all ending with
//! the quarter's last month; a count that is a gap or lies before the first month on record is `None`. *Out:* one
//! [`Outlook`] an area and group. *Invariants:* the quarter itself never helps to say what is usual of it; the same counts
//! give the same bits on every machine, for floating-point numbers are only added, subtracted, multiplied, divided and
//! rooted here, always in the same order. *Units:* counts a month, and for the quarter its sum; `z` in standard
//! deviations. *It must not know* what is counted, or which of its judgements is worth a word.
//!
//! How it goes: `season` learns from the areas' sum which calendar months are busy, and shrinks what it learns as far as
//! that may be noise; `spread` measures how much more than by pure chance counts scatter (φ), by area, drawn towards what
//! all areas have in common; the level is that of the twelve months before the quarter; and a count is judged on the
//! scale of square roots, on which counts scatter alike whatever their size. The square root is Anscombe's (1948);
//! expected ranges for counts that scatter so are those of Farrington and others (1996) and Noufaily and others (2013),
//! as public health uses them.

mod describe;
mod season;
mod spread;

use super::facts::{Judgement, Verdict};
use super::series::{QUARTER, TWO_YEARS, YEAR};
use crate::board::LeastExpected;
pub(crate) use describe::{Beforehand, describe};
use season::Season;
use spread::{Block, Spread};

/// The most months looked back.
const HISTORY: usize = 60;
/// The fewest counts that twelve months must have to be used.
const PRESENT: usize = 9;
/// How many standard deviations from expected is out of the ordinary.
pub(crate) const LIMIT: f64 = 3.0;
/// What is added to a count, or an expected one, under Anscombe's square root.
const ANSCOMBE: f64 = 0.375;

/// Counts by month, oldest first.
pub(crate) type Counts = Vec<Option<i64>>;

/// What is known beforehand of one area's or group's counts, and what its quarter is against that.
#[derive(Clone, Debug)]
pub(crate) struct Outlook {
    /// How much more than by pure chance its counts scatter, at least 1; known even where nothing is usual yet.
    pub(crate) dispersion: f64,
    /// What is usual; `None` with too few counts before the quarter, or none in it.
    pub(crate) range: Option<Range>,
}

/// What is usual of an area's or group's quarter, with the steps that lead to it.
#[derive(Clone, Debug)]
pub(crate) struct Range {
    /// The quarter's three months, those that have a count.
    pub(crate) months: [Option<Judgement>; QUARTER],
    /// The quarter as a whole; `None` where a month has no count, or nothing is expected.
    pub(crate) quarter: Option<Judgement>,
    /// Expected count, lower and upper end for each of the 24 months that end with the quarter, oldest first; `None` for a
    /// month that has no level.
    pub(crate) band: Vec<Option<[f64; 3]>>,
    /// How it was worked out.
    pub(crate) steps: Steps,
}

/// The steps between counts and their usual range.
#[derive(Clone, Debug)]
pub(crate) struct Steps {
    /// The least that is judged.
    pub(crate) least: LeastExpected,
    /// How many months before the quarter were looked at.
    pub(crate) looked_back: usize,
    /// How many areas' counts the season was learnt from: those that have every month.
    pub(crate) pooled: usize,
    /// How much of the season was kept.
    pub(crate) kept: f64,
    /// The season's index of each of the quarter's months.
    pub(crate) index: [f64; QUARTER],
    /// The index's noise.
    pub(crate) noise: [f64; QUARTER],
    /// The sum of the counts of the twelve months before the quarter that are there.
    pub(crate) counted: i64,
    /// The sum of their indices.
    pub(crate) indices: f64,
    /// Pearson's χ² of the counts before the quarter.
    pub(crate) chi: f64,
    /// Its degrees of freedom.
    pub(crate) freedom: f64,
    /// The dispersion that all areas have in common.
    pub(crate) common: f64,
}

/// Works out what is usual of each area, then of each group.
///
/// Areas without a single count have no part in it. Histories may be of any length; one that is shorter than others lacks
/// their early months.
pub(crate) fn outlooks(areas: &[Counts], groups: &[Counts], least: LeastExpected) -> Vec<Outlook> {
    let counted: Vec<usize> = (0..areas.len()).filter(|at| areas[*at].iter().any(Option::is_some)).collect();
    let looked_back = looked_back(counted.iter().map(|at| &areas[*at]));
    let history =
        |counts: &Counts| -> Counts { (0..looked_back).map(|t| ago(counts, QUARTER + looked_back - 1 - t)).collect() };
    let histories: Vec<Counts> = areas.iter().chain(groups).map(history).collect();
    let pool: Vec<&Counts> = counted.iter().map(|at| &histories[*at]).filter(|h| !h.contains(&None)).collect();
    let season = Season::of(&sums(&pool, looked_back));
    let spreads: Vec<Spread> = histories.iter().map(|h| Spread::of(h, &season)).collect();
    let common = Spread::common(counted.iter().map(|at| &spreads[*at]));
    let outlook = |((counts, history), spread): ((&Counts, &Counts), &Spread)| {
        let dispersion = spread.dispersion(common);
        let sight = Sight { history, season: &season, dispersion, least };
        let steps = |level: &Block| Steps {
            least,
            looked_back,
            pooled: pool.len(),
            kept: season.kept,
            index: sight.index(),
            noise: sight.noise(),
            counted: level.counted,
            indices: level.indices,
            chi: spread.chi,
            freedom: spread.freedom,
            common,
        };
        Outlook { dispersion, range: sight.range(counts, steps) }
    };
    areas.iter().chain(groups).zip(&histories).zip(&spreads).map(outlook).collect()
}

/// Gives the count so many months before the last.
fn ago(counts: &Counts, months: usize) -> Option<i64> {
    counts.len().checked_sub(months + 1).and_then(|at| counts[at])
}

/// Counts the months before the quarter back to the last in which at least half of the areas have a count.
fn looked_back<'a>(areas: impl ExactSizeIterator<Item = &'a Counts> + Clone) -> usize {
    let longest = areas.clone().map(Vec::len).max().unwrap_or(0);
    let half_there = |back: &usize| {
        let there = areas.clone().filter(|counts| ago(counts, QUARTER + back).is_some()).count();
        2 * there >= areas.len()
    };
    (0..HISTORY.min(longest.saturating_sub(QUARTER))).take_while(half_there).count()
}

/// Adds up whole histories month by month.
fn sums(pool: &[&Counts], months: usize) -> Vec<i64> {
    (0..months).map(|t| pool.iter().filter_map(|history| history[t]).sum()).collect()
}

/// One area's or group's history, and what all of them share.
struct Sight<'a> {
    history: &'a Counts,
    season: &'a Season,
    dispersion: f64,
    least: LeastExpected,
}

impl Sight<'_> {
    /// Gives the season's index of each of the quarter's months.
    fn index(&self) -> [f64; QUARTER] {
        [0, 1, 2].map(|i| self.season.index(self.history.len() + i))
    }

    /// Gives the noise of these.
    fn noise(&self) -> [f64; QUARTER] {
        [0, 1, 2].map(|i| self.season.noise(self.history.len() + i))
    }

    /// Judges the quarter that ends `counts`; `None` where there is no level yet, or no count.
    fn range(&self, counts: &Counts, steps: impl Fn(&Block) -> Steps) -> Option<Range> {
        let level = Block::before(self.history, self.season, self.history.len())?;
        let (index, noise) = (self.index(), self.noise());
        let expected = index.map(|i| level.expected(i));
        let found = [2, 1, 0].map(|months| ago(counts, months));
        let months = [0, 1, 2].map(|i| {
            let variance = self.variance(&level, index[i], expected[i] * noise[i]);
            Some(judge(found[i]?, expected[i], variance, self.least.month.to_f64()))
        });
        let sum: f64 = expected.iter().sum();
        let quarter = found.into_iter().sum::<Option<i64>>().filter(|_| sum > 0.).map(|count| {
            let of_season: f64 = expected.iter().zip(noise).map(|(e, n)| e * e * n).sum();
            let variance = self.variance(&level, index.iter().sum(), of_season / sum);
            judge(count, sum, variance, self.least.quarter.to_f64())
        });
        let any = months.iter().any(Option::is_some);
        any.then(|| Range { months, quarter, band: self.band(&level), steps: steps(&level) })
    }

    /// Gives how much the square of a count's distance may be, in expected counts: its own scatter and the level's, and what
    /// the season's noise adds.
    fn variance(&self, level: &Block, indices: f64, of_season: f64) -> f64 {
        self.dispersion * (1. + indices / level.indices) + of_season
    }

    /// Gives the usual range of the 24 months that end with the quarter: of those before it, with the level of the twelve
    /// months that they are in.
    fn band(&self, level: &Block) -> Vec<Option<[f64; 3]>> {
        let end = self.history.len();
        let month = |ago: usize| {
            let at = (end + QUARTER).checked_sub(ago)?;
            let block = match end.checked_sub(at + 1) {
                None => *level,
                Some(before) => Block::before(self.history, self.season, end - before / YEAR * YEAR)?,
            };
            let expected = block.expected(self.season.index(at));
            let variance = self.variance(&block, self.season.index(at), expected * self.season.noise(at));
            let [lower, upper] = ends(expected, variance);
            Some([expected, lower, upper])
        };
        (1..=TWO_YEARS).rev().map(month).collect()
    }
}

/// Judges a count against what is expected.
fn judge(count: i64, expected: f64, variance: f64, least: f64) -> Judgement {
    let z = 2. * ((count as f64 + ANSCOMBE).sqrt() - (expected + ANSCOMBE).sqrt()) / variance.sqrt();
    let [lower, upper] = ends(expected, variance);
    let verdict = match expected >= least {
        false => Verdict::NotJudged,
        true if z > LIMIT => Verdict::High,
        true if z < -LIMIT => Verdict::Low,
        true => Verdict::Usual,
    };
    Judgement { count, expected, lower, upper, z, verdict }
}

/// Gives the lower and the upper end of the usual range.
fn ends(expected: f64, variance: f64) -> [f64; 2] {
    let (root, half) = ((expected + ANSCOMBE).sqrt(), LIMIT / 2. * variance.sqrt());
    let (low, high) = ((root - half).max(0.), root + half);
    [(low * low - ANSCOMBE).max(0.), high * high - ANSCOMBE]
}

#[cfg(test)]
mod simulated;
#[cfg(test)]
mod tests;
