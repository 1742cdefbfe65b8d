//! Both papers read back: what their sentences say, by a small parser of its own, of the very area and measure that they
//! stand under. What tables and bars show is read in [`super::named`], and that no number is made up in [`super::traced`].
//!
//! The parser knows the forms of what is said and nothing of the code that writes it. What it does not know fails, so
//! nothing goes unread; and what is to be said and is not fails too: a name left out of the exceptions, a red indicator, a
//! row, a sentence on what is usual.

#![allow(clippy::float_cmp, reason = "numbers are compared as they were printed, and small whole ones")]

mod charts;
mod commentary;
mod glance;
mod latest;
mod overview;
mod plan;
mod random;
mod words;

use proptest::prelude::*;
use serde_json::Value;
use words::{Read, holes};

use super::super::sources::DEFAULTS;
use super::*;

/// Reads both papers back.
fn read_back(facts: &Facts, [overview, plan]: [&str; 2]) -> Read {
    let json: Value = serde_json::from_str(&facts.to_json()).map_err(|e| e.to_string())?;
    for (paper, wanted) in [(overview, 6), (plan, 2)] {
        let mut read = 0;
        let whole = paper.replace("\\[", "[").replace("\\]", "]");
        for chapter in whole.split("\n## ").skip(1) {
            let (title, body) = chapter.split_once('\n').unwrap_or((chapter, ""));
            let reading = match title {
                "At a glance" => glance::glance(&json, body),
                "Target status" => overview::targets(&json, body),
                "Annex: data quality and definitions" => overview::revisions(&json, body),
                "Summary" => plan::summary(&json, body),
                "Appendix A: the action plan in full" => plan::appendix(&json, body),
                _ if title.starts_with("Recorded figures") => {
                    month_of(&json, "Recorded figures, 12 months ending {}", title)?;
                    overview::sections(&json, body)
                }
                "Purpose of this paper" => purpose(&json, body),
                _ => continue,
            };
            reading.map_err(|e| format!("{title}: {e}"))?;
            read += usize::from(paper == overview || title != "Purpose of this paper");
        }
        let wanted = if paper == overview { wanted - 1 } else { wanted };
        words::equal(read, wanted, "chapters")?;
    }
    Ok(())
}

fn month_of(facts: &Value, pattern: &str, said: &str) -> Read {
    let last = crate::quarter::Month::parse(words::text(&facts["quarter"]["last_month"])).ok_or("no month")?;
    let found = holes(pattern, said).ok_or_else(|| said.to_string())?;
    words::equal(found[found.len() - 1].to_string(), last.to_string(), "month")
}

fn purpose(facts: &Value, body: &str) -> Read {
    let said = body.trim().lines().next().unwrap_or_default();
    if said.contains("action plan") {
        return month_of(
            facts,
            "This paper tells the {} what progress has been made on the Community Safety Agreement action plan for {}, as at the end of {}.",
            said,
        );
    }
    let pattern = "This paper tells the {} how {} and the board's targets stood at the end of {}, and what partners are doing about them.";
    let found = holes(pattern, said).ok_or("the purpose")?;
    words::equal(found[2], words::text(&facts["quarter"]["label"]), "quarter")
}

fn papers(board: &Board, facts: &Facts) -> [String; 2] {
    PAPERS.map(|paper| with_charts(&render(board, facts, &open(), paper)))
}

fn read(facts: &Facts, papers: &[String; 2]) -> Read {
    read_back(facts, papers.each_ref().map(String::as_str))
}

#[test]
fn the_sample_reads_back() {
    let (board, facts) = sample();
    read(&facts, &papers(&board, &facts)).unwrap();
}

