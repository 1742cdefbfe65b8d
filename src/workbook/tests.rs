//! Files made to break the reader, and files that only look odd.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::io::{Cursor, Write};
use std::path::Path;

use super::{Cell, Reader, Value, read};

/// A file in a folder of its own.
fn told(name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    match read(&Reader::InProcess, &path) {
        Ok(book) => format!("{book:?}"),
        Err(problem) => problem.to_string(),
    }
}

fn cells(bytes: &[u8]) -> Vec<(String, Value)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book");
    std::fs::write(&path, bytes).unwrap();
    let book = read(&Reader::InProcess, &path).unwrap();
    let named = |c: &Cell| (crate::problem::CellRef::new(c.row, c.column).to_string(), c.value.clone());
    book.sheets.iter().flat_map(|s| s.cells.iter().map(named)).collect()
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="One" sheetId="1" r:id="a"/></sheets></workbook>"#;
const RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook of one sheet with these rows.
fn xlsx(rows: &str) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    xlsx_with(&[("xl/worksheets/sheet1.xml", sheet.as_bytes())])
}

fn xlsx_with(others: &[(&str, &[u8])]) -> Vec<u8> {
    let usual: [(&str, &[u8]); 4] = [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELS.as_bytes()),
    ];
    let kept = usual.into_iter().filter(|(name, _)| !others.iter().any(|(n, _)| n == name));
    zipped(&kept.chain(others.iter().copied()).collect::<Vec<_>>())
}

fn ods(table: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"
    );
    ods_with(&content)
}

fn ods_with(content: &str) -> Vec<u8> {
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
    ])
}

