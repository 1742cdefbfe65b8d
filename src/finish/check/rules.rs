//! What each kind of element must have, and what it may stand in.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId};

use super::checker::Checker;
use super::elements::{Element, Kid};
use crate::finish::objects::read_text;
use crate::problem::Code;

impl Checker<'_> {
    /// Checks every element.
    pub(super) fn rules(&mut self) {
        let elements = self.elements;
        let mut names = BTreeSet::new();
        let mut level = 0;
        for element in &elements.all {
            self.nesting(element);
            match element.role {
                "H1" | "H2" | "H3" => level = self.heading(element, level),
                "Figure" => self.figure(element),
                "Link" => self.link(element),
                "Table" => self.table(element),
                "Note" if read_text(element.name).is_empty() => {
                    self.element(Code::NoteWithoutId, element.id, "the note has no identifier");
                }
                _ => {}
            }
            let name = read_text(element.name);
            if !name.is_empty() && !names.insert(name) {
                self.element(Code::TagsBroken, element.id, "two elements have one identifier");
            }
            if element.lang.is_some() && !is_language(&read_text(element.lang)) {
                let lang = read_text(element.lang);
                self.element(
                    Code::NoLanguage,
                    element.id,
                    format!("“{lang}” is not the name of a language, as in en-GB"),
                );
            }
        }
    }

    /// What may stand in what (ISO 32000-1, 14.8.4).
    fn nesting(&mut self, e: &Element) {
        let elements = self.elements;
        let within = elements.parent_role(e);
        let placed = match e.role {
            "Document" => e.parent.is_none(),
            "LI" => within == "L",
            "LBody" => within == "LI",
            "TOCI" => within == "TOC",
            "TR" => matches!(within, "Table" | "THead" | "TBody"),
            "TH" | "TD" => within == "TR",
            "THead" | "TBody" => within == "Table",
            "H1" | "H2" | "H3" => matches!(within, "Document" | "Sect"),
            "Sect" | "P" | "L" | "Lbl" | "Table" | "Caption" | "Figure" | "Link" | "TOC" | "Reference" | "Note"
            | "Span" => true,
            other => return self.element(Code::TagsBroken, e.id, format!("“{other}” is no standard structure type")),
        };
        if !placed {
            self.element(Code::TagsBroken, e.id, format!("{} may not stand in {within}", e.role));
        }
        let may_hold: &[&str] = match e.role {
            "L" => &["LI", "L", "Caption"],
            "LI" => &["Lbl", "LBody"],
            "TOC" => &["TOCI", "TOC", "Caption"],
            "Table" => &["Caption", "THead", "TBody", "TR"],
            "THead" | "TBody" => &["TR"],
            "TR" => &["TH", "TD"],
            _ => return,
        };
        for child in elements.children(e).filter(|c| !may_hold.contains(&c.role)) {
            self.element(Code::TagsBroken, child.id, format!("{} may not stand in {}", child.role, e.role));
        }
        if e.kids.iter().any(|k| matches!(k, Kid::Content(..))) {
            self.element(Code::TagsBroken, e.id, format!("{} may not hold text of its own", e.role));
        }
        if e.role == "LI" && !elements.children(e).any(|c| c.role == "LBody") {
            self.element(Code::TagsBroken, e.id, "a list item has no body");
        }
    }

    /// Levels go down one at a time, and a heading says something. Gives the level.
    fn heading(&mut self, e: &Element, above: u8) -> u8 {
        let level = e.role.as_bytes()[1] - b'0';
        let text = self.text(e);
        if text.trim().is_empty() {
            self.element(Code::EmptyHeading, e.id, "the heading is empty");
        }
        if level > above + 1 {
            let what = match above {
                0 => format!("the paper begins with a heading of level {level}, “{}”", text.trim()),
                _ => format!("a heading of level {level}, “{}”, follows one of level {above}", text.trim()),
            };
            self.element(Code::HeadingSkips, e.id, what);
        }
        level
    }

    /// A figure has a text alternative, and a box on its page that is not empty.
    fn figure(&mut self, e: &Element) {
        if read_text(e.dict.get(b"Alt").ok()).trim().is_empty() {
            self.element(Code::FigureWithoutAlt, e.id, "the figure has no text alternative");
        }
        let bbox = e.attribute("Layout", "BBox").and_then(|b| b.as_array().ok());
        let bbox: Vec<f32> = bbox.into_iter().flatten().filter_map(|v| v.as_float().ok()).collect();
        let page = e.kids.iter().find_map(|k| if let Kid::Content(page, _) = k { Some(*page) } else { None });
        let [width, height] = page.map_or([f32::MAX; 2], |p| self.laid.sizes[p]);
        let sound = matches!(bbox[..], [l, b, r, t] if l < r && b < t && l > -1. && b > -1. && r < width + 1. && t < height + 1.);
        if !sound {
            self.element(Code::FigureWithoutBox, e.id, "the figure's box is missing, empty or not on its page");
        }
    }

    /// A link has one annotation, which says what it is and leads somewhere.
    fn link(&mut self, e: &Element) {
        let annotations: Vec<ObjectId> =
            e.kids.iter().filter_map(|k| if let Kid::Annotation(a) = k { Some(*a) } else { None }).collect();
        let [annotation] = annotations[..] else {
            let what = format!("the link has {} annotations, not one", annotations.len());
            return self.element(Code::LinkBroken, e.id, what);
        };
        let empty = Dictionary::new();
        let a = self.draft.doc.get_dictionary(annotation).unwrap_or(&empty);
        if read_text(a.get(b"Contents").ok()).trim().is_empty() {
            self.element(Code::LinkWithoutDescription, e.id, "the link has no description");
        }
        let page = a.get(b"Dest").and_then(Object::as_array).ok().and_then(|d| d.first()?.as_reference().ok());
        let url = a.get(b"A").and_then(Object::as_dict).and_then(|d| d.get(b"URI")?.as_str()).unwrap_or_default();
        if !page.is_some_and(|p| self.draft.pages.contains(&p)) && url.is_empty() {
            self.element(Code::LinkBroken, e.id, "the link leads nowhere");
        }
        if self.text(e).trim().is_empty() {
            self.element(Code::LinkBroken, e.id, "the link has no text");
        }
    }
}

/// Says whether a text is a language tag, as in `en-GB` (BCP 47's form; the registry is not asked).
pub(super) fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let alphanumeric = |p: &str| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric());
    (2..=8).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic()) && parts.all(alphanumeric)
}
