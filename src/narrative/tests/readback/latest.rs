//! What is said of a latest month: sentences on series, and what is left unsaid.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::words::*;

/// One measure of an area, and what was said of its latest month: the signal of each series that was named.
pub(super) struct Said<'a> {
    measure: &'a Value,
    said: BTreeMap<String, String>,
}

pub(super) fn is_high(signal: &Value) -> bool {
    matches!(text(signal), "high" | "trend_up" | "near_high" | "run_high")
}

/// One series with its count, and what is said of it.
struct Clause<'t> {
    name: &'t str,
    count: &'t str,
    said: &'t str,
}

impl<'a> Said<'a> {
    pub(super) fn of(measure: &'a Value) -> Self {
        Said { measure, said: BTreeMap::new() }
    }

    fn all(&self) -> impl Iterator<Item = &Value> {
        std::iter::once(&self.measure["total"]).chain(items(&self.measure["categories"]))
    }

    fn series(&self, name: &str) -> Read<&Value> {
        self.all().find(|s| s["name"] == name).ok_or_else(|| format!("no series {name:?}"))
    }

    pub(super) fn sentence(&mut self, said: &str) -> Read {
        match said.split_once(": ") {
            Some((what, list)) => self.group(what, list),
            None => {
                let mut verb = None;
                said.split("; ").try_for_each(|part| self.mention(part, &mut verb))
            }
        }
    }

    /// `On a long run above average: A and B; below: C`
    fn group(&mut self, what: &str, list: &str) -> Read {
        let (first, second) = list.split_once("; ").map_or((list, None), |(f, s)| (f, Some(s)));
        let mut parts = vec![(what.to_string(), first)];
        if let Some((word, list)) = second.and_then(|s| s.split_once(": ")) {
            // The second half says its side alone; the rest is as in the first.
            let whole = match word {
                "below" => what.replace("Above", "Below").replace("above", "below"),
                "falling" => what.replace("Rising", "Falling"),
                "near the bottom" => what.replace("top", "bottom"),
                _ => return Err(format!("unknown: {word}")),
            };
            check(whole != what, "the same side twice")?;
            parts.push((whole, list));
        }
        for (i, (what, list)) in parts.iter().enumerate() {
            let many = names(list).len() > 1;
            if i == 0 && what.contains("range") {
                equal(what.contains("their normal ranges"), many, "singular or plural")?;
            }
            for name in names(list) {
                let signal = signal_of(what)?;
                self.says(name, signal, None)?;
            }
        }
        Ok(())
    }

    /// Takes note that a series was said to have a signal, which it must have.
    fn says(&mut self, name: &str, signal: &str, range: Option<&str>) -> Read {
        let latest = &self.series(name)?["latest"];
        equal(signal, text(&latest["signal"]), name)?;
        if let Some((lower, upper)) = range.and_then(|r| r.split_once(" to ")) {
            same(number(lower)?, &latest["xmr"]["lower"], "lower limit")?;
            same(number(upper)?, &latest["xmr"]["upper"], "upper limit")?;
        }
        check(self.said.insert(name.into(), signal.into()).is_none(), "said twice")
    }

