//! The view of a board, its facts and an edition.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::charts;
use super::*;
use crate::analysis::{
    AreaFacts, BoardActionFacts, Comparison, Facts, IndicatorFacts, Kind, MeasureFacts, Mover, Movers, PassageFacts,
    Rag, SeriesFacts, Signal, SignalFacts,
};
use crate::board::{Board, key};
use crate::narrative::say;
use crate::number::Ratio;
use crate::problem::{Place, Severity};
use crate::returns::Paper;

/// Which session a paper is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Edition {
    /// Published: nothing that is for the closed session is in it, or counted in it.
    Open,
    /// For members only.
    Closed,
}

/// What the papers need beyond the figures.
#[derive(Clone, Debug)]
pub struct Occasion {
    /// Which session they are for.
    pub edition: Edition,
    /// The meeting's date, where known.
    pub meeting: Option<NaiveDate>,
    /// Why they are drafts, in sentences; none where they are not.
    pub draft_reasons: Vec<String>,
}

impl View {
    /// Makes the view of a quarter's facts for an edition.
    pub fn new(board: &Board, facts: &Facts, occasion: &Occasion) -> View {
        let closed = occasion.edition == Edition::Closed;
        let all: Vec<AreaView> = facts.areas.iter().map(|a| area(a, facts, board)).collect();
        let (groups, areas): (Vec<_>, Vec<_>) = all.into_iter().partition(|a| a.group);
        let lead = groups.first().or(if areas.len() == 1 { areas.first() } else { None }).cloned();
        let indicators = indicators(facts);
        let rows = || indicators.iter().flat_map(|g| &g.rows);
        let visible = |b: &&BoardActionFacts| closed || !b.closed;
        let asks = |raised: bool| {
            let wanted = facts.board_actions.iter().filter(visible).filter(|b| (b.open_quarters == 0) == raised);
            ask_groups(wanted.collect())
        };
        let direction = |f: fn(&AreaView) -> Option<&ComparisonView>| against(lead.as_ref(), &areas, f);
        View {
            board: board.name.clone(),
            unit: board.unit.clone(),
            quarter: quarter(facts),
            meeting: occasion.meeting,
            closed_edition: closed,
            draft: !occasion.draft_reasons.is_empty(),
            draft_reasons: occasion.draft_reasons.clone(),
            overview: paper(board, facts, Paper::PerformanceOverview),
            plan: paper(board, facts, Paper::ActionPlanUpdate),
            has_themes: !board.themes.is_empty(),
            theme: board.theme(facts.quarter.number).map(|t| theme(t, facts.quarter.number)),
            themes: board.themes.iter().map(|t| theme(t, facts.quarter.number)).collect(),
            priorities: priorities(facts, closed),
            measures: measure_names(board),
            several_areas: areas.len() > 1,
            spread: charts::spread(areas.iter().map(|a| (a.name.as_str(), a.main.total.rolling12.as_ref())), false),
            against: direction(|a| a.main.total.rolling12.as_ref()),
            against_year: direction(|a| a.main.total.year_to_date.as_ref()),
            multiples: charts::multiples(facts),
            exceptions: groups.iter().chain(&areas).filter_map(exception).collect(),
            masking: masking(groups.iter().chain(&areas)),
            limits_missing: areas.iter().any(|a| a.main.total.latest.as_ref().is_some_and(|l| l.usual.is_none())),
            reds: rows().filter(|i| i.status == "Red").cloned().collect(),
            ambers: rows().filter(|i| i.status == "Amber").count(),
            targets: rows().filter(|i| i.status != "NA").count(),
            asked: asks(true),
            outstanding: asks(false),
            actions: super::actions::actions(facts, closed),
            returns: facts.returns.iter().map(return_view).collect(),
            any_provisional: facts.returns.iter().any(|r| r.provisional),
            warnings: warnings(facts, closed),
            revisions: revisions(facts),
            revision_count: facts.revisions.len(),
            thresholds: thresholds(board),
            tolerance: board.tolerance.round(if board.tolerance.is_whole() { 0 } else { 1 }),
            sections: groups.iter().chain(&areas).cloned().collect(),
            lead,
            areas,
            groups,
            indicators,
        }
    }
}

fn quarter(facts: &Facts) -> QuarterView {
    let q = &facts.quarter;
    QuarterView {
        label: q.label.clone(),
        financial_year: q.financial_year.clone(),
        first_month: q.first_month,
        last_month: q.last_month,
        year_start: q.year_start,
        year_start_before: q.year_start.plus(-12),
        last_month_before: q.last_month.plus(-12),
        rolling_start: q.rolling_start,
        previous: q.previous.clone(),
    }
}

