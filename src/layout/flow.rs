//! The galley that measuring fills: items one below the other, not yet on pages.

use std::ops::Range;

use super::item::{Content, Item, Keep, Part, Shown, TableParts, TextLine};
use super::setting::{Link, Setting};
use super::tags::{NodeId, Role, Tree};
use super::text::{Line, TextId, Texts};
use crate::document::{Anchor, Document, Figure, Inline, Source};
use crate::drawing::{FaceId, Faces, Look, Style, Theme};
use crate::problem::Problems;

/// A measured paper.
pub(crate) struct Galley<'d> {
    pub(crate) items: Vec<Item<'d>>,
    pub(crate) parts: Vec<Part>,
    pub(crate) tables: Vec<TableParts>,
    pub(crate) tree: Tree,
    pub(crate) texts: Texts,
    pub(crate) links: Vec<Link>,
    pub(crate) problems: Problems,
}

/// The state of measuring.
pub(crate) struct Flow<'d> {
    pub(crate) set: Setting<'d>,
    pub(crate) look: Look<'d>,
    pub(super) document: &'d Document,
    pub(crate) root: NodeId,
    pub(crate) items: Vec<Item<'d>>,
    parts: Vec<Part>,
    pub(crate) tables: Vec<TableParts>,
    pub(super) landscape: bool,
    /// Where the part that is being measured starts.
    start: usize,
    /// The space that the last item wants below.
    pub(super) after: f32,
    pub(super) group: Option<u32>,
    pub(super) groups: u32,
    /// The figures, each with its item.
    pub(crate) drafts: Vec<(usize, FigureDraft<'d>)>,
    /// What should share a page.
    pub(crate) composed: Vec<Composed>,
}

/// What should share a page: its items and figures, and the width and height of the text there.
pub(crate) struct Composed {
    pub(crate) items: Range<usize>,
    pub(crate) drafts: Range<usize>,
    pub(crate) room: [f32; 2],
}

/// A figure whose texts are measured but not broken into lines.
pub(crate) struct FigureDraft<'d> {
    pub(crate) figure: &'d Figure,
    pub(crate) source: &'d Source,
    pub(crate) anchor: Anchor,
    pub(crate) caption: NodeId,
    pub(crate) title: TextId,
    /// A paragraph of the caption: its text must not run on from the title's where they are read out.
    pub(crate) subtitle: Option<(TextId, NodeId)>,
}

impl<'d> Flow<'d> {
    /// Starts an empty galley.
    pub(super) fn new(document: &'d Document, theme: &'d Theme, faces: &'d Faces) -> Self {
        let mut set = Setting::new(theme, faces, &document.references);
        let root = set.tree.node(Role::Document, None, &Source::default());
        Flow {
            set,
            look: theme.look(faces),
            document,
            root,
            items: Vec::new(),
            parts: Vec::new(),
            tables: Vec::new(),
            landscape: false,
            start: 0,
            after: 0.,
            group: None,
            groups: 0,
            drafts: Vec::new(),
            composed: Vec::new(),
        }
    }

    /// Gives the galley, all being measured.
    pub(super) fn into_galley(self) -> Galley<'d> {
        let Flow { set: Setting { tree, texts, links, problems, .. }, items, parts, tables, .. } = self;
        Galley { items, parts, tables, tree, texts, links, problems }
    }

    /// Ends the pages of an orientation: what follows starts on a page of its own.
    pub(super) fn end_part(&mut self) {
        if self.items.len() > self.start {
            let listed = |i: &Item| i.shown == Shown::WithContents;
            let after_contents = self.parts.last().is_some_and(|p| p.landscape == self.landscape)
                && self.start.checked_sub(1).is_some_and(|last| listed(&self.items[last]));
            self.parts.push(Part { landscape: self.landscape, items: self.start..self.items.len(), after_contents });
            self.start = self.items.len();
        }
        self.after = 0.;
    }

    /// Gives the width of the text on the pages that are being measured.
    pub(crate) fn width(&self) -> f32 {
        let page = &self.set.theme.page;
        let width = if self.landscape { page.height } else { page.width };
        width - page.left - page.right
    }

    /// Gives the height of the text on those pages.
    pub(super) fn frame(&self) -> f32 {
        let page = &self.set.theme.page;
        let height = if self.landscape { page.width } else { page.height };
        height - page.top - page.bottom
    }

    /// Says whether what is being measured should share a page.
    pub(crate) fn in_group(&self) -> bool {
        self.group.is_some()
    }

    /// Adds an item of a fixed height under the space that it and the one before it want.
    pub(crate) fn push(&mut self, before: f32, height: f32, content: Content<'d>) -> &mut Item<'d> {
        let index = self.items.len();
        let before = before.max(std::mem::take(&mut self.after));
        self.items.push(Item {
            before,
            height,
            range: [height; 2],
            keep: Keep::Free,
            snap: false,
            group: self.group,
            shown: Shown::Always,
            anchor: None,
            content,
        });
        &mut self.items[index]
    }

    /// Sets the space that the last item wants below.
    pub(crate) fn space_after(&mut self, space: f32) {
        self.after = self.after.max(space);
    }

    /// Adds the lines of a text, which keep at least two lines together on either side of a page break.
    #[allow(
        clippy::too_many_arguments,
        reason = "what a line is made of; a struct would be filled and emptied at once"
    )]
    pub(crate) fn lines(
        &mut self,
        text: TextId,
        lines: &[Line],
        node: NodeId,
        x: f32,
        height: f32,
        before: f32,
        mut label: Option<(NodeId, TextId)>,
    ) -> Range<usize> {
        let size = self.set.texts.get(text).style().map_or(self.set.theme.sizes.body, |s| s.size);
        let (from, count) = (self.items.len(), lines.len());
        let steps = height / self.set.theme.spacing.grid.max(0.1);
        let on_grid = (steps - steps.round()).abs() < 0.01;
        for (i, line) in lines.iter().enumerate() {
            let baseline = height / 2. + size * CENTRE;
            let line =
                TextLine { text, line: *line, node, x, baseline, label: label.take(), heading: None, boxed: false };
            let item = self.push(if i == 0 { before } else { 0. }, height, Content::Line(line));
            // Lines of another height than the grid's follow their first.
            item.snap = i == 0 || on_grid;
            if count > 1 && (i == 0 || i + 2 == count) {
                item.keep = Keep::Must;
            }
        }
        from..self.items.len()
    }

    /// Adds a caption's lines, which stay with what follows.
    pub(crate) fn caption(&mut self, prefix: &str, text: &[Inline], node: NodeId, anchor: Anchor, source: &Source) {
        let theme = self.set.theme;
        let style = Style { face: FaceId::BOLD, size: theme.sizes.caption, colour: theme.colours.text };
        let id = self.set.text_after(prefix, text, style, node, source);
        let lines = self.set.texts.get(id).wrap_balanced(self.set.faces, self.width());
        let height = theme.sizes.caption * theme.leading.table;
        let range = self.lines(id, &lines, node, 0., height, theme.spacing.figure, None);
        self.items[range.clone()].iter_mut().for_each(|i| (i.keep, i.snap) = (Keep::Must, false));
        if let Some(first) = self.items.get_mut(range.start) {
            first.anchor = Some(anchor);
        }
        self.space_after(theme.spacing.caption);
    }
}

/// How far below the middle of a line its baseline is, as a part of the size: half the height of capitals.
pub(crate) const CENTRE: f32 = 0.358;
