//! Horizontal bars from a zero line, in the order given.
//!
//! Names stand in a column at the left, each bar's label at its end. The scale is the largest with which every label
//! stays inside the frame. A rise goes right in a dark colour, a fall left in a light one, and the label has its sign;
//! a total is thicker and bold.

use super::lines::{shorten, wrap};
use super::scale::Step;
use crate::document::{Bar, BarChart};
use crate::drawing::colour::Rgb;
use crate::drawing::look::Look;
use crate::drawing::scene::{ASCENT, Anchor, Area, DESCENT, Heights, Mark, Scene};
use crate::drawing::style::Style;

/// The pitch of rows: least, ideal, greatest.
const PITCH: [f32; 3] = [10.2, 16.5, 22.];
/// The lines that a name may take where the chart must be low, and where it need not.
const LINES: [usize; 2] = [1, 3];
/// Between a name and the plot.
const GUTTER: f32 = 8.;
/// Between the end of a bar and its label.
const GAP: f32 = 4.;
/// The least room left and right of 0, for the tick's label.
const EDGE: f32 = 9.;
/// Around totals that stand at an end of the chart.
const APART: f32 = 5.;
/// Between the last row and the ticks' labels.
const FOOT: f32 = 3.;

struct Row<'c> {
    bar: &'c Bar,
    name: Vec<String>,
    label: String,
    label_width: f32,
    style: Style,
}

struct Plan<'c> {
    rows: Vec<Row<'c>>,
    names: f32,
    /// After which row there is space, because totals stand before or after it.
    apart: Option<usize>,
}

/// Measures the rows, each name on so many lines at most.
fn plan<'c>(chart: &'c BarChart, width: f32, lines: usize, look: &Look) -> Plan<'c> {
    let column = width * 0.42;
    let rows: Vec<Row> = chart
        .bars
        .iter()
        .map(|bar| {
            let style = match (bar.total, bar.value) {
                (true, _) => look.bold(),
                (false, Some(_)) => look.plain(),
                (false, None) => look.muted(),
            };
            let named = Style { colour: look.text, ..style };
            let label = if bar.value.is_none() && bar.label.is_empty() { "no figure" } else { &bar.label };
            // Both sides' labels and the names leave room for the bars.
            let label = shorten(look, style, label, width * if bar.value.is_some() { 0.22 } else { 0.34 });
            let label_width = look.width(style, &label);
            Row { bar, name: wrap(look, named, &bar.name, column, lines), label, label_width, style }
        })
        .collect();
    let widths = rows.iter().flat_map(|r| r.name.iter().map(|line| look.width(r.style, line)));
    let names = widths.fold(0., f32::max);
    let changes: Vec<usize> =
        (1..chart.bars.len()).filter(|i| chart.bars[*i].total != chart.bars[*i - 1].total).collect();
    let apart = if let [only] = changes.as_slice() { Some(*only) } else { None };
    Plan { rows, names, apart }
}

impl Plan<'_> {
    fn height(&self, pitch: f32, look: &Look) -> f32 {
        let rows = self.rows.iter().map(|r| r.height(pitch, look)).sum::<f32>();
        rows + if self.apart.is_some() { APART } else { 0. } + FOOT
    }

    /// Finds the pitch with which the rows fill a height.
    fn pitch(&self, height: f32, look: &Look) -> f32 {
        let [least, _, greatest] = look.scaled(PITCH);
        let (mut low, mut high) = (least, greatest);
        for _ in 0..24 {
            let middle = (low + high) / 2.;
            if self.height(middle, look) <= height { low = middle } else { high = middle }
        }
        // In tenths of points, rows stand at places that repeat.
        ((low * 10. + 0.01).floor() / 10.).max(least)
    }

    /// Gives the room that is needed left and right of 0 at a scale in points a unit.
    fn sides(&self, scale: f64) -> [f32; 2] {
        let mut sides = [EDGE - GUTTER, EDGE];
        for row in &self.rows {
            let length = row.value().abs() * scale;
            let side = &mut sides[usize::from(row.value() >= 0.)];
            *side = side.max(length as f32 + GAP + row.label_width);
        }
        sides
    }

    /// Finds the largest scale with which bars and labels fit into a width.
    fn scale(&self, width: f32) -> f64 {
        let longest = self.rows.iter().map(|r| r.value().abs()).fold(0., f64::max);
        if longest <= 0. {
            return 0.;
        }
        let (mut low, mut high) = (0., f64::from(width) / longest);
        for _ in 0..48 {
            let middle = (low + high) / 2.;
            let [left, right] = self.sides(middle);
            if left + right <= width { low = middle } else { high = middle }
        }
        low
    }
}

