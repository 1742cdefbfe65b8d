//! The returns of a quarter: the workbooks in its folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::checks;
use super::model::{Return, Returns, Sender};
use super::part::part;
use super::read::{Parted, read};
use crate::board::Board;
use crate::problem::{Code, Place, Problem, Problems};
use crate::quarter::Quarter;
use crate::text;
use crate::threads;
use crate::workbook::{self, Reader, Workbook, clean_name, file_name};

/// Reads all returns in a quarter's folder, in the order of their senders: the areas in the board's order, then the unit.
///
/// Several workbooks are read at once. Everything that is wrong is added to `problems`, in the order of the files' names.
/// Who has not returned is for [`missing`] to tell. Two workbooks of one sender are an error, and the first is given.
pub fn read_folder(
    reader: &Reader,
    inputs: &Path,
    board: &Board,
    quarter: Quarter,
    lenient: bool,
    problems: &mut Problems,
) -> Returns {
    let folder = inputs.join(quarter.folder());
    let files = match files(&folder, problems) {
        Ok(files) => files,
        Err(e) => {
            let place = Place::Whole(folder.display().to_string());
            problems.push(match e.kind() {
                std::io::ErrorKind::NotFound => {
                    Problem::new(Code::NoFolder, place, format!("there is no folder for {quarter}"))
                        .help(format!("Put the returns of {quarter} there"))
                }
                _ => Problem::new(Code::UnreadableFolder, place, format!("the folder cannot be read: {e}")),
            });
            return Returns::default();
        }
    };
    let mut found = Vec::new();
    let take = |workbook: Result<Workbook, Problem>| {
        let mut problems = Problems::new();
        let taken = match workbook {
            Ok(workbook) => read(&workbook, board, Some(quarter), lenient, &mut problems),
            Err(problem) => {
                problems.push(problem);
                None
            }
        };
        (taken, problems)
    };
    for (taken, told) in read_all(reader, &files, take) {
        found.extend(taken);
        problems.extend(told);
    }
    let mut kept = once_each(found, board, problems);
    kept.sort_by_key(|r| match r.open.sender {
        Sender::Area(at) => at,
        Sender::Unit => usize::MAX,
    });
    let returns = part(kept, problems);
    checks::between(&returns.open, board, problems);
    returns
}

/// Reads single returns, each by itself and for the quarter that it names, in the order of the paths.
///
/// Where a quarter is given, each must be for that one.
///
/// A file that is named twice is read once. Files of one name in several folders are told apart by their folders.
pub fn read_files(
    reader: &Reader,
    paths: &[PathBuf],
    board: &Board,
    quarter: Option<Quarter>,
    problems: &mut Problems,
) -> Returns {
    let (mut once, mut seen): (Vec<PathBuf>, BTreeSet<PathBuf>) = (Vec::new(), BTreeSet::new());
    for path in paths {
        if seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())) {
            once.push(path.clone());
        } else {
            let place = Place::Workbook(file_name(path));
            problems.push(Problem::new(Code::NamedTwice, place, "the file is named twice; it is read once"));
        }
    }
    let mut found = Vec::new();
    for (path, workbook) in once.iter().zip(read_all(reader, &once, |workbook| workbook)) {
        let alone = once.iter().filter(|p| file_name(p) == file_name(path)).count() == 1;
        let name = if alone { file_name(path) } else { clean_name(&path.to_string_lossy()) };
        match workbook {
            Ok(workbook) => found.extend(read(&Workbook { name, ..workbook }, board, quarter, false, problems)),
            Err(problem) => problems.push(Problem { place: Place::Workbook(name), ..problem }),
        }
    }
    part(found, problems)
}

