//! Writes the sample: the returns of two quarters under `inputs/`, from the plain text beside this file.
//!
//! *In:* `counts.csv` (every area's monthly counts), `forms.toml` (how each partnership lays out its return) and one
//! folder a quarter with a TOML file for each partnership's words and, for an earlier quarter, `revisions.csv` (counts
//! as they were first returned). *Out:* one workbook for each TOML file. *Invariants:* the same sources give the same
//! workbooks; indicators are computed from the counts, so that they agree; a workbook that is already what it should be
//! is left alone.

mod counts;
mod form;
mod sheets;
mod source;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use board_papers::quarter::Quarter;

use crate::counts::Counts;
use crate::form::Form;
use crate::source::Source;

/// What went wrong, in words; a sample has no one to recover for.
type Fallible<T> = Result<T, Box<dyn Error>>;

/// The quarters of the sample.
const QUARTERS: [(i32, u32); 2] = [(2013, 1), (2013, 2)];

fn main() -> Fallible<()> {
    let mut out = std::io::stdout().lock();
    for (path, bytes) in workbooks()? {
        let old = fs::read(&path).unwrap_or_default();
        if parts(&old).ok().as_ref() == Some(&parts(&bytes)?) {
            continue;
        }
        fs::create_dir_all(path.parent().ok_or("a workbook lies in a folder")?)?;
        fs::write(&path, bytes)?;
        writeln!(out, "{}", path.display())?;
    }
    Ok(())
}

/// Makes every workbook of the sample: where it lies and what it holds.
fn workbooks() -> Fallible<Vec<(PathBuf, Vec<u8>)>> {
    let (here, inputs) = folders();
    let counts = Counts::read(&fs::read_to_string(here.join("counts.csv"))?)?;
    let forms: BTreeMap<String, Form> = toml::from_str(&fs::read_to_string(here.join("forms.toml"))?)?;
    let mut workbooks = Vec::new();
    for (year, number) in QUARTERS {
        let quarter = Quarter::new(year, number).ok_or("a quarter is 1 to 4")?;
        let folder = here.join(quarter.folder());
        let mut counts = counts.until(quarter.last_month())?;
        if let Ok(revisions) = fs::read_to_string(folder.join("revisions.csv")) {
            counts.revise(&revisions)?;
        }
        for (slug, form) in &forms {
            let path = folder.join(format!("{slug}.toml"));
            let source: Source = fs::read_to_string(&path)
                .map_err(Box::<dyn Error>::from)
                .and_then(|text| Ok(toml::from_str(&text)?))
                .map_err(|e| format!("{}: {e}", path.display()))?;
            let bytes = sheets::workbook(&source, form, quarter, &counts)?;
            workbooks.push((inputs.join(quarter.folder()).join(&source.workbook), bytes));
        }
    }
    Ok(workbooks)
}

/// Gives the folder of the sources and the folder of the inputs.
fn folders() -> (PathBuf, PathBuf) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    (root.join("tests/sample"), root.join("inputs"))
}

/// Unpacks a workbook: how well it is compressed may differ between machines, what is in it may not.
fn parts(workbook: &[u8]) -> Fallible<Vec<(String, Vec<u8>)>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook))?;
    (0..archive.len())
        .map(|at| {
            let mut entry = archive.by_index(at)?;
            let mut content = Vec::new();
            entry.read_to_end(&mut content)?;
            Ok((entry.name()?.into_owned(), content))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_committed_returns_are_what_the_sources_give() {
        let made = workbooks().expect("the sources are sound");
        for (path, bytes) in &made {
            let committed = fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let same = parts(&committed).expect("a workbook") == parts(bytes).expect("a workbook");
            assert!(same, "{} differs: run `cargo run --example sample` and commit it", path.display());
        }
        let known: BTreeSet<&PathBuf> = made.iter().map(|(path, _)| path).collect();
        for (year, number) in QUARTERS {
            let quarter = Quarter::new(year, number).expect("a quarter");
            for entry in fs::read_dir(folders().1.join(quarter.folder())).expect("a folder") {
                let path = entry.expect("an entry").path();
                assert!(known.contains(&path), "{} has no source", path.display());
            }
        }
    }

    #[test]
    fn the_same_sources_give_the_same_bytes() {
        assert!(workbooks().expect("sound") == workbooks().expect("sound"));
    }
}
