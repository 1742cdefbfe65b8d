//! The styles of an `OpenDocument` spreadsheet, as far as they say what is struck through or hidden.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::BytesStart;

use super::xml::attribute;

/// How many styles one may be made of, each on top of another.
const DEEPEST: usize = 16;

/// The styles that were read so far.
#[derive(Default)]
pub(super) struct Styles {
    /// By family and name: whether it strikes through, where it says so, and the style that it is made on top of.
    all: BTreeMap<(String, String), (Option<bool>, Option<String>)>,
    /// The styles of tables that hide them.
    hiding: BTreeSet<String>,
    /// The style that is read.
    open: Option<(String, String)>,
    /// Whether any strikes through.
    pub(super) strikes: bool,
}

impl Styles {
    /// Takes an element, where it belongs to a style.
    pub(super) fn element(&mut self, e: &BytesStart<'_>) {
        match e.name().as_ref() {
            "style:style" => {
                let [family, name] = ["family", "name"].map(|n| attribute(e, n).unwrap_or_default());
                self.all.insert((family.clone(), name.clone()), (None, attribute(e, "parent-style-name")));
                self.open = Some((family, name));
            }
            "style:default-style" => self.open = None,
            "style:text-properties" => {
                let line = ["text-line-through-style", "text-line-through-type"].map(|n| attribute(e, n));
                let struck = line.iter().flatten().map(|l| l != "none").reduce(|a, b| a && b);
                if let Some((found, _)) = self.open.as_ref().and_then(|key| self.all.get_mut(key)) {
                    *found = struck;
                    self.strikes |= struck == Some(true);
                }
            }
            "style:table-properties" if attribute(e, "display").as_deref() == Some("false") => {
                self.hiding.extend(self.open.as_ref().map(|(_, name)| name.clone()));
            }
            _ => {}
        }
    }

    /// Says whether a style of a family strikes through.
    pub(super) fn is_struck(&self, family: &str, name: &str) -> bool {
        let mut name = name.to_string();
        for _ in 0..DEEPEST {
            match self.all.get(&(family.to_string(), name)) {
                Some((Some(struck), _)) => return *struck,
                Some((None, Some(parent))) => name = parent.clone(),
                _ => return false,
            }
        }
        false
    }

    /// Says whether a style of tables hides them.
    pub(super) fn hides(&self, name: &str) -> bool {
        self.hiding.contains(name)
    }
}
