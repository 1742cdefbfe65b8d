//! A line of months with its mean and natural limits.
//!
//! The lines are labelled where they end. Months without a count leave a gap; months outside the limits are diamonds.
//! The axis starts at 0 unless the line would be flat, and then says so.

use super::key::{Key, Sample};
use super::lines::shorten;
use super::notes;
use super::scale::Step;
use crate::document::{Point, TrendChart};
use crate::drawing::colour::Rgb;
use crate::drawing::look::Look;
use crate::drawing::scene::{ASCENT, Anchor, Area, DESCENT, Heights, Mark, Scene, diamond};
use crate::drawing::style::Style;
use crate::number::{Ratio, grouped};
use crate::quarter::Month;

/// Between the ticks' labels and the plot.
pub(super) const GUTTER: f32 = 5.;
/// Between the plot and the lines' labels.
const LABELS: f32 = 11.;
/// Between the plot and the months under it.
pub(super) const MONTHS_BELOW: f32 = 3.;
/// From the plot's edges to the first and last month.
const INSET: f32 = 5.;
/// Under the key.
const UNDER_KEY: f32 = 6.;
/// The height of the plot: least, ideal, greatest.
const PLOT: [f32; 3] = [46., 96., 250.];

/// Where months and counts stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plot {
    /// The box between the axes' ends.
    pub(super) area: Area,
    /// The first and last month.
    pub(super) months: [Month; 2],
    /// The counts at foot and top.
    pub(super) range: [f64; 2],
}

impl Plot {
    /// Gives the place of a month.
    pub(super) fn x(&self, month: Month) -> f32 {
        let [left, _, width, _] = self.area;
        match self.months[1].since(self.months[0]) {
            0 => left + width - INSET,
            all => left + INSET + (width - 2. * INSET) * month.since(self.months[0]) as f32 / all as f32,
        }
    }

    /// Gives the place of a count.
    pub(super) fn y(&self, count: f64) -> f32 {
        let [_, top, _, height] = self.area;
        let [low, high] = self.range;
        top + height - ((count - low) / (high - low)) as f32 * height
    }

    /// Adds the band between the limits, the grid's lines and labels, and the lines of mean and limits.
    pub(super) fn place_ground(&self, scene: &mut Scene, chart: &TrendChart, ticks: &[(f64, String)]) {
        let (look, [left, _, width, _]) = (scene.look, self.area);
        let across = |y: f32| [[left, y], [left + width, y]];
        let limits = chart.limits.map(|l| l.map(|v| self.y(v.to_f64())));
        if let Some([lower, upper]) = limits {
            scene.add(Mark::Fill([left, upper, width, lower - upper], look.band));
        }
        for (i, (tick, label)) in ticks.iter().enumerate() {
            let y = self.y(*tick);
            let [from, to] = across(y);
            scene.line(from, to, if i == 0 { 0.9 } else { 0.5 }, if i == 0 { look.limit } else { look.grid });
            let base = y + look.size * (ASCENT - 0.04) / 2.;
            scene.text([left - GUTTER, base], Anchor::Right, look.muted(), label);
        }
        for y in limits.into_iter().flatten() {
            scene.add(Mark::Dashed(across(y), 0.8, look.limit));
        }
        if let Some(centre) = chart.centre {
            let [from, to] = across(self.y(centre.to_f64()));
            scene.line(from, to, 1., look.limit);
        }
    }

    /// Adds the line of months with a dot at each end of the record, and diamonds outside the limits.
    pub(super) fn place_line(&self, scene: &mut Scene, points: &[Point], weight: f32) {
        let look = scene.look;
        let at = |p: &Point| p.count.map(|n| [self.x(p.month), self.y(n as f64)]);
        for run in points.chunk_by(|a, b| a.count.is_some() && b.count.is_some() && b.month.since(a.month) == 1) {
            let line: Vec<[f32; 2]> = run.iter().filter_map(at).collect();
            match line.as_slice() {
                [] => {}
                [alone] => scene.add(Mark::Disc(*alone, weight * 1.3, look.rise)),
                _ => scene.add(Mark::Line(line, weight, look.rise)),
            }
        }
        if let Some(last) = points.last().and_then(at) {
            scene.add(Mark::Disc(last, weight * 1.7, look.rise));
        }
        for centre in points.iter().filter(|p| p.special).filter_map(at) {
            scene.add(Mark::Polygon(diamond(centre, weight * 2.6 + 1.2), Rgb::WHITE));
            scene.add(Mark::Polygon(diamond(centre, weight * 2.6), look.special));
        }
    }

