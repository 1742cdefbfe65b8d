//! How a blank return looks: the only file that knows `rust_xlsxwriter`.

use chrono::Datelike as _;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime, Format,
    FormatAlign, FormatBorder, Formula, Note, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use super::super::fields::{self, Column, Examples, GUIDE_SHEET, Kind};
use super::{Blank, Cell, Content, List, RISK_HEADING, Series};
use crate::number::Count;
use crate::problem::CellRef;
use crate::quarter::Month;
use crate::returns::Counts;

/// Rows below the known ones that are open for more.
const SPARE: u32 = 15;
/// How many earlier months are seen when a sheet of counts is opened.
const YEAR: u16 = 12;
const HEAD: Color = Color::RGB(0x12_43_6D);
/// The tint of cells to fill in, and of those that are carried over.
const OPEN: Color = Color::RGB(0xFF_F9_E5);
const CARRIED: Color = Color::RGB(0xF0_F0_F0);
const LINE: Color = Color::RGB(0xBF_BF_BF);

type Outcome<T> = Result<T, XlsxError>;

/// Makes the workbook of a blank return.
pub(super) fn workbook(blank: &Blank<'_>) -> Outcome<Vec<u8>> {
    let mut book = Workbook::new();
    let ranges = guide(book.add_worksheet(), blank)?;
    let (cover, lists) = blank.lists.split_first().map_or((None, &[][..]), |(cover, lists)| (Some(cover), lists));
    if let Some(list) = cover {
        front(book.add_worksheet(), list)?;
    }
    for series in &blank.series {
        counts(book.add_worksheet(), series)?;
    }
    for list in lists {
        table(book.add_worksheet(), list, &ranges)?;
    }
    // The same return has the same bytes, whenever it is made.
    let end = blank.quarter.last_month().last_day();
    let made = ExcelDateTime::from_ymd(end.year() as u16, end.month() as u8, end.day() as u8)?;
    let title = format!("Return to the {} for {}", blank.board.name, blank.quarter);
    book.set_properties(
        &DocProperties::new().set_title(title).set_author(&blank.board.unit).set_creation_datetime(&made),
    );
    book.save_to_buffer()
}

fn base() -> Format {
    Format::new().set_font_name("Arial").set_font_size(11).set_align(FormatAlign::Top).set_text_wrap()
}

fn head() -> Format {
    base()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(HEAD)
        .set_border(FormatBorder::Thin)
        .set_border_color(LINE)
}

fn input(locked: bool) -> Format {
    let format = base().set_border(FormatBorder::Thin).set_border_color(LINE);
    if locked { format.set_background_color(CARRIED) } else { format.set_background_color(OPEN).set_unlocked() }
}

fn formatted(kind: Kind, locked: bool) -> Format {
    match kind {
        Kind::Date => input(locked).set_num_format("dd/mm/yyyy").set_align(FormatAlign::Left),
        Kind::Count => input(locked).set_num_format("#,##0"),
        Kind::Number => input(locked).set_num_format("#,##0.###").set_indent(1),
        // As text, so that what looks like a date is not turned into one.
        Kind::Line | Kind::Prose | Kind::Period | Kind::Quarter | Kind::Sender => input(locked).set_num_format("@"),
        Kind::Paper | Kind::Choice(_) => input(locked),
    }
}

/// Sets what all sheets share: the printed page, so many pages wide, and protection without a password.
fn finish(sheet: &mut Worksheet, landscape: bool, pages_wide: u16) {
    if landscape {
        sheet.set_landscape();
    }
    sheet.set_paper_size(9).set_print_fit_to_pages(pages_wide, 0).set_footer("&L&A&RPage &P of &N");
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
}

/// Where the names that other sheets offer stand on the sheet that explains them.
#[derive(Default)]
struct Ranges {
    priorities: Option<String>,
    papers: Option<String>,
}

