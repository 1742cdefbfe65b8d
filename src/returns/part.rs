//! Parts the returns of a quarter for the two sessions, at the end of reading, and takes from an earlier quarter what has
//! been closed since.
//!
//! *In:* what was read of each workbook. *Out:* [`Returns`], whose two halves are of types of their own. *Invariants:*
//! whatever is made from the open half has no way to the other; an earlier quarter tells nothing of a row that is closed
//! now, nor of one that was closed then.

use std::collections::BTreeSet;

use super::model::{ClosedReturn, Return, Returns};
use super::read::Parted;
use crate::problem::Problems;
use crate::text::key;

/// Parts what was read of several returns for the two sessions.
///
/// What is reported on an action that is closed in the unit's plan is closed with it, and so is what was found wrong
/// with those rows.
pub(super) fn part(read: Vec<Parted>, problems: &mut Problems) -> Returns {
    let plans = || read.iter().flat_map(|r| &r.closed.reveal().county.plan);
    let closed: BTreeSet<String> = plans().map(|a| key(&a.reference.value)).collect();
    let mut returns = Returns::default();
    for Parted { mut open, closed: mut kept } in read {
        let (with, without): (Vec<_>, Vec<_>) =
            std::mem::take(&mut open.progress).into_iter().partition(|p| closed.contains(&key(&p.reference.value)));
        let rows: BTreeSet<_> = with.iter().filter_map(|p| p.reference.place.row()).collect();
        problems.withhold(|place| place.row().is_some_and(|row| rows.contains(&row)));
        open.progress = without;
        kept.rows().progress.extend(with);
        returns.open.push(open);
        returns.closed.push(kept);
    }
    returns
}

/// Gives the open returns of an earlier quarter without what has been closed since: neither is it told as it was, nor as
/// gone.
pub fn not_closed_since(earlier: Vec<Return>, now: &[ClosedReturn]) -> Vec<Return> {
    let plan = names(now.iter().flat_map(|c| &c.reveal().county.plan).map(|a| &a.reference.value));
    let without = |mut sent: Return| {
        sent.county.plan.retain(|a| !plan.contains(&key(&a.reference.value)));
        sent.progress.retain(|p| !plan.contains(&key(&p.reference.value)));
        if let Some(closed) = now.iter().find(|c| c.sender == sent.sender).map(ClosedReturn::reveal) {
            let codes = names(closed.indicators.iter().map(|i| &i.code.value));
            let reported = names(closed.progress.iter().map(|p| &p.reference.value));
            let risks = names(closed.county.risks.iter().map(|r| &r.priority));
            let asked = names(closed.county.board_actions.iter().map(|b| &b.item));
            sent.indicators.retain(|i| !codes.contains(&key(&i.code.value)));
            sent.progress.retain(|p| !reported.contains(&key(&p.reference.value)));
            sent.county.risks.retain(|r| !risks.contains(&key(&r.priority)));
            sent.county.board_actions.retain(|b| !asked.contains(&key(&b.item)));
        }
        sent
    };
    earlier.into_iter().map(without).collect()
}

fn names<'a>(names: impl Iterator<Item = &'a String>) -> BTreeSet<String> {
    names.map(|name| key(name)).collect()
}

#[cfg(test)]
mod tests;