    /// `Theft (36) and Arson (2) were the highest since November 2011, above their normal ranges`, or
    /// `Theft (36) was the highest since November 2011 and Arson (2) since May 2012`, or, after another,
    /// `Theft (36) the highest since November 2011`
    fn mention(&mut self, part: &str, verb: &mut Option<()>) -> Read {
        let (part, signal) = match part.rsplit_once(", ") {
            Some((said, signal)) if signal_of(signal).is_ok() || signal.starts_with("within the range") => {
                (said, Some(signal))
            }
            _ => (part, None),
        };
        let names: Vec<String> = self.all().map(|s| text(&s["name"]).to_string()).collect();
        let clauses = clauses(part, &names)?;
        let together = clauses.iter().filter(|c| c.said.is_empty()).count() + 1;
        let mut head = "";
        for (i, clause) in clauses.iter().enumerate() {
            let said = clauses[i..].iter().map(|c| c.said).find(|s| !s.is_empty()).ok_or("nothing said")?;
            let said = match said.strip_prefix("since ").or_else(|| said.strip_prefix("for ")) {
                Some(_) => format!("{head} {said}"),
                None => {
                    head = said.split(" since ").next().and_then(|s| s.split(" for ").next()).unwrap_or(said);
                    said.to_string()
                }
            };
            let latest = self.series(clause.name)?["latest"].clone();
            same(number(clause.count)?, &latest["count"], clause.name)?;
            let plural = ["were ", "have each "].iter().any(|v| said.starts_with(v));
            let singular = ["was ", "has "].iter().any(|v| said.starts_with(v));
            check(!(if together > 1 { singular } else { plural }), "singular or plural")?;
            check(plural || singular || verb.is_some(), "no verb")?;
            self.statement(&said, clause.name, &latest)?;
            match signal {
                Some(s) if s.starts_with("within the range of normal month-to-month variation") => {
                    self.says(clause.name, "none", None)?
                }
                Some(s) => {
                    equal(s.contains("their"), together > 1 && s.contains("range"), "singular or plural")?;
                    let range = s.split_once(" (").map(|(_, r)| r.trim_end_matches(')'));
                    self.says(clause.name, signal_of(s)?, range)?;
                }
                None => self.says(clause.name, "none", None)?,
            }
        }
        *verb = Some(());
        Ok(())
    }

    /// Checks what is said of one series, by its figures and by what was chosen to be said.
    fn statement(&self, said: &str, name: &str, latest: &Value) -> Read {
        let total = self.measure["total"]["name"] == name;
        let chosen = items(&self.measure["mentions"]).iter().find(|m| m["name"] == name && m["total"] == total);
        let chosen = &chosen.ok_or_else(|| format!("{name} is not worth a mention"))?["statement"];
        let bare = ["was ", "were ", "each ", "has ", "have "].iter().fold(said, |s, v| s.strip_prefix(v).unwrap_or(s));
        let bare = bare.strip_prefix("each ").unwrap_or(bare);
        for (way, since, back, rank) in [
            ("highest", "highest_since", "months_since_high", "rank_high"),
            ("lowest", "lowest_since", "months_since_low", "rank_low"),
        ] {
            if bare == format!("the {way} on record") {
                equal(text(&chosen["kind"]), "record", name)?;
                return check(latest[since].is_null() && !latest[back].is_null(), "it is no record");
            }
            if let Some(found) = holes(&format!("the {way} since {{}}"), bare) {
                equal(text(&chosen["kind"]), "since", name)?;
                return equal(month(&latest[since])?.to_string(), found[0].to_string(), name);
            }
            if let Some(found) = holes(&format!("the {{}}{way} in the past 2 years"), bare) {
                equal(text(&chosen["kind"]), "rank", name)?;
                let joint = found[0].contains("joint ");
                equal(joint, chosen["ties"].as_u64() != Some(0), "joint")?;
                let ordinal = found[0].trim_start_matches("joint ").trim_end_matches(|c: char| !c.is_ascii_digit());
                return same(if ordinal.is_empty() { 1. } else { number(ordinal)? }, &latest[rank], "rank");
            }
        }
        self.average(bare, total, latest)
    }

    /// `been above its 12-month average (506.4) for 6 months`, `close to its 12-month average`
    fn average(&self, said: &str, total: bool, latest: &Value) -> Read {
        let (side, rest) = either(&["{} its 12-month average{}", "{} the 12-month average{}"], said)?
            .1
            .into_iter()
            .fold(("", ""), |(a, b), s| if a.is_empty() { (s, b) } else { (a, s) });
        let (count, average) =
            (latest["count"].as_f64().ok_or("no count")?, latest["average12"].as_f64().ok_or("no average")?);
        check(
            match side.trim_start_matches("been ") {
                "above" => count > average - 0.05,
                "below" => count < average + 0.05,
                "level with" => (count - average).abs() < 0.05,
                "close to" => (count - average).abs() <= average * 0.03 + 0.05,
                _ => false,
            },
            side,
        )?;
        let rest = match holes(" ({}){}", rest) {
            Some(found) => {
                same(number(found[0])?, &latest["average12"], "average")?;
                found[1]
            }
            None => {
                check(!total, "the total's average is not said")?;
                rest
            }
        };
        equal(rest.is_empty(), !side.starts_with("been "), "how long")?;
        if rest.is_empty() {
            return Ok(());
        }
        let (way, n) = either(&[" for {} months", " for {} years"], rest)?;
        same(number(n[0])? * if way == 1 { 12. } else { 1. }, &latest["run"]["months"], "run")?;
        equal(text(&latest["run"]["side"]), side.trim_start_matches("been "), "side")
    }

