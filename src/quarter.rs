//! Months and quarters of the financial year, and how they print.
//!
//! *In:* years, months and the labels people type. *Out:* [`Month`] and [`Quarter`], which are always valid, ordered and
//! cheap to copy. *Units:* whole months; a financial year runs from April to March and is named after both calendar
//! years (`2013/14`). This is a leaf: it knows nothing of returns, figures or pages.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Serialize, Serializer};

const NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A calendar month of a year.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Month(i32);

impl Month {
    /// Makes a month from a year (1900 to 2199) and a month number from 1 to 12.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        ((1900..2200).contains(&year) && (1..=12).contains(&month)).then(|| Month(year * 12 + month as i32 - 1))
    }

    /// Takes the month that a date lies in.
    pub fn of(date: NaiveDate) -> Self {
        Month(date.year() * 12 + date.month0() as i32)
    }

    /// Gives the calendar year.
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// Gives the number of the month, 1 to 12.
    pub fn number(self) -> u32 {
        self.0.rem_euclid(12) as u32 + 1
    }

    /// Gives the month's English name.
    pub fn name(self) -> &'static str {
        NAMES[self.0.rem_euclid(12) as usize]
    }

    /// Gives the month `n` months later (earlier where `n` is negative).
    #[must_use]
    pub fn plus(self, n: i32) -> Self {
        Month(self.0 + n)
    }

    /// Counts the months from `earlier` to this one; negative where it is later.
    pub fn since(self, earlier: Month) -> i32 {
        self.0 - earlier.0
    }

    /// Prints the month as in `2013-09`.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}", self.year(), self.number())
    }

    /// Prints the month as in `Sep 2013`.
    pub fn short(self) -> String {
        format!("{} {}", &self.name()[..3], self.year())
    }

    /// Gives the last day of the month.
    pub fn last_day(self) -> NaiveDate {
        let next = self.plus(1);
        NaiveDate::from_ymd_opt(next.year(), next.number(), 1).and_then(|d| d.pred_opt()).unwrap_or(NaiveDate::MAX)
    }

    /// Reads what people type above a column of counts: `Apr-13`, `April 2013`, `Sept 2013`, `2013-04`, `04/2013`.
    ///
    /// Two-digit years are of this century. Anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text
            .split(|c: char| {
                c.is_whitespace()
                    || matches!(c, '-' | '/' | '.' | ',' | '\u{2013}' | '\u{2010}' | '\u{2011}' | '\'' | '\u{2019}')
            })
            .filter(|p| !p.is_empty())
            .collect();
        let [a, b] = parts.as_slice() else { return None };
        let year = |s: &str| match (s.len(), s.parse::<i32>().ok()) {
            (4, Some(y)) => Some(y),
            (2, Some(y)) => Some(2000 + y),
            _ => None,
        };
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        match (digits(a), digits(b)) {
            (false, true) => Month::new(year(b)?, named(a)?),
            (true, false) => Month::new(year(a)?, named(b)?),
            (true, true) if a.len() == 4 && b.len() <= 2 => Month::new(year(a)?, b.parse().ok()?),
            (true, true) if b.len() == 4 && a.len() <= 2 => Month::new(year(b)?, a.parse().ok()?),
            _ => None,
        }
    }
}

/// The number of a month by its English name or an abbreviation of three letters or more.
fn named(text: &str) -> Option<u32> {
    let begins = |name: &&str| name.get(..text.len()).is_some_and(|start| start.eq_ignore_ascii_case(text));
    let at = NAMES.iter().position(|n| text.len() >= 3 && begins(n));
    at.map(|i| i as u32 + 1)
}

impl fmt::Display for Month {
    /// Prints the month as in `September 2013`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name(), self.year())
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.iso())
    }
}

/// A quarter of a financial year: quarter 1 is April to June.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Quarter {
    year: i32,
    number: u32,
}

impl Quarter {
    /// Makes a quarter of the financial year that starts in April of `year` (1900 to 2198).
    pub fn new(year: i32, number: u32) -> Option<Self> {
        ((1900..2199).contains(&year) && (1..=4).contains(&number)).then_some(Quarter { year, number })
    }

    /// Takes the quarter that a date lies in.
    pub fn of(date: NaiveDate) -> Self {
        let months = Month::of(date).0 - 3;
        Quarter { year: months.div_euclid(12), number: months.rem_euclid(12) as u32 / 3 + 1 }
    }

    /// Gives the number of the quarter, 1 to 4.
    pub fn number(self) -> u32 {
        self.number
    }

    /// Gives the calendar year in which the financial year starts.
    pub fn start_year(self) -> i32 {
        self.year
    }

    /// Gives the quarter's first month.
    pub fn first_month(self) -> Month {
        Month(self.year * 12 + self.number as i32 * 3)
    }

    /// Gives the quarter's last month: `M` in the definitions of the figures.
    pub fn last_month(self) -> Month {
        self.first_month().plus(2)
    }

    /// Gives April of the financial year: where the year to date starts.
    pub fn year_start(self) -> Month {
        Month(self.year * 12 + 3)
    }

