//! What is out of the ordinary in an area.

use super::areas::AreaView;
use super::mention::signal_name;
use crate::analysis::{self, Signal, SignalFacts};
use crate::number::Decimal;

view! {
    /// A series whose latest month is not the usual variation.
    pub(crate) struct SignalView {
        /// Its name in the facts, as `board-papers facts --figure` takes it.
        path: String,
        /// Its name.
        name: String,
        /// Whether it is the total.
        total: bool,
        /// The measure's name.
        measure: String,
        /// The count.
        count: i64,
        /// What is unusual about it: `high`, `low`, `trend_up`, `trend_down`, `near_high`, `near_low`, `run_high`, `run_low`.
        signal: &'static str,
        /// The lower limit of the usual variation.
        lower: Decimal,
        /// The upper limit.
        upper: Decimal,
    }

    /// Series of one measure whose signals are of one kind.
    pub(crate) struct SignalGroup {
        /// `outside` the limits, a `trend`, `near` a limit, or a `run`.
        kind: &'static str,
        /// Those that are unusually high.
        high: Vec<SignalView>,
        /// Those that are unusually low.
        low: Vec<SignalView>,
    }

    /// An area or group with everything unusual in it.
    pub(crate) struct ExceptionView {
        /// The area's name.
        name: String,
        /// The name of its section.
        id: String,
        /// Whether it is a group.
        group: bool,
        /// What is unusually high.
        high: Vec<SignalView>,
        /// What is unusually low.
        low: Vec<SignalView>,
    }
}

pub(super) fn signal_view(facts: &SignalFacts, measure: &str, above: &str) -> SignalView {
    SignalView {
        path: analysis::path(&[above, &facts.name]),
        name: facts.name.clone(),
        total: facts.total,
        measure: measure.into(),
        count: facts.count,
        signal: signal_name(facts.signal),
        lower: facts.xmr.lower,
        upper: facts.xmr.upper,
    }
}

/// The kinds of signals, the plainest first: each with its signal of something unusually high, and of something low.
const KINDS: [(&str, &str, &str); 4] = [
    ("outside", "high", "low"),
    ("trend", "trend_up", "trend_down"),
    ("near", "near_high", "near_low"),
    ("run", "run_high", "run_low"),
];

/// Puts the series whose signals are of one kind together, the plainest kind first.
pub(super) fn signal_groups(signals: impl Iterator<Item = SignalView>) -> Vec<SignalGroup> {
    let signals: Vec<SignalView> = signals.collect();
    let of = |signal: &str| signals.iter().filter(|s| s.signal == signal).cloned().collect::<Vec<_>>();
    let groups = KINDS.map(|(kind, high, low)| SignalGroup { kind, high: of(high), low: of(low) });
    groups.into_iter().filter(|g| g.high.len() + g.low.len() > 0).collect()
}

/// Says whether a signal is of something unusually high.
pub(super) fn is_high(signal: Signal) -> bool {
    matches!(signal, Signal::High | Signal::TrendUp | Signal::NearHigh | Signal::RunHigh)
}

/// Every signal of an area, once: those of its mentions and those that are not among them.
fn signals(area: &AreaView) -> impl Iterator<Item = SignalView> {
    std::iter::once(&area.main).chain(&area.others).flat_map(|measure| {
        let unusual = measure.mentions.iter().filter(|g| g.signal != "none");
        let said = unusual.flat_map(|g| g.items.iter().map(move |m| (g, m))).filter_map(|(group, item)| {
            Some(SignalView {
                path: item.path.clone(),
                name: item.name.clone(),
                total: group.total,
                measure: measure.name.clone(),
                count: item.count,
                signal: group.signal,
                lower: item.lower?,
                upper: item.upper?,
            })
        });
        said.chain(measure.unmentioned.iter().flat_map(|g| g.high.iter().chain(&g.low).cloned()))
    })
}

pub(super) fn exception(area: &AreaView) -> Option<ExceptionView> {
    let is_high = |s: &SignalView| KINDS.iter().any(|(_, high, _)| *high == s.signal);
    let (high, low): (Vec<_>, Vec<_>) = signals(area).partition(is_high);
    let view = ExceptionView { name: area.title.clone(), id: area.id.clone(), group: area.group, high, low };
    (view.high.len() + view.low.len() > 0).then_some(view)
}
