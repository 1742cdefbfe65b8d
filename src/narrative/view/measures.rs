//! The figures of one measure in one area.

use super::charts::{self, Chart, Charts, Named, Spread, TrendView};
use super::mention::{self, MentionGroup};
use super::signals::{SignalGroup, is_high, signal_groups, signal_view};
use crate::analysis::{
    self, AreaFacts, Comparison, MeasureFacts, Mover, Movers, SeriesFacts, Signal, SignalFacts, Way,
};
use crate::board::Board;
use crate::number::{Decimal, Ratio};
use crate::quarter::Month;
use crate::text::named;

view! {
    /// The figures of one measure in one area.
    pub(crate) struct MeasureView {
        /// Its name in the facts, as `board-papers facts --figure` takes it.
        path: String,
        /// The measure's name.
        name: String,
        /// What one is called.
        one: String,
        /// What several are called.
        many: String,
        /// Whether anything was reported.
        reported: bool,
        /// All categories together.
        total: SeriesView,
        /// Whether there is more than one category.
        several: bool,
        /// The categories, in the board's order.
        categories: Vec<SeriesView>,
        /// What moved most over the rolling 12 months.
        movers_rolling12: MoversView,
        /// What moved most over the year to date.
        movers_year_to_date: MoversView,
        /// What is worth saying of the latest month: the total first, then by strength, what is alike together.
        mentions: Vec<MentionGroup>,
        /// The series that have a signal and are not among the mentions, by kind of signal.
        unmentioned: Vec<SignalGroup>,
        /// How many categories are unusually high although the total, not unusually high, fell over the rolling 12 months.
        masked: usize,
        /// What shows usual variation only: `all` series, `others` than those said to be unusual, the total included, or
        /// `categories` other than those; `null` where no series is more to say of, or there are too few months to tell.
        usual: Option<Usual>,
        /// Change in volume by category, as a chart.
        volume_chart: Option<Chart>,
        /// Percentage change by category, as a chart.
        percent_chart: Option<Chart>,
        /// The spread of the change in volume by category.
        volume_spread: Spread,
        /// The spread of the percentage change by category.
        percent_spread: Spread,
        /// The months as a chart.
        trend_chart: Option<Chart>,
        /// What the chart of months shows.
        trend: Option<TrendView>,
    }

    /// One series of months: a category's, or a total.
    pub(crate) struct SeriesView {
        /// Its name in the facts, as `board-papers facts --figure` takes it.
        path: String,
        /// Its name.
        name: String,
        /// Whether it is the total.
        total: bool,
        /// The 12 months ending with the last month against the 12 before.
        rolling12: Option<ComparisonView>,
        /// The same a quarter earlier, from this quarter's returns.
        rolling12_last_quarter: Option<ComparisonView>,
        /// April to the last month against the same months a year before.
        year_to_date: Option<ComparisonView>,
        /// The rolling 12 months per 1,000 residents.
        rate: Option<Decimal>,
        /// This category's change as a percentage of the total's.
        share_of_change: Option<Decimal>,
        /// The latest month.
        latest: Option<LatestView>,
        /// Whether a count in it is not available, so that its sums are of what is left.
        incomplete: bool,
        /// Whether an earlier month that it counts was revised.
        revised: bool,
        /// Whether a return in it is provisional.
        provisional: bool,
    }

    /// A sum of months against an earlier one.
    pub(crate) struct ComparisonView {
        /// Its name in the facts, as `board-papers facts --figure` takes it.
        path: String,
        /// The later sum.
        current: i64,
        /// The earlier sum.
        previous: i64,
        /// Current less previous.
        change: i64,
        /// The change in percent of the previous; `null` where that is 0.
        percent: Option<Decimal>,
        /// `up`, `down` or `same`.
        direction: Way,
        /// How strongly a cell is shaded: 0 (not at all) to 3.
        strength: u8,
    }

    /// The latest month among the months before.
    pub(crate) struct LatestView {
        /// The month.
        month: Month,
        /// Its count.
        count: i64,
        /// The mean of the 12 months ending with it, where all are known.
        average12: Option<Decimal>,
        /// The lower limit of the usual variation, where there are months enough.
        lower: Option<Decimal>,
        /// The upper limit.
        upper: Option<Decimal>,
        /// Whether the month and the months before it show nothing but the usual variation; `null` where there are too few.
        usual: Option<bool>,
    }

    /// The categories that moved most, the largest change first.
    pub(crate) struct MoversView {
        /// Those that rose.
        up: Vec<MoverView>,
        /// Those that fell.
        down: Vec<MoverView>,
    }

    /// A category that moved.
    pub(crate) struct MoverView {
        /// Its name in the facts, as `board-papers facts --figure` takes it.
        path: String,
        /// The category.
        name: String,
        /// Its change.
        change: i64,
        /// Its change in percent.
        percent: Option<Decimal>,
    }
}