    /// Gives the quarter before.
    #[must_use]
    pub fn previous(self) -> Self {
        match self.number {
            1 => Quarter { year: self.year - 1, number: 4 },
            n => Quarter { number: n - 1, ..self },
        }
    }

    /// Gives the quarter after.
    #[must_use]
    pub fn next(self) -> Self {
        match self.number {
            4 => Quarter { year: self.year + 1, number: 1 },
            n => Quarter { number: n + 1, ..self },
        }
    }

    /// Counts the quarters from `earlier` to this one; negative where it is later.
    pub fn since(self, earlier: Quarter) -> i32 {
        (self.year - earlier.year) * 4 + self.number as i32 - earlier.number as i32
    }

    /// Names the folder of the quarter's returns, as in `2013-14-q2`.
    pub fn folder(self) -> String {
        format!("{:04}-{:02}-q{}", self.year, (self.year + 1) % 100, self.number)
    }

    /// Prints the financial year, as in `2013/14`.
    pub fn financial_year(self) -> String {
        format!("{:04}/{:02}", self.year, (self.year + 1) % 100)
    }

    /// Reads `Q2 2013/14`, `2013-14 Q2`, `Quarter 2 2013/14`, and a folder's name, `2013-14-q2`.
    ///
    /// The two years must follow each other; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let lower = text.to_lowercase().replace("quarter", "q");
        let (mut year, mut second, mut number) = (None, None, None);
        let mut after_q = false;
        for part in lower.split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | '_' | ',' | '\u{2013}')) {
            let (q, digits) = match part.strip_prefix('q') {
                Some(rest) => (true, rest),
                None => (after_q, part),
            };
            if digits.is_empty() {
                after_q = q;
                continue;
            }
            after_q = false;
            let value: i32 = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())??;
            let slot = match (q, digits.len()) {
                (true, 1) => &mut number,
                (false, 4) if year.is_none() => &mut year,
                (false, 2 | 4) => &mut second,
                _ => return None,
            };
            if slot.replace(value).is_some() {
                return None;
            }
        }
        let (year, second, number) = (year?, second?, number?);
        let follows = second == (year + 1) % 100 || second == year + 1;
        if follows { Quarter::new(year, u32::try_from(number).ok()?) } else { None }
    }
}

impl fmt::Display for Quarter {
    /// Prints the quarter as in `Q2 2013/14`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Q{} {}", self.number, self.financial_year())
    }
}

impl Serialize for Quarter {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(year: i32, number: u32) -> Month {
        Month::new(year, number).expect("a month of the calendar")
    }

    #[test]
    fn reads_every_form_of_a_month() {
        for text in
            ["Apr-13", "April 2013", "apr 2013", "2013-04", "04/2013", "4/2013", "Apr 13", "Apr\u{2013}13", "Apr'13"]
        {
            assert_eq!(Month::parse(text), Some(month(2013, 4)), "{text}");
        }
        assert_eq!(Month::parse("Sept 2013"), Some(month(2013, 9)));
        for text in ["", "April", "13/2013", "Apr", "Ap 2013", "1 April 2013", "2013", "Total 2013", "04/13"] {
            assert_eq!(Month::parse(text), None, "{text}");
        }
    }

    #[test]
    fn reads_every_form_of_a_quarter() {
        let q2 = Quarter::new(2013, 2);
        for text in ["Q2 2013/14", "2013-14 Q2", "Quarter 2 2013/14", "2013-14-q2", "q2 2013-14", "Q 2 2013/2014"] {
            assert_eq!(Quarter::parse(text), q2, "{text}");
        }
        for text in ["", "Q5 2013/14", "Q2 2013/15", "Q2 2013", "2013/14", "Q2 Q3 2013/14", "Q2 13/14"] {
            assert_eq!(Quarter::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_quarter_knows_its_months() {
        let q2 = Quarter::new(2013, 2).expect("a quarter");
        assert_eq!((q2.first_month(), q2.last_month()), (month(2013, 7), month(2013, 9)));
        let q4 = Quarter::new(2013, 4).expect("a quarter");
        assert_eq!((q4.last_month(), q4.year_start()), (month(2014, 3), month(2013, 4)));
        assert_eq!((q4.next().previous(), q4.next().to_string()), (q4, "Q1 2014/15".into()));
        assert_eq!((q2.folder(), q2.to_string()), ("2013-14-q2".into(), "Q2 2013/14".into()));
        assert_eq!(Quarter::new(1999, 1).map(Quarter::folder), Some("1999-00-q1".into()));
        let in_quarter = |m: Month| Quarter::of(m.last_day());
        assert_eq!([q2.first_month(), q2.last_month()].map(in_quarter), [q2; 2]);
        assert_eq!([q4.first_month(), q4.last_month()].map(in_quarter), [q4; 2]);
        assert_eq!((q4.since(q2), q2.since(q4.next())), (2, -3));
    }

    #[test]
    fn a_month_knows_its_last_day() {
        assert_eq!(month(2012, 2).last_day().to_string(), "2012-02-29");
        assert_eq!(month(2013, 12).last_day().to_string(), "2013-12-31");
        assert_eq!(month(2013, 12).plus(1), month(2014, 1));
        assert_eq!(month(2014, 1).since(month(2013, 9)), 4);
    }
}
