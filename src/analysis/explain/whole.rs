//! The figures of an area as a whole, and of the board.

use std::collections::BTreeMap;

use super::figures;
use super::kinds::{AreaFigure, Figure, WholeFigure};
use super::names::path;
use super::spread::{self, By};
use super::{Explanation, Known, gathered, listed, n};
use crate::analysis::facts::{ActionUpdate, Affected, AreaFacts, Comparison, IndicatorFacts, Kind, Rag, Revision};
use crate::board;
use crate::problem::{Place, Severity};

/// Explains how many have returned, what revisions come to, or how the areas of a group changed.
pub(super) fn of_area(known: &Known<'_>, area: &AreaFacts, figure: AreaFigure) -> Explanation {
    let all: Vec<&str> = match area.members.as_slice() {
        [] => vec![&area.name],
        members => members.iter().map(String::as_str).collect(),
    };
    let is_missing = |name: &&&str| area.missing.iter().any(|m| m == **name);
    let names = |missing: bool| -> Vec<String> {
        all.iter().filter(|name| is_missing(name) == missing).map(|name| (*name).to_string()).collect()
    };
    let (lines, cells) = match figure {
        AreaFigure::Returned => (vec![listed(&names(false))], board_file()),
        AreaFigure::Missing => (vec![listed(&names(true))], board_file()),
        AreaFigure::Expected => (vec![listed(&all.iter().map(|n| (*n).to_string()).collect::<Vec<_>>())], board_file()),
        AreaFigure::Revised(sum) => revised(known, area, sum),
        AreaFigure::Indicators => {
            let rows: Vec<_> = known.facts.indicators.iter().filter(|i| i.area == area.name).collect();
            let codes: Vec<String> = rows.iter().map(|i| i.code.clone()).collect();
            (vec![listed(&codes)], gathered(rows.iter().flat_map(|i| &i.from)))
        }
        AreaFigure::Progress => {
            let items = known.facts.actions.items.iter();
            let here = |u: &&ActionUpdate| u.area == area.name;
            let found: Vec<_> = items.filter_map(|a| Some((a, a.updates.iter().find(here)?))).collect();
            let names: Vec<String> = found.iter().map(|(action, _)| action.reference.clone()).collect();
            (vec![listed(&names)], gathered(found.iter().map(|(_, update)| &update.from)))
        }
        AreaFigure::Gaps => gaps(known.facts.areas.iter().filter(|a| a.name == area.name)),
        AreaFigure::Spread => {
            let members = known.facts.areas.iter().filter(|a| all.contains(&a.name.as_str()));
            totals(members, By::Percent)
        }
    };
    Explanation { figure: path(&[&area.name, figure.name()]), lines, cells }
}

fn board_file() -> Vec<Place> {
    vec![Place::file(board::FILE)]
}

/// Adds up what revisions changed one of the sums of an area's main measure by.
fn revised(known: &Known<'_>, area: &AreaFacts, sum: Affected) -> (Vec<String>, Vec<Place>) {
    let main = &known.board.main_measure().name;
    let own = |r: &&Revision| r.area == area.name || area.members.contains(&r.area);
    let found: Vec<&Revision> =
        known.facts.revisions.iter().filter(own).filter(|r| r.measure == *main && r.affects == sum).collect();
    let parts: Vec<String> =
        found.iter().map(|r| format!("{} {} {} {}", r.area, r.category, r.month, r.difference)).collect();
    let total: i64 = found.iter().map(|r| r.difference.0).sum();
    let line =
        if parts.is_empty() { "0: nothing was revised".into() } else { format!("{} = {}", parts.join("; "), n(total)) };
    (vec![line], gathered(found.iter().map(|r| &r.from)))
}

/// Writes how the main totals of areas are spread, with their cells.
fn totals<'a>(areas: impl Iterator<Item = &'a AreaFacts>, by: By) -> (Vec<String>, Vec<Place>) {
    let of = |a: &'a AreaFacts| a.measures.first().and_then(|m| m.total.rolling12.as_ref());
    let changes: Vec<(&str, Option<&Comparison>)> = areas.map(|a| (a.name.as_str(), of(a))).collect();
    let cells = gathered(changes.iter().filter_map(|(_, c)| *c).flat_map(|c| &c.from));
    (spread::lines(changes.into_iter(), by), cells)
}

/// Lists the counts of areas that are not available, as many as there are, and again by the reason.
fn gaps<'a>(areas: impl Iterator<Item = &'a AreaFacts>) -> (Vec<String>, Vec<Place>) {
    let (mut all, mut reasons, mut cells) = (Vec::new(), BTreeMap::<_, Vec<String>>::new(), Vec::new());
    for area in areas {
        let series = area.measures.iter().flat_map(|m| &m.categories);
        for (series, gap) in series.flat_map(|s| s.gaps.iter().map(move |gap| (s, gap))) {
            let name = path(&[&area.name, &series.name, &gap.month.to_string()]);
            reasons.entry((&area.name, &gap.reason)).or_default().push(name.clone());
            all.push(name);
            cells.push(&gap.cell);
        }
    }
    let why = |((area, reason), names): ((&String, &String), Vec<String>)| {
        let reason = if reason.is_empty() { "no reason was given" } else { reason };
        format!("{area}, {reason}: {}", names.len())
    };
    let lines = std::iter::once(listed(&all)).chain(reasons.into_iter().map(why)).collect();
    (lines, gathered(cells.into_iter()))
}