/// What is wrong in a paper is found, whatever it is: each change makes one sentence, cell or chart untrue.
#[test]
fn the_reader_finds_what_is_not_so() {
    let (board, facts) = sample();
    let said = papers(&board, &facts);
    assert_eq!(read(&facts, &said), Ok(()));
    for (right, wrong) in [
        ("down 4.4% (243 fewer)", "up 4.4% (243 more)"),
        ("down 4.4% (243 fewer)", "down 4.4% (243 more)"),
        ("Non domestic burglary (+131)", "Non domestic burglary (+130)"),
        ("Largest rise: Non domestic burglary; falls:", "Largest fall: Non domestic burglary; rises:"),
        ("since November 2011", "since October 2011"),
        ("was the highest since November 2011", "was the lowest since November 2011"),
        ("year to date, down 2.3% (71 fewer)", "year to date, down 2.3% (72 fewer)"),
        (
            "All else was within its normal range.",
            "Every count was within the range of normal month-to-month variation.",
        ),
        ("All else was within its normal range.", ""),
        ("Below its normal range: Interfere with vehicle.\n", ""),
        ("below: Business robbery and Other offences", "below: Business robbery"),
        (", but two categories are higher than usual", ""),
        ("Revisions added 2 offences.", "Revisions took off 2 offences."),
        ("Revisions added 2 offences.", ""),
        ("close to its 12-month average (443.6)", "close to its 12-month average (443.7)"),
        ("; Personal robbery (2, run)", ""),
        ("(19); Interfere with vehicle (2);", "(19); Interfere with vehicle (2, near);"),
        ("; Erewash (1,000 against a target of 909; green last quarter)", ""),
        ("956 against a target of 805", "805 against a target of 956"),
        ("### Amber Valley <id", "### Bolsover <id"),
        ("\"title\":\"Non domestic burglary rose most and", "\"title\":\"Non domestic burglary fell most and"),
        ("from −85 (Other stealing)", "from +85 (Other stealing)"),
        ("None of 24 months was outside", "One of 24 months was outside"),
        ("to 523 (October 2011)", "to 523 (October 2012)"),
        ("Bolsover, Erewash and South Derbyshire fell in", "Bolsover, Erewash and South Derbyshire rose in"),
        ("as a whole, Bolsover, Erewash and South", "as a whole, Erewash and South"),
        ("2013, but up 2.9%", "2013, and up 2.9%"),
        ("but up 2.9% (495 more)", "but up 2.9% (496 more)"),
        ("Three targets are red", "Two targets are red"),
        ("fell in every area of", "fell in Erewash and every area of"),
        ("**Lower:** Violence with injury (19)", "Violence with injury (19)"),
        ("Chesterfield, green to red", "Chesterfield, red to green"),
        ("A quarter earlier, counted as now, it was down", "A quarter earlier, counted as now, it was up"),
        ("10 on track", "nine on track"),
        ("One is overdue", "None is overdue"),
        ("6 months later", "6 days later"),
        ("- CSA-04: Start", "- CSA-05: Start"),
        ("- CSA-14, as above", "- CSA-04, as above"),
    ] {
        let changed = said.clone().map(|paper| paper.replacen(right, wrong, 1));
        assert!(changed != said, "{right}");
        assert!(read(&facts, &changed).is_err(), "{right} -> {wrong}");
    }
}

