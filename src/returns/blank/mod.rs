//! Blank returns: the workbooks that are sent out to be filled in.
//!
//! *In:* the board, the quarter to be returned and the latest returns. *Out:* one workbook a partnership and one for the
//! board's own unit, made from the one table of fields, with everything in it that is known already: earlier counts,
//! indicators with their targets and last figures, the actions of the plan. What is written here is read by
//! [`fn@super::read`] without a word about form, filled in or not.

mod excel;

use chrono::NaiveDate;

use super::fields::{self, Column, SheetFields, columns as c};
use super::model::{
    ActionStatus, Better, BoardAction, ClosedReturn, ClosedRows, Counts, Indicator, PaperField, PlannedAction,
    Progress, Return, Returns, Risk, Sender, Unit,
};
use super::{file_stem, sender_name};
use crate::board::{Board, Measure};
use crate::number::Ratio;
use crate::paper::Paper;
use crate::problem::{Code, Place, Problem, Problems};
use crate::quarter::{Month, Quarter};
use crate::text::key;

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

/// A blank return, as a file to be written.
#[derive(Debug)]
pub struct BlankFile {
    /// Its name.
    pub name: String,
    /// The workbook.
    pub bytes: Vec<u8>,
}

/// Makes a blank return for each partnership, in the board's order, and one for the board's own unit.
///
/// `latest` are the returns of the latest quarter before, from which what is known is carried over; it may be empty.
/// The same board, quarter and returns give the same bytes.
///
/// # Errors
/// A name in `board.toml` that no sheet can have.
pub fn make(board: &Board, quarter: Quarter, latest: &Returns) -> Result<Vec<BlankFile>, Problems> {
    let senders = (0..board.areas.len()).map(Sender::Area).chain([Sender::Unit]);
    let made = senders.map(|sender| {
        let name = format!("{}-{}.xlsx", file_stem(board, sender), quarter.folder());
        match excel::workbook(&blank(board, quarter, sender, latest)) {
            Ok(bytes) => Ok(BlankFile { name, bytes }),
            Err(e) => Err(Problem::new(Code::Unwritable, Place::file(&name), format!("it cannot be made: {e}"))),
        }
    });
    made.collect::<Result<_, _>>().map_err(Problems::from)
}

fn blank<'a>(board: &'a Board, quarter: Quarter, sender: Sender, latest: &'a Returns) -> Blank<'a> {
    let own = latest.open.iter().find(|r| r.sender == sender);
    let plan = latest.open.iter().find(|r| r.sender == Sender::Unit);
    let lists = match sender {
        // What is closed is carried to nobody but the unit: a partnership's return goes by email.
        Sender::Area(_) => {
            vec![cover(board, quarter, sender), indicators(own, None), activity(board, quarter), progress(own, plan)]
        }
        Sender::Unit => {
            let closed = latest.closed.iter().find(|r| r.sender == Sender::Unit).map(ClosedReturn::reveal);
            vec![
                cover(board, quarter, sender),
                indicators(own, closed),
                activity(board, quarter),
                priorities(board, quarter, own, closed),
                action_plan(own, closed),
                board_actions(own, closed),
                papers(board, own, closed),
            ]
        }
    };
    let series = match sender {
        Sender::Area(_) => board.measures.iter().enumerate().map(|(i, m)| series(m, quarter, own, i)).collect(),
        Sender::Unit => Vec::new(),
    };
    Blank { board, quarter, series, lists }
}

/// The mark of a row that is carried on for the closed session.
const CLOSED: &str = "Closed";

/// Makes rows of what is open and of what is closed, each of these with its session.
fn both<T>(
    open: Option<&[T]>,
    closed: Option<&[T]>,
    row: impl Fn(&T) -> Vec<(&'static Column, Cell)>,
) -> Vec<Vec<(&'static Column, Cell)>> {
    let with = |session: &'static str| {
        let row = &row;
        move |item: &T| row(item).into_iter().chain([(&c::SESSION, Cell::text(session))]).collect()
    };
    let open = open.unwrap_or_default().iter().map(with(""));
    open.chain(closed.unwrap_or_default().iter().map(with(CLOSED))).collect()
}

fn series<'a>(measure: &'a Measure, quarter: Quarter, own: Option<&'a Return>, at: usize) -> Series<'a> {
    let last = quarter.last_month();
    let known = own.and_then(|r| r.measures.get(at)).and_then(Option::as_ref);
    let wanted = last.plus(1 - fields::MONTHS_WANTED as i32);
    let first = known.map_or(wanted, |k| k.first.min(wanted)).max(last.plus(1 - MOST_MONTHS));
    Series { measure, first, last, known }
}

