//! Blank returns: the workbooks that are sent out to be filled in.
//!
//! *In:* the board, the quarter to be returned and the latest returns. *Out:* one workbook a partnership and one for the
//! board's own unit, made from the one table of fields, with everything in it that is known already: earlier counts,
//! indicators with their targets and last figures, the actions of the plan. What is written here is read by
//! [`fn@super::read`] without a word about form, filled in or not.

mod excel;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::fields::{self, Column, SheetFields, columns as c};
use super::model::{ActionStatus, Better, Counts, Indicator, Paper, Return, Risk, Sender, Session, Unit};
use super::sender_name;
use crate::board::{Board, Measure};
use crate::number::Ratio;
use crate::problem::{Place, Problem, Problems};
use crate::quarter::{Month, Quarter};

/// The most months of a blank return: three years.
const MOST_MONTHS: i32 = 36;

/// What a cell of a blank return holds.
#[derive(Clone, Debug, Default)]
enum Content {
    #[default]
    Blank,
    Text(String),
    Number(f64),
    Date(NaiveDate),
}

/// A cell of a blank return.
#[derive(Clone, Debug, Default)]
struct Cell {
    content: Content,
    /// Whether it is carried over and not to be changed.
    locked: bool,
    /// What is shown beside it.
    note: Option<String>,
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        let text: String = text.into();
        if text.is_empty() { Cell::default() } else { Cell { content: Content::Text(text), ..Cell::default() } }
    }

    fn number(value: Option<Ratio>) -> Self {
        Cell { content: value.map_or(Content::Blank, |v| Content::Number(v.to_f64())), ..Cell::default() }
    }

    fn locked(self) -> Self {
        Cell { locked: true, ..self }
    }
}

/// A sheet that is a list, with the rows that are known.
struct List {
    fields: &'static SheetFields,
    rows: Vec<Vec<(&'static Column, Cell)>>,
}

/// The counts of one measure that are known, from a first month to the quarter's last.
struct Series<'a> {
    measure: &'a Measure,
    first: Month,
    last: Month,
    known: Option<&'a Counts>,
}

/// One blank return.
struct Blank<'a> {
    board: &'a Board,
    quarter: Quarter,
    series: Vec<Series<'a>>,
    lists: Vec<List>,
}

/// Writes a blank return for each partnership, in the board's order, and one for the board's own unit, into a folder.
///
/// `latest` are the returns of the latest quarter before, from which what is known is carried over; it may be empty.
/// Nothing is written where any of the files is there already.
///
/// # Errors
/// A file that is there already, or that cannot be written; a name in `board.toml` that no sheet can have.
pub fn write(board: &Board, quarter: Quarter, latest: &[Return], out: &Path) -> Result<Vec<PathBuf>, Problems> {
    let senders: Vec<Sender> = (0..board.areas.len()).map(Sender::Area).chain([Sender::Unit]).collect();
    let path = |sender: &Sender| out.join(file_name(sender_name(board, *sender), quarter));
    let there: Problems = senders.iter().map(path).filter(|p| p.exists()).map(|p| there_already(&p)).collect();
    if !there.is_empty() {
        return Err(there);
    }
    std::fs::create_dir_all(out).map_err(|e| Problem::unwritable(out, &e))?;
    let mut written = Vec::new();
    for sender in senders {
        let path = path(&sender);
        let bytes =
            excel::workbook(&blank(board, quarter, sender, latest)).map_err(|e| Problem::unwritable(&path, &e))?;
        std::fs::write(&path, bytes).map_err(|e| Problem::unwritable(&path, &e))?;
        written.push(path);
    }
    Ok(written)
}

fn file_name(sender: &str, quarter: Quarter) -> String {
    let words: Vec<String> =
        sender.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    format!("{}-{}.xlsx", words.join("-"), quarter.folder())
}

fn there_already(path: &Path) -> Problem {
    let message = "there is such a file already, which may have been filled in; nothing is written";
    Problem::error("there-already", Place::file(&path.display().to_string()), message)
        .help("Move it elsewhere, or write to another folder")
}

