//! The quarter's cycle: blank returns out, filled in and back, and what the next papers say has changed.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::Path;

use board_papers::quarter::Quarter;

use crate::fixture::Fixture;
use crate::run::{Ran, Written, run_in};

/// Fills in every cell that `check` reports as blank in a workbook, as a person would: in the very file, leaving the rest
/// of it as it is. Counts repeat the month before.
fn fill_in(folder: &Path, file: &Path) {
    let report = check(folder, file);
    let mut cells: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for problem in report["problems"].as_array().expect("problems").iter().filter(|p| p["code"] == "blank") {
        let text = |name: &str| problem[name].as_str().unwrap_or_else(|| panic!("{name} of {problem}")).to_string();
        cells.entry(text("sheet")).or_default().push((text("cell"), text("expected")));
    }
    rewrite(file, |sheet, xml| {
        let mut xml = xml.to_string();
        for (range, expected) in cells.get(sheet).into_iter().flatten() {
            for cell in each(range) {
                xml = typed(&xml, &cell, expected);
            }
        }
        xml
    });
}

/// Checks one workbook: what is wrong with it, as JSON.
fn check(folder: &Path, file: &Path) -> serde_json::Value {
    let ran = run_in(folder, &["check", "--format", "json", &file.display().to_string()]);
    serde_json::from_str(&ran.out()).unwrap_or_else(|e| panic!("{e}: {}", ran.err()))
}

/// Gives each cell of a range in one row, by name.
fn each(range: &str) -> Vec<String> {
    let (first, last) = range.split_once(':').unwrap_or((range, range));
    let row = first.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = |cell: &str| cell.trim_end_matches(|c: char| c.is_ascii_digit()).to_string();
    let number = |s: &str| s.bytes().fold(0u32, |n, b| n * 26 + u32::from(b - b'A') + 1);
    let name = |mut n: u32| {
        let mut out = String::new();
        while n > 0 {
            out.insert(0, char::from(b'A' + ((n - 1) % 26) as u8));
            n = (n - 1) / 26;
        }
        out
    };
    (number(&letters(first))..=number(&letters(last))).map(|n| format!("{}{row}", name(n))).collect()
}

/// Types what is expected into a blank cell of a sheet.
fn typed(xml: &str, cell: &str, expected: &str) -> String {
    let start = xml.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("{cell} is there, to be filled in"));
    let end = start + xml[start..].find("/>").expect("it is blank") + 2;
    assert!(!xml[start..end].contains("</c>"), "{cell} is not blank: {}", &xml[start..end]);
    let open = &xml[start..end - 2];
    let filled = match expected {
        "a whole number" | "whole numbers" | "a number" => {
            // One more than the number before it in the row, the month before's or the indicator's neighbour's: the same
            // again would be asked about.
            let row = xml[..start].rfind("<row ").expect("a row");
            let before = xml[row..start].rmatch_indices("<v>").find_map(|(at, _)| {
                let number = &xml[row + at + 3..row + at + 3 + xml[row + at + 3..].find('<')?];
                let text = xml[row..row + at].rfind("<c ").is_some_and(|c| xml[row + c..row + at].contains("t=\"s\""));
                (!text).then(|| number.to_string())
            });
            let next = |n: String| n.parse::<u32>().map_or(n, |n| (n + 1).to_string());
            format!("{open}><v>{}</v></c>", before.map_or_else(|| "42".into(), next))
        }
        words => {
            let word = match words {
                "text" => "Filled in by a program".to_string(),
                words if words.starts_with("Not started") => {
                    ["Not started", "On track", "At risk", "Off track", "Complete"][cell.len() % 5].to_string()
                }
                words => words.split([',', ' ']).next().expect("a word").to_string(),
            };
            format!("{open} t=\"inlineStr\"><is><t>{word}</t></is></c>")
        }
    };
    format!("{}{filled}{}", &xml[..start], &xml[end..])
}

