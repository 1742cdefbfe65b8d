//! Ends builds at random moments, and starts them in pairs, to see that papers are only ever replaced together.
//!
//! `cargo run --example kill -- PROGRAM INPUTS [KILLS] [PAIRS]`, with the program to try and a folder of inputs; 300
//! kills and 50 pairs where no numbers are given. Builds with and without `--draft` take turns, so that a mixed pair
//! of papers shows; half of the kills wait until the run begins to write. It prints what it saw, and fails if a paper was
//! cut at any time, or a pair mixed or a file left behind after the next run.

#![allow(clippy::print_stdout, reason = "an example tells what it saw")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const PAPERS: [&str; 2] = ["action-plan-update.pdf", "performance-overview.pdf"];
const SIGNALS: [&str; 3] = ["KILL", "TERM", "INT"];

/// The bytes of a pair of papers.
type Pair = Vec<Vec<u8>>;

struct Trial {
    program: PathBuf,
    inputs: PathBuf,
    out: PathBuf,
    /// The pairs that there may be, draft or not.
    sound: [Pair; 2],
    random: u64,
}

fn main() {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(program), Some(inputs)) = (arguments.next(), arguments.next()) else {
        panic!("usage: kill PROGRAM INPUTS [KILLS] [PAIRS]");
    };
    let mut number = |default| arguments.next().and_then(|n| n.to_str()?.parse().ok()).unwrap_or(default);
    let (kills, pairs) = (number(300), number(50));
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let mut trial = Trial {
        program: fs::canonicalize(program).expect("the program"),
        inputs: fs::canonicalize(inputs).expect("the inputs"),
        out: folder.path().join("papers"),
        sound: Default::default(),
        random: 1,
    };
    let mut took = Duration::ZERO;
    for draft in [false, true] {
        let start = Instant::now();
        assert!(trial.build(draft).wait().expect("a run").success(), "a run that nobody ends");
        took = start.elapsed();
        trial.sound[usize::from(draft)] = trial.papers();
    }
    trial.kill(kills, took);
    trial.pair(pairs);
}

impl Trial {
    fn build(&self, draft: bool) -> Child {
        let mut command = Command::new(&self.program);
        command.args(["build", "--quiet", "--date", "2013-11-20", "--inputs"]).arg(&self.inputs);
        command.arg("--out").arg(&self.out).args(draft.then_some("--draft"));
        command.stdin(Stdio::null()).stderr(Stdio::null()).spawn().expect("a run")
    }

    fn papers(&self) -> Pair {
        PAPERS.iter().map(|name| fs::read(self.out.join(name)).expect("a paper")).collect()
    }

    /// What is in the folder besides the papers.
    fn left(&self) -> BTreeSet<String> {
        names(&self.out).into_iter().filter(|name| !PAPERS.contains(&name.as_str())).collect()
    }

    /// A number below another.
    fn random(&mut self, below: u64) -> u64 {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.random >> 33) % below.max(1)
    }

    fn kill(&mut self, kills: usize, took: Duration) {
        let (mut ended, mut mixed, mut left) = (0, 0, 0);
        for turn in 0..kills {
            let draft = turn % 2 == 0;
            let mut run = self.build(draft);
            if turn % 4 < 2 {
                while self.left().is_empty() && run.try_wait().expect("its state").is_none() {
                    sleep(Duration::from_micros(100));
                }
                sleep(Duration::from_micros(self.random(4_000)));
            } else {
                sleep(Duration::from_micros(self.random(took.as_micros() as u64)));
            }
            let signal = SIGNALS[turn % SIGNALS.len()];
            let kill = Command::new("kill").args(["-s", signal, &run.id().to_string()]).stderr(Stdio::null()).status();
            kill.expect("the program `kill`");
            let status = run.wait().expect("its end");
            ended += usize::from(!status.success());
            let now = self.papers();
            for (paper, (one, other)) in now.iter().zip(self.sound[0].iter().zip(&self.sound[1])) {
                assert!(paper == one || paper == other, "kill {turn} ({signal}): a paper is cut");
            }
            mixed += usize::from(!self.sound.contains(&now));
            if signal == "KILL" {
                left += usize::from(!self.left().is_empty());
            } else {
                assert!(self.left().is_empty(), "kill {turn} ({signal}): {:?} is left", self.left());
                assert!(self.sound.contains(&now), "kill {turn} ({signal}): a mixed pair");
            }
            let next = self.build(turn % 3 == 0).wait().expect("its end");
            assert!(next.success() && self.papers() == self.sound[usize::from(turn % 3 == 0)], "after kill {turn}");
            assert!(self.left().is_empty(), "after kill {turn}: {:?} is left", self.left());
        }
        println!(
            "{kills} kills: {ended} runs ended by them; {mixed} left a mixed pair and {left} files, until the next run"
        );
    }

    fn pair(&mut self, pairs: usize) {
        for turn in 0..pairs {
            let one = self.build(true);
            sleep(Duration::from_micros(self.random(3_000)));
            let other = self.build(false);
            for mut run in [one, other] {
                assert!(run.wait().expect("its end").success(), "pair {turn}: a run failed");
            }
            assert!(self.sound.contains(&self.papers()), "pair {turn}: mixed");
            assert!(self.left().is_empty(), "pair {turn}: {:?} is left", self.left());
        }
        println!("{pairs} pairs: none mixed, nothing left");
    }
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect()
}
