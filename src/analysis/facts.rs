//! What analysis finds out, in the shape that `board-papers facts` prints and the templates see.
//!
//! Keys and their meaning are stable; keys may be added. Figures that do not exist are `null`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::number::{Change, Decimal, Ratio};
use crate::problem::{Place, Problems};
use crate::quarter::Month;

/// Everything that is known of a quarter.
#[derive(Clone, Debug, Serialize)]
pub struct Facts {
    /// The version of this shape: 1.
    pub schema: u32,
    /// The board's name.
    pub board: String,
    /// The quarter.
    pub quarter: QuarterFacts,
    /// The areas in the board's order, then the groups in theirs.
    pub areas: Vec<AreaFacts>,
    /// The indicators: by code in order of first appearance, then by area in the board's order, the unit's last.
    pub indicators: Vec<IndicatorFacts>,
    /// The county's action plan.
    pub actions: ActionsFacts,
    /// The priorities: the themes' in the board's order, then any others that have a narrative or a risk.
    pub priorities: Vec<PriorityFacts>,
    /// What the board is asked to support and what is outstanding, in the return's order.
    pub board_actions: Vec<BoardActionFacts>,
    /// The texts of the papers' title blocks and information paragraphs, in the return's order.
    pub papers: Vec<PaperFacts>,
    /// Figures for earlier months that differ from the last quarter's return.
    pub revisions: Vec<Revision>,
    /// Who returned what and when: one entry an area, in the board's order, then the unit.
    pub returns: Vec<ReturnFacts>,
    /// What was wrong or worth knowing.
    pub problems: Problems,
}

/// The quarter.
#[derive(Clone, Debug, Serialize)]
pub struct QuarterFacts {
    /// As in `Q2 2013/14`.
    pub label: String,
    /// The quarter's number, 1 to 4.
    pub number: u32,
    /// The financial year, as in `2013/14`.
    pub financial_year: String,
    /// Its first month.
    pub first_month: Month,
    /// Its last month: M.
    pub last_month: Month,
    /// April of its financial year.
    pub year_start: Month,
    /// The first of the 12 months ending with M.
    pub rolling_start: Month,
    /// The label of the quarter before, where its returns were read.
    pub previous: Option<String>,
}

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
    /// What moved most over the rolling 12 months.
    pub movers_rolling12: Movers,
    /// What moved most over the year to date.
    pub movers_year_to_date: Movers,
    /// What is worth saying of the latest month, the total first, then by strength.
    pub mentions: Vec<Mention>,
    /// What has a signal other than `none`, all of it: the total first, then the categories in the board's order. A
    /// measure of one category is told by its total alone, here and in the movers and mentions.
    pub signals: Vec<SignalFacts>,
}

/// One series of months: a category's, or a total.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesFacts {
    /// The category's or the total's name.
    pub name: String,
    /// The 12 months ending with M against the 12 before.
    pub rolling12: Option<Comparison>,
    /// April to M against the same months a year before.
    pub year_to_date: Option<Comparison>,
    /// Rolling 12 months per 1,000 residents, one decimal.
    pub rate: Option<Decimal>,
    /// Whether a count in these comparisons differs from the last quarter's return.
    pub revised: bool,
    /// This category's rolling change as a percentage of the total's, one decimal.
    pub share_of_change: Option<Decimal>,
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

/// A sum of months against an earlier one.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// The later sum.
    pub current: i64,
    /// The earlier sum.
    pub previous: i64,
    /// Current less previous.
    pub change: Change,
    /// 100 × change / previous, one decimal; `null` where previous is 0.
    pub percent: Option<Decimal>,
    /// The cells that were added up.
    pub from: Vec<Place>,
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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// More than it.
    Above,
    /// Less than it.
    Below,
    /// Equal to it.
    Level,
}

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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
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

