//! What tags say in their attributes.

use crate::document::encode::{FigureTag, plain};
use crate::document::model::{Align, ColumnContent};

/// A tag's attributes, in order; those without a value are empty.
pub(super) struct Attributes(Vec<(String, String)>);

impl Attributes {
    /// Reads what follows a tag's name.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut out = Vec::new();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
            let (key, after) = rest.split_at(end);
            let mut value = String::new();
            rest = after;
            if let Some(quoted) = after.strip_prefix('=') {
                let inner = quoted.strip_prefix('"').and_then(|q| q.split_once('"'));
                let (inner, after) = inner.ok_or_else(|| format!("expected {key}=\"…\""))?;
                value = plain(inner);
                rest = after;
            }
            out.push((key.to_string(), value));
            rest = rest.trim_start();
        }
        Ok(Attributes(out))
    }

    /// Gives the first attribute that nobody took.
    pub(super) fn rest(&self) -> Option<&str> {
        self.0.first().map(|(key, _)| key.as_str())
    }

    /// Takes the value of an attribute out, where it is there.
    pub(super) fn take(&mut self, key: &str) -> Option<String> {
        let at = self.0.iter().position(|(k, _)| k == key)?;
        Some(self.0.remove(at).1)
    }

    /// Takes the value of an attribute that a tag must have.
    pub(super) fn required(&mut self, tag: &str, key: &str) -> Result<String, String> {
        self.take(key).filter(|v| !v.is_empty()).ok_or_else(|| format!("<{tag}> wants {key}=\"…\""))
    }
}

/// What is said of the table that follows.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct TableOptions {
    pub(super) id: Option<String>,
    pub(super) caption: String,
    pub(super) summary: Option<String>,
    pub(super) columns: Option<Vec<(Align, ColumnContent)>>,
    pub(super) row_headers: bool,
    pub(super) no_header: bool,
}

impl TableOptions {
    /// Reads the attributes of `<table-options/>`.
    pub(super) fn read(attributes: &mut Attributes) -> Result<Self, String> {
        let columns = match attributes.take("columns") {
            Some(list) => Some(list.split(',').map(|c| column(c.trim())).collect::<Result<_, _>>()?),
            None => None,
        };
        Ok(TableOptions {
            id: attributes.take("id"),
            caption: attributes.take("caption").unwrap_or_default(),
            summary: attributes.take("summary"),
            columns,
            row_headers: attributes.take("row-headers").is_some(),
            no_header: attributes.take("no-header").is_some(),
        })
    }
}

fn column(text: &str) -> Result<(Align, ColumnContent), String> {
    let weight = |w: &str| w.parse::<f32>().ok().filter(|w| *w > 0. && *w <= 100.);
    match text {
        "entries" => Ok((Align::Left, ColumnContent::Entries)),
        "number" => Ok((Align::Right, ColumnContent::Entries)),
        "prose" => Ok((Align::Left, ColumnContent::Prose(1.))),
        other => match other.strip_prefix("prose:").and_then(weight) {
            Some(weight) => Ok((Align::Left, ColumnContent::Prose(weight))),
            None => {
                Err(format!("expected a column of entries, number, prose or prose:2, found \u{201c}{other}\u{201d}"))
            }
        },
    }
}

/// Reads the attributes of `<figure/>`.
pub(super) fn figure_tag(attributes: &mut Attributes) -> Result<FigureTag, String> {
    let chart = attributes.required("figure", "chart")?;
    let chart = chart.parse().map_err(|_| format!("expected the place of a chart, found \u{201c}{chart}\u{201d}"))?;
    let id = attributes.take("id").filter(|id| !id.is_empty());
    let [title, subtitle, alt] = ["title", "subtitle", "alt"].map(|key| attributes.take(key).unwrap_or_default());
    Ok(FigureTag { chart, id, title, subtitle, alt })
}
