//! Indicators against their targets: difference, direction and status.
//!
//! *In:* the `Indicators` rows of every return, this quarter's and the last's. *Out:* [`IndicatorFacts`] by code, then in
//! the board's order; the sums of those that every area of a group counts; and those that are no longer returned.
//! *Units:* whatever the return says; a figure prints with as many decimals as were typed, at least none for a count and
//! one for a rate or percentage.

use std::cmp::Ordering;

use crate::board::{Board, Group, key};
use crate::number::{Decimal, Ratio};
use crate::problem::Place;
use crate::returns::{Better, Indicator, Located, Return, Sender, Unit, sender_name};

use super::facts::{Direction, IndicatorFacts, LastQuarter, LostIndicator, Rag};
use super::previous::Previous;

/// Describes every indicator: by code in order of first appearance, then by area in the board's order, the unit's last.
///
/// `returns` is in the board's order, the unit's last.
pub(crate) fn describe(board: &Board, returns: &[&Return], previous: Option<&Previous>) -> Vec<IndicatorFacts> {
    let mut rows: Vec<(usize, IndicatorFacts)> = Vec::new();
    let codes = codes(returns);
    for sent in returns {
        for indicator in &sent.indicators {
            let code = key(&indicator.code.value);
            let before = previous.and_then(|p| p.sent_by(sent.sender)).and_then(|r| find(r, &code)).map(Row::of);
            let row = Row::of(indicator).facts(board, sender_name(board, sent.sender), before.as_ref());
            rows.push((codes.iter().position(|c| *c == code).unwrap_or(codes.len()), row));
        }
    }
    rows.sort_by_key(|(at, _)| *at);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Adds up, for each group, every indicator that is a count and that all its areas return: by code, then by group.
pub(crate) fn sums(board: &Board, returns: &[&Return], previous: Option<&Previous>) -> Vec<IndicatorFacts> {
    let now = |sender: Sender| returns.iter().copied().find(|r| r.sender == sender);
    let then = |sender: Sender| previous.and_then(|p| p.sent_by(sender));
    let mut rows = Vec::new();
    for code in codes(returns) {
        for group in &board.groups {
            let Some(row) = Row::sum(group, &code, now) else { continue };
            rows.push(row.facts(board, &group.name, Row::sum(group, &code, then).as_ref()));
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
            lost.push(LostIndicator {
                code: indicator.code.value.clone(),
                indicator: indicator.indicator.clone(),
                area: sender_name(board, sent.sender).into(),
                last_quarter: Row::of(indicator).last_quarter(board.tolerance),
            });
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
    comment: Option<String>,
    /// The cells of the actual figure, of the target, and of the figure before.
    cells: [Vec<Place>; 3],
}

impl<'a> Row<'a> {
    fn of(row: &'a Indicator) -> Self {
        Row { comment: row.comment.as_ref().map(|c| c.value.clone()), ..Row::added(row, &[row]) }
    }

    /// Adds up a group's rows; `None` where an area has none, or they are not counts that may be added.
    fn sum<'r: 'a>(group: &Group, code: &str, sent: impl Fn(Sender) -> Option<&'r Return>) -> Option<Self> {
        let row = |member: &usize| find(sent(Sender::Area(*member))?, code);
        let rows = group.members.iter().map(row).collect::<Option<Vec<&Indicator>>>()?;
        let first = *rows.first()?;
        let alike = |r: &&Indicator| r.better == first.better && key(&r.period) == key(&first.period);
        rows.iter().all(|r| r.unit == Unit::Count && alike(r)).then(|| Row::added(first, &rows))
    }

    fn added(first: &'a Indicator, rows: &[&Indicator]) -> Self {
        let total = |figure: fn(&Indicator) -> Option<&Located<Ratio>>| {
            let cells: Option<Vec<&Located<Ratio>>> = rows.iter().map(|r| figure(r)).collect();
            let sum = cells.as_ref().map(|c| c.iter().fold(Ratio::whole(0), |sum, cell| sum.plus(cell.value)));
            (sum, cells.into_iter().flatten().map(|c| c.place.clone()).collect::<Vec<Place>>())
        };
        let (actual, of_actual) = total(|r| Some(&r.actual));
        let (target, of_target) = total(|r| r.target.as_ref());
        let (previous, of_previous) = total(|r| r.previous.as_ref());
        Row {
            first,
            actual: actual.unwrap_or(Ratio::whole(0)),
            target,
            previous,
            comment: None,
            cells: [of_actual, of_target, of_previous],
        }
    }

    fn last_quarter(&self, tolerance: Ratio) -> LastQuarter {
        LastQuarter {
            actual: print(self.actual, self.first.unit),
            target: self.target.map(|t| print(t, self.first.unit)),
            status: self.status(tolerance),
        }
    }

    fn facts(&self, board: &Board, area: &str, before: Option<&Row>) -> IndicatorFacts {
        let unit = self.first.unit;
        let difference = self.target.map(|t| self.actual.minus(t));
        let part = |d: Ratio| d.times(Ratio::whole(100)).over(self.target?);
        IndicatorFacts {
            code: self.first.code.value.clone(),
            indicator: self.first.indicator.clone(),
            area: area.into(),
            period: self.first.period.clone(),
            actual: print(self.actual, unit),
            target: self.target.map(|t| print(t, unit)),
            difference: difference.map(|d| print(d, unit)),
            percent_difference: difference.and_then(part).map(|p| p.round(1)),
            previous: self.previous.map(|p| print(p, unit)),
            direction: self.previous.map(|p| Direction::of(self.actual, p)),
            status: self.status(board.tolerance),
            previous_status: before.map(|b| b.status(board.tolerance)),
            last_quarter: before.map(|b| b.last_quarter(board.tolerance)),
            target_moved: before.is_some_and(|b| b.target != self.target),
            better: match self.first.better {
                Better::Lower => "lower",
                Better::Higher => "higher",
            },
            unit: match unit {
                Unit::Count => "count",
                Unit::Rate => "rate",
                Unit::Percent => "percent",
            },
            comment: self.comment.clone(),
            from: self.cells.concat(),
            cells: self.cells.clone(),
        }
    }

    /// Judges an indicator: Green where the target is met, Amber where it is missed by no more than `tolerance` percent of
    /// it, Red beyond, NA with no target.
    fn status(&self, tolerance: Ratio) -> Rag {
        let Some(target) = self.target else { return Rag::Na };
        let missed_by = match self.first.better {
            Better::Lower => self.actual.minus(target),
            Better::Higher => target.minus(self.actual),
        };
        let allowed = target.abs().times(tolerance);
        if missed_by <= Ratio::whole(0) {
            Rag::Green
        } else if missed_by.times(Ratio::whole(100)) <= allowed {
            Rag::Amber
        } else {
            Rag::Red
        }
    }
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
