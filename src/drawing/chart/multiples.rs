//! Small trends of all areas side by side, on one time axis.

use super::key::{Key, Sample};
use super::lines::shorten;
use super::trend::{Counts, GUTTER, MONTHS_BELOW, Plot, all_months, is_nothing, months_height, values};
use crate::document::TrendChart;
use crate::drawing::look::Look;
use crate::drawing::scene::{ASCENT, Anchor, Area, DESCENT, Heights, Scene};
use crate::drawing::style::Style;
use crate::number::grouped;

/// The height of a panel's plot: least, ideal, greatest.
const PLOT: [f32; 3] = [27., 56., 96.];
/// Between columns and between rows.
const BETWEEN: [f32; 2] = [16., 8.];
const UNDER_KEY: f32 = 6.;
/// Between a panel's name and its plot.
const UNDER_NAME: f32 = 5.;

struct Plan {
    key: Key,
    columns: usize,
    rows: usize,
    common: bool,
}

/// Whether the panels share a scale: where the highest is at most twice the lowest.
fn common(charts: &[TrendChart]) -> bool {
    let tops: Vec<f64> = charts.iter().map(|c| values(c).fold(0., f64::max)).collect();
    let high = tops.iter().copied().fold(0., f64::max);
    high <= 2. * tops.iter().copied().fold(f64::MAX, f64::min)
}

fn plan(charts: &[TrendChart], width: f32, look: &Look) -> Plan {
    let most = if width < 250. {
        1
    } else if width < 400. {
        2
    } else {
        3
    };
    let columns = most.min(charts.len()).max(1);
    let common = common(charts);
    let any = |test: fn(&TrendChart) -> bool| charts.iter().any(test);
    let scale = if common { "all on one scale" } else { "each on its own scale, from 0" };
    let mut entries: Vec<(Sample, &str)> = vec![(Sample::None, charts.first().map_or("", |c| c.axis.as_str()))];
    entries.push((Sample::None, if charts.len() > 1 { scale } else { "" }));
    entries.push((Sample::Mean, if any(|c| c.centre.is_some()) { "mean" } else { "" }));
    entries.push((Sample::Limit, if any(|c| c.limits.is_some()) { "normal range" } else { "" }));
    let special = any(|c| c.points.iter().any(|p| p.special && p.count.is_some()));
    entries.push((Sample::Special, if special { "outside the normal range" } else { "" }));
    let gaps = any(|c| c.points.iter().any(|p| p.count.is_none()));
    entries.push((Sample::None, if gaps { "gap: no count" } else { "" }));
    Plan { key: Key::new(look, &entries, width), columns, rows: charts.len().div_ceil(columns), common }
}

impl Plan {
    /// All but the plots: the key, each row's names, the months under the last row, and what lies between.
    fn around(&self, look: &Look) -> f32 {
        let rows = self.rows as f32;
        self.key.height()
            + UNDER_KEY
            + rows * (look.leading() + UNDER_NAME)
            + (rows - 1.).max(0.) * BETWEEN[1]
            + months_height(look)
    }
}

pub(super) fn heights(charts: &[TrendChart], width: f32, look: &Look) -> Heights {
    let plan = plan(charts, width, look);
    let [min, ideal, max] = look.scaled(PLOT).map(|plot| plan.around(look) + plan.rows as f32 * plot);
    if charts.iter().all(is_nothing) { Heights { min, ideal: min, max: min } } else { Heights { min, ideal, max } }
}

/// What the panels share.
struct Shared {
    axis: f32,
    label: f32,
    plot_height: f32,
    counts: Vec<Counts>,
}

fn last_label(chart: &TrendChart) -> String {
    let count = chart.points.last().map(|p| p.count.map_or("no count".into(), |n| grouped(i128::from(n))));
    count.unwrap_or_default()
}

pub(super) fn place<'a>(charts: &[TrendChart], [x, y, w, h]: Area, look: &'a Look<'a>) -> Scene<'a> {
    let mut scene = Scene::new(look);
    let plan = plan(charts, w, look);
    plan.key.place(&mut scene, [x, y]);
    let Some(months) = all_months(charts) else { return scene };
    let plot_height = (h - plan.around(look)) / plan.rows as f32;
    let most = ((plot_height / 20.) as i64).clamp(1, 4);
    let axis = |chart: &TrendChart| match plan.common {
        true => Counts::new(charts.iter().flat_map(values).chain([0.]), most, false),
        false => Counts::new(values(chart).chain([0.]), most, false),
    };
    let counts: Vec<Counts> = charts.iter().map(axis).collect();
    let shared = Shared {
        axis: counts.iter().map(|c| c.width(look)).fold(0., f32::max),
        label: charts.iter().map(|c| look.width(look.bold(), &last_label(c))).fold(0., f32::max),
        plot_height,
        counts,
    };
    let width = (w - BETWEEN[0] * (plan.columns as f32 - 1.)) / plan.columns as f32;
    let row_height = look.leading() + UNDER_NAME + plot_height + BETWEEN[1];
    let first = y + plan.key.height() + UNDER_KEY;
    for (i, chart) in charts.iter().enumerate() {
        let at = [x + (i % plan.columns) as f32 * (width + BETWEEN[0]), first + (i / plan.columns) as f32 * row_height];
        let plot = place_panel(&mut scene, (chart, i), at, width, (&shared, months));
        if i + plan.columns >= charts.len() {
            plot.place_months(&mut scene);
        }
    }
    scene
}

/// Places a panel with its top left corner at a point.
fn place_panel(
    scene: &mut Scene,
    (chart, i): (&TrendChart, usize),
    [x, y]: [f32; 2],
    width: f32,
    (shared, months): (&Shared, [crate::quarter::Month; 2]),
) -> Plot {
    let look = scene.look;
    let name = shorten(look, look.bold(), &chart.name, width);
    scene.text([x, y + look.leading() - look.size * DESCENT], Anchor::Left, look.bold(), &name);
    let left = x + shared.axis + GUTTER;
    let top = y + look.leading() + UNDER_NAME;
    let area = [left, top, x + width - shared.label - GUTTER - left, shared.plot_height];
    let plot = Plot { area, months, range: shared.counts[i].range };
    plot.place_ground(scene, chart, &shared.counts[i].ticks());
    plot.place_line(scene, &chart.points, 1.2);
    let last = chart.points.last().and_then(|p| p.count).map_or(0., |n| n as f64);
    // Beside the last point, but above the months.
    let lowest = top + shared.plot_height + MONTHS_BELOW - look.size * DESCENT;
    let base = (plot.y(last) + look.size * (ASCENT - 0.04) / 2.).min(lowest);
    let style = Style { colour: look.rise, ..look.bold() };
    scene.text([x + width - shared.label, base], Anchor::Left, style, &last_label(chart));
    plot
}
