//! The folders of quarters among the inputs, and those that look like one and are none.
//!
//! A quarter has one folder, of the very name that [`Quarter::folder`] gives, so that nobody has to guess which of two is
//! read. Papers of the quarter before are worse than none: whoever misnames a folder is told what it should be called.

use std::fs;
use std::io;
use std::path::Path;

use super::folder::files;
use crate::problem::{Code, Place, Problem, Problems, Severity};
use crate::quarter::Quarter;
use crate::text::misleads;

/// The folders among the inputs.
#[derive(Debug)]
pub struct Quarters {
    /// Where they are, as it is printed.
    inputs: String,
    /// Quarters that have a folder, and whether there is a file in it.
    found: Vec<(Quarter, bool)>,
    strays: Vec<Stray>,
}

/// A folder that is passed over.
#[derive(Debug)]
struct Stray {
    name: String,
    likeness: Likeness,
}

/// What a folder that is passed over looks like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Likeness {
    /// A quarter's, but for its name.
    Misnamed(Quarter),
    /// A quarter's, behind a link that leads nowhere.
    Unreachable(Quarter),
    /// Some folder with workbooks in it.
    Workbooks,
}

impl Quarters {
    /// Looks at the folders among the inputs.
    ///
    /// # Errors
    /// Where the machine does not let them be listed.
    pub fn list(inputs: &Path) -> Result<Self, Problem> {
        let mut quarters = Quarters { inputs: inputs.display().to_string(), found: Vec::new(), strays: Vec::new() };
        let names = fs::read_dir(inputs)
            .and_then(|entries| entries.map(|e| Ok(e?.file_name().to_string_lossy().into_owned())).collect());
        let mut names: Vec<String> = names.map_err(|e: io::Error| {
            let place = Place::Whole(quarters.inputs.clone());
            Problem::new(Code::UnreadableFolder, place, format!("the folder cannot be read: {e}"))
        })?;
        names.sort();
        for name in names.iter().filter(|name| !name.starts_with('.')) {
            let path = inputs.join(name);
            let quarter = exact(name, &names, inputs);
            let leads_nowhere = path.is_symlink() && !path.exists();
            let likeness = match quarter.or_else(|| nearly(name)) {
                Some(q) if leads_nowhere => Likeness::Unreachable(q),
                _ if !path.is_dir() => continue,
                Some(q) if quarter.is_some() => {
                    quarters
                        .found
                        .push((q, files(&path, &mut Problems::new()).map_or(true, |files| !files.is_empty())));
                    continue;
                }
                Some(q) => Likeness::Misnamed(q),
                None if holds_workbooks(&path, 1) => Likeness::Workbooks,
                None => continue,
            };
            quarters.strays.push(Stray { name: name.clone(), likeness });
        }
        Ok(quarters)
    }

    /// Says whether a quarter has a folder.
    pub fn has(&self, quarter: Quarter) -> bool {
        self.found.iter().any(|(found, _)| *found == quarter)
    }

    /// Finds the latest quarter that has been returned, or where none has, the latest that has a folder.
    pub fn latest(&self) -> Option<Quarter> {
        self.latest_of(|_| true)
    }

    /// Finds the latest such quarter before one.
    pub fn latest_before(&self, quarter: Quarter) -> Option<Quarter> {
        self.latest_of(|q| q < quarter)
    }

    fn latest_of(&self, wanted: impl Fn(Quarter) -> bool) -> Option<Quarter> {
        let of = |filled: bool| self.found.iter().filter(|(q, f)| wanted(*q) && *f == filled).map(|(q, _)| *q).max();
        of(true).or_else(|| of(false))
    }

