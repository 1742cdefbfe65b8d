//! Boards made on the fly: a `board.toml` and workbooks as partnerships send them, in a folder of their own.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use board_papers::quarter::Quarter;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};

use crate::run::Written;

/// The count of an area and category, by position, in a month, by position.
pub(crate) type Counts = fn(usize, usize, usize) -> u32;

/// A board to be written.
pub(crate) struct Fixture {
    areas: Vec<String>,
    categories: Vec<String>,
    asb: bool,
    population: bool,
    themes: bool,
    months: usize,
    counts: Counts,
    absent: Vec<String>,
    edits: Vec<(String, String, String, String)>,
    plan: Vec<[String; 9]>,
    quarter: Quarter,
    closed: bool,
}

/// Counts that vary a little, steadily.
fn usual(area: usize, category: usize, month: usize) -> u32 {
    (20 + area * 3 + category * 11 + (month * 7 + area * 5 + category * 3) % 9) as u32
}

impl Default for Fixture {
    fn default() -> Self {
        let names = |names: &[&str]| names.iter().map(|n| (*n).to_string()).collect();
        let row = |cells: [&str; 9]| cells.map(str::to_string);
        Fixture {
            areas: names(&["Northshire", "Southshire", "Weston & Eastleigh"]),
            categories: names(&["Burglary", "Theft", "Violence with injury"]),
            asb: true,
            population: true,
            themes: true,
            months: 30,
            counts: usual,
            absent: Vec::new(),
            edits: Vec::new(),
            plan: vec![
                row([
                    "CSA-01",
                    "Drugs",
                    "Supply by post",
                    "Brief every team",
                    "Head of Service",
                    "2014-03-31",
                    "On track",
                    "Two of four teams briefed.",
                    "",
                ]),
                row([
                    "CSA-02",
                    "",
                    "",
                    "Map the groups",
                    "Lead Inspector",
                    "2013-08-31",
                    "Off track",
                    "Waiting for data.",
                    "",
                ]),
            ],
            quarter: Quarter::new(2013, 2).expect("a quarter"),
            closed: false,
        }
    }
}

impl Fixture {
    /// Names the areas.
    pub(crate) fn areas(mut self, names: &[&str]) -> Self {
        self.areas = names.iter().map(|n| (*n).to_string()).collect();
        self
    }

    /// Names the crime types.
    pub(crate) fn categories(mut self, names: &[&str]) -> Self {
        self.categories = names.iter().map(|n| (*n).to_string()).collect();
        self
    }

    /// Leaves out the second measure.
    pub(crate) fn no_asb(mut self) -> Self {
        self.asb = false;
        self
    }

    /// Leaves out the populations and the themes: a `board.toml` of the least that is required.
    pub(crate) fn bare(mut self) -> Self {
        (self.population, self.themes) = (false, false);
        self
    }

    /// Sets how many months are returned.
    pub(crate) fn months(mut self, months: usize) -> Self {
        self.months = months;
        self
    }

    /// Sets the counts.
    pub(crate) fn counts(mut self, counts: Counts) -> Self {
        self.counts = counts;
        self
    }

    /// Leaves out a return: an area's, or the unit's (`County Unit`).
    pub(crate) fn without(mut self, sender: &str) -> Self {
        self.absent.push(sender.into());
        self
    }

    /// Types a text into a cell of a return.
    pub(crate) fn cell(mut self, sender: &str, sheet: &str, cell: &str, text: &str) -> Self {
        self.edits.push((sender.into(), sheet.into(), cell.into(), text.into()));
        self
    }

    /// Sets the action plan: rows of Ref, Priority, Risk, Action, Owner, Due, Status, Progress, Session.
    pub(crate) fn plan(mut self, rows: &[[&str; 9]]) -> Self {
        self.plan = rows.iter().map(|row| row.map(str::to_string)).collect();
        self
    }

    /// Sets the quarter that is returned, by the year its financial year begins in and its number.
    pub(crate) fn quarter(mut self, year: i32, number: u32) -> Self {
        self.quarter = Quarter::new(year, number).expect("a quarter");
        self
    }

    /// Adds content for the closed session only, with the word `SECRET` in it.
    pub(crate) fn closed_rows(mut self) -> Self {
        self.closed = true;
        self
    }

    /// Writes everything into a folder that lasts as long as what is returned.
    pub(crate) fn write(&self) -> Written {
        let written = Written::new();
        std::fs::create_dir(written.path("inputs")).expect("a folder in it");
        std::fs::write(written.path("inputs/board.toml"), self.board()).expect("board.toml");
        self.write_into(&written);
        written
    }

