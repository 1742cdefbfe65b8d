//! Measure: blocks become items with heights, in the order they will stand.

mod contents;
mod lead;

use lead::{is_bold, leads_on};

use super::figure;
use super::flow::{Composed, Flow, Galley};
use super::item::{Content, Keep};
use super::setting::{Gap, TextBlock};
use super::table;
use super::tags::{NodeId, Role};
use super::text::TextId;
use crate::document::{Anchor, Block, BlockKind, Document, Inline, ParagraphStyle, Source};
use crate::drawing::{FaceId, Faces, Style, Theme};

/// Measures a paper.
pub(crate) fn measure<'d>(document: &'d Document, theme: &'d Theme, faces: &'d Faces) -> Galley<'d> {
    let mut m = Flow::new(document, theme, faces);
    m.logo();
    m.blocks(&document.blocks);
    m.end_part();
    figure::compose(&mut m);
    m.into_galley()
}

impl<'d> Flow<'d> {
    fn blocks(&mut self, blocks: &'d [Block]) {
        for (i, block) in blocks.iter().enumerate() {
            let from = self.items.len();
            self.block(block);
            let shown = |b: &Block| matches!(b.kind, BlockKind::Table(_) | BlockKind::Figure(_));
            // Small print is about what is above it.
            let says = matches!(block.kind, BlockKind::Paragraph { style, .. } if style != ParagraphStyle::Note);
            let leads_on = says && self.items.len() - from <= SHORT && blocks.get(i + 1).is_some_and(shown);
            if leads_on && let Some(last) = self.items.last_mut() {
                last.keep = Keep::Must;
            }
        }
    }

    fn block(&mut self, block: &'d Block) {
        match &block.kind {
            BlockKind::Heading { level, text, anchor, .. } => self.heading(*level, text, *anchor, &block.source),
            BlockKind::Paragraph { text, style } => self.paragraph(text, *style, &block.source),
            BlockKind::List(list) => {
                let texts = self.set.list(list, self.root, self.body(), 0, &block.source);
                self.list(&texts);
            }
            BlockKind::Table(table) => table::measure(self, table, &block.source),
            BlockKind::Figure(figure) => figure::measure(self, figure, &block.source),
            BlockKind::Contents => self.contents(&block.source),
            BlockKind::PageBreak => self.end_part(),
            BlockKind::Landscape(blocks) => {
                self.end_part();
                self.landscape = true;
                self.blocks(blocks);
                self.end_part();
                self.landscape = false;
            }
            BlockKind::Together(blocks) => {
                self.groups += 1;
                self.group = Some(self.groups);
                let (items, drafts) = (self.items.len(), self.drafts.len());
                self.blocks(blocks);
                self.group = None;
                self.composed.push(Composed {
                    items: items..self.items.len(),
                    drafts: drafts..self.drafts.len(),
                    room: [self.width(), self.frame()],
                });
            }
        }
    }

    fn body(&self) -> Style {
        Style { face: FaceId::REGULAR, size: self.set.theme.sizes.body, colour: self.set.theme.colours.text }
    }

    // ---- text

    fn heading(&mut self, level: u8, text: &'d [Inline], anchor: Anchor, source: &'d Source) {
        let (at, theme) = (usize::from(level.clamp(1, 3)) - 1, self.set.theme);
        let style = Style { face: FaceId::BOLD, size: theme.sizes.headings[at], colour: theme.colours.heading };
        let node = self.set.tree.node(Role::H(level), Some(self.root), source);
        let text = self.set.text(text, style, node, source);
        self.title(text, node, level, anchor);
    }

    /// Adds the lines of a heading.
    fn title(&mut self, text: TextId, node: NodeId, level: u8, anchor: Anchor) {
        let (at, theme) = (usize::from(level.clamp(1, 3)) - 1, self.set.theme);
        let lines = self.set.texts.get(text).wrap_balanced(self.set.faces, self.width());
        let height = theme.sizes.headings[at] * theme.leading.heading;
        let range = self.lines(text, &lines, node, 0., height, theme.spacing.above[at], None);
        for (i, item) in self.items[range].iter_mut().enumerate() {
            (item.keep, item.snap) = (Keep::Must, false);
            if let (0, Content::Line(line)) = (i, &mut item.content) {
                line.heading = Some(level);
                item.anchor = Some(anchor);
            }
        }
        self.space_after(theme.spacing.below[at]);
    }