    /// Reports what is passed over where a quarter is read: an error each where the returns that were meant may be in it.
    ///
    /// `named` says whether somebody asked for this very quarter.
    pub fn passed_over(&self, quarter: Option<Quarter>, named: bool) -> Problems {
        let meant = |q: Quarter| match quarter {
            Some(quarter) if q == quarter => !self.has(q),
            Some(quarter) => q > quarter && !named,
            None => true,
        };
        let told = |stray: &Stray| {
            let place = Place::Whole(format!("{}: \u{201c}{}\u{201d}", self.inputs, clean(&stray.name)));
            match stray.likeness {
                Likeness::Misnamed(q) => {
                    let message = "the folder's name is nearly a quarter's, but not quite, so it is passed over";
                    let help = if self.has(q) {
                        format!("The returns of {q} are read from {}: move this one elsewhere", q.folder())
                    } else {
                        format!("If it holds the returns of {q}, rename it to {}", q.folder())
                    };
                    let severity = if meant(q) { Severity::Error } else { Severity::Warning };
                    Problem::new(Code::MisnamedFolder, place, message).help(help).severity(severity)
                }
                Likeness::Unreachable(q) => {
                    let message = format!("the returns of {q} are behind a link that leads nowhere");
                    let help = "Connect the drive or share that it leads to, or remove the link";
                    let severity = if meant(q) { Severity::Error } else { Severity::Warning };
                    Problem::new(Code::UnreadableFolder, place, message).help(help).severity(severity)
                }
                Likeness::Workbooks => {
                    let message =
                        "there are workbooks in this folder, and it is passed over, as its name is no quarter's";
                    let help = "If they are a quarter's returns, name it as in 2013-14-q2";
                    Problem::new(Code::MisnamedFolder, place, message).help(help).severity(Severity::Warning)
                }
            }
        };
        let empty =
            self.found.iter().filter(|(q, filled)| !named && !filled && quarter.is_some_and(|built| *q > built));
        let empty = empty.map(|(q, _)| {
            Problem::new(Code::PassedOver, Place::Whole(q.folder()), "there is no return in it yet; it is passed over")
        });
        self.strays.iter().map(told).chain(empty).collect()
    }
}

/// Prints a folder's name as it is, all but what would change how a line reads.
fn clean(name: &str) -> String {
    name.chars().filter(|c| !misleads(*c)).collect()
}

/// Reads the name of a quarter's folder. Where a system takes capitals for small letters, so may the name.
fn exact(name: &str, names: &[String], inputs: &Path) -> Option<Quarter> {
    Quarter::parse(name).filter(|q| {
        let folder = q.folder();
        let other_case = || name.to_lowercase() == folder && !names.contains(&folder) && inputs.join(&folder).is_dir();
        name == folder || other_case()
    })
}

/// Finds the quarter that a name may mean: `2013-14 Q2`, `q2_2013`, `2nd quarter 13-14 final`.
fn nearly(name: &str) -> Option<Quarter> {
    let parts = parts(name);
    let year = (0..parts.len()).find_map(|at| year(&parts[at..]))?;
    let at = parts.iter().position(|p| matches!(p.as_str(), "q" | "qtr" | "quarter"))?;
    let before = parts[..at].iter().rev().find(|p| !matches!(p.as_str(), "st" | "nd" | "rd" | "th"));
    let number = |p: &String| p.parse::<u32>().ok().filter(|n| p.len() == 1 && (1..=4).contains(n));
    let number = parts.get(at + 1).and_then(number).or_else(|| before.and_then(number))?;
    Quarter::new(year, number)
}

/// Takes a name apart into words and numbers.
fn parts(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut kind = None;
    for c in name.chars().flat_map(char::to_lowercase) {
        let now = c.is_alphanumeric().then(|| c.is_ascii_digit());
        match parts.last_mut() {
            Some(part) if now.is_some() && now == kind => part.push(c),
            _ if now.is_some() => parts.push(c.into()),
            _ => {}
        }
        kind = now;
    }
    parts
}

/// Reads the year in which the financial year begins that numbers begin with: of four digits, or of two and the next two.
fn year(parts: &[String]) -> Option<i32> {
    let number = |part: &String, digits: usize| part.parse::<i32>().ok().filter(|_| part.len() == digits);
    let first = parts.first()?;
    // As in 201314.
    let joined = || number(first, 6).map(|n| (n / 100, n % 100)).filter(|(y, next)| (y + 1) % 100 == *next);
    let short = || number(first, 2).filter(|y| parts.get(1).and_then(|p| number(p, 2)) == Some((y + 1) % 100));
    number(first, 4)
        .filter(|y| (1900..2199).contains(y))
        .or_else(|| joined().map(|(y, _)| y))
        .or_else(|| short().map(|y| 2000 + y))
}

