//! What a return holds once it is read.

use chrono::NaiveDate;

use crate::number::{Count, Ratio};
use crate::problem::{CellRef, Place};
use crate::quarter::{Month, Quarter};
use crate::text::named;

/// A value and the cell it came from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it is.
    pub place: Place,
}

/// A return as sent by one partnership, or by the board's own unit: what of it is for the open session.
///
/// What is for the closed session is a [`ClosedReturn`]. There is no way from that to this.
#[derive(Clone, Debug)]
pub struct Return {
    /// The workbook's file name.
    pub workbook: String,
    /// The workbook's SHA-256 in hexadecimal.
    pub sha256: String,
    /// Who sent it.
    pub sender: Sender,
    /// The quarter it is for.
    pub quarter: Quarter,
    /// The post that completed it.
    pub completed_by: Option<Located<String>>,
    /// The date it was completed on.
    pub completed_on: Option<Located<NaiveDate>>,
    /// Whether its figures may still change.
    pub provisional: bool,
    /// Free text for the data-quality annex.
    pub notes: Option<Located<String>>,
    /// One entry a measure of the board, in its order; `None` where the sheet is absent ("nothing to report").
    pub measures: Vec<Option<Counts>>,
    /// The indicators, in the return's order.
    pub indicators: Vec<Indicator>,
    /// What the partnership did, in the return's order.
    pub activity: Vec<Passage>,
    /// The partnership's progress on actions of the county plan.
    pub progress: Vec<Progress>,
    /// What only the unit sends; empty in a partnership's return.
    pub county: County,
}

/// What of one sender's return is for the closed session only.
///
/// Its rows are reached by [`ClosedReturn::reveal`] alone, and nothing prints them.
#[derive(Clone)]
pub struct ClosedReturn {
    /// Who sent it.
    pub sender: Sender,
    rows: ClosedRows,
}

/// The rows of one return that are for the closed session, as they are in a [`Return`].
#[derive(Clone, Debug, Default)]
pub struct ClosedRows {
    /// The indicators.
    pub indicators: Vec<Indicator>,
    /// What the partnership did.
    pub activity: Vec<Passage>,
    /// Its progress on actions of the county plan, and on those that are closed themselves.
    pub progress: Vec<Progress>,
    /// What only the unit sends.
    pub county: County,
}

impl ClosedReturn {
    /// Makes it of rows that are for the closed session.
    pub(crate) fn new(sender: Sender, rows: ClosedRows) -> Self {
        ClosedReturn { sender, rows }
    }

    /// Gives the rows, to what is made for the closed session only, and to the unit that sent them.
    pub fn reveal(&self) -> &ClosedRows {
        &self.rows
    }

    /// Gives the rows, to be added to.
    pub(super) fn rows(&mut self) -> &mut ClosedRows {
        &mut self.rows
    }
}

impl std::fmt::Debug for ClosedReturn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ClosedReturn({:?})", self.sender)
    }
}

/// The returns of a quarter, parted for the two sessions.
#[derive(Clone, Debug, Default)]
pub struct Returns {
    /// What is for the open session, a return a sender.
    pub open: Vec<Return>,
    /// What is for the closed session; none for who has nothing of the kind.
    pub closed: Vec<ClosedReturn>,
}

/// Who sent a return.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Sender {
    /// The partnership of an area, as a position in [`crate::board::Board::areas`].
    Area(usize),
    /// The board's own unit.
    Unit,
}

/// The counts of one measure: one row a category of the board, in the board's order, one column a month without gaps.
#[derive(Clone, Debug)]
pub struct Counts {
    /// The sheet's name.
    pub sheet: String,
    /// The first month.
    pub first: Month,
    /// The column of each month, absolute, counted from 0.
    pub columns: Vec<u32>,
    /// One entry a category of the board.
    pub rows: Vec<CategoryRow>,
    /// The counts that the return gives as not available, by row, then by month; in the rows they are `None`.
    pub gaps: Vec<Gap>,
}

/// A count that a return gives as not available.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gap {
    /// The category, as a position in the board's measure.
    pub category: usize,
    /// The month.
    pub month: Month,
    /// Why; empty where the return does not say.
    pub reason: String,
}

/// One category's counts.
#[derive(Clone, Debug)]
pub struct CategoryRow {
    /// The absolute row, counted from 0; `None` where the draft's return lacks the category.
    pub row: Option<u32>,
    /// One entry a month; `None` where the cell is blank (a draft, or `facts`).
    pub counts: Vec<Option<Count>>,
}

impl Counts {
    /// Gives the last month.
    pub fn last(&self) -> Month {
        self.first.plus(self.columns.len() as i32 - 1)
    }

    /// Finds the count of a category in a month.
    pub fn get(&self, category: usize, month: Month) -> Option<Count> {
        let at = usize::try_from(month.since(self.first)).ok()?;
        *self.rows.get(category)?.counts.get(at)?
    }

    /// Gives the cells of a category from one month to another, both included, in a workbook of the given name.
    ///
    /// The range runs between the outermost columns of those months; `None` where a month or the row is absent.
    pub fn place(&self, workbook: &str, category: usize, from: Month, to: Month) -> Option<Place> {
        let row = self.rows.get(category)?.row?;
        let at = |m: Month| usize::try_from(m.since(self.first)).ok().filter(|i| *i < self.columns.len());
        let columns = &self.columns[at(from)?..=at(to)?];
        let (first, last) = (columns.iter().min()?, columns.iter().max()?);
        let cell = |column: &u32| CellRef::new(row, *column);
        Some(Place::Cells {
            workbook: workbook.into(),
            sheet: self.sheet.clone(),
            first: cell(first),
            last: cell(last),
        })
    }
}

