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
        returns.extend(crate::returns::read(&book.0, &board(), Some(quarter()), false, &mut problems));
    }
    problems.extend(missing(&board(), quarter(), &returns));
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
    insta::assert_snapshot!(serde_json::to_string_pretty(&json["problems"][4]).unwrap());
}

#[test]
fn each_partnership_has_its_letter() {
    let (returns, problems) = wrong();
    let letters = report::letters(&board(), quarter(), &returns, &problems);
    let all: Vec<String> = letters.iter().map(|l| format!("== {}\n{}", l.file_name, l.text)).collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn the_guide_has_every_sheet_and_column() {
    let guide = guide(&board());
    for sheet in fields::SHEETS {
        assert!(guide.contains(&format!("\n## {}\n", sheet.name)), "{}", sheet.name);
        for column in sheet.columns {
            assert!(guide.contains(&format!("- **{}**", column.name)), "{}", column.name);
        }
    }
    insta::assert_snapshot!(guide);
}

#[test]
fn the_words_of_choices_are_those_of_the_types() {
    use crate::returns::{ActionStatus, Paper, Risk};
    assert_eq!(ActionStatus::ALL.map(ActionStatus::name), fields::STATUSES);
    assert_eq!([Risk::High, Risk::Medium, Risk::MediumLow, Risk::Low].map(Risk::name), fields::RISKS);
    let fields::Kind::Choice(papers) = fields::columns::PAPER.kind else { panic!("a choice") };
    assert_eq!(Paper::ALL.map(Paper::name), papers);
}
