//! The performance overview's targets, its sections, and what its annex says of revisions.

use std::collections::BTreeSet;

use serde_json::Value;

use super::charts;
use super::commentary::Commentary;
use super::glance::{all_reds, missing, red_list};
use super::words::*;

/// Reads the targets: sentences and rows.
pub(super) fn targets(facts: &Value, body: &str) -> Read {
    let rows = items(&facts["indicators"]);
    let (mut code, mut reds, mut read) = (String::new(), BTreeSet::new(), 0);
    for line in body.lines().filter(|l| !l.is_empty()) {
        if let Some(found) = holes("### {} ({}) <id {}/>", line) {
            code = found[1].to_string();
            continue;
        }
        let own = |area: &str| {
            rows.iter()
                .find(|i| i["code"] == code.as_str() && i["area"] == area)
                .ok_or_else(|| format!("no row: {line}"))
        };
        if let Some(found) = holes("Red: {}.", line) {
            red_list(facts, &code, found[0], &mut reds)?;
        } else if let Some(found) = holes("Changed since last quarter: {}.", line) {
            let mut named = BTreeSet::new();
            for part in found[0].split("; ") {
                let said = holes("{}, {} to {}", part).ok_or("no change")?;
                let row = own(said[0])?;
                let word = |s: &Value| text(s).to_lowercase().replace("na", "no target");
                equal(
                    [said[1].to_string(), said[2].to_string()],
                    [word(&row["previous_status"]), word(&row["status"])],
                    line,
                )?;
                named.insert(said[0]);
            }
            let changed = |i: &&Value| {
                i["code"] == code.as_str() && !i["previous_status"].is_null() && i["previous_status"] != i["status"]
            };
            equal(named, rows.iter().filter(changed).map(|i| text(&i["area"])).collect(), "changed")?;
        } else if line.starts_with('|') && !line.starts_with("| Area") && !line.starts_with("|---") {
            let all = cells(line);
            let row = own(&plain(all[0]))?;
            let cells = &all[all.len() - 7..];
            equal(cells[5], row["direction"].as_str().unwrap_or("[z]"), "direction")?;
            let status = holes("<status tone=\"{}\">{}</status>", cells[6]).ok_or("no status")?;
            let wanted = match text(&row["status"]) {
                "NA" => ("grey", "No target"),
                "Red" => ("red", "Red"),
                "Amber" => ("amber", "Amber"),
                _ => ("green", "Green"),
            };
            equal((status[0], status[1]), wanted, "status")?;
            read += 1;
        }
    }
    equal(read, rows.len(), "rows")?;
    equal(reds, all_reds(facts), "reds")
}

/// Reads the sections, each against the figures of its own area.
pub(super) fn sections(facts: &Value, body: &str) -> Read {
    let areas = items(&facts["areas"]);
    let mut parts = body.split("\n### ");
    for line in parts.next().unwrap_or_default().lines().filter(|l| l.starts_with('{')) {
        charts::multiples(&serde_json::from_str(line).map_err(|e| e.to_string())?, facts)?;
    }
    let mut read = 0;
    for part in parts {
        let title = part.split(" <id").next().map(plain).unwrap_or_default();
        let area = areas.iter().find(|a| a["title"] == title).ok_or_else(|| format!("no area {title:?}"))?;
        section(facts, area, part).map_err(|e| format!("{title}: {e}"))?;
        read += 1;
    }
    equal(read, areas.len(), "sections")
}

fn section(facts: &Value, area: &Value, part: &str) -> Read {
    let main = &area["measures"][0];
    let mut paragraphs: Vec<String> = vec![String::new()];
    let mut rows = 0;
    for line in part.lines().skip(1) {
        if line.starts_with('{') {
            let chart: Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
            charts::of_area(&chart, facts, area).map_err(|e| format!("{}: {e}", chart["id"]))?;
        } else if line.starts_with("<table-options") {
            check(line.contains(&format!("caption=\"{} by category, 12 months ending ", text(&area["title"]))), line)?;
        } else if line.starts_with('|') {
            rows += usize::from(category(main, line).map_err(|e| format!("{line}: {e}"))?);
        } else if line.is_empty() {
            paragraphs.push(String::new());
        } else if !(line.starts_with("```") || line == "</together>" || line == "<together>") {
            let last = paragraphs.last_mut().ok_or("no paragraph")?;
            last.push_str(if last.is_empty() { "" } else { " " });
            last.push_str(line.trim());
        }
    }
    paragraphs.retain(|p| !p.is_empty());
    if !items(&area["missing"]).is_empty() {
        equal(paragraphs.len(), 1, "paragraphs")?;
        let (first, rest) = paragraphs[0].split_once(". ").unwrap_or((&paragraphs[0], ""));
        if !rest.is_empty() {
            let (_, found) = either(&["The return of {} is awaited.", "The returns of {} are awaited."], rest)?;
            equal(names(found[0]), items(&area["missing"]).iter().map(text).collect(), "awaited")?;
        }
        return missing(area, first.trim_end_matches('.'));
    }
    equal(rows, items(&main["categories"]).len() + 1, "rows")?;
    Commentary { facts, area }.read(&paragraphs)
}

/// Reads the name of a row of the table of categories, and whether it is marked as revised.
fn category(main: &Value, line: &str) -> Read<bool> {
    let cells = cells(line);
    if cells[0] == "Category" || cells[0].starts_with("---") {
        return Ok(false);
    }
    let name = plain(cells[0]);
    let mut all = std::iter::once(&main["total"]).chain(items(&main["categories"]));
    let series = all.find(|s| s["name"] == name.as_str()).ok_or("no such series")?;
    equal(cells[0].contains("[r]"), series["revised"] == true, "revised")?;
    Ok(true)
}

/// Reads what the annex says of revisions.
pub(super) fn revisions(facts: &Value, body: &str) -> Read {
    let wanted = items(&facts["revisions"]);
    let rows = body.lines().filter(|l| l.starts_with("| ")).map(cells).filter(|c| c[0] != "Area" && c.len() == 8);
    let mut read = 0;
    for (cells, revision) in rows.zip(wanted) {
        equal(
            cells[7],
            match text(&revision["affects"]) {
                "current" => "the 12 months",
                "previous" => "the 12 months before",
                _ => "neither",
            },
            "sum",
        )?;
        read += 1;
    }
    equal(read, wanted.len(), "revisions")?;
    match body.lines().find_map(|l| {
        either(
            &[
                "{} figure for an earlier month differs from the return of {}. {}",
                "{} figures for earlier months differ from the return of {}. {}",
            ],
            l,
        )
        .ok()
    }) {
        Some((way, found)) => {
            equal(in_words(found[0])?, wanted.len() as f64, "revisions")?;
            equal(found[1], text(&facts["quarter"]["previous"]), "the quarter before")?;
            equal(way == 0, wanted.len() == 1, "singular or plural")
        }
        None => equal(wanted.len(), 0, "revisions"),
    }
}
