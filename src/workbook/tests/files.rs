//! Files as they come: what they are, and whether they can be opened.

use std::path::Path;

use super::super::{Reader, Value, read};
use super::open_document::ods;
use super::{cells, sheets, told, xlsx, zipped};

#[test]
fn a_plain_workbook_is_read_whatever_it_is_called() {
    let book = xlsx(r#"<row r="2"><c r="B2"><v>1234</v></c><c r="C2" t="inlineStr"><is><t>x</t></is></c></row>"#);
    assert_eq!(cells(&book), [("B2".into(), Value::Number(1234.)), ("C2".into(), Value::Text("x".into()))]);
    let table = r#"<table:table table:name="One"><table:table-row table:number-rows-repeated="2"/><table:table-row><table:table-cell table:number-columns-repeated="2"/><table:table-cell office:value-type="float" office:value="7"/></table:table-row></table:table>"#;
    assert_eq!(cells(&ods(table)), [("C3".into(), Value::Number(7.))]);
    let table = r#"<table:table table:name="One"><table:table-row><table:table-cell table:number-rows-spanned="2" office:value-type="percentage" office:value="0.315"/></table:table-row></table:table>"#;
    let sheets = sheets(&ods(table));
    assert_eq!(sheets[0].cells[0].value, Value::Percent(0.315));
    assert_eq!(sheets[0].merged, [super::super::Merged { top: 0, left: 0, bottom: 1, right: 0 }]);
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
fn a_file_that_cannot_be_opened_says_so() {
    let problem = read(&Reader::InProcess, Path::new("/nowhere/a.xlsx")).unwrap_err().to_string();
    assert_eq!(problem, "a.xlsx: there is no file of this name. Check its name, and the folder that it is in");
    let folder = tempfile::tempdir().unwrap();
    let problem = read(&Reader::InProcess, folder.path()).unwrap_err();
    assert_eq!(problem.message, "expected a workbook, found a folder");
    let problem = read(&Reader::isolated_in("/nowhere/program".into()), Path::new("a.xlsx")).unwrap_err().to_string();
    assert!(problem.starts_with("a.xlsx: it was not read: the program could not start its reader: "), "{problem}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_told_and_never_waited_for() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    symlink("self.xlsx", path("self.xlsx")).unwrap();
    symlink("nowhere.xlsx", path("gone.xlsx")).unwrap();
    symlink("/dev/zero", path("zero.xlsx")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(path("socket.xlsx")).unwrap();
    for (name, what) in [
        ("self.xlsx", "a link that leads nowhere"),
        ("gone.xlsx", "a link that leads nowhere"),
        ("zero.xlsx", "a pipe or device"),
        ("socket.xlsx", "a pipe or device"),
    ] {
        let problem = read(&Reader::InProcess, &path(name)).unwrap_err();
        assert_eq!(problem.message, format!("expected a workbook, found {what}"), "{name}");
    }
}
