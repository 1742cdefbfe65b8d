//! Content-stream operators for one page, drawn on a genpdf layer.
//!
//! Coordinates are points from the page's top left corner; they are turned over here and nowhere else. Everything drawn
//! is inside a marked-content sequence: of a node of the tag tree ([`Canvas::tag`]) or an artifact
//! ([`Canvas::artifact`]). Text is written with operators of our own, in the same thousandths of an em that it was
//! measured in. Each text's contrast with the ground it stands on is checked as it is drawn.
//!
//! A page's operators are written as text, and handed to genpdf as one operation whose operator is that text: it is
//! written as it stands, and nothing is made of it in between.

use genpdf::render::Layer;
use printpdf::lopdf::content::Operation;

use super::faces::{FaceId, Faces};
use super::tags::{NodeId, Role, Tree};

/// A colour: red, green, blue, 0 to 255.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rgb(pub [u8; 3]);

impl Rgb {
    /// Black.
    pub const BLACK: Rgb = Rgb([0; 3]);
    /// White, which is also the page's ground.
    pub const WHITE: Rgb = Rgb([255; 3]);

    /// Reads a colour as it is written in a theme: `#12436D`.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix('#').filter(|h| h.len() == 6 && h.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let part = |i: usize| u8::from_str_radix(hex.get(i..i + 2)?, 16).ok();
        Some(Rgb([part(0)?, part(2)?, part(4)?]))
    }

    /// Gives the contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance).
    pub fn contrast(self, other: Rgb) -> f32 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f32 {
        let linear = |v: u8| {
            let c = f32::from(v) / 255.;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        let [r, g, b] = self.0.map(linear);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }
}

impl std::fmt::Display for Rgb {
    /// Prints the colour as it is written in a theme.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Rgb([r, g, b]) = self;
        write!(f, "#{r:02X}{g:02X}{b:02X}")
    }
}

impl Default for Rgb {
    fn default() -> Self {
        Rgb::BLACK
    }
}

/// How a text is drawn.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Style {
    /// The face.
    pub face: FaceId,
    /// The size in points.
    pub size: f32,
    /// The colour.
    pub colour: Rgb,
}

/// Why something is on the page without being part of the paper's content.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Artifact {
    /// Rules, grounds and repeated headers.
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
    font: Option<(FaceId, f32)>,
    fill: Rgb,
    stroke: (Rgb, f32, bool),
    /// Where the open text object's last line began; none where none is open.
    pen_at: Option<[f32; 2]>,
    /// The page's operators so far, each on a line.
    out: String,
    grounds: Vec<([f32; 4], Rgb)>,
}

impl<'p, 'a, 'l> Canvas<'p, 'a, 'l> {
    /// Starts page number `page` (from 0) of the given height in points.
    pub fn new(pen: &'p mut Pen<'a>, layer: Layer<'l>, page: usize, height: f32) -> Self {
        let (fill, stroke) = (Rgb::BLACK, (Rgb::BLACK, 1., false));
        let (marked, out) = (Marked::Nothing, String::with_capacity(32 << 10));
        Canvas { pen, layer, page, height, marked, font: None, fill, stroke, pen_at: None, out, grounds: Vec::new() }
    }

    /// Ends the page.
    pub fn finish(mut self) {
        self.mark(Marked::Nothing);
        self.out.pop();
        self.layer.layer().add_operation(Operation { operator: self.out, operands: Vec::new() });
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
        if !matches!(self.marked, Marked::Node(n, _) if n == node) {
            let mcid = self.pen.tree.content(node, self.page);
            self.mark(Marked::Node(node, mcid));
        }
    }

    /// Gives the node that is being drawn into.
    pub fn tagged(&self) -> Option<NodeId> {
        match self.marked {
            Marked::Node(node, _) => Some(node),
            Marked::Artifact(_) | Marked::Nothing => None,
        }
    }

    /// Makes what follows part of the page, not of the paper.
    pub fn artifact(&mut self, kind: Artifact) {
        self.mark(Marked::Artifact(kind));
    }

