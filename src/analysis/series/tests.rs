#![allow(clippy::unwrap_used, reason = "a test may panic")]

use proptest::prelude::*;

use super::{Cell, Matched, Series, Volume, percent};
use crate::analysis::fixture::month;
use crate::analysis::{Comparison, Latest, Run, Side};
use crate::number::Ratio;
use crate::quarter::Month;

fn series(counts: &[i64]) -> Series {
    Series::new(month("2013-09"), counts.iter().map(|c| Cell::Known(*c)).collect())
}

fn latest(counts: &[i64]) -> Latest {
    series(counts).latest(Vec::new(), Vec::new()).unwrap()
}

#[test]
fn a_sum_needs_every_month() {
    let mut counts = vec![Some(1); 24];
    let of = |counts: &[Option<i64>]| Series::new(month("2013-09"), counts.to_vec());
    let years = |counts: &[Option<i64>], len| of(counts).against_year_before(0, len).map(|m| (m.current, m.previous));
    assert_eq!(years(&counts, 12), Some((12, 12)));
    assert_eq!(years(&counts[1..], 12), None, "23 months");
    assert_eq!(years(&counts[1..], 6), Some((6, 6)));
    counts[0] = None;
    assert_eq!(years(&counts, 12), None);
    assert_eq!((of(&counts).total(0, 12), years(&counts, 6)), (Some(12), Some((6, 6))));
    counts[23] = None;
    assert!(of(&counts).latest(Vec::new(), Vec::new()).is_none());
    assert_eq!(of(&[]).history().len(), 0);
}

#[test]
fn a_percentage_of_nothing_does_not_exist() {
    assert_eq!(percent(5, 0), None);
    assert_eq!(percent(36, 480).unwrap().to_string(), "7.5");
    assert_eq!(percent(-1, 16).unwrap().to_string(), "\u{2212}6.3", "half away from zero");
    let compared = compared(3, 0, 1.);
    assert!(compared.percent.is_none() && !compared.low_base, "there is no percentage to be low");
}

fn compared(current: i64, previous: i64, dispersion: f64) -> Comparison {
    let sums = Matched { current, previous, total: current, incomplete: false };
    Comparison::new(sums, dispersion, Vec::new())
}

#[test]
fn a_percentage_of_less_than_fifty_says_little() {
    let low = |previous| compared(60, previous, 1.).low_base;
    assert_eq!([0, 1, 49, 50, 900].map(low), [false, true, true, false, false]);
}

#[test]
fn a_change_is_notable_beyond_three_deviations_of_counts_that_scatter_so() {
    // 3 √(1 × 400) is 60; 3 √(2.25 × 400) is 90.
    let notable = |change: i64, dispersion| compared(200 + change / 2, 200 - change / 2, dispersion).notable;
    assert_eq!([notable(60, 1.), notable(62, 1.), notable(-62, 1.)], [false, true, true]);
    assert_eq!([notable(90, 2.25), notable(92, 2.25)], [false, true]);
    assert!(!compared(0, 0, 1.).notable);
}

/// Two series that are added up: the first has a gap at `gap`.
fn with_gap(months: usize, gap: usize) -> Series {
    let mut counts = vec![Cell::Known(10); months];
    counts[gap] = Cell::Gap;
    let (a, b) = (Series::new(month("2013-09"), counts), series(&vec![1; months]));
    Series::sum(month("2013-09"), [&a, &b].into_iter())
}

#[test]
fn a_sum_over_a_gap_leaves_it_out_and_says_so() {
    let sum = with_gap(30, 28);
    assert_eq!(sum.volume(0, 12), Some(Volume { sum: 122, incomplete: true }));
    assert_eq!(sum.volume(2, 12), Some(Volume { sum: 132, incomplete: false }));
    assert_eq!((sum.total(0, 12), sum.counts()[28]), (None, None), "no month with a gap in it is told as a count");
    assert!(sum.latest(Vec::new(), Vec::new()).unwrap().run.is_none());
    let rolling: Vec<_> = sum.rolling().iter().map(|r| (r.month, r.total, r.incomplete)).collect();
    assert_eq!(rolling.len(), 19);
    assert_eq!(rolling[0], (month("2012-03"), Some(132), false));
    assert_eq!(rolling[18], (month("2013-09"), Some(122), true));
}

