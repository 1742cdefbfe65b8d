//! A file, read in this very process.

use std::io::{ErrorKind, Read};
use std::path::Path;

use super::fault::Fault;
use super::kind::Kind;
use super::limits::LARGEST_FILE;
use super::model::Contents;
use super::package::Package;
use super::{binary, container, excel, kind, open_document, records};

/// Reads a workbook.
pub(super) fn read(path: &Path) -> Result<Contents, Fault> {
    let whole = bytes(path)?;
    let bytes = container::trimmed(&whole);
    let kind = kind::of(bytes)?;
    let (sheets, macro_sheets) = sheets(kind, bytes)?;
    match &sheets[..] {
        [] => return Err(Fault::Nothing("there is no sheet of cells in it".into())),
        all if all.iter().all(|s| s.cells.is_empty()) => return Err(Fault::Nothing("all its cells are empty".into())),
        _ => {}
    }
    // All kinds but the oldest are archives, whose every entry has a checksum.
    Ok(Contents { sha256: sha256(&whole), sealed: kind != Kind::Xls, sheets, macro_sheets })
}

/// Reads the sheets of a workbook of a kind, and the names of those of macros.
fn sheets(kind: Kind, bytes: &[u8]) -> Result<(Vec<super::Sheet>, Vec<String>), Fault> {
    match kind {
        Kind::Package => {
            let parts = container::unpack(bytes)?;
            let package = Package::read(&parts)?;
            if package.main.ends_with(".bin") { binary::read(&package) } else { excel::read(&package) }
        }
        Kind::Xls => records::read(bytes),
        Kind::Ods => Ok((open_document::read(&container::unpack(bytes)?)?, Vec::new())),
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, Fault> {
    let unreadable = |e: std::io::Error| match e.kind() {
        ErrorKind::NotFound => Fault::Absent,
        ErrorKind::PermissionDenied => Fault::Unreadable("you have no permission to read it".into()),
        _ => Fault::Unreadable(e.to_string()),
    };
    let about = std::fs::metadata(path).map_err(|e| match std::fs::symlink_metadata(path) {
        Ok(link) if link.is_symlink() && e.kind() != ErrorKind::PermissionDenied => {
            Fault::NotAWorkbook("a link that leads nowhere".into())
        }
        _ => unreadable(e),
    })?;
    // A pipe or a device may never end.
    if !about.is_file() {
        let what = if about.is_dir() { "a folder" } else { "a pipe or device" };
        return Err(Fault::NotAWorkbook(what.into()));
    }
    // It may grow while it is read.
    let mut bytes = Vec::with_capacity(usize::try_from(about.len().min(LARGEST_FILE)).unwrap_or_default() + 1);
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(Fault::TooLarge(format!("it has more than {} MB", LARGEST_FILE >> 20)));
    }
    Ok(bytes)
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}
