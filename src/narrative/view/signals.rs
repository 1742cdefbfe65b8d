//! What is out of the ordinary in an area.

use super::areas::AreaView;
use crate::analysis::{Signal, SignalFacts};
use crate::number::Decimal;
use crate::text::named;

view! {
    /// A series whose latest month is not the usual variation.
    pub(crate) struct SignalView {
        /// Its name.
        name: String,
        /// Whether it is the total.
        total: bool,
        /// The measure's name.
        measure: String,
        /// The count.
        count: i64,
        /// What is unusual about it: `high`, `low`, `trend_up`, `trend_down`, `near_high`, `near_low`, `run_high`, `run_low`.
        signal: Signal,
        /// The lower limit of the usual variation.
        lower: Decimal,
        /// The upper limit.
        upper: Decimal,
    }

    /// Series of one measure whose signals are of one kind.
    pub(crate) struct SignalGroup {
        /// `outside` the limits, a `trend`, `near` a limit, or a `run`.
        kind: SignalKind,
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

pub(super) fn signal_view(facts: &SignalFacts, measure: &str) -> SignalView {
    SignalView {
        name: facts.name.clone(),
        total: facts.total,
        measure: measure.into(),
        count: facts.count,
        signal: facts.signal,
        lower: facts.xmr.lower,
        upper: facts.xmr.upper,
    }
}

/// The kinds of signals, the plainest first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SignalKind {
    /// A month outside the limits.
    Outside,
    /// Months that rise or fall without a break.
    Trend,
    /// Months near a limit.
    Near,
    /// Months on one side of the centre.
    Run,
}

named!(SignalKind { Outside => "outside", Trend => "trend", Near => "near", Run => "run" });

/// The kinds in order, each with its signal of something unusually high, and of something low.
const KINDS: [(SignalKind, Signal, Signal); 4] = [
    (SignalKind::Outside, Signal::High, Signal::Low),
    (SignalKind::Trend, Signal::TrendUp, Signal::TrendDown),
    (SignalKind::Near, Signal::NearHigh, Signal::NearLow),
    (SignalKind::Run, Signal::RunHigh, Signal::RunLow),
];

/// Puts the series whose signals are of one kind together, the plainest kind first.
pub(super) fn signal_groups(signals: impl Iterator<Item = SignalView>) -> Vec<SignalGroup> {
    let signals: Vec<SignalView> = signals.collect();
    let of = |signal: Signal| signals.iter().filter(|s| s.signal == signal).cloned().collect::<Vec<_>>();
    let groups = KINDS.map(|(kind, high, low)| SignalGroup { kind, high: of(high), low: of(low) });
    groups.into_iter().filter(|g| g.high.len() + g.low.len() > 0).collect()
}

/// Says whether a signal is of something unusually high.
pub(super) fn is_high(signal: Signal) -> bool {
    KINDS.iter().any(|(_, high, _)| *high == signal)
}

/// Every signal of an area, once: those of its mentions and those that are not among them.
fn signals(area: &AreaView) -> impl Iterator<Item = SignalView> {
    std::iter::once(&area.main).chain(&area.others).flat_map(|measure| {
        let unusual = measure.mentions.iter().filter(|g| g.signal != Signal::None);
        let said = unusual.flat_map(|g| g.items.iter().map(move |m| (g, m))).filter_map(|(group, item)| {
            Some(SignalView {
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
    let (high, low): (Vec<_>, Vec<_>) = signals(area).partition(|s| is_high(s.signal));
    let view = ExceptionView { name: area.title.clone(), id: area.id.clone(), group: area.group, high, low };
    (view.high.len() + view.low.len() > 0).then_some(view)
}
