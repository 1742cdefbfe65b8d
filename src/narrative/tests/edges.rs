//! Boards at the edge: what is said where there is little, nothing, or much to say.

use super::*;
use crate::analysis::fixture::{action, at, counts, indicator, quarter, sent};
use crate::document::{BlockKind, plain_text};
use crate::quarter::Month;
use crate::returns::{ActionStatus, Passage, Return, Sender};

/// A board of areas with a group of all, crime by category and, where wanted, calls for service.
pub(crate) fn board_of(areas: &[&str], categories: &[&str], asb: bool) -> Board {
    board::parse(&board_text(areas, categories, asb, true), Sources::read(None).papers()).unwrap()
}

/// The `board.toml` of such a board, with the group or without.
pub(super) fn board_text(areas: &[&str], categories: &[&str], asb: bool, group: bool) -> String {
    let area = |n: &&str| format!("[[area]]\nname = {n:?}\npopulation = 50000\n");
    let measure = |name: &str, noun: &str, total: &str, categories: String| {
        format!(
            "[[measure]]\nname = {name:?}\nsheet = {name:?}\nlabel = \"Type\"\nnoun = [{noun:?}, \"{noun}s\"]\ntotal = {total:?}\ncategories = {categories}\n"
        )
    };
    let asb = if asb { measure("ASB", "call", "All ASB", "[\"Calls\"]".into()) } else { String::new() };
    let group = if group { "[[group]]\nname = \"County\"\nmembers = \"*\"\n" } else { "" };
    format!(
        "[board]\nname = \"Board & Partners\"\nunit = \"Unit\"\n{}{group}{}{asb}",
        areas.iter().map(area).collect::<String>(),
        measure("Crime", "offence", "All crime", format!("{categories:?}")),
    )
}

/// A return of an area: `of(category, month)` counts for so many months up to the quarter's last, and calls alike.
pub(crate) fn sent_by(
    area: usize,
    categories: usize,
    asb: Option<u32>,
    months: usize,
    of: impl Fn(usize, usize) -> u32,
) -> Return {
    let calls = asb.map(|n| vec![n; months]);
    sent_until(area, categories, calls.as_deref(), (months, quarter().last_month()), of)
}

/// A return of an area: `of(category, month)` counts, and calls, for so many months up to a last one.
pub(super) fn sent_until(
    area: usize,
    categories: usize,
    calls: Option<&[u32]>,
    (months, last): (usize, Month),
    of: impl Fn(usize, usize) -> u32,
) -> Return {
    let rows: Vec<Vec<Option<u32>>> = (0..categories).map(|c| (0..months).map(|m| Some(of(c, m))).collect()).collect();
    let asb = calls.map(|calls| counts("ASB", last, &[calls.iter().copied().map(Some).collect()]));
    sent(Sender::Area(area), vec![Some(counts("Crime", last, &rows)), asb])
}

/// What both papers say, each read back as a document.
fn said(board: &Board, returns: &[Return], occasion: &Occasion) -> String {
    let facts = analyse(board, quarter(), returns, None);
    let both = PAPERS.map(|paper| {
        let markdown = render(board, &facts, occasion, paper);
        parse(&markdown);
        sentences(&markdown)
    });
    both.concat()
}

fn overview_section(said: &str) -> &str {
    between(said, "## Recorded figures", "## Actions for")
}

#[test]
fn nothing_happened_anywhere() {
    let board = board_of(&["North", "South"], &["Theft", "Burglary"], true);
    let returns = [0, 1].map(|a| sent_by(a, 2, Some(0), 30, |_, _| 0));
    insta::assert_snapshot!("all_zero", overview_section(&said(&board, &returns, &open())));
}

#[test]
fn one_area_and_one_category() {
    let board = board_of(&["Only"], &["Theft"], false);
    let returns = [sent_by(0, 1, None, 30, |_, m| 20 + (m as u32 * 7) % 5)];
    let said = said(&board, &returns, &open());
    insta::assert_snapshot!("one_area", between(&said, "## At a glance", "## Actions for"));
}

#[test]
fn everything_is_the_same_every_month() {
    let board = board_of(&["North", "South"], &["Theft", "Burglary"], true);
    let returns = [0, 1].map(|a| sent_by(a, 2, Some(9), 30, |_, _| 12));
    let said = said(&board, &returns, &open());
    insta::assert_snapshot!("identical", between(&said, "### North <id", "### South <id"));
    for never in ["0.0%", "was up", "+0", "\u{2212}0"] {
        assert!(!overview_section(&said).contains(never), "{never}: {said}");
    }
}

#[test]
fn a_year_and_a_half_on_record() {
    let board = board_of(&["North & West", "King's Moor"], &["Theft", "Burglary", "Arson"], false);
    let returns = [0, 1].map(|a| sent_by(a, 3, None, 18, |c, m| (20 + a + 9 * c + (m * (7 + c)) % (5 + a)) as u32));
    let said = said(&board, &returns, &open());
    insta::assert_snapshot!("eighteen_months", between(&said, "## At a glance", "### King"));
}

