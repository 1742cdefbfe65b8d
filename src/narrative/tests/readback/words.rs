//! Words and numbers read out of a text, by rules that share nothing with those that wrote them.

use serde_json::Value;

use crate::quarter::Month;

/// What comes of reading: nothing, or what is not so.
pub(super) type Read<T = ()> = Result<T, String>;

/// Takes a text apart by a pattern in which `{}` stands for what is to be read.
pub(super) fn holes<'t>(pattern: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let parts: Vec<&str> = pattern.split("{}").collect();
    let (first, others) = parts.split_first()?;
    let mut rest = text.strip_prefix(first)?;
    let mut found = Vec::new();
    for (i, part) in others.iter().enumerate() {
        let last = i + 1 == others.len();
        let at = if last { rest.strip_suffix(part)?.len() } else { rest.find(part)? };
        found.push(&rest[..at]);
        rest = &rest[at + part.len()..];
    }
    rest.is_empty().then_some(found)
}

/// Takes a text apart by the first pattern that fits, and says which that is.
pub(super) fn either<'t>(patterns: &[&str], text: &'t str) -> Read<(usize, Vec<&'t str>)> {
    let mut tried = patterns.iter().enumerate();
    tried.find_map(|(i, p)| Some((i, holes(p, text)?))).ok_or_else(|| format!("unknown: {text:?}"))
}

pub(super) fn number(text: &str) -> Read<f64> {
    let plain = text.trim().replace(',', "").replace('\u{2212}', "-").replace(['+', '%'], "");
    plain.parse().map_err(|_| format!("not a number: {text:?}"))
}

/// A whole number in words or figures.
pub(super) fn in_words(text: &str) -> Read<f64> {
    let words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let small = text.to_lowercase();
    match words.iter().position(|w| *w == small) {
        Some(n) => Ok(n as f64),
        None if small == "none" => Ok(0.),
        None => number(text).and_then(|n| if n > 9. { Ok(n) } else { Err(format!("{text} is not in words")) }),
    }
}

pub(super) fn same(found: f64, wanted: &Value, what: &str) -> Read {
    match wanted.as_f64() {
        Some(w) if (w - found).abs() < 1e-9 => Ok(()),
        _ => Err(format!("{what}: said {found}, but the facts have {wanted}")),
    }
}

pub(super) fn equal<T: PartialEq + std::fmt::Debug>(found: T, wanted: T, what: &str) -> Read {
    if found == wanted { Ok(()) } else { Err(format!("{what}: said {found:?}, but it is {wanted:?}")) }
}

pub(super) fn check(right: bool, what: &str) -> Read {
    if right { Ok(()) } else { Err(what.to_string()) }
}

/// `A, B and C` as names.
pub(super) fn names(list: &str) -> Vec<&str> {
    list.split(", ").flat_map(|n| n.split(" and ")).collect()
}

/// The items of a list of the facts.
pub(super) fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

pub(super) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The plain text of a table's cell or a name: without its link, its marks and what is escaped.
pub(super) fn plain(cell: &str) -> String {
    let cell = cell.trim().trim_start_matches("<total/>");
    let named = cell.strip_prefix('[').and_then(|c| c.split_once("](#")).map_or(cell, |(name, _)| name);
    let named = named.split(" [").next().unwrap_or_default();
    named.replace('\\', "").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
}

/// The cells of a table's row.
pub(super) fn cells(line: &str) -> Vec<&str> {
    line.trim().trim_start_matches('|').trim_end_matches('|').split('|').map(str::trim).collect()
}

/// `up 4.1% (109 more)`, `down less than 0.1% (1 fewer)`, `up from none (5 more)`.
pub(super) fn change(said: &str, figure: &Value) -> Read {
    let (way, found) = either(&["up {} ({} more)", "down {} ({} fewer)"], said)?;
    let sign = if way == 0 { 1. } else { -1. };
    same(sign * number(found[1])?, &figure["change"], "change")?;
    match found[0] {
        "from none" => check(figure["percent"].is_null(), "there is a percentage"),
        "less than 0.1%" => same(0., &figure["percent"], "percent"),
        percent => {
            let shown = number(percent.strip_suffix('%').ok_or("no percentage")?)?;
            check(shown != 0., "a change of 0.0%")?;
            same(sign * shown, &figure["percent"], "percent")
        }
    }
}

/// A number with its sign, as in tables: `+109`, `−47`, `0`.
pub(super) fn signed(said: &str, wanted: &Value) -> Read {
    let found = number(said)?;
    check((found > 0.) == said.starts_with('+') && (found < 0.) == said.starts_with('\u{2212}'), said)?;
    same(found, wanted, "change")
}

/// A month of the facts.
pub(super) fn month(iso: &Value) -> Read<Month> {
    Month::parse(text(iso)).ok_or_else(|| format!("no month: {iso}"))
}