/// The main measure where the facts have none.
pub(super) fn nothing(board: &Board, area: &str) -> MeasureView {
    let measure_of = board.main_measure();
    let path = analysis::path(&[area, &measure_of.name, &measure_of.total]);
    let total = SeriesFacts { name: measure_of.total.clone(), ..SeriesFacts::default() };
    MeasureView {
        name: measure_of.name.clone(),
        one: measure_of.noun[0].clone(),
        many: measure_of.noun[1].clone(),
        reported: false,
        total: series(&total, &path, true, false),
        several: false,
        categories: Vec::new(),
        movers_rolling12: movers(&Movers::default(), &path, ""),
        movers_year_to_date: movers(&Movers::default(), &path, ""),
        mentions: Vec::new(),
        unmentioned: Vec::new(),
        masked: 0,
        usual: None,
        volume_chart: None,
        percent_chart: None,
        volume_spread: charts::spread([].into_iter(), false),
        percent_spread: charts::spread([].into_iter(), true),
        trend_chart: None,
        trend: None,
        path,
    }
}

pub(super) fn measure<'a>(facts: &'a MeasureFacts, area: &AreaFacts, charts: &mut Charts) -> MeasureView {
    let above = analysis::path(&[&area.name, &facts.name]);
    let path = |s: &SeriesFacts| analysis::path(&[&above, &s.name]);
    let categories: Vec<SeriesView> =
        facts.categories.iter().map(|c| series(c, &path(c), false, area.provisional)).collect();
    let total = series(&facts.total, &path(&facts.total), true, area.provisional);
    let said = |s: &&SignalFacts| !facts.mentions.iter().any(|m| m.name == s.name && m.total == s.total);
    let values = || categories.iter().map(|c| (c.name.as_str(), c.rolling12.as_ref()));
    let bar = |c: &'a SeriesFacts| Named { name: &c.name, path: path(c), figure: c.rolling12.as_ref(), total: false };
    let exact = || facts.categories.iter().map(bar);
    let one = facts.categories.len() > 1;
    MeasureView {
        name: facts.name.clone(),
        one: facts.noun[0].clone(),
        many: facts.noun[1].clone(),
        reported: facts.reported,
        several: one,
        movers_rolling12: movers(&facts.movers_rolling12, &above, "rolling12"),
        movers_year_to_date: movers(&facts.movers_year_to_date, &above, "year_to_date"),
        mentions: mention::groups(facts, &above),
        unmentioned: signal_groups(facts.signals.iter().filter(said).map(|s| signal_view(s, &facts.name, &above))),
        masked: masked(facts),
        usual: usual(facts),
        volume_chart: charts.add(if one { charts::volume_bars(&exact().collect::<Vec<_>>()) } else { None }),
        percent_chart: charts.add(if one { charts::percent_bars(&exact().collect::<Vec<_>>()) } else { None }),
        volume_spread: charts::spread(values(), false),
        percent_spread: charts::spread(values(), true),
        trend_chart: charts.add(charts::trend(&facts.total, &total.path, &facts.noun[1])),
        trend: charts::trend_view(&facts.total),
        path: total.path.clone(),
        total,
        categories,
    }
}

