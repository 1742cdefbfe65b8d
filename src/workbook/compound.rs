//! The compound file that an Excel 97 to 2003 workbook is: its directory, its streams, and what calamine does not tell
//! of the records in them.
//!
//! Offsets are those of MS-CFB and MS-XLS.

use std::collections::BTreeMap;

use super::Merged;
use super::fault::Fault;
use super::shape::Shape;

/// The first bytes of every compound file.
pub(super) const MAGIC: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// Sector numbers from here on are marks, not sectors.
const MARKS: u32 = 0xffff_fffa;

/// A compound file's sectors and directory.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    /// Name, first sector and size of each entry; the first is the root, whose stream holds the small streams.
    entries: Vec<(String, u32, usize)>,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

impl<'a> Compound<'a> {
    /// Reads the directory of a compound file; `None` where it is cut off or broken.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Compound { bytes, sector, fat: Vec::new(), entries: Vec::new() };
        let mut tables: Vec<u32> = (0..109).filter_map(|i| u32_at(bytes, 76 + 4 * i)).collect();
        let mut more = u32_at(bytes, 68)?;
        // Each further list of tables takes a sector: there cannot be more than the file has.
        for _ in 0..bytes.len() / sector {
            if more >= MARKS {
                break;
            }
            let list = file.at(more)?;
            tables.extend((0..sector / 4 - 1).filter_map(|i| u32_at(list, 4 * i)));
            more = u32_at(list, sector - 4)?;
        }
        for table in tables.into_iter().filter(|t| *t < MARKS) {
            let table = file.at(table)?;
            let numbers: Vec<u32> = (0..sector / 4).filter_map(|i| u32_at(table, 4 * i)).collect();
            file.fat.extend(numbers);
        }
        let directory = file.chain(u32_at(bytes, 48)?)?;
        for entry in directory.chunks_exact(128).filter(|e| e[66] != 0) {
            let length = usize::from(u16_at(entry, 64)?).clamp(2, 64) - 2;
            let wide: Vec<u16> = (0..length / 2).filter_map(|i| u16_at(entry, 2 * i)).collect();
            let size = u32_at(entry, 120)? as usize;
            file.entries.push((String::from_utf16_lossy(&wide), u32_at(entry, 116)?, size));
        }
        (!file.entries.is_empty()).then_some(file)
    }

    fn at(&self, sector: u32) -> Option<&'a [u8]> {
        let from = (sector as usize).checked_add(1)?.checked_mul(self.sector)?;
        // The last sector of a file may be cut short.
        self.bytes.get(from..self.bytes.len().min(from.checked_add(self.sector)?))
    }

    /// Joins the sectors that follow from one; `None` where they lead astray.
    fn chain(&self, first: u32) -> Option<Vec<u8>> {
        let mut joined = Vec::new();
        let mut next = first;
        while next < MARKS {
            joined.extend_from_slice(self.at(next)?);
            if joined.len() > self.bytes.len() {
                return None;
            }
            next = *self.fat.get(next as usize)?;
        }
        Some(joined)
    }

    /// Says whether there is an entry of a name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|(n, ..)| n.eq_ignore_ascii_case(name))
    }

    /// Takes the stream of the first of these names that is there.
    fn stream(&self, names: &[&str]) -> Option<Vec<u8>> {
        let found = |name: &&str| self.entries.iter().find(|(n, ..)| n.eq_ignore_ascii_case(name));
        let (_, first, size) = names.iter().find_map(found)?;
        let mut stream = if *size < 4096 { self.small(*first, *size)? } else { self.chain(*first)? };
        stream.truncate(*size);
        Some(stream)
    }

    /// Takes a stream of less than 4096 bytes, which lies in sectors of 64 bytes in the root's stream.
    fn small(&self, first: u32, size: usize) -> Option<Vec<u8>> {
        let (_, root, _) = self.entries.first()?;
        let sectors = self.chain(*root)?;
        let table = self.chain(u32_at(self.bytes, 60)?)?;
        let mut joined = Vec::new();
        let mut next = first;
        while next < MARKS && joined.len() < size {
            let from = next as usize * 64;
            joined.extend_from_slice(sectors.get(from..sectors.len().min(from + 64))?);
            next = u32_at(&table, next as usize * 4)?;
        }
        Some(joined)
    }
}

