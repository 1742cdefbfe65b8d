//! The contract of the command line.

use crate::fixture::Fixture;
use crate::run::run_in;

#[test]
fn wrong_usage_is_2_and_help_is_0() {
    let here = std::env::temp_dir();
    assert_eq!(run_in(&here, &["bind"]).code(), 2);
    assert_eq!(run_in(&here, &["build", "--quarter", "Q9"]).code(), 2);
    let help = run_in(&here, &["--help"]).expect(0);
    assert!(help.out().contains("build") && help.err().is_empty());
    assert!(run_in(&here, &["--version"]).expect(0).out().starts_with("board-papers "));
}

#[test]
fn a_build_writes_both_papers_and_says_so_on_standard_error() {
    let board = Fixture::default().write();
    let ran = board.run(&["build"]).expect(0);
    assert_eq!(ran.out(), "");
    assert!(ran.err().contains("performance-overview.pdf") && ran.err().contains("2 papers"), "{}", ran.err());
    for paper in ["performance-overview", "action-plan-update"] {
        let bytes = std::fs::read(board.path(&format!("papers/{paper}.pdf"))).expect("the paper");
        assert!(bytes.starts_with(b"%PDF-1.7"));
    }
}

#[test]
fn a_wrong_cell_stops_the_build_and_the_old_papers_stay() {
    let board = Fixture::default().cell("Northshire", "Crime", "H3", "lots").write();
    std::fs::create_dir(board.path("papers")).expect("a folder");
    std::fs::write(board.path("papers/performance-overview.pdf"), "old").expect("an old paper");
    let ran = board.run(&["build"]).expect(1);
    assert!(
        ran.err().contains("northshire.xlsx › Crime › H3: expected a whole number, found \"lots\""),
        "{}",
        ran.err()
    );
    assert_eq!(std::fs::read(board.path("papers/performance-overview.pdf")).expect("the old paper"), b"old");
    assert!(!board.path("papers/action-plan-update.pdf").exists());
}

#[test]
fn a_missing_return_stops_the_build_but_not_a_draft() {
    let board = Fixture::default().without("Southshire").write();
    let ran = board.run(&["build"]).expect(1);
    assert!(ran.err().contains("Southshire"), "{}", ran.err());
    assert!(!board.path("papers").exists());
    board.run(&["build", "--draft"]).expect(0);
    assert!(board.path("papers/performance-overview.pdf").exists());
    let facts = board.run(&["facts"]).expect(0);
    let facts: serde_json::Value = serde_json::from_str(&facts.out()).expect("one JSON document");
    let county = facts["areas"].as_array().and_then(|a| a.iter().find(|a| a["name"] == "County"));
    assert_eq!(county.map(|c| &c["measures"][0]["total"]["rolling12"]), Some(&serde_json::Value::Null));
}

#[test]
fn a_folder_without_a_board_is_a_problem_that_says_what_to_do() {
    let empty = tempfile::tempdir().expect("a temporary folder");
    let ran = run_in(empty.path(), &["build"]).expect(1);
    assert!(ran.err().contains("board.toml") && ran.err().contains("board-papers init"), "{}", ran.err());
}

#[test]
fn an_output_folder_that_cannot_be_made_is_3() {
    let board = Fixture::default().write();
    std::fs::write(board.path("papers"), "a file").expect("a file in the way");
    board.run(&["build"]).expect(3);
}

#[test]
fn the_same_inputs_and_date_give_the_same_bytes() {
    let (one, two) = (Fixture::default().write(), Fixture::default().write());
    one.run(&["build", "--jobs", "1"]).expect(0);
    two.run(&["build", "--jobs", "8", "--quiet"]).expect(0);
    for paper in ["papers/performance-overview.pdf", "papers/action-plan-update.pdf"] {
        let read = |folder: &crate::run::Written| std::fs::read(folder.path(paper)).expect("the paper");
        assert!(read(&one) == read(&two), "{paper} differs");
    }
}

#[test]
fn closed_session_content_is_in_the_closed_edition_only() {
    let board = Fixture::default().closed_rows().write();
    assert!(!board.run(&["build", "--outline"]).expect(0).out().contains("SECRET"));
    let secrets = ["SECRET premises", "SECRET operation", "SECRET action", "SECRET progress"];
    let outline = board.run(&["build", "--edition", "closed", "--outline"]).expect(0).out();
    assert!(secrets.iter().all(|s| outline.contains(s)) && !outline.contains("Leaflets went"), "{outline}");
    let facts = |edition: &str| board.run(&["facts", "--edition", edition]).expect(0).out();
    let (open, closed) = (facts("open"), facts("closed"));
    assert!(open.contains("\"edition\": \"open\"") && !open.contains("SECRET"));
    assert!(closed.contains("\"edition\": \"closed\""));
    assert!(secrets.iter().all(|s| closed.contains(s)));
}

