//! What is worth saying of the latest month, by what is expected of it.
//!
//! The total is always told. A category is where it is out of the ordinary, or where it and the months before it have
//! been on one side of expected for long; whatever is told of may be the highest or lowest for a year besides.

use super::{Choices, Subject, distance, since};
use crate::analysis::exceptions;
use crate::analysis::facts::{LatestMention, Run, Side};
use crate::board::Narrative;
use crate::number::Ratio;

impl<'a> Choices<'a> {
    /// Chooses what to say of the latest month: always of the total, then of the categories that are farthest from what was
    /// expected of the quarter, at most `mentions_max`.
    pub(crate) fn latest_mentions(&self) -> Vec<LatestMention> {
        let mention = |subject: &Subject<'a>| self.latest_mention(*subject);
        let worth = |m: &LatestMention| m.out.is_some() || m.run.is_some();
        let found = self.categories.iter().filter_map(|c| Some((excess(c), mention(c).filter(worth)?)));
        let mut found: Vec<(f64, LatestMention)> = found.collect();
        found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let categories = found.into_iter().take(self.narrative.mentions_max).map(|(_, mention)| mention);
        mention(&self.total).into_iter().chain(categories).collect()
    }

    fn latest_mention(&self, told: Subject<'a>) -> Option<LatestMention> {
        let latest = told.facts.latest.as_ref()?;
        let average = latest.average_exact;
        let usual = told.facts.usual.as_ref();
        let extreme = self.narrative.extreme_months;
        Some(LatestMention {
            name: told.facts.name.clone(),
            total: told.total,
            count: latest.count,
            average12: latest.average12,
            side: average.map(|a| Side::of(Ratio::whole(latest.count), a)),
            close: average.is_some_and(|a| distance(latest.count, a).is_some_and(|d| d <= self.narrative.close)),
            out: usual.and_then(exceptions::farthest).and_then(|(_, judgement)| judgement.verdict.out()),
            run: run(told, self.narrative),
            extreme: since(latest, true, extreme).or_else(|| since(latest, false, extreme)),
        })
    }
}

/// Gives how far the quarter's counts are from expected, as far as they are known.
fn excess(told: &Subject) -> f64 {
    let months = told.facts.usual.iter().flat_map(|u| &u.months);
    months.map(|m| m.judgement.excess()).sum::<f64>().abs()
}

/// Counts the months ending with M that lie on M's side of what is expected of them, where that is enough of both.
fn run(told: Subject, narrative: &Narrative) -> Option<Run> {
    let least = narrative.run_expected.to_f64();
    let (mut side, mut months) = (Side::Level, 0);
    for (ago, usual) in told.facts.usual.as_ref()?.band.iter().rev().enumerate() {
        let Some(count) = told.series.count(ago) else { break };
        let found = match (count as f64).total_cmp(&usual.expected) {
            std::cmp::Ordering::Greater => Side::Above,
            std::cmp::Ordering::Less => Side::Below,
            std::cmp::Ordering::Equal => break,
        };
        let follows = usual.month == told.facts.latest.as_ref()?.month.plus(-(ago as i32));
        if usual.expected < least || (months > 0 && found != side) || !follows {
            break;
        }
        (side, months) = (found, months + 1);
    }
    (months >= narrative.run_months).then_some(Run { side, months })
}

#[cfg(test)]
mod tests;
