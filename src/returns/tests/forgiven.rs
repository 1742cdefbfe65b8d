//! What is forgiven: the same values, whatever the form.

use super::sample::{Book, board, month, quarter, told};
use crate::number::Count;
use crate::problem::Problems;
use crate::returns::{Sender, read_folder};
use crate::workbook::Reader;

#[test]
fn a_return_is_read_with_its_cells() {
    let (found, problems) = Book::partnership("North East Vale").read();
    assert_eq!(told(&problems), "");
    let found = found.unwrap();
    assert_eq!((found.sender, found.quarter, found.provisional), (Sender::Area(0), quarter(), false));
    let crime = found.measures[0].as_ref().unwrap();
    assert_eq!((crime.first, crime.last(), crime.rows.len()), (month(2011, 4), month(2013, 9), 3));
    assert_eq!(crime.get(1, month(2011, 4)), Some(Count(23)));
    let place = crime.place("vale.xlsx", 1, month(2011, 4), month(2013, 9)).unwrap();
    assert_eq!(place.to_string(), "vale.xlsx › Crime › B3:AE3");
    assert!(found.measures[1].is_none());
}

#[test]
fn a_workbook_on_disk_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let quarter_folder = folder.path().join("2013-14-q2");
    std::fs::create_dir(&quarter_folder).unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let cover = book.add_worksheet().set_name("Return").unwrap();
    cover.write_row_matrix(0, 0, [["Partnership", "nev-partnership:"], ["Quarter", "Quarter 2 2013/14"]]).unwrap();
    let crime = book.add_worksheet().set_name("CRIME ").unwrap();
    crime.write(2, 1, "Crime Type:").unwrap();
    for i in 0..30u16 {
        crime.write(2, 2 + i, month(2011, 4).plus(i32::from(i)).short()).unwrap();
        for (row, name) in ["shop lifting", "BURGLARY", "theft-of-vehicle"].iter().enumerate() {
            crime.write(3 + row as u32, 1, *name).unwrap();
            crime.write(3 + row as u32, 2 + i, " 1,234 ").unwrap();
        }
    }
    book.save(quarter_folder.join("anything.xlsx")).unwrap();
    std::fs::write(quarter_folder.join("~$anything.xlsx"), "lock").unwrap();

    let mut problems = Problems::new();
    let found = read_folder(&Reader::InProcess, folder.path(), &board(), quarter(), false, &mut problems);
    insta::assert_snapshot!(told(&problems), @"note: ~$anything.xlsx: a lock file, which a spreadsheet program leaves while a workbook is open; it is passed over");
    let crime = found[0].measures[0].as_ref().unwrap();
    assert_eq!(crime.get(0, month(2013, 9)), Some(Count(1234)));
    assert_eq!(found[0].sha256.len(), 64);
}
