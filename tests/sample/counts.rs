//! Monthly counts: every area, measure and category, and what is computed from them.

use std::collections::BTreeMap;

use board_papers::quarter::Month;

use crate::Fallible;

/// The counts of every area and measure: per category, in the order of the file, one count a month.
#[derive(Clone)]
pub(crate) struct Counts {
    /// The first month.
    pub(crate) first: Month,
    /// The last month.
    pub(crate) last: Month,
    tables: BTreeMap<Key, Table>,
}

/// An area and a measure.
type Key = (String, String);

/// The counts of a measure in an area: per category, one count a month.
type Table = Vec<(String, Vec<u32>)>;

/// An indicator that is a sum of categories over 12 months.
pub(crate) struct Indicator {
    /// Its code.
    pub(crate) code: &'static str,
    /// What it measures.
    pub(crate) name: &'static str,
    /// The categories that it sums.
    categories: &'static [&'static str],
    /// By how much it is to fall on the 12 months before, in percent.
    reduction: u32,
}

/// The indicators that every partnership returns.
pub(crate) const INDICATORS: [Indicator; 2] = [
    Indicator {
        code: "SAC",
        name: "Serious acquisitive crime",
        categories: &[
            "Domestic burglary",
            "Personal robbery",
            "Business robbery",
            "Theft from vehicle",
            "Theft of vehicle",
        ],
        reduction: 1,
    },
    Indicator { code: "AWI", name: "Violence with injury", categories: &["Violence with injury"], reduction: 4 },
];

impl Counts {
    /// Reads `area,measure,category,month,count` rows, each category's months in order and without gaps.
    pub(crate) fn read(csv: &str) -> Fallible<Self> {
        let mut tables: BTreeMap<Key, Table> = BTreeMap::new();
        let mut range: Option<(Month, Month)> = None;
        for row in rows(csv)? {
            let categories = tables.entry((row.area.into(), row.measure.into())).or_default();
            if categories.last().is_none_or(|(name, _)| name != row.category) {
                categories.push((row.category.into(), Vec::new()));
            }
            let (first, last) = *range.get_or_insert((row.month, row.month));
            range = Some((first, last.max(row.month)));
            let counts = &mut categories.last_mut().ok_or("a category was just added")?.1;
            if row.month.since(first) != i32::try_from(counts.len())? {
                return Err(format!("{}, {}: {} is out of turn", row.area, row.category, row.month).into());
            }
            counts.push(row.count);
        }
        let (first, last) = range.ok_or("there are no counts")?;
        Ok(Counts { first, last, tables })
    }

    /// Takes the months up to and including one.
    pub(crate) fn until(&self, last: Month) -> Fallible<Self> {
        let months = usize::try_from(last.since(self.first) + 1)?;
        let mut cut = Counts { last, ..self.clone() };
        for counts in cut.tables.values_mut().flatten().map(|(_, counts)| counts) {
            if counts.len() < months {
                return Err(format!("the counts end before {last}").into());
            }
            counts.truncate(months);
        }
        Ok(cut)
    }

    /// Puts back what was first returned: rows like those of the counts themselves.
    pub(crate) fn revise(&mut self, csv: &str) -> Fallible<()> {
        for row in rows(csv)? {
            let at = usize::try_from(row.month.since(self.first))?;
            let count = self
                .tables
                .get_mut(&(row.area.into(), row.measure.into()))
                .and_then(|categories| categories.iter_mut().find(|(name, _)| name == row.category))
                .and_then(|(_, counts)| counts.get_mut(at))
                .ok_or_else(|| format!("no count for {}, {}, {}", row.area, row.category, row.month))?;
            if *count == row.count {
                return Err(format!("{}, {}, {} was not revised", row.area, row.category, row.month).into());
            }
            *count = row.count;
        }
        Ok(())
    }

    /// Gives an area's counts of a measure, one entry a category; none for an area that the counts do not have.
    pub(crate) fn table(&self, area: &str, measure: &str) -> &[(String, Vec<u32>)] {
        self.tables.get(&(area.into(), measure.into())).map_or(&[], Vec::as_slice)
    }

    /// Computes an indicator of an area: the latest 12 months, the target (rounded down) and the 12 months before.
    pub(crate) fn indicator(&self, area: &str, indicator: &Indicator) -> Fallible<[u32; 3]> {
        let (mut actual, mut previous) = (0, 0);
        for category in indicator.categories {
            let named = |(name, _): &&(String, Vec<u32>)| name == category;
            let (_, counts) = self.table(area, "crime").iter().find(named).ok_or("an indicator's category")?;
            let now = counts.len().checked_sub(12).filter(|now| *now >= 12).ok_or("24 months for an indicator")?;
            actual += counts[now..].iter().sum::<u32>();
            previous += counts[now - 12..now].iter().sum::<u32>();
        }
        Ok([actual, previous * (100 - indicator.reduction) / 100, previous])
    }
}

/// One row of a file of counts.
struct Row<'a> {
    area: &'a str,
    measure: &'a str,
    category: &'a str,
    month: Month,
    count: u32,
}

fn rows(csv: &str) -> Fallible<Vec<Row<'_>>> {
    csv.lines()
        .skip(1)
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            let [area, measure, category, month, count] = fields[..] else {
                return Err(format!("expected five fields: {line}").into());
            };
            let month = Month::parse(month).ok_or_else(|| format!("expected a month: {line}"))?;
            Ok(Row { area, measure, category, month, count: count.parse()? })
        })
        .collect()
}
