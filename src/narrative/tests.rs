#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;
use std::sync::LazyLock;

use serde_json::json;

pub(crate) mod edges;
mod named;
mod readback;
mod traced;

use super::*;
use crate::analysis::{Facts, Previous, analyse};
use crate::board::{self, Board};
use crate::document::{self, Bar, Block, BlockKind, Chart, Document, Front, Markdown, TrendChart};
use crate::number::Ratio;
use crate::problem::Problems;
use crate::quarter::Quarter;
use crate::returns::read_folder;
use crate::workbook::Reader;

/// The occasion of an open session.
pub(crate) fn open() -> Occasion {
    Occasion { closed: std::collections::BTreeSet::new(), meeting: None, draft_reasons: Vec::new() }
}

/// The sample's board and facts.
pub(crate) fn sample() -> (Board, Facts) {
    let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs");
    let board = board::load(&inputs, Sources::read(None).papers()).unwrap();
    let quarter = Quarter::parse("Q2 2013/14").unwrap();
    let mut problems = Problems::new();
    let read =
        |q: Quarter, problems: &mut Problems| read_folder(&Reader::InProcess, &inputs, &board, q, false, problems).open;
    let returns = read(quarter, &mut problems);
    let before = Previous {
        quarter: quarter.previous(),
        returns: read(quarter.previous(), &mut Problems::new()),
        earlier: None,
    };
    let mut facts = analyse(&board, quarter, &returns, Some(&before));
    facts.problems.extend(problems);
    (board, facts)
}

/// The papers for the board that are compiled in, by their names.
pub(crate) const PAPERS: [&str; 2] = ["performance-overview", "action-plan-update"];

/// The templates that are compiled in.
pub(crate) fn built_in() -> &'static Templates {
    static TEMPLATES: LazyLock<Templates> =
        LazyLock::new(|| Templates::compile(&Sources::read(None)).unwrap_or_else(|p| panic!("{}", show(&p))));
    &TEMPLATES
}

/// Every issue of a paper, with what runs along its pages.
pub(crate) fn render_all(board: &Board, facts: &Facts, occasion: &Occasion, paper: &str) -> Vec<(Markdown, Front)> {
    let mut seen = Seen::of(board, facts, occasion).unwrap();
    let issues = issues(board, board.papers.find(paper));
    let render = |issue: &Issue<'_>| built_in().render(issue, &mut seen).unwrap_or_else(|p| panic!("{}", show(&p)));
    issues.iter().map(render).collect()
}

/// The one issue of a paper for the board.
/// The view of everything in the sample that is closed, as an appendix of the performance overview has it.
pub(crate) fn closed_sample() -> ClosedView {
    let (board, facts) = sample();
    let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs");
    let quarter = Quarter::parse(&facts.quarter.label).unwrap();
    let returns = read_folder(&Reader::InProcess, &inputs, &board, quarter, false, &mut Problems::new());
    let (closed, failed) = crate::analysis::closed(&board, quarter, &returns.closed);
    assert!(failed.is_empty());
    let asks = ["priorities", "indicators", "asked", "outstanding", "actions"].into();
    let paper = board.papers.find("action-plan-update").unwrap();
    ClosedView::new(&board, &closed, &open(), paper, &asks).unwrap()
}

pub(crate) fn render(board: &Board, facts: &Facts, occasion: &Occasion, paper: &str) -> Markdown {
    render_all(board, facts, occasion, paper).swap_remove(0).0
}

pub(super) fn parse(markdown: &Markdown) -> Document {
    document::parse(markdown, Default::default()).unwrap_or_else(|p| panic!("{}\n{}", show(&p), markdown.text))
}

pub(super) fn show(problems: &Problems) -> String {
    problems.iter().map(|p| format!("{p}\n")).collect()
}

/// What was rendered, without the marks of what no template typed.
pub(super) fn plain(markdown: &Markdown) -> String {
    document::unmarked(&markdown.text)
}

