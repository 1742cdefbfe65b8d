//! Workbooks read in a child of the very binary.

use std::path::{Path, PathBuf};

use board_papers::workbook::{Reader, read};

fn binary() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_board-papers"))
}

fn sample() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs/2013-14-q2");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the sample").map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    paths
}

#[test]
fn a_child_reads_the_same_cells() {
    for path in sample() {
        let (here, there) = (read(&Reader::InProcess, &path), read(&Reader::Isolated(binary()), &path));
        assert_eq!(here.expect("a sound workbook"), there.expect("a sound workbook"));
    }
}

#[test]
fn a_child_tells_the_same_faults() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("-not a workbook.xlsx");
    std::fs::write(&path, "a,b\n1,2\n").expect("a file");
    let (here, there) = (read(&Reader::InProcess, &path), read(&Reader::Isolated(binary()), &path));
    assert_eq!(here.expect_err("no workbook"), there.expect_err("no workbook"));
}
