//! The tables of `board.toml`, key by key.
//!
//! *In:* a table of the file. *Out:* the values of the keys that are asked for, each of the kind that is asked for, and a
//! problem in words for each that is of another kind. *Invariants:* the keys that are asked for are the keys that there
//! are: [`Keys::done`] reports all others, with the nearest. It must not know what any key means.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::FILE;
use crate::number::Ratio;
use crate::problem::{Code, Place, Problem, Problems};
use crate::text::{nearest, one_line};

/// A value, and where in the text it stands.
#[derive(Clone, Debug)]
pub(super) struct Given<T> {
    pub(super) value: T,
    pub(super) at: usize,
}

/// The text of the file, and what is wrong with it so far.
pub(super) struct Check<'t> {
    text: &'t str,
    found: Vec<(usize, Problem)>,
}

impl<'t> Check<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Check { text, found: Vec::new() }
    }

    /// Gives the line at an offset, from 1.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.text.bytes().take(offset).filter(|b| *b == b'\n').count() + 1
    }

    pub(super) fn place(&self, offset: usize) -> Place {
        Place::File { file: FILE.into(), line: Some(self.line(offset)), column: None }
    }

    pub(super) fn error(&mut self, at: usize, message: impl Into<String>) {
        self.found.push((at, Problem::new(Code::BoardContent, self.place(at), message)));
    }

    pub(super) fn error_with_help(&mut self, at: usize, message: impl Into<String>, help: impl Into<String>) {
        self.found.push((at, Problem::new(Code::BoardContent, self.place(at), message).help(help)));
    }

    fn unreadable(&mut self, at: usize, message: String, help: Option<String>) {
        let problem = Problem::new(Code::BoardSyntax, self.place(at), message);
        self.found.push((at, Problem { help, ..problem }));
    }

    /// Gives everything that is wrong, from the top of the file down.
    pub(super) fn problems(mut self) -> Problems {
        self.found.sort_by_key(|(at, _)| *at);
        self.found.into_iter().map(|(_, problem)| problem).collect()
    }
}

/// A table, and the keys of it that were asked for.
pub(super) struct Keys<'t> {
    /// What it is called, as in `[board]`; empty for the whole file.
    name: String,
    pub(super) at: usize,
    table: &'t DeTable<'t>,
    asked: Vec<&'static str>,
}

impl<'t> Keys<'t> {
    pub(super) fn of_file(table: &'t DeTable<'t>) -> Self {
        Keys { name: String::new(), at: 0, table, asked: Vec::new() }
    }