#[test]
fn thirty_areas_with_difficult_names() {
    let names: Vec<String> = (0..30).map(|i| format!("King's Lynn & *West* | <{i}> [x](y)")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let board = board_of(&names, &["Theft & fraud", "Burglary | other"], true);
    let returns: Vec<Return> =
        (0..30).map(|a| sent_by(a, 2, Some(5), 30, |c, m| (10 + a * 3 + c * 5 + (m * (a + 3)) % 7) as u32)).collect();
    let facts = analyse(&board, quarter(), &returns, None);
    let document = parse(&render(&board, &facts, &open(), PAPERS[0]));
    let mut headings = Vec::new();
    for block in &document.blocks {
        if let BlockKind::Together(inner) = &block.kind {
            // What shares a page with its heading is a section; At a glance follows its own.
            let BlockKind::Heading { text, .. } = &inner[0].kind else { continue };
            headings.push(plain_text(text));
        }
    }
    assert_eq!(headings.len(), 31);
    assert_eq!(headings[0], "County");
    assert_eq!(headings[30], names[29]);
}

#[test]
fn counts_that_are_not_available_are_said_beside_the_headline_and_in_the_annex() {
    let board = board_of(&["North", "South"], &["Theft", "Robbery"], false);
    let mut north = sent_by(0, 2, None, 30, |c, m| 40 + (c * 5 + m * 7 % 11) as u32);
    let first = north.measures[0].as_mut().unwrap();
    for ago in [0, 1] {
        let at = first.rows[1].counts.len() - 1 - ago;
        first.rows[1].counts[at] = None;
        let month = first.last().plus(-(ago as i32));
        first.gaps.insert(0, crate::returns::Gap { category: 1, month, reason: "New system & no counts".into() });
    }
    let south = sent_by(1, 2, None, 30, |c, m| 30 + (c * 3 + m * 5 % 7) as u32);
    let facts = analyse(&board, quarter(), &[north, south], None);
    let faults = super::traced::faults(&board, &facts);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let markdown = render(&board, &facts, &open(), PAPERS[0]);
    parse(&markdown);
    let said = with_charts(&markdown);
    let counted = "2 counts are not available, and the figures leave them out: North, 2 (New system & no counts).";
    assert!(said.contains(counted), "{said}");
    assert!(said.contains("August to September 2013"), "{said}");
    assert!(said.matches("\\[i\\]").count() >= 6, "{said}");
    assert!(said.contains("Robbery \\[i\\]") && !said.contains("Theft \\[i\\]"), "{said}");
}

#[test]
fn a_group_without_all_its_members_has_no_figures() {
    let board = board_of(&["North", "South", "East"], &["Theft", "Burglary"], true);
    let returns = [sent_by(0, 2, Some(3), 30, |_, m| m as u32), sent_by(2, 2, None, 12, |_, m| m as u32)];
    let occasion = Occasion { draft_reasons: vec!["There is no return from South.".into()], ..open() };
    let said = said(&board, &returns, &occasion);
    insta::assert_snapshot!("missing_members", between(&said, "<callout>", "## Actions for"));
}

#[test]
fn texts_of_returns_stay_text_in_the_papers() {
    let nasty = "# x\n| p | q |\n<script>{{mustache}} [l](javascript:x) *s* _u_ \\ &amp;\n\n- item\nhttps://x.org/a_b";
    let board = board_of(&["North"], &["Theft", "Burglary"], false);
    let mut unit = sent(Sender::Unit, Vec::new());
    let mut planned = action("CSA-01", ActionStatus::OnTrack);
    planned.progress = Some(at(nasty.into(), "H9"));
    unit.county.plan = vec![planned];
    let text = at(nasty.to_string(), "C4");
    unit.county.priorities = vec![Passage { priority: "Drugs".into(), heading: "# *h*".into(), text }];
    let mut north = sent_by(0, 2, None, 30, |_, m| m as u32);
    north.notes = Some(at(nasty.into(), "B9"));
    let mut row = indicator("A|B", "5", Some("3"), None);
    row.comment = Some(at(nasty.into(), "I2"));
    north.indicators = vec![row];
    let returns = [north, unit];
    let facts = analyse(&board, quarter(), &returns, None);
    for paper in PAPERS {
        let document = parse(&render(&board, &facts, &open(), paper));
        let printed = format!("{:?}", document.blocks);
        for kept in
            ["# x", "| p | q |", "<script>{{mustache}} [l](javascript:x) *s* _u_ \\\\ &amp;", "https://x.org/a_b"]
        {
            assert!(printed.contains(kept), "{kept}: {printed}");
        }
    }
}
