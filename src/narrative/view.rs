//! All that a template may see.
//!
//! Each struct is written with the macro `view!`, which keeps the fields' names, types and meanings as data: the template
//! reference is printed from them, and templates are checked against them before any return is read. Figures are
//! numbers or `null`; only helpers turn them into text.

mod actions;
mod areas;
mod build;
mod charts;
mod indicators;
mod mention;
mod quality;

use chrono::NaiveDate;
use serde::Serialize;

use crate::document::ChartJson;
use crate::number::Decimal;
use crate::quarter::Month;

pub(crate) use actions::tone;
pub(crate) use build::title;
pub use build::{Edition, Occasion};

/// What is known of a struct of the view: its name and its fields.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// The struct's name.
    pub(crate) name: &'static str,
    /// Its fields in order.
    pub(crate) fields: &'static [Field],
}

/// A field of the view.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its type as written.
    pub(crate) kind: &'static str,
    /// What it means.
    pub(crate) meaning: &'static str,
}

impl Field {
    /// Takes a field's type apart: what it is, whether it is a list of that, and whether it may be `null`.
    pub(crate) fn plain_kind(&self) -> (&'static str, bool, bool) {
        let inside = |kind: &'static str, outer: &str| {
            kind.strip_prefix(outer)
                .and_then(|k| k.trim().strip_prefix('<'))
                .and_then(|k| k.strip_suffix('>'))
                .map(str::trim)
        };
        if let Some(kind) = inside(self.kind, "Option") {
            return (kind, false, true);
        }
        inside(self.kind, "Vec").map_or((self.kind, false, false), |kind| (kind, true, false))
    }
}

