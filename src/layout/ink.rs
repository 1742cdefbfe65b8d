//! Content-stream operators as text, each set of them with the graphics state that it leaves.
//!
//! Coordinates are points from the page's bottom left corner, rounded to tenths: 0.02 mm is less than anyone sees. What
//! the state holds already is not set again; shapes of one kind in one state are painted together, and texts share a text
//! object.

mod numbers;

use crate::drawing::{FaceId, Rgb, Style};
use numbers::{number, rounded, tenths};

/// Operators so far, each on a line.
pub(super) struct Ink {
    out: String,
    state: State,
    /// Where the open text object's last line began; none where none is open.
    pen: Option<Pen>,
    /// The shapes that are not yet painted.
    path: Option<Path>,
    /// How far up the page heights are counted from; none where that does not change.
    origin: Option<f32>,
}

/// The end of the operator that shows glyphs.
const SHOWN: &str = ">]TJ\n";

/// Where a text object has come to.
#[derive(Clone, Copy, Default)]
struct Pen {
    /// Where its last line began.
    line: [f32; 2],
    /// Where its last text ended.
    end: f32,
}

/// The graphics state as far as it is known.
#[derive(Clone, Copy, Default)]
struct State {
    fill: Option<Rgb>,
    stroke: Option<Rgb>,
    width: Option<f32>,
    dashed: Option<bool>,
    font: Option<(FaceId, f32)>,
}

/// A glyph to be shown; widths are in thousandths of an em.
#[derive(Clone, Copy)]
pub(super) struct Glyph {
    /// Its number in the font.
    pub(super) id: u16,
    /// How much further from the one before it stands than that one's width.
    pub(super) kern: i32,
    /// Its own width.
    pub(super) advance: i32,
}

/// What can be painted with more of its kind: boxes never cut holes into each other, nor do lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Path {
    Boxes,
    Lines,
}

impl Ink {
    /// Starts with the state in which a page begins.
    pub(super) fn of_page() -> Self {
        let (fill, stroke) = (Some(Rgb::BLACK), Some(Rgb::BLACK));
        let state = State { fill, stroke, width: Some(1.), dashed: Some(false), font: None };
        Ink { state, ..Ink::anywhere() }
    }

    /// Moves the origin to the height of each shape: shapes that repeat down the page are then written alike. The graphics
    /// state is to be saved before and restored after.
    pub(super) fn moving(self) -> Self {
        Ink { origin: Some(0.), ..self }
    }

    /// Starts with a state that is not known.
    pub(super) fn anywhere() -> Self {
        Ink { out: String::new(), state: State::default(), pen: None, path: None, origin: None }
    }

    /// Makes room for so many bytes.
    pub(super) fn with_room(mut self, bytes: usize) -> Self {
        self.out.reserve(bytes);
        self
    }

    /// Adds an operator that leaves the state as it is.
    pub(super) fn raw(&mut self, operator: &str) {
        self.paint();
        self.out.push_str(operator);
    }

    /// Begins a mark of an element's content.
    pub(super) fn begin_mark(&mut self, role: &str, mcid: usize) {
        self.paint();
        self.out.push('/');
        self.out.push_str(role);
        self.out.push_str("<</MCID ");
        number(&mut self.out, mcid as i64, 0);
        self.out.push_str(">>BDC\n");
    }

    /// Goes on in a state that is not known, so that what follows is the same wherever it stands.
    pub(super) fn forget(&mut self) {
        self.state = State::default();
    }

    /// Adds what was written elsewhere, from a state that was not known.
    pub(super) fn append(&mut self, mut other: Ink) {
        other.end_text();
        other.paint();
        self.raw(&other.out);
        let State { fill, stroke, width, dashed, font } = other.state;
        let own = &mut self.state;
        own.fill = fill.or(own.fill);
        own.stroke = stroke.or(own.stroke);
        own.width = width.or(own.width);
        own.dashed = dashed.or(own.dashed);
        own.font = font.or(own.font);
    }

