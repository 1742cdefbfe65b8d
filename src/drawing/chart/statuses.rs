//! Bars of equal things divided by status, one a row.
//!
//! A count stands in its segment with the status' shape where there is room, alone where there is little, and with its
//! word after the bar where there is none.

use super::key::{Key, Sample};
use super::lines::{shorten, wrap};
use super::segment::Segment;
use crate::document::{StatusChart, StatusRow};
use crate::drawing::look::Look;
use crate::drawing::scene::{ASCENT, Anchor, Area, Heights, Scene};

/// The pitch of rows: least, ideal, greatest.
const PITCH: [f32; 3] = [15., 20., 26.];
const GUTTER: f32 = 8.;
/// Between the end of a bar and what did not fit inside.
const GAP: f32 = 5.;
/// Between the key and the first row.
const UNDER_KEY: f32 = 5.;
/// Left and right of a count in its segment.
const INSET: f32 = 2.;

/// How each status looks: where two share a tone, the second is outlined.
fn segments(chart: &StatusChart, look: &Look) -> Vec<Segment> {
    let before = |i: usize| chart.statuses[..i].iter().filter(|s| s.tone == chart.statuses[i].tone).count();
    let one =
        |(i, s): (usize, &crate::document::Status)| Segment { tone: look.tone(s.tone), outlined: before(i) % 2 == 1 };
    chart.statuses.iter().enumerate().map(one).collect()
}

struct Row {
    name: Vec<String>,
    counts: Vec<u32>,
}

impl Row {
    fn height(&self, pitch: f32, look: &Look) -> f32 {
        pitch.max(if self.name.len() > 1 { self.name.len() as f32 * look.leading() + 5. } else { 0. })
    }

    fn total(&self) -> u64 {
        self.counts.iter().copied().map(u64::from).sum()
    }
}

struct Plan {
    rows: Vec<Row>,
    names: f32,
    key: Key,
    segments: Vec<Segment>,
}

fn plan(chart: &StatusChart, width: f32, look: &Look) -> Plan {
    let segments = segments(chart, look);
    let entries: Vec<(Sample, &str)> =
        segments.iter().zip(&chart.statuses).map(|(s, status)| (Sample::Status(*s), status.word.as_str())).collect();
    let row = |row: &StatusRow| {
        let counts = row.counts.iter().copied().take(segments.len()).collect();
        Row { name: wrap(look, look.plain(), &row.name, width * 0.38, 3), counts }
    };
    let rows: Vec<Row> = chart.rows.iter().map(row).collect();
    let widths = rows.iter().flat_map(|r| r.name.iter().map(|line| look.width(look.plain(), line)));
    Plan { names: widths.fold(0., f32::max), rows, key: Key::new(look, &entries, width), segments }
}

impl Plan {
    fn height(&self, pitch: f32, look: &Look) -> f32 {
        self.key.height() + UNDER_KEY + self.rows.iter().map(|r| r.height(pitch, look)).sum::<f32>()
    }

    fn pitch(&self, height: f32, look: &Look) -> f32 {
        let [mut low, _, mut high] = look.scaled(PITCH);
        for _ in 0..24 {
            let middle = (low + high) / 2.;
            if self.height(middle, look) <= height { low = middle } else { high = middle }
        }
        low
    }

    /// Gives what is printed after a row's bar, because its segments are too narrow at a scale in points a thing.
    fn beside(&self, chart: &StatusChart, row: &Row, scale: f32, look: &Look) -> String {
        if row.total() == 0 {
            return "0".into();
        }
        let narrow = row.counts.iter().zip(&chart.statuses).filter(|(n, _)| **n > 0);
        let narrow = narrow.filter(|(n, _)| look.width(look.bold(), &printed(**n)) + 2. * INSET > **n as f32 * scale);
        narrow.map(|(n, s)| format!("{} {}", s.word, printed(*n))).collect::<Vec<_>>().join(", ")
    }

    /// Finds a scale with which every bar and what is printed after it fit into a width.
    fn scale(&self, chart: &StatusChart, width: f32, look: &Look) -> f32 {
        let most = self.rows.iter().map(Row::total).max().unwrap_or(0).max(1);
        let mut scale = width / most as f32;
        // A few equal things would make bars so long that they look like many.
        scale = scale.min(34.);
        for _ in 0..60 {
            let fits = |row: &Row| {
                let beside = look.width(look.plain(), &self.beside(chart, row, scale, look)).min(width * 0.5);
                row.total() as f32 * scale + if beside > 0. { GAP + beside } else { 0. } <= width
            };
            if self.rows.iter().all(fits) {
                break;
            }
            scale *= 0.97;
        }
        scale
    }
}

fn printed(count: u32) -> String {
    crate::number::Count(count).to_string()
}

pub(super) fn heights(chart: &StatusChart, width: f32, look: &Look) -> Heights {
    let plan = plan(chart, width, look);
    let [min, ideal, max] = look.scaled(PITCH).map(|pitch| plan.height(pitch, look));
    Heights { min, ideal, max }
}

pub(super) fn place<'a>(chart: &StatusChart, [x, y, w, h]: Area, look: &'a Look<'a>) -> Scene<'a> {
    let mut scene = Scene::new(look);
    let plan = plan(chart, w, look);
    let pitch = plan.pitch(h, look);
    let left = x + plan.names + GUTTER;
    let scale = plan.scale(chart, x + w - left, look);
    plan.key.place(&mut scene, [x, y]);
    let first = y + plan.key.height() + UNDER_KEY;
    let mut top = first;
    for row in &plan.rows {
        let height = row.height(pitch, look);
        let middle = top + height / 2.;
        let base = middle + (ASCENT - 0.02) * look.size / 2.;
        for (i, line) in row.name.iter().enumerate() {
            let shift = (i as f32 - (row.name.len() as f32 - 1.) / 2.) * look.leading();
            scene.text([left - GUTTER, base + shift], Anchor::Right, look.plain(), line);
        }
        let thick = (pitch - 4.).min(18.);
        let end = place_segments(&mut scene, &plan, row, [left, middle - thick / 2., scale, thick]);
        let beside = plan.beside(chart, row, scale, look);
        let gap = if row.total() == 0 { GAP - 1. } else { GAP };
        let beside = shorten(look, look.plain(), &beside, x + w - end - gap);
        scene.text([end + gap, base], Anchor::Left, look.plain(), &beside);
        top += height;
    }
    scene.line([left, first], [left, top], 0.9, look.text);
    scene
}

/// Places a row's segments from a left and top, at a scale and as thick as given; gives where the bar ends.
fn place_segments(scene: &mut Scene, plan: &Plan, row: &Row, [left, top, scale, thick]: [f32; 4]) -> f32 {
    let look = scene.look;
    let mut x = left;
    for (segment, count) in plan.segments.iter().zip(&row.counts).filter(|(_, n)| **n > 0) {
        let width = *count as f32 * scale;
        // A white seam keeps neighbours of like lightness apart.
        let seam = (width * 0.2).min(1.);
        segment.place(scene, [x, top, width - seam, thick]);
        let (count, style) = (printed(*count), segment.style(look));
        let marked = format!("{} {count}", segment.mark());
        let fits = |text: &str, inset: f32| look.width(style, text) + 2. * inset <= width;
        let at = [x + (width - seam) / 2., top + thick / 2.];
        if fits(&marked, 2. * INSET) {
            segment.text(scene, at, &marked, style);
        } else if fits(&count, INSET) {
            segment.text(scene, at, &count, style);
        }
        x += width;
    }
    x
}