/// One row of the target status.
#[derive(Clone, Debug, Serialize)]
pub struct IndicatorFacts {
    /// The indicator's code.
    pub code: String,
    /// What it measures.
    pub indicator: String,
    /// The area's name, or the unit's for the county's own.
    pub area: String,
    /// The period, as typed.
    pub period: String,
    /// The actual figure: whole for a count, one decimal else, more where more was typed.
    pub actual: Decimal,
    /// The target.
    pub target: Option<Decimal>,
    /// Actual less target.
    pub difference: Option<Decimal>,
    /// 100 × difference / target, one decimal.
    pub percent_difference: Option<Decimal>,
    /// The figure before.
    pub previous: Option<Decimal>,
    /// Against the figure before.
    pub direction: Option<Direction>,
    /// Against the target.
    pub status: Rag,
    /// The status in the last quarter's return, where that was read.
    pub previous_status: Option<Rag>,
    /// `lower` or `higher`.
    pub better: &'static str,
    /// `count`, `rate` or `percent`.
    pub unit: &'static str,
    /// What the partnership says of it.
    pub comment: Option<String>,
    /// The cells it came from.
    pub from: Vec<Place>,
}

/// How a figure moved against the one before.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Direction {
    /// More than before.
    Up,
    /// Less than before.
    Down,
    /// The same.
    Same,
}

/// Red, amber, green, or no target.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub enum Rag {
    /// Missed by more than the tolerance.
    Red,
    /// Missed by no more than the tolerance.
    Amber,
    /// Met.
    Green,
    /// No target.
    #[serde(rename = "NA")]
    Na,
}

/// The action plan as a whole.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ActionsFacts {
    /// How many actions there are.
    pub total: usize,
    /// How many have each status; every status is there.
    pub by_status: BTreeMap<&'static str, usize>,
    /// The same in the last quarter's return, where that was read.
    pub previous_by_status: Option<BTreeMap<&'static str, usize>>,
    /// How many are overdue: due before the end of M and not complete.
    pub overdue: usize,
    /// The actions, in the return's order.
    pub items: Vec<ActionFacts>,
    /// Actions of the last quarter's plan that are in this one no more.
    pub gone: Vec<GoneAction>,
}

/// One action.
#[derive(Clone, Debug, Serialize)]
pub struct ActionFacts {
    /// Its reference.
    pub reference: String,
    /// The priority it is under.
    pub priority: String,
    /// The threat or risk it answers.
    pub risk: Option<String>,
    /// What is to be done.
    pub action: String,
    /// The post that owns it.
    pub owner: String,
    /// When it is due.
    pub due: Option<NaiveDate>,
    /// How it stands.
    pub status: &'static str,
    /// How it stood in the last quarter's return, where it was there.
    pub previous_status: Option<&'static str>,
    /// What has been done.
    pub progress: Option<String>,
    /// Whether it may be read in closed session only.
    pub closed: bool,
    /// Whether it is overdue.
    pub overdue: bool,
    /// What changed since last quarter: `new`, `newly_off_track`, `back_on_track`, `completed`,
    /// `proposed_for_closure`, `slipped`, `no_update`; in that order.
    pub changes: Vec<&'static str>,
    /// When it was due in the last quarter's return, where that was another date.
    pub previous_due: Option<NaiveDate>,
    /// How many quarters it has been in the plan, as far as returns on file tell; 1 for a new one.
    pub age_quarters: u32,
    /// How often its date has slipped, as far as returns on file tell.
    pub slips: u32,
    /// The first date it was due, as far as returns on file tell, where that was another date.
    pub first_due: Option<NaiveDate>,
    /// By how many days it is due later than it was first.
    pub slipped_days: i64,
    /// Each partnership's progress, in the board's order.
    pub updates: Vec<ActionUpdate>,
    /// The cells it came from.
    pub from: Vec<Place>,
}

/// A partnership's progress on an action.
#[derive(Clone, Debug, Serialize)]
pub struct ActionUpdate {
    /// The area's name.
    pub area: String,
    /// How it stands there.
    pub status: &'static str,
    /// What has been done.
    pub progress: Option<String>,
    /// When that was written.
    pub updated_on: Option<NaiveDate>,
    /// Whether it may be read in closed session only.
    pub closed: bool,
}

