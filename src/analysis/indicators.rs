//! Indicators against their targets: difference, direction and status.
//!
//! *In:* the `Indicators` rows of every return, this quarter's and the last's. *Out:* [`IndicatorFacts`] by code, then in
//! the board's order; the sums of those that every area of a group counts; and those that are no longer returned.
//! *Units:* whatever the return says; a figure prints with as many decimals as were typed, at least none for a count and
//! one for a rate or percentage. Figures too long to be compared exactly are an error.

use std::cmp::Ordering;

use crate::board::{Board, Group};
use crate::number::{Decimal, Ratio};
use crate::problem::{Code, Place, Problem, Problems};
use crate::returns::{Better, Indicator, Located, Return, Sender, Unit, sender_name};
use crate::text::key;

use super::facts::{Direction, IndicatorFacts, LastQuarter, LostIndicator, Rag};
use super::previous::Previous;

/// Describes every indicator: by code in order of first appearance, then by area in the board's order, the unit's last.
///
/// `returns` is in the board's order, the unit's last.
pub(crate) fn describe(
    board: &Board,
    returns: &[&Return],
    previous: Option<&Previous>,
    problems: &mut Problems,
) -> Vec<IndicatorFacts> {
    let mut rows: Vec<(usize, IndicatorFacts)> = Vec::new();
    let codes = codes(returns);
    for sent in returns {
        let then = previous.and_then(|p| p.sent_by(sent.sender));
        for indicator in &sent.indicators {
            let code = key(&indicator.code.value);
            let before = then.and_then(|r| Row::of(board.tolerance, find(r, &code)?));
            let Some(row) = Row::of(board.tolerance, indicator) else {
                problems.push(too_long(indicator));
                continue;
            };
            let at = codes.iter().position(|c| *c == code).unwrap_or(codes.len());
            rows.push((at, row.facts(sender_name(board, sent.sender), before.as_ref())));
        }
    }
    rows.sort_by_key(|(at, _)| *at);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Describes one indicator of a sender by itself.
///
/// # Errors
/// Figures that are too long to be compared exactly.
pub(crate) fn alone(board: &Board, sender: Sender, indicator: &Indicator) -> Result<IndicatorFacts, Problem> {
    let row = Row::of(board.tolerance, indicator).ok_or_else(|| too_long(indicator))?;
    Ok(row.facts(sender_name(board, sender), None))
}

/// Adds up, for each group, every indicator that is a count and that all its areas return: by code, then by group.
pub(crate) fn sums(board: &Board, returns: &[&Return], previous: Option<&Previous>) -> Vec<IndicatorFacts> {
    let now = |sender: Sender| returns.iter().copied().find(|r| r.sender == sender);
    let then = |sender: Sender| previous.and_then(|p| p.sent_by(sender));
    let mut rows = Vec::new();
    for code in codes(returns) {
        for group in &board.groups {
            let Some(row) = Row::sum(board, group, &code, now) else { continue };
            rows.push(row.facts(&group.name, Row::sum(board, group, &code, then).as_ref()));
        }
    }
    rows
}

/// Lists the indicators of last quarter's returns that this quarter's return of the same sender lacks.
pub(crate) fn lost(board: &Board, returns: &[&Return], previous: Option<&Previous>) -> Vec<LostIndicator> {
    let mut lost = Vec::new();
    for sent in returns {
        let before = previous.and_then(|p| p.sent_by(sent.sender)).map_or(&[][..], |r| &r.indicators);
        for indicator in before.iter().filter(|i| find(sent, &key(&i.code.value)).is_none()) {
            lost.extend(Row::of(board.tolerance, indicator).map(|row| LostIndicator {
                code: indicator.code.value.clone(),
                indicator: indicator.indicator.clone(),
                area: sender_name(board, sent.sender).into(),
                last_quarter: row.last_quarter(),
            }));
        }
    }
    lost
}

/// Gives the codes in order of first appearance, as they are compared.
fn codes(returns: &[&Return]) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for code in returns.iter().flat_map(|r| &r.indicators).map(|i| key(&i.code.value)) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

fn find<'a>(sent: &'a Return, code: &str) -> Option<&'a Indicator> {
    sent.indicators.iter().find(|i| key(&i.code.value) == code)
}

/// An indicator's figures: one row of a return, or the sum of several.
struct Row<'a> {
    /// The row, or the first of those added up.
    first: &'a Indicator,
    actual: Ratio,
    target: Option<Ratio>,
    previous: Option<Ratio>,
    standing: Standing,
    comment: Option<String>,
    /// The cells of the actual figure, of the target, and of the figure before.
    cells: [Vec<Place>; 3],
}

impl<'a> Row<'a> {
    /// Takes a row of a return; `None` where its figures are too long to be compared.
    fn of(tolerance: Ratio, row: &'a Indicator) -> Option<Self> {
        let comment = row.comment.as_ref().map(|c| c.value.clone());
        Some(Row { comment, ..Row::added(tolerance, row, &[row])? })
    }

