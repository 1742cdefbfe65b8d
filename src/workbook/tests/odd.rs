//! Sound files that few programs write.

use super::super::Value;
use super::binary::{self, record, row, xlsb};
use super::old::{compound, stream, xls, xls_of};
use super::open_document::{ods, ods_with};
use super::{BOOK, RELS, ROOT, TYPES, book, cells, sheets, told, xlsx, xlsx_with, zipped};

fn text(t: &str) -> Value {
    Value::Text(t.into())
}

const ROW: &str = r#"<row r="1"><c r="A1"><v>7</v></c></row>"#;

fn seven() -> [(String, Value); 1] {
    [("A1".into(), Value::Number(7.))]
}

fn sheet(rows: &str) -> String {
    format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")
}

#[test]
fn parts_may_have_any_name_and_be_anywhere() {
    let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    for (main, target, part) in [
        ("xl/workbook.xml", "./worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl/workbook.xml", "../data/./first.xml", "data/first.xml"),
        ("xl/workbook.xml", "/Sheets/A.xml", "Sheets/A.xml"),
        ("book.xml", "one.xml", "one.xml"),
        ("a/b/c.xml", "..\\one.xml", "a/one.xml"),
    ] {
        let (folder, name) = main.rsplit_once('/').map_or((String::new(), main), |(f, n)| (format!("{f}/"), n));
        let root = ROOT.replace("xl/workbook.xml", main);
        let texts =
            format!(r#"<Relationship Id="t" Type="{kinds}/sharedStrings" Target="/texts 2.xml"/></Relationships>"#);
        let relations = RELS.replace("worksheets/sheet1.xml", target).replace("</Relationships>", &texts);
        let file = zipped(&[
            ("[Content_Types].xml", TYPES.as_bytes()),
            ("_rels/.rels", root.as_bytes()),
            (main, BOOK.as_bytes()),
            (&format!("{folder}_rels/{name}.rels"), relations.as_bytes()),
            (part, sheet(r#"<row><c t="s"><v>0</v></c></row>"#).as_bytes()),
            ("texts 2.xml", b"<sst><si><t>so</t></si></sst>"),
        ]);
        assert_eq!(cells(&file), [("A1".into(), text("so"))], "{target}");
    }
}

#[test]
fn what_is_not_of_the_workbook_may_be_as_it_likes() {
    let wide: Vec<u8> = "<a/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let file = xlsx_with(&[
        ("xl/worksheets/sheet1.xml", sheet(ROW).as_bytes()),
        ("xl/worksheets/_rels/sheet1.xml.rels", b""),
        ("customUI/customUI.xml", &wide),
        ("other/page.xml", b"<!DOCTYPE html><html><br></html>"),
        ("xl/externalLinks/externalLink1.xml", b"cut <off"),
    ]);
    assert_eq!(cells(&file), seven());
}

#[test]
fn sheets_may_claim_any_size_and_cells_carry_more_than_a_value() {
    for claim in [
        r#"<dimension ref="1:49"/>"#,
        r#"<dimension ref="A:C"/>"#,
        r#"<dimension></dimension>"#,
        "<dimension ref=\"\"/>",
    ] {
        let sheet = format!("<worksheet>{claim}<sheetData>{ROW}</sheetData></worksheet>");
        assert_eq!(cells(&xlsx_with(&[("xl/worksheets/sheet1.xml", sheet.as_bytes())])), seven(), "{claim}");
    }
    let more = r#"<row r="1"><c r="A1"><v>7</v><extLst><ext><x:v>1</x:v><v>2</v></ext></extLst></c></row>"#;
    assert_eq!(cells(&xlsx(more)), seven());
    let prefixed = sheet(ROW).replace('<', "<x:").replace("<x:/", "</x:");
    assert_eq!(cells(&xlsx_with(&[("xl/worksheets/sheet1.xml", prefixed.as_bytes())])), seven());
}

#[test]
fn what_stands_before_a_workbook_is_left_out() {
    let file = xlsx(ROW);
    for before in [&b"\r\n"[..], b"\xef\xbb\xbf", b"<br />Warning: Cannot modify header information\n"] {
        assert_eq!(cells(&[before, &file].concat()), seven());
    }
}

#[test]
fn sheets_of_macros_are_passed_over_by_name() {
    let two = r#"<sheet name="Macro1" sheetId="2" r:id="m"/><sheet name="Module1" sheetId="3" r:id=""/></sheets>"#;
    let list = BOOK.replace("</sheets>", two);
    let relation = r#"<Relationship Id="m" Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet" Target="macrosheets/sheet1.xml"/></Relationships>"#;
    let file = xlsx_with(&[
        ("xl/workbook.xml", list.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELS.replace("</Relationships>", relation).as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet(ROW).as_bytes()),
        ("xl/macrosheets/sheet1.xml", b"<xm:macrosheet/>"),
    ]);
    let found = book(&file);
    assert_eq!((found.sheets.len(), found.macro_sheets.as_slice()), (1, &["Macro1".to_string(), "Module1".into()][..]));
    let one = [&[0; 6][..], &7f64.to_le_bytes()].concat();
    let file = xls_of(&[], &[("Macro1", 1, 0x40, &[(0x203, &one)]), ("One", 0, 0x10, &[(0x203, &one)])]);
    assert_eq!((cells(&file), book(&file).macro_sheets), (seven().to_vec(), vec!["Macro1".to_string()]));
}

#[test]
fn what_later_versions_of_excel_add_to_a_binary_workbook_is_passed_over() {
    let later = [record(35, &[0; 4]), record(1, &[9; 8]), record(5, &[0; 3]), record(36, &[])].concat();
    let cells_of = [row(0, 0), later.clone(), binary::number(0, 0, 7.)];
    // Outside the block of rows, the same numbers stand for other records.
    assert_eq!(cells(&xlsb(&[record(1, &[9; 3])], &cells_of, &[later, record(1, &[9; 3])])), seven());
}

#[test]
fn old_workbooks_may_have_charts_and_documents_within() {
    let one = [&[0; 6][..], &7f64.to_le_bytes()].concat();
    let series = [(0x203, &one[..]), (0x203, &one)];
    assert_eq!(cells(&xls_of(&[], &[("Chart1", 2, 0x20, &series), ("One", 0, 0x10, &series[..1])])), seven());
    let whole = stream(0x600, &[], &[("One", 0, 0x10, &series[..1])]);
    for within in ["WordDocument", "EncryptedPackage", "Workbook"] {
        assert_eq!(cells(&compound(&whole, &[within])), seven(), "{within}");
    }
}

#[test]
fn old_formulas_and_texts_are_read_in_all_their_forms() {
    let formula = |result: [u8; 8]| [&[0; 6][..], &result, &[0; 8]].concat();
    let seven_of = formula(7f64.to_le_bytes());
    for kind in [0x06, 0x206, 0x406] {
        assert_eq!(cells(&xls(&[], &[(kind, &seven_of)])), seven());
    }
    // A long text goes on in further records, each with characters of one byte or of two.
    let awaited = formula([0, 0, 0, 0, 0, 0, 0xff, 0xff]);
    let first = [&[4, 0x20, 0][..], &[b'a'; 8192]].concat();
    let second = [1, 0xe9, 0, b'b', 0, b'c', 0, b'd', 0];
    let file = xls(&[], &[(0x406, &awaited), (0x4bc, &[0; 10]), (0x207, &first), (0x3c, &second)]);
    assert_eq!(cells(&file), [("A1".into(), text(&format!("{}ébcd", "a".repeat(8192))))]);
    let list = [&[1, 0, 0, 0, 1, 0, 0, 0, 4, 0, 8, 1, 0][..], b"ab"].concat();
    let shared: (u16, &[u8]) = (0xfd, &[0; 10]);
    let rest = [1, b'c', 0, 0xe9, 0, 0, 0, 0, 0];
    assert_eq!(cells(&xls(&[(0xfc, &list), (0x3c, &rest)], &[shared])), [("A1".into(), text("abcé"))]);
    // Since Excel 97 texts are in Unicode, whatever code page is named; before that they are in it.
    let page: (u16, &[u8]) = (0x42, &[0xe4, 0x04]);
    let label = [&[0, 0, 0, 0, 0, 0, 2, 0, 1][..], &[0x4d, 0x01, b'b', 0]].concat();
    assert_eq!(cells(&xls(&[page], &[(0x204, &label)])), [("A1".into(), text("ōb"))]);
    let label = [&[0, 0, 0, 0, 0, 0, 2, 0][..], b"\x96\x80"].concat();
    let file = compound(&stream(0x500, &[page], &[("One", 0, 0x10, &[(0x204, &label)])]), &[]);
    assert_eq!(cells(&file), [("A1".into(), text("–€"))]);
}

#[test]
fn old_dates_may_have_a_format_of_any_number() {
    let format = [&[23, 0, 10, 0, 0][..], b"dd/mm/yyyy"].concat();
    let style = |format: u8| [&[0, 0, format, 0][..], &[0; 16]].concat();
    let number = [&[0, 0, 0, 0, 1, 0][..], &41_365f64.to_le_bytes()].concat();
    let day = Value::Date(chrono::NaiveDate::from_ymd_opt(2013, 4, 1).unwrap());
    let file = xls(&[(0x41e, &format), (0xe0, &style(0)), (0xe0, &style(23))], &[(0x203, &number)]);
    assert_eq!(cells(&file), [("A1".into(), day)]);
}

#[test]
fn old_workbooks_that_are_cut_off_anywhere_are_refused() {
    let one = [&[0; 6][..], &7f64.to_le_bytes()].concat();
    let two = [&[1, 0, 0, 0, 0, 0][..], &7f64.to_le_bytes()].concat();
    let whole =
        stream(0x600, &[], &[("One", 0, 0x10, &[(0x203, &one)]), ("Two", 0, 0x10, &[(0x203, &one), (0x203, &two)])]);
    assert_eq!(sheets(&compound(&whole, &[])).len(), 2);
    // The record that ends it ends in zeros, as the file that it is in does.
    for cut in 0..whole.len() - 3 {
        let line = told("a.xls", &compound(&whole[..cut], &[]));
        assert!(
            line.starts_with("a.xls: the workbook is damaged") || line.contains("expected a workbook"),
            "{cut}: {line}"
        );
    }
    let file = compound(&whole, &[]);
    for cut in (512..file.len()).step_by(97) {
        let line = told("a.xls", &file[..cut]);
        let is_refused = line.starts_with("a.xls: the workbook is damaged") || line.contains("expected a workbook");
        assert!(is_refused, "{cut}: {line}");
    }
}

#[test]
fn open_document_spreadsheets_are_read_however_they_are_set_out() {
    let cells_of = r#"
        <table:table-cell office:value-type="float" office:value="7"> <text:p>7</text:p>
        </table:table-cell>
        <table:table-cell><text:p>no
            kind</text:p><text:p><![CDATA[a < b]]> &amp; c&#233;</text:p></table:table-cell>
        <table:table-cell office:value="8"/>
        <table:table-cell office:value-type="string"><text:p>a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d</text:p><draw:frame><draw:text-box><text:p>aside</text:p></draw:text-box></draw:frame></table:table-cell>
        <table:table-cell office:value-type="string" office:string-value="only here"/>"#;
    let table = format!(
        "\n<table:table table:name=\"One\">\n<table:table-row>{cells_of}\n</table:table-row>\n</table:table>\n"
    );
    let content = format!(
        "<?xml version=\"1.0\"?>\n<office:document-content>\n<office:body>\n<office:spreadsheet>{table}</office:spreadsheet>\n</office:body>\n</office:document-content>"
    );
    let expected = [
        ("A1".into(), Value::Number(7.)),
        ("B1".into(), text("no kind\na < b & cé")),
        ("C1".into(), Value::Number(8.)),
        ("D1".into(), text("a  b\tc\nd")),
        ("E1".into(), text("only here")),
    ];
    assert_eq!(cells(&ods_with(&content)), expected);
    // Google's have no entry for the type.
    let google = zipped(&[("content.xml", content.as_bytes()), ("META-INF/manifest.xml", b"<manifest:manifest/>")]);
    assert_eq!(cells(&google), expected);
    let other = content.replace("office:spreadsheet", "office:text");
    assert!(told("a.ods", &ods_with(&other)).starts_with("a.ods: expected a workbook, found an OpenDocument text"));
    let cut = ods(&table).len() / 2;
    assert!(told("a.ods", &ods(&table)[..cut]).contains("damaged"));
}
