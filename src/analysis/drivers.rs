//! What drives a change: of a group's, the areas that make most of it; of an area's, the categories.
//!
//! *In:* the facts of all areas, whose comparisons are worked out. *Out:* shares, [`Drivers`] and the [`Headline`].
//! *Invariants:* drivers are those that moved the whole's way, the largest first, until they make half of it or more; what
//! is equal keeps the board's order; all changes are like for like, so the parts of a change add up to it; where a count
//! is not available no share is made.

use std::cmp::Reverse;

use crate::number::{Change, Decimal};

use super::facts::{
    AreaDriver, AreaFacts, ChangeDrivers, Comparison, Driver, Drivers, Headline, Kind, MeasureFacts, MemberShare,
    SeriesFacts,
};
use super::series;

/// Picks the comparison of a series that is meant.
type Pick = fn(&SeriesFacts) -> Option<&Comparison>;

const ROLLING12: Pick = |s| s.rolling12.as_ref();
const YEAR_TO_DATE: Pick = |s| s.year_to_date.as_ref();

/// Writes shares and drivers into the facts of every area and group.
pub(crate) fn add(areas: &mut [AreaFacts]) {
    for at in 0..areas.len() {
        let drivers = Drivers {
            year_to_date: change_drivers(areas, &areas[at], YEAR_TO_DATE),
            rolling12: change_drivers(areas, &areas[at], ROLLING12),
        };
        let shares: Vec<_> = (0..areas[at].measures.len()).map(|m| member_shares(areas, &areas[at], m)).collect();
        let area = &mut areas[at];
        area.drivers = drivers;
        area.measures.iter_mut().zip(shares).for_each(|(measure, shares)| measure.member_shares = shares);
    }
}

/// Gives the lead group's headline: its drivers since April, at most so many, and the rest together.
pub(crate) fn headline(areas: &[AreaFacts], most: usize) -> Option<Headline> {
    let group = areas.iter().find(|a| a.kind == Kind::Group);
    let lead = group.or_else(|| areas.first().filter(|_| areas.len() == 1))?;
    let whole = YEAR_TO_DATE(&lead.measures.first()?.total)?;
    let found = lead.drivers.year_to_date.as_ref()?;
    let (mut drivers, parts) = match lead.kind {
        Kind::Group => (found.areas.iter().map(|a| a.driver.clone()).collect(), lead.members.len()),
        Kind::Area => (found.categories.clone(), lead.measures.first()?.categories.len()),
    };
    drivers.truncate(most);
    let told: i64 = drivers.iter().map(|d| d.change.0).sum();
    Some(Headline {
        area: lead.name.clone(),
        others: parts - drivers.len(),
        rest: Change(whole.change.0 - told),
        drivers,
    })
}

fn change_drivers(areas: &[AreaFacts], area: &AreaFacts, pick: Pick) -> Option<ChangeDrivers> {
    let measure = area.measures.first()?;
    let whole = pick(&measure.total)?;
    let members = members(areas, area, 0).map(|(m, of)| Some((m, pick(&of.total)?, of))).collect::<Option<Vec<_>>>()?;
    let driving = driving(whole, members.iter().map(|(m, change, _)| (m.name.as_str(), *change)));
    let categories = |driver: &Driver| {
        let of = members.iter().find(|(m, ..)| m.name == driver.name);
        of.map_or_else(Vec::new, |(_, whole, measure)| categories(measure, whole, pick))
    };
    let areas = driving.into_iter().map(|driver| AreaDriver { categories: categories(&driver), driver });
    Some(ChangeDrivers { areas: areas.collect(), categories: self::categories(measure, whole, pick) })
}

/// Gives a group's areas with their figures of a measure.
fn members<'a>(
    areas: &'a [AreaFacts],
    group: &'a AreaFacts,
    measure: usize,
) -> impl Iterator<Item = (&'a AreaFacts, &'a MeasureFacts)> {
    group.members.iter().filter_map(move |name| {
        let area = areas.iter().find(|a| a.kind == Kind::Area && a.name == *name)?;
        Some((area, area.measures.get(measure)?))
    })
}

fn categories(measure: &MeasureFacts, whole: &Comparison, pick: Pick) -> Vec<Driver> {
    driving(whole, measure.categories.iter().filter_map(|c| Some((c.name.as_str(), pick(c)?))))
}

/// Chooses the parts that moved the whole's way, the largest first, until they make half of its change or more.
fn driving<'a>(whole: &Comparison, parts: impl Iterator<Item = (&'a str, &'a Comparison)>) -> Vec<Driver> {
    let change = whole.change.0;
    let mut with: Vec<_> = parts.filter(|(_, c)| c.change.0.signum() * change.signum() > 0).collect();
    with.sort_by_key(|(_, c)| Reverse(c.change.0.abs()));
    let mut made = 0;
    let enough = |(_, part): &(&str, &Comparison)| {
        let wanted = 2 * made < change.abs();
        made += part.change.0.abs();
        wanted
    };
    let driver = |(name, part): (&str, &Comparison)| Driver {
        name: name.into(),
        change: part.change,
        share: share(part, whole),
    };
    with.into_iter().take_while(enough).map(driver).collect()
}

/// Gives a part's change as a percentage of the whole's, one decimal; `None` where the whole's is 0, or a count of the part
/// is not available.
pub(crate) fn share(part: &Comparison, whole: &Comparison) -> Option<Decimal> {
    if part.incomplete { None } else { series::percent(part.change.0, whole.change.0) }
}

fn member_shares(areas: &[AreaFacts], group: &AreaFacts, measure: usize) -> Vec<MemberShare> {
    let Some(whole) = group.measures.get(measure).map(|m| &m.total) else { return Vec::new() };
    let of = |area: &AreaFacts, part: &SeriesFacts| {
        let share = |pick: Pick| share(pick(part)?, pick(whole)?);
        MemberShare { area: area.name.clone(), rolling12: share(ROLLING12), year_to_date: share(YEAR_TO_DATE) }
    };
    members(areas, group, measure).map(|(area, measure)| of(area, &measure.total)).collect()
}

#[cfg(test)]
mod tests;