/// A paper's text with its figures as data: each is one line of JSON that has its words and what its chart shows.
pub(super) fn with_charts(markdown: &Markdown) -> String {
    let mut out = String::new();
    let mut figures = figures(&parse(markdown).blocks).into_iter();
    for line in plain(markdown).lines() {
        match line.starts_with("<figure ").then(|| figures.next()).flatten() {
            Some(figure) => out.push_str(&figure.to_string()),
            None => out.push_str(line),
        }
        out.push('\n');
    }
    out
}

fn figures(blocks: &[Block]) -> Vec<serde_json::Value> {
    let one = |block: &Block| match &block.kind {
        BlockKind::Figure(f) => vec![json!({
            "id": f.id, "title": document::plain_text(&f.title), "subtitle": f.subtitle.text, "alt": f.alt.text,
            "chart": chart(&f.chart),
        })],
        BlockKind::Together(inner) | BlockKind::Landscape(inner) => figures(inner),
        _ => Vec::new(),
    };
    blocks.iter().flat_map(one).collect()
}

fn chart(chart: &Chart) -> serde_json::Value {
    let exact = |r: Ratio| json!([r.numerator() as i64, r.denominator() as i64]);
    let trend = |t: &TrendChart| {
        let points: Vec<_> = t.points.iter().map(|p| json!([p.month.iso(), p.count, p.special])).collect();
        json!({
            "name": t.name, "axis": t.axis, "points": points, "centre": t.centre.map(exact),
            "limits": t.limits.map(|l| l.map(exact)),
        })
    };
    match chart {
        Chart::Bars(c) => {
            let bar = |b: &Bar| json!({ "name": b.name, "value": b.value.map(exact), "label": b.label.text, "total": b.total });
            json!({ "bars": { "axis": c.axis, "percent": c.percent, "bars": c.bars.iter().map(bar).collect::<Vec<_>>() } })
        }
        Chart::Trend(t) => json!({ "trend": trend(t) }),
        Chart::Multiples(ts) => json!({ "multiples": ts.iter().map(trend).collect::<Vec<_>>() }),
        Chart::Statuses(c) => {
            let statuses: Vec<_> =
                c.statuses.iter().map(|s| json!([format!("{:?}", s.tone).to_lowercase(), s.word])).collect();
            let rows: Vec<_> = c.rows.iter().map(|r| json!([r.name, r.counts])).collect();
            json!({ "statuses": { "statuses": statuses, "rows": rows } })
        }
    }
}

