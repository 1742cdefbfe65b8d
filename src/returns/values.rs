//! From what a cell holds to what it means: every form that is forgiven, and nothing that is guessed.

use chrono::NaiveDate;

use crate::number::{Count, Ratio};
use crate::quarter::{Month, Quarter};
use crate::text;
use crate::workbook::Value;

/// Says what a cell holds, as in `"n/a"`, `-3`, `the date 1 February 2013`.
pub(super) fn found(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Number(n) if n.abs() >= 1e15 => format!("{n:e}"),
        Value::Number(n) => n.to_string(),
        Value::Percent(n) => percent(*n).map_or_else(|| format!("{n}"), |r| format!("{}%", plain(r))),
        Value::Date(d) => format!("the date {}", text::date(*d)),
        Value::Bool(b) => b.to_string().to_uppercase(),
        Value::Error(e) => e.clone(),
        Value::Unsaved => "a formula whose result was not saved".into(),
        Value::Unread(what) => what.clone(),
    }
}

/// Quotes a text on one line, cut where it is long.
pub(super) fn quoted(text: &str) -> String {
    let line = text::one_line(text);
    match line.char_indices().nth(60) {
        Some((at, _)) => format!("\"{}…\"", line[..at].trim_end()),
        None => format!("\"{line}\""),
    }
}

/// Writes a figure with as many decimals as it has.
pub(super) fn plain(ratio: Ratio) -> String {
    (0..=12)
        .map(|p| ratio.round(p))
        .find(|d| Ratio::parse(&d.to_string()) == Some(ratio))
        .map_or_else(|| ratio.to_f64().to_string(), |d| d.to_string())
}

/// Takes the fraction that a percentage was saved as, as parts of a hundred.
pub(super) fn percent(fraction: f64) -> Option<Ratio> {
    Ratio::from_f64(fraction)?.times(Ratio::whole(100))
}

/// What a text has lost in being cleaned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Loss {
    /// Nothing that mattered.
    Nothing,
    /// Control or direction characters.
    Characters,
}

/// Cleans a text: line breaks become one kind, control and direction characters go, and the space around it.
pub(super) fn clean(text: &str) -> (String, Loss) {
    // Most texts hold nothing of the kind.
    if text.bytes().all(|b| (b' '..=b'~').contains(&b)) && !text.contains("_x000") {
        return (text.trim().into(), Loss::Nothing);
    }
    let text = text
        .replace("_x000D_", "")
        .replace("_x000d_", "")
        .replace("\r\n", "\n")
        .replace(['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    let kept: String = text::composed(&text)
        .chars()
        .map(|c| if c == '\t' { ' ' } else { c })
        .filter(|c| *c == '\n' || !text::is_invisible(*c))
        .collect();
    let dropped = text.chars().any(|c| !matches!(c, '\n' | '\t') && text::misleads(c));
    let lines: Vec<&str> = kept.trim_matches(|c: char| c.is_whitespace()).split('\n').map(str::trim_end).collect();
    (lines.join("\n"), if dropped { Loss::Characters } else { Loss::Nothing })
}

/// Reads a count: a whole number, or text with thousands commas or spaces.
pub(super) fn count(value: &Value) -> Option<Count> {
    Count::new(whole(value)?)
}

/// Reads a whole number, however large: what a count must be, unless it is none.
pub(super) fn whole(value: &Value) -> Option<i128> {
    match value {
        Value::Number(n) => match Ratio::from_f64(*n) {
            Some(read) => read.is_whole().then(|| read.numerator()),
            // Beyond what is read exactly there is no fraction left, nor any count.
            None => (n.abs() >= 1.).then_some(*n as i128),
        },
        Value::Text(text) => grouped_digits(text)?.parse().ok(),
        _ => None,
    }
}

/// Takes the separators out of digits that are grouped in threes by one kind of separator, or not at all.
///
/// What could be two numbers, or a fraction, is none: `0,315`, `,37`, `37,`, `1,,037`, `1 037,500`.
fn grouped_digits(text: &str) -> Option<String> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || text::is_invisible(c));
    let separator = |c: char| match c {
        ',' => Some(','),
        '\'' | '\u{2019}' => Some('\''),
        c if c.is_whitespace() => Some(' '),
        _ => None,
    };
    let mut kinds = text.chars().filter_map(separator);
    let kind = kinds.next();
    if kinds.any(|other| Some(other) != kind) {
        return None;
    }
    let groups: Vec<&str> = text.split(|c| separator(c).is_some()).collect();
    let digits = |g: &&str| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit());
    let (first, rest) = groups.split_first()?;
    let threes = rest.is_empty() || first.len() <= 3 && !first.starts_with('0') && rest.iter().all(|g| g.len() == 3);
    (threes && groups.iter().all(digits) && text.len() <= 48).then(|| groups.concat())
}

/// A number, and whether it was written as parts of a hundred.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Number {
    /// The number; of `31.5%`, 31.5.
    pub(super) value: Ratio,
    /// Whether a percent sign was there.
    pub(super) percent: bool,
}

/// Reads a number, as a number, a percentage, or text with thousands commas, spaces or a percent sign.
pub(super) fn number(value: &Value) -> Option<Number> {
    match value {
        Value::Number(n) => Some(Number { value: Ratio::from_f64(*n)?, percent: false }),
        Value::Percent(n) => Some(Number { value: percent(*n)?, percent: true }),
        Value::Text(text) => {
            let (digits, percent) = digits(text)?;
            Some(Number { value: Ratio::parse(&digits)?, percent })
        }
        Value::Date(_) | Value::Bool(_) | Value::Error(_) | Value::Unsaved | Value::Unread(_) => None,
    }
}

