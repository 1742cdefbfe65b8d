//! `OpenDocument` spreadsheets.

use super::{told, zipped};

pub(super) fn ods(table: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"
    );
    ods_with(&content)
}

pub(super) fn ods_with(content: &str) -> Vec<u8> {
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
    ])
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
