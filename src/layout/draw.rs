//! Draw: placed pages go through genpdf's `render` module. One pass.

use std::collections::BTreeMap;

use genpdf::Size;
use genpdf::render::Renderer;

use super::canvas::{Artifact, BLANK, Canvas, Faint, Pen};
use super::furniture;
use super::item::{Content, Entry, Item, TableParts, TextLine};
use super::label;
use super::place::{Page, Placed, What};
use super::rows;
use super::setting::{Link, LinkTarget};
use super::tags::{NodeId, Role, Tree};
use super::text::{Line, TextId, Texts};
use super::{PlacedHeading, PlacedLink, PlacedTarget};
use crate::document::{Anchor, Front, Source};
use crate::drawing::{self, FaceId, Faces, Look, Rgb, Style, Theme};

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

/// What drawing makes besides the tag tree.
pub(crate) struct Drawn {
    pub(crate) pdf: Vec<u8>,
    pub(crate) sizes: Vec<[f32; 2]>,
    pub(crate) headings: Vec<PlacedHeading>,
    pub(crate) links: Vec<PlacedLink>,
    pub(crate) shown: [Vec<Option<char>>; 4],
    pub(crate) faint: Vec<Faint>,
}

/// Draws all pages.
///
/// # Errors
/// What genpdf says.
pub(crate) fn draw(book: &Book, tree: &mut Tree) -> Result<Drawn, genpdf::error::Error> {
    let page = &book.theme.page;
    let size = |p: &Page| if p.landscape { [page.height, page.width] } else { [page.width, page.height] };
    let sizes: Vec<[f32; 2]> = book.pages.iter().map(size).collect();
    let paper = |[w, h]: [f32; 2]| Size::new(printpdf::Pt(w), printpdf::Pt(h));
    let first = sizes.first().copied().unwrap_or([page.width, page.height]);
    let mut renderer = Renderer::new(paper(first), &book.front.title)?;
    let places = places(book);
    let mut pen = Pen::new(book.faces, tree);
    let mut made = Made::default();
    for (number, (page, size)) in book.pages.iter().zip(&sizes).enumerate() {
        if number > 0 {
            renderer.add_page(paper(*size));
        }
        let canvas = Canvas::new(&mut pen, renderer.last_page().first_layer(), number, size[1]);
        let mut drawer = Drawer { canvas, book, places: &places, size: *size, number, made: &mut made };
        drawer.page(page);
        drawer.canvas.finish();
    }
    let Pen { shown, faint, .. } = pen;
    let mut pdf = Vec::with_capacity(book.pages.len() << 14);
    renderer.write(&mut pdf)?;
    Ok(Drawn { pdf, sizes, headings: made.headings, links: made.links, shown, faint })
}

/// Finds where everything that can be referred to stands: the page and the top edge.
fn places(book: &Book) -> BTreeMap<Anchor, (usize, f32)> {
    let mut out = BTreeMap::new();
    for (number, page) in book.pages.iter().enumerate() {
        for Placed { y, what, .. } in &page.placed {
            let What::Item(item) = what else { continue };
            let item = &book.items[*item];
            out.extend(item.anchor.map(|anchor| (anchor, (number, *y))));
            if let Content::Figures(columns) = &item.content {
                out.extend(columns.iter().map(|column| (column.anchor, (number, *y))));
            }
        }
    }
    out
}

/// What grows from page to page.
#[derive(Default)]
struct Made {
    headings: Vec<PlacedHeading>,
    links: Vec<PlacedLink>,
    /// By link and page: a link whose text runs on to another page becomes two.
    placed: BTreeMap<(usize, usize), usize>,
}

/// A page being drawn.
pub(crate) struct Drawer<'b, 'p, 'a, 'l> {
    pub(crate) canvas: Canvas<'p, 'a, 'l>,
    pub(crate) book: &'b Book<'b>,
    places: &'b BTreeMap<Anchor, (usize, f32)>,
    size: [f32; 2],
    number: usize,
    made: &'b mut Made,
}

/// What a text belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Owner {
    /// A node, unless a run has one of its own.
    Node(NodeId),
    /// The page.
    Artifact,
}

