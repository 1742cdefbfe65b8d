//! Every text of a paper in reading order, with what of it no template typed.

use super::{
    Block, BlockKind, Chart, Document, Figure, Inline, Provenance, Row, Source, Span, StatusChart, StatusRow, Table,
    TrendChart, Wording, plain_text,
};
use crate::number::{Count, Ratio, grouped};

/// A run of text, where it stands and what it is.
#[derive(Clone, PartialEq, Debug)]
pub struct Run<'d> {
    /// The text of the nearest heading before it.
    pub heading: String,
    /// Where it came from.
    pub source: &'d Source,
    /// Its characters and spans.
    pub said: Wording,
}

impl Run<'_> {
    /// Gives the figures in it: the text of each as it is printed, and its name.
    pub fn figures(&self) -> impl Iterator<Item = (&str, &str)> {
        self.said.spans.iter().filter_map(|Span { range, of }| match of {
            Provenance::Figure(name) => Some((self.said.text.get(range.clone())?, &**name)),
            Provenance::Text | Provenance::Time => None,
        })
    }
}

impl Document {
    /// Gives every run of text in reading order: headings, paragraphs, lists, tables with their captions and headers,
    /// figures with their titles, subtitles, text alternatives and the labels of their charts. Words of status labels and
    /// numbers of figures and tables are not among them: no figure is in those.
    pub fn runs(&self) -> Vec<Run<'_>> {
        let mut walk = Walk { heading: String::new(), runs: Vec::new() };
        walk.blocks(&self.blocks);
        walk.runs
    }
}

struct Walk<'d> {
    heading: String,
    runs: Vec<Run<'d>>,
}

impl<'d> Walk<'d> {
    fn add(&mut self, source: &'d Source, said: Wording) {
        if !said.text.is_empty() {
            self.runs.push(Run { heading: self.heading.clone(), source, said });
        }
    }

    fn inlines(&mut self, source: &'d Source, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text { text, spans, .. } => {
                    self.add(source, Wording { text: text.clone(), spans: spans.clone() });
                }
                Inline::Link { text, .. } => self.inlines(source, text),
                Inline::Break | Inline::Status(_) | Inline::Reference(_) => {}
            }
        }
    }

    fn blocks(&mut self, blocks: &'d [Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Heading { text, .. } => {
                    self.heading = plain_text(text);
                    self.inlines(&block.source, text);
                }
                BlockKind::Paragraph { text, .. } => self.inlines(&block.source, text),
                BlockKind::List(list) => list.items.iter().for_each(|item| self.blocks(item)),
                BlockKind::Table(table) => self.table(&block.source, table),
                BlockKind::Figure(figure) => self.figure(&block.source, figure),
                BlockKind::Landscape(inner) | BlockKind::Together(inner) => self.blocks(inner),
                BlockKind::Contents | BlockKind::PageBreak => {}
            }
        }
    }

    fn table(&mut self, source: &'d Source, table: &'d Table) {
        self.inlines(source, &table.caption);
        table.columns.iter().for_each(|column| self.inlines(source, &column.header));
        for row in &table.rows {
            match row {
                Row::Group { source, text } => self.inlines(source, text),
                Row::Cells { cells, .. } => cells.iter().for_each(|cell| self.blocks(&cell.blocks)),
            }
        }
    }

    fn figure(&mut self, source: &'d Source, figure: &Figure) {
        self.inlines(source, &figure.title);
        self.add(source, figure.subtitle.clone());
        self.add(source, figure.alt.clone());
        labels(&figure.chart).into_iter().for_each(|label| self.add(source, label));
    }
}

/// Gives the figures that a chart shows as text, in its order.
fn labels(chart: &Chart) -> Vec<Wording> {
    match chart {
        Chart::Bars(chart) => chart.bars.iter().map(|bar| bar.label.clone()).collect(),
        Chart::Trend(chart) => trend(chart),
        Chart::Multiples(charts) => charts.iter().filter_map(latest).collect(),
        Chart::Statuses(chart) => statuses(chart),
    }
}

fn latest(chart: &TrendChart) -> Option<Wording> {
    let count = chart.points.last()?.count?;
    Some(Wording::figure(grouped(count.into()), &format!("{} / count", chart.path)))
}

/// The latest month, the mean and the limits, and the months outside those.
fn trend(chart: &TrendChart) -> Vec<Wording> {
    let of = |text: String, figure: &str| Wording::figure(text, &format!("{} / {figure}", chart.path));
    let lines = chart.centre.into_iter().chain(chart.limits.into_iter().flatten());
    let lines = lines.map(|value: Ratio| of(value.round(1).to_string(), "xmr"));
    let before = &chart.points[..chart.points.len().saturating_sub(1)];
    let special = before.iter().filter(|p| p.special).filter_map(|p| Some(of(grouped(p.count?.into()), "trend")));
    latest(chart).into_iter().chain(lines).chain(special).collect()
}

fn statuses(chart: &StatusChart) -> Vec<Wording> {
    let row = |StatusRow { name, counts }: &StatusRow| {
        let counts = counts.iter().zip(&chart.statuses).filter(|(n, _)| **n > 0);
        let figure = |(n, status): (&u32, &super::Status)| {
            Wording::figure(Count(*n).to_string(), &format!("{} / {name} / {}", chart.path, status.word))
        };
        counts.map(figure).collect::<Vec<_>>()
    };
    chart.rows.iter().flat_map(row).collect()
}
