//! Random quarters: returns that are valid, and those of the quarter before them.

use chrono::Days;
use proptest::prelude::*;

use super::super::edges::{board_text, sent_until};
use super::*;
use crate::analysis::fixture::{action, at, indicator, progress, sent};
use crate::returns::{ActionStatus, Return, Sender};

const AREAS: [&str; 4] = ["Northshire", "Southshire", "Eastshire", "King's Lynn & West"];
const CATEGORIES: [&str; 5] = ["Theft", "Burglary", "Criminal damage", "Drug offences", "Theft from vehicle"];

/// A quarter to be.
#[derive(Clone, Debug)]
pub(super) struct Random {
    /// Counts by area, category and month.
    counts: Vec<Vec<Vec<u32>>>,
    /// Calls for service, by month, of every area alike.
    asb: Option<Vec<u32>>,
    /// Whether there is a group of all areas.
    group: bool,
    /// The area that has not returned.
    missing: Option<usize>,
    /// Whether the quarter before was returned, and what has been revised since: area, category, months back, by how much.
    before: Option<Vec<(usize, usize, usize, i32)>>,
    /// Actual, target and previous of an indicator, by area, and its actual a quarter before.
    indicators: Vec<(u32, Option<u32>, Option<u32>, u32)>,
    /// Status, status a quarter before, due in days from the quarter's end, and how many days before it was due.
    plan: Vec<(usize, Option<usize>, Option<i32>, i32)>,
}

/// Counts that wander, jump, stand still, or go on a trend.
fn series(months: usize) -> impl Strategy<Value = Vec<u32>> {
    prop_oneof![
        prop::collection::vec(0u32..60, months),
        prop::collection::vec(0u32..3, months),
        (0u32..40, 0u32..4).prop_map(move |(start, step)| (0..months as u32).map(|m| start + step * m).collect()),
        (100u32..240, 0u32..4)
            .prop_map(move |(start, step)| (0..months as u32).map(|m| start.saturating_sub(step * m)).collect()),
        (20u32..400, prop::collection::vec(0u32..9, months))
            .prop_map(|(base, noise)| noise.iter().map(|n| base + n).collect()),
        (900u32..1400, prop::collection::vec(0u32..3, months))
            .prop_map(|(base, noise)| noise.iter().map(|n| base + n).collect()),
    ]
}

pub(super) fn quarter() -> impl Strategy<Value = Random> {
    let figures = (1usize..5, 1usize..6, prop_oneof![Just(12usize), 20..25usize, 24..37usize]).prop_flat_map(
        |(areas, categories, months)| {
            (
                prop::collection::vec(prop::collection::vec(series(months), categories), areas),
                prop::option::of(series(months)),
                prop::option::weighted(0.1, 0..areas),
                prop::option::of(prop::collection::vec((0..areas, 0..categories, 0usize..12, -3i32..4), 0..4)),
                prop::collection::vec(
                    (0u32..200, prop::option::of(0u32..200), prop::option::of(0u32..200), 0u32..200),
                    0..areas + 1,
                ),
            )
        },
    );
    let plan = prop::collection::vec(
        (
            0usize..5,
            prop::option::of(0usize..5),
            prop::option::of(-90i32..400),
            prop_oneof![Just(0), Just(31), -60i32..60],
        ),
        0..7,
    );
    (figures, plan, prop::bool::weighted(0.8)).prop_map(|((counts, asb, missing, before, indicators), plan, group)| {
        Random { counts, asb, group, missing, before, indicators, plan }
    })
}

impl Random {
    /// Makes the board and analyses the returns.
    pub(super) fn facts(&self) -> (Board, Facts) {
        let text = board_text(
            &AREAS[..self.counts.len()],
            &CATEGORIES[..self.counts[0].len()],
            self.asb.is_some(),
            self.group,
        );
        let board = board::parse(&text, Sources::read(None).papers()).unwrap();
        let quarter = crate::analysis::fixture::quarter();
        let before = self.before.as_ref().map(|revised| Previous {
            quarter: quarter.previous(),
            returns: self.returns(3, revised),
            earlier: None,
        });
        let facts = analyse(&board, quarter, &self.returns(0, &[]), before.as_ref());
        (board, facts)
    }

    /// The returns of so many months ago, where some counts were others.
    fn returns(&self, back: usize, other: &[(usize, usize, usize, i32)]) -> Vec<Return> {
        let months = self.counts[0][0].len() - back;
        let count = |area: usize, category: usize, month: usize| {
            let revised = other
                .iter()
                .filter(|(a, c, m, _)| (*a, *c, months - 1 - *m.min(&(months - 1))) == (area, category, month));
            self.counts[area][category][month].saturating_add_signed(revised.map(|r| r.3).sum())
        };
        let quarter = crate::analysis::fixture::quarter();
        let quarter = if back > 0 { quarter.previous() } else { quarter };
        let mut returns = Vec::new();
        for area in (0..self.counts.len()).filter(|a| self.missing != Some(*a)) {
            let calls = self.asb.as_ref().map(|a| &a[..months]);
            let mut one = sent_until(area, self.counts[area].len(), calls, (months, quarter.last_month()), |c, m| {
                count(area, c, m)
            });
            one.quarter = quarter;
            one.indicators = self.indicators.get(area).map(|i| self.indicator(*i, back > 0)).into_iter().collect();
            let reports = self.plan.iter().enumerate().filter(|(i, _)| i % 4 == area);
            one.progress =
                reports.map(|(i, p)| progress(&reference(i), ActionStatus::ALL[(p.0 + i) % 5], "Done")).collect();
            returns.push(one);
        }
        let mut unit = sent(Sender::Unit, Vec::new());
        unit.quarter = quarter;
        for (i, (now, was, due, slip)) in self.plan.iter().enumerate() {
            let status = if back > 0 { *was } else { Some(*now) };
            let Some(status) = status else { continue };
            let mut planned = action(&reference(i), ActionStatus::ALL[status]);
            planned.priority = ["Drugs", "Theft"][i % 2].into();
            planned.progress = (i % 3 > 0).then(|| at("Some of it is done".into(), "H5"));
            planned.due = due.map(|days| {
                let days = days - if back > 0 { *slip } else { 0 };
                let start = crate::analysis::fixture::quarter().last_month().last_day() - Days::new(200);
                at(start + Days::new((days + 200).max(0) as u64), "F5")
            });
            unit.county.plan.push(planned);
        }
        returns.push(unit);
        returns
    }

    fn indicator(
        &self,
        (actual, target, previous, before): (u32, Option<u32>, Option<u32>, u32),
        earlier: bool,
    ) -> crate::returns::Indicator {
        let text = |n: Option<u32>| n.map(|n| n.to_string());
        let actual = if earlier { before } else { actual };
        indicator("NI16", &actual.to_string(), text(target).as_deref(), text(previous).as_deref())
    }
}

fn reference(at: usize) -> String {
    format!("CSA-{:02}", at + 1)
}
