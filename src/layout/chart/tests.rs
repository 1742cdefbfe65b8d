#![allow(clippy::unwrap_used, reason = "a test may panic")]

use proptest::prelude::*;
use proptest::sample::select;

use super::scene::{ASCENT, Area, DESCENT, Mark, Scene};
use super::*;
use crate::document::{Bar, BarChart, Point, Status, StatusChart, TrendChart};
use crate::layout::faces::default_faces;
use crate::number::Ratio;
use crate::quarter::Month;

const NAMES: [&str; 9] = [
    "Derby City",
    "All crime",
    "Derbyshire (county and city)",
    "Violence with injury, including attempted murder, wounding and assault occasioning actual bodily harm",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch",
    "Robbery of personal property, business property and of vehicles in transit through the county",
    "O’Connor & Sons’ “Safer” Partnership – North",
    "É",
    "",
];

fn overlap(a: Area, b: Area) -> bool {
    a[0] < b[0] + b[2] - 0.1 && b[0] < a[0] + a[2] - 0.1 && a[1] < b[1] + b[3] - 0.1 && b[1] < a[1] + a[3] - 0.1
}

fn points_of(mark: &Mark, look: &Look) -> Vec<[f32; 2]> {
    let corners = |[x, y, w, h]: Area| vec![[x, y], [x + w, y + h]];
    match mark {
        Mark::Fill(area, _) => corners(*area),
        Mark::Polygon(points, _) | Mark::Line(points, ..) => points.clone(),
        Mark::Disc([x, y], r, _) => vec![[x - r, y - r], [x + r, y + r]],
        Mark::Dashed(ends, ..) => ends.to_vec(),
        Mark::Text(text) => corners(area(text, look)),
    }
}

/// The box that a text's ink lies in (accents on capitals aside).
fn area(text: &scene::Text, look: &Look) -> Area {
    let Style { size, .. } = text.style;
    let width = look.width(text.style, &text.text);
    [text.at[0], text.at[1] - ASCENT * size, width, (ASCENT + DESCENT) * size]
}

fn texts<'s>(scene: &'s Scene) -> impl Iterator<Item = &'s scene::Text> {
    scene.marks.iter().filter_map(|m| if let Mark::Text(t) = m { Some(t) } else { None })
}

/// What must hold of every chart in every frame.
fn check(chart: &Chart, width: f32, give: f32) -> Result<(), TestCaseError> {
    let faces = default_faces().unwrap();
    let look = Look::new(&faces);
    let Heights { min, ideal, max } = heights(chart, width, &look);
    prop_assert!(0. < min && min <= ideal && ideal <= max, "{min} {ideal} {max}");
    let [x, y, w, h] = [60., 100., width, min + give * (max - min)];
    let scene = scene(chart, [x, y, w, h], &look);
    for mark in &scene.marks {
        for [px, py] in points_of(mark, &look) {
            let inside = px >= x - 0.1 && px <= x + w + 0.1 && py >= y - 0.1 && py <= y + h + 0.1;
            prop_assert!(inside, "{mark:?} leaves {x} {y} {w} {h} at {px} {py}");
        }
    }
    let texts: Vec<_> = texts(&scene).collect();
    for (i, a) in texts.iter().enumerate() {
        prop_assert!(a.style.size >= 9., "{a:?}");
        prop_assert!(a.style.colour.contrast(look.band) >= 4.5 || a.style.colour == Rgb::WHITE, "{a:?}");
        for b in &texts[i + 1..] {
            prop_assert!(!overlap(area(a, &look), area(b, &look)), "{:?} touches {:?}", a, b);
        }
    }
    Ok(())
}

fn name() -> impl Strategy<Value = String> {
    select(&NAMES[..]).prop_map(String::from)
}

fn value() -> impl Strategy<Value = Option<Ratio>> {
    let whole = prop_oneof![Just(0i128), -40..40i128, -1_234_567..1_234_567i128];
    proptest::option::weighted(0.9, (whole, 1..8i128).prop_map(|(n, d)| Ratio::new(n, d).unwrap()))
}

fn bars() -> impl Strategy<Value = Chart> {
    let bar = (name(), value(), any::<bool>()).prop_map(|(name, value, total)| {
        let label = value.map_or(String::new(), |v| v.round(1).to_string());
        Bar { name, value, label, total }
    });
    (name(), any::<bool>(), proptest::collection::vec(bar, 0..31))
        .prop_map(|(axis, percent, bars)| Chart::Bars(BarChart { axis, percent, bars }))
}

fn trend() -> impl Strategy<Value = TrendChart> {
    let top = prop_oneof![Just(0i64), Just(3), Just(60), Just(1_234_567)];
    (name(), top, 0..40usize, 0..12i32, any::<[bool; 2]>()).prop_flat_map(|(name, top, n, start, [lines, high])| {
        let low = if high { top * 9 / 10 } else { 0 };
        let point = (proptest::option::weighted(0.9, low..=top), proptest::bool::weighted(0.1));
        proptest::collection::vec(point, n).prop_map(move |points| {
            let first = Month::new(2011, 4).unwrap().plus(start);
            let point = |(i, (count, special))| Point { month: first.plus(i as i32), count, special };
            let points = points.into_iter().enumerate().map(point).collect();
            let limits = [low * 4 / 5, top * 11 / 10].map(|v| Ratio::whole(i128::from(v)));
            let (centre, limits) = (lines.then(|| Ratio::whole(i128::from(top / 2))), lines.then_some(limits));
            TrendChart { name: name.clone(), axis: "Offences a month".into(), points, centre, limits }
        })
    })
}

fn statuses() -> impl Strategy<Value = Chart> {
    let status = |(tone, word): (Tone, &str)| Status { tone, word: word.into() };
    let all = [(Tone::Red, "Off track"), (Tone::Amber, "At risk"), (Tone::Green, "On track")];
    let all = all.into_iter().chain([(Tone::Blue, "Complete"), (Tone::Grey, "Not started"), (Tone::Grey, "No update")]);
    let statuses: Vec<Status> = all.map(status).collect();
    let count = prop_oneof![3 => Just(0u32), 5 => 0..9u32, 1 => 0..12_345u32];
    let row = (name(), proptest::collection::vec(count, 6));
    proptest::collection::vec(row, 0..20)
        .prop_map(move |rows| Chart::Statuses(StatusChart { statuses: statuses.clone(), rows }))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bars_stay_in_the_frame_and_texts_apart(chart in bars(), width in 240f32..700., give in 0f32..1.) {
        check(&chart, width, give)?;
    }

    #[test]
    fn trends_stay_in_the_frame_and_texts_apart(chart in trend(), width in 240f32..700., give in 0f32..1.) {
        check(&Chart::Trend(chart), width, give)?;
    }

    #[test]
    fn multiples_stay_in_the_frame_and_texts_apart(
        charts in proptest::collection::vec(trend(), 0..33), width in 240f32..700., give in 0f32..1.
    ) {
        check(&Chart::Multiples(charts), width, give)?;
    }

    #[test]
    fn statuses_stay_in_the_frame_and_texts_apart(chart in statuses(), width in 240f32..700., give in 0f32..1.) {
        check(&chart, width, give)?;
    }
}