    /// Adds the names of months under the plot, and under them the years.
    pub(super) fn place_months(&self, scene: &mut Scene) {
        let (look, style) = (scene.look, scene.look.muted());
        let [left, top, width, height] = self.area;
        let foot = top + height;
        let first = foot + MONTHS_BELOW + look.size * ASCENT;
        let mut year = None;
        for month in self.month_ticks(look) {
            let x = self.x(month);
            scene.line([x, foot], [x, foot + 2.5], 0.6, look.limit);
            let within = |text: &str| {
                let half = look.width(style, text) / 2.;
                x.min(left + width + LABELS - half).max(left + half - GUTTER)
            };
            let name = &month.name()[..3];
            scene.text([within(name), first], Anchor::Middle, style, name);
            if year.replace(month.year()) != Some(month.year()) {
                let year = month.year().to_string();
                scene.text([within(&year), first + look.leading()], Anchor::Middle, style, &year);
            }
        }
    }

    /// The months that are named: as many as have room, by the quarters of the financial year.
    fn month_ticks(&self, look: &Look) -> Vec<Month> {
        let [from, to] = self.months;
        let all = to.since(from);
        let pitch = if all == 0 { 0. } else { self.x(from.plus(1)) - self.x(from) };
        let room = look.width(look.muted(), "0000").max(look.width(look.muted(), "May")) + 6.;
        let steps = [1, 3, 6, 12, 24, 60, 120, 1200];
        let fits = |step: &&i32| **step as f32 * pitch >= room && (**step > 1 || all < 9);
        let step = steps.iter().find(fits).copied().unwrap_or(1200);
        let named = |step: i32| {
            // Counted from April, so that quarters and years are those of the financial year.
            let april = |m: Month| m.year() * 12 + m.number() as i32 - 4;
            (0..=all).map(|n| from.plus(n)).filter(move |m| april(*m).rem_euclid(step) == 0).collect::<Vec<_>>()
        };
        Some(named(step)).filter(|months| !months.is_empty()).unwrap_or_else(|| vec![from])
    }
}

/// The counts, limits and mean of a chart.
pub(super) fn values(chart: &TrendChart) -> impl Iterator<Item = f64> {
    let lines = chart.limits.into_iter().flatten().chain(chart.centre).map(Ratio::to_f64);
    chart.points.iter().filter_map(|p| p.count).map(|n| n as f64).chain(lines)
}

/// An axis of counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counts {
    step: Step,
    ticks: [i64; 2],
    /// The counts at foot and top.
    pub(super) range: [f64; 2],
}

impl Counts {
    /// Makes an axis that covers values with at most so many intervals between ticks, from 0 unless `flat` lines may
    /// start higher.
    pub(super) fn new(values: impl Iterator<Item = f64>, most: i64, flat: bool) -> Self {
        let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
        let (low, high) = if low > high { (0., 1.) } else { (low, high) };
        // A line that moves within a sixth of its height would be flat on an axis from 0.
        let flat = flat && low >= 20. && high > low && (high - low) * 6. < high;
        let from = if flat { low - (high - low) * 0.25 } else { low.min(0.) };
        let high = if high > from { high } else { from + 1. };
        // Room for the line's weight and for what marks a point.
        let to = high + (high - from) * 0.06;
        let step = Step::dividing(from, to, most);
        let ticks = step.within(from, to);
        Counts { step, ticks, range: [step.value(ticks[0]), to] }
    }

    /// Gives the ticks' values and labels, from the lowest.
    pub(super) fn ticks(&self) -> Vec<(f64, String)> {
        let [first, last] = self.ticks;
        (first..=last).map(|n| (self.step.value(n), self.step.label(n))).collect()
    }

    /// Gives the width of the widest label.
    pub(super) fn width(&self, look: &Look) -> f32 {
        self.ticks().iter().map(|t| look.width(look.muted(), &t.1)).fold(0., f32::max)
    }
}

