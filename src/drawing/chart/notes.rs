//! Labels of single points, set where nothing is in their way.

use crate::drawing::scene::{ASCENT, Anchor, Area, DESCENT, Mark, Scene};
use crate::drawing::style::Style;

/// Between a point and its label.
const GAP: f32 = 6.;
/// Around a label.
const MARGIN: f32 = 1.5;

/// Sets the first of several wordings that has room beside a point, above or below it, inside bounds; none where
/// neither has.
pub(super) fn place(scene: &mut Scene, [x, y]: [f32; 2], wordings: &[String], style: Style, bounds: Area) {
    let look = scene.look;
    let (rise, fall) = (ASCENT * style.size, DESCENT * style.size);
    let middle = y + (rise - 0.4) / 2.;
    for text in wordings {
        let width = look.width(style, text);
        let places = [
            [x + GAP, middle],
            [x - GAP - width, middle],
            [x - width / 2., y - GAP - fall * 0.5],
            [x - width / 2., y + GAP + rise],
            [x + GAP, y - 2. - fall],
            [x - GAP - width, y - 2. - fall],
        ];
        let area = |[left, base]: [f32; 2]| [left, base - rise, width, rise + fall];
        let free =
            |at: &[f32; 2]| inside(area(*at), bounds) && !scene.marks.iter().any(|m| in_the_way(m, area(*at), scene));
        if let Some(at) = places.into_iter().find(free) {
            return scene.text(at, Anchor::Left, style, text);
        }
    }
}

fn inside([x, y, w, h]: Area, bounds: Area) -> bool {
    x >= bounds[0] && y >= bounds[1] && x + w <= bounds[0] + bounds[2] && y + h <= bounds[1] + bounds[3]
}

/// Whether a mark would touch what is set into a box. The ground between the limits and the quiet grid are none.
fn in_the_way(mark: &Mark, area: Area, scene: &Scene) -> bool {
    let [x, y, w, h] = [area[0] - MARGIN, area[1] - MARGIN, area[2] + 2. * MARGIN, area[3] + 2. * MARGIN];
    let hit = |[px, py]: [f32; 2]| px > x && px < x + w && py > y && py < y + h;
    let crossed = |from: [f32; 2], to: [f32; 2]| {
        // Looked at every point of the way: a label is higher and wider than that.
        let steps = ((to[0] - from[0]).abs().max((to[1] - from[1]).abs()).ceil() as u16).max(1);
        (0..=steps).any(|i| {
            let part = f32::from(i) / f32::from(steps);
            hit([from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part])
        })
    };
    match mark {
        Mark::Fill(..) => false,
        Mark::Line(_, _, colour) if *colour == scene.look.grid => false,
        Mark::Polygon(points, _) => points.iter().any(|p| hit(*p)),
        Mark::Disc(centre, ..) => hit(*centre),
        Mark::Line(points, ..) => points.windows(2).any(|ends| crossed(ends[0], ends[1])),
        Mark::Dashed([from, to], ..) => crossed(*from, *to),
        Mark::Text(text) => {
            let [left, top, width, height] = text.area(scene.look);
            left < x + w && left + width > x && top < y + h && top + height > y
        }
    }
}
