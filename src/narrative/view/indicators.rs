//! The indicators against their targets.

use crate::analysis::{Direction, Facts, IndicatorFacts, Rag};
use crate::number::Decimal;
use crate::returns::{Better, Unit};
use crate::text;

view! {
    /// The rows of one indicator.
    pub(crate) struct IndicatorGroup {
        /// The code.
        code: String,
        /// What it measures.
        indicator: String,
        /// A name to refer to its table by.
        id: String,
        /// The period, where all rows have the same.
        period: Option<String>,
        /// `lower` or `higher`, whichever is better.
        better: Better,
        /// `count`, `rate` or `percent`.
        unit: Unit,
        /// The rows, by area.
        rows: Vec<IndicatorView>,
        /// Those that are red.
        reds: Vec<IndicatorView>,
        /// Those whose status differs from last quarter's.
        restated: Vec<IndicatorView>,
        /// Whether any row has a comment.
        comments: bool,
    }

    /// One row of the target status.
    pub(crate) struct IndicatorView {
        /// The code.
        code: String,
        /// What it measures.
        indicator: String,
        /// The area.
        area: String,
        /// The period.
        period: String,
        /// The actual figure.
        actual: Decimal,
        /// The target.
        target: Option<Decimal>,
        /// Actual less target.
        difference: Option<Decimal>,
        /// The difference in percent of the target.
        percent_difference: Option<Decimal>,
        /// The figure before.
        previous: Option<Decimal>,
        /// `UP`, `DOWN` or `SAME`, against the figure before.
        direction: Option<Direction>,
        /// `Red`, `Amber`, `Green` or `NA`.
        status: Rag,
        /// The status last quarter.
        previous_status: Option<Rag>,
        /// `lower` or `higher`, whichever is better.
        better: Better,
        /// `count`, `rate` or `percent`.
        unit: Unit,
        /// What the partnership says of it.
        comment: Option<String>,
    }
}

pub(super) fn indicators(facts: &Facts) -> Vec<IndicatorGroup> {
    let mut groups: Vec<IndicatorGroup> = Vec::new();
    for row in &facts.indicators {
        let view = indicator(row);
        match groups.iter_mut().find(|g| g.code == row.code) {
            Some(group) => group.rows.push(view),
            None => groups.push(IndicatorGroup {
                code: row.code.clone(),
                indicator: row.indicator.clone(),
                id: format!("indicator-{}", text::slug(&row.code)),
                period: None,
                better: row.better,
                unit: row.unit,
                rows: vec![view],
                reds: Vec::new(),
                restated: Vec::new(),
                comments: false,
            }),
        }
    }
    for group in &mut groups {
        let first = group.rows.first().map(|r| r.period.clone());
        group.period = first.filter(|p| !p.is_empty() && group.rows.iter().all(|r| r.period == *p));
        group.reds = group.rows.iter().filter(|r| r.status == Rag::Red).cloned().collect();
        let restated = |r: &&IndicatorView| r.previous_status.is_some_and(|was| was != r.status);
        group.restated = group.rows.iter().filter(restated).cloned().collect();
        group.comments = group.rows.iter().any(|r| r.comment.is_some());
    }
    groups
}

pub(super) fn indicator(facts: &IndicatorFacts) -> IndicatorView {
    IndicatorView {
        code: facts.code.clone(),
        indicator: facts.indicator.clone(),
        area: facts.area.clone(),
        period: facts.period.clone(),
        actual: facts.actual,
        target: facts.target,
        difference: facts.difference,
        percent_difference: facts.percent_difference,
        previous: facts.previous,
        direction: facts.direction,
        status: facts.status,
        previous_status: facts.previous_status,
        better: facts.better,
        unit: facts.unit,
        comment: facts.comment.clone(),
    }
}
