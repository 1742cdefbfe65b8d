//! The action-plan update: its summary, its lists and its appendix.

use chrono::{Datelike, NaiveDate};
use serde_json::Value;

use super::words::*;
use crate::quarter::Month;

/// What each list of the summary is of.
const LISTS: [(&str, &str); 9] = [
    ("Off track", "status:Off track"),
    ("Overdue", "overdue"),
    ("Gone off track since last quarter", "newly_off_track"),
    ("Back on track since last quarter", "back_on_track"),
    ("Completed since last quarter", "completed"),
    ("Due dates that have slipped since last quarter", "slipped"),
    ("Added to the published plan", "new"),
    ("Proposed for closure", "proposed_for_closure"),
    ("No update published this quarter", "no_update"),
];

fn of<'a>(facts: &'a Value, what: &str) -> Vec<&'a Value> {
    let is = |a: &&Value| match what.strip_prefix("status:") {
        Some(status) => a["status"] == status,
        None if what == "overdue" => a["overdue"] == true,
        None => items(&a["changes"]).iter().any(|c| c == what),
    };
    items(&facts["actions"]["items"]).iter().filter(is).collect()
}

/// `31 October 2014`, as a date.
fn date(said: &str) -> Read<NaiveDate> {
    let (day, month) = said.split_once(' ').ok_or("no date")?;
    let month = Month::parse(month).ok_or_else(|| format!("no month: {said}"))?;
    let day = day.parse().map_err(|_| format!("no day: {said}"))?;
    month.last_day().with_day(day).ok_or_else(|| format!("no date: {said}"))
}

fn same_date(said: &str, wanted: &Value) -> Read {
    equal(date(said)?.to_string().as_str(), text(wanted), "date")
}

/// `6 months` or `44 days` from one date of the facts to another.
fn apart(said: &str, from: &Value, to: &Value) -> Read {
    let (n, unit) = said.split_once(' ').ok_or("no time")?;
    let n = number(n)?;
    let [from, to] = [from, to].map(|d| text(d).parse::<NaiveDate>());
    let (from, to) = (from.map_err(|e| e.to_string())?, to.map_err(|e| e.to_string())?);
    let months = f64::from((to.year() - from.year()) * 12 + to.month() as i32 - from.month() as i32);
    let at_the_end = |d: NaiveDate| d.succ_opt().is_some_and(|d| d.day() == 1);
    let whole = from.day() == to.day() || at_the_end(from) && at_the_end(to);
    match unit.trim_end_matches('s') {
        "month" => equal((n, whole), (months, true), "months"),
        "year" => equal((12. * n, whole), (months, true), "years"),
        _ => equal((n, whole && months > 0.), ((to - from).num_days() as f64, false), "days"),
    }
}

/// Reads the summary.
pub(super) fn summary(facts: &Value, body: &str) -> Read {
    let actions = &facts["actions"];
    let compared = !actions["previous_by_status"].is_null();
    let (mut heading, mut listed, mut lead): (&str, Vec<(&str, &str)>, bool) = ("", Vec::new(), false);
    for line in body.lines().filter(|l| !l.is_empty()) {
        let read = if let Some(found) = line.strip_prefix("### ") {
            heading = found;
            Ok(())
        } else if let Some(found) = holes("<lead>The published plan has {}: {}. {} overdue.</lead>", line) {
            lead = true;
            lead_is(facts, &found)
        } else if line.starts_with('{') {
            let chart: Value = serde_json::from_str(line).map_err(|e| e.to_string())?;
            status_chart(facts, &chart)
        } else if line.starts_with("| <status") {
            let cells = cells(line);
            let status = holes("<status {}>{}</status>", cells[0]).ok_or("no status")?[1];
            same(number(cells[1])?, &actions["by_status"][status], status)?;
            if compared {
                same(number(cells[2])?, &actions["previous_by_status"][status], status)
            } else {
                equal(cells.len(), 2, "columns")
            }
        } else if line.starts_with("| ") && !line.starts_with("| Status") && !line.starts_with("| Change") {
            let cells = cells(line);
            let key = match cells[0] {
                "Gone off track" => "newly_off_track",
                "Back on track" => "back_on_track",
                "Completed" => "completed",
                "Due date slipped" => "slipped",
                "Added to the published plan" => "new",
                other => return Err(format!("unknown: {other}")),
            };
            same(number(cells[1])?, &Value::from(of(facts, key).len()), key)
        } else if let Some(item) = line.strip_prefix("- ") {
            let found = list_item(facts, heading, item);
            found.and_then(|(reference, again)| {
                let before = listed.iter().any(|(_, r)| *r == reference);
                listed.push((heading, reference));
                equal(again, before, "told above")
            })
        } else if line.starts_with("No action plan is published") {
            equal(actions["total"].as_u64(), Some(0), "actions")
        } else {
            Ok(())
        };
        read.map_err(|e| format!("{heading}: {line:?}: {e}"))?;
    }
    equal(lead, actions["total"] != 0, "the lead")?;
    for (heading, what) in LISTS.iter().filter(|_| lead) {
        if !compared && !body.contains(&format!("### {heading}\n")) {
            continue;
        }
        let found: Vec<&str> = listed.iter().filter(|(h, _)| h == heading).map(|(_, r)| *r).collect();
        equal(found, of(facts, what).iter().map(|a| text(&a["reference"])).collect(), heading)?;
    }
    Ok(())
}

