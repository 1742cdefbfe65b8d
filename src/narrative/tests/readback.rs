//! Every sentence of the commentary is read back by a small parser of its own and compared with the facts.
//!
//! The parser knows the sentences' forms and nothing of the code that writes them; a sentence that it does not know
//! fails, so no number or direction word goes unread.

use proptest::prelude::*;
use serde_json::Value;

use super::edges::{board_of, sent_by};
use super::*;
use crate::analysis::fixture::quarter;

type Read = Result<(), String>;

/// What is being read: one measure of one area, as the facts print it.
struct Reader<'a> {
    measure: &'a Value,
    /// The comparison that the paragraph is about.
    about: &'static str,
}

fn number(text: &str) -> Result<f64, String> {
    let plain = text.trim().replace(',', "").replace('\u{2212}', "-").replace(['+', '%'], "");
    plain.parse().map_err(|_| format!("not a number: {text}"))
}

fn same(found: f64, wanted: &Value, what: &str) -> Read {
    match wanted.as_f64() {
        Some(w) if (w - found).abs() < 1e-9 => Ok(()),
        _ => Err(format!("{what}: said {found}, but the facts have {wanted}")),
    }
}

fn within<'t>(text: &'t str, from: &str, to: &str) -> Result<&'t str, String> {
    let start = text.find(from).ok_or_else(|| format!("no {from:?} in {text:?}"))? + from.len();
    let len = text[start..].find(to).ok_or_else(|| format!("no {to:?} in {text:?}"))?;
    Ok(&text[start..start + len])
}

/// `A (x), B (y) and C (z)` as pairs.
fn bracketed(list: &str) -> Result<Vec<(&str, &str)>, String> {
    let mut pairs = Vec::new();
    let mut rest = list;
    while let Some(open) = rest.find(" (") {
        let close = rest.find(')').ok_or("a bracket is not closed")?;
        pairs.push((&rest[..open], &rest[open + 2..close]));
        rest = rest[close + 1..].trim_start_matches([',', ' ']);
        rest = rest.strip_prefix("and ").unwrap_or(rest);
    }
    if rest.is_empty() { Ok(pairs) } else { Err(format!("left over: {rest:?}")) }
}

