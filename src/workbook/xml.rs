//! The XML parts of a workbook, looked over before anything is taken from them.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::fault::Fault;
use super::limits::DEEPEST;

/// Visits every event of a part that is whole: in UTF-8, without a document type, each element closed. With each comes
/// where it stands in the part's text.
///
/// Elements without content come as [`Event::Empty`].
pub(super) fn walk(
    part: &str,
    bytes: &[u8],
    mut visit: impl FnMut(&Event<'_>, Range<usize>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let broken = |why: &str| Fault::Damaged(format!("its part {part} {why}"));
    let mut reader = Reader::from_str(text(part, bytes)?);
    let mut depth = 0usize;
    let mut elements = 0usize;
    let mut end = 0;
    loop {
        let start = end;
        let event = reader.read_event().map_err(|_| broken("is cut off or not well-formed"))?;
        end = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match &event {
            Event::Start(_) => {
                depth += 1;
                elements += 1;
                if depth > DEEPEST {
                    return Err(broken("is nested too deeply"));
                }
            }
            Event::Empty(_) => elements += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            // Entities and files outside are declared there. No spreadsheet program writes one.
            Event::DocType(_) => return Err(broken("declares a document type, which no spreadsheet program does")),
            Event::Decl(declaration) => {
                let encoding = declaration.encoding().and_then(Result::ok).map(|e| e.to_lowercase());
                if encoding.is_some_and(|e| !matches!(e.as_str(), "utf-8" | "utf8" | "us-ascii" | "ascii")) {
                    return Err(broken("is in an encoding that cannot be read; UTF-8 is expected"));
                }
            }
            Event::Eof if depth > 0 || elements == 0 => return Err(broken("is cut off")),
            Event::Eof => return Ok(()),
            _ => {}
        }
        visit(&event, start..end)?;
    }
}

/// Takes a part's text, which begins after the mark of its byte order.
pub(super) fn text<'a>(part: &str, bytes: &'a [u8]) -> Result<&'a str, Fault> {
    let wide = bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff])
        || bytes.get(1) == Some(&0)
        || bytes.first() == Some(&0);
    match std::str::from_utf8(bytes) {
        Ok(text) if !wide => Ok(text.trim_start_matches('\u{feff}')),
        _ => Err(Fault::Damaged(format!("its part {part} is in an encoding that cannot be read; UTF-8 is expected"))),
    }
}

/// Gives the values of attributes as they are written, by their names in full; `None` where one is there twice.
///
/// A spreadsheet program writes none twice, and two readers could each take another.
pub(super) fn written<'a, const N: usize>(
    element: &'a BytesStart<'_>,
    names: [&str; N],
) -> Option<[Option<&'a str>; N]> {
    let mut values = [None; N];
    for found in element.attributes().with_checks(false) {
        let Ok(found) = found else { return None };
        let Some(at) = names.iter().position(|n| *n == found.key.as_ref()) else { continue };
        let std::borrow::Cow::Borrowed(value) = found.value else { return None };
        if values[at].replace(value).is_some() {
            return None;
        }
    }
    Some(values)
}

/// Gives the value of an element's attribute, by its name without a prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
    Some(
        found
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map_or_else(|_| found.value.to_string(), |v| v.to_string()),
    )
}
