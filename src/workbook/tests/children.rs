//! Children that hang, fail or babble: shell scripts in the place of the program.

use std::path::Path;
use std::time::Duration;

use super::super::fault::Fault;
use super::super::model::Contents;
use super::super::reader::Children;

/// Starts children that, for each path they are asked for, do what a script says with it in `$path`, and the number of
/// paths they were asked for in `$n`.
fn children(script: &'static str) -> Children {
    let each = format!(r#"n=0; while read -r path; do n=$((n + 1)); {script}; done"#);
    let arguments: &'static [&'static str] = Vec::leak(vec!["-c", String::leak(each)]);
    Children::new("sh".into(), arguments, Duration::from_secs(1))
}

/// What a script prints for a sound workbook, with the child's process and `$n`.
const SOUND: &str = r#"echo "{\"Ok\":{\"sha256\":\"$$ $n\",\"sealed\":true,\"sheets\":[]}}""#;

/// Names the child that read a file, and tells how many it had read then.
fn by(read: Result<Contents, Fault>) -> (String, u32) {
    let answer = read.unwrap().sha256;
    let (child, n) = answer.split_once(' ').unwrap();
    (child.into(), n.parse().unwrap())
}

fn script(others: &str) -> &'static str {
    String::leak(format!(r#"case $path in {others} *) {SOUND};; esac"#))
}

#[test]
fn a_child_reads_one_file_after_another() {
    let children = children(SOUND);
    let (first, one) = by(children.read(Path::new("a.xlsx")));
    assert_eq!(one, 1);
    assert_eq!(by(children.read(Path::new("b.xlsx"))), (first, 2));
}

#[test]
fn a_file_that_ends_or_hangs_its_child_harms_no_other() {
    // Paths are asked for as lists of bytes: c is 99, h is 104, w is 119.
    let children = children(script("*99*) kill -9 $$;; *104*) exec sleep 30;; *119*) echo hello;; *'[]'*) exit;;"));
    for (path, fault) in [("c", Fault::Crashed), ("h", Fault::TimeOut), ("w", Fault::Crashed), ("", Fault::Crashed)] {
        assert_eq!(children.read(Path::new(path)), Err(fault), "{path}");
        let (child, one) = by(children.read(Path::new("a")));
        assert_eq!(one, 1, "after {path}");
        assert_eq!(by(children.read(Path::new("a"))), (child, 2), "after {path}");
    }
    assert_eq!(Fault::TimeOut.problem("a.xls").message, "it was not read within 20 seconds");
}

#[test]
fn what_fails_in_a_used_child_is_read_again_in_a_fresh_one() {
    for second in ["kill -9 $$", "echo hello", r#"echo '{"Err":"Absent"}'"#] {
        let children = children(String::leak(format!("if [ $n = 1 ]; then {SOUND}; else {second}; fi")));
        let (first, _) = by(children.read(Path::new("a")));
        let (next, one) = by(children.read(Path::new("a")));
        assert!(next != first && one == 1, "{second}");
    }
}

#[test]
fn a_fault_is_told_by_a_fresh_child_which_reads_on() {
    let children = children(script(r#"*99*) echo '{"Err":"Password"}';;"#));
    let (used, _) = by(children.read(Path::new("a")));
    assert_eq!(children.read(Path::new("c")), Err(Fault::Password));
    let (next, two) = by(children.read(Path::new("a")));
    assert!(next != used && two == 2);
}

#[test]
fn files_read_at_once_share_the_children() {
    let children = children(SOUND);
    let places = std::thread::available_parallelism().map_or(2, usize::from);
    let mut read: Vec<_> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..3 * places).map(|_| scope.spawn(|| by(children.read(Path::new("a"))).0)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(read.len(), 3 * places);
    read.sort();
    read.dedup();
    assert!(read.len() <= places);
}

#[test]
fn what_a_child_writes_reads_back_to_the_same_bits() {
    use super::super::{Cell, Value};
    let numbers = [0.1, -0.0, 1.0 / 3.0, 5e-324, f64::MAX, f64::NAN, f64::NEG_INFINITY];
    let values = numbers.into_iter().flat_map(|n| [Value::Number(n), Value::Percent(n)]);
    let texts = ["a\n\"b\"", "\u{1f}\u{2028}é"].map(|t| Value::Text(t.into()));
    for value in values.chain(texts).chain([Value::Bool(true), Value::Error("#REF!".into())]) {
        let cell = Cell::new(1_048_575, 16_383, value);
        let written = serde_json::to_string(&cell).unwrap();
        let read: Cell = serde_json::from_str(&written).unwrap();
        assert_eq!(
            (read.row, read.column, format!("{:?}", read.value)),
            (cell.row, cell.column, format!("{:?}", cell.value))
        );
        assert!(!written.contains('\n'));
    }
}
