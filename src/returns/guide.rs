//! The field guide: what goes where in a return, made from the one table of fields.

use super::fields::{self, Column, Examples, Kind, MONTHS_WANTED, SHEETS, Sends};
use crate::board::Board;
use crate::quarter::Quarter;

/// Writes the field guide as Markdown that reads well as plain text: each sheet with each of its columns, with examples of a
/// quarter.
pub fn guide(board: &Board, quarter: Quarter) -> String {
    let examples = Examples { board, quarter };
    let mut out = format!("# What goes into a return to the {}\n\n", board.name);
    out.push_str(
        "One workbook a partnership and quarter: .xlsx, .xlsm, .xlsb, .xls or .ods, under any name. Names of sheets and \
         columns may differ in case and spacing; columns may come in any order; rows above the headings are passed over. \
         A sheet with nothing to report may be left out.\n",
    );
    for (i, sheet) in SHEETS.iter().enumerate() {
        let unit = format!(" Only from the {}.", board.unit);
        let from = if sheet.sends == Sends::Unit { unit.as_str() } else { "" };
        out.push_str(&format!("\n## {}\n\n{}{from}\n\n", sheet.name, sheet.about));
        for column in sheet.columns {
            out.push_str(&line(column, examples));
        }
        if sheet.name == fields::PAPERS.name {
            out.push_str(&format!("\nThe papers are: {}.\n", board.papers.titles().join("; ")));
        }
        if i == 0 {
            for measure in &board.measures {
                out.push_str(&counts(measure, quarter));
            }
        }
    }
    out
}

fn counts(measure: &crate::board::Measure, quarter: Quarter) -> String {
    let month = quarter.last_month();
    let short = format!("{}-{:02}", &month.name()[..3], month.year() % 100);
    let mut out = format!("\n## {}\n\n{}\n\n", measure.sheet, fields::measure(measure));
    out.push_str(&format!("- **{}** (required). One of: {}.\n", measure.label, measure.categories.join("; ")));
    out.push_str(&format!(
        "- **{MONTHS_WANTED} months** (required), each headed by its month: a date, or text as in {short} or {month}. {}; 0 where there were none.\n",
        first_up(&Kind::Count.expected())
    ));
    out.push_str(&format!("- A row **{}** may follow. It must equal the sum of the others.\n", measure.total));
    out
}

/// Explains one column.
pub(super) fn line(column: &Column, examples: Examples<'_>) -> String {
    let required = if column.required { " (required)" } else { "" };
    let longest = column.longest.map(|n| format!(", {n} characters at most")).unwrap_or_default();
    format!(
        "- **{}**{required}. {}{longest}. {}. Example: {}\n",
        column.name,
        first_up(&examples.expected(column.kind)),
        column.help,
        examples.of(column)
    )
}

fn first_up(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
