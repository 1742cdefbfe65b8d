//! What is worth saying of a latest month, flat, as a template asks for it.

use super::{MentionView, charts};
use crate::analysis::{MeasureFacts, Mention, Side, Signal, Statement};

/// Names a signal as the facts do.
pub(crate) fn signal_name(signal: Signal) -> &'static str {
    match signal {
        Signal::High => "high",
        Signal::Low => "low",
        Signal::TrendUp => "trend_up",
        Signal::TrendDown => "trend_down",
        Signal::NearHigh => "near_high",
        Signal::NearLow => "near_low",
        Signal::RunHigh => "run_high",
        Signal::RunLow => "run_low",
        Signal::None => "none",
    }
}

fn side_name(side: Side) -> &'static str {
    match side {
        Side::Above => "above",
        Side::Below => "below",
        Side::Level => "level",
    }
}

/// Makes the view of a mention, with the limits of its series.
pub(super) fn mention(facts: &Mention, measure: &MeasureFacts) -> MentionView {
    let series =
        if facts.total { Some(&measure.total) } else { measure.categories.iter().find(|c| c.name == facts.name) };
    let xmr = series.and_then(|s| s.latest.as_ref()).and_then(|l| l.xmr.as_ref());
    let limits = xmr.filter(|x| x.points >= charts::FEWEST_POINTS);
    let mut view = MentionView {
        name: facts.name.clone(),
        total: facts.total,
        count: facts.count,
        average12: facts.average12,
        kind: "average",
        high: false,
        side: "level",
        since: None,
        months: 0,
        rank: 0,
        of: 0,
        joint: false,
        signal: signal_name(facts.signal),
        judged: limits.is_some(),
        lower: limits.map(|x| x.lower),
        upper: limits.map(|x| x.upper),
    };
    match facts.statement {
        Statement::Record { high, since, months } => {
            (view.kind, view.high, view.since, view.months) = ("record", high, Some(since), months);
        }
        Statement::Since { high, since, months } => {
            (view.kind, view.high, view.since, view.months) = ("since", high, Some(since), months);
        }
        Statement::Rank { high, rank, of, ties } => {
            (view.kind, view.high, view.rank, view.of, view.joint) = ("rank", high, rank, of, ties > 0);
        }
        Statement::Run { side, months } => (view.kind, view.side, view.months) = ("run", side_name(side), months),
        Statement::Average { side } => (view.kind, view.side) = ("average", side_name(side)),
        Statement::Close { side } => (view.kind, view.side) = ("close", side_name(side)),
    }
    view
}
