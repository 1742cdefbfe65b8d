//! How changes are spread: how many rose, fell and stood still, and by how much.

use super::listed;
use crate::analysis::facts::Comparison;
use crate::number::Ratio;

/// What changes are put in order by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum By {
    /// The change in number.
    Number,
    /// The change in percent; those without are left out.
    Percent,
}

/// Writes how many changed which way, the largest rise first, and how many there are in all.
pub(super) fn lines<'a>(changes: impl Iterator<Item = (&'a str, Option<&'a Comparison>)>, by: By) -> Vec<String> {
    let value = |c: &Comparison| match by {
        By::Number => Some(Ratio::whole(c.change.0)),
        By::Percent => Ratio::new(i128::from(c.change.0) * 100, c.previous.into()),
    };
    let mut known: Vec<(Ratio, &str, &Comparison)> =
        changes.filter_map(|(name, c)| Some((value(c?)?, name, c?))).collect();
    known.sort_by_key(|(value, ..)| std::cmp::Reverse(*value));
    let way = |sign: i64| {
        let of = known.iter().filter(|(_, _, c)| c.change.0.signum() == sign);
        let percent = |c: &Comparison| c.percent.map_or(String::new(), |p| format!(", {p}%"));
        listed(&of.map(|(_, name, c)| format!("{name} ({}{})", c.change, percent(c))).collect::<Vec<_>>())
    };
    vec![
        format!("of {}", known.len()),
        format!("rose, {}", way(1)),
        format!("fell, {}", way(-1)),
        format!("did not change, {}", way(0)),
    ]
}
