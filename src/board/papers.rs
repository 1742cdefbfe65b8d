//! What `board.toml` says of papers: which are written without being asked for, and what differs from their templates.

use super::Area;
use super::keys::{Check, Given, Keys};
use crate::paper::{Audience, Papers, Words};
use crate::text::{key, slug};

/// Settles the papers: those of the templates, with what the board says of them.
pub(super) fn papers(
    check: &mut Check<'_>,
    of_templates: &Papers,
    standing: Option<Given<Vec<Given<String>>>>,
    changes: Vec<Keys<'_>>,
    areas: &[Given<Area>],
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
    file_names(check, &papers, areas);
    papers
}

fn no_paper(check: &mut Check<'_>, at: usize, name: &str, papers: &Papers) {
    check.error_with_help(at, format!("there is no paper \u{201c}{name}\u{201d}"), papers.instead_of(name));
}

/// Asks that each paper and area has a file of its own: names that differ may be the same in a file's name.
fn file_names(check: &mut Check<'_>, papers: &Papers, areas: &[Given<Area>]) {
    let mut seen: Vec<(String, &str)> = Vec::new();
    for Given { value: area, at } in areas {
        let at = *at;
        let part = slug(&area.name);
        if part.is_empty() && !key(&area.name).is_empty() {
            check.error(at, format!("{}: expected a name with a letter or digit, for names of files", area.name));
            continue;
        }
        match seen.iter().find(|(other, name)| *other == part && key(name) != key(&area.name)) {
            Some((_, other)) => check.error(
                at,
                format!("the areas \u{201c}{other}\u{201d} and \u{201c}{}\u{201d} would both be \u{201c}{part}\u{201d} in names of files", area.name),
            ),
            None => seen.push((part.clone(), &area.name)),
        }
        for paper in papers.iter().filter(|p| p.audience == Audience::Area) {
            let file = format!("{}-{part}", paper.name);
            if papers.iter().any(|p| p.name == file) {
                let message =
                    format!("the paper {} for {} would have the name of another paper: {file}", paper.name, area.name);
                check.error(at, message);
            }
        }
    }
}
