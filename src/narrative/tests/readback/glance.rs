//! The performance overview's page at a glance.

use std::collections::BTreeSet;

use serde_json::Value;

use super::latest::is_high;
use super::words::*;
use crate::quarter::Month;

/// Reads the page at a glance.
pub(super) fn glance(facts: &Value, body: &str) -> Read {
    let areas = items(&facts["areas"]);
    let group = areas.iter().find(|a| a["kind"] == "group");
    let lead = group.or(if areas.len() == 1 { areas.first() } else { None });
    let mut found = Found::default();
    for line in body.lines().filter(|l| !l.is_empty()) {
        let read = if let Some(said) = holes("<lead>{}</lead>", line) {
            found.headline = true;
            headline(facts, lead, areas, said[0])
        } else if let Some(said) = holes("A quarter earlier, counted as now, it {} on the year before.", line) {
            let figure = &lead.ok_or("no lead")?["measures"][0]["total"]["rolling12_last_quarter"];
            match said[0].strip_prefix("was ") {
                Some(said) => change(said, figure),
                None => {
                    equal(said[0], "had not changed", "a quarter earlier").and(same(0., &figure["change"], "change"))
                }
            }
        } else if line.starts_with("Unlike ") {
            unlike(lead.ok_or("no lead")?, areas, line)
        } else if line.starts_with("- **") {
            red(facts, line, &mut found.reds)
        } else if line.starts_with('|') {
            row(facts, line, &mut found)
        } else {
            stated(facts, areas, line)
        };
        read.map_err(|e| format!("{line:?}: {e}"))?;
    }
    check(found.headline, "no headline")?;
    equal(found.rows.len(), areas.len(), "rows of areas")?;
    equal(found.reds, all_reds(facts), "reds")?;
    let unusual = areas.iter().flat_map(|a| unusual(a).map(|s| (text(&a["title"]).to_string(), s)));
    equal(found.exceptions, unusual.collect(), "exceptions")
}

#[derive(Default)]
struct Found {
    headline: bool,
    rows: BTreeSet<String>,
    reds: BTreeSet<(String, String)>,
    exceptions: BTreeSet<(String, (String, u64, String))>,
}

/// Every series of an area that is out of the ordinary: its name, count and signal.
fn unusual(area: &Value) -> impl Iterator<Item = (String, u64, String)> + '_ {
    items(&area["measures"]).iter().flat_map(|m| {
        let categories = items(&m["categories"]);
        let told = std::iter::once(&m["total"]).chain(if categories.len() > 1 { categories } else { &[] });
        told.filter_map(|s| {
            let signal = s["latest"]["signal"].as_str().filter(|s| *s != "none")?;
            Some((text(&s["name"]).to_string(), s["latest"]["count"].as_u64()?, signal.to_string()))
        })
    })
}

pub(super) fn all_reds(facts: &Value) -> BTreeSet<(String, String)> {
    let reds = items(&facts["indicators"]).iter().filter(|i| i["status"] == "Red");
    reds.map(|i| (text(&i["code"]).to_string(), text(&i["area"]).to_string())).collect()
}

