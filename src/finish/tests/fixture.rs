//! A small paper with one of everything, drawn by hand.

use crate::document::{Front, Origin, Source};
use crate::drawing::{FaceId, Faces, Image, ImageData, Rgb, Style, default_faces};
use crate::layout::canvas::{Artifact, Canvas, Pen};
use crate::layout::pages::{PageContent, Pages};
use crate::layout::tags::{NodeId, Role, Scope, Tree};
use crate::layout::{Bookmark, Destination, Layout, PageLink};

const BODY: Style = Style { face: FaceId::REGULAR, size: 12., colour: Rgb::BLACK };
const BOLD: Style = Style { face: FaceId::BOLD, size: 12., colour: Rgb([0x12, 0x43, 0x6D]) };
const PORTRAIT: [f32; 2] = [595.28, 841.89];
const LANDSCAPE: [f32; 2] = [841.89, 595.28];
const LEFT: f32 = 56.69;

/// The fonts, read once.
pub(crate) fn faces() -> &'static Faces {
    static FACES: std::sync::OnceLock<Faces> = std::sync::OnceLock::new();
    FACES.get_or_init(|| default_faces().expect("the fonts that are compiled in"))
}

/// Draws the paper.
pub(crate) fn paper() -> Layout {
    let mut tree = Tree::default();
    let mut drawn = Drawn::default();
    let root = tree.node(Role::Document, None, &at(1));
    let mut pen = Pen::new(faces(), &mut tree);
    let mut pages = Pages::new("Performance overview");
    let canvas = Canvas::new(&mut pen, 0, PORTRAIT[1]);
    let first = Page { canvas, drawn: &mut drawn, root, page: 0 }.first();
    pages.add(PORTRAIT, first).expect("a page");
    let canvas = Canvas::new(&mut pen, 1, LANDSCAPE[1]);
    let second = Page { canvas, drawn: &mut drawn, root, page: 1 }.second();
    pages.add(LANDSCAPE, second).expect("a page");
    let codes = std::mem::take(&mut pen.codes);
    let pdf = pages.write().expect("a vector takes everything");
    Layout {
        front: Front {
            title: "Performance overview – Quarter 2 <2013/14>".into(),
            subject: "Crime & disorder".into(),
            keywords: vec!["crime".into(), "anti-social behaviour".into()],
            author: "County Community Safety Unit".into(),
            board: "Derbyshire Safer Communities Board".into(),
            ..Front::default()
        },
        pdf,
        sizes: vec![PORTRAIT, LANDSCAPE],
        tree,
        headings: drawn.headings,
        links: drawn.links,
        codes,
        image: Some(Image { size: [2, 1], data: ImageData::Rgb(vec![0x12, 0x43, 0x6D, 0xFF, 0xBF, 0]) }),
    }
}

fn at(line: usize) -> Source {
    Source { line, origin: Some(Origin { template: "overview.hbs".into(), line }) }
}

#[derive(Default)]
struct Drawn {
    headings: Vec<Bookmark>,
    links: Vec<PageLink>,
}

struct Page<'d, 'p, 'a> {
    canvas: Canvas<'p, 'a>,
    drawn: &'d mut Drawn,
    root: NodeId,
    page: usize,
}

