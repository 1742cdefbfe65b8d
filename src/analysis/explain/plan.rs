//! The figures of the action plan, and of what the board is asked.

use chrono::NaiveDate;

use super::kinds::{ActionFigure, PlanFigure};
use super::names::{ASKS, PLAN, PRIORITIES, path};
use super::{Explanation, Known, gathered, listed};
use crate::analysis::facts::{ActionFacts, ActionUpdate, BoardActionFacts, PriorityFacts};
use crate::quarter::Month;
use crate::returns::ActionStatus;

/// Explains a count of actions by naming them.
pub(super) fn of_plan(known: &Known<'_>, figure: PlanFigure) -> Explanation {
    let visible = || known.facts.actions.items.iter();
    let name = path(&[PLAN, figure.name()]);
    if figure == PlanFigure::Groups {
        let mut priorities: Vec<String> = Vec::new();
        for action in visible() {
            if !priorities.contains(&action.priority) {
                priorities.push(action.priority.clone());
            }
        }
        let cells = gathered(visible().flat_map(|a| &a.from));
        return Explanation { figure: name, lines: vec![listed(&priorities)], cells };
    }
    if figure == PlanFigure::Gone {
        let gone: Vec<_> = known.facts.actions.gone.iter().collect();
        let names: Vec<String> = gone.iter().map(|g| g.reference.clone()).collect();
        return Explanation {
            figure: name,
            lines: vec![listed(&names)],
            cells: gathered(gone.iter().flat_map(|g| &g.from)),
        };
    }
    let found: Vec<_> = visible().filter(|a| figure.holds(a)).collect();
    let names: Vec<String> = found.iter().map(|a| a.reference.clone()).collect();
    Explanation { figure: name, lines: vec![listed(&names)], cells: gathered(found.iter().flat_map(|a| &a.from)) }
}

/// Explains how many actions have a status, now or last quarter, in the whole plan or under a priority.
pub(super) fn of_status(known: &Known<'_>, priority: Option<&str>, status: ActionStatus, before: bool) -> Explanation {
    let plan = &known.facts.actions;
    let items = plan.items.iter().filter(|a| priority.is_none_or(|p| a.priority == p));
    let mut names = Vec::new();
    let mut cells = Vec::new();
    for action in items {
        if if before { action.previous_status == Some(status) } else { action.status == status } {
            names.push(action.reference.clone());
            cells.extend(&action.from);
        }
    }
    for gone in plan.gone.iter().filter(|g| before && g.status == status) {
        names.push(gone.reference.clone());
        cells.extend(&gone.from);
    }
    let part = if before { "previous" } else { "count" };
    let figure = match priority {
        Some(priority) => path(&[PLAN, priority, status.name()]),
        None => path(&[PLAN, status.name(), part]),
    };
    Explanation { figure, lines: vec![listed(&names)], cells: gathered(cells.into_iter()) }
}

/// Explains a figure or date of one action.
pub(super) fn of_action(action: &ActionFacts, figure: ActionFigure) -> Explanation {
    let ActionFacts { due, previous_due, first_due, slips, age_quarters, .. } = action;
    let line = match figure {
        ActionFigure::Dates => {
            let dates = [("due", due), ("before that, due", previous_due), ("first due", first_due)];
            let said = dates.iter().filter_map(|(word, date)| Some(format!("{word} {}", day((*date).as_ref()?))));
            let said: Vec<String> = said.collect();
            if said.is_empty() { "no date was given".into() } else { said.join("; ") }
        }
        ActionFigure::Slips => format!("{slips} returns on file have a later date than the return before them"),
        ActionFigure::Age => {
            let more = if action.age_at_least { "; the earliest plan on file has it, so it may be older" } else { "" };
            format!("{age_quarters} plans on file in a row have it, this quarter\u{2019}s included{more}")
        }
        ActionFigure::Status => match action.previous_status {
            Some(before) => format!("{}, as returned; {before} last quarter", action.status),
            None => format!("{}, as returned", action.status),
        },
    };
    Explanation {
        figure: path(&[PLAN, &action.reference, figure.name()]),
        lines: vec![line],
        cells: action.from.clone(),
    }
}

fn day(date: &NaiveDate) -> String {
    format!("{} {}", date.format("%-d"), Month::of(*date))
}

/// Explains what a partnership returned on an action.
pub(super) fn of_update(action: &ActionFacts, update: &ActionUpdate) -> Explanation {
    let written = update.updated_on.map_or(String::new(), |on| format!(", written on {}", day(&on)));
    let due = action.due.map_or(String::new(), |on| format!("; the action is due {}", day(&on)));
    let figure = path(&[PLAN, &action.reference, &update.area]);
    Explanation { figure, lines: vec![format!("{}{written}{due}", update.status)], cells: vec![update.from.clone()] }
}

/// Explains what was written about a priority, or its risk.
pub(super) fn of_priority(priority: &PriorityFacts, figure: &str) -> Explanation {
    let name = path(&[PRIORITIES, &priority.name, figure]);
    let passages = if figure == "activity" { &priority.activity } else { &priority.narrative };
    let line = match figure {
        "risk" => priority.risk.map_or("none was returned".into(), |risk| format!("{risk}, as returned")),
        "previous_risk" => {
            priority.previous_risk.map_or("none is known".into(), |risk| format!("{risk}, a quarter ago"))
        }
        _ => listed(&passages.iter().map(|p| p.area.clone()).collect::<Vec<_>>()),
    };
    Explanation { figure: name, lines: vec![line], cells: gathered(passages.iter().map(|p| &p.from)) }
}

/// Explains how long something that was asked of the board has been open.
pub(super) fn of_ask(ask: &BoardActionFacts) -> Explanation {
    let line = format!("{} quarters since it was raised in {}", ask.open_quarters, ask.raised);
    let figure = path(&[ASKS, &ask.raised, &ask.item, "open_quarters"]);
    Explanation { figure, lines: vec![line], cells: vec![ask.from.clone()] }
}
