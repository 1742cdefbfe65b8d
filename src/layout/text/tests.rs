use proptest::prelude::*;

use super::*;
use crate::drawing::{FaceId, Rgb, default_faces};

fn style() -> Style {
    Style { face: FaceId::REGULAR, size: 12., colour: Rgb::BLACK }
}

fn plain(text: &str) -> Flat {
    let mut flat = Flat::default();
    flat.push(text, style(), Mark::default());
    flat
}

fn lines(text: &str, width: f32) -> Vec<String> {
    let faces = default_faces().expect("the fonts that are compiled in");
    let shaped = ShapedText::new(&faces, plain(text));
    shaped.wrap(&faces, width).iter().map(|l| shaped.text[l.start..l.end].to_string()).collect()
}

#[test]
fn a_number_is_not_stranded_from_its_unit() {
    assert_eq!(lines("It costs about £1.2 million a year", 90.), ["It costs about ", "£1.2 million a ", "year"]);
    assert_eq!(lines("as we see in Figure 3 below", 90.), ["as we see in ", "Figure 3 below"]);
    assert_eq!(lines("rose in Q2 2013/14", 75.), ["rose in ", "Q2 2013/14"]);
}

#[test]
fn what_should_stay_together_parts_where_the_line_is_too_narrow_for_it() {
    assert_eq!(lines("27 November 2013", 60.), ["27 ", "November ", "2013"]);
}

#[test]
fn long_words_and_addresses_are_broken_rather_than_run_over() {
    let broken = lines("see https://www.example.gov.uk/community/safety/partnerships now", 120.);
    assert_eq!(broken, ["see https://", "www.example.gov.uk/", "community/safety/", "partnerships now"]);
    assert_eq!(lines("aaaaaaaaaaaaaaaaaaaaaaaa b", 60.), ["aaaaaaaa", "aaaaaaaa", "aaaaaaaa ", "b"]);
}

#[test]
fn a_line_break_ends_the_line_and_is_not_shown() {
    assert_eq!(lines("one\ntwo three", 500.), ["one", "two three"]);
}

#[test]
fn a_label_is_not_broken_and_has_room_for_its_shape() {
    let faces = default_faces().expect("the fonts that are compiled in");
    let mut flat = plain("Status now ");
    flat.push("Off track", style(), Mark { label: Some(Tone::Red), ..Mark::default() });
    flat.push(" since May", style(), Mark::default());
    let shaped = ShapedText::new(&faces, flat);
    let broken = shaped.wrap(&faces, 80.);
    assert_eq!(shaped.text[broken[1].start..broken[1].end].trim_end(), "Off track");
    let word = faces.width(FaceId::REGULAR, 12., "Off track");
    assert!((broken[1].width - word - 12. * (LABEL[0] + LABEL[1])).abs() < 0.01);
}

#[test]
fn the_lines_of_a_heading_are_about_equally_long() {
    let faces = default_faces().expect("the fonts that are compiled in");
    let text = "Actions for the board’s support and outstanding actions from previous reports";
    let shaped = ShapedText::new(&faces, plain(text));
    let (greedy, balanced) = (shaped.wrap(&faces, 400.), shaped.wrap_balanced(&faces, 400.));
    assert_eq!((greedy.len(), balanced.len()), (2, 2));
    assert!(greedy[1].width < 60. && balanced[1].width > 150.);
}

static FACES: std::sync::LazyLock<Faces> =
    std::sync::LazyLock::new(|| default_faces().expect("the fonts that are compiled in"));

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    /// No line is wider than it may be, all text is there, in order, and widths are those of the pieces that are drawn.
    #[test]
    fn lines_hold_all_the_text_and_no_more_than_fits(
        runs in proptest::collection::vec(("[ a-zA-Z0-9£,./–%-]{0,40}", 0u8..4, 9u8..16), 1..6), width in 30f32..300.,
    ) {
        let faces = &*FACES;
        let mut flat = Flat::default();
        for (text, face, size) in &runs {
            flat.push(text, Style { face: FaceId(*face), size: f32::from(*size), colour: Rgb::BLACK }, Mark::default());
        }
        let shaped = ShapedText::new(faces, flat);
        let lines = shaped.wrap(faces, width);
        let joined: String = lines.iter().map(|l| &shaped.text[l.start..l.end]).collect();
        prop_assert_eq!(&joined, &shaped.text);
        for line in &lines {
            prop_assert!(line.width <= width + 0.02, "{:?} of {width}", line);
            let pieces: Vec<_> = shaped.pieces(faces, line).collect();
            let Some(last) = pieces.last() else { continue };
            let end = last.x + faces.width(last.style.face, last.style.size, last.text.trim_end());
            if !last.text.trim_end().is_empty() {
                prop_assert!(end <= line.width + 0.3, "{end} beyond {line:?}");
            }
        }
    }
}
