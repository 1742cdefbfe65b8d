//! What tracing cannot see of tables and charts: that a figure stands in the row and the column that it is of.
//!
//! A figure's name says the area, the series and what of it is printed; the words around it must say the same. Every part of
//! a name is looked for in the row and the heading over it, and what is printed in the column's header. A column of figures
//! whose header is not known here fails.

use std::collections::BTreeSet;

use super::*;
use crate::document::{Block, BlockKind, Chart, Document, Inline, Provenance, Row, Table, plain_text};

/// What the columns of tables hold: the header, and how the names of the figures in it end. A header in which an area's or
/// a measure's own word stands has `{}` there.
const COLUMNS: &[(&str, &[&str])] = &[
    ("Change", &["/ rolling12 / change", "/ change"]),
    ("Change, %", &["/ rolling12"]),
    ("Per 1,000 people", &["/ rate"]),
    ("Year to date, %", &["/ year_to_date"]),
    ("{}, %", &["/ rolling12"]),
    ("12 months", &["/ rolling12 / current"]),
    ("Year before", &["/ rolling12 / previous"]),
    ("Year to date, change", &["/ year_to_date / change"]),
    ("Average a month", &["/ latest / average12"]),
    ("Actual", &["/ actual"]),
    ("Target", &["/ target"]),
    ("Difference, %", &["/ percent_difference"]),
    ("Difference", &["/ difference"]),
    ("Previous", &["/ previous"]),
    ("Was", &["/ was"]),
    ("Is", &["/ is"]),
    ("Month", &["/ month"]),
    ("Now", &["/ count"]),
    ("Last quarter", &["/ previous"]),
    ("Treated in", &["/ quarter"]),
    ("Quarters open", &["/ open_quarters"]),
    ("Due", &["/ due", "/ previous_due", "/ first_due"]),
    ("Action", &["/ updated_on"]),
    ("Higher or lower than usual", &["/ count"]),
    // Statements that there is nothing, and notes in the cells of names.
    ("Area", &["/ returned", "/ expected"]),
    ("Progress", &["/ progress"]),
    ("In", &["method / 12"]),
    ("Workbook", &["/ workbook"]),
    ("Threat or risk", &["/ priority"]),
];

/// What the rows of a table of counts are of, where the row says it in other words than the name does.
const ROWS: &[(&str, &str)] = &[
    ("Gone off track", "newly_off_track"),
    ("Back on track", "back_on_track"),
    ("Completed", "completed"),
    ("Due date slipped", "slipped"),
    ("Added to the published plan", "added"),
];

/// Words of names that say nothing of what a figure is of.
const WORDS: [&str; 6] = ["Action plan", "Themes", "Board actions", "method", "returns", "12"];

struct Reader<'a> {
    facts: &'a Facts,
    /// The title, and the nearest heading.
    title: String,
    heading: String,
    faults: Vec<String>,
}

/// Says which figures of a paper's tables and charts are not in the row, column or chart that they are of.
pub(super) fn faults(facts: &Facts, document: &Document) -> Vec<String> {
    let mut reader = Reader { facts, title: String::new(), heading: String::new(), faults: Vec::new() };
    reader.blocks(&document.blocks);
    reader.faults
}

/// The names of the figures in inlines.
fn names(inlines: &[Inline]) -> Vec<String> {
    let one = |inline: &Inline| match inline {
        Inline::Text { spans, .. } => {
            let figure = |s: &crate::document::Span| match &s.of {
                Provenance::Figure(name) => Some(name.to_string()),
                _ => None,
            };
            spans.iter().filter_map(figure).collect()
        }
        Inline::Link { text, .. } => names(text),
        _ => Vec::new(),
    };
    inlines.iter().flat_map(one).collect()
}

fn paragraphs(blocks: &[Block]) -> impl Iterator<Item = &[Inline]> {
    blocks.iter().filter_map(|b| match &b.kind {
        BlockKind::Paragraph { text, .. } => Some(text.as_slice()),
        _ => None,
    })
}

