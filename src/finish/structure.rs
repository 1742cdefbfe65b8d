//! The structure tree and its parent tree, from the tags that layout grew.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary};

use super::headers;
use super::objects::{hundredths, text};
use crate::layout::Layout;
use crate::layout::tags::{Kid, Node, NodeId, Role, Scope, Tree};

/// The structure tree that was added.
pub(super) struct Structure {
    /// Its root.
    pub(super) root: ObjectId,
    /// The element of each node; none for nodes that nothing was drawn for.
    pub(super) elements: Vec<Option<ObjectId>>,
}

/// Adds the structure tree.
pub(super) fn add(doc: &mut Document, laid: &Layout, pages: &[ObjectId], annotations: &[ObjectId]) -> Structure {
    let root = doc.new_object_id();
    let tree = &laid.tree;
    let (elements, owners) = numbered(doc, tree, pages.len());
    let headers = headers::of_cells(tree);
    let named = named(&tree.nodes, &elements, &headers).into_iter().zip(0..).collect();
    let maker = Maker { pages, annotations, elements: &elements, headers: &headers, named: &named };
    let mut top = Vec::new();
    for (i, node) in tree.nodes.iter().enumerate() {
        let Some(own) = elements[i] else { continue };
        if node.parent.is_none() {
            top.push(Object::Reference(own));
        }
        let parent = node.parent.map_or(Object::Reference(root), |p| maker.reference(p));
        let element = maker.element(NodeId(i), node, parent);
        doc.set_object(own, element);
    }
    for (page, id) in owners.iter().enumerate() {
        let nodes = tree.owners.get(page).map(Vec::as_slice).unwrap_or_default();
        doc.set_object(*id, nodes.iter().map(|n| maker.reference(*n)).collect::<Vec<_>>());
    }
    let parents = doc.add_object(dictionary! { "Nums" => maker.parents(laid, &owners) });
    let next = (pages.len() + annotations.len()) as i64;
    let mut tree = dictionary! {
        "Type" => "StructTreeRoot", "K" => top, "ParentTree" => parents, "ParentTreeNextKey" => next,
    };
    if !named.is_empty() {
        // A name tree is sorted by its names' bytes.
        let names = named.iter().flat_map(|(node, n)| [name(*n, named.len()), maker.reference(*node)]);
        let names = names.collect::<Vec<_>>();
        let ids = doc.add_object(dictionary! { "Names" => names });
        tree.set("IDTree", ids);
    }
    doc.set_object(root, tree);
    Structure { root, elements }
}

/// Numbers the elements page by page, those of a kind together, and after those of each page the list of the owners of its
/// content: what is alike then stands close together, and packs to little.
fn numbered(doc: &mut Document, tree: &Tree, pages: usize) -> (Vec<Option<ObjectId>>, Vec<ObjectId>) {
    let mut owners = Vec::with_capacity(pages);
    let mut elements = vec![None; tree.nodes.len()];
    let mut of_page = Vec::new();
    let mut number = |of_page: &mut Vec<usize>, doc: &mut Document| {
        of_page.sort_by_key(|i| tree.nodes[*i].role.name());
        of_page.drain(..).for_each(|i| elements[i] = Some(doc.new_object_id()));
    };
    for (i, node) in tree.nodes.iter().enumerate() {
        while home(node).is_some_and(|home| owners.len() < home) {
            number(&mut of_page, doc);
            owners.push(doc.new_object_id());
        }
        if tree.is_attached(NodeId(i)) {
            of_page.push(i);
        }
    }
    number(&mut of_page, doc);
    owners.resize_with(pages, || doc.new_object_id());
    (elements, owners)
}

/// The page of a node's first content.
fn home(node: &Node) -> Option<usize> {
    node.kids.iter().find_map(|k| if let Kid::Content { page, .. } = k { Some(*page) } else { None })
}

/// The nodes that something refers to by name, and notes, which must have one.
fn named(nodes: &[Node], elements: &[Option<ObjectId>], headers: &BTreeMap<NodeId, Vec<NodeId>>) -> BTreeSet<NodeId> {
    let notes = nodes.iter().enumerate().filter(|(i, n)| n.role == Role::Note && elements[*i].is_some());
    let notes = notes.map(|(i, _)| NodeId(i));
    let heads = headers.values().flatten().copied().filter(|h| elements[h.0].is_some());
    notes.chain(heads).collect()
}

