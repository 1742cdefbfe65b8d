//! The committed returns are what their sources give, and read back as what their sources say.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use board_papers::board::{self, Board};
use board_papers::number::Count;
use board_papers::problem::{Problems, Severity};
use board_papers::quarter::Quarter;
use board_papers::returns::{self, ClosedRows, County, Indicator, Passage, Progress, Return};
use board_papers::workbook::Reader;

use super::{QUARTERS, Sample, folders, parts, samples};
use crate::source::{self, Source, cell_text};

#[test]
fn the_committed_returns_are_what_their_sources_give() {
    let samples = samples().expect("the sources are sound");
    for sample in &samples {
        let path = sample.path();
        let committed = fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let made = sample.workbook().expect("a workbook");
        let same = parts(&committed).expect("a workbook") == parts(&made).expect("a workbook");
        assert!(same, "{} differs: run `cargo run --example sample` and commit it", path.display());
    }
    let known: BTreeSet<PathBuf> = samples.iter().map(Sample::path).collect();
    for quarter in quarters() {
        for entry in fs::read_dir(folders().1.join(quarter.folder())).expect("a folder") {
            let path = entry.expect("an entry").path();
            assert!(known.contains(&path), "{} has no source", path.display());
        }
    }
}

#[test]
fn the_same_sources_give_the_same_bytes() {
    let made = || samples().expect("sound").iter().map(|s| s.workbook().expect("a workbook")).collect::<Vec<_>>();
    assert!(made() == made());
}

#[test]
fn the_committed_returns_read_back_as_what_their_sources_say() {
    let inputs = folders().1;
    let board = board::load(&inputs, board_papers::narrative::Sources::read(None).papers()).expect("a sound board");
    let samples = samples().expect("the sources are sound");
    for quarter in quarters() {
        let mut problems = Problems::new();
        let read = returns::read_folder(&Reader::InProcess, &inputs, &board, quarter, false, &mut problems);
        let errors: Vec<String> =
            problems.iter().filter(|p| p.severity == Severity::Error).map(|p| p.to_string()).collect();
        assert!(errors.is_empty(), "{}", errors.join("\n"));
        assert_eq!(read.open.len(), board.areas.len() + 1);
        for (sent, closed) in read.open.iter().zip(&read.closed) {
            let of = |s: &&Sample| s.quarter == quarter && s.source.workbook == sent.workbook;
            let sample = samples.iter().find(of).expect("each return has a source");
            the_counts_agree(&board, sent, sample);
            assert_eq!(sent.sender, closed.sender);
            the_words_agree(sent, closed.reveal(), sample);
        }
    }
}

fn quarters() -> impl Iterator<Item = Quarter> {
    QUARTERS.into_iter().map(|(year, number)| Quarter::new(year, number).expect("a quarter"))
}

fn the_counts_agree(board: &Board, sent: &Return, sample: &Sample) {
    for (measure, counts) in board.measures.iter().zip(&sent.measures) {
        let table = sample.counts.table(&sample.source.area, &measure.name.to_lowercase());
        assert_eq!(counts.is_some(), !table.is_empty(), "{}", sent.workbook);
        let Some(counts) = counts else { continue };
        assert_eq!((counts.first, counts.last()), (sample.counts.first, sample.counts.last), "{}", sent.workbook);
        assert_eq!(counts.rows.len(), table.len(), "{}", sent.workbook);
        for (name, row) in measure.categories.iter().zip(&counts.rows) {
            let said = &table.iter().find(|(category, _)| category == name).expect("each category has counts").1;
            let said: Vec<Option<Count>> = said.iter().map(|c| Some(Count(*c))).collect();
            assert_eq!(row.counts, said, "{}: {name}", sent.workbook);
        }
    }
}

/// Compares the texts of a return, row by row, with what its source says: those of each session by themselves.
fn the_words_agree(sent: &Return, closed: &ClosedRows, sample: &Sample) {
    let source = &sample.source;
    assert_eq!(sent.provisional, source.provisional);
    assert_eq!(sent.completed_on.as_ref().map(|d| d.value), Some(source.completed_on));
    assert_eq!(text(sent.notes.as_ref().map(|n| &n.value)), cell_text(&source.notes));
    the_rows_agree((&sent.indicators, &sent.activity, &sent.progress, &sent.county), "", source);
    the_rows_agree((&closed.indicators, &closed.activity, &closed.progress, &closed.county), "Closed", source);
}

