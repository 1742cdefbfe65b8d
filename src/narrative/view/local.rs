//! What concerns one area alone: its place among the others, its targets, and its progress on the plan.

use chrono::NaiveDate;

use super::actions::ActionsView;
use super::areas::AreaView;
use super::indicators::{IndicatorGroup, IndicatorView};
use super::measures::ComparisonView;
use crate::number::{Decimal, Ratio};
use crate::returns::ActionStatus;

view! {
    /// An area's place among the areas that have a rate.
    pub(crate) struct RankView {
        /// The area's name.
        name: String,
        /// The name of its section.
        id: String,
        /// The rolling 12 months of the main measure per 1,000 residents.
        rate: Decimal,
        /// Its place, 1 where the rate is the highest.
        from_highest: u32,
        /// Its place, 1 where the rate is the lowest.
        from_lowest: u32,
        /// Whether another area has the same rate.
        joint: bool,
        /// The 12 months ending with the last month against the 12 before.
        rolling12: Option<ComparisonView>,
    }

    /// What a partnership reports of an action of the plan.
    pub(crate) struct ProgressView {
        /// The action's reference.
        reference: String,
        /// What is to be done.
        action: String,
        /// When it is due.
        due: Option<NaiveDate>,
        /// Whether it is overdue.
        overdue: bool,
        /// How it stands in the plan.
        plan_status: ActionStatus,
        /// How it stands in this area.
        status: ActionStatus,
        /// What has been done here.
        progress: Option<String>,
        /// When that was written.
        updated_on: Option<NaiveDate>,
    }
}

/// Ranks the areas that have a rate, the highest first; of equals, the first in the board's order.
///
/// Rates are compared exactly, before they are rounded.
pub(super) fn ranks(areas: &[AreaView]) -> Vec<RankView> {
    let exact =
        |area: &AreaView| Ratio::new(area.main.total.rolling12.as_ref()?.current.into(), area.population?.into());
    let rated: Vec<(&AreaView, Decimal, Ratio)> =
        areas.iter().filter_map(|a| Some((a, a.main.total.rate?, exact(a)?))).collect();
    let place = |before: &dyn Fn(&Ratio) -> bool| {
        let before = rated.iter().filter(|(.., other)| before(other)).count();
        u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
    };
    let rank = |(area, rate, exact): &(&AreaView, Decimal, Ratio)| RankView {
        name: area.name.clone(),
        id: area.id.clone(),
        rate: *rate,
        from_highest: place(&|other| other > exact),
        from_lowest: place(&|other| other < exact),
        joint: rated.iter().filter(|(.., other)| other == exact).count() > 1,
        rolling12: area.main.total.rolling12.clone(),
    };
    let mut ranks: Vec<RankView> = rated.iter().map(rank).collect();
    ranks.sort_by_key(|r| r.from_highest);
    ranks
}

/// Gives each area what concerns it alone.
pub(super) fn complete(
    areas: &mut [AreaView],
    ranks: &[RankView],
    indicators: &[IndicatorGroup],
    actions: &ActionsView,
) {
    for area in areas {
        area.rank = ranks.iter().find(|r| r.name == area.name).cloned();
        area.indicators = own(indicators, &area.name);
        area.progress = progress(actions, &area.name);
    }
}

fn own(indicators: &[IndicatorGroup], area: &str) -> Vec<IndicatorView> {
    indicators.iter().flat_map(|group| &group.rows).filter(|row| row.area == area).cloned().collect()
}

fn progress(actions: &ActionsView, area: &str) -> Vec<ProgressView> {
    let items = actions.groups.iter().flat_map(|group| &group.items);
    let updates = items.flat_map(|action| action.updates.iter().map(move |update| (action, update)));
    let here = updates.filter(|(_, update)| update.area == area);
    here.map(|(action, update)| ProgressView {
        reference: action.reference.clone(),
        action: action.action.clone(),
        due: action.due,
        overdue: action.overdue,
        plan_status: action.status,
        status: update.status,
        progress: update.progress.clone(),
        updated_on: update.updated_on,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use crate::analysis::analyse;
    use crate::analysis::fixture::quarter;
    use crate::narrative::tests::edges::{board_of, sent_by};
    use crate::narrative::tests::open;
    use crate::narrative::view::View;

    #[test]
    fn areas_are_ranked_from_both_ends_and_equals_share_a_place() {
        let board = board_of(&["North", "South", "East", "West"], &["Theft"], false);
        let counts = [5, 9, 5];
        let returns: Vec<_> = (0..3).map(|a| sent_by(a, 1, None, 30, |_, _| counts[a])).collect();
        let view = View::new(&board, &analyse(&board, quarter(), &returns, None), &open());
        let ranks: Vec<_> =
            view.ranks.iter().map(|r| (r.name.as_str(), r.from_highest, r.from_lowest, r.joint)).collect();
        assert_eq!(ranks, [("South", 1, 3, false), ("North", 2, 1, true), ("East", 2, 1, true)]);
        let own = |name: &str| view.sections.iter().find(|s| s.name == name).and_then(|s| s.rank.as_ref());
        assert_eq!(own("South").map(|r| r.from_highest), Some(1));
        assert!(own("West").is_none() && own("County").is_none());
    }
}
