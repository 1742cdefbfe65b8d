//! Checks across quarters: what a return carries over from the one before. Each is a warning with its reason.
//!
//! That an earlier count was revised is no fault, and is told with the figures. What is asked about here is what looks
//! like a slip in filling in: rows in each other's places, last quarter's figures sent again, months or sheets left out.

use super::checks::ALIKE;
use super::counts::span;
use super::fields::{INDICATORS, MONTHS_WANTED};
use super::folder::sender_name;
use super::model::{Counts, Located, Return};
use super::values;
use crate::board::{Board, Measure};
use crate::number::{Count, Ratio};
use crate::problem::{Code, Place, Problem, Problems};
use crate::quarter::{Month, Quarter};
use crate::text::{self, key};

/// The fewest months that two returns share for a row to be compared.
const FEWEST_SHARED: usize = 12;

/// Looks over the returns of a quarter beside those of the quarter before.
pub fn between_quarters(returns: &[Return], before: &[Return], board: &Board, problems: &mut Problems) {
    for now in returns {
        let Some(then) = before.iter().find(|r| r.sender == now.sender) else { continue };
        indicators(then, now, problems);
        for (measure, (a, b)) in board.measures.iter().zip(then.measures.iter().zip(&now.measures)) {
            match (a, b) {
                (Some(a), Some(b)) => {
                    let pair = Pair {
                        measure,
                        then: a,
                        now: b,
                        workbook: &now.workbook,
                        quarters: [then.quarter, now.quarter],
                    };
                    problems.extend(pair.sent_again());
                    problems.extend(pair.months_left_out());
                    pair.rewritten(problems);
                }
                // A sheet that is there and could not be read is told of already.
                (Some(_), None) if has_errors(problems, now, measure) => {}
                (Some(_), None) => {
                    let name = sender_name(board, now.sender);
                    let message =
                        format!("there is no sheet {}, and {name} sent one for {}", measure.sheet, then.quarter);
                    let place = Place::Workbook(now.workbook.clone());
                    problems.push(
                        Problem::new(Code::SheetLeftOut, place, message)
                            .help("Add it, or say in Notes on the cover why there is none"),
                    );
                }
                (None, _) => {}
            }
        }
    }
}

/// Warns of indicators that were returned and are not now, and of targets that have moved.
fn indicators(then: &Return, now: &Return, problems: &mut Problems) {
    let sheet = &INDICATORS.name;
    let of_sheet = |p: &Problem| p.is_error() && p.place.sheet().is_none_or(|s| key(s) == key(sheet));
    // A row with an error is there, though it has not been read.
    let flawed = problems.iter().any(|p| p.place.workbook() == Some(&now.workbook) && of_sheet(p));
    let figure = |f: Option<&Located<Ratio>>| f.map_or("none".to_string(), |f| values::plain(f.value));
    for before in &then.indicators {
        let code = &before.code.value;
        let Some(row) = now.indicators.iter().find(|i| key(&i.code.value) == key(code)) else {
            if !flawed {
                let place = Place::Sheet { workbook: now.workbook.clone(), sheet: (*sheet).into() };
                let message = format!("{code} ({}) was returned for {} and is not now", before.indicator, then.quarter);
                problems.push(
                    Problem::new(Code::IndicatorLeftOut, place, message)
                        .help("Add it, or say in Notes on the cover why it is no longer returned"),
                );
            }
            continue;
        };
        let [was, is] = [&before.target, &row.target].map(|t| t.as_ref());
        if was.map(|t| t.value) != is.map(|t| t.value) {
            let place = is.map_or(&row.code.place, |t| &t.place).clone();
            let message = format!(
                "{code}: the target was {} in the return for {} and is {}",
                figure(was),
                then.quarter,
                figure(is)
            );
            problems.push(
                Problem::new(Code::TargetMoved, place, message).help("Check it; if it has moved, say why in Comment"),
            );
        }
    }
}

/// Says whether a measure's sheet has errors, or the workbook as a whole.
fn has_errors(problems: &Problems, found: &Return, measure: &Measure) -> bool {
    let of_sheet = |p: &Problem| p.place.sheet().is_none_or(|s| key(s) == key(&measure.sheet));
    problems.iter().any(|p| p.is_error() && p.place.workbook() == Some(&found.workbook) && of_sheet(p))
}

/// One measure's counts in a sender's return of a quarter and in that of the quarter before.
struct Pair<'a> {
    measure: &'a Measure,
    then: &'a Counts,
    now: &'a Counts,
    workbook: &'a str,
    quarters: [Quarter; 2],
}