    /// Says whether a key is there, whatever it holds.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn get(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.push(key);
        let found = self.table.iter().find(|(name, _)| name.get_ref() == key);
        found.map(|(_, value)| value)
    }

    /// Takes a key's value with a reader of values, and reports one that the reader refuses.
    fn take<T>(
        &mut self,
        check: &mut Check<'_>,
        key: &'static str,
        expected: &str,
        read: impl FnOnce(&'t DeValue<'t>) -> Option<T>,
    ) -> Option<Given<T>> {
        let value = self.get(key)?;
        let at = value.span().start;
        let read = read(value.get_ref());
        if read.is_none() {
            wrong(check, at, key, expected, value.get_ref());
        }
        read.map(|value| Given { value, at })
    }

    /// Says which key comes instead of one that was renamed, where that is there.
    pub(super) fn renamed(
        &mut self,
        check: &mut Check<'_>,
        key: &'static str,
        now: &str,
        help: impl FnOnce(&str) -> String,
    ) {
        if let Some(value) = self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value) {
            let written = check.text.get(value.span()).unwrap_or_default().to_string();
            check.error_with_help(value.span().start, format!("{key} is now {now}"), help(&written));
            self.asked.push(key);
        }
    }

    /// Takes a text on one line.
    pub(super) fn text(&mut self, check: &mut Check<'_>, key: &'static str) -> Option<Given<String>> {
        self.take(check, key, "text in quotation marks", |v| v.as_str().map(one_line))
    }

    /// Takes a text that must be there and not be blank; an empty one, with the reason reported, where it is not.
    pub(super) fn needed(&mut self, check: &mut Check<'_>, key: &'static str, as_in: &str) -> Given<String> {
        let there = self.has(key);
        let Some(text) = self.text(check, key) else {
            if !there {
                self.lacks(check, key, as_in);
            }
            return Given { value: String::new(), at: self.at };
        };
        if text.value.is_empty() {
            check.error_with_help(text.at, format!("{key} is empty"), format!("Write it as in {key} = {as_in}"));
        }
        text
    }

    /// Reports a key that must be there and is not.
    pub(super) fn lacks(&self, check: &mut Check<'_>, key: &str, as_in: &str) {
        let message = format!("{} has no {key}", self.name);
        // A key that was mistyped is told as such, and not as lacking too.
        let mistyped = self.table.keys().any(|k| !self.asked.contains(&&**k.get_ref()) && near(k.get_ref(), &[key]));
        if !mistyped {
            check.unreadable(self.at, message, Some(format!("Add it, as in {key} = {as_in}")));
        }
    }

    /// Takes a list of texts.
    pub(super) fn texts(&mut self, check: &mut Check<'_>, key: &'static str) -> Option<Given<Vec<Given<String>>>> {
        self.take(check, key, "a list of texts, as in [\"a\", \"b\"]", texts)
    }

    /// Takes a table of lists of texts, as in `{ "a" = ["b"] }`.
    pub(super) fn lists(
        &mut self,
        check: &mut Check<'_>,
        key: &'static str,
    ) -> Vec<(Given<String>, Vec<Given<String>>)> {
        let expected = "names with a list each, as in { \"Criminal damage\" = [\"Criminal damage and arson\"] }";
        let read = |value: &'t DeValue<'t>| {
            let list = |(name, list): (&Spanned<_>, &'t Spanned<DeValue<'t>>)| {
                let name = Given { at: name.span().start, value: AsRef::<str>::as_ref(name.get_ref()).to_string() };
                Some((name, texts(list.get_ref())?))
            };
            value.as_table()?.iter().map(|(name, value)| list((name, value))).collect::<Option<Vec<_>>>()
        };
        self.take(check, key, expected, read).map(|found| found.value).unwrap_or_default()
    }

    /// Takes a whole number within bounds.
    pub(super) fn whole(
        &mut self,
        check: &mut Check<'_>,
        key: &'static str,
        bounds: RangeInclusive<u32>,
    ) -> Option<Given<u32>> {
        let expected = match (*bounds.start(), *bounds.end()) {
            (0, u32::MAX) => "a whole number".to_string(),
            (least, u32::MAX) => format!("a whole number of {least} or more"),
            (least, most) => format!("a whole number from {least} to {most}"),
        };
        let whole = |v: &DeValue| match v {
            DeValue::Integer(i) => u32::from_str_radix(i.as_str(), i.radix()).ok().filter(|n| bounds.contains(n)),
            _ => None,
        };
        self.take(check, key, &expected, whole)
    }

    /// Takes a number from 0 to `most`, exactly as it is written.
    pub(super) fn number(&mut self, check: &mut Check<'_>, key: &'static str, most: i64) -> Option<Given<Ratio>> {
        let expected = format!("a number from 0 to {most}, with no more than 11 decimals");
        let bounds = Ratio::whole(0)..=Ratio::whole(most);
        self.take(check, key, &expected, |v| number(v).filter(|r| bounds.contains(r)))
    }

    /// Takes a share of a whole; one over 1 was probably meant in percent.
    pub(super) fn share(&mut self, check: &mut Check<'_>, key: &'static str) -> Option<Given<Ratio>> {
        let most = Ratio::whole(1);
        let given = self.take(check, key, "a share from 0 to 1", |v| number(v).filter(|r| *r >= Ratio::whole(0)))?;
        if given.value <= most {
            return Some(given);
        }
        let found = given.value.to_f64();
        let message = format!("{key}: expected a share from 0 to 1, found {found}");
        if given.value <= Ratio::whole(100) {
            check.error_with_help(given.at, message, format!("Write {found} percent as {}", found / 100.));
        } else {
            check.error(given.at, message);
        }
        None
    }

    /// Takes `true` or `false`; `false` where it is not there.
    pub(super) fn flag(&mut self, check: &mut Check<'_>, key: &'static str) -> bool {
        self.take(check, key, "true or false", DeValue::as_bool).is_some_and(|given| given.value)
    }

    /// Takes a date.
    pub(super) fn date(&mut self, check: &mut Check<'_>, key: &'static str) -> Option<Given<NaiveDate>> {
        self.take(check, key, "a date, as in 2013-11-27 and without quotation marks", |v| {
            let found = v.as_datetime().filter(|d| d.time.is_none())?.date?;
            NaiveDate::from_ymd_opt(found.year.into(), found.month.into(), found.day.into())
        })
    }

    /// Takes a list of texts, or one text in place of them.
    pub(super) fn texts_or_text(
        &mut self,
        check: &mut Check<'_>,
        key: &'static str,
    ) -> Option<Given<Vec<Given<String>>>> {
        let Some(value) = self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value) else {
            self.asked.push(key);
            return None;
        };
        match value.get_ref().as_str() {
            Some(_) => self.text(check, key).map(|text| Given { at: text.at, value: vec![text] }),
            None => self.texts(check, key),
        }
    }

    /// Takes the one table of a name.
    pub(super) fn table(&mut self, check: &mut Check<'_>, key: &'static str) -> Option<Keys<'t>> {
        let name = format!("[{key}]");
        let found = self.take(check, key, &format!("the table {name}"), DeValue::as_table)?;
        Some(Keys { name, at: found.at, table: found.value, asked: Vec::new() })
    }

    /// Takes all tables of a name.
    pub(super) fn tables(&mut self, check: &mut Check<'_>, key: &'static str) -> Vec<Keys<'t>> {
        let name = format!("[[{key}]]");
        let expected = format!("tables, each headed {name}");
        let all = |v: &'t DeValue<'t>| -> Option<Vec<Keys<'t>>> {
            let one = |v: &'t Spanned<DeValue<'t>>| {
                let table = v.get_ref().as_table()?;
                Some(Keys { name: name.clone(), at: v.span().start, table, asked: Vec::new() })
            };
            v.as_array()?.iter().map(one).collect()
        };
        self.take(check, key, &expected, all).map(|found| found.value).unwrap_or_default()
    }

    /// Reports the keys that nobody asked for.
    pub(super) fn done(self, check: &mut Check<'_>) {
        let (of, within) =
            if self.name.is_empty() { (FILE, String::new()) } else { (&*self.name, format!(" in {}", self.name)) };
        for (key, value) in self.table.iter() {
            let name: &str = key.get_ref();
            if self.asked.contains(&name) {
                continue;
            }
            let shown = match value.get_ref() {
                DeValue::Table(_) if self.name.is_empty() => format!("[{name}]"),
                DeValue::Array(_) if self.name.is_empty() => format!("[[{name}]]"),
                _ => name.to_string(),
            };
            let help = match nearest(name, self.asked.iter().copied()) {
                Some(near) => format!("Did you mean {near}?"),
                None => format!("{of} may have {}", crate::text::list(&self.asked, "and")),
            };
            check.unreadable(key.span().start, format!("there is no key {shown}{within}"), Some(help));
        }
    }
}