    fn paragraph(&mut self, text: &'d [Inline], style: ParagraphStyle, source: &'d Source) {
        let theme = self.set.theme;
        let body = self.body();
        let (base, leading) = match style {
            ParagraphStyle::Body | ParagraphStyle::Callout => (body, theme.leading.body),
            ParagraphStyle::Lead => {
                let colour = theme.colours.heading;
                (Style { face: FaceId::BOLD, size: theme.sizes.lead, colour }, theme.leading.body)
            }
            ParagraphStyle::Note => {
                (Style { size: theme.sizes.note, colour: theme.colours.quiet, ..body }, theme.leading.table)
            }
        };
        let node = self.set.tree.node(Role::P, Some(self.root), source);
        let id = self.set.text(text, base, node, source);
        let boxed = style == ParagraphStyle::Callout;
        let inset = if boxed { theme.spacing.callout } else { 0. };
        let lines = self.set.texts.get(id).wrap(self.set.faces, self.width() - 2. * inset);
        let heads = !boxed && lines.len() == 1 && is_bold(text);
        let [before, after] = if heads {
            [(theme.spacing.above[2] + theme.spacing.paragraph) / 2., theme.spacing.below[2]]
        } else {
            [theme.spacing.paragraph; 2]
        };
        if heads {
            self.keep_between_headings();
        }
        let range = self.lines(id, &lines, node, inset, base.size * leading, before, None);
        if style == ParagraphStyle::Body {
            self.may_close(range.clone(), base.size);
        }
        if boxed {
            self.boxed(range, inset);
        } else if (heads || leads_on(text))
            && let Some(last) = self.items[range].last_mut()
        {
            // A bold line stays with what it heads, “The main changes were:” with the list.
            last.keep = Keep::Must;
        }
        self.space_after(after);
    }

    /// Lets lines of body text move closer where what they belong to should share a page.
    fn may_close(&mut self, lines: std::ops::Range<usize>, size: f32) {
        if self.in_group() {
            let least = size * self.set.theme.leading.body_least;
            self.items[lines].iter_mut().for_each(|i| i.range[0] = i.range[0].min(least));
        }
    }

    /// Puts lines into a box: room above the first and below the last.
    fn boxed(&mut self, range: std::ops::Range<usize>, inset: f32) {
        let count = range.len();
        for (i, item) in self.items[range].iter_mut().enumerate() {
            let above = if i == 0 { inset } else { 0. };
            item.height += above + if i + 1 == count { inset } else { 0. };
            item.range = [item.height; 2];
            item.snap = false;
            item.keep = if i + 1 < count { Keep::Must } else { Keep::Free };
            if let Content::Line(line) = &mut item.content {
                line.boxed = true;
                line.baseline += above;
            }
        }
    }

    fn list(&mut self, texts: &[TextBlock]) {
        let theme = self.set.theme;
        let (size, mut starts) = (theme.sizes.body, Vec::with_capacity(texts.len()));
        for block in texts {
            let x = theme.spacing.indent * f32::from(block.depth);
            let lines = self.set.texts.get(block.text).wrap(self.set.faces, self.width() - x);
            let before = match block.gap {
                Gap::Paragraph => theme.spacing.paragraph,
                Gap::ListItem => theme.spacing.list_item,
            };
            starts.push(self.items.len());
            let lines = self.lines(block.text, &lines, block.node, x, size * theme.leading.body, before, block.label);
            self.may_close(lines, size);
        }
        // No item stands alone at the foot or the head of a page.
        for second in [starts.get(1), starts.last()].into_iter().flatten().filter(|_| starts.len() > 1) {
            self.items[*second - 1].keep = Keep::Must;
        }
        self.space_after(theme.spacing.paragraph);
    }

    // ---- captions and logo

    fn logo(&mut self) {
        let Some(logo) = &self.set.theme.logo else { return };
        let [w, h] = logo.image.size.map(|v| v as f32);
        let width = (logo.height * w / h).min(self.width());
        let (height, parent) = (width * h / w, self.root);
        self.push(0., height, Content::Logo { width, parent }).keep = Keep::Must;
        self.space_after(self.set.theme.spacing.below[0]);
    }
}

/// How many lines of text at most stay with the table or figure that they lead on to.
const SHORT: usize = 3;