/// A slip in a template that makes it say what is not so is found in the sample's papers.
#[test]
fn the_reader_finds_what_a_template_gets_wrong() {
    let (board, facts) = sample();
    let occasion = open();
    let (mut seen, said) = (Seen::of(&board, &facts, &occasion).unwrap(), papers(&board, &facts));
    let issues = issues(&board, board.papers.standing());
    for (partial, right, wrong) in [
        (
            "against",
            "year_to_date.direction \"up\")}}fell{{else}}rose",
            "year_to_date.direction \"up\")}}rose{{else}}fell",
        ),
        ("areas-row", "count rolling12.current", "count rolling12.previous"),
        ("areas-row", "percent-cell year_to_date", "percent-cell rolling12"),
        ("areas-table", "{{> areas-row}}", "{{> areas-row @root.lead}}"),
        ("categories-row", "{{count rolling12.previous}}", "{{count rolling12.current}}"),
        ("categories", "{{> categories-row}}", "{{> categories-row ../main.total}}"),
        ("commentary", "{{> movers main.movers_rolling12", "{{> movers main.movers_year_to_date"),
        ("commentary", "{{> masked main}}", ""),
        (
            "exceptions",
            "{{#each high}}{{> exception}}{{#unless @last}}; {{/unless}}{{/each}}",
            "{{#with high.[0]}}{{> exception}}{{/with}}",
        ),
        ("exceptions", "{{#if (eq (len masking) (len exceptions))}}", "{{#if (ne (len masking) (len exceptions))}}"),
        ("exception", "{{count count}}", "{{number upper}}"),
        ("headline", "headline-sentence lead.total", "headline-sentence areas.[0].total"),
        ("headline-sentence", "was {{change rolling12}} in the", "was {{change year_to_date}} in the"),
        ("mention", "{{#if ../high}}highest{{else}}lowest", "{{#if ../high}}lowest{{else}}highest"),
        (
            "mention-verb",
            "{{#if high}}highest{{else}}lowest{{/if}} {{#if (eq kind \"record\")",
            "{{#if high}}lowest{{else}}highest{{/if}} {{#if (eq kind \"record\")",
        ),
        ("mention-verb", "been {{side}}", "been above or below"),
        ("month-statements", "(eq usual \"all\")", "(eq usual \"others\")"),
        ("month-statements", "{{#each unmentioned}}\n{{> signal-group}}\n{{/each}}", ""),
        (
            "movers",
            "{{#if up}}Largest {{plural up \"rise\" \"rises\"}}: {{> mover-names items=up}}",
            "{{#if up}}Largest {{plural up \"rise\" \"rises\"}}: {{> mover-names items=down}}",
        ),
        ("other-measure", "were {{change total.rolling12}}", "were {{change total.year_to_date}}"),
        (
            "red-indicator",
            "{{figure actual unit}} against a target of {{figure target unit}}",
            "{{figure target unit}} against a target of {{figure actual unit}}",
        ),
        ("revised", "added{{else}}took off", "took off{{else}}added"),
        ("section", "{{> categories}}", "{{> categories main=@root.sections.[0].main}}"),
        ("trend-alt", "{{count low}} ({{month low_month}})", "{{count low}} ({{month high_month}})"),
        ("signal", "(eq signal \"high\")}}above", "(eq signal \"low\")}}above"),
        (
            "signal-group",
            "below: {{list low \"name\"}}{{/if}}{{else}}below average",
            "below: {{list high \"name\"}}{{/if}}{{else}}below average",
        ),
        ("spread-range", "({{lowest.name}})", "({{highest.name}})"),
        (
            "spread-title",
            "{{highest.name}} rose most and {{lowest.name}} fell most",
            "{{lowest.name}} rose most and {{highest.name}} fell most",
        ),
        ("plan-item", "{{later previous_due due}} later", "{{later due previous_due}} later"),
        ("plan-summary", "{{count newly_off_track}}", "{{count added}}"),
    ] {
        let file = format!("partials/{partial}.hbs");
        let source = DEFAULTS.iter().find(|(name, _)| *name == file).unwrap().1;
        assert!(source.contains(right), "{file}: {right}");
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("partials")).unwrap();
        std::fs::write(folder.path().join(&file), source.replacen(right, wrong, 1)).unwrap();
        let sources = Sources::read(Some(folder.path()));
        let templates = Templates::compile(&sources).unwrap_or_else(|p| panic!("{}", show(&p)));
        let at = usize::from(partial.starts_with("plan"));
        let mut said = said.clone();
        let markdown = templates.render(&issues[at], &mut seen).unwrap_or_else(|p| panic!("{}", show(&p))).0;
        said[at] = with_charts(&markdown);
        let misplaced = named::faults(&facts, &parse(&markdown));
        assert!(read(&facts, &said).is_err() || !misplaced.is_empty(), "{file}: {wrong}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_is_said_is_what_the_facts_are(quarter in random::quarter()) {
        let (board, facts) = quarter.facts();
        let read = read(&facts, &papers(&board, &facts));
        prop_assert!(read.is_ok(), "{}", read.unwrap_err());
        let faults = traced::faults(&board, &facts);
        prop_assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
