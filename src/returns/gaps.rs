//! Counts that are not available: the words that say so, the words that only seem to, and the reasons.
//!
//! *In:* what stands where a figure is expected, and the Notes on the cover. *Out:* a [`Word`], and for every gap the line
//! of the Notes that says why there is one. *Invariant:* a gap is never taken for zero, and never goes without a reason
//! unless a draft is read.

use std::collections::BTreeMap;

use super::checks;
use super::counts::span;
use super::model::{Counts, Located};
use super::table::Context;
use super::values;
use crate::board::Measure;
use crate::problem::{CellRef, Code, Place, Problem};
use crate::quarter::Month;
use crate::text::{self, key};
use crate::workbook::Value;

/// What a word says that stands where a figure is expected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Word {
    /// That there is no figure: a gap.
    NotAvailable,
    /// That the figure was kept back, as it is small.
    KeptBack,
    /// That the figure will come, or is not known.
    ToCome,
    /// That there is nothing to count, or that there were none.
    Nothing,
}

impl Word {
    /// Reads a word that stands where a figure is expected; `None` of anything else.
    pub(super) fn of(value: &Value) -> Option<Self> {
        let Value::Text(text) = value else { return None };
        let text = values::clean(text).0;
        let dash = |c| matches!(c, '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '.');
        // Two points are a sign of their own, and other dashes and points say nothing in particular.
        if text != ".." && text.chars().all(dash) {
            return Some(if text.starts_with('.') { Word::ToCome } else { Word::Nothing });
        }
        let spaced = text.to_lowercase();
        if spaced.starts_with(['<', '\u{2264}', '~', '*']) || spaced.trim_matches('*').is_empty() {
            return Some(Word::KeptBack);
        }
        match key(&text).as_str() {
            "n/a" | "na" | "n.a." | "n.a" | ".." | "[x]" | "notavailable" => Some(Word::NotAvailable),
            "[c]" | "c" | "s" | "[s]" | "suppressed" | "confidential" | "redacted" | "under5" | "lessthan5"
            | "fewerthan5" | "below5" => Some(Word::KeptBack),
            "tbc" | "tba" | "tbd" | "x" | "?" | "??" | "\u{2026}" | "awaited" | "awaiting" | "awaitingdata"
            | "pending" | "tofollow" | "toconfirm" | "tobeconfirmed" | "notknown" | "unknown" | "nodata"
            | "missing" => Some(Word::ToCome),
            "nil" | "none" | "zero" | "null" | "[z]" | "z" | "nought" | "nothing" => Some(Word::Nothing),
            _ => None,
        }
    }

    /// Says what to do about a word that is no figure; a gap needs its reason, which is asked for elsewhere.
    pub(super) fn help(self) -> &'static str {
        match self {
            Word::NotAvailable => "Say why it is not available in Notes on the cover",
            Word::KeptBack => {
                "Type the figure itself, however small: the county adds counts up, and the papers hide small numbers \
                 themselves"
            }
            Word::ToCome => "Type the figure; if it is not known, type n/a and say why in Notes on the cover",
            Word::Nothing => "Type 0 if there were none, or n/a if it is not known",
        }
    }
}

/// Gives each gap of a measure's counts its reason, and asks for those that have none: one problem for all the
/// categories that lack the same months.
///
/// A blank of a draft is a gap, too, and has been told as what it is.
pub(super) fn explain(
    counts: &mut Counts,
    measure: &Measure,
    notes: Option<&Located<String>>,
    cx: &mut Context<'_>,
    is_blank: impl Fn(CellRef) -> bool,
) {
    let lines: Vec<Line> = notes.iter().flat_map(|n| n.value.lines()).map(|line| Line::read(line, measure)).collect();
    let mut silent: BTreeMap<usize, Vec<Month>> = BTreeMap::new();
    let Counts { first, columns, rows, gaps, .. } = counts;
    for gap in gaps {
        let best =
            lines.iter().filter_map(|l| Some((l.names(gap.category, gap.month)?, l))).max_by_key(|(rank, _)| *rank);
        let blank = || {
            let row = rows.get(gap.category).and_then(|r| r.row)?;
            let column = columns.get(usize::try_from(gap.month.since(*first)).ok()?)?;
            Some(is_blank(CellRef::new(row, *column)))
        };
        match best {
            Some((_, line)) => gap.reason.clone_from(&line.text),
            None if blank() == Some(true) => {}
            None => silent.entry(gap.category).or_default().push(gap.month),
        }
    }
    let mut alike: BTreeMap<(Month, Month), Vec<usize>> = BTreeMap::new();
    for (category, months) in &silent {
        for run in months.chunk_by(|a, b| b.since(*a) == 1) {
            if let (Some(first), Some(last)) = (run.first(), run.last()) {
                alike.entry((*first, *last)).or_default().push(*category);
            }
        }
    }
    for ((first, last), categories) in alike {
        let places: Vec<_> = categories.iter().filter_map(|c| counts.place(cx.workbook, *c, first, last)).collect();
        let Some(place) = checks::around(&places) else { continue };
        let names: Vec<&str> = categories.iter().map(|c| measure.categories[*c].as_str()).collect();
        let months = span(first, last);
        let names = text::list_some(&names, 3);
        let message = format!("{names}, {months}: not available, and Notes on the cover do not say why");
        cx.blank(Problem::new(Code::GapUnexplained, place, message).help(format!(
            "Add a line to Notes that names {names} or {months} and gives the reason, or type the count"
        )));
    }
}

