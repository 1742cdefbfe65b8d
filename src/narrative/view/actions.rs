//! The action plan.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::charts::{Chart, Charts};
use crate::analysis::{ActionChange, ActionFacts, ActionUpdate, Facts};
use crate::document::{self, Status, StatusChart, StatusRow, Tone};
use crate::returns::ActionStatus;

view! {
    /// The action plan.
    pub(crate) struct ActionsView {
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
    pub(crate) struct StatusCount {
        /// The status.
        status: ActionStatus,
        /// How many.
        count: usize,
        /// How many last quarter.
        previous: Option<usize>,
    }

    /// The actions under one priority.
    pub(crate) struct ActionGroup {
        /// The priority.
        priority: String,
        /// The actions.
        items: Vec<ActionView>,
    }

    /// One action.
    pub(crate) struct ActionView {
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
        status: ActionStatus,
        /// How it stood last quarter.
        previous_status: Option<ActionStatus>,
        /// What has been done.
        progress: Option<String>,
        /// Whether it is overdue.
        overdue: bool,
        /// Whether nothing was written about it this quarter.
        no_update: bool,
        /// Each partnership's progress.
        updates: Vec<UpdateView>,
        /// Whether a list before this one has it, in the order `off_track`, `overdue`, `newly_off_track`, `back_on_track`,
        /// `completed`, `slipped`, `added`, `proposed_for_closure`, `no_update`: its words need not be read twice.
        told: bool,
    }

    /// A partnership's progress on an action.
    pub(crate) struct UpdateView {
        /// The area's name.
        area: String,
        /// How it stands there.
        status: ActionStatus,
        /// What has been done.
        progress: Option<String>,
        /// When that was written.
        updated_on: Option<NaiveDate>,
    }

    /// An action that has left the plan.
    pub(crate) struct GoneView {
        /// Its reference.
        reference: String,
        /// What was to be done.
        action: String,
        /// How it stood last.
        status: ActionStatus,
    }
}

/// Makes the view of the action plan.
pub(super) fn actions(facts: &Facts, charts: &mut Charts) -> ActionsView {
    let plan = &facts.actions;
    let items = &plan.items;
    let compared = plan.previous_by_status.is_some();
    let statuses = ActionStatus::ALL.map(|status| StatusCount {
        status,
        count: items.iter().filter(|a| a.status == status).count(),
        previous: plan.previous_by_status.as_ref().and_then(|before| before.get(&status).copied()),
    });
    let with = |wanted: &dyn Fn(&ActionFacts) -> bool| -> Vec<ActionView> {
        items.iter().filter(|a| wanted(a)).map(|a| action(a, true)).collect()
    };
    let changed = |change: ActionChange| with(&|a| a.changes.contains(&change));
    let mut view = ActionsView {
        total: items.len(),
        present: statuses.iter().filter(|s| s.count > 0).cloned().collect(),
        statuses: statuses.into(),
        compared,
        overdue: with(&|a| a.overdue),
        newly_off_track: changed(ActionChange::NewlyOffTrack),
        back_on_track: changed(ActionChange::BackOnTrack),
        off_track: with(&|a| a.status == ActionStatus::OffTrack),
        completed: changed(ActionChange::Completed),
        proposed_for_closure: changed(ActionChange::ProposedForClosure),
        slipped: changed(ActionChange::Slipped),
        added: changed(ActionChange::New),
        no_update: changed(ActionChange::NoUpdate),
        gone: plan
            .gone
            .iter()
            .map(|g| GoneView { reference: g.reference.clone(), action: g.action.clone(), status: g.status })
            .collect(),
        groups: groups(items),
        chart: charts.add(chart(items)),
    };
    mark_told(&mut view, compared);
    view
}

/// Marks what a list before has told. Changes are listed only where there is a quarter to compare with.
fn mark_told(view: &mut ActionsView, compared: bool) {
    let changes =
        [&mut view.newly_off_track, &mut view.back_on_track, &mut view.completed, &mut view.slipped, &mut view.added];
    let changes = changes.into_iter().filter(|_| compared);
    let lists = [&mut view.off_track, &mut view.overdue].into_iter().chain(changes);
    let mut seen = BTreeSet::new();
    for action in lists.chain([&mut view.proposed_for_closure, &mut view.no_update]).flatten() {
        action.told = !seen.insert(action.reference.clone());
    }
}

fn groups(items: &[ActionFacts]) -> Vec<ActionGroup> {
    let mut groups: Vec<ActionGroup> = Vec::new();
    let mut risk: Option<(&str, Option<&String>)> = None;
    for facts in items {
        let here = (facts.priority.as_str(), facts.risk.as_ref());
        let view = action(facts, risk != Some(here));
        risk = Some(here);
        match groups.iter_mut().find(|g| g.priority == facts.priority) {
            Some(group) => group.items.push(view),
            None => groups.push(ActionGroup { priority: facts.priority.clone(), items: vec![view] }),
        }
    }
    groups
}

fn action(facts: &ActionFacts, with_risk: bool) -> ActionView {
    ActionView {
        reference: facts.reference.clone(),
        priority: facts.priority.clone(),
        risk: facts.risk.clone().filter(|_| with_risk),
        action: facts.action.clone(),
        owner: facts.owner.clone(),
        due: facts.due,
        previous_due: facts.previous_due.filter(|_| facts.changes.contains(&ActionChange::Slipped)),
        first_due: facts.first_due,
        slips: facts.slips,
        age: facts.age_quarters,
        age_at_least: facts.age_at_least,
        status: facts.status,
        previous_status: facts.previous_status,
        progress: facts.progress.clone(),
        overdue: facts.overdue,
        no_update: facts.changes.contains(&ActionChange::NoUpdate),
        updates: facts.updates.iter().map(update).collect(),
        told: false,
    }
}

pub(super) fn update(facts: &ActionUpdate) -> UpdateView {
    UpdateView {
        area: facts.area.clone(),
        status: facts.status,
        progress: facts.progress.clone(),
        updated_on: facts.updated_on,
    }
}

/// Names the tone of an action's status.
pub(crate) fn tone(status: ActionStatus) -> Tone {
    match status {
        ActionStatus::OffTrack => Tone::Red,
        ActionStatus::AtRisk => Tone::Amber,
        ActionStatus::OnTrack => Tone::Green,
        ActionStatus::Complete => Tone::Blue,
        ActionStatus::NotStarted => Tone::Grey,
    }
}

fn chart(items: &[ActionFacts]) -> Option<document::Chart> {
    let mut rows: Vec<StatusRow> = Vec::new();
    for facts in items {
        let at = rows.iter().position(|r| r.name == facts.priority).unwrap_or_else(|| {
            rows.push(StatusRow { name: facts.priority.clone(), counts: vec![0; ActionStatus::ALL.len()] });
            rows.len() - 1
        });
        if let Some(column) = ActionStatus::ALL.iter().position(|s| *s == facts.status) {
            rows[at].counts[column] += 1;
        }
    }
    let statuses = ActionStatus::ALL.map(|s| Status { tone: tone(s), word: s.name().into() }).into();
    (!items.is_empty()).then_some(document::Chart::Statuses(StatusChart { statuses, rows }))
}
