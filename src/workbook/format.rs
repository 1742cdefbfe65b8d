//! The format of a number: whether it makes a date or a percentage of it, and what it shows.
//!
//! Codes are those of spreadsheets (ECMA-376 part 1, 18.8.31): up to four sections, for numbers above 0, below 0 and 0,
//! or by conditions, and for text.

use chrono::{Days, NaiveDate};

use super::model::{Shown, Value};

/// A number's format, taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Format {
    sections: Vec<Section>,
    percent: bool,
}

/// What is shown of the numbers that one section is for.
#[derive(Clone, Debug, Default, PartialEq)]
struct Section {
    condition: Option<Condition>,
    parts: Vec<Part>,
    /// Whether it shows a day or a time of day.
    date: bool,
    /// Whether it shows time that has passed, or a number in a way that is not worked out here.
    other: bool,
    /// How many percent signs it has, and how often it divides by a thousand.
    percents: u32,
    thousands: u32,
    /// Whether digits are grouped in thousands.
    grouped: bool,
}

/// A comparison with a number, as in `[<5]`.
#[derive(Clone, Debug, PartialEq)]
struct Condition(String, f64);

/// A part of a section.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    /// What is shown as it is.
    Literal(String),
    /// A place for a digit: `0`, `#` or `?`.
    Digit(char),
    Point,
    /// The whole number or text as it is: `General`, `@`.
    Whole,
}

impl Condition {
    fn parse(text: &str) -> Option<Self> {
        let end = text.find(|c: char| !matches!(c, '<' | '>' | '='))?;
        let (sign, number) = text.split_at(end);
        (!sign.is_empty()).then_some(())?;
        Some(Condition(sign.into(), number.trim().parse().ok()?))
    }

    #[allow(clippy::float_cmp, reason = "the comparison is what the format asks for")]
    fn holds(&self, n: f64) -> bool {
        match self.0.as_str() {
            "<" => n < self.1,
            "<=" => n <= self.1,
            ">" => n > self.1,
            ">=" => n >= self.1,
            "<>" => n != self.1,
            _ => n == self.1,
        }
    }
}

impl Format {
    /// Takes a format's code apart.
    pub(super) fn parse(code: &str) -> Self {
        if code.trim().is_empty() {
            return Format::default();
        }
        let sections: Vec<Section> = sections(code).iter().map(|s| Section::parse(s)).collect();
        let percent = sections.iter().any(|s| s.percents > 0);
        Format { sections, percent }
    }

    /// Gives the format that every program has by a number; the general one where there is none of that number.
    pub(super) fn built_in(number: u16) -> Self {
        Format::parse(match number {
            1 => "0",
            2 => "0.00",
            3 => "#,##0",
            4 => "#,##0.00",
            9 => "0%",
            10 => "0.00%",
            // What dates look like is not needed, only that they are.
            14..=22 | 27..=36 | 45 | 47 | 50..=58 => "d",
            46 => "[h]",
            37 | 38 => "#,##0;(#,##0)",
            39 | 40 => "#,##0.00;(#,##0.00)",
            _ => "General",
        })
    }

    /// Says what a number is in this format, and what it shows where that is something else.
    pub(super) fn number(&self, n: f64, since_1904: bool) -> (Value, Option<Shown>) {
        let section = self.section(n);
        if let Some(date) = section.filter(|s| s.date).and_then(|_| date(n, since_1904)) {
            return (Value::Date(date), None);
        }
        let shown = section.and_then(|s| s.show(n, self.sections.first() == Some(s)));
        if self.percent {
            return (Value::Percent(n), shown.filter(|s| matches!(s, Shown::Masked(_))));
        }
        (Value::Number(n), shown)
    }

    /// Says what is shown of a text, where it is not the text.
    pub(super) fn text(&self) -> Option<Shown> {
        let section = self.sections.get(3)?;
        let whole = section.parts.contains(&Part::Whole);
        (!whole).then(|| Shown::Masked(section.literals()))
    }

