//! How figures are said, in text and in tables: the only place where a number of a paper becomes characters.

use chrono::{Datelike, NaiveDate};

use crate::number::{Change, Decimal, grouped};
use crate::quarter::Month;

/// Stands for a figure that is not available.
pub(crate) const MISSING: &str = "[x]";
/// Stands for a percentage that is not none but rounds to 0.0.
const LOW: &str = "[low]";
/// Stands for a figure that cannot be: a percentage of nothing.
pub(crate) const NOT_APPLICABLE: &str = "[z]";

/// Says a change against what was before: `up 4.1% (109 more)`, `no change`, `up from none (5 more)`.
pub(crate) fn change(change: i64, percent: Option<Decimal>) -> String {
    if change == 0 {
        return "no change".into();
    }
    let (way, word) = if change > 0 { ("up", "more") } else { ("down", "fewer") };
    let number = grouped(i128::from(change.unsigned_abs()));
    match percent {
        Some(p) if p.is_zero() => format!("{way} less than 0.1% ({number} {word})"),
        Some(p) => format!("{way} {}% ({number} {word})", p.abs()),
        None => format!("{way} from none ({number} {word})"),
    }
}

/// Prints a change with its sign: `+109`, `−47`, `0`.
pub(crate) fn signed(change: i64) -> String {
    Change(change).to_string()
}

/// Prints a percentage with its sign: `+4.1%`, `−4.4%`, `0.0%`; `[low]` where the change it is of is not none but rounds
/// to that.
pub(crate) fn signed_percent(percent: Decimal, changed: bool) -> String {
    if changed && percent.is_zero() {
        return LOW.into();
    }
    let plus = if percent.is_zero() || percent.is_negative() { "" } else { "+" };
    format!("{plus}{percent}%")
}

/// Says which one in a row: `1st`, `2nd`, `11th`.
pub(crate) fn ordinal(n: u64) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// Says a number of months as people do: `12 months`, `2 years`.
pub(crate) fn months_long(months: u64) -> String {
    match months {
        1 => "1 month".into(),
        n if n >= 24 && n.is_multiple_of(12) => format!("{} years", n / 12),
        n => format!("{n} months"),
    }
}

/// Says a range of months: `April to September 2013`, `October 2012 to September 2013`.
pub(crate) fn months(from: Month, to: Month) -> String {
    if from == to {
        from.to_string()
    } else if from.year() == to.year() {
        format!("{} to {to}", from.name())
    } else {
        format!("{from} to {to}")
    }
}

/// Says how much later a date is than another: in months where they are whole (from a month's end to a month's end, too),
/// else in days.
pub(crate) fn later(from: NaiveDate, to: NaiveDate) -> String {
    let (first, last) = (Month::of(from), Month::of(to));
    let at_the_end = from == first.last_day() && to == last.last_day();
    match u64::try_from(last.since(first)) {
        Ok(months) if months > 0 && (at_the_end || from.day() == to.day()) => months_long(months),
        _ => match (to - from).num_days() {
            1 => "1 day".into(),
            days => format!("{days} days"),
        },
    }
}

/// Says a number in words up to nine: `zero`, `one`, … `nine`, `10`.
pub(crate) fn in_words(n: u64) -> String {
    const WORDS: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    usize::try_from(n).ok().and_then(|i| WORDS.get(i)).map_or_else(|| grouped(i128::from(n)), |w| (*w).to_string())
}

/// Makes the first letter a capital.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Makes the first letter small, unless the first word is an abbreviation (`ASB`).
pub(crate) fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return String::new() };
    if chars.clone().next().is_some_and(char::is_uppercase) {
        return text.into();
    }
    first.to_lowercase().chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Ratio;

    fn percent(num: i128, den: i128) -> Option<Decimal> {
        Ratio::new(num * 100, den).map(|r| r.round(1))
    }

    #[test]
    fn changes_are_said_with_their_direction_once() {
        assert_eq!(change(109, percent(109, 2658)), "up 4.1% (109 more)");
        assert_eq!(change(-1243, percent(-1243, 28250)), "down 4.4% (1,243 fewer)");
        assert_eq!(change(0, percent(0, 5)), "no change");
        assert_eq!(change(5, None), "up from none (5 more)");
        assert_eq!(change(-1, percent(-1, 9000)), "down less than 0.1% (1 fewer)");
        let printed = |num, den| percent(num, den).map(|p| signed_percent(p, num != 0));
        assert_eq!([printed(0, 9000), printed(-1, 9000)], [Some("0.0%".into()), Some("[low]".into())]);
        assert_eq!(printed(1, 10), Some("+10.0%".into()));
    }

    #[test]
    fn ranks_months_and_numbers_read_as_people_say_them() {
        assert_eq!(
            [1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(ordinal).join(" "),
            "1st 2nd 3rd 4th 11th 12th 13th 21st 102nd 111th"
        );
        let month = |y, m| Month::new(y, m).expect("a month");
        assert_eq!(months(month(2013, 4), month(2013, 9)), "April to September 2013");
        assert_eq!(months(month(2012, 10), month(2013, 9)), "October 2012 to September 2013");
        assert_eq!([12, 24, 30, 36, 1].map(months_long), ["12 months", "2 years", "30 months", "3 years", "1 month"]);
        assert_eq!([0, 9, 10].map(in_words), ["zero", "nine", "10"]);
    }

    #[test]
    fn times_between_dates_are_in_whole_months_or_in_days() {
        let said = |from: &str, to: &str| later(from.parse().expect("a date"), to.parse().expect("a date"));
        assert_eq!(said("2013-11-30", "2014-02-28"), "3 months");
        assert_eq!(said("2013-09-30", "2013-10-31"), "1 month");
        assert_eq!(said("2013-01-15", "2015-01-15"), "2 years");
        assert_eq!(said("2013-09-30", "2013-10-01"), "1 day");
        assert_eq!(said("2013-09-01", "2013-10-15"), "44 days");
    }
}
