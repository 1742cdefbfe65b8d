//! The figures of an area or group, and what is out of the ordinary in it.

use super::mention::signal_name;
use super::*;
use crate::analysis::{
    AreaFacts, Comparison, Facts, Kind, MeasureFacts, Mover, Movers, SeriesFacts, Signal, SignalFacts,
};
use crate::board::Board;
use crate::narrative::say;
use crate::number::Ratio;

pub(super) fn area(facts: &AreaFacts, all: &Facts, board: &Board) -> AreaView {
    let group = facts.kind == Kind::Group;
    let revised = all.revisions.iter().any(|r| r.affects != "none" && concerns(facts, &r.area));
    let main = &board.main_measure().name;
    let revisions = || all.revisions.iter().filter(|r| r.measure == *main && concerns(facts, &r.area));
    let revision = |sum: &str| revisions().filter(|r| r.affects == sum).map(|r| r.difference.0).sum();
    let mut measures: Vec<MeasureView> = facts.measures.iter().map(|m| measure(m, facts)).collect();
    let members: Vec<&AreaFacts> =
        facts.members.iter().filter_map(|m| all.areas.iter().find(|a| a.name == *m)).collect();
    let total = |a: &&AreaFacts| a.measures.first().and_then(|m| m.total.rolling12.clone());
    let own = group.then_some(facts).into_iter();
    let bars: Vec<(&str, Option<Comparison>, bool)> = members
        .iter()
        .map(|a| (a.name.as_str(), total(a), false))
        .chain(own.map(|a| (a.title.as_str(), total(&a), true)))
        .collect();
    let values = || members.iter().map(|a| (a.name.as_str(), total(a).map(|c| comparison(&c))));
    let spread_values: Vec<_> = values().collect();
    AreaView {
        name: facts.name.clone(),
        title: facts.title.clone(),
        short: facts.short.clone(),
        id: format!("area-{}", say::slug(&facts.name)),
        group,
        population: facts.population,
        members: facts.members.clone(),
        missing: facts.missing.clone(),
        expected: facts.members.len().max(1),
        returned: facts.members.len().max(1).saturating_sub(facts.missing.len()),
        provisional: facts.provisional,
        revised,
        revised_current: revision("current"),
        revised_previous: revision("previous"),
        areas_chart: if group && members.len() > 1 { charts::percent_bars(&bars) } else { None },
        areas_spread: charts::spread(spread_values.iter().map(|(n, c)| (*n, c.as_ref())), true),
        // A board has at least one measure, and so has each area of its facts.
        main: if measures.is_empty() { nothing(board) } else { measures.remove(0) },
        others: measures,
    }
}

/// Makes the brief form of an area.
pub(super) fn summary(area: &AreaView) -> AreaSummary {
    AreaSummary {
        name: area.name.clone(),
        title: area.title.clone(),
        id: area.id.clone(),
        group: area.group,
        returned: area.returned,
        expected: area.expected,
        provisional: area.provisional,
        revised: area.revised,
        total: area.main.total.clone(),
        others: area.others.iter().map(|m| m.total.clone()).collect(),
    }
}

/// The main measure where the facts have none.
fn nothing(board: &Board) -> MeasureView {
    let measure_of = board.main_measure();
    let total = SeriesFacts {
        name: measure_of.total.clone(),
        rolling12: None,
        rolling12_last_quarter: None,
        year_to_date: None,
        rate: None,
        revised: false,
        share_of_change: None,
        latest: None,
        history: Vec::new(),
    };
    MeasureView {
        name: measure_of.name.clone(),
        one: measure_of.noun[0].clone(),
        many: measure_of.noun[1].clone(),
        reported: false,
        total: series(&total, true, false),
        several: false,
        categories: Vec::new(),
        movers_rolling12: movers(&Movers::default()),
        movers_year_to_date: movers(&Movers::default()),
        mentions: Vec::new(),
        unmentioned: Vec::new(),
        masked: 0,
        usual: None,
        volume_chart: None,
        percent_chart: None,
        volume_spread: charts::spread([].into_iter(), false),
        percent_spread: charts::spread([].into_iter(), true),
        trend_chart: None,
        trend: None,
    }
}