#[test]
fn a_plain_workbook_is_read_whatever_it_is_called() {
    let book = xlsx(r#"<row r="2"><c r="B2"><v>1234</v></c><c r="C2" t="inlineStr"><is><t>x</t></is></c></row>"#);
    assert_eq!(cells(&book), [("B2".into(), Value::Number(1234.)), ("C2".into(), Value::Text("x".into()))]);
    let table = r#"<table:table table:name="One"><table:table-row table:number-rows-repeated="2"/><table:table-row><table:table-cell table:number-columns-repeated="2"/><table:table-cell office:value-type="float" office:value="7"/></table:table-row></table:table>"#;
    assert_eq!(cells(&ods(table)), [("C3".into(), Value::Number(7.))]);
    let table = r#"<table:table table:name="One"><table:table-row><table:table-cell table:number-rows-spanned="2" office:value-type="percentage" office:value="0.315"/></table:table-row></table:table>"#;
    let sheets = super::cells::read(super::kind::Kind::Ods, &ods(table)).unwrap();
    assert_eq!(sheets[0].cells[0].value, Value::Percent(0.315));
    assert_eq!(sheets[0].merged, [super::Merged { top: 0, left: 0, bottom: 1, right: 0 }]);
}

#[test]
fn what_is_no_workbook_is_refused_as_what_it_is() {
    let wide: Vec<u8> = "a\tb\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf16 = [&[0xff, 0xfe][..], &wide].concat();
    let word = zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]);
    let files: [(&str, &[u8]); 10] = [
        ("a PDF", b"%PDF-1.7\n"),
        ("text with separators, as in a CSV file", b"Crime type,Apr-13\nTheft,3\n"),
        ("text with separators, as in a CSV file", &utf16),
        ("a web page (HTML)", b"<html><table></table></html>"),
        ("plain text", b"see the attached\n"),
        ("a picture", b"\x89PNG\r\n\x1a\n"),
        ("a Word document", &word),
        (
            "an Excel 2003 XML spreadsheet",
            b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>",
        ),
        ("a file of another kind", b"\x01\x02\x03"),
        ("a rich text document", b"{\\rtf1}"),
    ];
    for (what, bytes) in files {
        let expected = format!("return.xlsx: expected a workbook, found {what}. ");
        assert!(told("return.xlsx", bytes).starts_with(&expected), "{}", told("return.xlsx", bytes));
    }
    assert!(told("return.xlsx", b"").starts_with("return.xlsx: expected a workbook, found an empty file. "));
}

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
    let bomb = vec![b' '; 100 << 20];
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
        ("unpacks to more than 96 MB", xlsx_with(&[("xl/worksheets/sheet1.xml", &bomb)])),
        ("beyond XFD1048576", xlsx(r#"<row r="1"><c r="XFE1"><v>1</v></c></row>"#)),
        ("beyond XFD1048576", xlsx(r#"<row r="1048577"><c r="A1048577"><v>1</v></c></row>"#)),
        ("beyond XFD1048576", xlsx(r#"<row r="1"><c r="A4294967297"><v>1</v></c></row>"#)),
        ("in pieces", xlsx(r#"<row r="1"><c r="A1"><v>12<!-- -->34</v></c></row>"#)),
        ("in pieces", xlsx(r#"<row r="1"><c r="A1"><v>1&#50;</v></c></row>"#)),
        ("it twice", xlsx(r#"<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>"#)),
        ("string index", xlsx(r#"<row r="1"><c r="A1" t="s"><v>99999999999</v></c></row>"#)),
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
        ("its part worksheets/sheet1.xml is missing", xlsx_with(&[])),
        ("two parts of one name", twice()),
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
fn hostile_open_document_spreadsheets_are_refused_in_one_line() {
    let cell = r#"<table:table-cell office:value-type="float" office:value="1"/>"#;
    let table = |rows: &str| ods(&format!("<table:table table:name=\"One\">{rows}</table:table>"));
    let both_ends = format!(
        "<table:table-row>{cell}</table:table-row><table:table-row table:number-rows-repeated=\"1048574\"/><table:table-row><table:table-cell table:number-columns-repeated=\"16383\"/>{cell}</table:table-row>"
    );
    let tables: String = (0..1000).map(|i| format!("<table:table table:name=\"{i}\"></table:table>")).collect();
    let files = [
        ("spread too wide", table(&both_ends)),
        (
            "beyond XFD1048576",
            table(&format!("<table:table-row table:number-rows-repeated=\"2000000000\">{cell}</table:table-row>")),
        ),
        (
            "beyond XFD1048576",
            table(&format!(
                "<table:table-row>{}</table:table-row>",
                cell.replace("/>", " table:number-columns-repeated=\"2000000000\"/>")
            )),
        ),
        ("cut off", ods_with("<office:document-content><table:table table:name=\"a\"><table:table-row>")),
        ("more than 200 sheets", ods(&tables)),
        ("document type", ods_with("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")),
    ];
    for (why, bytes) in files {
        let line = told("return.ods", &bytes);
        assert!(line.starts_with("return.ods: ") && line.contains(why) && !line.contains('\n'), "{why}: {line}");
    }
    let locked = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", b"\x01\x02"),
        (
            "META-INF/manifest.xml",
            b"<m><manifest:file-entry><manifest:encryption-data></manifest:encryption-data></manifest:file-entry></m>",
        ),
    ]);
    assert!(told("a.ods", &locked).contains("protected by a password"), "{}", told("a.ods", &locked));
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
    let sheet = r#"<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="B2"><v>1</v></c></row><row r="3" hidden="1"/></sheetData></worksheet>"#;
    let book = xlsx_with(&[("xl/worksheets/sheet1.xml", sheet.as_bytes())]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a\u{202e}\n.xlsx");
    std::fs::write(&path, &book).unwrap();
    let book = read(&Reader::InProcess, &path).unwrap();
    assert_eq!((book.sheets[0].hidden_rows.as_slice(), book.sheets[0].hidden_columns.as_slice()), (&[1][..], &[1][..]));
    assert_eq!(book.name, "a.xlsx");
}

#[test]
fn a_file_that_cannot_be_opened_says_so() {
    let problem = read(&Reader::InProcess, Path::new("/nowhere/a.xlsx")).unwrap_err().to_string();
    assert_eq!(problem, "a.xlsx: there is no file of this name. Check its name, and the folder that it is in");
    let folder = tempfile::tempdir().unwrap();
    let problem = read(&Reader::InProcess, folder.path()).unwrap_err();
    assert_eq!(problem.message, "expected a workbook, found a folder");
    let problem = read(&Reader::Isolated("/nowhere/program".into()), Path::new("a.xlsx")).unwrap_err().to_string();
    assert!(problem.starts_with("a.xlsx: it was not read: the program could not start its reader: "), "{problem}");
}

/// An Excel 97 workbook of one sheet: a compound file around these records of the workbook and of the sheet.
fn xls(globals: &[(u16, &[u8])], sheet: &[(u16, &[u8])]) -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat();
    let part =
        |records: &[(u16, &[u8])]| records.iter().flat_map(|(kind, data)| record(*kind, data)).collect::<Vec<u8>>();
    let begin = |kind: u16| record(0x809, &[&0x600u16.to_le_bytes()[..], &kind.to_le_bytes(), &[0; 12]].concat());
    let end = record(0x0a, &[]);
    let before = [begin(5), part(globals)].concat();
    let start = before.len() + 4 + 11 + end.len();
    let name = [&(start as u32).to_le_bytes()[..], &[0, 0, 3, 0], b"One"].concat();
    let mut stream = [before, record(0x85, &name), end.clone(), begin(0x10), part(sheet), end].concat();
    stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
    let sectors = stream.len() / 512;
    let mut header = vec![0u8; 512];
    header[..8].copy_from_slice(&super::compound::MAGIC);
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(24, &[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    for (at, value) in [(44, 1u32), (48, 1), (56, 4096), (60, u32::MAX - 1), (68, u32::MAX - 1), (76, 0)] {
        put(at, &value.to_le_bytes());
    }
    (1..109).for_each(|i| put(76 + 4 * i, &[0xff; 4]));
    let mut fat = vec![0xffff_fffdu32, 0xffff_fffe];
    fat.extend((0..sectors as u32).map(|i| if i + 1 == sectors as u32 { 0xffff_fffe } else { i + 3 }));
    fat.resize(128, u32::MAX);
    let entry = |name: &str, kind: u8, child: u32, first: u32, size: u32| {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = entry.len() as u16 + 2;
        entry.resize(64, 0);
        entry.extend(length.to_le_bytes());
        entry.extend([kind, 1]);
        entry.extend([u32::MAX, u32::MAX, child].iter().flat_map(|n| n.to_le_bytes()));
        entry.resize(116, 0);
        entry.extend([first, size, 0].iter().flat_map(|n| n.to_le_bytes()));
        entry
    };
    let mut directory =
        [entry("Root Entry", 5, 1, u32::MAX - 1, 0), entry("Workbook", 2, u32::MAX, 2, stream.len() as u32)].concat();
    directory.resize(512, 0);
    [header, fat.iter().flat_map(|n| n.to_le_bytes()).collect(), directory, stream].concat()
}

#[test]
fn old_workbooks_are_read_and_their_passwords_noticed() {
    let number = [&[2, 0, 1, 0, 0, 0][..], &1234f64.to_le_bytes()].concat();
    let hidden_row = [2, 0, 0, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0x20, 0, 0, 0];
    let hidden_column = [1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0];
    let records: [(u16, &[u8]); 3] = [(0x7d, &hidden_column), (0x208, &hidden_row), (0x203, &number)];
    let plain = xls(&[], &records);
    assert_eq!(cells(&plain), [("B3".into(), Value::Number(1234.))]);
    let sheets = super::cells::read(super::kind::Kind::Xls, &plain).unwrap();
    assert_eq!((sheets[0].hidden_rows.as_slice(), sheets[0].hidden_columns.as_slice()), (&[2][..], &[1][..]));
    // The second style is of the built-in format 10, the third of one of its own.
    let style = |format: u16| [&[0, 0][..], &format.to_le_bytes(), &[0; 16]].concat();
    let format = [&164u16.to_le_bytes()[..], &[4, 0, 0], b"0.0%"].concat();
    let globals: [(u16, &[u8]); 4] = [(0x41e, &format), (0xe0, &style(0)), (0xe0, &style(10)), (0xe0, &style(164))];
    let value = |style: u8| [&[2, 0, 1, 0, style, 0][..], &0.315f64.to_le_bytes()].concat();
    for (at, expected) in [(0, Value::Number(0.315)), (1, Value::Percent(0.315)), (2, Value::Percent(0.315))] {
        assert_eq!(cells(&xls(&globals, &[(0x203, &value(at))])), [("B3".into(), expected)]);
    }
    for kind in [0u8, 1] {
        let locked = xls(&[(0x2f, &[kind, 0, 0x12, 0x34, 0x56, 0x78])], &records);
        assert!(
            told("a.xls", &locked).starts_with("a.xls: it is protected by a password"),
            "{}",
            told("a.xls", &locked)
        );
    }
    for cut in [100, 600, 1100, 2000] {
        assert!(told("a.xls", &plain[..cut]).contains("damaged"), "{}", told("a.xls", &plain[..cut]));
    }
}

#[cfg(unix)]
#[test]
fn a_child_that_hangs_or_fails_is_given_up() {
    use super::fault::Fault;
    use std::process::Command;
    use std::time::Duration;
    let answer = |program: &str, argument: &str| {
        super::child::answer(Command::new(program).arg(argument), Duration::from_secs(1))
    };
    assert_eq!(answer("sleep", "30"), Err(Fault::TimeOut(1)));
    assert_eq!(answer("false", ""), Err(Fault::Crashed));
    assert_eq!(answer("echo", "hello"), Err(Fault::Crashed));
    assert_eq!(Fault::TimeOut(20).problem("a.xls").message, "it was not read within 20 seconds");
}

#[test]
fn binary_workbooks_are_read_and_broken_ones_told() {
    let record = |kind: u16, data: &[u8]| {
        let kind = if kind < 128 { vec![kind as u8] } else { vec![(kind & 0x7f) as u8 | 0x80, (kind >> 7) as u8] };
        [&kind[..], &[data.len() as u8], data].concat()
    };
    let wide = |text: &str| {
        let text: Vec<u16> = text.encode_utf16().collect();
        [&(text.len() as u32).to_le_bytes()[..], &text.iter().flat_map(|c| c.to_le_bytes()).collect::<Vec<u8>>()]
            .concat()
    };
    let sheet = [&[0u8; 4][..], &[1, 0, 0, 0], &wide("a"), &wide("One")].concat();
    let book = [record(143, &[]), record(156, &sheet), record(144, &[]), record(0x84, &[])].concat();
    let cell = [&2u32.to_le_bytes()[..], &[0; 4], &1234f64.to_le_bytes()].concat();
    let rows = [
        record(148, &[0; 16]),
        record(145, &[]),
        record(0, &[4, 0, 0, 0, 0, 0, 0, 0]),
        record(5, &cell),
        record(146, &[]),
    ];
    let rels = RELS.replace("sheet1.xml", "sheet1.bin");
    let parts = |rows: &[u8]| {
        zipped(&[
            ("[Content_Types].xml", TYPES.as_bytes()),
            ("xl/workbook.bin", &book),
            ("xl/_rels/workbook.bin.rels", rels.as_bytes()),
            ("xl/worksheets/sheet1.bin", rows),
        ])
    };
    let whole = rows.concat();
    assert_eq!(cells(&parts(&whole)), [("C5".into(), Value::Number(1234.))]);
    let line = told("a.xlsb", &parts(&whole[..whole.len() - 8]));
    assert!(line.starts_with("a.xlsb: the workbook is damaged: "), "{line}");
}
