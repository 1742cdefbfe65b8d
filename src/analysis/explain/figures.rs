//! Each figure's formula with the numbers put in.

use crate::analysis::facts::{AreaFacts, Comparison, Facts, Kind, Latest, MeasureFacts, Run, Side, Signal, Xmr};
use crate::analysis::series::{QUARTER, TWO_YEARS, YEAR};
use crate::number::{Decimal, Ratio};
use crate::quarter::Month;

use super::kinds::{Figure, Sum, Way};
use super::series::Line;
use super::{list, n, spread, usual};

/// Writes the formula of a figure; `None` where the figure does not exist.
pub(super) fn formula(line: &Line, facts: &Facts, figure: Figure) -> Option<Vec<String>> {
    let last = facts.quarter.last_month;
    let latest = || line.series.latest.as_ref();
    match figure {
        Figure::Rolling12 => comparison(line, (last, 0), YEAR, line.series.rolling12.as_ref()?),
        Figure::LastQuarter => comparison(line, (last, QUARTER), YEAR, line.series.rolling12_last_quarter.as_ref()?),
        Figure::YearToDate => {
            let months = usize::try_from(last.since(facts.quarter.year_start)).ok()? + 1;
            comparison(line, (last, 0), months, line.series.year_to_date.as_ref()?)
        }
        Figure::Rate => {
            let (rate, residents) = (line.series.rate?, line.area.population?);
            let current: i64 = line.series.rolling.last()?.total?;
            let put_in = format!("1,000 × {} / {} residents (board.toml) = {rate}", n(current), n(residents.into()));
            Some(vec![line.sum(last, 0, YEAR).unwrap_or_else(|| usual::left_out().into()), put_in])
        }
        Figure::ShareOfChange => {
            let (part, whole) = (line.series.rolling12.as_ref()?, line.measure.total.rolling12.as_ref()?);
            Some(vec![share(part, whole, line.series.share_of_change?)])
        }
        Figure::ShareOfChangeYearToDate => {
            let (part, whole) = (line.series.year_to_date.as_ref()?, line.measure.total.year_to_date.as_ref()?);
            Some(vec![share(part, whole, line.series.share_of_change_year_to_date?)])
        }
        Figure::Quarters => usual::quarters(line, last),
        Figure::Rolling => usual::rolling(line),
        Figure::Usual => usual::steps(line, last),
        Figure::Notable => usual::notable(line),
        Figure::Gaps => Some(usual::gaps(line)),
        Figure::Drivers => usual::drivers(line),
        Figure::Count => Some(vec![format!("{last}: {}", n(latest()?.count))]),
        Figure::Average12 => {
            let (sum, average) = (line.window(0, YEAR)?.iter().sum::<i64>(), latest()?.average12?);
            Some(vec![line.sum(last, 0, YEAR)?, format!("{} / 12 = {average}", n(sum))])
        }
        Figure::HighestSince => since(line, latest()?, true),
        Figure::LowestSince => since(line, latest()?, false),
        Figure::RankHigh => rank(line, latest()?, true),
        Figure::RankLow => rank(line, latest()?, false),
        Figure::Run => run(line, latest()?),
        Figure::Xmr => chart(line, latest()?),
        Figure::Trend => trend(line),
        Figure::Place(from) => place(line, facts, from),
        Figure::Masked => Some(masked(line)),
        Figure::Spread(by) => {
            let categories = line.measure.categories.iter().map(|c| (c.name.as_str(), c.rolling12.as_ref()));
            Some(spread::lines(categories, by))
        }
        Figure::Movers(sum, way) => Some(movers(line, sum, way)),
        Figure::Mentions => {
            let names: Vec<String> = line.measure.mentions.iter().map(|m| m.name.clone()).collect();
            Some(vec![super::listed(&names)])
        }
        // What is said of the latest month is one of the others.
        Figure::Said(_) => None,
    }
}

fn share(part: &Comparison, whole: &Comparison, share: Decimal) -> String {
    format!("100 × change / total\u{2019}s change = 100 × {} / {} = {share}", n(part.change.0), n(whole.change.0))
}

