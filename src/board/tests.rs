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
        "board.toml:8: All: there is no area \u{201c}South\u{201d}\n"
    );
    assert!(
        problems(&SMALL.replace("[\"Theft\"]", "[]")).contains("board.toml:15: Crime: expected at least one category")
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

/// Says what is wrong with a board where one text of it is another.
fn where_is(from: &str, to: &str) -> String {
    assert!(SMALL.contains(from), "{from}");
    problems(&SMALL.replace(from, to))
}

#[test]
fn a_key_that_there_is_not_is_told_with_the_nearest() {
    assert_eq!(where_is("unit =", "untis ="), "board.toml:3: there is no key untis in [board]. Did you mean unit?\n");
    assert_eq!(where_is("[[group]]", "[[grup]]"), "board.toml:6: there is no key [[grup]]. Did you mean group?\n");
    assert_eq!(
        where_is("unit = \"U\"\n", ""),
        "board.toml:1: [board] has no unit. Add it, as in unit = \"Community Safety Unit\"\n"
    );
}

#[test]
fn a_value_of_another_kind_is_told_in_words_and_does_not_hide_the_next() {
    let two = SMALL.replace("name = \"B\"", "name = 7").replace("[\"Theft\"]", "\"Theft\"");
    assert_eq!(
        problems(&two),
        "board.toml:2: name: expected text in quotation marks, found 7\n\
         board.toml:15: categories: expected a list of texts, as in [\"a\", \"b\"], found the text \"Theft\"\n"
    );
    let population = where_is("\"North East\"\n", "\"North East\"\npopulation = \"9,000\"\n");
    assert_eq!(population, "board.toml:6: population: expected a whole number, found the text \"9,000\"\n");
    for (from, to, said) in [
        ("[[measure]]", "[measure]", "measure: expected tables, each headed [[measure]], found a table"),
        (
            "[\"offence\", \"offences\"]",
            "[\"offence\"]",
            "noun: expected what one is called and what several are, found a list of 1",
        ),
        (
            "\"B\"\n",
            "\"B\"\nmeeting = \"27 November\"\n",
            "meeting: expected a date, as in 2013-11-27 and without quotation marks, found the text",
        ),
    ] {
        assert!(where_is(from, to).contains(said), "{}", where_is(from, to));
    }
}

#[test]
fn settings_make_sense() {
    let with = |more: &str| problems(&format!("{SMALL}{more}\n"));
    assert_eq!(
        with("[narrative]\nmovers_share = 25"),
        "board.toml:17: movers_share: expected a share from 0 to 1, found 25. Write 25 percent as 0.25\n"
    );
    assert_eq!(
        with("[rag]\ntolerance = 0.05"),
        "board.toml:17: tolerance: 0.05 is less than half a percent. Is it 5 percent? Write 5 then, or 0 for none\n"
    );
    assert_eq!(with("[rag]\ntolerance = 0"), "none");
    let theme =
        |name: &str, quarter: u32| format!("[[theme]]\nname = \"{name}\"\nquarter = {quarter}\npriorities = [\"P\"]\n");
    assert_eq!(
        with(&(theme("Drugs", 2) + &theme("Streets", 2))),
        "board.toml:22: Streets: quarter 2 is that of Drugs (line 18), too. A quarter treats one theme: give this one another quarter\n"
    );
    assert!(with(&theme("Drugs", 5)).contains("quarter: expected a whole number from 1 to 4, found 5"));
}

#[test]
fn a_board_with_themes_has_one_for_the_quarter_that_is_built() {
    let text = format!("{SMALL}[[theme]]\nname = \"Drugs\"\nquarter = 2\npriorities = [\"P\"]\n");
    let unfit = |text: &str, number| {
        let quarter = crate::quarter::Quarter::new(2013, number).expect("a quarter");
        parse(text, &two()).expect("a board").unfit(quarter, None).iter().map(ToString::to_string).collect::<String>()
    };
    assert_eq!([unfit(&text, 2), unfit(SMALL, 3)], ["", ""]);
    assert!(unfit(&text, 3).contains("there is no theme for quarter 3, and the papers of Q3 2013/14 treat one"));
}

#[test]
fn a_sheet_of_counts_has_a_name_that_a_return_can_have() {
    for (name, said) in [
        ("Actions", "every return has a sheet \u{201c}Actions\u{201d} that is for something else"),
        ("board-actions", "every return has a sheet \u{201c}Board actions\u{201d}"),
        ("Anti-social behaviour, all calls", "Excel takes 31 characters at most"),
        ("Crime/ASB", "Excel takes no \u{201c}/\u{201d} in the name of a sheet"),
        ("'Crime'", "Excel takes no apostrophe at either end"),
        ("History", "Excel keeps the name"),
    ] {
        let found = where_is("sheet = \"Crime\"", &format!("sheet = \"{name}\""));
        assert!(found.starts_with("board.toml:11: sheet: ") && found.contains(said), "{found}");
    }
}

#[test]
fn every_name_is_of_one_thing() {
    let total = where_is("[\"Theft\"]", "[\"Theft\", \"All crime\"]");
    assert!(
        total.contains("board.toml:15: Crime: the category \u{201c}All crime\u{201d} is called like the total"),
        "{total}"
    );
    // Of a measure with one category, the two are the same figure.
    assert_eq!(where_is("[\"Theft\"]", "[\"All crime\"]"), "none");
    let area = where_is("\"North East\"", "\"u\"");
    assert!(area.contains("the name \u{201c}u\u{201d} is used twice: the board\u{2019}s own unit has it"), "{area}");
    let group = where_is("\"All\"", "\"North-East\"");
    assert!(
        group.contains("used twice: the area North East has it. Give the group North-East a name of its own"),
        "{group}"
    );
    let measure = SMALL[SMALL.find("[[measure]]").expect("a measure")..].to_string();
    let twice = problems(&format!("{SMALL}{measure}"));
    assert_eq!(
        twice,
        "board.toml:17: two measures are called Crime\nboard.toml:18: two measures have the sheet \u{201c}Crime\u{201d}\n"
    );
    let nobody = where_is("\"North East\"\n", "\"North East\"\npopulation = 0\n");
    assert!(nobody.contains("North East: a population of 0"), "{nobody}");
}

#[test]
fn a_category_may_have_other_names() {
    let with =
        |aliases: &str| SMALL.replace("[\"Theft\"]\n", &format!("[\"Theft\", \"Damage\"]\naliases = {aliases}\n"));
    let board = parse(&with("{ Damage = [\"Criminal damage and arson\"] }"), &two()).expect("a board");
    let measure = board.main_measure();
    assert_eq!([measure.category("criminal  damage and Arson:"), measure.category("theft")], [Some(1), Some(0)]);
    assert_eq!(measure.category("Arson"), None);
    let figure = board.own_names("north east / Criminal damage and arson / rolling12");
    assert_eq!(figure, "North East / Damage / rolling12");
    assert!(
        problems(&with("{ Damge = [\"Arson\"] }"))
            .contains("board.toml:16: Crime: there is no category \u{201c}Damge\u{201d}. Did you mean")
    );
    for taken in ["theft", "Total", "all crime"] {
        let found = problems(&with(&format!("{{ Damage = [\"{taken}\"] }}")));
        assert!(found.contains(&format!("the name \u{201c}{taken}\u{201d} is used twice")), "{found}");
    }
}

#[test]
fn each_quarter_has_its_meeting() {
    use crate::quarter::Quarter;
    let quarter = |number| Quarter::new(2013, number).expect("a quarter");
    let meeting = |quarter: &str, date: &str| format!("[[meeting]]\nquarter = \"{quarter}\"\ndate = {date}\n");
    let calendar = format!(
        "{SMALL}{}time = \"9.30 am\"\n{}",
        meeting("Q2 2013/14", "2013-11-27"),
        meeting("Q1 2013/14", "2013-09-04")
    );
    let board = parse(&calendar, &two()).expect("a board");
    let date = |meeting: Option<&Meeting>| meeting.map(|m| m.date.to_string());
    assert_eq!(date(board.meeting(quarter(1))).as_deref(), Some("2013-09-04"));
    assert_eq!(board.meeting(quarter(2)).map(|m| m.time.as_str()), Some("9.30 am"));
    assert_eq!(date(board.next_meeting(quarter(1))).as_deref(), Some("2013-11-27"));
    assert_eq!((date(board.meeting(quarter(3))), date(board.next_meeting(quarter(2)))), (None, None));

    let early = problems(&format!("{SMALL}{}", meeting("Q2 2013/14", "2013-08-26")));
    assert_eq!(
        early,
        "board.toml:18: the meeting on Q2 2013/14 is on 26 August 2013, before that quarter ends on 30 September 2013. Correct the date or the quarter\n"
    );
    let twice = meeting("Q2 2013/14", "2013-11-27").repeat(2);
    assert!(problems(&format!("{SMALL}{twice}")).contains("board.toml:19: two meetings are on Q2 2013/14"));
    assert!(problems(&format!("{SMALL}{}", meeting("spring", "2013-11-27"))).contains("quarter: expected a quarter"));
}

#[test]
fn one_meeting_is_on_the_quarter_that_ended_last() {
    use crate::quarter::Quarter;
    let one = SMALL.replace("unit = \"U\"\n", "unit = \"U\"\nmeeting = 2013-11-27\n");
    let board = parse(&one, &two()).expect("a board");
    let on = |number| board.meeting(Quarter::new(2013, number).expect("a quarter")).is_some();
    assert_eq!([1, 2, 3].map(on), [false, true, false]);
    let unfit = |number| {
        board
            .unfit(Quarter::new(2013, number).expect("a quarter"), None)
            .iter()
            .map(ToString::to_string)
            .collect::<String>()
    };
    assert_eq!([unfit(1), unfit(2)], ["", ""]);
    assert!(
        unfit(3).starts_with("board.toml:4: meeting: 27 November 2013 is before Q3 2013/14 ends, on 31 December 2013")
    );
    let both = format!("{one}[[meeting]]\nquarter = \"Q2 2013/14\"\ndate = 2013-11-27\n");
    assert!(problems(&both).contains("board.toml:4: meeting: there is a [[meeting]], too"));
}
