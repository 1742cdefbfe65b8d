use printpdf::lopdf::content::Content;

use super::*;

/// The operators as they are written.
fn written(ink: Ink) -> String {
    let written = Content { operations: ink.into_operators() }.encode().expect("to memory");
    String::from_utf8(written).expect("plain letters")
}

const LIGHT: Rgb = Rgb([0xFF, 0, 0]);

#[test]
fn what_is_alike_is_painted_together() {
    let mut ink = Ink::of_page();
    ink.line([[0., 0.], [9., 0.]].into_iter(), 1., Rgb::BLACK, false);
    ink.line([[0., 5.], [9., 5.]].into_iter(), 1., Rgb::BLACK, false);
    ink.fill_box([0., 0., 1., 1.], Rgb::BLACK);
    ink.fill_box([2., 0., 3., 1.], Rgb::BLACK);
    ink.fill_box([4., 0., 5., 1.], LIGHT);
    ink.line([[0., 0.], [9., 0.]].into_iter(), 2., Rgb::BLACK, false);
    let lines = "0 0 m\n9 0 l\n0 5 m\n9 5 l\nS\n";
    let boxes = "0 0 1 1 re\n2 0 1 1 re\nf\n1 0 0 rg\n4 0 1 1 re\nf\n";
    assert_eq!(written(ink) + "\n", format!("{lines}{boxes}2 w\n0 0 m\n9 0 l\nS\n"));
}

#[test]
fn rows_are_written_alike_where_the_origin_moves() {
    let mut ink = Ink::of_page().moving();
    for y in [30., 20.] {
        ink.fill_box([0., y, 9., y + 5.], Rgb::BLACK);
        ink.fill_box([9., y, 12., y + 5.], Rgb::BLACK);
        ink.line([[0., y], [9., y - 2.]].into_iter(), 1., Rgb::BLACK, false);
    }
    let row = "0 0 9 5 re\n9 0 3 5 re\nf\n0 0 m\n9 -2 l\nS\n";
    assert_eq!(written(ink) + "\n", format!("1 0 0 1 0 30 cm\n{row}1 0 0 1 0 -10 cm\n{row}"));
}

#[test]
fn what_is_known_is_not_set_again() {
    let style = |size| Style { face: FaceId::BOLD, size, colour: Rgb::BLACK };
    let glyph = |c, kern| Glyph { number: c as u16, kern, advance: 500 };
    let mut ink = Ink::anywhere();
    ink.text([10., 20.], style(9.), [glyph('a', 0)].into_iter());
    let mut other = Ink::anywhere();
    other.text([10., 30.], style(10.), [glyph('a', 0), glyph('b', -18)].into_iter());
    ink.end_text();
    ink.append(other);
    ink.text([10., 40.], style(10.), [glyph('c', 0)].into_iter());
    ink.text([12., 30.], style(10.), [glyph('c', 0)].into_iter());
    // Half an em on, and as good as there.
    ink.text([17.04, 30.], style(10.), [glyph('d', 0)].into_iter());
    let first = "BT\n0 0 0 rg\n/F1 9 Tf\n10 20 Td\n[(a)] TJ\nET\n";
    let second = "BT\n0 0 0 rg\n/F1 10 Tf\n10 30 Td\n[(a) 18(b)] TJ\nET\n";
    let third = "BT\n10 40 Td\n[(c)] TJ\n2 -10 Td\n[(cd)] TJ\nET\n";
    assert_eq!(written(ink) + "\n", format!("{first}{second}{third}"));
}