    fn section(&self, n: f64) -> Option<&Section> {
        let numbers = &self.sections[..self.sections.len().min(3)];
        let default = |at: usize| match (at, numbers.len()) {
            (0, 2) => n >= 0.,
            (0, 3) => n > 0.,
            (1, 3) => n < 0.,
            _ => true,
        };
        let is_for = |(at, s): &(usize, &Section)| s.condition.as_ref().map_or_else(|| default(*at), |c| c.holds(n));
        numbers.iter().enumerate().find(is_for).map(|(_, s)| s)
    }
}

impl Section {
    fn parse(code: &str) -> Self {
        let mut section = Section::default();
        let mut rest = code.chars().peekable();
        let mut commas = 0;
        while let Some(c) = rest.next() {
            // Commas behind the last digit divide by a thousand, others group digits.
            if c != ',' && commas > 0 {
                if matches!(c, '0' | '#' | '?') {
                    section.grouped = true
                } else {
                    section.thousands += commas
                }
                commas = 0;
            }
            match c {
                '"' => section.literal(&rest.by_ref().take_while(|c| *c != '"').collect::<String>()),
                '\\' => section.literal(&rest.next().map(String::from).unwrap_or_default()),
                // As wide as the next character, or filled with it.
                '_' | '*' => {
                    rest.next();
                }
                '[' => section.bracket(&rest.by_ref().take_while(|c| *c != ']').collect::<String>()),
                '0' | '#' | '?' => section.parts.push(Part::Digit(c)),
                '.' => section.parts.push(Part::Point),
                ',' if section.parts.iter().any(|p| matches!(p, Part::Digit(_))) => commas += 1,
                '%' => {
                    section.percents += 1;
                    section.literal("%");
                }
                '@' => section.parts.push(Part::Whole),
                'G' | 'g' if rest.clone().take(6).collect::<String>().eq_ignore_ascii_case("eneral") => {
                    rest.nth(5);
                    section.parts.push(Part::Whole);
                }
                'E' | 'e' if matches!(rest.peek(), Some('+' | '-')) => section.other = true,
                '/' if section.parts.iter().any(|p| matches!(p, Part::Digit(_))) => section.other = true,
                'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => section.date = true,
                c => section.literal(&c.to_string()),
            }
        }
        section.thousands += commas;
        section.date &= !section.other;
        section
    }

    fn literal(&mut self, text: &str) {
        match self.parts.last_mut() {
            Some(Part::Literal(last)) => last.push_str(text),
            _ => self.parts.push(Part::Literal(text.into())),
        }
    }

    /// Takes what is in square brackets: a condition, a currency, time that has passed, or a colour.
    fn bracket(&mut self, text: &str) {
        if let Some(condition) = Condition::parse(text) {
            self.condition = Some(condition);
        } else if let Some(currency) = text.strip_prefix('$') {
            self.literal(currency.split('-').next().unwrap_or_default());
        } else if !text.is_empty() && ["h", "m", "s"].iter().any(|c| text.to_lowercase().chars().all(|t| c.contains(t)))
        {
            self.other = true;
        }
    }

    fn literals(&self) -> String {
        let literal = |p: &Part| match p {
            Part::Literal(text) => Some(text.clone()),
            _ => None,
        };
        self.parts.iter().filter_map(literal).collect::<String>().trim().to_string()
    }

    /// Says what this section shows of a number, where that is not the number as it is.
    fn show(&self, n: f64, first: bool) -> Option<Shown> {
        if self.other || self.date {
            return None;
        }
        let literals = self.literals();
        if !self.parts.iter().any(|p| matches!(p, Part::Digit(_) | Part::Whole)) {
            return (!is_dash(n, &literals)).then_some(Shown::Masked(literals));
        }
        if self.parts.contains(&Part::Whole) {
            let plain = n.to_string();
            let shown = self.parts.iter().map(|p| match p {
                Part::Literal(text) => text.as_str(),
                Part::Whole => plain.as_str(),
                _ => "",
            });
            let shown: String = shown.collect();
            return (shown.trim() != plain).then(|| as_or_masked(shown.trim(), &literals));
        }
        let whole = n.fract().abs() < f64::EPSILON;
        // Nearly all counts: nothing to work out.
        if whole && self.is_plain() && n.abs() >= 1. && n >= 0. {
            return None;
        }
        let shown = self.digits(n, first);
        if is_dash(n, shown.trim()) {
            return None;
        }
        if self.thousands > 0 || shown.trim().is_empty() {
            return Some(Shown::Masked(shown.trim().into()));
        }
        (shown.trim() != n.to_string()).then(|| as_or_masked(shown.trim(), &literals))
    }

