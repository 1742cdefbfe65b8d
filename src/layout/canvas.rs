//! One page, drawn as marked content.
//!
//! Coordinates are points from the page's top left corner; they are turned over here and nowhere else. Everything drawn
//! is inside a marked-content sequence: of a node of the tag tree ([`Canvas::tag`]) or an artifact
//! ([`Canvas::artifact`]). Text is written with operators of our own ([`super::ink`]), in the same thousandths of an em
//! that it was measured in. Each text's contrast with the ground it stands on is checked as it is drawn.
//!
//! Shapes lie under text. Rules and grounds of the layout are all painted first, as one artifact; a figure's shapes come
//! before its texts. So text is rarely interrupted, and packs well.
//!
//! What a page ends with, its header and footer but for the page's number, is a part of its own: other pages have the
//! same, and a file holds it once.

use printpdf::lopdf::content::Operation;
use printpdf::lopdf::{Dictionary, dictionary};

use super::codes::{BLANK, Codes};
use super::ink::{Glyph, Ink};
use super::pages::PageContent;
use super::tags::{NodeId, Role, Tree};
use crate::drawing::theme::LEAST_CONTRAST;
use crate::drawing::{Faces, Mark, Rgb, Scene, Style};

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

impl Artifact {
    /// Says what is said of it in the page.
    fn properties(self) -> Option<Dictionary> {
        let subtype = match self {
            Artifact::Layout => return None,
            Artifact::Header => "Header",
            Artifact::Footer => "Footer",
        };
        Some(dictionary! { "Type" => "Pagination", "Subtype" => subtype })
    }
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
    /// The characters that were shown.
    pub codes: Codes,
    /// Texts whose contrast is too low.
    pub faint: Vec<Faint>,
}

impl<'a> Pen<'a> {
    /// Makes a pen that has shown nothing yet.
    pub fn new(faces: &'a Faces, tree: &'a mut Tree) -> Self {
        Pen { faces, tree, codes: Codes::default(), faint: Vec::new() }
    }
}

/// A page being drawn.
pub struct Canvas<'p, 'a> {
    pen: &'p mut Pen<'a>,
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
    /// The page's own part, once that is drawn.
    own: Option<Vec<Operation>>,
    grounds: Vec<([f32; 4], Rgb)>,
}

impl<'p, 'a> Canvas<'p, 'a> {
    /// Starts page number `page` (from 0) of the given height in points.
    pub fn new(pen: &'p mut Pen<'a>, page: usize, height: f32) -> Self {
        let (under, over, words) = (Ink::of_page().moving(), Ink::anywhere().with_room(1 << 10), Ink::anywhere());
        let (marked, aside, own, grounds) = (Marked::Nothing, false, None, Vec::new());
        Canvas { pen, page, height, marked, aside, under, over, words, own, grounds }
    }

    /// Ends the page, and gives what was drawn on it.
    pub fn finish(mut self) -> PageContent {
        self.mark(Marked::Nothing);
        let (under, over) = (self.under.into_operators(), self.over.into_operators());
        let (mut own, shared) = match self.own {
            Some(own) => (own, over),
            None => (over, Vec::new()),
        };
        if !under.is_empty() {
            let one = |operator: &str| [Operation::new(operator, Vec::new())];
            let begin = one("q").into_iter().chain([Operation::new("BMC", vec!["Artifact".into()])]);
            own = begin.chain(under).chain(one("EMC")).chain(one("Q")).chain(own).collect();
        }
        PageContent { own, shared }
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

    /// Begins the part that other pages have as well.
    pub fn part(&mut self) {
        self.mark(Marked::Nothing);
        let own = std::mem::replace(&mut self.over, Ink::anywhere());
        self.own = Some(own.into_operators());
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
            self.over.end_mark();
        }
        if self.is_words(to) {
            self.over.begin_text();
        } else {
            self.over.end_text();
        }
        match to {
            Marked::Nothing => {}
            Marked::Node(node, mcid) => self.over.begin_content(self.pen.tree.get(node).role.name(), mcid),
            Marked::Artifact(kind) => self.over.begin_artifact(kind.properties()),
        }
        self.marked = to;
    }

    /// Says whether nothing but text is drawn into something. Such marks share a text object and stand within it; the
    /// others stand around theirs.
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
            let number = pen.codes.show(style.face, g, c);
            Glyph { number, kern: last.replace(g).map_or(0, |l| face.kern(l, g)), advance: face.advance(g) }
        });
        write(ink, &mut glyphs);
    }

    /// Adds blanks to a text that ends at a point, in whatever is being drawn.
    pub(crate) fn blanks(&mut self, [x, y]: [f32; 2], style: Style, count: usize) {
        let face = self.pen.faces.get(style.face);
        let id = face.glyph(BLANK);
        if count > 0 && self.is_words(self.marked) {
            let number = self.pen.codes.show(style.face, id, BLANK);
            let glyph = Glyph { number, kern: 0, advance: face.advance(id) };
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
