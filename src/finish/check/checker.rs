//! Where the self-check has come to, and how it reports.

use std::collections::BTreeMap;

use lopdf::ObjectId;

use super::elements::{Element, Elements, Kid};
use crate::finish::draft::Draft;
use crate::layout::Layout;
use crate::layout::tags::NodeId;
use crate::problem::{Code, Place, Problem, Problems};

/// What the check knows, and what it has found.
pub(super) struct Checker<'a> {
    pub(super) laid: &'a Layout,
    pub(super) draft: &'a Draft,
    pub(super) elements: &'a Elements<'a>,
    pub(super) nodes: BTreeMap<ObjectId, NodeId>,
    pub(super) problems: Problems,
}

impl<'a> Checker<'a> {
    /// Reports a fault of the paper as a whole.
    pub(super) fn paper(&mut self, code: Code, what: impl Into<String>) {
        self.problems.push(Problem::new(code, Place::Whole(self.laid.front.title.clone()), what));
    }

    /// Reports a fault of an element.
    pub(super) fn element(&mut self, code: Code, id: ObjectId, what: impl Into<String>) {
        let place = match self.nodes.get(&id) {
            Some(node) => self.place(*node),
            None => Place::Whole(self.laid.front.title.clone()),
        };
        self.problems.push(Problem::new(code, place, what));
    }

    /// The template's line that a node came from.
    pub(super) fn place(&self, node: NodeId) -> Place {
        self.laid.tree.get(node).source.place()
    }

    /// The text drawn in an element.
    pub(super) fn text(&self, element: &Element) -> String {
        let mut out = String::new();
        for kid in &element.kids {
            match *kid {
                Kid::Element(i) => out += &self.text(&self.elements.all[i]),
                Kid::Content(page, mcid) => {
                    out += self.laid.tree.texts.get(page).and_then(|p| p.get(mcid)).map_or("", String::as_str);
                }
                Kid::Annotation(_) => {}
            }
        }
        out
    }
}