fn blank<'a>(board: &'a Board, quarter: Quarter, sender: Sender, latest: &'a [Return]) -> Blank<'a> {
    let own = latest.iter().find(|r| r.sender == sender);
    let series = match sender {
        Sender::Area(_) => board.measures.iter().enumerate().map(|(i, m)| series(m, quarter, own, i)).collect(),
        Sender::Unit => Vec::new(),
    };
    let plan = latest.iter().find(|r| r.sender == Sender::Unit);
    let mut lists = vec![cover(board, quarter, sender), indicators(own), empty(&fields::ACTIVITY), progress(own, plan)];
    if sender == Sender::Unit {
        lists.extend([priorities(board, quarter, own), action_plan(own), board_actions(own), papers(own)]);
    }
    Blank { board, quarter, series, lists }
}

fn series<'a>(measure: &'a Measure, quarter: Quarter, own: Option<&'a Return>, at: usize) -> Series<'a> {
    let last = quarter.last_month();
    let known = own.and_then(|r| r.measures.get(at)).and_then(Option::as_ref);
    let wanted = last.plus(1 - fields::MONTHS_WANTED as i32);
    let first = known.map_or(wanted, |k| k.first.min(wanted)).max(last.plus(1 - MOST_MONTHS));
    Series { measure, first, last, known }
}

fn empty(fields: &'static SheetFields) -> List {
    List { fields, rows: Vec::new() }
}

fn cover(board: &Board, quarter: Quarter, sender: Sender) -> List {
    let known = |column: &'static Column| match column {
        c if *c == c::PARTNERSHIP => Cell::text(sender_name(board, sender)).locked(),
        c if *c == c::QUARTER => Cell::text(quarter.to_string()).locked(),
        _ => Cell::default(),
    };
    List { fields: &fields::RETURN, rows: vec![fields::RETURN.columns.iter().map(|c| (*c, known(c))).collect()] }
}

fn indicators(own: Option<&Return>) -> List {
    let row = |i: &Indicator| {
        let better = if i.better == Better::Lower { "Lower" } else { "Higher" };
        let unit = match i.unit {
            Unit::Count => "Count",
            Unit::Rate => "Rate",
            Unit::Percent => "Percent",
        };
        vec![
            (&c::CODE, Cell::text(&i.code.value).locked()),
            (&c::INDICATOR, Cell::text(&i.indicator).locked()),
            (&c::PERIOD, Cell::default()),
            (&c::ACTUAL, Cell::default()),
            (&c::TARGET, Cell::number(i.target.as_ref().map(|t| t.value))),
            (&c::PREVIOUS, Cell::number(Some(i.actual.value))),
            (&c::BETTER, Cell::text(better).locked()),
            (&c::UNIT, Cell::text(unit).locked()),
            (&c::COMMENT, Cell::default()),
        ]
    };
    List { fields: &fields::INDICATORS, rows: own.map(|r| r.indicators.iter().map(row).collect()).unwrap_or_default() }
}

/// Carries the references that the partnership reported on, unless the action is complete; each with what it says.
fn progress(own: Option<&Return>, unit: Option<&Return>) -> List {
    let open = own.map(|r| &r.progress[..]).unwrap_or_default().iter().filter(|p| p.status != ActionStatus::Complete);
    let rows = open.map(|p| {
        let plan = unit.map(|u| &u.county.plan[..]).unwrap_or_default();
        let action = plan.iter().find(|a| a.reference.value == p.reference.value).map(|a| a.action.value.clone());
        vec![(&c::REF, Cell { note: action, ..Cell::text(&p.reference.value).locked() }), (&c::STATUS, Cell::default())]
    });
    List { fields: &fields::ACTIONS, rows: rows.collect() }
}

/// The headings that the narrative under a priority usually has.
const HEADINGS: [&str; 5] = ["Risk", "Overview", "Staffing and funding", "Ongoing projects", "Future developments"];