/// Explains a figure of the whole board.
pub(super) fn explain(known: &Known<'_>, figure: WholeFigure) -> Explanation {
    let Known { board, facts, .. } = known;
    let areas = |kind: Kind| facts.areas.iter().filter(move |a| a.kind == kind);
    let names = |kind: Kind| areas(kind).map(|a| a.name.clone()).collect::<Vec<_>>();
    let rows = |wanted: &dyn Fn(&IndicatorFacts) -> bool| {
        let rows: Vec<_> = facts.indicators.iter().filter(|i| wanted(i)).collect();
        let named: Vec<String> = rows.iter().map(|i| path(&[&i.area, &i.code])).collect();
        (vec![listed(&named)], gathered(rows.iter().flat_map(|i| &i.from)))
    };
    let (lines, cells) = match figure {
        WholeFigure::Reds => rows(&|i| i.status == Rag::Red),
        WholeFigure::Ambers => rows(&|i| i.status == Rag::Amber),
        WholeFigure::Targets => rows(&|i| i.status != Rag::Na),
        WholeFigure::Indicators => {
            let mut codes: Vec<String> = Vec::new();
            for row in facts.indicators.iter().filter(|i| !codes.contains(&i.code)).collect::<Vec<_>>() {
                codes.push(row.code.clone());
            }
            codes.dedup();
            (vec![listed(&codes)], Vec::new())
        }
        WholeFigure::Revisions => {
            let name = |r: &Revision| path(&[&r.area, &r.measure, &r.category, &r.month.to_string()]);
            let revised: Vec<String> = facts.revisions.iter().map(name).collect();
            (vec![listed(&revised)], gathered(facts.revisions.iter().map(|r| &r.from)))
        }
        WholeFigure::Areas => (vec![listed(&names(Kind::Area))], board_file()),
        WholeFigure::Groups => (vec![listed(&names(Kind::Group))], board_file()),
        WholeFigure::Returns => {
            let sent: Vec<String> = facts.returns.iter().filter(|r| r.returned).map(|r| r.sender.clone()).collect();
            (vec![listed(&sent)], board_file())
        }
        WholeFigure::Asks(outstanding) => {
            let asks = || facts.board_actions.iter();
            let found: Vec<_> = asks().filter(|a| (a.open_quarters > 0) == outstanding).collect();
            let named: Vec<String> = found.iter().map(|a| a.item.clone()).collect();
            (vec![listed(&named)], gathered(found.iter().map(|a| &a.from)))
        }
        WholeFigure::Tolerance => {
            let percent = board.tolerance.round(if board.tolerance.is_whole() { 0 } else { 1 });
            (vec![format!("{percent}, as board.toml has it or as it is where board.toml has none")], board_file())
        }
        WholeFigure::Spread => totals(areas(Kind::Area), By::Number),
        WholeFigure::Exceptions => {
            let unusual = facts.areas.iter().filter(|a| a.measures.iter().any(|m| !m.signals.is_empty()));
            (vec![listed(&unusual.map(|a| a.name.clone()).collect::<Vec<_>>())], Vec::new())
        }
        WholeFigure::Masking => {
            let hides = |a: &&AreaFacts| a.measures.first().is_some_and(|m| !figures::hidden(m).is_empty());
            let names: Vec<String> = facts.areas.iter().filter(hides).map(|a| a.name.clone()).collect();
            (vec![listed(&names)], Vec::new())
        }
        WholeFigure::Priorities => {
            let treated = facts.priorities.iter().filter(|p| p.in_depth).map(|p| p.name.clone());
            (vec![listed(&treated.collect::<Vec<_>>())], board_file())
        }
        WholeFigure::Themes => {
            (vec![listed(&board.themes.iter().map(|t| t.name.clone()).collect::<Vec<_>>())], board_file())
        }
        WholeFigure::Ranks => {
            let rate = |a: &&AreaFacts| a.measures.first().is_some_and(|m| m.total.rate.is_some());
            (vec![listed(&areas(Kind::Area).filter(rate).map(|a| a.name.clone()).collect::<Vec<_>>())], board_file())
        }
        WholeFigure::Gaps => gaps(areas(Kind::Area)),
        WholeFigure::Warnings => {
            let warnings: Vec<_> = facts.problems.iter().filter(|p| p.severity == Severity::Warning).collect();
            let places: Vec<String> = warnings.iter().map(|p| p.place.to_string()).collect();
            (vec![listed(&places)], gathered(warnings.iter().map(|p| &p.place)))
        }
    };
    Explanation { figure: figure.name().into(), lines, cells }
}

impl Figure {
    /// Gives the figure that is meant: of what is said of the latest month, the one that it was said of.
    pub(super) fn chosen(self, line: &super::series::Line<'_>) -> Figure {
        use crate::analysis::facts::Statement;
        let Figure::Said(other) = self else { return self };
        let total = line.series.name == line.measure.total.name;
        let mention = line.measure.mentions.iter().find(|m| m.name == line.series.name && m.total == total);
        match mention.map(|m| &m.statement) {
            Some(Statement::Record { high: true, .. } | Statement::Since { high: true, .. }) => Figure::HighestSince,
            Some(Statement::Record { high: false, .. } | Statement::Since { high: false, .. }) => Figure::LowestSince,
            Some(Statement::Rank { high: true, .. }) => Figure::RankHigh,
            Some(Statement::Rank { high: false, .. }) => Figure::RankLow,
            Some(Statement::Run { .. }) => Figure::Run,
            Some(Statement::Average { .. } | Statement::Close { .. }) | None => match other {
                super::kinds::SaidOf::Since => Figure::HighestSince,
                super::kinds::SaidOf::Rank => Figure::RankHigh,
                super::kinds::SaidOf::Months => Figure::Run,
            },
        }
    }
}