/// Names a paper, as on its first page and in its properties.
pub(crate) fn title(facts: &Facts, paper: Paper) -> String {
    let typed = facts.papers.iter().find(|p| p.paper == paper.name() && key(&p.field) == "title");
    let made = || match paper {
        Paper::PerformanceOverview => format!("Performance overview: {}", facts.quarter.label),
        Paper::ActionPlanUpdate => format!("Action plan update: {}", facts.quarter.label),
    };
    typed.map(|t| crate::document::tidy(&t.text)).filter(|t| !t.is_empty()).unwrap_or_else(made)
}

fn paper(board: &Board, facts: &Facts, paper: Paper) -> PaperView {
    let title = title(facts, paper);
    let mut block = vec![TextView { field: "Title".into(), text: title.clone() }];
    let (mut information, mut recommendation) = (Vec::new(), None);
    for field in facts.papers.iter().filter(|p| p.paper == paper.name()) {
        let named = key(&field.field);
        if named == "information" {
            information.push(field.text.clone());
        } else if named != "title" {
            if named.starts_with("action") || named.starts_with("recommendation") {
                recommendation = Some(field.text.clone());
            }
            block.push(TextView { field: field.field.clone(), text: field.text.clone() });
        }
    }
    if !block.iter().any(|t| key(&t.field) == "reportwrittenby") {
        block.insert(1, TextView { field: "Report written by".into(), text: board.unit.clone() });
    }
    PaperView { title, title_block: block, information, recommendation }
}

fn theme(theme: &crate::board::Theme, quarter: u32) -> ThemeView {
    ThemeView {
        name: theme.name.clone(),
        quarter: theme.quarter,
        current: theme.quarter == quarter,
        priorities: theme.priorities.clone(),
    }
}

fn priorities(facts: &Facts, closed: bool) -> Vec<PriorityView> {
    let passages = |from: &[PassageFacts]| {
        let mut before = String::new();
        let visible = from.iter().filter(|p| closed || !p.closed);
        visible
            .map(|p| {
                let same_area = std::mem::replace(&mut before, p.area.clone()) == p.area;
                PassageView { area: p.area.clone(), heading: p.heading.clone(), text: p.text.clone(), same_area }
            })
            .collect::<Vec<_>>()
    };
    let in_depth = facts.priorities.iter().filter(|p| p.in_depth);
    let views = in_depth.map(|p| PriorityView {
        name: p.name.clone(),
        id: format!("priority-{}", say::slug(&p.name)),
        risk: p.risk.map(str::to_string),
        previous_risk: p.previous_risk.map(str::to_string),
        risk_change: p.risk_change.map(str::to_string),
        narrative: passages(&p.narrative),
        activity: passages(&p.activity),
    });
    views.collect()
}

fn measure_names(board: &Board) -> Vec<MeasureName> {
    let name = |m: &crate::board::Measure| MeasureName {
        name: m.name.clone(),
        one: m.noun[0].clone(),
        many: m.noun[1].clone(),
        total: m.total.clone(),
    };
    board.measures.iter().map(name).collect()
}

fn area(facts: &AreaFacts, all: &Facts, board: &Board) -> AreaView {
    let group = facts.kind == Kind::Group;
    let revised = all.revisions.iter().any(|r| r.affects != "none" && concerns(facts, &r.area));
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
        areas_chart: if group && members.len() > 1 { charts::percent_bars(&bars) } else { None },
        areas_spread: charts::spread(spread_values.iter().map(|(n, c)| (*n, c.as_ref())), true),
        // A board has at least one measure, and so has each area of its facts.
        main: if measures.is_empty() { nothing(board) } else { measures.remove(0) },
        others: measures,
    }
}

/// The main measure where the facts have none.
fn nothing(board: &Board) -> MeasureView {
    let measure_of = board.main_measure();
    let total = SeriesFacts {
        name: measure_of.total.clone(),
        rolling12: None,
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
        others_usual: None,
        hidden_rises: Vec::new(),
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
    let usual = total.latest.as_ref().and_then(|l| l.usual) == Some(true);
    let hidden = facts.signals.iter().filter(|s| !s.total && is_high(s.signal)).map(|s| s.name.clone()).collect();
    MeasureView {
        name: facts.name.clone(),
        one: facts.noun[0].clone(),
        many: facts.noun[1].clone(),
        reported: facts.reported,
        several: one,
        movers_rolling12: movers(&facts.movers_rolling12),
        movers_year_to_date: movers(&facts.movers_year_to_date),
        mentions: facts.mentions.iter().map(|m| super::mention::mention(m, facts)).collect(),
        unmentioned: signal_groups(facts.signals.iter().filter(said).map(|s| signal_view(s, &facts.name))),
        others_usual: others_usual(facts),
        hidden_rises: if usual { hidden } else { Vec::new() },
        volume_chart: if one { charts::volume_bars(&exact().collect::<Vec<_>>(), &facts.noun[1]) } else { None },
        percent_chart: if one { charts::percent_bars(&exact().collect::<Vec<_>>()) } else { None },
        volume_spread: charts::spread(values(), false),
        percent_spread: charts::spread(values(), true),
        trend_chart: charts::trend(&facts.total, &facts.noun[1]),
        trend: charts::trend_view(&facts.total),
        total,
        categories,
    }
}

/// Says how many of the categories mentioned show usual variation only, where there are months enough to tell.
fn others_usual(facts: &MeasureFacts) -> Option<&'static str> {
    let enough = facts.total.latest.as_ref()?.xmr.as_ref()?.points >= charts::FEWEST_POINTS;
    let mentions = || facts.mentions.iter().filter(|m| !m.total);
    let usual = mentions().filter(|m| m.signal == Signal::None).count();
    match (enough, usual) {
        (false, _) | (_, 0) => None,
        (_, n) if n == mentions().count() => Some("all"),
        _ => Some("some"),
    }
}

