//! How a blank return looks: the only file that knows `rust_xlsxwriter`.

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Formula, Note, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use super::super::fields::{self, Column, GUIDE_SHEET, Kind};
use super::{Blank, Cell, Content, List, Series};
use crate::number::Count;
use crate::problem::CellRef;
use crate::quarter::Month;

/// Rows below the known ones that are open for more.
const SPARE: u32 = 15;
const HEAD: Color = Color::RGB(0x12_43_6D);
/// The tint of cells to fill in, and of those that are carried over.
const OPEN: Color = Color::RGB(0xFF_F9_E5);
const CARRIED: Color = Color::RGB(0xF0_F0_F0);
const LINE: Color = Color::RGB(0xBF_BF_BF);

type Made<T> = Result<T, XlsxError>;

/// Makes the workbook of a blank return.
pub(super) fn workbook(blank: &Blank<'_>) -> Made<Vec<u8>> {
    let mut book = Workbook::new();
    let priorities = guide(book.add_worksheet(), blank)?;
    let (cover, lists) = blank.lists.split_first().map_or((None, &[][..]), |(cover, lists)| (Some(cover), lists));
    if let Some(list) = cover {
        front(book.add_worksheet(), list)?;
    }
    for series in &blank.series {
        counts(book.add_worksheet(), series)?;
    }
    for list in lists {
        table(book.add_worksheet(), list, &priorities)?;
    }
    // The cover is what is seen first.
    book.worksheet_from_index(1)?.set_active(true);
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
        Kind::Number => input(locked).set_num_format("#,##0.###"),
        // As text, so that what looks like a date is not turned into one.
        Kind::Line | Kind::Prose | Kind::Period | Kind::Quarter | Kind::Sender => input(locked).set_num_format("@"),
        Kind::Choice(_) => input(locked),
    }
}

/// Sets what all sheets share: the printed page and protection without a password.
fn finish(sheet: &mut Worksheet, landscape: bool) {
    if landscape {
        sheet.set_landscape();
    }
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0).set_footer("&L&A&RPage &P of &N");
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
}

/// Writes the sheet that explains the others, and gives the range of the priorities' names on it, if there are any.
fn guide(sheet: &mut Worksheet, blank: &Blank<'_>) -> Made<Option<String>> {
    sheet.set_name(GUIDE_SHEET)?;
    for (column, width) in [18., 18., 30., 60., 34.].iter().enumerate() {
        sheet.set_column_width(column as u16, *width)?;
    }
    let title = base().set_bold().set_font_size(16).set_font_color(HEAD).set_text_wrap();
    sheet.merge_range(0, 0, 0, 4, &format!("Return to the {} for {}", blank.board.name, blank.quarter), &title)?;
    sheet.set_row_height(0, 24)?;
    let how = "Fill in the yellow cells; the grey ones are carried over from the last return. Save the workbook under any \
               name, as an .xlsx file, and send it back. A count that is not known is better left blank than guessed; where \
               there were none, type 0. A sheet with nothing to report may stay empty.";
    sheet.merge_range(1, 0, 1, 4, how, &base())?;
    sheet.set_row_height(1, 48)?;
    for (column, name) in ["Sheet", "Column", "What it holds", "What to put in", "Example"].iter().enumerate() {
        sheet.write_with_format(3, column as u16, *name, &head())?;
    }
    let mut row = 4;
    let mut line = |sheet: &mut Worksheet, cells: [&str; 5]| -> Made<()> {
        for (column, text) in cells.iter().enumerate() {
            sheet.write_string_with_format(row, column as u16, *text, &input(true))?;
        }
        row += 1;
        Ok(())
    };
    for list in &blank.lists {
        for column in list.fields.columns {
            let what = format!("{}{}", column.kind.expected(), if column.required { " (required)" } else { "" });
            line(sheet, [list.fields.name, column.name, &what, column.help, column.example])?;
        }
        if list.fields.name == fields::RETURN.name {
            for series in &blank.series {
                let what = format!("{} for each month (required)", Kind::Count.expected());
                line(sheet, [&series.measure.sheet, "Each month", &what, &fields::measure(series.measure), "42"])?;
            }
        }
    }
    let priorities: Vec<&String> = blank.board.themes.iter().flat_map(|t| &t.priorities).collect();
    if priorities.is_empty() {
        finish(sheet, true);
        return Ok(None);
    }
    let first = row + 2;
    sheet.write_with_format(first - 1, 0, "Priorities", &head())?;
    for (i, priority) in priorities.iter().enumerate() {
        sheet.merge_range(first + i as u32, 0, first + i as u32, 2, priority, &input(true))?;
    }
    finish(sheet, true);
    Ok(Some(format!("='{GUIDE_SHEET}'!$A${}:$A${}", first + 1, first as usize + priorities.len())))
}