/// The name of a number in the structure tree, with so many digits that the names of all numbers are in order.
fn name(number: usize, of: usize) -> Object {
    let digits = of.max(1).ilog10() as usize + 1;
    Object::String(format!("{number:0digits$}").into_bytes(), StringFormat::Literal)
}

struct Maker<'a> {
    pages: &'a [ObjectId],
    annotations: &'a [ObjectId],
    elements: &'a [Option<ObjectId>],
    headers: &'a BTreeMap<NodeId, Vec<NodeId>>,
    /// The nodes that have a name, and its number.
    named: &'a BTreeMap<NodeId, usize>,
}

impl Maker<'_> {
    fn reference(&self, node: NodeId) -> Object {
        self.elements[node.0].map_or(Object::Null, Object::Reference)
    }

    fn name(&self, node: NodeId) -> Option<Object> {
        self.named.get(&node).map(|number| name(*number, self.named.len()))
    }

    fn element(&self, id: NodeId, node: &Node, parent: Object) -> Dictionary {
        // What changes from cell to cell comes first, what is the same along a row last: so long stretches repeat, and pack
        // well.
        let (mut e, home) = (Dictionary::new(), home(node));
        let mut kids: Vec<Object> = node.kids.iter().map(|k| self.kid(k, home)).collect();
        match kids.len() {
            0 => {}
            1 => e.set("K", kids.remove(0)),
            _ => e.set("K", kids),
        }
        e.set("S", node.role.name());
        if let Some(name) = self.name(id) {
            e.set("ID", name);
        }
        if let Some(attributes) = self.attributes(id, node) {
            e.set("A", attributes);
        }
        e.set("P", parent);
        // The page of the first content; kids elsewhere say so themselves.
        if let Some(page) = home {
            e.set("Pg", self.pages[page]);
        }
        if let Role::Figure { alt, .. } = &node.role {
            e.set("Alt", text(alt));
        }
        if let Some(spoken) = &node.actual_text {
            e.set("ActualText", text(spoken));
        }
        if let Some(lang) = &node.lang {
            e.set("Lang", Object::string_literal(lang.as_str()));
        }
        e
    }

    fn kid(&self, kid: &Kid, home: Option<usize>) -> Object {
        match kid {
            Kid::Node(n) => self.reference(*n),
            Kid::Content { page, mcid } if home == Some(*page) => (*mcid as i64).into(),
            Kid::Content { page, mcid } => {
                dictionary! { "Type" => "MCR", "Pg" => self.pages[*page], "MCID" => *mcid as i64 }.into()
            }
            Kid::Link(i) => dictionary! { "Type" => "OBJR", "Obj" => self.annotations[*i] }.into(),
        }
    }

    fn attributes(&self, id: NodeId, node: &Node) -> Option<Dictionary> {
        let mut table = dictionary! { "O" => "Table" };
        let mut span = |columns: u16| {
            if columns > 1 {
                table.set("ColSpan", i64::from(columns));
            }
        };
        match &node.role {
            Role::Th { scope, columns } => {
                span(*columns);
                table.set("Scope", if *scope == Scope::Row { "Row" } else { "Column" });
            }
            Role::Td { columns } => {
                span(*columns);
                if let Some(headers) = self.headers.get(&id).filter(|h| !h.is_empty()) {
                    let names = headers.iter().map(|h| self.name(*h).unwrap_or(Object::Null));
                    table.set("Headers", names.collect::<Vec<_>>());
                }
            }
            Role::Table => {
                if let Some(summary) = &node.summary {
                    table.set("Summary", text(summary));
                }
            }
            Role::L { ordered } => {
                let numbering = if *ordered { "Decimal" } else { "Disc" };
                return Some(dictionary! { "O" => "List", "ListNumbering" => numbering });
            }
            Role::Figure { bbox, .. } => {
                let bbox = bbox.map(|v| hundredths(i64::from(v))).to_vec();
                return Some(dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => bbox });
            }
            _ => {}
        }
        Some(table).filter(|t| t.len() > 1)
    }

    /// Page by page the owners of marked content, then the owners of annotations.
    fn parents(&self, laid: &Layout, owners: &[ObjectId]) -> Vec<Object> {
        let pages = owners.iter().map(|id| Object::Reference(*id));
        let links = laid.links.iter().map(|link| self.reference(link.node));
        pages.chain(links).enumerate().flat_map(|(i, owner)| [Object::Integer(i as i64), owner]).collect()
    }
}