/// Says whether a figure of an area is in another's: its own, or its group's.
fn concerns(facts: &AreaFacts, area: &str) -> bool {
    facts.name == area || facts.members.iter().any(|m| m == area)
}

fn measure(facts: &MeasureFacts, area: &AreaFacts) -> MeasureView {
    let categories: Vec<SeriesView> = facts.categories.iter().map(|c| series(c, false, area.provisional)).collect();
    let total = series(&facts.total, true, area.provisional);
    let said = |s: &&SignalFacts| !facts.mentions.iter().any(|m| m.name == s.name && m.total == s.total);
    let values = || categories.iter().map(|c| (c.name.as_str(), c.rolling12.as_ref()));
    let exact = || facts.categories.iter().map(|c| (c.name.as_str(), c.rolling12.clone(), false));
    let one = facts.categories.len() > 1;
    MeasureView {
        name: facts.name.clone(),
        one: facts.noun[0].clone(),
        many: facts.noun[1].clone(),
        reported: facts.reported,
        several: one,
        movers_rolling12: movers(&facts.movers_rolling12),
        movers_year_to_date: movers(&facts.movers_year_to_date),
        mentions: mention::groups(facts),
        unmentioned: signal_groups(facts.signals.iter().filter(said).map(|s| signal_view(s, &facts.name))),
        masked: masked(facts),
        usual: usual(facts),
        volume_chart: if one { charts::volume_bars(&exact().collect::<Vec<_>>()) } else { None },
        percent_chart: if one { charts::percent_bars(&exact().collect::<Vec<_>>()) } else { None },
        volume_spread: charts::spread(values(), false),
        percent_spread: charts::spread(values(), true),
        trend_chart: charts::trend(&facts.total, &facts.noun[1]),
        trend: charts::trend_view(&facts.total),
        total,
        categories,
    }
}

/// Says what shows usual variation only, where each series has months enough to tell and there are several.
fn usual(facts: &MeasureFacts) -> Option<&'static str> {
    let limits = |s: &SeriesFacts| s.latest.as_ref().and_then(|l| l.xmr.as_ref()).map(|x| x.points);
    let mut all = std::iter::once(&facts.total).chain(&facts.categories);
    if facts.categories.len() < 2 || !all.all(|s| limits(s).is_some_and(|n| n >= charts::FEWEST_POINTS)) {
        return None;
    }
    let unusual = facts.signals.iter().filter(|s| !s.total).count();
    match (facts.signals.iter().any(|s| s.total), unusual) {
        (false, 0) => Some("all"),
        (false, _) => Some("others"),
        (true, n) => (n < facts.categories.len()).then_some("categories"),
    }
}

fn series(facts: &SeriesFacts, total: bool, provisional: bool) -> SeriesView {
    let latest = facts.latest.as_ref().map(|l| {
        let limits = l.xmr.as_ref().filter(|x| x.points >= charts::FEWEST_POINTS);
        LatestView {
            month: l.month,
            count: l.count,
            average12: l.average12,
            lower: limits.map(|x| x.lower),
            upper: limits.map(|x| x.upper),
            usual: limits.map(|_| l.signal == Signal::None),
        }
    });
    SeriesView {
        name: facts.name.clone(),
        total,
        rolling12: facts.rolling12.as_ref().map(comparison),
        rolling12_last_quarter: facts.rolling12_last_quarter.as_ref().map(comparison),
        year_to_date: facts.year_to_date.as_ref().map(comparison),
        rate: facts.rate,
        share_of_change: facts.share_of_change,
        latest,
        revised: facts.revised,
        provisional,
    }
}

