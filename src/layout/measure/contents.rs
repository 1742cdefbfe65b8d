//! The list of contents: an entry, with leader and page number, for each heading below the title.

use crate::document::{Anchor, Heading, Source};
use crate::drawing::{FaceId, Style};
use crate::layout::flow::{CENTRE, Flow};
use crate::layout::item::{Content, Entry, Keep, Shown};
use crate::layout::setting::{Link, LinkTarget};
use crate::layout::tags::{NodeId, Role};

impl<'d> Flow<'d> {
    /// Adds the list of contents: a heading and an entry for each heading of level 2 and 3, to be left out of a short paper.
    pub(super) fn contents(&mut self, source: &'d Source) {
        let theme = self.set.theme;
        let from = self.items.len();
        let before = self.after;
        let style = Style { face: FaceId::BOLD, size: theme.sizes.headings[1], colour: theme.colours.heading };
        let node = self.set.tree.node(Role::H(2), Some(self.root), source);
        let text = self.set.plain("Contents", style, source);
        self.title(text, node, 2, Anchor::Contents);
        let toc = self.set.tree.node(Role::Toc, Some(self.root), source);
        let mut first = true;
        for heading in self.document.headings().into_iter().filter(|h| h.level > 1) {
            self.entry(heading, toc, std::mem::take(&mut first));
        }
        self.after = theme.spacing.figure;
        self.items[from..].iter_mut().for_each(|i| i.shown = Shown::WithContents);
        // Without the list, the space above what follows is what it would have been.
        self.after = self.after.max(before);
    }

    fn entry(&mut self, heading: Heading<'d>, toc: NodeId, first: bool) {
        let Heading { level, text, anchor, source } = heading;
        let theme = self.set.theme;
        let item = self.set.tree.node(Role::Toci, Some(toc), source);
        let reference = self.set.tree.node(Role::Reference, Some(item), source);
        let node = self.set.tree.node(Role::Link, Some(reference), source);
        let face = if level == 2 { FaceId::BOLD } else { FaceId::REGULAR };
        let style = Style { face, size: theme.sizes.contents, colour: theme.colours.text };
        let words = self.document.plain_text(text);
        let text = self.set.plain(&words, style, source);
        let link = self.set.links.len();
        let target = LinkTarget::Anchor(anchor);
        self.set.links.push(Link { node, target, description: words });
        let x = theme.spacing.indent * f32::from(level - 2);
        let height = theme.sizes.contents * theme.leading.body;
        // Room for the longest number of a page and some dots.
        let room = self.set.faces.width(face, style.size, "0000") + 3. * style.size;
        let lines = self.set.texts.get(text).wrap(self.set.faces, self.width() - x - room);
        for (i, line) in lines.iter().enumerate() {
            let above = if i == 0 && level == 2 && !first { theme.spacing.list_item } else { 0. };
            let (baseline, last) = (height / 2. + style.size * CENTRE, i + 1 == lines.len());
            let content = Content::Entry(Entry { text, line: *line, x, baseline, anchor, link, last });
            self.push(above, height, content).keep = if last { Keep::Free } else { Keep::Must };
        }
    }
}
