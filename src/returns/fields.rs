//! The one table of what a return holds: its sheets, their columns, what goes in them, and how that is explained.
//!
//! Reading, what a problem says was expected, the blank return and the field guide are made from it, so that they cannot
//! disagree. It is one table, and so one file, however long: a rule of the return format is looked up here and nowhere
//! else. The sheets of counts, whose names and categories are the board's, are made by [`measure`].

use chrono::Days;

use crate::board::{Board, Measure};
use crate::quarter::Quarter;
use crate::text;

/// What a column, or a line of the cover, holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A name or a short text on one line.
    Line,
    /// Text of any length, with line breaks.
    Prose,
    /// The name or an alias of an area, or of the board's own unit.
    Sender,
    /// A quarter of a financial year.
    Quarter,
    /// A date.
    Date,
    /// A period, as text; a date counts as its month.
    Period,
    /// A number.
    Number,
    /// A whole number, not negative.
    Count,
    /// The title of one of the board's papers, or its template's name.
    Paper,
    /// One of these words.
    Choice(&'static [&'static str]),
}

impl Kind {
    /// Says what is expected, as in `a whole number`.
    pub fn expected(self) -> String {
        match self {
            Kind::Line | Kind::Prose => "text".into(),
            Kind::Sender => "a partnership's name".into(),
            Kind::Quarter => "a quarter, as in Q2 2013/14".into(),
            Kind::Date => "a date".into(),
            Kind::Period => "a period".into(),
            Kind::Number => "a number".into(),
            Kind::Count => "a whole number".into(),
            Kind::Paper => "the title of a paper".into(),
            Kind::Choice(words) => text::list(words, "or"),
        }
    }
}

/// A column of a sheet, or a line of the cover.
#[derive(PartialEq, Eq, Debug)]
pub struct Column {
    /// Its heading, or the line's label.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it must be filled in.
    pub required: bool,
    /// What to put in, for whoever fills it in.
    pub help: &'static str,
    /// An example of what is put in, for a board that has nothing of its own to show: see [`Examples`].
    pub(super) example: &'static str,
    /// The most characters that a text can have and still be read with ease where the papers print it; what is longer is
    /// printed whole, and asked about. `None` for what is no text.
    pub longest: Option<usize>,
}

impl Column {
    /// Sets the most characters that its text should have.
    const fn at_most(self, characters: usize) -> Self {
        Column { longest: Some(characters), ..self }
    }
}

/// Who sends a sheet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sends {
    /// Every partnership and the board's own unit.
    Everyone,
    /// Only the board's own unit.
    Unit,
}

/// A sheet of a return.
#[derive(Debug)]
pub struct SheetFields {
    /// The sheet's name.
    pub name: &'static str,
    /// Who sends it.
    pub sends: Sends,
    /// What it is for.
    pub about: &'static str,
    /// Its columns, in the order of the blank return. The first one's heading marks the row of headings.
    pub columns: &'static [&'static Column],
}

const fn column(name: &'static str, kind: Kind, required: bool, help: &'static str, example: &'static str) -> Column {
    Column { name, kind, required, help, example, longest: None }
}

/// The words of a session.
pub(super) const SESSIONS: [&str; 2] = ["Open", "Closed"];
/// The words of a status, in the order of [`super::ActionStatus::ALL`].
pub(super) const STATUSES: [&str; 5] = ["Not started", "On track", "At risk", "Off track", "Complete"];
/// The words of a risk, in the order of [`super::Risk`].
pub(super) const RISKS: [&str; 4] = ["High", "Medium", "Medium/Low", "Low"];

/// The columns, under the names of their sheets.
pub mod columns {
    use super::{Column, Kind, SESSIONS, STATUSES, column};