    fn mark(&mut self, to: Marked) {
        if self.marked == to {
            return;
        }
        let (from_words, to_words) = (self.is_words(self.marked), self.is_words(to));
        if !from_words {
            self.end_text();
        }
        if self.marked != Marked::Nothing {
            self.out.push_str("EMC\n");
        }
        if !to_words {
            self.end_text();
        } else {
            self.begin_text();
        }
        match to {
            Marked::Nothing => {}
            Marked::Node(node, mcid) => {
                let role = self.pen.tree.get(node).role.name();
                self.out.push('/');
                self.out.push_str(role);
                self.out.push_str("<</MCID ");
                number(&mut self.out, mcid as i64, 0);
                self.out.push_str(">>BDC\n");
            }
            Marked::Artifact(kind) => self.begin_artifact(kind),
        }
        self.marked = to;
    }

    /// Says whether nothing but text is drawn into something. Marks of its kind stand within a text object, which goes on
    /// from one to the next; others stand around theirs.
    fn is_words(&self, marked: Marked) -> bool {
        match marked {
            Marked::Node(node, _) => !matches!(self.pen.tree.get(node).role, Role::Figure { .. }),
            Marked::Artifact(_) | Marked::Nothing => false,
        }
    }

    fn begin_text(&mut self) {
        if self.pen_at.is_none() {
            self.out.push_str("BT\n");
            self.pen_at = Some([0., 0.]);
        }
    }

    fn end_text(&mut self) {
        if self.pen_at.take().is_some() {
            self.out.push_str("ET\n");
        }
    }

    fn begin_artifact(&mut self, kind: Artifact) {
        self.out.push_str(match kind {
            Artifact::Layout => "/Artifact BMC\n",
            Artifact::Header => "/Artifact<</Type/Pagination/Subtype/Header>>BDC\n",
            Artifact::Footer => "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n",
        });
    }

    // ---- shapes

    /// Fills a box given as left, top, width, height. It becomes the ground of text that is drawn on it later.
    pub fn fill_rect(&mut self, [x, y, w, h]: [f32; 4], colour: Rgb) {
        self.end_text();
        self.fill_colour(colour);
        // The edges are rounded, not the sizes, so that what adjoins leaves no gap.
        let [left, right, top, bottom] = [x, x + w, self.height - y, self.height - y - h].map(tenths);
        self.operator(&[left, bottom, right - left, top - bottom], "re");
        self.operator(&[], "f");
        self.grounds.push(([x, y, w, h], colour));
    }

    /// Fills a polygon.
    pub fn fill_polygon(&mut self, points: &[[f32; 2]], colour: Rgb) {
        self.end_text();
        self.fill_colour(colour);
        self.path(points);
        self.operator(&[], "f");
    }

    /// Fills a circle.
    pub fn fill_circle(&mut self, centre: [f32; 2], radius: f32, colour: Rgb) {
        // The usual cubic that leaves a quarter of a circle by less than 0.03 %.
        let k = radius * 0.552_284_8;
        let ([x, y], r) = ([centre[0], self.height - centre[1]], radius);
        self.end_text();
        self.fill_colour(colour);
        self.operator(&[x + r, y], "m");
        self.operator(&[x + r, y + k, x + k, y + r, x, y + r], "c");
        self.operator(&[x - k, y + r, x - r, y + k, x - r, y], "c");
        self.operator(&[x - r, y - k, x - k, y - r, x, y - r], "c");
        self.operator(&[x + k, y - r, x + r, y - k, x + r, y], "c");
        self.operator(&[], "f");
    }

    /// Draws a line through points.
    pub fn polyline(&mut self, points: &[[f32; 2]], width: f32, colour: Rgb) {
        self.stroked(width, colour, false);
        self.path(points);
        self.operator(&[], "S");
    }

    /// Draws a straight line.
    pub fn line(&mut self, from: [f32; 2], to: [f32; 2], width: f32, colour: Rgb) {
        self.polyline(&[from, to], width, colour);
    }

