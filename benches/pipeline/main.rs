//! How long each stage takes, on the sample and on a board of 32 areas with 13 categories: `cargo bench`.
//!
//! Stages are measured in this process on one thread, for both papers together; `read_isolated` reads as the program
//! does, each workbook in a child. Counters give pages a second where pages are made.

#![allow(missing_docs, reason = "divan's macro makes items without documentation")]

mod board;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use board_papers::analysis::{Facts, Previous, analyse};
use board_papers::board::Board;
use board_papers::document::{self, Chart, Document, Front, Markdown};
use board_papers::drawing::svg::{Words, svg};
use board_papers::drawing::{Faces, Theme, default_faces, heights, scene};
use board_papers::finish::{Metadata, Pdf, finish};
use board_papers::layout::{Layout, lay_out};
use board_papers::narrative::{Occasion, Seen, Sources, Templates, issues};
use board_papers::problem::Problems;
use board_papers::quarter::Quarter;
use board_papers::returns::{Return, read_folder};
use board_papers::workbook::Reader;
use chrono::DateTime;
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// The boards that are measured.
const BOARDS: [&str; 2] = ["sample", "32 areas"];

/// Gives a board's folder of inputs; makes the large one when it is first asked for.
fn inputs(name: &str) -> PathBuf {
    static LARGE: OnceLock<tempfile::TempDir> = OnceLock::new();
    if name == BOARDS[0] {
        return Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs");
    }
    let folder = LARGE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        board::write(folder.path()).expect("a board");
        folder
    });
    folder.path().to_path_buf()
}

/// Gives what a stage made, or stops with all that was wrong.
#[track_caller]
fn made<T>(result: Result<T, Problems>) -> T {
    result.unwrap_or_else(|problems| panic!("{}", problems.iter().map(|p| format!("{p}\n")).collect::<String>()))
}

fn quarter() -> Quarter {
    Quarter::new(2013, 2).expect("a quarter")
}

fn returns(reader: &Reader, inputs: &Path, board: &Board, quarter: Quarter) -> Vec<Return> {
    let mut problems = Problems::new();
    let returns = read_folder(reader, inputs, board, quarter, false, &mut problems);
    made(if problems.has_errors() { Err(problems) } else { Ok(returns.open) })
}

/// The returns of the quarter, and of the quarter before where there are some.
fn both_quarters(reader: &Reader, inputs: &Path, board: &Board) -> (Vec<Return>, Option<Previous>) {
    let before = quarter().previous();
    let previous = inputs.join(before.folder()).exists().then(|| Previous {
        quarter: before,
        returns: returns(reader, inputs, board, before),
        earlier: None,
    });
    (returns(reader, inputs, board, quarter()), previous)
}

/// A board and what is needed to make its papers.
struct Job {
    inputs: PathBuf,
    board: Board,
    templates: Templates,
    theme: Theme,
    faces: Faces,
    occasion: Occasion,
}

impl Job {
    fn new(name: &str) -> Self {
        let inputs = inputs(name);
        let sources = Sources::read(None);
        Job {
            board: made(board_papers::board::load(&inputs, sources.papers())),
            templates: made(Templates::compile(&sources)),
            theme: made(Theme::built_in()),
            faces: default_faces().expect("the fonts that are compiled in"),
            occasion: Occasion { closed: Default::default(), meeting: None, draft_reasons: Vec::new() },
            inputs,
        }
    }

    fn facts(&self) -> Facts {
        let (returns, previous) = both_quarters(&Reader::InProcess, &self.inputs, &self.board);
        analyse(&self.board, quarter(), &returns, previous.as_ref())
    }

    fn render(&self, facts: &Facts) -> Vec<(Markdown, Front)> {
        let mut seen = made(Seen::of(&self.board, facts, &self.occasion));
        let issues = issues(&self.board, self.board.papers.standing());
        issues.iter().map(|issue| made(self.templates.render(issue, &mut seen))).collect()
    }

    fn lay_out(&self, documents: &[Document]) -> Vec<Layout> {
        documents.iter().map(|d| made(lay_out(d, &self.theme, &self.faces))).collect()
    }

    fn finish(&self, laid: &[Layout]) -> Vec<Pdf> {
        let created = DateTime::from_timestamp(1_384_905_600, 0).expect("a date");
        let meta = Metadata { created, producer: "board-papers".into() };
        laid.iter().map(|l| made(finish(l, &self.faces, &meta))).collect()
    }
}

fn parse(papers: &[(Markdown, Front)]) -> Vec<Document> {
    papers.iter().map(|(markdown, front)| made(document::parse(markdown, front.clone()))).collect()
}

fn pages(laid: &[Layout]) -> usize {
    laid.iter().map(|l| l.sizes.len()).sum()
}

#[divan::bench(args = BOARDS)]
fn a_read(bencher: Bencher, name: &str) {
    let job = Job::new(name);
    bencher.bench(|| both_quarters(&Reader::InProcess, &job.inputs, &job.board));
}

#[divan::bench(args = BOARDS)]
fn a_read_isolated(bencher: Bencher, name: &str) {
    let job = Job::new(name);
    // A run starts its own children.
    let reader = || Reader::isolated_in(PathBuf::from(env!("CARGO_BIN_EXE_board-papers")));
    bencher.bench(|| both_quarters(&reader(), &job.inputs, &job.board));
}

