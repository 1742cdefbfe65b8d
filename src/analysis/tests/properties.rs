//! What holds of the facts whatever is returned.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use proptest::prelude::*;

use crate::analysis::fixture::{action, at, board, indicator, progress, quarter, sent};
use crate::analysis::{Comparison, Facts, Previous, SeriesFacts, analyse};
use crate::number::{Count, Ratio};
use crate::problem::Code;
use crate::returns::{ActionStatus, CategoryRow, Counts, Gap, Return, Sender};

const AREAS: [&str; 3] = ["North", "South", "West"];
const CATEGORIES: [&str; 3] = ["Theft", "Fraud", "Arson"];

/// Counts of any shape: any first month, rows too short or too long, blank cells, rows that are absent.
fn any_counts() -> impl Strategy<Value = Counts> {
    let count =
        prop_oneof![30 => (0_u32..40).prop_map(|c| Some(Count(c))), 1 => Just(None), 1 => Just(Some(Count(u32::MAX)))];
    let row = (prop::option::weighted(0.9, 0_u32..9), prop::collection::vec(count, 20..34))
        .prop_map(|(row, counts)| CategoryRow { row, counts });
    let gaps = prop::collection::vec((0_usize..4, 0_i32..40), 0..4);
    (prop_oneof![4 => Just(0), 1 => -20_i32..5], 24_u32..32, prop::collection::vec(row, 2..5), gaps).prop_map(
        |(shift, months, rows, gaps)| {
            let last = quarter().last_month();
            let gap = |(category, ago): (usize, i32)| Gap { category, month: last.plus(-ago), reason: String::new() };
            Counts {
                sheet: "Crime".into(),
                first: last.plus(1 - months as i32 + shift),
                columns: (1..=months).collect(),
                rows,
                gaps: gaps.into_iter().map(gap).collect(),
            }
        },
    )
}

fn any_return() -> impl Strategy<Value = Return> {
    let sender = prop_oneof![9 => (0_usize..4).prop_map(Sender::Area), 2 => Just(Sender::Unit)];
    let figure = prop_oneof!["[0-9]{1,12}\\.[0-9]{1,12}", "-?[0-9]{1,3}"];
    let indicators =
        prop::collection::vec((figure.clone(), prop::option::of(figure.clone()), prop::option::of(figure)), 0..3);
    let status = || prop::sample::select(ActionStatus::ALL.to_vec());
    let actions = prop::collection::vec(("[AB][1-3]", status(), prop::option::of(0_i64..900)), 0..4);
    let reports = prop::collection::vec(("[AB][1-4]", status(), "[xy]?"), 0..4);
    (sender, prop::option::weighted(0.9, any_counts()), indicators, actions, reports).prop_map(
        |(sender, counts, indicators, actions, reports)| {
            let mut made = sent(sender, vec![counts]);
            let row =
                |(a, t, p): &(String, Option<String>, Option<String>)| indicator("I", a, t.as_deref(), p.as_deref());
            made.indicators = indicators.iter().map(row).collect();
            made.progress = reports.iter().map(|(r, s, t)| progress(r, *s, t)).collect();
            made.county.plan = actions
                .iter()
                .map(|(r, s, due)| {
                    let mut made = action(r, *s);
                    made.due =
                        due.map(|d| at(quarter().last_month().last_day() + chrono::Duration::days(d - 450), "F5"));
                    made
                })
                .collect();
            made
        },
    )
}

/// One return an area, whole: equal shapes, no blanks.
fn whole_returns() -> impl Strategy<Value = Vec<Return>> {
    let rows = || prop::collection::vec(prop::collection::vec(0_u32..60, 30), CATEGORIES.len());
    prop::collection::vec(rows(), AREAS.len()).prop_map(|areas| {
        let areas: Vec<&[Vec<u32>]> = areas.iter().map(Vec::as_slice).collect();
        crate::analysis::fixture::whole(&areas)
    })
}

fn facts(returns: &[Return], previous: Option<&Previous>) -> Facts {
    analyse(&board(&AREAS, &CATEGORIES), quarter(), returns, previous)
}

/// The series of an area, the total first.
fn lines(facts: &Facts, area: usize) -> Vec<&SeriesFacts> {
    let measure = &facts.areas[area].measures[0];
    std::iter::once(&measure.total).chain(&measure.categories).collect()
}

/// A figure of a series, as a pair of whole numbers.
type Figure = fn(&SeriesFacts) -> Option<(i64, i64)>;

const FIGURES: [Figure; 3] = [
    |s| s.rolling12.as_ref().map(|c: &Comparison| (c.current, c.previous)),
    |s| s.year_to_date.as_ref().map(|c| (c.current, c.previous)),
    |s| s.latest.as_ref().map(|l| (l.count, 0)),
];

fn sum(parts: impl Iterator<Item = Option<(i64, i64)>>) -> Option<(i64, i64)> {
    parts.collect::<Option<Vec<_>>>().map(|all| all.iter().fold((0, 0), |sum, p| (sum.0 + p.0, sum.1 + p.1)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_that_is_returned_makes_it_fail_or_guess(
        returns in prop::collection::vec(any_return(), 0..6),
        before in prop::option::of(prop::collection::vec(any_return(), 0..4)),
    ) {
        let previous = before.map(|returns| Previous { quarter: quarter().previous(), returns, earlier: None });
        let found = facts(&returns, previous.as_ref());
        prop_assert!(serde_json::from_str::<serde_json::Value>(&found.to_json()).is_ok());
        for figure in FIGURES {
            for area in 0..3 {
                let all = lines(&found, area);
                prop_assert_eq!(figure(all[0]), sum(all[1..].iter().map(|s| figure(s))), "the total is the sum of its categories");
            }
            for line in 0..=CATEGORIES.len() {
                let parts = sum((0..3).map(|area| figure(lines(&found, area)[line])));
                prop_assert_eq!(figure(lines(&found, 3)[line]), parts, "a group is the sum of all its areas, or nothing");
            }
        }
        let actions = &found.actions;
        prop_assert_eq!(actions.by_status.values().sum::<usize>(), actions.total);
        prop_assert_eq!(actions.items.len(), actions.total);
        let problems = found.problems.iter().filter(|p| p.code == Code::ActionMissing).count();
        prop_assert!(problems <= actions.gone.len());
    }

    #[test]
    fn the_parts_make_the_whole(returns in whole_returns()) {
        let found = facts(&returns, None);
        for area in 0..4 {
            let all = lines(&found, area);
            let change = |s: &SeriesFacts| s.rolling12.as_ref().map_or(0, |c| c.change.0);
            prop_assert_eq!(change(all[0]), all[1..].iter().map(|s| change(s)).sum::<i64>());
            for series in all {
                let (rolling, latest) = (series.rolling12.as_ref().unwrap(), series.latest.as_ref().unwrap());
                let twelve = latest.average_exact.unwrap().times(Ratio::whole(12));
                prop_assert_eq!(twelve, Some(Ratio::whole(rolling.current)));
                prop_assert!(!rolling.from.is_empty() && !latest.from.is_empty());
            }
            let movers = &found.areas[area].measures[0].movers_rolling12;
            prop_assert!(movers.up.iter().all(|m| m.change.0 > 0) && movers.down.iter().all(|m| m.change.0 < 0));
            let mentions = &found.areas[area].measures[0].mentions;
            prop_assert!(mentions[0].total && mentions.iter().filter(|m| m.total).count() == 1);
        }
    }
}
