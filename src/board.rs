//! `board.toml`: the board, as data.
//!
//! *In:* the folder of inputs. *Out:* a [`Board`] whose names are known and unique and whose groups refer to areas that
//! exist, or every problem with the line it is on. *Units:* tolerance and shares as exact ratios. It must not know
//! anything about returns beyond the names that they use.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::number::Ratio;
use crate::problem::{Place, Problem, Problems};

/// The name of the file.
pub const FILE: &str = "board.toml";

/// A board: who it is for, who returns what, and what its papers treat.
#[derive(Clone, Debug)]
pub struct Board {
    /// The board's name, as on its papers.
    pub name: String,
    /// The unit whose return is the county's.
    pub unit: String,
    /// The protective marking in every footer; empty for none.
    pub marking: String,
    /// The date of the meeting, where it is known.
    pub meeting: Option<NaiveDate>,
    /// The agenda item under which papers are taken, where it is known.
    pub agenda_item: Option<String>,
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
}

/// An area: a partnership that sends a return.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// The area's name, as in the papers.
    pub name: String,
    /// A short form for chart labels; the name where none is given.
    #[serde(default)]
    pub short: String,
    /// Other names that returns may use.
    #[serde(default)]
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
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
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
}

/// A theme: what one quarter of each year treats in depth.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// The theme's name.
    pub name: String,
    /// The quarter of the financial year, 1 to 4.
    pub quarter: u32,
    /// The priorities under it.
    pub priorities: Vec<String>,
}

/// The thresholds of what gets said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrative {
    /// At most so many movers a side.
    pub movers_max: usize,
    /// A mover is at least this share of the largest on its side.
    pub movers_share: Ratio,
    /// A mover is at least this many.
    pub movers_floor: u32,
    /// The same for an area whose total is below `small_total`.
    pub movers_floor_small: u32,
    /// Areas with fewer than this in 12 months are small.
    pub small_total: u32,
    /// At most so many categories are mentioned of the latest month.
    pub mentions_max: usize,
    /// Highest or lowest for this many months is worth saying.
    pub mentions_months: u32,
    /// A rank up to this is worth saying.
    pub mentions_rank: u32,
    /// A run of at least so many months is worth saying …
    pub mentions_run: u32,
    /// … where the month lies more than this many percent from the average.
    pub mentions_distance: Ratio,
    /// A total within this many percent of its average is close to it.
    pub close: Ratio,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    board: Head,
    #[serde(default)]
    area: Vec<toml::Spanned<Area>>,
    #[serde(default)]
    group: Vec<toml::Spanned<RawGroup>>,
    #[serde(default)]
    measure: Vec<toml::Spanned<Measure>>,
    #[serde(default)]
    theme: Vec<toml::Spanned<Theme>>,
    #[serde(default)]
    rag: Rag,
    #[serde(default)]
    narrative: RawNarrative,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    name: String,
    unit: String,
    #[serde(default)]
    marking: String,
    meeting: Option<toml::Spanned<toml::value::Datetime>>,
    agenda_item: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGroup {
    name: String,
    title: Option<String>,
    members: Members,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Members {
    All(String),
    Some(Vec<String>),
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Rag {
    tolerance: Option<toml::Spanned<f64>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RawNarrative {
    movers_max: Option<usize>,
    movers_share: Option<f64>,
    movers_floor: Option<u32>,
    movers_floor_small: Option<u32>,
    small_total: Option<u32>,
    mentions_max: Option<usize>,
    mentions_months: Option<u32>,
    mentions_rank: Option<u32>,
    mentions_run: Option<u32>,
    mentions_distance: Option<f64>,
    close: Option<f64>,
}

/// Reads `board.toml` in a folder of inputs.
///
/// # Errors
/// Every problem with the file, each with its line.
pub fn load(inputs: &Path) -> Result<Board, Problems> {
    let path = inputs.join(FILE);
    let text = std::fs::read_to_string(&path).map_err(|e| {
        let message = match e.kind() {
            std::io::ErrorKind::NotFound => "there is no such file".to_string(),
            std::io::ErrorKind::InvalidData => "it is not UTF-8 text".to_string(),
            _ => format!("it cannot be read: {e}"),
        };
        let help = "Name the folder that holds board.toml with --inputs, or make one with `board-papers init`";
        Problem::error("board-unreadable", Place::file(&path.display().to_string()), message).help(help)
    })?;
    parse(&text)
}

/// Reads the text of a `board.toml`.
///
/// # Errors
/// Every problem with it, each with its line.
pub fn parse(text: &str) -> Result<Board, Problems> {
    let lines = Lines(text);
    let file: File = toml::from_str(text).map_err(|e| {
        let place = e.span().map_or_else(|| Place::file(FILE), |s| lines.place(s.start));
        Problem::error("board-syntax", place, e.message().replace('\n', " "))
    })?;
    let mut check = Check { lines, problems: Problems::new() };
    let board = check.board(file);
    if check.problems.is_empty() { Ok(board) } else { Err(check.problems) }
}

struct Lines<'a>(&'a str);

impl Lines<'_> {
    fn place(&self, offset: usize) -> Place {
        let line = self.0.bytes().take(offset).filter(|b| *b == b'\n').count() + 1;
        Place::File { file: FILE.into(), line: Some(line), column: None }
    }
}

struct Check<'a> {
    lines: Lines<'a>,
    problems: Problems,
}