fn comparison(line: &Line, (last, ago): (Month, usize), months: usize, c: &Comparison) -> Option<Vec<String>> {
    let percent = match c.percent {
        Some(percent) => format!("percent = 100 × {} / {} = {percent}", n(c.change.0), n(c.previous)),
        None => "percent does not exist: previous is 0".into(),
    };
    let sum = |ago: usize, figure: i64| {
        let whole = line.sum(last, ago, months).filter(|_| !c.incomplete);
        whole.unwrap_or_else(|| format!("{}, {}", n(figure), usual::like_for_like()))
    };
    Some(vec![
        format!("current = {}", sum(ago, c.current)),
        format!("previous = {}", sum(ago + YEAR, c.previous)),
        format!("change = {} − {} = {}", n(c.current), n(c.previous), c.change),
        percent,
    ])
}

fn since(line: &Line, latest: &Latest, high: bool) -> Option<Vec<String>> {
    let (found, months, or) = match high {
        true => (latest.highest_since, latest.months_since_high?, "or more"),
        false => (latest.lowest_since, latest.months_since_low?, "or less"),
    };
    let count = n(latest.count);
    let first = latest.on_record_since;
    let line = match found {
        Some(month) => {
            let back = if months == 1 { "1 month".to_string() } else { format!("{months} months") };
            let then = line.series.history.iter().find(|m| m.month == month)?.count?;
            format!("{month}, {back} back, is the latest month before {} with {count} {or}: {}", latest.month, n(then))
        }
        None => format!(
            "no earlier month on record (since {first}) had {count} {or}: {} earlier months and 1 = {months}",
            months - 1
        ),
    };
    Some(vec![line])
}

fn rank(line: &Line, latest: &Latest, high: bool) -> Option<Vec<String>> {
    let (rank, than) = if high { (latest.rank_high?, "more") } else { (latest.rank_low?, "fewer") };
    let counts = line.window(0, TWO_YEARS)?;
    Some(vec![
        format!("the latest 24 months: {}", list(&counts, ", ")),
        format!("1 + {} of them with {than} than {} = {rank}", rank - 1, n(latest.count)),
    ])
}

fn run(line: &Line, latest: &Latest) -> Option<Vec<String>> {
    let (Run { side, months }, average) = (latest.run?, latest.average12?);
    let put_in = match side {
        Side::Level => format!("0: {} equals the average of the latest 12 months, {average}", n(latest.count)),
        Side::Above | Side::Below => {
            let counts = line.window(0, months as usize)?;
            let side = if side == Side::Above { "above" } else { "below" };
            let which = if months == 1 { "month lies" } else { "months lie" };
            format!(
                "{months}: the latest {which} {side} the average of the latest 12, {average}: {}",
                list(&counts, ", ")
            )
        }
    };
    Some(vec![put_in])
}

fn chart(line: &Line, latest: &Latest) -> Option<Vec<String>> {
    let xmr = latest.xmr.as_ref()?;
    let counts = line.window(0, xmr.points as usize)?;
    let sum: i64 = counts.iter().sum();
    let moved: i64 = counts.windows(2).map(|w| (w[1] - w[0]).abs()).sum();
    let steps = i64::from(xmr.points) - 1;
    let range: Decimal = Ratio::new(moved.into(), steps.into())?.round(2);
    Some(vec![
        format!("the latest {} months: {}", xmr.points, list(&counts, ", ")),
        format!("centre = {} / {} = {}", n(sum), xmr.points, xmr.centre),
        format!("mean moving range = {} / {steps} = {range}", n(moved)),
        format!("limits = centre ± 2.66 × {range} = {} and {} (not below 0)", xmr.lower, xmr.upper),
        format!("signal = {}", rule(latest.signal, xmr)),
    ])
}

/// Says in words which rule a signal is of.
fn rule(signal: Signal, xmr: &Xmr) -> &'static str {
    match signal {
        Signal::High => "high: the month lies above the upper limit",
        Signal::Low => "low: the month lies below the lower limit",
        Signal::TrendUp => "trend_up: the latest 7 months rise without a break",
        Signal::TrendDown => "trend_down: the latest 7 months fall without a break",
        Signal::NearHigh => "near_high: the month and one of the two before lie in the outer third above the centre",
        Signal::NearLow => "near_low: the month and one of the two before lie in the outer third below the centre",
        Signal::RunHigh => "run_high: the latest 7 months lie above the centre",
        Signal::RunLow => "run_low: the latest 7 months lie below the centre",
        Signal::None if xmr.points < Xmr::MIN_POINTS => "none: there are fewer than 13 months",
        Signal::None => "none: the usual variation",
    }
}

