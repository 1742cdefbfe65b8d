//! The sheets that are lists: indicators, activity, actions, and what only the board's own unit sends.
//!
//! Each list comes out parted: what is open, and what is not. A word that stands for the rows below it, too, is carried
//! down with the session of the row that says it.

use std::collections::BTreeMap;

use super::fields::{Column, columns as c};
use super::model::{
    ActionStatus, Better, BoardAction, Indicator, Located, PaperField, Passage, PlannedAction, PriorityRisk, Progress,
    Risk, Unit,
};
use super::session::{self, Session};
use super::table::{self, Context, Row, Table};
use super::values;
use crate::number::Ratio;
use crate::problem::{Code, Place, Problem};
use crate::quarter::Quarter;
use crate::text::{self, key, nearest};

/// Remembers names that may be there only once.
#[derive(Default)]
struct Once(BTreeMap<String, Place>);

impl Once {
    /// Reports a name that was there before, and says whether this is the first.
    fn first(&mut self, cx: &mut Context<'_>, what: &str, name: &Located<String>) -> bool {
        match self.0.insert(key(&name.value), name.place.clone()) {
            None => true,
            Some(earlier) => {
                let at = earlier.cells().unwrap_or_default();
                let message = format!("{what} {} is there twice, also in {at}", values::quoted(&name.value));
                cx.push(Problem::new(Code::Twice, name.place.clone(), message).help("Keep one of them"));
                false
            }
        }
    }
}

/// The rows of a list, parted.
pub(super) struct Parts<T> {
    pub(super) open: Vec<T>,
    /// What is closed, and what nobody can tell of.
    pub(super) closed: Vec<T>,
}

impl<T> Default for Parts<T> {
    fn default() -> Self {
        Parts { open: Vec::new(), closed: Vec::new() }
    }
}

impl<T> Parts<T> {
    fn put(&mut self, row: &Row<'_>, found: T) {
        match row.session {
            Session::Open => self.open.push(found),
            Session::Closed | Session::Unread => self.closed.push(found),
        }
    }
}

/// A text that stands for the rows below it, too, and the session of the row that says it.
#[derive(Default)]
struct Above(Option<(Located<String>, Session)>);

impl Above {
    fn set(&mut self, row: &Row<'_>, text: Option<Located<String>>) {
        self.0 = text.map(|text| (text, row.session));
    }

    /// Gives the text to a row that does not repeat it; an open row takes nothing from one that is not.
    fn take(&self, row: &Row<'_>, cx: &mut Context<'_>, column: &'static Column) -> Option<Located<String>> {
        let (text, session) = self.0.as_ref()?;
        if row.session == Session::Open && *session != Session::Open {
            let place = row.place(cx, column);
            cx.push(session::carried(place));
            return None;
        }
        Some(text.clone())
    }
}

/// Reads a status, with its place.
fn status(row: &Row<'_>, cx: &mut Context<'_>) -> Option<Located<ActionStatus>> {
    row.choice(cx, &c::STATUS).map(|i| Located { value: ActionStatus::ALL[i.value], place: i.place })
}

/// Spells a priority as `board.toml` does where it is there; asks about one that is nearly so.
fn priority(cx: &mut Context<'_>, name: Located<String>) -> Located<String> {
    let known: Vec<&str> = cx.board.themes.iter().flat_map(|t| &t.priorities).map(String::as_str).collect();
    if let Some(same) = known.iter().find(|p| key(p) == key(&name.value)) {
        return Located { value: (*same).to_string(), place: name.place };
    }
    if let Some(near) = nearest(&name.value, known) {
        let message = format!("the priority {} is not in board.toml", values::quoted(&name.value));
        cx.push(
            Problem::new(Code::UnknownPriority, name.place.clone(), message).help(format!("Did you mean \"{near}\"?")),
        );
    }
    name
}

