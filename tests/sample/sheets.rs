//! The sheets of a return, laid out as its partnership does.

use board_papers::quarter::Quarter;
use chrono::NaiveDate;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, utility,
};

use crate::Fallible;
use crate::counts::{Counts, INDICATORS};
use crate::form::{Form, MonthHeader, short};
use crate::source::{Source, cell_text};

/// What one cell of a list holds.
enum Value {
    Blank,
    Text(String),
    Number(f64),
    Date(NaiveDate),
    /// Continues the cell above, as merged cells do.
    Above,
}

/// A column of a list: its name and how wide it is, in characters.
type Column = (&'static str, f64);

/// Makes the workbook of a return, as bytes.
pub(crate) fn workbook(source: &Source, form: &Form, quarter: Quarter, counts: &Counts) -> Fallible<Vec<u8>> {
    let mut workbook = Workbook::new();
    let made = source.completed_on.and_hms_opt(9, 30, 0).ok_or("half past nine exists")?;
    let made = ExcelDateTime::parse_from_str(&made.format("%Y-%m-%dT%H:%M:%S").to_string())?;
    let properties = DocProperties::new().set_author(&source.completed_by).set_creation_datetime(&made);
    workbook.set_properties(&properties);
    let pen = Pen::new(form)?;
    pen.cover(add(&mut workbook, form, "Return")?, source, quarter)?;
    for (measure, sheet, label) in [("crime", "Crime", "Crime type"), ("asb", "ASB", "Category")] {
        let table = counts.table(&source.area, measure);
        if !table.is_empty() {
            pen.counts(add(&mut workbook, form, sheet)?, label, table, counts)?;
        }
    }
    for (sheet, columns, rows) in lists(source, quarter, counts)? {
        if !rows.is_empty() {
            pen.list(add(&mut workbook, form, sheet)?, columns, rows)?;
        }
    }
    if !form.extra.is_empty() {
        let sheet = add(&mut workbook, form, &form.extra)?;
        sheet.write(0, 0, "For our own use: not part of the return")?;
        sheet.write(2, 0, "Returns to the county unit by")?;
        sheet.write(2, 1, "the middle of the month after the quarter's end")?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn add<'a>(workbook: &'a mut Workbook, form: &Form, name: &str) -> Fallible<&'a mut Worksheet> {
    Ok(workbook.add_worksheet().set_name(form.name(name))?)
}

/// The lists of a return: each one's sheet, columns and rows.
type List = (&'static str, &'static [Column], Vec<Vec<Value>>);

fn lists(source: &Source, quarter: Quarter, counts: &Counts) -> Fallible<Vec<List>> {
    let mut plan = Vec::new();
    for risk in &source.plan {
        for (at, action) in risk.action.iter().enumerate() {
            let above = |value: &str| if at == 0 { text(value) } else { Value::Above };
            plan.push(vec![
                text(&action.reference),
                above(&risk.priority),
                above(&risk.risk),
                text(&action.action),
                text(&action.owner),
                action.due.map_or(Value::Blank, Value::Date),
                text(&action.status),
                text(&action.progress),
                text(&action.session),
            ]);
        }
    }
    let passages = |passages: &[crate::source::Passage]| {
        let row =
            |p: &crate::source::Passage| vec![text(&p.priority), text(&p.heading), text(&p.text), text(&p.session)];
        passages.iter().map(row).collect::<Vec<_>>()
    };
    let progress = source.action.iter().map(|a| {
        vec![text(&a.reference), text(&a.status), text(&a.progress), Value::Date(a.updated_on), text(&a.session)]
    });
    let board_actions = source.board_action.iter().map(|b| {
        let words = [&b.priority, &b.action, &b.decision, &b.in_progress, &b.raised, &b.outcome, &b.session];
        std::iter::once(Value::Number(f64::from(b.item))).chain(words.map(|w| text(w))).collect()
    });
    let papers = source.paper.iter().map(|p| vec![text(&p.paper), text(&p.field), text(&p.text), text(&p.session)]);
    Ok(vec![
        ("Indicators", INDICATOR_COLUMNS, indicators(source, quarter, counts)?),
        ("Activity", PASSAGE_COLUMNS, passages(&source.activity)),
        ("Actions", PROGRESS_COLUMNS, progress.collect()),
        ("Priorities", PASSAGE_COLUMNS, passages(&source.priority)),
        ("Action plan", PLAN_COLUMNS, plan),
        ("Board actions", BOARD_COLUMNS, board_actions.collect()),
        ("Papers", &[("Paper", 22.0), ("Field", 24.0), ("Text", 90.0), ("Session", 10.0)], papers.collect()),
    ])
}

const INDICATOR_COLUMNS: &[Column] = &[
    ("Code", 8.0),
    ("Indicator", 34.0),
    ("Period", 28.0),
    ("Actual", 10.0),
    ("Target", 10.0),
    ("Previous", 10.0),
    ("Better", 10.0),
    ("Unit", 10.0),
    ("Comment", 60.0),
    ("Session", 10.0),
];
const PASSAGE_COLUMNS: &[Column] = &[("Priority", 26.0), ("Heading", 24.0), ("Text", 90.0), ("Session", 10.0)];
const PROGRESS_COLUMNS: &[Column] =
    &[("Ref", 9.0), ("Status", 12.0), ("Progress", 80.0), ("Updated on", 13.0), ("Session", 10.0)];
const PLAN_COLUMNS: &[Column] = &[
    ("Ref", 9.0),
    ("Priority", 20.0),
    ("Risk", 40.0),
    ("Action", 50.0),
    ("Owner", 26.0),
    ("Due", 12.0),
    ("Status", 12.0),
    ("Progress", 60.0),
    ("Session", 10.0),
];
const BOARD_COLUMNS: &[Column] = &[
    ("Item", 7.0),
    ("Priority", 26.0),
    ("Action", 60.0),
    ("Decision", 10.0),
    ("In progress", 12.0),
    ("Raised", 13.0),
    ("Outcome", 50.0),
    ("Session", 10.0),
];

fn text(source: &str) -> Value {
    if source.is_empty() { Value::Blank } else { Value::Text(cell_text(source)) }
}

fn indicators(source: &Source, quarter: Quarter, counts: &Counts) -> Fallible<Vec<Vec<Value>>> {
    let mut rows = Vec::new();
    if !counts.table(&source.area, "crime").is_empty() {
        for indicator in &INDICATORS {
            let figures = counts.indicator(&source.area, indicator)?;
            let comment = source.comment.iter().find(|c| c.code == indicator.code).map_or("", |c| &c.text);
            let period = format!("12 months to {}", quarter.last_month());
            let mut row = vec![text(indicator.code), text(indicator.name), text(&period)];
            row.extend(figures.map(|f| Value::Number(f64::from(f))));
            row.extend(["Lower", "count", comment, ""].map(text));
            rows.push(row);
        }
    }
    for i in &source.indicator {
        let number = |n: Option<f64>| n.map_or(Value::Blank, Value::Number);
        let mut row = vec![text(&i.code), text(&i.indicator), text(&i.period)];
        row.extend([Some(i.actual), i.target, i.previous].map(number));
        row.extend([&i.better, &i.unit, &i.comment, &i.session].map(|t| text(t)));
        rows.push(row);
    }
    Ok(rows)
}

/// The formats of one partnership's return, and where it puts things.
struct Pen<'a> {
    form: &'a Form,
    title: Format,
    header: Format,
    month: Format,
    body: Format,
    date: Format,
    count: Format,
    total: Format,
}

