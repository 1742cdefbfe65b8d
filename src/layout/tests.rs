//! Papers measured, placed and drawn.

mod composition;
mod invariants;
mod papers;
mod random;

use std::sync::{Arc, LazyLock};

use super::tags::{NodeId, Role};
use super::{Destination, Layout, PageLink, lay_out};
use crate::document::{
    Bar, BarChart, Chart, Document, Front, Markdown, Point, Status, StatusChart, StatusRow, Tone, TrendChart, parse,
};
use crate::drawing::{Faces, Theme, default_faces};
use crate::number::Ratio;
use crate::quarter::Month;

/// The look, read once for all tests.
static LOOK: LazyLock<(Theme, Faces)> = LazyLock::new(|| {
    (
        Theme::built_in().expect("the theme that is compiled in"),
        default_faces().expect("the fonts that are compiled in"),
    )
});

fn look() -> &'static (Theme, Faces) {
    &LOOK
}

fn front() -> Front {
    Front {
        title: "Performance overview".into(),
        board: "Derbyshire Safer Communities Board".into(),
        meeting: "27 November 2013".into(),
        item: "Item 4".into(),
        marking: "OFFICIAL".into(),
        draft: true,
        ..Front::default()
    }
}

/// The charts that a paper's figures show: bars, a line of months, and statuses.
pub(crate) fn charts() -> Vec<Arc<Chart>> {
    let bar = |(name, value): (&str, i64)| Bar {
        name: name.into(),
        value: Some(Ratio::whole(value)),
        label: format!("{value:+}").replace('-', "\u{2212}").into(),
        total: false,
    };
    let bars = [
        ("Sexual offences", 106),
        ("Non domestic burglary", 73),
        ("Robbery", 33),
        ("Domestic burglary", 33),
        ("Public order", 19),
        ("Drug offences", 16),
        ("Violence with injury", 15),
        ("Theft from vehicle", -2),
        ("Other theft", -15),
        ("Violence without injury", -52),
        ("Theft of vehicle", -68),
        ("Criminal damage", -73),
        ("Shoplifting", -85),
    ];
    let bars = BarChart { axis: "Change in offences".into(), percent: false, bars: bars.map(bar).into() };
    let counts = [
        450, 431, 574, 577, 614, 431, 516, 603, 570, 504, 561, 491, 549, 480, 429, 499, 421, 439, 447, 573, 557, 428,
        470, 524,
    ];
    let first = Month::new(2011, 10).expect("a month");
    let point = |(i, count): (i32, i64)| Point { month: first.plus(i), count: Some(count), special: i == 17 };
    let trend = TrendChart {
        path: "".into(),
        name: "Derbyshire (admin county)".into(),
        axis: "Offences a month".into(),
        points: (0..).zip(counts).map(point).collect(),
        centre: Some(Ratio::whole(530)),
        limits: Some([400, 660].map(Ratio::whole)),
    };
    let status = |tone, word: &str| Status { tone, word: word.into() };
    let row = |name: &str, counts: [u32; 2]| StatusRow { name: name.into(), counts: counts.into() };
    let statuses = StatusChart {
        path: "".into(),
        statuses: vec![status(Tone::Green, "On track"), status(Tone::Red, "Off track")],
        rows: vec![row("Drugs", [1, 1]), row("Terrorism", [1, 0])],
    };
    [Chart::Bars(bars), Chart::Trend(trend), Chart::Statuses(statuses)].map(Arc::new).into()
}

fn paper(markdown: &str) -> Document {
    match parse(&Markdown { charts: charts(), ..Markdown::from(markdown) }, front()) {
        Ok(document) => document,
        Err(problems) => panic!("{:#?}", problems.iter().map(ToString::to_string).collect::<Vec<_>>()),
    }
}

fn laid(markdown: &str) -> Result<Layout, Vec<String>> {
    let (theme, faces) = look();
    lay_out(&paper(markdown), theme, faces).map_err(|p| p.iter().map(ToString::to_string).collect())
}

/// A paper with every kind of block.
const PAPER: &str = include_str!("tests/paper.md");

/// Writes a paper to the folder for temporary files.
fn write(document: &Document, name: &str) {
    let (theme, faces) = look();
    let laid = lay_out(document, theme, faces).expect("sound");
    let meta = crate::finish::Metadata { created: chrono::DateTime::UNIX_EPOCH, producer: "board-papers".into() };
    let pdf = crate::finish::finish(&laid, faces, &meta).expect("sound");
    std::fs::write(std::env::temp_dir().join(format!("{name}.pdf")), pdf.bytes()).expect("a folder to write to");
}

#[test]
#[ignore = "for looking at pages"]
fn write_the_paper() {
    write(&paper(PAPER), "board-paper");
}

