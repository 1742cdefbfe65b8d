//! Areas and groups: whose counts are added up, and where each figure came from.
//!
//! *In:* the returns of the partnerships. *Out:* [`AreaFacts`] in the board's order, groups last. *Invariants:* a group's
//! month exists only where every member has it, so no group is ever the sum of those that happen to have returned; every
//! figure names the cells it was added up from.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::board::{Board, Group, Measure, Narrative};
use crate::number::{Decimal, Ratio};
use crate::problem::Place;
use crate::quarter::{Month, Quarter};
use crate::returns::{Counts, Gap, Return};

use super::drivers::{self, share};
use super::facts::{
    Affected, AreaFacts, Comparison, Drivers, GapFacts, Kind, MeasureFacts, QuarterComparison, Revision, SeriesFacts,
};
use super::notable;
use super::series::{Cell, QUARTER, Series, TWO_YEARS, YEAR};
use super::usual::{self, Beforehand};

/// Describes every area, then every group. `returns` has one entry an area of the board.
pub(crate) fn describe(
    board: &Board,
    quarter: Quarter,
    returns: &[Option<&Return>],
    revisions: &[Revision],
) -> Vec<AreaFacts> {
    let tallies: Vec<Vec<Tally>> = returns.iter().map(|r| Tally::of_return(board, quarter, *r)).collect();
    let sums = board.groups.iter().map(|group| -> Vec<Tally> {
        let members = || group.members.iter().filter_map(|m| tallies.get(*m));
        (0..board.measures.len()).map(|m| Tally::sum(quarter, members().map(|t| &t[m]))).collect()
    });
    let sums: Vec<Vec<Tally>> = sums.collect();
    let beforehand = beforehand(board, quarter, &tallies, &sums);
    let areas = board.areas.iter().enumerate().map(|(at, area)| Scope {
        name: &area.name,
        title: &area.name,
        short: &area.short,
        kind: Kind::Area,
        members: vec![at],
        population: area.population,
    });
    let groups = board.groups.iter().map(|group| Scope {
        name: &group.name,
        title: &group.title,
        short: &group.name,
        kind: Kind::Group,
        members: group.members.clone(),
        population: residents(board, group),
    });
    let scopes = areas.chain(groups).zip(tallies.iter().chain(&sums)).zip(beforehand);
    let facts = |((scope, tallies), before): ((Scope, &Vec<Tally>), Vec<Vec<Beforehand>>)| {
        scope.facts(board, quarter, returns, tallies.iter().zip(before), revisions)
    };
    let mut described: Vec<AreaFacts> = scopes.map(facts).collect();
    drivers::add(&mut described);
    described
}

/// Works out what is known beforehand of every series: by area, then group; by measure; the total's, then each category's.
fn beforehand(
    board: &Board,
    quarter: Quarter,
    areas: &[Vec<Tally>],
    groups: &[Vec<Tally>],
) -> Vec<Vec<Vec<Beforehand>>> {
    let mut found = vec![vec![Vec::new(); board.measures.len()]; areas.len() + groups.len()];
    for (m, measure) in board.measures.iter().enumerate() {
        for line in 0..=measure.categories.len() {
            let counts = |of: &[Vec<Tally>]| of.iter().map(|tallies| tallies[m].line(line).counts()).collect();
            let described = usual::describe(quarter.last_month(), counts(areas), counts(groups), board.least_expected);
            found.iter_mut().zip(described).for_each(|(scope, before)| scope[m].push(before));
        }
    }
    found
}

/// Adds up a group's residents; `None` where one member's are not known.
fn residents(board: &Board, group: &Group) -> Option<u32> {
    let each = group.members.iter().map(|m| board.areas.get(*m)?.population.map(u64::from));
    u32::try_from(each.sum::<Option<u64>>()?).ok()
}

/// The counts of one measure in one area or group: one series a category.
#[derive(Clone)]
struct Tally<'a> {
    /// Whether every return in it has the measure's sheet.
    reported: bool,
    total: Series,
    categories: Vec<Series>,
    sources: Vec<Source<'a>>,
}

/// The sheet that counts came from.
#[derive(Clone, Copy)]
struct Source<'a> {
    workbook: &'a str,
    counts: &'a Counts,
}

impl<'a> Tally<'a> {
    /// Takes the counts of every measure from a return; nothing where it is missing or lacks the sheet.
    fn of_return(board: &Board, quarter: Quarter, from: Option<&'a Return>) -> Vec<Self> {
        let last = quarter.last_month();
        let tally = |(at, measure): (usize, &Measure)| {
            let source =
                from.and_then(|r| Some(Source { workbook: &r.workbook, counts: r.measures.get(at)?.as_ref()? }));
            let series = |category| Series::new(last, source.map_or_else(Vec::new, |s| s.row(category, last)));
            let categories: Vec<Series> = (0..measure.categories.len()).map(series).collect();
            Tally {
                reported: source.is_some(),
                total: Series::sum(last, categories.iter()),
                categories,
                sources: source.into_iter().collect(),
            }
        };
        board.measures.iter().enumerate().map(tally).collect()
    }

