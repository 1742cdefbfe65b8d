//! Content and tags belong together: every mark has one element, every element's content is there, in reading order, and
//! the parent tree leads back.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::checker::Checker;
use super::content::{Scan, scan};
use super::elements::{Element, Kid, list};
use crate::problem::Code;

impl Checker<'_> {
    /// Checks the pages' content against the tags.
    pub(super) fn marks(&mut self, catalog: &Dictionary) {
        let elements = self.elements;
        for (id, what) in &elements.faults {
            self.element(Code::TagsBroken, *id, format!("an element of the tags is broken: {what}"));
        }
        if elements
            .all
            .first()
            .is_none_or(|e| e.role != "Document" || elements.all.iter().skip(1).any(|e| e.parent.is_none()))
        {
            self.paper(Code::TagsBroken, "the tags do not begin with one document");
        }
        let built = self.draft;
        let scans: Vec<Scan> = built.contents.iter().map(|c| scan(&c.bytes)).collect();
        for (page, scan) in scans.iter().enumerate() {
            self.page_faults(page, scan);
        }
        let claims = self.claims();
        for (page, scan) in scans.iter().enumerate() {
            self.page_claims(page, scan, &claims);
        }
        self.parents(catalog, &claims);
    }

    fn page_faults(&mut self, page: usize, scan: &Scan) {
        for (what, begun) in &scan.faults {
            let what = format!("page {}: {what}", page + 1);
            // The line of the last content that was tagged before it.
            let last = self.laid.tree.owners.get(page).and_then(|o| o.get(begun.checked_sub(1)?));
            match last.and_then(|n| self.draft.elements[n.0]) {
                Some(id) => self.element(Code::ContentNotTagged, id, what),
                None => self.paper(Code::ContentNotTagged, what),
            }
        }
        let embedded = |font, number| self.laid.codes.is_used(font, number);
        let lacks =
            |(font, shown): (usize, &Vec<bool>)| shown.iter().enumerate().any(|(n, s)| *s && !embedded(font, n));
        if scan.numbers.iter().enumerate().any(lacks) {
            self.paper(Code::GlyphNotEmbedded, format!("page {}: a glyph is shown that is not embedded", page + 1));
        }
    }

    /// Which element each mark belongs to, by page and identifier.
    fn claims(&mut self) -> BTreeMap<(usize, usize), usize> {
        let mut claims = BTreeMap::new();
        let (elements, mut last) = (self.elements, None);
        for (i, kid) in in_reading_order(&elements.all) {
            let Kid::Content(page, mcid) = kid else { continue };
            let element = &elements.all[i];
            if claims.insert((page, mcid), i).is_some() {
                self.element(Code::TagsBroken, element.id, "the same content belongs to two elements");
            } else if last.is_some_and(|l| l > (page, mcid)) {
                self.element(Code::ReadingOrder, element.id, "it is read in another order than it is drawn in");
            }
            last = Some((page, mcid));
        }
        claims
    }

    fn page_claims(&mut self, page: usize, scan: &Scan, claims: &BTreeMap<(usize, usize), usize>) {
        let elements = self.elements;
        let mut there = BTreeSet::new();
        for (tag, mcid) in &scan.tagged {
            let owner = claims.get(&(page, *mcid)).map(|i| &elements.all[*i]);
            match owner {
                _ if !there.insert(*mcid) => {
                    self.paper(Code::TagsBroken, format!("page {}: two pieces of content have one number", page + 1));
                }
                None => {
                    self.paper(Code::ContentNotTagged, format!("page {}: content {mcid} is in no element", page + 1))
                }
                Some(e) if e.role.as_bytes() != *tag => {
                    self.element(Code::TagsBroken, e.id, "its content is marked as something else");
                }
                Some(_) => {}
            }
        }
        for ((_, mcid), i) in claims.range((page, 0)..(page + 1, 0)) {
            if !there.contains(mcid) {
                self.element(Code::TagsBroken, elements.all[*i].id, "its content is not on the page");
            }
        }
    }

    /// The parent tree leads from each mark and annotation to its element.
    fn parents(&mut self, catalog: &Dictionary, claims: &BTreeMap<(usize, usize), usize>) {
        let (elements, doc) = (self.elements, &self.draft.doc);
        let numbers = parent_tree(doc, catalog);
        let key = |id: ObjectId, key: &[u8]| doc.get_dictionary(id).and_then(|d| d.get(key)?.as_i64()).ok();
        for ((page, mcid), i) in claims {
            let owners = key(self.draft.pages[*page], b"StructParents").and_then(|k| numbers.get(&k));
            let owner = list(owners.copied()).get(*mcid).and_then(|o| o.as_reference().ok());
            if owner != Some(elements.all[*i].id) {
                self.element(
                    Code::ParentTree,
                    elements.all[*i].id,
                    "the parent tree does not lead from its content to it",
                );
            }
        }
        let mut owned = BTreeSet::new();
        for element in &elements.all {
            for kid in &element.kids {
                let Kid::Annotation(annotation) = *kid else { continue };
                owned.insert(annotation);
                let owner = key(annotation, b"StructParent").and_then(|k| numbers.get(&k)?.as_reference().ok());
                if owner != Some(element.id) {
                    self.element(
                        Code::ParentTree,
                        element.id,
                        "the parent tree does not lead from its annotation to it",
                    );
                }
            }
        }
        for (number, page) in self.draft.pages.iter().enumerate() {
            let Ok(page) = doc.get_dictionary(*page) else { continue };
            if page.get(b"Tabs").and_then(Object::as_name).ok() != Some(b"S") {
                self.paper(Code::TabOrder, format!("page {}: tabbing does not follow the tags", number + 1));
            }
            for annotation in list(page.get(b"Annots").ok()) {
                if !annotation.as_reference().is_ok_and(|a| owned.contains(&a)) {
                    self.paper(Code::LinkNotTagged, format!("page {}: a link belongs to no element", number + 1));
                }
            }
        }
    }
}

/// The parent tree's entries; of pages the lists themselves.
fn parent_tree<'a>(doc: &'a Document, catalog: &Dictionary) -> BTreeMap<i64, &'a Object> {
    let follow = |dict: &Dictionary, key: &[u8]| dict.get(key).and_then(Object::as_reference).ok();
    let root = follow(catalog, b"StructTreeRoot").and_then(|r| doc.get_dictionary(r).ok());
    let tree = root.and_then(|r| follow(r, b"ParentTree")).and_then(|t| doc.get_dictionary(t).ok());
    let numbers = list(tree.and_then(|t| t.get(b"Nums").ok()));
    let entry = |object: &'a Object| {
        let list = object.as_reference().and_then(|id| doc.get_object(id)).ok();
        list.filter(|l| matches!(l, Object::Array(_))).unwrap_or(object)
    };
    numbers.chunks_exact(2).filter_map(|pair| Some((pair[0].as_i64().ok()?, entry(&pair[1])))).collect()
}

/// Each element's own kids, in the order in which the whole tree is read.
fn in_reading_order(all: &[Element]) -> Vec<(usize, Kid)> {
    fn walk(all: &[Element], of: usize, out: &mut Vec<(usize, Kid)>) {
        for kid in &all[of].kids {
            match kid {
                Kid::Element(i) => walk(all, *i, out),
                other => out.push((of, *other)),
            }
        }
    }
    let mut out = Vec::new();
    for top in (0..all.len()).filter(|i| all[*i].parent.is_none()) {
        walk(all, top, &mut out);
    }
    out
}