/// Writes the cover: labels, and the cells beside them.
fn front(sheet: &mut Worksheet, list: &List) -> Made<()> {
    sheet.set_name(list.fields.name)?.set_column_width(0, 20)?.set_column_width(1, 60)?.set_column_width(2, 60)?;
    for (row, (column, cell)) in list.rows.iter().flatten().enumerate() {
        let row = row as u32;
        sheet.write_string_with_format(row, 0, column.name, &head())?;
        put(sheet, row, 1, column, cell)?;
        sheet.write_string_with_format(row, 2, column.help, &base().set_italic())?;
        validate(sheet, column, [row, 1, row, 1], &None)?;
    }
    sheet.set_row_height(list.fields.columns.len() as u32 - 1, 90)?;
    finish(sheet, false);
    Ok(())
}

/// Writes a sheet of counts: earlier ones carried over, the quarter's to be filled in, and a total that Excel works out.
fn counts(sheet: &mut Worksheet, series: &Series<'_>) -> Made<()> {
    let measure = series.measure;
    sheet
        .set_name(&measure.sheet)?
        .set_column_width(0, 32)?
        .set_freeze_panes(1, 1)?
        .set_repeat_rows(0, 0)?
        .set_repeat_columns(0, 0)?;
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
        sheet.set_column_width(at, 9)?;
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
            // A carried count may have been revised since: it stays open.
            let carried = formatted(Kind::Count, false).set_background_color(CARRIED);
            match count {
                Some(Count(n)) => sheet.write_number_with_format(row as u32 + 1, at, *n, &carried)?,
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
    finish(sheet, true);
    Ok(())
}

/// Writes a list: its headings, the rows that are known, and open rows below.
fn table(sheet: &mut Worksheet, list: &List, priorities: &Option<String>) -> Made<()> {
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
    }
    for (at, column) in list.fields.columns.iter().enumerate() {
        validate(sheet, column, [1, at as u32, rows + SPARE, at as u32], priorities)?;
    }
    finish(sheet, true);
    Ok(())
}

fn width(column: &Column) -> f64 {
    match column.kind {
        Kind::Prose => 48.,
        Kind::Line if column.name == "Ref" || column.name == "Code" || column.name == "Item" => 10.,
        Kind::Line | Kind::Sender | Kind::Period => 26.,
        Kind::Quarter | Kind::Date | Kind::Choice(_) => 14.,
        Kind::Number | Kind::Count => 11.,
    }
}

/// Writes a cell in the format of its column.
fn put(sheet: &mut Worksheet, row: u32, at: u16, column: &Column, cell: &Cell) -> Made<()> {
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
fn validate(sheet: &mut Worksheet, column: &Column, cells: [u32; 4], priorities: &Option<String>) -> Made<()> {
    let rule = match column.kind {
        Kind::Choice(words) => DataValidation::new().allow_list_strings(words)?,
        Kind::Date => DataValidation::new().allow_date(DataValidationRule::Between(
            ExcelDateTime::from_ymd(1990, 1, 1)?,
            ExcelDateTime::from_ymd(2099, 12, 31)?,
        )),
        Kind::Number => DataValidation::new().allow_decimal_number(DataValidationRule::Between(-1e9, 1e9)),
        Kind::Line if column.name == "Priority" => match priorities {
            Some(range) => DataValidation::new()
                .allow_list_formula(Formula::new(range))
                .set_error_style(DataValidationErrorStyle::Warning),
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