/// Rewrites the sheets of a workbook, each by its name.
fn rewrite(file: &Path, change: impl Fn(&str, &str) -> String) {
    let bytes = std::fs::read(file).expect("the workbook");
    let mut old = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a container");
    let mut part = |name: &str| {
        let mut text = String::new();
        old.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
        text
    };
    let names: Vec<String> = part("xl/workbook.xml")
        .split("<sheet name=\"")
        .skip(1)
        .filter_map(|s| s.split('"').next().map(str::to_string))
        .collect();
    let mut new = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut entry = old.by_index(at).expect("an entry");
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("its bytes");
        let name = entry.name().expect("a name").to_string();
        let sheet = name.strip_prefix("xl/worksheets/sheet").and_then(|n| n.strip_suffix(".xml"));
        if let Some(number) = sheet.and_then(|n| n.parse::<usize>().ok()) {
            bytes = change(&names[number - 1], std::str::from_utf8(&bytes).expect("text")).into_bytes();
        }
        new.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        new.write_all(&bytes).expect("its bytes");
    }
    std::fs::write(file, new.finish().expect("a container").into_inner()).expect("the workbook");
}

/// Sends blank returns out for a quarter, fills them in and puts them into the quarter's folder; twice in a row.
fn two_more_quarters(folder: &Path, mut quarter: Quarter, warnings: bool) {
    for _ in 0..2 {
        quarter = quarter.next();
        let (label, out) = (quarter.to_string(), format!("inputs/{}", quarter.folder()));
        run_in(folder, &["returns", "--quarter", &label, "--out", &out]).expect(0);
        let mut files: Vec<_> =
            std::fs::read_dir(folder.join(&out)).expect("the folder").map(|f| f.expect("a file").path()).collect();
        files.sort();
        for file in &files {
            for problem in check(folder, file)["problems"].as_array().expect("problems") {
                assert!(problem["code"] == "blank" || problem["code"] == "nothing-said", "{problem}");
            }
            fill_in(folder, file);
        }
        let checked = run_in(folder, &["check", "--quarter", &label, "--format", "json"]).expect(0);
        let report: serde_json::Value = serde_json::from_str(&checked.out()).expect("JSON");
        assert_eq!(report["errors"], 0);
        assert!(warnings || report["warnings"] == 0, "{}", checked.out());
        run_in(folder, &["build", "--quarter", &label]).expect(0);
        // The filled-in ones are never replaced.
        let again = run_in(folder, &["returns", "--quarter", &label, "--out", &out]).expect(1);
        assert!(again.err().contains("it may have been filled in"), "{}", again.err());
    }
}

#[test]
fn blank_returns_come_back_filled_in_twice_in_a_row() {
    let board = Fixture::default().write();
    two_more_quarters(&board.path(""), Quarter::new(2013, 2).expect("a quarter"), false);
}

#[test]
fn the_samples_blank_returns_come_back_filled_in_twice_in_a_row() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs");
    for name in ["", "2013-14-q1", "2013-14-q2"] {
        let to = folder.path().join("inputs").join(name);
        std::fs::create_dir(&to).expect("a folder");
        for file in std::fs::read_dir(sample.join(name)).expect("the sample").map(|f| f.expect("a file").path()) {
            if file.is_file() {
                std::fs::copy(&file, to.join(file.file_name().expect("a name"))).expect("a copy");
            }
        }
    }
    // Counts that repeat the month before may be far from what is usual, which is asked about.
    two_more_quarters(folder.path(), Quarter::new(2013, 2).expect("a quarter"), true);
}