/// Says whether the month itself is high: a long run may end in a month that is not.
fn is_high(signal: Signal) -> bool {
    matches!(signal, Signal::High | Signal::TrendUp | Signal::NearHigh)
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
        signal: super::mention::signal_name(facts.signal),
        ranged: is_ranged(super::mention::signal_name(facts.signal)),
        lower: facts.xmr.lower,
        upper: facts.xmr.upper,
    }
}

/// Says whether a signal is told by the limits.
fn is_ranged(signal: &str) -> bool {
    matches!(signal, "high" | "low" | "near_high" | "near_low")
}

/// Puts the series of each signal together, in the order of the first of each.
fn signal_groups(signals: impl Iterator<Item = SignalView>) -> Vec<SignalGroup> {
    let mut groups: Vec<SignalGroup> = Vec::new();
    for view in signals {
        match groups.iter_mut().find(|g| g.signal == view.signal) {
            Some(group) => group.items.push(view),
            None => groups.push(SignalGroup { signal: view.signal, items: vec![view] }),
        }
    }
    groups
}

/// Every signal of an area, once: those of its mentions and those that are not among them.
fn signals(area: &AreaView) -> impl Iterator<Item = SignalView> {
    std::iter::once(&area.main).chain(&area.others).flat_map(|measure| {
        let said = measure.mentions.iter().filter(|m| m.signal != "none").filter_map(|m| {
            Some(SignalView {
                name: m.name.clone(),
                total: m.total,
                measure: measure.name.clone(),
                count: m.count,
                signal: m.signal,
                ranged: is_ranged(m.signal),
                lower: m.lower?,
                upper: m.upper?,
            })
        });
        said.chain(measure.unmentioned.iter().flat_map(|g| g.items.iter().cloned()))
    })
}

fn exception(area: &AreaView) -> Option<ExceptionView> {
    let is_high = |s: &SignalView| matches!(s.signal, "high" | "trend_up" | "near_high" | "run_high");
    let (high, low): (Vec<_>, Vec<_>) = signals(area).partition(is_high);
    let view = ExceptionView { name: area.title.clone(), id: area.id.clone(), group: area.group, high, low };
    (view.high.len() + view.low.len() > 0).then_some(view)
}

/// Names the areas whose main total fell over the rolling 12 months although a series of it is unusually high.
fn masking<'a>(areas: impl Iterator<Item = &'a AreaView>) -> Vec<String> {
    let fell = |a: &&AreaView| a.main.total.rolling12.as_ref().is_some_and(|r| r.change < 0);
    let high = |a: &&AreaView| exception(a).is_some_and(|e| e.high.iter().any(|s| s.measure == a.main.name));
    areas.filter(fell).filter(high).map(|a| a.title.clone()).collect()
}

fn against(
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

fn indicators(facts: &Facts) -> Vec<IndicatorGroup> {
    let mut groups: Vec<IndicatorGroup> = Vec::new();
    for row in &facts.indicators {
        let view = indicator(row);
        match groups.iter_mut().find(|g| g.code == row.code) {
            Some(group) => group.rows.push(view),
            None => groups.push(IndicatorGroup {
                code: row.code.clone(),
                indicator: row.indicator.clone(),
                id: format!("indicator-{}", say::slug(&row.code)),
                period: None,
                better: row.better.into(),
                unit: row.unit.into(),
                rows: vec![view],
                reds: Vec::new(),
                comments: false,
            }),
        }
    }
    for group in &mut groups {
        let first = group.rows.first().map(|r| r.period.clone());
        group.period = first.filter(|p| !p.is_empty() && group.rows.iter().all(|r| r.period == *p));
        group.reds = group.rows.iter().filter(|r| r.status == "Red").cloned().collect();
        group.comments = group.rows.iter().any(|r| r.comment.is_some());
    }
    groups
}

fn rag(status: Rag) -> &'static str {
    match status {
        Rag::Red => "Red",
        Rag::Amber => "Amber",
        Rag::Green => "Green",
        Rag::Na => "NA",
    }
}