    /// `Partnership` on the cover.
    pub static PARTNERSHIP: Column =
        column("Partnership", Kind::Sender, true, "The partnership's name, as the board knows it", "Amber Valley");
    /// `Quarter` on the cover.
    pub static QUARTER: Column =
        column("Quarter", Kind::Quarter, true, "The quarter that is returned; Q1 is April to June", "Q2 2013/14");
    /// `Completed by` on the cover.
    pub static COMPLETED_BY: Column = column(
        "Completed by",
        Kind::Line,
        false,
        "The post that completed the return, not a person's name",
        "Partnership manager",
    )
    .at_most(80);
    /// `Completed on` on the cover.
    pub static COMPLETED_ON: Column = column(
        "Completed on",
        Kind::Date,
        false,
        "The date on which it was completed, after the quarter's end",
        "18/10/2013",
    );
    /// `Status` on the cover.
    pub static RETURN_STATUS: Column = column(
        "Status",
        Kind::Choice(&["Final", "Provisional"]),
        false,
        "Provisional if figures may still change; Final if blank",
        "Final",
    );
    /// `Notes` on the cover.
    pub static NOTES: Column = column(
        "Notes",
        Kind::Prose,
        false,
        "Anything a reader of the figures should know; printed in the annex on data quality",
        "Burglary was recoded in May",
    )
    .at_most(1000);

    /// `Code` of `Indicators`.
    pub static CODE: Column =
        column("Code", Kind::Line, true, "The indicator's short code, the same every quarter", "SAC").at_most(24);
    /// `Indicator` of `Indicators`.
    pub static INDICATOR: Column =
        column("Indicator", Kind::Line, true, "What it measures, in words", "Serious acquisitive crime").at_most(120);
    /// `Period` of `Indicators`.
    pub static PERIOD: Column = column(
        "Period",
        Kind::Period,
        false,
        "The period that the actual figure covers",
        "12 months to September 2013",
    )
    .at_most(60);
    /// `Actual` of `Indicators`.
    pub static ACTUAL: Column = column("Actual", Kind::Number, true, "The figure", "1105");
    /// `Target` of `Indicators`.
    pub static TARGET: Column =
        column("Target", Kind::Number, false, "The target for the same period; blank if there is none", "1419");
    /// `Previous` of `Indicators`.
    pub static PREVIOUS: Column =
        column("Previous", Kind::Number, false, "The figure for the period before; blank if not known", "1007");
    /// `Better` of `Indicators`.
    pub static BETTER: Column = column(
        "Better",
        Kind::Choice(&["Lower", "Higher"]),
        true,
        "Whether a lower or a higher figure is better",
        "Lower",
    );
    /// `Unit` of `Indicators`.
    pub static UNIT: Column =
        column("Unit", Kind::Choice(&["Count", "Rate", "Percent"]), true, "What the figures are", "Count");
    /// `Comment` of `Indicators`.
    pub static COMMENT: Column =
        column("Comment", Kind::Prose, false, "What explains the figure", "Two offenders were arrested in July")
            .at_most(500);

    /// `Priority` of several sheets.
    pub static PRIORITY: Column =
        column("Priority", Kind::Line, true, "The priority of the Community Safety Agreement it is under", "Drugs")
            .at_most(80);
    /// `Heading` of `Activity` and `Priorities`.
    pub static HEADING: Column =
        column("Heading", Kind::Line, false, "A heading for the text", "Substance misuse").at_most(80);
    /// `Text` of several sheets.
    pub static TEXT: Column = column(
        "Text",
        Kind::Prose,
        true,
        "The text. A line that starts with a hyphen becomes a bullet point",
        "The drug recovery worker has seen 24 people.",
    )
    .at_most(4000);
    /// `Session` of several sheets.
    pub static SESSION: Column = column(
        "Session",
        Kind::Choice(&SESSIONS),
        false,
        "Closed keeps the row out of the published papers; Open if blank",
        "Open",
    );

    /// `Ref` of `Actions` and `Action plan`.
    pub static REF: Column =
        column("Ref", Kind::Line, true, "The action's reference, the same every quarter", "OCG1").at_most(24);
    /// `Action` of `Actions`: for whoever fills the sheet in; it is not read.
    pub static PLANNED: Column =
        column("Action", Kind::Prose, false, "The action, as in the county's plan; only for you to see", "Review it");
    /// `Status` of `Actions` and `Action plan`.
    pub static STATUS: Column = column("Status", Kind::Choice(&STATUSES), true, "How the action stands", "On track");
    /// `Progress` of `Actions` and `Action plan`.
    pub static PROGRESS: Column = column(
        "Progress",
        Kind::Prose,
        false,
        "What has been done since the last update",
        "Training held in September.",
    )
    .at_most(1500);
    /// `Updated on` of `Actions`.
    pub static UPDATED_ON: Column = column("Updated on", Kind::Date, false, "The date of the progress", "04/10/2013");