#[test]
fn blank_returns_say_what_they_could_not_carry_over() {
    let board = Fixture::default().without("Southshire").write();
    let ran = board.run(&["returns", "--quarter", "Q3 2013/14"]).expect(0);
    assert!(ran.err().contains("there is no return from Southshire for Q2 2013/14"), "{}", ran.err());
    assert!(ran.err().contains("returns/southshire-2013-14-q3.xlsx"), "{}", ran.err());
    let same = board.run(&["returns", "--quarter", "Q3 2013/14"]).expect(0);
    assert!(same.err().contains("southshire-2013-14-q3.xlsx: there already, and the same"), "{}", same.err());
    let blank = check(&board.path(""), &board.path("returns/southshire-2013-14-q3.xlsx"));
    let cells: Vec<&str> =
        blank["problems"].as_array().expect("problems").iter().filter_map(|p| p["cell"].as_str()).collect();
    assert!(cells.contains(&"B2:AE2"), "thirty months back: {cells:?}");
    let first = board.run(&["returns", "--quarter", "Q1 2013/14", "--out", "first"]).expect(0);
    assert!(first.err().contains("nothing is carried over"), "{}", first.err());
}

/// A row of a plan: reference, due date, status, progress.
fn row<'a>(reference: &'a str, due: &'a str, status: &'a str, progress: &'a str) -> [&'a str; 9] {
    [reference, "Drugs", "Supply", "Do it", "Chief Officer", due, status, progress, ""]
}

/// The references in the list under a heading of the outline; none where it says that there is nothing.
fn listed(outline: &str, heading: &str) -> Vec<String> {
    let (_, rest) = outline.split_once(&format!("  H3 {heading}\n")).unwrap_or_else(|| panic!("{heading}:\n{outline}"));
    let part = rest.split("\n  H").next().unwrap_or_default();
    let items = part.lines().filter_map(|l| l.trim().strip_prefix('“'));
    items.map(|l| l.trim_end_matches('”').to_string()).collect()
}

fn outline(ran: &Ran) -> String {
    let out = ran.out();
    out.split("  H2 Summary\n").nth(1).unwrap_or_else(|| panic!("a summary:\n{out}")).to_string()
}

/// Three quarters of plans in which every kind of change occurs.
fn serial() -> Written {
    let first = [
        row("A1", "2014-03-31", "On track", "Begun"),
        row("A5", "2013-09-30", "On track", "Begun"),
        row("A7", "2014-03-31", "On track", "Begun"),
    ];
    let before = [
        row("A1", "2014-03-31", "On track", "Half done"),
        row("A2", "2014-03-31", "Off track", "Stopped"),
        row("A3", "2014-03-31", "At risk", "Nearly"),
        row("A4", "2014-03-31", "On track", "Nearly"),
        row("A5", "2013-12-31", "On track", "Later"),
        row("A6", "2013-08-31", "At risk", "Late"),
        row("A7", "2014-03-31", "On track", "Begun"),
        row("A9", "2013-06-30", "Complete", "Done"),
    ];
    let now = [
        row("A1", "2014-03-31", "Off track", "Stopped"),
        row("A2", "2014-03-31", "On track", "Begun again"),
        row("A3", "2014-03-31", "Complete", "Done"),
        row("A4", "2014-03-31", "On track", "All but done"),
        row("A5", "2014-03-31", "On track", "Later still"),
        row("A6", "2013-08-31", "At risk", "Very late"),
        row("A7", "2014-03-31", "On track", "Begun"),
        row("A8", "2014-06-30", "Off track", "It cannot begin"),
    ];
    let quiet = |fixture: Fixture, reference: &str, status: &str| {
        ["Northshire", "Southshire", "Weston & Eastleigh"].iter().fold(fixture, |fixture, area| {
            fixture.cell(area, "Actions", "A2", reference).cell(area, "Actions", "B2", status)
        })
    };
    let board = quiet(Fixture::default().plan(&now), "A4", "Complete").write();
    quiet(Fixture::default().quarter(2013, 1).plan(&before), "A4", "On track").write_into(&board);
    quiet(Fixture::default().quarter(2012, 4).plan(&first), "A1", "On track").write_into(&board);
    board
}

