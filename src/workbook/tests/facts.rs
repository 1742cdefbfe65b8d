//! What a cell lacks, shows instead, or carries: the same in every format, as far as it has it.

use super::super::{Cell, Merged, Sheet, Shown, Value};
use super::binary::{self, record, row, wide, xlsb_with};
use super::old::xls;
use super::open_document::{ods, ods_with};
use super::{BOOK, book, cells, sheets, xlsx, xlsx_with};
use crate::problem::CellRef;

fn number(n: f64) -> Value {
    Value::Number(n)
}

fn text(t: &str) -> Value {
    Value::Text(t.into())
}

/// The cells of an Excel workbook whose formulas are to be worked out when it is opened.
fn uncalculated(rows: &str) -> Vec<(String, Value)> {
    let book = BOOK.replace("</workbook>", r#"<calcPr calcId="1" fullCalcOnLoad="1"/></workbook>"#);
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    cells(&xlsx_with(&[("xl/workbook.xml", book.as_bytes()), ("xl/worksheets/sheet1.xml", sheet.as_bytes())]))
}

/// A number's record in an Excel 97 workbook, in row 1.
fn old_number(column: u8, style: u8, n: f64) -> Vec<u8> {
    [&[0, 0, column, 0, style, 0][..], &n.to_le_bytes()].concat()
}

/// A formula's record, with its result and its flags.
fn old_formula(column: u8, result: [u8; 8], flags: u8) -> Vec<u8> {
    [&[0, 0, column, 0, 0, 0][..], &result, &[flags, 0, 0, 0, 0, 0, 0, 0]].concat()
}

fn ods_row(cells: &str) -> Vec<u8> {
    ods(&format!("<table:table table:name=\"One\"><table:table-row>{cells}</table:table-row></table:table>"))
}

#[test]
fn formulas_without_a_saved_result_are_told_in_excel_workbooks() {
    let rows = r#"<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v/></c><c r="C1" t="str"><f>""</f></c>
        <c r="D1" t="str"><f>""</f><v></v></c><c r="E1"><f t="shared" si="0"/></c><c r="F1"><f>0</f><v>0</v></c>
        <c r="G1"><f>1</f><v>5</v></c><c r="H1"><v/></c><c r="I1"/></row>
        <row r="2"><c r="A2"><f t="array" ref="A2:B3">X</f><v>1</v></c><c r="B2"><v>0</v></c></row>"#;
    let at = |names: &[&str]| names.iter().map(|n| ((*n).to_string(), Value::Unsaved)).collect::<Vec<_>>();
    // An empty text was worked out: there is nothing to see, and nothing is lacking.
    let mut expected = at(&["A1", "B1", "C1", "E1"]);
    expected.extend([("F1".into(), number(0.)), ("G1".into(), number(5.))]);
    expected.extend([("A2".into(), number(1.)), ("B2".into(), number(0.))]);
    expected.extend(at(&["A3", "B3"]));
    assert_eq!(cells(&xlsx(rows)), expected);
    // Where they are still to be worked out, a 0 or an empty text may stand for nothing.
    let mut expected = at(&["A1", "B1", "C1", "D1", "E1", "F1"]);
    expected.extend([("G1".into(), number(5.)), ("A2".into(), number(1.))]);
    expected.extend(at(&["B2", "A3", "B3"]));
    assert_eq!(uncalculated(rows), expected);
    let typed = r#"<row r="1"><c r="A1"><v>0</v></c><c r="B1"><f>X</f><v>0.0</v></c><c r="C1" t="b"><f>X</f><v>0</v></c></row>"#;
    let found = [("A1".into(), number(0.)), ("B1".into(), Value::Unsaved), ("C1".into(), Value::Bool(false))];
    assert_eq!(uncalculated(typed), found);
}

#[test]
fn formulas_without_a_saved_result_are_told_in_the_other_formats() {
    let formula = |n: f64| record(9, &[&[1, 0, 0, 0, 0, 0, 0, 0][..], &n.to_le_bytes(), &[0; 2]].concat());
    let calculation = |flags: u8| record(157, &[&[0; 24][..], &[flags, 0]].concat());
    for (n, flags, value) in
        [(0., 0, number(0.)), (0., 1, Value::Unsaved), (7., 1, number(7.)), (0., 16, Value::Unsaved)]
    {
        let book = xlsb_with(&[calculation(flags)], [&[], &[row(0, 0), formula(n)], &[]], &[]);
        assert_eq!(cells(&book), [("B1".into(), value)]);
    }
    let (zero, empty, awaited) = ([0; 8], [3, 0, 0, 0, 0, 0, 0xff, 0xff], [0, 0, 0, 0, 0, 0, 0xff, 0xff]);
    let one = old_number(0, 0, 1.);
    for (records, value) in [
        (vec![(0x06, old_formula(1, zero, 0))], Some(number(0.))),
        (vec![(0x06, old_formula(1, zero, 3))], Some(Value::Unsaved)),
        (vec![(0x5e, vec![0, 0]), (0x06, old_formula(1, zero, 0))], Some(Value::Unsaved)),
        (vec![(0x06, old_formula(1, awaited, 0))], Some(Value::Unsaved)),
        (vec![(0x06, old_formula(1, empty, 0))], None),
    ] {
        let records: Vec<(u16, &[u8])> =
            [(0x203, &one[..])].into_iter().chain(records.iter().map(|(kind, data)| (*kind, &data[..]))).collect();
        let expected: Vec<_> = [("A1".into(), number(1.))].into_iter().chain(value.map(|v| ("B1".into(), v))).collect();
        assert_eq!(cells(&xls(&[], &records)), expected);
    }
    let found = cells(&ods_row(
        r#"<table:table-cell table:formula="of:=1+1"/><table:table-cell table:formula="of:=1" office:value-type="float" office:value="0"/><table:table-cell table:formula="of:=X" office:value-type="string" office:string-value=""><text:p/></table:table-cell><table:table-cell table:formula="of:=X"><text:p>so</text:p></table:table-cell><table:table-cell table:formula="of:=X" office:value-type="float" office:value="1" table:number-matrix-columns-spanned="2" table:number-matrix-rows-spanned="1"/>"#,
    ));
    let expected =
        [("A1", Value::Unsaved), ("B1", number(0.)), ("D1", text("so")), ("E1", number(1.)), ("F1", Value::Unsaved)];
    assert_eq!(found, expected.map(|(at, value)| (at.to_string(), value)));
}

#[test]
fn merges_are_known_in_every_format_and_cover_what_is_under_them() {
    let merge = Merged { top: 1, left: 1, bottom: 3, right: 2 };
    let sheet = r#"<worksheet><sheetData><row r="2"><c r="B2"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="B2:C4"/></mergeCells></worksheet>"#;
    let excel = xlsx_with(&[("xl/worksheets/sheet1.xml", sheet.as_bytes())]);
    let place = [1u32, 3, 1, 2].map(u32::to_le_bytes).concat();
    let binary = xlsb_with(&[], [&[], &[row(1, 0), binary::number(1, 0, 1.)], &[record(176, &place)]], &[]);
    let one = [&[1, 0, 1, 0, 0, 0][..], &1f64.to_le_bytes()].concat();
    let none = [&[1, 0][..], &[9, 0, 9, 0, 0, 0, 1, 0]].concat();
    // Excel begins another record after 1,027 merges.
    let old = xls(&[], &[(0x203, &one), (0xe5, &none), (0xe5, &[1, 0, 1, 0, 3, 0, 1, 0, 2, 0])]);
    let open = ods(
        r#"<table:table table:name="One"><table:table-row/><table:table-row><table:table-cell/><table:table-cell office:value-type="float" office:value="1" table:number-columns-spanned="2" table:number-rows-spanned="3"/><table:covered-table-cell/></table:table-row></table:table>"#,
    );
    for book in [excel, binary, old, open] {
        let sheet = sheets(&book).remove(0);
        let at = |row, column| CellRef::new(row, column);
        assert_eq!(sheet.merged.first(), Some(&merge));
        assert_eq!(sheet.covering(at(1, 2)), Some(&merge));
        assert_eq!(sheet.covering(at(3, 1)), Some(&merge));
        assert_eq!([sheet.covering(at(1, 1)), sheet.covering(at(4, 1)), sheet.covering(at(1, 3))], [None; 3]);
    }
}

/// What is shown in the place of each cell, and whether it is struck through.
fn shown(sheet: &Sheet) -> Vec<(Option<Shown>, bool)> {
    sheet.cells.iter().map(|c: &Cell| (c.shown.clone(), c.struck)).collect()
}

fn expected() -> Vec<(Option<Shown>, bool)> {
    let written = Shown::As("1.10".into());
    vec![(Some(written), false), (Some(Shown::Masked("<5".into())), false), (None, true), (None, true), (None, false)]
}

#[test]
fn what_is_shown_otherwise_or_struck_through_is_told_in_every_format() {
    // Two numbers, a text that is struck through, one of which a word is, and one that is plain.
    let styles = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[&lt;5]&quot;&lt;5&quot;;0"/></numFmts><fonts><font/><font><strike/></font></fonts><cellXfs><xf/><xf numFmtId="2"/><xf numFmtId="164"/><xf fontId="1"/></cellXfs><dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>"#;
    let texts = r#"<sst><si><t>whole</t></si><si><r><t>some </t></r><r><rPr><strike/></rPr><t>words</t></r></si><si><r><rPr><strike val="0"/></rPr><t>plain</t></r></si></sst>"#;
    let rows = r#"<row r="1"><c r="A1" s="1"><v>1.1</v></c><c r="B1" s="2"><v>3</v></c><c r="C1" s="3" t="s"><v>0</v></c><c r="D1" t="s"><v>1</v></c><c r="E1" t="s"><v>2</v></c></row>"#;
    let sheet = |rows: &str| format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let with = |rows: &str| {
        xlsx_with(&[
            ("xl/styles.xml", styles.as_bytes()),
            ("xl/sharedStrings.xml", texts.as_bytes()),
            ("xl/worksheets/sheet1.xml", sheet(rows).as_bytes()),
        ])
    };
    assert_eq!(shown(&sheets(&with(rows))[0]), expected());
    let inline = r#"<row r="1"><c r="A1" t="inlineStr"><is><r><rPr><strike/></rPr><t>gone</t></r><r><t> here</t></r></is></c></row>"#;
    assert_eq!(shown(&sheets(&with(inline))[0]), [(None, true)]);

    let run = |from: u16, font: u16| [from.to_le_bytes(), font.to_le_bytes()].concat();
    let rich = |text: &str, font: u16| [&[1][..], &wide(text), &1u32.to_le_bytes(), &run(1, font)].concat();
    let item = |data: &[u8]| record(19, data);
    let texts =
        [item(&[&[0][..], &wide("whole")].concat()), item(&rich("some words", 1)), item(&rich("plain", 0))].concat();
    let shared = |column: u32, style: u8, number: u32| {
        record(7, &[&column.to_le_bytes()[..], &[style, 0, 0, 0], &number.to_le_bytes()].concat())
    };
    let cells = [
        row(0, 0),
        binary::number(0, 3, 1.1),
        binary::number(1, 4, 3.),
        shared(2, 5, 0),
        shared(3, 0, 1),
        shared(4, 0, 2),
    ];
    let book = xlsb_with(&[], [&[], &cells, &[]], &[("xl/sharedStrings.bin", &texts)]);
    assert_eq!(shown(&sheets(&book)[0]), expected());

    let font = |flags: u8| [&[200, 0, flags, 0][..], &[0; 11]].concat();
    let style = |font: u8, format: u8| [&[font, 0, format, 0][..], &[0; 16]].concat();
    let format = [&[164, 0, 11, 0, 0][..], b"[<5]\"<5\";0 "].concat();
    let item = |text: &str, font: Option<u16>| {
        let head = [text.len() as u8, 0, if font.is_some() { 8 } else { 0 }];
        let (many, runs) = font.map_or((vec![], vec![]), |f| (vec![1, 0], run(1, f)));
        [&head[..], &many, text.as_bytes(), &runs].concat()
    };
    let head = [3u32.to_le_bytes(), 3u32.to_le_bytes()].concat();
    let list = [head, item("whole", None), item("some words", Some(1)), item("plain", Some(0))].concat();
    let (plain, struck, styles) = (font(0), font(8), [style(0, 0), style(0, 2), style(0, 164), style(1, 0)]);
    let mut globals: Vec<(u16, &[u8])> = vec![(0x31, &plain), (0x31, &struck), (0x41e, &format)];
    globals.extend(styles.iter().map(|s| (0xe0, &s[..])));
    globals.push((0xfc, &list));
    let (first, second) = (old_number(0, 1, 1.1), old_number(1, 2, 3.));
    let shared = |column: u8, style: u8, number: u8| [0, 0, column, 0, style, 0, number, 0, 0, 0];
    let book = xls(
        &globals,
        &[
            (0x203, &first),
            (0x203, &second),
            (0xfd, &shared(2, 3, 0)),
            (0xfd, &shared(3, 0, 1)),
            (0xfd, &shared(4, 0, 2)),
        ],
    );
    assert_eq!(shown(&sheets(&book)[0]), expected());

    let styles = r#"<office:automatic-styles><style:style style:name="ce1" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style><style:style style:name="ce2" style:family="table-cell" style:parent-style-name="ce1"/><style:style style:name="T1" style:family="text"><style:text-properties style:text-line-through-type="single" style:text-line-through-style="solid"/></style:style><style:style style:name="T2" style:family="text"><style:text-properties style:text-line-through-style="none"/></style:style></office:automatic-styles>"#;
    let cells = r#"<table:table-cell office:value-type="float" office:value="1.1"><text:p>1.10</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="3"><text:p>&lt;5</text:p></table:table-cell><table:table-cell table:style-name="ce2" office:value-type="string"><text:p>whole</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>some <text:span text:style-name="T1">words</text:span></text:p></table:table-cell><table:table-cell office:value-type="string"><text:p><text:span text:style-name="T2">plain</text:span></text:p></table:table-cell>"#;
    let content = format!(
        "<office:document-content>{styles}<office:body><office:spreadsheet><table:table table:name=\"One\"><table:table-row>{cells}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    );
    assert_eq!(shown(&sheets(&ods_with(&content))[0]), expected());
}

#[test]
fn comments_are_told_in_every_format() {
    let relation =
        |kind: &str, target: &str| format!(r#"<Relationship Id="{target}" Type="x/{kind}" Target="{target}"/>"#);
    let both = format!(
        "<Relationships>{}{}</Relationships>",
        relation("comments", "../comments1.xml"),
        relation("threadedComment", "/xl/threadedComments/t.xml")
    );
    let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>"#;
    let comments =
        r#"<comments><commentList><comment ref="B3"><text><t>why?</t></text></comment></commentList></comments>"#;
    let excel = xlsx_with(&[
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/worksheets/_rels/sheet1.xml.rels", both.as_bytes()),
        ("xl/comments1.xml", comments.as_bytes()),
        ("xl/threadedComments/t.xml", br#"<ThreadedComments><threadedComment ref="B3"/></ThreadedComments>"#),
    ]);
    let place = [0u32, 2, 2, 1, 1, 0, 0, 0, 0].map(u32::to_le_bytes).concat();
    let comments = format!("<Relationships>{}</Relationships>", relation("comments", "../comments1.bin"));
    let binary = xlsb_with(
        &[],
        [&[], &[row(0, 0), binary::number(0, 0, 1.)], &[]],
        &[("xl/comments1.bin", &record(635, &place)), ("xl/worksheets/_rels/sheet1.bin.rels", comments.as_bytes())],
    );
    let one = old_number(0, 0, 1.);
    let old = xls(&[], &[(0x203, &one), (0x1c, &[2, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0])]);
    let open = ods(
        r#"<table:table table:name="One"><table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="1"/></table:table-row><table:table-row><table:table-cell/><table:table-cell><office:annotation><text:p>why?</text:p></office:annotation></table:table-cell></table:table-row></table:table>"#,
    );
    for file in [excel, binary, old, open] {
        let sheet = book(&file).sheets.remove(0);
        assert_eq!(sheet.commented, [(2, 1)]);
        assert!(sheet.cells.iter().all(|c| c.value == number(1.)), "a comment is no text of its cell");
    }
}

#[test]
fn error_values_are_told_by_type_and_by_text_in_every_format() {
    let error = |name: &str| Value::Error(name.into());
    let rows = r##"<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c><c r="B1" t="str"><f>0/0</f><v>#DIV/0!</v></c><c r="C1" t="inlineStr"><is><t>Err:502</t></is></c><c r="D1" t="e"><v>#N/A</v></c><c r="E1" t="e"><f>X</f><v>#BUSY!</v></c></row>"##;
    let names = ["#SPILL!", "#DIV/0!", "Err:502", "#N/A", "#BUSY!"];
    let at = ["A1", "B1", "C1", "D1", "E1"];
    let expected: Vec<_> = at.iter().zip(names).map(|(at, name)| ((*at).to_string(), error(name))).collect();
    assert_eq!(cells(&xlsx(rows)), expected);
    let cell = |kind: u16, column: u8, rest: &[u8]| record(kind, &[&[column, 0, 0, 0, 0, 0, 0, 0][..], rest].concat());
    let all = [
        row(0, 0),
        cell(3, 0, &[0x17]),
        cell(11, 1, &[0x2a, 0, 0]),
        cell(8, 2, &[&wide("#CALC!")[..], &[0, 0]].concat()),
    ];
    let expected = [("A1".into(), error("#REF!")), ("B1".into(), error("#N/A")), ("C1".into(), error("#CALC!"))];
    assert_eq!(cells(&xlsb_with(&[], [&[], &all, &[]], &[])), expected);
    let formula = old_formula(1, [2, 0, 0x2a, 0, 0, 0, 0xff, 0xff], 0);
    let label = [&[0, 0, 2, 0, 0, 0, 6, 0, 0][..], b"#CALC!"].concat();
    let old = xls(&[], &[(0x205, &[0, 0, 0, 0, 0, 0, 0x17, 1]), (0x06, &formula), (0x204, &label)]);
    assert_eq!(cells(&old), expected);
    let found = cells(&ods_row(
        r##"<table:table-cell table:formula="of:=X" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell><table:table-cell table:formula="of:=X" office:value-type="float" office:value="0"><text:p>#N/A</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>#CALC!</text:p></table:table-cell>"##,
    ));
    assert_eq!(found, expected);
}

#[test]
fn a_text_longer_than_a_cell_can_hold_is_told_at_its_cell() {
    let row = |n: usize| format!(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>"#, "é".repeat(n));
    assert!(matches!(&cells(&xlsx(&row(32_767)))[0].1, Value::Text(_)));
    let found = cells(&xlsx(&row(32_768))).remove(0);
    let Value::Unread(what) = &found.1 else { panic!("{found:?}") };
    assert_eq!(
        (found.0.as_str(), what.as_str()),
        ("A1", "a text of more than 32,767 characters, the most that a cell can hold")
    );
}