    /// `Priority` of `Action plan`.
    pub static PLAN_PRIORITY: Column = column(
        "Priority",
        Kind::Line,
        true,
        "The priority of the Community Safety Agreement it is under; blank for the same as in the row above",
        "Drugs",
    )
    .at_most(80);
    /// `Risk` of `Action plan`.
    pub static PLAN_RISK: Column = column(
        "Risk",
        Kind::Prose,
        false,
        "The threat or risk that the action answers; blank for the same as in the row above",
        "Heroin supply",
    )
    .at_most(500);
    /// `Action` of `Action plan` and `Board actions`.
    pub static ACTION: Column =
        column("Action", Kind::Prose, true, "What is to be done", "Review the treatment pathway").at_most(600);
    /// `Owner` of `Action plan`.
    pub static OWNER: Column = column(
        "Owner",
        Kind::Line,
        true,
        "The post that owns the action, not a person's name",
        "Head of commissioning",
    )
    .at_most(120);
    /// `Due` of `Action plan`.
    pub static DUE: Column = column("Due", Kind::Date, false, "The date it is due; blank if it has none", "31/03/2014");

    /// `Item` of `Board actions`.
    pub static ITEM: Column = column("Item", Kind::Line, true, "The item's number", "1").at_most(24);
    /// `Decision` of `Board actions`.
    pub static DECISION: Column = column(
        "Decision",
        Kind::Choice(&["Yes", "No"]),
        false,
        "Whether the board agreed; blank until it has decided",
        "Yes",
    );
    /// `In progress` of `Board actions`.
    pub static IN_PROGRESS: Column =
        column("In progress", Kind::Choice(&["Yes", "No"]), false, "Whether the action is under way", "No");
    /// `Raised` of `Board actions`.
    pub static RAISED: Column = column(
        "Raised",
        Kind::Quarter,
        true,
        "The quarter in which it was raised; this quarter for a new one",
        "Q2 2013/14",
    );
    /// `Outcome` of `Board actions`.
    pub static OUTCOME: Column =
        column("Outcome", Kind::Prose, false, "What came of it", "The directors will report in January.").at_most(1000);

    /// `Paper` of `Papers`.
    pub static PAPER: Column =
        column("Paper", Kind::Paper, true, "The paper that the text is for", "Performance overview");
    /// `Field` of `Papers`.
    pub static FIELD: Column = column(
        "Field",
        Kind::Line,
        true,
        "The part of the paper: Report written by, Attached, Action/Recommendations or Information",
        "Report written by",
    )
    .at_most(40);
}

use columns as c;

/// The cover. Its columns are lines: a label, and the value beside it.
pub static RETURN: SheetFields = SheetFields {
    name: "Return",
    sends: Sends::Everyone,
    about: "Whose return this is, and for which quarter: a label in one column, the value in the next.",
    columns: &[&c::PARTNERSHIP, &c::QUARTER, &c::COMPLETED_BY, &c::COMPLETED_ON, &c::RETURN_STATUS, &c::NOTES],
};

/// `Indicators`.
pub static INDICATORS: SheetFields = SheetFields {
    name: "Indicators",
    sends: Sends::Everyone,
    about: "Performance against targets: one row an indicator.",
    columns: &[
        &c::CODE,
        &c::INDICATOR,
        &c::PERIOD,
        &c::ACTUAL,
        &c::TARGET,
        &c::PREVIOUS,
        &c::BETTER,
        &c::UNIT,
        &c::COMMENT,
        &c::SESSION,
    ],
};

/// `Activity`.
pub static ACTIVITY: SheetFields = SheetFields {
    name: "Activity",
    sends: Sends::Everyone,
    about: "What the partnership did this quarter, by priority. A row with nothing beside the priority says nothing.",
    columns: &[&c::PRIORITY, &c::HEADING, &c::TEXT, &c::SESSION],
};

/// `Actions`.
pub static ACTIONS: SheetFields = SheetFields {
    name: "Actions",
    sends: Sends::Everyone,
    about: "The partnership's progress on actions of the county plan: one row an action. A row with nothing beside the \
            action says nothing.",
    columns: &[&c::REF, &c::PLANNED, &c::STATUS, &c::PROGRESS, &c::UPDATED_ON, &c::SESSION],
};

