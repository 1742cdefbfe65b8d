//! What is worth saying of a latest month, flat, as a template asks for it.

use super::charts;
use crate::analysis::{MeasureFacts, Mention, Side, Signal, Statement};
use crate::number::Decimal;
use crate::quarter::Month;
use crate::text::named;

view! {
    /// Series of which the same is worth saying of the latest month.
    pub(crate) struct MentionGroup {
        /// Whether it is the total, which is always alone.
        total: bool,
        /// What is said: `record`, `since`, `rank`, `run`, `average` or `close`.
        kind: MentionKind,
        /// Whether it is the highest (else the lowest), or counted from the top.
        high: bool,
        /// `above`, `below` or `level`.
        side: Side,
        /// The rank, 1 for the extreme.
        rank: u32,
        /// Out of how many months.
        of: u32,
        /// Whether another of those months had the very same count.
        joint: bool,
        /// The signal: `none`, or what is unusual about it.
        signal: Signal,
        /// Whether the series differ in how far back it goes: in `since` or `months`.
        varied: bool,
        /// Whether a sentence begins with it: it is not one more record, or one more highest or lowest, after others.
        opens: bool,
        /// Whether a sentence ends with it.
        ends: bool,
        /// The series.
        items: Vec<MentionView>,
    }

    /// A series of which something is worth saying of the latest month.
    pub(crate) struct MentionView {
        /// The series' name.
        name: String,
        /// The count.
        count: i64,
        /// The mean of the 12 months ending with it.
        average12: Decimal,
        /// The first month on record, or the latest month that reached it.
        since: Option<Month>,
        /// How many months: on record, back to `since`, or on one side of the average.
        months: u32,
        /// Whether there are months enough to tell.
        judged: bool,
        /// The lower limit of the usual variation.
        lower: Option<Decimal>,
        /// The upper limit.
        upper: Option<Decimal>,
    }
}

/// What is said of a series.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum MentionKind {
    /// That it is the highest or lowest on record.
    Record,
    /// That it is the highest or lowest since a month.
    Since,
    /// Its rank.
    Rank,
    /// How long it has been on one side of the average.
    Run,
    /// On which side of the average it is.
    Average,
    /// That it is close to the average.
    Close,
}

named!(MentionKind {
    Record => "record",
    Since => "since",
    Rank => "rank",
    Run => "run",
    Average => "average",
    Close => "close",
});

/// Makes the views of a measure's mentions, those of which the same is said together, in the order of the first of each.
pub(super) fn groups(measure: &MeasureFacts) -> Vec<MentionGroup> {
    let mut groups: Vec<MentionGroup> = Vec::new();
    for facts in &measure.mentions {
        let mut found = group(facts, measure);
        let alike = |g: &&mut MentionGroup| {
            let key = |g: &MentionGroup| (g.total, g.kind, g.high, g.side, g.rank, g.of, g.joint, g.signal);
            key(g) == key(&found)
        };
        match groups.iter_mut().find(alike) {
            Some(group) => group.items.append(&mut found.items),
            None => groups.push(found),
        }
    }
    for at in 1..groups.len() {
        let [before, group] = [at - 1, at].map(|i| (groups[i].total, groups[i].kind));
        groups[at].opens = before != group || !matches!(group.1, MentionKind::Record | MentionKind::Since);
        groups[at - 1].ends = groups[at].opens;
    }
    for group in &mut groups {
        group.varied = group.items.windows(2).any(|w| w[0].since != w[1].since || w[0].months != w[1].months);
    }
    groups
}

/// Makes the view of a mention, with the limits of its series.
fn group(facts: &Mention, measure: &MeasureFacts) -> MentionGroup {
    let series =
        if facts.total { Some(&measure.total) } else { measure.categories.iter().find(|c| c.name == facts.name) };
    let xmr = series.and_then(|s| s.latest.as_ref()).and_then(|l| l.xmr.as_ref());
    let limits = xmr.filter(|x| x.points >= charts::FEWEST_POINTS);
    let mut item = MentionView {
        name: facts.name.clone(),
        count: facts.count,
        average12: facts.average12,
        since: None,
        months: 0,
        judged: limits.is_some(),
        lower: limits.map(|x| x.lower),
        upper: limits.map(|x| x.upper),
    };
    let mut view = MentionGroup {
        total: facts.total,
        kind: MentionKind::Average,
        high: false,
        side: Side::Level,
        rank: 0,
        of: 0,
        joint: false,
        signal: facts.signal,
        varied: false,
        opens: true,
        ends: true,
        items: Vec::new(),
    };
    match facts.statement {
        Statement::Record { high, since, months } => {
            (view.kind, view.high, item.since, item.months) = (MentionKind::Record, high, Some(since), months);
        }
        Statement::Since { high, since, months } => {
            (view.kind, view.high, item.since, item.months) = (MentionKind::Since, high, Some(since), months);
        }
        Statement::Rank { high, rank, of, ties } => {
            (view.kind, view.high, view.rank, view.of, view.joint) = (MentionKind::Rank, high, rank, of, ties > 0);
        }
        Statement::Run { side, months } => (view.kind, view.side, item.months) = (MentionKind::Run, side, months),
        Statement::Average { side } => (view.kind, view.side) = (MentionKind::Average, side),
        Statement::Close { side: Side::Level } => (view.kind, view.side) = (MentionKind::Average, Side::Level),
        Statement::Close { .. } => (view.kind, view.side) = (MentionKind::Close, Side::Level),
    }
    view.items.push(item);
    view
}
