//! Files made to break the reader, and files that only look odd.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod binary;
#[cfg(unix)]
mod children;
mod excel;
mod facts;
mod files;
mod format;
mod odd;
mod old;
mod open_document;
mod random;

use std::io::{Cursor, Write};

use super::{Reader, Sheet, Value, Workbook, read};

/// A file in a folder of its own.
fn told(name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    match read(&Reader::InProcess, &path) {
        Ok(book) => format!("{book:?}"),
        Err(problem) => problem.to_string(),
    }
}

fn book(bytes: &[u8]) -> Workbook {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book");
    std::fs::write(&path, bytes).unwrap();
    read(&Reader::InProcess, &path).unwrap()
}

fn sheets(bytes: &[u8]) -> Vec<Sheet> {
    book(bytes).sheets
}

fn cells(bytes: &[u8]) -> Vec<(String, Value)> {
    sheets(bytes).iter().flat_map(|s| s.cells.iter().map(|c| (c.at().to_string(), c.value.clone()))).collect()
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;

const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="One" sheetId="1" r:id="a"/></sheets></workbook>"#;

const RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook of one sheet with these rows.
fn xlsx(rows: &str) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    xlsx_with(&[("xl/worksheets/sheet1.xml", sheet.as_bytes())])
}

fn xlsx_with(others: &[(&str, &[u8])]) -> Vec<u8> {
    let usual: [(&str, &[u8]); 4] = [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELS.as_bytes()),
    ];
    let kept = usual.into_iter().filter(|(name, _)| !others.iter().any(|(n, _)| n == name));
    zipped(&kept.chain(others.iter().copied()).collect::<Vec<_>>())
}