/// Reads `Indicators`.
pub(super) fn indicators(table: &Table<'_>, cx: &mut Context<'_>) -> Parts<Indicator> {
    let mut once = Once::default();
    let mut found = Parts::default();
    for row in table.rows() {
        let code = row.text(cx, &c::CODE);
        let indicator = row.text(cx, &c::INDICATOR);
        let period = row.text(cx, &c::PERIOD);
        let unit = row.choice(cx, &c::UNIT).map(|i| [Unit::Count, Unit::Rate, Unit::Percent][i.value]);
        let actual = figure(&row, cx, &c::ACTUAL, unit);
        let target = figure(&row, cx, &c::TARGET, unit);
        let previous = figure(&row, cx, &c::PREVIOUS, unit);
        let better = row.choice(cx, &c::BETTER).map(|i| [Better::Lower, Better::Higher][i.value]);
        let comment = row.text(cx, &c::COMMENT);
        let first = code.as_ref().is_some_and(|code| once.first(cx, "the code", code));
        let (Some(code), Some(indicator), Some(actual), Some(better), Some(unit), true) =
            (code, indicator, actual, better, unit, first)
        else {
            continue;
        };
        let (indicator, period) = (indicator.value, period.map(|p| p.value).unwrap_or_default());
        found.put(&row, Indicator { code, indicator, period, actual, target, previous, better, unit, comment });
    }
    found
}

/// Reads a figure of an indicator in its unit.
fn figure(row: &Row<'_>, cx: &mut Context<'_>, column: &'static Column, unit: Option<Unit>) -> Option<Located<Ratio>> {
    let number = row.get(cx, column, values::number)?;
    let (value, place) = (number.value.value, number.place);
    let found = row.value(column).map(values::found).unwrap_or_default();
    let problem = match unit {
        Some(Unit::Count) if number.value.percent || !value.is_whole() || value < Ratio::whole(0) => {
            Problem::expected(Code::NotAWholeNumber, place.clone(), unit_asks(row, "a whole number", "Count"), found)
        }
        Some(Unit::Rate) if number.value.percent => {
            Problem::expected(Code::NotANumber, place.clone(), unit_asks(row, "a rate", "Rate"), found)
                .help("Give it without the percent sign, or make the unit Percent")
        }
        Some(Unit::Percent) if !number.value.percent && value.abs() < Ratio::whole(1) && value != Ratio::whole(0) => {
            let hundredfold = value.times(Ratio::whole(100))?.round(1);
            cx.push(
                Problem::new(Code::SmallPercentage, place.clone(), format!("{found} is taken as {found}%"))
                    .help(format!("If {hundredfold}% is meant, type {hundredfold}")),
            );
            return Some(Located { value, place });
        }
        _ => return Some(Located { value, place }),
    };
    cx.push(problem);
    None
}

/// Says what a figure's unit asks for, naming the unit where the row is open.
fn unit_asks(row: &Row<'_>, what: &str, unit: &str) -> String {
    if row.session == Session::Open { format!("{what}, as the unit is {unit}") } else { "a figure of its unit".into() }
}

/// Reads `Activity`.
pub(super) fn passages(table: &Table<'_>, cx: &mut Context<'_>) -> Parts<Passage> {
    let (mut found, mut silent) = (Parts::default(), Vec::new());
    for row in table.rows() {
        if row.is_blank(&[&c::HEADING, &c::TEXT, &c::SESSION]) {
            let priority = priority_of(&row, cx);
            silent.extend(priority.filter(|_| row.session == Session::Open).map(|p| p.value));
            continue;
        }
        if let Some(passage) = passage(&row, cx) {
            found.put(&row, passage);
        }
    }
    nothing_said(table, cx, "under", &silent);
    found
}

