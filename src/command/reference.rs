//! `reference`: what templates, `theme.toml` and the thresholds of `board.toml` may hold, from the tables that they are read by.

use std::fmt::Write as _;

use super::{Console, Exit, Failure};
use crate::drawing::theme;
use crate::{board, document, narrative};

pub(super) fn run(console: &mut Console) -> Result<Exit, Failure> {
    console.data(&reference())?;
    Ok(Exit::Done)
}

fn reference() -> String {
    let mut out = narrative::reference();
    _ = write!(out, "\n## What a paper's Markdown may hold\n\n{}", document::DIALECT);
    out.push_str("\n## Thresholds\n\nEach may stand in `board.toml`, and has this value where it does not.\n\n");
    out.push_str("| table | key | default | meaning |\n|---|---|---|---|\n");
    for [table, key, default, meaning] in board::reference() {
        _ = writeln!(out, "| `{table}` | {key} | {default} | {meaning} |");
    }
    let file = theme::FILE;
    _ = write!(out, "\n## The look\n\n`{file}` in the folder of templates may hold these keys:\n\n");
    _ = write!(out, "```toml\n{}```\n", theme::BUILT_IN);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_has_the_dialect_the_thresholds_and_the_theme() {
        let reference = reference();
        for part in ["`<page-break/>`", "| `[narrative]` | movers_share | 0.25 |", "`theme.toml`", "[colours]"] {
            assert!(reference.contains(part), "{part}");
        }
    }
}