fn lead_is(facts: &Value, found: &[&str]) -> Read {
    let actions = &facts["actions"];
    let (way, total) = either(&["{} action", "{} actions"], found[0])?;
    let total = number(total[0])?;
    same(total, &actions["total"], "actions")?;
    equal(way == 0, total == 1., "singular or plural")?;
    let mut sum = 0.;
    for part in names(found[1]) {
        let (n, status) = part.split_once(' ').ok_or("no status")?;
        let statuses = actions["by_status"].as_object().ok_or("no statuses")?;
        let wanted = statuses.iter().find(|(s, _)| s.to_lowercase() == status).ok_or("no such status")?.1;
        same(in_words(n)?, wanted, status)?;
        sum += in_words(n)?;
    }
    equal(sum, total, "all actions")?;
    let (n, verb) = found[2].rsplit_once(' ').ok_or("no verb")?;
    equal(in_words(n)?, of(facts, "overdue").len() as f64, "overdue")?;
    equal(verb == "is", in_words(n)? < 2., "singular or plural")
}

fn status_chart(facts: &Value, chart: &Value) -> Read {
    let (way, found) = either(
        &["No published action is off track", "{} action is off track", "{} actions are off track"],
        text(&chart["title"]),
    )?;
    let off = if way == 0 { 0. } else { in_words(found[0])? };
    equal(off, of(facts, "status:Off track").len() as f64, "off track")?;
    equal(way, (off as usize).min(2), "singular or plural")?;
    let all = items(&facts["actions"]["items"]);
    let priorities: std::collections::BTreeSet<&str> = all.iter().map(|a| text(&a["priority"])).collect();
    let patterns = [
        "Divided bar chart of {} priority, one bar each, {} in all. {}.",
        "Divided bar chart of {} priorities, one bar each, {} in all. {}.",
    ];
    let (_, found) = either(&patterns, text(&chart["alt"]))?;
    equal(number(found[0])?, priorities.len() as f64, "priorities")?;
    equal(number(found[1].split(' ').next().unwrap_or_default())?, all.len() as f64, "actions")?;
    let mut sum = 0.;
    for part in found[2].split(". ") {
        let (status, n) = part.split_once(": ").ok_or("no count")?;
        same(number(n)?, &facts["actions"]["by_status"][status], status)?;
        sum += number(n)?;
    }
    equal(sum, all.len() as f64, "actions")
}