    /// Gives the operators.
    pub(super) fn into_text(mut self) -> String {
        self.end_text();
        self.paint();
        self.out
    }

    // ---- shapes

    /// Fills a box given as left, bottom, right, top.
    pub(super) fn fill_box(&mut self, area: [f32; 4], colour: Rgb) {
        self.shape(Path::Boxes);
        self.fill_colour(colour);
        // The edges are rounded, not the sizes, so that what adjoins leaves no gap.
        let [left, bottom, right, top] = area.map(tenths);
        let origin = self.move_to(bottom);
        self.operator(&[left, bottom - origin, right - left, top - bottom], "re");
        self.path = Some(Path::Boxes);
    }

    /// Fills a polygon.
    pub(super) fn fill_polygon(&mut self, points: impl Iterator<Item = [f32; 2]>, colour: Rgb) {
        self.end_text();
        self.paint();
        self.fill_colour(colour);
        self.points(points);
        self.operator(&[], "f");
    }

    /// Fills a circle: a line of no length with round ends.
    pub(super) fn fill_circle(&mut self, [x, y]: [f32; 2], radius: f32, colour: Rgb) {
        self.end_text();
        self.paint();
        self.stroke(radius * 2., colour, false);
        self.raw("1 J\n");
        self.points([[x, y]; 2].into_iter());
        self.raw("S\n0 J\n");
    }

    /// Draws a line through points, dashed or not.
    pub(super) fn line(&mut self, points: impl Iterator<Item = [f32; 2]>, width: f32, colour: Rgb, dashed: bool) {
        self.shape(Path::Lines);
        self.stroke(width, colour, dashed);
        self.points(points);
        self.path = Some(Path::Lines);
    }

    /// Sets how lines are drawn.
    fn stroke(&mut self, width: f32, colour: Rgb, dashed: bool) {
        if self.state.stroke.replace(colour) != Some(colour) {
            self.colour(colour, "RG");
        }
        if self.state.width.replace(width).map(f32::to_bits) != Some(width.to_bits()) {
            self.paint();
            rounded(&mut self.out, width, 2);
            self.end("w");
        }
        if self.state.dashed.replace(dashed) != Some(dashed) {
            self.raw(if dashed { "[3 2]0 d\n" } else { "[]0 d\n" });
        }
    }

    /// Draws the picture `/Im0` into a box given as left, bottom, width, height.
    pub(super) fn image(&mut self, [x, y, w, h]: [f32; 4]) {
        self.end_text();
        let origin = self.move_to(y);
        self.raw("q\n");
        self.operator(&[w, 0., 0., h, x, y - origin], "cm");
        self.raw("/Im0 Do\nQ\n");
    }

    /// Begins a shape that may be painted together with others of its kind.
    fn shape(&mut self, path: Path) {
        self.end_text();
        if self.path.is_some_and(|p| p != path) {
            self.paint();
        }
    }

    /// Paints the shapes that wait for it.
    fn paint(&mut self) {
        match self.path.take() {
            Some(Path::Boxes) => self.out.push_str("f\n"),
            Some(Path::Lines) => self.out.push_str("S\n"),
            None => {}
        }
    }

    fn points(&mut self, points: impl Iterator<Item = [f32; 2]>) {
        let mut origin = 0.;
        for (i, [x, y]) in points.enumerate() {
            if i == 0 {
                origin = self.move_to(y);
            }
            self.operator(&[x, y - origin], if i == 0 { "m" } else { "l" });
        }
    }

    /// Moves the origin to a height if it moves at all, and gives its height.
    fn move_to(&mut self, height: f32) -> f32 {
        let (height, Some(origin)) = (tenths(height), self.origin) else { return 0. };
        if height.to_bits() != origin.to_bits() {
            self.paint();
            self.operator(&[1., 0., 0., 1., 0., height - origin], "cm");
            self.origin = Some(height);
        }
        height
    }

