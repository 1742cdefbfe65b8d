//! The figures of one indicator.

use super::Explanation;
use super::names::path;
use crate::analysis::facts::IndicatorFacts;
use crate::number::Decimal;
use crate::problem::Place;

/// Explains a figure of an indicator, one of [`super::names::INDICATOR`].
pub(super) fn explain(row: &IndicatorFacts, figure: &str) -> Explanation {
    let show = |d: Option<Decimal>| d.map_or("none".to_string(), |d| d.to_string());
    let (actual, target, previous) = (row.actual, show(row.target), show(row.previous));
    let word = |w: Option<serde_json::Value>| w.and_then(|w| w.as_str().map(String::from)).unwrap_or("none".into());
    let line = match figure {
        "actual" => format!("{actual}, as returned for {}", row.period),
        "target" => format!("{target}, as returned"),
        "previous" => format!("{previous}, as returned"),
        "difference" => format!("actual − target = {actual} − {target} = {}", show(row.difference)),
        "percent_difference" => format!(
            "100 × difference / target = 100 × {} / {target} = {}",
            show(row.difference),
            show(row.percent_difference)
        ),
        "direction" => format!(
            "{}: actual {actual} against previous {previous}",
            word(row.direction.and_then(|d| serde_json::to_value(d).ok()))
        ),
        _ => {
            let missed = row.percent_difference.map_or(String::new(), |p| format!(", {p}% of the target"));
            format!(
                "{}: actual {actual}, target {target}, {} is better; difference {}{missed}",
                word(serde_json::to_value(row.status).ok()),
                row.better,
                show(row.difference)
            )
        }
    };
    let wanted = match figure {
        "actual" => [true, false, false],
        "target" => [false, true, false],
        "previous" => [false, false, true],
        "direction" => [true, false, true],
        _ => [true, true, false],
    };
    let there = [true, row.target.is_some(), row.previous.is_some()];
    let wanted = wanted.into_iter().zip(there).filter(|(_, there)| *there).map(|(wanted, _)| wanted);
    let cells: Vec<Place> = row.from.iter().zip(wanted).filter(|(_, wanted)| *wanted).map(|(p, _)| p.clone()).collect();
    let name = path(&[&row.area, &row.code, figure]);
    Explanation { figure: name, lines: vec![line], cells }
}