impl Reader<'_> {
    fn series(&self, name: &str) -> Result<&Value, String> {
        let total = &self.measure["total"];
        let categories = self.measure["categories"].as_array().ok_or("no categories")?;
        let mut all = std::iter::once(total).chain(categories);
        all.find(|s| s["name"] == name).ok_or_else(|| format!("no series {name:?}"))
    }

    fn sentence(&self, s: &str) -> Read {
        if let Some(rest) = s.strip_prefix("The largest ") {
            return self.movers(rest);
        }
        if let Some((_, rest)) = s.split_once(" did not change: ") {
            let total = &self.measure["total"][self.about];
            same(number(rest.split(' ').next().unwrap_or_default())?, &total["current"], "current")?;
            return same(0., &total["change"], "change");
        }
        if s.contains(" on the year before: ") || s.contains(" on the same months of the year before: ") {
            return self.compared(s, &self.measure["total"][self.about]);
        }
        if let Some(rest) = s.strip_prefix("From ") {
            return self.year_of_other(rest);
        }
        if s.starts_with("Earlier months were revised since last quarter: ") {
            // What it says is compared with the revisions themselves, where those are made.
            return Ok(());
        }
        if let Some(rest) = s.strip_prefix("Also ") {
            return self.group(rest);
        }
        if let Some(rest) = s.strip_prefix("The total is within its normal range, but ") {
            return self.hidden(rest);
        }
        match s {
            "No category moved by enough to single out" => {
                let movers = &self.measure[format!("movers_{}", self.about)];
                if movers["up"] == serde_json::json!([]) && movers["down"] == serde_json::json!([]) {
                    Ok(())
                } else {
                    Err("there are movers".into())
                }
            }
            "The categories named here are within their normal ranges"
            | "The others named here are within their normal ranges" => {
                let mentions = self.measure["mentions"].as_array().ok_or("no mentions")?;
                let others: Vec<bool> =
                    mentions.iter().filter(|m| m["total"] == false).map(|m| m["signal"] == "none").collect();
                let (all, any) = (others.iter().all(|n| *n), others.iter().any(|n| *n));
                if any && all != s.starts_with("The others") { Ok(()) } else { Err("that is not so".into()) }
            }
            _ => self.mention(s),
        }
    }

    fn compared(&self, s: &str, figure: &Value) -> Read {
        let (verb, rest) =
            if s.contains(" was ") { s.split_once(" was ") } else { s.split_once(" were ") }.ok_or("no verb")?;
        let _ = verb;
        self.change(rest, figure)?;
        let after = s.split_once(": ").ok_or("no colon")?.1;
        same(number(after.split(' ').next().unwrap_or_default())?, &figure["current"], "current")?;
        same(number(after.rsplit(' ').next().unwrap_or_default())?, &figure["previous"], "previous")
    }

    /// `up 4.1% (109 more) …`
    fn change(&self, s: &str, figure: &Value) -> Read {
        let sign = if s.starts_with("up ") {
            1.
        } else if s.starts_with("down ") {
            -1.
        } else {
            return Err(format!("no direction in {s:?}"));
        };
        let inner = within(s, "(", ")")?;
        let (n, word) = inner.split_once(' ').ok_or("no word")?;
        if word != if sign > 0. { "more" } else { "fewer" } {
            return Err(format!("{word} does not go with the direction of {s:?}"));
        }
        same(sign * number(n)?, &figure["change"], "change")?;
        if s.contains(" from none ") {
            return if figure["percent"].is_null() { Ok(()) } else { Err("there is a percentage".into()) };
        }
        if s.contains(" less than 0.1% ") {
            return same(0., &figure["percent"], "percent");
        }
        same(sign * number(within(s, " ", "%")?)?, &figure["percent"], "percent")
    }

    fn movers(&self, rest: &str) -> Read {
        let up = rest.starts_with("increase");
        let pairs = bracketed(rest.split_once(" in ").ok_or("no list")?.1)?;
        if (pairs.len() == 1) != (rest.starts_with("increase was") || rest.starts_with("decrease was")) {
            return Err(format!("singular or plural: {rest}"));
        }
        for (name, n) in pairs {
            let n = number(n)?;
            if (n > 0.) != up {
                return Err(format!("{name} is on the wrong side"));
            }
            same(n, &self.series(name)?[self.about]["change"], name)?;
        }
        Ok(())
    }

    /// `April to September 2013 there were 18 calls, 3 fewer than in the same months of the year before`
    fn year_of_other(&self, rest: &str) -> Read {
        let figure = &self.measure["total"]["year_to_date"];
        let after = rest.split_once(" there ").ok_or("no verb")?.1;
        let words: Vec<&str> = after.split(' ').collect();
        same(number(words[1])?, &figure["current"], "current")?;
        if after.contains("as many as") {
            return same(0., &figure["change"], "change");
        }
        let said = after.split_once(", ").ok_or("no comma")?.1;
        let n = number(said.split(' ').next().unwrap_or_default())?;
        same(if said.contains(" fewer ") { -n } else { n }, &figure["change"], "change")
    }

    fn group(&self, rest: &str) -> Read {
        let (what, list) = rest.split_once(": ").ok_or("no list")?;
        let signal = signal_of(what)?;
        for (name, inner) in bracketed(list)? {
            let latest = &self.series(name)?["latest"];
            let (n, range) = inner.split_once("; ").map_or((inner, None), |(n, r)| (n, Some(r)));
            same(number(n)?, &latest["count"], name)?;
            self.signal(latest, signal, range)?;
        }
        Ok(())
    }

    fn signal(&self, latest: &Value, signal: &str, range: Option<&str>) -> Read {
        if latest["signal"] != signal {
            return Err(format!("said {signal}, but it is {}", latest["signal"]));
        }
        if let Some((lower, upper)) = range.and_then(|r| r.split_once(" to ")) {
            same(number(lower)?, &latest["xmr"]["lower"], "lower limit")?;
            same(number(upper)?, &latest["xmr"]["upper"], "upper limit")?;
        }
        Ok(())
    }

    fn hidden(&self, rest: &str) -> Read {
        if self.measure["total"]["latest"]["signal"] != "none" {
            return Err("the total has a signal".into());
        }
        let names = rest.strip_suffix(" is not").or_else(|| rest.strip_suffix(" are not")).ok_or("no verb")?;
        for name in names.split(", ").flat_map(|n| n.split(" and ")) {
            let signal = self.series(name)?["latest"]["signal"].as_str().unwrap_or_default().to_string();
            if !["high", "near_high", "trend_up"].contains(&signal.as_str()) {
                return Err(format!("{name} is not high: {signal}"));
            }
        }
        Ok(())
    }

    /// `Theft (36) had the highest count since November 2011, above the range … (3.1 to 32.5)`
    fn mention(&self, s: &str) -> Read {
        let (name, rest) = s.split_once(" (").ok_or_else(|| format!("unknown sentence: {s}"))?;
        let (count, rest) = rest.split_once(") ").ok_or("no bracket")?;
        let latest = &self.series(name)?["latest"];
        same(number(count)?, &latest["count"], name)?;
        let (said, signal) = rest.split_once(", ").map_or((rest, None), |(a, b)| (a, Some(b)));
        match signal {
            Some("within the range of normal month-to-month variation") => self.signal(latest, "none", None)?,
            Some(signal) => {
                let range = if signal.contains('(') { Some(within(signal, "(", ")")?) } else { None };
                self.signal(latest, signal_of(signal)?, range)?;
            }
            None => {}
        }
        if let Some(rest) = said.strip_prefix("had the ") {
            self.extreme(rest, latest)
        } else {
            self.average(said, latest)
        }
    }

    fn extreme(&self, rest: &str, latest: &Value) -> Read {
        let (rank, rest) = rest.split_at(rest.find("highest").or_else(|| rest.find("lowest")).ok_or("no direction")?);
        let (since, order) =
            if rest.starts_with("highest") { ("highest_since", "rank_high") } else { ("lowest_since", "rank_low") };
        if rest.contains(" on record ") {
            let month = crate::quarter::Month::parse(within(rest, "(since ", ")")?).ok_or("no month")?;
            let first = latest["on_record_since"].as_str().unwrap_or_default() == month.iso();
            return if latest[since].is_null() && first { Ok(()) } else { Err("it is no record".into()) };
        }
        if let Some((_, month)) = rest.split_once(" since ") {
            let month = crate::quarter::Month::parse(month).ok_or("no month")?;
            return if latest[since] == month.iso() { Ok(()) } else { Err(format!("not since {month}: {latest}")) };
        }
        let digits: String = rank.chars().filter(char::is_ascii_digit).collect();
        same(if digits.is_empty() { 1. } else { number(&digits)? }, &latest[order], "rank")
    }

    fn average(&self, said: &str, latest: &Value) -> Read {
        let average = within(said, "average (", ")")?;
        same(number(average)?, &latest["average12"], "average")?;
        let (count, average) = (latest["count"].as_f64().ok_or("no count")?, number(average)?);
        let right = if said.contains(" above ") {
            count > average
        } else if said.contains(" below ") {
            count < average
        } else if said.contains(" level with ") {
            (count - average).abs() < 0.05
        } else {
            said.contains(" close to ") && (count - average).abs() <= average * 0.03 + 0.05
        };
        if !right {
            return Err(format!("the wrong side: {said}"));
        }
        if let Some(months) = said.strip_suffix(" months").or_else(|| said.strip_suffix(" years")) {
            let n =
                number(months.rsplit(' ').next().unwrap_or_default())? * if said.ends_with("years") { 12. } else { 1. };
            same(n, &latest["run"]["months"], "run")?;
        }
        Ok(())
    }
}

