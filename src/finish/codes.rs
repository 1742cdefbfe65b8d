//! How the glyphs that a paper shows are coded in its pages: most in one byte.
//!
//! Every character that is shown has a number, the same in all faces. That of an ASCII character is its own byte: words
//! in bold then pack with the same words in regular, and a text's digits with those of the operators around it. The others
//! follow from 0x80. Numbers are written in one byte as long as that lasts, then in two; a small character map says so,
//! the same for all fonts, and so is the map from codes to characters.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::RangeInclusive;

use crate::layout::canvas::BLANK;

/// The first of the bytes that begin a code of two, and how many numbers have one-byte codes.
const LONG: u8 = 0xE0;
/// The number of the first character that is not ASCII.
const OTHERS: u16 = 0x80;
/// How many numbers can be coded; number 0 is the sign for what the font lacks.
const COUNT: u16 = LONG as u16 + (0x100 - LONG as u16) * 0x100;
/// The characters whose numbers are their own.
const ASCII: RangeInclusive<char> = ' '..='~';

/// A glyph that was shown: in the whole font, and the number of the character it stands for.
pub(super) type Used = (u16, u16);

/// The glyphs that a paper shows of each face, and their numbers.
#[derive(Debug)]
pub(super) struct Codes {
    /// In the fonts' order: the same glyphs give the same subset.
    used: [Vec<Used>; 4],
    /// By face and glyph; 0 for what was not shown.
    numbers: [Vec<u16>; 4],
    /// By face and number: whether there is a glyph.
    embedded: [Vec<bool>; 4],
    /// The characters that are not ASCII, in order; the first has number [`OTHERS`].
    others: Vec<char>,
}

impl Codes {
    /// Numbers the characters that were shown, by face and glyph.
    ///
    /// # Errors
    /// More characters than can be coded.
    pub(super) fn new(shown: &[Vec<Option<char>>; 4]) -> Result<Self, String> {
        let others: BTreeSet<char> = shown.iter().flatten().flatten().filter(|c| !ASCII.contains(c)).copied().collect();
        let others: Vec<char> = others.into_iter().collect();
        let room = usize::from(COUNT - OTHERS);
        if others.len() > room {
            return Err(format!("more than {room} different characters are shown besides plain letters and digits"));
        }
        let number = |c: char| match others.binary_search(&c) {
            Ok(i) => OTHERS + i as u16,
            Err(_) => c as u16,
        };
        let numbers = shown.each_ref().map(|face| face.iter().map(|c| c.map_or(0, number)).collect::<Vec<u16>>());
        let mut embedded = <[Vec<bool>; 4]>::default();
        for (embedded, numbers) in embedded.iter_mut().zip(&numbers) {
            embedded.resize(numbers.iter().max().map_or(0, |n| usize::from(*n) + 1), false);
            numbers.iter().filter(|n| **n > 0).for_each(|n| embedded[usize::from(*n)] = true);
        }
        let used =
            numbers.each_ref().map(|face| (0..).zip(face).filter(|(_, n)| **n > 0).map(|(g, n)| (g, *n)).collect());
        Ok(Codes { used, numbers, embedded, others })
    }

    /// Gives the glyphs of a face.
    pub(super) fn used(&self, face: usize) -> &[Used] {
        &self.used[face]
    }

    /// Says whether a face has a glyph for a number.
    pub(super) fn is_used(&self, face: usize, number: usize) -> bool {
        self.embedded[face].get(number).is_some_and(|e| *e)
    }

    /// Gives a glyph's number; 0 where it was not said to be shown.
    pub(super) fn number(&self, face: usize, glyph: u16) -> u16 {
        self.numbers[face].get(usize::from(glyph)).copied().unwrap_or(0)
    }

    /// Writes the map from codes to numbers.
    pub(super) fn map(&self) -> String {
        let mut ranges = vec![format!("<00> <{:02X}> 0\n", LONG - 1)];
        // A range may not go from one first byte to the next.
        for first in LONG..=0xFF {
            let number = u16::from(LONG) + u16::from(first - LONG) * 0x100;
            if number >= self.end() {
                break;
            }
            ranges.push(format!("<{first:02X}00> <{first:02X}FF> {number}\n"));
        }
        format!(
            "{PROLOGUE}/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (Identity) def /Supplement 0 def end \
             def\n/CMapName /{MAP_NAME} def /CMapType 1 def /WMode 0 def\n{}{} begincidrange\n{}endcidrange\n{EPILOGUE}",
            self.spaces(),
            ranges.len(),
            ranges.concat()
        )
    }

    /// Writes the map from codes to characters.
    pub(super) fn unicode_map(&self) -> String {
        let codes: Vec<(String, char)> =
            (OTHERS..).zip(&self.others).map(|(number, c)| (hexadecimal(number), *c)).collect();
        let mut runs = vec![format!("<{0:02X}> <{1:02X}> <{0:04X}>\n", *ASCII.start() as u16, *ASCII.end() as u16)];
        for run in codes.chunk_by(follows) {
            let (Some((first, c)), Some((last, _))) = (run.first(), run.last()) else { continue };
            let mut line = format!("<{first}> <{last}> <");
            // Writing into a string cannot fail.
            match *c {
                BLANK => line.push_str("00200020"),
                c => c.encode_utf16(&mut [0; 2]).iter().for_each(|u| _ = write!(line, "{u:04X}")),
            }
            runs.push(line + ">\n");
        }
        // A hundred a block is the most that a character map may have.
        let block = |part: &[String]| format!("{} beginbfrange\n{}endbfrange\n", part.len(), part.concat());
        format!(
            "{PROLOGUE}/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
             /CMapName /Adobe-Identity-UCS def /CMapType 2 def\n{}{}{EPILOGUE}",
            self.spaces(),
            runs.chunks(100).map(block).collect::<String>()
        )
    }

