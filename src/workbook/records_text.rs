//! The texts of an Excel 97 to 2003 workbook, which may go on in further records.

use super::compound::{u16_at, u32_at};

/// How texts are written: in Unicode since Excel 97, before that in the code page of the system.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    Unicode,
    CodePage(&'static encoding_rs::Encoding),
}

/// Finds the encoding of a code page, by the number that Windows has for it.
pub(super) fn code_page(number: u16) -> &'static encoding_rs::Encoding {
    use encoding_rs as e;
    match number {
        866 => e::IBM866,
        874 => e::WINDOWS_874,
        932 => e::SHIFT_JIS,
        936 => e::GBK,
        949 => e::EUC_KR,
        950 => e::BIG5,
        1250 => e::WINDOWS_1250,
        1251 => e::WINDOWS_1251,
        1253 => e::WINDOWS_1253,
        1254 => e::WINDOWS_1254,
        1255 => e::WINDOWS_1255,
        1256 => e::WINDOWS_1256,
        1257 => e::WINDOWS_1257,
        1258 => e::WINDOWS_1258,
        10_000 => e::MACINTOSH,
        _ => e::WINDOWS_1252,
    }
}

/// A text with the fonts of its runs: from which character on, and which.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) runs: Vec<(u16, u16)>,
}

impl Text {
    /// Says whether some of the text that can be seen is in one of these fonts.
    pub(super) fn is_in(&self, fonts: impl Fn(u16) -> bool) -> bool {
        if self.runs.is_empty() {
            return false;
        }
        let units: Vec<u16> = self.text.encode_utf16().collect();
        let ends = self.runs.iter().skip(1).map(|r| usize::from(r.0)).chain([units.len()]);
        self.runs.iter().zip(ends).any(|((from, font), end)| {
            let seen =
                units.get(usize::from(*from)..end).is_some_and(|u| !String::from_utf16_lossy(u).trim().is_empty());
            seen && fonts(*font)
        })
    }
}

/// What a record and those that continue it hold, read from front to back.
pub(super) struct Chunks<'a> {
    chunks: Vec<&'a [u8]>,
    /// How many of them are used up, and how much of the next.
    chunk: usize,
    at: usize,
}

impl<'a> Chunks<'a> {
    pub(super) fn new(chunks: Vec<&'a [u8]>) -> Self {
        Chunks { chunks, chunk: 0, at: 0 }
    }

    fn rest(&self) -> &'a [u8] {
        self.chunks.get(self.chunk).and_then(|c| c.get(self.at..)).unwrap_or_default()
    }

    /// Takes some bytes, over the ends of records.
    pub(super) fn take(&mut self, mut many: usize) -> Option<Vec<u8>> {
        let mut taken = Vec::new();
        while many > 0 {
            let rest = self.rest();
            if rest.is_empty() {
                (self.chunk, self.at) = (self.chunk + 1, 0);
                self.chunks.get(self.chunk)?;
                continue;
            }
            let now = rest.len().min(many);
            taken.extend_from_slice(&rest[..now]);
            (self.at, many) = (self.at + now, many - now);
        }
        Some(taken)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        u16_at(&self.take(2)?, 0)
    }

    /// Takes a text that begins with its length in two bytes.
    pub(super) fn text(&mut self, writing: Writing) -> Option<Text> {
        let length = usize::from(self.u16()?);
        match writing {
            Writing::Unicode => self.unicode(length),
            Writing::CodePage(page) => Some(Text {
                text: page.decode_without_bom_handling(&self.take(length)?).0.into_owned(),
                runs: Vec::new(),
            }),
        }
    }

    /// Takes a text that begins with its length in one byte.
    pub(super) fn short_text(&mut self, writing: Writing) -> Option<Text> {
        let length = usize::from(*self.take(1)?.first()?);
        match writing {
            Writing::Unicode => self.unicode(length),
            Writing::CodePage(page) => Some(Text {
                text: page.decode_without_bom_handling(&self.take(length)?).0.into_owned(),
                runs: Vec::new(),
            }),
        }
    }

    /// Takes a text of so many characters: a byte that tells how they are written, which each further record begins
    /// with again, the characters, and then what fonts they are in.
    fn unicode(&mut self, length: usize) -> Option<Text> {
        let mut flags = *self.take(1)?.first()?;
        let runs = if flags & 8 != 0 { usize::from(self.u16()?) } else { 0 };
        let more = if flags & 4 != 0 { u32_at(&self.take(4)?, 0)? as usize } else { 0 };
        let mut units: Vec<u16> = Vec::new();
        while units.len() < length {
            if self.rest().is_empty() {
                (self.chunk, self.at) = (self.chunk + 1, 0);
                flags = *self.chunks.get(self.chunk)?.first()?;
                self.at = 1;
                continue;
            }
            let width = if flags & 1 != 0 { 2 } else { 1 };
            let many = (self.rest().len() / width).min(length - units.len());
            if many == 0 {
                return None;
            }
            let bytes = &self.rest()[..many * width];
            match width {
                1 => units.extend(bytes.iter().map(|b| u16::from(*b))),
                _ => units.extend(bytes.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]]))),
            }
            self.at += many * width;
        }
        let mut text = Text { text: String::from_utf16_lossy(&units), runs: Vec::new() };
        let runs = self.take(runs * 4)?;
        text.runs.extend(runs.chunks_exact(4).filter_map(|r| Some((u16_at(r, 0)?, u16_at(r, 2)?))));
        self.take(more)?;
        Some(text)
    }
}
