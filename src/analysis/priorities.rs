//! Priorities, what the board is asked, and who returned: the parts of the papers that are words rather than figures.

use crate::board::Board;
use crate::quarter::Quarter;
use crate::returns::{BoardAction, PaperField, Passage, Return, Risk, Sender, sender_name};
use crate::text::key;

use super::facts::{Answer, BoardActionFacts, PaperFacts, PassageFacts, PriorityFacts, ReturnFacts, Way};
use super::previous::Previous;

/// Describes the priorities: the themes' in the board's order, then any others that a return writes of.
///
/// `returns` is in the board's order, the unit's last.
pub(crate) fn describe(
    board: &Board,
    quarter: Quarter,
    returns: &[&Return],
    previous: Option<&Previous>,
) -> Vec<PriorityFacts> {
    let county = || returns.iter().map(|r| &r.county);
    let themed = board.themes.iter().flat_map(|t| t.priorities.iter().map(move |p| (p, Some(t))));
    let risks = county().flat_map(|c| c.risks.iter().map(|r| &r.priority));
    let written = county().flat_map(|c| c.priorities.iter().map(|p| &p.priority));
    let done = returns.iter().flat_map(|r| r.activity.iter().map(|a| &a.priority));
    let mut found: Vec<PriorityFacts> = Vec::new();
    for (name, theme) in themed.chain(risks.chain(written).chain(done).map(|p| (p, None))) {
        let id = key(name);
        if found.iter().any(|f| key(&f.name) == id) {
            continue;
        }
        let risk = county().find_map(|c| risk(&c.risks, &id));
        let previous_risk = previous.and_then(Previous::county).and_then(|c| self::risk(&c.risks, &id));
        found.push(PriorityFacts {
            name: name.clone(),
            theme: theme.map(|t| t.name.clone()),
            in_depth: board.themes.is_empty() || theme.is_some_and(|t| t.quarter == quarter.number()),
            risk,
            previous_risk,
            risk_change: risk.zip(previous_risk).map(|(now, before)| match now.cmp(&before) {
                // From the highest down: the lesser is the higher risk.
                std::cmp::Ordering::Less => Way::Up,
                std::cmp::Ordering::Greater => Way::Down,
                std::cmp::Ordering::Equal => Way::Same,
            }),
            narrative: passages(board, returns, &id, |r| &r.county.priorities),
            activity: passages(board, returns, &id, |r| &r.activity),
        });
    }
    found
}

fn risk(risks: &[crate::returns::PriorityRisk], id: &str) -> Option<Risk> {
    risks.iter().find(|r| key(&r.priority) == id).map(|r| r.risk.value)
}

fn passages(board: &Board, returns: &[&Return], id: &str, of: impl Fn(&Return) -> &[Passage]) -> Vec<PassageFacts> {
    let mut found = Vec::new();
    for sent in returns {
        found.extend(of(sent).iter().filter(|p| key(&p.priority) == id).map(|p| passage(board, sent.sender, p)));
    }
    found
}

/// Describes one passage of a sender.
pub(crate) fn passage(board: &Board, sender: Sender, passage: &Passage) -> PassageFacts {
    PassageFacts {
        area: sender_name(board, sender).into(),
        heading: passage.heading.clone(),
        text: passage.text.value.clone(),
        from: passage.text.place.clone(),
    }
}

/// Describes what the board is asked to support, and what is outstanding, in the return's order.
pub(crate) fn board_actions(quarter: Quarter, returns: &[&Return]) -> Vec<BoardActionFacts> {
    returns.iter().flat_map(|r| &r.county.board_actions).map(|action| board_action(quarter, action)).collect()
}

/// Describes one thing that the board is asked to support.
pub(crate) fn board_action(quarter: Quarter, action: &BoardAction) -> BoardActionFacts {
    BoardActionFacts {
        item: action.item.clone(),
        priority: action.priority.clone(),
        action: action.action.value.clone(),
        decision: action.decision.map(Answer::from),
        in_progress: action.in_progress.map(Answer::from),
        raised: action.raised.to_string(),
        open_quarters: u32::try_from(quarter.since(action.raised)).unwrap_or(0),
        outcome: action.outcome.as_ref().map(|o| o.value.clone()),
        from: action.action.place.clone(),
    }
}

/// Gives the papers' own texts, in the return's order.
pub(crate) fn papers(returns: &[&Return]) -> Vec<PaperFacts> {
    returns.iter().flat_map(|r| &r.county.papers).map(paper).collect()
}

/// Gives one text of a paper.
pub(crate) fn paper(field: &PaperField) -> PaperFacts {
    PaperFacts {
        paper: field.paper.clone(),
        field: field.field.clone(),
        text: field.text.value.clone(),
        from: field.text.place.clone(),
    }
}

/// Says who returned what and when: one entry an area, in the board's order, then the unit.
pub(crate) fn returns(board: &Board, returns: &[&Return]) -> Vec<ReturnFacts> {
    let senders = (0..board.areas.len()).map(Sender::Area).chain([Sender::Unit]);
    let entry = |sender: Sender| {
        let sent = returns.iter().find(|r| r.sender == sender);
        ReturnFacts {
            sender: sender_name(board, sender).into(),
            returned: sent.is_some(),
            workbook: sent.map(|r| r.workbook.clone()),
            sha256: sent.map(|r| r.sha256.clone()),
            completed_by: sent.and_then(|r| r.completed_by.as_ref()).map(|c| c.value.clone()),
            completed_on: sent.and_then(|r| r.completed_on.as_ref()).map(|c| c.value),
            provisional: sent.is_some_and(|r| r.provisional),
            notes: sent.and_then(|r| r.notes.as_ref()).map(|n| n.value.clone()),
        }
    };
    senders.map(entry).collect()
}

#[cfg(test)]
mod tests;