/// Says whether a name is near enough to one of these to be meant for it.
fn near(name: &str, known: &[&str]) -> bool {
    nearest(name, known.iter().copied()).is_some()
}

fn texts<'t>(value: &'t DeValue<'t>) -> Option<Vec<Given<String>>> {
    let one = |v: &Spanned<DeValue>| Some(Given { at: v.span().start, value: one_line(v.get_ref().as_str()?) });
    value.as_array()?.iter().map(one).collect()
}

/// Reads a number exactly as it is written.
fn number(value: &DeValue) -> Option<Ratio> {
    match value {
        DeValue::Integer(i) => i64::from_str_radix(i.as_str(), i.radix()).ok().map(Ratio::whole),
        DeValue::Float(f) => Ratio::from_f64(f.as_str().parse().ok()?),
        _ => None,
    }
}

/// Reports a value that is not what its key takes.
fn wrong(check: &mut Check<'_>, at: usize, key: &str, expected: &str, value: &DeValue) {
    let found = match value {
        DeValue::String(text) => format!("the text \"{}\"", one_line(text)),
        DeValue::Integer(i) => i.as_str().to_string(),
        DeValue::Float(f) => f.as_str().to_string(),
        DeValue::Boolean(yes) => yes.to_string(),
        DeValue::Datetime(date) => format!("the date {date}"),
        DeValue::Array(_) => "a list".to_string(),
        DeValue::Table(_) => "a table".to_string(),
    };
    check.error(at, format!("{key}: expected {expected}, found {found}"));
}
