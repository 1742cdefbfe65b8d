//! `init`: a new board's folder.

use std::path::Path;

use super::{Console, Exit, Failure};
use crate::narrative;
use crate::output::{Files, Stop};
use crate::quarter::Quarter;

pub(super) fn run(folder: &Path, quarter: Quarter, stop: &Stop, console: &mut Console) -> Result<Exit, Failure> {
    let (mut files, mut lines) = (Files::into_folder(folder), Vec::new());
    for (name, text) in narrative::init(folder)? {
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
        "Describe the board in {folder}/board.toml, put the returns into {folder}/{}, and run\n\
         board-papers build --inputs {folder} --templates {folder}/templates",
        quarter.folder()
    ));
    Ok(Exit::Done)
}