    /// Writes the returns alone into the folder of a board that is there.
    pub(crate) fn write_into(&self, written: &Written) {
        let folder = written.path("inputs").join(self.quarter.folder());
        std::fs::create_dir(&folder).expect("a quarter's folder");
        for (i, area) in self.areas.iter().enumerate().filter(|(_, a)| !self.absent.contains(a)) {
            let sheets = self.area_sheets(i, area);
            self.save(&folder.join(format!("{}.xlsx", slug(area))), area, sheets);
        }
        if !self.absent.iter().any(|a| a == UNIT) {
            self.save(&folder.join("county-unit.xlsx"), UNIT, self.unit_sheets());
        }
    }

    fn board(&self) -> String {
        let mut out = format!("[board]\nname = \"Testshire Board\"\nunit = \"{UNIT}\"\nmarking = \"OFFICIAL\"\n");
        for (i, area) in self.areas.iter().enumerate() {
            let population =
                if self.population { format!("population = {}\n", 50_000 + i * 10_000) } else { String::new() };
            _ = write!(out, "[[area]]\nname = \"{area}\"\n{population}");
        }
        out += "[[group]]\nname = \"County\"\ntitle = \"Testshire\"\nmembers = \"*\"\n";
        let measure = |name: &str, label: &str, noun: &str, total: &str, categories: &[String]| {
            format!(
                "[[measure]]\nname = \"{name}\"\nsheet = \"{name}\"\nlabel = \"{label}\"\nnoun = {noun}\ntotal = \"{total}\"\ncategories = {categories:?}\n"
            )
        };
        out += &measure("Crime", "Crime type", "[\"offence\", \"offences\"]", "All crime", &self.categories);
        if self.asb {
            let noun = "[\"call for service\", \"calls for service\"]";
            out += &measure("ASB", "Category", noun, "All ASB", &["Calls for service".into()]);
        }
        out += "[[meeting]]\nquarter = \"Q2 2013/14\"\ndate = 2013-11-27\n";
        if self.themes {
            out += "[[theme]]\nname = \"Attacking Criminality\"\nquarter = 2\npriorities = [\"Drugs\", \"Organised crime groups\"]\n";
            for (quarter, name) in [(1, "Vulnerability"), (3, "Cross Cutting Issues"), (4, "Reassurance")] {
                out += &format!("[[theme]]\nname = \"{name}\"\nquarter = {quarter}\npriorities = []\n");
            }
        }
        out
    }

