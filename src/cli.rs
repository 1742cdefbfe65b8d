//! The command line: what is typed becomes what is meant.
//!
//! *In:* the arguments and two variables of the environment (`SOURCE_DATE_EPOCH`, `NO_COLOR`). *Out:* a [`Job`] that can
//! be done as it stands, or clap's words on what is wrong with it (exit status 2). *It must not know* what is in any
//! file.

use std::ffi::OsString;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use chrono::{DateTime, Datelike as _, NaiveDate};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::analysis::Edition;
use crate::quarter::Quarter;

/// What is to be done, and how to talk about it.
#[derive(Clone, Debug)]
pub struct Job {
    /// What is to be done.
    pub task: Task,
    /// Whether to say nothing but errors.
    pub quiet: bool,
}

/// What is to be done.
#[derive(Clone, Debug)]
pub enum Task {
    /// Write the papers.
    Build(Build),
    /// Read returns and say what is wrong with them.
    Check(Check),
    /// Print every figure.
    Facts(FactsTask),
    /// Write blank returns, or the field guide.
    Returns(Returns),
    /// Write a new board's folder.
    Init {
        /// The folder to make.
        folder: PathBuf,
        /// The quarter that it starts with.
        quarter: Quarter,
    },
    /// Print the template reference.
    Reference,
}

/// Where returns are, and which quarter's.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The folder that holds `board.toml`.
    pub folder: PathBuf,
    /// The quarter; the latest folder's where none is named.
    pub quarter: Option<Quarter>,
    /// The folder whose templates, theme and fonts replace those compiled in, or are added to them; where none is named,
    /// the folder `templates` beside `board.toml`, if there is one.
    pub templates: Option<PathBuf>,
}

/// The folder, within that of the papers, of what is for the closed session.
pub const CLOSED_FOLDER: &str = "closed";

/// How the papers are to be written.
#[derive(Clone, Debug)]
pub struct Build {
    /// Where the returns are.
    pub inputs: Inputs,
    /// The folder that the papers go to.
    pub out: PathBuf,
    /// The papers that are asked for by name; none for those that the board always has.
    pub papers: Vec<String>,
    /// For which sessions: one, or both, the open one first.
    pub editions: Vec<Edition>,
    /// The meeting's date, where named.
    pub meeting: Option<NaiveDate>,
    /// Whether returns may be missing.
    pub draft: bool,
    /// How many threads to use; as many as there are processors where none is named.
    pub jobs: Option<usize>,
    /// The day the papers are dated.
    pub date: NaiveDate,
    /// Whether to print what a screen reader would meet, and write nothing.
    pub outline: bool,
    /// Whether to write where every figure comes from, too.
    pub trace: bool,
}

/// What is to be checked, and how the findings are given.
#[derive(Clone, Debug)]
pub struct Check {
    /// The build that is checked: where `board.toml`, the returns and the templates are. Nothing is written by it.
    pub build: Build,
    /// Single returns to be read by themselves; none for the quarter's folder.
    pub returns: Vec<PathBuf>,
    /// Whether findings are JSON on standard output.
    pub json: bool,
    /// The folder that a letter a partnership goes to.
    pub letters: Option<PathBuf>,
    /// The file that the findings go to instead of standard output.
    pub output: Option<PathBuf>,
}

/// Which facts are to be printed.
#[derive(Clone, Debug)]
pub struct FactsTask {
    /// Where the returns are.
    pub inputs: Inputs,
    /// One figure to be explained, as in `Amber Valley / Shoplifting / rolling12`.
    pub figure: Option<String>,
    /// The earlier quarter to tell the differences from.
    pub since: Option<String>,
    /// Whose facts: everyone's, or what is for the closed session.
    pub edition: Edition,
    /// The file that the facts go to instead of standard output.
    pub output: Option<PathBuf>,
}

/// What the command `returns` is to write.
#[derive(Clone, Debug)]
pub enum Returns {
    /// Print the guide to every field.
    Guide {
        /// Where the board is.
        inputs: Inputs,
        /// The quarter that examples are of, where none is named or on file.
        quarter: Quarter,
    },
    /// Write blank returns for a quarter.
    Blank {
        /// Where the latest returns are.
        inputs: Inputs,
        /// The quarter to be returned.
        quarter: Quarter,
        /// The folder that the blank returns go to.
        out: PathBuf,
    },
}

