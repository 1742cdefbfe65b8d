//! A large board, made for measuring: its `board.toml` and the returns of one quarter.

use std::fmt::Write as _;
use std::path::Path;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

const AREAS: usize = 32;
const CATEGORIES: usize = 13;
const MONTHS: usize = 30;
const PRIORITIES: [&str; 4] = ["Drugs", "Organised crime groups", "Acquisitive crime", "Terrorism"];
const STATUSES: [&str; 5] = ["On track", "At risk", "Off track", "Complete", "Not started"];

/// Writes the board and its returns for Quarter 2 2013/14 into a folder.
pub(crate) fn write(inputs: &Path) -> Result<(), XlsxError> {
    let folder = inputs.join("2013-14-q2");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(inputs.join("board.toml"), board())?;
    for area in 0..AREAS {
        area_return(area)?.save(folder.join(format!("area-{area:02}.xlsx")))?;
    }
    unit_return()?.save(folder.join("unit.xlsx"))
}

fn board() -> String {
    let mut out = "[board]\nname = \"Large Board\"\nunit = \"County Unit\"\nmarking = \"OFFICIAL\"\n".to_string();
    for area in 0..AREAS {
        _ = write!(out, "[[area]]\nname = \"District {area:02}\"\npopulation = {}\n", 60_000 + area * 4_000);
    }
    let categories: Vec<String> = (0..CATEGORIES).map(category).collect();
    _ = write!(
        out,
        "[[group]]\nname = \"County\"\nmembers = \"*\"\n\
         [[measure]]\nname = \"Crime\"\nsheet = \"Crime\"\nlabel = \"Crime type\"\nnoun = [\"offence\", \"offences\"]\n\
         total = \"All crime\"\ncategories = {categories:?}\n\
         [[measure]]\nname = \"ASB\"\nsheet = \"ASB\"\nlabel = \"Category\"\nnoun = [\"call\", \"calls\"]\n\
         total = \"All ASB\"\ncategories = [\"Calls for service\"]\n\
         [[theme]]\nname = \"Attacking Criminality\"\nquarter = 2\npriorities = {PRIORITIES:?}\n"
    );
    out
}

fn category(at: usize) -> String {
    format!("Category of crime {at:02}")
}

fn count(area: usize, category: usize, month: usize) -> f64 {
    (30 + area * 3 + category * 11 + (month * 7 + area * 5 + category * 3) % 13) as f64
}

fn area_return(area: usize) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    cover(&mut book, &format!("District {area:02}"))?;
    let categories = |range: std::ops::Range<usize>| range.map(move |c| (c, category(c)));
    counts(&mut book, "Crime", "Crime type", area, categories(0..CATEGORIES))?;
    counts(&mut book, "ASB", "Category", area, [(40, "Calls for service".to_string())].into_iter())?;
    let mut rows = vec![vec!["Priority", "Heading", "Text", "Session"]];
    let text = "Officers met every school in the district. Two premises were visited.\n- One talk each term";
    rows.extend(PRIORITIES.iter().map(|p| vec![*p, "", text, "Open"]));
    texts(&mut book, "Activity", &rows)?;
    let sheet = texts(
        &mut book,
        "Indicators",
        &[vec!["Code", "Indicator", "Period", "Actual", "Target", "Previous", "Better", "Unit"]],
    )?;
    for (row, code) in (1..).zip(["SAC", "AWI", "NI16"]) {
        for (column, text) in [(0, code), (1, "Serious crime of a kind"), (2, "12 months"), (6, "Lower"), (7, "count")]
        {
            sheet.write_string(row, column, text)?;
        }
        for (column, figure) in [(3, 100 + area), (4, 110), (5, 120)] {
            sheet.write_number(row, column, figure as f64)?;
        }
    }
    Ok(book)
}

fn unit_return() -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    cover(&mut book, "County Unit")?;
    let mut priorities = vec![vec!["Priority", "Heading", "Text", "Session"]];
    for priority in PRIORITIES {
        priorities.push(vec![priority, "Risk", "Medium", ""]);
        priorities.push(vec![priority, "Overview", "Supply has not changed since the last quarter.", ""]);
    }
    texts(&mut book, "Priorities", &priorities)?;
    let refs: Vec<String> = (0..48).map(|n| format!("CSA-{n:02}")).collect();
    let mut plan = vec![vec!["Ref", "Priority", "Risk", "Action", "Owner", "Due", "Status", "Progress", "Session"]];
    for (n, reference) in refs.iter().enumerate() {
        let (action, progress) =
            ("Brief every team on the routes of supply", "Two of the four teams have been briefed.");
        let (priority, status) = (PRIORITIES[n % 4], STATUSES[n % 5]);
        plan.push(vec![
            reference,
            priority,
            "Supply by post",
            action,
            "Head of Service",
            "2014-03-31",
            status,
            progress,
            "",
        ]);
    }
    texts(&mut book, "Action plan", &plan)?;
    let mut papers = vec![vec!["Paper", "Field", "Text"]];
    for paper in ["Performance overview", "Action plan update"] {
        papers.push(vec![paper, "Report written by", "Principal Analyst"]);
        papers.push(vec![paper, "Action/Recommendations", "The board is asked to note the report."]);
    }
    texts(&mut book, "Papers", &papers)?;
    let actions = ["Item", "Priority", "Action", "Decision", "In progress", "Raised", "Outcome", "Session"];
    let one = ["1", "Drugs", "Support the local strategy.", "", "Yes", "Q2 2013/14", "", ""];
    texts(&mut book, "Board actions", &[actions.to_vec(), one.to_vec()])?;
    Ok(book)
}

fn cover(book: &mut Workbook, sender: &str) -> Result<(), XlsxError> {
    let rows =
        [vec!["Partnership", sender], vec!["Quarter", "Q2 2013/14"], vec!["Completed by", "Community Safety Officer"]];
    texts(book, "Return", &rows).map(|_| ())
}

fn texts<'b>(book: &'b mut Workbook, name: &str, rows: &[Vec<&str>]) -> Result<&'b mut Worksheet, XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    for (r, row) in (0..).zip(rows) {
        for (c, text) in (0..).zip(row).filter(|(_, t)| !t.is_empty()) {
            sheet.write_string(r, c, *text)?;
        }
    }
    Ok(sheet)
}

fn counts(
    book: &mut Workbook,
    name: &str,
    label: &str,
    area: usize,
    categories: impl Iterator<Item = (usize, String)>,
) -> Result<(), XlsxError> {
    let sheet = texts(book, name, &[vec![label]])?;
    let format = Format::new().set_num_format("mmm-yy");
    for month in 0..MONTHS {
        // The last is September 2013.
        let at = 2013 * 12 + 9 - MONTHS + month;
        let date = ExcelDateTime::from_ymd((at / 12) as u16, (at % 12) as u8 + 1, 1)?;
        sheet.write_datetime_with_format(0, month as u16 + 1, &date, &format)?;
    }
    for (row, (at, category)) in (1..).zip(categories) {
        sheet.write_string(row, 0, &category)?;
        for month in 0..MONTHS {
            sheet.write_number(row, month as u16 + 1, count(area, at, month))?;
        }
    }
    Ok(())
}
