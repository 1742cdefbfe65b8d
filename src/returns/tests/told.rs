//! How problems are told: the screen, JSON, letters, and the field guide.

use super::sample::{Book, board, number, quarter, text};
use crate::problem::Problems;
use crate::returns::{fields, guide, missing, report};

fn wrong() -> (Vec<crate::returns::Return>, Problems) {
    let mut problems = Problems::new();
    let mut returns = Vec::new();
    for (name, file) in [("Westmoor", "a.xlsx"), ("Southdale", "b.xlsx"), ("Nowhere", "c.xlsx")] {
        let mut book = Book::partnership(name);
        book.0.name = file.into();
        if name == "Westmoor" {
            book.at("Crime", "C3", text("n/a")).at("Crime", "B3", None).at("Crime", "AE2", number(999.));
            book.rows("Charts", &[&["x"]]).rows("Return", &[&[], &[], &["Status", "Draft"]]);
        }
        if name == "Southdale" {
            book.rows("Return", &[&[], &[], &["Completed on", "01/09/2013"]]);
        }
        let read = crate::returns::read(&book.0, &board(), Some(quarter()), false, &mut problems);
        returns.extend(read.map(|read| read.open));
    }
    let missing = missing(&board(), quarter(), &returns, &problems);
    problems.extend(missing);
    (returns, problems)
}

#[test]
fn problems_come_in_the_order_in_which_they_are_seen_to() {
    insta::assert_snapshot!(report::text(&wrong().1));
    assert_eq!(report::text(&Problems::new()), "");
    assert_eq!(report::tally(&Problems::new()), "nothing wrong");
}

#[test]
fn programs_get_stable_keys() {
    let json: serde_json::Value = serde_json::from_str(&report::json(&wrong().1).unwrap()).unwrap();
    assert_eq!(
        (json["schema"].as_u64(), json["errors"].as_u64(), json["warnings"].as_u64()),
        (Some(1), Some(6), Some(2))
    );
    for problem in json["problems"].as_array().unwrap() {
        let keys: Vec<&str> = problem.as_object().unwrap().keys().map(String::as_str).collect();
        let all = ["cell", "code", "expected", "found", "help", "message", "place", "severity", "sheet", "workbook"];
        let mut sorted = keys.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, all);
        assert!(["error", "warning", "note"].contains(&problem["severity"].as_str().unwrap()));
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&json["problems"][4]).unwrap());
}

#[test]
fn each_partnership_has_its_letter() {
    let (returns, problems) = wrong();
    let letters = report::letters(&board(), Some(quarter()), &returns, &problems);
    let all: Vec<String> = letters.iter().map(|l| format!("== {}\n{}", l.file_name, l.text)).collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn all_workbooks_of_a_sender_are_in_one_letter_with_errors_or_without() {
    let inputs = tempfile::tempdir().unwrap();
    let folder = inputs.path().join("2013-14-q2");
    std::fs::create_dir(&folder).unwrap();
    for (file, quarter) in [("a.xlsx", "Q1 2013/14"), ("b.xlsx", "Q2 2013/14")] {
        let mut book = rust_xlsxwriter::Workbook::new();
        let cover = book.add_worksheet().set_name("Return").unwrap();
        cover.write_row_matrix(0, 0, [["Partnership", "southdale"], ["Quarter", quarter]]).unwrap();
        book.save(folder.join(file)).unwrap();
    }
    std::fs::write(folder.join("westmoor.xlsx"), "%PDF-1.7").unwrap();
    let mut problems = Problems::new();
    let reader = crate::workbook::Reader::InProcess;
    let returns = crate::returns::read_folder(&reader, inputs.path(), &board(), quarter(), false, &mut problems).open;
    let missing = missing(&board(), quarter(), &returns, &problems);
    problems.extend(missing);
    let letters = report::letters(&board(), Some(quarter()), &returns, &problems);
    let all: Vec<String> = letters.iter().map(|l| format!("== {}\n{}", l.file_name, l.text)).collect();
    insta::assert_snapshot!(all.join("\n"));
    let letters = report::letters(&board(), None, &[], &problems);
    assert!(letters.iter().all(|l| l.text.contains("Subject: Your return: ") || l.text.contains("Your return\n")));
}

#[test]
fn a_file_named_twice_is_read_once_and_files_of_one_name_are_told_apart() {
    let here = tempfile::tempdir().unwrap();
    let paths = ["north", "south"].map(|folder| here.path().join(folder).join("return.xlsx"));
    for path in &paths {
        std::fs::create_dir(path.parent().unwrap()).unwrap();
        std::fs::write(path, "%PDF-1.7").unwrap();
    }
    let mut problems = Problems::new();
    let named = [paths[0].clone(), paths[1].clone(), here.path().join("north/../south/return.xlsx")];
    crate::returns::read_files(&crate::workbook::Reader::InProcess, &named, &board(), None, &mut problems);
    let lines = super::sample::told(&problems).replace(&here.path().to_string_lossy().into_owned(), "HERE");
    insta::assert_snapshot!(lines);
}

#[test]
fn the_guide_has_every_sheet_and_column() {
    let guide = guide(&board(), crate::quarter::Quarter::new(2013, 2).unwrap());
    for sheet in fields::SHEETS {
        assert!(guide.contains(&format!("\n## {}\n", sheet.name)), "{}", sheet.name);
        for column in sheet.columns {
            assert!(guide.contains(&format!("- **{}**", column.name)), "{}", column.name);
        }
        assert!(crate::board::SHEETS_OF_A_RETURN.contains(&sheet.name), "no measure can have the sheet {}", sheet.name);
    }
    insta::assert_snapshot!(guide);
}

/// Nobody in Devon is shown Derbyshire's names, or another year's.
#[test]
fn the_guides_examples_are_the_boards_own() {
    let guide = guide(&board(), crate::quarter::Quarter::new(2026, 2).unwrap());
    assert!(guide.contains("Example: North East Vale") && guide.contains("as in Q2 2026/27"), "{guide}");
    assert!(guide.contains("Example: 12 months to September 2026") && guide.contains("as in Sep-26 or September 2026"));
    assert!(!guide.contains("Amber Valley") && !guide.contains("2013"), "{guide}");
}

#[test]
fn the_words_of_choices_are_those_of_the_types() {
    use crate::returns::{ActionStatus, Risk};
    assert_eq!(ActionStatus::ALL.map(ActionStatus::name), fields::STATUSES);
    assert_eq!([Risk::High, Risk::Medium, Risk::MediumLow, Risk::Low].map(Risk::name), fields::RISKS);
}