/// Names the priorities that the quarter's papers treat in depth.
fn activity(board: &Board, quarter: Quarter) -> List {
    let theme = board.theme(quarter.number()).map(|t| &t.priorities[..]).unwrap_or_default();
    List { fields: &fields::ACTIVITY, rows: theme.iter().map(|p| vec![(&c::PRIORITY, Cell::text(p))]).collect() }
}

fn cover(board: &Board, quarter: Quarter, sender: Sender) -> List {
    let known = |column: &'static Column| match column {
        c if *c == c::PARTNERSHIP => Cell::text(sender_name(board, sender)).locked(),
        c if *c == c::QUARTER => Cell::text(quarter.to_string()).locked(),
        _ => Cell::default(),
    };
    List { fields: &fields::RETURN, rows: vec![fields::RETURN.columns.iter().map(|c| (*c, known(c))).collect()] }
}

/// Says beside a cell what it held last quarter, if anything.
fn last_quarter(held: &str) -> Option<String> {
    (!held.is_empty()).then(|| format!("Last quarter: {held}"))
}

fn indicators(own: Option<&Return>, closed: Option<&ClosedRows>) -> List {
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
            (&c::PERIOD, Cell { note: last_quarter(&i.period), ..Cell::default() }),
            (&c::ACTUAL, Cell::default()),
            (&c::TARGET, Cell::number(i.target.as_ref().map(|t| t.value))),
            (&c::PREVIOUS, Cell::number(Some(i.actual.value))),
            (&c::BETTER, Cell::text(better).locked()),
            (&c::UNIT, Cell::text(unit).locked()),
            (&c::COMMENT, Cell::default()),
        ]
    };
    let rows = both(own.map(|r| &r.indicators[..]), closed.map(|r| &r.indicators[..]), row);
    List { fields: &fields::INDICATORS, rows }
}

/// Carries the open actions of the county's plan, for the partnership to report on those that it has a part in.
///
/// Where the unit's plan is not on file, those that the partnership itself reported on last.
fn progress(own: Option<&Return>, unit: Option<&Return>) -> List {
    let row = |reference: &str, action: &str, last: Option<&Progress>| {
        let note = last.and_then(|p| last_quarter(p.status.name()));
        vec![
            (&c::REF, Cell::text(reference).locked()),
            (&c::PLANNED, Cell::text(action).locked()),
            (&c::STATUS, Cell { note, ..Cell::default() }),
        ]
    };
    let reported = own.map(|r| &r.progress[..]).unwrap_or_default();
    let plan = unit.map(|u| &u.county.plan[..]).unwrap_or_default();
    let last = |a: &PlannedAction| reported.iter().find(|p| key(&p.reference.value) == key(&a.reference.value));
    let open = plan.iter().filter(|a| a.status.value != ActionStatus::Complete);
    let mut rows: Vec<_> = open.map(|a| row(&a.reference.value, &a.action.value, last(a))).collect();
    if plan.is_empty() {
        let open = reported.iter().filter(|p| p.status != ActionStatus::Complete);
        rows = open.map(|p| row(&p.reference.value, "", Some(p))).collect();
    }
    List { fields: &fields::ACTIONS, rows }
}

/// The heading of a row that holds a priority's risk.
const RISK_HEADING: &str = "Risk";
/// The headings that the narrative under a priority usually has.
const HEADINGS: [&str; 5] =
    [RISK_HEADING, "Overview", "Staffing and funding", "Ongoing projects", "Future developments"];

fn priorities(board: &Board, quarter: Quarter, own: Option<&Return>, closed: Option<&ClosedRows>) -> List {
    let theme = board.theme(quarter.number()).map(|t| &t.priorities[..]).unwrap_or_default();
    let open = own.map(|r| &r.county.risks[..]).unwrap_or_default().iter().map(|r| (r, ""));
    let closed = closed.map(|r| &r.county.risks[..]).unwrap_or_default().iter().map(|r| (r, CLOSED));
    let risks: Vec<_> = open.chain(closed).collect();
    let row = |priority: &String, heading: &str| {
        let known = risks.iter().find(|(r, _)| r.priority == *priority).filter(|_| heading == RISK_HEADING);
        vec![
            (&c::PRIORITY, Cell::text(priority)),
            (&c::HEADING, Cell::text(heading)),
            (&c::TEXT, Cell::text(known.map_or("", |(r, _)| Risk::name(r.risk.value)))),
            (&c::SESSION, Cell::text(known.map_or("", |(_, session)| *session))),
        ]
    };
    let rows = theme.iter().flat_map(|p| HEADINGS.iter().map(move |h| row(p, h))).collect();
    List { fields: &fields::PRIORITIES, rows }
}

