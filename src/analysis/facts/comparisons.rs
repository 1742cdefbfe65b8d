//! Sums of months: comparisons like for like, the quarters, the rolling line, and what is not available.

use serde::{Serialize, Serializer};

use crate::number::{Change, Decimal};
use crate::problem::Place;
use crate::quarter::Month;

/// A sum of months against an earlier one, like for like.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// The later sum; of what has a count in both.
    pub current: i64,
    /// The earlier sum, of the same.
    pub previous: i64,
    /// Current less previous.
    pub change: Change,
    /// 100 × change / previous, one decimal; `null` where previous is 0.
    pub percent: Option<Decimal>,
    /// All that was counted in the later months: more than `current` where a count of the earlier ones is not available.
    pub total: i64,
    /// Whether the change is more than chance is likely to bring: |change| > 3 √(φ (current + previous)).
    pub notable: bool,
    /// Whether the percentage says little, for the earlier sum is under 50.
    pub low_base: bool,
    /// Whether a count in either is not available.
    pub incomplete: bool,
    /// The cells that were added up.
    pub from: Vec<Place>,
}

/// A quarter against the same quarter a year before; its keys are `null` where it is not known.
#[derive(Clone, Debug, Serialize)]
pub struct QuarterComparison {
    /// As in `Q2 2013/14`.
    pub label: String,
    /// The comparison.
    #[serde(flatten, serialize_with = "or_nulls")]
    pub comparison: Option<Comparison>,
}

/// Writes a comparison that does not exist as one without figures.
fn or_nulls<S: Serializer>(comparison: &Option<Comparison>, s: S) -> Result<S::Ok, S::Error> {
    #[derive(Default, Serialize)]
    struct Nothing {
        current: Option<i64>,
        previous: Option<i64>,
        change: Option<i64>,
        percent: Option<i64>,
        total: Option<i64>,
        notable: bool,
        low_base: bool,
        incomplete: bool,
        from: [Place; 0],
    }
    match comparison {
        Some(comparison) => comparison.serialize(s),
        None => Nothing::default().serialize(s),
    }
}

/// A month and the total of the 12 months ending with it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RollingMonth {
    /// The month.
    pub month: Month,
    /// The total; `null` where a month is missing.
    pub total: Option<i64>,
    /// Whether a count in it is not available.
    pub incomplete: bool,
}

/// A count that is not available.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GapFacts {
    /// The month.
    pub month: Month,
    /// The cell that says so.
    pub cell: Place,
    /// Why, as the return says.
    pub reason: String,
}
