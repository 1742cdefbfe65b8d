//! How much a workbook may hold, and how long reading it may take.
//!
//! A return has a hundredth or less of each. What is beyond is refused in words before it costs anything.

use std::time::Duration;

/// The largest file that is looked at: 64 MiB, a thousand times what a return needs.
pub(super) const LARGEST_FILE: u64 = 64 << 20;
/// How long a file may take to read.
pub(super) const TIME: Duration = Duration::from_secs(20);
/// How much memory a child may have, where the system can limit it: 1 GiB.
#[cfg(unix)]
pub(super) const MEMORY: u64 = 1 << 30;
/// The longest answer that is taken from a child.
pub(super) const LONGEST_ANSWER: u64 = 128 << 20;

/// The most entries of an archive: a return has about twenty.
pub(super) const MOST_ENTRIES: usize = 1_000;
/// The most bytes that the parts that are read have together when unpacked, 32 MiB; those of a return have well under
/// one.
pub(super) const MOST_READ: u64 = 32 << 20;
/// The most bytes that all others have together, 96 MiB: pictures, and what other programs add.
pub(super) const MOST_ASIDE: u64 = 96 << 20;
/// The deepest nesting of elements; that of a spreadsheet program is far below.
pub(super) const DEEPEST: usize = 256;

/// The most sheets of one workbook.
pub(super) const MOST_SHEETS: usize = 200;
/// The most cells that are read from one workbook: many times what a return holds.
pub(super) const MOST_CELLS: usize = 500_000;
/// The most merged cells in one workbook: many times what a return has.
pub(super) const MOST_MERGED: usize = 20_000;
/// The most bytes of text in one workbook, as often as it is repeated.
pub(super) const MOST_TEXT: usize = 32 << 20;
/// The most characters that Excel lets a cell hold.
pub(super) const LONGEST_TEXT: usize = 32_767;
/// The most characters of a sheet's name, well above what any program allows.
pub(super) const LONGEST_NAME: usize = 255;

/// One past the last row and column that spreadsheets have (`XFD1048576`).
pub(super) const ROWS: u32 = 1_048_576;
pub(super) const COLUMNS: u32 = 16_384;
