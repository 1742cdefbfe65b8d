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
    for sample in samples()? {
        let (path, bytes) = (sample.path(), sample.workbook()?);
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

/// One return of the sample: all that its workbook is made from.
struct Sample {
    quarter: Quarter,
    source: Source,
    form: Form,
    /// The counts of every area, as they stood in the quarter.
    counts: Counts,
}

impl Sample {
    /// Says where the workbook lies.
    fn path(&self) -> PathBuf {
        folders().1.join(self.quarter.folder()).join(&self.source.workbook)
    }

    /// Makes the workbook.
    fn workbook(&self) -> Fallible<Vec<u8>> {
        sheets::workbook(&self.source, &self.form, self.quarter, &self.counts)
    }
}

/// Reads the sources of every return.
fn samples() -> Fallible<Vec<Sample>> {
    let here = folders().0;
    let counts = Counts::read(&fs::read_to_string(here.join("counts.csv"))?)?;
    let forms: BTreeMap<String, Form> = toml::from_str(&fs::read_to_string(here.join("forms.toml"))?)?;
    let mut samples = Vec::new();
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
            samples.push(Sample { quarter, source, form: form.clone(), counts: counts.clone() });
        }
    }
    Ok(samples)
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
mod tests;
