//! Bookmarks: every heading, nested by level; the title's own are open.

use lopdf::{Document, Object, ObjectId, dictionary};

use super::objects::{number, text};
use crate::layout::{Bookmark, Layout};

/// Adds the outline, and returns its root.
pub(super) fn add(doc: &mut Document, laid: &Layout, pages: &[ObjectId]) -> ObjectId {
    let root = doc.new_object_id();
    let headings = &laid.headings;
    let ids: Vec<ObjectId> = headings.iter().map(|_| doc.new_object_id()).collect();
    let Nested { top, below } = nest(headings);
    let mut open = top.len();
    let parents = std::iter::once((None, &top)).chain(below.iter().enumerate().map(|(i, b)| (Some(i), b)));
    for (parent, siblings) in parents {
        for (at, &i) in siblings.iter().enumerate() {
            let h = &headings[i];
            let mut item = dictionary! {
                "Title" => text(h.text.trim()), "Parent" => parent.map_or(root, |p| ids[p]),
                "Dest" => destination(laid, pages, h.page, h.y),
            };
            if at > 0 {
                item.set("Prev", ids[siblings[at - 1]]);
            }
            if let Some(next) = siblings.get(at + 1) {
                item.set("Next", ids[*next]);
            }
            if let (Some(first), Some(last)) = (below[i].first(), below[i].last()) {
                item.set("First", ids[*first]);
                item.set("Last", ids[*last]);
                let count = below[i].len() as i64;
                let is_open = h.level == 1;
                open += if is_open { below[i].len() } else { 0 };
                item.set("Count", if is_open { count } else { -count });
            }
            doc.set_object(ids[i], item);
        }
    }
    let mut outlines = dictionary! { "Type" => "Outlines", "Count" => open as i64 };
    if let (Some(first), Some(last)) = (top.first(), top.last()) {
        outlines.set("First", ids[*first]);
        outlines.set("Last", ids[*last]);
    }
    doc.set_object(root, outlines);
    root
}

struct Nested {
    top: Vec<usize>,
    below: Vec<Vec<usize>>,
}

/// Puts each heading under the nearest one before it of a higher rank.
fn nest(headings: &[Bookmark]) -> Nested {
    let mut nested = Nested { top: Vec::new(), below: vec![Vec::new(); headings.len()] };
    let mut path: Vec<usize> = Vec::new();
    for (i, h) in headings.iter().enumerate() {
        while path.last().is_some_and(|p| headings[*p].level >= h.level) {
            path.pop();
        }
        match path.last() {
            Some(parent) => nested.below[*parent].push(i),
            None => nested.top.push(i),
        }
        path.push(i);
    }
    nested
}

/// Makes an explicit destination a little above a place that is given from the top of its page.
pub(super) fn destination(laid: &Layout, pages: &[ObjectId], page: usize, y: f32) -> Object {
    // Whole points: a little above the text is as good.
    let top = (laid.sizes[page][1] - y + 4.).ceil();
    vec![Object::Reference(pages[page]), "XYZ".into(), 0.into(), number(top), Object::Null].into()
}
