//! A figure's name, as people write it, resolved among what is known.

use std::collections::BTreeSet;

use super::Known;
use super::kinds::{ActionFigure, AreaFigure, Figure, PlanFigure, WholeFigure};
use super::method::{Constant, METHOD};
use super::series::Line;
use crate::analysis::facts::{
    ActionFacts, ActionUpdate, AreaFacts, BoardActionFacts, IndicatorFacts, MeasureFacts, PriorityFacts, Revision,
    SeriesFacts,
};
use crate::board::{self, Theme};
use crate::number::Ratio;
use crate::problem::{Code, Place, Problem};
use crate::returns::ActionStatus;
use crate::text::{self, key, nearest};

/// What the figures of the action plan are called.
pub(crate) const PLAN: &str = "Action plan";
/// What those of the board's actions are called.
pub(crate) const ASKS: &str = "Board actions";
/// What those of a priority are called.
pub(crate) const PRIORITIES: &str = "Priority";
/// What those of the themes are called.
pub(crate) const THEMES: &str = "Themes";

/// Joins the parts of a figure's name.
pub(crate) fn path(parts: &[&str]) -> String {
    parts.join(" / ")
}

/// The figures of an indicator.
pub(super) const INDICATOR: [&str; 9] = [
    "actual",
    "target",
    "previous",
    "difference",
    "percent_difference",
    "direction",
    "status",
    "last_quarter",
    "previous_status",
];