/// An action that has left the plan.
#[derive(Clone, Debug, Serialize)]
pub struct GoneAction {
    /// Its reference.
    pub reference: String,
    /// What was to be done.
    pub action: String,
    /// How it stood last.
    pub status: &'static str,
    /// Whether it might be read in closed session only.
    pub closed: bool,
    /// Where it was.
    pub from: Vec<Place>,
}

/// A priority: its risk and what is written under it.
#[derive(Clone, Debug, Serialize)]
pub struct PriorityFacts {
    /// The priority.
    pub name: String,
    /// The theme it belongs to.
    pub theme: Option<String>,
    /// Whether it is of the quarter's theme (or there are no themes).
    pub in_depth: bool,
    /// Its risk.
    pub risk: Option<&'static str>,
    /// Its risk in the last quarter's return.
    pub previous_risk: Option<&'static str>,
    /// `up`, `down` or `same`, where both are known.
    pub risk_change: Option<&'static str>,
    /// The county's narrative, in the return's order.
    pub narrative: Vec<PassageFacts>,
    /// What the partnerships did, in the board's order.
    pub activity: Vec<PassageFacts>,
}

/// A text under a heading.
#[derive(Clone, Debug, Serialize)]
pub struct PassageFacts {
    /// The area's name, or the unit's.
    pub area: String,
    /// The heading; empty where none is given.
    pub heading: String,
    /// The text, with its line breaks.
    pub text: String,
    /// Whether it may be read in closed session only.
    pub closed: bool,
    /// The cell it came from.
    pub from: Place,
}

/// What the board is asked to support, or was.
#[derive(Clone, Debug, Serialize)]
pub struct BoardActionFacts {
    /// The item's number or reference.
    pub item: String,
    /// The priority it is under.
    pub priority: String,
    /// What the board is asked to support.
    pub action: String,
    /// What the board decided: `Yes`, `No`, or not yet.
    pub decision: Option<&'static str>,
    /// Whether it is in progress: `Yes`, `No`, or not said.
    pub in_progress: Option<&'static str>,
    /// The quarter it was raised in.
    pub raised: String,
    /// How many quarters it has been open; 0 where it is raised this quarter.
    pub open_quarters: u32,
    /// What came of it.
    pub outcome: Option<String>,
    /// Whether it may be read in closed session only.
    pub closed: bool,
    /// The cell it came from.
    pub from: Place,
}

/// A text of a paper: of its title block, or a paragraph of its information.
#[derive(Clone, Debug, Serialize)]
pub struct PaperFacts {
    /// The paper's name, as in [`crate::returns::model::Paper::name`].
    pub paper: &'static str,
    /// The field, as in `Report written by`.
    pub field: String,
    /// The text, with its line breaks.
    pub text: String,
    /// The cell it came from.
    pub from: Place,
}

/// A figure for an earlier month that differs from the last quarter's return.
#[derive(Clone, Debug, Serialize)]
pub struct Revision {
    /// The area.
    pub area: String,
    /// The measure.
    pub measure: String,
    /// The category.
    pub category: String,
    /// The month.
    pub month: Month,
    /// What the last quarter's return said.
    pub was: i64,
    /// What this quarter's says.
    pub is: i64,
    /// Which of the rolling sums it changes: `current`, `previous` or `none`.
    pub affects: &'static str,
    /// What is less what was: by so much the sum it is in has changed.
    pub difference: Change,
    /// The cell of this quarter's return.
    pub from: Place,
}

/// What is known of one partnership's return.
#[derive(Clone, Debug, Serialize)]
pub struct ReturnFacts {
    /// The area's name, or the unit's.
    pub sender: String,
    /// Whether it has returned.
    pub returned: bool,
    /// The workbook.
    pub workbook: Option<String>,
    /// Its SHA-256.
    pub sha256: Option<String>,
    /// The post that completed it.
    pub completed_by: Option<String>,
    /// When.
    pub completed_on: Option<NaiveDate>,
    /// Whether its figures may still change.
    pub provisional: bool,
    /// What it says about data quality.
    pub notes: Option<String>,
}