/// Asks for the reason of an indicator's figure that is not available, unless a line of the Notes names its code or name.
pub(super) fn explain_indicator(
    place: Place,
    names: [&Option<Located<String>>; 2],
    notes: Option<&Located<String>>,
    cx: &mut Context<'_>,
) {
    let names: Vec<&str> = names.into_iter().flatten().map(|n| n.value.as_str()).collect();
    let lines = notes.map(|n| words(&n.value)).unwrap_or_default();
    if names.iter().any(|n| lines.contains(&words(n))) {
        return;
    }
    let message = format!("{}: not available, and its Comment does not say why", text::list(&names, "\u{2013}"));
    cx.blank(Problem::new(Code::GapUnexplained, place, message).help("Give the reason in Comment, or type the figure"));
}

/// A line of the Notes, and what it names.
struct Line {
    text: String,
    categories: Vec<usize>,
    months: Vec<Named>,
}

/// A month as a line names it: with its year or without.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Named {
    number: u32,
    year: Option<i32>,
}

impl Line {
    fn read(line: &str, measure: &Measure) -> Self {
        Line { text: line.trim().into(), categories: categories(line, measure), months: months(line) }
    }

    /// Says how well the line fits a gap: best where it names both, and not at all where it names neither.
    fn names(&self, category: usize, month: Month) -> Option<u8> {
        let named = |n: &Named| n.number == month.number() && n.year.is_none_or(|y| y == month.year());
        let (by_category, by_month) = (self.categories.contains(&category), self.months.iter().any(named));
        match (by_category, by_month) {
            (true, true) => Some(4),
            (true, false) if self.months.is_empty() => Some(3),
            (false, true) if self.categories.is_empty() => Some(2),
            (true, false) => Some(1),
            (false, true) => Some(0),
            (false, false) => None,
        }
    }
}

/// Splits a text into words as they are compared, one space between them and around them.
fn words(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '\u{2019}');
    words.map(key).filter(|w| !w.is_empty()).fold(String::from(" "), |all, w| all + &w + " ")
}

/// Finds the categories that a line names; a name within a longer one is not meant.
fn categories(line: &str, measure: &Measure) -> Vec<usize> {
    let mut line = words(line);
    let mut names: Vec<(usize, String)> = measure.categories.iter().map(|c| words(c)).enumerate().collect();
    names.sort_by_key(|(_, name)| std::cmp::Reverse(name.len()));
    let mut found = Vec::new();
    for (at, name) in names {
        if name.trim().is_empty() || !line.contains(&name) {
            continue;
        }
        line = line.replace(&name, " | ");
        found.push(at);
    }
    found
}

/// The short and the long name of a month; some have a third.
const MONTHS: [[&str; 3]; 12] = [
    ["jan", "january", ""],
    ["feb", "february", ""],
    ["mar", "march", ""],
    ["apr", "april", ""],
    ["may", "may", ""],
    ["jun", "june", ""],
    ["jul", "july", ""],
    ["aug", "august", ""],
    ["sep", "september", "sept"],
    ["oct", "october", ""],
    ["nov", "november", ""],
    ["dec", "december", ""],
];

/// Finds the months that a line names, those between two that are joined by *to* or a dash included. A month without a year
/// has that of the next one, as in `August and September 2013`.
fn months(line: &str) -> Vec<Named> {
    let in_figures =
        line.split_whitespace().filter_map(|w| Month::parse(w.trim_matches([',', ';', '.', '(', ')', ':'])));
    let mut found: Vec<Named> = in_figures.map(|m| Named { number: m.number(), year: Some(m.year()) }).collect();
    let mut before: Option<Named> = None;
    for (named, joined) in mentions(line) {
        if let Some(from) = before.filter(|_| joined) {
            // In `November to February 2013`, the year is the second month's.
            if let Some(last) = found.last_mut().filter(|l| l.number > named.number && l.year == named.year) {
                last.year = named.year.map(|year| year - 1);
            }
            found.extend(between(from, named));
        }
        found.push(named);
        before = Some(named);
    }
    found
}

/// Finds the months that a line writes out, and for each whether it is joined to the one before.
fn mentions(line: &str) -> Vec<(Named, bool)> {
    let mut found: Vec<(Named, bool)> = Vec::new();
    let mut joined = false;
    let mut rest = line;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        joined |= rest[..start].contains(['-', '\u{2013}', '\u{2014}']);
        rest = &rest[start..];
        let is_word = rest.starts_with(char::is_alphabetic);
        let end = rest.find(|c: char| !c.is_alphanumeric() || c.is_alphabetic() != is_word).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        let lower = word.to_lowercase();
        // The verb *may* is no month.
        let number = MONTHS.iter().position(|names| names.contains(&lower.as_str())).filter(|_| word != "may");
        let year = word.parse::<i32>().ok().and_then(|y| match word.len() {
            2 => Some(2000 + y),
            4 => Some(y).filter(|y| (1900..2200).contains(y)),
            _ => None,
        });
        match (number, year) {
            (Some(number), _) => {
                found.push((Named { number: number as u32 + 1, year: None }, joined));
                joined = false;
            }
            (None, Some(year)) => {
                found.iter_mut().rev().take_while(|(m, _)| m.year.is_none()).for_each(|(m, _)| m.year = Some(year));
                joined = false;
            }
            (None, None) => joined = matches!(lower.as_str(), "to" | "until" | "till" | "through"),
        }
    }
    found
}

/// Gives the months after one and before another.
fn between(from: Named, to: Named) -> Vec<Named> {
    let many = (to.number + 12 - from.number) % 12;
    let year = |number: u32| to.year.map(|year| if number > to.number { year - 1 } else { year });
    let numbers = (1..many).map(|i| (from.number + i - 1) % 12 + 1);
    numbers.map(|number| Named { number, year: year(number) }).collect()
}

#[cfg(test)]
mod tests;
