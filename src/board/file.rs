//! The text of `board.toml`: what may be written in it, and what must hold.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Deserialize;

use super::papers::RawPaper;
use super::{Area, Board, FILE, Group, Measure, Narrative, Theme};
use crate::number::Ratio;
use crate::paper::Papers;
use crate::problem::{Code, Place, Problem, Problems};
use crate::text::key;

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
    paper: Vec<toml::Spanned<RawPaper>>,
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
    #[serde(default)]
    closed_marking: String,
    #[serde(default)]
    exemption: String,
    meeting: Option<toml::Spanned<toml::value::Datetime>>,
    papers: Option<Vec<toml::Spanned<String>>>,
    /// What `item` of a `[[paper]]` was called when it was one for all papers.
    agenda_item: Option<toml::Spanned<toml::Value>>,
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
    movers_share: Option<toml::Spanned<f64>>,
    movers_floor: Option<u32>,
    movers_floor_small: Option<u32>,
    small_total: Option<u32>,
    mentions_max: Option<usize>,
    mentions_months: Option<u32>,
    mentions_rank: Option<u32>,
    mentions_run: Option<u32>,
    mentions_distance: Option<toml::Spanned<f64>>,
    close: Option<toml::Spanned<f64>>,
}

/// Reads the text of a `board.toml`, where the templates have these papers.
///
/// # Errors
/// Every problem with it, each with its line.
pub fn parse(text: &str, papers: &Papers) -> Result<Board, Problems> {
    let lines = Lines(text);
    let file: File = toml::from_str(text).map_err(|e| {
        let place = e.span().map_or_else(|| Place::file(FILE), |s| lines.place(s.start));
        Problem::new(Code::BoardSyntax, place, e.message().replace('\n', " "))
    })?;
    let mut check = Check { lines, problems: Problems::new() };
    let board = check.board(file, papers);
    if check.problems.is_empty() { Ok(board) } else { Err(check.problems) }
}

pub(super) struct Lines<'a>(&'a str);

impl Lines<'_> {
    pub(super) fn place(&self, offset: usize) -> Place {
        let line = self.0.bytes().take(offset).filter(|b| *b == b'\n').count() + 1;
        Place::File { file: FILE.into(), line: Some(line), column: None }
    }
}

/// What is read so far, and what is wrong with it.
pub(super) struct Check<'a> {
    pub(super) lines: Lines<'a>,
    problems: Problems,
}

impl Check<'_> {
    pub(super) fn error(&mut self, at: usize, message: String) {
        self.problems.push(Problem::new(Code::BoardContent, self.lines.place(at), message));
    }

    pub(super) fn error_with_help(&mut self, at: usize, message: String, help: String) {
        self.problems.push(Problem::new(Code::BoardContent, self.lines.place(at), message).help(help));
    }

    fn board(&mut self, file: File, papers: &Papers) -> Board {
        if let Some(item) = file.board.agenda_item {
            let name = papers.standing().next().map_or("", |p| &p.name);
            let help = format!("Write for each paper: [[paper]], name = \"{name}\" and item = {}", item.get_ref());
            self.error_with_help(item.span().start, "agenda_item is now the item of a [[paper]]".into(), help);
        }
        let papers = self.papers(papers, file.board.papers, file.paper);
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
        Board {
            name: file.board.name,
            unit: file.board.unit,
            marking: file.board.marking,
            closed_marking: file.board.closed_marking,
            exemption: file.board.exemption,
            meeting,
            papers,
            measures: self.measures(file.measure),
            themes: self.themes(file.theme),
            areas,
            groups,
            tolerance: self.number("tolerance", file.rag.tolerance, 100).unwrap_or(Ratio::whole(5)),
            narrative: self.thresholds(file.narrative),
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

    /// Takes a number from 0 to `most`, exactly as it is written.
    fn number(&mut self, name: &str, value: Option<toml::Spanned<f64>>, most: i64) -> Option<Ratio> {
        let value = value?;
        let read = Ratio::from_f64(*value.get_ref()).filter(|r| (Ratio::whole(0)..=Ratio::whole(most)).contains(r));
        if read.is_none() {
            let message = format!("{name}: expected a number from 0 to {most}, with no more than 11 decimals");
            self.error(value.span().start, message);
        }
        read
    }

    fn thresholds(&mut self, raw: RawNarrative) -> Narrative {
        let percent = |share: Ratio| share.times(Ratio::whole(100));
        Narrative {
            movers_max: raw.movers_max.unwrap_or(4),
            movers_percent: self
                .number("movers_share", raw.movers_share, 1)
                .and_then(percent)
                .unwrap_or(Ratio::whole(25)),
            movers_floor: raw.movers_floor.unwrap_or(10),
            movers_floor_small: raw.movers_floor_small.unwrap_or(5),
            small_total: raw.small_total.unwrap_or(2500),
            mentions_max: raw.mentions_max.unwrap_or(5),
            mentions_months: raw.mentions_months.unwrap_or(6),
            mentions_rank: raw.mentions_rank.unwrap_or(2),
            mentions_run: raw.mentions_run.unwrap_or(2),
            mentions_distance: self
                .number("mentions_distance", raw.mentions_distance, 1000)
                .unwrap_or(Ratio::whole(15)),
            close: self.number("close", raw.close, 100).unwrap_or(Ratio::whole(3)),
        }
    }
}
