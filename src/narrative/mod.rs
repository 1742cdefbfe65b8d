//! Narrative: what the papers say, from the figures and the templates.
//!
//! *In:* the board and its [`crate::analysis::Facts`], or its [`crate::analysis::ClosedFacts`]; the templates compiled in,
//! or a folder's that replace them by name or are added to them. Which papers there are is said by the templates' heads.
//! *Out:* [`crate::document::Markdown`] in the papers' dialect, each line with the template's line that wrote it, and the
//! [`crate::document::Front`] of each paper. *Invariants:* a sentence is made only from a figure, so text and table cannot
//! disagree; the template of an open paper sees nothing but [`View`], in which nothing for the closed session exists, and
//! that of closed appendices nothing but [`ClosedView`]; every value that a template prints is escaped, so that a text
//! stays that text. *It must not know* pages, fonts or colours.

mod check;
mod coverage;
mod front_matter;
mod helpers;
mod include;
mod issue;
mod marks;
mod reference;
mod say;
mod sources;
mod syntax;
mod templates;
mod view;

pub use coverage::{uncovered, uncovered_in_closed};
pub use issue::{Issue, Seen, issues};
pub use reference::reference;
pub use sources::{DEFAULTS, Sources};
pub use templates::Templates;
pub use view::{ClosedView, Occasion, View};

#[cfg(test)]
pub(crate) mod tests;
