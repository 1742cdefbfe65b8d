//! The self-check: reads back what is about to be written and holds it against the conditions of PDF/UA-1.
//!
//! It looks at the finished objects and the pages' operators, not at what the finishing pass meant to do, so that a fault
//! in the finishing pass is found as well as one in a template or in layout. Each fault is a [`Problem`] at the template's
//! line that the faulty element came from; what belongs to no element is a problem of the paper as a whole.

mod checker;
mod content;
mod elements;
mod marks;
mod rules;
mod tables;

use lopdf::{Dictionary, Object};

use self::checker::Checker;
use self::elements::Elements;
use super::draft::Draft;
use super::objects::read_text;
use crate::drawing::Faces;
use crate::layout::Layout;
use crate::layout::tags::NodeId;
use crate::problem::{Code, Problem, Problems};

/// Checks a document before it is written.
pub(super) fn check(laid: &Layout, faces: &Faces, draft: &Draft) -> Problems {
    let doc = &draft.doc;
    let catalog = doc.catalog().ok().cloned().unwrap_or_default();
    let root = catalog.get(b"StructTreeRoot").and_then(Object::as_reference).unwrap_or_default();
    let elements = Elements::read(doc, root, &draft.pages);
    let nodes = draft.elements.iter().enumerate().filter_map(|(i, id)| Some(((*id)?, NodeId(i)))).collect();
    let mut checker = Checker { laid, draft, elements: &elements, nodes, problems: Problems::new() };
    checker.catalog(&catalog);
    checker.bookmarks(&catalog);
    checker.fonts(faces);
    checker.marks(&catalog);
    checker.rules();
    checker.problems
}

impl Checker<'_> {
    /// What the file says about itself.
    fn catalog(&mut self, catalog: &Dictionary) {
        let flag = |holder: &[u8], key: &[u8]| {
            let holder = catalog.get(holder).and_then(Object::as_dict);
            holder.and_then(|h| h.get(key)).and_then(Object::as_bool).unwrap_or(false)
        };
        let (marked, titled) = (flag(b"MarkInfo", b"Marked"), flag(b"ViewerPreferences", b"DisplayDocTitle"));
        let lang = read_text(catalog.get(b"Lang").ok());
        if !marked {
            self.paper(Code::NotTagged, "the file does not say that it is tagged");
        }
        if !titled {
            self.paper(Code::TitleNotShown, "the file does not ask for its title to be shown");
        }
        if !rules::is_language(&lang) {
            self.paper(Code::NoLanguage, "the file does not say which language it is in");
        }
        let doc = &self.draft.doc;
        let info = doc.trailer.get(b"Info").and_then(Object::as_reference).and_then(|i| doc.get_dictionary(i));
        let title = info.map(|i| read_text(i.get(b"Title").ok())).unwrap_or_default();
        let xmp = catalog.get(b"Metadata").and_then(Object::as_reference).and_then(|m| doc.get_object(m));
        let xmp = xmp.and_then(Object::as_stream).map(|s| String::from_utf8_lossy(&s.content)).unwrap_or_default();
        if title.trim().is_empty() || !xmp.contains("<dc:title>") {
            self.paper(Code::NoTitle, "the paper has no title");
        }
        if !xmp.contains("<pdfuaid:part>1</pdfuaid:part>") || !xmp.contains("<pdfaid:part>2</pdfaid:part>") {
            self.paper(Code::NoConformance, "the file does not say which standards it meets");
        }
        let intents = catalog.get(b"OutputIntents").and_then(Object::as_array);
        if !intents.is_ok_and(|i| i.iter().any(|i| i.as_dict().is_ok_and(|d| d.has(b"DestOutputProfile")))) {
            self.paper(Code::NoColourSpace, "the file does not say what its colours mean");
        }
    }

    /// Headings lead to bookmarks, each with a title and a page of this paper.
    fn bookmarks(&mut self, catalog: &Dictionary) {
        let doc = &self.draft.doc;
        let outlines = catalog.get(b"Outlines").and_then(Object::as_reference).unwrap_or_default();
        let mut waiting = vec![outlines];
        let (mut count, mut sound) = (0, true);
        while let Some(item) = waiting.pop() {
            let Ok(item) = doc.get_dictionary(item) else { continue };
            let follow = |key: &[u8]| item.get(key).and_then(Object::as_reference).ok();
            waiting.extend([b"First".as_slice(), b"Next"].into_iter().filter_map(follow));
            if item.has(b"Parent") {
                count += 1;
                let page =
                    item.get(b"Dest").and_then(Object::as_array).ok().and_then(|d| d.first()?.as_reference().ok());
                let leads = page.is_some_and(|p| self.draft.pages.contains(&p));
                sound &= leads && !read_text(item.get(b"Title").ok()).trim().is_empty();
            }
            if count > self.laid.headings.len() {
                break;
            }
        }
        if !sound || count != self.laid.headings.len() {
            self.paper(Code::BookmarksIncomplete, "not every heading has a bookmark that leads to it");
        }
    }

    /// Every character shown has a glyph, and every font is embedded and mapped to Unicode.
    fn fonts(&mut self, faces: &Faces) {
        let lacking: Vec<_> = (0..4).filter(|i| self.laid.codes.is_lacking(*i)).collect();
        let mut named = false;
        let owners = self.laid.tree.owners.iter().zip(&self.laid.tree.texts);
        for (owner, text) in owners.flat_map(|(o, t)| o.iter().zip(t)).filter(|_| !lacking.is_empty()) {
            for c in text.chars().filter(|c| lacking.iter().any(|i| !faces.all()[*i].covers(*c))) {
                let what = format!("the font has no character for “{c}” (U+{:04X})", c as u32);
                self.problems.push(Problem::new(Code::CharacterNotInFont, self.place(*owner), what));
                named = true;
            }
        }
        if !named && !lacking.is_empty() {
            self.paper(Code::CharacterNotInFont, "the font lacks a character in the pages' header or footer");
        }
        let doc = &self.draft.doc;
        let fonts = doc.objects.values().filter_map(|o| o.as_dict().ok());
        let unsound =
            fonts.filter(|d| d.type_is(b"Font") && d.get(b"Subtype").and_then(Object::as_name).is_ok()).any(|d| {
                let is =
                    |key: &[u8]| d.get(key).and_then(Object::as_reference).is_ok_and(|r| doc.get_object(r).is_ok());
                if d.has(b"DescendantFonts") {
                    !is(b"ToUnicode") || !is(b"Encoding")
                } else {
                    !d.has(b"CIDToGIDMap") || !is(b"FontDescriptor")
                }
            });
        if unsound {
            self.paper(Code::FontNotEmbedded, "a font is not embedded, or its glyphs not mapped to characters");
        }
    }
}
