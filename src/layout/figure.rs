//! Figures: a caption that states the finding, what is shown, the chart.
//!
//! A figure is as wide as the text. Where what should share a page cannot, even with its charts as low as they may be, two
//! figures that follow each other stand beside each other, in all parts of the paper that are composed so.

use super::flow::{CENTRE, FigureDraft, Flow};
use super::item::{Content, FigureColumn, Item, Shown, TextLine};
use super::tags::Role;
use crate::document::{Chart, Figure, Source};
use crate::drawing::{self, FaceId, Heights, Style};
use crate::problem::{Code, Problem};

/// The distance of two figures beside each other, in points.
const GUTTER: f32 = 20.;
/// A figure is no narrower, in points.
const NARROWEST: f32 = 200.;

/// Measures a figure and adds it.
pub(crate) fn measure<'d>(m: &mut Flow<'d>, figure: &'d Figure, source: &'d Source) {
    let theme = m.set.theme;
    if figure.alt.trim().is_empty() {
        let problem = Problem::new(Code::FigureWithoutAlt, source.place(), "the figure has no text alternative");
        m.set.problems.push(problem);
    }
    let caption = m.set.tree.node(Role::Caption, Some(m.root), source);
    let style = Style { face: FaceId::BOLD, size: theme.sizes.caption, colour: theme.colours.text };
    let title = m.set.text_after(&format!("Figure {}: ", figure.number), &figure.title, style, caption, source);
    let quiet = Style { face: FaceId::REGULAR, size: theme.sizes.subtitle, colour: theme.colours.quiet };
    let subtitle = (!figure.subtitle.is_empty()).then(|| {
        let text = m.set.plain(&figure.subtitle, quiet, source);
        (text, m.set.tree.node(Role::P, Some(caption), source))
    });
    let draft = FigureDraft { figure, source, anchor: figure.anchor, caption, title, subtitle };
    let (height, range, content) = beside(m, &[&draft], m.width());
    m.push(theme.spacing.figure, height, content).range = range;
    m.drafts.push((m.items.len() - 1, draft));
    m.space_after(theme.spacing.figure);
}

/// Sets figures side by side: their height, how low and high they may be, and what is drawn.
fn beside<'d>(m: &Flow<'d>, drafts: &[&FigureDraft<'d>], room: f32) -> (f32, [f32; 2], Content<'d>) {
    let shares: f32 = drafts.iter().map(|d| share(&d.figure.chart)).sum();
    let room = room - GUTTER * (drafts.len() as f32 - 1.);
    let mut x = 0.;
    let mut columns: Vec<FigureColumn> = Vec::with_capacity(drafts.len());
    let mut heights = Heights { min: 0., ideal: 0., max: f32::MAX };
    for draft in drafts {
        let width = room * share(&draft.figure.chart) / shares;
        columns.push(column(m, draft, x, width));
        x += width + GUTTER;
        let Heights { min, ideal, max } = drawing::heights(&draft.figure.chart, width, &m.look);
        heights.min = heights.min.max(min);
        heights.ideal = heights.ideal.max(ideal);
        heights.max = heights.max.min(max);
    }
    let top = columns.iter().map(|c| c.top).fold(0., f32::max);
    columns.iter_mut().for_each(|c| c.top = top);
    let range = [top + heights.min, top + heights.max.max(heights.ideal)];
    (top + heights.ideal, range, Content::Figures(columns))
}

/// How much of the width a chart beside another takes: one with names at its side needs more.
fn share(chart: &Chart) -> f32 {
    match chart {
        Chart::Bars(_) | Chart::Statuses(_) => 1.25,
        Chart::Trend(_) | Chart::Multiples(_) => 1.,
    }
}

/// Breaks a figure's texts into lines.
fn column<'d>(m: &Flow<'d>, draft: &FigureDraft<'d>, x: f32, width: f32) -> FigureColumn<'d> {
    let theme = m.set.theme;
    let mut caption = Vec::with_capacity(4);
    let mut top = 0.;
    for (text, node) in [Some((draft.title, draft.caption)), draft.subtitle].into_iter().flatten() {
        let shaped = m.set.texts.get(text);
        let size = shaped.style().map_or(theme.sizes.caption, |s| s.size);
        let height = size * theme.leading.table;
        for line in shaped.wrap_balanced(m.set.faces, width) {
            let baseline = top + height / 2. + size * CENTRE;
            caption.push(TextLine { text, line, node, x, baseline, label: None, heading: None, boxed: false });
            top += height;
        }
    }
    top += theme.spacing.caption;
    let FigureDraft { figure, source, anchor, .. } = *draft;
    FigureColumn { figure, source, parent: m.root, anchor, x, width, caption, top }
}

/// Puts figures beside each other where a page could not hold otherwise what should share it.
pub(crate) fn compose(m: &mut Flow) {
    let least = |items: &[Item]| items.iter().map(|i| i.before + i.range[0]).sum::<f32>();
    let crowded = m.composed.iter().any(|c| c.drafts.len() > 1 && least(&m.items[c.items.clone()]) > c.room[1]);
    if !crowded {
        return;
    }
    for composed in std::mem::take(&mut m.composed) {
        let mut at = composed.drafts.start;
        while at + 1 < composed.drafts.end {
            let [(first, left), (second, right)] = &m.drafts[at..at + 2] else { break };
            let (first, second) = (*first, *second);
            if first + 1 != second || composed.room[0] < 2. * NARROWEST + GUTTER {
                at += 1;
                continue;
            }
            let (height, range, content) = beside(m, &[left, right], composed.room[0]);
            (m.items[first].height, m.items[first].range, m.items[first].content) = (height, range, content);
            m.items[second].shown = Shown::Never;
            at += 2;
        }
    }
}
