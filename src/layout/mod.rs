//! Paginate and draw.
//!
//! *In:* a [`crate::document::Document`], a theme and the fonts' metrics. *Out:* [`Layout`]: the pages that genpdf
//! wrote, the tag tree that was grown while drawing, and what `finish` needs to make them one file. *Units:* points from
//! the page's top left corner while laying out, from its bottom left in what is handed on; font metrics in thousandths
//! of an em. *It must not know* where the text came from.
//!
//! It is the only folder that knows genpdf: [`pages`] has its renderer make the pages and fills their layers, and `ink` is
//! what says in operators what is on them. printpdf, on which genpdf is built, writes those as bytes; nobody else writes a
//! page's content.

pub mod canvas;
pub mod codes;
mod draw;
mod figure;
mod flow;
mod furniture;
mod glue;
mod ink;
mod item;
mod label;
mod measure;
pub mod model;
pub mod pages;
mod place;
mod rows;
mod setting;
mod table;
pub mod tags;
mod text;
mod widths;
mod writer;

pub use model::{Bookmark, Destination, Layout, PageLink};
use tags::Tree;

use crate::document::Document;
use crate::drawing::theme::FILE;
use crate::drawing::{Faces, Theme};
use crate::problem::{Code, Place, Problem, Problems};

/// How many pages a paper may have without a list of contents.
const SHORT: usize = 8;

/// Measures, places and draws a paper: one pass of each.
///
/// # Errors
/// All that is wrong in the paper, each with the template's line: names that stand for nothing, tables too wide for the
/// page, characters that the fonts lack, text too faint on its ground, figures without a text alternative.
pub fn lay_out(document: &Document, theme: &Theme, faces: &Faces) -> Result<Layout, Problems> {
    let mut paper = measure::measure(document, theme, faces);
    if paper.problems.has_errors() {
        return Err(paper.problems);
    }
    let pages = arrange(&paper, theme);
    let book = writer::Book {
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
    if drawn.codes.is_full() {
        let message = "more different characters are shown than one paper can have";
        paper.problems.push(Problem::new(Code::NotDrawn, Place::Whole(document.front.title.clone()), message));
    }
    for faint in &drawn.faint {
        problems_of_faint(faint, &paper.tree, &mut paper.problems);
    }
    if paper.problems.has_errors() {
        return Err(paper.problems);
    }
    Ok(Layout {
        front: document.front.clone(),
        pdf: drawn.pdf,
        sizes: drawn.sizes,
        tree: paper.tree,
        headings: drawn.headings,
        links: drawn.links,
        codes: drawn.codes,
        image: theme.logo.as_ref().map(|l| l.image.clone()),
    })
}

/// Places a measured paper; with its list of contents where it is long enough without.
fn arrange(paper: &flow::Galley, theme: &Theme) -> Vec<place::Page> {
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

#[cfg(test)]
pub(crate) mod tests;
