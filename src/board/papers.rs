//! What `board.toml` says of papers: which are written without being asked for, and what differs from their templates.

use serde::Deserialize;

use super::file::Check;
use crate::paper::{Papers, Words};

/// `[[paper]]`: what differs from the front matter of a paper's template.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPaper {
    name: String,
    item: Option<String>,
    title: Option<toml::Spanned<String>>,
    subject: Option<toml::Spanned<String>>,
}

impl Check<'_> {
    /// Settles the papers: those of the templates, with what the board says of them.
    pub(super) fn papers(
        &mut self,
        of_templates: &Papers,
        standing: Option<Vec<toml::Spanned<String>>>,
        changes: Vec<toml::Spanned<RawPaper>>,
    ) -> Papers {
        let mut papers = of_templates.clone();
        if let Some(names) = standing {
            let mut picked = Vec::new();
            if names.is_empty() {
                self.error(0, "papers: expected at least one paper, or leave the key out".into());
            }
            for name in names {
                match of_templates.find(name.get_ref()) {
                    Some(paper) => picked.push(&paper.name),
                    None => self.no_paper(name.span().start, name.get_ref(), of_templates),
                }
            }
            papers.set_standing(|paper| picked.contains(&&paper.name));
        }
        let mut changed = Vec::new();
        for change in changes {
            let (at, change) = (change.span().start, change.into_inner());
            let words =
                |raw: toml::Spanned<String>| Words { from: self.lines.place(raw.span().start), text: raw.into_inner() };
            let (title, subject) = (change.title.map(words), change.subject.map(words));
            let Some(paper) = papers.find_mut(&change.name) else {
                self.no_paper(at, &change.name, of_templates);
                continue;
            };
            if changed.contains(&paper.name) {
                let name = paper.name.clone();
                self.error(at, format!("the paper \u{201c}{name}\u{201d} is given twice"));
                continue;
            }
            changed.push(paper.name.clone());
            paper.item = change.item.or(paper.item.take());
            paper.title = title.unwrap_or_else(|| paper.title.clone());
            paper.subject = subject.unwrap_or_else(|| paper.subject.clone());
        }
        papers
    }

    fn no_paper(&mut self, at: usize, name: &str, papers: &Papers) {
        self.error_with_help(at, format!("there is no paper \u{201c}{name}\u{201d}"), papers.instead_of(name));
    }
}