impl Page<'_, '_, '_> {
    fn first(mut self) -> PageContent {
        self.canvas.artifact(Artifact::Header);
        self.canvas.text([LEFT, 30.], BODY, "Derbyshire Safer Communities Board");
        self.heading(1, 80., "Performance overview", 3);
        self.heading(2, 110., "At a glance", 5);
        let p = self.node(Role::P, self.root, 7);
        self.text(p, [LEFT, 130.], "Crime fell by 5.3% – that is 1,234 fewer offences; the county’s bill was £5m. ");
        let figure = self.node(Role::Link, p, 7);
        self.text(figure, [LEFT, 146.], "Figure 1 ");
        self.text(figure, [LEFT, 162.], "shows it");
        let rects = vec![[LEFT, 690., LEFT + 50., 705.], [LEFT, 674., LEFT + 50., 689.]];
        self.link(figure, rects, Destination::Place { page: 1, y: 60. }, "Figure 1, page 2");
        self.text(p, [120., 162.], " and so does ");
        let welsh = self.node(Role::Span, p, 8);
        self.canvas.tree().get_mut(welsh).lang = Some("cy".into());
        self.text(welsh, [220., 162.], "Heddlu Gogledd Cymru");
        self.list();
        self.table();
        self.canvas.artifact(Artifact::Footer);
        self.canvas.text([LEFT, 810.], BODY, "Page 1 of 2");
        self.canvas.finish()
    }

    fn second(mut self) -> PageContent {
        self.heading(2, 40., "Trend", 30);
        let bbox = [5669, 30000, 30000, 50000];
        let figure =
            self.node(Role::Figure { alt: "Bar chart: two bars, the first longer.".into(), bbox }, self.root, 32);
        let caption = self.node(Role::Caption, self.root, 32);
        self.canvas.tag(figure);
        self.canvas.fill_rect([LEFT, 100., 80., 12.], Rgb([0x12, 0x43, 0x6D]));
        self.canvas.fill_rect([LEFT, 120., 40., 12.], Rgb([0xBF; 3]));
        self.canvas.text_upwards([LEFT - 4., 140.], BODY, "Offences");
        let label = self.node(Role::Lbl, caption, 32);
        self.text(label, [LEFT, 320.], "Figure 1: ");
        self.text(caption, [120., 320.], "Shoplifting rose most");
        self.heading(3, 350., "Sources", 40);
        let p = self.node(Role::P, self.root, 41);
        let web = self.node(Role::Link, p, 41);
        self.text(web, [LEFT, 370.], "Published figures");
        let target = Destination::Url("https://www.police.uk/?a=(b)".into());
        self.link(web, vec![[LEFT, 210., 160., 225.]], target, "Published figures on police.uk");
        let note = self.node(Role::Note, p, 42);
        self.text(note, [170., 370.], " (provisional)");
        let logo = Role::Figure { alt: "Logo of the board.".into(), bbox: [60000, 50000, 70000, 55000] };
        let logo = self.node(logo, self.root, 43);
        self.canvas.tag(logo);
        self.canvas.image([600., 45.28, 100., 50.]);
        self.canvas.finish()
    }

    fn list(&mut self) {
        let list = self.node(Role::L { ordered: false }, self.root, 10);
        for (i, text) in ["Rolling 12 months: up 4.1%", "Year to date: −2.0%"].into_iter().enumerate() {
            let y = 190. + 16. * i as f32;
            let item = self.node(Role::Li, list, 10 + i);
            let label = self.node(Role::Lbl, item, 10 + i);
            self.text(label, [LEFT, y], "• ");
            let body = self.node(Role::LBody, item, 10 + i);
            let p = self.node(Role::P, body, 10 + i);
            self.text(p, [LEFT + 12., y], text);
        }
    }

    /// Areas and two columns, with a group row; the arrows are read as words.
    fn table(&mut self) {
        let table = self.node(Role::Table, self.root, 14);
        self.canvas.tree().get_mut(table).summary = Some("Offences by area".into());
        let caption = self.node(Role::Caption, table, 14);
        self.text(caption, [LEFT, 240.], "Table 1: Areas");
        let head = self.node(Role::THead, table, 14);
        let row = self.node(Role::Tr, head, 14);
        for (i, text) in ["Area", "Offences", "Change"].into_iter().enumerate() {
            let th = self.node(Role::Th { scope: Scope::Column, columns: 1 }, row, 14);
            self.text(th, [LEFT + 100. * i as f32, 260.], text);
        }
        let body = self.node(Role::TBody, table, 15);
        let row = self.node(Role::Tr, body, 15);
        let group = self.node(Role::Th { scope: Scope::Row, columns: 3 }, row, 15);
        self.text(group, [LEFT, 276.], "Districts");
        for (i, (area, count, shown, spoken)) in
            [("Amber Valley", "4,321", "▲", "up"), ("High Peak", "", "▼", "down")].into_iter().enumerate()
        {
            let y = 292. + 16. * i as f32;
            self.canvas.artifact(Artifact::Layout);
            self.canvas.line([LEFT, y + 4.], [400., y + 4.], 0.5, Rgb([0x80; 3]));
            let row = self.node(Role::Tr, body, 16 + i);
            let th = self.node(Role::Th { scope: Scope::Row, columns: 1 }, row, 16 + i);
            self.text(th, [LEFT, y], area);
            let td = self.node(Role::Td { columns: 1 }, row, 16 + i);
            if count.is_empty() {
                self.canvas.tree().attach(td);
            } else {
                self.text(td, [LEFT + 100., y], count);
            }
            let td = self.node(Role::Td { columns: 1 }, row, 16 + i);
            let arrow = self.node(Role::Span, td, 16 + i);
            self.canvas.tree().get_mut(arrow).actual_text = Some(spoken.into());
            self.text(arrow, [LEFT + 200., y], shown);
            self.text(td, [LEFT + 215., y], " 7.5%");
        }
    }

    fn node(&mut self, role: Role, parent: NodeId, line: usize) -> NodeId {
        self.canvas.tree().node(role, Some(parent), &at(line))
    }

    fn text(&mut self, node: NodeId, place: [f32; 2], text: &str) {
        self.canvas.tag(node);
        self.canvas.text(place, BODY, text);
    }

    fn heading(&mut self, level: u8, y: f32, text: &str, line: usize) {
        let node = self.node(Role::H(level), self.root, line);
        self.canvas.tag(node);
        self.canvas.text([LEFT, y], BOLD, text);
        self.drawn.headings.push(Bookmark { level, text: text.into(), page: self.page, y: y - 12., node });
    }

    fn link(&mut self, node: NodeId, rects: Vec<[f32; 4]>, target: Destination, description: &str) {
        self.canvas.tree().link(node, self.drawn.links.len());
        let (page, description) = (self.page, description.into());
        self.drawn.links.push(PageLink { node, page, rects, target, description });
    }
}
