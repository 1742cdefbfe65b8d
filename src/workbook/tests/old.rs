//! Excel 97 workbooks.

use super::super::Value;
use super::{cells, sheets, told};

/// Records: the number of each and what it holds.
type Records<'a> = &'a [(u16, &'a [u8])];

/// A sheet of a workbook: its name, its kind as it is listed, the kind of its part, and its records.
pub(super) type Part<'a> = (&'a str, u8, u16, Records<'a>);

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
}

/// An Excel 97 workbook of one sheet: a compound file around these records of the workbook and of the sheet.
pub(super) fn xls(globals: Records<'_>, sheet: Records<'_>) -> Vec<u8> {
    xls_of(globals, &[("One", 0, 0x10, sheet)])
}

/// An Excel 97 workbook of several sheets.
pub(super) fn xls_of(globals: Records<'_>, sheets: &[Part<'_>]) -> Vec<u8> {
    compound(&stream(0x600, globals, sheets), &[])
}

/// The records of a workbook of a version.
pub(super) fn stream(version: u16, globals: Records<'_>, sheets: &[Part<'_>]) -> Vec<u8> {
    let part = |records: Records<'_>| records.iter().flat_map(|(kind, data)| record(*kind, data)).collect::<Vec<u8>>();
    let begin = |kind: u16| record(0x809, &[&version.to_le_bytes()[..], &kind.to_le_bytes(), &[1; 12]].concat());
    let end = record(0x0a, &[]);
    let flags: &[u8] = if version == 0x600 { &[0] } else { &[] };
    let listed = |start: usize, (name, kind, ..): &Part<'_>| {
        let head = [&(start as u32).to_le_bytes()[..], &[0, *kind, name.len() as u8], flags].concat();
        record(0x85, &[&head[..], name.as_bytes()].concat())
    };
    let before = [begin(5), part(globals)].concat();
    let length: usize = sheets.iter().map(|s| listed(0, s).len()).sum();
    let mut start = before.len() + length + end.len();
    let (mut list, mut parts) = (Vec::new(), Vec::new());
    for sheet in sheets {
        list.extend(listed(start, sheet));
        let whole = [begin(sheet.2), part(sheet.3), end.clone()].concat();
        start += whole.len();
        parts.extend(whole);
    }
    [before, list, end, parts].concat()
}