/// Writes the sheet that explains the others, and the names that they offer.
fn guide(sheet: &mut Worksheet, blank: &Blank<'_>) -> Outcome<Ranges> {
    const WIDTHS: [f64; 4] = [18., 32., 60., 34.];
    sheet.set_name(GUIDE_SHEET)?;
    for (column, width) in WIDTHS.iter().enumerate() {
        sheet.set_column_width(column as u16, *width)?;
    }
    let title = base().set_bold().set_font_size(16).set_font_color(HEAD);
    sheet.merge_range(0, 0, 0, 3, &format!("Return to the {} for {}", blank.board.name, blank.quarter), &title)?;
    sheet.set_row_height(0, 24)?;
    let mut row = 1;
    for text in HOW {
        sheet.merge_range(row, 0, row, 3, text, &base())?;
        sheet.set_row_height(row, height(&[(text, WIDTHS.iter().sum())], 1))?;
        row += 1;
    }
    for list in &blank.lists {
        row = explain(sheet, row + 1, (list.fields.name, list.fields.about), &WIDTHS, &list_lines(list, blank))?;
        if list.fields.name == fields::RETURN.name {
            for series in &blank.series {
                let what = format!("{} (required)", Kind::Count.expected());
                let each = ["Each month".to_string(), what, "How many there were in that month".into(), "42".into()];
                let about = fields::measure(series.measure);
                row = explain(sheet, row + 1, (&series.measure.sheet, &about), &WIDTHS, &[each])?;
            }
        }
    }
    let priorities: Vec<String> = blank.board.themes.iter().flat_map(|t| t.priorities.iter().cloned()).collect();
    let about_papers = blank.lists.iter().any(|l| l.fields.name == fields::PAPERS.name);
    let papers = if about_papers { blank.board.papers.titles() } else { Vec::new() };
    let ranges = Ranges {
        priorities: offer(sheet, &mut row, "The priorities", &priorities)?,
        papers: offer(sheet, &mut row, "The papers", &papers)?,
    };
    finish(sheet, true, 1);
    Ok(ranges)
}

/// Writes names under a heading, and gives their range; nothing where there are none.
fn offer(sheet: &mut Worksheet, row: &mut u32, heading: &str, names: &[String]) -> Outcome<Option<String>> {
    if names.is_empty() {
        return Ok(None);
    }
    *row += 1;
    sheet.merge_range(*row, 0, *row, 1, heading, &head())?;
    let first = *row + 1;
    for name in names {
        *row += 1;
        sheet.merge_range(*row, 0, *row, 1, name, &input(true))?;
    }
    *row += 1;
    Ok(Some(format!("='{GUIDE_SHEET}'!$A${}:$A${}", first + 1, *row)))
}

/// What is said first, a paragraph each.
const HOW: [&str; 4] = [
    "Fill in the yellow cells of each sheet. The grey ones are carried over from the last return, or worked out. Save the \
     workbook under any name, as an .xlsx file, and send it back.",
    "Type 0 where there were none. A count that is not known is better left blank than guessed: you will be asked for it.",
    "A sheet with nothing to report may stay as it is. So may a row that names an action, or a priority alone, of \
     which you have no news. A heading without its text will be asked about: clear it where it is not needed.",
    "To correct a grey cell, as when an earlier month was recounted, first choose Review, then Unprotect Sheet; there is no \
     password. The papers say what was revised.",
];

/// Gives the lines that explain a list: column, what it holds, what to put in, an example.
fn list_lines(list: &List, blank: &Blank<'_>) -> Vec<[String; 4]> {
    let examples = Examples { board: blank.board, quarter: blank.quarter };
    let line = |column: &&Column| {
        let required = if column.required { " (required)" } else { "" };
        let what = format!("{}{required}", examples.expected(column.kind));
        [column.name.into(), what, column.help.into(), examples.of(column)]
    };
    list.fields.columns.iter().map(line).collect()
}

/// Writes what is said of one sheet, from a row on; gives the first row below it.
fn explain(
    sheet: &mut Worksheet,
    mut row: u32,
    (name, about): (&str, &str),
    widths: &[f64; 4],
    lines: &[[String; 4]],
) -> Outcome<u32> {
    sheet.write_string_with_format(row, 0, name, &head())?;
    sheet.merge_range(row, 1, row, 3, about, &head())?;
    sheet.set_row_height(row, height(&[(about, widths[1..].iter().sum::<f64>() * 0.9)], 1))?;
    for cells in lines {
        row += 1;
        for (column, text) in cells.iter().enumerate() {
            sheet.write_string_with_format(row, column as u16, text, &input(true))?;
        }
        let texts: Vec<(&str, f64)> = cells.iter().map(String::as_str).zip(widths.iter().copied()).collect();
        sheet.set_row_height(row, height(&texts, 1))?;
    }
    Ok(row + 1)
}

/// Gives the height in points at which the longest of some texts is seen whole in its column, at least so many lines.
///
/// A spreadsheet program that opens the file need not fit rows to what they hold; this goes by the columns' widths, which
/// count digits, and allows for lines that break early.
fn height(texts: &[(&str, f64)], least: usize) -> f64 {
    let lines = |(text, width): &(&str, f64)| -> usize {
        text.lines().map(|line| (line.chars().count() as f64 / (width * 0.95)).ceil().max(1.) as usize).sum()
    };
    // 409 points are the most that a row can have.
    (texts.iter().map(lines).max().unwrap_or(1).max(least) as f64 * 14.5 + 2.).min(409.)
}

