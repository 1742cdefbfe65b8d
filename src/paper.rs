//! The papers that there are: a list made from the heads of the templates, for every stage that has to name one.
//!
//! *In:* what each template's front matter says, and what `board.toml` says otherwise. *Out:* [`Papers`], in their order,
//! each under the name of its template's file. *Invariants:* names are unique. *It must not know* templates, nor any
//! paper by name.

use serde::Deserialize;

use crate::problem::Place;
use crate::text::{key, nearest};

/// Whom a paper is for, which is also how often it is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// The board: written once.
    Board,
    /// Each area's partnership: written once for each.
    Area,
    /// A meeting of the board, whose agenda it belongs to: written when it is asked for by name.
    Meeting,
}

/// Words in which a template may fill in parts, and where they were written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Words {
    /// The words, with the tags of the template language.
    pub text: String,
    /// Where they were written.
    pub from: Place,
}

/// A paper that can be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paper {
    /// Its name: that of its template's file, and of the file that is written.
    pub name: String,
    /// Its title.
    pub title: Words,
    /// What it is about, for the properties of the file.
    pub subject: Words,
    /// Its place in lists.
    pub order: u32,
    /// Whom it is for.
    pub audience: Audience,
    /// The agenda item under which it is taken, where that is known.
    pub item: Option<String>,
    /// Whether it is written where no paper is asked for by name.
    pub standing: bool,
}

impl Paper {
    /// Gives the title as lists have it: without what is filled in for a quarter or an area.
    pub fn plain_title(&self) -> String {
        let pieces = literals(&self.title.text);
        let bare = |text: &str| {
            let ends = |c: char| c.is_whitespace() || ":;,.-\u{2013}\u{2014}(".contains(c);
            text.trim_matches(ends).split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let titles = pieces.iter().copied().map(bare);
        titles.into_iter().find(|title| !title.is_empty()).unwrap_or_else(|| self.name.clone())
    }

    /// Says whether a text names this paper: by its name, by its title in lists, or by its title as printed.
    pub fn is_called(&self, text: &str) -> bool {
        let wanted = key(text);
        wanted == key(&self.name) || wanted == key(&self.plain_title()) || self.is_printed_as(text)
    }

    /// Says whether a text is the title with its gaps filled in.
    fn is_printed_as(&self, text: &str) -> bool {
        let even = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let text = even(text);
        let pieces: Vec<String> = literals(&self.title.text).into_iter().map(even).collect();
        let [first, between @ .., last] = pieces.as_slice() else { return false };
        let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
        for piece in between {
            match rest.split_once(piece.as_str()) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
        rest.ends_with(last.as_str()) && first.len() + last.len() > 0
    }
}

/// Gives the pieces of a title around its tags: one where it has none, else one more than there are tags.
fn literals(title: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = title;
    while let Some((before, tag)) = rest.split_once("{{") {
        pieces.push(before);
        rest = tag.split_once("}}").map_or("", |(_, after)| after);
    }
    pieces.push(rest);
    pieces
}

/// The papers that can be written, in their order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Papers(Vec<Paper>);

impl Papers {
    /// Takes papers of different names, and puts them in their order.
    pub fn new(mut papers: Vec<Paper>) -> Self {
        papers.sort_by(|a, b| (a.order, &a.name).cmp(&(b.order, &b.name)));
        Papers(papers)
    }

    /// Gives the papers in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, Paper> {
        self.0.iter()
    }

    /// Finds the paper that a text names, however it is spaced or cased.
    pub fn find(&self, text: &str) -> Option<&Paper> {
        let exact = self.0.iter().find(|p| p.name == text);
        exact.or_else(|| self.0.iter().find(|p| p.is_called(text)))
    }

    /// Finds the paper whose name or title a text is most like, where one is near enough to be meant.
    pub fn nearest(&self, text: &str) -> Option<&Paper> {
        let titles = self.titles();
        let names = self.0.iter().map(|p| p.name.as_str()).chain(titles.iter().map(String::as_str));
        self.find(nearest(text, names)?)
    }

    /// Says what may be written instead of a name that no paper has.
    pub fn instead_of(&self, name: &str) -> String {
        match self.nearest(name) {
            Some(near) => format!("Did you mean \u{201c}{}\u{201d}?", near.name),
            None => {
                let names: Vec<&str> = self.0.iter().map(|p| p.name.as_str()).collect();
                format!("The papers are {}", names.join(", "))
            }
        }
    }

    /// Finds the paper that a text names, to be changed.
    pub fn find_mut(&mut self, text: &str) -> Option<&mut Paper> {
        let name = self.find(text)?.name.clone();
        self.0.iter_mut().find(|p| p.name == name)
    }

    /// Keeps as standing papers those that a test picks.
    pub fn set_standing(&mut self, picks: impl Fn(&Paper) -> bool) {
        for paper in &mut self.0 {
            paper.standing = picks(paper);
        }
    }

    /// Gives the papers that are written where none is asked for by name.
    pub fn standing(&self) -> impl Iterator<Item = &Paper> {
        self.0.iter().filter(|p| p.standing)
    }

    /// Lists the titles as lists have them.
    pub fn titles(&self) -> Vec<String> {
        self.0.iter().map(Paper::plain_title).collect()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Two papers for the board, for tests that need some.
    pub(crate) fn two() -> Papers {
        Papers::new(vec![
            paper("performance-overview", "Performance overview: {{quarter.label}}", 1),
            paper("action-plan-update", "Action plan update: {{quarter.label}}", 2),
        ])
    }

    fn paper(name: &str, title: &str, order: u32) -> Paper {
        let words = |text: &str| Words { text: text.into(), from: Place::file("a.hbs") };
        Paper {
            name: name.into(),
            title: words(title),
            subject: words("About"),
            order,
            audience: Audience::Board,
            item: None,
            standing: true,
        }
    }

    #[test]
    fn a_title_in_lists_has_no_gaps() {
        let title = |text: &str| paper("the-name", text, 1).plain_title();
        assert_eq!(title("Performance overview: {{quarter.label}}"), "Performance overview");
        assert_eq!(title("{{quarter.label}}: crime  in brief"), "crime in brief");
        assert_eq!(title("Briefing ({{area.name}})"), "Briefing");
        assert_eq!(title("Agenda"), "Agenda");
        assert_eq!(title("{{quarter.label}}"), "the-name");
    }

    #[test]
    fn a_paper_is_found_by_name_by_title_and_by_title_as_printed() {
        let papers = Papers::new(vec![
            paper("later", "Later paper", 9),
            paper("briefing", "Briefing: {{area.name}}, {{quarter.label}}", 2),
        ]);
        let found = |text: &str| papers.find(text).map(|p| p.name.as_str());
        for text in ["briefing", "BRIEFING", " Briefing ", "Briefing: Amber Valley, Q2 2013/14"] {
            assert_eq!(found(text), Some("briefing"), "{text}");
        }
        assert_eq!(found("later-paper"), Some("later"));
        assert_eq!((found("Briefings"), found("Briefing notes: a"), found("")), (None, None, None));
        assert_eq!(papers.titles(), ["Briefing", "Later paper"]);
        assert_eq!(papers.instead_of("breifing"), "Did you mean \u{201c}briefing\u{201d}?");
        assert_eq!(papers.instead_of("something else"), "The papers are briefing, later");
    }
}
