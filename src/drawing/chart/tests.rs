#![allow(clippy::unwrap_used, reason = "a test may panic")]

use proptest::prelude::*;
use proptest::sample::select;

use super::scale::Step;
use super::*;
use crate::document::{Bar, BarChart, Point, Status, StatusChart, StatusRow, Tone, TrendChart};
use crate::drawing::{Area, FaceId, Mark, Rgb, Text, default_faces};
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
        Mark::Text(text) => corners(text.area(look)),
    }
}

fn texts<'s>(scene: &'s Scene) -> impl Iterator<Item = &'s Text> {
    scene.marks.iter().filter_map(|m| if let Mark::Text(t) = m { Some(t) } else { None })
}

/// What must hold of every chart in every frame.
fn check(chart: &Chart, width: f32, give: f32) -> Result<(), TestCaseError> {
    let faces = default_faces().unwrap();
    for size in [9., 12.] {
        check_in(chart, width, give, &Look { size, ..Look::new(&faces) })?;
    }
    Ok(())
}

fn check_in(chart: &Chart, width: f32, give: f32, look: &Look) -> Result<(), TestCaseError> {
    let Heights { min, ideal, max } = heights(chart, width, look);
    prop_assert!(0. < min && min <= ideal && ideal <= max, "{min} {ideal} {max}");
    let [x, y, w, h] = [60., 100., width, min + give * (max - min)];
    let scene = scene(chart, [x, y, w, h], look);
    for mark in &scene.marks {
        for [px, py] in points_of(mark, look) {
            let inside = px >= x - 0.1 && px <= x + w + 0.1 && py >= y - 0.1 && py <= y + h + 0.1;
            prop_assert!(inside, "{mark:?} leaves {x} {y} {w} {h} at {px} {py}");
        }
    }
    let texts: Vec<_> = texts(&scene).collect();
    for (i, a) in texts.iter().enumerate() {
        prop_assert!(a.style.size >= 9., "{a:?}");
        prop_assert!(a.style.colour.contrast(look.band) >= 4.5 || a.style.colour == Rgb::WHITE, "{a:?}");
        for b in &texts[i + 1..] {
            prop_assert!(!overlap(a.area(look), b.area(look)), "{:?} touches {:?}", a, b);
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
            let limits = [low * 4 / 5, top * 11 / 10].map(Ratio::whole);
            let (centre, limits) = (lines.then(|| Ratio::whole(top / 2)), lines.then_some(limits));
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
    let counts = proptest::collection::vec(count, 6);
    let row = (name(), counts).prop_map(|(name, counts)| StatusRow { name, counts });
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
    fn bars_are_as_long_as_their_values_and_on_their_side(chart in bars(), width in 240f32..700.) {
        let Chart::Bars(chart) = chart else { unreachable!() };
        let faces = default_faces().unwrap();
        let look = Look::new(&faces);
        let scene = bars::place(&chart, [0., 0., width, bars::heights(&chart, width, &look).ideal], &look);
        let filled = scene.marks.iter().filter_map(|m| if let Mark::Fill(a, c) = m { Some((*a, *c)) } else { None });
        let drawn: Vec<_> = filled.filter(|(_, c)| *c != Rgb::WHITE).collect();
        let values: Vec<f64> = chart.bars.iter().filter_map(|b| b.value).map(Ratio::to_f64).collect();
        let values: Vec<f64> = values.into_iter().filter(|v| v.abs() > 0.).collect();
        prop_assert_eq!(drawn.len(), values.len());
        let scale = drawn.iter().map(|(a, _)| f64::from(a[2])).sum::<f64>() / values.iter().map(|v| v.abs()).sum::<f64>();
        let zeros: Vec<f32> = drawn.iter().zip(&values).map(|((a, _), v)| if *v < 0. { a[0] + a[2] } else { a[0] }).collect();
        for ((area, colour), value) in drawn.iter().zip(&values) {
            prop_assert!((f64::from(area[2]) - value.abs() * scale).abs() < 0.05, "{value} is {}", area[2]);
            prop_assert_eq!(*colour, if *value < 0. { look.fall } else { look.rise });
        }
        prop_assert!(zeros.iter().all(|z| (z - zeros[0]).abs() < 0.01));
    }

    #[test]
    fn steps_are_one_two_or_five_times_a_power_of_ten(least in 0.0001f64..1e9, whole: bool) {
        let step = Step::at_least(least, whole);
        let digits = format!("{:e}", step.size());
        prop_assert!(["1e", "2e", "5e"].iter().any(|d| digits.starts_with(d)), "{digits}");
        prop_assert!(step.size() >= least * 0.999 && (step.size() <= least * 2.501 || whole && least < 1.));
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

fn change(name: &str, value: i64, label: &str, total: bool) -> Bar {
    Bar { name: name.into(), value: Some(Ratio::whole(value)), label: label.into(), total }
}

fn words(chart: &Chart, width: f32) -> Vec<String> {
    let faces = default_faces().unwrap();
    let look = Look::new(&faces);
    let frame = [0., 0., width, heights(chart, width, &look).ideal];
    texts(&scene(chart, frame, &look)).map(|t| t.text.clone()).collect()
}

fn months(counts: &[Option<i64>], special: usize) -> TrendChart {
    let first = Month::new(2011, 10).unwrap();
    let point =
        |(i, count): (usize, &Option<i64>)| Point { month: first.plus(i as i32), count: *count, special: i == special };
    TrendChart {
        name: "Erewash".into(),
        axis: "Offences a month".into(),
        points: counts.iter().enumerate().map(point).collect(),
        centre: Some(Ratio::new(421, 10).unwrap()),
        limits: Some([Ratio::new(203, 10).unwrap(), Ratio::new(639, 10).unwrap()]),
    }
}

#[test]
fn a_chart_of_bars_reads_row_by_row_after_its_axis() {
    let bars = vec![
        change("Shoplifting", 36, "+36", false),
        Bar { name: "Cyber crime".into(), value: None, label: String::new(), total: false },
        change("Robbery", -12, "\u{2212}12", false),
        change("All crime", 24, "+24", true),
    ];
    let chart = Chart::Bars(BarChart { axis: "Change in offences".into(), percent: false, bars });
    let read = words(&chart, 482.).join(" | ");
    insta::assert_snapshot!(read, @"−10 | 0 | 10 | 20 | 30 | Change in offences | Shoplifting | +36 | Cyber crime | no figure | Robbery | −12 | All crime | +24");
}

#[test]
fn totals_are_thicker_than_other_bars() {
    let bars = vec![change("Robbery", 12, "+12", false), change("All crime", 12, "+12", true)];
    let faces = default_faces().unwrap();
    let look = Look::new(&faces);
    let scene = bars::place(&BarChart { axis: String::new(), percent: false, bars }, [0., 0., 300., 60.], &look);
    let thick = |m: &Mark| if let Mark::Fill([.., h], c) = m { (*c == look.rise).then_some(*h) } else { None };
    let thick: Vec<f32> = scene.marks.iter().filter_map(thick).collect();
    assert!(thick[1] > thick[0] * 1.2, "{thick:?}");
    assert_eq!(texts(&scene).filter(|t| t.style.face == FaceId::BOLD).count(), 2);
}

#[test]
fn a_trend_leaves_gaps_marks_special_months_and_labels_its_lines() {
    let mut counts = [Some(43); 24];
    counts[20] = Some(70);
    counts[4] = None;
    counts[6] = None;
    let chart = months(&counts, 20);
    let faces = default_faces().unwrap();
    let look = Look::new(&faces);
    let scene = trend::place(&chart, [0., 0., 482., 140.], &look);
    let drawn = |test: &dyn Fn(&Mark) -> bool| scene.marks.iter().filter(|m| test(m)).count();
    assert_eq!(drawn(&|m| matches!(m, Mark::Line(p, w, _) if p.len() > 2 && *w > 1.)), 2);
    assert_eq!(drawn(&|m| matches!(m, Mark::Disc(..))), 2, "the month between the gaps, and the last");
    assert_eq!(drawn(&|m| matches!(m, Mark::Polygon(_, c) if *c == look.special)), 2, "the month and its key");
    assert_eq!(drawn(&|m| matches!(m, Mark::Dashed(..))), 2);
    insta::assert_snapshot!(words(&Chart::Trend(chart), 482.).join(" | "), @"Offences a month | outside the normal range | gap: no count | 0 | 20 | 40 | 60 | Upper limit 63.9 | Sep 2013: 43 | Mean 42.1 | Lower limit 20.3 | Oct | 2011 | Jan | 2012 | Apr | Jul | Oct | Jan | 2013 | Apr | Jul | Jun 2013: 70");
}

#[test]
fn an_axis_that_does_not_start_at_zero_says_so() {
    let mut chart = months(&[Some(10_100), Some(10_230), Some(10_180)], 9);
    (chart.centre, chart.limits) = (None, None);
    let said = words(&Chart::Trend(chart), 482.);
    assert!(said.contains(&"the axis does not start at 0".into()) && !said.contains(&"0".into()), "{said:?}");
    let said = words(&Chart::Trend(months(&[Some(30), Some(60)], 9)), 482.);
    assert!(said.contains(&"0".into()), "{said:?}");
}

#[test]
fn panels_share_a_scale_where_they_can_and_say_which() {
    let low = months(&[Some(40); 24], 99);
    let mut high = months(&[Some(4_000); 24], 99);
    (high.name, high.limits) = ("Derby City".into(), None);
    let said = words(&Chart::Multiples(vec![low.clone(), high]), 482.);
    assert!(said.contains(&"each on its own scale, from 0".into()), "{said:?}");
    assert!(words(&Chart::Multiples(vec![low.clone(), low]), 482.).contains(&"all on one scale".into()));
}

#[test]
fn counts_that_do_not_fit_their_segment_stand_beside_with_their_word() {
    let status = |tone, word: &str| Status { tone, word: word.into() };
    let statuses =
        vec![status(Tone::Red, "Off track"), status(Tone::Green, "On track"), status(Tone::Blue, "Complete")];
    let row = |name: &str, counts| StatusRow { name: name.into(), counts };
    let rows = vec![row("Now", vec![1, 150, 12]), row("Drugs", vec![0, 0, 0])];
    let read = words(&Chart::Statuses(StatusChart { statuses, rows }), 300.).join(" | ");
    insta::assert_snapshot!(read, @"▲ | Off track | ● | On track | □ | Complete | Now | ● 150 | 12 | Off track 1 | Drugs | 0");
}
