//! The action plan as an edition may show it.

use super::{ActionGroup, ActionView, ActionsView, Chart, GoneView, StatusCount, UpdateView};
use crate::analysis::{ActionFacts, ActionUpdate, Facts};
use crate::document::{self, ChartJson, Status, StatusChart, Tone};
use crate::returns::ActionStatus;

/// Makes the view of the action plan. What is closed is neither shown nor counted in the open edition.
pub(super) fn actions(facts: &Facts, closed: bool) -> ActionsView {
    let plan = &facts.actions;
    let items: Vec<&ActionFacts> = plan.items.iter().filter(|a| closed || !a.closed).collect();
    let gone: Vec<_> = plan.gone.iter().filter(|g| closed || !g.closed).collect();
    let compared = plan.previous_by_status.is_some();
    let before = |status: &str| {
        let still = items.iter().filter(|a| a.previous_status == Some(status)).count();
        still + gone.iter().filter(|g| g.status == status).count()
    };
    let statuses = ActionStatus::ALL.map(ActionStatus::name).map(|status| StatusCount {
        status,
        count: items.iter().filter(|a| a.status == status).count(),
        previous: compared.then(|| before(status)),
    });
    let with = |wanted: &dyn Fn(&ActionFacts) -> bool| -> Vec<ActionView> {
        items.iter().filter(|a| wanted(a)).map(|a| action(a, true, closed)).collect()
    };
    let changed = |change: &'static str| with(&|a| a.changes.contains(&change));
    ActionsView {
        total: items.len(),
        present: statuses.iter().filter(|s| s.count > 0).cloned().collect(),
        statuses: statuses.into(),
        compared,
        overdue: with(&|a| a.overdue),
        newly_off_track: changed("newly_off_track"),
        back_on_track: changed("back_on_track"),
        off_track: with(&|a| a.status == ActionStatus::OffTrack.name()),
        completed: changed("completed"),
        proposed_for_closure: changed("proposed_for_closure"),
        slipped: changed("slipped"),
        added: changed("new"),
        no_update: changed("no_update"),
        gone: gone
            .iter()
            .map(|g| GoneView { reference: g.reference.clone(), action: g.action.clone(), status: g.status })
            .collect(),
        groups: groups(&items, closed),
        chart: chart(&items),
    }
}

fn groups(items: &[&ActionFacts], closed: bool) -> Vec<ActionGroup> {
    let mut groups: Vec<ActionGroup> = Vec::new();
    let mut risk: Option<(&str, Option<&String>)> = None;
    for facts in items {
        let here = (facts.priority.as_str(), facts.risk.as_ref());
        let view = action(facts, risk != Some(here), closed);
        risk = Some(here);
        match groups.iter_mut().find(|g| g.priority == facts.priority) {
            Some(group) => group.items.push(view),
            None => groups.push(ActionGroup { priority: facts.priority.clone(), items: vec![view] }),
        }
    }
    groups
}

fn action(facts: &ActionFacts, with_risk: bool, closed: bool) -> ActionView {
    let update = |u: &ActionUpdate| UpdateView {
        area: u.area.clone(),
        status: u.status,
        progress: u.progress.clone(),
        updated_on: u.updated_on,
    };
    ActionView {
        reference: facts.reference.clone(),
        priority: facts.priority.clone(),
        risk: facts.risk.clone().filter(|_| with_risk),
        action: facts.action.clone(),
        owner: facts.owner.clone(),
        due: facts.due,
        previous_due: facts.previous_due.filter(|_| facts.changes.contains(&"slipped")),
        first_due: facts.first_due,
        slips: facts.slips,
        age: facts.age_quarters,
        age_at_least: facts.age_at_least,
        status: facts.status,
        previous_status: facts.previous_status,
        progress: facts.progress.clone(),
        overdue: facts.overdue,
        no_update: facts.changes.contains(&"no_update"),
        updates: facts.updates.iter().filter(|u| closed || !u.closed).map(update).collect(),
    }
}

/// Names the tone of an action's status.
pub(crate) fn tone(status: &str) -> Tone {
    match status {
        "Off track" => Tone::Red,
        "At risk" => Tone::Amber,
        "On track" => Tone::Green,
        "Complete" => Tone::Blue,
        _ => Tone::Grey,
    }
}

fn chart(items: &[&ActionFacts]) -> Option<Chart> {
    let names = ActionStatus::ALL.map(ActionStatus::name);
    let mut rows: Vec<(String, Vec<u32>)> = Vec::new();
    for facts in items {
        let at = rows.iter().position(|(p, _)| *p == facts.priority).unwrap_or_else(|| {
            rows.push((facts.priority.clone(), vec![0; names.len()]));
            rows.len() - 1
        });
        if let Some(column) = names.iter().position(|n| *n == facts.status) {
            rows[at].1[column] += 1;
        }
    }
    let statuses = names.map(|word| Status { tone: tone(word), word: word.into() }).into();
    let chart = document::Chart::Statuses(StatusChart { statuses, rows });
    (!items.is_empty()).then(|| Chart(ChartJson::from(&chart)))
}
