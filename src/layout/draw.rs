//! Draw: placed pages go through genpdf. One pass.

use std::collections::BTreeMap;

use super::canvas::{Artifact, Canvas, Faint, Pen};
use super::codes::Codes;
use super::furniture;
use super::item::{Content, Entry, Item, TextLine};
use super::model::{Bookmark, PageLink};
use super::pages::Pages;
use super::place::{Page, Spot, What};
use super::rows;
use super::setting::Link;
use super::tags::{NodeId, Role, Tree};
use super::writer::{Book, Owner, Register, Writer};
use crate::document::{Anchor, Source};
use crate::drawing::{self, FaceId, Style};

/// What drawing makes besides the tag tree.
pub(crate) struct Sheets {
    pub(crate) pdf: Vec<u8>,
    pub(crate) sizes: Vec<[f32; 2]>,
    pub(crate) headings: Vec<Bookmark>,
    pub(crate) links: Vec<PageLink>,
    pub(crate) codes: Codes,
    pub(crate) faint: Vec<Faint>,
}

/// Draws all pages.
///
/// # Errors
/// What genpdf says.
pub(crate) fn draw(book: &Book, tree: &mut Tree) -> Result<Sheets, genpdf::error::Error> {
    let page = &book.theme.page;
    let size = |p: &Page| if p.landscape { [page.height, page.width] } else { [page.width, page.height] };
    let sizes: Vec<[f32; 2]> = book.pages.iter().map(size).collect();
    let places = places(book);
    let mut pages = Pages::new(&book.front.title);
    let mut pen = Pen::new(book.faces, tree);
    let mut register = Register::default();
    for (number, (page, size)) in book.pages.iter().zip(&sizes).enumerate() {
        let canvas = Canvas::new(&mut pen, number, size[1]);
        let mut writer =
            Writer { canvas, book, places: &places, size: *size, number, register: &mut register, renewed: None };
        writer.page(page);
        pages.add(*size, writer.canvas.finish())?;
    }
    let Pen { codes, faint, .. } = pen;
    Ok(Sheets { pdf: pages.write()?, sizes, headings: register.headings, links: register.links, codes, faint })
}

/// Finds where everything that can be referred to stands: the page and the top edge.
fn places(book: &Book) -> BTreeMap<Anchor, (usize, f32)> {
    let mut out = BTreeMap::new();
    for (number, page) in book.pages.iter().enumerate() {
        for Spot { y, what, .. } in &page.placed {
            let What::Item(item) = what else { continue };
            let item = &book.items[*item];
            out.extend(item.anchor.map(|anchor| (anchor, (number, *y))));
            if let Content::Figures(columns) = &item.content {
                out.extend(columns.iter().map(|column| (column.anchor, (number, *y))));
            }
        }
    }
    out
}

