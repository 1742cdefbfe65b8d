//! What may stand in `theme.toml`, in one table, and what must hold.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::model::{Page, Theme};
use crate::drawing::colour::Rgb;
use crate::problem::{Code, Place, Problem, Problems};

/// The file's name in a folder of templates.
pub const FILE: &str = "theme.toml";
/// No text is smaller, in points.
const SMALLEST: f32 = 9.;
/// No text stands out less from its ground (WCAG 2.2 AA).
pub const LEAST_CONTRAST: f32 = 4.5;

/// What a key may hold, and where it goes.
pub(super) enum Slot<'a> {
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
    /// Puts a file's values in place of those that are there.
    pub(super) fn apply(&mut self, text: &str) -> Result<(), Problems> {
        let table = DeTable::parse(text).map_err(|e| {
            let line = e.span().map(|s| line_of(text, s.start));
            let place = Place::File { file: FILE.into(), line, column: None };
            Problem::new(Code::ThemeUnreadable, place, e.message().to_string())
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
                problems.push(Problem::new(Code::ThemeFaint, at(line), message).help(help));
            }
        }
        let named = self.fonts.iter().flatten().count();
        if named != 0 && named != 4 {
            problems.push(missing_fonts());
        }
        if self.logo_file.is_some() && self.logo_alt.as_ref().is_none_or(|a| a.trim().is_empty()) {
            let message = "the logo has no text alternative";
            let line = lines.get("logo.file").copied();
            problems.push(Problem::new(Code::LogoWithoutAlt, at(line), message).help("Add alt = \"…\" under [logo]"));
        }
        let Page { width, height, left, right, top, bottom, .. } = self.page;
        if width.min(height) - left - right < 200. || width.min(height) - top - bottom < 200. {
            let message = "the margins leave less than 200 points for the text";
            problems.push(Problem::new(Code::ThemeMargins, at(lines.get("page.left").copied()), message));
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
pub(super) fn keys(t: &mut Theme) -> Vec<(&'static str, Slot<'_>)> {
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
        ("sizes.chart", Size(&mut t.sizes.chart)),
        ("sizes.furniture", Size(&mut t.sizes.furniture)),
        ("leading.body", Leading(&mut t.leading.body)),
        ("leading.body_least", Leading(&mut t.leading.body_least)),
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
        ("spacing.cell_down_least", Length(&mut t.spacing.cell_down_least)),
        ("spacing.figure_down", Length(&mut t.spacing.figure_down)),
        ("spacing.figure_down_least", Length(&mut t.spacing.figure_down_least)),
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
pub(super) fn flatten<'a>(
    table: &'a DeTable<'a>,
    above: &str,
    text: &str,
    out: &mut Vec<(String, usize, &'a DeValue<'a>)>,
) {
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
        Some(Problem::expected(Code::ThemeValue, at(Some(line)), format!("{expected} for {name}"), found))
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
    let problem = Problem::new(Code::ThemeKey, at(Some(line)), format!("there is no {name} in a theme"));
    match near {
        Some((likeness, key)) if likeness > 0.8 => problem.help(format!("Did you mean {key}?")),
        _ => problem,
    }
}

pub(super) fn missing_fonts() -> Problem {
    let message = "a family of fonts needs all four of regular, bold, italic and bold_italic under [fonts]";
    Problem::new(Code::ThemeFonts, Place::file(FILE), message)
}

fn at(line: Option<usize>) -> Place {
    Place::File { file: FILE.into(), line, column: None }
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count()
}
