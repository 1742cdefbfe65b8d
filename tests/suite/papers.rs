//! Both papers of the sample and of boards at the edge: built whole, and accepted by the validator.

use std::path::Path;

use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

use crate::fixture::Fixture;
use crate::run::{Written, run_in};

/// Asserts that both papers in a folder, and their closed appendices where it has some, pass for PDF/UA-1 and PDF/A-2a.
fn accept(folder: &Path) {
    for paper in ["performance-overview", "action-plan-update"] {
        accept_file(&folder.join(format!("{paper}.pdf")));
        let appendix = folder.join(format!("closed/{paper}-closed.pdf"));
        if appendix.exists() {
            accept_file(&appendix);
        }
    }
}

fn accept_file(path: &Path) {
    let bytes = std::fs::read(path).expect("the paper");
    for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a] {
        let options = ValidationOptions::default().profile(profile);
        let report = validate_pdf_bytes(&bytes, &options).expect("a PDF that can be read");
        let failures: Vec<String> = report.failures.iter().map(|f| format!("{profile}: {f}")).collect();
        assert!(failures.is_empty(), "{}: {failures:#?}", path.display());
    }
}

#[test]
fn two_pages_brief_each_partnership_of_the_sample() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let folder = out.path().display().to_string();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    run_in(root, &["build", "--out", &folder, "--paper", "partnership-briefing"]).expect(0);
    let written: Vec<_> = std::fs::read_dir(out.path()).expect("the folder").flatten().map(|e| e.path()).collect();
    assert_eq!(written.len(), 9, "{written:?}");
    for path in written {
        accept_file(&path);
        let pages = lopdf::Document::load(&path).expect("a PDF that can be read").get_pages().len();
        assert_eq!(pages, 2, "{}", path.display());
    }
}

fn builds(board: &Written, arguments: &[&str]) {
    let arguments: Vec<&str> = ["build"].iter().chain(arguments).copied().collect();
    board.run(&arguments).expect(0);
    accept(&board.path("papers"));
}

#[test]
fn the_sample() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let folder = out.path().display().to_string();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for extra in [&["--edition", "both"][..], &["--draft"], &["--quarter", "Q1 2013/14"]] {
        let arguments: Vec<&str> = ["build", "--out", &folder].iter().chain(extra).copied().collect();
        run_in(root, &arguments).expect(0);
        accept(out.path());
        // The quarter before has the same tables on fewer pages.
        let most = if extra[0] == "--quarter" { 5_600 } else { 5_000 };
        for paper in ["performance-overview.pdf", "action-plan-update.pdf"] {
            let bytes = std::fs::read(out.path().join(paper)).expect("the paper");
            let pages = lopdf::Document::load_mem(&bytes).expect("a PDF that can be read").get_pages().len();
            assert!(bytes.len() < most * pages, "{paper}: {} bytes on {pages} pages", bytes.len());
        }
    }
}

#[test]
fn one_area_one_category_and_nothing_else() {
    builds(&Fixture::default().areas(&["Northshire"]).categories(&["All crime types"]).no_asb().bare().write(), &[]);
}

#[test]
fn nothing_happened_at_all() {
    builds(&Fixture::default().counts(|_, _, _| 0).write(), &[]);
}

#[test]
fn every_month_is_like_every_other() {
    builds(&Fixture::default().counts(|_, _, _| 7).write(), &[]);
}

#[test]
fn everything_fell_or_rose_without_a_break() {
    builds(&Fixture::default().counts(|_, _, month| 400 - 13 * month as u32).write(), &[]);
    builds(&Fixture::default().counts(|_, _, month| month as u32 * month as u32 * 1000).write(), &[]);
}

#[test]
fn the_fewest_months_there_may_be() {
    builds(&Fixture::default().months(24).write(), &[]);
}

#[test]
fn thirty_areas_of_long_names() {
    let names: Vec<String> = (1..=30).map(|n| format!("St. Mary’s & King's Upon-the-Water district no. {n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    builds(&Fixture::default().areas(&names).write(), &[]);
}

#[test]
fn drafts_of_few_returns_and_of_none() {
    let names = ["Northshire", "Southshire", "Weston & Eastleigh", crate::fixture::UNIT];
    let mut fixture = Fixture::default();
    for name in names {
        fixture = fixture.without(name);
        builds(&fixture.write(), &["--draft"]);
    }
}

#[test]
fn a_house_style_of_larger_text_with_a_logo() {
    let board = Fixture::default().write();
    let style = board.path("style");
    std::fs::create_dir(&style).expect("a folder");
    let file = std::fs::File::create(style.join("logo.png")).expect("a file");
    let mut logo = png::Encoder::new(file, 3, 2);
    logo.set_color(png::ColorType::Rgba);
    let mut logo = logo.write_header().expect("a picture");
    logo.write_image_data(&[0x80; 3 * 2 * 4]).expect("its pixels");
    logo.finish().expect("the picture's end");
    let theme =
        "[logo]\nfile = \"logo.png\"\nalt = \"A county’s arms\"\n[sizes]\nbody = 14\ntable = 11\nfurniture = 10\n";
    std::fs::write(style.join("theme.toml"), theme).expect("a file");
    builds(&board, &["--templates", &style.display().to_string()]);
}

#[test]
fn text_from_returns_is_text() {
    let odd = "# not a heading | <script>alert(1)</script> {{mustache}} [link](javascript:x) *stars* _under_ \\back\\ &amp; ~~~";
    let board = Fixture::default().cell("Northshire", "Activity", "C2", odd).write();
    let outline = board.run(&["build", "--outline"]).expect(0).out();
    assert!(outline.contains(odd), "{outline}");
    builds(&board, &[]);
}

#[test]
fn a_character_that_no_font_has_names_its_cell() {
    let ran = Fixture::default().cell("Northshire", "Activity", "C2", "A tick: ✓").write().run(&["build"]).expect(1);
    assert!(ran.err().contains("northshire.xlsx › Activity › C2") && ran.err().contains('✓'), "{}", ran.err());
}
