//! Indicators against their targets: difference, direction and status.
//!
//! *In:* the `Indicators` rows of every return, this quarter's and the last's. *Out:* [`IndicatorFacts`] by code, then in
//! the board's order. *Units:* whatever the return says; a figure prints with as many decimals as were typed, at least
//! none for a count and one for a rate or percentage. Figures too long to be compared exactly are an error.

use std::cmp::Ordering;

use crate::board::Board;
use crate::number::{Decimal, Ratio};
use crate::problem::{Code, Problem, Problems};
use crate::returns::{Better, Indicator, Located, Return, Sender, Unit, sender_name};
use crate::text::key;

use super::facts::{Direction, IndicatorFacts, Rag};
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
    let mut codes: Vec<String> = Vec::new();
    let mut rows: Vec<(usize, IndicatorFacts)> = Vec::new();
    for sent in returns {
        for indicator in &sent.indicators {
            let code = key(&indicator.code.value);
            let at = codes.iter().position(|c| *c == code).unwrap_or_else(|| {
                codes.push(code.clone());
                codes.len() - 1
            });
            let before = previous.and_then(|p| p.sent_by(sent.sender)).and_then(|r| {
                let same = r.indicators.iter().find(|i| key(&i.code.value) == code)?;
                Standing::of(board.tolerance, same).map(|s| s.status)
            });
            match row(board, sent.sender, indicator, before) {
                Ok(row) => rows.push((at, row)),
                Err(problem) => problems.push(problem),
            }
        }
    }
    rows.sort_by_key(|(at, _)| *at);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Describes one indicator of a sender.
///
/// # Errors
/// Figures that are too long to be compared exactly.
pub(crate) fn row(
    board: &Board,
    sender: Sender,
    indicator: &Indicator,
    previous_status: Option<Rag>,
) -> Result<IndicatorFacts, Problem> {
    let standing = Standing::of(board.tolerance, indicator).ok_or_else(|| too_long(indicator))?;
    let Standing { difference, percent, status } = standing;
    let actual = indicator.actual.value;
    let target = indicator.target.as_ref().map(|t| t.value);
    let previous = indicator.previous.as_ref().map(|p| p.value);
    let cells = [Some(&indicator.actual), indicator.target.as_ref(), indicator.previous.as_ref()];
    Ok(IndicatorFacts {
        code: indicator.code.value.clone(),
        indicator: indicator.indicator.clone(),
        area: sender_name(board, sender).into(),
        period: indicator.period.clone(),
        actual: print(actual, indicator.unit),
        target: target.map(|t| print(t, indicator.unit)),
        difference: difference.map(|d| print(d, indicator.unit)),
        percent_difference: percent.map(|p| p.round(1)),
        previous: previous.map(|p| print(p, indicator.unit)),
        direction: previous.map(|p| Direction::of(actual, p)),
        status,
        previous_status,
        better: match indicator.better {
            Better::Lower => "lower",
            Better::Higher => "higher",
        },
        unit: match indicator.unit {
            Unit::Count => "count",
            Unit::Rate => "rate",
            Unit::Percent => "percent",
        },
        comment: indicator.comment.as_ref().map(|c| c.value.clone()),
        from: cells.into_iter().flatten().map(|c: &Located<Ratio>| c.place.clone()).collect(),
    })
}

/// How an indicator stands against its target.
struct Standing {
    difference: Option<Ratio>,
    /// The difference in percent of the target; none where that is 0.
    percent: Option<Ratio>,
    status: Rag,
}

impl Standing {
    /// Judges an indicator: Green where the target is met, Amber where it is missed by no more than `tolerance` percent of
    /// it, Red beyond, NA with no target. `None` where the figures are too long to tell.
    fn of(tolerance: Ratio, indicator: &Indicator) -> Option<Self> {
        let (none, hundred) = (Ratio::whole(0), Ratio::whole(100));
        let Some(target) = indicator.target.as_ref().map(|t| t.value) else {
            return Some(Standing { difference: None, percent: None, status: Rag::Na });
        };
        let difference = indicator.actual.value.minus(target)?;
        let percent = if target == none { None } else { Some(difference.times(hundred)?.over(target)?) };
        let missed_by = match indicator.better {
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