/// What shows usual variation only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Usual {
    /// Every series.
    All,
    /// All but those said to be unusual, the total included.
    Others,
    /// The categories other than those said to be unusual.
    Categories,
}

named!(Usual { All => "all", Others => "others", Categories => "categories" });

/// Says what shows usual variation only, where each series has months enough to tell and there are several.
fn usual(facts: &MeasureFacts) -> Option<Usual> {
    let limits = |s: &SeriesFacts| s.latest.as_ref().and_then(|l| l.xmr.as_ref()).map(|x| x.points);
    let mut all = std::iter::once(&facts.total).chain(&facts.categories);
    if facts.categories.len() < 2 || !all.all(|s| limits(s).is_some_and(|n| n >= charts::FEWEST_POINTS)) {
        return None;
    }
    let unusual = facts.signals.iter().filter(|s| !s.total).count();
    match (facts.signals.iter().any(|s| s.total), unusual) {
        (false, 0) => Some(Usual::All),
        (false, _) => Some(Usual::Others),
        (true, n) => (n < facts.categories.len()).then_some(Usual::Categories),
    }
}

fn series(facts: &SeriesFacts, path: &str, total: bool, provisional: bool) -> SeriesView {
    let compared = |c: &Option<Comparison>, figure: &str| c.as_ref().map(|c| comparison(c, path, figure));
    let latest = facts.latest.as_ref().map(|l| {
        let limits = l.xmr.as_ref().filter(|x| x.points >= charts::FEWEST_POINTS);
        LatestView {
            month: l.month,
            count: l.count,
            average12: l.average12,
            lower: limits.map(|x| x.lower),
            upper: limits.map(|x| x.upper),
            usual: limits.map(|_| l.signal == Signal::None),
        }
    });
    SeriesView {
        path: path.into(),
        name: facts.name.clone(),
        total,
        rolling12: compared(&facts.rolling12, "rolling12"),
        rolling12_last_quarter: compared(&facts.rolling12_last_quarter, "rolling12_last_quarter"),
        year_to_date: compared(&facts.year_to_date, "year_to_date"),
        rate: facts.rate,
        share_of_change: facts.share_of_change,
        latest,
        incomplete: [&facts.rolling12, &facts.year_to_date].into_iter().flatten().any(|c| c.incomplete),
        revised: facts.revised,
        provisional,
    }
}

/// Makes the view of a series' comparison: the series' path and the figure's name make its own.
pub(super) fn comparison(facts: &Comparison, series: &str, figure: &str) -> ComparisonView {
    let change = facts.change.0;
    let exact = charts::percent(facts).map(Ratio::abs);
    let strength = match exact {
        _ if change == 0 => 0,
        Some(p) if p < Ratio::whole(5) => 1,
        Some(p) if p < Ratio::whole(10) => 2,
        _ => 3,
    };
    let direction = match change.signum() {
        1 => Way::Up,
        -1 => Way::Down,
        _ => Way::Same,
    };
    ComparisonView {
        path: analysis::path(&[series, figure]),
        current: facts.current,
        previous: facts.previous,
        change,
        percent: facts.percent,
        direction,
        strength,
    }
}

fn movers(facts: &Movers, above: &str, figure: &str) -> MoversView {
    let view = |m: &Mover| MoverView {
        path: analysis::path(&[above, &m.name, figure]),
        name: m.name.clone(),
        change: m.change.0,
        percent: m.percent,
    };
    MoversView { up: facts.up.iter().map(view).collect(), down: facts.down.iter().map(view).collect() }
}

/// Counts the categories that are unusually high although the total fell over the rolling 12 months and is not so itself.
fn masked(facts: &MeasureFacts) -> usize {
    let fell = facts.total.rolling12.as_ref().is_some_and(|c| c.change.0 < 0);
    let high = |total: bool| facts.signals.iter().filter(move |s| s.total == total && is_high(s.signal)).count();
    if fell && high(true) == 0 { high(false) } else { 0 }
}