impl Row<'_> {
    fn value(&self) -> f64 {
        self.bar.value.map_or(0., |v| v.to_f64())
    }

    fn height(&self, pitch: f32, look: &Look) -> f32 {
        let lines = self.name.len().max(1) as f32;
        pitch.max(if lines > 1. { lines * look.leading() + 4. } else { 0. })
    }
}

/// The height of the ticks' labels and of the axis' caption. Without a caption there is no axis: each bar has its value.
fn axis_height(chart: &BarChart, look: &Look) -> f32 {
    if chart.axis.is_empty() { 0. } else { look.leading() * 2.1 + 1. }
}

pub(super) fn heights(chart: &BarChart, width: f32, look: &Look) -> Heights {
    let [tight, roomy] = LINES.map(|lines| plan(chart, width, lines, look));
    let [least, ideal, greatest] = look.scaled(PITCH);
    let height = |plan: &Plan, pitch| plan.height(pitch, look) + axis_height(chart, look);
    Heights { min: height(&tight, least), ideal: height(&roomy, ideal), max: height(&roomy, greatest) }
}

pub(super) fn place<'a>(chart: &BarChart, [x, y, w, h]: Area, look: &'a Look<'a>) -> Scene<'a> {
    let mut scene = Scene::new(look);
    let room = h - axis_height(chart, look);
    let [tight, roomy] = LINES.map(|lines| plan(chart, w, lines, look));
    let [least, ..] = look.scaled(PITCH);
    let plan = if roomy.height(least, look) <= room + 0.01 { roomy } else { tight };
    let pitch = plan.pitch(room, look);
    let left = x + plan.names + GUTTER;
    let width = x + w - left;
    let scale = plan.scale(width);
    let zero = left + plan.sides(scale)[0];
    let foot = y + plan.height(pitch, look);
    let axis = Axis { plot: [left, y, width, foot - y], zero, scale, frame: [x, w] };
    let grid = place_axis(&mut scene, chart, &axis);
    let mut top = y;
    for (i, row) in plan.rows.iter().enumerate() {
        if plan.apart == Some(i) {
            scene.line([x, top + APART / 2.], [x + w, top + APART / 2.], 0.5, look.grid);
            top += APART;
        }
        let height = row.height(pitch, look);
        place_row(&mut scene, row, [left - GUTTER, zero], [top, height], (scale, pitch, &grid));
        top += height;
    }
    scene.line([zero, y], [zero, foot], 0.9, look.text);
    scene
}

