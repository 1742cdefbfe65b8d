//! Excel workbooks of XML parts.

use std::io::{Cursor, Write};

use super::super::{Reader, Value, read};
use super::{BOOK, RELS, ROOT, TYPES, cells, sheets, told, xlsx, xlsx_with, zipped};

#[test]
fn hostile_excel_workbooks_are_refused_in_one_line() {
    let one = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#;
    let sheet = |s: &str| xlsx_with(&[("xl/worksheets/sheet1.xml", s.as_bytes())]);
    let laughs = format!(
        "<!DOCTYPE x [<!ENTITY a \"ha\">{}]><worksheet><sheetData>{one}</sheetData></worksheet>",
        (0..9).map(|i| format!("<!ENTITY b{i} \"&a;&a;&a;\">")).collect::<String>()
    );
    let outside = format!(
        "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><worksheet><sheetData>{one}</sheetData></worksheet>"
    );
    let utf16: Vec<u8> = BOOK.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let sheets: String = (0..100_000).map(|i| format!("<sheet name=\"s{i}\" sheetId=\"{i}\" r:id=\"a\"/>")).collect();
    let many = BOOK.replace("<sheets>", &format!("<sheets>{sheets}"));
    let deep = format!("<worksheet>{}", "<a>".repeat(100_000));
    let merged =
        |m: &str| sheet(&format!("<worksheet><sheetData>{one}</sheetData><mergeCells>{m}</mergeCells></worksheet>"));
    let long_text = format!("<sst><si><t>{}</t></si></sst>", "a".repeat(1 << 20));
    let many_texts =
        format!("<worksheet><sheetData><row>{}</row></sheetData></worksheet>", "<c t=\"s\"><v>0</v></c>".repeat(33));
    let endless = BOOK.replace("One", &"n".repeat(256));
    let one_sheet = format!("<worksheet><sheetData>{one}</sheetData></worksheet>");
    let shared = BOOK.replace("<sheets>", r#"<sheets><sheet name="Two" sheetId="2" r:id="a"/>"#);
    let bomb = vec![b' '; 40 << 20];
    let whole = xlsx(one);
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("document type", sheet(&laughs)),
        ("document type", sheet(&outside)),
        ("UTF-8 is expected", xlsx_with(&[("xl/workbook.xml", &utf16)])),
        ("UTF-8 is expected", sheet("<?xml version=\"1.0\" encoding=\"UTF-16\"?><worksheet/>")),
        (
            "more than 200",
            xlsx_with(&[("xl/workbook.xml", many.as_bytes()), ("xl/worksheets/sheet1.xml", b"<worksheet/>")]),
        ),
        ("nested too deeply", sheet(&deep)),
        ("unpacks to more than 32 MB", xlsx_with(&[("xl/worksheets/sheet1.xml", &bomb)])),
        ("beyond XFD1048576", xlsx(r#"<row r="1"><c r="XFE1"><v>1</v></c></row>"#)),
        ("beyond XFD1048576", xlsx(r#"<row r="1048577"><c r="A1048577"><v>1</v></c></row>"#)),
        ("beyond XFD1048576", xlsx(r#"<row r="1"><c r="A4294967297"><v>1</v></c></row>"#)),
        ("in pieces", xlsx(r#"<row r="1"><c r="A1"><v>12<!-- -->34</v></c></row>"#)),
        ("in pieces", xlsx(r#"<row r="1"><c r="A1"><v>1&#50;</v></c></row>"#)),
        ("it twice", xlsx(r#"<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>"#)),
        ("no text has in A1", xlsx(r#"<row r="1"><c r="A1" t="s"><v>99999</v></c></row>"#)),
        ("no text has in A1", xlsx(r#"<row r="1"><c r="A1" t="s"><v>99999999999999999999</v></c></row>"#)),
        ("no text has in A1", xlsx(r#"<row r="1"><c r="A1" t="s"><v>-1</v></c></row>"#)),
        ("two values in one cell in A1", xlsx(r#"<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>"#)),
        ("two values in one cell in A1", xlsx(r#"<row r="1"><c r="A1"><v>1</v><f>B1</f></c></row>"#)),
        ("a cell in two places", xlsx(r#"<row r="1"><c r="A1" r="B1"><v>1</v></c></row>"#)),
        ("a cell in another row in A2", xlsx(r#"<row r="1"><c r="A2"><v>1</v></c></row>"#)),
        ("a style that is no number in A1", xlsx(r#"<row r="1"><c r="A1" s="-1"><v>1</v></c></row>"#)),
        ("the style of the cell A1 is missing", xlsx(r#"<row r="1"><c r="A1" s="7"><v>1</v></c></row>"#)),
        ("the cell A1 holds a number without end", xlsx(r#"<row r="1"><c r="A1"><v>nan</v></c></row>"#)),
        ("the cell A1 holds a number without end", xlsx(r#"<row r="1"><c r="A1"><v>-1e999</v></c></row>"#)),
        ("two blocks of rows", sheet(&format!("<worksheet><sheetData>{one}</sheetData><sheetData/></worksheet>"))),
        ("ends before it begins", merged(r#"<mergeCell ref="B2:A1"/>"#)),
        ("the merge A1:XFE1, beyond", merged(r#"<mergeCell ref="A1:XFE1"/>"#)),
        ("more than 20000 merged cells", merged(&r#"<mergeCell ref="A1:B1"/>"#.repeat(20_001))),
        (
            "is in it as two sheets",
            xlsx_with(&[("xl/workbook.xml", shared.as_bytes()), ("xl/worksheets/sheet1.xml", b"<worksheet/>")]),
        ),
        (
            "two parts of one name",
            xlsx_with(&[("xl/worksheets/sheet1.xml", b"<a/>"), ("xl\\worksheets\\SHEET1.xml", b"<a/>")]),
        ),
        ("not as long as its zip archive says", lying()),
        (
            "longer than any program allows",
            xlsx_with(&[("xl/workbook.xml", endless.as_bytes()), ("xl/worksheets/sheet1.xml", one_sheet.as_bytes())]),
        ),
        ("a value of an unknown kind in A1", xlsx(r#"<row r="1"><c r="A1" t="x"><v>1</v></c></row>"#)),
        ("cut off", sheet("<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1")),
        ("cut off or broken", whole[..whole.len() / 2].to_vec()),
        ("all its cells are empty", xlsx("")),
        (
            "no sheet of cells",
            xlsx_with(&[
                ("xl/workbook.xml", b"<workbook><sheets/></workbook>"),
                ("xl/_rels/workbook.xml.rels", b"<Relationships/>"),
            ]),
        ),
        ("its part xl/worksheets/sheet1.xml is missing", xlsx_with(&[])),
        ("two parts of one name", twice()),
        ("something stands before its zip archive", [whole.clone(), whole.clone()].concat()),
        (
            "more than 32 MB of text",
            xlsx_with(&[
                ("xl/worksheets/sheet1.xml", many_texts.as_bytes()),
                ("xl/sharedStrings.xml", long_text.as_bytes()),
            ]),
        ),
    ];
    for (why, bytes) in files {
        let line = told("return.xlsx", &bytes);
        assert!(line.starts_with("return.xlsx: ") && line.contains(why) && !line.contains('\n'), "{why}: {line}");
    }
}

/// Makes an archive with two entries of one name.
fn twice() -> Vec<u8> {
    let mut bytes = zipped(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("xl/workbook.xml", b"<a/>"),
        ("xl/workbook.xmk", b"<b/>"),
    ]);
    let wanted = b"xl/workbook.xmk";
    for at in 0..bytes.len() - wanted.len() {
        if bytes[at..].starts_with(wanted) {
            bytes[at + wanted.len() - 1] = b'l';
        }
    }
    bytes
}

/// Makes an archive whose list says of a part that it is longer than it is.
fn lying() -> Vec<u8> {
    let mut bytes = zipped(&[("xl/workbook.xml", b"<workbook/>")]);
    let entry = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    bytes[entry + 24] += 1;
    bytes
}

#[test]
fn what_only_looks_odd_is_read() {
    let sparkline = r#"<worksheet><sheetData><row><c t="str"><f>B1</f><v>x</v></c><c><v>-0</v></c></row></sheetData><extLst><ext><f>One!A1</f><f>One!A2</f></ext></extLst></worksheet>"#;
    let book = xlsx_with(&[("xl/worksheets/sheet1.xml", sparkline.as_bytes())]);
    assert_eq!(cells(&book), [("A1".into(), Value::Text("x".into())), ("B1".into(), Value::Number(-0.))]);
    let covered = r#"<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c><c r="C2"><v>4</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>"#;
    let book = xlsx_with(&[("xl/worksheets/sheet1.xml", covered.as_bytes())]);
    assert_eq!(cells(&book), [("A1".into(), Value::Number(1.)), ("C2".into(), Value::Number(4.))]);
}

#[test]
fn macros_and_links_are_never_looked_at_and_sheets_names_are_cleaned() {
    let book = BOOK.replace("One", "On\u{202e}&#7;e");
    let link = r#"<Relationships><Relationship Id="l" Type="x/externalLinkPath" Target="http://nowhere.invalid/a.xlsx" TargetMode="External"/></Relationships>"#;
    let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1"><f>[1]Other!A1+WEBSERVICE("http://nowhere.invalid/")</f><v>7</v></c></row></sheetData></worksheet>"#;
    let book = xlsx_with(&[
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/externalLinks/_rels/externalLink1.xml.rels", link.as_bytes()),
        ("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 no macros at all"),
    ]);
    let sheets = sheets(&book);
    assert_eq!((sheets[0].name.as_str(), &sheets[0].cells[0].value), ("One", &Value::Number(7.)));
}

#[test]
fn one_flipped_digit_under_an_old_checksum_is_noticed() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1"><v>12345</v></c></row></sheetData></worksheet>"#;
    for (name, content) in [
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", RELS),
        ("xl/worksheets/sheet1.xml", sheet),
    ] {
        zip.start_file(name, stored).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    let mut bytes = zip.finish().unwrap().into_inner();
    assert_eq!(cells(&bytes), [("A1".into(), Value::Number(12345.))]);
    let at = bytes.windows(5).position(|w| w == b"12345").unwrap();
    bytes[at] = b'9';
    assert!(
        told("a.xlsx", &bytes).contains("its part xl/worksheets/sheet1.xml was changed or cut off after it was saved")
    );
}

#[test]
fn far_corners_cost_nothing_and_a_merge_over_the_whole_sheet_is_refused() {
    let corners = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>"#;
    assert_eq!(cells(&xlsx(corners)), [("A1".into(), Value::Number(1.)), ("XFD1048576".into(), Value::Number(2.))]);
    let sheet = format!(
        "<worksheet><sheetData>{corners}</sheetData><mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells></worksheet>"
    );
    let merged = xlsx_with(&[("xl/worksheets/sheet1.xml", sheet.as_bytes())]);
    assert!(told("a.xlsx", &merged).contains("all cells of its sheet One are merged into one"));
    let banner = xlsx_with(&[("xl/worksheets/sheet1.xml", sheet.replace("A1:XFD1048576", "A1:XFD1").as_bytes())]);
    assert_eq!(cells(&banner).len(), 2);
}

#[test]
fn dates_count_from_1904_where_the_workbook_says_so() {
    let styles = r#"<styleSheet><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="17" applyNumberFormat="1"/></cellXfs></styleSheet>"#;
    let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1" s="1"><v>39903</v></c></row></sheetData></worksheet>"#;
    let read = |book: &str| {
        let rels = RELS.replace("</Relationships>", r#"<Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#);
        cells(&xlsx_with(&[
            ("xl/workbook.xml", book.as_bytes()),
            ("xl/_rels/workbook.xml.rels", rels.as_bytes()),
            ("xl/styles.xml", styles.as_bytes()),
            ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ]))
    };
    let day = |y, m, d| Value::Date(chrono::NaiveDate::from_ymd_opt(y, m, d).unwrap());
    assert_eq!(read(BOOK), [("A1".into(), day(2009, 3, 31))]);
    let since_1904 = BOOK.replace("<sheets>", "<workbookPr date1904=\"1\"/><sheets>");
    assert_eq!(read(&since_1904), [("A1".into(), day(2013, 4, 1))]);
}

#[test]
fn what_is_hidden_is_told() {
    let sheet = r#"<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="B2"><v>1</v></c></row><row r="3" hidden="1"/><row r="5"><c r="D5"><v>1</v></c></row><row r="9" hidden="1"><c r="A9"><v>1</v></c></row></sheetData></worksheet>"#;
    let book = xlsx_with(&[("xl/worksheets/sheet1.xml", sheet.as_bytes())]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a\u{202e}\n.xlsx");
    std::fs::write(&path, &book).unwrap();
    let book = read(&Reader::InProcess, &path).unwrap();
    assert_eq!(
        (book.sheets[0].hidden_rows.as_slice(), book.sheets[0].hidden_columns.as_slice()),
        (&[1, 8][..], &[1][..])
    );
    assert_eq!(book.name, "a.xlsx");
}