/// Writes the cover: labels, and the cells beside them.
fn front(sheet: &mut Worksheet, list: &List) -> Outcome<()> {
    sheet.set_name(list.fields.name)?.set_column_width(0, 18)?.set_column_width(1, 40)?.set_column_width(2, 40)?;
    for (row, (column, cell)) in list.rows.iter().flatten().enumerate() {
        let row = row as u32;
        sheet.write_string_with_format(row, 0, column.name, &head())?;
        put(sheet, row, 1, column, cell)?;
        sheet.write_string_with_format(row, 2, column.help, &base().set_italic())?;
        let least = if matches!(column.kind, Kind::Prose) { 6 } else { 1 };
        sheet.set_row_height(row, height(&[(column.help, 40.)], least))?;
        validate(sheet, column, [row, 1, row, 1], &Ranges::default())?;
    }
    sheet.set_selection(2, 1, 2, 1)?;
    finish(sheet, false, 1);
    Ok(())
}

/// Writes a sheet of counts: earlier ones carried over, the quarter's to be filled in, and a total that Excel works out.
fn counts(sheet: &mut Worksheet, series: &Series<'_>) -> Outcome<()> {
    let measure = series.measure;
    sheet
        .set_name(&measure.sheet)?
        .set_column_width(0, 32)?
        .set_freeze_panes(1, 1)?
        .set_repeat_rows(0, 0)?
        .set_repeat_columns(0, 0)?;
    // Without this a sum that is not yet known would show as 0 until it is worked out.
    sheet.set_formula_result_default("");
    sheet.write_string_with_format(0, 0, &measure.label, &head())?;
    let months: Vec<Month> = (0..=series.last.since(series.first)).map(|i| series.first.plus(i)).collect();
    let total = measure.categories.len() as u32 + 1;
    let single = measure.categories.len() == 1;
    for (row, name) in measure.categories.iter().enumerate() {
        sheet.write_string_with_format(row as u32 + 1, 0, name, &input(true))?;
    }
    if !single {
        sheet.write_string_with_format(total, 0, &measure.total, &input(true).set_bold())?;
    }
    for (i, month) in months.iter().enumerate() {
        let at = i as u16 + 1;
        sheet.set_column_width(at, 7)?;
        let date = ExcelDateTime::from_ymd(month.year() as u16, month.number() as u8, 1)?;
        sheet.write_datetime_with_format(
            0,
            at,
            date,
            &head().set_num_format("mmm-yy").set_align(FormatAlign::Right),
        )?;
        let known: Vec<Option<Count>> =
            (0..measure.categories.len()).map(|c| series.known.and_then(|k| k.get(c, *month))).collect();
        for (row, count) in known.iter().enumerate() {
            match count {
                Some(Count(n)) => {
                    sheet.write_number_with_format(row as u32 + 1, at, *n, &formatted(Kind::Count, true))?
                }
                None => sheet.write_blank(row as u32 + 1, at, &formatted(Kind::Count, false))?,
            };
        }
        if !single {
            let column = CellRef::column_letters(u32::from(at));
            let cells = format!("{column}2:{column}{total}");
            let sum = known.iter().map(|c| c.map(|c| u64::from(c.0))).sum::<Option<u64>>();
            let formula = Formula::new(format!("=IF(COUNT({cells})<{},\"\",SUM({cells}))", known.len()));
            let shown = sum.map_or_else(String::new, |s| s.to_string());
            sheet.write_formula_with_format(
                total,
                at,
                formula.set_result(shown),
                &formatted(Kind::Count, true).set_bold(),
            )?;
        }
    }
    let whole = DataValidation::new()
        .allow_whole_number(DataValidationRule::Between(0, 100_000_000))
        .set_error_title("A whole number")?
        .set_error_message("Type how many there were in that month, as a whole number: 0 if there were none.")?;
    sheet.add_data_validation(1, 1, measure.categories.len() as u32, months.len() as u16, &whole)?;
    // It opens at the months that are to be filled in, with a year before them.
    let open = months.iter().position(|m| *m > series.known.map_or(series.first, Counts::last)).unwrap_or(0) as u16;
    sheet.set_freeze_panes_top_cell(1, (open + 1).saturating_sub(YEAR).max(1))?;
    sheet.set_selection(1, open + 1, 1, open + 1)?;
    finish(sheet, true, if months.len() > 18 { 2 } else { 1 });
    Ok(())
}