/// Notes the rows that name something and say nothing of it, as a blank return has them.
fn nothing_said(table: &Table<'_>, cx: &mut Context<'_>, of: &str, names: &[String]) {
    if !names.is_empty() {
        let place = Place::Sheet { workbook: cx.workbook.into(), sheet: table.sheet.name.clone() };
        let message = format!("nothing is said {of} {}", names.join(", "));
        cx.push(Problem::new(Code::NothingSaid, place, message));
    }
}

fn passage(row: &Row<'_>, cx: &mut Context<'_>) -> Option<Passage> {
    let priority = priority_of(row, cx);
    let heading = row.text(cx, &c::HEADING).map(|h| h.value).unwrap_or_default();
    let text = row.text(cx, &c::TEXT);
    Some(Passage { priority: priority?.value, heading, text: text? })
}

fn priority_of(row: &Row<'_>, cx: &mut Context<'_>) -> Option<Located<String>> {
    row.text(cx, &c::PRIORITY).map(|p| priority(cx, p))
}

/// Reads `Priorities`: the narrative, and apart from it the risks.
pub(super) fn priorities(table: &Table<'_>, cx: &mut Context<'_>) -> (Parts<Passage>, Parts<PriorityRisk>) {
    let (mut passages, mut risks) = (Parts::default(), Parts::default());
    let mut once = Once::default();
    for row in table.rows() {
        let is_risk = row.value(&c::HEADING).and_then(values::text).is_some_and(|h| key(&h) == "risk");
        if !is_risk {
            if let Some(passage) = passage(&row, cx) {
                passages.put(&row, passage);
            }
            continue;
        }
        let priority = priority_of(&row, cx);
        if let (Some(priority), Some(risk)) = (priority, risk(&row, cx))
            && once.first(cx, "the risk of", &priority)
        {
            risks.put(&row, PriorityRisk { priority: priority.value, risk });
        }
    }
    (passages, risks)
}

fn risk(row: &Row<'_>, cx: &mut Context<'_>) -> Option<Located<Risk>> {
    /// The text of a row whose heading is `Risk`.
    static RISK: Column = Column {
        kind: super::fields::Kind::Choice(&super::fields::RISKS),
        help: "The priority's risk",
        longest: None,
        ..c::TEXT
    };
    let place = row.place(cx, &c::TEXT);
    let Some(value) = row.value(&c::TEXT) else {
        cx.blank(table::blank(&RISK, place));
        return None;
    };
    let Some(at) = table::choice(&RISK, value) else {
        cx.push(table::refused(&RISK, place, value));
        return None;
    };
    Some(Located { value: [Risk::High, Risk::Medium, Risk::MediumLow, Risk::Low][at], place })
}

/// Reads `Actions`.
pub(super) fn progress(table: &Table<'_>, cx: &mut Context<'_>) -> Parts<Progress> {
    let mut once = Once::default();
    let (mut found, mut silent) = (Parts::default(), Vec::new());
    for row in table.rows() {
        let reference = row.text(cx, &c::REF);
        if row.is_blank(&[&c::STATUS, &c::PROGRESS, &c::UPDATED_ON, &c::SESSION]) {
            silent.extend(reference.filter(|_| row.session == Session::Open).map(|r| r.value));
            continue;
        }
        let status = status(&row, cx);
        let progress = row.text(cx, &c::PROGRESS);
        let updated_on = row.date(cx, &c::UPDATED_ON).map(|d| d.value);
        let first = reference.as_ref().is_some_and(|r| once.first(cx, "the reference", r));
        let (Some(reference), Some(status), true) = (reference, status, first) else { continue };
        found.put(&row, Progress { reference, status: status.value, progress, updated_on });
    }
    nothing_said(table, cx, "of", &silent);
    found
}