impl Check<'_> {
    fn error(&mut self, at: usize, message: String) {
        self.problems.push(Problem::error("board-content", self.lines.place(at), message));
    }

    fn board(&mut self, file: File) -> Board {
        let areas = self.areas(file.area, &file.board.unit);
        let groups = file.group.into_iter().map(|g| self.group(g, &areas)).collect();
        let meeting = file.board.meeting.and_then(|m| {
            let (at, value) = (m.span().start, m.into_inner());
            let date = value.date.and_then(|d| NaiveDate::from_ymd_opt(d.year.into(), d.month.into(), d.day.into()));
            if date.is_none() || value.time.is_some() {
                self.error(at, "meeting: expected a date, as in 2013-11-27".into());
            }
            date
        });
        let tolerance = match file.rag.tolerance {
            Some(t) if !(0.0..=100.0).contains(t.get_ref()) => {
                self.error(t.span().start, "tolerance: expected a percentage from 0 to 100".into());
                Ratio::whole(5)
            }
            Some(t) => exact(Some(t.into_inner()), Ratio::whole(5)),
            None => Ratio::whole(5),
        };
        Board {
            name: file.board.name,
            unit: file.board.unit,
            marking: file.board.marking,
            meeting,
            agenda_item: file.board.agenda_item,
            measures: self.measures(file.measure),
            themes: self.themes(file.theme),
            areas,
            groups,
            tolerance,
            narrative: thresholds(&file.narrative),
        }
    }

    fn areas(&mut self, raw: Vec<toml::Spanned<Area>>, unit: &str) -> Vec<Area> {
        if raw.is_empty() {
            self.error(0, "there is no [[area]]: expected at least one".into());
        }
        let mut seen = BTreeSet::from([key(unit)]);
        let mut areas = Vec::new();
        for spanned in raw {
            let (at, mut area) = (spanned.span().start, spanned.into_inner());
            for name in std::iter::once(&area.name).chain(&area.aliases) {
                if key(name).is_empty() {
                    self.error(at, "an area has an empty name".into());
                } else if !seen.insert(key(name)) {
                    self.error(at, format!("the name \u{201c}{name}\u{201d} is used twice"));
                }
            }
            if area.population == Some(0) {
                self.error(at, format!("{}: a population of 0", area.name));
            }
            if area.short.is_empty() {
                area.short.clone_from(&area.name);
            }
            areas.push(area);
        }
        areas
    }

    fn group(&mut self, raw: toml::Spanned<RawGroup>, areas: &[Area]) -> Group {
        let (at, raw) = (raw.span().start, raw.into_inner());
        let mut members = match &raw.members {
            Members::All(star) if star == "*" => (0..areas.len()).collect(),
            Members::All(other) => {
                self.error(at, format!("members: expected a list of areas or \"*\", found \"{other}\""));
                Vec::new()
            }
            Members::Some(names) => {
                let mut found = Vec::new();
                for name in names {
                    match areas.iter().position(|a| a.is_called(name)) {
                        Some(i) if found.contains(&i) => {
                            self.error(at, format!("{}: \u{201c}{name}\u{201d} is in it twice", raw.name))
                        }
                        Some(i) => found.push(i),
                        None => self.error(at, format!("{}: there is no area \u{201c}{name}\u{201d}", raw.name)),
                    }
                }
                found
            }
        };
        members.sort_unstable();
        if members.is_empty() {
            self.error(at, format!("{}: the group has no members", raw.name));
        }
        if areas.iter().any(|a| a.name == raw.name) {
            self.error(
                at,
                format!("\u{201c}{}\u{201d} is an area already: give the group a name of its own", raw.name),
            );
        }
        let title = raw.title.unwrap_or_else(|| raw.name.clone());
        Group { name: raw.name, title, members }
    }

    fn measures(&mut self, raw: Vec<toml::Spanned<Measure>>) -> Vec<Measure> {
        if raw.is_empty() {
            self.error(0, "there is no [[measure]]: expected at least one".into());
        }
        let mut seen = BTreeSet::new();
        let mut measures = Vec::new();
        for spanned in raw {
            let (at, measure) = (spanned.span().start, spanned.into_inner());
            if !seen.insert(key(&measure.name)) || !seen.insert(format!("sheet {}", key(&measure.sheet))) {
                self.error(at, format!("the measure {} or its sheet is given twice", measure.name));
            }
            if measure.categories.is_empty() {
                self.error(at, format!("{}: expected at least one category", measure.name));
            }
            let mut names = BTreeSet::new();
            for category in &measure.categories {
                if !names.insert(key(category)) {
                    self.error(at, format!("{}: the category \u{201c}{category}\u{201d} is given twice", measure.name));
                }
            }
            measures.push(measure);
        }
        measures
    }

    fn themes(&mut self, raw: Vec<toml::Spanned<Theme>>) -> Vec<Theme> {
        let mut themes = Vec::new();
        for spanned in raw {
            let (at, theme) = (spanned.span().start, spanned.into_inner());
            if !(1..=4).contains(&theme.quarter) {
                self.error(at, format!("{}: quarter: expected 1, 2, 3 or 4, found {}", theme.name, theme.quarter));
            }
            themes.push(theme);
        }
        themes
    }
}

