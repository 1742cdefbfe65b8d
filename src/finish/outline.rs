//! The plain-text twin of a paper: its tags and their text, as a screen reader meets them.

use std::fmt::Write as _;

use super::headers;
use super::metadata::LANGUAGE;
use crate::layout::tags::{Kid, Node, NodeId, Role, Scope};
use crate::layout::{Destination, Layout};

/// Prints the tag tree with its text, one block a line, indented: roles, scopes, text alternatives, what is read in place
/// of what is drawn, languages, the headers of cells, where links lead. Artifacts are not in it, as they are not read.
pub fn outline(laid: &Layout) -> String {
    let headers = headers::of_cells(&laid.tree);
    let mut out = format!("{} ({LANGUAGE}, {} pages)\n", laid.front.title, laid.sizes.len());
    let mut twin = Twin { laid, headers: &headers, out: &mut out };
    let nodes = laid.tree.nodes.iter().enumerate();
    for (i, _) in nodes.filter(|(i, n)| n.parent.is_none() && laid.tree.is_attached(NodeId(*i))) {
        twin.block(NodeId(i), 0);
    }
    out
}

struct Twin<'a, 'o> {
    laid: &'a Layout,
    headers: &'a std::collections::BTreeMap<NodeId, Vec<NodeId>>,
    out: &'o mut String,
}

impl Twin<'_, '_> {
    fn block(&mut self, id: NodeId, depth: usize) {
        let node = self.laid.tree.get(id);
        let mut line = format!("{:1$}{2}", "", depth * 2, self.label(id, node));
        if self.is_line(node) {
            let text = tidy(&self.text(node));
            if !text.is_empty() {
                line += " ";
                line += &text;
            }
        }
        self.out.push_str(&line);
        self.out.push('\n');
        if self.is_line(node) {
            return;
        }
        for kid in &node.kids {
            match kid {
                Kid::Node(kid) => self.block(*kid, depth + 1),
                Kid::Content { page, mcid } => {
                    // Writing into a string cannot fail.
                    _ = writeln!(self.out, "{:1$}“{2}”", "", depth * 2 + 2, tidy(self.drawn(*page, *mcid)));
                }
                Kid::Link(_) => {}
            }
        }
    }

    /// Says whether a node fits on one line: nothing but text and small parts of it. A figure is read as its alternative.
    fn is_line(&self, node: &Node) -> bool {
        let small = |k: &Kid| match k {
            Kid::Node(n) => {
                let n = self.laid.tree.get(*n);
                matches!(n.role, Role::Span | Role::Link | Role::Reference | Role::Note | Role::Lbl) && self.is_line(n)
            }
            _ => true,
        };
        match node.role {
            Role::Document | Role::Sect | Role::Table | Role::THead | Role::TBody | Role::Tr => false,
            Role::L { .. } | Role::Li | Role::LBody | Role::Toc => false,
            _ => node.kids.iter().all(small),
        }
    }

    fn label(&self, id: NodeId, node: &Node) -> String {
        let mut label = node.role.name().to_owned();
        match &node.role {
            Role::Th { scope, columns } => {
                label += if *scope == Scope::Row { " (row" } else { " (column" };
                if *columns > 1 {
                    _ = write!(label, ", {columns} wide");
                }
                label += ")";
            }
            Role::Td { columns } if *columns > 1 => _ = write!(label, " ({columns} wide)"),
            Role::L { ordered: true } => label += " (numbered)",
            Role::Figure { alt, .. } => _ = write!(label, " (alt: {alt})"),
            _ => {}
        }
        if let Some(lang) = &node.lang {
            _ = write!(label, " ({lang})");
        }
        if let Some(summary) = &node.summary {
            _ = write!(label, " (summary: {summary})");
        }
        if let Some(headers) = self.headers.get(&id).filter(|h| !h.is_empty()) {
            let names: Vec<String> = headers.iter().map(|h| tidy(&self.words(self.laid.tree.get(*h)))).collect();
            _ = write!(label, " [{}]", names.join(" › "));
        }
        label
    }

    /// A node's text on one line, its parts in brackets.
    fn text(&self, node: &Node) -> String {
        if matches!(node.role, Role::Figure { .. }) {
            return String::new();
        }
        let (mut own, mut targets) = (String::new(), String::new());
        for kid in &node.kids {
            match kid {
                Kid::Content { page, mcid } => own += self.drawn(*page, *mcid),
                Kid::Node(n) => {
                    let part = self.laid.tree.get(*n);
                    let text = self.text(part);
                    // A space at its end parts it from what follows, and must be seen to.
                    let space = if text.ends_with(' ') { " " } else { "" };
                    _ = write!(own, "[{}: {}]{space}", self.label(*n, part), tidy(&text));
                }
                Kid::Link(i) => targets += &self.target(*i),
            }
        }
        match &node.actual_text {
            Some(spoken) => format!("{spoken} (drawn as {})", tidy(&own)),
            None => own + &targets,
        }
    }

    /// A node's words alone, as they are read out before a cell that it heads.
    fn words(&self, node: &Node) -> String {
        let words = |kid: &Kid| match kid {
            Kid::Content { page, mcid } => self.drawn(*page, *mcid).to_owned(),
            Kid::Node(n) => self.words(self.laid.tree.get(*n)),
            Kid::Link(_) => String::new(),
        };
        node.actual_text.clone().unwrap_or_else(|| node.kids.iter().map(words).collect())
    }

    fn target(&self, link: usize) -> String {
        let Some(link) = self.laid.links.get(link) else { return String::new() };
        match &link.target {
            Destination::Place { page, .. } => format!(" → page {} “{}” ", page + 1, link.description),
            Destination::Url(url) => format!(" → {url} “{}” ", link.description),
        }
    }

    fn drawn(&self, page: usize, mcid: usize) -> &str {
        self.laid.tree.texts.get(page).and_then(|p| p.get(mcid)).map_or("", String::as_str)
    }
}

/// Text with single spaces and none at its ends. No-break spaces stay.
fn tidy(text: &str) -> String {
    text.split([' ', '\t', '\n']).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}
