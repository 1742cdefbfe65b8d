//! `board.toml`: the board, as data.
//!
//! *In:* the folder of inputs, and the papers that the templates have. *Out:* a [`Board`] whose names are known and unique and whose groups refer to areas that
//! exist, or every problem with the line it is on. *Units:* tolerance and shares as exact ratios. It must not know
//! anything about returns beyond the names that they use.

use std::path::Path;

use crate::number::Ratio;
use crate::paper::Papers;
use crate::problem::{Code, Place, Problem, Problems};
use crate::text::key;

mod areas;
mod calendar;
mod file;
mod keys;
mod measures;
mod papers;
mod thresholds;

pub use calendar::Meeting;
pub use file::parse;
pub use measures::SHEETS_OF_A_RETURN;
pub use thresholds::{LeastExpected, Narrative, reference};

/// The name of the file.
pub const FILE: &str = "board.toml";
/// What a new board starts from.
pub const EXAMPLE: &str = include_str!("../templates/board.toml");

/// A board: who it is for, who returns what, and what its papers treat.
#[derive(Clone, Debug)]
pub struct Board {
    /// The board's name, as on its papers.
    pub name: String,
    /// The unit whose return is the county's.
    pub unit: String,
    /// The protective marking in every footer; empty for none.
    pub marking: String,
    /// The protective marking of what is for the closed session; empty for none.
    pub closed_marking: String,
    /// By which paragraph that is exempt from publication, as in `Schedule 12A, paragraph 7`; empty for none.
    pub exemption: String,
    /// The meetings that are known, by their quarters.
    pub meetings: Vec<Meeting>,
    /// Where the date stands that was given in place of a calendar, if one was.
    pub only_meeting: Option<Place>,
    /// The papers that can be written for it.
    pub papers: Papers,
    /// The areas, one a partnership, in the order of the papers. At least one.
    pub areas: Vec<Area>,
    /// The groups of areas, in the order of the papers.
    pub groups: Vec<Group>,
    /// The measures; the first is the papers' main one. At least one.
    pub measures: Vec<Measure>,
    /// The themes, in the order given.
    pub themes: Vec<Theme>,
    /// How far a target may be missed and still be Amber, in percent.
    pub tolerance: Ratio,
    /// The thresholds of what is worth saying.
    pub narrative: Narrative,
    /// The least expected counts that are judged against their usual range.
    pub least_expected: LeastExpected,
}

/// An area: a partnership that sends a return.
#[derive(Clone, Debug)]
pub struct Area {
    /// The area's name, as in the papers.
    pub name: String,
    /// A short form for chart labels; the name where none is given.
    pub short: String,
    /// Other names that returns may use.
    pub aliases: Vec<String>,
    /// Residents, for rates; without it there are none.
    pub population: Option<u32>,
}

/// A sum of areas.
#[derive(Clone, Debug)]
pub struct Group {
    /// The group's name.
    pub name: String,
    /// The title over its section; the name where none is given.
    pub title: String,
    /// The areas in it, as positions in [`Board::areas`], in that order.
    pub members: Vec<usize>,
}

/// A thing that is counted monthly by category.
#[derive(Clone, Debug)]
pub struct Measure {
    /// The measure's name.
    pub name: String,
    /// The sheet of the return.
    pub sheet: String,
    /// The name of that sheet's first column.
    pub label: String,
    /// What one is called and what several are, as in `offence`, `offences`.
    pub noun: [String; 2],
    /// What the total of all categories is called.
    pub total: String,
    /// The categories, in the order of the papers. At least one.
    pub categories: Vec<String>,
    /// Other names that returns may use, each with the position of the category that it is for.
    pub aliases: Vec<(String, usize)>,
    /// Whether a partnership may leave the sheet out.
    pub optional: bool,
}

/// A theme: what one quarter of each year treats in depth.
#[derive(Clone, Debug)]
pub struct Theme {
    /// The theme's name.
    pub name: String,
    /// The quarter of the financial year, 1 to 4.
    pub quarter: u32,
    /// The priorities under it.
    pub priorities: Vec<String>,
}

/// Reads `board.toml` in a folder of inputs, where the templates have these papers.
///
/// # Errors
/// Every problem with the file, each with its line.
pub fn load(inputs: &Path, papers: &Papers) -> Result<Board, Problems> {
    let path = inputs.join(FILE);
    let text = std::fs::read_to_string(&path).map_err(|e| {
        let message = match e.kind() {
            std::io::ErrorKind::NotFound => "there is no such file".to_string(),
            std::io::ErrorKind::InvalidData => "it is not UTF-8 text".to_string(),
            _ => format!("it cannot be read: {e}"),
        };
        let help = "Name the folder that holds board.toml with --inputs, or make one with `board-papers init`";
        Problem::new(Code::BoardUnreadable, Place::file(&path.display().to_string()), message).help(help)
    })?;
    parse(&text, papers)
}

impl Area {
    /// Says whether a name, however it is spaced or cased, is this area's.
    pub fn is_called(&self, name: &str) -> bool {
        let wanted = key(name);
        std::iter::once(&self.name).chain(&self.aliases).any(|n| key(n) == wanted)
    }
}

impl Measure {
    /// Finds a category by its name or an alias, however it is spaced or cased.
    pub fn category(&self, name: &str) -> Option<usize> {
        let wanted = key(name);
        let by_name = self.categories.iter().position(|c| key(c) == wanted);
        by_name.or_else(|| self.aliases.iter().find(|(alias, _)| key(alias) == wanted).map(|(_, at)| *at))
    }
}

impl Board {
    /// Finds an area by its name or an alias, however it is spaced or cased.
    pub fn area(&self, name: &str) -> Option<usize> {
        self.areas.iter().position(|a| a.is_called(name))
    }

    /// Puts the board's own names in place of aliases in the path of a figure, as in `Amber Valley / Shoplifting / rolling12`.
    pub fn own_names(&self, figure: &str) -> String {
        let own = |part: &str| -> String {
            let area = self.area(part).map(|at| &self.areas[at].name);
            let category = || self.measures.iter().find_map(|m| m.category(part).map(|at| &m.categories[at]));
            area.or_else(category).map_or_else(|| part.to_string(), String::clone)
        };
        figure.split(" / ").map(own).collect::<Vec<_>>().join(" / ")
    }

    /// Gives the theme that a quarter of the financial year (1 to 4) treats in depth.
    pub fn theme(&self, quarter: u32) -> Option<&Theme> {
        self.themes.iter().find(|t| t.quarter == quarter)
    }

    /// Gives the papers' main measure.
    pub fn main_measure(&self) -> &Measure {
        &self.measures[0]
    }
}

#[cfg(test)]
mod tests;
