//! Paginate and draw.
//!
//! *In:* a [`crate::document::Document`], a theme and the fonts' metrics. *Out:* [`LaidOut`]: the pages that genpdf
//! wrote, the tag tree that was grown while drawing, and what `finish` needs to make them one file. *Units:* points from
//! the page's top left corner while laying out, from its bottom left in what is handed on; font metrics in thousandths
//! of an em. *It must not know* where the text came from. It is the only folder that knows genpdf and printpdf's
//! operators.

pub mod canvas;
mod draw;
mod figure;
mod furniture;
mod glue;
mod ink;
mod item;
mod label;
mod measure;
mod place;
mod rows;
mod setting;
mod table;
pub mod tags;
mod text;
mod widths;

use tags::{NodeId, Tree};

use crate::document::Document;
use crate::drawing::theme::FILE;
use crate::drawing::{Faces, Image, Theme};
use crate::problem::{Code, Place, Problem, Problems};

/// How many pages a paper may have without a list of contents.
const SHORT: usize = 8;

/// Measures, places and draws a paper: one pass of each.
///
/// # Errors
/// All that is wrong in the paper, each with the template's line: names that stand for nothing, tables too wide for the
/// page, characters that the fonts lack, text too faint on its ground, figures without a text alternative.
pub fn lay_out(document: &Document, theme: &Theme, faces: &Faces) -> Result<LaidOut, Problems> {
    let mut paper = measure::measure(document, theme, faces);
    if paper.problems.has_errors() {
        return Err(paper.problems);
    }
    let pages = arrange(&paper, theme);
    let book = draw::Book {
        theme,
        faces,
        look: theme.look(faces),
        front: &document.front,
        items: &paper.items,
        tables: &paper.tables,
        texts: &paper.texts,
        links: &paper.links,
        pages: &pages,
    };
    let drawn = draw::draw(&book, &mut paper.tree)
        .map_err(|e| Problem::new(Code::NotDrawn, Place::Whole(document.front.title.clone()), e.to_string()))?;
    for faint in &drawn.faint {
        problems_of_faint(faint, &paper.tree, &mut paper.problems);
    }
    if paper.problems.has_errors() {
        return Err(paper.problems);
    }
    Ok(LaidOut {
        front: document.front.clone(),
        pdf: drawn.pdf,
        sizes: drawn.sizes,
        tree: paper.tree,
        headings: drawn.headings,
        links: drawn.links,
        shown: drawn.shown,
        image: theme.logo.as_ref().map(|l| l.image.clone()),
    })
}

/// Places a measured paper; with its list of contents where it is long enough without.
fn arrange(paper: &measure::Measured, theme: &Theme) -> Vec<place::Page> {
    let place = |contents| place::place(&paper.items, &paper.parts, &paper.tables, theme, contents);
    let pages = place(false);
    let listed = paper.items.iter().any(|i| i.shown == item::Shown::WithContents);
    if pages.len() > SHORT && listed { place(true) } else { pages }
}

fn problems_of_faint(faint: &canvas::Faint, tree: &Tree, problems: &mut Problems) {
    let canvas::Faint { text, colour, ground, contrast, node } = faint;
    let place = match node {
        Some(node) => tree.get(*node).source.place(),
        None => Place::file(FILE),
    };
    let message = format!("“{}” in {colour} on {ground} has a contrast of {contrast:.1}:1", text.trim());
    problems
        .push(Problem::new(Code::FaintText, place, message).help("Text needs 4.5:1: change the colours in theme.toml"));
}

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

#[cfg(test)]
pub(crate) mod tests;
