//! `returns`: blank returns to send out, or the guide to every field.

use super::{Console, Exit, Failure};
use crate::board;
use crate::cli::Returns;
use crate::returns;

pub(super) fn run(task: &Returns, console: &mut Console) -> Result<Exit, Failure> {
    match task {
        Returns::Guide(folder) => console.data(&returns::guide(&board::load(folder)?))?,
        Returns::Blank { .. } => return Err(Failure::Machine("".into(), std::io::Error::other("soon"))),
    }
    Ok(Exit::Done)
}