    /// Draws a straight dashed line.
    pub fn dashed(&mut self, from: [f32; 2], to: [f32; 2], width: f32, colour: Rgb) {
        self.stroked(width, colour, true);
        self.path(&[from, to]);
        self.operator(&[], "S");
    }

    /// Draws the picture `/Im0` into a box given as left, top, width, height.
    pub fn image(&mut self, [x, y, w, h]: [f32; 4]) {
        self.end_text();
        self.operator(&[], "q");
        self.operator(&[w, 0., 0., h, x, self.height - y - h], "cm");
        self.out.push_str("/Im0 Do\n");
        self.operator(&[], "Q");
    }

    fn path(&mut self, points: &[[f32; 2]]) {
        for (i, [x, y]) in points.iter().enumerate() {
            self.operator(&[*x, self.height - y], if i == 0 { "m" } else { "l" });
        }
    }

    fn stroked(&mut self, width: f32, colour: Rgb, dashed: bool) {
        self.end_text();
        if self.stroke.0 != colour {
            self.colour(colour, "RG");
        }
        if self.stroke.1.to_bits() != width.to_bits() {
            rounded(&mut self.out, width, 2);
            self.end("w");
        }
        if self.stroke.2 != dashed {
            self.out.push_str(if dashed { "[3 2]0 d\n" } else { "[]0 d\n" });
        }
        self.stroke = (colour, width, dashed);
    }

    // ---- text

    /// Shows a text in one style with its baseline's left end at a point.
    pub fn text(&mut self, [x, y]: [f32; 2], style: Style, text: &str) {
        self.texts(&[(x, style, text)], y);
    }

    /// Shows texts on one baseline, each at its own left end.
    pub fn texts(&mut self, runs: &[(f32, Style, &str)], y: f32) {
        self.begin_text();
        for (x, style, text) in runs {
            self.check_contrast([*x, y], *style, text);
            let at = [*x, self.height - y].map(tenths);
            self.style(*style);
            let pen = self.pen_at.replace(at).unwrap_or_default();
            self.operator(&[at[0] - pen[0], at[1] - pen[1]], "Td");
            self.show(style.face, text);
        }
    }

    /// Shows text that runs upwards, starting at a point on its baseline.
    pub fn text_upwards(&mut self, [x, y]: [f32; 2], style: Style, text: &str) {
        self.check_contrast([x, y], style, text);
        self.begin_text();
        self.style(style);
        self.operator(&[0., 1., -1., 0., x, self.height - y], "Tm");
        self.show(style.face, text);
        self.operator(&[1., 0., 0., 1., 0., 0.], "Tm");
        self.pen_at = Some([0., 0.]);
    }

    fn check_contrast(&mut self, [x, y]: [f32; 2], style: Style, text: &str) {
        let on = |[l, t, w, h]: [f32; 4]| x >= l - 0.1 && x < l + w - 0.1 && y >= t && y <= t + h + 0.1;
        let ground = self.grounds.iter().rev().find(|(area, _)| on(*area)).map_or(Rgb::WHITE, |g| g.1);
        let contrast = style.colour.contrast(ground);
        if contrast < 4.5 && !text.trim().is_empty() {
            let node = match self.marked {
                Marked::Node(node, _) => Some(node),
                _ => None,
            };
            self.pen.faint.push(Faint { text: text.into(), colour: style.colour, ground, contrast, node });
        }
    }

    fn style(&mut self, style: Style) {
        self.fill_colour(style.colour);
        let same = |(face, size): (FaceId, f32)| face == style.face && size.to_bits() == style.size.to_bits();
        if !self.font.replace((style.face, style.size)).is_some_and(same) {
            self.out.push_str("/F");
            number(&mut self.out, i64::from(style.face.0), 0);
            self.out.push(' ');
            rounded(&mut self.out, style.size, 2);
            self.end("Tf");
        }
    }

    fn fill_colour(&mut self, colour: Rgb) {
        if std::mem::replace(&mut self.fill, colour) != colour {
            self.colour(colour, "rg");
        }
    }