impl<'a> Pen<'a> {
    fn new(form: &'a Form) -> Fallible<Self> {
        let mut header = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_border_bottom(FormatBorder::Thin);
        if !form.colour.is_empty() {
            header = header.set_background_color(u32::from_str_radix(&form.colour, 16)?);
        }
        let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        Ok(Pen {
            form,
            title: Format::new().set_bold().set_font_size(14),
            month: header.clone().set_num_format("mmm-yy").set_align(FormatAlign::Right),
            header,
            date: body.clone().set_num_format("dd/mm/yyyy").set_align(FormatAlign::Left),
            body,
            count: Format::new().set_num_format("#,##0"),
            total: Format::new().set_num_format("#,##0").set_bold().set_border_top(FormatBorder::Thin),
        })
    }

    /// Writes the banner above a table, over as many columns as are given.
    fn banner(&self, sheet: &mut Worksheet, columns: u16) -> Fallible<()> {
        let (title, left) = (&self.form.title, self.form.column);
        if !title.is_empty() {
            sheet.merge_range(0, left, 0, left + columns - 1, title, &self.title)?;
        }
        Ok(())
    }

    /// Writes `Return`: labels beside values.
    fn cover(&self, sheet: &mut Worksheet, source: &Source, quarter: Quarter) -> Fallible<()> {
        self.banner(sheet, 2)?;
        let left = self.form.column;
        sheet.set_column_width(left, 18)?.set_column_width(left + 1, 80)?;
        let status = if source.provisional { "Provisional" } else { "Final" };
        let values = [
            ("Partnership", Value::Text(self.form.partnership.clone())),
            ("Quarter", Value::Text(self.form.quarter(quarter))),
            ("Completed by", text(&source.completed_by)),
            ("Completed on", Value::Date(source.completed_on)),
            ("Status", text(status)),
            ("Notes", text(&source.notes)),
        ];
        for (row, (label, value)) in (self.form.row..).zip(&values) {
            sheet.write_with_format(row, left, self.form.name(label), &self.header)?;
            self.value(sheet, row, left + 1, value)?;
        }
        Ok(())
    }

