//! The commentary of a section, sentence by sentence.

use std::collections::BTreeMap;

use serde_json::Value;

use super::latest::{Said, is_high};
use super::words::*;

/// The paragraphs of one section.
pub(super) struct Commentary<'a> {
    pub(super) facts: &'a Value,
    pub(super) area: &'a Value,
}

/// Leaves out the figures that a paragraph is about, which stand after its name: `**Name** (…).`
fn without_references(paragraph: &str) -> String {
    let Some((name, rest)) = paragraph.split_once("** (<ref ") else {
        return paragraph.replacen("**.", ".**", 1);
    };
    let said = rest.split_once("/>).").map_or(rest, |(_, said)| said);
    format!("{name}.**{said}")
}

impl Commentary<'_> {
    /// Reads the paragraphs, of which none may be missing.
    pub(super) fn read(&self, paragraphs: &[String]) -> Read {
        let measures = items(&self.area["measures"]);
        let (main, others) = measures.split_first().ok_or("no measures")?;
        let quarter = &self.facts["quarter"];
        let mut labels = vec!["Rolling 12 months".to_string(), month(&quarter["last_month"])?.to_string()];
        if !main["total"]["year_to_date"].is_null() {
            labels.push("Year to date".into());
        }
        labels.extend(others.iter().map(|m| text(&m["name"]).to_string()));
        let paragraphs: Vec<String> = paragraphs.iter().map(|p| without_references(p)).collect();
        let found: Vec<_> = paragraphs.iter().map(|p| holes("**{}.** {}", p)).collect();
        let found: Vec<_> = found.into_iter().collect::<Option<_>>().ok_or_else(|| format!("{paragraphs:?}"))?;
        equal(found.iter().map(|f| f[0].to_string()).collect::<Vec<_>>(), labels, "paragraphs")?;
        for (i, said) in found.iter().enumerate() {
            let said = said[1].strip_suffix('.').ok_or("no full stop")?;
            let sentences: Vec<&str> = said.split(". ").collect();
            let read = match (i, said) {
                (0, _) => self.rolling(main, &sentences),
                (1, _) => self.latest(main, &sentences),
                (_, _) if found[i][0] == "Year to date" => self.year(main, &sentences),
                (_, _) => self.other(&others[i + others.len() - found.len()], &sentences),
            };
            read.map_err(|e| format!("{:?}: {e}", found[i][1]))?;
        }
        Ok(())
    }

    fn rolling(&self, main: &Value, said: &[&str]) -> Read {
        let figure = &main["total"]["rolling12"];
        if figure.is_null() {
            return equal(said, &["Two years of figures are compared, and some are missing"], "rolling");
        }
        let (first, mut rest) = said.split_first().ok_or("nothing said")?;
        let first = self.masked(main, first)?;
        self.compared(main, first, figure, "the year before")?;
        let revised = self.revised(main);
        if rest.first().is_some_and(|s| s.starts_with("Revisions ")) {
            self.revisions(main, rest[0])?;
            rest = &rest[1..];
        } else {
            equal((0., 0.), revised, "revisions")?;
        }
        movers(main, "rolling12", rest)
    }

    fn year(&self, main: &Value, said: &[&str]) -> Read {
        let quarter = &self.facts["quarter"];
        let (from, to) = (month(&quarter["year_start"])?.plus(-12), month(&quarter["last_month"])?.plus(-12));
        let short = from.to_string().trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ').to_string();
        let from = if from.year() == to.year() { short } else { from.to_string() };
        self.compared(main, said[0], &main["total"]["year_to_date"], &format!("{from} to {to}"))?;
        movers(main, "year_to_date", &said[1..])
    }

    /// `All crime was up 4.1% (109 more) on the year before`
    fn compared(&self, measure: &Value, said: &str, figure: &Value, base: &str) -> Read {
        let (way, found) = either(&["{} was {} on {}", "{} did not change from {}"], said)?;
        equal(found[0], text(&measure["total"]["name"]), "subject")?;
        equal(found[found.len() - 1], base, "base")?;
        if way == 0 { change(found[1], figure) } else { same(0., &figure["change"], "change") }
    }

    /// Takes off that some categories are higher than usual although the total fell, which is said where it is so only.
    fn masked<'t>(&self, measure: &Value, said: &'t str) -> Read<&'t str> {
        let of = |total: bool| {
            items(&measure["signals"]).iter().filter(|s| s["total"] == total && is_high(&s["signal"])).count() as f64
        };
        let fell = measure["total"]["rolling12"]["change"].as_f64().is_some_and(|c| c < 0.);
        let wanted = if fell && of(true) == 0. { of(false) } else { 0. };
        let patterns =
            ["{}, but {} category is higher than usual", "{}, but {} categories are higher than usual", "{}"];
        let (way, found) = either(&patterns, said)?;
        let n = if way == 2 { 0. } else { in_words(found[1])? };
        equal(n, wanted, "masked")?;
        check(way == 2 || (way == 0) == (n == 1.), "singular or plural")?;
        Ok(found[0])
    }

    /// The sums of what was revised in the 12 months and in those before.
    fn revised(&self, main: &Value) -> (f64, f64) {
        let here = |r: &&Value| {
            let own = r["area"] == self.area["name"] || items(&self.area["members"]).contains(&r["area"]);
            own && r["measure"] == main["name"]
        };
        let sum = |affects: &str| {
            let revisions = items(&self.facts["revisions"]).iter().filter(here).filter(|r| r["affects"] == affects);
            revisions.filter_map(|r| Some(r["is"].as_f64()? - r["was"].as_f64()?)).sum()
        };
        (sum("current"), sum("previous"))
    }

    fn revisions(&self, main: &Value, said: &str) -> Read {
        let [one, many] = [0, 1].map(|i| text(&main["noun"][i]));
        let mut found = (0., 0.);
        for part in said.strip_prefix("Revisions ").ok_or("no verb")?.split(", and ") {
            let patterns =
                ["added {} to the 12 months before", "took {} off the 12 months before", "added {}", "took off {}"];
            let (way, n) = either(&patterns, part)?;
            let sign = if way % 2 == 0 { 1. } else { -1. };
            if way < 2 {
                found.1 = sign * number(n[0])?;
            } else {
                let (n, word) = n[0].split_once(' ').ok_or("no word")?;
                found.0 = sign * number(n)?;
                equal(word, if found.0.abs() == 1. { one } else { many }, "word")?;
            }
        }
        equal(found, self.revised(main), "revisions")
    }

    fn latest(&self, main: &Value, said: &[&str]) -> Read {
        if main["total"]["latest"]["average12"].is_null() {
            return equal(said, &["There is no figure for the month"], "month");
        }
        let mut said_of = Said::of(main);
        let (usual, said) = match said.split_last() {
            Some((last, rest))
                if last.ends_with("variation") && !last.contains(" (")
                    || last.contains("normal range") && !last.contains([':', '(']) =>
            {
                (Some(*last), rest)
            }
            _ => (None, said),
        };
        said.iter().try_for_each(|s| said_of.sentence(s))?;
        equal(usual, said_of.usual(), "what is usual")?;
        said_of.complete(items(&main["mentions"]).iter())
    }

    /// `Calls for service were down 9.6% (537 fewer); year to date, down 2.3% (71 fewer)`
    fn other(&self, measure: &Value, said: &[&str]) -> Read {
        if measure["reported"] == false {
            return equal(said, &["Nothing was reported"], "measure");
        }
        let mut rest = said;
        let (figure, year) = (&measure["total"]["rolling12"], &measure["total"]["year_to_date"]);
        if figure.is_null() {
            equal(&said[..1], &["Two years of figures are compared, and some are missing"], "measure")?;
        } else {
            let first = self.masked(measure, said[0])?;
            let patterns = [
                "{} were {}; year to date, {}",
                "{} did not change; year to date, {}",
                "{} were {}",
                "{} did not change",
            ];
            let (way, found) = either(&patterns, first)?;
            equal(found[0].to_lowercase(), text(&measure["noun"][1]).to_lowercase(), "subject")?;
            if way % 2 == 0 {
                change(found[1], figure)?
            } else {
                same(0., &figure["change"], "change")?
            }
            equal(way > 1, year.is_null(), "the year to date")?;
            match (way, found[found.len() - 1]) {
                (0 | 1, "no change") => same(0., &year["change"], "change")?,
                (0 | 1, said) => change(said, year)?,
                _ => {}
            }
        }
        rest = &rest[1..];
        let mut said_of = Said::of(measure);
        rest.iter().try_for_each(|s| said_of.sentence(s))?;
        said_of.complete([].iter())
    }
}

