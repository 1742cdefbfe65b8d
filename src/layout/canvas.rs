//! One page, drawn as marked content.
//!
//! Coordinates are points from the page's top left corner; they are turned over here and nowhere else. Everything drawn
//! is inside a marked-content sequence: of a node of the tag tree ([`Canvas::tag`]) or an artifact
//! ([`Canvas::artifact`]). Text is written with operators of our own ([`super::ink`]), in the same thousandths of an em
//! that it was measured in. Each text's contrast with the ground it stands on is checked as it is drawn.
//!
//! Shapes lie under text. Rules and grounds of the layout are all painted first, as one artifact; a figure's shapes come
//! before its texts. So text is hardly ever interrupted, and packs well.
//!
//! A page's operators are written as text, and handed to genpdf as one operation whose operator is that text: it is
//! written as it stands, and nothing is made of it in between.

use genpdf::render::Layer;
use printpdf::lopdf::content::Operation;

use super::ink::{Glyph, Ink};
use super::tags::{NodeId, Role, Tree};
use crate::drawing::theme::LEAST_CONTRAST;
use crate::drawing::{FaceId, Faces, Mark, Rgb, Scene, Style};

/// Stands between the parts of a page's operators. What follows it is the same, byte for byte, on all pages that show the
/// same there.
pub(crate) const PART: &str = "%part\n";

/// What fills the gaps of a row: an en space, which is taken out of the page as two spaces. Simple readers of text take a
/// single space for the end of a word, and what is far from the next word for a column of its own.
pub(crate) const BLANK: char = '\u{2002}';

/// Why something is on the page without being part of the paper's content.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Artifact {
    /// Rules and grounds, which lie under all else, and repeated headers.
    Layout,
    /// What runs along the top of the pages.
    Header,
    /// What runs along their foot.
    Footer,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Marked {
    Nothing,
    Node(NodeId, usize),
    Artifact(Artifact),
}

/// A text that does not stand out from its ground.
#[derive(Clone, PartialEq, Debug)]
pub struct Faint {
    /// The text.
    pub text: String,
    /// Its colour.
    pub colour: Rgb,
    /// The colour it stands on.
    pub ground: Rgb,
    /// The contrast, below 4.5.
    pub contrast: f32,
    /// The node it belongs to; none for an artifact.
    pub node: Option<NodeId>,
}

/// All that drawing keeps from page to page.
#[derive(Debug)]
pub struct Pen<'a> {
    /// The fonts' metrics.
    pub faces: &'a Faces,
    /// The tag tree that grows.
    pub tree: &'a mut Tree,
    /// Which characters were shown, by face and glyph.
    pub shown: [Vec<Option<char>>; 4],
    /// Texts whose contrast is too low.
    pub faint: Vec<Faint>,
}

impl<'a> Pen<'a> {
    /// Makes a pen that has shown nothing yet.
    pub fn new(faces: &'a Faces, tree: &'a mut Tree) -> Self {
        let shown = std::array::from_fn(|i| vec![None; faces.all()[i].count()]);
        Pen { faces, tree, shown, faint: Vec::new() }
    }

    fn show(&mut self, face: FaceId, glyph: u16, c: char) {
        if let Some(slot) = self.shown[usize::from(face.0 & 3)].get_mut(usize::from(glyph)) {
            *slot = Some(slot.map_or(c, |old| old.min(c)));
        }
    }
}

/// A page being drawn.
pub struct Canvas<'p, 'a, 'l> {
    pen: &'p mut Pen<'a>,
    layer: Layer<'l>,
    page: usize,
    height: f32,
    marked: Marked,
    /// What is drawn next is an artifact of the layout; its mark begins with its first text.
    aside: bool,
    /// Rules and grounds.
    under: Ink,
    over: Ink,
    /// The texts of the figure or furniture that is being drawn.
    words: Ink,
    grounds: Vec<([f32; 4], Rgb)>,
}

impl<'p, 'a, 'l> Canvas<'p, 'a, 'l> {
    /// Starts page number `page` (from 0) of the given height in points.
    pub fn new(pen: &'p mut Pen<'a>, layer: Layer<'l>, page: usize, height: f32) -> Self {
        let (under, over, words) = (Ink::of_page().moving(), Ink::anywhere().with_room(24 << 10), Ink::anywhere());
        let (marked, aside, grounds) = (Marked::Nothing, false, Vec::new());
        Canvas { pen, layer, page, height, marked, aside, under, over, words, grounds }
    }