    fn show(&mut self, face: FaceId, text: &str) {
        if let Marked::Node(_, mcid) = self.marked {
            self.pen.tree.shown(self.page, mcid, text);
        }
        let f = self.pen.faces.get(face);
        let mut last = None;
        self.out.push_str("[<");
        for c in text.chars() {
            let g = f.glyph(c);
            self.pen.show(face, g, c);
            let kern = last.replace(g).map_or(0, |l| f.kern(l, g));
            if kern != 0 {
                self.out.push('>');
                number(&mut self.out, -i64::from(kern), 0);
                self.out.push('<');
            }
            self.out.extend([12, 8, 4, 0].map(|shift| char::from(b"0123456789ABCDEF"[usize::from(g >> shift & 15)])));
        }
        // One operator for texts with and without kerning packs better than two.
        self.out.push_str(">]");
        self.end("TJ");
    }

    // ---- operators

    /// Adds an operator on coordinates, which are rounded to tenths of a point: 0.02 mm is less than anyone sees.
    fn operator(&mut self, operands: &[f32], operator: &str) {
        for (i, operand) in operands.iter().enumerate() {
            if i > 0 {
                self.out.push(' ');
            }
            rounded(&mut self.out, *operand, 1);
        }
        if !operands.is_empty() {
            self.out.push(' ');
        }
        self.end(operator);
    }

    /// Sets a colour, its parts as exact as their 256 steps.
    fn colour(&mut self, colour: Rgb, operator: &str) {
        for part in colour.0 {
            rounded(&mut self.out, f32::from(part) / 255., 3);
            self.out.push(' ');
        }
        self.end(operator);
    }

    fn end(&mut self, operator: &str) {
        if self.out.ends_with(|c: char| c.is_ascii_digit()) {
            self.out.push(' ');
        }
        self.out.push_str(operator);
        self.out.push('\n');
    }
}

fn tenths(v: f32) -> f32 {
    (v * 10.).round() / 10.
}

/// Writes a number rounded to so many decimals.
fn rounded(out: &mut String, v: f32, decimals: u32) {
    number(out, (v * 10_i32.pow(decimals) as f32).round() as i64, decimals);
}

/// Writes a number given without its point, with so many decimals: no zero stands before the point or at the end.
fn number(out: &mut String, v: i64, decimals: u32) {
    let (mut rest, mut decimals) = (v.unsigned_abs(), decimals);
    while decimals > 0 && rest % 10 == 0 {
        (rest, decimals) = (rest / 10, decimals - 1);
    }
    // The longest number has 20 digits; so many and a point are filled from the end.
    let (mut digits, mut at) = ([b'0'; 24], 24);
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        decimals = match decimals {
            0 if rest == 0 => break,
            1 => {
                at -= 1;
                digits[at] = b'.';
                if rest == 0 {
                    break;
                }
                0
            }
            d => d.saturating_sub(1),
        };
    }
    if v < 0 {
        out.push('-');
    }
    out.extend(digits[at..].iter().map(|b| char::from(*b)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let written = |v, decimals| {
            let mut out = String::new();
            number(&mut out, v, decimals);
            out
        };
        assert_eq!(written(0, 0), "0");
        assert_eq!(written(0, 3), "0");
        assert_eq!(written(-120, 1), "-12");
        assert_eq!(written(5, 1), ".5");
        assert_eq!(written(-5, 3), "-.005");
        assert_eq!(written(1234, 2), "12.34");
        assert_eq!(written(1050, 2), "10.5");
        assert_eq!(written(105, 0), "105");
        assert_eq!(written(i64::MIN, 1), "-922337203685477580.8");
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((Rgb::BLACK.contrast(Rgb::WHITE) - 21.).abs() < 0.01);
        assert!((Rgb([0x76; 3]).contrast(Rgb::WHITE) - 4.54).abs() < 0.01);
        assert!(Rgb([0xD4, 0x35, 0x1C]).contrast(Rgb::WHITE) > 4.5);
        assert!(Rgb([0xF4, 0x6A, 0x25]).contrast(Rgb::WHITE) < 4.5);
    }
}
