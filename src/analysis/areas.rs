//! Areas and groups: whose counts are added up, and where each figure came from.
//!
//! *In:* the returns of the partnerships. *Out:* [`AreaFacts`] in the board's order, groups last. *Invariants:* a group's
//! month exists only where every member has it, so no group is ever the sum of those that happen to have returned; every
//! figure names the cells it was added up from.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::board::{Board, Group, Measure, Narrative};
use crate::number::Ratio;
use crate::problem::Place;
use crate::quarter::{Month, Quarter};
use crate::returns::{Counts, Return};

use super::facts::{Affected, AreaFacts, Comparison, Kind, MeasureFacts, Revision, SeriesFacts};
use super::notable;
use super::series::{self, QUARTER, Series, TWO_YEARS, YEAR};

/// Describes every area, then every group. `returns` has one entry an area of the board.
pub(crate) fn describe(
    board: &Board,
    quarter: Quarter,
    returns: &[Option<&Return>],
    revisions: &[Revision],
) -> Vec<AreaFacts> {
    let tallies: Vec<Vec<Tally>> = returns.iter().map(|r| Tally::of_return(board, quarter, *r)).collect();
    let areas = board.areas.iter().enumerate().map(|(at, area)| {
        let scope = Scope {
            name: &area.name,
            title: &area.name,
            short: &area.short,
            kind: Kind::Area,
            members: vec![at],
            population: area.population,
        };
        scope.facts(board, quarter, returns, tallies[at].clone(), revisions)
    });
    let groups = board.groups.iter().map(|group| {
        let members = || group.members.iter().filter_map(|m| tallies.get(*m));
        let scope = Scope {
            name: &group.name,
            title: &group.title,
            short: &group.name,
            kind: Kind::Group,
            members: group.members.clone(),
            population: residents(board, group),
        };
        let sums = (0..board.measures.len()).map(|m| Tally::sum(quarter, members().map(|t| &t[m]))).collect();
        scope.facts(board, quarter, returns, sums, revisions)
    });
    areas.chain(groups).collect()
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
            Tally {
                reported: source.is_some(),
                categories: (0..measure.categories.len()).map(series).collect(),
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
        Tally {
            reported: members.clone().all(|m| m.reported),
            categories: (0..categories).map(sum).collect(),
            sources: members.clone().flat_map(|m| m.sources.iter().copied()).collect(),
        }
    }

    /// Gives the cells of some categories from one month to another.
    fn places(&self, categories: &Range<usize>, from: Month, to: Month) -> Vec<Place> {
        self.sources.iter().flat_map(|s| s.places(categories.clone(), from, to)).collect()
    }
}

impl Source<'_> {
    /// Gives a category's counts from the sheet's first month to `last`.
    fn row(&self, category: usize, last: Month) -> Vec<Option<i64>> {
        let first = self.counts.first;
        let count = |i| self.counts.get(category, first.plus(i)).map(|c| i64::from(c.0));
        (0..=last.since(first)).map(count).collect()
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
    fn facts(
        &self,
        board: &Board,
        quarter: Quarter,
        returns: &[Option<&Return>],
        tallies: Vec<Tally>,
        revisions: &[Revision],
    ) -> AreaFacts {
        let named = |m: &usize| board.areas.get(*m).map(|a| a.name.clone());
        let returned = |m: &usize| returns.get(*m).copied().flatten();
        let members: Vec<String> = self.members.iter().filter_map(named).collect();
        let measures = board.measures.iter().zip(tallies).map(|(measure, tally)| {
            let revised =
                |r: &&Revision| members.contains(&r.area) && r.measure == measure.name && r.affects != Affected::None;
            let names: BTreeSet<&str> = revisions.iter().filter(revised).map(|r| r.category.as_str()).collect();
            let window = Window {
                quarter,
                population: self.population,
                revised: measure.categories.iter().map(|c| names.contains(c.as_str())).collect(),
            };
            window.measure(measure, &tally, &board.narrative)
        });
        AreaFacts {
            name: self.name.into(),
            title: self.title.into(),
            short: self.short.into(),
            kind: self.kind,
            population: self.population,
            measures: measures.collect(),
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
}

impl Window {
    fn measure(&self, measure: &Measure, tally: &Tally, narrative: &Narrative) -> MeasureFacts {
        let sum = Series::sum(self.quarter.last_month(), tally.categories.iter());
        let change = sum.against_year_before(YEAR).map(|(current, previous)| current - previous);
        let total = self.series(&measure.total, &sum, tally, 0..tally.categories.len(), change);
        let category =
            |((at, name), series): ((usize, &String), &Series)| self.series(name, series, tally, at..at + 1, change);
        let categories: Vec<SeriesFacts> =
            measure.categories.iter().enumerate().zip(&tally.categories).map(category).collect();
        let choices = notable::Choices::of(narrative, (&total, &sum), &categories, &tally.categories);
        MeasureFacts {
            name: measure.name.clone(),
            noun: measure.noun.clone(),
            reported: tally.reported,
            movers_rolling12: choices.movers(|s| s.rolling12.as_ref()),
            movers_year_to_date: choices.movers(|s| s.year_to_date.as_ref()),
            mentions: choices.mentions(),
            signals: choices.signals(),
            total,
            categories,
        }
    }

    fn series(
        &self,
        name: &str,
        series: &Series,
        tally: &Tally,
        categories: Range<usize>,
        total_change: Option<i64>,
    ) -> SeriesFacts {
        let last = self.quarter.last_month();
        let so_far = last.since(self.quarter.year_start()) as usize + 1;
        let cells = |ago: usize, len: usize| {
            tally.places(&categories, last.plus(1 - (ago + len) as i32), last.plus(-(ago as i32)))
        };
        let rolling12 = series.against_year_before(YEAR).map(|sums| Comparison::new(sums, cells(0, TWO_YEARS)));
        let (then, before) = (series.total(QUARTER, YEAR), series.total(QUARTER + YEAR, YEAR));
        let rolling12_last_quarter = then.zip(before).map(|sums| Comparison::new(sums, cells(QUARTER, TWO_YEARS)));
        let year_to_date = series.against_year_before(so_far).map(|sums| {
            let from = cells(0, so_far).into_iter().chain(cells(YEAR, so_far)).collect();
            Comparison::new(sums, from)
        });
        let rate = series.total(0, YEAR).zip(self.population).and_then(|(current, residents)| {
            Ratio::new(1000 * i128::from(current), residents.into()).map(|r| r.round(1))
        });
        let change = rolling12.as_ref().map(|r| r.change.0);
        let months = series.history();
        SeriesFacts {
            name: name.into(),
            rate,
            share_of_change: change.zip(total_change).and_then(|(part, whole)| series::percent(part, whole)),
            latest: series.latest(cells(0, 1), cells(0, months.len())),
            revised: self.revised[categories.clone()].contains(&true),
            history: months,
            rolling12,
            rolling12_last_quarter,
            year_to_date,
        }
    }
}