    /// Says whether a whole number shows as its digits, but for how they are grouped.
    fn is_plain(&self) -> bool {
        let zeros = self.parts.iter().filter(|p| **p == Part::Digit('0')).count();
        self.thousands == 0 && zeros <= 1 && self.parts.iter().all(|p| matches!(p, Part::Digit('0' | '#')))
    }

    /// Sets a number's digits in their places.
    fn digits(&self, n: f64, first: bool) -> String {
        let point = self.parts.iter().position(|p| *p == Part::Point).unwrap_or(self.parts.len());
        let (before, after) = self.parts.split_at(point);
        let places = after.iter().filter(|p| matches!(p, Part::Digit(_))).count();
        let scaled = n.abs() * 100f64.powi(self.percents.min(9) as i32) / 1000f64.powi(self.thousands.min(9) as i32);
        let written = format!("{scaled:.places$}");
        let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
        let mut left: Vec<char> = whole.trim_start_matches('0').chars().collect();
        let leftmost = before.iter().position(|p| matches!(p, Part::Digit(_)));
        // The whole part is set from its last digit.
        let (mut reversed, mut set) = (Vec::new(), 0);
        for (at, part) in before.iter().enumerate().rev() {
            match part {
                Part::Literal(text) => reversed.extend(text.chars().rev()),
                Part::Digit(place) => {
                    while let Some(digit) = left.pop().or((*place == '0').then_some('0')) {
                        if self.grouped && set > 0 && set % 3 == 0 {
                            reversed.push(',');
                        }
                        reversed.push(digit);
                        set += 1;
                        if leftmost != Some(at) || left.is_empty() {
                            break;
                        }
                    }
                }
                Part::Point | Part::Whole => {}
            }
        }
        let mut shown: String = reversed.into_iter().rev().collect();
        let mut digits = fraction.chars();
        let optional = |at: usize| after[at..].iter().all(|p| !matches!(p, Part::Digit('0')));
        for (at, part) in after.iter().enumerate() {
            match part {
                Part::Point => shown.push('.'),
                Part::Literal(text) => shown.push_str(text),
                Part::Digit(_) => {
                    let rest = digits.as_str();
                    if !(optional(at) && rest.bytes().all(|b| b == b'0')) {
                        shown.extend(digits.next());
                    }
                }
                Part::Whole => {}
            }
        }
        if n < 0. && first { format!("-{shown}") } else { shown }
    }
}

/// Says whether this is a 0 that is shown as a dash, as accounts do.
pub(super) fn is_dash(n: f64, shown: &str) -> bool {
    n.abs() < f64::MIN_POSITIVE && matches!(shown, "-" | "\u{2013}" | "\u{2014}")
}

/// Tells a number written in another way from one that is hidden behind what is written beside it.
fn as_or_masked(shown: &str, literals: &str) -> Shown {
    if literals.contains(['<', '>', '\u{2264}', '\u{2265}', '~', '\u{2248}']) {
        Shown::Masked(shown.into())
    } else {
        Shown::As(shown.into())
    }
}

/// Parts a code at the semicolons that are no text.
fn sections(code: &str) -> Vec<String> {
    let (mut found, mut rest) = (vec![String::new()], code.chars());
    let mut quoted = false;
    while let Some(c) = rest.next() {
        if c == ';' && !quoted {
            found.push(String::new());
            continue;
        }
        quoted ^= c == '"';
        let escaped = (matches!(c, '\\' | '_' | '*') && !quoted).then(|| rest.next()).flatten();
        if let Some(last) = found.last_mut() {
            last.push(c);
            last.extend(escaped);
        }
    }
    found
}

/// Takes the day that a number of days stands for; `None` where there is none that spreadsheets know.
pub(super) fn date(n: f64, since_1904: bool) -> Option<NaiveDate> {
    if !(0. ..2_958_466.).contains(&n) {
        return None;
    }
    let days = n.floor() as u64 + if since_1904 { 1_462 } else { 0 };
    // Spreadsheets count a 29 February 1900, which never was.
    let days = if days < 60 { days + 1 } else { days };
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}
