//! Random papers.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::document::*;
use crate::number::Ratio;

fn block(kind: BlockKind) -> Block {
    Block { source: Source { line: 1, origin: None }, kind }
}

fn text(words: &str, bold: bool) -> Inline {
    Inline::Text { text: words.into(), style: TextStyle { bold, italic: false }, lang: None }
}

/// References to the title of a paper, and the only one there is.
fn title() -> (References, RefId) {
    let mut references = References::default();
    let title = references.add(Reference { anchor: Anchor::Heading(0), label: "A paper".into() });
    (references, title)
}

/// Words of all lengths, numbers with units, an address now and then.
fn words(count: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => "[a-z]{1,11}",
        1 => Just("£1.2 million".to_string()),
        1 => Just("12 months".to_string()),
        1 => Just("–".to_string()),
        1 => "[a-z]{30,90}",
        1 => Just("https://www.example.gov.uk/community/safety/returns".to_string()),
    ];
    vec(word, count).prop_map(|w| w.join(" "))
}

fn inlines(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Inline>> {
    let status = prop_oneof![Just(Tone::Red), Just(Tone::Amber), Just(Tone::Green), Just(Tone::Grey), Just(Tone::Blue)];
    let inline = prop_oneof![
        6 => (words(count), any::<bool>()).prop_map(|(w, bold)| text(&format!("{w} "), bold)),
        1 => status.prop_map(|tone| Inline::Status(Status { tone, word: "On track".into() })),
        1 => Just(Inline::Reference(title().1)),
        1 => words(1..9).prop_map(|w| Inline::Link {
            target: Target::Url("https://example.gov.uk".into()), text: vec![text(&w, false)], description: String::new(),
        }),
        1 => Just(Inline::Break),
    ];
    vec(inline, 1..5)
}

fn paragraph(count: std::ops::Range<usize>) -> impl Strategy<Value = Block> {
    let style = prop_oneof![
        6 => Just(ParagraphStyle::Body), 1 => Just(ParagraphStyle::Lead),
        1 => Just(ParagraphStyle::Note), 1 => Just(ParagraphStyle::Callout),
    ];
    (inlines(count), style).prop_map(|(text, style)| block(BlockKind::Paragraph { text, style }))
}

fn list() -> impl Strategy<Value = Block> {
    let leaf = vec(vec(paragraph(1..12), 1..3), 1..6);
    leaf.prop_recursive(2, 12, 4, |inner| {
        vec(
            (paragraph(1..12), inner)
                .prop_map(|(p, items)| vec![p, block(BlockKind::List(List { start: Some(1), items }))]),
            1..4,
        )
    })
    .prop_map(|items| block(BlockKind::List(List { start: None, items })))
}

fn table() -> impl Strategy<Value = Block> {
    (2usize..6, any::<bool>(), any::<bool>()).prop_flat_map(|(columns, header, caption)| {
        let long = prop_oneof![12 => 1usize..20, 1 => 400usize..700];
        let prose = long.prop_flat_map(|n| paragraph(n..n + 1));
        let cell = |c: usize| {
            if c == 0 {
                prose.clone().boxed()
            } else {
                "[0-9]{1,4}"
                    .prop_map(|n| {
                        block(BlockKind::Paragraph { text: vec![text(&n, false)], style: ParagraphStyle::Body })
                    })
                    .boxed()
            }
        };
        let cells = (0..columns).map(|c| option::weighted(0.9, cell(c))).collect::<Vec<_>>();
        let row = prop_oneof![
            8 => (cells, any::<bool>(), any::<bool>()).prop_map(|(cells, total, continues)| Row::Cells {
                source: Source::default(),
                cells: cells.into_iter().map(|c| Cell { blocks: c.into_iter().collect(), shade: None }).collect(),
                total, continues,
            }),
            1 => words(1..4).prop_map(|w| Row::Group { source: Source::default(), text: vec![text(&w, false)] }),
        ];
        vec(row, 1..25).prop_map(move |rows| {
            let column = |i: usize| Column {
                header: vec![text("Header of it", false)],
                align: if i == 0 { Align::Left } else { Align::Right },
                content: if i == 0 { ColumnContent::Prose(1.) } else { ColumnContent::Entries },
            };
            block(BlockKind::Table(Table {
                id: None,
                anchor: Anchor::Contents,
                number: None,
                summary: None,
                header,
                row_headers: !header,
                caption: if caption { vec![text("A caption", false)] } else { Vec::new() },
                columns: (0..columns).map(column).collect(),
                rows,
            }))
        })
    })
}

fn figure() -> impl Strategy<Value = Block> {
    (words(3..14), vec((words(1..3), -500i64..500), 1..16)).prop_map(|(title, bars)| {
        let bar = |(name, value): (String, i64)| Bar {
            name,
            value: Some(Ratio::whole(value)),
            label: value.to_string(),
            total: false,
        };
        let chart = BarChart { axis: "Change".into(), percent: false, bars: bars.into_iter().map(bar).collect() };
        block(BlockKind::Figure(Figure {
            id: None,
            anchor: Anchor::Contents,
            number: 0,
            title: vec![text(&title, false)],
            subtitle: "What is shown".into(),
            alt: "A chart".into(),
            chart: Arc::new(Chart::Bars(chart)),
        }))
    })
}

fn heading(level: u8, title: &str) -> Block {
    block(BlockKind::Heading { level, text: vec![text(title, false)], id: None, anchor: Anchor::Contents })
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let heading = (2u8..4, words(1..12)).prop_map(|(level, w)| heading(level, &w));
    let plain = prop_oneof![2 => heading, 6 => paragraph(1..60), 2 => list(), 2 => table(), 2 => figure()].boxed();
    let together = vec(plain.clone(), 1..6).prop_map(|b| block(BlockKind::Together(b)));
    let landscape = vec(plain.clone(), 1..5).prop_map(|b| block(BlockKind::Landscape(b)));
    vec(prop_oneof![8 => plain, 2 => together, 1 => landscape, 1 => Just(block(BlockKind::PageBreak))], 1..14)
}

/// How many headings, figures, tables and tables with a caption came so far.
type Counts = [usize; 4];

/// Gives blocks their places and numbers, in order.
fn number(blocks: &mut [Block], counts: &mut Counts) {
    for block in blocks {
        let [headings, figures, tables, captions] = &mut *counts;
        match &mut block.kind {
            BlockKind::Heading { anchor, .. } => {
                *anchor = Anchor::Heading(*headings);
                *headings += 1;
            }
            BlockKind::Figure(figure) => {
                (figure.anchor, figure.number) = (Anchor::Figure(*figures), *figures + 1);
                *figures += 1;
            }
            BlockKind::Table(table) => {
                *captions += usize::from(!table.caption.is_empty());
                table.anchor = Anchor::Table(*tables);
                table.number = (!table.caption.is_empty()).then_some(*captions);
                *tables += 1;
            }
            BlockKind::Landscape(inner) | BlockKind::Together(inner) => {
                number(inner, counts);
            }
            _ => {}
        }
    }
}

/// A paper of random blocks under a title that others refer to, with a list of contents.
pub(super) fn document() -> impl Strategy<Value = Document> {
    blocks().prop_map(|rest| {
        let mut blocks: Vec<Block> =
            [heading(1, "A paper"), block(BlockKind::Contents)].into_iter().chain(rest).collect();
        number(&mut blocks, &mut Counts::default());
        Document { front: super::front(), blocks, references: title().0 }
    })
}
