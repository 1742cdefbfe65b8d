#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::Arc;

use proptest::prelude::*;

use super::tag::Address;
use super::*;
use crate::document::{
    Anchor, Block, BlockKind, Chart, Figure, FigureTag, Inline, Origin, Reference, Row, StatusChart, Table, TextStyle,
    blocks, cell, escape, line, plain, plain_text, tidy,
};

fn read(text: &str) -> Vec<Block> {
    match parse(&Markdown::from(text), Front::default()) {
        Ok(document) => document.blocks,
        Err(problems) => panic!("{}", problems.iter().map(|p| format!("{p}\n")).collect::<String>()),
    }
}

fn problems(text: &str) -> String {
    match parse(&Markdown::from(text), Front::default()) {
        Ok(document) => panic!("no problem: {:?}", document.blocks),
        Err(problems) => problems.iter().map(|p| format!("{p}\n")).collect(),
    }
}

fn table(text: &str) -> Table {
    match read(text).pop().unwrap().kind {
        BlockKind::Table(table) => table,
        other => panic!("{other:?}"),
    }
}

/// A compact form of blocks for comparing.
fn show(blocks: &[Block]) -> String {
    let one = |b: &Block| match &b.kind {
        BlockKind::Heading { level, text, id, .. } => format!("h{level} {}{:?}", plain_text(text), id),
        BlockKind::Paragraph { text, style } => format!("{style:?} {}", inlines(text)),
        BlockKind::List(list) => {
            format!("list[{}]", list.items.iter().map(|i| show(i)).collect::<Vec<_>>().join(" / "))
        }
        BlockKind::Landscape(b) => format!("landscape({})", show(b)),
        BlockKind::Together(b) => format!("together({})", show(b)),
        other => format!("{other:?}"),
    };
    blocks.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn inlines(text: &[Inline]) -> String {
    let one = |i: &Inline| match i {
        Inline::Text { text, style, lang } => {
            let text = if style.bold { format!("**{text}**") } else { text.clone() };
            let text = if style.italic { format!("_{text}_") } else { text };
            lang.as_ref().map_or(text.clone(), |l| format!("{l}:{text}"))
        }
        Inline::Break => "\u{21b5}".into(),
        Inline::Status(s) => format!("({:?} {})", s.tone, s.word),
        Inline::Link { target, text, description } => format!("{}->{target:?} {description}", inlines(text)),
        Inline::Reference(id) => format!("{id:?}"),
    };
    text.iter().map(one).collect()
}

#[test]
fn reads_every_block_and_tag() {
    let text = "# Title\n\n<lead>The **main** *point*.</lead>\n\n<contents/>\n\n<page-break/>\n\n## A <id is=\"a\"/>\n\n\
        <together>\n\n### B\n\none<br>two\nthree\n\n- x\n- y\n  - z\n\n</together>\n\n<landscape>\n\n\
        See [there](#a), <a href=\"https://x.org/?a=1\\&b\">the \\*site\\*</a>, <lang of=\"cy\">bore da</lang> \
        and <status tone=\"amber\">At risk</status>.\n\n</landscape>\n";
    insta::assert_snapshot!(show(&read(text)).replace("; ", "\n"), @r#"
    h1 TitleNone
    Lead The **main** _point_.
    Contents
    PageBreak
    h2 ASome("a")
    together(h3 BNone
    Body one↵two three
    list[Body x / Body y
    list[Body z]])
    landscape(Body See there->Place(RefId(0)) there, the *site*->Url("https://x.org/?a=1&b") the *site*, cy:bore da and (Amber At risk).)
    "#);
}

#[test]
fn reads_tables_with_groups_totals_shades_and_paragraphs() {
    let table = table(
        "# T\n\n<table-options id=\"t\" caption=\"A &quot;B&quot;\" columns=\"entries, number, prose:2\" row-headers/>\n\n\
        | Area | N | Text |\n|---|---|---|\n| <group>North | | |\n| One | <shade up=\"2\"/>1 | a<br>b<br><br>c<item>x<item>y<br>d |\n\
        | <total/><continues/>All | 2 | |\n",
    );
    assert_eq!((plain_text(&table.caption).as_str(), table.row_headers, table.header), ("A \"B\"", true, true));
    let Row::Group { text, .. } = &table.rows[0] else { panic!("{:?}", table.rows[0]) };
    assert_eq!(plain_text(text), "North");
    let Row::Cells { cells, source, .. } = &table.rows[1] else { panic!("{:?}", table.rows[1]) };
    assert_eq!(show(&cells[2].blocks), "Body a\u{21b5}b; Body c; list[Body x / Body y]; Body d");
    assert_eq!((cells[1].shade, source.line), (Some(crate::document::Shade::Up(2)), 8));
    let Row::Cells { cells, total, continues, .. } = &table.rows[2] else { panic!("{:?}", table.rows[2]) };
    assert!(*total && *continues && cells[2].blocks.is_empty());
}

#[test]
fn what_is_not_of_the_dialect_is_a_problem_with_its_line() {
    insta::assert_snapshot!(problems(
        "# T\n\n### Skipped\n\n<statsu tone=\"red\">x</statsu>\n\n> quoted\n\n    code\n\n```rust\nx\n```\n\n---\n\n\
        <div>\n\n<table-options caption=\"x\"/>\n\n`code` ![p](q.png) [l](javascript:x) <ref to=\"nowhere\"/>\n\n| a | b |\n|---|---|\n\
        | 1 | 2 | 3 |\n\n<together>\n\n# Second\n\n<shade up=\"9\"/>"
    ));
    assert!(problems("text").contains("a paper starts with its title"));
    assert!(problems("# T\n\n<contents/>\ntext").contains("expected a blank line before \u{201c}text\u{201d}"));
    assert!(problems("# T\n\n## A <id is=\"a\"/>\n\n## B <id is=\"a\"/>").contains("given twice"));
    assert!(problems("# T\n\ntext\n<together>\n").contains("<together> goes on a line of its own"));
    assert!(problems("# T\n\n<status tone=\"red\"></status>").contains("wants a word"));
    assert!(problems("# T\n\n<status tone=\"red\">Red").contains("is not closed"));
}

#[test]
fn problems_name_the_template_that_wrote_the_line() {
    let origin = |line| Some(Origin { template: "overview.hbs".into(), line });
    let markdown =
        Markdown { text: "# T\n\n<div>\n".into(), origins: vec![origin(1), None, origin(7)], charts: Vec::new() };
    let problems = parse(&markdown, Front::default()).unwrap_err();
    assert!(problems.iter().next().unwrap().to_string().starts_with("overview.hbs:7: <div>"), "{problems:?}");
}

#[test]
fn text_of_returns_stays_text() {
    for text in [
        "# not a heading",
        "| pipes |",
        "<script>alert(1)</script>",
        "{{mustache}}",
        "[l](javascript:x)",
        "*stars*",
        "_under_",
        "back\\slash\\",
        "&amp; & &#35;",
        "- dash",
        "1. one",
        "2) two",
        "===",
        "---",
        "~~~",
        "```",
        "> q",
        "    code",
        "<br>",
        "![x](y)",
        ":--",
        "+ plus",
        "<!-- c -->",
        "a_b_c",
        "https",
        "\\|",
        "\\\\|",
        "x|",
        "*",
        "\\",
        "- #",
        "O'Brien & Sons \"Ltd\"",
        "$x$ ^2^ ~a~",
    ] {
        let written = escape(text);
        let document = format!(
            "# {written}\n\n{written}\n\n- {written}\n\n<table-options caption=\"{written}\" no-header/>\n\n| {written} | b |\n|---|---|\n| {written} | <status tone=\"red\">{written}</status> |\n"
        );
        let blocks = read(&document);
        let wanted = tidy(text);
        assert_eq!(show(&blocks[..3]), format!("h1 {wanted}None; Body {wanted}; list[Body {wanted}]"), "{document}");
        let BlockKind::Table(table) = &blocks[3].kind else { panic!("{blocks:?}") };
        let Row::Cells { cells, .. } = &table.rows[0] else { panic!("{table:?}") };
        assert_eq!(show(&cells[0].blocks), format!("Body {wanted}"));
        assert_eq!(show(&cells[1].blocks), format!("Body (Red {wanted})"));
        assert_eq!(
            (plain_text(&table.caption), plain_text(&table.columns[0].header)),
            (wanted.clone(), wanted.clone())
        );
        assert_eq!(plain(&written), wanted);
    }
}

#[test]
fn addresses_become_links_without_the_punctuation_after_them() {
    let shown = show(&read(&format!(
        "# T\n\n{}",
        line("See https://a.org/x_y?q=1&r=|2 (or http://b.org/(c)), https://c.org. http:// javascript:x")
    )));
    assert_eq!(
        shown,
        "h1 TNone; Body See https://a.org/x_y?q=1&r=|2->Url(\"https://a.org/x_y?q=1&r=|2\") https://a.org/x_y?q=1&r=|2 \
        (or http://b.org/(c)->Url(\"http://b.org/(c)\") http://b.org/(c)), https://c.org->Url(\"https://c.org\") https://c.org. http:// javascript:x"
    );
}

#[test]
fn longer_texts_keep_lines_paragraphs_and_lists() {
    let text = "First line\nsecond *line*\r\n\r\n- one\n* two | 2\n\u{2022} three\nAfter\n\n\n# last\u{202e}\u{200b}";
    let wanted =
        "Body First line\u{21b5}second *line*; list[Body one / Body two | 2 / Body three]; Body After; Body # last";
    assert_eq!(show(&read(&format!("# T\n\n{}", blocks(text)))[1..]), wanted);
    let table = table(&format!("# T\n\n| a |\n|---|\n| {} |\n", cell(text)));
    let Row::Cells { cells, .. } = &table.rows[0] else { panic!("{table:?}") };
    assert_eq!(show(&cells[0].blocks), wanted);
}

#[test]
fn a_figure_shows_the_chart_beside_its_words() {
    let chart = || Arc::new(Chart::Statuses(StatusChart { statuses: Vec::new(), rows: Vec::new() }));
    let (title, alt) = ("Up & *down*".to_string(), "Bars <b> \"x\"".to_string());
    let tag =
        FigureTag { chart: 1, id: Some("f".into()), title: title.clone(), subtitle: "s".into(), alt: alt.clone() };
    let text = format!("# T\n\n{tag}\n\nSee <ref to=\"f\"/>.\n");
    let charts = vec![Arc::new(Chart::Multiples(Vec::new())), chart()];
    let document = parse(&Markdown { charts, ..Markdown::from(&*text) }, Front::default()).unwrap();
    let title = vec![Inline::Text { text: title, style: TextStyle::default(), lang: None }];
    let (id, anchor) = (Some("f".to_string()), Anchor::Figure(0));
    let figure = Figure { id, anchor, number: 1, title, subtitle: "s".into(), alt, chart: chart() };
    assert_eq!(document.blocks[1].kind, BlockKind::Figure(figure));
    assert_eq!(document.plain_text(&inlines_of(&document.blocks[2])), "See Figure 1.");
    let problems = problems(&format!("# T\n\n{tag}\n\n<figure chart=\"0\" title=\"t\"/>\n\n<figure chart=\"x\"/>\n"));
    insta::assert_snapshot!(problems, @r"
    the paper's text:3: there is no such chart: charts come from {{#chart}}
    the paper's text:5: the chart has no text alternative: say its kind, its range and its main point
    the paper's text:7: expected the place of a chart, found “x”
    ");
}

fn inlines_of(block: &Block) -> Vec<Inline> {
    match &block.kind {
        BlockKind::Paragraph { text, .. } => text.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn figures_and_tables_are_numbered_and_references_lead_to_them() {
    let table = |options: &str| format!("<table-options {options}/>\n\n| a |\n|---|\n| x |\n\n");
    let text = format!(
        "# T\n\nSee <ref to=\"two\"/>, <ref to=\"one\"/>, [there](#h) and <ref to=\"none\"/>.\n\n{}{}<landscape>\n\n## A *heading* <id is=\"h\"/>\n\n{}</landscape>\n",
        table("id=\"one\" caption=\"One\""),
        table("id=\"none\""),
        table("id=\"two\" caption=\"Two\"")
    );
    let document = parse(&Markdown::from(&*text), Front::default()).unwrap();
    let leads = |i: &Inline| match i {
        Inline::Reference(id) => Some(document.references.get(*id)),
        Inline::Link { target: crate::document::Target::Place(id), .. } => Some(document.references.get(*id)),
        _ => None,
    };
    let found: Vec<Reference> = inlines_of(&document.blocks[1]).iter().filter_map(leads).cloned().collect();
    let reference = |anchor, label: &str| Reference { anchor, label: label.into() };
    assert_eq!(
        found,
        [
            reference(Anchor::Table(2), "Table 2"),
            reference(Anchor::Table(0), "Table 1"),
            reference(Anchor::Heading(1), "A heading"),
            reference(Anchor::Table(1), "the table"),
        ]
    );
    assert_eq!(document.headings().iter().map(|h| h.anchor).collect::<Vec<_>>(), [0, 1].map(Anchor::Heading));
    assert_eq!(tag::target("#x"), Ok(Address::Id("x".into())));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_text_is_read_back(text in "[ -~\\n\u{e9}\u{2019}\u{2026}\u{a3}\u{200b}\u{a0}]{0,24}", more in "[ #*_<>&|\\\\`.):=+0-9a-]{0,8}") {
        let wanted = tidy(&text);
        let both = format!("{wanted}{}", tidy(&more));
        let written = format!("{}{}", escape(&text), escape(&more));
        prop_assert_eq!(plain(&escape(&text)), wanted.clone());
        let document = format!("# T\n\n{written}\n\n| x{} |\n|---|\n| {} |\n\n## y{written}\n\n{}\n", escape(&text), escape(&text), line(&text));
        let blocks = read(&document);
        let mut at = 1;
        if !both.trim_matches(' ').is_empty() {
            prop_assert_eq!(show(&blocks[at..=at]), format!("Body {}", both.trim_matches(' ')), "{}", document);
            at += 1;
        }
        let BlockKind::Table(table) = &blocks[at].kind else { panic!("{document}") };
        let Row::Cells { cells, .. } = &table.rows[0] else { panic!("{document}") };
        let cell = if wanted.is_empty() { String::new() } else { format!("Body {wanted}") };
        prop_assert_eq!(show(&cells[0].blocks), cell, "{}", document);
        prop_assert_eq!(show(&blocks[at + 1..at + 2]), format!("h2 y{}None", both), "{}", document);
    }
}