/// A compound file with a workbook's stream, and a folder with entries of these names.
pub(super) fn compound(stream: &[u8], embedded: &[&str]) -> Vec<u8> {
    let length = stream.len().max(4096);
    let mut stream = stream.to_vec();
    stream.resize(length.next_multiple_of(512), 0);
    let sectors = stream.len() / 512;
    let tables = (sectors + 3).div_ceil(128);
    let mut header = vec![0u8; 512];
    header[..8].copy_from_slice(&super::super::compound::MAGIC);
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(24, &[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    for (at, value) in [(44, tables as u32), (48, tables as u32), (56, 4096), (60, u32::MAX - 1), (68, u32::MAX - 1)] {
        put(at, &value.to_le_bytes());
    }
    (0..109).for_each(|i| put(76 + 4 * i, &if i < tables { i as u32 } else { u32::MAX }.to_le_bytes()));
    // The tables of sectors, the directory, and the stream.
    let first = tables as u32 + 1;
    let mut fat = vec![0xffff_fffdu32; tables];
    fat.push(0xffff_fffe);
    fat.extend((1..=sectors as u32).map(|i| if i == sectors as u32 { 0xffff_fffe } else { first + i }));
    fat.resize(128 * tables, u32::MAX);
    let entry = |name: &str, kind: u8, [before, child]: [u32; 2], first: u32, size: u32| {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = entry.len() as u16 + 2;
        entry.resize(64, 0);
        entry.extend(length.to_le_bytes());
        entry.extend([kind, 1]);
        entry.extend([before, u32::MAX, child].iter().flat_map(|n| n.to_le_bytes()));
        entry.resize(116, 0);
        entry.extend([first, size, 0].iter().flat_map(|n| n.to_le_bytes()));
        entry
    };
    let none = u32::MAX;
    let mut directory = [
        entry("Root Entry", 5, [none, 1], none - 1, 0),
        entry("Workbook", 2, [if embedded.is_empty() { none } else { 2 }, none], first, length as u32),
    ]
    .concat();
    if let [first, others @ ..] = embedded {
        assert!(others.is_empty(), "the directory has four entries");
        directory.extend(entry("MBD0001", 1, [none, 3], 0, 0));
        directory.extend(entry(first, 2, [none, none], none - 1, 0));
    }
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
    let sheets = sheets(&plain);
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

#[test]
fn broken_old_workbooks_are_told() {
    let number = |row: u16, column: u16| {
        [&row.to_le_bytes()[..], &column.to_le_bytes(), &[0, 0], &1234f64.to_le_bytes()].concat()
    };
    let text = [2, 0, 1, 0, 0, 0, 9, 0, 0, 0];
    let merge = |to: u16| [&[1, 0, 3, 0][..], &to.to_le_bytes(), &[0, 0, 1, 0]].concat();
    let (a, wide) = (number(0, 0), number(0, 0x100));
    for (why, records) in [
        ("the cell A1 is in it twice", vec![(0x203, &a), (0x203, &a)]),
        ("beyond IV65536", vec![(0x203, &wide)]),
        ("the text of the cell B3 is missing", vec![(0x203, &a), (0xfd, &text.to_vec())]),
        ("ends before it begins", vec![(0x203, &a), (0xe5, &merge(2))]),
    ] {
        let records: Vec<(u16, &[u8])> = records.iter().map(|(kind, data)| (*kind, data.as_slice())).collect();
        let line = told("a.xls", &xls(&[], &records));
        assert!(line.starts_with("a.xls: ") && line.contains(why), "{why}: {line}");
    }
    // The list of cells of a chart within a sheet is none of the sheet's.
    let begin = [&0x600u16.to_le_bytes()[..], &[0x20, 0], &[0; 12]].concat();
    let chart: [(u16, &[u8]); 4] = [(0x203, &a), (0x809, &begin), (0x203, &a), (0x0a, &[])];
    assert_eq!(cells(&xls(&[], &chart)), [("A1".into(), Value::Number(1234.))]);
    let merged = merge(4);
    let below = number(4, 0);
    let records: [(u16, &[u8]); 3] = [(0x203, &a), (0x203, &below), (0xe5, &merged)];
    assert_eq!(cells(&xls(&[], &records)), [("A1".into(), Value::Number(1234.))]);
}

#[test]
fn compound_files_that_lead_astray_or_are_encrypted_are_told() {
    let number = [&[2, 0, 1, 0, 0, 0][..], &1234f64.to_le_bytes()].concat();
    let whole = xls(&[], &[(0x203, &number)]);
    let changed = |at: usize, bytes: &[u8]| {
        let mut file = whole.clone();
        file[at..at + bytes.len()].copy_from_slice(bytes);
        told("a.xls", &file)
    };
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    // The table of sectors is the first sector, the directory the second; its second entry is the workbook.
    let (table, directory) = (512, 1024);
    let (name, length, within) = (directory + 128, directory + 128 + 64, directory + 76);
    for line in [changed(table + 12, &3u32.to_le_bytes()), changed(table + 4, &1u32.to_le_bytes())] {
        assert!(line.starts_with("a.xls: the workbook is damaged: its compound file is cut off or broken"), "{line}");
    }
    // A workbook within something embedded is not the one that was sent.
    let line = changed(within, &u32::MAX.to_le_bytes());
    assert!(line.starts_with("a.xls: expected a workbook, found an Office file without a workbook"), "{line}");
    let mut encrypted = wide("EncryptedPackage");
    encrypted.resize(64, 0);
    encrypted.extend(34u16.to_le_bytes());
    assert_eq!(length - name, 64);
    let line = changed(name, &encrypted);
    assert!(line.starts_with("a.xls: it is protected by a password"), "{line}");
    let label = compound(&[], &["DRMEncryptedDataSpace"]);
    let line = told("a.xlsx", &label);
    assert!(line.starts_with("a.xlsx: it is encrypted by a sensitivity label, so it cannot be read"), "{line}");
    let mut other = wide("WordDocument");
    other.resize(64, 0);
    other.extend(26u16.to_le_bytes());
    assert!(changed(name, &other).starts_with("a.xls: expected a workbook, found a Word document"));
}