/// Describes the latest two years of months: the ends, and how many lie outside the limits.
fn trend(line: &Line) -> Option<Vec<String>> {
    let history = &line.series.history;
    let months = &history[history.len().saturating_sub(TWO_YEARS)..];
    let known: Vec<(Month, i64)> = months.iter().filter_map(|m| Some((m.month, m.count?))).collect();
    let (first, last) = (months.first()?.month, months.last()?.month);
    // Of equal months the latest is named.
    let high = known.iter().max_by_key(|(month, count)| (*count, *month))?;
    let low = known.iter().min_by_key(|(month, count)| (*count, std::cmp::Reverse(*month)))?;
    let counts: Vec<i64> = known.iter().map(|(_, count)| *count).collect();
    let mut lines = vec![
        format!("{} months, {first} to {last}: {}", months.len(), list(&counts, ", ")),
        format!("lowest {} in {}, highest {} in {}", n(low.1), low.0, n(high.1), high.0),
    ];
    if let Some(xmr) = line.series.latest.as_ref().and_then(|l| l.xmr.as_ref()) {
        lines.push(format!("mean {}", xmr.centre));
        if xmr.points >= Xmr::MIN_POINTS {
            let [_, lower, upper] = xmr.exact;
            let outside = |count: i64| Ratio::whole(count) < lower || Ratio::whole(count) > upper;
            let outside: Vec<String> =
                known.iter().filter(|(_, c)| outside(*c)).map(|(m, c)| format!("{m} with {}", n(*c))).collect();
            lines.push(format!("outside the limits {} and {}, {}", xmr.lower, xmr.upper, super::listed(&outside)));
        }
    }
    Some(lines)
}

/// Ranks an area's rate among the areas that have one.
fn place(line: &Line, facts: &Facts, from: Way) -> Option<Vec<String>> {
    let exact = |area: &AreaFacts| {
        let measure = area.measures.iter().find(|m| m.name == line.measure.name)?;
        Ratio::new(measure.total.rolling12.as_ref()?.current.into(), area.population?.into())
    };
    let own = exact(line.area)?;
    let areas = facts.areas.iter().filter(|a| a.kind == Kind::Area);
    let before = |other: Ratio| if from == Way::Down { other > own } else { other < own };
    let before: Vec<String> = areas.filter(|a| exact(a).is_some_and(before)).map(|a| a.name.clone()).collect();
    let which = if from == Way::Down { "higher" } else { "lower" };
    let listed = super::listed(&before);
    Some(vec![format!("1 + the areas with a {which} rate, {listed}: place {}", before.len() + 1)])
}

/// Names the categories that moved most one way.
fn movers(line: &Line, sum: Sum, way: Way) -> Vec<String> {
    let both = match sum {
        Sum::Rolling12 => &line.measure.movers_rolling12,
        Sum::YearToDate => &line.measure.movers_year_to_date,
    };
    let found = if way == Way::Up { &both.up } else { &both.down };
    vec![super::listed(&found.iter().map(|m| format!("{} ({})", m.name, m.change)).collect::<Vec<_>>())]
}

/// Names the categories that are higher than usual although the total fell and is not so itself.
fn masked(line: &Line) -> Vec<String> {
    vec![format!("categories higher than usual while the total fell, {}", super::listed(&hidden(line.measure)))]
}

/// Gives the categories of a measure that are higher than usual while its total fell and is not so itself.
pub(super) fn hidden(measure: &MeasureFacts) -> Vec<String> {
    let high = |s: Signal| matches!(s, Signal::High | Signal::TrendUp | Signal::NearHigh | Signal::RunHigh);
    let signals = || measure.signals.iter().filter(|s| high(s.signal));
    let fell = measure.total.rolling12.as_ref().is_some_and(|c| c.change.0 < 0);
    let hidden = fell && !signals().any(|s| s.total);
    signals().filter(|s| hidden && !s.total).map(|s| s.name.clone()).collect()
}
