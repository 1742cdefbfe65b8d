//! How one partnership lays out its return: see `forms.toml`.

use std::collections::BTreeMap;

use board_papers::quarter::{Month, Quarter};
use serde::Deserialize;

/// How a partnership lays out its return, the same every quarter.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Form {
    /// Who it says it is.
    pub(crate) partnership: String,
    /// How it writes the quarter.
    quarter: String,
    /// The banner above each table.
    #[serde(default)]
    pub(crate) title: String,
    /// Month headers.
    pub(crate) months: MonthHeader,
    /// Whether the latest month comes first.
    #[serde(default)]
    pub(crate) newest_first: bool,
    /// What the total row is called.
    #[serde(default)]
    pub(crate) total: String,
    /// The row of each table's header.
    pub(crate) row: u32,
    /// The first column of each table.
    #[serde(default)]
    pub(crate) column: u16,
    /// The fill of header cells.
    pub(crate) colour: String,
    /// Sheets and columns written in its own way.
    #[serde(default)]
    names: BTreeMap<String, String>,
    /// Whether the last column of each list comes first.
    #[serde(default)]
    pub(crate) rotate: bool,
    /// Whether counts from 1,000 are text with commas.
    #[serde(default)]
    pub(crate) commas: bool,
    /// How many of the earliest months are hidden.
    #[serde(default)]
    pub(crate) hide: u16,
    /// A sheet of its own.
    #[serde(default)]
    pub(crate) extra: String,
}

/// How a month header is written.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MonthHeader {
    /// A real date.
    Date,
    /// Text, as in `Apr-13`.
    Short,
    /// Text, as in `April 2013`.
    Long,
}

impl Form {
    /// Gives a sheet or column the name that this partnership writes.
    pub(crate) fn name<'a>(&'a self, name: &'a str) -> &'a str {
        self.names.get(name).map_or(name, String::as_str)
    }

    /// Writes the quarter as this partnership does.
    pub(crate) fn quarter(&self, quarter: Quarter) -> String {
        let year = quarter.financial_year();
        self.quarter
            .replace("{q}", &quarter.number().to_string())
            .replace("{year}", &year)
            .replace("{dashed}", &year.replace('/', "-"))
    }
}

/// Writes a month as in `Apr-13`.
pub(crate) fn short(month: Month) -> String {
    format!("{}-{:02}", &month.name()[..3], month.year().rem_euclid(100))
}
