use super::*;
use crate::paper::tests::two;

const SMALL: &str = "[board]\nname = \"B\"\nunit = \"U\"\n[[area]]\nname = \"North East\"\n[[group]]\nname = \"All\"\nmembers = \"*\"\n\
    [[measure]]\nname = \"Crime\"\nsheet = \"Crime\"\nlabel = \"Crime type\"\nnoun = [\"offence\", \"offences\"]\ntotal = \"All crime\"\ncategories = [\"Theft\"]\n";

fn problems(text: &str) -> String {
    match parse(text, &two()) {
        Ok(_) => "none".into(),
        Err(p) => p.iter().map(|p| format!("{p}\n")).collect(),
    }
}

#[test]
fn a_small_board_has_defaults() {
    let board = parse(SMALL, &two()).expect("a valid board");
    assert_eq!((board.tolerance, board.narrative.movers_max), (Ratio::whole(5), 4));
    assert_eq!((board.areas[0].short.as_str(), board.groups[0].members.as_slice()), ("North East", [0].as_slice()));
    assert_eq!(board.area("north-east: "), Some(0));
}

#[test]
fn problems_name_their_line() {
    assert!(problems(&SMALL.replace("unit", "units")).starts_with("board.toml:"));
    assert_eq!(
        problems(&SMALL.replace("\"*\"", "[\"South\"]")),
        "board.toml:6: All: there is no area “South”\nboard.toml:6: All: the group has no members\n"
    );
    assert!(
        problems(&SMALL.replace("[\"Theft\"]", "[]")).contains("board.toml:9: Crime: expected at least one category")
    );
    assert!(problems("").contains("board"));
}

#[test]
fn the_board_says_which_papers_it_has() {
    let standing = |board: &Board| board.papers.standing().map(|p| p.name.clone()).collect::<Vec<_>>();
    let with = |line: &str| parse(&SMALL.replace("unit = \"U\"\n", &format!("unit = \"U\"\n{line}\n")), &two());
    assert_eq!(standing(&with("").expect("a board")), ["performance-overview", "action-plan-update"]);
    let one = with("papers = [\"Action plan update\"]").expect("a board");
    assert_eq!(standing(&one), ["action-plan-update"]);
    let unknown = SMALL.replace("unit = \"U\"\n", "unit = \"U\"\npapers = [\n\"performance-overveiw\"]\n");
    assert_eq!(
        problems(&unknown),
        "board.toml:5: there is no paper \u{201c}performance-overveiw\u{201d}. Did you mean \u{201c}performance-overview\u{201d}?\n"
    );
}

#[test]
fn a_paper_may_differ_from_its_template() {
    let text = format!("{SMALL}[[paper]]\nname = \"action-plan-update\"\nitem = \"6\"\ntitle = \"Actions\"\n");
    let board = parse(&text, &two()).expect("a board");
    let paper = board.papers.find("Actions").expect("the paper under its title");
    assert_eq!((paper.name.as_str(), paper.item.as_deref()), ("action-plan-update", Some("6")));
    assert_eq!(paper.title.from.to_string(), "board.toml:19");
    assert!(problems(&text.replace("update", "updates")).contains("board.toml:16: there is no paper"));
    let twice = format!("{text}[[paper]]\nname = \"Action plan update\"\n");
    assert!(problems(&twice).contains("board.toml:20: the paper \u{201c}action-plan-update\u{201d} is given twice"));
}

#[test]
fn a_renamed_key_says_what_it_is_called_now() {
    let old = SMALL.replace("unit = \"U\"\n", "unit = \"U\"\nagenda_item = \"4\"\n");
    assert_eq!(
        problems(&old),
        "board.toml:4: agenda_item is now the item of a [[paper]]. Write for each paper: [[paper]], name = \"performance-overview\" and item = \"4\"\n"
    );
}

#[test]
fn numbers_are_exact_and_within_bounds() {
    let with = |more: &str| format!("{SMALL}{more}\n");
    let board = parse(&with("[rag]\ntolerance = 7.5\n[narrative]\nmovers_share = 0.3\nclose = 0"), &two())
        .expect("a valid board");
    assert_eq!([Some(board.tolerance), Some(board.narrative.movers_percent)], [Ratio::new(15, 2), Ratio::new(30, 1)]);
    for (table, value) in [("[rag]\ntolerance", "1e-300"), ("[rag]\ntolerance", "101"), ("[narrative]\nclose", "nan")] {
        let found = problems(&with(&format!("{table} = {value}")));
        assert!(found.contains(": expected a number from 0 to 100, with"), "{found}");
    }
}
