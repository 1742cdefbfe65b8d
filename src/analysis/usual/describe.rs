//! From counts to facts: what is usual of one category, or a total, in all areas and groups.

use super::{Counts, Outlook, Range, outlooks};
use crate::analysis::facts::{BandMonth, MonthJudgement, Side, Usual};
use crate::analysis::series::QUARTER;
use crate::board::LeastExpected;
use crate::quarter::Month;

/// What is known beforehand of one series.
#[derive(Clone, Debug)]
pub(crate) struct Beforehand {
    /// How much more than by pure chance its counts scatter: φ.
    pub(crate) dispersion: f64,
    /// Its usual range.
    pub(crate) usual: Option<Usual>,
}

/// Works out what is usual of the quarter that ends with `last`: of each area's counts, then of each group's.
pub(crate) fn describe(last: Month, areas: Vec<Counts>, groups: Vec<Counts>, least: LeastExpected) -> Vec<Beforehand> {
    let a_quarter_ago = |counts: &[Counts]| -> Vec<Counts> {
        counts.iter().map(|c| c[..c.len().saturating_sub(QUARTER)].to_vec()).collect()
    };
    let then = outlooks(&a_quarter_ago(&areas), &a_quarter_ago(&groups), least);
    let now = outlooks(&areas, &groups, least);
    now.into_iter()
        .zip(then)
        .map(|(now, then)| Beforehand {
            dispersion: now.dispersion,
            usual: now.range.map(|range| usual(last, range, &then)),
        })
        .collect()
}

fn usual(last: Month, range: Range, then: &Outlook) -> Usual {
    let month = |ago: usize| last.plus(-(ago as i32));
    let judged =
        range.months.iter().enumerate().filter_map(|(i, judgement)| {
            Some(MonthJudgement { month: month(QUARTER - 1 - i), judgement: (*judgement)? })
        });
    let months_of_band = range.band.len();
    let band = range.band.iter().enumerate().filter_map(|(i, usual)| {
        let [expected, lower, upper] = (*usual)?;
        Some(BandMonth { month: month(months_of_band - 1 - i), expected, lower, upper })
    });
    let mut usual = Usual {
        months: judged.collect(),
        quarter: range.quarter,
        again: None,
        band: band.collect(),
        steps: range.steps,
    };
    usual.again = then.range.as_ref().and_then(|then| again(&usual, then));
    usual
}

/// Says whether a series that is out of the ordinary was so on the same side a quarter ago, too; `None` where nothing of it
/// could be judged then.
fn again(now: &Usual, then: &Range) -> Option<bool> {
    let all = || then.months.iter().flatten().chain(&then.quarter).map(|j| j.verdict);
    let was_out = |side| all().any(|v| v.out() == Some(side));
    let both = |side| now.is_out(side) && was_out(side);
    all().any(|v| v.is_judged()).then(|| both(Side::Above) || both(Side::Below))
}
