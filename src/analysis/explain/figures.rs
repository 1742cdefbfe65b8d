//! Each figure's formula with the numbers put in.

use crate::analysis::facts::{Comparison, Facts, Latest, Run, Side, Signal, Xmr};
use crate::analysis::series::{TWO_YEARS, YEAR};
use crate::number::{Decimal, Ratio, grouped};
use crate::quarter::Month;

use super::{Line, list, usual};

/// Writes the formula of a figure of [`super::names::SERIES`]; `None` where the figure does not exist.
pub(super) fn formula(line: &Line, facts: &Facts, figure: &str) -> Option<Vec<String>> {
    let last = facts.quarter.last_month;
    let latest = || line.series.latest.as_ref();
    match figure {
        "rolling12" => comparison(line, last, YEAR, line.series.rolling12.as_ref()?),
        "year_to_date" => {
            let months = usize::try_from(last.since(facts.quarter.year_start)).ok()? + 1;
            comparison(line, last, months, line.series.year_to_date.as_ref()?)
        }
        "rate" => {
            let (rate, residents) = (line.series.rate?, line.area.population?);
            let current: i64 = line.series.rolling.last()?.total?;
            let put_in = format!("1,000 × {} / {} residents (board.toml) = {rate}", n(current), n(residents.into()));
            Some(vec![line.sum(last, 0, YEAR).unwrap_or_else(|| usual::left_out().into()), put_in])
        }
        "share_of_change" => {
            let (part, whole) = (line.series.rolling12.as_ref()?, line.measure.total.rolling12.as_ref()?);
            Some(vec![share(part, whole, line.series.share_of_change?)])
        }
        "share_of_change_year_to_date" => {
            let (part, whole) = (line.series.year_to_date.as_ref()?, line.measure.total.year_to_date.as_ref()?);
            Some(vec![share(part, whole, line.series.share_of_change_year_to_date?)])
        }
        "quarters" => usual::quarters(line, last),
        "rolling" => usual::rolling(line),
        "usual" => usual::steps(line, last),
        "notable" => usual::notable(line),
        "gaps" => Some(usual::gaps(line)),
        "drivers" => usual::drivers(line),
        "count" => Some(vec![format!("{last}: {}", n(latest()?.count))]),
        "average12" => {
            let (sum, average) = (line.window(0, YEAR)?.iter().sum::<i64>(), latest()?.average12?);
            Some(vec![line.sum(last, 0, YEAR)?, format!("{} / 12 = {average}", n(sum))])
        }
        "highest_since" => since(line, latest()?, true),
        "lowest_since" => since(line, latest()?, false),
        "rank_high" => rank(line, latest()?, true),
        "rank_low" => rank(line, latest()?, false),
        "run" => run(line, latest()?),
        _ => chart(line, latest()?),
    }
}

fn share(part: &Comparison, whole: &Comparison, share: Decimal) -> String {
    format!("100 × change / total\u{2019}s change = 100 × {} / {} = {share}", n(part.change.0), n(whole.change.0))
}

pub(super) fn n(value: i64) -> String {
    grouped(value.into())
}

fn comparison(line: &Line, last: Month, months: usize, c: &Comparison) -> Option<Vec<String>> {
    let percent = match c.percent {
        Some(percent) => format!("percent = 100 × {} / {} = {percent}", n(c.change.0), n(c.previous)),
        None => "percent does not exist: previous is 0".into(),
    };
    let sum = |ago: usize, figure: i64| {
        let whole = line.sum(last, ago, months).filter(|_| !c.incomplete);
        whole.unwrap_or_else(|| format!("{}, {}", n(figure), usual::like_for_like()))
    };
    Some(vec![
        format!("current = {}", sum(0, c.current)),
        format!("previous = {}", sum(YEAR, c.previous)),
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
