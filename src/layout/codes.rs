//! How characters are coded in the pages of a paper: most in one byte.
//!
//! Every character that is shown has a number, the same in all faces. That of an ASCII character is its own byte: words
//! in bold then pack with the same words in regular, and a text's digits with those of the operators around it. The others
//! follow from 0x80, in the order in which they are first shown. Numbers are written in one byte as long as that lasts, then
//! in two. Whoever embeds the fonts says in them which glyph and which character each number stands for.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use crate::drawing::FaceId;

/// The first of the bytes that begin a code of two, and how many numbers have one-byte codes.
pub const LONG: u8 = 0xE0;
/// The number of the first character that is not ASCII.
pub const OTHERS: u16 = 0x80;
/// How many numbers can be coded; number 0 is the sign for what the font lacks.
const COUNT: u16 = LONG as u16 + (0x100 - LONG as u16) * 0x100;
/// The characters whose numbers are their own.
pub const ASCII: RangeInclusive<char> = ' '..='~';

/// What fills the gaps of a row: an en space, which is taken out of the page as two spaces. Simple readers of text take a
/// single space for the end of a word, and what is far from the next word for a column of its own.
pub const BLANK: char = '\u{2002}';

/// The characters that a paper shows, with their numbers, and the glyphs of each face that it shows them in.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Codes {
    /// By face and number.
    glyphs: [Vec<Option<u16>>; 4],
    /// The characters that are not ASCII; the first has number [`OTHERS`].
    others: Vec<char>,
    numbers: HashMap<char, u16>,
    full: bool,
}

impl Codes {
    /// Notes that a glyph of a face is shown for a character, and gives the character's number.
    pub(super) fn show(&mut self, face: FaceId, glyph: u16, c: char) -> u16 {
        let number = self.number(c);
        let glyphs = &mut self.glyphs[usize::from(face.0 & 3)];
        if glyphs.len() <= usize::from(number) {
            glyphs.resize(usize::from(number) + 1, None);
        }
        glyphs[usize::from(number)] = Some(glyph);
        number
    }

    fn number(&mut self, c: char) -> u16 {
        // What looks like a plain character is taken out of the page as that.
        let c = match c {
            '\u{A0}' => ' ',
            '\u{2011}' => '-',
            c => c,
        };
        if ASCII.contains(&c) {
            return c as u16;
        }
        if let Some(number) = self.numbers.get(&c) {
            return *number;
        }
        let number = OTHERS + self.others.len() as u16;
        if number == COUNT {
            self.full = true;
            return 0;
        }
        self.others.push(c);
        self.numbers.insert(c, number);
        number
    }

    /// Says whether more characters were shown than can be coded.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    /// Lists the numbers that are shown in a face, each with its glyph.
    pub fn used(&self, face: usize) -> impl Iterator<Item = (u16, u16)> {
        (0..).zip(&self.glyphs[face]).filter_map(|(number, glyph)| Some((number, (*glyph)?)))
    }

    /// Says whether a face shows a number.
    pub fn is_used(&self, face: usize, number: usize) -> bool {
        self.glyphs[face].get(number).is_some_and(Option::is_some)
    }

    /// Says whether a face shows what it has no glyph for.
    pub fn is_lacking(&self, face: usize) -> bool {
        self.glyphs[face].contains(&Some(0))
    }

    /// Gives the characters that are not ASCII, in the order of their numbers.
    pub fn others(&self) -> &[char] {
        &self.others
    }

    /// Makes the codes of a text in the regular face.
    #[cfg(test)]
    pub(crate) fn of(text: &str) -> Self {
        let mut codes = Codes::default();
        text.chars().for_each(|c| _ = codes.show(FaceId::REGULAR, 1, c));
        codes
    }

    /// Gives the codes to be changed.
    #[cfg(test)]
    pub(crate) fn glyphs_mut(&mut self, face: usize) -> &mut Vec<Option<u16>> {
        &mut self.glyphs[face]
    }
}

/// Gives the code of a number, in one byte or two.
pub fn code(number: u16) -> (Option<u8>, u8) {
    match number.checked_sub(u16::from(LONG)) {
        Some(rest) => {
            let [high, low] = rest.to_be_bytes();
            (Some(LONG + high), low)
        }
        None => (None, number as u8),
    }
}

/// Reads a code's number, given its first byte and what gives the next.
pub fn number(first: u8, next: impl FnOnce() -> Option<u8>) -> u16 {
    match first.checked_sub(LONG) {
        Some(high) => u16::from(LONG) + u16::from_be_bytes([high, next().unwrap_or(0)]),
        None => first.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let mut codes = Codes::default();
        let shown =
            [('b', 1), ('£', 2), ('a', 3), ('\u{A0}', 4)].map(|(c, glyph)| codes.show(FaceId::REGULAR, glyph, c));
        assert_eq!(shown, [0x62, 0x80, 0x61, 0x20]);
        assert_eq!([('–', 7), ('£', 9)].map(|(c, glyph)| codes.show(FaceId::BOLD, glyph, c)), [0x81, 0x80]);
        assert_eq!(codes.used(0).collect::<Vec<_>>(), [(0x20, 4), (0x61, 3), (0x62, 1), (0x80, 2)]);
        assert_eq!(codes.used(1).collect::<Vec<_>>(), [(0x80, 9), (0x81, 7)]);
        assert_eq!([0, 0x61, 0x81, 0x90].map(|n| codes.is_used(0, n)), [false, true, false, false]);
    }

    #[test]
    fn more_characters_than_can_be_coded_are_noticed() {
        let mut codes = Codes::default();
        for c in ('\u{4E00}'..).take(usize::from(COUNT - OTHERS)) {
            codes.show(FaceId::REGULAR, 1, c);
        }
        assert!(!codes.is_full());
        assert_eq!(codes.show(FaceId::REGULAR, 1, 'é'), 0);
        assert!(codes.is_full());
    }
}
