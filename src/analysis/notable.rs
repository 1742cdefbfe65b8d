//! What is worth saying of a measure: movers, mentions and signals.
//!
//! *In:* the figures of one measure in one area, and the thresholds of `[narrative]` in `board.toml`. *Out:* choices
//! among those figures, never a figure of its own, so text and table cannot disagree. *Invariants:* increases and
//! decreases, highs and lows, are chosen by the same rules; nothing is chosen at random, and what is equal keeps the
//! board's order. *It must not know* how anything is worded.

mod latest;

use std::cmp::Reverse;

use crate::board::Narrative;
use crate::number::Ratio;

use super::facts::{
    Comparison, Latest, Mention, Mover, Movers, Run, SeriesFacts, Side, Signal, SignalFacts, Statement,
};
use super::series::{Series, YEAR};

/// One measure in one area, ready to choose from.
pub(crate) struct Choices<'a> {
    narrative: &'a Narrative,
    total: Subject<'a>,
    /// Empty where the measure has one category only: it is told by its total.
    categories: Vec<Subject<'a>>,
}

/// A series with its figures.
#[derive(Clone, Copy)]
struct Subject<'a> {
    facts: &'a SeriesFacts,
    series: &'a Series,
    total: bool,
}

impl<'a> Choices<'a> {
    /// Takes the total's figures and the categories', each with the series it was worked out from.
    pub(crate) fn of(
        narrative: &'a Narrative,
        total: (&'a SeriesFacts, &'a Series),
        facts: &'a [SeriesFacts],
        series: &'a [Series],
    ) -> Self {
        let told = |(facts, series)| Subject { facts, series, total: false };
        let categories = if facts.len() > 1 { facts.iter().zip(series).map(told).collect() } else { Vec::new() };
        Choices { narrative, total: Subject { facts: total.0, series: total.1, total: true }, categories }
    }

    /// Chooses the categories that moved most in one comparison, increases and decreases apart.
    ///
    /// At most `movers_max` of each, those at least `movers_share` of the largest on their side and at least
    /// `movers_floor` (`movers_floor_small` where the 12 months ending with M come to less than `small_total`). None
    /// where one category's comparison does not exist: the largest may be that one. Where a count of it is not available,
    /// the others are told without it.
    pub(crate) fn movers(&self, comparison: impl Fn(&SeriesFacts) -> Option<&Comparison>) -> Movers {
        let compare = |c: &Subject<'a>| Some((c.facts.name.as_str(), comparison(c.facts)?));
        let Some(all) = self.categories.iter().map(compare).collect::<Option<Vec<_>>>() else {
            return Movers::default();
        };
        let all: Vec<_> = all.into_iter().filter(|(_, c)| !c.incomplete).collect();
        let small = self.total.series.volume(0, YEAR).is_some_and(|v| v.sum < i64::from(self.narrative.small_total));
        let floor = if small { self.narrative.movers_floor_small } else { self.narrative.movers_floor };
        let side = |sign: i64| {
            let mut moved: Vec<_> = all.iter().filter(|(_, c)| c.change.0.signum() == sign).collect();
            moved.sort_by_key(|(_, c)| Reverse(c.change.0.abs()));
            let largest = Ratio::whole(moved.first().map_or(0, |(_, c)| c.change.0.abs()));
            let least =
                largest.times(self.narrative.movers_percent)?.over(Ratio::whole(100))?.max(Ratio::whole(floor.into()));
            let enough = |c: &Comparison| Ratio::whole(c.change.0.abs()) >= least;
            moved.retain(|(_, c)| enough(c));
            let mover = |(name, c): &(&str, &Comparison)| Mover {
                name: (*name).to_string(),
                change: c.change,
                percent: c.percent,
            };
            Some(moved.into_iter().take(self.narrative.movers_max).map(mover).collect())
        };
        side(1).zip(side(-1)).map(|(up, down)| Movers { up, down }).unwrap_or_default()
    }

    /// Chooses what to say of the latest month: always of the total, then of the categories most worth it.
    ///
    /// A category is worth mentioning where its signal is not `none`, or it is the highest or lowest for
    /// `mentions_months` or more, or among the `mentions_rank` highest or lowest of 24 months, or has been on one side of
    /// the average for `mentions_run` months or more and lies more than `mentions_distance` percent from it. The strongest
    /// of these is said; within `close` percent of the average, a total that is no record is close to it, and so is a
    /// category that is mentioned for its signal alone.
    pub(crate) fn mentions(&self) -> Vec<Mention> {
        let mut found: Vec<(Strength, Mention)> = self.categories.iter().filter_map(|c| self.mention(*c)).collect();
        found.sort_by_key(|(strength, _)| *strength);
        let total = self.mention(self.total).into_iter();
        total.chain(found.into_iter().take(self.narrative.mentions_max)).map(|(_, mention)| mention).collect()
    }

