//! The year: which quarter treats which theme, and when the board meets on which quarter.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::keys::{Check, Given, Keys};
use super::{Board, FILE, Theme};
use crate::problem::{Code, Place, Problem, Problems};
use crate::quarter::Quarter;
use crate::text;

/// A meeting of the board: the one at which a quarter's papers are taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Meeting {
    /// The quarter whose papers are taken.
    pub quarter: Quarter,
    /// The day, after the quarter's end.
    pub date: NaiveDate,
    /// The time of day, as it is to be said; empty where it is not known.
    pub time: String,
    /// Where it is held; empty where that is not known.
    pub place: String,
}

impl Board {
    /// Gives the meeting at which a quarter's papers are taken.
    pub fn meeting(&self, quarter: Quarter) -> Option<&Meeting> {
        self.meetings.iter().find(|m| m.quarter == quarter)
    }

    /// Gives the first meeting after the one on a quarter.
    pub fn next_meeting(&self, quarter: Quarter) -> Option<&Meeting> {
        self.meetings.iter().find(|m| m.quarter > quarter)
    }

    /// Finds what of the board cannot be right for the papers of a quarter: no theme, where others have one; a meeting that is
    /// past before the quarter is, unless another date is given for it.
    pub fn unfit(&self, quarter: Quarter, meeting_on: Option<NaiveDate>) -> Problems {
        let mut problems = Problems::new();
        let (number, end) = (quarter.number(), quarter.last_month().last_day());
        if let (Some(place), [meeting]) = (&self.only_meeting, &self.meetings[..])
            && meeting.date <= end
            && meeting_on.is_none()
        {
            let message = format!(
                "meeting: {} is before {quarter} ends, on {}, and its papers are to be taken then",
                text::date(meeting.date),
                text::date(end)
            );
            let help = "Correct the date, or give each quarter its own with a [[meeting]]";
            problems.push(Problem::new(Code::BoardContent, place.clone(), message).help(help));
        }
        if !self.themes.is_empty() && self.theme(number).is_none() {
            let message = format!("there is no theme for quarter {number}, and the papers of {quarter} treat one");
            let help =
                format!("Add a [[theme]] with quarter = {number}, or take all themes out to treat every priority");
            problems.push(Problem::new(Code::BoardContent, Place::file(FILE), message).help(help));
        }
        problems
    }
}

/// Reads the meetings: the calendar, or the one date that stands in its place.
pub(super) fn meetings(check: &mut Check<'_>, one: Option<Given<NaiveDate>>, tables: Vec<Keys<'_>>) -> Vec<Meeting> {
    if let (Some(one), false) = (&one, tables.is_empty()) {
        let message = "meeting: there is a [[meeting]], too, which says the same for each quarter";
        check.error_with_help(one.at, message, "Take this line out");
    }
    let mut meetings: BTreeMap<Quarter, Meeting> = BTreeMap::new();
    for mut keys in tables {
        let at = keys.at;
        let label = keys.needed(check, "quarter", "\"Q2 2013/14\"");
        let date = keys.date(check, "date");
        if !keys.has("date") {
            keys.lacks(check, "date", "2013-11-27");
        }
        let mut text = |key| keys.text(check, key).map(|given| given.value).unwrap_or_default();
        let (time, place) = (text("time"), text("place"));
        keys.done(check);
        let quarter = Quarter::parse(&label.value);
        if quarter.is_none() && !label.value.is_empty() {
            let message = format!("quarter: expected a quarter, as in \"Q2 2013/14\", found \"{}\"", label.value);
            check.error(label.at, message);
        }
        let (Some(quarter), Some(date)) = (quarter, date) else { continue };
        if date.value <= quarter.last_month().last_day() {
            let end = text::date(quarter.last_month().last_day());
            let message =
                format!("the meeting on {quarter} is on {}, before that quarter ends on {end}", text::date(date.value));
            check.error_with_help(date.at, message, "Correct the date or the quarter");
        } else if meetings.contains_key(&quarter) {
            check.error(at, format!("two meetings are on {quarter}"));
        }
        meetings.insert(quarter, Meeting { quarter, date: date.value, time, place });
    }
    if let Some(one) = one.filter(|_| meetings.is_empty()) {
        // It is the meeting on the quarter that had ended last by then.
        let quarter = Quarter::of(one.value).previous();
        let meeting = Meeting { quarter, date: one.value, time: String::new(), place: String::new() };
        meetings.insert(quarter, meeting);
    }
    meetings.into_values().collect()
}

/// Reads the themes.
pub(super) fn themes(check: &mut Check<'_>, tables: Vec<Keys<'_>>) -> Vec<Theme> {
    let mut taken: BTreeMap<u32, (String, usize)> = BTreeMap::new();
    let mut themes = Vec::new();
    for mut keys in tables {
        let name = keys.needed(check, "name", "\"Attacking Criminality\"").value;
        let quarter = keys.whole(check, "quarter", 1..=4);
        let priorities = keys.texts(check, "priorities");
        if !keys.has("quarter") {
            keys.lacks(check, "quarter", "2");
        }
        if !keys.has("priorities") {
            keys.lacks(check, "priorities", "[\"Drugs\"]");
        }
        keys.done(check);
        if let Some(quarter) = &quarter {
            if let Some((other, line)) = taken.get(&quarter.value) {
                let message = format!("{name}: quarter {} is that of {other} (line {line}), too", quarter.value);
                check.error_with_help(quarter.at, message, "A quarter treats one theme: give this one another quarter");
            } else {
                taken.insert(quarter.value, (name.clone(), check.line(quarter.at)));
            }
        }
        let priorities = priorities.map(|given| given.value).unwrap_or_default();
        themes.push(Theme {
            name,
            quarter: quarter.map_or(0, |q| q.value),
            priorities: priorities.into_iter().map(|p| p.value).collect(),
        });
    }
    themes
}
