//! The sheets of counts: one row a category, one column a month.

use std::collections::BTreeMap;

use super::fields::{Kind, MONTHS_NEEDED, MONTHS_WANTED};
use super::model::{CategoryRow, Counts};
use super::session::Grid;
use super::table::{self, Context, Rows};
use super::values;
use crate::board::Measure;
use crate::number::{Count, grouped};
use crate::problem::{CellRef, Code, Place, Problem, Severity};
use crate::quarter::{Month, Quarter};
use crate::text::{key, nearest};
use crate::workbook::{Sheet, Value};

/// Reads a measure's sheet; `None`, with the reasons reported, where no series can be made of it.
pub(super) fn read(sheet: &Sheet, measure: &Measure, quarter: Quarter, cx: &mut Context<'_>) -> Option<Counts> {
    cx.know(sheet, std::iter::empty());
    let rows = table::rows(sheet);
    let Some(header) = table::header(&rows, &measure.label) else {
        cx.push(table::no_header(cx.workbook, sheet, &measure.label));
        return None;
    };
    let is_figure = |_, v: &Value| matches!(v, Value::Number(_) | Value::Percent(_)) || values::count(v).is_some();
    table::unheaded(sheet, &rows, header, is_figure, "Head the column with its month, or delete what is in it", cx);
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
    let rows = reader.categories(&lines, &months, cx);
    reader.totals(&lines, &months, &rows, cx);
    Some(Counts { sheet: sheet.name.clone(), first, columns, rows, gaps: Vec::new() })
}

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
        let mut sound = true;
        let headings = self.rows.get(&self.header).into_iter().flatten();
        for (&at, &value) in headings.filter(|(at, _)| **at != label) {
            let place = self.cell(cx, self.header, at);
            let Some(month) = values::month(value) else {
                if let Value::Error(e) = value {
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
                    let message = format!("the column {} is not a month and is passed over", values::found(value));
                    cx.push(
                        Problem::new(Code::UnknownColumn, place, message)
                            .help("A month is a date, or text as in Apr-13 or April 2013"),
                    );
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
        let months: Vec<(Month, u32)> = found.into_iter().collect();
        (self.without_gaps(&months, cx) && sound).then_some(months)
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
                let message = format!("the line {} is passed over", values::quoted(&name));
                cx.push(Problem::new(Code::UnknownLine, place, message));
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

    fn categories(&self, lines: &Lines, months: &[(Month, u32)], cx: &mut Context<'_>) -> Vec<CategoryRow> {
        let mut rows = Vec::new();
        for (at, name) in self.measure.categories.iter().enumerate() {
            let row = lines.categories.get(&at).copied();
            let counts = match row {
                Some(row) => self.counts(row, name, months, cx),
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
        rows
    }

    /// Reads a row of counts; blanks that lie side by side are one problem.
    fn counts(&self, row: u32, name: &str, months: &[(Month, u32)], cx: &mut Context<'_>) -> Vec<Option<Count>> {
        let cells = self.rows.get(&row);
        let mut counts = Vec::with_capacity(months.len());
        let mut blanks: Vec<(Month, u32)> = Vec::new();
        for (month, at) in months {
            let value = cells.and_then(|c| c.get(at)).copied();
            let count = value.and_then(values::count);
            match (value, count) {
                (None, _) => blanks.push((*month, *at)),
                (Some(value), None) => cx.push(self.refused(row, *at, value, cx)),
                (Some(_), Some(_)) => {}
            }
            counts.push(count);
        }
        for run in blanks.chunk_by(|(a, at), (b, bt)| b.since(*a) == 1 && bt.abs_diff(*at) == 1) {
            let (Some((from, first)), Some((to, last))) = (run.first(), run.last()) else { continue };
            let cell = |column: &u32| CellRef::new(row, *column);
            let place = Place::Cells {
                workbook: cx.workbook.into(),
                sheet: self.sheet.name.clone(),
                first: cell(first.min(last)),
                last: cell(first.max(last)),
            };
            let (expected, found) = match run.len() {
                1 => (Kind::Count.expected(), "a blank cell".to_string()),
                n => ("whole numbers".to_string(), format!("{n} blank cells")),
            };
            cx.blank(
                Problem::expected(Code::Blank, place, expected, found)
                    .help(format!("{name}, {}: type the count, 0 if there were none", span(*from, *to))),
            );
        }
        counts
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
            Value::Text(t) if t.trim().chars().all(|c| matches!(c, '-' | '\u{2013}' | '\u{2014}' | '.')) => {
                Problem::expected(Code::NotAWholeNumber, place, expected, found).help("Type 0 if there were none")
            }
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
                let Some(value) = value.filter(|v| **v != Value::Unsaved) else { continue };
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