#[test]
fn a_comparison_leaves_a_gap_out_of_both_sides_but_not_of_the_total() {
    // The other part's count of that month stays on both sides.
    let matched = |gap| with_gap(30, gap).against_year_before(0, 12).unwrap();
    assert_eq!(matched(28), Matched { current: 122, previous: 122, total: 122, incomplete: true });
    assert_eq!(matched(28 - 12), Matched { current: 122, previous: 122, total: 132, incomplete: true });
    assert_eq!(matched(2), Matched { current: 132, previous: 132, total: 132, incomplete: false });
}

#[test]
fn what_is_missing_beside_a_gap_is_still_missing() {
    let (a, b) = (
        Series::new(month("2013-09"), vec![Cell::Gap; 24]),
        Series::new(month("2013-09"), [vec![Cell::Known(1); 23], vec![Cell::Missing]].concat()),
    );
    let sum = Series::sum(month("2013-09"), [&a, &b].into_iter());
    assert_eq!((sum.volume(0, 12), sum.against_year_before(0, 12)), (None, None));
    assert_eq!(sum.volume(1, 12), Some(Volume { sum: 12, incomplete: true }));
    assert_eq!(sum.rolling().last().map(|r| (r.total, r.incomplete)), Some((None, false)));
}

#[test]
fn the_highest_since_is_the_latest_month_as_high() {
    let l = latest(&[9, 5, 9, 1, 2, 9]);
    assert_eq!((l.highest_since, l.months_since_high), (Some(month("2013-06")), Some(3)));
    let l = latest(&[0, 5, 1, 7, 8, 1]);
    assert_eq!((l.lowest_since, l.months_since_low), (Some(month("2013-06")), Some(3)), "as low counts, too");
    let l = latest(&[3, 5, 8, 1, 2, 9]);
    assert_eq!((l.highest_since, l.months_since_high), (None, Some(6)), "5 earlier months and one");
    assert_eq!((l.lowest_since, l.months_since_low), (Some(month("2013-08")), Some(1)));
    assert_eq!(l.on_record_since, month("2013-04"));
    assert_eq!(latest(&[4]).months_since_high, Some(1));
}

#[test]
fn a_gap_hides_what_lies_before_it() {
    let of = |counts: Vec<Option<i64>>| Series::new(month("2013-09"), counts).latest(Vec::new(), Vec::new()).unwrap();
    let l = of(vec![Some(9), None, Some(1), Some(5)]);
    assert_eq!((l.highest_since, l.months_since_high), (None, None), "the blank month may have been higher");
    assert_eq!((l.lowest_since, l.months_since_low), (Some(month("2013-08")), Some(1)));
    assert!(l.xmr.is_none() && l.average12.is_none() && l.rank_high.is_none() && l.run.is_none());
}

#[test]
fn ties_share_the_better_rank() {
    let mut counts = vec![5; 24];
    (counts[0], counts[1], counts[23]) = (9, 7, 7);
    let l = latest(&counts);
    assert_eq!((l.rank_high, l.rank_low), (Some(2), Some(22)));
    assert_eq!(series(&counts).ties(), Some(1));
    let flat = latest(&[4; 24]);
    assert_eq!(
        (flat.rank_high, flat.rank_low, flat.run),
        (Some(1), Some(1), Some(Run { side: Side::Level, months: 0 }))
    );
    assert_eq!(latest(&[4; 23]).rank_high, None, "a rank among 24 months needs 24");
}

#[test]
fn a_run_lies_strictly_on_one_side() {
    let mut counts = vec![10; 12];
    (counts[8], counts[9], counts[10], counts[11]) = (4, 12, 12, 12);
    // The mean is exactly 10.
    let l = latest(&counts);
    assert_eq!((l.average_exact, l.run), (Some(Ratio::whole(10)), Some(Run { side: Side::Above, months: 3 })));
    counts[9] = 10;
    (counts[0], counts[10]) = (14, 10);
    assert_eq!(
        latest(&counts).run,
        Some(Run { side: Side::Above, months: 1 }),
        "a month that equals it breaks the run"
    );
}

