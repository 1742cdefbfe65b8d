//! The view of a board, its facts and an edition.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::actions::ActionsView;
use super::areas::{AgainstView, AreaSummary, AreaView, against, area, masking, summary};
use super::charts::{self, Chart, Charts, Spread};
use super::gaps::{GapReasonView, GapView, gaps, reasons};
use super::indicators::{IndicatorGroup, IndicatorView, indicators};
use super::local::{self, RankView};
use super::marks::{MarksView, area_marks, marks};
use super::measures::ComparisonView;
use super::quality::{ReturnView, RevisionView, WarningView, return_view, revisions, warnings};
use super::signals::{ExceptionView, exception};
use super::texts::{
    AskGroup, PaperView, PriorityView, QuarterView, ThemeView, ask_groups, priorities, quarter, theme, untitled,
};
use crate::analysis::{self, Facts, Rag};
use crate::board::Board;
use crate::number::{Decimal, Ratio};
use crate::quarter::Quarter;

view! {
    /// The whole of what a paper is written from.
    pub struct View {
        /// The board's name.
        board: String,
        /// The unit whose return is the county's.
        unit: String,
        /// The quarter.
        quarter: QuarterView,
        /// The meeting's date, where known.
        meeting: Option<NaiveDate>,
        /// The time of day at which it begins, as `board.toml` has it; empty where it is not known.
        meeting_time: String,
        /// Where it is held, as `board.toml` has it; empty where that is not known.
        meeting_place: String,
        /// The date of the meeting after it, where known.
        next_meeting: Option<NaiveDate>,
        /// Whether this is a draft.
        draft: bool,
        /// Why it is a draft, in sentences.
        draft_reasons: Vec<String>,
        /// The own texts of the paper that is being written.
        paper: PaperView,
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
        /// The area that the paper is for, with its figures; only in papers for an area.
        area: Option<AreaView>,
        /// The areas that have a rate of the main measure, the highest first.
        ranks: Vec<RankView>,
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
        /// The marks in the table of areas.
        area_marks: MarksView,
        /// The marks in the tables of areas and categories.
        marks_used: MarksView,
        /// The warnings of the reading, for the annex.
        warnings: Vec<WarningView>,
        /// How many counts are not available.
        gap_count: usize,
        /// Whose they are, and why.
        gap_reasons: Vec<GapReasonView>,
        /// Which they are.
        gaps: Vec<GapView>,
        /// Figures for earlier months that differ from the last quarter's return.
        revisions: Vec<RevisionView>,
        /// How many revisions there are.
        revision_count: usize,
        /// The thresholds of the commentary, for the definitions.
        thresholds: ThresholdsView,
        /// How far a target may be missed and still be amber, in percent.
        tolerance: Decimal,
        beside {
            /// The charts, which templates name.
            charts: Charts,
        }
    }

    /// What a measure is called.
    pub(crate) struct MeasureName {
        /// Its name.
        name: String,
        /// What one is called.
        one: String,
        /// What several are called.
        many: String,
        /// What all categories together are called.
        total: String,
    }

    /// The thresholds of the commentary.
    pub(crate) struct ThresholdsView {
        /// Its name in the facts, as `board-papers facts --figure` takes it.
        path: String,
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

/// What the papers need beyond the figures.
#[derive(Clone, Debug)]
pub struct Occasion {
    /// The names of the papers of which something is reported in closed session: no more than that is known of it here.
    pub closed: BTreeSet<String>,
    /// The meeting's date, where known.
    pub meeting: Option<NaiveDate>,
    /// Why they are drafts, in sentences; none where they are not.
    pub draft_reasons: Vec<String>,
}

impl View {
    /// Makes the view of a quarter's facts, before it is turned to a paper.
    pub fn new(board: &Board, facts: &Facts, occasion: &Occasion) -> View {
        let now = Quarter::of(facts.quarter.last_month.last_day());
        // What is known of the meeting on another day says nothing of this one.
        let held = board.meeting(now).filter(|m| occasion.meeting == Some(m.date));
        let mut charts = Charts::default();
        let all: Vec<AreaView> = facts.areas.iter().map(|a| area(a, facts, board, &mut charts)).collect();
        let (groups, mut areas): (Vec<_>, Vec<_>) = all.into_iter().partition(|a| a.group);
        let actions = super::actions::actions(facts, &mut charts);
        let indicators = indicators(facts);
        let ranks = local::ranks(&areas);
        local::complete(&mut areas, &ranks, &indicators, &actions);
        let lead = groups.first().or(if areas.len() == 1 { areas.first() } else { None }).cloned();
        let rows = || indicators.iter().flat_map(|g| &g.rows);
        let gaps = gaps(facts);
        let asks = |raised: bool| ask_groups(facts.board_actions.iter().filter(|b| (b.open_quarters == 0) == raised));
        let direction = |f: fn(&AreaView) -> Option<&ComparisonView>| against(lead.as_ref(), &areas, f);
        View {
            board: board.name.clone(),
            unit: board.unit.clone(),
            quarter: quarter(facts),
            meeting: occasion.meeting,
            meeting_time: held.map(|m| m.time.clone()).unwrap_or_default(),
            meeting_place: held.map(|m| m.place.clone()).unwrap_or_default(),
            next_meeting: board.next_meeting(now).map(|m| m.date),
            draft: !occasion.draft_reasons.is_empty(),
            draft_reasons: occasion.draft_reasons.clone(),
            paper: untitled(),
            area: None,
            has_themes: !board.themes.is_empty(),
            theme: board.theme(facts.quarter.number).map(|t| theme(t, facts.quarter.number)),
            themes: board.themes.iter().map(|t| theme(t, facts.quarter.number)).collect(),
            priorities: priorities(facts),
            measures: measure_names(board),
            several_areas: areas.len() > 1,
            spread: charts::spread(areas.iter().map(|a| (a.name.as_str(), a.main.total.rolling12.as_ref())), false),
            against: direction(|a| a.main.total.rolling12.as_ref()),
            against_year: direction(|a| a.main.total.year_to_date.as_ref()),
            multiples: charts.add(charts::multiples(facts)),
            exceptions: groups.iter().chain(&areas).filter_map(exception).collect(),
            masking: masking(groups.iter().chain(&areas)),
            limits_missing: areas.iter().any(|a| a.main.total.latest.as_ref().is_some_and(|l| l.usual.is_none())),
            reds: rows().filter(|i| i.status == Rag::Red).cloned().collect(),
            ambers: rows().filter(|i| i.status == Rag::Amber).count(),
            targets: rows().filter(|i| i.status != Rag::Na).count(),
            asked: asks(true),
            outstanding: asks(false),
            actions,
            ranks,
            returns: facts.returns.iter().map(return_view).collect(),
            area_marks: area_marks(facts),
            marks_used: marks(facts),
            warnings: warnings(facts),
            gap_count: gaps.iter().map(GapView::months).sum(),
            gap_reasons: reasons(&gaps),
            gaps,
            revisions: revisions(facts),
            revision_count: facts.revisions.len(),
            thresholds: thresholds(board),
            tolerance: board.tolerance.round(if board.tolerance.is_whole() { 0 } else { 1 }),
            sections: groups.iter().chain(&areas).cloned().collect(),
            lead: lead.as_ref().map(summary),
            areas: areas.iter().map(summary).collect(),
            groups: groups.iter().map(summary).collect(),
            indicators,
            charts,
        }
    }
}

fn measure_names(board: &Board) -> Vec<MeasureName> {
    let name = |m: &crate::board::Measure| MeasureName {
        name: m.name.clone(),
        one: m.noun[0].clone(),
        many: m.noun[1].clone(),
        total: m.total.clone(),
    };
    board.measures.iter().map(name).collect()
}

fn thresholds(board: &Board) -> ThresholdsView {
    let n = &board.narrative;
    let plain = |r: Ratio| r.round(if r.is_whole() { 0 } else { 1 });
    ThresholdsView {
        path: analysis::path(&[crate::board::FILE, "narrative"]),
        movers_max: n.movers_max,
        movers_share: plain(n.movers_percent),
        movers_floor: n.movers_floor,
        movers_floor_small: n.movers_floor_small,
        small_total: n.small_total,
        mentions_max: n.mentions_max,
        mentions_months: n.mentions_months,
        close: plain(n.close),
    }
}
