//! How much counts scatter: Pearson's χ² about the levels of blocks of twelve months.

use super::{Counts, PRESENT, Season};
use crate::analysis::series::YEAR;

/// The weight of the areas' common dispersion against an area's own, in degrees of freedom.
const SHARED: f64 = 22.;

/// The counts that are there in twelve months.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    /// Their sum.
    pub(super) counted: i64,
    /// The sum of their indices.
    pub(super) indices: f64,
    /// How many they are.
    there: usize,
}

impl Block {
    /// Takes the twelve months of a history before `end`; `None` where too few of them have a count.
    pub(super) fn before(history: &Counts, season: &Season, end: usize) -> Option<Self> {
        let start = end.checked_sub(YEAR)?;
        let mut block = Block { counted: 0, indices: 0., there: 0 };
        for (t, count) in present(history, start, end) {
            block.counted += count;
            block.indices += season.index(t);
            block.there += 1;
        }
        (block.there >= PRESENT).then_some(block)
    }

    /// Gives what is expected of a month with this index.
    pub(super) fn expected(&self, index: f64) -> f64 {
        self.counted as f64 / self.indices * index
    }
}

/// Gives the counts that are there, with their places.
fn present(history: &Counts, start: usize, end: usize) -> impl Iterator<Item = (usize, i64)> {
    (start..end).filter_map(|t| Some((t, history[t]?)))
}

/// Pearson's χ² of a history, and its degrees of freedom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spread {
    /// χ².
    pub(super) chi: f64,
    /// Degrees of freedom: one less than its counts for each block of twelve months.
    pub(super) freedom: f64,
}

impl Spread {
    /// Measures a history's scatter about a level of its own for each twelve months, counted back from the quarter.
    pub(super) fn of(history: &Counts, season: &Season) -> Self {
        let mut spread = Spread { chi: 0., freedom: 0. };
        for back in 0..history.len() / YEAR {
            let end = history.len() - back * YEAR;
            let Some(block) = Block::before(history, season, end).filter(|b| b.counted > 0) else { continue };
            for (t, count) in present(history, end - YEAR, end) {
                let expected = block.expected(season.index(t));
                let away = count as f64 - expected;
                spread.chi += away * away / expected;
            }
            spread.freedom += (block.there - 1) as f64;
        }
        spread
    }

    /// Gives the dispersion that areas have in common, at least 1.
    pub(super) fn common<'a>(areas: impl Iterator<Item = &'a Spread>) -> f64 {
        let (mut chi, mut freedom) = (0., 0.);
        for area in areas {
            chi += area.chi;
            freedom += area.freedom;
        }
        if freedom > 0. { f64::max(1., chi / freedom) } else { 1. }
    }

    /// Gives an area's dispersion, drawn towards the common one, at least 1.
    pub(super) fn dispersion(&self, common: f64) -> f64 {
        f64::max(1., (self.chi + SHARED * common) / (self.freedom + SHARED))
    }
}