impl Reader<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Heading { text, level, .. } => {
                    self.heading = plain_text(text);
                    if *level == 1 {
                        self.title.clone_from(&self.heading);
                    }
                }
                BlockKind::Table(table) => self.table(table),
                BlockKind::Figure(figure) => self.chart(&figure.chart, &figure.subtitle.text),
                BlockKind::Landscape(inner) | BlockKind::Together(inner) => self.blocks(inner),
                _ => {}
            }
        }
    }

    fn table(&mut self, table: &Table) {
        let mut group = String::new();
        let mut before = String::new();
        let headers: Vec<String> = table.columns.iter().map(|c| plain_text(&c.header)).collect();
        let about = format!("{} | {} | {}", self.title, plain_text(&table.caption), headers.join(" | "));
        for row in &table.rows {
            let (cells, continues) = match row {
                Row::Group { text, .. } => {
                    group = plain_text(text);
                    continue;
                }
                Row::Cells { cells, continues, .. } => (cells, *continues),
            };
            let text: Vec<String> = cells.iter().flat_map(|c| paragraphs(&c.blocks)).map(plain_text).collect();
            let mut words = text.join(" ");
            if continues {
                words = format!("{before} {words}");
            } else {
                before.clone_from(&words);
            }
            for (cell, column) in cells.iter().zip(&table.columns) {
                let header = plain_text(&column.header);
                for name in paragraphs(&cell.blocks).flat_map(names) {
                    self.column(&header, &name);
                    self.subject(&name, &format!("{words} | {group} | {about}"));
                }
            }
        }
    }

    fn column(&mut self, header: &str, name: &str) {
        let main = &self.facts.areas[0].measures[0].total.name;
        let last = self.facts.quarter.last_month.short();
        // A header in full comes before one with a gap.
        let exact = COLUMNS.iter().find(|(known, _)| header == *known);
        let gap = |known: &str| {
            known.split_once("{}").is_some_and(|(before, after)| header.starts_with(before) && header.ends_with(after))
        };
        let known = exact.or_else(|| COLUMNS.iter().find(|(known, _)| gap(known)));
        let right = known.is_some_and(|(_, ends)| ends.iter().any(|end| name.ends_with(end)))
            || header == main && name.ends_with("/ rolling12 / current")
            || header == last && name.ends_with("/ latest / count")
            || header == "Actions" && ROWS.iter().any(|(_, end)| name.ends_with(end));
        if !right {
            self.faults.push(format!("{name} stands in the column {header:?} under {:?}", self.heading));
        }
    }

    /// Looks for every part of a name in the words around it: an area's title will do for its name, and a total needs no
    /// name in a table of totals.
    fn subject(&mut self, name: &str, words: &str) {
        let parts: Vec<&str> = name.split(" / ").collect();
        let title = |part: &str| self.facts.areas.iter().find(|a| a.name == part).map(|a| a.title.as_str());
        let totals = || self.facts.areas.iter().flat_map(|a| &a.measures).map(|m| m.total.name.as_str());
        let measures = || self.facts.areas.iter().flat_map(|a| &a.measures).map(|m| m.name.as_str());
        let of_totals = self.heading == "At a glance";
        let said = |part: &str| {
            let there = |word: &str| words.contains(word) || self.heading.contains(word);
            there(part)
                || title(part).is_some_and(there)
                || WORDS.contains(&part)
                || part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
                || part.starts_with("revision ")
                || of_totals && totals().any(|t| t == part)
                || measures().next() == Some(part)
                || ROWS.iter().any(|(row, end)| words.contains(row) && *end == part)
        };
        let missing: Vec<&str> = parts.iter().copied().filter(|part| !said(part)).collect();
        // A row that names another figure of the list is of that one.
        let counts = ROWS
            .iter()
            .any(|(row, end)| name.ends_with(end) && !words.contains(row) && name.starts_with("Action plan"));
        if !missing.is_empty() || counts {
            self.faults.push(format!("{name} stands in {words:?} under {:?}: no {missing:?}", self.heading));
        }
    }

    /// A chart's labels stand beside the name of what they are of, longest bar first, and say what the bar shows.
    fn chart(&mut self, chart: &Chart, subtitle: &str) {
        let Chart::Bars(chart) = chart else { return };
        let mut seen = BTreeSet::new();
        for bar in &chart.bars {
            for span in &bar.label.spans {
                if let Provenance::Figure(name) = &span.of {
                    self.subject(name, &format!("{} | {subtitle}", bar.name));
                }
            }
            if !seen.insert(&bar.name) {
                self.faults.push(format!("two bars of {}", bar.name));
            }
            let said: String = bar.label.text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
            let shown = bar.value.map(|v| v.abs().round(u8::from(chart.percent)).to_string().replace(',', ""));
            if shown.as_ref().is_some_and(|s| *s != said && bar.label.text != "[low]") {
                self.faults.push(format!("{}: {} for {shown:?}", bar.name, bar.label.text));
            }
        }
        if chart.bars.windows(2).any(|w| w[0].value < w[1].value) {
            self.faults.push(format!("bars out of order under {:?}", self.heading));
        }
    }
}