/// The records that are looked at.
const ROW: u16 = 0x0208;
const COLUMNS: u16 = 0x007d;
const SHEET: u16 = 0x0085;
const FORMAT: u16 = 0x041e;
const STYLE: u16 = 0x00e0;
const NUMBER: u16 = 0x0203;
const SHORT_NUMBER: u16 = 0x027e;
const SHORT_NUMBERS: u16 = 0x00bd;
const FORMULA: u16 = 0x0006;
const PASSWORD: u16 = 0x002f;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;

/// Looks the records of an Excel 97 to 2003 workbook over, and gives the shape of each sheet by its place among them.
///
/// A workbook under a password has its values garbled, those of the old XOR kind no less than others.
pub(super) fn shapes(bytes: &[u8]) -> Result<Vec<Shape>, Fault> {
    let broken = || Fault::Damaged("its compound file is cut off or broken".into());
    let stream = Compound::read(bytes).and_then(|c| c.stream(&["Workbook", "Book"])).ok_or_else(broken)?;
    let mut starts: Vec<u32> = Vec::new();
    let mut by_start: BTreeMap<u32, Shape> = BTreeMap::new();
    let (mut percent_formats, mut styles) = (vec![9u16, 10], Vec::new());
    let (mut at, mut start, mut depth) = (0usize, 0u32, 0u32);
    while let (Some(kind), Some(length)) = (u16_at(&stream, at), u16_at(&stream, at + 2)) {
        let data = stream.get(at + 4..at + 4 + usize::from(length)).ok_or_else(broken)?;
        match kind {
            BEGIN => {
                if depth == 0 {
                    start = u32::try_from(at).map_err(|_| broken())?;
                }
                depth += 1;
            }
            END => depth = depth.saturating_sub(1),
            PASSWORD => return Err(Fault::Password),
            // Kinds other than 0 hold charts, dialogues and macros.
            SHEET if data.get(5) == Some(&0) => starts.extend(u32_at(data, 0)),
            // The characters of a format are of one byte or two; those of a percentage have its sign either way.
            FORMAT if data.get(4..).is_some_and(|text| text.contains(&b'%')) => {
                percent_formats.extend(u16_at(data, 0));
            }
            STYLE => styles.push(u16_at(data, 2).unwrap_or_default()),
            NUMBER | SHORT_NUMBER | SHORT_NUMBERS | FORMULA => {
                let is_percent =
                    |style: u16| styles.get(usize::from(style)).is_some_and(|f| percent_formats.contains(f));
                let found = numbers(kind, data).filter(|(.., style)| is_percent(*style));
                by_start.entry(start).or_default().percents.extend(found.map(|(row, column, _)| Merged {
                    top: row,
                    left: column,
                    bottom: row,
                    right: column,
                }));
            }
            ROW if u16_at(data, 12).is_some_and(|flags| flags & 0x20 != 0) => {
                let row = u16_at(data, 0).map(u32::from).map(|r| (r, r));
                by_start.entry(start).or_default().rows.extend(row);
            }
            COLUMNS if u16_at(data, 8).is_some_and(|flags| flags & 1 != 0) => {
                let span = u16_at(data, 0).zip(u16_at(data, 2)).map(|(a, b)| (u32::from(a), u32::from(b)));
                by_start.entry(start).or_default().columns.extend(span);
            }
            _ => {}
        }
        at += 4 + data.len();
    }
    Ok(starts.iter().map(|s| by_start.remove(s).unwrap_or_default()).collect())
}

/// Gives the row, column and style of each number in a record of one or several.
fn numbers(kind: u16, data: &[u8]) -> impl Iterator<Item = (u32, u32, u16)> + '_ {
    let many = if kind == SHORT_NUMBERS { data.len().saturating_sub(6) / 6 } else { 1 };
    (0..many).filter_map(move |i| {
        let column = u32::from(u16_at(data, 2)?) + u32::try_from(i).ok()?;
        Some((u32::from(u16_at(data, 0)?), column, u16_at(data, 4 + 6 * i)?))
    })
}
