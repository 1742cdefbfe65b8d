//! The archive that a workbook is: every entry whole, and none too many or too large.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use super::compound::MAGIC;
use super::fault::Fault;
use super::limits::{MOST_ASIDE, MOST_ENTRIES, MOST_READ};
use super::name::clean_name;

/// The first bytes of every archive that has an entry.
pub(super) const ARCHIVE: &[u8] = b"PK\x03\x04";

/// The parts of an archive that are looked over, by name in lower case: capitals do not tell names apart.
pub(super) type Parts = BTreeMap<String, Part>;

/// A part of an archive.
pub(super) struct Part {
    /// Its name as it is written.
    pub(super) name: String,
    /// What it holds, unpacked.
    pub(super) bytes: Vec<u8>,
}

/// How far into a file a workbook may begin: web pages have sent white space or a warning first.
const LONGEST_START: usize = 4_096;

/// Leaves out what stands before a workbook: up to where an archive or a compound file begins.
pub(super) fn trimmed(bytes: &[u8]) -> &[u8] {
    let head = &bytes[..bytes.len().min(LONGEST_START)];
    let begins = |at: &usize| head[*at..].starts_with(ARCHIVE) || head[*at..].starts_with(&MAGIC);
    (0..head.len()).find(begins).map_or(bytes, |at| &bytes[at..])
}

/// Unpacks an archive, which compares every entry with its checksum, and keeps the parts that are looked over.
pub(super) fn unpack(bytes: &[u8]) -> Result<Parts, Fault> {
    let broken = || Fault::Damaged("its zip archive is cut off or broken".into());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let twice = || Fault::Damaged("its zip archive has two parts of one name".into());
    if archive.len() > MOST_ENTRIES {
        return Err(Fault::TooLarge(format!("it has {} parts, more than {MOST_ENTRIES}", archive.len())));
    }
    if archive.has_duplicate_names() {
        return Err(twice());
    }
    if archive.offset() > 0 {
        return Err(Fault::Damaged("something stands before its zip archive".into()));
    }
    if archive.has_overlapping_entries().map_err(|_| broken())? {
        return Err(Fault::Damaged("parts of its zip archive overlap".into()));
    }
    let mut parts = Parts::new();
    let mut names = BTreeSet::new();
    let (mut left_to_read, mut left_aside) = (MOST_READ, MOST_ASIDE);
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).map_err(|e| match e {
            zip::result::ZipError::UnsupportedArchive(why) if why.contains("assword") => Fault::Password,
            _ => broken(),
        })?;
        let name = clean_name(&entry.name().map_err(|_| broken())?);
        // Programs differ in which way slashes lean.
        let lower = name.replace('\\', "/").trim_start_matches('/').to_lowercase();
        if !names.insert(lower.clone()) {
            return Err(twice());
        }
        // Properties and data of other programs: nothing is taken from them.
        let aside = lower.starts_with("docprops/") || lower.starts_with("customxml/");
        let is_read = !aside && [".xml", ".rels", ".bin"].iter().any(|end| lower.ends_with(end));
        let (left, most) = if is_read { (&mut left_to_read, MOST_READ) } else { (&mut left_aside, MOST_ASIDE) };
        // What it claims to hold is made room for only as far as it may be true.
        let mut content = Vec::with_capacity(usize::try_from(entry.size()).unwrap_or(usize::MAX).min(1 << 20) + 1);
        let read = entry.by_ref().take(*left + 1).read_to_end(&mut content);
        if content.len() as u64 > *left {
            return Err(Fault::TooLarge(format!("it unpacks to more than {} MB", most >> 20)));
        }
        read.map_err(|_| Fault::Damaged(format!("its part {name} was changed or cut off after it was saved")))?;
        *left -= content.len() as u64;
        if entry.size() != content.len() as u64 {
            return Err(Fault::Damaged(format!("its part {name} is not as long as its zip archive says")));
        }
        if is_read {
            parts.insert(lower, Part { name, bytes: content });
        }
    }
    Ok(parts)
}