fn comparison(facts: &Comparison) -> ComparisonView {
    let change = facts.change.0;
    let exact = charts::percent(facts).map(Ratio::abs);
    let strength = match exact {
        _ if change == 0 => 0,
        Some(p) if p < Ratio::whole(5) => 1,
        Some(p) if p < Ratio::whole(10) => 2,
        _ => 3,
    };
    let direction = match change.signum() {
        1 => "up",
        -1 => "down",
        _ => "same",
    };
    ComparisonView {
        current: facts.current,
        previous: facts.previous,
        change,
        percent: facts.percent,
        direction,
        strength,
    }
}

fn movers(facts: &Movers) -> MoversView {
    let view = |m: &Mover| MoverView { name: m.name.clone(), change: m.change.0, percent: m.percent };
    MoversView { up: facts.up.iter().map(view).collect(), down: facts.down.iter().map(view).collect() }
}

fn signal_view(facts: &SignalFacts, measure: &str) -> SignalView {
    SignalView {
        name: facts.name.clone(),
        total: facts.total,
        measure: measure.into(),
        count: facts.count,
        signal: signal_name(facts.signal),
        lower: facts.xmr.lower,
        upper: facts.xmr.upper,
    }
}

/// Puts the series whose signals are of one kind together, the plainest kind first.
fn signal_groups(signals: impl Iterator<Item = SignalView>) -> Vec<SignalGroup> {
    let signals: Vec<SignalView> = signals.collect();
    let kinds = [
        ("outside", "high", "low"),
        ("trend", "trend_up", "trend_down"),
        ("near", "near_high", "near_low"),
        ("run", "run_high", "run_low"),
    ];
    let of = |signal: &str| signals.iter().filter(|s| s.signal == signal).cloned().collect::<Vec<_>>();
    let groups = kinds.map(|(kind, high, low)| SignalGroup { kind, high: of(high), low: of(low) });
    groups.into_iter().filter(|g| g.high.len() + g.low.len() > 0).collect()
}

/// Says whether a signal is of something unusually high.
fn is_high(signal: Signal) -> bool {
    matches!(signal, Signal::High | Signal::TrendUp | Signal::NearHigh | Signal::RunHigh)
}

/// Counts the categories that are unusually high although the total fell over the rolling 12 months and is not so itself.
fn masked(facts: &MeasureFacts) -> usize {
    let fell = facts.total.rolling12.as_ref().is_some_and(|c| c.change.0 < 0);
    let high = |total: bool| facts.signals.iter().filter(move |s| s.total == total && is_high(s.signal)).count();
    if fell && high(true) == 0 { high(false) } else { 0 }
}

/// Every signal of an area, once: those of its mentions and those that are not among them.
fn signals(area: &AreaView) -> impl Iterator<Item = SignalView> {
    std::iter::once(&area.main).chain(&area.others).flat_map(|measure| {
        let unusual = measure.mentions.iter().filter(|g| g.signal != "none");
        let said = unusual.flat_map(|g| g.items.iter().map(move |m| (g, m))).filter_map(|(group, item)| {
            Some(SignalView {
                name: item.name.clone(),
                total: group.total,
                measure: measure.name.clone(),
                count: item.count,
                signal: group.signal,
                lower: item.lower?,
                upper: item.upper?,
            })
        });
        said.chain(measure.unmentioned.iter().flat_map(|g| g.high.iter().chain(&g.low).cloned()))
    })
}

pub(super) fn exception(area: &AreaView) -> Option<ExceptionView> {
    let highs = ["high", "trend_up", "near_high", "run_high"];
    let (high, low): (Vec<_>, Vec<_>) = signals(area).partition(|s| highs.contains(&s.signal));
    let view = ExceptionView { name: area.title.clone(), id: area.id.clone(), group: area.group, high, low };
    (view.high.len() + view.low.len() > 0).then_some(view)
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
