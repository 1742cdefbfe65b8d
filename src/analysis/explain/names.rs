//! A figure's name, as people write it, resolved among the facts.

use std::collections::BTreeSet;

use crate::analysis::facts::{Facts, IndicatorFacts, MeasureFacts, SeriesFacts};
use crate::problem::{Code, Place, Problem};
use crate::text::{self, key, nearest};

use super::Line;

/// The figures of a series, as they are asked for.
pub(super) const SERIES: [&str; 19] = [
    "rolling12",
    "year_to_date",
    "rate",
    "share_of_change",
    "share_of_change_year_to_date",
    "quarters",
    "rolling",
    "usual",
    "notable",
    "gaps",
    "drivers",
    "count",
    "average12",
    "highest_since",
    "lowest_since",
    "rank_high",
    "rank_low",
    "run",
    "xmr",
];

/// The figures of an indicator.
const INDICATOR: [&str; 8] =
    ["actual", "target", "previous", "difference", "percent_difference", "direction", "status", "last_quarter"];

/// What a figure is of.
pub(super) enum Subject<'a> {
    /// A series of months.
    Series(Line<'a>),
    /// A row of the target status.
    Indicator(&'a IndicatorFacts),
}

/// Resolves `AREA / [MEASURE /] SERIES / FIGURE` or `AREA / CODE / FIGURE`.
pub(super) fn resolve<'a>(facts: &'a Facts, asked: &str) -> Result<(Subject<'a>, &'static str), Problem> {
    let parts: Vec<&str> = asked.split('/').map(str::trim).collect();
    let names = || facts.areas.iter().map(|a| a.name.as_str()).chain(facts.indicators.iter().map(|i| i.area.as_str()));
    // A name may hold a slash of its own: the shortest beginning that is an area's name is the area.
    let found = (1..=parts.len()).find_map(|n| Some((names().find(|name| same(name, &parts[..n]))?, &parts[n..])));
    let Some((area, rest)) = found else {
        return Err(unknown(asked, "area", parts[0], names()));
    };
    let [middle @ .., figure] = rest else { return Err(too_short(asked)) };
    if middle.is_empty() {
        return Err(too_short(asked));
    }
    let indicators = || facts.indicators.iter().chain(&facts.group_indicators).filter(|i| i.area == area);
    if let Some(row) = indicators().find(|i| same(&i.code, middle)) {
        return Ok((Subject::Indicator(row), pick(asked, figure, &INDICATOR)?));
    }
    let described = facts.areas.iter().find(|a| a.name == area);
    let measures = || described.iter().flat_map(|a| &a.measures);
    let within =
        |m: &'a MeasureFacts, name: &[&str]| lines(m).find(|(alias, _)| same(alias, name)).map(|(_, s)| (m, s));
    let in_measure = measures().find_map(|m| {
        let n = (1..middle.len()).find(|n| same(&m.name, &middle[..*n]))?;
        within(m, &middle[n..])
    });
    if let Some((area, (measure, series))) =
        described.zip(in_measure.or_else(|| measures().find_map(|m| within(m, middle))))
    {
        return Ok((Subject::Series(Line { area, measure, series }), pick(asked, figure, &SERIES)?));
    }
    let known = measures().flat_map(lines).map(|(name, _)| name).chain(indicators().map(|i| i.code.as_str()));
    Err(unknown(asked, "category or indicator", &middle.join(" / "), known))
}

/// Gives the series of a measure under the names they go by.
fn lines(measure: &MeasureFacts) -> impl Iterator<Item = (&str, &SeriesFacts)> {
    let totals = [("total", &measure.total), (measure.total.name.as_str(), &measure.total)];
    measure.categories.iter().map(|c| (c.name.as_str(), c)).chain(totals)
}

fn same(name: &str, parts: &[&str]) -> bool {
    key(name) == key(&parts.join("/"))
}

/// Picks a figure by its name, with or without the object it is in (`latest.run`) or a part of it (`rolling12.percent`).
fn pick(asked: &str, figure: &str, known: &[&'static str]) -> Result<&'static str, Problem> {
    let lower = figure.to_lowercase();
    let wanted = lower.strip_prefix("latest.").unwrap_or(&lower);
    let wanted = match wanted.split_once('.').map_or(wanted, |(whole, _)| whole) {
        "latest" => "count",
        "months_since_high" => "highest_since",
        "months_since_low" => "lowest_since",
        "signal" => "xmr",
        other => other,
    };
    let found = known.iter().find(|k| **k == wanted).copied();
    found.ok_or_else(|| unknown(asked, "figure", figure, known.iter().copied()))
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
    let (series, indicator) = (SERIES.join(", "), INDICATOR.join(", "));
    format!(
        "Name a figure as in \u{201c}Area / Category / rolling12\u{201d} ({series}) or \u{201c}Area / Code / status\u{201d} ({indicator})"
    )
}
