//! The block helper `chart`: a chart with the title, subtitle and text alternative written between its tags.
//!
//! ```text
//! {{#chart area.main.volume_chart (anchor "volume" area.name)}}
//! title: …
//! subtitle: …
//! alt: …
//! {{/chart}}
//! ```

use handlebars::{
    Context, Handlebars, Helper as Call, HelperDef, HelperResult, Output, RenderContext, RenderError, Renderable,
    StringOutput,
};

use serde::Deserialize as _;

use super::failure;
use crate::document::{self, FigureTag};
use crate::narrative::marks;
use crate::narrative::view::Chart;

/// The block helper.
pub(super) struct ChartHelper;

impl HelperDef for ChartHelper {
    fn call<'reg: 'rc, 'rc>(
        &self,
        call: &Call<'rc>,
        engine: &'reg Handlebars<'reg>,
        context: &'rc Context,
        state: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        if let Some(missing) = call.params().iter().find(|p| p.is_value_missing()) {
            return Err(RenderError::strict_error(missing.relative_path()));
        }
        let (Some(chart), Some(id), Some(inner)) = (call.param(0), call.param(1), call.template()) else {
            return Err(failure(
                "{{#chart chart id}} wants a chart, a name and three lines: title, subtitle, alt".into(),
            ));
        };
        let Chart { chart } = Chart::deserialize(chart.value()).map_err(|_| {
            failure("{{#chart}}: the first value is not a chart; ask {{#if}} whether there is one".into())
        })?;
        let mut text = StringOutput::new();
        inner.render(engine, context, state, &mut text)?;
        let written = marks::strip(&text.into_string()?);
        let Lines { title, subtitle, alt } = Lines::read(&written.text).map_err(failure)?;
        let id = id.value().as_str().filter(|i| !i.is_empty()).map(str::to_string);
        out.write(&FigureTag { chart, id, title, subtitle, alt }.to_string())?;
        if let Some((template, line)) = written.origins.into_iter().find_map(|o| o) {
            out.write(&marks::mark(template, line))?;
        }
        out.write("\n\n")?;
        Ok(())
    }
}

/// The three lines.
#[derive(Default)]
struct Lines {
    title: String,
    subtitle: String,
    alt: String,
}

impl Lines {
    /// Reads `title:`, `subtitle:` and `alt:`; a line that starts with none of them goes on with the one before.
    fn read(text: &str) -> Result<Self, String> {
        let mut found: Vec<(&str, String)> = Vec::new();
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
            let named = ["title", "subtitle", "alt"].iter().find_map(|n| {
                let rest = line.strip_prefix(n)?.strip_prefix(':')?;
                Some((*n, rest.to_string()))
            });
            match (named, found.last_mut()) {
                (Some(named), _) => found.push(named),
                (None, Some((_, last))) => {
                    last.push(' ');
                    last.push_str(line);
                }
                (None, None) => {
                    return Err(format!(
                        "{{{{#chart}}}}: expected \u{201c}title: …\u{201d}, found \u{201c}{line}\u{201d}"
                    ));
                }
            }
        }
        let mut lines = Lines::default();
        for (name, text) in found {
            let slot = match name {
                "title" => &mut lines.title,
                "subtitle" => &mut lines.subtitle,
                _ => &mut lines.alt,
            };
            if !slot.is_empty() {
                return Err(format!("{{{{#chart}}}}: \u{201c}{name}:\u{201d} is there twice"));
            }
            *slot = document::plain(&text);
        }
        Ok(lines)
    }
}
