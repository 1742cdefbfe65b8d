//! What the machine, a misnamed folder or a full disk does to a run.

use std::fs;

use crate::fixture::Fixture;
use crate::run::{Written, run_in};

fn names(board: &Written, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(board.path(folder)).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_paper_that_cannot_be_replaced_leaves_both_as_they_were() {
    let board = Fixture::default().closed_rows().write();
    board.run(&["build"]).expect(0);
    let old = fs::read(board.path("papers/performance-overview.pdf")).expect("a paper");
    fs::remove_file(board.path("papers/action-plan-update.pdf")).expect("a paper");
    fs::create_dir(board.path("papers/action-plan-update.pdf")).expect("a folder in its way");
    let ran = board.run(&["build", "--draft"]).expect(3);
    assert!(
        ran.err().contains("action-plan-update.pdf: it cannot be written: a folder has that name"),
        "{}",
        ran.err()
    );
    assert!(fs::read(board.path("papers/performance-overview.pdf")).expect("a paper") == old);
    assert_eq!(names(&board, "papers"), ["action-plan-update.pdf", "performance-overview.pdf"]);
}

#[test]
fn what_two_senders_are_called_is_never_one_file() {
    let board = Fixture::default().areas(&["Bolsover (North)", "Bolsover & North", "CON", "???"]).write();
    let inputs = board.path("inputs");
    board.run(&["returns", "--quarter", "Q3 2013/14", "--out", "blank"]).expect(0);
    let stems = ["bolsover-north", "bolsover-north-2", "con-2", "county-unit", "unnamed"];
    let with = |ending: &str| {
        let mut names = stems.map(|stem| format!("{stem}{ending}"));
        names.sort();
        names
    };
    assert_eq!(names(&board, "blank"), with("-2013-14-q3.xlsx"));
    fs::remove_dir_all(inputs.join("2013-14-q2")).expect("the returns");
    fs::create_dir(inputs.join("2013-14-q2")).expect("an empty folder");
    board.run(&["check", "--letters", "letters"]).expect(1);
    assert_eq!(names(&board, "letters"), with(".txt"));
}

#[test]
fn letters_about_files_of_like_names_are_two() {
    let board = Fixture::default().write();
    for name in ["a b.xlsx", "a-b.xlsx"] {
        fs::write(board.path(&format!("inputs/2013-14-q2/{name}")), "no workbook").expect("a file");
    }
    board.run(&["check", "--letters", "letters"]).expect(1);
    assert_eq!(names(&board, "letters"), ["a-b-xlsx-2.txt", "a-b-xlsx.txt"]);
}

#[cfg(unix)]
#[test]
fn nobody_is_blamed_for_what_the_machine_does() {
    let board = Fixture::default().write();
    // With so few open files, no reader of workbooks can be started.
    let program = env!("CARGO_BIN_EXE_board-papers");
    for command in ["check --letters letters", "build"] {
        let ran = std::process::Command::new("sh")
            .args(["-c", &format!("ulimit -n 6; exec '{program}' {command}")])
            .current_dir(board.path(""))
            .output()
            .expect("a shell");
        let said = String::from_utf8_lossy(&ran.stdout) + String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(3), "{said}");
        assert!(said.contains("could not start its reader") && !said.contains("there is no return"), "{said}");
    }
    assert!(!board.path("letters").exists(), "{:?}", names(&board, "letters"));
}

#[cfg(target_os = "linux")]
#[test]
fn help_that_cannot_be_printed_is_a_failure() {
    for wanted in ["--help", "--version"] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a full device");
        let status = std::process::Command::new(env!("CARGO_BIN_EXE_board-papers")).arg(wanted).stdout(full).status();
        assert_eq!(status.expect("the program").code(), Some(3), "{wanted}");
    }
}

#[test]
fn a_misnamed_folder_is_never_passed_over_for_the_quarter_before() {
    let board = Fixture::default().write();
    Fixture::default().quarter(2013, 1).write_into(&board);
    fs::rename(board.path("inputs/2013-14-q2"), board.path("inputs/2013-14 Q2")).expect("a folder");
    for command in ["build", "check"] {
        let ran = board.run(&[command]).expect(1);
        let said = ran.out() + &ran.err();
        assert!(said.contains("\u{201c}2013-14 Q2\u{201d}") && said.contains("rename it to 2013-14-q2"), "{said}");
    }
    assert!(!board.path("papers").exists());
    board.run(&["build", "--quarter", "Q1 2013/14"]).expect(0);
    let ran = board.run(&["build", "--quarter", "Q2 2013/14"]).expect(1);
    assert_eq!(ran.err().matches("error:").count(), 1, "one cause, one message: {}", ran.err());
    fs::create_dir(board.path("inputs/2013-14-q2")).expect("an empty folder");
    fs::remove_dir_all(board.path("inputs/2013-14 Q2")).expect("a folder");
    let ran = board.run(&["build"]).expect(0);
    assert!(ran.err().contains("Q1 2013/14: "), "{}", ran.err());
}

#[test]
fn dates_that_no_pdf_can_carry_are_refused() {
    let here = std::env::temp_dir();
    for date in ["--date=+12345-01-01", "--date=-0001-01-01", "--date=0000-01-01", "--meeting=0000-01-01"] {
        assert_eq!(run_in(&here, &["build", date]).code(), 2, "{date}");
    }
    let late = std::process::Command::new(env!("CARGO_BIN_EXE_board-papers"))
        .arg("build")
        .env("SOURCE_DATE_EPOCH", "8200000000000")
        .status();
    assert_eq!(late.expect("the program").code(), Some(2));
}

#[test]
fn findings_and_facts_go_to_a_file_where_one_is_named() {
    let board = Fixture::default().write();
    let said = board.run(&["facts"]).expect(0).out();
    let ran = board.run(&["facts", "--output", "facts.json"]).expect(0);
    assert_eq!((ran.out(), fs::read_to_string(board.path("facts.json")).expect("the facts")), (String::new(), said));
    board.run(&["check", "--format", "json", "--output", "found.json"]).expect(0);
    assert!(fs::read_to_string(board.path("found.json")).expect("what was found").starts_with('{'));
}