/// Writes a list: its headings, the rows that are known, and open rows below.
fn table(sheet: &mut Worksheet, list: &List, ranges: &Ranges) -> Outcome<()> {
    sheet.set_name(list.fields.name)?.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
    for (at, column) in list.fields.columns.iter().enumerate() {
        sheet.set_column_width(at as u16, width(column))?;
        sheet.write_string_with_format(0, at as u16, column.name, &head())?;
    }
    let rows = list.rows.len() as u32;
    for row in 0..rows + SPARE {
        let known = list.rows.get(row as usize);
        for (at, column) in list.fields.columns.iter().enumerate() {
            let cell = known.and_then(|r| r.iter().find(|(c, _)| c == column)).map(|(_, cell)| cell.clone());
            put(sheet, row + 1, at as u16, column, &cell.unwrap_or_default())?;
        }
        // The one text that is a choice.
        if let Some(at) = known.and_then(|k| risk_at(list, k)) {
            validate(
                sheet,
                &Column { kind: Kind::Choice(&fields::RISKS), ..*list.fields.columns[at] },
                [row + 1, at as u32, row + 1, at as u32],
                ranges,
            )?;
        }
        if let Some(known) = known {
            sheet.set_row_height(row + 1, known_height(list.fields.columns, known))?;
        }
    }
    for (at, column) in list.fields.columns.iter().enumerate() {
        validate(sheet, column, [1, at as u32, rows + SPARE, at as u32], ranges)?;
    }
    finish(sheet, true, 1);
    Ok(())
}

/// Finds the column that holds a priority's risk, where a row is for that.
fn risk_at(list: &List, row: &[(&'static Column, Cell)]) -> Option<usize> {
    let heading = row.iter().find(|(c, _)| **c == fields::columns::HEADING).map(|(_, cell)| &cell.content);
    let is_risk = matches!(heading, Some(Content::Text(t)) if t == RISK_HEADING);
    list.fields.columns.iter().position(|c| is_risk && **c == fields::columns::TEXT)
}

/// Gives the height of a row that is known in part: room for what it holds, and for a few lines of what is to come.
fn known_height(columns: &[&Column], known: &[(&'static Column, Cell)]) -> f64 {
    let texts: Vec<(&str, f64)> = known
        .iter()
        .filter_map(|(column, cell)| match &cell.content {
            Content::Text(text) => Some((text.as_str(), width(column))),
            _ => None,
        })
        .collect();
    let prose = columns.iter().any(|c| matches!(c.kind, Kind::Prose) && c.required || c.name == "Progress");
    height(&texts, if prose { 3 } else { 1 })
}

fn width(column: &Column) -> f64 {
    match column.kind {
        Kind::Prose if column.name == "Text" => 80.,
        Kind::Prose => 40.,
        Kind::Line if column.name == "Ref" || column.name == "Code" || column.name == "Item" => 10.,
        Kind::Line | Kind::Sender | Kind::Paper | Kind::Period => 22.,
        Kind::Quarter | Kind::Date | Kind::Choice(_) => 13.,
        Kind::Number | Kind::Count => 11.,
    }
}

/// Writes a cell in the format of its column.
fn put(sheet: &mut Worksheet, row: u32, at: u16, column: &Column, cell: &Cell) -> Outcome<()> {
    let format = formatted(column.kind, cell.locked);
    match &cell.content {
        Content::Blank => sheet.write_blank(row, at, &format)?,
        Content::Text(text) => sheet.write_string_with_format(row, at, text, &format)?,
        Content::Number(n) => sheet.write_number_with_format(row, at, *n, &format)?,
        Content::Date(date) => sheet.write_datetime_with_format(row, at, date, &format)?,
    };
    if let Some(note) = &cell.note {
        sheet.insert_note(row, at, &Note::new(note).add_author_prefix(false))?;
    }
    Ok(())
}

/// Adds a drop-down for a closed list, and a plain message where a number or a date is expected.
fn validate(sheet: &mut Worksheet, column: &Column, cells: [u32; 4], ranges: &Ranges) -> Outcome<()> {
    let rule = match column.kind {
        Kind::Choice(words) => DataValidation::new().allow_list_strings(words)?,
        Kind::Date => DataValidation::new().allow_date(DataValidationRule::Between(
            ExcelDateTime::from_ymd(1990, 1, 1)?,
            ExcelDateTime::from_ymd(2099, 12, 31)?,
        )),
        Kind::Number => DataValidation::new().allow_decimal_number(DataValidationRule::Between(-1e9, 1e9)),
        Kind::Line if column.name == "Priority" => match &ranges.priorities {
            Some(range) => DataValidation::new()
                .allow_list_formula(Formula::new(range))
                .set_error_style(DataValidationErrorStyle::Warning),
            None => return Ok(()),
        },
        Kind::Paper => match &ranges.papers {
            Some(range) => DataValidation::new().allow_list_formula(Formula::new(range)),
            None => return Ok(()),
        },
        _ => return Ok(()),
    };
    let message = format!("{}: {}. {}.", column.name, column.kind.expected(), column.help);
    let message: String = message.chars().take(225).collect();
    let rule = rule.set_error_title(column.name)?.set_error_message(message)?;
    let [top, left, bottom, right] = cells;
    sheet.add_data_validation(top, left as u16, bottom, right as u16, &rule)?;
    Ok(())
}