/// Reads `Action plan`. A blank priority or risk continues the one above; a new priority does not take over a risk.
pub(super) fn plan(table: &Table<'_>, cx: &mut Context<'_>) -> Parts<PlannedAction> {
    let mut once = Once::default();
    let mut found = Parts::default();
    let (mut above, mut risk_above) = (Above::default(), Above::default());
    for row in table.rows() {
        let reference = row.text(cx, &c::REF);
        if row.value(&c::PLAN_PRIORITY).is_some() || above.0.is_none() {
            above.set(&row, row.text(cx, &c::PLAN_PRIORITY).map(|p| priority(cx, p)));
            risk_above = Above::default();
        }
        if row.value(&c::PLAN_RISK).is_some() {
            risk_above.set(&row, row.text(cx, &c::PLAN_RISK));
        }
        let priority = above.take(&row, cx, &c::PLAN_PRIORITY);
        let risk = risk_above.take(&row, cx, &c::PLAN_RISK);
        let action = row.text(cx, &c::ACTION);
        let owner = row.text(cx, &c::OWNER);
        let due = row.date(cx, &c::DUE);
        let status = status(&row, cx);
        let progress = row.text(cx, &c::PROGRESS);
        let first = reference.as_ref().is_some_and(|r| once.first(cx, "the reference", r));
        let (Some(reference), Some(priority), Some(action), Some(owner), Some(status), true) =
            (reference, priority, action, owner, status, first)
        else {
            continue;
        };
        let (priority, owner) = (priority.value, owner.value);
        found.put(&row, PlannedAction { reference, priority, risk, action, owner, due, status, progress });
    }
    found
}

/// Reads `Board actions`.
pub(super) fn board_actions(table: &Table<'_>, quarter: Option<Quarter>, cx: &mut Context<'_>) -> Parts<BoardAction> {
    let mut found = Parts::default();
    for row in table.rows() {
        let item = row.text(cx, &c::ITEM);
        let priority = priority_of(&row, cx);
        let action = row.text(cx, &c::ACTION);
        let decision = row.choice(cx, &c::DECISION).map(|i| i.value == 0);
        let in_progress = row.choice(cx, &c::IN_PROGRESS).map(|i| i.value == 0);
        let raised = row.get(cx, &c::RAISED, values::quarter).and_then(|q| {
            if let Some(quarter) = quarter.filter(|quarter| q.value > *quarter) {
                let expected = format!("{quarter} or an earlier quarter");
                cx.push(Problem::expected(Code::RaisedLater, q.place, expected, q.value.to_string()));
                return None;
            }
            Some(q.value)
        });
        let outcome = row.text(cx, &c::OUTCOME);
        let (Some(item), Some(priority), Some(action), Some(raised)) = (item, priority, action, raised) else {
            continue;
        };
        let (item, priority) = (item.value, priority.value);
        found.put(&row, BoardAction { item, priority, action, decision, in_progress, raised, outcome });
    }
    found
}

/// Reads `Papers`.
pub(super) fn papers(table: &Table<'_>, cx: &mut Context<'_>) -> Parts<PaperField> {
    let mut found = Parts::default();
    for row in table.rows() {
        let paper = paper(&row, cx);
        let field = row.text(cx, &c::FIELD);
        let text = row.text(cx, &c::TEXT);
        if let (Some(paper), Some(field), Some(text)) = (paper, field, text) {
            found.put(&row, PaperField { paper, field: field.value, text });
        }
    }
    found
}

/// Reads which paper a row is for, as the name of the paper's template.
fn paper(row: &Row<'_>, cx: &mut Context<'_>) -> Option<String> {
    let named = row.get(cx, &c::PAPER, values::text)?;
    let papers = &cx.board.papers;
    if let Some(paper) = papers.find(&values::clean(&named.value).0) {
        return Some(paper.name.clone());
    }
    let found = values::quoted(&named.value);
    let problem = Problem::expected(Code::NotAChoice, named.place, text::list(&papers.titles(), "or"), found);
    let near = papers.nearest(&named.value).map(|p| format!("Did you mean \"{}\"?", p.plain_title()));
    cx.push(match near {
        Some(near) => problem.help(near),
        None => problem,
    });
    None
}
