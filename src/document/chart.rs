//! Charts as JSON in a fenced block: how a figure travels through Markdown.
//!
//! Numbers are exact: a ratio is written as a pair of whole numbers.

use serde::{Deserialize, Serialize};

use super::{Bar, BarChart, Chart, Figure, Inline, Point, Status, StatusChart, Tone, TrendChart, Wording};
use crate::number::Ratio;
use crate::quarter::Month;

/// A figure as it is written.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FigureJson {
    pub(crate) id: Option<String>,
    pub(crate) title: Wording,
    pub(crate) subtitle: Wording,
    pub(crate) alt: Wording,
    pub(crate) chart: ChartJson,
}

/// A chart as it is written.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub(crate) enum ChartJson {
    Bars {
        axis: String,
        percent: bool,
        bars: Vec<BarJson>,
    },
    Trend(TrendJson),
    Multiples(Vec<TrendJson>),
    Statuses {
        #[serde(default)]
        path: Box<str>,
        statuses: Vec<(Tone, String)>,
        rows: Vec<(String, Vec<u32>)>,
    },
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BarJson {
    name: String,
    value: Option<Exact>,
    label: Wording,
    total: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TrendJson {
    #[serde(default)]
    path: Box<str>,
    name: String,
    axis: String,
    /// Month, count, whether it is marked.
    points: Vec<(String, Option<i64>, bool)>,
    centre: Option<Exact>,
    limits: Option<[Exact; 2]>,
}

/// A ratio's numerator and denominator.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Exact(i64, i64);

impl Exact {
    /// Writes a ratio; one too large to be a count's is cut off, which no sum of counts reaches.
    fn of(ratio: Ratio) -> Self {
        Exact(clamp(ratio.numerator()), clamp(ratio.denominator()))
    }

    fn ratio(self) -> Result<Ratio, String> {
        Ratio::new(self.0.into(), self.1.into()).ok_or_else(|| "a number has 0 as its denominator".into())
    }
}

fn clamp(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX })
}

impl From<&Figure> for FigureJson {
    fn from(figure: &Figure) -> Self {
        FigureJson {
            id: figure.id.clone(),
            title: match figure.title.as_slice() {
                [Inline::Text { text, spans, .. }] => Wording { text: text.clone(), spans: spans.clone() },
                title => super::plain_text(title).into(),
            },
            subtitle: figure.subtitle.clone(),
            alt: figure.alt.clone(),
            chart: ChartJson::from(&figure.chart),
        }
    }
}

impl From<&Chart> for ChartJson {
    fn from(chart: &Chart) -> Self {
        match chart {
            Chart::Bars(c) => ChartJson::Bars {
                axis: c.axis.clone(),
                percent: c.percent,
                bars: c
                    .bars
                    .iter()
                    .map(|b| BarJson {
                        name: b.name.clone(),
                        value: b.value.map(Exact::of),
                        label: b.label.clone(),
                        total: b.total,
                    })
                    .collect(),
            },
            Chart::Trend(t) => ChartJson::Trend(t.into()),
            Chart::Multiples(ts) => ChartJson::Multiples(ts.iter().map(TrendJson::from).collect()),
            Chart::Statuses(s) => ChartJson::Statuses {
                path: s.path.clone(),
                statuses: s.statuses.iter().map(|s| (s.tone, s.word.clone())).collect(),
                rows: s.rows.clone(),
            },
        }
    }
}

impl From<&TrendChart> for TrendJson {
    fn from(t: &TrendChart) -> Self {
        TrendJson {
            path: t.path.clone(),
            name: t.name.clone(),
            axis: t.axis.clone(),
            points: t.points.iter().map(|p| (p.month.iso(), p.count, p.special)).collect(),
            centre: t.centre.map(Exact::of),
            limits: t.limits.map(|l| l.map(Exact::of)),
        }
    }
}

impl FigureJson {
    /// Makes the figure, or says what is wrong with it.
    pub(crate) fn figure(self) -> Result<Figure, String> {
        if self.title.text.trim().is_empty() {
            return Err("the chart has no title: say what it finds".into());
        }
        if self.alt.text.trim().is_empty() {
            return Err("the chart has no text alternative: say its kind, its range and its main point".into());
        }
        Ok(Figure {
            id: self.id,
            title: vec![self.title.inline()],
            subtitle: self.subtitle,
            alt: self.alt,
            chart: self.chart.chart()?,
        })
    }
}

impl ChartJson {
    fn chart(self) -> Result<Chart, String> {
        Ok(match self {
            ChartJson::Bars { axis, percent, bars } => {
                let bars = bars.into_iter().map(BarJson::bar).collect::<Result<_, _>>()?;
                Chart::Bars(BarChart { axis, percent, bars })
            }
            ChartJson::Trend(t) => Chart::Trend(t.trend()?),
            ChartJson::Multiples(ts) => {
                Chart::Multiples(ts.into_iter().map(TrendJson::trend).collect::<Result<_, _>>()?)
            }
            ChartJson::Statuses { path, statuses, rows } => {
                if let Some((name, _)) = rows.iter().find(|(_, counts)| counts.len() != statuses.len()) {
                    return Err(format!("the row {name} does not have one count a status"));
                }
                let statuses = statuses.into_iter().map(|(tone, word)| Status { tone, word }).collect();
                Chart::Statuses(StatusChart { path, statuses, rows })
            }
        })
    }
}

impl BarJson {
    fn bar(self) -> Result<Bar, String> {
        let value = self.value.map(Exact::ratio).transpose()?;
        Ok(Bar { name: self.name, value, label: self.label, total: self.total })
    }
}

impl TrendJson {
    fn trend(self) -> Result<TrendChart, String> {
        let point = |(month, count, special): (String, Option<i64>, bool)| {
            let month = Month::parse(&month).ok_or_else(|| format!("{month} is not a month"))?;
            Ok::<_, String>(Point { month, count, special })
        };
        let limits = match self.limits {
            Some([lower, upper]) => Some([lower.ratio()?, upper.ratio()?]),
            None => None,
        };
        Ok(TrendChart {
            path: self.path,
            name: self.name,
            axis: self.axis,
            points: self.points.into_iter().map(point).collect::<Result<_, _>>()?,
            centre: self.centre.map(Exact::ratio).transpose()?,
            limits,
        })
    }
}
