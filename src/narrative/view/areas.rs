//! The figures of an area or group, and what is out of the ordinary in it.

use super::charts::{self, Chart, Charts, Named, Spread};
use super::indicators::IndicatorView;
use super::local::{ProgressView, RankView};
use super::measures::{ComparisonView, MeasureView, SeriesView, comparison, measure, nothing};
use crate::analysis::{self, Affected, AreaFacts, Facts, Kind};
use crate::board::Board;
use crate::text;

view! {
    /// An area or a group in brief: its totals.
    pub(crate) struct AreaSummary {
        /// Its name in the facts, as `board-papers facts --figure` takes it.
        path: String,
        /// Its name.
        name: String,
        /// The title over its section.
        title: String,
        /// A name to refer to its section by.
        id: String,
        /// Whether it is a group.
        group: bool,
        /// How many of its members have returned.
        returned: usize,
        /// How many members it has; 1 for an area.
        expected: usize,
        /// Whether a return in it is provisional.
        provisional: bool,
        /// Whether a figure in it was revised since last quarter.
        revised: bool,
        /// Whether a count in its figures is not available.
        incomplete: bool,
        /// The total of the main measure.
        total: SeriesView,
        /// The totals of the other measures.
        others: Vec<SeriesView>,
    }

    /// An area or a group, with its figures.
    pub(crate) struct AreaView {
        /// Its name in the facts, as `board-papers facts --figure` takes it.
        path: String,
        /// Its name.
        name: String,
        /// The title over its section.
        title: String,
        /// The short form for charts.
        short: String,
        /// A name to refer to its section by.
        id: String,
        /// Whether it is a group.
        group: bool,
        /// Residents.
        population: Option<u32>,
        /// The names of a group's members.
        members: Vec<String>,
        /// Those of its members (or itself) that have not returned.
        missing: Vec<String>,
        /// How many of its members have returned.
        returned: usize,
        /// How many members it has; 1 for an area.
        expected: usize,
        /// Whether a return in it is provisional.
        provisional: bool,
        /// Whether a figure in it was revised since last quarter.
        revised: bool,
        /// By how much revisions since last quarter have changed the main measure's rolling 12 months.
        revised_current: i64,
        /// By how much they have changed the 12 months before those.
        revised_previous: i64,
        /// The main measure.
        main: MeasureView,
        /// The other measures.
        others: Vec<MeasureView>,
        /// Percentage change of the main measure by member of a group, as a chart.
        areas_chart: Option<Chart>,
        /// The spread of that chart.
        areas_spread: Spread,
        /// Its place among the areas by rate; of no group.
        rank: Option<RankView>,
        /// Its rows of the indicators; of no group.
        indicators: Vec<IndicatorView>,
        /// What its partnership reports of the actions of the plan, in the plan's order; of no group.
        progress: Vec<ProgressView>,
    }

    /// An area that went the other way than the lead.
    pub(crate) struct AgainstView {
        /// Its name.
        name: String,
        /// The name of its section.
        id: String,
        /// How it changed.
        by: ComparisonView,
    }
}

pub(super) fn area<'a>(facts: &'a AreaFacts, all: &'a Facts, board: &Board, charts: &mut Charts) -> AreaView {
    let group = facts.kind == Kind::Group;
    let revised = all.revisions.iter().any(|r| r.affects != Affected::None && concerns(facts, &r.area));
    let main = &board.main_measure().name;
    let revisions = || all.revisions.iter().filter(|r| r.measure == *main && concerns(facts, &r.area));
    let revision = |sum: Affected| revisions().filter(|r| r.affects == sum).map(|r| r.difference.0).sum();
    let mut measures: Vec<MeasureView> = facts.measures.iter().map(|m| measure(m, facts, charts)).collect();
    let members: Vec<&AreaFacts> =
        facts.members.iter().filter_map(|m| all.areas.iter().find(|a| a.name == *m)).collect();
    let path = |a: &AreaFacts| {
        a.measures.first().map_or_else(String::new, |m| analysis::path(&[&a.name, &m.name, &m.total.name]))
    };
    let bar = |a: &'a AreaFacts, name: &'a str, total: bool| Named {
        name,
        path: path(a),
        figure: a.measures.first().and_then(|m| m.total.rolling12.as_ref()),
        total,
    };
    let bars: Vec<Named> =
        members.iter().map(|a| bar(a, &a.name, false)).chain(group.then(|| bar(facts, &facts.title, true))).collect();
    let totals: Vec<_> = bars
        .iter()
        .filter(|b| !b.total)
        .map(|b| (b.name, b.figure.map(|c| comparison(c, &b.path, "rolling12"))))
        .collect();
    AreaView {
        path: facts.name.clone(),
        name: facts.name.clone(),
        title: facts.title.clone(),
        short: facts.short.clone(),
        id: format!("area-{}", text::slug(&facts.name)),
        group,
        population: facts.population,
        members: facts.members.clone(),
        missing: facts.missing.clone(),
        expected: facts.members.len().max(1),
        returned: facts.members.len().max(1).saturating_sub(facts.missing.len()),
        provisional: facts.provisional,
        revised,
        revised_current: revision(Affected::Current),
        revised_previous: revision(Affected::Previous),
        areas_chart: charts.add(if group && members.len() > 1 { charts::percent_bars(&bars) } else { None }),
        areas_spread: charts::spread(totals.iter().map(|(n, c)| (*n, c.as_ref())), true),
        // A board has at least one measure, and so has each area of its facts.
        main: if measures.is_empty() { nothing(board, &facts.name) } else { measures.remove(0) },
        others: measures,
        rank: None,
        indicators: Vec::new(),
        progress: Vec::new(),
    }
}

/// Makes the brief form of an area.
pub(super) fn summary(area: &AreaView) -> AreaSummary {
    AreaSummary {
        path: area.path.clone(),
        name: area.name.clone(),
        title: area.title.clone(),
        id: area.id.clone(),
        group: area.group,
        returned: area.returned,
        expected: area.expected,
        provisional: area.provisional,
        revised: area.revised,
        incomplete: area.main.total.incomplete || area.others.iter().any(|m| m.total.incomplete),
        total: area.main.total.clone(),
        others: area.others.iter().map(|m| m.total.clone()).collect(),
    }
}

/// Says whether a figure of an area is in another's: its own, or its group's.
fn concerns(facts: &AreaFacts, area: &str) -> bool {
    facts.name == area || facts.members.iter().any(|m| m == area)
}

/// Names the areas whose main total fell over the rolling 12 months although categories of it are unusually high.
pub(super) fn masking<'a>(areas: impl Iterator<Item = &'a AreaView>) -> Vec<String> {
    areas.filter(|a| a.main.masked > 0).map(|a| a.title.clone()).collect()
}

pub(super) fn against(
    lead: Option<&AreaView>,
    areas: &[AreaView],
    of: fn(&AreaView) -> Option<&ComparisonView>,
) -> Vec<AgainstView> {
    let Some(way) = lead.filter(|l| l.group).and_then(of).map(|c| c.change.signum()).filter(|w| *w != 0) else {
        return Vec::new();
    };
    let other = |a: &AreaView| {
        let by = of(a).filter(|c| c.change.signum() == -way)?;
        Some(AgainstView { name: a.name.clone(), id: a.id.clone(), by: by.clone() })
    };
    areas.iter().filter_map(other).collect()
}
