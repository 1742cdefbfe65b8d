#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::analysis::fixture::{at, board, quarter, sent};
use crate::analysis::{Answer, Facts, Previous, Way, analyse};
use crate::board::{Board, Theme};
use crate::quarter::Quarter;
use crate::returns::{BoardAction, County, Passage, PriorityRisk, Return, Risk, Sender};

fn passage(priority: &str, text: &str) -> Passage {
    let text = at(text.to_string(), "C4");
    Passage { priority: priority.into(), heading: "Overview".into(), text }
}

fn themed() -> Board {
    let theme = |name: &str, quarter, priorities: &[&str]| Theme {
        name: name.into(),
        quarter,
        priorities: priorities.iter().map(ToString::to_string).collect(),
    };
    let themes = vec![theme("Reassurance", 4, &["Alcohol"]), theme("Criminality", 2, &["Drugs", "Theft"])];
    Board { themes, ..board(&["North", "South"], &["Theft"]) }
}

fn unit(risks: &[(&str, Risk)]) -> Return {
    let risk = |(priority, risk): &(&str, Risk)| PriorityRisk { priority: (*priority).into(), risk: at(*risk, "C3") };
    let priorities = vec![passage("Drugs", "County on drugs"), passage("Floods", "County on floods")];
    let county = County { risks: risks.iter().map(risk).collect(), priorities, ..County::default() };
    Return { county, ..sent(Sender::Unit, Vec::new()) }
}

fn facts(board: &Board) -> Facts {
    let did = |area, text| Return { activity: vec![passage("drugs", text)], ..sent(Sender::Area(area), vec![None]) };
    let returns = [did(1, "South did"), unit(&[("Drugs", Risk::High), ("Theft", Risk::Low)]), did(0, "North did")];
    let before = vec![unit(&[("drugs", Risk::Medium), ("Theft", Risk::MediumLow)])];
    analyse(
        board,
        quarter(),
        &returns,
        Some(&Previous { quarter: quarter().previous(), returns: before, earlier: None }),
    )
}

#[test]
fn priorities_come_in_the_board_s_order_then_any_others() {
    let found = facts(&themed()).priorities;
    let told: Vec<_> = found.iter().map(|p| (p.name.as_str(), p.theme.as_deref(), p.in_depth)).collect();
    assert_eq!(
        told,
        [
            ("Alcohol", Some("Reassurance"), false),
            ("Drugs", Some("Criminality"), true),
            ("Theft", Some("Criminality"), true),
            ("Floods", None, false),
        ]
    );
    let texts = |p: &[crate::analysis::PassageFacts]| -> Vec<String> { p.iter().map(|p| p.text.clone()).collect() };
    assert_eq!(texts(&found[1].narrative), ["County on drugs"]);
    assert_eq!(texts(&found[1].activity), ["North did", "South did"]);
    assert!(facts(&board(&["North", "South"], &["Theft"])).priorities.iter().all(|p| p.in_depth), "without themes");
}

#[test]
fn a_risk_is_set_against_last_quarter_s() {
    let found = facts(&themed()).priorities;
    assert_eq!(
        (found[1].risk, found[1].previous_risk, found[1].risk_change),
        (Some(Risk::High), Some(Risk::Medium), Some(Way::Up))
    );
    assert_eq!((found[2].risk, found[2].risk_change), (Some(Risk::Low), Some(Way::Down)));
    assert_eq!((found[0].risk, found[0].risk_change), (None, None));
}

#[test]
fn a_board_action_tells_how_long_it_has_waited() {
    let asked = |raised| BoardAction {
        item: "1".into(),
        priority: "Drugs".into(),
        action: at("Support it".into(), "C3"),
        decision: Some(true),
        in_progress: None,
        raised,
        outcome: None,
    };
    let quarters = [quarter(), quarter().previous().previous(), Quarter::new(2014, 1).unwrap()];
    let county = County { board_actions: quarters.map(asked).into(), ..County::default() };
    let unit = Return { county, ..sent(Sender::Unit, Vec::new()) };
    let found = analyse(&themed(), quarter(), &[unit], None).board_actions;
    assert_eq!(found.iter().map(|b| b.open_quarters).collect::<Vec<_>>(), [0, 2, 0]);
    assert_eq!((found[1].raised.as_str(), found[1].decision), ("Q4 2012/13", Some(Answer::Yes)));
}

#[test]
fn whoever_has_not_returned_is_named() {
    let found = analyse(&themed(), quarter(), &[sent(Sender::Area(1), vec![None])], None);
    let returned: Vec<_> = found.returns.iter().map(|r| (r.sender.as_str(), r.returned)).collect();
    assert_eq!(returned, [("North", false), ("South", true), ("Unit", false)]);
}
