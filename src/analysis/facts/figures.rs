//! The figures of areas and groups, and what is chosen from them to be said.

use serde::Serialize;

use super::comparisons::{Comparison, GapFacts, QuarterComparison, RollingMonth};
use super::usual::{Drivers, LatestMention, Usual};

use crate::number::{Change, Decimal, Ratio};
use crate::problem::Place;
use crate::quarter::Month;
use crate::text::named;

/// What an entry of `areas` is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The area of one partnership.
    Area,
    /// A sum of areas.
    Group,
}

/// An area's or a group's figures.
#[derive(Clone, Debug, Serialize)]
pub struct AreaFacts {
    /// Its name in `board.toml`.
    pub name: String,
    /// The title over its section: a group's own, an area's name.
    pub title: String,
    /// The short form for chart labels.
    pub short: String,
    /// Area or group.
    pub kind: Kind,
    /// Residents; a group's is the sum, where every member has one.
    pub population: Option<u32>,
    /// The names of a group's members; empty for an area.
    pub members: Vec<String>,
    /// The members (or the area itself) that have not returned.
    pub missing: Vec<String>,
    /// Whether a return in it is provisional.
    pub provisional: bool,
    /// One entry a measure of the board, in its order.
    pub measures: Vec<MeasureFacts>,
    /// What drives the changes of the board's main measure.
    pub drivers: Drivers,
}

/// The figures of one measure in one area.
#[derive(Clone, Debug, Serialize)]
pub struct MeasureFacts {
    /// The measure's name.
    pub name: String,
    /// What one is called and what several are.
    pub noun: [String; 2],
    /// Whether anything was reported: false where the sheet is absent.
    pub reported: bool,
    /// All categories together.
    pub total: SeriesFacts,
    /// One entry a category, in the board's order.
    pub categories: Vec<SeriesFacts>,
    /// A group's areas with their parts in the total's changes; none for an area.
    pub member_shares: Vec<MemberShare>,
    /// What moved most over the rolling 12 months.
    pub movers_rolling12: Movers,
    /// What moved most over the year to date.
    pub movers_year_to_date: Movers,
    /// What is worth saying of the latest month, the total first, then by strength.
    pub mentions: Vec<Mention>,
    /// The same by the usual range: the total, then the categories that are out of the ordinary or have been on one side of
    /// what is expected for long, those first that are farthest from it over the quarter.
    pub latest_mentions: Vec<LatestMention>,
    /// What has a signal other than `none`, all of it: the total first, then the categories in the board's order. A
    /// measure of one category is told by its total alone, here and in the movers and mentions.
    pub signals: Vec<SignalFacts>,
}

/// One series of months: a category's, or a total.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SeriesFacts {
    /// The category's or the total's name.
    pub name: String,
    /// The 12 months ending with M against the 12 before.
    pub rolling12: Option<Comparison>,
    /// The same a quarter earlier, from this quarter's returns: what last quarter's paper said, like for like.
    pub rolling12_last_quarter: Option<Comparison>,
    /// April to M against the same months a year before.
    pub year_to_date: Option<Comparison>,
    /// Rolling 12 months per 1,000 residents, one decimal.
    pub rate: Option<Decimal>,
    /// Whether a count in these comparisons differs from the last quarter's return.
    pub revised: bool,
    /// This category's rolling change as a percentage of the total's, one decimal.
    pub share_of_change: Option<Decimal>,
    /// The same of the change since April.
    pub share_of_change_year_to_date: Option<Decimal>,
    /// The quarter and the three before it, latest first, each against its year before.
    pub quarters: Vec<QuarterComparison>,
    /// The rolling 12-month total at every month from the twelfth on record to M, oldest first.
    pub rolling: Vec<RollingMonth>,
    /// The usual range; `null` where there is none yet, or no count in the quarter.
    pub usual: Option<Usual>,
    /// How much more than by pure chance its counts scatter, at least 1: φ. Not rounded.
    pub dispersion: f64,
    /// The counts up to M that are not available, by cell.
    pub gaps: Vec<GapFacts>,
    /// The month M.
    pub latest: Option<Latest>,
    /// The months on record, oldest first; a count is `null` where it is not known.
    pub history: Vec<MonthCount>,
}

/// A month and its count.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct MonthCount {
    /// The month.
    pub month: Month,
    /// The count.
    pub count: Option<i64>,
}

/// An area's part in a group's changes.
#[derive(Clone, Debug, Serialize)]
pub struct MemberShare {
    /// The area.
    pub area: String,
    /// Its total's change over 12 months as a percentage of the group's, one decimal.
    pub rolling12: Option<Decimal>,
    /// The same since April.
    pub year_to_date: Option<Decimal>,
}

