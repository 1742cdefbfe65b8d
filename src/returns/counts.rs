//! The sheets of counts: one row a category, one column a month.

use std::collections::BTreeMap;

use super::fields::{Kind, MONTHS_NEEDED, MONTHS_WANTED};
use super::gaps::{self, Word};
use super::model::{CategoryRow, Counts, Gap, Located};
use super::session::Grid;
use super::table::{self, Context, Rows};
use super::values;
use crate::board::Measure;
use crate::number::{Count, grouped};
use crate::problem::{CellRef, Code, Place, Problem, Severity};
use crate::quarter::{Month, Quarter};
use crate::text::{self, key, nearest};
use crate::workbook::{Sheet, Value};

/// Reads a measure's sheet; `None`, with the reasons reported, where no series can be made of it. `notes` are those of the
/// cover, which say why counts are not available.
pub(super) fn read(
    sheet: &Sheet,
    measure: &Measure,
    quarter: Quarter,
    notes: Option<&Located<String>>,
    cx: &mut Context<'_>,
) -> Option<Counts> {
    cx.know(sheet, std::iter::empty());
    let rows = table::rows(sheet);
    let Some(header) = table::header(&rows, &measure.label) else {
        cx.push(table::no_header(cx.workbook, sheet, &measure.label));
        return None;
    };
    let is_figure = |_, v: &Value| matches!(v, Value::Number(_) | Value::Percent(_)) || values::count(v).is_some();
    table::unheaded(sheet, &rows, header, is_figure, "Head the column with its month, or delete what is in it", cx);
    let is_note = |at, v: &Value| matches!(v, Value::Text(_)) && !is_figure(at, v);
    table::unheaded(sheet, &rows, header, is_note, NOTES_GO, cx);
    // A sheet of counts has no sessions: what says that some of it is closed must not be passed over.
    let grid = Grid { workbook: cx.workbook, sheet, rows: &rows, header };
    let is_known = |at| {
        let value = rows.get(&header).and_then(|cells| cells.get(&at));
        value
            .is_some_and(|v| values::month(v).is_some() || matches!(v, Value::Text(t) if key(t) == key(&measure.label)))
    };
    let (doubts, _) = grid.doubts(&is_known, "leave its rows out (counts are always open)");
    doubts.into_iter().for_each(|problem| cx.push(problem));
    let reader = Reader { sheet, measure, quarter, header, rows };
    let label = reader.label()?;
    let months = reader.months(label, cx)?;
    let lines = reader.lines(label, &months, cx);
    let (first, _) = *months.first()?;
    let columns: Vec<u32> = months.iter().map(|(_, at)| *at).collect();
    let (rows, gaps) = reader.categories(&lines, &months, cx);
    reader.totals(&lines, &months, &rows, cx);
    let mut counts = Counts { sheet: sheet.name.clone(), first, columns, rows, gaps };
    gaps::explain(&mut counts, measure, notes, cx, |at| sheet.get(at).is_none());
    Some(counts)
}

/// Where a note beside the counts belongs.
const NOTES_GO: &str = "Put it in Notes on the cover, which are printed in the annex, or delete it";

/// Finds the newest month that heads a column.
pub(super) fn newest(sheet: &Sheet, measure: &Measure) -> Option<Month> {
    let rows = table::rows(sheet);
    let header = rows.get(&table::header(&rows, &measure.label)?)?;
    header.values().filter_map(|v| values::month(v)).max()
}

struct Reader<'a> {
    sheet: &'a Sheet,
    measure: &'a Measure,
    quarter: Quarter,
    header: u32,
    rows: Rows<'a>,
}

/// What a cell of counts holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Found {
    Count(Count),
    Blank,
    Gap,
    /// A word that is no count, and no gap either.
    Word(Word),
    /// Anything else.
    Refused,
}

impl Found {
    fn of(value: Option<&Value>) -> Self {
        let Some(value) = value else { return Found::Blank };
        match (values::count(value), Word::of(value)) {
            (Some(count), _) => Found::Count(count),
            (None, Some(Word::NotAvailable)) => Found::Gap,
            (None, Some(word)) => Found::Word(word),
            (None, None) => Found::Refused,
        }
    }

    fn count(self) -> Option<Count> {
        match self {
            Found::Count(count) => Some(count),
            Found::Blank | Found::Gap | Found::Word(_) | Found::Refused => None,
        }
    }
}

/// The rows of a sheet of counts: those of categories, in the board's order, and those of totals.
#[derive(Default)]
struct Lines {
    categories: BTreeMap<usize, u32>,
    totals: Vec<(String, u32)>,
    /// Categories that a row of another name was probably meant to be.
    meant: Vec<String>,
}

