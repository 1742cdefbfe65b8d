//! What layout hands on: drawn pages, and what is known of them.

use super::codes::Codes;
use super::tags::{NodeId, Tree};
use crate::document::Front;
use crate::drawing::Image;

/// A drawn paper without its structure, and all that is needed to give it one.
#[derive(Debug)]
pub struct Layout {
    /// What runs along the pages and goes into the file's properties.
    pub front: Front,
    /// The PDF as genpdf wrote it: only its pages' content streams are used.
    pub pdf: Vec<u8>,
    /// Each page's width and height.
    pub sizes: Vec<[f32; 2]>,
    /// The tag tree as it was drawn.
    pub tree: Tree,
    /// The headings, in order.
    pub headings: Vec<Bookmark>,
    /// The links, in order.
    pub links: Vec<PageLink>,
    /// The characters that are shown, in the faces `/F0` to `/F3`: what is embedded and mapped to Unicode.
    pub codes: Codes,
    /// The logo, drawn as `/Im0` where there is one.
    pub image: Option<Image>,
}

/// A heading, for bookmarks and destinations.
#[derive(Clone, PartialEq, Debug)]
pub struct Bookmark {
    /// 1 to 3.
    pub level: u8,
    /// Its text.
    pub text: String,
    /// The page, from 0.
    pub page: usize,
    /// Its top edge, from the top of the page.
    pub y: f32,
    /// Its node.
    pub node: NodeId,
}

/// A link.
#[derive(Clone, PartialEq, Debug)]
pub struct PageLink {
    /// The `Link` node.
    pub node: NodeId,
    /// The page, from 0.
    pub page: usize,
    /// Left, bottom, right, top of each line's part, from the page's bottom left corner. At least one; one annotation.
    pub rects: Vec<[f32; 4]>,
    /// Where it leads.
    pub target: Destination,
    /// What it is, for those who do not see it.
    pub description: String,
}

/// Where a link leads.
#[derive(Clone, PartialEq, Debug)]
pub enum Destination {
    /// A place in the paper: the page, from 0, and the distance from its top.
    Place {
        /// The page, from 0.
        page: usize,
        /// From the top of the page.
        y: f32,
    },
    /// An address on the web.
    Url(String),
}