#[test]
fn neither_edition_is_written_over_the_other() {
    let board = Fixture::default().closed_rows().write();
    board.run(&["build"]).expect(0);
    let open = std::fs::read(board.path("papers/performance-overview.pdf")).expect("the paper");
    board.run(&["build", "--edition", "closed"]).expect(0);
    assert!(std::fs::read(board.path("papers/performance-overview.pdf")).expect("the paper") == open);
    let closed = || std::fs::read(board.path("papers/closed/performance-overview-closed.pdf")).expect("the appendix");
    let appendix = closed();
    board.run(&["build", "--out", "papers/closed"]).expect(2);
    board.run(&["build", "--edition", "closed", "--out", "papers/Closed"]).expect(2);
    board.run(&["build", "--edition", "both"]).expect(0);
    assert!(closed() == appendix && !board.path("papers/closed/performance-overview.pdf").exists());
    let nothing = Fixture::default().write();
    let said = nothing.run(&["build", "--edition", "both"]).expect(0).err();
    assert!(said.contains("there is no closed appendix") && !nothing.path("papers/closed").exists(), "{said}");
}

#[test]
fn a_paper_that_there_is_not_is_wrong_usage() {
    let board = Fixture::default().write();
    let ran = board.run(&["build", "--paper", "performnce-overview", "--paper", "action-plan-update"]).expect(2);
    assert!(ran.err().contains("there is no paper \u{201c}performnce-overview\u{201d}. Did you mean"), "{}", ran.err());
    assert!(!board.path("papers").exists());
}

/// A template in a folder of one's own is a paper: `build` writes it, and what is worth knowing of it stays out of the
/// papers.
#[test]
fn a_folder_of_templates_adds_a_paper() {
    let board = Fixture::default().write();
    std::fs::create_dir(board.path("mine")).expect("a folder");
    let text = "+++\ntitle = \"Crime in brief\"\nsubject = \"Crime\"\norder = 9\nfor = \"area\"\n+++\n# {{paper.title}}\n\nThe 5 figures of {{area.name}}.\n";
    std::fs::write(board.path("mine/brief.hbs"), text).expect("a template");
    let ran = board.run(&["build", "--templates", "mine", "--paper", "brief"]).expect(0);
    assert!(board.path("papers/brief-northshire.pdf").exists() && board.path("papers/brief-southshire.pdf").exists());
    assert!(!board.path("papers/performance-overview.pdf").exists());
    assert!(ran.err().contains("brief.hbs:9:5: the text has a digit of its own: 5"), "{}", ran.err());
    let outline =
        board.run(&["build", "--templates", "mine", "--paper", "performance-overview", "--outline"]).expect(0);
    assert!(!outline.out().contains("a digit of its own") && outline.out().contains("No warning on reading"));
}

#[test]
fn templates_beside_the_board_are_used_without_being_named() {
    let board = Fixture::default().write();
    std::fs::create_dir_all(board.path("inputs/templates/partials")).expect("a folder");
    let text = "+++\ntitle = \"Crime in brief\"\nsubject = \"Crime\"\norder = 9\nfor = \"board\"\n+++\n# {{paper.title}}\n\nIn brief.\n";
    std::fs::write(board.path("inputs/templates/brief.hbs"), text).expect("a template");
    std::fs::write(board.path("inputs/templates/partials/idle.hbs"), "Nothing.\n").expect("a partial");
    let ran = board.run(&["build"]).expect(0);
    assert!(board.path("papers/brief.pdf").exists());
    assert!(ran.err().contains("idle.hbs: no paper uses this partial"), "{}", ran.err());
}

#[test]
fn quiet_is_quiet_about_all_but_errors() {
    let board = Fixture::default().cell("Northshire", "Crime", "A9", "Below: recounted in May").write();
    let notes = board.run(&["check"]).expect(0).out();
    assert!(notes.contains("warning: "), "{notes}");
    assert_eq!(board.run(&["check", "--quiet"]).expect(0).out(), "");
    let wrong = Fixture::default().cell("Northshire", "Crime", "H3", "lots").write();
    let told = wrong.run(&["check", "-q"]).expect(1).out();
    assert!(told.contains("error: northshire.xlsx") && !told.contains("note: "), "{told}");
}

#[test]
fn init_makes_what_the_program_alone_needs_and_tells_once_of_what_is_there() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ran = run_in(folder.path(), &["init", "new"]).expect(0);
    assert!(ran.err().contains("board-papers build --inputs new\n"), "{}", ran.err());
    for name in ["board.toml", "templates/theme.toml", "templates/performance-overview.hbs"] {
        assert!(folder.path().join("new").join(name).exists(), "{name}");
    }
    let again = run_in(folder.path(), &["init", "new"]).expect(1);
    assert_eq!(again.err().matches("error: ").count(), 1, "{}", again.err());
}