/// Places a row's name, bar and label, in that order: the order in which they are read.
fn place_row(
    scene: &mut Scene,
    row: &Row,
    [names, zero]: [f32; 2],
    [top, height]: [f32; 2],
    (scale, pitch, grid): (f64, f32, &[f32]),
) {
    let look = scene.look;
    let middle = top + height / 2.;
    let base = middle + (ASCENT - 0.02) * look.size / 2.;
    let lines = row.name.len() as f32;
    let style = Style { colour: look.text, ..row.style };
    for (i, line) in row.name.iter().enumerate() {
        let shift = (i as f32 - (lines - 1.) / 2.) * look.leading();
        scene.text([names, base + shift], Anchor::Right, style, line);
    }
    let length = (row.value() * scale) as f32;
    let thick = (pitch * if row.bar.total { 0.82 } else { 0.64 }).min(if row.bar.total { 15. } else { 12. });
    if length.abs() > 0. {
        let colour = if length > 0. { look.rise } else { look.fall };
        scene.add(Mark::Fill([zero + length.min(0.), middle - thick / 2., length.abs(), thick], colour));
    }
    let (at, anchor) = if row.value() < 0. { (length - GAP, Anchor::Right) } else { (length + GAP, Anchor::Left) };
    let left = zero + if row.value() < 0. { at - row.label_width } else { at };
    if grid.iter().any(|x| (left..left + row.label_width).contains(x)) {
        // No line runs through a figure.
        let box_height = look.size * (ASCENT + DESCENT);
        scene.add(Mark::Fill([left, base - look.size * ASCENT, row.label_width, box_height], Rgb::WHITE));
    }
    scene.text([zero + at, base], anchor, row.style, &row.label);
}

struct Axis {
    plot: Area,
    zero: f32,
    scale: f64,
    frame: [f32; 2],
}

/// Places the grid, the ticks' labels and the axis' caption; gives where the grid's lines are.
fn place_axis(scene: &mut Scene, chart: &BarChart, axis: &Axis) -> Vec<f32> {
    let look = scene.look;
    if chart.axis.is_empty() {
        return Vec::new();
    }
    let [left, top, width, height] = axis.plot;
    let base = top + height + look.leading() - DESCENT * look.size;
    let mut grid = Vec::new();
    for (n, at) in axis.ticks(look, chart.percent) {
        if n.1 != 0 {
            grid.push(at);
            scene.line([at, top], [at, top + height], 0.5, look.grid);
        }
        scene.text([at, base], Anchor::Middle, look.muted(), &tick(n.0, n.1, chart.percent));
    }
    let caption = shorten(look, look.muted(), &chart.axis, axis.frame[1]);
    let half = look.width(look.muted(), &caption) / 2.;
    let (first, last) = (axis.frame[0] + half, axis.frame[0] + axis.frame[1] - half);
    let middle = if axis.scale > 0. { left + width / 2. } else { axis.zero };
    let middle = middle.min(last).max(first);
    scene.text([middle, base + look.leading() * 1.1], Anchor::Middle, look.muted(), &caption);
    grid
}

fn tick(step: Step, n: i64, percent: bool) -> String {
    format!("{}{}", step.label(n), if percent { "%" } else { "" })
}

impl Axis {
    /// Gives the ticks whose labels stay inside the frame, with their places: about one every 60 points.
    fn ticks(&self, look: &Look, percent: bool) -> Vec<((Step, i64), f32)> {
        let [left, _, width, _] = self.plot;
        let (first, last) = (left - GUTTER, left + width);
        let half = |step, n| look.width(look.muted(), &tick(step, n, percent)) / 2.;
        let mut least = if self.scale > 0. { 60. / self.scale } else { 1. };
        loop {
            let step = Step::at_least(least, !percent);
            let pitch = (step.size() * self.scale) as f32;
            let count = |room: f32| if pitch > 0. { (room / pitch).floor() as i64 } else { 0 };
            let (from, to) = (-count(self.zero - left), count(first.max(last) - self.zero));
            let wide = half(step, from).max(half(step, to)) * 2. + 8.;
            let place = |n: i64| self.zero + (step.value(n) * self.scale) as f32;
            if wide <= pitch || from == to {
                let inside = |n: &i64| place(*n) - half(step, *n) >= first && place(*n) + half(step, *n) <= last;
                return (from..=to).filter(inside).map(|n| ((step, n), place(n))).collect();
            }
            least = step.size() * 1.5;
        }
    }
}
