//! Link annotations: one a link, however many lines its text runs over.

use lopdf::{Document, Object, ObjectId, dictionary};

use super::bookmarks::destination;
use super::objects::{number, text};
use crate::layout::{Destination, Layout, PageLink};

/// Adds the link annotations; their keys in the parent tree follow the pages'.
pub(super) fn add(doc: &mut Document, laid: &Layout, pages: &[ObjectId]) -> Vec<ObjectId> {
    laid.links.iter().enumerate().map(|(i, link)| annotation(doc, laid, pages, i, link)).collect()
}

fn annotation(doc: &mut Document, laid: &Layout, pages: &[ObjectId], i: usize, link: &PageLink) -> ObjectId {
    const PRINTED: i64 = 4;
    let mut a = dictionary! {
        "Type" => "Annot", "Subtype" => "Link", "F" => PRINTED, "Border" => vec![0.into(), 0.into(), 0.into()],
        "Rect" => outward(around(&link.rects)).map(number).to_vec(), "P" => pages[link.page],
        "StructParent" => (pages.len() + i) as i64, "Contents" => text(&link.description),
    };
    if link.rects.len() > 1 {
        // Top left, top right, bottom left, bottom right: what viewers read, whatever the standard's figure says.
        let corners = |[l, b, r, t]: &[f32; 4]| [*l, *t, *r, *t, *l, *b, *r, *b];
        a.set(
            "QuadPoints",
            link.rects.iter().map(|r| outward(*r)).flat_map(|r| corners(&r)).map(number).collect::<Vec<Object>>(),
        );
    }
    match &link.target {
        Destination::Place { page, y } => a.set("Dest", destination(laid, pages, *page, *y)),
        Destination::Url(url) => {
            a.set("A", dictionary! { "Type" => "Action", "S" => "URI", "URI" => Object::string_literal(url.as_str()) });
        }
    }
    doc.add_object(a)
}

/// Widens a box to whole points: nobody touches a link more exactly than that.
fn outward([left, bottom, right, top]: [f32; 4]) -> [f32; 4] {
    [left.floor(), bottom.floor(), right.ceil(), top.ceil()]
}

/// The box around boxes.
fn around(rects: &[[f32; 4]]) -> [f32; 4] {
    let join = |a: [f32; 4], b: &[f32; 4]| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])];
    rects.iter().skip(1).fold(rects.first().copied().unwrap_or_default(), join)
}
