use super::*;

const SMALL: &str = "[board]\nname = \"B\"\nunit = \"U\"\n[[area]]\nname = \"North East\"\n[[group]]\nname = \"All\"\nmembers = \"*\"\n\
    [[measure]]\nname = \"Crime\"\nsheet = \"Crime\"\nlabel = \"Crime type\"\nnoun = [\"offence\", \"offences\"]\ntotal = \"All crime\"\ncategories = [\"Theft\"]\n";

fn problems(text: &str) -> String {
    match parse(text) {
        Ok(_) => "none".into(),
        Err(p) => p.iter().map(|p| format!("{p}\n")).collect(),
    }
}

#[test]
fn a_small_board_has_defaults() {
    let board = parse(SMALL).expect("a valid board");
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
fn numbers_are_exact_and_within_bounds() {
    let with = |more: &str| format!("{SMALL}{more}\n");
    let board =
        parse(&with("[rag]\ntolerance = 7.5\n[narrative]\nmovers_share = 0.3\nclose = 0")).expect("a valid board");
    assert_eq!([Some(board.tolerance), Some(board.narrative.movers_percent)], [Ratio::new(15, 2), Ratio::new(30, 1)]);
    for (table, value) in [("[rag]\ntolerance", "1e-300"), ("[rag]\ntolerance", "101"), ("[narrative]\nclose", "nan")] {
        let found = problems(&with(&format!("{table} = {value}")));
        assert!(found.contains(": expected a number from 0 to 100, with"), "{found}");
    }
}