/// Says whether there is a workbook in a folder, or so many folders deeper.
fn holds_workbooks(folder: &Path, deeper: usize) -> bool {
    let paths = fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path());
    let mut paths = paths.filter(|p| !p.file_name().is_some_and(|n| n.to_string_lossy().starts_with(['.', '~'])));
    paths.any(|path| {
        let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        let workbook = ending.is_some_and(|e| matches!(e.as_str(), "xlsx" | "xlsm" | "xlsb" | "xls" | "ods"));
        if path.is_dir() { deeper > 0 && holds_workbooks(&path, deeper - 1) } else { workbook }
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn inputs(folders: &[&str]) -> (tempfile::TempDir, Quarters) {
        let inputs = tempfile::tempdir().unwrap();
        for folder in folders {
            fs::create_dir(inputs.path().join(folder)).unwrap();
            fs::write(inputs.path().join(folder).join("a.xlsx"), "").unwrap();
        }
        let quarters = Quarters::list(inputs.path()).unwrap();
        (inputs, quarters)
    }

    fn told(problems: &Problems, severity: Severity) -> Vec<String> {
        problems.iter().filter(|p| p.severity == severity).map(ToString::to_string).collect()
    }

    #[test]
    fn names_that_may_mean_a_quarter_do() {
        let q2 = Quarter::new(2013, 2);
        for name in [
            "2013-14 Q2",
            "Q2 2013-14",
            "2013_14_q2",
            "2013-14-q2-final",
            "2013-14-q2 ",
            "2013-14-Q2",
            "2013-14q2",
            "201314 qtr 2",
            "13-14 Q2",
            "Q2 2013",
            "2nd quarter 2013/14",
            "Returns Quarter 2 (2013-2014)",
            "Copy of 2013-14-q2",
        ] {
            assert_eq!(nearly(name), q2, "{name}");
        }
        for name in ["templates", "2013-14", "Q2", "2013-14 Q5", "Q2 13", "", "9999999 q2"] {
            assert_eq!(nearly(name), None, "{name}");
        }
    }

    #[test]
    fn a_misnamed_folder_that_may_be_the_latest_is_an_error() {
        let (_folder, quarters) = inputs(&["2013-14-q1", "2013-14 Q2", "2012-13-Q3", "2013-14-q1 old", "archive"]);
        assert_eq!(quarters.latest(), Quarter::new(2013, 1));
        let problems = quarters.passed_over(quarters.latest(), false);
        let errors = told(&problems, Severity::Error);
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert!(errors[0].contains("\u{201c}2013-14 Q2\u{201d}") && errors[0].contains("rename it to 2013-14-q2"));
        let warnings = told(&problems, Severity::Warning);
        assert_eq!(warnings.len(), 3, "{warnings:?}");
        assert!(warnings[0].contains("2012-13-Q3") && warnings[0].contains("rename it to 2012-13-q3"), "{warnings:?}");
        assert!(warnings[1].contains("read from 2013-14-q1: move this one elsewhere"), "{warnings:?}");
        assert!(warnings[2].contains("there are workbooks in this folder"), "{warnings:?}");
        // Whoever names a quarter means that one, unless its folder is the misnamed one.
        assert!(!quarters.passed_over(Quarter::new(2013, 1), true).has_errors());
        assert!(quarters.passed_over(Quarter::new(2013, 2), true).has_errors());
    }

    #[test]
    fn a_folder_without_returns_is_not_the_latest() {
        let (folder, _) = inputs(&["2013-14-q1"]);
        fs::create_dir(folder.path().join("2013-14-q2")).unwrap();
        fs::write(folder.path().join("2013-14-q2/.DS_Store"), "").unwrap();
        let quarters = Quarters::list(folder.path()).unwrap();
        assert_eq!(quarters.latest(), Quarter::new(2013, 1));
        assert_eq!(told(&quarters.passed_over(quarters.latest(), false), Severity::Note).len(), 1);
        fs::remove_dir_all(folder.path().join("2013-14-q1")).unwrap();
        assert_eq!(Quarters::list(folder.path()).unwrap().latest(), Quarter::new(2013, 2));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_nowhere_is_told() {
        let (folder, _) = inputs(&["2013-14-q1"]);
        std::os::unix::fs::symlink("/no/such/share", folder.path().join("2013-14-q2")).unwrap();
        let quarters = Quarters::list(folder.path()).unwrap();
        let errors = told(&quarters.passed_over(quarters.latest(), false), Severity::Error);
        assert!(errors.len() == 1 && errors[0].contains("leads nowhere"), "{errors:?}");
    }
}