fn indicator(facts: &IndicatorFacts) -> IndicatorView {
    use crate::analysis::Direction;
    IndicatorView {
        code: facts.code.clone(),
        indicator: facts.indicator.clone(),
        area: facts.area.clone(),
        period: facts.period.clone(),
        actual: facts.actual,
        target: facts.target,
        difference: facts.difference,
        percent_difference: facts.percent_difference,
        previous: facts.previous,
        direction: facts.direction.map(|d| match d {
            Direction::Up => "UP",
            Direction::Down => "DOWN",
            Direction::Same => "SAME",
        }),
        status: rag(facts.status),
        previous_status: facts.previous_status.map(rag),
        better: facts.better,
        unit: facts.unit,
        comment: facts.comment.clone(),
    }
}

fn ask_groups(facts: Vec<&BoardActionFacts>) -> Vec<AskGroup> {
    let mut groups: Vec<AskGroup> = Vec::new();
    for ask in facts {
        let view = AskView {
            item: ask.item.clone(),
            action: ask.action.clone(),
            decision: ask.decision.map(str::to_string),
            in_progress: ask.in_progress.map(str::to_string),
            raised: ask.raised.clone(),
            open_quarters: ask.open_quarters,
            outcome: ask.outcome.clone(),
        };
        match groups.iter_mut().find(|g| g.priority == ask.priority) {
            Some(group) => group.items.push(view),
            None => groups.push(AskGroup { priority: ask.priority.clone(), items: vec![view] }),
        }
    }
    groups
}

fn return_view(facts: &crate::analysis::ReturnFacts) -> ReturnView {
    ReturnView {
        sender: facts.sender.clone(),
        returned: facts.returned,
        completed_by: facts.completed_by.clone(),
        completed_on: facts.completed_on,
        provisional: facts.provisional,
        notes: facts.notes.clone(),
        workbook: facts.workbook.clone(),
        sha256: facts.sha256.clone(),
    }
}

/// The warnings of the reading; one about a closed-session row says no more than where it is in the open edition.
fn warnings(facts: &Facts, closed: bool) -> Vec<WarningView> {
    let secret = if closed { BTreeSet::new() } else { closed_rows(facts) };
    let rows = |place: &Place| row_keys(place);
    let warnings = facts.problems.iter().filter(|p| p.severity == Severity::Warning);
    warnings
        .map(|p| {
            let hidden = rows(&p.place).iter().any(|r| secret.contains(r));
            let message =
                if hidden { "a warning about a row for the closed session".into() } else { p.message.clone() };
            WarningView { place: p.place.to_string(), message }
        })
        .collect()
}

/// A row of a sheet: workbook, sheet, row.
type RowKey = (String, String, u32);

fn row_keys(place: &Place) -> Vec<RowKey> {
    match place {
        Place::Cells { workbook, sheet, first, last } => {
            (first.row..=last.row).map(|row| (workbook.clone(), sheet.clone(), row)).collect()
        }
        _ => Vec::new(),
    }
}

fn closed_rows(facts: &Facts) -> BTreeSet<RowKey> {
    let passages = facts.priorities.iter().flat_map(|p| p.narrative.iter().chain(&p.activity));
    let passages = passages.filter(|p| p.closed).map(|p| &p.from);
    let asks = facts.board_actions.iter().filter(|b| b.closed).map(|b| &b.from);
    let actions = facts.actions.items.iter().filter(|a| a.closed).flat_map(|a| &a.from);
    passages.chain(asks).chain(actions).flat_map(row_keys).collect()
}

fn revisions(facts: &Facts) -> Vec<RevisionView> {
    let view = |r: &crate::analysis::Revision| RevisionView {
        area: r.area.clone(),
        measure: r.measure.clone(),
        category: r.category.clone(),
        month: r.month,
        was: r.was,
        is: r.is,
    };
    facts.revisions.iter().map(view).collect()
}

fn thresholds(board: &Board) -> ThresholdsView {
    let n = &board.narrative;
    let plain = |r: Ratio| r.round(if r.is_whole() { 0 } else { 1 });
    ThresholdsView {
        movers_max: n.movers_max,
        movers_share: plain(n.movers_share.times(Ratio::whole(100))),
        movers_floor: n.movers_floor,
        movers_floor_small: n.movers_floor_small,
        small_total: n.small_total,
        mentions_max: n.mentions_max,
        mentions_months: n.mentions_months,
        close: plain(n.close),
    }
}
