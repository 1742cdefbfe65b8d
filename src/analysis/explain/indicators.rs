//! The figures of one indicator.

use super::Explanation;
use super::names::path;
use crate::analysis::facts::IndicatorFacts;
use crate::number::Decimal;

/// Explains a figure of an indicator, one of [`super::names::INDICATOR`].
pub(super) fn explain(row: &IndicatorFacts, figure: &str) -> Explanation {
    let show = |d: Option<Decimal>| d.map_or("none".to_string(), |d| d.to_string());
    let (actual, target, previous) = (show(row.actual), show(row.target), show(row.previous));
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
        "last_quarter" | "previous_status" => {
            row.last_quarter.as_ref().map_or("does not exist: last quarter\u{2019}s return has it not".into(), |b| {
                format!(
                    "actual {}, target {}, {}, as last quarter\u{2019}s return said",
                    show(b.actual),
                    show(b.target),
                    b.status
                )
            })
        }
        "direction" => {
            format!("{}: actual {actual} against previous {previous}", row.direction.map_or("none", |d| d.name()))
        }
        _ => {
            let missed = row.percent_difference.map_or(String::new(), |p| format!(", {p}% of the target"));
            format!(
                "{}: actual {actual}, target {target}, {} is better; difference {}{missed}",
                row.status,
                row.better,
                show(row.difference)
            )
        }
    };
    let [actual, target, previous] = &row.cells;
    let cells = match figure {
        "actual" => actual.clone(),
        "target" => target.clone(),
        "previous" => previous.clone(),
        "direction" => [actual.as_slice(), previous].concat(),
        "last_quarter" | "previous_status" => Vec::new(),
        _ => [actual.as_slice(), target].concat(),
    };
    let name = path(&[&row.area, &row.code, figure]);
    Explanation { figure: name, lines: vec![line], cells }
}
