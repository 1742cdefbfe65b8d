//! Lines that lead on to what follows them, and so do not stand at a page's foot.

use crate::document::Inline;
use crate::layout::flow::Flow;
use crate::layout::item::{Content, Keep};

impl Flow<'_> {
    /// Keeps a single line between a heading and a bold line that heads what follows: neither stands at a page's foot.
    pub(super) fn keep_between_headings(&mut self) {
        if let [.., first, second] = self.items.as_mut_slice()
            && matches!(&first.content, Content::Line(line) if line.heading.is_some())
            && matches!(second.content, Content::Line(_))
        {
            second.keep = Keep::Must;
        }
    }
}

/// Says whether a paragraph leads on to what follows: it ends with a colon.
pub(super) fn leads_on(text: &[Inline]) -> bool {
    text.last().is_some_and(|i| matches!(i, Inline::Text { text, .. } if text.trim_end().ends_with(':')))
}

/// Says whether all of a text is bold: a line of it is a heading below the headings.
pub(super) fn is_bold(text: &[Inline]) -> bool {
    !text.is_empty() && text.iter().all(|i| matches!(i, Inline::Text { style, .. } if style.bold))
}