#[test]
fn a_sum_of_series_covers_the_months_that_all_cover() {
    let (a, b) = (series(&[1, 2, 3]), Series::new(month("2013-09"), vec![None, Some(5)]));
    let sum = Series::sum(month("2013-09"), [&a, &b].into_iter());
    let months: Vec<(Month, Option<i64>)> = sum.history().iter().map(|m| (m.month, m.count)).collect();
    assert_eq!(months, [(month("2013-08"), None), (month("2013-09"), Some(8))]);
    assert_eq!(Series::sum(month("2013-09"), [].into_iter()).history().len(), 0);
}

/// The definitions once more, as plainly as they can be written.
mod plainly {
    pub(super) fn since(counts: &[Option<i64>], reached: impl Fn(i64, i64) -> bool) -> Option<(u32, bool)> {
        let (last, earlier) = counts.split_last()?;
        let last = (*last)?;
        for back in 1..=earlier.len() {
            match earlier[earlier.len() - back] {
                None => return None,
                Some(count) if reached(count, last) => return Some((back as u32, true)),
                Some(_) => {}
            }
        }
        Some((earlier.len() as u32 + 1, false))
    }

    pub(super) fn ranks(counts: &[Option<i64>]) -> Option<(u32, u32)> {
        let start = counts.len().checked_sub(24)?;
        let mut known: Vec<i64> = counts[start..].iter().copied().collect::<Option<_>>()?;
        let last = known[23];
        known.sort_unstable();
        let from_bottom = known.iter().position(|c| *c == last)? as u32 + 1;
        let from_top = known.iter().rev().position(|c| *c == last)? as u32 + 1;
        Some((from_top, from_bottom))
    }

    /// Positive above the average, negative below, in months.
    pub(super) fn run(counts: &[Option<i64>]) -> Option<i64> {
        let start = counts.len().checked_sub(12)?;
        let year: Vec<i64> = counts[start..].iter().copied().collect::<Option<_>>()?;
        let sum: i64 = year.iter().sum();
        let mut length = 0_i64;
        for count in counts.iter().rev() {
            let side = count.map_or(0, |c| (12 * c - sum).signum());
            if side == 0 || (length != 0 && length.signum() != side) {
                break;
            }
            length += side;
        }
        Some(length)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_figure_is_what_its_definition_says(
        counts in prop::collection::vec(prop_oneof![20 => (0_i64..12).prop_map(Some), 1 => Just(None)], 0..40)
    ) {
        let series = Series::new(month("2013-09"), counts.clone());
        let Some(latest) = series.latest(Vec::new(), Vec::new()) else {
            prop_assert!(counts.last().copied().flatten().is_none());
            return Ok(());
        };
        let (high, low) = (plainly::since(&counts, |c, m| c >= m), plainly::since(&counts, |c, m| c <= m));
        prop_assert_eq!(latest.months_since_high, high.map(|h| h.0));
        prop_assert_eq!(latest.highest_since.is_some(), high.is_some_and(|h| h.1));
        prop_assert_eq!(latest.months_since_low, low.map(|l| l.0));
        prop_assert_eq!(latest.lowest_since.is_some(), low.is_some_and(|l| l.1));
        if let Some(since) = latest.highest_since {
            prop_assert_eq!(latest.month.since(since) as u32, latest.months_since_high.unwrap());
        }
        prop_assert_eq!(latest.rank_high.zip(latest.rank_low), plainly::ranks(&counts));
        let run = latest.run.map(|r| match r.side {
            Side::Above => i64::from(r.months),
            Side::Below => -i64::from(r.months),
            Side::Level => 0,
        });
        prop_assert_eq!(run, plainly::run(&counts));
        // Twelve averages are the rolling total.
        let twelve = latest.average_exact.and_then(|a| a.times(Ratio::whole(12)));
        prop_assert_eq!(twelve, series.total(0, 12).map(Ratio::whole));
    }
}
