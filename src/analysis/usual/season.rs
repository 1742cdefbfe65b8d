//! The season of a category: which calendar months are busy, as far as that is more than noise.

use crate::analysis::series::{TWO_YEARS, YEAR};

/// The overdispersion that a pooled count is taken to have while its season is judged.
const POOLED_DISPERSION: f64 = 1.5;
/// Half the months of the centred mean.
const HALF: usize = 6;

/// An index around 1 for each calendar month, by place in the history modulo 12, and how uncertain it is.
#[derive(Clone, Debug)]
pub(crate) struct Season {
    index: [f64; YEAR],
    noise: [f64; YEAR],
    /// How much of the raw season was kept: 0 where it may all be noise, or cannot be told yet.
    pub(crate) kept: f64,
}

impl Season {
    /// Learns the season from the areas' summed counts before the quarter, oldest first.
    pub(crate) fn of(pool: &[i64]) -> Self {
        Season::learnt(pool).unwrap_or(Season { index: [1.; YEAR], noise: [0.; YEAR], kept: 0. })
    }

    /// `None` with fewer than two years, or a calendar month of which nothing can be said.
    fn learnt(pool: &[i64]) -> Option<Self> {
        let total: i64 = pool.iter().sum();
        let ratios = ratios(pool);
        if pool.len() < TWO_YEARS || total == 0 || ratios.iter().any(Vec::is_empty) {
            return None;
        }
        let means = ratios.each_ref().map(|r| r.iter().sum::<f64>() / r.len() as f64);
        let mean = means.iter().sum::<f64>() / YEAR as f64;
        let raw = means.map(|m| m / mean);
        let mean_count = total as f64 / pool.len() as f64;
        let noise = ratios.each_ref().map(|r| POOLED_DISPERSION / (mean_count * r.len() as f64));
        let variance = raw.iter().map(|r| (r - 1.) * (r - 1.)).sum::<f64>() / (YEAR - 1) as f64;
        let mean_noise = noise.iter().sum::<f64>() / YEAR as f64;
        let kept = if variance > 0. { (1. - mean_noise / variance).max(0.) } else { 0. };
        Some(Season { index: raw.map(|r| 1. + kept * (r - 1.)), noise: noise.map(|n| kept * n), kept })
    }

    /// Gives the index of the month at a place of the history, or after it.
    pub(crate) fn index(&self, at: usize) -> f64 {
        self.index[at % YEAR]
    }

    /// Gives that index's variance.
    pub(crate) fn noise(&self, at: usize) -> f64 {
        self.noise[at % YEAR]
    }
}

/// Gives, by calendar month, the ratios of counts to the mean of the twelve months around them.
fn ratios(pool: &[i64]) -> [Vec<f64>; YEAR] {
    let mut ratios: [Vec<f64>; YEAR] = Default::default();
    for t in HALF..pool.len().saturating_sub(HALF) {
        // Both ends are the same calendar month: each counts half.
        let around: i64 = pool[t - HALF + 1..t + HALF].iter().sum();
        let centred = (pool[t - HALF] + 2 * around + pool[t + HALF]) as f64 / 24.;
        if centred > 0. {
            ratios[t % YEAR].push(pool[t] as f64 / centred);
        }
    }
    ratios
}