#[test]
fn every_kind_of_change_is_told_in_the_summary() {
    let board = serial();
    let said = outline(&board.run(&["build", "--outline"]).expect(0));
    let ends = |heading: &str, wanted: &[&str]| {
        let found = listed(&said, heading);
        let told: Vec<String> = found.iter().map(|l| l.replacen(": Do it (Chief Officer; ", " (", 1)).collect();
        assert_eq!(told, wanted, "{heading}");
    };
    ends(
        "Off track",
        &["A1 (due 31 March 2014; in the published plan for at least three quarters)", "A8 (due 30 June 2014)"],
    );
    ends("Overdue", &["A6 (at risk; due 31 August 2013; in the published plan for two quarters)"]);
    ends(
        "Gone off track since last quarter",
        &["A1, as above; was on track", "A8, as above; not in last quarter's published plan"],
    );
    ends("Back on track since last quarter", &["A2 (was off track)"]);
    ends("Completed since last quarter", &["A3 (was at risk)"]);
    ends(
        "Due dates that have slipped since last quarter",
        &["A5 (due 31 March 2014, 3 months later; two slips, 6 months in all)"],
    );
    ends("Added to the published plan", &["A8, as above; off track; due 30 June 2014"]);
    ends("Proposed for closure", &["A4 (on track; complete for Northshire, Southshire and Weston & Eastleigh)"]);
    ends(
        "No update published this quarter",
        &["A7 (on track; due 31 March 2014; in the published plan for at least three quarters)"],
    );
    assert_eq!(listed(&said, "No longer in the published plan"), ["A9: Do it (last: complete)"]);
    assert_eq!(
        listed(&said, "Outstanding from the board"),
        ["2 (Drugs): Ask health for data. (agreed; raised in Q4 2012/13, two quarters ago)"]
    );
}

#[test]
fn an_action_that_vanished_unfinished_stops_the_build() {
    let plan = [row("A1", "2014-03-31", "On track", "Begun"), row("CSA-01", "2014-03-31", "On track", "Begun")];
    let board = Fixture::default().plan(&plan[1..]).write();
    Fixture::default().quarter(2013, 1).plan(&plan).write_into(&board);
    let ran = board.run(&["build"]).expect(1);
    assert!(ran.err().contains("action A1 is missing from the plan for Q2 2013/14"), "{}", ran.err());
}

/// How many of the plan's actions have each status: in the table of the summary, and in Appendix A.
fn counted(said: &str) -> (BTreeMap<String, usize>, BTreeMap<String, usize>) {
    let (summary, appendix) = said.split_once("H2 Appendix A").expect("the appendix");
    let cell = |line: &str, column: &str| -> Option<String> {
        let (headers, text) = line.trim().strip_prefix("TD [")?.split_once("] ")?;
        headers.ends_with(column).then(|| text.to_string())
    };
    let mut stated = BTreeMap::new();
    for line in summary.lines() {
        if let (Some(count), Some((status, _))) =
            (cell(line, "› Now"), line.trim().trim_start_matches("TD [").split_once(" › "))
        {
            stated.insert(status.to_string(), count.parse().expect("a count"));
        }
    }
    let mut shown: BTreeMap<String, usize> = stated.keys().map(|s| (s.clone(), 0)).collect();
    let mut of_the_plan = false;
    for line in appendix.lines() {
        if let Some(action) = cell(line, "› Action") {
            of_the_plan = action.contains(": Do it");
        }
        if let Some(status) = cell(line, "› Status").filter(|_| of_the_plan) {
            *shown.entry(status).or_default() += 1;
        }
    }
    (stated, shown)
}

