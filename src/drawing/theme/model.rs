//! What a theme says: plain data.

use crate::document::{Shade, Tone};
use crate::drawing::colour::Rgb;
use crate::drawing::faces::Faces;
use crate::drawing::look::{Look, ToneLook};
use crate::drawing::picture::Image;

/// The look of a paper.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Theme {
    /// The page and its margins.
    pub page: Page,
    /// Sizes of text.
    pub sizes: Sizes,
    /// Line heights as multiples of the size.
    pub leading: Leading,
    /// Distances.
    pub spacing: Spacing,
    /// Colours of text and rules.
    pub colours: Colours,
    /// What charts are drawn in.
    pub charts: ChartColours,
    /// Fill and text of the labels red, amber, green, grey and blue.
    pub status: [[Rgb; 2]; 5],
    /// Grounds of cells that rose, from weak to strong.
    pub heat_up: [Rgb; 3],
    /// Grounds of cells that fell, from weak to strong.
    pub heat_down: [Rgb; 3],
    /// Text on those grounds.
    pub heat_text: Rgb,
    /// The logo, where there is one.
    pub logo: Option<Logo>,
    pub(super) fonts: [Option<String>; 4],
    pub(super) logo_file: Option<String>,
    pub(super) logo_alt: Option<String>,
    pub(super) logo_height: f32,
}

/// The page and its margins, in points.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Page {
    /// The page's width, upright.
    pub width: f32,
    /// The page's height, upright.
    pub height: f32,
    /// The left margin.
    pub left: f32,
    /// The right margin.
    pub right: f32,
    /// Where the text begins, from the top.
    pub top: f32,
    /// Where the text ends, from the bottom.
    pub bottom: f32,
    /// The header's baseline, from the top.
    pub header: f32,
    /// The footer's baseline, from the bottom.
    pub footer: f32,
}

/// Sizes of text, in points.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Sizes {
    /// Headings, by level.
    pub headings: [f32; 3],
    /// Body text.
    pub body: f32,
    /// The sentence to take away.
    pub lead: f32,
    /// Small print.
    pub note: f32,
    /// Captions of figures and tables.
    pub caption: f32,
    /// What a figure shows, under its caption.
    pub subtitle: f32,
    /// The list of contents.
    pub contents: f32,
    /// Text in tables.
    pub table: f32,
    /// Text in charts; the heights of their rows and plots go with it.
    pub chart: f32,
    /// Header and footer.
    pub furniture: f32,
}

/// Line heights as multiples of the size.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Leading {
    /// Body text.
    pub body: f32,
    /// How close body text may be set, off the grid, where that brings what should share a page on to one.
    pub body_least: f32,
    /// Headings.
    pub heading: f32,
    /// Tables and small print.
    pub table: f32,
}

/// Distances, in points.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Spacing {
    /// The step of the grid that body text stands on.
    pub grid: f32,
    /// Between paragraphs.
    pub paragraph: f32,
    /// Between items of a list.
    pub list_item: f32,
    /// How far a list is set in.
    pub indent: f32,
    /// Above headings, by level.
    pub above: [f32; 3],
    /// Below headings, by level.
    pub below: [f32; 3],
    /// Above and below figures and tables.
    pub figure: f32,
    /// Between a caption and what it is about.
    pub caption: f32,
    /// Between a cell's sides and its text.
    pub cell_across: f32,
    /// Between a cell's top and bottom and its text.
    pub cell_down: f32,
    /// How close rows may come where that brings what should share a page on to one.
    pub cell_down_least: f32,
    /// Between a cell's top and bottom and its text in a table of figures, which has no column of running text.
    pub figure_down: f32,
    /// How close those rows may come.
    pub figure_down_least: f32,
    /// Between a callout's edge and its text.
    pub callout: f32,
}

/// Colours of text and rules.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Colours {
    /// Text.
    pub text: Rgb,
    /// Headings.
    pub heading: Rgb,
    /// Small print, header and footer.
    pub quiet: Rgb,
    /// Links.
    pub link: Rgb,
    /// Rules in tables.
    pub rule: Rgb,
    /// The ground of group rows and callouts.
    pub ground: Rgb,
    /// The bar beside a callout, the rule under a table's header.
    pub accent: Rgb,
}

impl Default for Colours {
    fn default() -> Self {
        let [text, heading, quiet, link, rule, ground, accent] = [Rgb::BLACK; 7];
        Colours { text, heading, quiet, link, rule, ground, accent }
    }
}

/// What charts are drawn in.
#[derive(Clone, PartialEq, Debug)]
pub struct ChartColours {
    /// The palette, in order of use.
    pub palette: [Rgb; 6],
    /// What matters and what does not.
    pub emphasis: [Rgb; 2],
    /// Lines of the grid.
    pub grid: Rgb,
}

impl Default for ChartColours {
    fn default() -> Self {
        ChartColours { palette: [Rgb::BLACK; 6], emphasis: [Rgb::BLACK; 2], grid: Rgb::BLACK }
    }
}

/// The logo of the board or council.
#[derive(Clone, PartialEq, Debug)]
pub struct Logo {
    /// The picture.
    pub image: Image,
    /// What it is, for those who do not see it.
    pub alt: String,
    /// How high it is shown, in points.
    pub height: f32,
}

impl Theme {
    /// Gives a label's fill and text.
    pub fn tone(&self, tone: Tone) -> [Rgb; 2] {
        self.status[match tone {
            Tone::Red => 0,
            Tone::Amber => 1,
            Tone::Green => 2,
            Tone::Grey => 3,
            Tone::Blue => 4,
        }]
    }

    /// Gives the ground of a shaded cell.
    pub fn shade(&self, shade: Shade) -> Rgb {
        let step = |n: u8| usize::from(n.clamp(1, 3)) - 1;
        match shade {
            Shade::Up(n) => self.heat_up[step(n)],
            Shade::Down(n) => self.heat_down[step(n)],
        }
    }

    /// Gives the look of charts.
    pub fn look<'a>(&self, faces: &'a Faces) -> Look<'a> {
        let tone = |i: usize, mark| {
            let [fill, text] = self.status[i];
            ToneLook { fill, text, mark }
        };
        let [rise, fall, special, ..] = self.charts.palette;
        Look {
            size: self.sizes.chart,
            text: self.colours.text,
            quiet: self.colours.quiet,
            grid: self.charts.grid,
            band: self.colours.ground,
            tones: [tone(0, '▲'), tone(1, '■'), tone(2, '●'), tone(3, '○'), tone(4, '□')],
            rise,
            fall,
            special,
            ..Look::new(faces)
        }
    }
}
