//! Charts: their bars and points, and what their titles, subtitles and text alternatives say.

use serde_json::Value;

use super::words::*;
use crate::quarter::Month;

/// A name with its comparison.
type Named<'a> = (&'a str, &'a Value);

/// Reads a chart of one area: by area, by category, or its months.
pub(super) fn of_area(chart: &Value, facts: &Value, area: &Value) -> Read {
    let main = &area["measures"][0];
    let many = text(&main["noun"][1]);
    let group = area["kind"] == "group";
    let capital: String = many[..1].to_uppercase() + &many[1..];
    let named = |v: &'_ Value| (text(&v["name"]).to_string(), v["total"]["rolling12"].clone());
    match text(&chart["id"]).split('-').next() {
        Some("areas") => {
            let areas = items(&facts["areas"]).iter().filter(|a| items(&area["members"]).contains(&a["name"]));
            let owned: Vec<_> = areas.map(|a| (named(a).0, a["measures"][0]["total"]["rolling12"].clone())).collect();
            let bars: Vec<Named> = owned.iter().map(|(n, c)| (n.as_str(), c)).collect();
            equal(
                text(&chart["subtitle"]),
                &format!("{}, % change over 12 months", text(&main["total"]["name"])),
                "subtitle",
            )?;
            spread(chart, &bars, true, "area", " and their total")?;
            equal(bar_names(chart).len(), bars.len() + 1, "bars")
        }
        Some("categories") => {
            let bars: Vec<Named> =
                items(&main["categories"]).iter().map(|s| (text(&s["name"]), &s["rolling12"])).collect();
            let subtitle = if group {
                format!("{capital}, % change over 12 months")
            } else {
                format!("Change in {many} over 12 months")
            };
            equal(text(&chart["subtitle"]), &subtitle, "subtitle")?;
            spread(chart, &bars, group, "category", "")?;
            equal(bar_names(chart).len(), bars.len(), "bars")
        }
        Some("trend") => months(chart, &main["total"], &capital),
        other => Err(format!("unknown chart: {other:?}")),
    }
}

fn bar_names(chart: &Value) -> &[Value] {
    items(&chart["chart"]["bars"]["bars"])
}

/// Reads the small charts of all areas.
pub(super) fn multiples(chart: &Value, facts: &Value) -> Read {
    let areas: Vec<&Value> = items(&facts["areas"]).iter().filter(|a| a["kind"] == "area").collect();
    let changes: Vec<Named> = areas
        .iter()
        .map(|a| (text(&a["name"]), &a["measures"][0]["total"]["rolling12"]))
        .filter(|(_, c)| !c.is_null())
        .collect();
    let count = |sign: i64| {
        changes.iter().filter(|(_, c)| c["change"].as_i64().is_some_and(|c| c.signum() == sign)).count() as f64
    };
    let patterns = [
        "No area changed over the year",
        "{} area rose over the year and {} fell",
        "{} areas rose over the year and {} fell",
        "{} area fell over the year and none rose",
        "{} areas fell over the year and none rose",
        "No change over the year can be worked out yet",
    ];
    let (way, found) = either(&patterns, text(&chart["title"]))?;
    let [rose, fell] = match way {
        0 | 5 => [0., 0.],
        1 | 2 => [in_words(found[0])?, in_words(found[1])?],
        _ => [0., in_words(found[0])?],
    };
    equal(way == 5, changes.is_empty(), "what can be worked out")?;
    equal([rose, fell], [count(1), count(-1)], "areas")?;
    check(way == 0 || way == 5 || (way % 2 == 1) == (if way < 3 { rose } else { fell } == 1.), "singular or plural")?;
    let quarter = Month::parse(text(&facts["quarter"]["last_month"])).ok_or("no month")?;
    let alt = "Small line charts side by side, one for each of {} areas, over the months up to {}.{}";
    let found = holes(alt, text(&chart["alt"])).ok_or_else(|| chart["alt"].to_string())?;
    same(number(found[0])?, &Value::from(areas.len()), "areas")?;
    equal(found[1].to_string(), quarter.to_string(), "month")?;
    let extremes = match either(
        &["", " The change over 12 months is {} in {}.", " The change over 12 months runs from {} in {} to {} in {}."],
        found[2],
    )? {
        (0, _) => return equal([rose, fell], [0., 0.], "areas that changed"),
        (_, found) => found,
    };
    let values: Vec<f64> = changes.iter().filter_map(|(_, c)| c["change"].as_f64()).collect();
    let ends = [
        values.iter().copied().fold(f64::INFINITY, f64::min),
        values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    ];
    for (pair, end) in extremes.chunks(2).zip(ends) {
        let figure = changes.iter().find(|(n, _)| *n == pair[1]).ok_or("no such area")?.1;
        signed(pair[0], &figure["change"])?;
        equal(figure["change"].as_f64(), Some(end), "the extreme")?;
    }
    Ok(())
}

/// The value that a bar has.
fn value(figure: &Value, percent: bool) -> Option<f64> {
    let change = figure["change"].as_f64()?;
    if !percent {
        return Some(change);
    }
    let previous = figure["previous"].as_f64()?;
    (previous != 0.).then(|| 100. * change / previous)
}

