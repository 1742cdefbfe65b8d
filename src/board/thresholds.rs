//! The thresholds: `[narrative]`, what is worth saying, and `[usual]`, what is judged.
//!
//! One table says which there are, with what each holds and means; reading, the errors and the reference come from it.

use super::keys::{Check, Keys};
use crate::number::Ratio;

/// The thresholds of what gets said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrative {
    /// At most so many movers a side.
    pub movers_max: usize,
    /// A mover is at least this many percent of the largest on its side.
    pub movers_percent: Ratio,
    /// A mover is at least this many.
    pub movers_floor: u32,
    /// The same for an area whose total is below `small_total`.
    pub movers_floor_small: u32,
    /// Areas with fewer than this in 12 months are small.
    pub small_total: u32,
    /// At most so many areas or categories are named as what drives the headline.
    pub drivers_max: usize,
    /// At most so many categories are mentioned of the latest month.
    pub mentions_max: usize,
    /// Highest or lowest for this many months is worth saying.
    pub mentions_months: u32,
    /// A rank up to this is worth saying.
    pub mentions_rank: u32,
    /// A run of at least so many months is worth saying …
    pub mentions_run: u32,
    /// … where the month lies more than this many percent from the average.
    pub mentions_distance: Ratio,
    /// So many months on one side of what is expected are worth saying …
    pub run_months: u32,
    /// … where this many are expected of each of them.
    pub run_expected: Ratio,
    /// Of what is mentioned, highest or lowest for this many months is worth saying.
    pub extreme_months: u32,
    /// A total within this many percent of its average is close to it.
    pub close: Ratio,
}

impl Default for Narrative {
    fn default() -> Self {
        Narrative {
            movers_max: 4,
            movers_percent: Ratio::whole(25),
            movers_floor: 10,
            movers_floor_small: 5,
            small_total: 2500,
            drivers_max: 3,
            mentions_max: 5,
            mentions_months: 6,
            mentions_rank: 2,
            mentions_run: 2,
            mentions_distance: Ratio::whole(15),
            run_months: 4,
            run_expected: Ratio::whole(10),
            extreme_months: 12,
            close: Ratio::whole(3),
        }
    }
}

/// The least expected counts that are judged against their usual range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeastExpected {
    /// In a month.
    pub month: Ratio,
    /// In a quarter.
    pub quarter: Ratio,
}

impl Default for LeastExpected {
    fn default() -> Self {
        LeastExpected { month: Ratio::whole(5), quarter: Ratio::whole(15) }
    }
}