    /// The number after the last.
    fn end(&self) -> u16 {
        OTHERS + self.others.len() as u16
    }

    /// Says how long codes are. Where one byte is enough for all, there is no word of two.
    fn spaces(&self) -> &'static str {
        match self.end() > u16::from(LONG) {
            true => "2 begincodespacerange\n<00> <DF>\n<E000> <FFFF>\nendcodespacerange\n",
            false => "1 begincodespacerange\n<00> <DF>\nendcodespacerange\n",
        }
    }
}

/// Gives the code of a number, in one byte or two.
pub(super) fn code(number: u16) -> (Option<u8>, u8) {
    match number.checked_sub(u16::from(LONG)) {
        Some(rest) => {
            let [high, low] = rest.to_be_bytes();
            (Some(LONG + high), low)
        }
        None => (None, number as u8),
    }
}

/// Reads a code's number, given its first byte and what gives the next.
pub(super) fn number(first: u8, next: impl FnOnce() -> Option<u8>) -> u16 {
    match first.checked_sub(LONG) {
        Some(high) => u16::from(LONG) + u16::from_be_bytes([high, next().unwrap_or(0)]),
        None => first.into(),
    }
}

/// White space stands wherever a simple reader might split at it.
const PROLOGUE: &str = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n";
const EPILOGUE: &str = "endcmap CMapName currentdict /CMap defineresource pop end end";
/// The name of the map from codes to numbers.
pub(super) const MAP_NAME: &str = "Short-H";

/// Says whether a code and its character go on from others. A run goes neither from one first byte of a code to the next
/// nor from one of a character.
fn follows(a: &(String, char), b: &(String, char)) -> bool {
    let value = |code: &str| u32::from_str_radix(code, 16).unwrap_or(0);
    let (from, to) = (value(&a.0), value(&b.0));
    a.0.len() == b.0.len()
        && ![a.1, b.1].contains(&BLANK)
        && from + 1 == to
        && a.1 as u32 + 1 == b.1 as u32
        && to % 256 != 0
        && !(b.1 as u32).is_multiple_of(256)
}

fn hexadecimal(number: u16) -> String {
    match code(number) {
        (Some(first), second) => format!("{first:02X}{second:02X}"),
        (None, only) => format!("{only:02X}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(first: &str, second: &str) -> Codes {
        Codes::new(&[first, second, "", ""].map(|s| s.chars().map(|c| (c != ' ').then_some(c)).collect()))
            .expect("few characters")
    }

    #[test]
    fn every_number_has_a_code_of_its_own_that_leads_back() {
        let mut last = Vec::new();
        for n in 0..COUNT {
            let (first, second) = code(n);
            let bytes: Vec<u8> = first.into_iter().chain([second]).collect();
            assert_eq!(number(bytes[0], || bytes.get(1).copied()), n);
            assert!((bytes.len(), &bytes) > (last.len(), &last), "{n}");
            assert_eq!(bytes.len() == 2, bytes[0] >= LONG);
            last = bytes;
        }
        assert_eq!(last, [0xFF, 0xFF]);
    }

    #[test]
    fn a_character_has_one_number_in_all_faces() {
        let codes = codes(" b£a", "£");
        assert_eq!(codes.used(0), [(1, 0x62), (2, 0x80), (3, 0x61)]);
        assert_eq!(codes.used(1), [(0, 0x80)]);
        assert_eq!([0, 0x61, 0x80, 0x90].map(|n| codes.is_used(0, n)), [false, true, true, false]);
        assert_eq!([0, 1, 2, 3, 4].map(|g| codes.number(0, g)), [0, 0x62, 0x80, 0x61, 0]);
        let many = |count: usize| [('\u{4E00}'..).take(count).map(Some).collect(), vec![], vec![], vec![]];
        assert!(Codes::new(&many(usize::from(COUNT - OTHERS))).is_ok());
        assert!(Codes::new(&many(usize::from(COUNT - OTHERS) + 1)).is_err());
    }

    #[test]
    fn runs_of_characters_are_one_entry_of_the_map() {
        let map = codes("A£¤", "’😀").unicode_map();
        let entries = "<20> <7E> <0020>\n<80> <81> <00A3>\n<82> <82> <2019>\n<83> <83> <D83DDE00>\n";
        assert!(map.contains(&format!("4 beginbfrange\n{entries}end")), "{map}");
        // A blank is two spaces, and no part of a run.
        let map = codes("\u{2001}\u{2002}\u{2003}", "").unicode_map();
        assert!(map.contains("<80> <80> <2001>\n<81> <81> <00200020>\n<82> <82> <2003>\n"), "{map}");
        // The last one-byte codes, and the first two-byte ones.
        let many: String = ('\u{4E00}'..).take(200).collect();
        let many = codes(&many, "");
        assert!(many.unicode_map().contains("<80> <DF> <4E00>\n<E000> <E067> <4E60>\n"), "{}", many.unicode_map());
        assert!(many.map().contains("2 begincidrange\n<00> <DF> 0\n<E000> <E0FF> 224\nend"), "{}", many.map());
        assert!(many.map().contains("2 begincode") && codes("A", "£").map().contains("1 begincode"));
        assert!(codes("A", "£").map().contains("1 begincidrange\n<00> <DF> 0\nend"));
    }
}