    /// Writes a sheet of counts: a row a category, a column a month, and the total that the spreadsheet sums.
    fn counts(
        &self,
        sheet: &mut Worksheet,
        label: &str,
        table: &[(String, Vec<u32>)],
        counts: &Counts,
    ) -> Fallible<()> {
        let (form, row, left) = (self.form, self.form.row, self.form.column);
        let months = u16::try_from(counts.last.since(counts.first) + 1)?;
        self.banner(sheet, 8)?;
        sheet.set_column_width(left, 24)?.set_freeze_panes(row + 1, left + 1)?.set_landscape();
        sheet.write_with_format(row, left, form.name(label), &self.header)?;
        let below = row + 1 + u32::try_from(table.len())?;
        let total = !form.total.is_empty() && table.len() > 1;
        if total {
            sheet.write_with_format(below, left, &form.total, &self.total)?;
        }
        for at in 0..months {
            let column = left + 1 + if form.newest_first { months - 1 - at } else { at };
            let month = counts.first.plus(at.into());
            let width = if matches!(form.months, MonthHeader::Long) { 16 } else { 9 };
            sheet.set_column_width(column, width)?;
            match form.months {
                MonthHeader::Date => {
                    let first = NaiveDate::from_ymd_opt(month.year(), month.number(), 1).ok_or("a month's first")?;
                    sheet.write_datetime_with_format(row, column, first, &self.month)?
                }
                MonthHeader::Short => sheet.write_with_format(row, column, short(month), &self.header)?,
                MonthHeader::Long => sheet.write_with_format(row, column, month.to_string(), &self.header)?,
            };
            let mut sum = 0;
            for (line, (name, counts)) in (row + 1..).zip(table) {
                let count = counts[usize::from(at)];
                sum += count;
                sheet.write_with_format(line, left, name, &self.body)?;
                if form.commas && count >= 1000 {
                    let typed = format!("{},{:03}", count / 1000, count % 1000);
                    sheet.write_with_format(line, column, typed, &self.count)?;
                } else {
                    sheet.write_with_format(line, column, count, &self.count)?;
                }
            }
            if total {
                let (from, to) =
                    (utility::row_col_to_cell(row + 1, column), utility::row_col_to_cell(below - 1, column));
                let formula = Formula::new(format!("=SUM({from}:{to})")).set_result(sum.to_string());
                sheet.write_formula_with_format(below, column, formula, &self.total)?;
            }
            if at < form.hide {
                sheet.set_column_hidden(column)?;
            }
        }
        Ok(())
    }

    /// Writes a list: a header and a row each.
    fn list(&self, sheet: &mut Worksheet, columns: &[Column], rows: Vec<Vec<Value>>) -> Fallible<()> {
        let (row, left) = (self.form.row, self.form.column);
        let number = u16::try_from(columns.len())?;
        self.banner(sheet, number)?;
        sheet.set_freeze_panes(row + 1, 0)?.set_landscape();
        let place = |at: u16| left + if self.form.rotate { (at + 1) % number } else { at };
        for (at, (name, width)) in (0..).zip(columns) {
            sheet.set_column_width(place(at), *width)?;
            sheet.write_with_format(row, place(at), self.form.name(name), &self.header)?;
        }
        for at in 0..columns.len() {
            let column = place(u16::try_from(at)?);
            let mut line = 0;
            while line < rows.len() {
                let same = rows[line + 1..].iter().take_while(|r| matches!(r[at], Value::Above)).count();
                let y = row + 1 + u32::try_from(line)?;
                match &rows[line][at] {
                    Value::Text(text) if same > 0 => {
                        sheet.merge_range(y, column, y + u32::try_from(same)?, column, text, &self.body)?;
                    }
                    value => self.value(sheet, y, column, value)?,
                }
                line += 1 + same;
            }
        }
        Ok(())
    }

    fn value(&self, sheet: &mut Worksheet, row: u32, column: u16, value: &Value) -> Fallible<()> {
        match value {
            Value::Blank | Value::Above => return Ok(()),
            Value::Text(text) => sheet.write_with_format(row, column, text, &self.body)?,
            Value::Number(number) => sheet.write_with_format(row, column, *number, &self.body)?,
            Value::Date(date) => sheet.write_datetime_with_format(row, column, date, &self.date)?,
        };
        Ok(())
    }
}