/// What a key holds, and where it goes.
enum Slot<'a> {
    /// How many at most.
    Most(&'a mut usize),
    /// How many.
    Count(&'a mut u32),
    /// A share from 0 to 1, kept in percent.
    Share(&'a mut Ratio),
    /// Percent, at most so many.
    Percent(&'a mut Ratio, i64),
    /// An expected count.
    Expected(&'a mut Ratio),
}

/// A threshold: its key, where its value goes, and what it means.
type Threshold<'a> = (&'static str, Slot<'a>, &'static str);

/// The largest expected count that a threshold can be.
const MOST_EXPECTED: i64 = 1_000_000;

impl Narrative {
    fn table(&mut self) -> Vec<Threshold<'_>> {
        use Slot::{Count, Expected, Most, Percent, Share};
        vec![
            ("movers_max", Most(&mut self.movers_max), "At most so many movers a side"),
            (
                "movers_share",
                Share(&mut self.movers_percent),
                "A mover is at least this share of the largest on its side",
            ),
            ("movers_floor", Count(&mut self.movers_floor), "A mover is at least this many"),
            ("movers_floor_small", Count(&mut self.movers_floor_small), "The same for a small area"),
            ("small_total", Count(&mut self.small_total), "An area with fewer than this in 12 months is small"),
            ("drivers_max", Most(&mut self.drivers_max), "At most so many are named as what drives the headline"),
            (
                "mentions_max",
                Most(&mut self.mentions_max),
                "At most so many categories are mentioned of the latest month",
            ),
            (
                "mentions_months",
                Count(&mut self.mentions_months),
                "Highest or lowest for so many months is a statement",
            ),
            ("mentions_rank", Count(&mut self.mentions_rank), "A rank up to this is a statement"),
            ("mentions_run", Count(&mut self.mentions_run), "So many months up or down in a row are a statement"),
            (
                "mentions_distance",
                Percent(&mut self.mentions_distance, 1000),
                "… in a month that is more than so many percent from its average",
            ),
            ("run_months", Count(&mut self.run_months), "So many months on one side of what is expected are mentioned"),
            ("run_expected", Expected(&mut self.run_expected), "… where so many are expected of each of them"),
            (
                "extreme_months",
                Count(&mut self.extreme_months),
                "Of what is mentioned, highest or lowest for so many months is said",
            ),
            ("close", Percent(&mut self.close, 100), "A total within so many percent of its average is close to it"),
        ]
    }

    pub(super) fn read(keys: Option<Keys<'_>>, check: &mut Check<'_>) -> Self {
        let mut narrative = Narrative::default();
        fill(narrative.table(), keys, check);
        narrative
    }
}

impl LeastExpected {
    fn table(&mut self) -> Vec<Threshold<'_>> {
        vec![
            ("month_least", Slot::Expected(&mut self.month), "A month is judged where at least so many are expected"),
            (
                "quarter_least",
                Slot::Expected(&mut self.quarter),
                "A quarter is judged where at least so many are expected",
            ),
        ]
    }

    pub(super) fn read(keys: Option<Keys<'_>>, check: &mut Check<'_>) -> Self {
        let mut usual = LeastExpected::default();
        fill(usual.table(), keys, check);
        usual
    }
}

/// Puts the values of a table of the file in place of the defaults.
fn fill(table: Vec<Threshold<'_>>, keys: Option<Keys<'_>>, check: &mut Check<'_>) {
    let Some(mut keys) = keys else { return };
    for (key, slot, _) in table {
        match slot {
            Slot::Most(place) => {
                if let Some(given) = keys.whole(check, key, 0..=1000) {
                    *place = given.value as usize;
                }
            }
            Slot::Count(place) => {
                if let Some(given) = keys.whole(check, key, 0..=u32::MAX) {
                    *place = given.value;
                }
            }
            Slot::Share(place) => {
                if let Some(given) = keys.share(check, key) {
                    *place = given.value.times(Ratio::whole(100)).unwrap_or(*place);
                }
            }
            Slot::Percent(place, most) => {
                if let Some(given) = keys.number(check, key, most) {
                    *place = given.value;
                }
            }
            Slot::Expected(place) => {
                if let Some(given) = keys.number(check, key, MOST_EXPECTED) {
                    *place = given.value;
                }
            }
        }
    }
    keys.done(check);
}

/// Lists every threshold as it may stand in `board.toml`, with its default: the table, the key, the default, the meaning.
pub fn reference() -> Vec<[String; 4]> {
    let (mut narrative, mut usual) = (Narrative::default(), LeastExpected::default());
    let of = |name: &'static str, table: Vec<Threshold<'_>>| -> Vec<[String; 4]> {
        let line = |(key, slot, meaning): Threshold<'_>| {
            let default = match slot {
                Slot::Most(n) => n.to_string(),
                Slot::Count(n) => n.to_string(),
                Slot::Share(percent) => (percent.to_f64() / 100.).to_string(),
                Slot::Percent(n, _) | Slot::Expected(n) => n.to_f64().to_string(),
            };
            [name.to_string(), key.to_string(), default, meaning.to_string()]
        };
        table.into_iter().map(line).collect()
    };
    [of("[narrative]", narrative.table()), of("[usual]", usual.table())].concat()
}
