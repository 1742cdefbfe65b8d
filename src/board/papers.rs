//! What `board.toml` says of papers: which are written without being asked for, and what differs from their templates.

use super::keys::{Check, Given, Keys};
use crate::paper::{Papers, Words};

/// Settles the papers: those of the templates, with what the board says of them.
pub(super) fn papers(
    check: &mut Check<'_>,
    of_templates: &Papers,
    standing: Option<Given<Vec<Given<String>>>>,
    changes: Vec<Keys<'_>>,
) -> Papers {
    let mut papers = of_templates.clone();
    if let Some(names) = standing {
        let mut picked = Vec::new();
        if names.value.is_empty() {
            check.error(names.at, "papers: expected at least one paper, or leave the key out");
        }
        for name in names.value {
            match of_templates.find(&name.value) {
                Some(paper) => picked.push(&paper.name),
                None => no_paper(check, name.at, &name.value, of_templates),
            }
        }
        papers.set_standing(|paper| picked.contains(&&paper.name));
    }
    let mut changed = Vec::new();
    // `[[paper]]`: what differs from the front matter of a paper's template.
    for mut keys in changes {
        let at = keys.at;
        let name = keys.needed(check, "name", "\"performance-overview\"").value;
        let item = keys.text(check, "item").map(|given| given.value);
        let mut words = |key| {
            let given = keys.text(check, key)?;
            Some(Words { from: check.place(given.at), text: given.value })
        };
        let (title, subject) = (words("title"), words("subject"));
        keys.done(check);
        if name.is_empty() {
            continue;
        }
        let Some(paper) = papers.find_mut(&name) else {
            no_paper(check, at, &name, of_templates);
            continue;
        };
        if changed.contains(&paper.name) {
            check.error(at, format!("the paper \u{201c}{}\u{201d} is given twice", paper.name));
            continue;
        }
        changed.push(paper.name.clone());
        paper.item = item.or(paper.item.take());
        paper.title = title.unwrap_or_else(|| paper.title.clone());
        paper.subject = subject.unwrap_or_else(|| paper.subject.clone());
    }
    papers
}

fn no_paper(check: &mut Check<'_>, at: usize, name: &str, papers: &Papers) {
    check.error_with_help(at, format!("there is no paper \u{201c}{name}\u{201d}"), papers.instead_of(name));
}
