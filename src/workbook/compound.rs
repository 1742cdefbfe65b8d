//! The compound file that an Excel 97 to 2003 workbook is: its directory and its streams.
//!
//! Offsets are those of MS-CFB.

use std::collections::BTreeSet;

/// The first bytes of every compound file.
pub(super) const MAGIC: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// Sector numbers from here on are marks, not sectors.
const MARKS: u32 = 0xffff_fffa;

/// A compound file's sectors and directory.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    /// The entries of its directory; the first is the root, whose stream holds the small streams.
    entries: Vec<Entry>,
}

/// An entry of the directory.
struct Entry {
    name: String,
    /// Whether it is in use.
    used: bool,
    /// The entries before and after it in its folder, and the first within it.
    before: u32,
    after: u32,
    within: u32,
    first: u32,
    size: usize,
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
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
        for entry in directory.chunks_exact(128) {
            let length = usize::from(u16_at(entry, 64)?).clamp(2, 64) - 2;
            let wide: Vec<u16> = (0..length / 2).filter_map(|i| u16_at(entry, 2 * i)).collect();
            file.entries.push(Entry {
                name: String::from_utf16_lossy(&wide),
                used: entry[66] != 0,
                before: u32_at(entry, 68)?,
                after: u32_at(entry, 72)?,
                within: u32_at(entry, 76)?,
                first: u32_at(entry, 116)?,
                size: u32_at(entry, 120)? as usize,
            });
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

    /// Says whether there is an entry of a name that is in no folder: what is embedded has its own.
    pub(super) fn has(&self, name: &str) -> bool {
        self.outermost().into_iter().any(|at| self.is_named(at, name))
    }

    /// Says whether there is an entry of a name in any folder.
    pub(super) fn has_anywhere(&self, name: &str) -> bool {
        (0..self.entries.len()).any(|at| self.is_named(at, name))
    }

    fn is_named(&self, at: usize, name: &str) -> bool {
        self.entries.get(at).is_some_and(|e| e.used && e.name.eq_ignore_ascii_case(name))
    }

    /// Takes the stream of the workbook; `None` where it is not there, is cut off or leads astray.
    pub(super) fn workbook(&self) -> Option<Vec<u8>> {
        self.stream("Workbook").or_else(|| self.stream("Book"))
    }

    /// Takes a stream that is in no folder; `None` where it is not there, is cut off or leads astray.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let at = self.outermost().into_iter().find(|at| self.is_named(*at, name))?;
        let entry = self.entries.get(at)?;
        let mut stream =
            if entry.size < 4096 { self.small(entry.first, entry.size)? } else { self.chain(entry.first)? };
        (stream.len() >= entry.size).then_some(())?;
        stream.truncate(entry.size);
        Some(stream)
    }

    /// Gives the places of the entries that are in no folder.
    fn outermost(&self) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut next: Vec<u32> = self.entries.first().map(|root| root.within).into_iter().collect();
        while let Some(at) = next.pop() {
            let at = at as usize;
            let Some(entry) = self.entries.get(at) else { continue };
            if found.insert(at) {
                next.extend([entry.before, entry.after]);
            }
        }
        found
    }

    /// Takes a stream of less than 4096 bytes, which lies in sectors of 64 bytes in the root's stream.
    fn small(&self, first: u32, size: usize) -> Option<Vec<u8>> {
        let sectors = self.chain(self.entries.first()?.first)?;
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
