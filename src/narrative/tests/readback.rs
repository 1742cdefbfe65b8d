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
    /// The whole section.
    text: &'a str,
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

/// `A, B and C` as names.
fn names(list: &str) -> Vec<&str> {
    list.split(", ").flat_map(|n| n.split(" and ")).collect()
}

impl Reader<'_> {
    fn series(&self, name: &str) -> Result<&Value, String> {
        let total = &self.measure["total"];
        let categories = self.measure["categories"].as_array().ok_or("no categories")?;
        let mut all = std::iter::once(total).chain(categories);
        all.find(|s| s["name"] == name).ok_or_else(|| format!("no series {name:?}"))
    }

    fn sentence(&self, s: &str) -> Read {
        let starts = |words: &[&str]| words.iter().any(|w| s.starts_with(w));
        if starts(&["The largest rise", "Rises were", "The largest fall", "Falls were"]) {
            return self.movers(s);
        }
        if let Some((subject, rest)) = s.split_once(" on the year before") {
            self.other(rest)?;
            return self.compared(subject);
        }
        if s.contains(" on ") && s.contains(" was ") && s.contains('%') || s.contains(" from none ") {
            return self.compared(s.rsplit_once(" on ").ok_or("no base")?.0);
        }
        if let Some((_, rest)) = s.split_once(" did not change from ") {
            same(0., &self.measure["total"][self.about]["change"], "change")?;
            return self.other(rest.strip_prefix("the year before").unwrap_or_default());
        }
        if s.starts_with("Earlier months were revised since last quarter: ") {
            // What it says is compared with the revisions themselves, where those are made.
            return Ok(());
        }
        if s.contains(": ") {
            return self.group(s);
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
            "Every count was within the range of normal month-to-month variation" => self.usual(|_| true, false),
            "All else was within its normal range" => self.usual(|total| total, true),
            "Every other category was within its normal range" => self.usual(|total| !total, true),
            _ => self.mention(s),
        }
    }

    /// Checks that of all series only those that are named as unusual are so, and that there are some, or none.
    fn usual(&self, total: fn(bool) -> bool, some: bool) -> Read {
        let signals = self.measure["signals"].as_array().ok_or("no signals")?;
        let unsaid = signals.iter().any(|s| !self.text.contains(s["name"].as_str().unwrap_or_default()));
        let of_total = self.measure["total"]["latest"]["signal"] != "none";
        let right = signals.is_empty() != some && !unsaid && total(true) != of_total;
        if right { Ok(()) } else { Err(format!("that is not so: {signals:?}")) }
    }

    /// `, and down 2.3% (71 fewer) in the year to date`
    fn other(&self, rest: &str) -> Read {
        let figure = &self.measure["total"]["year_to_date"];
        let Some(rest) = rest.strip_suffix(" in the year to date") else {
            return if rest.is_empty() { Ok(()) } else { Err(format!("left over: {rest:?}")) };
        };
        let rest = rest.strip_prefix(", and ").or_else(|| rest.strip_prefix(", but ")).ok_or("no conjunction")?;
        if rest == "did not change" { same(0., &figure["change"], "change") } else { self.change(rest, figure) }
    }

    fn compared(&self, s: &str) -> Read {
        let (_, rest) = s.split_once(" was ").or_else(|| s.split_once(" were ")).ok_or("no verb")?;
        self.change(rest, &self.measure["total"][self.about])
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
        if s.contains(" from none") {
            return if figure["percent"].is_null() { Ok(()) } else { Err("there is a percentage".into()) };
        }
        if s.contains(" less than 0.1% ") {
            return same(0., &figure["percent"], "percent");
        }
        same(sign * number(within(s, " ", "%")?)?, &figure["percent"], "percent")
    }

    /// `Rises were largest in A (+3) and B (+2); falls in C (−1)`, or the names alone.
    fn movers(&self, s: &str) -> Read {
        for part in s.split("; ") {
            let (words, list) = part.split_once(" in ").ok_or("no list")?;
            let up = words.to_lowercase().contains("rise");
            let movers = &self.measure[format!("movers_{}", self.about)][if up { "up" } else { "down" }];
            let wanted = movers.as_array().ok_or("no movers")?;
            let pairs = if list.contains(" (") {
                bracketed(list)?
            } else {
                names(list).into_iter().map(|name| (name, "")).collect()
            };
            if pairs.len() != wanted.len()
                || (words.ends_with("was") || words.ends_with("fall")) != (pairs.len() == 1) && words != "falls"
            {
                return Err(format!("the wrong number: {part}"));
            }
            for ((name, n), wanted) in pairs.into_iter().zip(wanted) {
                let change = &self.series(name)?[self.about]["change"];
                if wanted["name"] != name || change.as_f64().is_none_or(|c| (c > 0.) != up) {
                    return Err(format!("{name} is on the wrong side"));
                }
                if !n.is_empty() {
                    same(number(n)?, change, name)?;
                }
            }
        }
        Ok(())
    }

    fn group(&self, s: &str) -> Read {
        let (what, list) = s.split_once(": ").ok_or("no list")?;
        let signal = signal_of(&what.to_lowercase())?;
        names(list).into_iter().try_for_each(|name| self.signal(&self.series(name)?["latest"], signal, None))
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

    /// `Theft (36) and Arson (2) each had the highest count since November 2011, above their normal ranges`, or
    /// `Theft (36) had its highest count since November 2011 and Arson (2) since May 2012`
    fn mention(&self, s: &str) -> Read {
        let verbs = [" each had ", " had ", " has been ", " have each been ", " was ", " were each "];
        let at = verbs.iter().filter_map(|v| s.find(&format!("){v}"))).min();
        let at = at.ok_or_else(|| format!("unknown sentence: {s}"))? + 1;
        let (named, rest) = s.split_at(at);
        let mut pairs = bracketed(named)?;
        let many = pairs.len() > 1;
        if many != ["each had", "have each", "were each"].iter().any(|w| rest.trim_start().starts_with(w)) {
            return Err(format!("singular or plural: {s}"));
        }
        let (rest, signal) = match rest.rsplit_once(", ") {
            Some((said, signal)) if !signal.contains(") ") => (said, Some(signal)),
            _ => (rest, None),
        };
        // Of several with months of their own, each is read with the words of the first.
        let mut parts = vec![rest.to_string()];
        if rest.contains(") since ") || rest.contains(") for ") {
            let joint = if rest.contains(") since ") { " since " } else { " for " };
            let (verb, list) = rest.split_once(joint).ok_or("no month")?;
            let again = format!("){joint}");
            let mut pieces = list.split(&again);
            let mut last = pieces.next().ok_or("no month")?;
            parts.clear();
            for next in pieces {
                let (head, count) = last.rsplit_once(" (").ok_or("no count")?;
                let (month, name) = head.split_once(", ").or_else(|| head.split_once(" and ")).ok_or("no name")?;
                parts.push(format!("{verb}{joint}{month}"));
                pairs.push((name, count));
                last = next;
            }
            parts.push(format!("{verb}{joint}{last}"));
        }
        for (i, (name, count)) in pairs.into_iter().enumerate() {
            let latest = &self.series(name)?["latest"];
            same(number(count)?, &latest["count"], name)?;
            match signal {
                Some("within the range of normal month-to-month variation") => self.signal(latest, "none", None)?,
                Some(signal) => {
                    let range = if signal.contains('(') { Some(within(signal, "(", ")")?) } else { None };
                    self.signal(latest, signal_of(signal)?, range)?;
                }
                None => self.signal(latest, "none", None)?,
            }
            let said = parts.get(i).or(parts.first()).ok_or("nothing said")?;
            match said.split_once(" the ").or_else(|| said.split_once(" its ")) {
                Some((_, rest)) if said.contains(" count ") => self.extreme(rest, latest)?,
                _ => self.average(said, latest)?,
            }
        }
        Ok(())
    }

    fn extreme(&self, rest: &str, latest: &Value) -> Read {
        let (rank, rest) = rest.split_at(rest.find("highest").or_else(|| rest.find("lowest")).ok_or("no direction")?);
        let (since, order) =
            if rest.starts_with("highest") { ("highest_since", "rank_high") } else { ("lowest_since", "rank_low") };
        if rest.ends_with(" on record") {
            return if latest[since].is_null() { Ok(()) } else { Err("it is no record".into()) };
        }
        if let Some((_, month)) = rest.split_once(" since ") {
            let month = crate::quarter::Month::parse(month).ok_or("no month")?;
            return if latest[since] == month.iso() { Ok(()) } else { Err(format!("not since {month}: {latest}")) };
        }
        let digits: String = rank.chars().filter(char::is_ascii_digit).collect();
        same(if digits.is_empty() { 1. } else { number(&digits)? }, &latest[order], "rank")
    }

    fn average(&self, said: &str, latest: &Value) -> Read {
        let average = latest["average12"].as_f64().ok_or("no average")?;
        if let Ok(n) = within(said, "average (", ")") {
            same(number(n)?, &latest["average12"], "average")?;
        }
        let count = latest["count"].as_f64().ok_or("no count")?;
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
            let reader = Reader { measure, about, text };
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
    let reader = Reader { measure: &group["measures"][0], about: "rolling12", text: lead };
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
        ("Non domestic burglary (+131)", "Non domestic burglary (+130)"),
        ("since November 2011", "since October 2011"),
        ("(71 fewer) in the year to date", "(72 fewer) in the year to date"),
        ("had its highest count since November 2011", "had its lowest count since November 2011"),
        ("All else was within its normal range", "Every count was within the range of normal month-to-month variation"),
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
