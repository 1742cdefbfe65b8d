//! Files replaced together or not at all, whatever happens and whenever.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::*;

/// Signals are the whole process's, so the tests share this.
static STOP: LazyLock<Stop> = LazyLock::new(|| Stop::new().unwrap());

fn set(folder: &Path, files: &[(&str, &str)]) -> Files {
    let mut set = Files::into_folder(folder);
    files.iter().for_each(|(name, text)| set.add(name, text.as_bytes().to_vec()));
    set
}

/// Every file in a folder and in those within it, the program's own included.
fn listing(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            found.extend(listing(&entry.path()).into_iter().map(|(inner, text)| (format!("{name}/{inner}"), text)));
        } else {
            found.insert(name, fs::read_to_string(entry.path()).unwrap());
        }
    }
    found
}

fn files(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn told(fault: Fault) -> String {
    match fault {
        Fault::Problems(problems) => problems.iter().map(|p| p.to_string() + "\n").collect(),
        Fault::Stopped(signal) => format!("signal {signal}"),
    }
}

const OLD: [(&str, &str); 3] = [("a.pdf", "old a"), ("closed/b.pdf", "old b"), ("other.pdf", "not ours")];
const NEW: [(&str, &str); 3] = [("a.pdf", "new a"), ("closed/b.pdf", "new b"), ("c.csv", "new c")];

#[test]
fn a_set_replaces_the_one_before_and_leaves_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("papers");
    set(&out, &OLD).write(&STOP).unwrap();
    assert_eq!(listing(&out), files(&OLD));
    set(&out, &NEW).write(&STOP).unwrap();
    let wanted: Vec<_> = NEW.into_iter().chain([OLD[2]]).collect();
    assert_eq!(listing(&out), files(&wanted));
    Files::at(&out.join("one.txt"), b"one".to_vec()).write(&STOP).unwrap();
    assert_eq!(fs::read_to_string(out.join("one.txt")).unwrap(), "one");
}

#[test]
fn what_fails_half_way_is_put_back() {
    for (failing, (name, _)) in NEW.iter().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        set(folder.path(), &OLD).write(&STOP).unwrap();
        let mut turn = 0;
        let fault = set(folder.path(), &NEW).write_by(&STOP, &mut |from, to| {
            turn += 1;
            if turn > failing { Err(io::ErrorKind::ResourceBusy.into()) } else { fs::rename(from, to) }
        });
        let told = told(fault.unwrap_err());
        assert!(told.contains(name) && told.contains("close it in the program that has it open"), "{told}");
        assert_eq!(listing(folder.path()), files(&OLD), "after {failing} of three");
    }
}

#[test]
fn what_a_kill_interrupts_is_undone_by_the_next_run() {
    for after in 0..=3 {
        let (folder, killed) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        set(folder.path(), &OLD).write(&STOP).unwrap();
        let mut turn = 0;
        // What is on the disk when a kill comes is what is there at that moment.
        let mut rename = |from: &Path, to: &Path| {
            if turn == after {
                copy(folder.path(), killed.path());
            }
            turn += 1;
            let renamed = fs::rename(from, to);
            if (turn, after) == (3, 3) {
                copy(folder.path(), killed.path());
            }
            renamed
        };
        set(folder.path(), &NEW).write_by(&STOP, &mut rename).unwrap();
        assert!(listing(killed.path()).len() > 4, "it was interrupted");
        put_right(killed.path(), &STOP).unwrap();
        assert_eq!(listing(killed.path()), files(&OLD), "after {after} of three");
    }
}

#[test]
fn a_journal_cut_anywhere_does_no_harm() {
    let (folder, killed) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    set(folder.path(), &OLD).write(&STOP).unwrap();
    let mut first = true;
    let rename = &mut |from: &Path, to: &Path| {
        if std::mem::take(&mut first) {
            copy(folder.path(), killed.path());
        }
        fs::rename(from, to)
    };
    set(folder.path(), &NEW).write_by(&STOP, rename).unwrap();
    let journal = fs::read(killed.path().join(".board-papers-journal")).unwrap();
    for length in (0..=journal.len()).step_by(9) {
        let cut = tempfile::tempdir().unwrap();
        copy(killed.path(), cut.path());
        fs::write(cut.path().join(".board-papers-journal"), &journal[..length]).unwrap();
        set(cut.path(), &[("c.csv", "later")]).write(&STOP).unwrap();
        let mut left = listing(cut.path());
        // Where the line was cut that names the folders, they are not known.
        left.retain(|name, _| !name.contains("closed/.board-papers-"));
        assert_eq!(left, files(&[&OLD[..], &[("c.csv", "later")]].concat()), "cut at {length}");
    }
}

#[test]
fn what_somebody_put_there_after_a_kill_stays() {
    let (folder, killed) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut turn = 0;
    let rename = &mut |from: &Path, to: &Path| {
        turn += 1;
        let renamed = fs::rename(from, to);
        if turn == 3 {
            copy(folder.path(), killed.path());
        }
        renamed
    };
    set(folder.path(), &NEW).write_by(&STOP, rename).unwrap();
    fs::write(killed.path().join("a.pdf"), "mended by hand").unwrap();
    put_right(killed.path(), &STOP).unwrap();
    assert_eq!(listing(killed.path()), files(&[("a.pdf", "mended by hand")]));
}

#[test]
fn what_is_in_the_way_is_told_before_anything_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("c.csv")).unwrap();
    set(folder.path(), &OLD).write(&STOP).unwrap();
    let place = folder.path().join("closed/b.pdf");
    let mut rights = fs::metadata(&place).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(&place, rights).unwrap();
    let told = told(set(folder.path(), &NEW).write(&STOP).unwrap_err());
    assert!(told.contains("b.pdf: it cannot be written: it is read-only"), "{told}");
    assert!(told.contains("c.csv: it cannot be written: a folder has that name"), "{told}");
    assert_eq!(listing(folder.path()), files(&OLD));
}

#[test]
fn a_name_is_written_once_and_inside_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    for names in [&["a", "a"][..], &["../a"], &["/a"], &[""]] {
        let mut set = Files::into_folder(folder.path());
        names.iter().for_each(|name| set.add(name, b"x".to_vec()));
        assert!(matches!(set.write(&STOP), Err(Fault::Problems(_))), "{names:?}");
    }
    assert_eq!(listing(folder.path()), files(&[]));
}

#[test]
fn runs_at_once_take_turns() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|s| {
        for writer in 0..4 {
            let out = folder.path();
            s.spawn(move || {
                for round in 0..5 {
                    let text = format!("{writer} {round}");
                    set(out, &[("a", &text), ("b", &text), ("c", &text)]).write(&STOP).unwrap();
                }
            });
        }
    });
    let left = listing(folder.path());
    assert_eq!(left.len(), 3, "{left:?}");
    assert!(left.values().all(|text| *text == left["a"]), "{left:?}");
}

#[cfg(unix)]
#[test]
fn a_file_is_its_owners_until_it_has_the_rights_of_any_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("any"), "").unwrap();
    set(folder.path(), &NEW).write(&STOP).unwrap();
    let mode = |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
    assert_eq!(mode("a.pdf"), mode("any"));
    let own = own_file(&folder.path().join("x")).unwrap();
    assert_eq!(own.as_file().metadata().unwrap().permissions().mode() & 0o077, 0);
}