impl Pair<'_> {
    /// Tells a quarter whose counts are all those of the quarter before, under later months.
    fn sent_again(&self) -> Option<Problem> {
        let [then, now] = self.quarters;
        let quarter = |counts: &Counts, q: Quarter| -> Option<Vec<u32>> {
            let cells =
                (0..self.measure.categories.len()).flat_map(|c| (0..3).map(move |m| (c, q.first_month().plus(m))));
            cells.map(|(c, m)| counts.get(c, m).map(|Count(n)| n)).collect()
        };
        let (a, b) = (quarter(self.then, then)?, quarter(self.now, now)?);
        let sum: i128 = b.iter().map(|n| i128::from(*n)).sum();
        if a != b || sum < ALIKE {
            return None;
        }
        let rows = (0..self.measure.categories.len())
            .filter_map(|c| self.now.place(self.workbook, c, now.first_month(), now.last_month()));
        let place = super::checks::around(&rows.collect::<Vec<_>>())?;
        let message = format!("all counts of {now} are those that were sent for {then}");
        Some(
            Problem::new(Code::SentAgain, place, message)
                .help("Check that the columns were filled in anew, and not only headed anew"),
        )
    }

    /// Tells earlier months that the return before had and this one has not, where it has fewer than it should.
    fn months_left_out(&self) -> Option<Problem> {
        if self.now.first <= self.then.first || self.now.columns.len() >= MONTHS_WANTED {
            return None;
        }
        let place = Place::Sheet { workbook: self.workbook.into(), sheet: self.now.sheet.clone() };
        let [then, _] = self.quarters;
        let message = format!(
            "the months {} were sent for {then} and are left out",
            span(self.then.first, self.now.first.plus(-1))
        );
        Some(
            Problem::new(Code::MonthsLeftOut, place, message)
                .help(format!("Keep earlier months: {MONTHS_WANTED} are wanted")),
        )
    }

    /// Tells rows of which most earlier months are other counts than were sent before.
    fn rewritten(&self, problems: &mut Problems) {
        let [then, _] = self.quarters;
        let (first, last) = (self.then.first.max(self.now.first), self.then.last().min(self.now.last()));
        let row = |counts: &Counts, category: usize| -> Option<Vec<u32>> {
            (0..=last.since(first)).map(|i| counts.get(category, first.plus(i)).map(|Count(n)| n)).collect()
        };
        let categories = 0..self.measure.categories.len();
        let before: Vec<Option<Vec<u32>>> = categories.clone().map(|c| row(self.then, c)).collect();
        let mut changed: Vec<usize> = Vec::new();
        for c in categories {
            let (Some(a), Some(b)) = (&before[c], row(self.now, c)) else { continue };
            if a.len() < FEWEST_SHARED || a.iter().zip(&b).filter(|(a, b)| a != b).count() * 2 <= a.len() {
                continue;
            }
            let sum: i128 = b.iter().map(|n| i128::from(*n)).sum();
            let other = before.iter().position(|a| a.as_ref() == Some(&b)).filter(|_| sum >= ALIKE);
            match other.and_then(|other| self.taken_from(c, other, [first, last])) {
                Some(problem) => problems.push(problem),
                None => changed.push(c),
            }
        }
        let rows: Vec<Place> = changed.iter().filter_map(|c| self.now.place(self.workbook, *c, first, last)).collect();
        let Some(place) = super::checks::around(&rows) else { return };
        let names: Vec<&str> = changed.iter().map(|c| self.measure.categories[*c].as_str()).collect();
        let message = format!(
            "{}: most counts of {} are not those that were sent for {then}",
            text::list_some(&names, 3),
            span(first, last)
        );
        problems.push(
            Problem::new(Code::CarriedMonthsDiffer, place, message)
                .help("Check that each row has its own counts; if they were recounted, say so in Notes on the cover"),
        );
    }

    /// Tells a row that has the counts that another row had.
    fn taken_from(&self, category: usize, other: usize, [first, last]: [Month; 2]) -> Option<Problem> {
        let [name, from] = [category, other].map(|c| self.measure.categories.get(c));
        let message = format!(
            "{} has the counts of {} that {} had in the return for {}",
            name?,
            span(first, last),
            from?,
            self.quarters[0]
        );
        let place = self.now.place(self.workbook, category, first, last)?;
        Some(Problem::new(Code::RowsExchanged, place, message).help("Check that no rows are in each other's places"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;
    use crate::returns::tests::sample::{Book, board, told};

    #[test]
    fn an_indicator_that_is_gone_and_a_target_that_has_moved_are_warned_of() {
        let with = |rows: &[[&str; 3]]| {
            let mut book = Book::partnership("Southdale");
            let mut all: Vec<Vec<&str>> = vec![vec!["Code", "Indicator", "Actual", "Target", "Better", "Unit"]];
            all.extend(
                rows.iter().map(|[code, actual, target]| vec![*code, "Crime", actual, target, "Lower", "Count"]),
            );
            book.rows("Indicators", &all.iter().map(Vec::as_slice).collect::<Vec<_>>());
            book.read().0.unwrap()
        };
        let before = with(&[["SAC", "12", "10"], ["AWI", "5", "6"], ["DA", "1", "2"]]);
        let now = with(&[["sac", "12", "14"], ["DA", "n/a", "2"]]);
        let mut problems = Problems::new();
        between_quarters(&[now], &[before], &board(), &mut problems);
        insta::assert_snapshot!(told(&problems));
    }
}