#[test]
fn the_contents_give_the_pages_of_the_headings() {
    let laid = laid(PAPER).expect("sound");
    let headings: Vec<_> = laid.headings.iter().filter(|h| h.level > 1 && h.text != "Contents").collect();
    let above = |node: NodeId| laid.tree.get(node).parent;
    let is_entry = |l: &&PageLink| above(l.node).and_then(above).is_some_and(|n| laid.tree.get(n).role == Role::Toci);
    let entries: Vec<_> = laid.links.iter().filter(is_entry).collect();
    assert_eq!(headings.len(), entries.len());
    for (heading, entry) in headings.iter().zip(entries) {
        assert_eq!(entry.description, format!("{}, page {}", heading.text, heading.page + 1));
        assert_eq!(entry.target, Destination::Place { page: heading.page, y: heading.y });
    }
}

#[test]
fn a_short_paper_has_no_contents() {
    let short = laid("# One\n\n<contents/>\n\n## Two\n\nText.").expect("sound");
    assert_eq!(short.headings.iter().map(|h| h.text.as_str()).collect::<Vec<_>>(), ["One", "Two"]);
    assert_eq!(short.sizes.len(), 1);
}

#[test]
fn what_is_drawn_on_a_page_is_what_is_read() {
    let text = "# A paper\n\nA paragraph with **bold** text, a <status tone=\"red\">High</status> label, <ref to=\"t\"/> and \
        [a link](https://example.gov.uk).\n\n- one\n  1. inner\n- two\n\n\
        <table-options id=\"t\" caption=\"Counts\" columns=\"entries, number\" row-headers/>\n\n\
        | Area | Count |\n|---|---|\n| <group>North | |\n| Bolsover | 1,234 |\n| Erewash | |\n| <total/>All | 1,234 |\n";
    let laid = laid(text).expect("sound");
    let mut out = String::new();
    for (owner, text) in laid.tree.owners[0].iter().zip(&laid.tree.texts[0]) {
        let mut path = Vec::new();
        let mut at = Some(*owner);
        while let Some(node) = at {
            path.push(laid.tree.get(node).role.name());
            at = laid.tree.get(node).parent;
        }
        path.reverse();
        out.push_str(&format!("{}: {text}\n", path[1..].join(" ")));
    }
    insta::assert_snapshot!(out);
}

#[test]
fn faults_name_the_line() {
    let wide = format!(
        "# A\n\n| {} |\n|{}\n| {} |\n",
        ["Supercalifragilistic"; 20].join(" | "),
        "---|".repeat(20),
        ["1"; 20].join(" | ")
    );
    let faults = laid(&wide).expect_err("it does not fit");
    assert!(
        faults[0].starts_with("the paper's text:3: the table is too wide: its 20 columns need at least"),
        "{faults:?}"
    );
    let faults = laid("# A\n\nOne.\n\nA tick: ✓ and again ✓.\n").expect_err("there is no such glyph");
    assert_eq!(faults.len(), 1);
    assert!(faults[0].starts_with("the paper's text:5: the fonts have no “✓” (U+2713)"), "{faults:?}");
}

#[test]
fn words_are_broken_where_a_table_would_not_fit_otherwise() {
    let long = ["01/10/2012-30/09/2013", "October2012-September2013", "1,000,000,000,000"];
    let entries = [&long[..], &long, &long].concat();
    let table = format!("# A\n\n| {} |\n|{}\n| {} |\n", ["Head"; 9].join(" | "), "---|".repeat(9), entries.join(" | "));
    assert_eq!(laid(&table).map(|l| l.sizes.len()), Ok(1));
}

#[test]
fn a_link_in_the_rest_of_a_long_row_is_read_where_it_is_drawn() {
    let long = "A sentence that is said again and again. ".repeat(200);
    for text in
        [format!("{long} See [the plan](https://example.org/plan)."), format!("{long} <lang of=\"cy\">Heddlu</lang>.")]
    {
        let laid = laid(&format!("# A\n\n| Area | Text | More |\n|---|---|---|\n| Bolsover | {text} | {long} |\n"));
        let laid = laid.expect("sound");
        let mut last = None;
        let mut walk = vec![super::tags::Kid::Node(super::tags::NodeId(0))];
        while let Some(kid) = walk.pop() {
            match kid {
                super::tags::Kid::Node(id) => walk.extend(laid.tree.get(id).kids.iter().rev().cloned()),
                super::tags::Kid::Content { page, mcid } => {
                    assert!(last < Some((page, mcid)), "{last:?} {page} {mcid}");
                    last = Some((page, mcid));
                }
                super::tags::Kid::Link(_) => {}
            }
        }
        assert!(last.is_some());
    }
}

#[test]
fn a_row_longer_than_a_page_goes_on_as_rows_of_one_table() {
    let long = "A sentence that is said again and again. ".repeat(400);
    let laid = laid(&format!("# A\n\n| Area | Text |\n|---|---|\n| Bolsover | {long} |\n")).expect("sound");
    assert!(laid.sizes.len() >= 3);
    let count = |name| {
        laid.tree
            .nodes
            .iter()
            .enumerate()
            .filter(|(i, n)| n.role.name() == name && laid.tree.is_attached(super::tags::NodeId(*i)))
            .count()
    };
    assert_eq!((count("Table"), count("THead"), count("TR")), (1, 1, laid.sizes.len() + 1));
    assert_eq!(count("TD") + count("TH"), 2 * count("TR"));
}