/// Gives the height of the names of months and years.
pub(super) fn months_height(look: &Look) -> f32 {
    MONTHS_BELOW + look.leading() + look.size * (ASCENT + DESCENT)
}

fn months(points: &[Point]) -> Option<[Month; 2]> {
    Some([points.iter().map(|p| p.month).min()?, points.iter().map(|p| p.month).max()?])
}

/// The first and last month of several charts.
pub(super) fn all_months(charts: &[TrendChart]) -> Option<[Month; 2]> {
    let spans: Vec<[Month; 2]> = charts.iter().filter_map(|c| months(&c.points)).collect();
    Some([spans.iter().map(|s| s[0]).min()?, spans.iter().map(|s| s[1]).max()?])
}

/// What stands above the plot: the measure, and the shapes that need a word.
fn key(chart: &TrendChart, from_zero: bool, look: &Look, width: f32) -> Key {
    let mut caption = chart.axis.clone();
    let special = chart.points.iter().any(|p| p.special && p.count.is_some());
    let gaps = chart.points.iter().any(|p| p.count.is_none());
    let entries = [
        (Sample::None, std::mem::take(&mut caption)),
        (Sample::None, if from_zero { String::new() } else { "the axis does not start at 0".into() }),
        (Sample::Special, if special { "outside the normal range".into() } else { String::new() }),
        (Sample::None, if gaps { "gap: no count".into() } else { String::new() }),
    ];
    let entries: Vec<(Sample, &str)> = entries.iter().map(|(s, t)| (*s, t.as_str())).collect();
    Key::new(look, &entries, width)
}

fn from_zero(chart: &TrendChart) -> bool {
    Counts::new(values(chart), 4, true).range[0] <= 0.
}

pub(super) fn heights(chart: &TrendChart, width: f32, look: &Look) -> Heights {
    let around = key(chart, from_zero(chart), look, width).height() + UNDER_KEY + months_height(look);
    let [min, ideal, max] = look.scaled(PLOT).map(|plot| plot + around);
    let ideal = ideal.max(around + (width * 0.2).min(PLOT[2]));
    if is_nothing(chart) { Heights { min, ideal: min, max: min } } else { Heights { min, ideal, max } }
}

/// Says whether a chart shows zeros only: one line, which more height would not make any clearer.
pub(super) fn is_nothing(chart: &TrendChart) -> bool {
    values(chart).all(|v| v <= 0.)
}

pub(super) fn place<'a>(chart: &TrendChart, [x, y, w, h]: Area, look: &'a Look<'a>) -> Scene<'a> {
    let mut scene = Scene::new(look);
    let key = key(chart, from_zero(chart), look, w);
    key.place(&mut scene, [x, y]);
    let Some(months) = months(&chart.points) else { return scene };
    let top = y + key.height() + UNDER_KEY;
    let height = y + h - months_height(look) - top;
    let counts = Counts::new(values(chart), ((height / 22.) as i64).clamp(2, 6), true);
    let labels = labels(chart, look, w * 0.34);
    let column = labels.iter().map(|l| look.width(l.style, &l.text)).fold(0., f32::max);
    let left = x + counts.width(look) + GUTTER;
    let area = [left, top, x + w - column - LABELS - left, height];
    let plot = Plot { area, months, range: counts.range };
    plot.place_ground(&mut scene, chart, &counts.ticks());
    plot.place_line(&mut scene, &chart.points, 1.5);
    place_labels(&mut scene, &plot, labels);
    plot.place_months(&mut scene);
    // Up to the key, which is in the way like any other text.
    place_notes(&mut scene, &plot, &chart.points, [area[0], y, area[2], top + height - y]);
    scene
}

/// The label of a line, with the value that it stands at.
struct Label {
    text: String,
    style: Style,
    value: f64,
    /// The month that it names, and else whether it names a line.
    month: Option<Month>,
    named: bool,
}