fn headline(facts: &Value, lead: Option<&Value>, areas: &[Value], said: &str) -> Read {
    let quarter = &facts["quarter"];
    let [last, start] = ["last_month", "year_start"].map(|k| Month::parse(text(&quarter[k])));
    let (last, start) = (last.ok_or("no month")?, start.ok_or("no month")?);
    let Some(lead) = lead else {
        if said == "There are no figures yet." {
            return Ok(());
        }
        let (way, found) = either(
            &[
                "Over the 12 months ending {}, recorded figures rose in {} areas and fell in {}, with no change in {}.",
                "Over the 12 months ending {}, recorded figures rose in {} areas and fell in {}.",
                "Over the 12 months ending {}, recorded figures rose in {} area and fell in {}, with no change in {}.",
                "Over the 12 months ending {}, recorded figures rose in {} area and fell in {}.",
            ],
            said,
        )?;
        equal(found[0].to_string(), last.to_string(), "month")?;
        let count = |sign: i64| {
            let changes = areas.iter().filter_map(|a| a["measures"][0]["total"]["rolling12"]["change"].as_i64());
            changes.filter(|c| c.signum() == sign).count() as f64
        };
        equal([number(found[1])?, in_words(found[2])?], [count(1), count(-1)], "areas")?;
        return equal(if way % 2 == 0 { in_words(found[3])? } else { 0. }, count(0), "areas without a change");
    };
    let total = &lead["measures"][0]["total"];
    if let Some(found) = holes("The months on record are too few to compare {} with the year before.", said) {
        equal(found[0], text(&lead["title"]), "lead")?;
        return check(total["rolling12"].is_null() && items(&lead["missing"]).is_empty(), "there is a figure");
    }
    if total["rolling12"].is_null() {
        return missing(lead, said.trim_end_matches('.'));
    }
    let name = text(&total["name"]);
    let name = name[..1].to_lowercase() + &name[1..];
    let title = text(&lead["title"]);
    let year = &total["year_to_date"];
    let sign = |v: &Value| v["change"].as_i64().map(i64::signum);
    let from = if start.year() == last.year() {
        start.to_string().replace(&format!(" {}", start.year()), "")
    } else {
        start.to_string()
    };
    let both = format!(
        "Compared with the year before, {name} in {title} was {{}} in the 12 months ending {last}, {{}} from {from} to {last}."
    );
    if let Some(found) = holes(&both, said) {
        change(found[0], &total["rolling12"])?;
        let (way, rest) = either(&["and {}", "but {}"], found[1])?;
        equal(way == 0, sign(&total["rolling12"]) == sign(year), "and or but")?;
        return change(rest[0], year);
    }
    let found = holes(&format!("In the 12 months ending {{}}, {name} in {title} {{}} from {{}} it {{}}."), said);
    let found = found.ok_or("the headline")?;
    equal(found[0].to_string(), last.to_string(), "month")?;
    let (way, first) = either(
        &["did not change;", "did not change, but", "was {} on the year before;", "was {} on the year before, but"],
        found[1],
    )?;
    equal(way % 2 == 0, sign(&total["rolling12"]) == sign(year), "and or but")?;
    if way < 2 {
        same(0., &total["rolling12"]["change"], "change")?
    } else {
        change(first[0], &total["rolling12"])?
    }
    equal(found[2].to_string(), format!("{from} to {last}"), "months")?;
    match holes("was {} on the same months of the year before", found[3]) {
        Some(said) => change(said[0], year),
        None => equal(found[3], "did not change", "year to date").and(same(0., &year["change"], "change")),
    }
}

/// `2 of 3 partnerships have returned, so there are no figures for County`
pub(super) fn missing(area: &Value, said: &str) -> Read {
    let title = text(&area["title"]);
    let patterns = [
        format!("{{}} of {{}} partnerships have returned, so there are no figures for {title}"),
        format!("{{}} of {{}} partnerships have returned: there are no figures for {title} yet"),
        format!("No return has been received from {title}, so there are no figures"),
        format!("There are no figures for {title} yet"),
    ];
    let (_, found) = either(&patterns.each_ref().map(String::as_str), said)?;
    let (members, missing) = (items(&area["members"]).len(), items(&area["missing"]).len());
    check(missing > 0, "nothing is missing")?;
    if found.is_empty() {
        return Ok(());
    }
    equal([number(found[0])?, number(found[1])?], [(members - missing) as f64, members as f64], "returned")
}

