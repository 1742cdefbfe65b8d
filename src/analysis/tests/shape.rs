//! The contract of `board-papers facts`: keys, nesting and kinds of values.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use serde_json::{Value, json};

use crate::analysis::fixture::{action, board, gap, indicator, quarter, sent, whole};
use crate::analysis::{Facts, analyse};
use crate::returns::{ActionStatus, County, Return, Sender};

fn facts() -> Facts {
    let board = board(&["North", "South"], &["Theft", "Fraud"]);
    let (rising, level) = ((1..=30).collect::<Vec<u32>>(), vec![10; 30]);
    let mut returns = whole(&[&[rising, level.clone()], &[level.clone(), level]]);
    returns[0].indicators.push(indicator("NI16", "1105", Some("1419"), Some("1007")));
    let county = County { plan: vec![action("X1", ActionStatus::OnTrack)], ..County::default() };
    returns.push(Return { county, ..sent(Sender::Unit, Vec::new()) });
    analyse(&board, quarter(), &returns, None)
}

/// Says that everything in the first is in the second, objects key by key, lists one by one.
fn within(wanted: &Value, found: &Value, path: &str) {
    match (wanted, found) {
        (Value::Object(keys), Value::Object(_)) => {
            keys.iter().for_each(|(k, v)| within(v, found.get(k).unwrap_or(&json!("absent")), &format!("{path}.{k}")));
        }
        (Value::Array(items), Value::Array(others)) => {
            assert_eq!(items.len(), others.len(), "{path}");
            items.iter().zip(others).for_each(|(a, b)| within(a, b, path));
        }
        _ => assert_eq!(wanted, found, "{path}"),
    }
}

#[test]
fn the_document_has_the_shape_it_promises() {
    let found: Value = serde_json::from_str(&facts().to_json()).unwrap();
    let series = json!({
        "name": "Theft",
        "rolling12": { "current": 294, "previous": 150, "change": 144, "percent": 96.0 },
        "year_to_date": { "current": 165, "previous": 93, "change": 72, "percent": 77.4 },
        "rate": 294.0,
        "share_of_change": 100.0,
        "share_of_change_year_to_date": 100.0,
        "gaps": [],
        "usual": { "again": false },
        "latest": {
            "month": "2013-09", "count": 30, "average12": 24.5,
            "highest_since": null, "months_since_high": 30, "lowest_since": "2013-08", "months_since_low": 1,
            "rank_high": 1, "rank_low": 24, "run": { "side": "above", "months": 6 },
            "xmr": { "centre": 18.5, "lower": 15.8, "upper": 21.2 }, "signal": "high",
        },
    });
    let wanted = json!({
        "schema": 2,
        "edition": "open",
        "board": "Board",
        "quarter": { "label": "Q2 2013/14", "first_month": "2013-07", "last_month": "2013-09" },
        "indicators": [{
            "code": "NI16", "indicator": "What NI16 measures", "area": "North", "period": "12 months", "actual": 1105,
            "target": 1419, "difference": -314, "percent_difference": -22.1, "previous": 1007, "direction": "UP",
            "status": "Green",
        }],
        "actions": {
            "total": 1, "overdue": 0,
            "by_status": { "Not started": 0, "On track": 1, "At risk": 0, "Off track": 0, "Complete": 0 },
        },
        "problems": [],
    });
    within(&wanted, &found, "facts");
    let north = json!({ "name": "North", "kind": "area", "population": 1000 });
    within(&north, &found["areas"][0], "area");
    within(&json!({ "name": "County", "kind": "group", "population": 2000 }), &found["areas"][2], "group");
    within(&series, &found["areas"][0]["measures"][0]["categories"][0], "series");
    assert_eq!(found["areas"][2]["measures"][0]["total"]["rolling12"]["current"], json!(654));
    assert_eq!(found["areas"][0]["measures"][0]["total"]["name"], json!("All crime"));
    assert_eq!(found["actions"]["items"][0]["reference"], json!("X1"));
}

