//! Which figures there are, and what each is called in a figure's name.

use super::spread::By;
use crate::analysis::facts::{ActionChange, ActionFacts, Affected};
use crate::returns::ActionStatus;

/// Writes an enum of figures that have names.
macro_rules! figures {
    ($(#[doc = $about:literal])+ $name:ident { $($variant:ident $(($($value:expr),+))? = $text:literal,)+ }) => {
        impl $name {
            /// All of them, with their names.
            pub(super) const ALL: &[($name, &str)] = &[$(($name::$variant $(($($value),+))?, $text),)+];

            /// Names it.
            pub(super) fn name(self) -> &'static str {
                Self::ALL.iter().find(|(figure, _)| *figure == self).map_or("", |(_, name)| name)
            }

            /// Finds the one of a name.
            pub(super) fn of(name: &str) -> Option<Self> {
                Self::ALL.iter().find(|(_, known)| *known == name).map(|(figure, _)| *figure)
            }
        }
    };
}

/// A figure of a series of months.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Figure {
    Rolling12,
    LastQuarter,
    YearToDate,
    Rate,
    ShareOfChange,
    ShareOfChangeYearToDate,
    Quarters,
    Rolling,
    Usual,
    Notable,
    Gaps,
    Drivers,
    Count,
    Average12,
    HighestSince,
    LowestSince,
    RankHigh,
    RankLow,
    Run,
    Xmr,
    Trend,
    /// The place of its rate among the areas' rates, from the highest or from the lowest.
    Place(Way),
    Masked,
    Spread(By),
    /// The categories that moved most, up or down, over one of the sums.
    Movers(Sum, Way),
    /// What is worth saying of the latest month.
    Mentions,
    /// Whatever is said of the latest month.
    Said(SaidOf),
}

/// A sum of months that is compared with an earlier one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sum {
    Rolling12,
    YearToDate,
}

/// Which way something went.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Way {
    Up,
    Down,
}

/// A part of what is said of a latest month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum SaidOf {
    Since,
    Rank,
    Months,
}

figures! {
    /// Figures of series.
    Figure {
        Rolling12 = "rolling12",
        YearToDate = "year_to_date",
        Rate = "rate",
        ShareOfChange = "share_of_change",
        ShareOfChangeYearToDate = "share_of_change_year_to_date",
        Quarters = "quarters",
        Rolling = "rolling",
        Usual = "usual",
        Notable = "notable",
        Gaps = "gaps",
        Drivers = "drivers",
        Count = "count",
        Average12 = "average12",
        HighestSince = "highest_since",
        LowestSince = "lowest_since",
        RankHigh = "rank_high",
        RankLow = "rank_low",
        Run = "run",
        Xmr = "xmr",
        LastQuarter = "rolling12_last_quarter",
        Trend = "trend",
        Place(Way::Down) = "from_highest",
        Place(Way::Up) = "from_lowest",
        Masked = "masked",
        Spread(By::Number) = "volume_spread",
        Spread(By::Percent) = "percent_spread",
        Movers(Sum::Rolling12, Way::Up) = "movers_rolling12.up",
        Movers(Sum::Rolling12, Way::Down) = "movers_rolling12.down",
        Movers(Sum::YearToDate, Way::Up) = "movers_year_to_date.up",
        Movers(Sum::YearToDate, Way::Down) = "movers_year_to_date.down",
        Mentions = "mentions",
        Said(SaidOf::Since) = "since",
        Said(SaidOf::Rank) = "rank",
        Said(SaidOf::Months) = "months",
    }
}

/// A figure of an area as a whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum AreaFigure {
    Returned,
    Expected,
    Missing,
    /// By how much revisions changed one of the rolling sums.
    Revised(Affected),
    Spread,
    /// Its rows of the target status.
    Indicators,
    /// What it reports of actions of the plan.
    Progress,
    /// Its counts that are not available.
    Gaps,
}

figures! {
    /// Figures of areas.
    AreaFigure {
        Returned = "returned",
        Expected = "expected",
        Missing = "missing",
        Revised(Affected::Current) = "revised_current",
        Revised(Affected::Previous) = "revised_previous",
        Spread = "areas_spread",
        Indicators = "indicators",
        Progress = "progress",
        Gaps = "gap_count",
    }
}

/// A figure of the whole board.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum WholeFigure {
    Reds,
    Ambers,
    Targets,
    Indicators,
    Revisions,
    Areas,
    Groups,
    Returns,
    /// What the board is asked this quarter, or what is outstanding.
    Asks(bool),
    Tolerance,
    Spread,
    /// The areas where something is out of the ordinary.
    Exceptions,
    /// Those where that is hidden by a total that fell.
    Masking,
    /// The priorities treated in depth.
    Priorities,
    Themes,
    Warnings,
    /// The areas that have a rate.
    Ranks,
    /// The counts that are not available.
    Gaps,
}

figures! {
    /// Figures of the board.
    WholeFigure {
        Reds = "reds",
        Ambers = "ambers",
        Targets = "targets",
        Indicators = "indicators",
        Revisions = "revisions",
        Revisions = "revision_count",
        Areas = "areas",
        Groups = "groups",
        Returns = "returns",
        Asks(false) = "asked",
        Asks(true) = "outstanding",
        Tolerance = "tolerance",
        Spread = "spread",
        Exceptions = "exceptions",
        Masking = "masking",
        Priorities = "priorities",
        Themes = "themes",
        Warnings = "warnings",
        Ranks = "ranks",
        Gaps = "gap_count",
    }
}

/// A count of actions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum PlanFigure {
    Total,
    Overdue,
    OffTrack,
    /// Those of which something has changed.
    Changed(ActionChange),
    Groups,
    Gone,
}

figures! {
    /// Counts of actions.
    PlanFigure {
        Total = "total",
        Overdue = "overdue",
        OffTrack = "off_track",
        Changed(ActionChange::NewlyOffTrack) = "newly_off_track",
        Changed(ActionChange::BackOnTrack) = "back_on_track",
        Changed(ActionChange::Completed) = "completed",
        Changed(ActionChange::ProposedForClosure) = "proposed_for_closure",
        Changed(ActionChange::Slipped) = "slipped",
        Changed(ActionChange::New) = "added",
        Changed(ActionChange::NoUpdate) = "no_update",
        Groups = "groups",
        Gone = "gone",
    }
}

impl PlanFigure {
    /// Says whether an action counts.
    pub(super) fn holds(self, action: &ActionFacts) -> bool {
        match self {
            PlanFigure::Total => true,
            PlanFigure::Overdue => action.overdue,
            PlanFigure::OffTrack => action.status == ActionStatus::OffTrack,
            PlanFigure::Changed(change) => action.changes.contains(&change),
            PlanFigure::Groups | PlanFigure::Gone => false,
        }
    }
}

/// What is known of one action.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ActionFigure {
    Dates,
    Slips,
    Age,
    Status,
}

figures! {
    /// Figures of actions.
    ActionFigure {
        Dates = "due",
        Dates = "previous_due",
        Dates = "first_due",
        Slips = "slips",
        Age = "age",
        Status = "status",
        Status = "previous_status",
    }
}
