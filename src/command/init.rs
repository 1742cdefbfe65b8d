//! `init`: a new board's folder, with everything that somebody needs who has nothing but the program.

use std::path::{Path, PathBuf};

use super::prepare::TEMPLATES;
use super::{Console, Exit, Failure};
use crate::board;
use crate::drawing::theme;
use crate::narrative;
use crate::output::{Files, Stop};
use crate::problem::{Code, Place, Problem};
use crate::quarter::Quarter;
use crate::text;

pub(super) fn run(folder: &Path, quarter: Quarter, stop: &Stop, console: &mut Console) -> Result<Exit, Failure> {
    let (mut files, mut lines) = (Files::into_folder(folder), Vec::new());
    for (name, text) in files_of(folder)? {
        lines.push(folder.join(&name).display().to_string());
        files.add(name, text.as_bytes().to_vec());
    }
    files.write(stop)?;
    let returns = folder.join(quarter.folder());
    std::fs::create_dir_all(&returns).map_err(Failure::at(&returns))?;
    lines.push(returns.display().to_string());
    lines.iter().for_each(|line| console.say(line));
    let folder = folder.display();
    console.say(&format!(
        "Describe the board in {folder}/board.toml. Then\n\
         board-papers returns --inputs {folder} --quarter \"{quarter}\"\n\
         writes the blank returns. Put them, filled in, into {folder}/{}, and\n\
         board-papers build --inputs {folder}\n\
         writes the papers.",
        quarter.folder()
    ));
    Ok(Exit::Done)
}

/// Gives the files of a new board's folder, in order, each with its name in it: `board.toml` with comments, and in
/// `templates` the wording and the look of the papers.
fn files_of(folder: &Path) -> Result<Vec<(PathBuf, &'static str)>, Problem> {
    let templates = narrative::DEFAULTS.iter().copied().chain([(theme::FILE, theme::BUILT_IN)]);
    let templates = templates.map(|(file, text)| (Path::new(TEMPLATES).join(file), text));
    let files: Vec<(PathBuf, &str)> = std::iter::once((board::FILE.into(), board::EXAMPLE)).chain(templates).collect();
    let there: Vec<String> = files
        .iter()
        .filter(|(name, _)| folder.join(name).exists())
        .map(|(name, _)| name.display().to_string())
        .collect();
    if there.is_empty() {
        return Ok(files);
    }
    let message = format!("there is something in it already: {}", text::list_some(&there, 2));
    let place = Place::Whole(folder.display().to_string());
    Err(Problem::new(Code::AlreadyThere, place, message).help("Name an empty folder, or move that away"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;
    use crate::drawing::Theme;
    use crate::narrative::{Sources, Templates};

    #[test]
    fn a_new_folder_is_complete_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files_of(folder.path()).unwrap() {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let templates = folder.path().join(TEMPLATES);
        let sources = Sources::read(Some(&templates));
        let board = board::load(folder.path(), sources.papers()).unwrap();
        assert_eq!((board.areas.len(), board.groups.len(), board.measures.len()), (2, 1, 2));
        // Whichever quarter it is begun in.
        let quarters = (1..=4).map(|number| Quarter::new(2026, number).unwrap());
        assert!(quarters.map(|quarter| board.unfit(quarter, None)).all(|unfit| unfit.is_empty()));
        assert!(Templates::compile(&sources).unwrap().warnings().is_empty());
        Theme::load(Some(&templates)).unwrap();
        assert!(templates.join("theme.toml").exists());
        let again = files_of(folder.path()).unwrap_err().to_string();
        assert!(
            again.contains("there is something in it already: board.toml, templates/action-plan-update.hbs and"),
            "{again}"
        );
    }
}