/// What a figure is of, and which figure.
pub(super) enum Subject<'a> {
    /// A series of months.
    Series(Line<'a>, Figure),
    /// A count that was revised.
    Revision(&'a Revision),
    /// A row of the target status.
    Indicator(&'a IndicatorFacts, &'static str),
    /// An area or group.
    Area(&'a AreaFacts, AreaFigure),
    /// The whole board.
    Whole(WholeFigure),
    /// A threshold of what is said, and its value.
    Threshold(&'static str, String),
    /// A theme's quarter.
    Theme(&'a Theme),
    /// What was written about a priority: how many passages by the county, or by the partnerships.
    Priority(&'a PriorityFacts, &'static str),
    /// The action plan.
    Plan(PlanFigure),
    /// An action.
    Action(&'a ActionFacts, ActionFigure),
    /// A partnership's progress on an action.
    Update(&'a ActionFacts, &'a ActionUpdate),
    /// The actions of a status, of all priorities or one, now or last quarter.
    Statuses(Option<&'a str>, ActionStatus, bool),
    /// What was asked of the board.
    Ask(&'a BoardActionFacts),
    /// A number of the method.
    Method(Constant),
}

/// Resolves what follows the name of a chapter.
type Chapter<'a> = fn(&Known<'a>, &[&str]) -> Option<Subject<'a>>;

/// Resolves a name: `AREA / [MEASURE /] SERIES / FIGURE`, `AREA / CODE / FIGURE`, `AREA / FIGURE`, `FIGURE`, or what begins
/// with [`PLAN`], [`PRIORITIES`], [`ASKS`], [`THEMES`], [`board::FILE`] or [`METHOD`].
pub(super) fn resolve<'a>(known: &Known<'a>, asked: &str) -> Result<Subject<'a>, Problem> {
    let facts = known.facts;
    let parts: Vec<&str> = asked.split('/').map(str::trim).collect();
    let whole = WholeFigure::of(&parts[0].to_lowercase());
    let alone = parts[1..].iter().all(|p| p.chars().all(|c| c.is_lowercase() || c.is_ascii_digit() || c == '_'));
    if let Some(figure) = whole.filter(|_| alone) {
        return Ok(Subject::Whole(figure));
    }
    let chapters: [(&str, Chapter<'a>); 6] = [
        (PLAN, plan),
        (PRIORITIES, priority),
        (ASKS, ask),
        (THEMES, theme),
        (board::FILE, threshold),
        (METHOD, method),
    ];
    if let Some((name, of)) = chapters.iter().find(|(name, _)| same(name, &parts[..1])) {
        let missing = || unknown(asked, "figure of it", &parts[1..].join(" / "), std::iter::once(*name));
        return of(known, &parts[1..]).ok_or_else(missing);
    }
    let names = || facts.areas.iter().map(|a| a.name.as_str()).chain(facts.indicators.iter().map(|i| i.area.as_str()));
    // A name may hold a slash of its own: the shortest beginning that is an area's name is the area.
    let found = (1..=parts.len()).find_map(|n| Some((names().find(|name| same(name, &parts[..n]))?, &parts[n..])));
    let Some((area, rest)) = found else {
        return Err(unknown(asked, "area", parts[0], names()));
    };
    let described = facts.areas.iter().find(|a| a.name == area);
    let whole = rest.first().and_then(|f| AreaFigure::of(&f.to_lowercase()));
    if let Some((area, figure)) = described.zip(whole) {
        return Ok(Subject::Area(area, figure));
    }
    if rest.len() < 2 {
        return Err(too_short(asked));
    }
    // What is left after a name are the figure and, where there are any, parts of it.
    let indicators = || facts.indicators.iter().chain(&facts.group_indicators).filter(|i| i.area == area);
    let row = (1..rest.len()).rev().find_map(|n| Some((indicators().find(|i| same(&i.code, &rest[..n]))?, &rest[n..])));
    if let Some((row, figure)) = row {
        let found = INDICATOR.into_iter().find(|f| *f == figure[0].to_lowercase());
        let found = found.ok_or_else(|| unknown(asked, "figure", figure[0], INDICATOR.into_iter()))?;
        return Ok(Subject::Indicator(row, found));
    }
    let measures = || described.iter().flat_map(|a| &a.measures);
    let line = (1..rest.len()).rev().find_map(|n| Some((series(measures, &rest[..n])?, &rest[n..])));
    if let Some((area, ((measure, series), figure))) = described.zip(line) {
        if let Some(month) = figure[0].strip_prefix("revision ") {
            let here = |r: &&Revision| (&r.area, &r.measure, &r.category) == (&area.name, &measure.name, &series.name);
            let found = facts.revisions.iter().filter(here).find(|r| r.month.iso() == month);
            return found.map(Subject::Revision).ok_or_else(|| unknown(asked, "revision", month, std::iter::empty()));
        }
        return Ok(Subject::Series(Line { area, measure, series }, pick(asked, &figure.join("."))?));
    }
    let known = measures().flat_map(lines).map(|(name, _)| name).chain(indicators().map(|i| i.code.as_str()));
    Err(unknown(asked, "category or indicator", &rest[..rest.len() - 1].join(" / "), known))
}

/// Finds a series by its measure's name and its own, or by its own alone.
fn series<'a, M: Iterator<Item = &'a MeasureFacts>>(
    measures: impl Fn() -> M,
    name: &[&str],
) -> Option<(&'a MeasureFacts, &'a SeriesFacts)> {
    let within =
        |m: &'a MeasureFacts, name: &[&str]| lines(m).find(|(alias, _)| same(alias, name)).map(|(_, s)| (m, s));
    let in_measure = measures().find_map(|m| {
        let n = (1..name.len()).find(|n| same(&m.name, &name[..*n]))?;
        within(m, &name[n..])
    });
    in_measure.or_else(|| measures().find_map(|m| within(m, name)))
}

/// Gives the series of a measure under the names they go by.
fn lines(measure: &MeasureFacts) -> impl Iterator<Item = (&str, &SeriesFacts)> {
    let totals = [("total", &measure.total), (measure.total.name.as_str(), &measure.total)];
    measure.categories.iter().map(|c| (c.name.as_str(), c)).chain(totals)
}

fn status(name: &str) -> Option<ActionStatus> {
    ActionStatus::ALL.into_iter().find(|s| key(s.name()) == key(name))
}

fn plan<'a>(known: &Known<'a>, rest: &[&str]) -> Option<Subject<'a>> {
    let first = rest.first()?;
    if let Some(figure) = PlanFigure::of(&first.to_lowercase()) {
        return Some(Subject::Plan(figure));
    }
    if let Some(status) = status(first) {
        return Some(Subject::Statuses(None, status, rest.get(1) == Some(&"previous")));
    }
    let items = || known.facts.actions.items.iter();
    let action = (1..rest.len()).find_map(|n| Some((items().find(|a| same(&a.reference, &rest[..n]))?, &rest[n..])));
    if let Some((action, rest)) = action {
        if let Some(figure) = ActionFigure::of(&rest[0].to_lowercase()) {
            return Some(Subject::Action(action, figure));
        }
        let updates = || action.updates.iter();
        let update = (1..=rest.len()).find_map(|n| updates().find(|u| same(&u.area, &rest[..n])))?;
        return Some(Subject::Update(action, update));
    }
    let (last, name) = rest.split_last()?;
    let priority = items().map(|a| a.priority.as_str()).find(|p| same(p, name))?;
    Some(Subject::Statuses(Some(priority), status(last)?, false))
}

fn ask<'a>(known: &Known<'a>, rest: &[&str]) -> Option<Subject<'a>> {
    let (_, name) = rest.split_last()?;
    let asks = known.facts.board_actions.iter();
    let mut named = asks.filter(|a| same(&format!("{}/{}", a.raised, a.item), name));
    named.next().map(Subject::Ask)
}

fn priority<'a>(known: &Known<'a>, rest: &[&str]) -> Option<Subject<'a>> {
    let (figure, name) = rest.split_last()?;
    let figure = ["narrative", "activity", "risk", "previous_risk"].into_iter().find(|f| f == figure)?;
    known.facts.priorities.iter().find(|p| same(&p.name, name)).map(|p| Subject::Priority(p, figure))
}