    /// Adds up a group's rows; `None` where an area has none, or they are not counts that may be added.
    fn sum<'r: 'a>(
        board: &Board,
        group: &Group,
        code: &str,
        sent: impl Fn(Sender) -> Option<&'r Return>,
    ) -> Option<Self> {
        let row = |member: &usize| find(sent(Sender::Area(*member))?, code);
        let rows = group.members.iter().map(row).collect::<Option<Vec<&Indicator>>>()?;
        let first = *rows.first()?;
        let alike = |r: &&Indicator| r.better == first.better && key(&r.period) == key(&first.period);
        let may_be_added = rows.iter().all(|r| r.unit == Unit::Count && alike(r));
        may_be_added.then(|| Row::added(board.tolerance, first, &rows)).flatten()
    }

    fn added(tolerance: Ratio, first: &'a Indicator, rows: &[&Indicator]) -> Option<Self> {
        let figures = |figure: fn(&Indicator) -> Option<&Located<Ratio>>| -> Option<Vec<&Located<Ratio>>> {
            rows.iter().map(|r| figure(r)).collect()
        };
        let sum = |of: &[&Located<Ratio>]| of.iter().try_fold(Ratio::whole(0), |sum, cell| sum.plus(cell.value));
        let places = |of: &[&Located<Ratio>]| of.iter().map(|cell| cell.place.clone()).collect::<Vec<Place>>();
        let actual = figures(|r| Some(&r.actual))?;
        let (target, previous) = (figures(|r| r.target.as_ref()), figures(|r| r.previous.as_ref()));
        let total = |of: &Option<Vec<&Located<Ratio>>>| match of {
            Some(of) => Some(Some(sum(of)?)),
            None => Some(None),
        };
        let (of_target, of_previous) = (total(&target)?, total(&previous)?);
        let of_actual = sum(&actual)?;
        Some(Row {
            first,
            actual: of_actual,
            target: of_target,
            previous: of_previous,
            standing: Standing::of(tolerance, of_actual, of_target, first.better)?,
            comment: None,
            cells: [actual, target.unwrap_or_default(), previous.unwrap_or_default()].map(|of| places(&of)),
        })
    }

    fn last_quarter(&self) -> LastQuarter {
        LastQuarter {
            actual: print(self.actual, self.first.unit),
            target: self.target.map(|t| print(t, self.first.unit)),
            status: self.standing.status,
        }
    }

    fn facts(&self, area: &str, before: Option<&Row>) -> IndicatorFacts {
        let unit = self.first.unit;
        let Standing { difference, percent, status } = self.standing;
        IndicatorFacts {
            code: self.first.code.value.clone(),
            indicator: self.first.indicator.clone(),
            area: area.into(),
            period: self.first.period.clone(),
            actual: print(self.actual, unit),
            target: self.target.map(|t| print(t, unit)),
            difference: difference.map(|d| print(d, unit)),
            percent_difference: percent.map(|p| p.round(1)),
            previous: self.previous.map(|p| print(p, unit)),
            direction: self.previous.map(|p| Direction::of(self.actual, p)),
            status,
            previous_status: before.map(|b| b.standing.status),
            last_quarter: before.map(Row::last_quarter),
            target_moved: before.is_some_and(|b| b.target != self.target),
            better: self.first.better,
            unit,
            comment: self.comment.clone(),
            from: self.cells.concat(),
            cells: self.cells.clone(),
        }
    }
}

/// How an indicator stands against its target.
#[derive(Clone, Copy)]
struct Standing {
    difference: Option<Ratio>,
    /// The difference in percent of the target; none where that is 0.
    percent: Option<Ratio>,
    status: Rag,
}

impl Standing {
    /// Judges an indicator: Green where the target is met, Amber where it is missed by no more than `tolerance` percent of
    /// it, Red beyond, NA with no target. `None` where the figures are too long to tell.
    fn of(tolerance: Ratio, actual: Ratio, target: Option<Ratio>, better: Better) -> Option<Self> {
        let (none, hundred) = (Ratio::whole(0), Ratio::whole(100));
        let Some(target) = target else {
            return Some(Standing { difference: None, percent: None, status: Rag::Na });
        };
        let difference = actual.minus(target)?;
        let percent = if target == none { None } else { Some(difference.times(hundred)?.over(target)?) };
        let missed_by = match better {
            Better::Lower => difference,
            Better::Higher => none.minus(difference)?,
        };
        let status = if missed_by <= none {
            Rag::Green
        } else if missed_by.times(hundred)? <= target.abs().times(tolerance)? {
            Rag::Amber
        } else {
            Rag::Red
        };
        Some(Standing { difference: Some(difference), percent, status })
    }
}

/// Reports figures that are too long to be compared exactly.
fn too_long(indicator: &Indicator) -> Problem {
    let message = format!("{}: actual and target have too many digits to be compared exactly", indicator.code.value);
    Problem::new(Code::FiguresTooLong, indicator.actual.place.clone(), message)
        .help("Round them as they are to be printed")
}

impl Direction {
    /// Compares a figure with the one before.
    fn of(now: Ratio, before: Ratio) -> Self {
        match now.cmp(&before) {
            Ordering::Greater => Direction::Up,
            Ordering::Less => Direction::Down,
            Ordering::Equal => Direction::Same,
        }
    }
}

/// Prints a figure with the decimals it has, at least none for a count and one else.
fn print(figure: Ratio, unit: Unit) -> Decimal {
    let least: u8 = if unit == Unit::Count { 0 } else { 1 };
    let exact = |places: &u8| (10_i128.pow(u32::from(*places)) % figure.denominator()) == 0;
    figure.round((least..=12).find(exact).unwrap_or(least))
}

#[cfg(test)]
mod tests;
