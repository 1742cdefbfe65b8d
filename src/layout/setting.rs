//! What measuring shares: inlines become measured texts, with nodes, links and references made on the way.

use std::collections::BTreeSet;

use super::tags::{NodeId, Role, Tree};
use super::text::{Flat, Mark, ShapedText, TextId, Texts};
use crate::document::{
    Anchor, Block, BlockKind, Inline, List, RefId, Reference, References, Source, Status, Target, TextStyle, plain_text,
};
use crate::drawing::{FaceId, Faces, Style, Theme};
use crate::problem::{Code, Problem, Problems};

/// A link before it is placed.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Link {
    pub(crate) node: NodeId,
    pub(crate) target: LinkTarget,
    pub(crate) description: String,
}

/// Where a link leads.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum LinkTarget {
    Anchor(Anchor),
    Url(String),
}

/// A text of a paragraph or list item, and how it is set.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct TextBlock {
    pub(crate) text: TextId,
    pub(crate) node: NodeId,
    /// How far it is set in, in multiples of the indent.
    pub(crate) depth: u8,
    /// The bullet or number before it.
    pub(crate) label: Option<(NodeId, TextId)>,
    /// Whether it is the first text of a list item or follows a paragraph: what is above it.
    pub(crate) gap: Gap,
}

/// What separates a text from the one before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Gap {
    Paragraph,
    ListItem,
}

/// All that measuring needs and makes.
pub(crate) struct Setting<'a> {
    pub(crate) theme: &'a Theme,
    pub(crate) faces: &'a Faces,
    references: &'a References,
    pub(crate) tree: Tree,
    pub(crate) texts: Texts,
    pub(crate) links: Vec<Link>,
    pub(crate) problems: Problems,
    missing: BTreeSet<char>,
}

impl<'a> Setting<'a> {
    pub(crate) fn new(theme: &'a Theme, faces: &'a Faces, references: &'a References) -> Self {
        let (tree, texts, links) = (Tree::default(), Texts::default(), Vec::new());
        Setting { theme, faces, references, tree, texts, links, problems: Problems::new(), missing: BTreeSet::new() }
    }

    /// Measures inlines.
    pub(crate) fn text(&mut self, inlines: &[Inline], base: Style, owner: NodeId, source: &Source) -> TextId {
        self.text_after("", inlines, base, owner, source)
    }

    /// Measures inlines with a text in the same style before them, as in “Figure 3: ”.
    pub(crate) fn text_after(
        &mut self,
        prefix: &str,
        inlines: &[Inline],
        base: Style,
        owner: NodeId,
        source: &Source,
    ) -> TextId {
        let mut flat = Flat::default();
        flat.push(prefix, base, Mark::default());
        self.flatten(&mut flat, inlines, base, Mark::default(), owner, source);
        self.add(flat)
    }

    /// Measures a text in one style.
    pub(crate) fn plain(&mut self, text: &str, style: Style, source: &Source) -> TextId {
        let mut flat = Flat::default();
        self.push(&mut flat, text, style, Mark::default(), source);
        self.add(flat)
    }

    fn add(&mut self, flat: Flat) -> TextId {
        self.texts.add(ShapedText::new(self.faces, flat))
    }

    fn flatten(&mut self, out: &mut Flat, inlines: &[Inline], base: Style, mark: Mark, owner: NodeId, source: &Source) {
        for inline in inlines {
            match inline {
                Inline::Text { text, style, lang } => {
                    let mark = match lang {
                        Some(lang) => Mark { node: Some(self.span(lang, mark.node.unwrap_or(owner), source)), ..mark },
                        None => mark,
                    };
                    let style = styled(base, *style);
                    self.with_arrows(out, text, style, mark, owner, source);
                }
                Inline::Break => out.push("\n", base, mark),
                Inline::Status(status) => self.status(out, status, base, mark, source),
                Inline::Link { target, text, description } => {
                    let node = self.tree.node(Role::Link, Some(mark.node.unwrap_or(owner)), source);
                    let target = self.target(target);
                    let description = if description.is_empty() { plain_text(text) } else { description.clone() };
                    let mark = Mark { node: Some(node), link: Some(self.links.len()), ..mark };
                    self.links.push(Link { node, target, description });
                    let style = Style { colour: self.theme.colours.link, ..base };
                    self.flatten(out, text, style, mark, owner, source);
                }
                Inline::Reference(id) => self.reference(out, *id, base, mark, owner, source),
            }
        }
    }

    fn span(&mut self, lang: &str, parent: NodeId, source: &Source) -> NodeId {
        let node = self.tree.node(Role::Span, Some(parent), source);
        self.tree.get_mut(node).lang = Some(lang.into());
        node
    }

    /// Adds text in which there may be arrows. Where the figure after one has a sign that says the same, the arrow is for the
    /// eye alone; else it is read out as a word.
    fn with_arrows(&mut self, out: &mut Flat, text: &str, style: Style, mark: Mark, owner: NodeId, source: &Source) {
        let mut rest = text;
        while let Some((at, word, sign)) = rest.char_indices().find_map(|(i, c)| spoken(c).map(|(w, s)| (i, w, s))) {
            let (before, from) = rest.split_at(at);
            self.push(out, before, style, mark, source);
            // Arrows are three bytes long.
            let signed = from[3..].strip_prefix(' ').is_some_and(|figure| figure.starts_with(sign));
            let length = if signed { 4 } else { 3 };
            let mark = match mark.link {
                Some(_) => mark,
                None if signed => Mark { aside: true, ..mark },
                None => {
                    let node = self.tree.node(Role::Span, Some(mark.node.unwrap_or(owner)), source);
                    self.tree.get_mut(node).actual_text = Some(word.into());
                    Mark { node: Some(node), ..mark }
                }
            };
            self.push(out, &from[..length], style, mark, source);
            rest = &from[length..];
        }
        self.push(out, rest, style, mark, source);
    }

