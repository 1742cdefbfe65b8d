//! The text of `board.toml`: what may be written in it, and what must hold.

use chrono::NaiveDate;
use toml::de::DeTable;

use super::areas::{self, Names};
use super::calendar;
use super::keys::{Check, Given, Keys};
use super::measures;
use super::{Board, FILE, LeastExpected, Narrative};
use crate::number::Ratio;
use crate::paper::Papers;
use crate::problem::{Code, Place, Problem, Problems};

/// Reads the text of a `board.toml`, where the templates have these papers.
///
/// # Errors
/// Every problem with it, each with its line.
pub fn parse(text: &str, papers: &Papers) -> Result<Board, Problems> {
    let mut check = Check::new(text);
    let table = DeTable::parse(text).map_err(|e| {
        let place = e.span().map_or_else(|| Place::file(FILE), |s| check.place(s.start));
        Problem::new(Code::BoardSyntax, place, e.message().replace('\n', " "))
    })?;
    let board = board(&mut check, Keys::of_file(table.get_ref()), papers);
    let problems = check.problems();
    if problems.is_empty() { Ok(board) } else { Err(problems) }
}

/// What `[board]` says.
#[derive(Default)]
struct Head {
    name: String,
    unit: String,
    marking: String,
    closed_marking: String,
    exemption: String,
    meeting: Option<Given<NaiveDate>>,
    papers: Option<Given<Vec<Given<String>>>>,
}

fn head(check: &mut Check<'_>, file: &mut Keys<'_>, of_templates: &Papers) -> Head {
    let Some(mut keys) = file.table(check, "board") else {
        if !file.has("board") {
            check.error(0, "there is no [board]: expected one, with name and unit");
        }
        return Head::default();
    };
    let mut text = |key| keys.text(check, key).map(|given| given.value).unwrap_or_default();
    let (marking, closed_marking, exemption) = (text("marking"), text("closed_marking"), text("exemption"));
    let head = Head {
        name: keys.needed(check, "name", "\"Derbyshire Safer Communities Board\"").value,
        unit: keys.needed(check, "unit", "\"Community Safety Unit\"").value,
        marking,
        closed_marking,
        exemption,
        meeting: keys.date(check, "meeting"),
        papers: keys.texts(check, "papers"),
    };
    let first = of_templates.standing().next().map_or("", |p| &p.name);
    keys.renamed(check, "agenda_item", "the item of a [[paper]]", |item| {
        format!("Write for each paper: [[paper]], name = \"{first}\" and item = {item}")
    });
    keys.done(check);
    head
}

fn board(check: &mut Check<'_>, mut file: Keys<'_>, of_templates: &Papers) -> Board {
    let head = head(check, &mut file, of_templates);
    let mut names = Names::with_unit(&head.unit);
    let areas = file.tables(check, "area");
    let areas = areas::areas(check, areas, &mut names);
    let groups = file.tables(check, "group");
    let groups = groups.into_iter().map(|keys| areas::group(check, keys, &areas, &mut names)).collect();
    let measures = file.tables(check, "measure");
    let measures = measures::measures(check, measures);
    let themes = file.tables(check, "theme");
    let themes = calendar::themes(check, themes);
    let only_meeting = head.meeting.as_ref().map(|given| check.place(given.at));
    let meetings = file.tables(check, "meeting");
    let meetings = calendar::meetings(check, head.meeting, meetings);
    let papers = file.tables(check, "paper");
    let papers = super::papers::papers(check, of_templates, head.papers, papers);
    let rag = file.table(check, "rag");
    let tolerance = tolerance(check, rag);
    let narrative = file.table(check, "narrative");
    let narrative = Narrative::read(narrative, check);
    let usual = file.table(check, "usual");
    let usual = LeastExpected::read(usual, check);
    file.done(check);
    let areas = areas.into_iter().map(|area: Given<_>| area.value).collect();
    Board {
        name: head.name,
        unit: head.unit,
        marking: head.marking,
        closed_marking: head.closed_marking,
        exemption: head.exemption,
        meetings,
        only_meeting,
        papers,
        areas,
        groups,
        measures,
        themes,
        tolerance,
        narrative,
        least_expected: usual,
    }
}

/// Reads how far a target may be missed, in percent.
fn tolerance(check: &mut Check<'_>, rag: Option<Keys<'_>>) -> Ratio {
    let default = Ratio::whole(5);
    let Some(mut rag) = rag else { return default };
    let given = rag.number(check, "tolerance", 100);
    rag.done(check);
    let Some(given) = given else { return default };
    // Percent in which 5 was meant is often written as 0.05.
    let meant = given.value.times(Ratio::whole(100)).map(Ratio::to_f64);
    if let Some(meant) = meant.filter(|meant| (f64::MIN_POSITIVE..50.).contains(meant)) {
        let message = format!("tolerance: {} is less than half a percent", given.value.to_f64());
        check.error_with_help(given.at, message, format!("Is it {meant} percent? Write {meant} then, or 0 for none"));
    }
    given.value
}
