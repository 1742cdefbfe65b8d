//! A new board's folder: a `board.toml` to fill in, the templates to change, and a quarter to put returns in.

use std::path::{Path, PathBuf};

use super::templates::DEFAULTS;
use crate::board;
use crate::problem::{Code, Place, Problem, Problems};
use crate::quarter::Quarter;

/// The `board.toml` that a new board starts from.
const BOARD: &str = include_str!("../../templates/board.toml");

/// Writes a new board's folder and gives the files and folders that it made, in order.
///
/// `board.toml` comes with comments, the templates go into `templates`, and the quarter gets an empty folder.
///
/// # Errors
/// Everything that is there already, in which case nothing is written; or what could not be written.
pub fn init(folder: &Path, quarter: Quarter) -> Result<Vec<PathBuf>, Problems> {
    let templates = DEFAULTS.iter().map(|(file, text)| (folder.join("templates").join(file), *text));
    let files: Vec<(PathBuf, &str)> = std::iter::once((folder.join(board::FILE), BOARD)).chain(templates).collect();
    let there: Problems = files.iter().filter(|(path, _)| path.exists()).map(|(path, _)| in_the_way(path)).collect();
    if there.has_errors() {
        return Err(there);
    }
    let quarter = folder.join(quarter.folder());
    let mut made = Vec::new();
    for (path, text) in files {
        let parent = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent)
            .and_then(|()| write_new(&path, text))
            .map_err(|e| Problem::unwritable(&path, &e))?;
        made.push(path);
    }
    std::fs::create_dir_all(&quarter).map_err(|e| Problem::unwritable(&quarter, &e))?;
    made.push(quarter);
    Ok(made)
}

/// Writes a file that must not be there yet.
fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    std::fs::File::create_new(path)?.write_all(text.as_bytes())
}

fn in_the_way(path: &Path) -> Problem {
    let place = Place::Whole(path.display().to_string());
    Problem::new(Code::AlreadyThere, place, "it is there already").help("Name an empty folder, or move it away")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;
    use crate::narrative::Templates;

    #[test]
    fn a_new_folder_is_complete_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let quarter = Quarter::parse("Q3 2026/27").unwrap();
        let made = init(&folder.path().join("new"), quarter).unwrap();
        let board = board::load(&folder.path().join("new")).unwrap();
        assert_eq!((board.areas.len(), board.groups.len(), board.measures.len()), (2, 1, 2));
        let templates = Templates::compile(Some(&folder.path().join("new/templates"))).unwrap();
        assert!(templates.warnings().is_empty());
        assert!(made.iter().all(|p| p.exists()) && made.last().unwrap().ends_with("2026-27-q3"));
        let again = init(&folder.path().join("new"), quarter).unwrap_err();
        assert_eq!(again.iter().count(), made.len() - 1);
        assert!(again.iter().next().unwrap().to_string().contains("board.toml: it is there already"));
    }
}