#[divan::bench(args = BOARDS)]
fn b_analyse(bencher: Bencher, name: &str) {
    let job = Job::new(name);
    let (returns, previous) = both_quarters(&Reader::InProcess, &job.inputs, &job.board);
    bencher.bench(|| analyse(black_box(&job.board), quarter(), black_box(&returns), previous.as_ref()));
}

#[divan::bench]
fn c_compile_templates_theme_and_fonts() -> (Templates, Theme, Faces) {
    let faces = default_faces().expect("the fonts that are compiled in");
    (made(Templates::compile(&Sources::read(None))), made(Theme::built_in()), faces)
}

#[divan::bench(args = BOARDS)]
fn c_render(bencher: Bencher, name: &str) {
    let job = Job::new(name);
    let facts = job.facts();
    bencher.bench(|| job.render(black_box(&facts)));
}

#[divan::bench(args = BOARDS)]
fn d_parse(bencher: Bencher, name: &str) {
    let job = Job::new(name);
    let papers = job.render(&job.facts());
    bencher.bench(|| parse(black_box(&papers)));
}

#[divan::bench(args = BOARDS)]
fn e_lay_out(bencher: Bencher, name: &str) {
    let job = Job::new(name);
    let documents = parse(&job.render(&job.facts()));
    let pages = pages(&job.lay_out(&documents));
    bencher.counter(ItemsCount::new(pages)).bench(|| job.lay_out(black_box(&documents)));
}

/// The charts of a paper as pictures for the web.
#[divan::bench(args = BOARDS)]
fn e_draw_svg(bencher: Bencher, name: &str) {
    let job = Job::new(name);
    let papers = job.render(&job.facts());
    let look = job.theme.look(&job.faces);
    let picture = |chart: &Chart| {
        let size = [480., heights(chart, 480., &look).ideal];
        svg(&scene(chart, [0., 0., size[0], size[1]], &look), size, Words { title: "A finding", alt: "A chart" })
    };
    bencher.bench(|| papers.iter().flat_map(|(m, _)| &m.charts).map(|c| picture(c).len()).sum::<usize>());
}

#[divan::bench(args = BOARDS)]
fn f_finish(bencher: Bencher, name: &str) {
    let job = Job::new(name);
    let laid = job.lay_out(&parse(&job.render(&job.facts())));
    bencher.counter(ItemsCount::new(pages(&laid))).bench(|| job.finish(black_box(&laid)));
}

/// Papers of so many pages, each with a heading, paragraphs and a table: what a page costs must not grow with their number.
const LENGTHS: [usize; 2] = [30, 300];

fn long(pages: usize) -> Vec<Document> {
    let prose =
        "All crime was down 4.4% (243 fewer) on the year before. The largest rise was in burglary.\n\n".repeat(9);
    let row = "| Domestic burglary | 281 | 266 | +15 | ▲ +5.6% |\n".repeat(17);
    let page = |i: usize| {
        format!(
            "<together>\n\n## Area {i}\n\n{prose}<table-options id=\"t{i}\" caption=\"Area {i}\" columns=\"entries, number, \
             number, number, number\" row-headers/>\n\n| Category | Now | Before | Change | Change, % |\n|---|---|---|---|---|\n\
             {row}\n</together>\n\n"
        )
    };
    let text =
        format!("# A long paper\n\n<contents/>\n\n<page-break/>\n\n{}", (0..pages).map(page).collect::<String>());
    let front = Front { title: "A long paper".into(), board: "A board".into(), ..Front::default() };
    parse(&[(Markdown::from(text.as_str()), front)])
}

#[divan::bench(args = LENGTHS)]
fn e_lay_out_pages(bencher: Bencher, length: usize) {
    let (job, documents) = (Job::new("sample"), long(length));
    let pages = pages(&job.lay_out(&documents));
    bencher.counter(ItemsCount::new(pages)).bench(|| job.lay_out(black_box(&documents)));
}

#[divan::bench(args = LENGTHS)]
fn f_finish_pages(bencher: Bencher, length: usize) {
    let job = Job::new("sample");
    let laid = job.lay_out(&long(length));
    bencher.counter(ItemsCount::new(pages(&laid))).bench(|| job.finish(black_box(&laid)));
}

/// Everything from the files to both papers' bytes, in one process, and one thread but for the reading.
#[divan::bench(args = BOARDS)]
fn whole_in_process(bencher: Bencher, name: &str) {
    bencher.bench(|| {
        let job = Job::new(name);
        job.finish(&job.lay_out(&parse(&job.render(&job.facts()))))
    });
}

/// The program itself, as a person runs it: both papers written, on as many threads as it takes.
#[divan::bench(args = BOARDS)]
fn whole_program(bencher: Bencher, name: &str) {
    let inputs = inputs(name);
    let out = tempfile::tempdir().expect("a temporary folder");
    bencher.bench(|| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_board-papers"));
        program.args(["build", "--quiet", "--quarter", "Q2 2013/14", "--inputs"]).arg(&inputs);
        let ran = program.arg("--out").arg(out.path()).output().expect("the program that cargo built");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    });
}
