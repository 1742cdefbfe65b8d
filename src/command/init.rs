//! `init`: a new board's folder.

use std::path::Path;

use super::{Console, Exit, Failure};
use crate::narrative;
use crate::quarter::Quarter;

pub(super) fn run(folder: &Path, quarter: Quarter, console: &mut Console) -> Result<Exit, Failure> {
    for made in narrative::init(folder, quarter)? {
        console.say(&made.display().to_string());
    }
    let folder = folder.display();
    console.say(&format!(
        "Describe the board in {folder}/board.toml, put the returns into {folder}/{}, and run\n\
         board-papers build --inputs {folder} --templates {folder}/templates",
        quarter.folder()
    ));
    Ok(Exit::Done)
}
