//! The finished structure tree, read back from the objects that will be written.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};

/// A structure element.
pub(super) struct Element<'a> {
    /// Its object.
    pub(super) id: ObjectId,
    /// Its dictionary.
    pub(super) dict: &'a Dictionary,
    /// Its structure type.
    pub(super) role: &'a str,
    /// The element it is in, by its place in [`Elements::all`].
    pub(super) parent: Option<usize>,
    /// What is in it, in order.
    pub(super) kids: Vec<Kid>,
    /// Its attributes.
    attributes: Option<&'a Dictionary>,
    /// Its identifier.
    pub(super) name: Option<&'a Object>,
    /// Its language.
    pub(super) lang: Option<&'a Object>,
}

/// What is in an element.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kid {
    /// An element, by its place in [`Elements::all`].
    Element(usize),
    /// Marked content: the page from 0 and the identifier.
    Content(usize, usize),
    /// An annotation.
    Annotation(ObjectId),
}

/// The elements of a document.
pub(super) struct Elements<'a> {
    /// All elements in reading order.
    pub(super) all: Vec<Element<'a>>,
    /// Elements that the tree holds wrongly, and how.
    pub(super) faults: Vec<(ObjectId, &'static str)>,
}

impl<'a> Elements<'a> {
    /// Reads the elements below a structure tree's root.
    pub(super) fn read(doc: &'a Document, root: ObjectId, pages: &[ObjectId]) -> Self {
        let pages = pages.iter().enumerate().map(|(i, id)| (*id, i)).collect();
        let elements = Elements { all: Vec::new(), faults: Vec::new() };
        let mut reader = Reader { doc, pages, seen: vec![false; doc.max_id as usize + 1], elements };
        if let Ok(dict) = doc.get_dictionary(root) {
            for kid in list(dict.get(b"K").ok()) {
                match kid {
                    Object::Reference(id) => _ = reader.element(*id, root, None),
                    _ => reader.elements.faults.push((root, "what is at the top of the tags is no element")),
                }
            }
        }
        reader.elements
    }

    /// Gives the elements in an element.
    pub(super) fn children(&self, of: &Element) -> impl Iterator<Item = &Element<'a>> {
        of.kids.iter().filter_map(|k| if let Kid::Element(i) = k { self.all.get(*i) } else { None })
    }

    /// Names the structure type of the element that an element is in.
    pub(super) fn parent_role(&self, of: &Element) -> &'a str {
        of.parent.map_or("", |p| self.all[p].role)
    }
}

impl<'a> Element<'a> {
    /// Gives an attribute of the given owner.
    pub(super) fn attribute(&self, owner: &str, key: &str) -> Option<&'a Object> {
        // One look over the few there are is cheaper than a search.
        let (mut owned, mut found) = (false, None);
        for (name, value) in self.attributes?.iter() {
            match name.as_slice() {
                b"O" => owned = value.as_name().is_ok_and(|o| o == owner.as_bytes()),
                name if name == key.as_bytes() => found = Some(value),
                _ => {}
            }
        }
        found.filter(|_| owned)
    }

    /// Counts the columns it covers.
    pub(super) fn columns(&self) -> usize {
        let span = self.attribute("Table", "ColSpan").and_then(|s| s.as_i64().ok());
        span.and_then(|s| usize::try_from(s).ok()).unwrap_or(1).max(1)
    }
}

struct Reader<'a> {
    doc: &'a Document,
    pages: BTreeMap<ObjectId, usize>,
    /// By object number.
    seen: Vec<bool>,
    elements: Elements<'a>,
}

impl<'a> Reader<'a> {
    fn element(&mut self, id: ObjectId, above: ObjectId, parent: Option<usize>) -> Option<usize> {
        let (Ok(dict), Some(seen)) = (self.doc.get_dictionary(id), self.seen.get_mut(id.0 as usize)) else {
            self.elements.faults.push((id, "it is missing"));
            return None;
        };
        if std::mem::replace(seen, true) {
            self.elements.faults.push((id, "it is in two places"));
            return None;
        }
        // One look over the entries is cheaper than a search for each.
        let [mut within, mut page, mut kids] = [None; 3];
        let mut element =
            Element { id, dict, role: "", parent, kids: Vec::new(), attributes: None, name: None, lang: None };
        for (key, value) in dict.iter() {
            match key.as_slice() {
                b"S" => element.role = value.as_name_str().unwrap_or_default(),
                b"P" => within = Some(value),
                b"Pg" => page = Some(value),
                b"K" => kids = Some(value),
                b"A" => element.attributes = value.as_dict().ok(),
                b"ID" => element.name = Some(value),
                b"Lang" => element.lang = Some(value),
                _ => {}
            }
        }
        let reference = |object: Option<&Object>| object.and_then(|o| o.as_reference().ok());
        if reference(within) != Some(above) {
            self.elements.faults.push((id, "it does not know what it is in"));
        }
        let (own, page) = (self.elements.all.len(), reference(page));
        self.elements.all.push(element);
        for kid in list(kids) {
            if let Some(kid) = self.kid(kid, page, id, own) {
                self.elements.all[own].kids.push(kid);
            }
        }
        Some(own)
    }

    fn kid(&mut self, kid: &'a Object, page: Option<ObjectId>, id: ObjectId, own: usize) -> Option<Kid> {
        let content = |page: Option<ObjectId>, mcid: Option<i64>| {
            Some(Kid::Content(*self.pages.get(&page?)?, usize::try_from(mcid?).ok()?))
        };
        let found = match kid {
            Object::Reference(kid) => return self.element(*kid, id, Some(own)).map(Kid::Element),
            Object::Integer(mcid) => content(page, Some(*mcid)),
            Object::Dictionary(d) if d.has(b"Obj") => {
                d.get(b"Obj").and_then(Object::as_reference).ok().map(Kid::Annotation)
            }
            Object::Dictionary(d) => {
                let page = d.get(b"Pg").and_then(Object::as_reference).ok();
                content(page, d.get(b"MCID").and_then(Object::as_i64).ok())
            }
            _ => None,
        };
        if found.is_none() {
            self.elements.faults.push((id, "it holds what is no content"));
        }
        found
    }
}

/// What stands alone or in an array.
pub(super) fn list(object: Option<&Object>) -> &[Object] {
    match object {
        Some(Object::Array(items)) => items,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    }
}