impl Drawer<'_, '_, '_, '_> {
    fn page(&mut self, page: &Page) {
        let count = page.placed.len();
        for (i, placed) in page.placed.iter().enumerate() {
            self.placed(placed, i + 1 == count);
        }
        let (theme, front, size) = (self.book.theme, self.book.front, self.size);
        furniture::draw(&mut self.canvas, theme, front, size, self.number, self.book.pages.len());
    }

    fn placed(&mut self, placed: &Placed, last: bool) {
        let (y, book) = (placed.y, self.book);
        match &placed.what {
            What::Header(table) => {
                if let Some(header) = book.tables.get(*table).and_then(|t| t.header.as_ref()) {
                    rows::draw(self, header, [y, placed.height], true, false);
                }
            }
            What::Group(table, group) => {
                if let Some([_, repeat]) = book.tables.get(*table).and_then(|t| t.groups.get(*group)) {
                    rows::draw(self, repeat, [y, placed.height], true, false);
                }
            }
            What::Piece(row) => rows::draw(self, row, [y, placed.height], false, last),
            What::Item(item) => self.item(&book.items[*item], y, placed.height, last),
        }
    }

    fn item(&mut self, item: &Item, y: f32, height: f32, last: bool) {
        let (book, left) = (self.book, self.book.theme.page.left);
        match &item.content {
            // A line set closer than it was measured stands in the middle of its height.
            Content::Line(line) => self.line(line, y - (item.height - height) / 2., height),
            Content::Entry(entry) => self.entry(entry, y, height),
            Content::Header(table) => {
                if let Some(header) = book.tables.get(*table).and_then(|t| t.header.as_ref()) {
                    rows::draw(self, header, [y, height], false, last);
                }
            }
            Content::Group(table, group) => {
                if let Some([row, _]) = book.tables.get(*table).and_then(|t| t.groups.get(*group)) {
                    rows::draw(self, row, [y, height], false, last);
                }
            }
            Content::Row(row) => rows::draw(self, row, [y, height], false, last),
            Content::Figures(columns) => {
                for column in columns {
                    column.caption.iter().for_each(|line| self.line(line, y, 0.));
                    let frame = [left + column.x, y + column.top, column.width, height - column.top];
                    self.figure(&column.figure.alt, column.parent, column.source, frame);
                    self.canvas.scene(&drawing::scene(&column.figure.chart, frame, &book.look));
                }
            }
            Content::Logo { width, parent } => {
                let alt = book.theme.logo.as_ref().map_or("", |l| l.alt.as_str());
                let frame = [left, y, *width, height];
                self.figure(alt, *parent, &Source::default(), frame);
                self.canvas.image(frame);
            }
        }
    }

    /// Makes what follows a figure.
    fn figure(&mut self, alt: &str, parent: NodeId, source: &Source, frame: [f32; 4]) {
        let bbox = self.canvas.rect(frame).map(|v| (v * 100.).round() as i32);
        let node = self.canvas.tree().node(Role::Figure { alt: alt.into(), bbox }, Some(parent), source);
        self.canvas.tag(node);
    }

