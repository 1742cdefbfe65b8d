//! The look of the papers, from `theme.toml`.
//!
//! *In:* the theme that is compiled in, and a county's own on top of it. *Out:* [`Theme`], which is all that layout knows
//! about looks. *Invariants:* no text below nine points, and no text on a ground of the theme with a contrast below
//! 4.5:1. *Units:* points. One table, [`keys`], says which keys there are and what each may hold; reading, the errors and
//! the names suggested for a misspelt key come from it.

use std::collections::BTreeMap;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::canvas::Rgb;
use super::faces::{Faces, default_faces};
use super::picture;
use crate::document::{Shade, Tone};
use crate::problem::{Place, Problem, Problems};

/// The file's name in a folder of templates.
pub const FILE: &str = "theme.toml";
/// The theme that is compiled in.
pub const BUILT_IN: &str = include_str!("../../templates/theme.toml");
/// No text is smaller, in points.
const SMALLEST: f32 = 9.;
/// No text stands out less from its ground (WCAG 2.2 AA).
pub const LEAST_CONTRAST: f32 = 4.5;

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
    fonts: [Option<String>; 4],
    logo_file: Option<String>,
    logo_alt: Option<String>,
    logo_height: f32,
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
    /// Header and footer.
    pub furniture: f32,
}

/// Line heights as multiples of the size.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Leading {
    /// Body text.
    pub body: f32,
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
    pub image: super::Image,
    /// What it is, for those who do not see it.
    pub alt: String,
    /// How high it is shown, in points.
    pub height: f32,
}

