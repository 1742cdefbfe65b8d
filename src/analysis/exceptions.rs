//! Out of the ordinary: the series of areas that lie outside their usual range, and how many would by chance.
//!
//! *In:* the facts of all areas. *Out:* one line a series, the farthest from expected first, and the sums that say what
//! such a list is worth. *Invariants:* totals of several categories and groups are in no line, for their categories and
//! areas are; a measure with one category is told by its total.

use crate::number::Ratio;
use crate::quarter::Month;

use super::facts::{AreaFacts, Exception, Judgement, Kind, MeasureFacts, SeriesFacts, Usual, UsualRange};

/// How many of 1,000 judgements are out of the ordinary where nothing happened: found by simulation. A normal distribution
/// alone would have 2.7.
pub(crate) const BY_CHANCE_THOUSANDTHS: i128 = 4;

/// Lists what is out of the ordinary, by how far it is from expected, in counts; what is equal keeps the board's order.
pub(crate) fn list(areas: &[AreaFacts]) -> Vec<Exception> {
    let mut found: Vec<Exception> = listed(areas)
        .filter_map(|(area, measure, series)| {
            let usual = series.usual.as_ref()?;
            let (month, judgement) = farthest(usual)?;
            Some(Exception {
                area: area.name.clone(),
                measure: measure.name.clone(),
                series: series.name.clone(),
                month,
                judgement,
                again: usual.again,
            })
        })
        .collect();
    found.sort_by(|a, b| b.judgement.excess().abs().total_cmp(&a.judgement.excess().abs()));
    found
}

/// Counts what was judged, what of it is out of the ordinary, and what chance alone would bring.
pub(crate) fn summary(areas: &[AreaFacts]) -> UsualRange {
    let counted = listed(areas).filter(|(_, _, series)| series.history.iter().any(|m| m.count.is_some()));
    let usual: Vec<Option<&Usual>> = counted.map(|(_, _, series)| series.usual.as_ref()).collect();
    let of = |u: &Usual| u.judgements().filter(|j| j.verdict.is_judged()).count();
    let judged: usize = usual.iter().flatten().map(|u| of(u)).sum();
    let by_chance = Ratio::new(BY_CHANCE_THOUSANDTHS * judged as i128, 1000);
    UsualRange {
        series: usual.len(),
        judged,
        out: usual.iter().flatten().filter(|u| farthest(u).is_some()).count(),
        by_chance: by_chance.unwrap_or(Ratio::whole(0)).round(1),
    }
}

/// Gives the series that can be in the list.
fn listed(areas: &[AreaFacts]) -> impl Iterator<Item = (&AreaFacts, &MeasureFacts, &SeriesFacts)> {
    let measures = areas.iter().filter(|a| a.kind == Kind::Area).flat_map(|a| a.measures.iter().map(move |m| (a, m)));
    measures.flat_map(|(area, measure)| {
        let series =
            if measure.categories.len() == 1 { std::slice::from_ref(&measure.total) } else { &measure.categories };
        series.iter().map(move |s| (area, measure, s))
    })
}

/// Finds the judgement that is farthest out of the ordinary, and its month; `None` for the quarter's.
///
/// Where one month alone makes a quarter what it is, this is the month; where all of them do, the quarter.
pub(crate) fn farthest(usual: &Usual) -> Option<(Option<Month>, Judgement)> {
    let months = usual.months.iter().map(|m| (Some(m.month), m.judgement));
    let quarter = usual.quarter.map(|q| (None, q));
    let out = months.chain(quarter).filter(|(_, j)| j.verdict.out().is_some());
    out.max_by(|(_, a), (_, b)| a.z.abs().total_cmp(&b.z.abs()))
}

#[cfg(test)]
mod tests;