fn signal_of(text: &str) -> Result<&'static str, String> {
    let up = ["above", "top", "rising", "rose"].iter().any(|w| text.contains(w));
    let pick = |high, low| Ok(if up { high } else { low });
    if text.contains("long run") {
        pick("run_high", "run_low")
    } else if text.contains("without a break") {
        pick("trend_up", "trend_down")
    } else if text.contains("near the") {
        pick("near_high", "near_low")
    } else if text.contains("range") {
        pick("high", "low")
    } else {
        Err(format!("unknown signal: {text}"))
    }
}

/// Reads the commentary of one section.
fn section(area: &Value, text: &str) -> Read {
    let measures = area["measures"].as_array().ok_or("no measures")?;
    let (mut measure, mut about) = (&measures[0], "rolling12");
    for line in text.lines().filter(|l| !l.is_empty() && !l.starts_with('[') && !l.starts_with("###")) {
        let mut said = line;
        if let Some((label, rest)) = line.strip_prefix("**").and_then(|l| l.split_once(".**")) {
            said = rest.trim();
            about = if label.starts_with("Year to date") { "year_to_date" } else { "rolling12" };
            if let Some(other) = measures.iter().find(|m| m["name"] == label) {
                measure = other;
            }
        }
        for s in said.trim_end_matches('.').split(". ").filter(|s| !s.is_empty()) {
            let reader = Reader { measure, about };
            reader.sentence(s).map_err(|e| format!("{}: {s:?}: {e}", area["name"]))?;
        }
    }
    Ok(())
}

