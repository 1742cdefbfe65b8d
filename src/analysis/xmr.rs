//! The individuals chart of a series' latest months, and what it says of the last of them.
//!
//! *In:* whole counts, oldest first. *Out:* centre and natural limits, exact, and one [`Signal`]. *Source:* the rules of
//! NHS England's Making Data Count for individuals charts: limits lie 2.66 mean moving ranges from the mean; two of three points
//! in the outer third, seven points on one side of the mean, or seven that rise or fall without a break, are signals too.

use crate::number::Ratio;

use super::facts::{Signal, Xmr};

/// How many points make a run or a trend.
const RUN: usize = 7;

/// Draws the individuals chart: centre = mean; limits = centre ± 2.66 × mean absolute moving range, the lower one not
/// below 0. `None` with fewer than 2 points.
pub(crate) fn chart(points: &[i64]) -> Option<Xmr> {
    let (centre, range) = centre_and_range(points)?;
    let reach = Ratio::new(266, 100)?.times(range)?;
    let exact = [centre, centre.minus(reach)?.max(Ratio::whole(0)), centre.plus(reach)?];
    let [c, lower, upper] = exact.map(|r| r.round(1));
    Some(Xmr { centre: c, lower, upper, exact, points: points.len() as u32 })
}

/// Gives the mean and the mean absolute moving range.
fn centre_and_range(points: &[i64]) -> Option<(Ratio, Ratio)> {
    let steps = points.len().checked_sub(1)?;
    let moved: i64 = points.windows(2).map(|w| (w[1] - w[0]).abs()).sum();
    let sum: i64 = points.iter().sum();
    Some((Ratio::new(sum.into(), points.len() as i128)?, Ratio::new(moved.into(), steps as i128)?))
}

/// Reads the signal of the last point: the first rule that holds, none with too few points.
pub(crate) fn signal(points: &[i64], chart: Option<&Xmr>) -> Signal {
    let enough = |c: &&Xmr| c.points >= Xmr::MIN_POINTS;
    let Some((Xmr { exact: [centre, lower, upper], .. }, last)) = chart.filter(enough).zip(points.last()) else {
        return Signal::None;
    };
    let last = Ratio::whole(*last);
    let recent = &points[points.len() - RUN..];
    let centre_side = |above: bool| recent.iter().all(|p| beyond(*p, *centre, above));
    if last > *upper {
        Signal::High
    } else if last < *lower {
        Signal::Low
    } else if recent.windows(2).all(|w| w[1] > w[0]) {
        Signal::TrendUp
    } else if recent.windows(2).all(|w| w[1] < w[0]) {
        Signal::TrendDown
    } else if near(points, true) == Some(true) {
        Signal::NearHigh
    } else if near(points, false) == Some(true) {
        Signal::NearLow
    } else if centre_side(true) {
        Signal::RunHigh
    } else if centre_side(false) {
        Signal::RunLow
    } else {
        Signal::None
    }
}

/// Says whether the last point and at least one of the two before it lie more than 1.773 mean moving ranges from the
/// centre (two thirds of the way to the limit), and all three on that side of it.
fn near(points: &[i64], above: bool) -> Option<bool> {
    let (centre, range) = centre_and_range(points)?;
    let reach = Ratio::new(1773, 1000)?.times(range)?;
    let line = if above { centre.plus(reach) } else { centre.minus(reach) }?;
    let [.., second, first, last] = points else { return None };
    let all = [*second, *first, *last].into_iter().all(|p| beyond(p, centre, above));
    Some(all && beyond(*last, line, above) && (beyond(*first, line, above) || beyond(*second, line, above)))
}

/// Says whether a point lies strictly above a line, or strictly below.
fn beyond(point: i64, line: Ratio, above: bool) -> bool {
    let point = Ratio::whole(point);
    if above { point > line } else { point < line }
}

#[cfg(test)]
mod tests;
