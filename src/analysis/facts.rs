//! What analysis finds out, in the shape that `board-papers facts` prints and the templates see.
//!
//! Keys and their meaning are stable; keys may be added. Figures that do not exist are `null`.

mod comparisons;
mod figures;
mod plan;
mod usual;

pub use comparisons::*;
pub use figures::*;
pub use plan::*;
pub use usual::*;

use chrono::NaiveDate;
use serde::Serialize;

use crate::number::{Change, Decimal};
use crate::problem::{Place, Problems};
use crate::quarter::Month;
use crate::returns::{Better, Unit};
use crate::text::named;

/// Whom facts and papers are for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Edition {
    /// Everyone: nothing that is for the closed session is in it, or counted in it.
    Open,
    /// Those who sit in the closed session: only what is for it.
    Closed,
}

/// Everything that is known of a quarter and may be told in the open session.
#[derive(Clone, Debug, Serialize)]
pub struct Facts {
    /// The version of this shape: 2.
    pub schema: u32,
    /// Which edition these facts are: `open`.
    pub edition: Edition,
    /// The board's name.
    pub board: String,
    /// The quarter.
    pub quarter: QuarterFacts,
    /// The areas in the board's order, then the groups in theirs.
    pub areas: Vec<AreaFacts>,
    /// What makes the lead group's change since April; `null` where that does not exist.
    pub headline: Option<Headline>,
    /// How many series were judged against their usual range, and what chance would bring.
    pub usual_range: UsualRange,
    /// The series of areas that are out of the ordinary, the farthest from expected first.
    pub out_of_the_ordinary: Vec<Exception>,
    /// The indicators: by code in order of first appearance, then by area in the board's order, the unit's last.
    pub indicators: Vec<IndicatorFacts>,
    /// The sums, by code, then by group, of the indicators that are counts and that every area of a group returns.
    pub group_indicators: Vec<IndicatorFacts>,
    /// The indicators that were returned last quarter and are not now.
    pub lost_indicators: Vec<LostIndicator>,
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
    /// What was wrong or worth knowing: what analysis found between returns, and what the caller adds from reading them.
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
    /// What the last quarter's return said of it, where that was read.
    pub last_quarter: Option<LastQuarter>,
    /// Whether the target differs from the one in that return.
    pub target_moved: bool,
    /// Which way it should go.
    pub better: Better,
    /// What its figures are.
    pub unit: Unit,
    /// What the partnership says of it.
    pub comment: Option<String>,
    /// The cells it came from.
    pub from: Vec<Place>,
    /// The same of the actual figure, of the target, and of the figure before.
    #[serde(skip)]
    pub cells: [Vec<Place>; 3],
}

/// An indicator in the last quarter's return.
#[derive(Clone, Debug, Serialize)]
pub struct LastQuarter {
    /// The actual figure.
    pub actual: Decimal,
    /// The target.
    pub target: Option<Decimal>,
    /// Against that target.
    pub status: Rag,
}

/// An indicator that was returned last quarter and is not now, by someone who has returned.
#[derive(Clone, Debug, Serialize)]
pub struct LostIndicator {
    /// The indicator's code.
    pub code: String,
    /// What it measures.
    pub indicator: String,
    /// The area's name, or the unit's.
    pub area: String,
    /// What was said of it.
    pub last_quarter: LastQuarter,
}

/// How a figure moved against the one before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// More than before.
    Up,
    /// Less than before.
    Down,
    /// The same.
    Same,
}

named!(Direction { Up => "UP", Down => "DOWN", Same => "SAME" });

/// Which way something went.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// More than before, or worse.
    Up,
    /// Less than before, or better.
    Down,
    /// Neither.
    Same,
}

named!(Way { Up => "up", Down => "down", Same => "same" });

/// Red, amber, green, or no target.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rag {
    /// Missed by more than the tolerance.
    Red,
    /// Missed by no more than the tolerance.
    Amber,
    /// Met.
    Green,
    /// No target.
    Na,
}

named!(Rag { Red => "Red", Amber => "Amber", Green => "Green", Na => "NA" });

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
    /// Which of the rolling sums it changes.
    pub affects: Affected,
    /// What is less what was: by so much the sum it is in has changed.
    pub difference: Change,
    /// The cell of this quarter's return.
    pub from: Place,
}

/// Which of the rolling sums of 12 months a month is in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Affected {
    /// The one that ends with M.
    Current,
    /// The one before.
    Previous,
    /// Neither: it is older.
    None,
}

named!(Affected { Current => "current", Previous => "previous", None => "none" });

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