    fn line(&mut self, line: &TextLine, y: f32, height: f32) {
        let (theme, baseline) = (self.book.theme, y + line.baseline);
        let left = theme.page.left;
        if line.boxed {
            self.canvas.artifact(Artifact::Layout);
            let width = self.size[0] - left - theme.page.right;
            self.canvas.fill_rect([left, y, width, height], theme.colours.ground);
            self.canvas.fill_rect([left, y, 3., height], theme.colours.accent);
        }
        if let Some(level) = line.heading {
            let text = self.book.texts.get(line.text).text().replace('\n', " ");
            self.made.headings.push(PlacedHeading { level, text, page: self.number, y, node: line.node });
        }
        if let Some((node, text)) = line.label {
            self.label([left + line.x, baseline], text, Owner::Node(node));
        }
        self.text(line.text, &line.line, [left + line.x, baseline], Owner::Node(line.node));
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
                    let node = self.run_node(piece.mark.node.unwrap_or(node), piece.mark.link);
                    self.canvas.tag(node);
                }
                Owner::Artifact | Owner::Node(_) => self.canvas.artifact(Artifact::Layout),
            }
            let size = piece.style.size;
            let inset = piece.mark.label.map_or(0., |_| super::text::LABEL[0] * size);
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
        let Some(link) = link else { return node };
        let number = self.number;
        if let Some(placed) = self.made.placed.get(&(link, number)) {
            return self.made.links[*placed].node;
        }
        let elsewhere = self.made.placed.range((link, 0)..(link + 1, 0)).next().is_some();
        if !elsewhere {
            return node;
        }
        let tree = self.canvas.tree();
        let (parent, source) = (tree.get(node).parent, tree.get(node).source.clone());
        tree.node(Role::Link, parent, &source)
    }

    /// Notes where a part of a link is, given as left, top, width, height.
    fn link(&mut self, link: usize, area: [f32; 4]) {
        let rect = self.canvas.rect(area);
        if let Some(placed) = self.made.placed.get(&(link, self.number)) {
            let rects = &mut self.made.links[*placed].rects;
            match rects.last_mut() {
                // Parts on one line are one rectangle.
                Some(last) if (last[1] - rect[1]).abs() < 0.1 && rect[0] - last[2] < 1. => last[2] = rect[2],
                _ => rects.push(rect),
            }
            return;
        }
        let Link { description, target, .. } = &self.book.links[link];
        let (target, description) = match target {
            LinkTarget::Url(url) => (PlacedTarget::Url(url.clone()), description.clone()),
            LinkTarget::Anchor(anchor) => {
                let (page, y) = self.places.get(anchor).copied().unwrap_or((0, 0.));
                (PlacedTarget::Place { page, y }, format!("{description}, page {}", page + 1))
            }
        };
        let Some(node) = self.canvas.tagged() else { return };
        let index = self.made.links.len();
        self.made.placed.insert((link, self.number), index);
        self.canvas.tree().link(node, index);
        let page = self.number;
        self.made.links.push(PlacedLink { node, page, rects: vec![rect], target, description });
    }

    fn entry(&mut self, entry: &Entry, y: f32, height: f32) {
        let (theme, faces, baseline) = (self.book.theme, self.book.faces, y + entry.baseline);
        let (left, right) = (theme.page.left + entry.x, self.size[0] - theme.page.right);
        let Link { node, .. } = self.book.links[entry.link];
        self.text(entry.text, &entry.line, [left, baseline], Owner::Node(node));
        let place = self.places.get(&entry.anchor).copied();
        let (Some((page, _)), Some(style)) = (place, self.book.texts.get(entry.text).style()) else { return };
        let number = (page + 1).to_string();
        let width = faces.width(style.face, style.size, &number);
        if entry.last {
            let leader = Style { face: FaceId::REGULAR, colour: theme.colours.quiet, ..style };
            self.leader([left + entry.line.width, right - width, baseline], leader);
            self.canvas.tag(node);
            // The space keeps the number from the title's last word where the text is read out or copied.
            let space = faces.width(style.face, style.size, " ");
            self.canvas.text([right - width - space, baseline], style, &format!(" {number}"));
        }
        let words = self.book.texts.get(entry.text).text();
        self.link(entry.link, [left, y, right - left, height]);
        if let Some(placed) = self.made.placed.get(&(entry.link, self.number)) {
            self.made.links[*placed].description = format!("{words}, page {number}");
        }
    }

    /// Draws dots that lead from one place on a baseline to another, those of all entries under each other.
    fn leader(&mut self, [from, to, y]: [f32; 3], style: Style) {
        let step = self.book.faces.width(style.face, style.size, " .");
        let right = self.size[0] - self.book.theme.page.right;
        let last = ((right - to + style.size * 0.6) / step).ceil();
        let first = ((right - from - style.size * 0.6) / step).floor();
        let count = (first - last).max(0.) as usize;
        if count > 0 {
            self.canvas.artifact(Artifact::Layout);
            self.canvas.text([right - first * step, y], style, &" .".repeat(count));
        }
    }
}

/// A rule's colour and width.
pub(crate) fn rule(canvas: &mut Canvas, [x, y, width]: [f32; 3], weight: f32, colour: Rgb) {
    canvas.line([x, y], [x + width, y], weight, colour);
}
