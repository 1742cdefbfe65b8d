//! Narrative: what the papers say, from the figures and the templates.
//!
//! *In:* the board and its [`crate::analysis::Facts`], or its [`crate::analysis::ClosedFacts`]; the templates compiled in,
//! or a folder's that replace them by name. *Out:* [`crate::document::Markdown`] in the papers' dialect, each line with the
//! template's line that wrote it, and the [`Front`] of each paper. *Invariants:* a sentence is made only from a figure, so
//! text and table cannot disagree; the template of an open paper sees nothing but [`View`], in which nothing for the
//! closed session exists; every value that a template prints is escaped, so that a text stays that text. *It must not
//! know* pages, fonts or colours.

mod check;
mod coverage;
mod helpers;
mod include;
mod init;
mod marks;
mod reference;
mod say;
mod syntax;
mod templates;
mod view;

pub use coverage::{uncovered, uncovered_in_closed};
pub use init::init;
pub use reference::reference;
pub use templates::{Seen, Templates};
pub use view::{ClosedView, Occasion, View};

use crate::analysis::Facts;
use crate::board::Board;
use crate::document::Front;
use crate::returns::Paper;
use crate::text;

/// Makes what runs along the pages of a paper's closed appendix and goes into its properties.
pub fn closed_front(board: &Board, facts: &Facts, occasion: &Occasion, paper: Paper) -> Front {
    let open = front(board, facts, occasion, paper);
    let marking = [&board.closed_marking, &board.exemption].map(String::as_str);
    let marking: Vec<&str> = marking.into_iter().filter(|m| !m.is_empty()).collect();
    Front {
        title: format!("{}: closed appendix", open.title),
        subject: format!("Matters for the closed session, {}", facts.quarter.label),
        marking: marking.join("  \u{b7}  "),
        notice: "NOT FOR PUBLICATION".into(),
        ..open
    }
}

/// Names a paper, as on its first page and in its properties.
pub fn title(facts: &Facts, paper: Paper) -> String {
    view::title(facts, paper)
}

/// Makes what runs along a paper's pages and goes into its properties.
pub fn front(board: &Board, facts: &Facts, occasion: &Occasion, paper: Paper) -> Front {
    let subject = match paper {
        Paper::PerformanceOverview => "Recorded crime, anti-social behaviour, targets and priorities",
        Paper::ActionPlanUpdate => "Progress of the Community Safety Agreement action plan",
    };
    Front {
        title: view::title(facts, paper),
        subject: format!("{subject}, {}", facts.quarter.label),
        keywords: [board.name.as_str(), paper.name(), &facts.quarter.label, "community safety"]
            .map(str::to_string)
            .into(),
        author: board.unit.clone(),
        board: board.name.clone(),
        meeting: occasion.meeting.map(text::date).unwrap_or_default(),
        item: board.agenda_item.clone().unwrap_or_default(),
        marking: board.marking.clone(),
        draft: !occasion.draft_reasons.is_empty(),
        notice: String::new(),
    }
}

#[cfg(test)]
pub(crate) mod tests;
