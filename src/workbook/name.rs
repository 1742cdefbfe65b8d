//! Names of files and sheets as they are printed.

use std::path::Path;

use crate::text::is_invisible;

/// Names a file as it is printed: without folders, and without characters that would change how a line reads.
pub fn file_name(path: &Path) -> String {
    clean_name(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy())
}

/// Removes invisible characters from a name, and the space around it.
pub(crate) fn clean_name(name: &str) -> String {
    name.chars().filter(|c| !is_invisible(*c)).collect::<String>().trim().to_string()
}
