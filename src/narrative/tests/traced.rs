//! Every number that a paper prints is one that the facts have: in figures and in words, it stands in a stretch that a
//! helper has named, or in a text of a return, or it is a time. What a template types has none.
//!
//! No sentence is understood here: a digit or a number word is traced or it is not. That what is traced is the right
//! figure is seen from its explanation, which has the very number that is printed.

use std::collections::BTreeSet;

use super::*;
use crate::analysis::{Known, explain};
use crate::document::{Provenance, Run};

/// Words that are numbers.
const NUMBERS: [&str; 26] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "dozen",
    "hundred", "thousand", "half", "both", "once", "twice", "first", "second", "third", "none", "no", "nothing",
];

/// What may be typed although a number word or a digit is in it: each says nothing of what was counted.
const IDIOMS: &[&str] = &[
    // A name.
    "SHA-256",
    // Limits, which are traced themselves.
    "no more than",
    "on one side of",
    // Definitions.
    "half away from zero",
    "Where the earlier figure is none",
    "not below zero",
    "there are none",
    "no month after the one named",
    "not none, though it rounds to none",
    // Parts of charts.
    "one bar each",
    "one for each of",
    // Words of order and of telling apart.
    "come first, then",
    "rounded once",
    "from one month to the next",
    "one version of a workbook",
    "one theme in depth",
    // Headings and states, not counts; `counted` follows where there is something to count.
    "there was nothing before",
    "with no change in",
    "There is no rate of",
    "No update published",
    "No update is published",
    "No longer in the published plan",
    "no target",
];

/// Finds the numbers that a template has typed.
fn typed(run: &Run<'_>) -> Vec<String> {
    let text = &run.said.text;
    let mut found = Vec::new();
    let mut from = 0;
    let ends = run.said.spans.iter().map(|s| (s.range.start, s.range.end)).chain([(text.len(), text.len())]);
    for (start, end) in ends {
        let mut piece = text[from..start].to_string();
        IDIOMS.iter().for_each(|idiom| piece = piece.replace(idiom, ""));
        let words = piece.split(|c: char| !c.is_alphanumeric() && c != '-');
        let number = |w: &&str| w.contains(|c: char| c.is_numeric()) || NUMBERS.contains(&w.to_lowercase().as_str());
        found.extend(words.filter(number).map(|w| format!("{w:?} in {text:?} under {:?}", run.heading)));
        from = end;
    }
    found
}

/// The numbers in a text, in figures or in words, without their signs and commas.
fn numbers(text: &str) -> Vec<String> {
    let text = text.replace(',', "");
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '.'));
    let number = |word: &str| {
        let word = word.trim_matches('.').to_lowercase();
        match NUMBERS.iter().position(|n| *n == word) {
            Some(n) if n < 13 => Some(n.to_string()),
            _ => {
                let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
                (digits.starts_with(|c: char| c.is_ascii_digit())).then(|| digits.to_string())
            }
        }
    };
    words.filter_map(number).collect()
}

/// Says what is wrong with a figure: its name, or a number that its explanation does not have.
fn wrong(known: &Known<'_>, text: &str, figure: &str) -> Option<String> {
    let found = match explain(known, figure) {
        Ok(found) => found,
        Err(problem) => return Some(format!("{text:?}: {problem}")),
    };
    let again = explain(known, &found.figure);
    if again.as_ref() != Ok(&found) {
        return Some(format!("{figure} is not what its own name says: {again:?}"));
    }
    let lines = found.lines.join(" ");
    let there: BTreeSet<String> = numbers(&lines).into_iter().collect();
    // Two years are 24 months; how much later a date is, is worked out where it is said; a change that rounds to none is
    // less than can be printed.
    let years = text.ends_with("years");
    let exempt = figure.ends_with("previous_due") || figure.ends_with("first_due") || text.contains("less than");
    let said = numbers(text).into_iter().map(|n| match n.parse::<u32>() {
        Ok(n) if years => (n * 12).to_string(),
        _ => n,
    });
    // Which way it went is in the formula, too.
    let ways =
        [("up ", "= +"), ("down ", "= \u{2212}"), ("+", ""), ("\u{2212}", "\u{2212}"), ("\u{25bc}", "= \u{2212}")];
    if let Some((way, sign)) =
        ways.iter().find(|(way, _)| text.starts_with(way)).filter(|(_, sign)| !lines.contains(sign))
    {
        return Some(format!("{way:?} of {text:?} is not in {figure}, which is {lines:?}: no {sign:?}"));
    }
    let missing: Vec<String> = said.filter(|n| !exempt && !there.contains(n)).collect();
    (!missing.is_empty()).then(|| format!("{text:?} is {figure}, which is {lines:?}"))
}

