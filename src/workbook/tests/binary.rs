//! Excel's binary workbooks.

use super::super::Value;
use super::{RELS, TYPES, cells, sheets, told, zipped};

pub(super) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let kind = if kind < 128 { vec![kind as u8] } else { vec![(kind & 0x7f) as u8 | 0x80, (kind >> 7) as u8] };
    let length = if data.len() < 128 {
        vec![data.len() as u8]
    } else {
        vec![(data.len() & 0x7f) as u8 | 0x80, (data.len() >> 7) as u8]
    };
    [&kind[..], &length, data].concat()
}

pub(super) fn wide(text: &str) -> Vec<u8> {
    let text: Vec<u16> = text.encode_utf16().collect();
    [&(text.len() as u32).to_le_bytes()[..], &text.iter().flat_map(|c| c.to_le_bytes()).collect::<Vec<u8>>()].concat()
}

/// A workbook of one sheet with these records around its cells and among them.
pub(super) fn xlsb(before: &[Vec<u8>], cells: &[Vec<u8>], after: &[Vec<u8>]) -> Vec<u8> {
    xlsb_with(&[], [before, cells, after], &[])
}

/// The same, with further records of the workbook, and further parts.
pub(super) fn xlsb_with(book: &[Vec<u8>], sheet: [&[Vec<u8>]; 3], parts: &[(&str, &[u8])]) -> Vec<u8> {
    let [before, cells, after] = sheet;
    let others = book.concat();
    let sheet = [&[0u8; 4][..], &[1, 0, 0, 0], &wide("a"), &wide("One")].concat();
    let book = [record(143, &[]), record(156, &sheet), record(144, &[]), others, record(0x84, &[])].concat();
    let rows = [vec![record(148, &[0; 16])], before.to_vec(), vec![record(145, &[])], cells.to_vec()].concat();
    let rows = [rows, vec![record(146, &[])], after.to_vec(), vec![record(130, &[])]].concat().concat();
    // Styles: of the built-in formats 0 and 10, of some of its own, and one that strikes through.
    let style = |format: u16, font: u16| {
        record(47, &[&[0, 0][..], &format.to_le_bytes(), &font.to_le_bytes(), &[0; 10]].concat())
    };
    let font = |flags: u8| record(43, &[&[220, 0, flags, 0][..], &[0; 20]].concat());
    let format = |number: u16, code: &str| record(44, &[&number.to_le_bytes()[..], &wide(code)].concat());
    let formats =
        [record(615, &3u32.to_le_bytes()), format(164, "0.0%"), format(165, "0.00"), format(166, "[<5]\"<5\";0")];
    let styles = [style(0, 0), style(10, 0), style(164, 0), style(165, 0), style(166, 0), style(0, 1)].concat();
    let styles = [record(617, &6u32.to_le_bytes()), styles, record(618, &[])];
    let styles = [formats.concat(), record(616, &[]), font(0), font(8), styles.concat()].concat();
    let relations = RELS.replace("sheet1.xml", "sheet1.bin");
    let mut all: Vec<(&str, &[u8])> = parts.to_vec();
    let usual: [(&str, &[u8]); 5] = [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("xl/workbook.bin", &book),
        ("xl/_rels/workbook.bin.rels", relations.as_bytes()),
        ("xl/styles.bin", &styles),
        ("xl/worksheets/sheet1.bin", &rows),
    ];
    all.extend(usual);
    zipped(&all)
}

/// The record of a row, and of a number in it.
pub(super) fn row(number: u32, flags: u8) -> Vec<u8> {
    record(0, &[&number.to_le_bytes()[..], &[0, 0, 0, 0, 0, 0, 0, flags, 0]].concat())
}

pub(super) fn number(column: u32, style: u8, value: f64) -> Vec<u8> {
    record(5, &[&column.to_le_bytes()[..], &[style, 0, 0, 0], &value.to_le_bytes()].concat())
}

#[test]
fn binary_workbooks_are_read_with_what_is_hidden_merged_or_a_percentage() {
    let hidden = [&[1u32, 1, 0, 0].map(u32::to_le_bytes).concat()[..], &[1, 0]].concat();
    let merge = [6u32, 7, 1, 2].map(u32::to_le_bytes).concat();
    let error = record(11, &[&[3, 0, 0, 0, 0, 0, 0, 0, 0x17][..], &[0; 8]].concat());
    let book = xlsb(
        &[record(390, &[]), record(60, &hidden), record(391, &[])],
        &[
            row(4, 0),
            number(1, 0, 1234.),
            number(2, 1, 0.25),
            error,
            row(6, 0x10),
            number(1, 2, 0.315),
            number(2, 0, 9.),
        ],
        &[record(177, &1u32.to_le_bytes()), record(176, &merge), record(178, &[])],
    );
    let expected = [
        ("B5".to_string(), Value::Number(1234.)),
        ("C5".into(), Value::Percent(0.25)),
        ("D5".into(), Value::Error("#REF!".into())),
        ("B7".into(), Value::Percent(0.315)),
    ];
    assert_eq!(cells(&book), expected);
    let sheets = sheets(&book);
    assert_eq!((sheets[0].hidden_rows.as_slice(), sheets[0].hidden_columns.as_slice()), (&[6][..], &[1][..]));
}

#[test]
fn broken_binary_workbooks_are_told() {
    let one = number(1, 0, 1.);
    let short = |kind: u16| record(kind, &[0; 7]);
    for (why, cells) in [
        ("a row beyond 1048576", vec![row(1 << 20, 0), one.clone()]),
        ("a row beyond 1048576", vec![row(1, 0), one.clone(), row(u32::MAX, 0)]),
        ("a cell that is cut off", vec![row(1, 0), record(5, &one[2..12])]),
        ("a cell that is cut off", vec![row(1, 0), number(1 << 14, 0, 1.)]),
        ("the cell B2 is in it twice", vec![row(1, 0), one.clone(), one.clone()]),
        ("the style of the cell B2 is missing", vec![row(1, 0), number(1, 9, 0.315)]),
        ("two blocks of rows", vec![row(1, 0), one.clone(), record(146, &[]), record(145, &[])]),
        ("cells of a kind that cannot be read", vec![row(1, 0), short(13)]),
        ("is cut off", vec![row(1, 0), one.clone(), vec![5, 0xff, 0xff, 0xff, 0x7f]]),
        ("is cut off", vec![row(1, 0), one[..9].to_vec()]),
    ] {
        let line = told("a.xlsb", &xlsb(&[], &cells, &[]));
        assert!(line.starts_with("a.xlsb: the workbook is damaged: ") && line.contains(why), "{why}: {line}");
    }
}
