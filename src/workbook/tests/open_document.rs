//! `OpenDocument` spreadsheets.

use super::super::Value;
use super::{cells, sheets, told, zipped};

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
    let typed =
        |t: &str| format!("<table:table-cell office:value-type=\"string\"><text:p>{t}</text:p></table:table-cell>");
    let text = |t: &str| table(&format!("<table:table-row>{}</table:table-row>", typed(t)));
    let far_apart = format!(
        "<table:table-row>{cell}</table:table-row><table:table-row table:number-rows-repeated=\"1048574\"/><table:table-row><table:table-cell table:number-columns-repeated=\"16383\"/>{cell}</table:table-row>"
    );
    let tables: String = (0..1000).map(|i| format!("<table:table table:name=\"{i}\"></table:table>")).collect();
    let files = [
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
        ("32 MB of text", text("<text:s text:c=\"2000000000\"/>")),
        ("32 MB of text", text(&"<text:s text:c=\"99999\"/>".repeat(400))),
        (
            "32 MB of text",
            table(&format!(
                "<table:table-row table:number-rows-repeated=\"400000\">{}</table:table-row>",
                typed(&"a".repeat(100))
            )),
        ),
        (
            "a repeat that is no number",
            table(&format!("<table:table-row table:number-rows-repeated=\"0\">{cell}</table:table-row>")),
        ),
        (
            "a sheet within a sheet",
            table(
                "<table:table-row><table:table-cell><table:table table:name=\"a\"/></table:table-cell></table:table-row>",
            ),
        ),
        ("no sheet of cells", ods("<table:table></table:table>")),
        (
            "more than 500000 cells",
            table(
                "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell office:boolean-value=\"true\" table:number-columns-repeated=\"16384\"/></table:table-row>",
            ),
        ),
        (
            "more than 500000 cells",
            table(
                "<table:table-row table:number-rows-repeated=\"600000\"><table:table-cell office:value-type=\"percentage\" office:value=\"0.1\"/></table:table-row>",
            ),
        ),
        ("cut off", ods_with("<office:document-content><table:table table:name=\"a\"><table:table-row>")),
        ("more than 200 sheets", ods(&tables)),
        ("document type", ods_with("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")),
    ];
    let corners = [("A1".into(), Value::Number(1.)), ("XFD1048576".into(), Value::Number(1.))];
    assert_eq!(cells(&table(&far_apart)), corners);
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
fn covered_cells_are_left_out_and_hidden_rows_and_columns_told() {
    let number = |n: u32| format!("<table:table-cell office:value-type=\"float\" office:value=\"{n}\"/>");
    let covered = number(2).replace("table-cell", "covered-table-cell");
    let table = format!(
        "<table:table table:name=\"One\"><table:table-column/><table:table-column table:visibility=\"collapse\"/>\
         <table:table-row>{}{covered}</table:table-row>\
         <table:table-row table:visibility=\"filter\">{}{}</table:table-row></table:table>",
        number(1).replace("/>", " table:number-columns-spanned=\"2\"/>"),
        number(3),
        number(4)
    );
    let sheets = sheets(&ods(&table));
    let cells: Vec<_> = sheets[0].cells.iter().map(|c| (c.row, c.column)).collect();
    assert_eq!(cells, [(0, 0), (1, 0), (1, 1)]);
    assert_eq!((sheets[0].hidden_rows.as_slice(), sheets[0].hidden_columns.as_slice()), (&[1][..], &[1][..]));
}