/// `Priorities`.
pub static PRIORITIES: SheetFields = SheetFields {
    name: "Priorities",
    sends: Sends::Unit,
    about: "The narrative under each priority. A row with the heading Risk holds High, Medium, Medium/Low or Low.",
    columns: &[&c::PRIORITY, &c::HEADING, &c::TEXT, &c::SESSION],
};

/// `Action plan`.
pub static PLAN: SheetFields = SheetFields {
    name: "Action plan",
    sends: Sends::Unit,
    about: "The Community Safety Agreement action plan: one row an action.",
    columns: &[
        &c::REF,
        &c::PLAN_PRIORITY,
        &c::PLAN_RISK,
        &c::ACTION,
        &c::OWNER,
        &c::DUE,
        &c::STATUS,
        &c::PROGRESS,
        &c::SESSION,
    ],
};

/// `Board actions`.
pub static BOARD_ACTIONS: SheetFields = SheetFields {
    name: "Board actions",
    sends: Sends::Unit,
    about: "What the board is asked to support this quarter, and what is outstanding from earlier ones.",
    columns: &[&c::ITEM, &c::PRIORITY, &c::ACTION, &c::DECISION, &c::IN_PROGRESS, &c::RAISED, &c::OUTCOME, &c::SESSION],
};

/// `Papers`.
pub static PAPERS: SheetFields = SheetFields {
    name: "Papers",
    sends: Sends::Unit,
    about: "The title block of each paper and its paragraphs of information.",
    columns: &[&c::PAPER, &c::FIELD, &c::TEXT, &c::SESSION],
};

/// All sheets but those of counts, in the order of the blank return: those come after the first.
pub static SHEETS: [&SheetFields; 8] =
    [&RETURN, &INDICATORS, &ACTIVITY, &ACTIONS, &PRIORITIES, &PLAN, &BOARD_ACTIONS, &PAPERS];

/// The sheet of the blank return that explains the others.
pub const GUIDE_SHEET: &str = "How to fill this in";
/// The months that a sheet of counts should have.
pub const MONTHS_WANTED: usize = 30;
/// The fewest months that the papers need.
pub const MONTHS_NEEDED: usize = 24;

/// The examples that a board's own partnerships know their way in: of its areas, its papers and the quarter that is returned.
#[derive(Clone, Copy, Debug)]
pub struct Examples<'a> {
    /// The board.
    pub board: &'a Board,
    /// The quarter that is returned.
    pub quarter: Quarter,
}

impl Examples<'_> {
    /// Says what a kind of column is expected to hold.
    pub fn expected(self, kind: Kind) -> String {
        match kind {
            Kind::Quarter => format!("a quarter, as in {}", self.quarter),
            other => other.expected(),
        }
    }

    /// Gives an example of what is put into a column.
    pub fn of(self, column: &Column) -> String {
        let Examples { board, quarter } = self;
        let end = quarter.last_month().last_day();
        let day = |days_after: u64| (end + Days::new(days_after)).format("%d/%m/%Y").to_string();
        let first = |mut names: std::slice::Iter<'_, String>| names.next().cloned();
        let own = match column {
            column if *column == c::PARTNERSHIP => board.areas.first().map(|area| area.name.clone()),
            column if *column == c::COMPLETED_ON => Some(day(18)),
            column if *column == c::UPDATED_ON => Some(day(4)),
            column if *column == c::DUE => Some(day(182)),
            column if *column == c::PERIOD => Some(format!("12 months to {}", quarter.last_month())),
            column if *column == c::NOTES => {
                let category = first(board.main_measure().categories.iter());
                category.map(|category| format!("{category}: recounted in {}", quarter.first_month()))
            }
            column if [&c::PRIORITY, &c::PLAN_PRIORITY].contains(&column) => {
                board.themes.iter().find_map(|theme| first(theme.priorities.iter()))
            }
            column if *column == c::PAPER => board.papers.titles().into_iter().next(),
            column if column.kind == Kind::Quarter => Some(quarter.to_string()),
            _ => None,
        };
        own.unwrap_or_else(|| column.example.to_string())
    }
}

/// Says what a sheet of counts is for.
pub fn measure(measure: &Measure) -> String {
    format!(
        "Counts by month: one row a category of {}, one column a month, {MONTHS_WANTED} or more, ending with the \
         quarter's last month. Type 0 where there were none.",
        measure.name
    )
}