/// The labels of the lines, in the longest wording that fits into a width.
fn labels(chart: &TrendChart, look: &Look, width: f32) -> Vec<Label> {
    let figure = |v: Ratio| v.round(1).to_string();
    let wordings: [[&str; 3]; 2] = [["Mean", "Upper limit", "Lower limit"], ["Mean", "Upper", "Lower"]];
    let mut best = Vec::new();
    for (i, [mean, upper, lower]) in wordings.into_iter().enumerate() {
        let mut labels = Vec::new();
        if let Some(point) = chart.points.last() {
            let month = if i == 0 { point.month.short() } else { point.month.name()[..3].into() };
            let count = point.count.map_or("no count".into(), |n| grouped(i128::from(n)));
            let level = chart.centre.map_or(0., Ratio::to_f64);
            let (value, month_at) = point.count.map_or((level, None), |n| (n as f64, Some(point.month)));
            let colour = if point.count.is_some() { look.rise } else { look.quiet };
            let style = Style { colour, ..look.bold() };
            labels.push(Label { text: format!("{month}: {count}"), style, value, month: month_at, named: false });
        }
        let lines = chart.centre.map(|v| (mean, v)).into_iter();
        let lines = lines.chain(chart.limits.into_iter().flat_map(|[l, u]| [(upper, u), (lower, l)]));
        labels.extend(lines.map(|(name, v)| Label {
            text: format!("{name} {}", figure(v)),
            style: look.muted(),
            value: v.to_f64(),
            month: None,
            named: true,
        }));
        best = labels;
        if best.iter().all(|l| look.width(l.style, &l.text) <= width) {
            break;
        }
    }
    for label in &mut best {
        label.text = shorten(look, label.style, &label.text, width);
    }
    best
}

/// Places the lines' labels right of the plot, moved apart where they would touch, then with a line to what they name.
fn place_labels(scene: &mut Scene, plot: &Plot, mut labels: Vec<Label>) {
    let look = scene.look;
    let [left, top, width, height] = plot.area;
    labels.sort_by(|a, b| b.value.total_cmp(&a.value));
    let wanted: Vec<f32> = labels.iter().map(|l| plot.y(l.value).clamp(top, top + height)).collect();
    let half = look.size * (ASCENT + DESCENT) / 2.;
    let places = apart(&wanted, look.leading(), [top - UNDER_KEY + half, top + height + months_height(look) - half]);
    for ((label, wanted), place) in labels.iter().zip(wanted).zip(places) {
        let right = left + width;
        let from = label.month.map_or(right, |m| plot.x(m) + 4.);
        if label.named && (wanted - place).abs() > 1.5 || label.month.is_some() {
            scene.line([from, wanted], [right + LABELS - 2., place], 0.5, label.style.colour);
        }
        let base = place + look.size * (ASCENT - 0.04) / 2.;
        scene.text([right + LABELS, base], Anchor::Left, label.style, &label.text);
    }
}

/// Labels the months outside the limits, where there is room; the last month has its label already.
fn place_notes(scene: &mut Scene, plot: &Plot, points: &[Point], bounds: Area) {
    let style = Style { colour: scene.look.special, ..scene.look.bold() };
    let before = &points[..points.len().saturating_sub(1)];
    for (point, count) in before.iter().filter(|p| p.special).filter_map(|p| Some((p, p.count?))) {
        let figure = grouped(i128::from(count));
        let wordings = [format!("{}: {figure}", point.month.short()), figure];
        notes::place(scene, [plot.x(point.month), plot.y(count as f64)], &wordings, style, bounds);
    }
}

/// Moves sorted places so far apart as asked, as little as can be, inside bounds.
fn apart(wanted: &[f32], distance: f32, [first, last]: [f32; 2]) -> Vec<f32> {
    // Neighbours that touch become a group that stands around the mean of what its members want.
    let mut groups: Vec<(f32, usize)> = Vec::new();
    let spread = |(middle, n): (f32, usize)| {
        let half = distance * (n as f32 - 1.) / 2.;
        let middle = middle.min(last - half).max(first + half);
        [middle - half, middle + half]
    };
    for want in wanted {
        let mut group = (*want, 1);
        while let Some(before) = groups.last().copied() {
            if spread(before)[1] + distance <= spread(group)[0] {
                break;
            }
            let n = before.1 + group.1;
            group = ((before.0 * before.1 as f32 + group.0 * group.1 as f32) / n as f32, n);
            groups.pop();
        }
        groups.push(group);
    }
    let places = |group: (f32, usize)| (0..group.1).map(move |i| spread(group)[0] + i as f32 * distance);
    groups.into_iter().flat_map(places).collect()
}