/// `Largest rises: A (+3) and B (+2); fall: C (−1)`, or the names alone.
fn movers(measure: &Value, about: &str, said: &[&str]) -> Read {
    if items(&measure["categories"]).len() < 2 {
        return equal(said, &[], "movers");
    }
    let [said] = said else { return Err(format!("not one sentence: {said:?}")) };
    let wanted = &measure[format!("movers_{about}")];
    let mut found: BTreeMap<&str, &str> = BTreeMap::new();
    if *said != "No category moved by enough to single out" {
        for part in said.strip_prefix("Largest ").ok_or_else(|| format!("unknown: {said}"))?.split("; ") {
            let (word, list) = part.split_once(": ").ok_or("no list")?;
            let side = if word.starts_with("rise") { "up" } else { "down" };
            check(["rise", "rises", "fall", "falls"].contains(&word), word)?;
            equal(word.ends_with('s'), names(list).len() > 1, "singular or plural")?;
            check(found.insert(side, list).is_none(), "one side twice")?;
        }
    }
    for side in ["up", "down"] {
        let list = found.get(side).map_or(Vec::new(), |l| names(l));
        let named: Vec<&str> = list.iter().map(|n| n.split(" (").next().unwrap_or_default()).collect();
        equal(named, items(&wanted[side]).iter().map(|m| text(&m["name"])).collect(), side)?;
        for said in list {
            let (name, n) = said.split_once(" (").unwrap_or((said, ""));
            let series = items(&measure["categories"]).iter().find(|s| s["name"] == name).ok_or("no such category")?;
            let change = &series[about]["change"];
            check(change.as_f64().is_some_and(|c| (c > 0.) == (side == "up") && c != 0.), "the wrong side")?;
            equal(n.is_empty(), about == "rolling12", "a figure")?;
            if !n.is_empty() {
                signed(n.trim_end_matches(')'), change)?;
            }
        }
    }
    Ok(())
}
