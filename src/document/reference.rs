//! Numbers of figures and tables, and where references lead: the same in every output.

use std::collections::BTreeMap;

use super::source::Source;
use crate::text::nearest;

/// A place in a paper that can be referred to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Anchor {
    /// The list of contents.
    Contents,
    /// A heading, counted from 0.
    Heading(usize),
    /// A figure, counted from 0.
    Figure(usize),
    /// A table, those without number included, counted from 0.
    Table(usize),
}

/// What a reference leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reference {
    /// Where it leads.
    pub anchor: Anchor,
    /// How it is written: “Figure 3”, “Table 2”, a heading's text.
    pub label: String,
}

/// A reference in a paper's text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct RefId(usize);

/// All references of a paper, each resolved.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct References(Vec<Reference>);

impl References {
    /// Gives what a reference of this paper leads to.
    pub fn get(&self, id: RefId) -> &Reference {
        &self.0[id.0]
    }

    /// Adds a reference.
    #[cfg(test)]
    pub(crate) fn add(&mut self, reference: Reference) -> RefId {
        self.0.push(reference);
        RefId(self.0.len() - 1)
    }
}

/// Numbers what comes, and keeps what is named and referred to until both are known.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    headings: usize,
    figures: usize,
    tables: usize,
    numbered_tables: usize,
    names: BTreeMap<String, Reference>,
    references: Vec<(String, Source)>,
}

impl Numbering {
    /// Gives the next heading's place.
    pub(super) fn heading(&mut self) -> Anchor {
        self.headings += 1;
        Anchor::Heading(self.headings - 1)
    }

    /// Gives the next figure's place and number.
    pub(super) fn figure(&mut self) -> (Anchor, usize) {
        self.figures += 1;
        (Anchor::Figure(self.figures - 1), self.figures)
    }

    /// Gives the next table's place, and its number if it has a caption.
    pub(super) fn table(&mut self, captioned: bool) -> (Anchor, Option<usize>) {
        self.tables += 1;
        self.numbered_tables += usize::from(captioned);
        (Anchor::Table(self.tables - 1), captioned.then_some(self.numbered_tables))
    }

    /// Notes what a name stands for; says whether it was free.
    pub(super) fn name(&mut self, name: &str, anchor: Anchor, label: String) -> bool {
        self.names.insert(name.into(), Reference { anchor, label }).is_none()
    }

    /// Notes a reference to a name, which may come later.
    pub(super) fn refer(&mut self, name: String, source: Source) -> RefId {
        self.references.push((name, source));
        RefId(self.references.len() - 1)
    }

    /// Resolves all references.
    ///
    /// # Errors
    /// The names that stand for nothing, each with where it is referred to and the name that it is most like.
    pub(super) fn resolve(&mut self) -> Result<References, Vec<(String, Source, Option<String>)>> {
        let (mut found, mut unknown) = (Vec::with_capacity(self.references.len()), Vec::new());
        for (name, source) in std::mem::take(&mut self.references) {
            match self.names.get(&name) {
                Some(reference) => found.push(reference.clone()),
                None => {
                    let near = nearest(&name, self.names.keys().map(String::as_str)).map(String::from);
                    unknown.push((name, source, near));
                }
            }
        }
        if unknown.is_empty() { Ok(References(found)) } else { Err(unknown) }
    }
}
