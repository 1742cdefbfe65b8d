//! Workbooks read in children of the very binary.

use std::path::{Path, PathBuf};

use board_papers::workbook::{Reader, read};

fn children() -> Reader {
    Reader::isolated_in(PathBuf::from(env!("CARGO_BIN_EXE_board-papers")))
}

fn sample() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs/2013-14-q2");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the sample").map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    paths
}

#[test]
fn children_read_the_same_cells() {
    let reader = children();
    for path in sample() {
        let (here, there) = (read(&Reader::InProcess, &path), read(&reader, &path));
        assert_eq!(here.expect("a sound workbook"), there.expect("a sound workbook"));
    }
}

#[test]
fn a_child_tells_the_same_faults_between_sound_workbooks() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("-not a\nworkbook.xlsx");
    std::fs::write(&path, "a,b\n1,2\n").expect("a file");
    let reader = children();
    for sound in sample().iter().take(2) {
        let (here, there) = (read(&Reader::InProcess, &path), read(&reader, &path));
        assert_eq!(here.expect_err("no workbook"), there.expect_err("no workbook"));
        assert!(read(&reader, sound).is_ok());
    }
}

#[cfg(unix)]
#[test]
fn a_file_whose_name_is_not_text_is_read() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9.xlsx"));
    // Some systems have no such names.
    if std::fs::copy(&sample()[0], &path).is_ok() {
        assert!(read(&children(), &path).is_ok());
    }
}
