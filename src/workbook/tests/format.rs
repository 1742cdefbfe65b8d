//! Formats of numbers.

use chrono::NaiveDate;

use super::super::format::{Format, date};
use super::super::{Shown, Value};

fn shown(code: &str, n: f64) -> Option<Shown> {
    Format::parse(code).number(n, false).1
}

fn written(text: &str) -> Option<Shown> {
    Some(Shown::As(text.into()))
}

fn masked(text: &str) -> Option<Shown> {
    Some(Shown::Masked(text.into()))
}

#[test]
fn numbers_written_in_another_way_are_told_as_they_are_shown() {
    for (code, n, text) in [
        ("0.00", 1.1, "1.10"),
        ("0.00", 1.105, "1.10"),
        ("000", 7., "007"),
        ("00-00", 123., "01-23"),
        (r"00\-00", 123., "01-23"),
        ("\"CSA-\"00", 2., "CSA-02"),
        ("\"CSA-\"General", 2., "CSA-2"),
        ("#,##0.0", 1234.5, "1,234.5"),
        ("0.0", -3., "-3.0"),
        ("#,##0;(#,##0)", -1234., "(1,234)"),
        ("[$£-809]#,##0", 12., "£12"),
        ("0.0#", 2., "2.0"),
    ] {
        let plain = n.to_string();
        let expected = (plain != text).then(|| Shown::As(text.into()));
        assert_eq!(shown(code, n), expected, "{code} {n}");
    }
    for (code, n) in [("General", 1.5), ("0", 7.), ("#,##0", 1234.), ("", 3.), ("@", 5.), ("#,##0_);[Red](#,##0)", 9.)]
    {
        assert_eq!(shown(code, n), None, "{code} {n}");
    }
    assert_eq!(shown("0", 2.5), written("2").or(written("3")));
}

#[test]
fn what_hides_a_number_is_told() {
    for (code, n, text) in [
        ("[<5]\"<5\";0", 3., "<5"),
        ("\"n/a\"", 37., "n/a"),
        (";;;", 37., ""),
        ("0;-0;;@", 0., ""),
        ("\"<\"0", 5., "<5"),
        ("0,", 12_345., "12"),
        ("#", 0., ""),
        ("[=0]\"none\";0", 0., "none"),
    ] {
        assert_eq!(shown(code, n), masked(text), "{code} {n}");
    }
    assert_eq!(shown("[<5]\"<5\";0", 5.), None);
    // Accounts show a 0 as a dash.
    assert_eq!(shown("_-* #,##0_-;-* #,##0_-;_-* \"-\"??_-;_-@_-", 0.), None);
    assert_eq!(Format::parse(";;;").text(), masked(""));
    assert_eq!(Format::parse("0;0;0;@").text(), None);
}

#[test]
fn dates_and_percentages_are_told_by_what_is_shown() {
    let value = |code: &str, n: f64| Format::parse(code).number(n, false).0;
    let day = Value::Date(NaiveDate::from_ymd_opt(2013, 4, 1).unwrap());
    for code in ["dd/mm/yyyy", "mmm-yy", "[$-809]d mmmm yyyy;@", "h:mm", "yyyy\\-mm"] {
        assert_eq!(value(code, 41_365.), day, "{code}");
    }
    for code in ["[h]:mm", "General", "0.00E+00", "# ?/?", "\"days\" 0", "[Red]0"] {
        assert_eq!(value(code, 41_365.), Value::Number(41_365.), "{code}");
    }
    for (code, is) in [
        ("0.0%", true),
        ("0%;[Red]-0%", true),
        (r#""at "0%"#, true),
        (r#"0.0"%""#, false),
        (r"0.0\%", false),
        ("0.0_%", false),
    ] {
        assert_eq!(matches!(value(code, 0.5), Value::Percent(_)), is, "{code}");
    }
    let first = |n, since_1904| date(n, since_1904).map(|d| d.to_string());
    assert_eq!(first(1., false).as_deref(), Some("1900-01-01"));
    assert_eq!(first(61., false).as_deref(), Some("1900-03-01"));
    assert_eq!(first(0., true).as_deref(), Some("1904-01-01"));
}