/// Reads an item of a list, and gives its reference and whether it was told above.
fn list_item<'t>(facts: &Value, heading: &str, item: &'t str) -> Read<(&'t str, bool)> {
    let again = item.split_once(", as above");
    let (reference, rest) = again.or_else(|| item.split_once(": ")).ok_or("no reference")?;
    if heading == "No longer in the published plan" {
        let gone = items(&facts["actions"]["gone"]).iter().find(|g| g["reference"] == reference).ok_or("not gone")?;
        let status = rest.rsplit_once(" (last: ").ok_or("no status")?.1;
        equal(status.trim_end_matches(')').to_string(), text(&gone["status"]).to_lowercase(), "status")?;
        return Ok((reference, false));
    }
    if heading == "Outstanding from the board" {
        return Ok((reference, false));
    }
    let all = items(&facts["actions"]["items"]);
    let action = all.iter().find(|a| a["reference"] == reference).ok_or("no such action")?;
    let plain = rest.replace('\\', "");
    let head = format!("{} ({}", text(&action["action"]), text(&action["owner"]));
    let first = || plain.strip_prefix(&head).and_then(|r| r.strip_suffix(')'));
    let details = if again.is_some() { Some(plain.as_str()) } else { first() };
    let details = details.ok_or("another action or owner")?;
    let status = text(&action["status"]).to_lowercase();
    for detail in details.split("; ").filter(|d| !d.is_empty()) {
        let patterns = [
            "due {}, {} later",
            "due {}",
            "in the published plan for at least {} quarters",
            "in the published plan for {} quarters",
            "{} slips, {} in all",
            "was {}",
            "not in last quarter's published plan",
            "complete for {}",
            "{}",
        ];
        let (way, found) = either(&patterns, detail)?;
        match way {
            0 => {
                same_date(found[0], &action["due"])?;
                apart(found[1], &action["previous_due"], &action["due"])?;
            }
            1 => same_date(found[0], &action["due"])?,
            2 | 3 => {
                same(in_words(found[0])?, &action["age_quarters"], "age")?;
                equal(way == 2, action["age_at_least"] == true, "at least")?;
            }
            4 => {
                same(in_words(found[0])?, &action["slips"], "slips")?;
                apart(found[1], &action["first_due"], &action["due"])?;
            }
            5 => equal(found[0].to_string(), text(&action["previous_status"]).to_lowercase(), "last quarter")?,
            6 => check(action["previous_status"].is_null(), "it was in the plan")?,
            7 => {
                let done = items(&action["updates"]).iter().map(|u| text(&u["area"]));
                equal(names(found[0]), done.collect(), "areas")?;
            }
            _ => equal(found[0], &status, "status")?,
        }
    }
    Ok((reference, again.is_some()))
}

/// Reads the plan in full.
pub(super) fn appendix(facts: &Value, body: &str) -> Read {
    let all = items(&facts["actions"]["items"]);
    let (mut read, mut updates) = (0, 0);
    let mut action = &Value::Null;
    for line in
        body.lines().filter(|l| l.starts_with("| ") && !l.starts_with("| Threat") && !l.starts_with("| <group>"))
    {
        let cells = cells(line);
        let status = holes("<status {}>{}</status>", cells[4]).ok_or("no status")?[1];
        if cells[0] == "<continues/>" {
            let (area, on) = cells[1].split_once(", ").map_or((cells[1], None), |(a, d)| (a, Some(d)));
            let update = items(&action["updates"]).iter().find(|u| u["area"] == area).ok_or("no such update")?;
            equal(status, text(&update["status"]), line)?;
            if let Some(on) = on {
                same_date(on, &update["updated_on"])?;
            }
            updates += 1;
            continue;
        }
        let reference = cells[1].split(": ").next().unwrap_or_default();
        action = all.iter().find(|a| a["reference"] == reference).ok_or("no such action")?;
        equal(status, text(&action["status"]), line)?;
        let mut due = cells[3].split("<br>");
        match due.next() {
            Some("No date") => check(action["due"].is_null(), line)?,
            said => same_date(said.unwrap_or_default(), &action["due"])?,
        }
        let mut overdue = false;
        for more in due {
            match either(&["before: {}", "first: {}", "**Overdue**"], more)? {
                (0, said) => same_date(said[0], &action["previous_due"])?,
                (1, said) => same_date(said[0], &action["first_due"])?,
                _ => overdue = true,
            }
        }
        equal(overdue, action["overdue"] == true, "overdue")?;
        equal(
            cells[5].contains("No update is published."),
            items(&action["changes"]).iter().any(|c| c == "no_update"),
            "no update",
        )?;
        read += 1;
    }
    equal(read, all.len(), "actions")?;
    equal(updates, all.iter().map(|a| items(&a["updates"]).len()).sum(), "updates")
}