/// What is said in sentences: without tables, and of charts only their words.
fn sentences(markdown: &Markdown) -> String {
    let mut out = String::new();
    for line in with_charts(markdown).lines() {
        if line.starts_with('{') {
            let chart: serde_json::Value = serde_json::from_str(line).unwrap();
            for words in ["title", "subtitle", "alt"] {
                out.push_str(&format!("[{words}] {}\n", chart[words].as_str().unwrap()));
            }
        } else if !(line.starts_with('|')
            || ["<table", "<together", "</", "<contents", "<page", "<landscape"].iter().any(|t| line.starts_with(t))
            || line.is_empty() && out.ends_with("\n\n"))
        {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// The part of a text from one heading to another.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).unwrap();
    &text[start..start + text[start..].find(to).unwrap()]
}

#[test]
fn the_sample_is_said() {
    let (board, facts) = sample();
    let overview = render(&board, &facts, &open(), PAPERS[0]);
    parse(&overview);
    let said = sentences(&overview);
    insta::assert_snapshot!("glance", between(&plain(&overview), "## At a glance", "## Purpose"));
    insta::assert_snapshot!("commentary", between(&said, "## Recorded figures", "## Actions for"));
    insta::assert_snapshot!("targets", between(&plain(&overview), "## Target status", "## Recorded"));
    insta::assert_snapshot!("annex", between(&plain(&overview), "## Actions for", "### Source workbooks"));
}

#[test]
fn the_sample_plan_is_said() {
    let (board, facts) = sample();
    let plan = render(&board, &facts, &open(), PAPERS[1]);
    parse(&plan);
    insta::assert_snapshot!("plan", between(&sentences(&plan), "## Purpose", "## Appendix A"));
}

/// What is wrong with the templates when files of a folder replace those compiled in.
fn with_files(files: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("partials")).unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    match Templates::compile(&Sources::read(Some(folder.path()))) {
        Ok(templates) => show(templates.warnings()),
        Err(problems) => show(&problems),
    }
}

#[test]
fn the_default_templates_type_no_digit() {
    assert_eq!(show(built_in().warnings()), "");
}

#[test]
fn a_slip_in_a_template_gives_one_clear_message() {
    let headline = |text: &str| with_files(&[("partials/headline-sentence.hbs", text)]);
    insta::assert_snapshot!(
        "slips",
        [
            headline("{{#if rolling21}}x{{/if}}"),
            headline("fell\n  {{cuont rolling12.current}}"),
            headline("{{> not-there}}"),
            headline("{{count rolling12.curent}}"),
            headline("{{#each latest}}x{{/each}}"),
            headline("{{count}}"),
            headline("{{{name}}}"),
            headline("{{#if rate}}{{number rate}}{{/if}}"),
            headline("{{#if name}}"),
            headline("\n  {{#if name}}x{{#each latest}}"),
            headline("{{#if name}}{{/each}}"),
            headline("{{if name}}x{{/if}}"),
            headline("{{#iff name}}x{{/iff}}"),
            headline("fell {{count rate\nand {{name}}"),
            headline("{{count rate rate}}"),
            headline("{{months quarter.first_month}}"),
            headline("fell by 5 per cent"),
            headline("{{#each ../../areas}}{{quarter.label}}{{/each}}"),
            with_files(&[("performance-overveiw.hbs", "# x")]),
        ]
        .concat()
    );
    assert_eq!(headline("{{name}} in {{area}}: {{count rolling12.current}}"), "");
}

#[test]
fn a_new_sentence_takes_one_edit() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("partials")).unwrap();
    let sentence = "{{name}} came to {{counted rolling12.current \"offence\" \"offences\"}}, or {{number rate}} per head of {{count 1000}}.";
    std::fs::write(folder.path().join("partials/headline-sentence.hbs"), sentence).unwrap();
    let (board, facts) = sample();
    let templates = Templates::compile(&Sources::read(Some(folder.path()))).unwrap();
    let occasion = open();
    let mut seen = Seen::of(&board, &facts, &occasion).unwrap();
    let (markdown, _) = templates.render(&issues(&board, board.papers.find(PAPERS[0]))[0], &mut seen).unwrap();
    let text = plain(&markdown);
    assert!(text.contains("<lead>All crime came to 32,906 offences, or 42.8 per head of 1,000.</lead>"));
    let lead = text.lines().position(|l| l.starts_with("<lead>")).unwrap();
    let origin = markdown.origins[lead].as_ref().unwrap();
    assert_eq!((&*origin.template, origin.line), ("partials/headline.hbs", 3));
}

/// The head of a paper that a test adds.
fn head(audience: &str) -> String {
    format!("+++\ntitle = \"Brief: {{{{quarter.label}}}}\"\nsubject = \"Crime\"\norder = 9\nfor = {audience:?}\n+++\n")
}