macro_rules! view {
    ($(#[doc = $about:literal])+ $name:ident { $($(#[doc = $meaning:literal])+ $field:ident : $kind:ty,)+ } $($rest:tt)*) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug, Serialize)]
        pub struct $name { $($(#[doc = $meaning])+ pub(crate) $field: $kind,)+ }
        view!(@shapes [$name { $($field : $kind = [$($meaning)+],)+ }] $($rest)*);
    };
    (@shapes [$($done:tt)*] $(#[doc = $about:literal])+ $name:ident { $($(#[doc = $meaning:literal])+ $field:ident : $kind:ty,)+ } $($rest:tt)*) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug, Serialize)]
        pub(crate) struct $name { $($(#[doc = $meaning])+ pub(crate) $field: $kind,)+ }
        view!(@shapes [$($done)* $name { $($field : $kind = [$($meaning)+],)+ }] $($rest)*);
    };
    (@shapes [$($name:ident { $($field:ident : $kind:ty = [$($meaning:literal)+],)+ })*]) => {
        /// Every struct of the view.
        pub(crate) const SHAPES: &[Shape] = &[$(Shape {
            name: stringify!($name),
            fields: &[$(Field { name: stringify!($field), kind: stringify!($kind), meaning: concat!($($meaning),+) },)+],
        },)*];
    };
}

view! {
    /// The whole of what a paper is written from.
    View {
        /// The board's name.
        board: String,
        /// The unit whose return is the county's.
        unit: String,
        /// The quarter.
        quarter: QuarterView,
        /// The meeting's date, where known.
        meeting: Option<NaiveDate>,
        /// Whether this is the closed edition.
        closed_edition: bool,
        /// Whether this is a draft.
        draft: bool,
        /// Why it is a draft, in sentences.
        draft_reasons: Vec<String>,
        /// The performance overview's own texts.
        overview: PaperView,
        /// The action-plan update's own texts.
        plan: PaperView,
        /// Whether there are themes at all.
        has_themes: bool,
        /// The theme that this quarter treats in depth.
        theme: Option<ThemeView>,
        /// All themes, in the board's order.
        themes: Vec<ThemeView>,
        /// The priorities treated in depth.
        priorities: Vec<PriorityView>,
        /// The measures' names and words.
        measures: Vec<MeasureName>,
        /// The group or, on a board of one area, the area whose figures make the headline.
        lead: Option<AreaSummary>,
        /// Whether there is more than one area.
        several_areas: bool,
        /// The areas in brief, in the board's order.
        areas: Vec<AreaSummary>,
        /// The groups of areas in brief, in the board's order.
        groups: Vec<AreaSummary>,
        /// The groups, then the areas, with all their figures: the order of the sections.
        sections: Vec<AreaView>,
        /// How many areas saw the main measure rise, fall and not change over the rolling 12 months.
        spread: Spread,
        /// The areas whose rolling 12 months went the other way than the lead's.
        against: Vec<AgainstView>,
        /// The areas whose year to date went the other way than the lead's.
        against_year: Vec<AgainstView>,
        /// Small charts of the main measure, one an area, where there are several.
        multiples: Option<Chart>,
        /// Everything whose latest month is not the usual variation, by area.
        exceptions: Vec<ExceptionView>,
        /// The areas and groups where the main total fell over the rolling 12 months although categories are unusually high.
        masking: Vec<String>,
        /// Whether an area has too few months on record for limits.
        limits_missing: bool,
        /// The indicators, one entry a code.
        indicators: Vec<IndicatorGroup>,
        /// Every indicator that is red.
        reds: Vec<IndicatorView>,
        /// How many indicators are amber.
        ambers: usize,
        /// How many indicators have a target.
        targets: usize,
        /// What the board is asked to support this quarter, by priority.
        asked: Vec<AskGroup>,
        /// What is outstanding from earlier reports, by priority.
        outstanding: Vec<AskGroup>,
        /// The action plan.
        actions: ActionsView,
        /// Who returned what and when.
        returns: Vec<ReturnView>,
        /// Whether any return is provisional.
        any_provisional: bool,
        /// Whether a percentage in the tables rounds to 0.0 although the change is not none.
        any_low: bool,
        /// The warnings of the reading, for the annex.
        warnings: Vec<WarningView>,
        /// Figures for earlier months that differ from the last quarter's return.
        revisions: Vec<RevisionView>,
        /// How many revisions there are.
        revision_count: usize,
        /// The thresholds of the commentary, for the definitions.
        thresholds: ThresholdsView,
        /// How far a target may be missed and still be amber, in percent.
        tolerance: Decimal,
    }

    /// A paper's own texts.
    PaperView {
        /// The paper's title.
        title: String,
        /// The rows of the title block, the title first.
        title_block: Vec<TextView>,
        /// The information paragraphs.
        information: Vec<String>,
        /// What the paper asks of the board, where the unit says so.
        recommendation: Option<String>,
    }

    /// A labelled text.
    TextView {
        /// The label.
        field: String,
        /// The text, with its line breaks.
        text: String,
    }

    /// The quarter.
    QuarterView {
        /// As in `Q2 2013/14`.
        label: String,
        /// The financial year, as in `2013/14`.
        financial_year: String,
        /// Its first month.
        first_month: Month,
        /// Its last month.
        last_month: Month,
        /// April of its financial year.
        year_start: Month,
        /// The same month a year before.
        year_start_before: Month,
        /// The last month a year before.
        last_month_before: Month,
        /// The first of the 12 months ending with the last month.
        rolling_start: Month,
        /// The first month on record in any area's returns.
        on_record_since: Option<Month>,
        /// Whether some areas' records begin later.
        on_record_varies: bool,
        /// The quarter before, where its returns were read.
        previous: Option<String>,
    }

    /// A theme.
    ThemeView {
        /// Its name.
        name: String,
        /// The quarter of the financial year in which it is treated, 1 to 4.
        quarter: u32,
        /// Whether that is this quarter.
        current: bool,
        /// Its priorities.
        priorities: Vec<String>,
    }

    /// A priority treated in depth.
    PriorityView {
        /// Its name.
        name: String,
        /// A name to refer to its heading by.
        id: String,
        /// Its risk: `High`, `Medium`, `Medium/Low` or `Low`.
        risk: Option<String>,
        /// Its risk in the last quarter's return.
        previous_risk: Option<String>,
        /// `up`, `down` or `same`, where both risks are known.
        risk_change: Option<String>,
        /// The county's narrative.
        narrative: Vec<PassageView>,
        /// What the partnerships did, by partnership.
        activity: Vec<PassageView>,
    }

    /// A text under a heading.
    PassageView {
        /// Who wrote it.
        area: String,
        /// The heading; empty where none is given.
        heading: String,
        /// The text, with its line breaks.
        text: String,
        /// Whether the same partnership wrote the passage before.
        same_area: bool,
    }

    /// What a measure is called.
    MeasureName {
        /// Its name.
        name: String,
        /// What one is called.
        one: String,
        /// What several are called.
        many: String,
        /// What all categories together are called.
        total: String,
    }

    /// An area or a group in brief: its totals.
    AreaSummary {
        /// Its name.
        name: String,
        /// The title over its section.
        title: String,
        /// A name to refer to its section by.
        id: String,
        /// Whether it is a group.
        group: bool,
        /// How many of its members have returned.
        returned: usize,
        /// How many members it has; 1 for an area.
        expected: usize,
        /// Whether a return in it is provisional.
        provisional: bool,
        /// Whether a figure in it was revised since last quarter.
        revised: bool,
        /// The total of the main measure.
        total: SeriesView,
        /// The totals of the other measures.
        others: Vec<SeriesView>,
    }

    /// An area or a group, with its figures.
    AreaView {
        /// Its name.
        name: String,
        /// The title over its section.
        title: String,
        /// The short form for charts.
        short: String,
        /// A name to refer to its section by.
        id: String,
        /// Whether it is a group.
        group: bool,
        /// Residents.
        population: Option<u32>,
        /// The names of a group's members.
        members: Vec<String>,
        /// Those of its members (or itself) that have not returned.
        missing: Vec<String>,
        /// How many of its members have returned.
        returned: usize,
        /// How many members it has; 1 for an area.
        expected: usize,
        /// Whether a return in it is provisional.
        provisional: bool,
        /// Whether a figure in it was revised since last quarter.
        revised: bool,
        /// By how much revisions since last quarter have changed the main measure's rolling 12 months.
        revised_current: i64,
        /// By how much they have changed the 12 months before those.
        revised_previous: i64,
        /// The main measure.
        main: MeasureView,
        /// The other measures.
        others: Vec<MeasureView>,
        /// Percentage change of the main measure by member of a group, as a chart.
        areas_chart: Option<Chart>,
        /// The spread of that chart.
        areas_spread: Spread,
    }

    /// An area that went the other way than the lead.
    AgainstView {
        /// Its name.
        name: String,
        /// The name of its section.
        id: String,
        /// How it changed.
        by: ComparisonView,
    }

    /// The figures of one measure in one area.
    MeasureView {
        /// The measure's name.
        name: String,
        /// What one is called.
        one: String,
        /// What several are called.
        many: String,
        /// Whether anything was reported.
        reported: bool,
        /// All categories together.
        total: SeriesView,
        /// Whether there is more than one category.
        several: bool,
        /// The categories, in the board's order.
        categories: Vec<SeriesView>,
        /// What moved most over the rolling 12 months.
        movers_rolling12: MoversView,
        /// What moved most over the year to date.
        movers_year_to_date: MoversView,
        /// What is worth saying of the latest month: the total first, then by strength, what is alike together.
        mentions: Vec<MentionGroup>,
        /// The series that have a signal and are not among the mentions, by kind of signal.
        unmentioned: Vec<SignalGroup>,
        /// How many categories are unusually high although the total, not unusually high, fell over the rolling 12 months.
        masked: usize,
        /// What shows usual variation only: `all` series, `others` than those said to be unusual, the total included, or
        /// `categories` other than those; `null` where no series is more to say of, or there are too few months to tell.
        usual: Option<&'static str>,
        /// Change in volume by category, as a chart.
        volume_chart: Option<Chart>,
        /// Percentage change by category, as a chart.
        percent_chart: Option<Chart>,
        /// The spread of the change in volume by category.
        volume_spread: Spread,
        /// The spread of the percentage change by category.
        percent_spread: Spread,
        /// The months as a chart.
        trend_chart: Option<Chart>,
        /// What the chart of months shows.
        trend: Option<TrendView>,
    }

    /// One series of months: a category's, or a total.
    SeriesView {
        /// Its name.
        name: String,
        /// Whether it is the total.
        total: bool,
        /// The 12 months ending with the last month against the 12 before.
        rolling12: Option<ComparisonView>,
        /// The same a quarter earlier, from this quarter's returns.
        rolling12_last_quarter: Option<ComparisonView>,
        /// April to the last month against the same months a year before.
        year_to_date: Option<ComparisonView>,
        /// The rolling 12 months per 1,000 residents.
        rate: Option<Decimal>,
        /// This category's change as a percentage of the total's.
        share_of_change: Option<Decimal>,
        /// The latest month.
        latest: Option<LatestView>,
        /// Whether an earlier month that it counts was revised.
        revised: bool,
        /// Whether a return in it is provisional.
        provisional: bool,
    }

    /// A sum of months against an earlier one.
    ComparisonView {
        /// The later sum.
        current: i64,
        /// The earlier sum.
        previous: i64,
        /// Current less previous.
        change: i64,
        /// The change in percent of the previous; `null` where that is 0.
        percent: Option<Decimal>,
        /// `up`, `down` or `same`.
        direction: &'static str,
        /// How strongly a cell is shaded: 0 (not at all) to 3.
        strength: u8,
    }

    /// The latest month among the months before.
    LatestView {
        /// The month.
        month: Month,
        /// Its count.
        count: i64,
        /// The mean of the 12 months ending with it, where all are known.
        average12: Option<Decimal>,
        /// The lower limit of the usual variation, where there are months enough.
        lower: Option<Decimal>,
        /// The upper limit.
        upper: Option<Decimal>,
        /// Whether the month and the months before it show nothing but the usual variation; `null` where there are too few.
        usual: Option<bool>,
    }

    /// The categories that moved most, the largest change first.
    MoversView {
        /// Those that rose.
        up: Vec<MoverView>,
        /// Those that fell.
        down: Vec<MoverView>,
    }

    /// A category that moved.
    MoverView {
        /// The category.
        name: String,
        /// Its change.
        change: i64,
        /// Its change in percent.
        percent: Option<Decimal>,
    }

    /// Series of which the same is worth saying of the latest month.
    MentionGroup {
        /// Whether it is the total, which is always alone.
        total: bool,
        /// What is said: `record`, `since`, `rank`, `run`, `average` or `close`.
        kind: &'static str,
        /// Whether it is the highest (else the lowest), or counted from the top.
        high: bool,
        /// `above`, `below` or `level`.
        side: &'static str,
        /// The rank, 1 for the extreme.
        rank: u32,
        /// Out of how many months.
        of: u32,
        /// Whether another of those months had the very same count.
        joint: bool,
        /// The signal: `none`, or what is unusual about it.
        signal: &'static str,
        /// Whether the series differ in how far back it goes: in `since` or `months`.
        varied: bool,
        /// Whether a sentence begins with it: it is not one more record, or one more highest or lowest, after others.
        opens: bool,
        /// Whether a sentence ends with it.
        ends: bool,
        /// The series.
        items: Vec<MentionView>,
    }

    /// A series of which something is worth saying of the latest month.
    MentionView {
        /// The series' name.
        name: String,
        /// The count.
        count: i64,
        /// The mean of the 12 months ending with it.
        average12: Decimal,
        /// The first month on record, or the latest month that reached it.
        since: Option<Month>,
        /// How many months: on record, back to `since`, or on one side of the average.
        months: u32,
        /// Whether there are months enough to tell.
        judged: bool,
        /// The lower limit of the usual variation.
        lower: Option<Decimal>,
        /// The upper limit.
        upper: Option<Decimal>,
    }

    /// A series whose latest month is not the usual variation.
    SignalView {
        /// Its name.
        name: String,
        /// Whether it is the total.
        total: bool,
        /// The measure's name.
        measure: String,
        /// The count.
        count: i64,
        /// What is unusual about it: `high`, `low`, `trend_up`, `trend_down`, `near_high`, `near_low`, `run_high`, `run_low`.
        signal: &'static str,
        /// The lower limit of the usual variation.
        lower: Decimal,
        /// The upper limit.
        upper: Decimal,
    }

    /// Series of one measure whose signals are of one kind.
    SignalGroup {
        /// `outside` the limits, a `trend`, `near` a limit, or a `run`.
        kind: &'static str,
        /// Those that are unusually high.
        high: Vec<SignalView>,
        /// Those that are unusually low.
        low: Vec<SignalView>,
    }

    /// An area or group with everything unusual in it.
    ExceptionView {
        /// The area's name.
        name: String,
        /// The name of its section.
        id: String,
        /// Whether it is a group.
        group: bool,
        /// What is unusually high.
        high: Vec<SignalView>,
        /// What is unusually low.
        low: Vec<SignalView>,
    }

    /// How values are spread: how many rose and fell, and the extremes.
    Spread {
        /// How many there are.
        count: usize,
        /// How many rose.
        rose: usize,
        /// How many fell.
        fell: usize,
        /// How many did not change.
        level: usize,
        /// The highest.
        highest: Option<Extreme>,
        /// The lowest.
        lowest: Option<Extreme>,
    }

    /// A value at an end of a spread.
    Extreme {
        /// What it is of.
        name: String,
        /// The change.
        change: i64,
        /// The change in percent.
        percent: Option<Decimal>,
    }

    /// What a chart of months shows.
    TrendView {
        /// How many months.
        months: usize,
        /// The first month.
        first: Month,
        /// The last month.
        last: Month,
        /// The month of the highest count.
        high_month: Month,
        /// The highest count.
        high: i64,
        /// The month of the lowest count.
        low_month: Month,
        /// The lowest count.
        low: i64,
        /// The mean.
        centre: Option<Decimal>,
        /// The lower limit of the usual variation.
        lower: Option<Decimal>,
        /// The upper limit.
        upper: Option<Decimal>,
        /// Whether there are months enough for limits.
        limits: bool,
        /// How many months lie outside the limits.
        special: usize,
    }

    /// The rows of one indicator.
    IndicatorGroup {
        /// The code.
        code: String,
        /// What it measures.
        indicator: String,
        /// A name to refer to its table by.
        id: String,
        /// The period, where all rows have the same.
        period: Option<String>,
        /// `lower` or `higher`, whichever is better.
        better: String,
        /// `count`, `rate` or `percent`.
        unit: String,
        /// The rows, by area.
        rows: Vec<IndicatorView>,
        /// Those that are red.
        reds: Vec<IndicatorView>,
        /// Those whose status differs from last quarter's.
        restated: Vec<IndicatorView>,
        /// Whether any row has a comment.
        comments: bool,
    }

    /// One row of the target status.
    IndicatorView {
        /// The code.
        code: String,
        /// What it measures.
        indicator: String,
        /// The area.
        area: String,
        /// The period.
        period: String,
        /// The actual figure.
        actual: Decimal,
        /// The target.
        target: Option<Decimal>,
        /// Actual less target.
        difference: Option<Decimal>,
        /// The difference in percent of the target.
        percent_difference: Option<Decimal>,
        /// The figure before.
        previous: Option<Decimal>,
        /// `UP`, `DOWN` or `SAME`, against the figure before.
        direction: Option<&'static str>,
        /// `Red`, `Amber`, `Green` or `NA`.
        status: &'static str,
        /// The status last quarter.
        previous_status: Option<&'static str>,
        /// `lower` or `higher`, whichever is better.
        better: &'static str,
        /// `count`, `rate` or `percent`.
        unit: &'static str,
        /// What the partnership says of it.
        comment: Option<String>,
    }

    /// Board actions under one priority.
    AskGroup {
        /// The priority.
        priority: String,
        /// The actions.
        items: Vec<AskView>,
    }

    /// What the board is asked to support, or was.
    AskView {
        /// The item's number or reference.
        item: String,
        /// What is asked.
        action: String,
        /// `Yes`, `No` or nothing yet.
        decision: Option<String>,
        /// `Yes`, `No` or not said.
        in_progress: Option<String>,
        /// The quarter it was raised in.
        raised: String,
        /// How many quarters it has been open.
        open_quarters: u32,
        /// What came of it.
        outcome: Option<String>,
    }

    /// The action plan.
    ActionsView {
        /// How many actions.
        total: usize,
        /// How many have each status.
        statuses: Vec<StatusCount>,
        /// The statuses that any action has.
        present: Vec<StatusCount>,
        /// Whether the last quarter's plan is known.
        compared: bool,
        /// Those that are overdue.
        overdue: Vec<ActionView>,
        /// Those that were at risk or off track last quarter and are on track now.
        back_on_track: Vec<ActionView>,
        /// Those that have gone off track since last quarter.
        newly_off_track: Vec<ActionView>,
        /// All that are off track.
        off_track: Vec<ActionView>,
        /// Those completed since last quarter.
        completed: Vec<ActionView>,
        /// Those proposed for closure.
        proposed_for_closure: Vec<ActionView>,
        /// Those whose date has slipped since last quarter.
        slipped: Vec<ActionView>,
        /// Those added since last quarter.
        added: Vec<ActionView>,
        /// Those without an update this quarter.
        no_update: Vec<ActionView>,
        /// Those that have left the plan since last quarter.
        gone: Vec<GoneView>,
        /// The actions by priority.
        groups: Vec<ActionGroup>,
        /// Statuses by priority, as a chart.
        chart: Option<Chart>,
    }

    /// How many actions have a status.
    StatusCount {
        /// The status.
        status: &'static str,
        /// How many.
        count: usize,
        /// How many last quarter.
        previous: Option<usize>,
    }

    /// The actions under one priority.
    ActionGroup {
        /// The priority.
        priority: String,
        /// The actions.
        items: Vec<ActionView>,
    }

    /// One action.
    ActionView {
        /// Its reference.
        reference: String,
        /// The priority.
        priority: String,
        /// The threat or risk, where it is not the action before's.
        risk: Option<String>,
        /// What is to be done.
        action: String,
        /// The post that owns it.
        owner: String,
        /// When it is due.
        due: Option<NaiveDate>,
        /// When it was due before, where the date has slipped.
        previous_due: Option<NaiveDate>,
        /// When it was first due, as far as returns on file tell, where that was another date.
        first_due: Option<NaiveDate>,
        /// How often its date has slipped, as far as returns on file tell.
        slips: u32,
        /// How many quarters it has been in the plan, as far as returns on file tell; 1 for a new one.
        age: u32,
        /// Whether it may be older than that.
        age_at_least: bool,
        /// How it stands.
        status: &'static str,
        /// How it stood last quarter.
        previous_status: Option<&'static str>,
        /// What has been done.
        progress: Option<String>,
        /// Whether it is overdue.
        overdue: bool,
        /// Whether nothing was written about it this quarter.
        no_update: bool,
        /// Each partnership's progress.
        updates: Vec<UpdateView>,
    }

    /// A partnership's progress on an action.
    UpdateView {
        /// The area's name.
        area: String,
        /// How it stands there.
        status: &'static str,
        /// What has been done.
        progress: Option<String>,
        /// When that was written.
        updated_on: Option<NaiveDate>,
    }

    /// An action that has left the plan.
    GoneView {
        /// Its reference.
        reference: String,
        /// What was to be done.
        action: String,
        /// How it stood last.
        status: &'static str,
    }

    /// What is known of one return.
    ReturnView {
        /// Who sent it.
        sender: String,
        /// Whether it has been received.
        returned: bool,
        /// The post that completed it.
        completed_by: Option<String>,
        /// When.
        completed_on: Option<NaiveDate>,
        /// Whether its figures may still change.
        provisional: bool,
        /// What it says about data quality.
        notes: Option<String>,
        /// The workbook.
        workbook: Option<String>,
        /// Its SHA-256.
        sha256: Option<String>,
    }

    /// A warning of the reading.
    WarningView {
        /// Where it is.
        place: String,
        /// What was found.
        message: String,
    }

    /// A figure that was revised.
    RevisionView {
        /// The area.
        area: String,
        /// The measure.
        measure: String,
        /// The category.
        category: String,
        /// The month.
        month: Month,
        /// What it was.
        was: i64,
        /// What it is.
        is: i64,
        /// What it is less what it was.
        change: i64,
        /// Which of the rolling sums it is in: `current`, `previous` or `none`.
        affects: &'static str,
    }

    /// The thresholds of the commentary.
    ThresholdsView {
        /// At most so many movers a side.
        movers_max: usize,
        /// A mover is at least this percentage of the largest on its side.
        movers_share: Decimal,
        /// A mover is at least this many.
        movers_floor: u32,
        /// The same for a small area.
        movers_floor_small: u32,
        /// An area is small below this many in 12 months.
        small_total: u32,
        /// At most so many categories are mentioned of the latest month.
        mentions_max: usize,
        /// Highest or lowest for this many months is worth saying.
        mentions_months: u32,
        /// A total within this many percent of its average is close to it.
        close: Decimal,
    }
}

/// A chart as data for the helper `chart`.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Chart(pub(crate) ChartJson);
