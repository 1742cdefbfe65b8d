//! Where sections stand: what shares a page, what gives way for it, what stays together.

use lopdf::content::Operation;

use super::{look, paper};
use crate::layout::item::{Content, Item};
use crate::layout::measure::measure;
use crate::layout::place::What;
use crate::layout::{Layout, arrange};

/// A placed item: its page, its height, and whether it is a row of a table.
struct Spot {
    page: usize,
    height: f32,
    row: bool,
    text: String,
}

fn spots(markdown: &str) -> Vec<Spot> {
    let (theme, faces) = look();
    let document = paper(&format!("# A paper\n\n{markdown}"));
    let measured = measure(&document, theme, faces);
    let text = |item: &Item| match &item.content {
        Content::Line(line) => measured.texts.get(line.text).text().to_owned(),
        _ => String::new(),
    };
    let mut out = Vec::new();
    for (page, placed) in arrange(&measured, theme).iter().enumerate() {
        for spot in &placed.placed {
            let What::Item(i) = spot.what else { continue };
            let item = &measured.items[i];
            let row = matches!(item.content, Content::Row(_));
            out.push(Spot { page, height: spot.height, row, text: text(item) });
        }
    }
    out
}

/// A section with a table of so many rows of figures.
fn section(name: &str, rows: usize) -> String {
    let rows: String = (0..rows).map(|i| format!("| Row {i} | {i} |\n")).collect();
    format!(
        "<together>\n\n## {name}\n\n<table-options caption=\"{name}\" columns=\"entries, number\"/>\n\n\
         | Area | Count |\n|---|---|\n{rows}\n</together>\n\n"
    )
}

fn pages_of_rows(spots: &[Spot]) -> Vec<usize> {
    let mut pages: Vec<usize> = spots.iter().filter(|s| s.row).map(|s| s.page).collect();
    pages.dedup();
    pages
}

fn heights_of_rows(spots: &[Spot]) -> Vec<f32> {
    let mut heights: Vec<f32> = spots.iter().filter(|s| s.row).map(|s| (s.height * 100.).round() / 100.).collect();
    heights.dedup();
    heights
}

#[test]
fn rows_of_figures_move_closer_for_a_section_to_be_one_page() {
    let (easy, close) = (spots(&section("Ten", 10)), spots(&section("Fifty", 50)));
    assert_eq!((pages_of_rows(&easy), pages_of_rows(&close)), (vec![0], vec![0]));
    let (easy, close) = (heights_of_rows(&easy), heights_of_rows(&close));
    assert_eq!((easy.len(), close.len()), (1, 1), "all rows of a table are as high: {easy:?} {close:?}");
    assert!(close[0] < easy[0], "{close:?} {easy:?}");
}

#[test]
fn rows_stand_as_they_like_where_moving_closer_would_not_do() {
    let (easy, long) = (spots(&section("Ten", 10)), spots(&section("Ninety", 90)));
    assert_eq!(pages_of_rows(&long), [0, 1]);
    assert_eq!(heights_of_rows(&long), heights_of_rows(&easy));
}

#[test]
fn a_section_that_fits_a_page_has_one_of_its_own() {
    let three: String = ["One", "Two", "Three"].map(|name| section(name, 40)).concat();
    let spots = spots(&three);
    let page = |name: &str| spots.iter().find(|s| s.text == name).map(|s| s.page);
    assert_eq!([page("One"), page("Two"), page("Three")], [Some(0), Some(1), Some(2)]);
    assert_eq!(pages_of_rows(&spots), [0, 1, 2]);
}

#[test]
fn a_line_that_leads_on_to_a_table_stays_with_it() {
    for lines in 30..50 {
        let filler = "A line.\n\n".repeat(lines);
        let text = format!(
            "{filler}These are the counts.\n\n| Area | Count |\n|---|---|\n| Bolsover | 1 |\n| Erewash | 2 |\n"
        );
        let spots = spots(&text);
        let intro = spots.iter().find(|s| s.text.starts_with("These")).map(|s| s.page);
        assert_eq!(intro, spots.iter().find(|s| s.row).map(|s| s.page), "{lines}");
    }
}

