//! One return: finds its sheets, reads each, and reports everything that is wrong.

use super::fields::{self, GUIDE_SHEET, SHEETS, Sends, SheetFields};
use super::model::{ClosedReturn, ClosedRows, County, Return, Sender};
use super::table::{Context, Table};
use super::{checks, counts, cover, lists, marks, session, values};
use crate::board::Board;
use crate::problem::{CellRef, Code, Place, Problem, Problems};
use crate::quarter::Quarter;
use crate::text::{self, key, nearest};
use crate::workbook::{Sheet, Workbook};

/// What was read of one workbook, parted for the two sessions.
#[derive(Clone, Debug)]
pub struct Parted {
    /// What is for the open session.
    pub open: Return,
    /// What is not.
    pub closed: ClosedReturn,
}

/// Reads a workbook as a return.
///
/// Without a quarter, the one that the return names is taken. Where `lenient`, blanks that must be filled in are
/// warnings, and what they would hold is absent. Everything that is wrong is added to `problems`; `None` where it is not
/// known whose return this is or for which quarter. What is returned beside errors is not fit for papers.
pub fn read(
    workbook: &Workbook,
    board: &Board,
    quarter: Option<Quarter>,
    lenient: bool,
    problems: &mut Problems,
) -> Option<Parted> {
    let mut cx = Context::new(&workbook.name, board, lenient);
    if let Some(problem) = another_workbook(workbook, board) {
        problems.push(problem);
        return None;
    }
    if !workbook.sealed {
        let message =
            "an Excel 97 workbook carries no checksums: a count that was damaged on its way may not be noticed";
        let note = Problem::new(Code::NoChecksums, Place::Workbook(workbook.name.clone()), message);
        cx.push(note.help("Ask for the return as an .xlsx workbook"));
    }
    let sheets = Sheets::find(workbook, &mut cx);
    let cover = match sheets.named(fields::RETURN.name) {
        Some(sheet) => cover::read(sheet, quarter, &mut cx),
        None => {
            let why = "it says whose return this is, and for which quarter";
            cx.push(sheets.absent(fields::RETURN.name, why));
            cover::Cover::default()
        }
    };
    // A cover that does not tell must not hide what is wrong with the rest.
    let main = board.main_measure();
    let likely = if sheets.named(&main.sheet).is_some() { Sender::Area(usize::MAX) } else { Sender::Unit };
    let sender = cover.sender.unwrap_or(likely);
    let named = quarter.or(cover.quarter);
    // Where no quarter is known, the counts are read for the one that they end with: only to say what is wrong with them.
    let supposed = || counts::newest(sheets.named(&main.sheet)?, main).map(|m| Quarter::of(m.last_day()));
    let measures = named.or_else(supposed).map(|q| sheets.measures(sender, q, &mut cx)).unwrap_or_default();
    sheets.others(sender, &mut cx);
    let mut table = |fields| sheets.table(fields, &mut cx);
    let (indicators, activity, actions) =
        (table(&fields::INDICATORS), table(&fields::ACTIVITY), table(&fields::ACTIONS));
    let indicators = indicators.map(|t| lists::indicators(&t, &mut cx)).unwrap_or_default();
    let activity = activity.map(|t| lists::passages(&t, &mut cx)).unwrap_or_default();
    let progress = actions.map(|t| lists::progress(&t, &mut cx)).unwrap_or_default();
    let (county, closed_county) = match sender {
        Sender::Unit => county(&sheets, named, &mut cx),
        Sender::Area(_) => Default::default(),
    };
    all_open(&mut cx);
    problems.extend(cx.finish());
    let (Some(sender), Some(quarter)) = (cover.sender, named) else { return None };
    let open = Return {
        workbook: workbook.name.clone(),
        sha256: workbook.sha256.clone(),
        sender,
        quarter,
        completed_by: cover.completed_by,
        completed_on: cover.completed_on,
        provisional: cover.provisional,
        notes: cover.notes,
        measures,
        indicators: indicators.open,
        activity: activity.open,
        progress: progress.open,
        county,
    };
    let closed = ClosedRows {
        indicators: indicators.closed,
        activity: activity.closed,
        progress: progress.closed,
        county: closed_county,
    };
    checks::within(&open, board, problems);
    Some(Parted { open, closed: ClosedReturn::new(sender, closed) })
}