/// Carries the actions that are not complete.
fn action_plan(own: Option<&Return>, closed: Option<&ClosedRows>) -> List {
    let row = |a: &PlannedAction| {
        let due = a.due.as_ref().map_or(Content::Blank, |d| Content::Date(d.value));
        vec![
            (&c::REF, Cell::text(&a.reference.value).locked()),
            (&c::PLAN_PRIORITY, Cell::text(&a.priority).locked()),
            (&c::PLAN_RISK, Cell::text(a.risk.as_ref().map_or("", |r| &r.value)).locked()),
            (&c::ACTION, Cell::text(&a.action.value).locked()),
            (&c::OWNER, Cell::text(&a.owner).locked()),
            (&c::DUE, Cell { content: due, ..Cell::default() }),
            (&c::STATUS, Cell { note: last_quarter(a.status.value.name()), ..Cell::default() }),
            (&c::PROGRESS, Cell::default()),
        ]
    };
    let still = |plan: &[PlannedAction]| -> Vec<PlannedAction> {
        plan.iter().filter(|a| a.status.value != ActionStatus::Complete).cloned().collect()
    };
    let (open, closed) = (own.map(|r| still(&r.county.plan)), closed.map(|r| still(&r.county.plan)));
    List { fields: &fields::PLAN, rows: both(open.as_deref(), closed.as_deref(), row) }
}

/// Carries the items that have no outcome yet, or are in progress.
fn board_actions(own: Option<&Return>, closed: Option<&ClosedRows>) -> List {
    let yes_no = |answer: Option<bool>| Cell::text(answer.map_or("", |yes| if yes { "Yes" } else { "No" }));
    let row = |b: &BoardAction| {
        vec![
            (&c::ITEM, Cell::text(&b.item).locked()),
            (&c::PRIORITY, Cell::text(&b.priority).locked()),
            (&c::ACTION, Cell::text(&b.action.value).locked()),
            (&c::DECISION, yes_no(b.decision)),
            (&c::IN_PROGRESS, yes_no(b.in_progress)),
            (&c::RAISED, Cell::text(b.raised.to_string()).locked()),
            (&c::OUTCOME, Cell::text(b.outcome.as_ref().map_or("", |o| &o.value))),
        ]
    };
    let still = |all: &[BoardAction]| -> Vec<BoardAction> {
        all.iter().filter(|b| b.outcome.is_none() || b.in_progress == Some(true)).cloned().collect()
    };
    let (open, closed) = (own.map(|r| still(&r.county.board_actions)), closed.map(|r| still(&r.county.board_actions)));
    List { fields: &fields::BOARD_ACTIONS, rows: both(open.as_deref(), closed.as_deref(), row) }
}

/// Carries the fields of the papers, for their texts to be brought up to date.
fn papers(board: &Board, own: Option<&Return>, closed: Option<&ClosedRows>) -> List {
    let row = |paper: &Paper, field: &str, text: &str| {
        vec![
            (&c::PAPER, Cell::text(paper.plain_title()).locked()),
            (&c::FIELD, Cell::text(field).locked()),
            (&c::TEXT, Cell::text(text)),
        ]
    };
    let known = |p: &PaperField| Some(row(board.papers.find(&p.paper)?, &p.field, &p.text.value));
    let known = |p: &PaperField| known(p).unwrap_or_default();
    let there = |all: &[PaperField]| -> Vec<PaperField> {
        all.iter().filter(|p| board.papers.find(&p.paper).is_some()).cloned().collect()
    };
    let (open, closed) = (own.map(|r| there(&r.county.papers)), closed.map(|r| there(&r.county.papers)));
    let mut rows = both(open.as_deref(), closed.as_deref(), known);
    if rows.is_empty() {
        rows = board.papers.standing().map(|p| row(p, "Report written by", "")).collect();
    }
    List { fields: &fields::PAPERS, rows }
}

#[cfg(test)]
mod tests;
