//! Says of each workbook in a folder what is read of it, cell by cell, as tab-separated lines: to be compared with what
//! another reader says.
//!
//! `cargo run --example cells FOLDER > cells.tsv` prints file, sheet, cell, kind, value and what is shown instead.

use std::path::{Path, PathBuf};

use board_papers::workbook::{Reader, Shown, Value, read};

fn main() -> std::io::Result<()> {
    let folder = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("."), PathBuf::from);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)?.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.sort();
    paths.iter().filter(|p| p.is_file()).try_for_each(|path| tell(path, &mut std::io::stdout().lock()))
}

fn tell(path: &Path, out: &mut impl std::io::Write) -> std::io::Result<()> {
    let book = match read(&Reader::InProcess, path) {
        Ok(book) => book,
        Err(problem) => return writeln!(out, "{}\t\t\trefused\t{problem}\t", path.display()),
    };
    for sheet in &book.sheets {
        for cell in &sheet.cells {
            let (kind, value) = match &cell.value {
                Value::Text(text) => ("text", format!("{text:?}")),
                Value::Number(n) => ("number", n.to_string()),
                Value::Percent(n) => ("percent", n.to_string()),
                Value::Date(date) => ("date", date.to_string()),
                Value::Bool(truth) => ("truth", truth.to_string()),
                Value::Error(name) => ("error", name.clone()),
                Value::Unsaved => ("unsaved", String::new()),
                Value::Unread(what) => ("unread", what.clone()),
            };
            let shown = match &cell.shown {
                Some(Shown::As(text)) => format!("as {text:?}"),
                Some(Shown::Masked(text)) => format!("masked {text:?}"),
                None => String::new(),
            };
            let struck = if cell.struck { " struck" } else { "" };
            writeln!(out, "{}\t{}\t{}\t{kind}\t{value}\t{shown}{struck}", book.name, sheet.name, cell.at())?;
        }
        for m in &sheet.merged {
            writeln!(out, "{}\t{}\t\tmerge\t{},{}:{},{}\t", book.name, sheet.name, m.top, m.left, m.bottom, m.right)?;
        }
        for (row, column) in &sheet.commented {
            writeln!(out, "{}\t{}\t\tcomment\t{row},{column}\t", book.name, sheet.name)?;
        }
    }
    Ok(())
}
