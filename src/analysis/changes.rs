//! What differs from the last quarter's returns: counts revised since.

use crate::board::Board;
use crate::number::Change;
use crate::quarter::{Month, Quarter};
use crate::returns::{Return, Sender};

use super::facts::{Affected, Revision};
use super::previous::Previous;
use super::series::{TWO_YEARS, YEAR};

/// Lists every count of a month that both quarters' returns have and that differs, by area, measure, category and month in
/// the board's order. Blank cells and missing sheets are not revisions.
pub(crate) fn revisions(
    board: &Board,
    quarter: Quarter,
    returns: &[Option<&Return>],
    previous: Option<&Previous>,
) -> Vec<Revision> {
    let mut found = Vec::new();
    for ((at, area), now) in board.areas.iter().enumerate().zip(returns) {
        let Some((now, then)) = now.zip(previous.and_then(|p| p.sent_by(Sender::Area(at)))) else { continue };
        for (measure, (new, old)) in board.measures.iter().zip(now.measures.iter().zip(&then.measures)) {
            let Some((new, old)) = new.as_ref().zip(old.as_ref()) else { continue };
            for (category, name) in measure.categories.iter().enumerate() {
                for month in months(new.first.max(old.first), new.last().min(old.last())) {
                    let (was, is) = (old.get(category, month), new.get(category, month));
                    let Some((was, is)) = was.zip(is).filter(|(was, is)| was != is) else { continue };
                    let Some(from) = new.place(&now.workbook, category, month, month) else { continue };
                    let (was, is) = (i64::from(was.0), i64::from(is.0));
                    found.push(Revision {
                        area: area.name.clone(),
                        measure: measure.name.clone(),
                        category: name.clone(),
                        month,
                        was,
                        is,
                        difference: Change(is - was),
                        affects: affects(quarter.last_month(), month),
                        from,
                    });
                }
            }
        }
    }
    found
}

/// Says in which of the rolling sums a month lies.
fn affects(last: Month, month: Month) -> Affected {
    match usize::try_from(last.since(month)) {
        Ok(ago) if ago < YEAR => Affected::Current,
        Ok(ago) if ago < TWO_YEARS => Affected::Previous,
        _ => Affected::None,
    }
}

fn months(from: Month, to: Month) -> impl Iterator<Item = Month> {
    (0..=to.since(from)).map(move |i| from.plus(i))
}

#[cfg(test)]
mod tests;