type Lists<'a> = (&'a [Indicator], &'a [Passage], &'a [Progress], &'a County);

fn the_rows_agree((indicators, activity, progress, county): Lists<'_>, session: &str, source: &Source) {
    let of = |said: &str| said == session;
    the_passages_agree(activity, source.activity.iter().filter(|p| of(&p.session)));
    let narrative = source.priority.iter().filter(|p| p.heading != "Risk");
    the_passages_agree(&county.priorities, narrative.filter(|p| of(&p.session)));
    let risks = source.priority.iter().filter(|p| p.heading == "Risk" && of(&p.session));
    assert_eq!(
        county.risks.iter().map(|r| (r.priority.as_str(), r.risk.value.to_string())).collect::<Vec<_>>(),
        risks.map(|p| (p.priority.as_str(), p.text.clone())).collect::<Vec<_>>()
    );
    let own = indicators.iter().filter(|i| source.indicator.iter().any(|said| said.code == i.code.value));
    let said = source.indicator.iter().filter(|i| of(&i.session));
    assert_eq!(own.map(|i| &i.code.value).collect::<Vec<_>>(), said.map(|i| &i.code).collect::<Vec<_>>());

    let read = progress.iter().map(|p| {
        let words = text(p.progress.as_ref().map(|t| &t.value));
        (p.reference.value.clone(), p.status.to_string(), words, p.updated_on)
    });
    let said = source.action.iter().filter(|a| of(&a.session));
    let said = said.map(|a| (a.reference.clone(), a.status.clone(), cell_text(&a.progress), Some(a.updated_on)));
    assert_eq!(read.collect::<Vec<_>>(), said.collect::<Vec<_>>());

    let read = county.plan.iter().map(|a| {
        let due = a.due.as_ref().map(|d| d.value);
        let risk = text(a.risk.as_ref().map(|r| &r.value));
        let progress = text(a.progress.as_ref().map(|p| &p.value));
        (a.reference.value.clone(), a.priority.clone(), risk, a.status.value.to_string(), due, progress)
    });
    let said = source.plan.iter().flat_map(|plan| {
        plan.action.iter().filter(|a| of(&a.session)).map(|a| {
            let (risk, progress) = (cell_text(&plan.risk), cell_text(&a.progress));
            (a.reference.clone(), plan.priority.clone(), risk, a.status.clone(), a.due, progress)
        })
    });
    assert_eq!(read.collect::<Vec<_>>(), said.collect::<Vec<_>>());

    let read = county.board_actions.iter().map(|b| (b.raised.to_string(), b.item.clone(), b.action.value.clone()));
    let said = source.board_action.iter().filter(|b| of(&b.session));
    let said = said.map(|b| (b.raised.clone(), b.item.to_string(), cell_text(&b.action)));
    assert_eq!(read.collect::<Vec<_>>(), said.collect::<Vec<_>>());

    let papers = board_papers::narrative::Sources::read(None);
    let title = |name: &str| papers.papers().find(name).expect("a paper").plain_title();
    let read = county.papers.iter().map(|p| (title(&p.paper), p.field.clone(), p.text.value.clone()));
    let said = source.paper.iter().filter(|p| of(&p.session));
    let said = said.map(|p| (p.paper.clone(), p.field.clone(), cell_text(&p.text)));
    assert_eq!(read.collect::<Vec<_>>(), said.collect::<Vec<_>>());
}

fn the_passages_agree<'a>(read: &[Passage], said: impl Iterator<Item = &'a source::Passage>) {
    let read = read.iter().map(|p| (&p.priority, &p.heading, p.text.value.clone()));
    let said = said.map(|p| (&p.priority, &p.heading, cell_text(&p.text)));
    assert_eq!(read.collect::<Vec<_>>(), said.collect::<Vec<_>>());
}

fn text(read: Option<&String>) -> String {
    read.cloned().unwrap_or_default()
}