    /// Ends the page.
    pub fn finish(mut self) {
        self.mark(Marked::Nothing);
        let (under, over) = (self.under.into_text(), self.over.into_text());
        let mut operator = if under.is_empty() { over } else { format!("q\n/Artifact BMC\n{under}EMC\nQ\n{over}") };
        operator.pop();
        self.layer.layer().add_operation(Operation { operator, operands: Vec::new() });
    }

    /// Gives the fonts' metrics.
    pub fn faces(&self) -> &'a Faces {
        self.pen.faces
    }

    /// Gives the tag tree.
    pub fn tree(&mut self) -> &mut Tree {
        self.pen.tree
    }

    /// Gives the page's number, from 0.
    pub fn page(&self) -> usize {
        self.page
    }

    /// Turns a box given as left, top, width, height into left, bottom, right, top from the page's bottom left corner.
    pub fn rect(&self, [x, y, w, h]: [f32; 4]) -> [f32; 4] {
        [x, self.height - y - h, x + w, self.height - y]
    }

    // ---- marked content

    /// Makes what follows belong to a node. Consecutive pieces of a node become one marked-content sequence.
    pub fn tag(&mut self, node: NodeId) {
        self.aside = false;
        if !matches!(self.marked, Marked::Node(n, _) if n == node) {
            let mcid = self.pen.tree.content(node, self.page);
            self.mark(Marked::Node(node, mcid));
        }
    }

    /// Gives the node that is being drawn into.
    pub fn tagged(&self) -> Option<NodeId> {
        match self.marked {
            Marked::Node(node, _) if !self.aside => Some(node),
            _ => None,
        }
    }

    /// Makes what follows part of the page, not of the paper.
    pub fn artifact(&mut self, kind: Artifact) {
        self.aside = kind == Artifact::Layout;
        if !self.aside {
            self.mark(Marked::Artifact(kind));
        }
    }

    /// Begins a part that other pages have as well: what they share is in the file once.
    pub fn part(&mut self) {
        self.mark(Marked::Nothing);
        self.over.end_text();
        self.over.raw(PART);
        self.over.forget();
    }

    fn mark(&mut self, to: Marked) {
        if self.marked == to {
            return;
        }
        if !self.is_words(self.marked) {
            self.over.append(std::mem::replace(&mut self.words, Ink::anywhere()));
            self.over.end_text();
        }
        if self.marked != Marked::Nothing {
            self.over.raw("EMC\n");
        }
        if self.is_words(to) {
            self.over.begin_text();
        } else {
            self.over.end_text();
        }
        match to {
            Marked::Nothing => {}
            Marked::Node(node, mcid) => self.over.begin_mark(self.pen.tree.get(node).role.name(), mcid),
            Marked::Artifact(kind) => self.over.raw(match kind {
                Artifact::Layout => "/Artifact BMC\n",
                Artifact::Header => "/Artifact<</Type/Pagination/Subtype/Header>>BDC\n",
                Artifact::Footer => "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n",
            }),
        }
        self.marked = to;
    }

    /// Says whether nothing but text is drawn into something. Marks of its kind stand within a text object, which goes on
    /// from one to the next; others stand around theirs.
    fn is_words(&self, marked: Marked) -> bool {
        match marked {
            Marked::Node(node, _) => !matches!(self.pen.tree.get(node).role, Role::Figure { .. }),
            Marked::Artifact(kind) => kind == Artifact::Layout,
            Marked::Nothing => false,
        }
    }

    // ---- shapes

    /// Fills a box given as left, top, width, height. It becomes the ground of text that is drawn on it later.
    pub fn fill_rect(&mut self, area: [f32; 4], colour: Rgb) {
        let rect = self.rect(area);
        self.shapes().fill_box(rect, colour);
        self.grounds.push((area, colour));
    }

    /// Fills a polygon.
    pub fn fill_polygon(&mut self, points: &[[f32; 2]], colour: Rgb) {
        let points = turned(points, self.height);
        self.shapes().fill_polygon(points, colour);
    }

    /// Fills a circle.
    pub fn fill_circle(&mut self, [x, y]: [f32; 2], radius: f32, colour: Rgb) {
        let centre = [x, self.height - y];
        self.shapes().fill_circle(centre, radius, colour);
    }

    /// Draws a line through points.
    pub fn polyline(&mut self, points: &[[f32; 2]], width: f32, colour: Rgb) {
        let points = turned(points, self.height);
        self.shapes().line(points, width, colour, false);
    }

    /// Draws a straight line.
    pub fn line(&mut self, from: [f32; 2], to: [f32; 2], width: f32, colour: Rgb) {
        self.polyline(&[from, to], width, colour);
    }

    /// Draws a straight dashed line.
    pub fn dashed(&mut self, from: [f32; 2], to: [f32; 2], width: f32, colour: Rgb) {
        let points = [from, to];
        let points = turned(&points, self.height);
        self.shapes().line(points, width, colour, true);
    }

    /// Draws the picture `/Im0` into a box given as left, top, width, height.
    pub fn image(&mut self, [x, y, w, h]: [f32; 4]) {
        let bottom = self.height - y - h;
        self.shapes().image([x, bottom, w, h]);
    }

    /// Draws the marks of a chart in order.
    pub fn scene(&mut self, scene: &Scene) {
        for mark in &scene.marks {
            match mark {
                Mark::Fill(area, colour) => self.fill_rect(*area, *colour),
                Mark::Polygon(points, colour) => self.fill_polygon(points, *colour),
                Mark::Disc(centre, radius, colour) => self.fill_circle(*centre, *radius, *colour),
                Mark::Line(points, width, colour) => self.polyline(points, *width, *colour),
                Mark::Dashed([from, to], width, colour) => self.dashed(*from, *to, *width, *colour),
                Mark::Text(text) => self.text(text.at, text.style, &text.text),
            }
        }
    }

    fn shapes(&mut self) -> &mut Ink {
        if self.aside { &mut self.under } else { &mut self.over }
    }

    // ---- text

    /// Shows a text in one style with its baseline's left end at a point.
    pub fn text(&mut self, [x, y]: [f32; 2], style: Style, text: &str) {
        let at = [x, self.height - y];
        self.written([x, y], style, text, |ink, glyphs| ink.text(at, style, glyphs));
    }

    /// Shows text that runs upwards, starting at a point on its baseline.
    pub fn text_upwards(&mut self, [x, y]: [f32; 2], style: Style, text: &str) {
        let at = [x, self.height - y];
        self.written([x, y], style, text, |ink, glyphs| ink.text_upwards(at, style, glyphs));
    }

    fn written(
        &mut self,
        at: [f32; 2],
        style: Style,
        text: &str,
        write: impl FnOnce(&mut Ink, &mut dyn Iterator<Item = Glyph>),
    ) {
        if self.aside {
            self.mark(Marked::Artifact(Artifact::Layout));
        }
        self.check_contrast(at, style, text);
        if let Marked::Node(_, mcid) = self.marked {
            self.pen.tree.shown(self.page, mcid, text);
        }
        let ink = if self.is_words(self.marked) { &mut self.over } else { &mut self.words };
        let (face, mut last) = (self.pen.faces.get(style.face), None);
        let pen = &mut *self.pen;
        let mut glyphs = text.chars().map(|c| {
            let g = face.glyph(c);
            pen.show(style.face, g, c);
            Glyph { id: g, kern: last.replace(g).map_or(0, |l| face.kern(l, g)), advance: face.advance(g) }
        });
        write(ink, &mut glyphs);
    }

    /// Adds blanks to a text that ends at a point, in whatever is being drawn.
    pub(crate) fn blanks(&mut self, [x, y]: [f32; 2], style: Style, count: usize) {
        let face = self.pen.faces.get(style.face);
        let id = face.glyph(BLANK);
        if count > 0 && self.is_words(self.marked) {
            self.pen.show(style.face, id, BLANK);
            let glyph = Glyph { id, kern: 0, advance: face.advance(id) };
            self.over.text([x, self.height - y], style, std::iter::repeat_n(glyph, count));
        }
    }

    fn check_contrast(&mut self, [x, y]: [f32; 2], style: Style, text: &str) {
        let on = |[l, t, w, h]: [f32; 4]| x >= l - 0.1 && x < l + w - 0.1 && y >= t && y <= t + h + 0.1;
        let ground = self.grounds.iter().rev().find(|(area, _)| on(*area)).map_or(Rgb::WHITE, |g| g.1);
        let contrast = style.colour.contrast(ground);
        if contrast < LEAST_CONTRAST && !text.trim().is_empty() {
            let node = match self.marked {
                Marked::Node(node, _) => Some(node),
                _ => None,
            };
            self.pen.faint.push(Faint { text: text.into(), colour: style.colour, ground, contrast, node });
        }
    }
}

/// Gives points from the page's bottom left corner.
fn turned(points: &[[f32; 2]], height: f32) -> impl Iterator<Item = [f32; 2]> {
    points.iter().map(move |[x, y]| [*x, height - y])
}