/// Says whether a cell holds a number, even one of more digits than are read.
pub(super) fn is_number(value: &Value) -> bool {
    match value {
        Value::Number(n) | Value::Percent(n) => n.is_finite(),
        Value::Text(text) => digits(text).is_some(),
        Value::Date(_) | Value::Bool(_) | Value::Error(_) | Value::Unsaved | Value::Unread(_) => false,
    }
}

/// Takes the separators and the percent sign off a number that is written out; tells whether there was a percent sign.
fn digits(text: &str) -> Option<(String, bool)> {
    let text = text.trim();
    let (text, percent) = text.strip_suffix('%').map_or((text, false), |t| (t.trim_end(), true));
    let (sign, digits) = match text.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(w, p)| (w, Some(p)));
    let whole = grouped_digits(whole)?;
    let part = match part {
        Some(part) if part.bytes().all(|b| b.is_ascii_digit()) => format!(".{part}"),
        Some(_) => return None,
        None => String::new(),
    };
    Some((format!("{sign}{whole}{part}"), percent))
}

/// Reads a date: a date, or text as in `30/09/2013` (the day first), `30 September 2013` or `2013-09-30`.
pub(super) fn date(value: &Value) -> Option<NaiveDate> {
    let text = match value {
        Value::Date(date) => return Some(*date),
        Value::Text(text) => text,
        _ => return None,
    };
    let parts: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '-' | '.' | ','))
        .filter(|p| !p.is_empty())
        .collect();
    let [a, b, c] = parts[..] else { return None };
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let day = |s: &str| {
        let lower = s.to_lowercase();
        let bare = ["st", "nd", "rd", "th"].iter().find_map(|e| lower.strip_suffix(e)).unwrap_or(&lower);
        if bare.len() <= 2 && digits(bare) { bare.parse::<u32>().ok() } else { None }
    };
    if a.len() == 4 && digits(a) {
        let month = Month::parse(&format!("{a}-{b}"))?;
        return NaiveDate::from_ymd_opt(month.year(), month.number(), day(c)?);
    }
    let month = match (digits(b), c.len()) {
        (true, 2) => Month::parse(&format!("{b}/20{c}"))?,
        _ => Month::parse(&format!("{b}/{c}"))?,
    };
    NaiveDate::from_ymd_opt(month.year(), month.number(), day(a)?)
}

/// Reads the heading of a column of counts.
pub(super) fn month(value: &Value) -> Option<Month> {
    match value {
        Value::Date(date) => Some(Month::of(*date)),
        Value::Text(text) if year(value).is_none() => Month::parse(text.trim_end_matches([':', ' ', '\u{a0}'])),
        _ => None,
    }
}

/// A year above months, or between them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Year {
    /// As in `2012`.
    Calendar(i32),
    /// As in `2012/13`: April of the first to March of the second.
    Financial(i32),
}

impl Year {
    /// Reads the name of a month in this year.
    pub(super) fn month(self, name: &str) -> Option<Month> {
        let name = name.trim_matches([':', ' ', '\u{a0}']);
        let in_year = |year: i32| Month::parse(&format!("{name} {year}"));
        match self {
            _ if !name.chars().all(char::is_alphabetic) => None,
            Year::Calendar(year) => in_year(year),
            Year::Financial(year) => in_year(year).filter(|m| m.number() >= 4).or_else(|| in_year(year + 1)),
        }
    }
}

/// Reads a year: `2012`, `2012/13`, `2012/2013`. With a hyphen, `2011-12` is a month.
pub(super) fn year(value: &Value) -> Option<Year> {
    let sound = |year: &i32| (1990..2100).contains(year);
    match value {
        Value::Number(n) if n.fract() == 0. && sound(&(*n as i32)) => Some(Year::Calendar(*n as i32)),
        Value::Text(text) => {
            let text = text.trim_matches([':', ' ', '\u{a0}']);
            let (first, second) = text.split_once('/').unwrap_or((text, ""));
            let year = first.parse::<i32>().ok().filter(|_| first.len() == 4).filter(sound)?;
            match (second.len(), second.parse::<i32>().ok()) {
                (0, _) if !text.contains('/') => Some(Year::Calendar(year)),
                (2, Some(next)) if next == (year + 1) % 100 => Some(Year::Financial(year)),
                (4, Some(next)) if next == year + 1 => Some(Year::Financial(year)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Reads a quarter.
pub(super) fn quarter(value: &Value) -> Option<Quarter> {
    match value {
        Value::Text(text) => Quarter::parse(text),
        _ => None,
    }
}

/// Reads a short text or a name; a number is taken as it is shown.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Number(n) => Some(Ratio::from_f64(*n).map_or_else(|| n.to_string(), |r| plain(r).replace(',', ""))),
        Value::Percent(n) => percent(*n).map(|r| format!("{}%", plain(r))),
        Value::Date(_) | Value::Bool(_) | Value::Error(_) | Value::Unsaved | Value::Unread(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        /// A mark that every text loses sends a plain text the way of all others: to the same end.
        #[test]
        fn plain_texts_are_cleaned_as_others_are(text in "([ -~]|_x000D_){0,30}") {
            let marked = format!("\u{feff}{text}");
            let same = clean(&text) == clean(&marked);
            proptest::prop_assert!(same);
        }
    }
}