    /// Works out what is to be said of everything that was not named, from each series' own signal.
    pub(super) fn usual(&self) -> Option<&'static str> {
        let categories = items(&self.measure["categories"]);
        let told = self.all().all(|s| s["latest"]["xmr"]["points"].as_u64().is_some_and(|n| n >= 13));
        if categories.len() < 2 || !told {
            return None;
        }
        let unusual = |s: &Value| s["latest"]["signal"] != "none";
        match (unusual(&self.measure["total"]), categories.iter().filter(|c| unusual(c)).count()) {
            (false, 0) => Some("Every count was within the range of normal month-to-month variation"),
            (false, _) => Some("All else was within its normal range"),
            (true, n) => (n < categories.len()).then_some("Every other category was within its normal range"),
        }
    }

    /// Checks that everything unusual was named, and everything that is worth a mention.
    pub(super) fn complete<'v>(&self, mentions: impl Iterator<Item = &'v Value>) -> Read {
        let one = items(&self.measure["categories"]).len() < 2;
        let unusual = self
            .all()
            .take(if one { 1 } else { usize::MAX })
            .filter(|s| !s["latest"].is_null() && s["latest"]["signal"] != "none");
        let wanted: BTreeSet<&str> = unusual.map(|s| text(&s["name"])).collect();
        let said: BTreeSet<&str> = self.said.iter().filter(|(_, s)| *s != "none").map(|(n, _)| n.as_str()).collect();
        equal(said, wanted, "what is unusual")?;
        for mention in mentions {
            check(self.said.contains_key(text(&mention["name"])), text(&mention["name"]))?;
        }
        Ok(())
    }
}

/// Takes `A (1) and B (2) were this, C (3) that` apart, by the names that there are.
fn clauses<'t>(text: &'t str, names: &[String]) -> Read<Vec<Clause<'t>>> {
    let starts = |rest: &str| {
        names
            .iter()
            .filter(|n| rest.strip_prefix(n.as_str()).is_some_and(|r| r.starts_with(" (")))
            .map(String::len)
            .max()
    };
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let len = starts(rest).ok_or_else(|| format!("no name in {rest:?}"))?;
        let (name, after) = rest.split_at(len);
        let (count, after) = after[2..].split_once(')').ok_or("a bracket is not closed")?;
        let next = after.char_indices().find_map(|(i, _)| {
            let joint = [", ", " and "].iter().find(|j| after[i..].starts_with(**j))?;
            starts(&after[i + joint.len()..]).map(|_| (i, i + joint.len()))
        });
        let (end, start) = next.unwrap_or((after.len(), after.len()));
        found.push(Clause { name, count, said: after[..end].trim() });
        rest = &after[start..];
    }
    Ok(found)
}

pub(super) fn signal_of(text: &str) -> Read<&'static str> {
    let text = text.split(" (").next().unwrap_or_default().to_lowercase();
    let text = text.replace("their normal ranges", "its normal range");
    Ok(match text.as_str() {
        "above its normal range" => "high",
        "below its normal range" => "low",
        "rising for seven months without a break" | "after seven months that rose without a break" => "trend_up",
        "falling for seven months without a break" | "after seven months that fell without a break" => "trend_down",
        "near the top of its normal range" => "near_high",
        "near the bottom of its normal range" => "near_low",
        "on a long run above average" => "run_high",
        "on a long run below average" => "run_low",
        _ => return Err(format!("unknown signal: {text}")),
    })
}
