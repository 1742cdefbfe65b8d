//! Why a file cannot be written, for those who have to do something about it.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// What a system says of a file that another program has open in such a way that it cannot be replaced.
const OPEN_ELSEWHERE: &str =
    "it is open in another program: close it in the program that has it open, and run this again";

/// Finds what is in a place that a file cannot replace.
pub(super) fn in_the_way(path: &Path) -> Option<&'static str> {
    let there = fs::symlink_metadata(path).ok()?;
    if path.is_dir() {
        Some("a folder has that name: move it elsewhere, or give it another name")
    } else if !there.is_file() && !there.is_symlink() {
        Some("what has that name is no file but a pipe or device")
    } else if there.is_file() && there.permissions().readonly() {
        Some("it is read-only: allow it to be changed, or write elsewhere")
    } else {
        None
    }
}

/// Says why a file could not be written.
pub(super) fn why(path: &Path, error: &io::Error) -> String {
    // What Windows says of a file that is open elsewhere, shared or locked; of one being read it says “no permission”.
    let open_elsewhere = cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32 | 33));
    let said = match error.kind() {
        ErrorKind::StorageFull => "the disk is full: make room, and run this again",
        ErrorKind::QuotaExceeded => "your share of the disk is used up: make room, and run this again",
        ErrorKind::FileTooLarge => "it is larger than files may be there",
        ErrorKind::ReadOnlyFilesystem => "the disk can only be read",
        ErrorKind::IsADirectory => "a folder has that name: move it elsewhere, or give it another name",
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => "there is a file where a folder should be",
        ErrorKind::NotFound => "its folder is no longer there",
        ErrorKind::ExecutableFileBusy | ErrorKind::ResourceBusy => OPEN_ELSEWHERE,
        _ if open_elsewhere => OPEN_ELSEWHERE,
        ErrorKind::PermissionDenied if path.exists() => "it is protected, or you have no permission to change it",
        ErrorKind::PermissionDenied => "you have no permission to write there",
        _ => return error.to_string(),
    };
    said.into()
}