    // ---- text

    /// Begins a text object unless one is open.
    pub(super) fn begin_text(&mut self) {
        if self.pen.is_none() {
            self.raw("BT\n");
            self.pen = Some(Pen::default());
        }
    }

    /// Ends the text object that is open.
    pub(super) fn end_text(&mut self) {
        if self.pen.take().is_some() {
            self.out.push_str("ET\n");
        }
    }

    /// Shows glyphs from a point on their baseline. What goes on where the last text ended needs no move,
    /// nor, in the same style, an operator of its own.
    pub(super) fn text(&mut self, at: [f32; 2], style: Style, glyphs: impl Iterator<Item = Glyph>) {
        self.begin_text();
        self.style(style);
        let (line, mut pen) = (at.map(tenths), self.pen.unwrap_or_default());
        let goes_on = line[1].to_bits() == pen.line[1].to_bits() && (at[0] - pen.end).abs() < 0.05;
        if !goes_on {
            self.operator(&[line[0] - pen.line[0], line[1] - pen.line[1]], "Td");
            pen = Pen { line, end: line[0] };
        } else if self.out.ends_with(SHOWN) {
            self.out.truncate(self.out.len() - SHOWN.len());
        }
        pen.end += self.show(glyphs) * style.size;
        self.pen = Some(pen);
    }

    /// Shows glyphs that run upwards.
    pub(super) fn text_upwards(&mut self, [x, y]: [f32; 2], style: Style, glyphs: impl Iterator<Item = Glyph>) {
        self.begin_text();
        self.style(style);
        self.operator(&[0., 1., -1., 0., x, y], "Tm");
        self.show(glyphs);
        self.operator(&[1., 0., 0., 1., 0., 0.], "Tm");
        self.pen = Some(Pen::default());
    }

    fn style(&mut self, style: Style) {
        self.fill_colour(style.colour);
        let same = |(face, size): (FaceId, f32)| face == style.face && size.to_bits() == style.size.to_bits();
        if !self.state.font.replace((style.face, style.size)).is_some_and(same) {
            self.out.push_str("/F");
            number(&mut self.out, i64::from(style.face.0), 0);
            self.out.push(' ');
            rounded(&mut self.out, style.size, 2);
            self.end("Tf");
        }
    }

    /// Writes glyphs, into the operator that was left open if one was, and gives their width in ems.
    fn show(&mut self, glyphs: impl Iterator<Item = Glyph>) -> f32 {
        if self.out.ends_with('\n') || self.out.is_empty() {
            self.out.push_str("[<");
        }
        let mut width = 0;
        for Glyph { kern, id, advance } in glyphs {
            if kern != 0 {
                self.out.push('>');
                number(&mut self.out, -i64::from(kern), 0);
                self.out.push('<');
            }
            width += kern + advance;
            self.out.extend([12, 8, 4, 0].map(|shift| char::from(b"0123456789ABCDEF"[usize::from(id >> shift & 15)])));
        }
        // One operator for texts with and without kerning packs better than two.
        self.out.push_str(SHOWN);
        width as f32 / 1000.
    }

    // ---- operators

    fn fill_colour(&mut self, colour: Rgb) {
        if self.state.fill.replace(colour) != Some(colour) {
            self.colour(colour, "rg");
        }
    }

    /// Sets a colour, its parts as exact as their 256 steps.
    fn colour(&mut self, colour: Rgb, operator: &str) {
        self.paint();
        for part in colour.0 {
            rounded(&mut self.out, f32::from(part) / 255., 3);
            self.out.push(' ');
        }
        self.end(operator);
    }

    /// Adds an operator on coordinates.
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

    fn end(&mut self, operator: &str) {
        if self.out.ends_with(|c: char| c.is_ascii_digit()) {
            self.out.push(' ');
        }
        self.out.push_str(operator);
        self.out.push('\n');
    }
}

#[cfg(test)]
mod tests;
