//! Content-stream operators, each set of them with the graphics state that it leaves.
//!
//! This is the only place that knows what a page's content is made of: operators with their operands, which genpdf's layers
//! take as they are and printpdf writes out. Coordinates are points from the page's bottom left corner, rounded to tenths:
//! 0.02 mm is less than anyone sees. What the state holds already is not set again; shapes of one kind in one state are
//! painted together, and texts share a text object.

mod numbers;

use numbers::{coordinate, rounded, tenths};
use printpdf::lopdf::content::Operation;
use printpdf::lopdf::{Dictionary, Object, StringFormat, dictionary};

use super::codes::code;
use crate::drawing::{FaceId, Rgb, Style};

/// Operators so far.
pub(super) struct Ink {
    out: Vec<Operation>,
    state: State,
    /// Where the open text object's last line began; none where none is open.
    pen: Option<Pen>,
    /// The shapes that are not yet painted.
    path: Option<Path>,
    /// How far up the page heights are counted from; none where that does not change.
    origin: Option<f32>,
}

/// The operator that shows glyphs. One for texts with and without kerning packs better than two.
const SHOW: &str = "TJ";

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
    /// Its character's number.
    pub(super) number: u16,
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

/// The names of the fonts, by face.
const FONTS: [&str; 4] = ["F0", "F1", "F2", "F3"];

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
        Ink { out: Vec::new(), state: State::default(), pen: None, path: None, origin: None }
    }

    /// Makes room for so many operators.
    pub(super) fn with_room(mut self, operators: usize) -> Self {
        self.out.reserve(operators);
        self
    }

    /// Begins a mark of an element's content.
    pub(super) fn begin_content(&mut self, role: &str, mcid: usize) {
        self.operator("BDC", vec![role.into(), dictionary! { "MCID" => mcid as i64 }.into()]);
    }

    /// Begins a mark of what is no part of the paper's content.
    pub(super) fn begin_artifact(&mut self, properties: Option<Dictionary>) {
        match properties {
            Some(properties) => self.operator("BDC", vec!["Artifact".into(), properties.into()]),
            None => self.operator("BMC", vec!["Artifact".into()]),
        }
    }

    /// Ends the mark that is open.
    pub(super) fn end_mark(&mut self) {
        self.operator("EMC", Vec::new());
    }

    /// Adds what was written elsewhere, from a state that was not known.
    pub(super) fn append(&mut self, mut other: Ink) {
        other.end_text();
        other.paint();
        self.paint();
        self.out.append(&mut other.out);
        let State { fill, stroke, width, dashed, font } = other.state;
        let own = &mut self.state;
        own.fill = fill.or(own.fill);
        own.stroke = stroke.or(own.stroke);
        own.width = width.or(own.width);
        own.dashed = dashed.or(own.dashed);
        own.font = font.or(own.font);
    }

    /// Gives the operators.
    pub(super) fn into_operators(mut self) -> Vec<Operation> {
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
        self.path("re", &[left, bottom - origin, right - left, top - bottom]);
        self.path = Some(Path::Boxes);
    }

    /// Fills a polygon.
    pub(super) fn fill_polygon(&mut self, points: impl Iterator<Item = [f32; 2]>, colour: Rgb) {
        self.end_text();
        self.paint();
        self.fill_colour(colour);
        self.points(points);
        self.operator("f", Vec::new());
    }

    /// Fills a circle: a line of no length with round ends.
    pub(super) fn fill_circle(&mut self, [x, y]: [f32; 2], radius: f32, colour: Rgb) {
        self.end_text();
        self.paint();
        self.stroke(radius * 2., colour, false);
        self.operator("J", vec![1.into()]);
        self.points([[x, y]; 2].into_iter());
        self.operator("S", Vec::new());
        self.operator("J", vec![0.into()]);
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
            self.operator("w", vec![rounded(width, 2)]);
        }
        if self.state.dashed.replace(dashed) != Some(dashed) {
            let pattern: Vec<Object> = if dashed { vec![3.into(), 2.into()] } else { Vec::new() };
            self.operator("d", vec![pattern.into(), 0.into()]);
        }
    }

    /// Draws the picture `/Im0` into a box given as left, bottom, width, height.
    pub(super) fn image(&mut self, [x, y, w, h]: [f32; 4]) {
        self.end_text();
        let origin = self.move_to(y);
        self.operator("q", Vec::new());
        self.coordinates("cm", &[w, 0., 0., h, x, y - origin]);
        self.operator("Do", vec!["Im0".into()]);
        self.operator("Q", Vec::new());
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
            Some(Path::Boxes) => self.out.push(Operation::new("f", Vec::new())),
            Some(Path::Lines) => self.out.push(Operation::new("S", Vec::new())),
            None => {}
        }
    }

    fn points(&mut self, points: impl Iterator<Item = [f32; 2]>) {
        let mut origin = 0.;
        for (i, [x, y]) in points.enumerate() {
            if i == 0 {
                origin = self.move_to(y);
            }
            self.path(if i == 0 { "m" } else { "l" }, &[x, y - origin]);
        }
    }

    /// Moves the origin to a height if it moves at all, and gives its height.
    fn move_to(&mut self, height: f32) -> f32 {
        let (height, Some(origin)) = (tenths(height), self.origin) else { return 0. };
        if height.to_bits() != origin.to_bits() {
            self.coordinates("cm", &[1., 0., 0., 1., 0., height - origin]);
            self.origin = Some(height);
        }
        height
    }

    // ---- text

    /// Begins a text object unless one is open.
    pub(super) fn begin_text(&mut self) {
        if self.pen.is_none() {
            self.operator("BT", Vec::new());
            self.pen = Some(Pen::default());
        }
    }

    /// Ends the text object that is open.
    pub(super) fn end_text(&mut self) {
        if self.pen.take().is_some() {
            self.operator("ET", Vec::new());
        }
    }

    /// Shows glyphs from a point on their baseline. A text that follows right on the last one needs no move,
    /// nor, in the same style, an operator of its own.
    pub(super) fn text(&mut self, at: [f32; 2], style: Style, glyphs: impl Iterator<Item = Glyph>) {
        self.begin_text();
        self.style(style);
        let (line, mut pen) = (at.map(tenths), self.pen.unwrap_or_default());
        let goes_on = line[1].to_bits() == pen.line[1].to_bits() && (at[0] - pen.end).abs() < 0.05;
        if !goes_on {
            self.coordinates("Td", &[line[0] - pen.line[0], line[1] - pen.line[1]]);
            pen = Pen { line, end: line[0] };
        }
        pen.end += self.show(glyphs) * style.size;
        self.pen = Some(pen);
    }

    /// Shows glyphs that run upwards.
    pub(super) fn text_upwards(&mut self, [x, y]: [f32; 2], style: Style, glyphs: impl Iterator<Item = Glyph>) {
        self.begin_text();
        self.style(style);
        self.coordinates("Tm", &[0., 1., -1., 0., x, y]);
        self.show(glyphs);
        self.coordinates("Tm", &[1., 0., 0., 1., 0., 0.]);
        self.pen = Some(Pen::default());
    }

    fn style(&mut self, style: Style) {
        self.fill_colour(style.colour);
        let same = |(face, size): (FaceId, f32)| face == style.face && size.to_bits() == style.size.to_bits();
        if !self.state.font.replace((style.face, style.size)).is_some_and(same) {
            self.operator("Tf", vec![FONTS[usize::from(style.face.0 & 3)].into(), rounded(style.size, 2)]);
        }
    }

    /// Shows glyphs, with the operator before if that shows some, too, and gives their width in ems.
    fn show(&mut self, glyphs: impl Iterator<Item = Glyph>) -> f32 {
        if self.out.last().is_none_or(|last| last.operator != SHOW) {
            self.operator(SHOW, vec![Object::Array(Vec::new())]);
        }
        let Some(Object::Array(shown)) = self.out.last_mut().and_then(|last| last.operands.first_mut()) else {
            return 0.;
        };
        let mut width = 0;
        for Glyph { kern, number, advance } in glyphs {
            if kern != 0 {
                shown.push(Object::Integer(-i64::from(kern)));
            }
            width += kern + advance;
            let (first, second) = code(number);
            let codes = first.into_iter().chain([second]);
            match shown.last_mut() {
                Some(Object::String(text, _)) => text.extend(codes),
                _ => shown.push(Object::String(codes.collect(), StringFormat::Literal)),
            }
        }
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
        self.operator(operator, colour.0.map(|part| rounded(f32::from(part) / 255., 3)).into());
    }

    /// Adds an operator to the path that waits to be painted.
    fn path(&mut self, operator: &str, operands: &[f32]) {
        self.out.push(Operation::new(operator, operands.iter().map(|v| coordinate(*v)).collect()));
    }

    /// Adds an operator on coordinates, after the shapes that wait to be painted.
    fn coordinates(&mut self, operator: &str, operands: &[f32]) {
        self.paint();
        self.path(operator, operands);
    }

    /// Adds an operator, after the shapes that wait to be painted.
    fn operator(&mut self, operator: &str, operands: Vec<Object>) {
        self.paint();
        self.out.push(Operation::new(operator, operands));
    }
}

#[cfg(test)]
mod tests;
