//! Files that go wrong, checked with the very binary: one clear line that names the file, and soon.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use zip::write::SimpleFileOptions;

use crate::fixture::{Fixture, UNIT};
use crate::run::Written;

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const ONE: &str = r#"<row r="1"><c r="A1"><v>12345</v></c></row>"#;

/// Packs parts into an archive, stored as they are.
fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let method =
            if content.len() > 1 << 20 { zip::CompressionMethod::Deflated } else { zip::CompressionMethod::Stored };
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("an entry");
        zip.write_all(content).expect("its content");
    }
    zip.finish().expect("an archive").into_inner()
}

fn relations(relations: &[(&str, &str, &str)]) -> String {
    let one = |(id, kind, target): &(&str, &str, &str)| {
        format!(r#"<Relationship Id="{id}" Type="{RELATIONS}/{kind}" Target="{target}"/>"#)
    };
    let all: String = relations.iter().map(one).collect();
    format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{all}</Relationships>"#
    )
}

/// An Excel workbook with this list of sheets, this first sheet and these shared strings.
fn excel(sheets: &str, sheet: &[u8], strings: &str) -> Vec<u8> {
    let book = format!(r#"<workbook xmlns="x" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>"#);
    let root = relations(&[("r", "officeDocument", "xl/workbook.xml")]);
    let within = relations(&[("a", "worksheet", "worksheets/sheet1.xml"), ("s", "sharedStrings", "sharedStrings.xml")]);
    packed(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", within.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

const SHEET: &str = r#"<sheet name="Crime" sheetId="1" r:id="a"/>"#;
const STRINGS: &str = "<sst><si><t>a</t></si></sst>";

/// An Excel workbook of one sheet with these rows, and something before and after them.
fn rows(before: &str, rows: &str, after: &str) -> Vec<u8> {
    excel(SHEET, format!("{before}<worksheet><sheetData>{rows}</sheetData>{after}</worksheet>").as_bytes(), STRINGS)
}

/// An `OpenDocument` spreadsheet with this content.
fn open_document(content: &str) -> Vec<u8> {
    packed(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", b"<manifest/>"),
    ])
}

fn table(rows: &str) -> Vec<u8> {
    open_document(&format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"Crime\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    ))
}

/// Files made to break a reader, and a word of what is said of each.
fn hostile() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let laughs: String =
        (1..10).map(|i| format!("<!ENTITY l{i} \"{}\">", format!("&l{};", i - 1).repeat(10))).collect();
    let laughs = format!("<!DOCTYPE w [<!ENTITY l0 \"ha\">{laughs}]>");
    let outside = "<!DOCTYPE w [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>";
    let entity = |name: &str| format!(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>&{name};</t></is></c></row>"#);
    let cell = r#"<table:table-cell office:value-type="float" office:value="1"/>"#;
    let repeated = cell.replace("/>", r#" table:number-columns-repeated="2000000000"/>"#);
    let corners = format!(r#"{ONE}<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>"#);
    let mut flipped = rows("", ONE, "");
    let at = flipped.windows(5).position(|w| w == b"12345").expect("the number");
    flipped[at] = b'9';
    let whole = rows("", ONE, "");
    let names: String = (0..100_000).map(|i| format!(r#"<sheet name="s{i}" sheetId="{i}" r:id="a"/>"#)).collect();
    let wide: Vec<u8> = format!("<worksheet><sheetData>{ONE}</sheetData></worksheet>")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    vec![
        ("bomb.xlsx", "unpacks to more than", excel(SHEET, &vec![b' '; 300 << 20], STRINGS)),
        ("laughs.xlsx", "document type", rows(&laughs, &entity("l9"), "")),
        ("outside.xlsx", "document type", rows(outside, &entity("f"), "")),
        ("laughs.ods", "document type", open_document(&format!("{laughs}<a>&l9;</a>"))),
        // Both corners are read, and what is read is no sheet of a return.
        (
            "corners.xlsx",
            "other ones only",
            excel(
                &SHEET.replace("Crime", "One"),
                format!("<worksheet><sheetData>{corners}</sheetData></worksheet>").as_bytes(),
                STRINGS,
            ),
        ),
        ("beyond.xlsx", "XFD1048576", rows("", r#"<row r="1048577"><c r="XFE1048577"><v>1</v></c></row>"#, "")),
        ("repeat.ods", "XFD1048576", table(&format!("<table:table-row>{repeated}</table:table-row>"))),
        (
            "rows.ods",
            "XFD1048576",
            table(&format!("<table:table-row table:number-rows-repeated=\"2000000000\">{cell}</table:table-row>")),
        ),
        (
            "cut.ods",
            "cut off",
            open_document("<office:document-content><table:table table:name=\"a\"><table:table-row>"),
        ),
        ("flipped.xlsx", "changed or cut off after it was saved", flipped),
        ("sheets.xlsx", "more than 200", excel(&names, b"<worksheet/>", STRINGS)),
        ("string.xlsx", "damaged", rows("", r#"<row r="1"><c r="A1" t="s"><v>7</v></c></row>"#, "")),
        // The child that believes this ends there and then.
        (
            "claims.xlsx",
            "reading it failed",
            excel(
                SHEET,
                b"<worksheet><sheetData/></worksheet>",
                &STRINGS.replace("<sst", "<sst uniqueCount=\"99999999999999\""),
            ),
        ),
        ("negative.xlsx", "no text has in A1", rows("", r#"<row r="1"><c r="A1" t="s"><v>-1</v></c></row>"#, "")),
        ("wide.xlsx", "UTF-8 is expected", excel(SHEET, &wide, STRINGS)),
        (
            "merged.xlsx",
            "merged into one",
            rows("", ONE, r#"<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>"#),
        ),
        ("half.xlsx", "cut off or broken", whole[..whole.len() / 2].to_vec()),
        ("empty.xlsx", "an empty file", Vec::new()),
        ("paper.xlsx", "a PDF", b"%PDF-1.7\n".to_vec()),
        ("list.xlsx", "CSV", b"Crime type,Apr-13\nTheft,3\n".to_vec()),
        ("page.xls", "a web page", b"<html><table><tr><td>1</td></tr></table></html>".to_vec()),
        ("caf\u{e9} \u{202e}.xlsx", "plain text", b"see attached".to_vec()),
    ]
}

/// Checks one file, which must be told wrong in one line that names it, and soon.
#[track_caller]
fn refused(board: &Written, name: &str, why: &str) {
    let started = Instant::now();
    let ran = board.run(&["check", name]).expect(1);
    assert!(started.elapsed() < Duration::from_secs(20), "{name} took {:?}", started.elapsed());
    let out = ran.out();
    let lines: Vec<&str> = out.lines().filter(|l| !l.is_empty()).collect();
    assert!(lines.len() == 2 && lines[1] == "1 error in 1 workbook", "{name}:\n{out}");
    // A character that turns the direction of what follows is not printed.
    let start = format!("error: {}: ", name.replace('\u{202e}', ""));
    assert!(lines[0].starts_with(&start), "{name}:\n{out}");
    assert!(lines[0].contains(why), "{name}:\n{out}");
}

#[test]
fn hostile_files_are_told_in_one_line_each() {
    let board = Fixture::default().write();
    for (name, why, bytes) in hostile() {
        std::fs::write(board.path(name), bytes).expect("a file");
        refused(&board, name, why);
    }
}

#[test]
fn what_is_no_file_is_told_too() {
    let board = Fixture::default().write();
    std::fs::create_dir(board.path("folder.xlsx")).expect("a folder");
    refused(&board, "folder.xlsx", "found a folder");
    refused(&board, "nowhere.xlsx", "there is no file of this name");
}

#[test]
fn json_has_the_same_in_stable_keys() {
    let board = Fixture::default().cell("Northshire", "Crime", "H3", "lots").write();
    let ran = board.run(&["check", "--format", "json"]).expect(1);
    let found: serde_json::Value = serde_json::from_str(&ran.out()).expect("one JSON document");
    assert_eq!((found["schema"].as_u64(), found["errors"].as_u64()), (Some(1), Some(1)));
    let problem = &found["problems"][0];
    let told: Vec<&str> = ["severity", "code", "workbook", "sheet", "cell", "found", "expected"]
        .iter()
        .filter_map(|k| problem[k].as_str())
        .collect();
    assert_eq!(told, ["error", "not-a-whole-number", "northshire.xlsx", "Crime", "H3", "\"lots\"", "a whole number"]);
}

#[test]
fn letters_go_to_those_with_something_wrong_and_those_who_have_not_returned() {
    let board = Fixture::default().cell("Northshire", "Crime", "H3", "lots").without("Southshire").write();
    board.run(&["check", "--letters", "letters"]).expect(1);
    let mut names: Vec<String> = std::fs::read_dir(board.path("letters"))
        .expect("the letters")
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["northshire.txt", "southshire.txt"]);
    let letter = |name: &str| std::fs::read_to_string(board.path(&format!("letters/{name}"))).expect("a letter");
    assert!(letter("northshire.txt").starts_with("To: Northshire\n"));
    assert!(letter("northshire.txt").contains("Sheet Crime, cell H3: expected a whole number"));
    assert!(letter("southshire.txt").contains("We do not have your return"));
}

#[test]
fn one_run_tells_what_is_wrong_within_returns_and_between_them() {
    let board = Fixture::default()
        .cell("Northshire", "Crime", "H3", "lots")
        .cell("Southshire", "Actions", "A2", "CSA-99")
        .write();
    // All counts of the quarter before are this quarter's, moved on.
    Fixture::default().quarter(2013, 1).write_into(&board);
    for arguments in [&["check"][..], &["build"]] {
        let ran = board.run(arguments).expect(1);
        let told = ran.out() + &ran.err();
        for wanted in [
            "error: northshire.xlsx › Crime › H3: expected a whole number, found \"lots\"",
            "error: southshire.xlsx › Actions › A2: expected the reference of an action",
            "warning: southshire.xlsx › Crime › AC2:AE4: all counts of Q2 2013/14 are those that were sent for Q1 2013/14",
        ] {
            assert!(told.contains(wanted), "{wanted}:\n{told}");
        }
    }
}

#[test]
fn what_an_error_has_taken_away_is_not_told_as_missing() {
    let board =
        Fixture::default().cell(UNIT, "Action plan", "G3", "Nearly").cell("Northshire", "Crime", "A1", "Kinds").write();
    Fixture::default().quarter(2013, 1).write_into(&board);
    let told = board.run(&["check"]).expect(1).out();
    assert!(told.contains("Action plan › G3: expected Not started"), "{told}");
    assert!(told.contains("northshire.xlsx › Crime: expected a row of headings"), "{told}");
    assert!(!told.contains("missing from the plan") && !told.contains("there is no sheet Crime"), "{told}");
}

#[test]
fn letters_about_a_return_of_no_known_quarter_tell_all_that_is_wrong() {
    let board = Fixture::default()
        .cell("Northshire", "Return", "B2", "the second")
        .cell("Northshire", "Crime", "H3", "lots")
        .write();
    board.run(&["check", "inputs/2013-14-q2/northshire.xlsx", "--letters", "letters"]).expect(1);
    let letter = std::fs::read_to_string(board.path("letters/northshire-xlsx.txt")).expect("a letter");
    let start = "To: whoever sent northshire.xlsx\nSubject: Your return: 2 things to correct\n";
    assert!(letter.starts_with(start), "{letter}");
    assert!(letter.contains("Sheet Return, cell B2: expected a quarter"), "{letter}");
    assert!(letter.contains("Sheet Crime, cell H3: expected a whole number"), "{letter}");
}