/// Reads every section of an overview, and its headline.
fn read_back(facts: &Facts, said: &str) -> Read {
    let json: Value = serde_json::from_str(&facts.to_json()).map_err(|e| e.to_string())?;
    let areas = json["areas"].as_array().ok_or("no areas")?;
    let sections = between(said, "## Recorded figures", "## Actions for");
    let mut read = 0;
    for part in sections.split("### ").skip(1) {
        let title = part.split(" <id").next().unwrap_or_default();
        let area = areas.iter().find(|a| a["title"] == title).ok_or_else(|| format!("no area {title:?}"))?;
        section(area, part.split_once('\n').map_or("", |p| p.1))?;
        read += 1;
    }
    if read != areas.len() {
        return Err(format!("{read} sections for {} areas", areas.len()));
    }
    let lead = within(said, "<lead>", "</lead>")?;
    let group = areas.iter().find(|a| a["kind"] == "group").ok_or("no group")?;
    let total = &group["measures"][0]["total"];
    let reader = Reader { measure: &group["measures"][0], about: "rolling12" };
    for (part, about) in [(" was ", "rolling12"), (" it was ", "year_to_date")] {
        let first = if about == "rolling12" { lead.split(" from ").next().unwrap_or_default() } else { lead };
        match first.split_once(part) {
            Some((_, rest)) => reader.change(rest, &total[about])?,
            None => same(0., &total[about]["change"], "headline")?,
        }
    }
    Ok(())
}

#[test]
fn the_samples_commentary_reads_back() {
    let (board, facts) = sample();
    let said = sentences(&render(&board, &facts, &open(), Paper::PerformanceOverview));
    read_back(&facts, &said).unwrap();
}

#[test]
fn the_reader_finds_a_wrong_number_and_a_wrong_direction() {
    let (board, facts) = sample();
    let said = sentences(&render(&board, &facts, &open(), Paper::PerformanceOverview));
    for (right, wrong) in [
        ("down 4.4% (243 fewer)", "up 4.4% (243 more)"),
        ("Non domestic burglary (+128)", "Non domestic burglary (+127)"),
        ("since November 2011", "since October 2011"),
        ("5,323 offences", "5,324 offences"),
        ("had the highest count since July 2012", "had the lowest count since July 2012"),
    ] {
        assert!(said.contains(right), "{right}");
        assert!(read_back(&facts, &said.replacen(right, wrong, 1)).is_err(), "{wrong}");
    }
}

/// Counts of areas, categories and months that wander, jump and stand still.
fn counts_of() -> impl Strategy<Value = Vec<Vec<Vec<u32>>>> {
    (1usize..4, 1usize..5, 24usize..37).prop_flat_map(|(areas, categories, months)| {
        let series = prop_oneof![
            prop::collection::vec(0u32..60, months),
            prop::collection::vec(0u32..3, months),
            (0u32..40, 0u32..4).prop_map(move |(start, step)| (0..months as u32).map(|m| start + step * m).collect()),
            (20u32..400, prop::collection::vec(0u32..9, months))
                .prop_map(|(base, noise)| noise.iter().map(|n| base + n).collect()),
        ];
        prop::collection::vec(prop::collection::vec(series, categories), areas)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_is_said_is_what_the_facts_are(counts in counts_of(), asb in prop::option::of(0u32..90)) {
        let categories = ["Theft", "Burglary", "Criminal damage", "Drug offences"];
        let areas = ["Northshire", "Southshire", "Eastshire"];
        let board = board_of(&areas[..counts.len()], &categories[..counts[0].len()], asb.is_some());
        let returns: Vec<_> = counts
            .iter()
            .enumerate()
            .map(|(a, rows)| sent_by(a, rows.len(), asb.map(|n| n + a as u32), rows[0].len(), |c, m| rows[c][m]))
            .collect();
        let facts = analyse(&board, quarter(), &returns, None);
        let overview = render(&board, &facts, &open(), Paper::PerformanceOverview);
        parse(&overview);
        let read = read_back(&facts, &sentences(&overview));
        prop_assert!(read.is_ok(), "{}", read.unwrap_err());
        parse(&render(&board, &facts, &open(), Paper::ActionPlanUpdate));
    }
}