impl Writer<'_, '_, '_> {
    fn page(&mut self, page: &Page) {
        let count = page.placed.len();
        for (i, placed) in page.placed.iter().enumerate() {
            self.placed(placed, i + 1 == count);
        }
        let (theme, front, size) = (self.book.theme, self.book.front, self.size);
        furniture::draw(&mut self.canvas, theme, front, size, self.number, self.book.pages.len());
    }

    fn placed(&mut self, placed: &Spot, last: bool) {
        let (y, book) = (placed.y, self.book);
        match &placed.what {
            What::Header(table) => {
                if let Some(header) = book.tables.get(*table).and_then(|t| t.header.as_ref()) {
                    rows::draw(self, header, [y, placed.height], true, false);
                }
            }
            What::Group(table, group) => {
                if let Some([_, repeat]) = book.tables.get(*table).and_then(|t| t.groups.get(*group)) {
                    rows::draw(self, repeat, [y, placed.height], true, false);
                }
            }
            What::Piece(row) => rows::draw(self, row, [y, placed.height], false, last),
            What::Item(item) => self.item(&book.items[*item], y, placed.height, last),
        }
    }

    fn item(&mut self, item: &Item, y: f32, height: f32, last: bool) {
        let (book, left) = (self.book, self.book.theme.page.left);
        match &item.content {
            // A line set closer than it was measured stands in the middle of its height.
            Content::Line(line) => self.line(line, y - (item.height - height) / 2., height),
            Content::Entry(entry) => self.entry(entry, y, height),
            Content::Header(table) => {
                if let Some(header) = book.tables.get(*table).and_then(|t| t.header.as_ref()) {
                    rows::draw(self, header, [y, height], false, last);
                }
            }
            Content::Group(table, group) => {
                if let Some([row, _]) = book.tables.get(*table).and_then(|t| t.groups.get(*group)) {
                    rows::draw(self, row, [y, height], false, last);
                }
            }
            Content::Row(row) => rows::draw(self, row, [y, height], false, last),
            Content::Figures(columns) => {
                for column in columns {
                    column.caption.iter().for_each(|line| self.line(line, y, 0.));
                    let frame = [left + column.x, y + column.top, column.width, height - column.top];
                    self.figure(&column.figure.alt.text, column.parent, column.source, frame);
                    self.canvas.scene(&drawing::scene(&column.figure.chart, frame, &book.look));
                }
            }
            Content::Logo { width, parent } => {
                let alt = book.theme.logo.as_ref().map_or("", |l| l.alt.as_str());
                let frame = [left, y, *width, height];
                self.figure(alt, *parent, &Source::default(), frame);
                self.canvas.image(frame);
            }
        }
    }

    /// Makes what follows a figure.
    fn figure(&mut self, alt: &str, parent: NodeId, source: &Source, frame: [f32; 4]) {
        let bbox = self.canvas.rect(frame).map(|v| (v * 100.).round() as i32);
        let node = self.canvas.tree().node(Role::Figure { alt: alt.into(), bbox }, Some(parent), source);
        self.canvas.tag(node);
    }

    fn line(&mut self, line: &TextLine, y: f32, height: f32) {
        let (theme, baseline) = (self.book.theme, y + line.baseline);
        let left = theme.page.left;
        if line.boxed {
            self.canvas.artifact(Artifact::Layout);
            let width = self.size[0] - left - theme.page.right;
            self.canvas.fill_rect([left, y, width, height], theme.colours.ground);
            self.canvas.fill_rect([left, y, 3., height], theme.colours.accent);
        }
        if let Some(level) = line.heading {
            let text = self.book.texts.get(line.text).text().replace('\n', " ");
            self.register.headings.push(Bookmark { level, text, page: self.number, y, node: line.node });
        }
        if let Some((node, text)) = line.label {
            self.label([left + line.x, baseline], text, Owner::Node(node));
        }
        self.text(line.text, &line.line, [left + line.x, baseline], Owner::Node(line.node));
    }

    fn entry(&mut self, entry: &Entry, y: f32, height: f32) {
        let (theme, faces, baseline) = (self.book.theme, self.book.faces, y + entry.baseline);
        let (left, right) = (theme.page.left + entry.x, self.size[0] - theme.page.right);
        let Link { node, .. } = self.book.links[entry.link];
        self.text(entry.text, &entry.line, [left, baseline], Owner::Node(node));
        let place = self.places.get(&entry.anchor).copied();
        let (Some((page, _)), Some(style)) = (place, self.book.texts.get(entry.text).style()) else { return };
        let number = (page + 1).to_string();
        let width = faces.width(style.face, style.size, &number);
        if entry.last {
            let leader = Style { face: FaceId::REGULAR, colour: theme.colours.quiet, ..style };
            self.leader([left + entry.line.width, right - width, baseline], leader);
            self.canvas.tag(node);
            // The space keeps the number from the title's last word where the text is read out or copied.
            let space = faces.width(style.face, style.size, " ");
            self.canvas.text([right - width - space, baseline], style, &format!(" {number}"));
        }
        let words = self.book.texts.get(entry.text).text();
        self.link(entry.link, [left, y, right - left, height]);
        if let Some(placed) = self.register.placed.get(&(entry.link, self.number)) {
            self.register.links[*placed].description = format!("{words}, page {number}");
        }
    }

    /// Draws dots that lead from one place on a baseline to another, those of all entries under each other.
    fn leader(&mut self, [from, to, y]: [f32; 3], style: Style) {
        let step = self.book.faces.width(style.face, style.size, " .");
        let right = self.size[0] - self.book.theme.page.right;
        let last = ((right - to + style.size * 0.6) / step).ceil();
        let first = ((right - from - style.size * 0.6) / step).floor();
        let count = (first - last).max(0.) as usize;
        if count > 0 {
            self.canvas.artifact(Artifact::Layout);
            self.canvas.text([right - first * step, y], style, &" .".repeat(count));
        }
    }
}