fn priorities(board: &Board, quarter: Quarter, own: Option<&Return>) -> List {
    let theme = board.theme(quarter.number()).map(|t| &t.priorities[..]).unwrap_or_default();
    let risks = own.map(|r| &r.county.risks[..]).unwrap_or_default();
    let row = |priority: &String, heading: &str| {
        let risk: Option<Risk> =
            risks.iter().find(|r| r.priority == *priority).map(|r| r.risk.value).filter(|_| heading == "Risk");
        vec![
            (&c::PRIORITY, Cell::text(priority).locked()),
            (&c::HEADING, Cell::text(heading).locked()),
            (&c::TEXT, Cell::text(risk.map_or("", Risk::name))),
        ]
    };
    let rows = theme.iter().flat_map(|p| HEADINGS.iter().map(move |h| row(p, h))).collect();
    List { fields: &fields::PRIORITIES, rows }
}

fn session(session: Session) -> Cell {
    Cell::text(if session == Session::Closed { "Closed" } else { "" })
}

/// Carries the actions that are not complete.
fn action_plan(own: Option<&Return>) -> List {
    let open =
        own.map(|r| &r.county.plan[..]).unwrap_or_default().iter().filter(|a| a.status.value != ActionStatus::Complete);
    let rows = open.map(|a| {
        vec![
            (&c::REF, Cell::text(&a.reference.value).locked()),
            (&c::PLAN_PRIORITY, Cell::text(&a.priority).locked()),
            (&c::PLAN_RISK, Cell::text(a.risk.as_ref().map_or("", |r| &r.value)).locked()),
            (&c::ACTION, Cell::text(&a.action.value).locked()),
            (&c::OWNER, Cell::text(&a.owner).locked()),
            (
                &c::DUE,
                Cell { content: a.due.as_ref().map_or(Content::Blank, |d| Content::Date(d.value)), ..Cell::default() },
            ),
            (&c::STATUS, Cell { note: Some(format!("Last quarter: {}", a.status.value.name())), ..Cell::default() }),
            (&c::PROGRESS, Cell::default()),
            (&c::SESSION, session(a.session)),
        ]
    });
    List { fields: &fields::PLAN, rows: rows.collect() }
}

/// Carries the items that have no outcome yet, or are in progress.
fn board_actions(own: Option<&Return>) -> List {
    let all = own.map(|r| &r.county.board_actions[..]).unwrap_or_default();
    let yes_no = |answer: Option<bool>| Cell::text(answer.map_or("", |yes| if yes { "Yes" } else { "No" }));
    let rows = all.iter().filter(|b| b.outcome.is_none() || b.in_progress == Some(true)).map(|b| {
        vec![
            (&c::ITEM, Cell::text(&b.item).locked()),
            (&c::PRIORITY, Cell::text(&b.priority).locked()),
            (&c::ACTION, Cell::text(&b.action.value).locked()),
            (&c::DECISION, yes_no(b.decision)),
            (&c::IN_PROGRESS, yes_no(b.in_progress)),
            (&c::RAISED, Cell::text(b.raised.to_string()).locked()),
            (&c::OUTCOME, Cell::text(b.outcome.as_ref().map_or("", |o| &o.value))),
            (&c::SESSION, session(b.session)),
        ]
    });
    List { fields: &fields::BOARD_ACTIONS, rows: rows.collect() }
}

/// Carries the fields of the papers, for their texts to be brought up to date.
fn papers(own: Option<&Return>) -> List {
    let all = own.map(|r| &r.county.papers[..]).unwrap_or_default();
    let row = |paper: Paper, field: &str, text: &str| {
        vec![
            (&c::PAPER, Cell::text(paper.name()).locked()),
            (&c::FIELD, Cell::text(field).locked()),
            (&c::TEXT, Cell::text(text)),
        ]
    };
    let mut rows: Vec<_> = all.iter().map(|p| row(p.paper, &p.field, &p.text.value)).collect();
    if rows.is_empty() {
        rows = Paper::ALL.iter().map(|p| row(*p, "Report written by", "")).collect();
    }
    List { fields: &fields::PAPERS, rows }
}

#[cfg(test)]
mod tests;