impl Area {
    /// Says whether a name, however it is spaced or cased, is this area's.
    pub fn is_called(&self, name: &str) -> bool {
        let wanted = key(name);
        std::iter::once(&self.name).chain(&self.aliases).any(|n| key(n) == wanted)
    }
}

impl Board {
    /// Finds an area by its name or an alias, however it is spaced or cased.
    pub fn area(&self, name: &str) -> Option<usize> {
        self.areas.iter().position(|a| a.is_called(name))
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

/// Makes names comparable: lower case, without spaces, hyphens, apostrophes' forms or a trailing colon.
pub fn key(name: &str) -> String {
    name.chars()
        .filter(|c| {
            !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}' | ':' | '\u{200b}' | '\u{feff}' | '\u{ad}')
        })
        .flat_map(char::to_lowercase)
        .map(|c| if c == '\u{2019}' { '\'' } else { c })
        .collect()
}

fn exact(value: Option<f64>, default: Ratio) -> Ratio {
    value.and_then(Ratio::from_f64).unwrap_or(default)
}

fn thresholds(raw: &RawNarrative) -> Narrative {
    Narrative {
        movers_max: raw.movers_max.unwrap_or(4),
        movers_share: exact(raw.movers_share, Ratio::new(1, 4).unwrap_or(Ratio::whole(0))),
        movers_floor: raw.movers_floor.unwrap_or(10),
        movers_floor_small: raw.movers_floor_small.unwrap_or(5),
        small_total: raw.small_total.unwrap_or(2500),
        mentions_max: raw.mentions_max.unwrap_or(5),
        mentions_months: raw.mentions_months.unwrap_or(6),
        mentions_rank: raw.mentions_rank.unwrap_or(2),
        mentions_run: raw.mentions_run.unwrap_or(2),
        mentions_distance: exact(raw.mentions_distance, Ratio::whole(15)),
        close: exact(raw.close, Ratio::whole(3)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "[board]\nname = \"B\"\nunit = \"U\"\n[[area]]\nname = \"North East\"\n[[group]]\nname = \"All\"\nmembers = \"*\"\n\
        [[measure]]\nname = \"Crime\"\nsheet = \"Crime\"\nlabel = \"Crime type\"\nnoun = [\"offence\", \"offences\"]\ntotal = \"All crime\"\ncategories = [\"Theft\"]\n";

    fn problems(text: &str) -> String {
        match parse(text) {
            Ok(_) => "none".into(),
            Err(p) => p.iter().map(|p| format!("{p}\n")).collect(),
        }
    }

    #[test]
    fn a_small_board_has_defaults() {
        let board = parse(SMALL).expect("a valid board");
        assert_eq!((board.tolerance, board.narrative.movers_max), (Ratio::whole(5), 4));
        assert_eq!((board.areas[0].short.as_str(), board.groups[0].members.as_slice()), ("North East", [0].as_slice()));
        assert_eq!(board.area("north-east: "), Some(0));
    }

    #[test]
    fn problems_name_their_line() {
        assert!(problems(&SMALL.replace("unit", "units")).starts_with("board.toml:"));
        assert_eq!(
            problems(&SMALL.replace("\"*\"", "[\"South\"]")),
            "board.toml:6: All: there is no area “South”\nboard.toml:6: All: the group has no members\n"
        );
        assert!(
            problems(&SMALL.replace("[\"Theft\"]", "[]"))
                .contains("board.toml:9: Crime: expected at least one category")
        );
        assert!(problems("").contains("board"));
    }
}
