//! What charts take from the theme.

use super::chart::{Look, ToneLook};
use super::faces::Faces;
use super::theme::Theme;

/// Gives the look of charts in a theme.
pub(crate) fn look<'a>(theme: &Theme, faces: &'a Faces) -> Look<'a> {
    let tone = |i: usize, mark| {
        let [fill, text] = theme.status[i];
        ToneLook { fill, text, mark }
    };
    let [rise, fall, special, ..] = theme.charts.palette;
    Look {
        text: theme.colours.text,
        quiet: theme.colours.quiet,
        grid: theme.charts.grid,
        band: theme.colours.ground,
        tones: [tone(0, '▲'), tone(1, '■'), tone(2, '●'), tone(3, '○'), tone(4, '□')],
        rise,
        fall,
        special,
        ..Look::new(faces)
    }
}