#[test]
fn what_is_usual_has_its_keys() {
    let board = board(&["North", "South"], &["Theft", "Fraud"]);
    let theft = [vec![20; 27], vec![20, 20, 70]].concat();
    let returns = whole(&[&[theft, vec![10; 30]], &[vec![10; 30], vec![10; 30]]]);
    let found = serde_json::to_value(analyse(&board, quarter(), &returns, None)).unwrap();
    let theft = &found["areas"][0]["measures"][0]["categories"][0];
    let keys = |v: &Value| v.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let judgement = ["count", "expected", "judged", "lower", "out", "upper", "z"];
    assert_eq!(keys(&theft["usual"]["quarter"]), judgement);
    within(
        &json!({ "month": "2013-07", "count": 20, "judged": true, "out": null }),
        &theft["usual"]["months"][0],
        "month",
    );
    assert_eq!(keys(&theft["usual"]["months"][2]).len(), judgement.len() + 1);
    assert_eq!(
        (&theft["usual"]["quarter"]["judged"], &theft["usual"]["quarter"]["out"]),
        (&json!(true), &json!("high"))
    );
    assert_eq!(theft["usual"]["band"].as_array().unwrap().len(), 24);
    let quarters = json!([
        { "label": "Q2 2013/14", "current": 110, "previous": 60, "change": 50, "percent": 83.3, "total": 110,
          "notable": true, "low_base": false, "incomplete": false },
        { "label": "Q1 2013/14", "current": 60, "previous": 60, "change": 0, "notable": false },
        { "label": "Q4 2012/13", "current": 60, "previous": 60, "change": 0, "percent": 0.0 },
        { "label": "Q3 2012/13", "current": 60, "previous": 60, "incomplete": false },
    ]);
    within(&quarters, &theft["quarters"], "quarters");
    assert_eq!(theft["rolling"].as_array().unwrap().len(), 19);
    within(&json!({ "month": "2012-03", "total": 240, "incomplete": false }), &theft["rolling"][0], "rolling");
    within(&json!({ "series": 4, "judged": 16, "out": 1, "by_chance": 0.1 }), &found["usual_range"], "usual_range");
    let line = json!({ "area": "North", "measure": "Crime", "series": "Theft", "month": "2013-09", "count": 70, "out": "high" });
    within(&line, &found["out_of_the_ordinary"][0], "line");
    within(&json!({ "area": "County", "others": 1, "rest": 0 }), &found["headline"], "headline");
}

#[test]
fn a_gap_has_its_cell_and_its_reason() {
    let board = board(&["North", "South"], &["Theft", "Fraud"]);
    let mut returns = whole(&[&[vec![1; 30], vec![2; 30]], &[vec![3; 30], vec![4; 30]]]);
    gap(&mut returns[1], 1, 3, "not yet classified");
    let found = serde_json::to_value(analyse(&board, quarter(), &returns, None)).unwrap();
    let gaps = json!([{ "month": "2013-06", "cell": "area-1.xlsx › Crime › AB5", "reason": "not yet classified" }]);
    for (area, line) in [(1, "total"), (2, "total")] {
        let total = &found["areas"][area]["measures"][0][line];
        assert_eq!(total["gaps"], gaps);
        for (comparison, incomplete) in [("rolling12", true), ("year_to_date", true)] {
            assert_eq!(total[comparison]["incomplete"], json!(incomplete));
        }
        assert_eq!(
            (&total["quarters"][0]["incomplete"], &total["quarters"][1]["incomplete"]),
            (&json!(false), &json!(true))
        );
        assert_eq!(total["history"][26]["count"], Value::Null);
    }
    let county = &found["areas"][2]["measures"][0]["total"];
    within(&json!({ "current": 116, "previous": 116, "total": 116 }), &county["rolling12"], "matched");
    assert_eq!(county["rate"], json!(58.0), "at least so many a thousand");
    assert_eq!(found["areas"][0]["measures"][0]["total"]["gaps"], json!([]));
}

#[test]
fn every_figure_names_its_cells() {
    let found: Value = serde_json::from_str(&facts().to_json()).unwrap();
    let measure = &found["areas"][0]["measures"][0];
    let from = |series: &Value, figure: &str| series[figure]["from"].clone();
    assert_eq!(from(&measure["categories"][0], "rolling12"), json!(["area-0.xlsx › Crime › H4:AE4"]));
    assert_eq!(
        from(&measure["categories"][1], "year_to_date"),
        json!(["area-0.xlsx › Crime › Z5:AE5", "area-0.xlsx › Crime › N5:S5"])
    );
    assert_eq!(
        from(&measure["total"], "latest"),
        json!(["area-0.xlsx › Crime › B4:AE5"]),
        "rows below each other are one range"
    );
    let group = &found["areas"][2]["measures"][0];
    assert_eq!(
        from(&group["total"], "rolling12"),
        json!(["area-0.xlsx › Crime › H4:AE5", "area-1.xlsx › Crime › H4:AE5"])
    );
    assert_eq!(
        found["indicators"][0]["from"],
        json!(["a.xlsx › Sheet › D2", "a.xlsx › Sheet › E2", "a.xlsx › Sheet › F2"])
    );
}

#[test]
fn what_is_missing_is_null() {
    let board = board(&["North", "South"], &["Theft", "Fraud"]);
    let returns = whole(&[&[vec![1; 30], vec![2; 30]]]);
    let found = serde_json::to_value(analyse(&board, quarter(), &returns, None)).unwrap();
    assert_eq!(found["areas"][0]["measures"][0]["total"]["rolling12"]["current"], json!(36));
    for at in [1, 2] {
        let total = &found["areas"][at]["measures"][0]["total"];
        for figure in ["rolling12", "year_to_date", "rate", "latest", "usual"] {
            assert_eq!(total[figure], Value::Null, "a total that lacks a district is no total");
        }
        assert_eq!(
            (&total["quarters"][0]["label"], &total["quarters"][0]["current"]),
            (&json!("Q2 2013/14"), &Value::Null)
        );
        assert_eq!(found["areas"][at]["drivers"], json!({ "year_to_date": null, "rolling12": null }));
        assert_eq!(found["areas"][at]["missing"], json!(["South"]));
    }
}
