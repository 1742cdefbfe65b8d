//! Properties: the form of a valid return changes nothing, and a damaged one is never taken for another.

use proptest::prelude::*;

use super::sample::{Book, board, date, month, number, quarter, text, told};
use crate::problem::{Code, Problems, Severity};
use crate::quarter::Month;
use crate::returns::{Return, read};
use crate::workbook::{self, Reader, Value};

const CATEGORIES: [&str; 3] = ["Burglary", "Theft of vehicle", "Shoplifting"];

/// How a return is set out.
#[derive(Clone, Debug)]
struct Form {
    top: u32,
    left: u32,
    /// Where each month's column and each category's row goes.
    columns: Vec<u32>,
    rows: Vec<u32>,
    /// How each heading is written, and each count, chosen anew for every cell.
    heads: Vec<u8>,
    counts: Vec<u8>,
    names: Vec<u8>,
    total: bool,
    blank_between: u32,
    partnership: &'static str,
    quarter: &'static str,
    sheet: &'static str,
}

fn forms() -> impl Strategy<Value = Form> {
    let places =
        (0u32..5, 0u32..4, Just((0..30).collect::<Vec<u32>>()).prop_shuffle(), Just(vec![0, 1, 2]).prop_shuffle());
    let writing = (
        prop::collection::vec(0u8..10, 30),
        prop::collection::vec(0u8..6, 90),
        prop::collection::vec(0u8..5, 4),
        any::<bool>(),
        1u32..4,
    );
    let names = (
        prop::sample::select(vec!["Southdale", "SOUTHDALE", "south-dale:", "South\u{a0}dale "]),
        prop::sample::select(vec!["Q2 2013/14", "2013-14 Q2", "Quarter 2 2013/14", "q2 2013-14"]),
        prop::sample::select(vec!["Crime", "CRIME", " crime:", "Cri-me"]),
    );
    (places, writing, names).prop_map(
        |((top, left, columns, rows), (heads, counts, names, total, blank_between), (partnership, quarter, sheet))| {
            Form { top, left, columns, rows, heads, counts, names, total, blank_between, partnership, quarter, sheet }
        },
    )
}

fn heading(form: u8, m: Month) -> Value {
    let (short, year) = (&m.name()[..3], m.year());
    match form {
        0 => text(&format!("{short}-{:02}", year % 100)),
        1 => text(&format!("{} {year}", m.name())),
        2 if m.number() == 9 => text(&format!("Sept {year}")),
        3 => text(&m.iso()),
        4 => text(&format!("{:02}/{year}", m.number())),
        5 => text(&format!("  {}\u{a0}{year}: ", m.name().to_uppercase())),
        6 => date(year, m.number(), 15),
        7 => Value::Date(m.last_day()),
        8 => text(&format!("{short}\u{2013}{:02}", year % 100)),
        _ => date(year, m.number(), 1),
    }
}

fn count(form: u8, n: u32) -> Value {
    match form {
        0 => text(&n.to_string()),
        1 => text(&crate::number::Count(n).to_string()),
        2 => text(&format!(" {}\u{a0}", crate::number::Count(n).to_string().replace(',', " "))),
        _ => number(f64::from(n)),
    }
}

fn name(form: u8, name: &str) -> Value {
    text(&match form {
        0 => name.to_uppercase(),
        1 => name.to_lowercase().replace(' ', "-"),
        2 => format!("\u{a0}{name}: "),
        3 => name.replace(' ', "\n"),
        _ => name.to_string(),
    })
}

fn written(form: &Form, counts: &[u32]) -> Book {
    let mut book = Book::partnership(form.partnership);
    book.remove("Crime").set("Return", 1, 1, Some(text(form.quarter)));
    let sheet = form.sheet;
    for row in 0..form.top {
        book.set(sheet, row, form.left + row, Some(text("Crime type by month, as recorded")));
    }
    let label = form.left + 30;
    book.set(sheet, form.top, label, Some(name(form.names[3], "Crime type")));
    for (i, at) in form.columns.iter().enumerate() {
        let m = month(2011, 4).plus(i as i32);
        book.set(sheet, form.top, form.left + at, Some(heading(form.heads[i], m)));
        for (c, row) in form.rows.iter().enumerate() {
            let at_row = form.top + 1 + row * form.blank_between;
            book.set(sheet, at_row, label, Some(name(form.names[c], CATEGORIES[c])));
            let value = count(form.counts[c * 30 + i], counts[c * 30 + i]);
            book.set(sheet, at_row, form.left + at, Some(value));
        }
        if form.total {
            let sum: u32 = (0..3).map(|c| counts[c * 30 + i]).sum();
            book.set(sheet, form.top + 20, label, Some(text("Total")));
            book.set(sheet, form.top + 20, form.left + at, Some(number(f64::from(sum))));
        }
    }
    book
}

/// The counts of a return, by category and month.
fn counts(found: &Return) -> Vec<Option<u32>> {
    let crime = found.measures[0].as_ref().unwrap();
    crime.rows.iter().flat_map(|r| r.counts.iter().map(|c| c.map(|c| c.0))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_form_changes_nothing(form in forms(), typed in prop::collection::vec(0u32..2_000_000, 90)) {
        let (found, problems) = written(&form, &typed).read();
        let errors: Problems = problems.into_iter().filter(|p| ![Code::UnexpectedJump, Code::RowOfZeros].contains(&p.code)).collect();
        prop_assert_eq!(told(&errors), "");
        prop_assert_eq!(counts(&found.unwrap()), typed.into_iter().map(Some).collect::<Vec<_>>());
    }

    #[test]
    fn a_changed_byte_is_noticed_or_changes_no_figure(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4), cut in prop::option::weighted(0.1, any::<prop::sample::Index>())) {
        let whole = saved();
        let mut bytes = whole.clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let (before, _) = read_bytes(&whole);
        let (after, problems) = read_bytes(&bytes);
        let wrong = problems.iter().any(|p| p.severity == Severity::Error);
        prop_assert!(wrong || after.map(|r| counts(&r)) == before.map(|r| counts(&r)));
    }
}

/// The bytes of a workbook as a spreadsheet program saves it.
fn saved() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let cover = book.add_worksheet().set_name("Return").unwrap();
    cover.write_row_matrix(0, 0, [["Partnership", "Southdale"], ["Quarter", "Q2 2013/14"]]).unwrap();
    let crime = book.add_worksheet().set_name("Crime").unwrap();
    crime.write(0, 0, "Crime type").unwrap();
    let dates = rust_xlsxwriter::Format::new().set_num_format("mmm-yy");
    for i in 0..30u16 {
        let m = month(2011, 4).plus(i32::from(i)).last_day();
        crime.write_datetime_with_format(0, 1 + i, m, &dates).unwrap();
        for (row, name) in CATEGORIES.iter().enumerate() {
            crime.write(1 + row as u32, 0, *name).unwrap();
            crime.write(1 + row as u32, 1 + i, 1234 + u32::from(i)).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn read_bytes(bytes: &[u8]) -> (Option<Return>, Problems) {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let mut problems = Problems::new();
    let found = match workbook::read(&Reader::InProcess, file.path()) {
        Ok(book) => read(&book, &board(), Some(quarter()), false, &mut problems).map(|read| read.open),
        Err(problem) => {
            problems.push(problem);
            None
        }
    };
    (found, problems)
}