/// Turns the Excel returns of Community Safety Partnerships into their board's papers, as accessible PDF.
#[derive(Parser)]
#[command(name = "board-papers", version, about, max_term_width = 100, after_help = AFTER_HELP)]
struct Arguments {
    /// Say nothing but errors
    #[arg(long, short, global = true)]
    quiet: bool,
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "Run from the folder that holds `inputs`, `board-papers build` reads inputs/board.toml and the latest \
quarter's returns, and writes papers/performance-overview.pdf and papers/action-plan-update.pdf.\n\n\
Exit status: 0 done (there may be warnings); 1 problems in the inputs or templates, nothing written; 2 wrong usage; \
3 the machine failed (disk, permission).";

#[derive(Subcommand)]
enum Command {
    /// Write the board's papers from a quarter's returns
    Build(BuildArguments),
    /// Read returns and list everything that is wrong with them
    Check(CheckArguments),
    /// Print every figure as JSON, explain one, or tell what changed
    Facts(FactsArguments),
    /// Write blank returns to send out
    Returns(ReturnsArguments),
    /// Write a new board's folder: board.toml, templates, a theme, an empty quarter
    Init {
        /// The folder to make
        dir: PathBuf,
    },
    /// Print what templates may use: every name and helper, with an example
    Reference,
}

#[derive(Args)]
struct InputArguments {
    /// The folder that holds board.toml and a folder a quarter
    #[arg(long, default_value = "inputs", value_name = "DIR")]
    inputs: PathBuf,
    /// The quarter, as in "Q2 2013/14" [default: the latest folder]
    #[arg(long, value_parser = quarter, value_name = "QUARTER")]
    quarter: Option<Quarter>,
    /// Templates, theme and fonts that replace those built in, or are added to them [default: the folder templates
    /// beside board.toml, if there is one]
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
}

#[derive(Args)]
struct BuildArguments {
    #[command(flatten)]
    inputs: InputArguments,
    /// The folder to write the papers to
    #[arg(long, default_value = "papers", value_name = "DIR")]
    out: PathBuf,
    /// Only this paper, by the name of its template; may be given again [default: those of board.toml]
    #[arg(long = "paper", value_name = "NAME", action = ArgAction::Append)]
    papers: Vec<String>,
    /// The papers to publish, appendices of what is for the closed session only, or both
    #[arg(long, value_enum, default_value = "open")]
    edition: Editions,
    /// The meeting's date, as in 2013-11-27 [default: board.toml's]
    #[arg(long, value_parser = date, value_name = "DATE")]
    meeting: Option<NaiveDate>,
    /// Build although returns are missing; every page says DRAFT
    #[arg(long)]
    draft: bool,
    /// How many threads to use [default: one a processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
    /// The date the papers carry, as in 2013-11-20 [default: `SOURCE_DATE_EPOCH`, else today]
    #[arg(long, value_parser = date, value_name = "DATE")]
    date: Option<NaiveDate>,
    /// Print the papers' tags and text as a screen reader would meet them; write nothing
    #[arg(long)]
    outline: bool,
    /// Write trace.csv, too: every figure of the papers with its page, name, formula and cells
    #[arg(long)]
    trace: bool,
}

#[derive(Args)]
struct CheckArguments {
    #[command(flatten)]
    inputs: InputArguments,
    /// Single returns to read by themselves [default: all of the quarter's]
    #[arg(value_name = "RETURN")]
    returns: Vec<PathBuf>,
    /// How to list what is found
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Write one short plain-text letter per partnership here
    #[arg(long, value_name = "DIR")]
    letters: Option<PathBuf>,
    /// Write what is found to this file, not to standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Args)]
struct FactsArguments {
    #[command(flatten)]
    inputs: InputArguments,
    /// Explain one figure, as in "Amber Valley / Shoplifting / rolling12"
    #[arg(long, value_name = "FIGURE")]
    figure: Option<String>,
    /// List what differs from an earlier quarter, as in "Q1" or "Q1 2013/14"
    #[arg(long, value_name = "QUARTER", conflicts_with = "figure")]
    since: Option<String>,
    /// What may be published, or only what is for the closed session
    #[arg(long, value_enum, default_value = "open", value_name = "EDITION")]
    edition: EditionName,
    /// Write the facts to this file, not to standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Args)]
struct ReturnsArguments {
    /// The folder that holds board.toml and a folder a quarter
    #[arg(long, default_value = "inputs", value_name = "DIR")]
    inputs: PathBuf,
    /// The quarter to be returned, as in "Q3 2013/14"
    #[arg(long, value_parser = quarter, value_name = "QUARTER", required_unless_present = "guide")]
    quarter: Option<Quarter>,
    /// Templates whose papers the returns may have texts for, beside those built in [default: the folder templates
    /// beside board.toml, if there is one]
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// The folder to write the blank returns to
    #[arg(long, default_value = "returns", value_name = "DIR")]
    out: PathBuf,
    /// Print the guide to every sheet and column instead
    #[arg(long)]
    guide: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Editions {
    Open,
    Closed,
    Both,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EditionName {
    Open,
    Closed,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// The years that a PDF can be dated with.
const YEARS: RangeInclusive<i32> = 1..=9999;

fn quarter(text: &str) -> Result<Quarter, String> {
    Quarter::parse(text).ok_or_else(|| "expected a quarter, as in \"Q2 2013/14\"".into())
}

fn date(text: &str) -> Result<NaiveDate, String> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|date| YEARS.contains(&date.year()));
    date.ok_or_else(|| "expected a date, as in 2013-11-27".into())
}

/// Reads the arguments, the program's name first.
///
/// `epoch` is what `SOURCE_DATE_EPOCH` holds, and `today` the day to fall back on.
///
/// # Errors
/// Clap's own: the words for help and version too, which say so.
pub fn parse<I, T>(arguments: I, epoch: Option<&str>, today: NaiveDate) -> Result<Job, clap::Error>
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    let Arguments { quiet, command } = Arguments::try_parse_from(arguments)?;
    let task = match command {
        Command::Build(b) => Task::Build(build(b, epoch, today)?),
        Command::Check(c) => Task::Check(Check {
            build: Build {
                inputs: c.inputs.into(),
                out: PathBuf::new(),
                papers: Vec::new(),
                editions: vec![Edition::Open, Edition::Closed],
                meeting: None,
                draft: false,
                jobs: None,
                date: day(None, epoch, today)?,
                outline: false,
                trace: false,
            },
            returns: c.returns,
            json: c.format == Format::Json,
            letters: c.letters,
            output: c.output,
        }),
        Command::Facts(f) => Task::Facts(facts(f)?),
        Command::Returns(r) => {
            let inputs = Inputs { folder: r.inputs, quarter: r.quarter, templates: r.templates };
            Task::Returns(match r.quarter {
                Some(quarter) if !r.guide => Returns::Blank { inputs, quarter, out: r.out },
                _ => Returns::Guide { inputs, quarter: Quarter::of(today).previous() },
            })
        }
        Command::Init { dir } => Task::Init { folder: dir, quarter: Quarter::of(today).previous() },
        Command::Reference => Task::Reference,
    };
    Ok(Job { task, quiet })
}

fn facts(f: FactsArguments) -> Result<FactsTask, clap::Error> {
    let edition = if f.edition == EditionName::Closed { Edition::Closed } else { Edition::Open };
    if edition == Edition::Closed && (f.figure.is_some() || f.since.is_some()) {
        let words =
            "--edition closed prints what is for the closed session as a whole: leave out --figure and --since\n";
        return Err(clap::Error::raw(clap::error::ErrorKind::ArgumentConflict, words));
    }
    Ok(FactsTask { inputs: f.inputs.into(), figure: f.figure, since: f.since, edition, output: f.output })
}

fn build(b: BuildArguments, epoch: Option<&str>, today: NaiveDate) -> Result<Build, clap::Error> {
    let date = day(b.date, epoch, today)?;
    // A name of its own keeps a closed file from ever being taken for an open one.
    if b.out.file_name().is_some_and(|name| name.eq_ignore_ascii_case(CLOSED_FOLDER)) {
        let words =
            format!("--out: a folder named \"{CLOSED_FOLDER}\" is for closed files: name the folder around it\n");
        return Err(clap::Error::raw(clap::error::ErrorKind::InvalidValue, words));
    }
    Ok(Build {
        inputs: b.inputs.into(),
        out: b.out,
        papers: b.papers,
        editions: match b.edition {
            Editions::Open => vec![Edition::Open],
            Editions::Closed => vec![Edition::Closed],
            Editions::Both => vec![Edition::Open, Edition::Closed],
        },
        meeting: b.meeting,
        draft: b.draft,
        jobs: b.jobs.map(usize::from),
        date,
        outline: b.outline,
        trace: b.trace,
    })
}

/// Finds the day that the papers carry.
fn day(named: Option<NaiveDate>, epoch: Option<&str>, today: NaiveDate) -> Result<NaiveDate, clap::Error> {
    let stamp = |seconds: &str| {
        let seconds: i64 = seconds.trim().parse().ok()?;
        Some(DateTime::from_timestamp(seconds, 0)?.date_naive()).filter(|date| YEARS.contains(&date.year()))
    };
    match (named, epoch) {
        (Some(date), _) => Ok(date),
        (None, None | Some("")) => Ok(today),
        (None, Some(text)) => stamp(text).ok_or_else(|| {
            let words = format!(
                "SOURCE_DATE_EPOCH: expected seconds since 1970, up to the end of the year 9999, found \"{text}\"\n"
            );
            clap::Error::raw(clap::error::ErrorKind::InvalidValue, words)
        }),
    }
}

impl From<InputArguments> for Inputs {
    fn from(a: InputArguments) -> Self {
        Inputs { folder: a.inputs, quarter: a.quarter, templates: a.templates }
    }
}

#[cfg(test)]
mod tests;