    /// Lists every series whose signal is not `none`, the total first.
    pub(crate) fn signals(&self) -> Vec<SignalFacts> {
        let signal = |told: &Subject<'_>| {
            let latest = told.facts.latest.as_ref().filter(|l| l.signal != Signal::None)?;
            Some(SignalFacts {
                name: told.facts.name.clone(),
                total: told.total,
                count: latest.count,
                signal: latest.signal,
                xmr: latest.xmr.clone()?,
            })
        };
        std::iter::once(&self.total).chain(&self.categories).filter_map(signal).collect()
    }

    /// Says the strongest thing that holds of a series, where it is worth saying anything.
    fn mention(&self, told: Subject<'a>) -> Option<(Strength, Mention)> {
        let latest = told.facts.latest.as_ref()?;
        let (average12, average) = (latest.average12?, latest.average_exact?);
        let distance = distance(latest.count, average)?;
        let extreme = self.extreme(latest, told.series, average);
        let long = |r: &Run| r.side != Side::Level && r.months >= self.narrative.mentions_run;
        let run = latest.run.filter(long);
        let far = distance > self.narrative.mentions_distance;
        let worth = told.total || latest.signal != Signal::None || extreme.is_some() || run.is_some() && far;
        let side = Side::of(Ratio::whole(latest.count), average);
        let close = distance <= self.narrative.close;
        let statement = match (extreme, run) {
            (Some(record @ Statement::Record { .. }), _) => record,
            // A usual total is just that, even where the months before happen to have been busier or quieter.
            (Some(extreme), _) if !(told.total && close) => extreme,
            _ if close => Statement::Close { side },
            (_, Some(run)) if told.total || far => Statement::Run { side: run.side, months: run.months },
            _ => Statement::Average { side },
        };
        let mention = Mention {
            name: told.facts.name.clone(),
            total: told.total,
            count: latest.count,
            average12,
            signal: latest.signal,
            statement,
        };
        worth.then(|| (Strength::of(&mention.statement, distance), mention))
    }

    /// Finds in what way M is extreme: on record, then for longest, then by rank.
    ///
    /// A rank counts only where it stays within `mentions_rank` however its ties are broken: where many months share
    /// the lowest count, often 0, being one of them is not worth a word.
    fn extreme(&self, latest: &Latest, series: &Series, average: Ratio) -> Option<Statement> {
        let since = |high: bool| since(latest, high, self.narrative.mentions_months);
        let rank = |high: bool| {
            let rank = if high { latest.rank_high? } else { latest.rank_low? };
            let ties = series.ties()?;
            let beyond = if high { Side::Above } else { Side::Below };
            let on_its_side = Side::of(Ratio::whole(latest.count), average) == beyond;
            (rank + ties <= self.narrative.mentions_rank && on_its_side).then_some(Statement::Rank {
                high,
                rank,
                of: super::series::TWO_YEARS as u32,
                ties,
            })
        };
        since(true).or_else(|| since(false)).or_else(|| rank(true)).or_else(|| rank(false))
    }
}

/// Says that M is the highest, or the lowest, for at least so many months, where it is.
fn since(latest: &Latest, high: bool, least: u32) -> Option<Statement> {
    let (month, months) = match high {
        true => (latest.highest_since, latest.months_since_high?),
        false => (latest.lowest_since, latest.months_since_low?),
    };
    let on_record = latest.month.since(latest.on_record_since) as u32 + 1;
    (months >= least).then_some(match month {
        None => Statement::Record { high, since: latest.on_record_since, months: on_record },
        Some(since) => Statement::Since { high, since, months },
    })
}

/// How far a count lies from an average, in percent of it; 0 where the average is 0, for then the count is too.
fn distance(count: i64, average: Ratio) -> Option<Ratio> {
    if average == Ratio::whole(0) {
        return Some(average);
    }
    Ratio::whole(count).minus(average)?.abs().times(Ratio::whole(100))?.over(average)
}

/// The order of statements, the strongest least: by kind, then the longer or more extreme, then the farther from average.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Strength(u32, Reverse<u32>, Reverse<Ratio>);

impl Strength {
    fn of(statement: &Statement, distance: Ratio) -> Self {
        let (kind, degree) = match statement {
            Statement::Record { months, .. } => (0, *months),
            Statement::Since { months, .. } => (1, *months),
            Statement::Rank { rank, ties, .. } => (2, u32::MAX - rank - ties),
            Statement::Run { months, .. } => (3, *months),
            Statement::Average { .. } | Statement::Close { .. } => (4, 0),
        };
        Strength(kind, Reverse(degree), Reverse(distance))
    }
}

#[cfg(test)]
mod tests;