/// What a key may hold, and where it goes.
enum Slot<'a> {
    /// A size of text: nine points or more.
    Size(&'a mut f32),
    /// A distance in points, 0 or more.
    Length(&'a mut f32),
    /// A line height as a multiple of the size, 1 or more.
    Leading(&'a mut f32),
    /// A colour as in `#12436D`.
    Colour(&'a mut Rgb),
    /// As many colours as there are.
    Colours(&'a mut [Rgb]),
    /// Text.
    Text(&'a mut Option<String>),
}

impl Theme {
    /// Gives the theme that is compiled in.
    ///
    /// # Errors
    /// None with the theme as it is.
    pub fn built_in() -> Result<Self, Problems> {
        let mut theme = Theme::default();
        theme.apply(BUILT_IN)?;
        Ok(theme)
    }

    /// Reads `theme.toml` in a folder of templates on top of the theme that is compiled in; a folder without one keeps that.
    ///
    /// # Errors
    /// Everything that is wrong in the file, each with its line: unknown keys, values of the wrong kind, text that is too
    /// small or too faint; a logo that is no PNG or JPEG or has no text alternative.
    pub fn load(folder: Option<&Path>) -> Result<Self, Problems> {
        let mut theme = Theme::built_in()?;
        let Some(folder) = folder else { return Ok(theme) };
        match std::fs::read_to_string(folder.join(FILE)) {
            Ok(text) => theme.apply(&text)?,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(theme),
            Err(e) => {
                return Err(
                    Problem::error("theme-unreadable", Place::file(FILE), format!("cannot be read: {e}")).into()
                );
            }
        }
        if let Some(file) = &theme.logo_file {
            let (image, alt) = (picture::load(folder, file)?, theme.logo_alt.clone().unwrap_or_default());
            theme.logo = Some(Logo { image, alt, height: theme.logo_height });
        }
        Ok(theme)
    }

    /// Reads the fonts that the theme names in a folder of templates; without any, those that are compiled in.
    ///
    /// # Errors
    /// A font that is named but cannot be read, or not all four styles named.
    pub fn faces(&self, folder: Option<&Path>) -> Result<Faces, Problems> {
        let (Some(folder), [Some(regular), Some(bold), Some(italic), Some(bold_italic)]) = (folder, &self.fonts) else {
            return Ok(default_faces()?);
        };
        let mut files = Vec::with_capacity(4);
        for name in [regular, bold, italic, bold_italic] {
            let data = std::fs::read(folder.join(name)).map_err(|e| {
                let message = format!("cannot be read: {e}");
                Problem::error("font-unreadable", Place::file(name), message).help("theme.toml names it under [fonts]")
            })?;
            files.push((name.as_str(), data.into()));
        }
        let files: [_; 4] = files.try_into().map_err(|_| missing_fonts())?;
        Ok(Faces::parse(files)?)
    }

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

    /// Puts a file's values in place of those that are there.
    fn apply(&mut self, text: &str) -> Result<(), Problems> {
        let table = DeTable::parse(text).map_err(|e| {
            let line = e.span().map(|s| line_of(text, s.start));
            let place = Place::File { file: FILE.into(), line, column: None };
            Problem::error("theme-unreadable", place, e.message().to_string())
        })?;
        let mut found = Vec::new();
        flatten(table.get_ref(), "", text, &mut found);
        let mut problems = Problems::new();
        let mut lines = BTreeMap::new();
        for (name, line, value) in found {
            match keys(self).into_iter().find(|(key, _)| *key == name) {
                Some((_, slot)) => problems.extend(fill(&name, line, value, slot)),
                None => problems.push(unknown(&name, line, &keys(self))),
            }
            lines.insert(name, line);
        }
        self.check(&lines, &mut problems);
        if problems.has_errors() { Err(problems) } else { Ok(()) }
    }

    /// Checks what concerns more than one key.
    fn check(&self, lines: &BTreeMap<String, usize>, problems: &mut Problems) {
        for (text, ground, colours) in self.pairs() {
            let contrast = colours[0].contrast(colours[1]);
            if contrast < LEAST_CONTRAST {
                let on = if ground.is_empty() { "the page".to_string() } else { format!("{ground} ({})", colours[1]) };
                let line = lines.get(text.as_str()).or_else(|| lines.get(ground.as_str())).copied();
                let message = format!("{text} ({}) on {on} has a contrast of {contrast:.1}:1", colours[0]);
                let help = "Text needs 4.5:1: take a darker text or a lighter ground";
                problems.push(Problem::error("theme-faint", at(line), message).help(help));
            }
        }
        let named = self.fonts.iter().flatten().count();
        if named != 0 && named != 4 {
            problems.push(missing_fonts());
        }
        if self.logo_file.is_some() && self.logo_alt.as_ref().is_none_or(|a| a.trim().is_empty()) {
            let message = "the logo has no text alternative";
            let line = lines.get("logo.file").copied();
            problems.push(Problem::error("logo-without-alt", at(line), message).help("Add alt = \"…\" under [logo]"));
        }
        let Page { width, height, left, right, top, bottom, .. } = self.page;
        if width.min(height) - left - right < 200. || width.min(height) - top - bottom < 200. {
            let message = "the margins leave less than 200 points for the text";
            problems.push(Problem::error("theme-margins", at(lines.get("page.left").copied()), message));
        }
    }

    /// Texts and their grounds: the keys of both (the page has none), and the colours.
    fn pairs(&self) -> Vec<(String, String, [Rgb; 2])> {
        let c = &self.colours;
        let on_page = [("text", c.text), ("heading", c.heading), ("quiet", c.quiet), ("link", c.link)];
        let mut out: Vec<_> = on_page
            .iter()
            .flat_map(|(name, colour)| {
                let text = format!("colours.{name}");
                [
                    (text.clone(), String::new(), [*colour, Rgb::WHITE]),
                    (text, "colours.ground".into(), [*colour, c.ground]),
                ]
            })
            .collect();
        for ([fill, text], name) in self.status.iter().zip(TONES) {
            out.push((format!("status.{name}.text"), format!("status.{name}.fill"), [*text, *fill]));
        }
        for (shades, name) in [(&self.heat_up, "heat.up"), (&self.heat_down, "heat.down")] {
            out.extend(shades.iter().map(|s| ("heat.text".to_string(), name.to_string(), [self.heat_text, *s])));
        }
        out
    }
}

const TONES: [&str; 5] = ["red", "amber", "green", "grey", "blue"];

/// All keys of a theme, and where each goes.
fn keys(t: &mut Theme) -> Vec<(&'static str, Slot<'_>)> {
    use Slot::{Colour, Colours, Leading, Length, Size, Text};
    let [regular, bold, italic, bold_italic] = &mut t.fonts;
    let [title, section, subsection] = &mut t.sizes.headings;
    let [title_above, section_above, subsection_above] = &mut t.spacing.above;
    let [title_below, section_below, subsection_below] = &mut t.spacing.below;
    let [[red, red_text], [amber, amber_text], [green, green_text], [grey, grey_text], [blue, blue_text]] =
        &mut t.status;
    vec![
        ("fonts.regular", Text(regular)),
        ("fonts.bold", Text(bold)),
        ("fonts.italic", Text(italic)),
        ("fonts.bold_italic", Text(bold_italic)),
        ("logo.file", Text(&mut t.logo_file)),
        ("logo.alt", Text(&mut t.logo_alt)),
        ("logo.height", Length(&mut t.logo_height)),
        ("page.width", Length(&mut t.page.width)),
        ("page.height", Length(&mut t.page.height)),
        ("page.left", Length(&mut t.page.left)),
        ("page.right", Length(&mut t.page.right)),
        ("page.top", Length(&mut t.page.top)),
        ("page.bottom", Length(&mut t.page.bottom)),
        ("page.header", Length(&mut t.page.header)),
        ("page.footer", Length(&mut t.page.footer)),
        ("sizes.title", Size(title)),
        ("sizes.section", Size(section)),
        ("sizes.subsection", Size(subsection)),
        ("sizes.body", Size(&mut t.sizes.body)),
        ("sizes.lead", Size(&mut t.sizes.lead)),
        ("sizes.note", Size(&mut t.sizes.note)),
        ("sizes.caption", Size(&mut t.sizes.caption)),
        ("sizes.subtitle", Size(&mut t.sizes.subtitle)),
        ("sizes.contents", Size(&mut t.sizes.contents)),
        ("sizes.table", Size(&mut t.sizes.table)),
        ("sizes.furniture", Size(&mut t.sizes.furniture)),
        ("leading.body", Leading(&mut t.leading.body)),
        ("leading.heading", Leading(&mut t.leading.heading)),
        ("leading.table", Leading(&mut t.leading.table)),
        ("spacing.grid", Length(&mut t.spacing.grid)),
        ("spacing.paragraph", Length(&mut t.spacing.paragraph)),
        ("spacing.list_item", Length(&mut t.spacing.list_item)),
        ("spacing.indent", Length(&mut t.spacing.indent)),
        ("spacing.title_above", Length(title_above)),
        ("spacing.title_below", Length(title_below)),
        ("spacing.section_above", Length(section_above)),
        ("spacing.section_below", Length(section_below)),
        ("spacing.subsection_above", Length(subsection_above)),
        ("spacing.subsection_below", Length(subsection_below)),
        ("spacing.figure", Length(&mut t.spacing.figure)),
        ("spacing.caption", Length(&mut t.spacing.caption)),
        ("spacing.cell_across", Length(&mut t.spacing.cell_across)),
        ("spacing.cell_down", Length(&mut t.spacing.cell_down)),
        ("spacing.callout", Length(&mut t.spacing.callout)),
        ("colours.text", Colour(&mut t.colours.text)),
        ("colours.heading", Colour(&mut t.colours.heading)),
        ("colours.quiet", Colour(&mut t.colours.quiet)),
        ("colours.link", Colour(&mut t.colours.link)),
        ("colours.rule", Colour(&mut t.colours.rule)),
        ("colours.ground", Colour(&mut t.colours.ground)),
        ("colours.accent", Colour(&mut t.colours.accent)),
        ("charts.palette", Colours(&mut t.charts.palette)),
        ("charts.emphasis", Colours(&mut t.charts.emphasis)),
        ("charts.grid", Colour(&mut t.charts.grid)),
        ("status.red.fill", Colour(red)),
        ("status.red.text", Colour(red_text)),
        ("status.amber.fill", Colour(amber)),
        ("status.amber.text", Colour(amber_text)),
        ("status.green.fill", Colour(green)),
        ("status.green.text", Colour(green_text)),
        ("status.grey.fill", Colour(grey)),
        ("status.grey.text", Colour(grey_text)),
        ("status.blue.fill", Colour(blue)),
        ("status.blue.text", Colour(blue_text)),
        ("heat.up", Colours(&mut t.heat_up)),
        ("heat.down", Colours(&mut t.heat_down)),
        ("heat.text", Colour(&mut t.heat_text)),
    ]
}

/// Lists all values with their dotted names and lines, in the file's order.
fn flatten<'a>(table: &'a DeTable<'a>, above: &str, text: &str, out: &mut Vec<(String, usize, &'a DeValue<'a>)>) {
    for (key, value) in table {
        let name = if above.is_empty() { key.get_ref().to_string() } else { format!("{above}.{}", key.get_ref()) };
        match value.get_ref() {
            DeValue::Table(inner) => flatten(inner, &name, text, out),
            other => out.push((name, line_of(text, key.span().start), other)),
        }
    }
    out.sort_by_key(|(_, line, _)| *line);
}

/// Reads a value into its place, or says what is wrong with it.
fn fill(name: &str, line: usize, value: &DeValue, slot: Slot) -> Option<Problem> {
    let wrong = |expected: &str| {
        let found = shown(value);
        Some(Problem::expected("theme-value", at(Some(line)), format!("{expected} for {name}"), found))
    };
    let bounded = |place: &mut f32, least: f32, expected: &str| match number(value) {
        Some(v) if (least..=2000.).contains(&v) => {
            *place = v;
            None
        }
        _ => wrong(expected),
    };
    match slot {
        Slot::Size(place) => bounded(place, SMALLEST, "a size of 9 points or more"),
        Slot::Length(place) => bounded(place, 0., "a length in points"),
        Slot::Leading(place) => bounded(place, 1., "a multiple of the size, 1 or more,"),
        Slot::Colour(place) => match value.as_str().and_then(Rgb::parse) {
            Some(colour) => {
                *place = colour;
                None
            }
            None => wrong("a colour such as \"#12436D\""),
        },
        Slot::Colours(places) => {
            let colours: Option<Vec<Rgb>> =
                value.as_array().and_then(|a| a.iter().map(|v| v.get_ref().as_str().and_then(Rgb::parse)).collect());
            match colours {
                Some(colours) if colours.len() == places.len() => {
                    places.copy_from_slice(&colours);
                    None
                }
                _ => wrong(&format!("{} colours such as [\"#12436D\", …]", places.len())),
            }
        }
        Slot::Text(place) => match value.as_str() {
            Some(text) => {
                *place = Some(text.into());
                None
            }
            None => wrong("text in quotation marks"),
        },
    }
}

fn number(value: &DeValue) -> Option<f32> {
    match value {
        DeValue::Integer(i) => i.as_str().parse().ok(),
        DeValue::Float(f) => f.as_str().parse().ok(),
        _ => None,
    }
}

fn shown(value: &DeValue) -> String {
    match value {
        DeValue::String(s) => format!("\"{s}\""),
        DeValue::Integer(i) => i.as_str().into(),
        DeValue::Float(f) => f.as_str().into(),
        other => other.type_str().into(),
    }
}

fn unknown(name: &str, line: usize, keys: &[(&'static str, Slot)]) -> Problem {
    let near = keys.iter().map(|(k, _)| (strsim::jaro_winkler(k, name), *k)).max_by(|a, b| a.0.total_cmp(&b.0));
    let problem = Problem::error("theme-key", at(Some(line)), format!("there is no {name} in a theme"));
    match near {
        Some((likeness, key)) if likeness > 0.8 => problem.help(format!("Did you mean {key}?")),
        _ => problem,
    }
}

fn missing_fonts() -> Problem {
    let message = "a family of fonts needs all four of regular, bold, italic and bold_italic under [fonts]";
    Problem::error("theme-fonts", Place::file(FILE), message)
}

fn at(line: Option<usize>) -> Place {
    Place::File { file: FILE.into(), line, column: None }
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let mut theme = Theme::built_in().expect("the theme that is compiled in");
        theme.apply(text).err().into_iter().flatten().map(|p| p.to_string()).collect()
    }

    #[test]
    fn the_theme_that_is_compiled_in_gives_every_key() {
        let mut theme = Theme::default();
        let table = DeTable::parse(BUILT_IN).expect("it is TOML");
        let mut found = Vec::new();
        flatten(table.get_ref(), "", BUILT_IN, &mut found);
        let given: Vec<String> = found.into_iter().map(|f| f.0).collect();
        let optional = |k: &str| k.starts_with("fonts.") || k.starts_with("logo.");
        let missing: Vec<_> =
            keys(&mut theme).iter().map(|k| k.0).filter(|k| !optional(k) && !given.iter().any(|g| g == k)).collect();
        assert_eq!(missing, [""; 0]);
        assert_eq!(problems(BUILT_IN), [""; 0]);
    }

    #[test]
    fn a_countys_theme_changes_only_what_it_names() {
        let mut theme = Theme::built_in().expect("the theme that is compiled in");
        theme.apply("[colours]\nheading = \"#801650\"\n[sizes]\nbody = 11.5\n").expect("it is sound");
        assert_eq!((theme.colours.heading, theme.sizes.lead), (Rgb([0x80, 0x16, 0x50]), 14.));
        assert!((theme.sizes.body - 11.5).abs() < 0.001);
    }

    #[test]
    fn faults_are_told_with_their_lines_all_at_once() {
        let text = "[colours]\nheading = \"#28A197\"\ntxt = 3\n[sizes]\ntable = 8\n[heat]\nup = [\"#FFFFFF\"]\n";
        insta::assert_snapshot!(problems(text).join("\n"), @r##"
        theme.toml:3: there is no colours.txt in a theme. Did you mean colours.text?
        theme.toml:5: expected a size of 9 points or more for sizes.table, found 8
        theme.toml:7: expected 3 colours such as ["#12436D", …] for heat.up, found array
        theme.toml:2: colours.heading (#28A197) on the page has a contrast of 3.2:1. Text needs 4.5:1: take a darker text or a lighter ground
        theme.toml:2: colours.heading (#28A197) on colours.ground (#EEF2F6) has a contrast of 2.8:1. Text needs 4.5:1: take a darker text or a lighter ground
        "##);
        assert_eq!(problems("[logo]\nfile = \"a.png\"").len(), 1);
        assert!(problems("[sizes\n")[0].starts_with("theme.toml:1: "));
    }
}
