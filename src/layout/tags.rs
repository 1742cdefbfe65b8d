//! The structure tree, grown while the content is drawn.
//!
//! Layout makes nodes; a node joins its parent's children when its first content is drawn. So the order of the tags is
//! the order of the content by construction, nested lists and split paragraphs included.

use crate::document::Source;

/// A node of the tree.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct NodeId(pub usize);

/// A child of a node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Kid {
    /// Another node.
    Node(NodeId),
    /// Marked content: the page from 0, and its number on that page.
    Content {
        /// The page, from 0.
        page: usize,
        /// The marked-content identifier.
        mcid: usize,
    },
    /// The link annotation with this index in [`super::Layout::links`].
    Link(usize),
}

/// What a header cell heads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// Its row.
    Row,
    /// Its column.
    Column,
}

/// The standard structure types that papers use.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Role {
    /// The whole paper.
    Document,
    /// A heading, 1 to 3.
    H(u8),
    /// A paragraph.
    P,
    /// A list; ordered or not.
    L {
        /// Whether items are numbered.
        ordered: bool,
    },
    /// A list item.
    Li,
    /// The label of an item or caption.
    Lbl,
    /// The body of an item.
    LBody,
    /// A table.
    Table,
    /// The caption of a table or figure.
    Caption,
    /// A table's header rows.
    THead,
    /// A table's body rows.
    TBody,
    /// A row.
    Tr,
    /// A header cell: it cannot be made without a scope.
    Th {
        /// What it heads.
        scope: Scope,
        /// How many columns it spans, at least 1.
        columns: u16,
    },
    /// A data cell.
    Td {
        /// How many columns it spans, at least 1.
        columns: u16,
    },
    /// A figure: it cannot be made without a text alternative.
    Figure {
        /// The text alternative.
        alt: String,
        /// Left, bottom, right, top on its page, from the bottom left corner, in hundredths of a point.
        bbox: [i32; 4],
    },
    /// A link.
    Link,
    /// A table of contents.
    Toc,
    /// An entry of it.
    Toci,
    /// A reference to somewhere else in the paper.
    Reference,
    /// A note.
    Note,
    /// A stretch of text that needs an attribute of its own.
    Span,
    /// A part of the paper.
    Sect,
}

impl Role {
    /// Names the standard structure type.
    pub fn name(&self) -> &'static str {
        match self {
            Role::Document => "Document",
            Role::H(1) => "H1",
            Role::H(2) => "H2",
            Role::H(_) => "H3",
            Role::P => "P",
            Role::L { .. } => "L",
            Role::Li => "LI",
            Role::Lbl => "Lbl",
            Role::LBody => "LBody",
            Role::Table => "Table",
            Role::Caption => "Caption",
            Role::THead => "THead",
            Role::TBody => "TBody",
            Role::Tr => "TR",
            Role::Th { .. } => "TH",
            Role::Td { .. } => "TD",
            Role::Figure { .. } => "Figure",
            Role::Link => "Link",
            Role::Toc => "TOC",
            Role::Toci => "TOCI",
            Role::Reference => "Reference",
            Role::Note => "Note",
            Role::Span => "Span",
            Role::Sect => "Sect",
        }
    }
}

/// An element of the tree.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    /// What it is.
    pub role: Role,
    /// What it is in; none for the document.
    pub parent: Option<NodeId>,
    /// Its children, in the order they were drawn.
    pub kids: Vec<Kid>,
    /// What is read in place of what is drawn.
    pub actual_text: Option<String>,
    /// The language, where it is not the paper's.
    pub lang: Option<String>,
    /// The header cells that a data cell belongs to, where scopes alone do not tell.
    pub headers: Vec<NodeId>,
    /// A table's summary.
    pub summary: Option<String>,
    /// Where it came from, for faults.
    pub source: Source,
    attached: bool,
}

/// The tree and who owns which marked content.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Tree {
    /// All nodes; those that nothing was drawn for are not attached.
    pub nodes: Vec<Node>,
    /// By page, by marked-content identifier: the node that owns it.
    pub owners: Vec<Vec<NodeId>>,
    /// The text of each marked content, by page and identifier: for the outline that people and tests read.
    pub texts: Vec<Vec<String>>,
}

impl Tree {
    /// Makes a node that is not yet part of the tree.
    pub fn node(&mut self, role: Role, parent: Option<NodeId>, source: &Source) -> NodeId {
        let (kids, headers) = (Vec::new(), Vec::new());
        self.nodes.push(Node {
            role,
            parent,
            kids,
            actual_text: None,
            lang: None,
            headers,
            summary: None,
            source: source.clone(),
            attached: false,
        });
        NodeId(self.nodes.len() - 1)
    }

    /// Gives a node.
    pub fn get(&self, id: NodeId) -> &Node {
        &self.nodes[id.0]
    }

    /// Gives a node to be changed.
    pub fn get_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.0]
    }

    /// Makes a node and its ancestors part of the tree, after all that is there already.
    pub fn attach(&mut self, id: NodeId) {
        if std::mem::replace(&mut self.nodes[id.0].attached, true) {
            return;
        }
        if let Some(parent) = self.nodes[id.0].parent {
            self.attach(parent);
            self.nodes[parent.0].kids.push(Kid::Node(id));
        }
    }

    /// Gives a node the next piece of marked content on a page, and returns its identifier.
    pub fn content(&mut self, id: NodeId, page: usize) -> usize {
        self.attach(id);
        self.owners.resize_with(self.owners.len().max(page + 1), Vec::new);
        self.texts.resize_with(self.texts.len().max(page + 1), Vec::new);
        let mcid = self.owners[page].len();
        self.owners[page].push(id);
        self.texts[page].push(String::new());
        self.nodes[id.0].kids.push(Kid::Content { page, mcid });
        mcid
    }

    /// Notes text that is shown in a piece of marked content.
    pub fn shown(&mut self, page: usize, mcid: usize, text: &str) {
        if let Some(slot) = self.texts.get_mut(page).and_then(|p| p.get_mut(mcid)) {
            slot.push_str(text);
        }
    }

    /// Puts a link's annotation into its node.
    pub fn link(&mut self, id: NodeId, link: usize) {
        self.nodes[id.0].kids.push(Kid::Link(link));
    }

    /// Says whether a node is part of the tree.
    pub fn is_attached(&self, id: NodeId) -> bool {
        self.nodes[id.0].attached
    }
}