/// Lists the files of a folder that may be returns, by name; notes what is passed over.
pub(super) fn files(folder: &Path, problems: &mut Problems) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    paths.retain(|path| {
        let name = file_name(path);
        let lower = name.to_lowercase();
        let why = if path.is_dir() {
            "a folder within the quarter's folder"
        } else if lower.starts_with("~$") || lower.starts_with(".~lock.") {
            "a lock file, which a spreadsheet program leaves while a workbook is open"
        } else if matches!(lower.as_str(), ".ds_store" | "thumbs.db" | "desktop.ini") || lower.starts_with("._") {
            "a file that the system leaves"
        } else {
            return true;
        };
        problems.push(Problem::new(Code::PassedOver, Place::Workbook(name), format!("{why}; it is passed over")));
        false
    });
    Ok(paths)
}

/// Reads workbooks and makes something of each, several at once; the results are in the order of the paths.
fn read_all<T: Send>(
    reader: &Reader,
    paths: &[PathBuf],
    take: impl Fn(Result<Workbook, Problem>) -> T + Sync,
) -> Vec<T> {
    threads::map(paths, threads::at_once(), |path| take(workbook::read(reader, path)))
}

/// Keeps one return of each sender, and reports the others.
fn once_each(found: Vec<Parted>, board: &Board, problems: &mut Problems) -> Vec<Parted> {
    let mut kept: Vec<Parted> = Vec::new();
    for new in found {
        match kept.iter().find(|r| r.open.sender == new.open.sender).map(|r| &r.open) {
            None => kept.push(new),
            Some(first) => {
                let (name, new) = (sender_name(board, new.open.sender), new.open);
                let message =
                    format!("{name} has returned twice: {} is another return for {}", first.workbook, new.quarter);
                let problem = Problem::new(Code::ReturnedTwice, Place::Workbook(new.workbook), message);
                let problem = Problem { found: Some(first.workbook.clone()), ..problem };
                problems.push(problem.help("Keep the one that is right, and move the other elsewhere"));
            }
        }
    }
    kept
}

/// Names a sender as the board does.
pub fn sender_name(board: &Board, sender: Sender) -> &str {
    match sender {
        Sender::Area(at) => board.areas.get(at).map_or("", |a| &a.name),
        Sender::Unit => &board.unit,
    }
}

/// Gives a sender's name for files: unlike those of all other senders.
pub fn file_stem(board: &Board, sender: Sender) -> String {
    let at = match sender {
        Sender::Area(at) => at,
        Sender::Unit => board.areas.len(),
    };
    file_stems(board, &[]).into_iter().nth(at).unwrap_or_default()
}

/// Gives the names for files of all senders, the unit last, and then of others that are no senders.
pub(super) fn file_stems(board: &Board, others: &[&str]) -> Vec<String> {
    let senders = board.areas.iter().map(|a| a.name.as_str()).chain([board.unit.as_str()]);
    text::file_stems(senders.chain(others.iter().copied()))
}

/// Reports everyone who has not returned: an error each, for the caller to soften where it can do without.
///
/// `told` is what was found in reading the folder: a return that lacks may be in a workbook that gave none.
pub fn missing(board: &Board, quarter: Quarter, returns: &[Return], told: &Problems) -> Problems {
    let taken = |name: &str| returns.iter().any(|r| r.workbook == name);
    let errors = told.iter().filter(|p| p.is_error() && p.code != Code::ReturnedTwice);
    let fruitless: BTreeSet<&str> = errors.filter_map(|p| p.place.workbook()).filter(|name| !taken(name)).collect();
    let mend = match Vec::from_iter(fruitless).as_slice() {
        [] => "Put its workbook there, or".to_string(),
        [only] => format!("If it is {only}, mend that; otherwise put its workbook there, or"),
        several => format!("If it is one of {}, mend that; otherwise put its workbook there, or", several.join(", ")),
    };
    let senders = (0..board.areas.len()).map(Sender::Area).chain([Sender::Unit]);
    let absent = senders.filter(|s| !returns.iter().any(|r| r.sender == *s));
    absent
        .map(|sender| {
            let name = sender_name(board, sender);
            let problem = Problem::new(
                Code::NotReturned,
                Place::Whole(quarter.folder()),
                format!("there is no return from {name}"),
            );
            problem.help(format!("{mend} build a draft without it with --draft"))
        })
        .collect()
}
