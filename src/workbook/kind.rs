//! What a file is, told by its content and never by its name.

use super::compound::{Compound, MAGIC};
use super::container::ARCHIVE;
use super::fault::Fault;

/// The kinds of workbook that are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Excel 2007 and later, with macros (never run) or without, of XML parts or of binary ones.
    Package,
    /// Excel 97 to 2003.
    Xls,
    /// An `OpenDocument` spreadsheet.
    Ods,
}

/// Tells a workbook by its content.
pub(super) fn of(bytes: &[u8]) -> Result<Kind, Fault> {
    if bytes.is_empty() {
        return Err(Fault::Empty);
    }
    if bytes.starts_with(ARCHIVE) || bytes.starts_with(b"PK\x05\x06") {
        return in_zip(bytes);
    }
    if bytes.starts_with(&MAGIC) {
        return in_compound_file(bytes);
    }
    Err(Fault::NotAWorkbook(something_else(bytes).into()))
}

/// Tells the kinds that are zip archives, by the names in the archive.
fn in_zip(bytes: &[u8]) -> Result<Kind, Fault> {
    let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes))
        .map_err(|_| Fault::Damaged("its zip archive is cut off or broken".into()))?;
    let names: Vec<String> = archive.file_names().flatten().map(|n| n.replace('\\', "/").to_lowercase()).collect();
    let has = |name: &str| names.iter().any(|n| n == name);
    let within = |folder: &str| names.iter().any(|n| n.starts_with(folder));
    match () {
        () if has("xl/workbook.bin") || has("xl/workbook.xml") => Ok(Kind::Package),
        // Not every program names the type of its documents apart.
        () if has("content.xml") && (has("mimetype") || has("meta-inf/manifest.xml")) => Ok(Kind::Ods),
        () if within("word/") => Err(Fault::NotAWorkbook("a Word document".into())),
        () if within("ppt/") => Err(Fault::NotAWorkbook("a PowerPoint presentation".into())),
        () if within("index/") => Err(Fault::NotAWorkbook("a Numbers document".into())),
        // A workbook's main part may have another name: its type is in the list of content types.
        () if has("[content_types].xml") => Ok(Kind::Package),
        () => Err(Fault::NotAWorkbook("a zip archive of other files".into())),
    }
}

/// Tells the kinds that are compound files, by the names in their directory.
fn in_compound_file(bytes: &[u8]) -> Result<Kind, Fault> {
    let file = Compound::read(bytes).ok_or_else(|| Fault::Damaged("its compound file is cut off or broken".into()))?;
    let other = |what: &str| Err(Fault::NotAWorkbook(what.into()));
    match () {
        () if file.has_anywhere("DRMEncryptedDataSpace") || file.has_anywhere("DRMEncryptedTransform") => {
            Err(Fault::Label)
        }
        () if file.has("EncryptedPackage") || file.has("EncryptionInfo") => Err(Fault::Password),
        // These may have workbooks within them.
        () if file.has("WordDocument") => other("a Word document"),
        () if file.has("PowerPoint Document") => other("a PowerPoint presentation"),
        () if file.has("__properties_version1.0") => other("an Outlook message"),
        () if file.has("Workbook") || file.has("Book") => Ok(Kind::Xls),
        () => other("an Office file without a workbook"),
    }
}

/// Names what is no workbook, with its article.
fn something_else(bytes: &[u8]) -> &'static str {
    let head = &bytes[..bytes.len().min(4096)];
    if bytes.starts_with(b"%PDF") {
        return "a PDF";
    }
    if bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"\xff\xd8\xff") || bytes.starts_with(b"GIF8") {
        return "a picture";
    }
    if bytes.starts_with(&[0x09, 0x00]) || bytes.starts_with(&[0x09, 0x02]) || bytes.starts_with(&[0x09, 0x04]) {
        return "a workbook of Excel 4 or earlier";
    }
    if head.starts_with(b"{\\rtf") {
        return "a rich text document";
    }
    let Some(text) = as_text(head) else { return "a file of another kind" };
    let lower = text.trim_start_matches('\u{feff}').trim_start().to_lowercase();
    if lower.starts_with("<!doctype html") || lower.contains("<html") || lower.starts_with("<table") {
        "a web page (HTML)"
    } else if lower.starts_with("<?xml") && lower.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        "an Excel 2003 XML spreadsheet"
    } else if lower.starts_with('<') {
        "an XML file"
    } else if lower.starts_with("mime-version") {
        "a web archive (MHTML)"
    } else if lower.lines().take(3).any(|l| l.contains([',', ';', '\t'])) {
        "text with separators, as in a CSV file"
    } else {
        "plain text"
    }
}

/// Reads the start of a file as text, in UTF-8, UTF-16 or a one-byte encoding; `None` where it holds other bytes.
fn as_text(head: &[u8]) -> Option<String> {
    if let Some(rest) = head.strip_prefix(&[0xff, 0xfe]) {
        let wide: Vec<u16> = rest.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])).collect();
        return Some(String::from_utf16_lossy(&wide));
    }
    if let Some(rest) = head.strip_prefix(&[0xfe, 0xff]) {
        let wide: Vec<u16> = rest.chunks_exact(2).map(|b| u16::from_be_bytes([b[0], b[1]])).collect();
        return Some(String::from_utf16_lossy(&wide));
    }
    let binary = |b: &u8| *b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c);
    if head.iter().any(binary) { None } else { Some(String::from_utf8_lossy(head).into_owned()) }
}