    /// Adds the members of a group.
    fn sum<'b>(quarter: Quarter, members: impl Iterator<Item = &'b Tally<'a>> + Clone) -> Self
    where
        'a: 'b,
    {
        let categories = members.clone().map(|m| m.categories.len()).min().unwrap_or(0);
        let sum = |c: usize| Series::sum(quarter.last_month(), members.clone().map(move |m| &m.categories[c]));
        let categories: Vec<Series> = (0..categories).map(sum).collect();
        Tally {
            reported: members.clone().all(|m| m.reported),
            total: Series::sum(quarter.last_month(), categories.iter()),
            categories,
            sources: members.clone().flat_map(|m| m.sources.iter().copied()).collect(),
        }
    }

    /// Gives the total for line 0, a category for each line after that.
    fn line(&self, line: usize) -> &Series {
        line.checked_sub(1).map_or(&self.total, |category| &self.categories[category])
    }

    /// Gives the counts of some categories that are not available, up to a month.
    fn gaps(&self, categories: &Range<usize>, last: Month) -> Vec<GapFacts> {
        let gap = |source: &Source, gap: &Gap| {
            let told = categories.contains(&gap.category) && gap.month <= last;
            let cell = source.counts.place(source.workbook, gap.category, gap.month, gap.month)?;
            told.then(|| GapFacts { month: gap.month, cell, reason: gap.reason.clone() })
        };
        self.sources.iter().flat_map(|s| s.counts.gaps.iter().filter_map(move |g| gap(s, g))).collect()
    }

    /// Gives the cells of some categories from one month to another.
    fn places(&self, categories: &Range<usize>, from: Month, to: Month) -> Vec<Place> {
        self.sources.iter().flat_map(|s| s.places(categories.clone(), from, to)).collect()
    }
}

impl Source<'_> {
    /// Gives a category's counts from the sheet's first month to `last`.
    fn row(&self, category: usize, last: Month) -> Vec<Cell> {
        let first = self.counts.first;
        let not_available = |month| self.counts.gaps.iter().any(|g| (g.category, g.month) == (category, month));
        let cell = |month| match self.counts.get(category, month) {
            Some(count) => Cell::Known(count.0.into()),
            None if not_available(month) => Cell::Gap,
            None => Cell::Missing,
        };
        (0..=last.since(first)).map(|i| cell(first.plus(i))).collect()
    }

    /// Gives the cells of some categories, rows that lie below each other as one range.
    fn places(&self, categories: Range<usize>, from: Month, to: Month) -> Vec<Place> {
        let mut rows: Vec<Place> = categories.filter_map(|c| self.counts.place(self.workbook, c, from, to)).collect();
        rows.sort_unstable();
        let mut blocks: Vec<Place> = Vec::new();
        for row in rows {
            match (blocks.last_mut(), &row) {
                (Some(Place::Cells { last: end, .. }), Place::Cells { first, last, .. })
                    if first.row == end.row + 1 && last.column == end.column =>
                {
                    *end = *last;
                }
                _ => blocks.push(row),
            }
        }
        blocks
    }
}

/// An area or a group, as the board names it.
struct Scope<'a> {
    name: &'a str,
    title: &'a str,
    short: &'a str,
    kind: Kind,
    members: Vec<usize>,
    population: Option<u32>,
}

impl Scope<'_> {
    fn facts<'a>(
        &self,
        board: &Board,
        quarter: Quarter,
        returns: &[Option<&Return>],
        tallies: impl Iterator<Item = (&'a Tally<'a>, Vec<Beforehand>)>,
        revisions: &[Revision],
    ) -> AreaFacts {
        let named = |m: &usize| board.areas.get(*m).map(|a| a.name.clone());
        let returned = |m: &usize| returns.get(*m).copied().flatten();
        let members: Vec<String> = self.members.iter().filter_map(named).collect();
        let measures = board.measures.iter().zip(tallies).map(|(measure, (tally, beforehand))| {
            let revised =
                |r: &&Revision| members.contains(&r.area) && r.measure == measure.name && r.affects != Affected::None;
            let names: BTreeSet<&str> = revisions.iter().filter(revised).map(|r| r.category.as_str()).collect();
            let window = Window {
                quarter,
                population: self.population,
                revised: measure.categories.iter().map(|c| names.contains(c.as_str())).collect(),
                beforehand,
            };
            window.measure(measure, tally, &board.narrative)
        });
        AreaFacts {
            name: self.name.into(),
            title: self.title.into(),
            short: self.short.into(),
            kind: self.kind,
            population: self.population,
            measures: measures.collect(),
            drivers: Drivers::default(),
            missing: self.members.iter().filter(|m| returned(m).is_none()).filter_map(named).collect(),
            provisional: self.members.iter().filter_map(returned).any(|r| r.provisional),
            members: if self.kind == Kind::Group { members } else { Vec::new() },
        }
    }
}

