#![allow(clippy::unwrap_used, reason = "a test may panic")]

use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

use super::*;

mod fixture;
mod mutants;
mod papers;

use super::objects::text;
use fixture::{faces, paper};

fn metadata() -> Metadata {
    let created = chrono::DateTime::from_timestamp(1_384_300_800, 0).unwrap();
    Metadata { created, producer: "board-papers 0.1.0".into() }
}

/// What the validator says against both standards.
fn verdicts(bytes: &[u8]) -> Vec<String> {
    [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a]
        .into_iter()
        .flat_map(|profile| {
            let report = validate_pdf_bytes(bytes, &ValidationOptions::default().profile(profile)).unwrap();
            report.failures.iter().map(|f| format!("{profile} {f}")).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn a_paper_with_one_of_everything_conforms_to_both_standards() {
    let pdf = finish(&paper(), faces(), &metadata()).unwrap();
    assert_eq!(verdicts(pdf.bytes()), [""; 0]);
    assert_eq!(pdf.pages(), 2);
}

#[test]
fn the_same_paper_gives_the_same_bytes_on_every_thread() {
    let bytes = || finish(&paper(), faces(), &metadata()).unwrap().bytes().to_vec();
    let (one, other) = (bytes(), std::thread::spawn(bytes).join().unwrap());
    assert!(one == other && one == bytes());
    let later = Metadata { created: metadata().created + chrono::TimeDelta::seconds(1), ..metadata() };
    assert!(one != finish(&paper(), faces(), &later).unwrap().bytes());
}

#[test]
fn the_twin_reads_as_a_screen_reader_does() {
    insta::assert_snapshot!(outline(&paper()));
}
