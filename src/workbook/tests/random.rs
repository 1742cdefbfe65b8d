//! Workbooks with some of their bytes changed.

use proptest::prelude::*;

use super::super::{Reader, Sheet, read};
use super::{binary, old, open_document, xlsx};

/// A workbook of each kind, with what is read of it.
fn whole() -> Vec<(&'static str, Vec<u8>)> {
    let row = r#"<row r="2"><c r="B2"><v>1234</v></c><c r="C2" t="inlineStr"><is><t>x</t></is></c></row>"#;
    let table = r#"<table:table table:name="One"><table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="7"/><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row></table:table>"#;
    let cells = [binary::row(4, 0), binary::number(1, 0, 1234.), binary::number(2, 1, 0.25)];
    let number = [&[2, 0, 1, 0, 0, 0][..], &1234f64.to_le_bytes()].concat();
    vec![
        ("a.xlsx", xlsx(row)),
        ("a.ods", open_document::ods(table)),
        ("a.xlsb", binary::xlsb(&[], &cells, &[])),
        ("a.xls", old::xls(&[], &[(0x203, &number)])),
    ]
}

/// What is read of a file; `None` where it is refused, or where a child that reads it would be given up.
fn sheets(bytes: &[u8]) -> Option<Vec<Sheet>> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let read = std::panic::catch_unwind(|| read(&Reader::InProcess, file.path()).ok());
    Some(read.ok()??.sheets)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_workbook_is_refused_or_reads_the_same(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        moved in prop::option::weighted(0.2, (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1usize..64)),
        cut in prop::option::weighted(0.1, any::<prop::sample::Index>()),
    ) {
        for (name, whole) in whole() {
            let mut bytes = whole.clone();
            for (at, byte) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            if let Some((from, to, length)) = &moved {
                let (from, to) = (from.index(bytes.len() - length), to.index(bytes.len() - length));
                bytes.copy_within(from..from + length, to);
            }
            if let Some(cut) = &cut {
                bytes.truncate(cut.index(bytes.len()));
            }
            let (before, after) = (sheets(&whole), sheets(&bytes));
            prop_assert!(before.is_some());
            // The oldest kind has no checksums, so that it is only asked to end.
            prop_assert!(name == "a.xls" || after.is_none() || after == before, "{name}: {after:?}");
        }
    }
}