impl Reader<'_> {
    fn cell(&self, cx: &Context<'_>, row: u32, column: u32) -> Place {
        Place::cell(cx.workbook, &self.sheet.name, CellRef::new(row, column))
    }

    fn whole(&self, cx: &Context<'_>) -> Place {
        Place::Sheet { workbook: cx.workbook.into(), sheet: self.sheet.name.clone() }
    }

    /// Finds the column of the categories.
    fn label(&self) -> Option<u32> {
        let wanted = key(&self.measure.label);
        self.rows
            .get(&self.header)?
            .iter()
            .find(|(_, v)| matches!(v, Value::Text(t) if key(t) == wanted))
            .map(|(at, _)| *at)
    }

    /// Finds the columns of the months, in order and without gaps, up to the quarter's last one.
    fn months(&self, label: u32, cx: &mut Context<'_>) -> Option<Vec<(Month, u32)>> {
        let mut found: BTreeMap<Month, u32> = BTreeMap::new();
        let (mut passed_over, mut dates) = (Vec::new(), Vec::new());
        let mut sound = true;
        let headings = self.rows.get(&self.header).into_iter().flatten();
        for (&at, &value) in headings.filter(|(at, _)| **at != label) {
            let place = self.cell(cx, self.header, at);
            let Some(month) = values::month(value).or_else(|| self.month_under_a_year(at, value)) else {
                if matches!(value, Value::Text(_)) && values::date(value).is_some() {
                    dates.push((at, value));
                } else if let Value::Error(e) = value {
                    cx.push(
                        Problem::expected(Code::ErrorValue, place, "a month", e.clone())
                            .help("A formula failed there: type the month"),
                    );
                    sound = false;
                } else if let Some(problem) = table::unreadable("a month", place.clone(), value) {
                    cx.push(problem);
                    sound = false;
                } else if matches!(value, Value::Text(t) if key(t) == key("Total")) {
                    continue;
                } else {
                    match self.note_in(at, cx) {
                        Some(problem) => cx.push(problem),
                        None => passed_over.push((at, value)),
                    }
                }
                continue;
            };
            if month > self.quarter.last_month() {
                sound &= self.after_the_quarter(month, at, cx);
            } else if let Some(earlier) = found.insert(month, at) {
                let cell = CellRef::new(self.header, earlier);
                cx.push(
                    Problem::new(Code::MonthTwice, place, format!("{month} is there twice, also in {cell}"))
                        .help("Keep one of them"),
                );
                sound = false;
            }
        }
        if let Some(problem) = self.no_months(&passed_over, cx) {
            cx.push(problem);
        }
        if let Some(problem) = self.dates_as_text(&dates, cx) {
            // What is missing beside them is missing because of them.
            cx.push(problem);
            return None;
        }
        let months: Vec<(Month, u32)> = found.into_iter().collect();
        (self.without_gaps(&months, cx) && sound).then_some(months)
    }

    /// Reads the name of a month under a year that stands above it, or is merged above it.
    fn month_under_a_year(&self, at: u32, name: &Value) -> Option<Month> {
        let Value::Text(name) = name else { return None };
        let above = (0..self.header).rev().take(3).map(|row| CellRef::new(row, at));
        let held = above.filter_map(|cell| {
            let merged = self.sheet.covering(cell).map(|m| CellRef::new(m.top, m.left));
            self.sheet.get(merged.unwrap_or(cell))
        });
        held.filter_map(values::year).next()?.month(name)
    }

    /// Gives the place of headings, from the first to the last.
    fn headings(&self, of: &[(u32, &Value)], cx: &Context<'_>) -> Option<Place> {
        let (first, last) = (of.iter().map(|(at, _)| *at).min()?, of.iter().map(|(at, _)| *at).max()?);
        Some(Place::Cells {
            workbook: cx.workbook.into(),
            sheet: self.sheet.name.clone(),
            first: CellRef::new(self.header, first),
            last: CellRef::new(self.header, last),
        })
    }

    /// Notes the columns that are no months, all of them once.
    fn no_months(&self, passed_over: &[(u32, &Value)], cx: &Context<'_>) -> Option<Problem> {
        let place = self.headings(passed_over, cx)?;
        let names: Vec<String> = passed_over.iter().map(|(_, v)| values::found(v)).collect();
        let message = match names.as_slice() {
            [only] => format!("the column {only} is not a month and is passed over"),
            several => format!("{} are not months and are passed over", text::list_some(several, 4)),
        };
        let help = "A month is a date, or text as in Apr-13 or April 2013";
        Some(Problem::new(Code::UnknownColumn, place, message).help(help))
    }

    /// Refuses dates that were typed as text, all of them once: which is the day and which the month is not known.
    fn dates_as_text(&self, dates: &[(u32, &Value)], cx: &Context<'_>) -> Option<Problem> {
        let place = self.headings(dates, cx)?;
        let names: Vec<String> = dates.iter().map(|(_, v)| values::found(v)).collect();
        let found = format!("{}, a date typed as text", text::list_some(&names, 2));
        let problem = Problem::expected(Code::NotADate, place, "a month", found);
        Some(
            problem
                .help("Type the month as in Apr-13 or April 2013, or make it a date: as text, it could be two dates"),
        )
    }

    /// Warns of texts in a column that is no month: they are notes beside the counts.
    fn note_in(&self, at: u32, cx: &Context<'_>) -> Option<Problem> {
        let below = self.rows.range(self.header + 1..).filter_map(|(row, cells)| Some((*row, *cells.get(&at)?)));
        let said = |v: &Value| matches!(v, Value::Text(_)) && values::count(v).is_none();
        let texts: Vec<u32> = below.filter(|(_, v)| said(v)).map(|(row, _)| row).collect();
        let (first, last) = (*texts.first()?, *texts.last()?);
        let place = Place::Cells {
            workbook: cx.workbook.into(),
            sheet: self.sheet.name.clone(),
            first: CellRef::new(first, at),
            last: CellRef::new(last, at),
        };
        let message = "a note beside the counts is not printed";
        Some(Problem::new(Code::NoteBesideCounts, place, message).help(NOTES_GO))
    }

    /// Passes over a month after the quarter that nobody has filled in yet; refuses one that holds counts.
    fn after_the_quarter(&self, month: Month, at: u32, cx: &mut Context<'_>) -> bool {
        let filled = self.rows.range(self.header + 1..).any(|(_, cells)| cells.contains_key(&at));
        let place = self.cell(cx, self.header, at);
        let message = format!("{month} is after {}, which ends with {}", self.quarter, self.quarter.last_month());
        cx.push(if filled {
            Problem::new(Code::MonthAfterQuarter, place, message)
                .help("Delete the month, or correct the quarter on the cover")
        } else {
            Problem::new(Code::MonthAfterQuarter, place, format!("{message}: the empty column is passed over"))
                .severity(Severity::Note)
        });
        !filled
    }

    /// Reports gaps between the months, and months missing at the end or the beginning.
    fn without_gaps(&self, months: &[(Month, u32)], cx: &mut Context<'_>) -> bool {
        let header = self.whole(cx);
        let last = self.quarter.last_month();
        let Some((newest, _)) = months.last() else {
            cx.push(
                Problem::expected(Code::NoMonths, header, "a column for each month", "none")
                    .help("Head each column with its month, as in Apr-13"),
            );
            return false;
        };
        let mut sound = true;
        for pair in months.windows(2) {
            let [(before, _), (after, at)] = pair else { continue };
            if after.since(*before) > 1 {
                let gap = span(before.plus(1), after.plus(-1));
                let place = self.cell(cx, self.header, *at);
                cx.push(
                    Problem::expected(Code::MonthGap, place, format!("{gap} before {after}"), "a gap")
                        .help("Add the missing months"),
                );
                sound = false;
            }
        }
        if *newest < last {
            let expected = format!("months up to {last}, the last of {}", self.quarter);
            let found = format!("{newest} as the last");
            cx.push(
                Problem::expected(Code::MonthsMissing, header, expected, found)
                    .help(format!("Add {}", span(newest.plus(1), last))),
            );
            return false;
        }
        if sound && months.len() < MONTHS_NEEDED {
            let expected = format!("{MONTHS_WANTED} months or more, and at least {MONTHS_NEEDED}");
            let problem = Problem::expected(Code::TooFewMonths, header, expected, months.len().to_string());
            cx.blank(problem.help("Add earlier months: without two years no paper can be made"));
        }
        sound
    }

    /// Sorts the rows into categories and totals, and reports what is neither.
    fn lines(&self, label: u32, months: &[(Month, u32)], cx: &mut Context<'_>) -> Lines {
        let mut lines = Lines::default();
        for (&row, cells) in self.rows.range(self.header + 1..) {
            let filled = months.iter().any(|(_, at)| cells.contains_key(at));
            let place = self.cell(cx, row, label);
            let Some(&value) = cells.get(&label) else {
                if filled {
                    let problem = Problem::expected(Code::Blank, place, "a category", "a blank cell");
                    cx.push(problem.help("Say what the counts in this row are of, or delete them"));
                }
                continue;
            };
            if let Some(problem) = table::unreadable("a category", place.clone(), value) {
                cx.push(problem);
                continue;
            }
            let name = values::text(value).map(|t| values::clean(&t).0).unwrap_or_default();
            let wanted = key(&name);
            let named = |n: &str| key(n) == wanted;
            // A category may bear the name of a total, as the only row of a measure does.
            if let Some(at) = self.measure.category(&name) {
                if let Some(earlier) = lines.categories.insert(at, row) {
                    let message = format!("{name} is there twice, also in row {}", earlier + 1);
                    cx.push(
                        Problem::new(Code::CategoryTwice, place, message).help("Keep one row, or add the two together"),
                    );
                }
            } else if named(&self.measure.total) || named("Total") || named("All crime") {
                lines.totals.push((name, row));
            } else if filled {
                let known = self.measure.categories.iter().chain(self.measure.aliases.iter().map(|(alias, _)| alias));
                let near = nearest(&name, known.map(String::as_str));
                let meant = near.and_then(|near| self.measure.category(near));
                lines.meant.extend(meant.map(|at| self.measure.categories[at].clone()));
                cx.push(self.unknown(place, value, near));
            } else {
                let message = format!("the line {} is not printed", values::quoted(&name));
                cx.push(Problem::new(Code::NoteBesideCounts, place, message).help(NOTES_GO));
            }
        }
        lines
    }

    fn unknown(&self, place: Place, value: &Value, near: Option<&str>) -> Problem {
        let expected = format!("a category of {} that board.toml knows", self.measure.name);
        let problem = Problem::expected(Code::UnknownCategory, place, expected, values::found(value));
        match near {
            Some(near) => problem.help(format!("Did you mean \"{near}\"?")),
            None => problem.help(format!("It knows {}", self.measure.categories.join(", "))),
        }
    }

    /// Reads the rows of the categories, and which of their counts are not available.
    fn categories(&self, lines: &Lines, months: &[(Month, u32)], cx: &mut Context<'_>) -> (Vec<CategoryRow>, Vec<Gap>) {
        let (mut rows, mut gaps) = (Vec::new(), Vec::new());
        for (at, name) in self.measure.categories.iter().enumerate() {
            let row = lines.categories.get(&at).copied();
            let counts = match row {
                Some(row) => {
                    let found = self.counts(row, name, months, cx);
                    let missing = months.iter().zip(&found).filter(|(_, f)| matches!(f, Found::Gap | Found::Blank));
                    gaps.extend(missing.map(|((month, _), _)| Gap {
                        category: at,
                        month: *month,
                        reason: String::new(),
                    }));
                    found.into_iter().map(Found::count).collect()
                }
                None if lines.meant.contains(name) => vec![None; months.len()],
                None => {
                    let expected = format!("a row for \"{name}\"");
                    let problem = Problem::expected(Code::NoCategory, self.whole(cx), expected, "none");
                    cx.blank(problem.help(format!("Add it, with 0 in the months without {}", self.measure.noun[1])));
                    vec![None; months.len()]
                }
            };
            rows.push(CategoryRow { row, counts });
        }
        (rows, gaps)
    }

    /// Reads a row of counts; what is wrong in the same way side by side is one problem.
    fn counts(&self, row: u32, name: &str, months: &[(Month, u32)], cx: &mut Context<'_>) -> Vec<Found> {
        let cells = self.rows.get(&row);
        let value = |at: &u32| cells.and_then(|c| c.get(at)).copied();
        let found: Vec<Found> = months.iter().map(|(_, at)| Found::of(value(at))).collect();
        let cells: Vec<(Found, Month, u32)> =
            found.iter().zip(months).map(|(f, (month, at))| (*f, *month, *at)).collect();
        let same = |(f, a, at): &(Found, Month, u32), (g, b, bt): &(Found, Month, u32)| {
            f == g && *f != Found::Refused && b.since(*a) == 1 && bt.abs_diff(*at) == 1 && value(at) == value(bt)
        };
        for run in cells.chunk_by(same) {
            let (Some((what, from, first)), Some((_, to, last))) = (run.first(), run.last()) else { continue };
            let cell = |column: &u32| CellRef::new(row, *column);
            let place = Place::Cells {
                workbook: cx.workbook.into(),
                sheet: self.sheet.name.clone(),
                first: cell(first.min(last)),
                last: cell(first.max(last)),
            };
            let expected = if run.len() == 1 { Kind::Count.expected() } else { "whole numbers".to_string() };
            match (what, value(first)) {
                (Found::Blank, _) | (_, None) => {
                    let blanks = match run.len() {
                        1 => "a blank cell".to_string(),
                        n => format!("{n} blank cells"),
                    };
                    let help = format!("{name}, {}: type the count, 0 if there were none", span(*from, *to));
                    cx.blank(Problem::expected(Code::Blank, place, expected, blanks).help(help));
                }
                (Found::Word(word), Some(value)) => {
                    let problem = Problem::expected(Code::NotAWholeNumber, place, expected, values::found(value));
                    cx.push(problem.help(word.help()));
                }
                (Found::Refused, Some(value)) => cx.push(self.refused(row, *first, value, cx)),
                (Found::Count(_) | Found::Gap, _) => {}
            }
        }
        found
    }

    fn refused(&self, row: u32, at: u32, value: &Value, cx: &Context<'_>) -> Problem {
        let place = self.cell(cx, row, at);
        let (expected, found) = (Kind::Count.expected(), values::found(value));
        if let Some(problem) = table::unreadable(&expected, place.clone(), value) {
            return problem;
        }
        match value {
            Value::Error(_) => Problem::expected(Code::ErrorValue, place, expected, found)
                .help("A formula failed there: correct it, or type the count"),
            Value::Number(n) if *n < 0. => Problem::expected(Code::NegativeCount, place, expected, found),
            _ if values::whole(value).is_some() => {
                Problem::expected(Code::CountTooLarge, place, format!("a count of at most {}", Count::MOST), found)
            }
            Value::Date(_) => Problem::expected(Code::NotAWholeNumber, place, expected, found)
                .help("The cell is formatted as a date: format it as a number and type the count again"),
            _ => Problem::expected(Code::NotAWholeNumber, place, expected, found),
        }
    }

    /// Notes once of a row of totals that their results were not saved, where there is something to add up: nothing is
    /// lost, for the papers use the sums.
    fn unsaved(&self, name: &str, row: u32, months: &[(Month, u32)], rows: &[CategoryRow], cx: &mut Context<'_>) {
        let cells = self.rows.get(&row);
        let is_unsaved = |at: &u32| cells.and_then(|c| c.get(at)).is_some_and(|v| **v == Value::Unsaved);
        let is_filled = |i: usize| rows.iter().all(|r| r.counts[i].is_some());
        let all = || months.iter().enumerate().filter(|(i, (_, at))| is_filled(*i) && is_unsaved(at));
        let columns = || all().map(|(_, (_, at))| at);
        let (Some(first), Some(last)) = (columns().min(), columns().max()) else { return };
        let place = Place::Cells {
            workbook: cx.workbook.into(),
            sheet: self.sheet.name.clone(),
            first: CellRef::new(row, *first),
            last: CellRef::new(row, *last),
        };
        let message = format!("{name} has formulas whose results were not saved; the papers use the sums");
        cx.push(
            Problem::new(Code::UnsavedFormula, place, message)
                .severity(crate::problem::Severity::Note)
                .help("Open the workbook in Excel and save it, and the totals are checked"),
        );
    }

    /// Warns of typed totals that differ from the sums.
    fn totals(&self, lines: &Lines, months: &[(Month, u32)], rows: &[CategoryRow], cx: &mut Context<'_>) {
        for (name, row) in &lines.totals {
            self.unsaved(name, *row, months, rows, cx);
            for (i, (month, at)) in months.iter().enumerate() {
                let value = self.rows.get(row).and_then(|c| c.get(at)).copied();
                // A total that is not available is no total.
                let told = |v: &Value| *v == Value::Unsaved || Word::of(v) == Some(Word::NotAvailable);
                let Some(value) = value.filter(|v| !told(v)) else { continue };
                let place = self.cell(cx, *row, *at);
                let Some(total) = values::whole(value) else {
                    let problem =
                        Problem::expected(Code::NotAWholeNumber, place, Kind::Count.expected(), values::found(value));
                    cx.push(problem.help("The total is not used; correct or delete it").severity(Severity::Warning));
                    continue;
                };
                let Some(sum) = rows.iter().map(|r| r.counts[i].map(|c| i128::from(c.0))).sum::<Option<i128>>() else {
                    continue;
                };
                if total != sum {
                    let message = format!(
                        "{name}, {month}: {} was typed, but the categories add up to {}",
                        grouped(total),
                        grouped(sum)
                    );
                    cx.push(
                        Problem::new(Code::TotalDiffers, place, message)
                            .help("The papers use the sum: check the row and the column"),
                    );
                }
            }
        }
    }
}

/// Prints one month or the span of several, as in `April 2013 to June 2013`.
pub(super) fn span(from: Month, to: Month) -> String {
    if from == to { from.to_string() } else { format!("{from} to {to}") }
}