    fn area_sheets(&self, i: usize, area: &str) -> BTreeMap<&'static str, Rows> {
        let mut crime = vec![self.months_header("Crime type")];
        for (c, name) in self.categories.iter().enumerate() {
            let mut row = vec![name.clone().into()];
            row.extend((0..self.months).map(|m| Typed::Number(f64::from((self.counts)(i, c, m)))));
            crime.push(row);
        }
        let mut sheets = BTreeMap::from([("Return", self.cover(area)), ("Crime", crime)]);
        if self.asb {
            let mut row: Vec<Typed> = vec!["Calls for service".into()];
            row.extend((0..self.months).map(|m| Typed::Number(f64::from((self.counts)(i, 9, m)))));
            sheets.insert("ASB", vec![self.months_header("Category"), row]);
        }
        let indicators =
            ["Code", "Indicator", "Period", "Actual", "Target", "Previous", "Better", "Unit", "Comment", "Session"];
        let mut sac = texts(&["SAC", "Serious acquisitive crime", "12 months ending September 2013"]);
        sac.extend([100 + i, 98, 101].map(|n| Typed::Number(n as f64)));
        sac.extend(texts(&["Lower", "count", ""]));
        sheets.insert("Indicators", vec![texts(&indicators), sac]);
        let mut activity = vec![texts(&["Priority", "Heading", "Text", "Session"])];
        activity.push(texts(&["Drugs", "", "Leaflets went to every school.\n- One talk each term", "Open"]));
        if self.closed {
            activity.push(texts(&["Drugs", "", "SECRET premises were visited.", "Closed"]));
        }
        sheets.insert("Activity", activity);
        sheets.insert(
            "Actions",
            vec![
                texts(&["Ref", "Status", "Progress", "Updated on", "Session"]),
                texts(&["CSA-01", "On track", "Briefed two teams.", "", "Open"]),
            ],
        );
        sheets
    }

    fn unit_sheets(&self) -> BTreeMap<&'static str, Rows> {
        let mut priorities = vec![
            texts(&["Priority", "Heading", "Text", "Session"]),
            texts(&["Drugs", "Risk", "High", ""]),
            texts(&["Drugs", "Overview", "Supply has not changed.", ""]),
            texts(&["Organised crime groups", "Risk", "Medium/Low", ""]),
            texts(&["Organised crime groups", "Overview", "The groups are known.", ""]),
        ];
        let mut plan =
            vec![texts(&["Ref", "Priority", "Risk", "Action", "Owner", "Due", "Status", "Progress", "Session"])];
        plan.extend(self.plan.iter().map(|row| row.iter().map(|c| c.clone().into()).collect()));
        if self.closed {
            priorities.push(texts(&["Drugs", "Ongoing projects", "SECRET operation.", "Closed"]));
            plan.push(texts(&[
                "CSA-03",
                "Drugs",
                "SECRET risk",
                "SECRET action",
                "Head of Service",
                "2014-01-31",
                "On track",
                "SECRET progress",
                "Closed",
            ]));
        }
        let mut papers = vec![texts(&["Paper", "Field", "Text", "Session"])];
        for paper in ["Performance overview", "Action plan update"] {
            papers.push(texts(&[paper, "Report written by", "Principal Analyst"]));
            papers.push(texts(&[paper, "Action/Recommendations", "The board is asked to note the report."]));
        }
        BTreeMap::from([
            ("Return", self.cover(UNIT)),
            ("Priorities", priorities),
            ("Action plan", plan),
            ("Papers", papers),
            (
                "Board actions",
                vec![
                    texts(&["Item", "Priority", "Action", "Decision", "In progress", "Raised", "Outcome", "Session"]),
                    texts(&["1", "Drugs", "Support the local strategy.", "", "Yes", &self.quarter.to_string(), "", ""]),
                    texts(&["2", "Drugs", "Ask health for data.", "Yes", "Yes", "Q4 2012/13", "A report is due.", ""]),
                ],
            ),
        ])
    }

    fn cover(&self, sender: &str) -> Rows {
        vec![
            texts(&["Partnership", sender]),
            texts(&["Quarter", &self.quarter.to_string()]),
            texts(&["Completed by", "Community Safety Officer"]),
            texts(&["Completed on", &self.quarter.last_month().plus(1).last_day().to_string()]),
        ]
    }

    fn months_header(&self, label: &str) -> Vec<Typed> {
        let mut row: Vec<Typed> = vec![label.into()];
        let last = self.quarter.last_month();
        row.extend((0..self.months).map(|m| {
            let month = last.plus(m as i32 + 1 - self.months as i32);
            Typed::Month(month.year(), month.number() as i32)
        }));
        row
    }

    fn save(&self, path: &Path, sender: &str, sheets: BTreeMap<&'static str, Rows>) {
        let mut book = Workbook::new();
        // The same board is the same bytes.
        let made = ExcelDateTime::from_ymd(2013, 10, 14).expect("a date");
        book.set_properties(&DocProperties::new().set_creation_datetime(&made));
        for (name, rows) in sheets {
            let sheet = book.add_worksheet();
            sheet.set_name(name).expect("a sheet's name");
            for (r, row) in rows.iter().enumerate() {
                for (c, cell) in row.iter().enumerate() {
                    cell.write(sheet, r as u32, c as u16);
                }
            }
            for (_, _, cell, text) in self.edits.iter().filter(|e| e.0 == sender && e.1 == name) {
                let (row, column) = position(cell);
                sheet.write_string(row, column, text).expect("a cell");
            }
        }
        book.save(path).expect("a workbook");
    }
}

/// The unit's name.
pub(crate) const UNIT: &str = "County Unit";

type Rows = Vec<Vec<Typed>>;

enum Typed {
    Text(String),
    Number(f64),
    Month(i32, i32),
}

impl Typed {
    fn write(&self, sheet: &mut Worksheet, row: u32, column: u16) {
        let written = match self {
            Typed::Text(t) if t.is_empty() => return,
            Typed::Text(t) => sheet.write_string(row, column, t),
            Typed::Number(n) => sheet.write_number(row, column, *n),
            Typed::Month(year, month) => {
                let date = ExcelDateTime::from_ymd(*year as u16, *month as u8, 1).expect("a date");
                sheet.write_datetime_with_format(row, column, &date, &Format::new().set_num_format("mmm-yy"))
            }
        };
        written.expect("a cell");
    }
}

impl From<String> for Typed {
    fn from(text: String) -> Self {
        Typed::Text(text)
    }
}

impl From<&str> for Typed {
    fn from(text: &str) -> Self {
        Typed::Text(text.into())
    }
}

fn texts(cells: &[&str]) -> Vec<Typed> {
    cells.iter().map(|c| (*c).into()).collect()
}

/// The row and column of a cell by its name, both from 0.
fn position(cell: &str) -> (u32, u16) {
    let letters = cell.trim_end_matches(|c: char| c.is_ascii_digit());
    let column = letters.bytes().fold(0u16, |n, b| n * 26 + u16::from(b - b'A') + 1) - 1;
    (cell[letters.len()..].parse::<u32>().expect("a row") - 1, column)
}

/// A name as a file's.
pub(crate) fn slug(name: &str) -> String {
    name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}