/// Says what is not traced in the papers of a board.
pub(super) fn faults(board: &Board, facts: &Facts) -> Vec<String> {
    let occasion = open();
    let known = Known { board, facts };
    let mut faults = Vec::new();
    let papers = board.papers.iter().flat_map(|paper| render_all(board, facts, &occasion, &paper.name));
    for (markdown, _) in papers {
        let document = parse(&markdown);
        for run in document.runs() {
            faults.extend(typed(&run));
            faults.extend(run.figures().filter_map(|(text, figure)| wrong(&known, text, figure)));
        }
        faults.extend(named::faults(facts, &document));
    }
    faults
}

#[test]
fn every_number_of_the_sample_is_traced() {
    let (board, facts) = sample();
    let faults = faults(&board, &facts);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What a partial of the glance says instead, and how many faults that is.
fn with_headline(sentence: &str) -> usize {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("partials")).unwrap();
    std::fs::write(folder.path().join("partials/headline-sentence.hbs"), sentence).unwrap();
    let (board, facts) = sample();
    let templates = Templates::compile(&Sources::read(Some(folder.path()))).unwrap();
    let occasion = open();
    let mut seen = Seen::of(&board, &facts, &occasion).unwrap();
    let overview = &issues(&board, board.papers.find(PAPERS[0]))[0];
    let document = parse(&templates.render(overview, &mut seen).unwrap().0);
    document.runs().iter().flat_map(typed).count()
}

#[test]
fn a_number_that_a_template_types_is_found() {
    assert_eq!(with_headline("{{name}} came to {{count rolling12.current}}."), 0);
    assert_eq!(with_headline("{{name}} came to 32906."), 1);
    assert_eq!(with_headline("{{name}} fell in three areas."), 1);
    assert_eq!(with_headline("No area rose."), 1);
    // A number that a template gives to a helper is the method's, or nobody's.
    assert_eq!(with_headline("{{name}} fell in {{in-words 3}} areas over {{span 12}}."), 0);
    assert_eq!(with_headline("{{name}} fell in {{count 5}} areas."), 1);
}

#[test]
fn a_text_of_a_return_is_no_figure_and_a_figure_no_text() {
    let (board, facts) = sample();
    let document = parse(&render(&board, &facts, &open(), PAPERS[0]));
    let runs = document.runs();
    let spans = |wanted: &str| {
        let run = runs.iter().find(|r| r.said.text.contains(wanted)).unwrap();
        let at = run.said.text.find(wanted).unwrap();
        run.said.spans.iter().find(|s| s.range.contains(&at)).map(|s| s.of.clone())
    };
    assert_eq!(spans("57 organised crime groups"), Some(Provenance::Text));
    assert_eq!(spans("September 2013"), Some(Provenance::Time));
    assert_eq!(spans("Three"), Some(Provenance::Figure("reds".into())));
    let rolling = Provenance::Figure("County / Crime / All crime / rolling12".into());
    assert_eq!(spans("down 5.3%"), Some(rolling));
}

#[test]
fn what_is_empty_is_traced_too() {
    use super::edges::{board_of, sent_by};
    let board = board_of(&["North", "South"], &["Theft", "Burglary"], true);
    for (returned, months) in [(2, 30), (2, 18), (2, 6), (1, 30), (0, 30)] {
        for count in [0, 12] {
            let returns: Vec<_> = (0..returned)
                .map(|a| sent_by(a, 2, Some(9), months, |c, m| count * (1 + (m * (c + 2)) as u32 % 5)))
                .collect();
            let facts = analyse(&board, crate::analysis::fixture::quarter(), &returns, None);
            let faults = faults(&board, &facts);
            assert!(faults.is_empty(), "{returned} of 2, {months} months of {count}:\n{}", faults.join("\n"));
        }
    }
    let alone = board_of(&["Only"], &["Theft"], false);
    let returns = [sent_by(0, 1, None, 30, |_, m| 20 + (m as u32 * 7) % 5)];
    let facts = analyse(&alone, crate::analysis::fixture::quarter(), &returns, None);
    assert_eq!(faults(&alone, &facts), Vec::<String>::new());
}