fn theme<'a>(known: &Known<'a>, rest: &[&str]) -> Option<Subject<'a>> {
    let (_, name) = rest.split_last()?;
    known.board.themes.iter().find(|t| same(&t.name, name)).map(Subject::Theme)
}

fn threshold<'a>(known: &Known<'a>, rest: &[&str]) -> Option<Subject<'a>> {
    let n = &known.board.narrative;
    let plain = |r: Ratio| r.round(if r.is_whole() { 0 } else { 1 }).to_string();
    let count = |n: u32| crate::number::Count(n).to_string();
    let all = [
        ("movers_max", n.movers_max.to_string()),
        ("movers_share", plain(n.movers_percent)),
        ("movers_floor", count(n.movers_floor)),
        ("movers_floor_small", count(n.movers_floor_small)),
        ("small_total", count(n.small_total)),
        ("mentions_max", n.mentions_max.to_string()),
        ("mentions_months", count(n.mentions_months)),
        ("mentions_rank", count(n.mentions_rank)),
        ("mentions_run", count(n.mentions_run)),
        ("mentions_distance", plain(n.mentions_distance)),
        ("close", plain(n.close)),
    ];
    let [table, name] = rest else { return None };
    let found = all.into_iter().find(|(known, _)| *table == "narrative" && known == name);
    found.map(|(name, value)| Subject::Threshold(name, value))
}

fn method<'a>(_: &Known<'a>, rest: &[&str]) -> Option<Subject<'a>> {
    let [number] = rest else { return None };
    number.replace(',', "").parse().ok().and_then(Constant::of).map(Subject::Method)
}

fn same(name: &str, parts: &[&str]) -> bool {
    key(name) == key(&parts.join("/"))
}

/// Picks a figure by its name, with or without the object it is in (`latest.run`) or a part of it (`rolling12.percent`).
fn pick(asked: &str, figure: &str) -> Result<Figure, Problem> {
    let lower = figure.to_lowercase();
    let wanted = lower.strip_prefix("latest.").unwrap_or(&lower);
    if let Some(figure) = Figure::of(wanted) {
        return Ok(figure);
    }
    let wanted = match wanted.split_once('.').map_or(wanted, |(whole, _)| whole) {
        "latest" => "count",
        "months_since_high" => "highest_since",
        "months_since_low" => "lowest_since",
        "of" => "rank",
        "signal" | "lower" | "upper" | "centre" => "xmr",
        other => other,
    };
    Figure::of(wanted).ok_or_else(|| unknown(asked, "figure", figure, asked_for()))
}

/// The names of figures of series that people ask for.
pub(super) fn asked_for() -> impl Iterator<Item = &'static str> {
    let common = |figure: &Figure| !matches!(figure, Figure::Said(_) | Figure::Mentions | Figure::Movers(..));
    Figure::ALL.iter().filter(move |(figure, _)| common(figure)).map(|(_, name)| *name)
}

fn too_short(asked: &str) -> Problem {
    let expected = "an area, a category or indicator, and a figure";
    Problem::expected(Code::UnknownFigure, Place::Whole(asked.into()), expected, format!("\u{201c}{asked}\u{201d}"))
        .help(usage())
}

/// Says that there is no such thing, what the nearest is, and how figures are named.
fn unknown<'a>(asked: &str, kind: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Problem {
    let known = Vec::from_iter(known.collect::<BTreeSet<_>>());
    let help = match nearest(name, known.iter().copied()) {
        Some(near) => format!("The nearest is \u{201c}{near}\u{201d}. {}", usage()),
        None if known.is_empty() => usage(),
        None => format!("There are {}. {}", text::list_some(&known, 8), usage()),
    };
    let message = format!("there is no {kind} \u{201c}{name}\u{201d}");
    Problem::new(Code::UnknownFigure, Place::Whole(asked.into()), message).help(help)
}

fn usage() -> String {
    let (series, indicator) = (asked_for().collect::<Vec<_>>().join(", "), INDICATOR.join(", "));
    format!(
        "Name a figure as in \u{201c}Area / Category / rolling12\u{201d} ({series}) or \u{201c}Area / Code / status\u{201d} ({indicator}), or as `build --trace` lists it"
    )
}