    fn status(&mut self, out: &mut Flat, status: &Status, base: Style, mark: Mark, source: &Source) {
        let size = (base.size * 0.9).max(9.);
        let style = Style { face: FaceId::BOLD, size, colour: self.theme.tone(status.tone)[1] };
        self.push(out, &status.word, style, Mark { label: Some(status.tone), ..mark }, source);
    }

    fn target(&self, target: &Target) -> LinkTarget {
        match target {
            Target::Url(url) => LinkTarget::Url(url.clone()),
            Target::Place(id) => LinkTarget::Anchor(self.references.get(*id).anchor),
        }
    }

    fn reference(&mut self, out: &mut Flat, id: RefId, base: Style, mark: Mark, owner: NodeId, source: &Source) {
        let Reference { anchor, label } = self.references.get(id);
        let (target, description) = (LinkTarget::Anchor(*anchor), label.clone());
        let node = self.tree.node(Role::Link, Some(mark.node.unwrap_or(owner)), source);
        let mark = Mark { node: Some(node), link: Some(self.links.len()), ..mark };
        self.push(out, &description, Style { colour: self.theme.colours.link, ..base }, mark, source);
        self.links.push(Link { node, target, description });
    }

    /// Adds text; characters without a form are left out, those that the fonts lack are reported.
    fn push(&mut self, out: &mut Flat, text: &str, style: Style, mark: Mark, source: &Source) {
        let face = self.faces.get(style.face);
        if text.bytes().all(|b| (b' '..0x7F).contains(&b)) {
            return out.push(text, style, mark);
        }
        let shown: String =
            text.chars().filter(|c| !invisible(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
        for c in shown.chars().filter(|c| !face.covers(*c)) {
            if self.missing.insert(c) {
                let message = format!("the fonts have no “{c}” (U+{:04X})", u32::from(c));
                let problem = Problem::new(Code::NoSuchGlyph, source.place(), message);
                self.problems.push(problem.help("Write it in words, or name fonts that have it in theme.toml"));
            }
        }
        out.push(&shown, style, mark);
    }

    // ---- paragraphs and lists

    /// Measures the paragraphs and lists of a list item or cell. One paragraph alone needs no element of its own: its text
    /// belongs to the parent.
    pub(crate) fn blocks(&mut self, blocks: &[Block], parent: NodeId, base: Style, depth: u8) -> Vec<TextBlock> {
        let paragraphs = blocks.iter().filter(|b| matches!(b.kind, BlockKind::Paragraph { .. })).count();
        let mut out = Vec::with_capacity(blocks.len());
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph { text, .. } => {
                    let alone = paragraphs == 1 && out.is_empty();
                    let node = if alone { parent } else { self.tree.node(Role::P, Some(parent), &block.source) };
                    let text = self.text(text, base, node, &block.source);
                    out.push(TextBlock { text, node, depth, label: None, gap: Gap::Paragraph });
                }
                BlockKind::List(list) => out.extend(self.list(list, parent, base, depth, &block.source)),
                _ => {
                    let message = "only paragraphs and lists can stand in a list item or table cell";
                    self.problems.push(Problem::new(Code::BlockMisplaced, block.source.place(), message));
                }
            }
        }
        out
    }

    /// Measures a list. `depth` is that of the text around it.
    pub(crate) fn list(
        &mut self,
        list: &List,
        parent: NodeId,
        base: Style,
        depth: u8,
        source: &Source,
    ) -> Vec<TextBlock> {
        let node = self.tree.node(Role::L { ordered: list.start.is_some() }, Some(parent), source);
        let mut out = Vec::with_capacity(list.items.len());
        for (i, item) in list.items.iter().enumerate() {
            let li = self.tree.node(Role::Li, Some(node), source);
            let (label, body) =
                (self.tree.node(Role::Lbl, Some(li), source), self.tree.node(Role::LBody, Some(li), source));
            let mark = match list.start {
                Some(first) => format!("{}. ", first + i as u64),
                None if depth.is_multiple_of(2) => "• ".into(),
                None => "– ".into(),
            };
            let mark = self.plain(&mark, base, source);
            let mut texts = self.blocks(item, body, base, depth + 1);
            if let Some(first) = texts.first_mut() {
                // A list that begins with a list shows the inner label only.
                first.label = first.label.or(Some((label, mark)));
                first.gap = Gap::ListItem;
            }
            out.extend(texts);
        }
        if let Some(first) = out.first_mut() {
            first.gap = if depth == 0 { Gap::Paragraph } else { Gap::ListItem };
        }
        out
    }
}

fn styled(base: Style, style: TextStyle) -> Style {
    let face = FaceId::of(style);
    Style { face: if base.face == FaceId::BOLD { face.bold() } else { face }, ..base }
}

/// Gives the word that an arrow is read out as, and the sign that says the same.
fn spoken(c: char) -> Option<(&'static str, char)> {
    match c {
        '▲' => Some(("up", '+')),
        '▼' => Some(("down", '−')),
        _ => None,
    }
}

/// Says whether a character has neither form nor width: soft hyphens, zero-width spaces and joiners.
fn invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}
