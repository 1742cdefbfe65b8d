//! The records of Excel's binary workbook, and what they say of styles and texts.
//!
//! Numbers and layouts of records are those of MS-XLSB.

use super::container::Part;
use super::fault::Fault;
use super::format::Format;
use super::styles::{Style, Styles};

const TEXT: u16 = 19;
const FONT: u16 = 43;
const FORMAT: u16 = 44;
const STYLE: u16 = 47;
const BEGIN_STYLES: u16 = 617;
const END_STYLES: u16 = 618;
/// What later versions of Excel add stands between these, and has numbers of its own.
const BEGIN_LATER: u16 = 35;
const END_LATER: u16 = 36;

/// The records of a part that are read: the number of each and what it holds.
pub(super) struct Records<'a> {
    part: &'a str,
    rest: &'a [u8],
    later: u32,
}

impl<'a> Records<'a> {
    pub(super) fn of(part: &'a Part) -> Self {
        Records { part: &part.name, rest: &part.bytes, later: 0 }
    }

    /// Takes a number of at most so many bytes, seven bits in each, the lowest first.
    fn packed(&mut self, most: u32) -> Option<usize> {
        let mut number = 0;
        for i in 0..most {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= usize::from(byte & 0x7f) << (7 * i);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }

    fn record(&mut self) -> Option<(u16, &'a [u8])> {
        let kind = self.packed(2)?;
        let length = self.packed(4)?;
        let (data, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some((u16::try_from(kind).ok()?, data))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<(u16, &'a [u8]), Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            match self.record() {
                Some((BEGIN_LATER, _)) => self.later += 1,
                Some((END_LATER, _)) => self.later = self.later.saturating_sub(1),
                Some(_) if self.later > 0 => {}
                Some(record) => return Some(Ok(record)),
                None => {
                    self.rest = &[];
                    return Some(Err(Fault::Damaged(format!("its part {} is cut off", self.part))));
                }
            }
        }
        None
    }
}

pub(super) fn short(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(data.get(at..at + 2)?.try_into().ok()?))
}

pub(super) fn long(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?))
}

/// Reads a text that begins with its length, and gives what follows.
pub(super) fn wide(data: &[u8]) -> Option<(String, &[u8])> {
    let length = usize::try_from(long(data, 0)?).ok()?.checked_mul(2)?;
    let text = data.get(4..length.checked_add(4)?)?;
    let units: Vec<u16> = text.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])).collect();
    Some((String::from_utf16_lossy(&units), &data[4 + length..]))
}

/// Reads a text with the fonts of its runs, and whether some of it is in a font that strikes through.
pub(super) fn rich(data: &[u8], struck: &[bool]) -> Option<(String, bool)> {
    let flags = *data.first()?;
    let (text, rest) = wide(&data[1..])?;
    if flags & 1 == 0 {
        return Some((text, false));
    }
    let many = usize::try_from(long(rest, 0)?).ok()?;
    let runs: Option<Vec<(u16, u16)>> =
        (0..many.min(rest.len())).map(|i| Some((short(rest, 4 + 4 * i)?, short(rest, 6 + 4 * i)?))).collect();
    let runs = runs?;
    let units: Vec<u16> = text.encode_utf16().collect();
    let ends = runs.iter().skip(1).map(|r| usize::from(r.0)).chain([units.len()]);
    let seen = |from: u16, end: usize| {
        units.get(usize::from(from)..end).is_some_and(|u| !String::from_utf16_lossy(u).trim().is_empty())
    };
    let is_struck = |font: u16| struck.get(usize::from(font)).copied().unwrap_or_default();
    let some = runs.iter().zip(ends).any(|((from, font), end)| is_struck(*font) && seen(*from, end));
    Some((text, some))
}

/// Reads the styles of cells, and for each font whether it strikes through.
pub(super) fn styles(part: &Part) -> Result<(Styles, Vec<bool>), Fault> {
    let (mut formats, mut fonts, mut styles, mut of_cells) = (Vec::new(), Vec::new(), Vec::new(), false);
    for record in Records::of(part) {
        let (kind, data) = record?;
        match kind {
            FORMAT => {
                let code = data.get(2..).and_then(wide);
                formats.extend(short(data, 0).zip(code.map(|(code, _)| Format::parse(&code))));
            }
            FONT if styles.is_empty() => fonts.push(short(data, 2).is_some_and(|flags| flags & 8 != 0)),
            BEGIN_STYLES => of_cells = true,
            END_STYLES => break,
            STYLE if of_cells => {
                let format = short(data, 2).unwrap_or_default();
                let own = formats.iter().find(|(number, _)| *number == format).map(|(_, f): &(u16, Format)| f.clone());
                let font = short(data, 4).and_then(|f| fonts.get(usize::from(f)).copied());
                styles.push(Style {
                    format: own.unwrap_or_else(|| Format::built_in(format)),
                    struck: font.unwrap_or_default(),
                });
            }
            _ => {}
        }
    }
    Ok((Styles::new(styles), fonts))
}

/// Reads the texts of the workbook's list, each with whether some of it is struck through.
pub(super) fn texts(part: &Part, struck: &[bool]) -> Result<Vec<(String, bool)>, Fault> {
    let mut texts = Vec::new();
    for record in Records::of(part) {
        let (TEXT, data) = record? else { continue };
        let text = rich(data, struck);
        texts.push(text.ok_or_else(|| Fault::Damaged(format!("its part {} has a text that is cut off", part.name)))?);
    }
    Ok(texts)
}