/// `Unlike County as a whole, these areas fell in the year to date: [North](#area-north), down 0.5% (9 fewer).`
fn unlike(lead: &Value, areas: &[Value], line: &str) -> Read {
    let patterns = [
        "Unlike {} as a whole, these areas {} over the 12 months: {}.",
        "Unlike {} as a whole, {} rose in the year to date.",
        "Unlike {} as a whole, {} fell in the year to date.",
    ];
    let (way, found) = either(&patterns, line)?;
    let about = if way == 0 { "rolling12" } else { "year_to_date" };
    equal(found[0], text(&lead["title"]), "lead")?;
    let figure = |a: &'_ Value| a["measures"][0]["total"][about].clone();
    let sign = if found[1] == "rose" || way == 1 { 1 } else { -1 };
    check(way > 0 || found[1] == "rose" || found[1] == "fell", "no direction")?;
    equal(figure(lead)["change"].as_i64().map(i64::signum), Some(-sign), "the lead's direction")?;
    let mut named = BTreeSet::new();
    if way > 0 {
        named.extend(names(found[1]));
    }
    for part in found.get(2).into_iter().flat_map(|list| list.split("; ")) {
        let parts = holes("[{}](#{}), {}", part).ok_or("no area")?;
        let area = areas.iter().find(|a| a["name"] == parts[0]).ok_or("no such area")?;
        change(parts[2], &figure(area))?;
        named.insert(parts[0]);
    }
    let other = |a: &&Value| a["kind"] == "area" && figure(a)["change"].as_i64().is_some_and(|c| c.signum() == sign);
    equal(named, areas.iter().filter(other).map(|a| text(&a["name"])).collect(), "areas that went the other way")
}

/// `- **Violence with injury** (AWI): Derby City (1,730 against a target of 1,636; green last quarter)`
fn red(facts: &Value, line: &str, reds: &mut BTreeSet<(String, String)>) -> Read {
    let found = holes("- **{}** ({}): {}", line).ok_or("no indicator")?;
    red_list(facts, found[1], found[2], reds)
}

pub(super) fn red_list(facts: &Value, code: &str, list: &str, reds: &mut BTreeSet<(String, String)>) -> Read {
    for part in list.split("); ") {
        let part = part.strip_suffix(')').unwrap_or(part);
        let (way, found) =
            either(&["{} ({} against a target of {}; {} last quarter", "{} ({} against a target of {}"], part)?;
        let row = items(&facts["indicators"])
            .iter()
            .find(|i| i["code"] == code && i["area"] == found[0])
            .ok_or("no such row")?;
        equal(text(&row["status"]), "Red", "status")?;
        same(number(found[1])?, &row["actual"], "actual")?;
        same(number(found[2])?, &row["target"], "target")?;
        if way == 0 {
            equal(
                found[3].to_string(),
                text(&row["previous_status"]).to_lowercase().replace("na", "no target"),
                "last quarter",
            )?;
        } else {
            check(row["previous_status"].is_null() || row["previous_status"] == "Red", "the last status is not said")?;
        }
        reds.insert((code.to_string(), found[0].to_string()));
    }
    Ok(())
}

/// A row of one of the tables at a glance.
fn row(facts: &Value, line: &str, found: &mut Found) -> Read {
    let areas = items(&facts["areas"]);
    let cells = cells(line);
    if cells[0] == "Area" || cells[0].starts_with("---") {
        return Ok(());
    }
    let name = plain(cells[0].split(" (").next().filter(|_| cells[0].contains(" returned)")).unwrap_or(cells[0]));
    let area = areas.iter().find(|a| a["title"] == name).ok_or_else(|| format!("no area {name:?}"))?;
    if cells.len() == 2 {
        let patterns = ["**Higher:** {}. **Lower:** {}", "**Higher:** {}", "**Lower:** {}"];
        let (way, sides) = either(&patterns, cells[1])?;
        for (list, high) in sides.into_iter().zip([way < 2, false]) {
            for part in list.split("; ") {
                let (_, said) = either(&["{} ({}, {})", "{} ({})"], part)?;
                let series = unusual(area).find(|(n, ..)| n == said[0]).ok_or("it is not unusual")?;
                same(number(said[1])?, &Value::from(series.1), said[0])?;
                equal(is_high(&Value::from(series.2.as_str())), high, "the side")?;
                let mark = match series.2.as_str() {
                    "high" | "low" => None,
                    "trend_up" => Some("rising"),
                    "trend_down" => Some("falling"),
                    "near_high" | "near_low" => Some("near"),
                    _ => Some("run"),
                };
                equal(said.get(2).copied(), mark, "mark")?;
                check(found.exceptions.insert((name.clone(), series)), "twice")?;
            }
        }
        return Ok(());
    }
    check(found.rows.insert(name), "twice")?;
    let measures = items(&area["measures"]);
    let total = &measures[0]["total"];
    let rolling = &total["rolling12"];
    or_missing(cells[1], &rolling["current"])?;
    if rolling.is_null() {
        equal(cells[2], "[x]", "change")?
    } else {
        signed(cells[2], &rolling["change"])?
    }
    percent_cell(cells[3], rolling)?;
    or_missing(cells[4], &total["rate"])?;
    percent_cell(cells[5], &total["year_to_date"])?;
    equal(cells.len(), 5 + measures.len(), "columns")?;
    measures[1..].iter().zip(&cells[6..]).try_for_each(|(m, cell)| percent_cell(cell, &m["total"]["rolling12"]))
}