/// The month M among the months before.
#[derive(Clone, Debug, Serialize)]
pub struct Latest {
    /// The month.
    pub month: Month,
    /// Its count.
    pub count: i64,
    /// The mean of the 12 months ending with M, one decimal.
    pub average12: Option<Decimal>,
    /// The same, exact.
    #[serde(skip)]
    pub average_exact: Option<Ratio>,
    /// The latest month before M whose count is M's or more.
    pub highest_since: Option<Month>,
    /// How many months back that is; where there is none, the number of earlier months on record plus one; `null` where
    /// a month that is not known lies between.
    pub months_since_high: Option<u32>,
    /// The latest month before M whose count is M's or less.
    pub lowest_since: Option<Month>,
    /// How many months back that is; where there is none, the number of earlier months on record plus one; `null` where
    /// a month that is not known lies between.
    pub months_since_low: Option<u32>,
    /// The first month on record.
    pub on_record_since: Month,
    /// M's rank among the latest 24 months from the top; ties share the better rank; `null` with fewer.
    pub rank_high: Option<u32>,
    /// The same from the bottom.
    pub rank_low: Option<u32>,
    /// How long M and the months before it have been on one side of the average.
    pub run: Option<Run>,
    /// The individuals chart of the latest 24 months, or of all where they are fewer; `null` with fewer than 2. Limits
    /// are drawn only with [`Xmr::MIN_POINTS`] or more.
    pub xmr: Option<Xmr>,
    /// What the individuals chart says of M.
    pub signal: Signal,
    /// The cells of M's count.
    pub count_from: Vec<Place>,
    /// The cells of the months on record.
    pub from: Vec<Place>,
}

/// Consecutive months ending with M that lie strictly on one side of the average.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Run {
    /// Which side.
    pub side: Side,
    /// How many months; 0 where M equals the average.
    pub months: u32,
}

/// A side of an average.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Side {
    /// More than it.
    Above,
    /// Less than it.
    Below,
    /// Equal to it.
    Level,
}

named!(Side { Above => "above", Below => "below", Level => "level" });

/// The centre and natural limits of an individuals chart, one decimal each, and exact for drawing and comparing.
#[derive(Clone, Debug, Serialize)]
pub struct Xmr {
    /// The mean.
    pub centre: Decimal,
    /// The lower natural limit, not below 0.
    pub lower: Decimal,
    /// The upper natural limit.
    pub upper: Decimal,
    /// Centre, lower and upper, exact.
    #[serde(skip)]
    pub exact: [Ratio; 3],
    /// How many points they are made of.
    pub points: u32,
}

impl Xmr {
    /// The fewest points from which limits are drawn and a signal is read.
    pub const MIN_POINTS: u32 = 13;
}

/// What an individuals chart says of the latest month (the rules of Making Data Count), the first that holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Signal {
    /// Above the upper limit.
    High,
    /// Below the lower limit.
    Low,
    /// Seven points that rise without a break.
    TrendUp,
    /// Seven points that fall without a break.
    TrendDown,
    /// Two of three points near the upper limit.
    NearHigh,
    /// Two of three points near the lower limit.
    NearLow,
    /// Seven or more points above the centre.
    RunHigh,
    /// Seven or more points below the centre.
    RunLow,
    /// Nothing but the usual variation, or too few points to tell.
    None,
}

named!(Signal {
    High => "high",
    Low => "low",
    TrendUp => "trend_up",
    TrendDown => "trend_down",
    NearHigh => "near_high",
    NearLow => "near_low",
    RunHigh => "run_high",
    RunLow => "run_low",
    None => "none",
});

/// The categories that moved most, the largest change first.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Movers {
    /// Those that rose.
    pub up: Vec<Mover>,
    /// Those that fell.
    pub down: Vec<Mover>,
}

/// A category that moved.
#[derive(Clone, Debug, Serialize)]
pub struct Mover {
    /// The category.
    pub name: String,
    /// Its change.
    pub change: Change,
    /// Its change in percent, one decimal; `null` where it was 0 before.
    pub percent: Option<Decimal>,
}

/// Something worth saying of the latest month of a series.
#[derive(Clone, Debug, Serialize)]
pub struct Mention {
    /// The category's or the total's name.
    pub name: String,
    /// Whether this is the total.
    pub total: bool,
    /// The count in M.
    pub count: i64,
    /// The average of the 12 months ending with M, one decimal.
    pub average12: Decimal,
    /// What is said: the strongest statement that holds.
    pub statement: Statement,
    /// The signal, whatever else is said.
    pub signal: Signal,
}

/// A statement about the latest month, strongest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Statement {
    /// The highest or lowest of all months on record.
    Record {
        /// Whether it is the highest (else the lowest).
        high: bool,
        /// The first month on record.
        since: Month,
        /// How many months are on record, M included.
        months: u32,
    },
    /// The highest or lowest for so many months: none of the months after `since` reached it.
    Since {
        /// Whether it is the highest (else the lowest).
        high: bool,
        /// The latest month that was as high or higher (low or lower).
        since: Month,
        /// How many months back that is.
        months: u32,
    },
    /// Among the highest or lowest of the latest 24 months.
    Rank {
        /// Whether counted from the top.
        high: bool,
        /// The rank, 1 for the extreme.
        rank: u32,
        /// Out of how many months.
        of: u32,
        /// How many of the other months have the very same count: where there are any, it is the joint highest or lowest.
        ties: u32,
    },
    /// On one side of the average for so many months.
    Run {
        /// Above or below.
        side: Side,
        /// How many months, at least 2.
        months: u32,
    },
    /// Above or below the average.
    Average {
        /// Above or below; level where equal.
        side: Side,
    },
    /// Close to the average.
    Close {
        /// Above or below; level where equal.
        side: Side,
    },
}

/// A series whose signal is not `none`.
#[derive(Clone, Debug, Serialize)]
pub struct SignalFacts {
    /// The category's or the total's name.
    pub name: String,
    /// Whether this is the total.
    pub total: bool,
    /// The count in M.
    pub count: i64,
    /// The signal.
    pub signal: Signal,
    /// The individuals chart.
    pub xmr: Xmr,
}