/// What the figures of one measure in one area are worked out with.
struct Window {
    quarter: Quarter,
    population: Option<u32>,
    /// One entry a category: whether a count in its comparisons was revised.
    revised: Vec<bool>,
    /// What is known beforehand of the total, then of each category.
    beforehand: Vec<Beforehand>,
}

impl Window {
    fn measure(&self, measure: &Measure, tally: &Tally, narrative: &Narrative) -> MeasureFacts {
        let total = self.series(&measure.total, tally, 0, None);
        let category = |(at, name): (usize, &String)| self.series(name, tally, at + 1, Some(&total));
        let categories: Vec<SeriesFacts> = measure.categories.iter().enumerate().map(category).collect();
        let choices = notable::Choices::of(narrative, (&total, &tally.total), &categories, &tally.categories);
        MeasureFacts {
            name: measure.name.clone(),
            noun: measure.noun.clone(),
            reported: tally.reported,
            movers_rolling12: choices.movers(|s| s.rolling12.as_ref()),
            movers_year_to_date: choices.movers(|s| s.year_to_date.as_ref()),
            mentions: choices.mentions(),
            latest_mentions: choices.latest_mentions(),
            signals: choices.signals(),
            member_shares: Vec::new(),
            total,
            categories,
        }
    }

    /// Describes the total (line 0) or a category; `total` is the whole that its changes are shares of, `None` for itself.
    fn series(&self, name: &str, tally: &Tally, line: usize, total: Option<&SeriesFacts>) -> SeriesFacts {
        let series = tally.line(line);
        let categories = if line == 0 { 0..tally.categories.len() } else { line - 1..line };
        let Beforehand { dispersion, usual } = &self.beforehand[line];
        let last = self.quarter.last_month();
        let so_far = last.since(self.quarter.year_start()) as usize + 1;
        let cells = |ago: usize, len: usize| {
            tally.places(&categories, last.plus(1 - (ago + len) as i32), last.plus(-(ago as i32)))
        };
        let compare = |ago: usize, len: usize| {
            // Two years that touch are one range of cells.
            let from = || match len {
                YEAR => cells(ago, TWO_YEARS),
                _ => cells(ago, len).into_iter().chain(cells(ago + YEAR, len)).collect(),
            };
            Some(Comparison::new(series.against_year_before(ago, len)?, *dispersion, from()))
        };
        let quarters = std::iter::successors(Some(self.quarter), |q| Some(q.previous())).take(4);
        let quarters = quarters.enumerate().map(|(back, quarter)| QuarterComparison {
            label: quarter.to_string(),
            comparison: compare(back * QUARTER, QUARTER),
        });
        let rate = series.volume(0, YEAR).zip(self.population).and_then(|(volume, residents)| {
            Ratio::new(1000 * i128::from(volume.sum), residents.into()).map(|r| r.round(1))
        });
        let months = series.history();
        let described = SeriesFacts {
            name: name.into(),
            rate,
            latest: series.latest(cells(0, 1), cells(0, months.len())),
            revised: self.revised[categories.clone()].contains(&true),
            gaps: tally.gaps(&categories, last),
            usual: usual.clone(),
            dispersion: *dispersion,
            rolling: series.rolling(),
            quarters: quarters.collect(),
            history: months,
            rolling12: compare(0, YEAR),
            rolling12_last_quarter: compare(QUARTER, YEAR),
            year_to_date: compare(0, so_far),
            ..SeriesFacts::default()
        };
        let whole = total.unwrap_or(&described);
        SeriesFacts {
            share_of_change: shares(&described, whole, |s| s.rolling12.as_ref()),
            share_of_change_year_to_date: shares(&described, whole, |s| s.year_to_date.as_ref()),
            ..described
        }
    }
}

/// Gives a series' share of the whole's change in one comparison.
fn shares(
    part: &SeriesFacts,
    whole: &SeriesFacts,
    pick: impl Fn(&SeriesFacts) -> Option<&Comparison>,
) -> Option<Decimal> {
    share(pick(part)?, pick(whole)?)
}
