//! What is usual of a series, what is out of the ordinary, and what drives a change.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::{Run, Side, Statement};
use crate::analysis::usual::Steps;
use crate::number::{Change, Decimal};
use crate::quarter::Month;

/// The usual range of a series, and what its quarter is against it. Its numbers are not rounded.
#[derive(Clone, Debug, Serialize)]
pub struct Usual {
    /// The quarter's months, those that have a count, oldest first.
    pub months: Vec<MonthJudgement>,
    /// The quarter; `null` where one of its months has no count.
    pub quarter: Option<Judgement>,
    /// Whether it was out of the ordinary on the same side a quarter ago, too, by the counts as they are known now; `null`
    /// where that cannot be judged.
    pub again: Option<bool>,
    /// What is usual of the 24 months that end with M, oldest first, for charts; the quarter's are those above.
    pub band: Vec<BandMonth>,
    /// The steps to it.
    #[serde(skip)]
    pub(crate) steps: Steps,
}

/// A month against its usual range.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct MonthJudgement {
    /// The month.
    pub month: Month,
    /// Its count, and what is made of it.
    #[serde(flatten)]
    pub judgement: Judgement,
}

/// A count against its usual range.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Judgement {
    /// The count.
    pub count: i64,
    /// What is expected.
    pub expected: f64,
    /// The lower end of the usual range, not below 0.
    pub lower: f64,
    /// Its upper end.
    pub upper: f64,
    /// How far the count is from expected, in standard deviations.
    pub z: f64,
    /// What is made of that.
    #[serde(flatten)]
    pub verdict: Verdict,
}

impl Judgement {
    /// Gives count less expected.
    pub fn excess(&self) -> f64 {
        self.count as f64 - self.expected
    }
}

/// What is made of a count; in JSON `"judged"` and `"out"`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Too little is expected to judge it.
    NotJudged,
    /// Within its usual range.
    Usual,
    /// Out of the ordinary: above.
    High,
    /// Out of the ordinary: below.
    Low,
}

impl Verdict {
    /// Says on which side this is out of the ordinary, if it is.
    pub fn out(self) -> Option<Side> {
        match self {
            Verdict::High => Some(Side::Above),
            Verdict::Low => Some(Side::Below),
            Verdict::NotJudged | Verdict::Usual => None,
        }
    }

    /// Says whether the count was judged.
    pub fn is_judged(self) -> bool {
        self != Verdict::NotJudged
    }
}

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let out = match self {
            Verdict::High => Some("high"),
            Verdict::Low => Some("low"),
            Verdict::NotJudged | Verdict::Usual => None,
        };
        let mut keys = s.serialize_struct("Verdict", 2)?;
        keys.serialize_field("judged", &self.is_judged())?;
        keys.serialize_field("out", &out)?;
        keys.end()
    }
}

impl Usual {
    /// Gives all judgements: the months', then the quarter's.
    pub fn judgements(&self) -> impl Iterator<Item = &Judgement> {
        self.months.iter().map(|m| &m.judgement).chain(&self.quarter)
    }

    /// Says whether any judgement is out of the ordinary on this side.
    pub fn is_out(&self, side: Side) -> bool {
        self.judgements().any(|j| j.verdict.out() == Some(side))
    }
}

/// What is usual of one month of a chart.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct BandMonth {
    /// The month.
    pub month: Month,
    /// What is expected.
    pub expected: f64,
    /// The lower end of the usual range, not below 0.
    pub lower: f64,
    /// Its upper end.
    pub upper: f64,
}

/// How many series of areas were judged, and what chance alone would make of them.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct UsualRange {
    /// The series that can be listed: each area's categories, of a measure with one category its total.
    pub series: usize,
    /// How many of their months and quarters were judged.
    pub judged: usize,
    /// How many series are out of the ordinary: the lines of the list.
    pub out: usize,
    /// How many lines chance alone would bring, one decimal.
    pub by_chance: Decimal,
}

/// A series that is out of the ordinary: one line of the list.
#[derive(Clone, Debug, Serialize)]
pub struct Exception {
    /// The area.
    pub area: String,
    /// The measure.
    pub measure: String,
    /// The category's or the total's name.
    pub series: String,
    /// The month that is told of it; `null` for the quarter.
    pub month: Option<Month>,
    /// What is told of it: of all its judgements that are out, the one with the greatest |z|.
    #[serde(flatten)]
    pub judgement: Judgement,
    /// As in [`Usual::again`].
    pub again: Option<bool>,
}

/// What is worth saying of the latest month of a series, in the light of its usual range.
#[derive(Clone, Debug, Serialize)]
pub struct LatestMention {
    /// The category's or the total's name.
    pub name: String,
    /// Whether this is the total.
    pub total: bool,
    /// The count in M.
    pub count: i64,
    /// The average of the 12 months ending with M, one decimal; `null` where one of them is not known.
    pub average12: Option<Decimal>,
    /// On which side of that average the count lies.
    pub side: Option<Side>,
    /// Whether it is close to it.
    pub close: bool,
    /// On which side the month, or the quarter, is out of the ordinary; of several, by the one with the greatest |z|.
    pub out: Option<Side>,
    /// How long M and the months before it have been on one side of what is expected, where that is long enough to tell.
    pub run: Option<Run>,
    /// That it is the highest or the lowest for a year or more.
    pub extreme: Option<Statement>,
}

/// What drives the changes of an area's or group's main measure.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Drivers {
    /// The change since April; `null` where it does not exist.
    pub year_to_date: Option<ChangeDrivers>,
    /// The change over 12 months; `null` where it does not exist.
    pub rolling12: Option<ChangeDrivers>,
}

/// What drives one change: those that moved its way, the largest first, until they make half of it or more.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeDrivers {
    /// A group's areas; none for an area.
    pub areas: Vec<AreaDriver>,
    /// The categories.
    pub categories: Vec<Driver>,
}

/// An area that drives a group's change.
#[derive(Clone, Debug, Serialize)]
pub struct AreaDriver {
    /// The area.
    #[serde(flatten)]
    pub driver: Driver,
    /// The categories that drive its own change.
    pub categories: Vec<Driver>,
}

/// A part of a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Driver {
    /// The area or category.
    pub name: String,
    /// Its change.
    pub change: Change,
    /// That in percent of the whole's, one decimal; `null` where a count in it is not available.
    pub share: Option<Decimal>,
}

/// The lead group's change since April, as the areas that make most of it and the rest.
#[derive(Clone, Debug, Serialize)]
pub struct Headline {
    /// The lead group: the board's first; its only area, where there is no group.
    pub area: String,
    /// The areas that make most of the change, at most three, largest first; of an area its categories.
    pub drivers: Vec<Driver>,
    /// How many areas or categories there are besides.
    pub others: usize,
    /// The change of those together.
    pub rest: Change,
}