/// One row of `Indicators`.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// The indicator's code, as in `SAC`.
    pub code: Located<String>,
    /// What it measures.
    pub indicator: String,
    /// The period that the actual figure covers, as typed.
    pub period: String,
    /// The actual figure.
    pub actual: Located<Ratio>,
    /// The target; without it the status is NA.
    pub target: Option<Located<Ratio>>,
    /// The figure a year or a period before.
    pub previous: Option<Located<Ratio>>,
    /// Which way is better.
    pub better: Better,
    /// What the figures are.
    pub unit: Unit,
    /// What the partnership says of it.
    pub comment: Option<Located<String>>,
}

/// Which way an indicator should go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Better {
    /// Fewer is better.
    Lower,
    /// More is better.
    Higher,
}

named!(Better { Lower => "lower", Higher => "higher" });

/// What an indicator's figures are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// A whole number of things.
    Count,
    /// A number in relation to another.
    Rate,
    /// Parts of a hundred.
    Percent,
}

named!(Unit { Count => "count", Rate => "rate", Percent => "percent" });

/// A text under a heading of a priority: one row of `Activity` or `Priorities`.
#[derive(Clone, Debug)]
pub struct Passage {
    /// The priority, spelt as in `board.toml` where it is there.
    pub priority: String,
    /// The heading; empty where none is given.
    pub heading: String,
    /// The text, with its line breaks.
    pub text: Located<String>,
}

/// How an action stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ActionStatus {
    /// Nothing has been done yet.
    NotStarted,
    /// It goes as planned.
    OnTrack,
    /// It may miss its date or aim.
    AtRisk,
    /// It has missed its date or aim, or will.
    OffTrack,
    /// It is done.
    Complete,
}

impl ActionStatus {
    /// All statuses, from not started to complete.
    pub const ALL: [ActionStatus; 5] = [Self::NotStarted, Self::OnTrack, Self::AtRisk, Self::OffTrack, Self::Complete];
}

named!(ActionStatus {
    NotStarted => "Not started",
    OnTrack => "On track",
    AtRisk => "At risk",
    OffTrack => "Off track",
    Complete => "Complete",
});

/// A partnership's progress on an action of the county plan: one row of `Actions`.
#[derive(Clone, Debug)]
pub struct Progress {
    /// The action's reference.
    pub reference: Located<String>,
    /// How it stands there.
    pub status: ActionStatus,
    /// What has been done.
    pub progress: Option<Located<String>>,
    /// When that was written.
    pub updated_on: Option<NaiveDate>,
}

/// What only the board's own unit sends.
#[derive(Clone, Debug, Default)]
pub struct County {
    /// The risk of each priority.
    pub risks: Vec<PriorityRisk>,
    /// The narrative under each priority, in the return's order, without the `Risk` rows.
    pub priorities: Vec<Passage>,
    /// The action plan, in the return's order.
    pub plan: Vec<PlannedAction>,
    /// What the board is asked to support, and what is outstanding.
    pub board_actions: Vec<BoardAction>,
    /// The texts of the papers' title blocks and information paragraphs.
    pub papers: Vec<PaperField>,
}

/// The risk of a priority.
#[derive(Clone, Debug)]
pub struct PriorityRisk {
    /// The priority.
    pub priority: String,
    /// Its risk.
    pub risk: Located<Risk>,
}

/// A risk, from the highest down.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Risk {
    /// High.
    High,
    /// Medium.
    Medium,
    /// Medium/Low.
    MediumLow,
    /// Low.
    Low,
}

named!(Risk { High => "High", Medium => "Medium", MediumLow => "Medium/Low", Low => "Low" });

/// One action of the Community Safety Agreement action plan.
#[derive(Clone, Debug)]
pub struct PlannedAction {
    /// The action's reference, stable from quarter to quarter.
    pub reference: Located<String>,
    /// The priority it is under.
    pub priority: String,
    /// The threat or risk it answers, in words.
    pub risk: Option<Located<String>>,
    /// What is to be done.
    pub action: Located<String>,
    /// The post that owns it.
    pub owner: String,
    /// When it is due.
    pub due: Option<Located<NaiveDate>>,
    /// How it stands.
    pub status: Located<ActionStatus>,
    /// What has been done.
    pub progress: Option<Located<String>>,
}

/// One row of `Board actions`.
#[derive(Clone, Debug)]
pub struct BoardAction {
    /// The item's number or reference.
    pub item: String,
    /// The priority it is under.
    pub priority: String,
    /// What the board is asked to support.
    pub action: Located<String>,
    /// What the board decided, once it has.
    pub decision: Option<bool>,
    /// Whether it is in progress.
    pub in_progress: Option<bool>,
    /// The quarter it was raised in.
    pub raised: Quarter,
    /// What came of it.
    pub outcome: Option<Located<String>>,
}

/// One text of a paper: one row of `Papers`.
#[derive(Clone, Debug)]
pub struct PaperField {
    /// The paper's name, as its template has it.
    pub paper: String,
    /// The field, as in `Report written by`.
    pub field: String,
    /// The text.
    pub text: Located<String>,
}