/// Sentences without figures of their own: each must be so.
fn stated(facts: &Value, areas: &[Value], line: &str) -> Read {
    let month = Month::parse(text(&facts["quarter"]["last_month"])).ok_or("no month")?.to_string();
    if line.starts_with("<table-options") {
        return check(!line.contains("ending") || line.contains(&format!("ending {month}\"")), "caption");
    }
    let area = |a: &&Value| a["kind"] == "area" && !items(&a["missing"]).contains(&a["name"]);
    let untold = areas
        .iter()
        .filter(area)
        .any(|a| a["measures"][0]["total"]["latest"]["xmr"]["points"].as_u64().is_none_or(|p| p < 13));
    let none = areas.iter().all(|a| unusual(a).next().is_none());
    let count = |status: &str| items(&facts["indicators"]).iter().filter(|i| i["status"] == status).count() as f64;
    if let Some(said) = holes("<note>Unless marked, {}. Everything else was within it{}.</note>", line) {
        return equal((said[1].is_empty(), false), (!untold, none), "everything else");
    }
    if ["<note>", "<together>", "</together>", "<page-break/>"].iter().any(|s| line.starts_with(s)) {
        return Ok(());
    }
    if let Some(said) =
        holes("Every total and category was within the range of normal month-to-month variation in {}.", line)
    {
        equal(said[0].to_string(), month, "month")?;
        return equal((none, untold), (true, false), "everything");
    }
    if line.starts_with("There are too few months on record") {
        return equal((none, untold), (true, true), "too few months");
    }
    if let Some(said) = holes("No published target is red. {} amber.", line) {
        let (way, n) = either(&["{} is", "{} are"], said[0])?;
        let n = in_words(n[0])?;
        check((way == 0) == (n == 1.), "singular or plural")?;
        return equal((n, 0.), (count("Amber"), count("Red")), "targets");
    }
    if let Some(said) = holes("{} red:", line) {
        let (way, n) = either(&["{} target is", "{} targets are"], said[0])?;
        let n = in_words(n[0])?;
        check((way == 0) == (n == 1.), "singular or plural")?;
        return equal(n, count("Red"), "targets");
    }
    if line == "No published indicator has a target this quarter." {
        return equal(count("NA"), items(&facts["indicators"]).len() as f64, "targets");
    }
    let masked: Vec<&str> = areas.iter().filter(|a| masks(a)).map(|a| text(&a["title"])).collect();
    if let Some(said) = holes("Over 12 months the total fell in {}, which hides what was unusually high.", line) {
        let shown: Vec<&str> =
            areas.iter().filter(|a| unusual(a).next().is_some()).map(|a| text(&a["title"])).collect();
        let said = if said[0] == "every area of <ref to=\"exceptions\"/>" { shown } else { names(said[0]) };
        return equal(said.into_iter().collect::<BTreeSet<_>>(), masked.into_iter().collect(), "masked");
    }
    Err("unknown".into())
}

/// Says whether categories are unusually high in an area whose total fell and is not.
fn masks(area: &Value) -> bool {
    let main = &area["measures"][0];
    let of = |total: bool| items(&main["signals"]).iter().any(|s| s["total"] == total && is_high(&s["signal"]));
    main["total"]["rolling12"]["change"].as_i64().is_some_and(|c| c < 0) && of(false) && !of(true)
}
