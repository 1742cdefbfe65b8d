//! `[[measure]]`: what is counted, by which categories, on which sheet of the return.

use std::collections::BTreeSet;

use super::Measure;
use super::keys::{Check, Given, Keys};
use crate::text::{key, nearest};

/// The names that sheets of a return have by the format: no measure's sheet can be called so.
pub const SHEETS_OF_A_RETURN: [&str; 13] = [
    "Return",
    "Indicators",
    "Activity",
    "Actions",
    "Neighbourhoods",
    "Priorities",
    "Action plan",
    "Board actions",
    "Comparison",
    "Risk assessment",
    "Extract",
    "Papers",
    "How to fill this in",
];
/// The most characters that Excel lets a sheet's name have.
const LONGEST_SHEET: usize = 31;
/// The characters that it refuses in one.
const REFUSED: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];
/// What a row of totals may be called, whatever the measure's total is called.
const TOTAL: &str = "Total";

/// Reads the measures.
pub(super) fn measures(check: &mut Check<'_>, tables: Vec<Keys<'_>>) -> Vec<Measure> {
    if tables.is_empty() {
        check.error(0, "there is no [[measure]]: expected at least one");
    }
    let (mut names, mut sheets) = (BTreeSet::new(), BTreeSet::new());
    let mut measures = Vec::new();
    for mut keys in tables {
        let name = keys.needed(check, "name", "\"Crime\"");
        let sheet = keys.needed(check, "sheet", "\"Crime\"");
        let measure = Measure {
            label: keys.needed(check, "label", "\"Crime type\"").value,
            noun: noun(check, &mut keys),
            total: keys.needed(check, "total", "\"All crime\"").value,
            categories: Vec::new(),
            aliases: Vec::new(),
            optional: keys.flag(check, "optional"),
            name: name.value.clone(),
            sheet: sheet.value.clone(),
        };
        let categories = keys.texts(check, "categories");
        let aliases = keys.lists(check, "aliases");
        if !keys.has("categories") {
            keys.lacks(check, "categories", "[\"Burglary\", \"Theft\"]");
        }
        if !name.value.is_empty() && !names.insert(key(&name.value)) {
            check.error(name.at, format!("two measures are called {}", name.value));
        }
        if !sheet.value.is_empty() && !sheets.insert(key(&sheet.value)) {
            check.error(sheet.at, format!("two measures have the sheet \u{201c}{}\u{201d}", sheet.value));
        }
        sheet_name(check, &sheet);
        keys.done(check);
        let measure = with_categories(check, measure, categories);
        measures.push(with_aliases(check, measure, aliases));
    }
    measures
}

/// Reads what one is called and what several are.
fn noun(check: &mut Check<'_>, keys: &mut Keys<'_>) -> [String; 2] {
    const AS_IN: &str = "[\"offence\", \"offences\"]";
    let Some(given) = keys.texts(check, "noun") else {
        if !keys.has("noun") {
            keys.lacks(check, "noun", AS_IN);
        }
        return Default::default();
    };
    let at = given.at;
    let words: Vec<String> = given.value.into_iter().map(|word| word.value).collect();
    <[String; 2]>::try_from(words).unwrap_or_else(|words| {
        let message =
            format!("noun: expected what one is called and what several are, found a list of {}", words.len());
        check.error_with_help(at, message, format!("Write it as in noun = {AS_IN}"));
        Default::default()
    })
}

/// Asks that a workbook can have a sheet of this name beside the others of a return.
fn sheet_name(check: &mut Check<'_>, sheet: &Given<String>) {
    let name = &sheet.value;
    let refused = name.chars().find(|c| REFUSED.contains(c) || c.is_control());
    let length = name.encode_utf16().count();
    if let Some(of_format) = SHEETS_OF_A_RETURN.iter().find(|of| key(of) == key(name)) {
        let message = format!("sheet: every return has a sheet \u{201c}{of_format}\u{201d} that is for something else");
        check.error_with_help(sheet.at, message, "Give the measure\u{2019}s sheet another name");
    } else if key(name) == "history" {
        check.error(sheet.at, "sheet: Excel keeps the name \u{201c}History\u{201d} for itself");
    } else if length > LONGEST_SHEET {
        let message =
            format!("sheet: Excel takes {LONGEST_SHEET} characters at most, and \u{201c}{name}\u{201d} has {length}");
        check.error(sheet.at, message);
    } else if let Some(c) = refused {
        check.error(
            sheet.at,
            format!("sheet: Excel takes no \u{201c}{c}\u{201d} in the name of a sheet, found \u{201c}{name}\u{201d}"),
        );
    } else if name.starts_with('\'') || name.ends_with('\'') {
        check.error(
            sheet.at,
            format!(
                "sheet: Excel takes no apostrophe at either end of a sheet\u{2019}s name, found \u{201c}{name}\u{201d}"
            ),
        );
    }
}

fn with_categories(check: &mut Check<'_>, measure: Measure, given: Option<Given<Vec<Given<String>>>>) -> Measure {
    let Some(given) = given else { return measure };
    let name = &measure.name;
    if given.value.is_empty() {
        check.error(given.at, format!("{name}: expected at least one category"));
    }
    let mut seen = BTreeSet::new();
    // Of a measure with one category, category and total are the same figure and may share a name.
    let several = given.value.len() > 1;
    for category in &given.value {
        let called = &category.value;
        if key(called).is_empty() {
            check.error(category.at, format!("{name}: a category has an empty name"));
        } else if !seen.insert(key(called)) {
            check.error(category.at, format!("{name}: the category \u{201c}{called}\u{201d} is given twice"));
        } else if several && [key(&measure.total), key(TOTAL)].contains(&key(called)) {
            let message = format!("{name}: the category \u{201c}{called}\u{201d} is called like the total");
            check.error_with_help(category.at, message, "Take it out of the categories, or give it another name");
        }
    }
    Measure { categories: given.value.into_iter().map(|category| category.value).collect(), ..measure }
}

fn with_aliases(check: &mut Check<'_>, measure: Measure, given: Vec<(Given<String>, Vec<Given<String>>)>) -> Measure {
    let mut aliases: Vec<(String, usize)> = Vec::new();
    for (category, others) in given {
        let position = measure.categories.iter().position(|c| key(c) == key(&category.value));
        let Some(position) = position else {
            let message = format!("{}: there is no category \u{201c}{}\u{201d}", measure.name, category.value);
            match nearest(&category.value, measure.categories.iter().map(String::as_str)) {
                Some(near) => {
                    check.error_with_help(category.at, message, format!("Did you mean \u{201c}{near}\u{201d}?"))
                }
                None => check.error(category.at, message),
            }
            continue;
        };
        for Given { value: alias, at } in others {
            let wanted = key(&alias);
            let taken = measure.categories.iter().chain([&measure.total]).chain(aliases.iter().map(|(a, _)| a));
            let taken = taken.map(String::as_str).chain([TOTAL]).any(|name| key(name) == wanted);
            if wanted.is_empty() {
                check.error(at, format!("{}: an alias of \u{201c}{}\u{201d} is empty", measure.name, category.value));
            } else if taken {
                check.error(at, format!("{}: the name \u{201c}{alias}\u{201d} is used twice", measure.name));
            } else {
                aliases.push((alias, position));
            }
        }
    }
    Measure { aliases, ..measure }
}