/// Reads the title and the text alternative of a chart of bars.
fn spread(chart: &Value, bars: &[Named<'_>], percent: bool, what: &str, total: &str) -> Read {
    let known: Vec<(&str, f64, &Value)> = bars.iter().filter_map(|(n, c)| Some((*n, value(c, percent)?, *c))).collect();
    let (rose, fell) = (known.iter().filter(|k| k.1 > 0.).count(), known.iter().filter(|k| k.1 < 0.).count());
    let [low, high] = [f64::min, f64::max].map(|f| known.iter().map(|k| k.1).reduce(f).unwrap_or_default());
    let at = |name: &str, end: f64| {
        let found = known.iter().find(|k| k.0 == name).ok_or_else(|| format!("no bar {name:?}"))?;
        check((found.1 - end).abs() < 1e-9, name)?;
        Ok::<&Value, String>(found.2)
    };
    let patterns = [
        "{} rose most and {} fell most".to_string(),
        format!("{{}} rose most; no {what} fell"),
        format!("{{}} fell most; no {what} rose"),
        format!("No {what} changed"),
    ];
    let (way, found) = either(&patterns.each_ref().map(String::as_str), text(&chart["title"]))?;
    equal(
        way,
        match (rose > 0, fell > 0) {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => 2,
            _ => 3,
        },
        "title",
    )?;
    match way {
        0 => {
            at(found[0], high)?;
            at(found[1], low)?;
        }
        1 => {
            at(found[0], high)?;
        }
        2 => {
            at(found[0], low)?;
        }
        _ => {}
    }
    let noun = if what == "area" { "areas" } else { "categories" };
    let head = format!("Horizontal bar chart of {{}} {noun}{total}, {{}}.");
    let found = holes(&head, text(&chart["alt"])).ok_or_else(|| chart["alt"].to_string())?;
    same(number(found[0])?, &Value::from(known.len()), noun)?;
    let (way, said) = either(&["none of which changed", "each by {}; {}", "from {} ({}) to {} ({}); {}"], found[1])?;
    let figure = |said: &str, figure: &Value| {
        if percent && figure["percent"].as_f64() == Some(0.) && figure["change"] != 0 {
            return equal(said, "[low]", "percent");
        }
        if percent { signed(said.trim_end_matches('%'), &figure["percent"]) } else { signed(said, &figure["change"]) }
    };
    match way {
        0 => return equal(rose + fell, 0, "changed"),
        1 => figure(said[0], known[0].2)?,
        _ => {
            figure(said[0], at(said[1], low)?)?;
            figure(said[2], at(said[3], high)?)?;
        }
    }
    let (way, found) = either(&["{} rose, {} fell and {} did not change", "{} rose, {} fell"], said[said.len() - 1])?;
    let level = if way == 0 { in_words(found[2])? } else { 0. };
    let wanted = [rose, fell, known.len() - rose - fell].map(|n| n as f64);
    equal([in_words(found[0])?, in_words(found[1])?, level], wanted, "counts")
}

/// Reads the chart of the months of a series.
fn months(chart: &Value, series: &Value, capital: &str) -> Read {
    let history = items(&series["history"]);
    let shown = &history[history.len().saturating_sub(24)..];
    let counts: Vec<f64> = shown.iter().filter_map(|m| m["count"].as_f64()).collect();
    let mean = counts.iter().sum::<f64>() / counts.len() as f64;
    let moves = counts.windows(2).map(|w| (w[1] - w[0]).abs()).sum::<f64>() / (counts.len() - 1) as f64;
    let outside = counts.iter().filter(|c| (*c - mean).abs() > 2.66 * moves + 1e-9).count() as f64;
    let limits = counts.len() >= 13;
    let patterns = [
        "Too few months are on record for a normal range",
        "{} of {} months was outside the normal range",
        "{} of {} months were outside the normal range",
    ];
    let (way, found) = either(&patterns, text(&chart["title"]))?;
    equal(way > 0, limits, "limits")?;
    if limits {
        equal([in_words(found[0])?, number(found[1])?], [outside, shown.len() as f64], "outside")?;
        equal(way == 1, outside < 2., "singular or plural")?;
    }
    let ends =
        [shown.first(), shown.last()].map(|m| m.and_then(|m| Month::parse(text(&m["month"]))).map(|m| m.short()));
    let found = holes(&format!("{capital} a month, {{}} to {{}}"), text(&chart["subtitle"])).ok_or("the subtitle")?;
    equal([Some(found[0].to_string()), Some(found[1].to_string())], ends, "months")?;
    let (way, found) = either(
        &[
            "Line chart of {} months, from {} ({}) to {} ({}), around a mean of {} with a normal range of {} to {}.",
            "Line chart of {} months, from {} ({}) to {} ({}).",
            "Line chart of {} months, each with {}.",
        ],
        text(&chart["alt"]),
    )?;
    same(number(found[0])?, &Value::from(shown.len()), "months")?;
    let [low, high] = [f64::min, f64::max].map(|f| counts.iter().copied().reduce(f));
    if way == 2 {
        return equal([low, high], [Some(number(found[1])?); 2], "each month");
    }
    equal(low == high, false, "each month")?;
    for (at, end) in [(1, low), (3, high)] {
        let month = Month::parse(found[at + 1]).ok_or("no month")?;
        let point = shown.iter().find(|m| m["month"] == month.iso()).ok_or("no such month")?;
        same(number(found[at])?, &point["count"], "count")?;
        equal(point["count"].as_f64(), end, "the extreme")?;
    }
    equal(way == 0, limits, "limits")?;
    if way == 0 {
        let xmr = &series["latest"]["xmr"];
        same(number(found[5])?, &xmr["centre"], "mean")?;
        same(number(found[6])?, &xmr["lower"], "lower limit")?;
        same(number(found[7])?, &xmr["upper"], "upper limit")?;
    }
    let points = items(&chart["chart"]["trend"]["points"]);
    let drawn: Vec<(&Value, &Value)> = points.iter().map(|p| (&p[0], &p[1])).collect();
    equal(drawn, shown.iter().map(|m| (&m["month"], &m["count"])).collect(), "points")
}