#[test]
fn without_a_list_of_contents_nothing_is_parted_from_it() {
    let pages = |text: &str| spots(text).last().map(|s| s.page);
    assert_eq!(pages("<contents/>\n\n<page-break/>\n\nText."), Some(0));
    assert_eq!(pages("Text.\n\n<page-break/>\n\nText."), Some(1));
}

#[test]
fn a_line_between_a_heading_and_a_bold_one_is_not_the_last_on_its_page() {
    let mut parted = 0;
    for lines in 20..50 {
        let filler = "A line.\n\n".repeat(lines);
        let spots = spots(&format!(
            "## Theme\n\n{filler}### Safeguarding\n\nRisk: high.\n\n**Overview**\n\n{}",
            "Words. ".repeat(99)
        ));
        let page = |text: &str| spots.iter().find(|s| s.text.starts_with(text)).expect("placed").page;
        assert_eq!([page("Risk"), page("Overview")], [page("Safeguarding"); 2], "{lines}");
        parted += usize::from(page("Safeguarding") == 1 && page("A line.") == 0);
    }
    assert!(parted > 0);
}

/// A text on a page: how far up it stands, where it begins and ends, and its size.
type Run = (i64, f32, f32, f32);

/// Reads the texts of a one-page paper as a simple reader does, blanks included.
fn runs(markdown: &str) -> Vec<Run> {
    let laid = super::laid(markdown).expect("sound");
    let pdf = lopdf::Document::load_mem(&laid.pdf).expect("a PDF");
    let (_, page) = pdf.get_pages().pop_first().expect("a page");
    let content =
        lopdf::content::Content::decode(&pdf.get_page_content(page).expect("its content")).expect("operators");
    let (mut out, mut at, mut face, mut size) = (Vec::new(), [0f32; 2], 0, 0.);
    let mut end = 0.;
    for Operation { operator, operands } in content.operations {
        let number = |i: usize| operands[i].as_float().expect("a number");
        match operator.as_str() {
            "BT" => (at, end) = ([0.; 2], 0.),
            "Tf" => (face, size) = (usize::from(operands[0].as_name().expect("a name")[1] - b'0'), number(1)),
            "Td" => {
                at = [at[0] + number(0), at[1] + number(1)];
                end = at[0];
            }
            "TJ" => {
                let mut width = 0.;
                for part in operands[0].as_array().expect("an array") {
                    width += part
                        .as_str()
                        .map_or_else(|_| -part.as_float().expect("a number"), |t| advances(&laid, face, t));
                }
                let from = end;
                end += width * size / 1000.;
                out.push(((at[1] * 10.).round() as i64, from, end, size));
            }
            _ => {}
        }
    }
    out
}

/// Adds up the widths of the glyphs that codes of one byte stand for.
fn advances(laid: &Layout, face: usize, text: &[u8]) -> f32 {
    let glyph =
        |code: &u8| laid.codes.used(face).find(|(number, _)| *number == u16::from(*code)).expect("it is shown").1;
    text.iter().map(|code| look().1.all()[face].advance(glyph(code)) as f32).sum()
}

#[test]
fn blanks_lead_from_cell_to_cell_along_a_row() {
    let table = "<table-options caption=\"T\" columns=\"entries, number, number, prose\"/>\n\n\
                 | Area | Count | Change | Note |\n|---|---|---|---|\n\
                 | North East Derbyshire | 1,234 | −5 | short |\n| A | | 2 | **bold** and not |\n";
    let mut runs = runs(&format!("# A paper\n\n{table}"));
    // Where two texts of a size on a line are further apart than this, simple readers take them for columns.
    let apart = |a: &Run, b: &Run| (b.1 - a.2) / a.3;
    runs.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let small = look().0.sizes.table;
    let lines: Vec<&[Run]> =
        runs.chunk_by(|a, b| a.0 == b.0).filter(|l| (l[0].3 - small).abs() < 0.01 && l.len() > 2).collect();
    assert_eq!(lines.len(), 3, "the header and two rows");
    for pair in lines.iter().flat_map(|line| line.windows(2)) {
        assert!((-0.01..0.6).contains(&apart(&pair[0], &pair[1])), "{pair:?}");
    }
}