#[test]
fn a_paper_is_its_template_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        head("area").replace("Brief:", "Brief for {{area.name}}:") + "# {{paper.title}}\n\n{{area.main.total.name}}\n";
    std::fs::write(folder.path().join("brief.hbs"), text).unwrap();
    let sources = Sources::read(Some(folder.path()));
    let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs");
    let (board, facts) = (board::load(&inputs, sources.papers()).unwrap(), sample().1);
    let templates = Templates::compile(&sources).unwrap_or_else(|p| panic!("{}", show(&p)));
    let occasion =
        Occasion { meeting: board.meeting(Quarter::parse(&facts.quarter.label).unwrap()).map(|m| m.date), ..open() };
    let mut seen = Seen::of(&board, &facts, &occasion).unwrap();
    let issues = issues(&board, board.papers.find("brief"));
    let stems: Vec<String> = issues.iter().map(|i| i.file_stem(&board)).collect();
    assert_eq!((stems.len(), stems[0].as_str()), (board.areas.len(), "brief-amber-valley"));
    let (markdown, front) = templates.render(&issues[1], &mut seen).unwrap();
    assert_eq!(front.title, "Brief for Bolsover: Q2 2013/14");
    assert_eq!(plain(&markdown).trim(), "# Brief for Bolsover: Q2 2013/14\n\nAll crime");
    // It is for the partnership's own meeting, of which nothing is known.
    assert_eq!((front.meeting.as_str(), front.item.as_str()), ("", ""));
    let heading = markdown.text.lines().position(|l| l.starts_with('#')).unwrap();
    assert_eq!(markdown.origins[heading].as_ref().unwrap().line, 7);
}

#[test]
fn a_paper_for_the_board_carries_its_item_and_title_of_board_toml() {
    let text = edges::board_text(&["North"], &["Theft"], false, true)
        + "[[paper]]\nname = \"Performance overview\"\nitem = \"7\"\ntitle = \"Crime in {{quarter.label}}\"\n";
    let board = board::parse(&text, Sources::read(None).papers()).unwrap();
    let facts = analyse(&board, crate::analysis::fixture::quarter(), &[], None);
    let [overview, plan] = PAPERS.map(|p| render_all(&board, &facts, &open(), p).swap_remove(0).1);
    assert_eq!((overview.title.as_str(), overview.item.as_str()), ("Crime in Q2 2013/14", "7"));
    assert_eq!((plan.title.as_str(), plan.item.as_str()), ("Action plan update: Q2 2013/14", ""));
}

#[test]
fn what_is_wrong_with_an_added_paper_names_its_line() {
    let told = |text: String| with_files(&[("brief.hbs", &text)]);
    let wrong_name = told(head("board") + "# x\n{{quarter.lable}}\n");
    assert!(wrong_name.starts_with("brief.hbs:8:1: there is no \u{201c}quarter.lable\u{201d}"), "{wrong_name}");
    let wrong_title = told(head("board").replace("quarter.label", "quarter.lable") + "# x\n");
    assert!(wrong_title.starts_with("brief.hbs:2: there is no \u{201c}quarter.lable\u{201d}"), "{wrong_title}");
    let not_for_area = told(head("board") + "# {{area.name}}\n");
    assert!(not_for_area.contains("the paper is not for = \"area\""), "{not_for_area}");
    assert_eq!(told(head("area") + "# {{area.name}}\n"), "");
}

#[test]
fn a_partial_that_no_paper_uses_is_told_to_its_author() {
    let idle = with_files(&[("partials/mine.hbs", "Yes.")]);
    assert!(idle.starts_with("partials/mine.hbs: no paper uses this partial"), "{idle}");
    let used = with_files(&[("partials/mine.hbs", "Yes."), ("brief.hbs", &(head("board") + "# x\n{{> mine}}\n"))]);
    assert_eq!(used, "");
}

/// Each partnership's briefing: its own figures, and its place among the others.
#[test]
fn the_briefing_is_said_for_each_partnership() {
    let (board, facts) = sample();
    let all = render_all(&board, &facts, &open(), "partnership-briefing");
    assert_eq!(all.len(), board.areas.len());
    for (markdown, _) in &all {
        parse(markdown);
    }
    insta::assert_snapshot!("briefing", sentences(&all[0].0));
    let city = &plain(&all[8].0);
    assert!(city.contains("Derby City has the highest rate of nine areas: 70.4 per 1,000 people."), "{city}");
    assert!(city.contains("| **Derby City** | 70.4 | 17,522 |"), "{city}");
    assert!(!city.contains("| **Amber Valley** |"));
}
