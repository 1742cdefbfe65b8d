//! Checks across cells and across returns: what is possible but not likely. Each is a warning with its reason.

use super::counts::span;
use super::model::{Counts, Return};
use crate::board::{Board, Measure};
use crate::number::{Count, Ratio, grouped};
use crate::problem::{CellRef, Code, Place, Problem, Problems};
use crate::quarter::{Month, Quarter};
use crate::text;

/// How many times the usual moving range a count may lie from the mean before it is asked about.
const USUAL_RANGES: i128 = 5;
/// The months before the quarter that tell what is usual, and the fewest that can.
const MONTHS_BEFORE: i32 = 24;
const FEWEST_MONTHS: usize = 12;
/// Fewer than this in a year may well be followed by a quarter without any.
const YEAR_OF_COUNTS: i128 = 12;
/// Rows that add up to less than this in a year may be alike by chance.
pub(super) const ALIKE: i128 = 60;

/// Looks over the counts of one return: jumps, and rows that fall silent.
pub(super) fn within(found: &Return, board: &Board, problems: &mut Problems) {
    for (measure, counts) in board.measures.iter().zip(&found.measures) {
        let Some(counts) = counts else { continue };
        for (at, name) in measure.categories.iter().enumerate() {
            let row = Row { workbook: &found.workbook, measure, counts, at, name, quarter: found.quarter };
            if let Some(problem) = row.silent() {
                problems.push(problem);
            } else {
                problems.extend(row.jump(board.narrative.movers_floor.into()));
            }
        }
    }
}

/// One category's counts.
struct Row<'a> {
    workbook: &'a str,
    measure: &'a Measure,
    counts: &'a Counts,
    at: usize,
    name: &'a str,
    quarter: Quarter,
}

impl Row<'_> {
    /// Gives the counts of so many months that end with one; `None` where one is not known.
    fn months(&self, last: Month, many: i32) -> Option<Vec<i128>> {
        (1 - many..=0).map(|i| self.counts.get(self.at, last.plus(i)).map(|Count(c)| i128::from(c))).collect()
    }

    /// Tells a row that is all zeros in the quarter, after a year of counts.
    fn silent(&self) -> Option<Problem> {
        let (first, last) = (self.quarter.first_month(), self.quarter.last_month());
        let quarter = self.months(last, 3)?;
        let before: i128 = self.months(first.plus(-1), 12)?.iter().sum();
        if quarter.iter().any(|c| *c != 0) || before < YEAR_OF_COUNTS {
            return None;
        }
        let place = self.counts.place(self.workbook, self.at, first, last)?;
        let message = format!(
            "{} is 0 in every month of the quarter, after {} in the 12 months before",
            self.name,
            grouped(before)
        );
        Some(
            Problem::new(Code::RowOfZeros, place, message)
                .help("Check that these are counts and not blanks filled with zeros"),
        )
    }

    /// Tells a latest month that lies far outside what is usual: more than five times the mean moving range of the two
    /// years before the quarter from their mean, and at least `floor` from it.
    fn jump(&self, floor: i64) -> Option<Problem> {
        let first = self.quarter.first_month();
        let on_record = first.since(self.counts.first).min(MONTHS_BEFORE);
        let before = self.months(first.plus(-1), on_record).filter(|b| b.len() >= FEWEST_MONTHS)?;
        let many = before.len() as i128;
        let moves: i128 = before.windows(2).map(|w| (w[1] - w[0]).abs()).sum();
        let mean = Ratio::new(before.iter().sum(), many)?;
        let usual = Ratio::new(moves * USUAL_RANGES, many - 1)?;
        let month = self.quarter.last_month();
        let count = self.counts.get(self.at, month)?;
        let distance = Ratio::whole(count.0.into()).minus(mean)?.abs();
        if distance <= usual || distance < Ratio::whole(floor) {
            return None;
        }
        let place = self.counts.place(self.workbook, self.at, month, month)?;
        let message = format!(
            "{}, {month}: {count} {}, where the {many} months before the quarter had {} to {}",
            self.name,
            self.measure.noun[usize::from(count.0 != 1)],
            grouped(before.iter().min().copied()?),
            grouped(before.iter().max().copied()?)
        );
        let help = "Check the count; if it is right, say why in Notes on the cover";
        Some(Problem::new(Code::UnexpectedJump, place, message).help(help))
    }
}

/// Looks over the returns of a quarter: the same figures in two of them.
pub(super) fn between(returns: &[Return], board: &Board, problems: &mut Problems) {
    for (i, later) in returns.iter().enumerate() {
        for earlier in &returns[..i] {
            for (at, measure) in board.measures.iter().enumerate() {
                if let (Some(Some(a)), Some(Some(b))) = (earlier.measures.get(at), later.measures.get(at)) {
                    problems.extend(alike(measure, (a, &earlier.workbook), (b, &later.workbook), later.quarter));
                }
            }
        }
    }
}

/// Tells categories whose counts of the latest 12 months are the same in two returns.
fn alike(measure: &Measure, a: (&Counts, &str), b: (&Counts, &str), quarter: Quarter) -> Option<Problem> {
    let last = quarter.last_month();
    let months = |counts: &Counts, category: usize, many: i32| -> Option<Vec<u32>> {
        (1 - many..=0).map(|i| counts.get(category, last.plus(i)).map(|Count(c)| c)).collect()
    };
    let sum = |counts: &[u32]| counts.iter().map(|c| i128::from(*c)).sum::<i128>();
    let same = |category: &usize, many: i32| {
        let (Some(x), Some(y)) = (months(a.0, *category, many), months(b.0, *category, many)) else { return None };
        (x == y).then(|| sum(&x))
    };
    let all = 0..measure.categories.len();
    let year: Vec<usize> = all.clone().filter(|c| same(c, 12).is_some_and(|sum| sum >= ALIKE)).collect();
    let quarter_alike = all.clone().map(|c| same(&c, 3)).sum::<Option<i128>>().is_some_and(|sum| sum >= ALIKE);
    let (categories, many) = match (year.is_empty(), quarter_alike && all.len() > 1) {
        (false, _) => (year, 12),
        (true, true) => (all.collect(), 3),
        (true, false) => return None,
    };
    let from = last.plus(1 - many);
    let places: Vec<Place> = categories.iter().filter_map(|c| b.0.place(b.1, *c, from, last)).collect();
    let names: Vec<&str> = categories.iter().map(|c| measure.categories[*c].as_str()).collect();
    let message = format!("{}, {}: the same counts as in {}", text::list_some(&names, 3), span(from, last), a.1);
    let problem = Problem::new(Code::SameFigures, around(&places)?, message);
    Some(problem.help("Check that one return was not filled in over a copy of the other"))
}

/// Gives the smallest range that has all of these cells.
pub(super) fn around(places: &[Place]) -> Option<Place> {
    let mut whole: Option<Place> = None;
    for place in places {
        let Place::Cells { workbook, sheet, first, last } = place else { continue };
        let (mut top, mut end) = (*first, *last);
        if let Some(Place::Cells { first: f, last: l, .. }) = &whole {
            top = CellRef::new(top.row.min(f.row), top.column.min(f.column));
            end = CellRef::new(end.row.max(l.row), end.column.max(l.column));
        }
        whole = Some(Place::Cells { workbook: workbook.clone(), sheet: sheet.clone(), first: top, last: end });
    }
    whole
}
