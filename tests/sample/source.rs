//! The words of one return, as written in its TOML file.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer};

/// A return's words; the counts and what follows from them come from elsewhere.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    /// The workbook's name.
    pub(crate) workbook: String,
    /// The area whose counts it holds; none for the county unit.
    #[serde(default)]
    pub(crate) area: String,
    /// The post that completed it.
    pub(crate) completed_by: String,
    /// When.
    #[serde(deserialize_with = "date")]
    pub(crate) completed_on: NaiveDate,
    /// Whether its figures may still change.
    #[serde(default)]
    pub(crate) provisional: bool,
    /// Notes for the annex.
    #[serde(default)]
    pub(crate) notes: String,
    /// Indicators beyond those computed from the counts.
    #[serde(default)]
    pub(crate) indicator: Vec<Indicator>,
    /// What the partnership says of an indicator that is computed.
    #[serde(default)]
    pub(crate) comment: Vec<Comment>,
    /// `Activity`.
    #[serde(default)]
    pub(crate) activity: Vec<Passage>,
    /// `Actions`.
    #[serde(default)]
    pub(crate) action: Vec<Progress>,
    /// `Priorities`.
    #[serde(default)]
    pub(crate) priority: Vec<Passage>,
    /// `Action plan`: each risk with the actions that answer it.
    #[serde(default)]
    pub(crate) plan: Vec<Plan>,
    /// `Board actions`.
    #[serde(default)]
    pub(crate) board_action: Vec<BoardAction>,
    /// `Papers`.
    #[serde(default)]
    pub(crate) paper: Vec<Paper>,
}

/// A row of `Indicators`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Indicator {
    pub(crate) code: String,
    pub(crate) indicator: String,
    pub(crate) period: String,
    pub(crate) actual: f64,
    pub(crate) target: Option<f64>,
    pub(crate) previous: Option<f64>,
    pub(crate) better: String,
    pub(crate) unit: String,
    #[serde(default)]
    pub(crate) comment: String,
    #[serde(default)]
    pub(crate) session: String,
}

/// What the partnership says of an indicator.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Comment {
    pub(crate) code: String,
    pub(crate) text: String,
}

/// A row of `Activity` or `Priorities`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Passage {
    pub(crate) priority: String,
    #[serde(default)]
    pub(crate) heading: String,
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) session: String,
}

/// A row of `Actions`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Progress {
    #[serde(rename = "ref")]
    pub(crate) reference: String,
    pub(crate) status: String,
    pub(crate) progress: String,
    #[serde(deserialize_with = "date")]
    pub(crate) updated_on: NaiveDate,
    #[serde(default)]
    pub(crate) session: String,
}

/// A risk of the action plan.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Plan {
    pub(crate) priority: String,
    pub(crate) risk: String,
    pub(crate) action: Vec<PlannedAction>,
}

/// An action that answers it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlannedAction {
    #[serde(rename = "ref")]
    pub(crate) reference: String,
    pub(crate) action: String,
    pub(crate) owner: String,
    #[serde(default, deserialize_with = "some_date")]
    pub(crate) due: Option<NaiveDate>,
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) progress: String,
    #[serde(default)]
    pub(crate) session: String,
}

/// A row of `Board actions`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BoardAction {
    pub(crate) item: u32,
    pub(crate) priority: String,
    pub(crate) action: String,
    #[serde(default)]
    pub(crate) decision: String,
    #[serde(default)]
    pub(crate) in_progress: String,
    pub(crate) raised: String,
    #[serde(default)]
    pub(crate) outcome: String,
    #[serde(default)]
    pub(crate) session: String,
}

/// A row of `Papers`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Paper {
    pub(crate) paper: String,
    pub(crate) field: String,
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) session: String,
}

/// Gives a text as it is typed into a cell.
///
/// In the source a paragraph is wrapped and blank lines part paragraphs; a line that starts with `-`, `*` or `•`
/// begins a list item, and an indented one carries it on.
pub(crate) fn cell_text(source: &str) -> String {
    let mut text = String::new();
    let mut blank = false;
    for line in source.trim().lines() {
        let words = line.trim();
        if words.is_empty() {
            blank = true;
            continue;
        }
        let item = ["- ", "* ", "• "].iter().any(|mark| words.starts_with(mark));
        if !text.is_empty() {
            text.push_str(match (blank, item) {
                (true, _) => "\n\n",
                (false, true) => "\n",
                (false, false) => " ",
            });
        }
        text.push_str(words);
        blank = false;
    }
    text
}

fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let typed = toml::value::Datetime::deserialize(deserializer)?;
    let day = typed.date.and_then(|d| NaiveDate::from_ymd_opt(d.year.into(), d.month.into(), d.day.into()));
    day.ok_or_else(|| serde::de::Error::custom("expected a date, as in 2013-10-14"))
}

fn some_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    date(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_unwrapped_and_items_keep_their_lines() {
        let source = "\nOne line,\ncarried on:\n\n- an item\n  carried on\n- another\n\nA paragraph.\n";
        assert_eq!(cell_text(source), "One line, carried on:\n\n- an item carried on\n- another\n\nA paragraph.");
    }
}
