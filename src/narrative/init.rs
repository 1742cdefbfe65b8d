//! A new board's folder: a `board.toml` to fill in and the templates to change.

use std::path::{Path, PathBuf};

use super::sources::DEFAULTS;
use crate::board;
use crate::problem::{Code, Place, Problem, Problems};

/// The `board.toml` that a new board starts from.
const BOARD: &str = include_str!("../../templates/board.toml");

/// A file of a new board's folder: its name in it, and its text.
type InitialFile = (PathBuf, &'static str);

/// Gives the files of a new board's folder, in order: `board.toml` with comments, and the templates in `templates`.
///
/// # Errors
/// Every one of them that is there already.
pub fn init(folder: &Path) -> Result<Vec<InitialFile>, Problems> {
    let templates = DEFAULTS.iter().map(|(file, text)| (Path::new("templates").join(file), *text));
    let files: Vec<InitialFile> = std::iter::once((board::FILE.into(), BOARD)).chain(templates).collect();
    let paths = files.iter().map(|(name, _)| folder.join(name));
    let there: Problems = paths.filter(|path| path.exists()).map(|path| in_the_way(&path)).collect();
    if there.has_errors() { Err(there) } else { Ok(files) }
}

fn in_the_way(path: &Path) -> Problem {
    let place = Place::Whole(path.display().to_string());
    Problem::new(Code::AlreadyThere, place, "it is there already").help("Name an empty folder, or move it away")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;
    use crate::narrative::{Sources, Templates};

    #[test]
    fn a_new_folder_is_complete_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let files = init(folder.path()).unwrap();
        for (name, text) in &files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let sources = Sources::read(Some(&folder.path().join("templates")));
        let board = board::load(folder.path(), sources.papers()).unwrap();
        assert_eq!((board.areas.len(), board.groups.len(), board.measures.len()), (2, 1, 2));
        let templates = Templates::compile(&sources).unwrap();
        assert!(templates.warnings().is_empty());
        let again = init(folder.path()).unwrap_err();
        assert_eq!(again.iter().count(), files.len());
        assert!(again.iter().next().unwrap().to_string().contains("board.toml: it is there already"));
    }
}
