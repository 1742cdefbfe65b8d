#![allow(clippy::unwrap_used, reason = "a test may panic")]

use serde_json::json;

use crate::analysis::fixture::{board, gap, quarter, whole};
use crate::analysis::{Facts, analyse};

const NAMES: [&str; 5] = ["North", "South", "East", "West", "Mid"];

/// Thirty months whose change since April is `change`.
fn moved(change: i64) -> Vec<u32> {
    let mut row = vec![100; 30];
    row[29] = (100 + change) as u32;
    row
}

/// Areas with two categories, each with its change since April.
fn analysed(areas: &[[i64; 2]]) -> Facts {
    let rows: Vec<[Vec<u32>; 2]> = areas.iter().map(|changes| changes.map(moved)).collect();
    let rows: Vec<&[Vec<u32>]> = rows.iter().map(|r| r.as_slice()).collect();
    analyse(&board(&NAMES[..areas.len()], &["Theft", "Fraud"]), quarter(), &whole(&rows), None)
}

#[test]
fn a_groups_drivers_are_the_areas_that_make_half_of_its_change() {
    let facts = analysed(&[[5, 0], [30, 10], [60, -10], [-20, 0], [25, 0]]);
    // 40, 50 and 25 with it, 5 with it, −20 against: 100 in all, of which 50 are half.
    let county = serde_json::to_value(&facts.areas[5].drivers).unwrap();
    let wanted = json!({
        "areas": [{
            "name": "East", "change": 50, "share": 50.0,
            "categories": [{ "name": "Theft", "change": 60, "share": 120.0 }],
        }],
        "categories": [{ "name": "Theft", "change": 100, "share": 100.0 }],
    });
    assert_eq!((&county["year_to_date"], &county["rolling12"]), (&wanted, &wanted));
    let east = serde_json::to_value(&facts.areas[2].drivers).unwrap();
    assert_eq!(east["year_to_date"]["areas"], json!([]));
    assert_eq!(east["year_to_date"]["categories"][0]["name"], "Theft");
}

#[test]
fn drivers_of_a_fall_are_those_that_fell() {
    let facts = analysed(&[[-30, -30], [40, 0], [-60, 10], [-25, 0]]);
    let drivers = facts.areas[4].drivers.year_to_date.as_ref().unwrap();
    let told: Vec<_> = drivers.areas.iter().map(|a| (a.driver.name.as_str(), a.driver.change.0)).collect();
    assert_eq!(told, [("North", -60)], "60 of the 95 are more than half");
    assert_eq!(drivers.areas[0].categories.len(), 1, "30 of 60 are half");
}

#[test]
fn what_has_not_changed_has_no_drivers_and_no_shares() {
    let facts = analysed(&[[10, 0], [-10, 0]]);
    let county = &facts.areas[2];
    let drivers = county.drivers.year_to_date.as_ref().unwrap();
    assert!(drivers.areas.is_empty() && drivers.categories.is_empty());
    assert!(county.measures[0].member_shares.iter().all(|s| s.year_to_date.is_none()));
    assert!(county.measures[0].categories[0].share_of_change_year_to_date.is_none());
}

#[test]
fn each_area_has_its_share_of_a_groups_change() {
    let facts = analysed(&[[30, 0], [-10, 0]]);
    let shares = serde_json::to_value(&facts.areas[2].measures[0].member_shares).unwrap();
    let wanted = json!([
        { "area": "North", "rolling12": 150.0, "year_to_date": 150.0 },
        { "area": "South", "rolling12": -50.0, "year_to_date": -50.0 },
    ]);
    assert_eq!(shares, wanted);
    assert!(facts.areas[0].measures[0].member_shares.is_empty());
}

#[test]
fn a_group_that_lacks_an_area_has_no_drivers() {
    let board = board(&NAMES[..2], &["Theft"]);
    let facts = analyse(&board, quarter(), &whole(&[&[moved(5)]]), None);
    assert!(facts.areas[2].drivers.year_to_date.is_none() && facts.headline.is_none());
    assert!(facts.areas[0].drivers.year_to_date.is_some());
}

#[test]
fn a_part_with_a_gap_drives_like_for_like_and_has_no_share() {
    let board = board(&NAMES[..2], &["Theft"]);
    let mut returns = whole(&[&[moved(40)], &[moved(10)]]);
    gap(&mut returns[0], 0, 3, "not yet classified");
    let facts = analyse(&board, quarter(), &returns, None);
    let drivers = facts.areas[2].drivers.year_to_date.as_ref().unwrap();
    let north = &drivers.areas[0].driver;
    assert_eq!((north.name.as_str(), north.change.0, north.share), ("North", 40, None));
    let shares = &facts.areas[2].measures[0].member_shares;
    assert_eq!(shares[1].year_to_date.unwrap().to_string(), "20.0");
}

#[test]
fn a_headline_names_at_most_three_and_says_what_is_left() {
    let facts = analysed(&[[10, 0], [11, 0], [12, 0], [9, 0], [8, 0]]);
    let headline = serde_json::to_value(&facts.headline).unwrap();
    assert_eq!((&headline["area"], &headline["others"], &headline["rest"]), (&json!("County"), &json!(2), &json!(17)));
    assert_eq!(headline["drivers"].as_array().unwrap().len(), 3, "12 and 11 are less than half of 50");
    let many = analysed(&[[10, 0], [10, 0], [10, 0], [10, 0], [20, -20]]).headline.unwrap();
    assert_eq!((many.drivers.len(), many.others, many.rest.0), (2, 3, 20));
    let against = analysed(&[[10, 0], [10, 0], [10, 0], [10, 0], [30, 0]].map(|[a, b]| [-a, b]));
    assert_eq!(against.headline.unwrap().rest.0, -30, "30 and 10 of 70");
    let level = analysed(&[[1, -1], [0, 0]]);
    assert_eq!((level.headline.as_ref().unwrap().others, level.headline.unwrap().rest.0), (2, 0));
}