#[test]
fn the_summary_counts_what_the_appendix_shows() {
    let statuses = ["Not started", "On track", "At risk", "Off track", "Complete"];
    for plan in ["0", "4", "01234", "333", "1142", "0012344443", "222220"] {
        let names: Vec<String> = (1..=plan.len()).map(|n| format!("B{n}")).collect();
        let rows: Vec<[&str; 9]> = plan
            .bytes()
            .zip(&names)
            .map(|(at, name)| row(name, "2014-03-31", statuses[usize::from(at - b'0')], "Said"))
            .collect();
        let mut fixture = Fixture::default().plan(&rows);
        for area in ["Northshire", "Southshire", "Weston & Eastleigh"] {
            fixture = fixture.cell(area, "Actions", "A2", "B1");
        }
        let said = outline(&fixture.write().run(&["build", "--outline"]).expect(0));
        let (stated, shown) = counted(&said);
        assert_eq!(stated, shown, "{plan}");
        assert_eq!(stated.values().sum::<usize>(), plan.len());
        let lead = said.lines().next().unwrap_or_default();
        for (status, n) in stated.iter().filter(|(_, n)| **n > 0) {
            let word = ["zero", "one", "two", "three", "four", "five"][*n];
            assert!(lead.contains(&format!("{word} {}", status.to_lowercase())), "{lead}");
        }
    }
}

#[test]
fn revisions_are_listed_with_their_effect_and_told_where_they_matter() {
    let board = Fixture::default().write();
    // The quarter before has the same counts in other months: from its own first month on.
    Fixture::default()
        .quarter(2013, 1)
        .counts(|area, category, month| {
            let same = (20 + area * 3 + category * 11 + ((month + 6) * 7 + area * 5 + category * 3) % 9) as u32;
            // May 2013 and May 2012 of the first area's first category were two more and one fewer.
            match (area, category, month) {
                (0, 0, 28) => same + 2,
                (0, 0, 16) => same - 1,
                _ => same,
            }
        })
        .write_into(&board);
    let out = board.run(&["build", "--outline"]).expect(0).out();
    let sentence = "Revisions took off 2 offences, and added 1 to the 12 months before.";
    assert_eq!(out.matches(sentence).count(), 2, "the area's section and the county's");
    let (_, annex) = out.split_once("Figures revised since Q1 2013/14").expect("the revisions");
    let annex: String = annex.lines().take(60).map(|l| l.trim()).collect::<Vec<_>>().join("\n");
    assert!(annex.contains("Change] −2") && annex.contains("Change] +1"), "{annex}");
    assert!(annex.contains("In] the 12 months\n") && annex.contains("In] the 12 months before\n"), "{annex}");
}

#[test]
fn a_draft_says_how_many_have_returned_wherever_a_group_needs_them() {
    let board = Fixture::default().without("Southshire").write();
    let out = board.run(&["build", "--draft", "--outline"]).expect(0).out();
    let (glance, sections) = out.split_once("H2 Recorded figures").expect("the sections");
    assert!(glance.contains("There is no return from Southshire"), "{glance}");
    assert!(glance.contains("2 of 3 partnerships have returned"), "{glance}");
    assert!(sections.contains("2 of 3 partnerships have returned"), "{sections}");
}

#[test]
fn last_quarters_figure_is_told_like_for_like() {
    let board = Fixture::default().months(33).write();
    Fixture::default().quarter(2013, 1).write_into(&board);
    let facts = |quarter: &str| -> serde_json::Value {
        let ran = board.run(&["facts", "--quarter", quarter]).expect(0);
        serde_json::from_str(&ran.out()).expect("JSON")
    };
    let (now, then) = (facts("Q2 2013/14"), facts("Q1 2013/14"));
    for (area, before) in now["areas"].as_array().expect("areas").iter().zip(then["areas"].as_array().expect("areas")) {
        let (was, told) = (&before["measures"][0]["total"]["rolling12"], &area["measures"][0]["total"]);
        for part in ["current", "previous", "change", "percent"] {
            assert!(was[part].is_number(), "{was}");
            assert_eq!(told["rolling12_last_quarter"][part], was[part], "{}", area["name"]);
        }
    }
    let out = board.run(&["build", "--outline"]).expect(0).out();
    assert!(out.contains("A quarter earlier, counted as now, it "), "{out}");
}