/// Notes the sheets without a column `Session`: all that they say is open.
fn all_open(cx: &mut Context<'_>) {
    let names = std::mem::take(&mut cx.without_session);
    if !names.is_empty() {
        let message = format!("all rows are open, as there is no column Session, in {}", names.join(", "));
        cx.push(Problem::new(Code::NoSession, Place::Workbook(cx.workbook.into()), message));
    }
}

/// Tells a workbook none of whose sheets is a return's, by name or nearly: one problem, and not one a missing sheet.
fn another_workbook(workbook: &Workbook, board: &Board) -> Option<Problem> {
    let known = || SHEETS.iter().map(|f| f.name).chain(board.measures.iter().map(|m| m.sheet.as_str()));
    let near = |name: &str| known().any(|k| key(k) == key(name)) || nearest(name, known()).is_some();
    if workbook.sheets.iter().any(|s| near(&s.name)) {
        return None;
    }
    let names = listed("sheet", workbook.sheets.iter().map(|s| values::quoted(&s.name))).unwrap_or_default();
    let expected = format!("the sheets of a return, \"{}\" first", fields::RETURN.name);
    let found = format!("other ones only: {names}");
    let problem = Problem::expected(Code::NotAReturn, Place::Workbook(workbook.name.clone()), expected, found);
    Some(problem.help("Fill in the blank return, or move this workbook elsewhere"))
}

/// Reads what only the unit sends: what is open of it, and what is not.
fn county(sheets: &Sheets<'_>, quarter: Option<Quarter>, cx: &mut Context<'_>) -> (County, County) {
    let mut table = |fields| sheets.table(fields, cx);
    let (texts, plan, asked, papers) =
        (table(&fields::PRIORITIES), table(&fields::PLAN), table(&fields::BOARD_ACTIONS), table(&fields::PAPERS));
    let (priorities, risks) = texts.map(|t| lists::priorities(&t, cx)).unwrap_or_default();
    let plan = plan.map(|t| lists::plan(&t, cx)).unwrap_or_default();
    let asked = asked.map(|t| lists::board_actions(&t, quarter, cx)).unwrap_or_default();
    let papers = papers.map(|t| lists::papers(&t, cx)).unwrap_or_default();
    let of =
        |(risks, priorities, plan, board_actions, papers)| County { risks, priorities, plan, board_actions, papers };
    (
        of((risks.open, priorities.open, plan.open, asked.open, papers.open)),
        of((risks.closed, priorities.closed, plan.closed, asked.closed, papers.closed)),
    )
}

/// Names rows or columns, as in `rows 3, 4, 9`; a few, where they are many.
fn listed(what: &str, names: impl Iterator<Item = String>) -> Option<String> {
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| format!("{what}s {}", text::list_some(&names, 8)))
}

/// The sheets of a workbook.
struct Sheets<'a> {
    workbook: &'a Workbook,
}

impl<'a> Sheets<'a> {
    /// Takes a workbook's sheets, and reports two of one name and what is hidden.
    fn find(workbook: &'a Workbook, cx: &mut Context<'_>) -> Self {
        for (i, sheet) in workbook.sheets.iter().enumerate() {
            let place = || Place::Sheet { workbook: workbook.name.clone(), sheet: sheet.name.clone() };
            if let Some(earlier) = workbook.sheets[..i].iter().find(|s| key(&s.name) == key(&sheet.name)) {
                let message = format!("there are two sheets of this name: \"{}\" and \"{}\"", earlier.name, sheet.name);
                cx.push(Problem::new(Code::SheetTwice, place(), message).help("Keep one of them"));
            }
            if sheet.cells.is_empty() || key(&sheet.name) == key(GUIDE_SHEET) {
                continue;
            }
            if sheet.hidden {
                cx.push(Problem::new(Code::Hidden, place(), "the sheet is hidden; it is read like any other"));
            }
            let rows = listed("row", sheet.hidden_rows.iter().map(|r| (r + 1).to_string()));
            let columns = listed("column", sheet.hidden_columns.iter().map(|c| CellRef::column_letters(*c)));
            let hidden: Vec<String> = rows.into_iter().chain(columns).collect();
            if !hidden.is_empty() {
                let message = format!("hidden {} are read like any other", hidden.join(" and "));
                cx.push(Problem::new(Code::Hidden, place(), message));
            }
            let is_read = |name: &str| key(name) == key(&sheet.name);
            if SHEETS.iter().any(|f| is_read(f.name)) || cx.board.measures.iter().any(|m| is_read(&m.sheet)) {
                marks::tell(sheet, cx);
            }
        }
        for name in &workbook.macro_sheets {
            let place = Place::Sheet { workbook: workbook.name.clone(), sheet: name.clone() };
            cx.push(Problem::new(
                Code::UnknownSheet,
                place,
                "a sheet of macros, which are never run; it is passed over",
            ));
        }
        Sheets { workbook }
    }

