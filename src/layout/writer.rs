//! Writes texts on a page: who owns what is written, where links are, what is noted on the way.

use std::collections::BTreeMap;

use super::canvas::{Artifact, Canvas};
use super::codes::BLANK;
use super::item::{Item, TableParts};
use super::label;
use super::model::{Bookmark, Destination, PageLink};
use super::place::Page;
use super::rows::Renewed;
use super::setting::{Link, LinkTarget};
use super::tags::{NodeId, Role};
use super::text::{self, Line, TextId, Texts};
use crate::document::{Anchor, Front};
use crate::drawing::{Faces, Look, Style, Theme};

/// What pages need to know about the whole.
pub(crate) struct Book<'a> {
    pub(crate) theme: &'a Theme,
    pub(crate) faces: &'a Faces,
    pub(crate) look: Look<'a>,
    pub(crate) front: &'a Front,
    pub(crate) items: &'a [Item<'a>],
    pub(crate) tables: &'a [TableParts],
    pub(crate) texts: &'a Texts,
    pub(crate) links: &'a [Link],
    pub(crate) pages: &'a [Page],
}

/// What grows from page to page.
#[derive(Default)]
pub(super) struct Register {
    pub(super) headings: Vec<Bookmark>,
    pub(super) links: Vec<PageLink>,
    /// By link and page: a link whose text runs on to another page becomes two.
    pub(super) placed: BTreeMap<(usize, usize), usize>,
}

/// A page being drawn.
pub(crate) struct Writer<'b, 'p, 'a> {
    pub(crate) canvas: Canvas<'p, 'a>,
    pub(crate) book: &'b Book<'b>,
    pub(super) places: &'b BTreeMap<Anchor, (usize, f32)>,
    pub(super) size: [f32; 2],
    pub(super) number: usize,
    pub(super) register: &'b mut Register,
    /// The copies of nodes, while the rest of a row is drawn that began on the page before.
    pub(super) renewed: Option<Renewed>,
}

/// What a text belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Owner {
    /// A node, unless a run has one of its own.
    Node(NodeId),
    /// The page.
    Artifact,
}

impl Writer<'_, '_, '_> {
    /// Gives the node to draw into: the node itself, or its copy in the rest of a row.
    pub(super) fn renew(&mut self, node: NodeId) -> NodeId {
        match &mut self.renewed {
            Some(renewed) => renewed.node(self.canvas.tree(), node),
            None => node,
        }
    }

    /// Draws a bullet or number that ends before the text that starts at a point.
    pub(crate) fn label(&mut self, [x, baseline]: [f32; 2], text: TextId, owner: Owner) {
        let shaped = self.book.texts.get(text);
        let Some(line) = shaped.wrap(self.book.faces, f32::MAX).first().copied() else { return };
        let gap = shaped.style().map_or(0., |s| s.size) * 0.45;
        self.text(text, &line, [x - gap - line.width, baseline], owner);
    }

    /// Draws a line of text from a point on its baseline.
    pub(crate) fn text(&mut self, text: TextId, line: &Line, [x, y]: [f32; 2], owner: Owner) {
        let book = self.book;
        let shaped = book.texts.get(text);
        let pieces = || shaped.pieces(book.faces, line).filter(|p| !p.text.is_empty());
        if pieces().any(|p| p.mark.label.is_some() || p.mark.link.is_some()) {
            self.canvas.artifact(Artifact::Layout);
            for piece in pieces() {
                if let Some(tone) = piece.mark.label {
                    label::ground(&mut self.canvas, book.theme, tone, [x + piece.x, y], piece.width, piece.style.size);
                } else if piece.mark.link.is_some_and(|l| matches!(book.links[l].target, LinkTarget::Url(_))) {
                    let (from, to, below) = (x + piece.x, x + piece.x + piece.width, y + piece.style.size * 0.13);
                    self.canvas.line([from, below], [to, below], 0.5, piece.style.colour);
                }
            }
        }
        for piece in pieces() {
            match owner {
                Owner::Node(node) if !piece.mark.aside => {
                    let node = match piece.mark.node {
                        Some(own) => self.run_node(own, piece.mark.link),
                        None => node,
                    };
                    self.canvas.tag(node);
                }
                Owner::Artifact | Owner::Node(_) => self.canvas.artifact(Artifact::Layout),
            }
            let size = piece.style.size;
            let inset = piece.mark.label.map_or(0., |_| text::LABEL[0] * size);
            let left = x + piece.x + inset;
            self.canvas.text([left, y], piece.style, piece.text);
            if let (Some(link), Owner::Node(_)) = (piece.mark.link, owner) {
                self.link(link, [left, y - size * 0.9, piece.width - inset, size * 1.2]);
            }
        }
    }

    /// Fills the gap between a text and what follows it in its row with blanks, so that whoever takes the text out of the
    /// page, or copies it, gets it row by row. They belong to the text before them.
    pub(crate) fn lead_to(&mut self, text: TextId, line: &Line, [x, y]: [f32; 2], next: f32) {
        let faces = self.book.faces;
        let Some(last) = self.book.texts.get(text).pieces(faces, line).last().filter(|p| p.mark.label.is_none()) else {
            return;
        };
        let Style { face, size, .. } = last.style;
        let end = x + line.width;
        let wide = faces.width(face, size, BLANK.encode_utf8(&mut [0; 4]));
        if faces.get(face).glyph(BLANK) != 0 && wide > 0. {
            self.canvas.blanks([end, y], last.style, ((next - end) / wide) as usize);
        }
    }

    /// Gives the node of a run: a link that runs on to another page has another node there.
    fn run_node(&mut self, node: NodeId, link: Option<usize>) -> NodeId {
        let Some(link) = link else { return self.renew(node) };
        let number = self.number;
        if let Some(placed) = self.register.placed.get(&(link, number)) {
            return self.register.links[*placed].node;
        }
        let node = self.renew(node);
        let elsewhere = self.register.placed.range((link, 0)..(link + 1, 0)).next().is_some();
        if !elsewhere {
            return node;
        }
        let tree = self.canvas.tree();
        let (parent, source) = (tree.get(node).parent, tree.get(node).source.clone());
        tree.node(Role::Link, parent, &source)
    }

    /// Notes where a part of a link is, given as left, top, width, height.
    pub(super) fn link(&mut self, link: usize, area: [f32; 4]) {
        let rect = self.canvas.rect(area);
        if let Some(placed) = self.register.placed.get(&(link, self.number)) {
            let rects = &mut self.register.links[*placed].rects;
            match rects.last_mut() {
                // Parts on one line are one rectangle.
                Some(last) if (last[1] - rect[1]).abs() < 0.1 && rect[0] - last[2] < 1. => last[2] = rect[2],
                _ => rects.push(rect),
            }
            return;
        }
        let Link { description, target, .. } = &self.book.links[link];
        let (target, description) = match target {
            LinkTarget::Url(url) => (Destination::Url(url.clone()), description.clone()),
            LinkTarget::Anchor(anchor) => {
                let (page, y) = self.places.get(anchor).copied().unwrap_or((0, 0.));
                (Destination::Place { page, y }, format!("{description}, page {}", page + 1))
            }
        };
        let Some(node) = self.canvas.tagged() else { return };
        let index = self.register.links.len();
        self.register.placed.insert((link, self.number), index);
        self.canvas.tree().link(node, index);
        let page = self.number;
        self.register.links.push(PageLink { node, page, rects: vec![rect], target, description });
    }
}
