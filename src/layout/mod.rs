//! Paginate and draw.
//!
//! *In:* a [`crate::document::Document`], a theme and the fonts' metrics. *Out:* [`LaidOut`]: the pages that genpdf
//! wrote, the tag tree that was grown while drawing, and what `finish` needs to make them one file. *Units:* points from
//! the page's top left corner while laying out, from its bottom left in what is handed on; font metrics in thousandths
//! of an em. *It must not know* where the text came from. It is the only folder that knows genpdf and printpdf's
//! operators.

pub mod canvas;
pub mod chart;
pub mod faces;
pub mod tags;

use tags::{NodeId, Tree};

/// A drawn paper without its structure, and all that is needed to give it one.
#[derive(Debug)]
pub struct LaidOut {
    /// What runs along the pages and goes into the file's properties.
    pub front: crate::document::Front,
    /// The PDF as genpdf wrote it: only its pages' content streams are used.
    pub pdf: Vec<u8>,
    /// Each page's width and height.
    pub sizes: Vec<[f32; 2]>,
    /// The tag tree as it was drawn.
    pub tree: Tree,
    /// The headings, in order.
    pub headings: Vec<PlacedHeading>,
    /// The links, in order.
    pub links: Vec<PlacedLink>,
    /// Which characters were shown, by face (`/F0` to `/F3`) and glyph: what is embedded and mapped to Unicode. A glyph
    /// that stands for several characters (space and no-break space) keeps the lowest.
    pub shown: [Vec<Option<char>>; 4],
    /// The logo, drawn as `/Im0` where there is one.
    pub image: Option<Image>,
}

/// A heading, for bookmarks and destinations.
#[derive(Clone, PartialEq, Debug)]
pub struct PlacedHeading {
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
pub struct PlacedLink {
    /// The `Link` node.
    pub node: NodeId,
    /// The page, from 0.
    pub page: usize,
    /// Left, bottom, right, top of each line's part, from the page's bottom left corner. At least one; one annotation.
    pub rects: Vec<[f32; 4]>,
    /// Where it leads.
    pub target: PlacedTarget,
    /// What it is, for those who do not see it.
    pub description: String,
}

/// Where a link leads.
#[derive(Clone, PartialEq, Debug)]
pub enum PlacedTarget {
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

/// A picture, ready to be embedded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Image {
    /// Width and height in pixels.
    pub size: [u32; 2],
    /// The samples or the JPEG.
    pub data: ImageData,
}

/// How a picture's samples are stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ImageData {
    /// A whole JPEG file in RGB (3) or grey (1).
    Jpeg {
        /// The file.
        bytes: Vec<u8>,
        /// Colour components, 1 or 3.
        components: u8,
    },
    /// Rows of RGB, eight bits each, on a white ground.
    Rgb(Vec<u8>),
}
