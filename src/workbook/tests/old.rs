//! Excel 97 workbooks.

use super::super::Value;
use super::{cells, sheets, told};

/// An Excel 97 workbook of one sheet: a compound file around these records of the workbook and of the sheet.
pub(super) fn xls(globals: &[(u16, &[u8])], sheet: &[(u16, &[u8])]) -> Vec<u8> {
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
    header[..8].copy_from_slice(&super::super::compound::MAGIC);
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
    let mut other = wide("WordDocument");
    other.resize(64, 0);
    other.extend(26u16.to_le_bytes());
    assert!(changed(name, &other).starts_with("a.xls: expected a workbook, found a Word document"));
}