    fn named(&self, name: &str) -> Option<&'a Sheet> {
        self.workbook.sheets.iter().find(|s| key(&s.name) == key(name))
    }

    /// Tells of a sheet that must be there and is not.
    fn absent(&self, name: &str, why: &str) -> Problem {
        let place = Place::Workbook(self.workbook.name.clone());
        let problem = Problem::expected(Code::NoSheet, place, format!("a sheet named \"{name}\""), "none");
        let names = self.workbook.sheets.iter().map(|s| s.name.as_str());
        match nearest(name, names) {
            Some(near) => problem.help(format!("If the sheet \"{near}\" is it, rename it")),
            None => problem.help(format!("Add it: {why}")),
        }
    }

    fn table(&self, fields: &'static SheetFields, cx: &mut Context<'_>) -> Option<Table<'a>> {
        Table::read(self.named(fields.name)?, fields, cx)
    }

    fn measures(&self, sender: Sender, quarter: Quarter, cx: &mut Context<'_>) -> Vec<Option<super::model::Counts>> {
        let board = cx.board;
        let mut measures = Vec::new();
        for (i, measure) in board.measures.iter().enumerate() {
            let sheet = self.named(&measure.sheet);
            measures.push(match (sender, sheet) {
                (Sender::Area(_), Some(sheet)) => counts::read(sheet, measure, quarter, cx),
                (Sender::Area(_), None) if i == 0 => {
                    cx.push(self.absent(&measure.sheet, "every partnership returns it"));
                    None
                }
                (Sender::Area(_), None) | (Sender::Unit, _) => None,
            });
        }
        measures
    }

    /// Notes the sheets that are passed over.
    fn others(&self, sender: Sender, cx: &mut Context<'_>) {
        for sheet in self.workbook.sheets.iter().filter(|s| !s.cells.is_empty()) {
            let named = |n: &str| key(n) == key(&sheet.name);
            let place = Place::Sheet { workbook: self.workbook.name.clone(), sheet: sheet.name.clone() };
            let counts = cx.board.measures.iter().any(|m| named(&m.sheet));
            let known = SHEETS.iter().find(|f| named(f.name));
            let note = match known {
                _ if named(GUIDE_SHEET) => continue,
                Some(f) if f.sends == Sends::Everyone || sender == Sender::Unit => continue,
                Some(_) => "only the board's own unit sends this sheet; it is passed over",
                None if counts && sender == Sender::Unit => {
                    "the board's own unit sends no counts; the sheet is passed over"
                }
                None if counts => continue,
                None => "the sheet is not part of a return and is passed over",
            };
            if known.is_none() && !counts && session::is_closing(&sheet.name) {
                let message = "the sheet is not part of a return, and its name says that it is closed";
                let help = "Type its rows into the sheets of the return, each with Closed under Session, and delete it";
                cx.push(Problem::new(Code::SessionSheet, place, message).help(help));
                continue;
            }
            let problem = Problem::new(Code::UnknownSheet, place, note);
            let absent = SHEETS.iter().map(|f| f.name).chain(cx.board.measures.iter().map(|m| m.sheet.as_str()));
            let near = nearest(&sheet.name, absent.filter(|n| self.named(n).is_none()));
            cx.push(match near {
                Some(near) if known.is_none() && !counts => problem.help(format!("Did you mean \"{near}\"?")),
                _ => problem,
            });
        }
    }
}
