//! How the glyphs that a paper shows are coded in its pages: most in one byte.
//!
//! A face's glyphs are numbered from 1 as they follow each other in the font, which are also their numbers in the subset.
//! Numbers are written in one byte as long as that lasts, then in two; a small character map says so, the same for all
//! fonts. Half the bytes of a page's text are then not there at all.

use std::fmt::Write as _;
use std::ops::Range;

/// The first of the bytes that begin a code of two.
const LONG: u8 = 0xE0;
/// The one-byte codes: all that need no escape in a string.
const SHORT: [Range<u16>; 4] = [0x00..0x0D, 0x0E..0x28, 0x2A..0x5C, 0x5D..LONG as u16];
/// How many one-byte codes there are.
const SHORT_COUNT: u16 = LONG as u16 - 4;
/// How many glyphs of one face can be coded; number 0 is the sign for what the font lacks.
const COUNT: u16 = SHORT_COUNT + (0x100 - LONG as u16) * 0x100;

/// A glyph that was shown, by its number in the whole font, and the character it stands for.
pub(super) type Used = (u16, char);

/// The glyphs that a paper shows of each face, and their numbers.
#[derive(Debug)]
pub(super) struct Codes {
    /// In rising order: the same glyphs give the same numbers.
    used: [Vec<Used>; 4],
    /// By face and glyph; 0 for what was not shown.
    numbers: [Vec<u16>; 4],
}

impl Codes {
    /// Numbers the glyphs that were shown, by face and glyph.
    ///
    /// # Errors
    /// More glyphs of a face than can be coded.
    pub(super) fn new(shown: &[Vec<Option<char>>; 4]) -> Result<Self, String> {
        let mut codes = Codes { used: Default::default(), numbers: Default::default() };
        for (face, shown) in shown.iter().enumerate() {
            let used = shown.iter().zip(0u16..).filter_map(|(c, g)| c.map(|c| (g, c)));
            codes.used[face] = used.collect();
            if codes.used[face].len() >= usize::from(COUNT) {
                return Err(format!("more than {COUNT} different characters of one font are shown"));
            }
            let numbers = &mut codes.numbers[face];
            numbers.resize(codes.used[face].last().map_or(0, |(g, _)| usize::from(*g) + 1), 0);
            codes.used[face].iter().zip(1..).for_each(|((g, _), number)| numbers[usize::from(*g)] = number);
        }
        Ok(codes)
    }

    /// Gives the glyphs of a face; the first has number 1.
    pub(super) fn used(&self, face: usize) -> &[Used] {
        &self.used[face]
    }

    /// Gives a glyph's number; 0 where it was not said to be shown.
    pub(super) fn number(&self, face: usize, glyph: u16) -> u16 {
        self.numbers[face].get(usize::from(glyph)).copied().unwrap_or(0)
    }
}

/// Gives the code of a number, in one byte or two.
pub(super) fn code(number: u16) -> (Option<u8>, u8) {
    if number >= SHORT_COUNT {
        let [high, low] = (number - SHORT_COUNT).to_be_bytes();
        return (Some(LONG + high), low);
    }
    let mut rest = number;
    for range in SHORT {
        if rest < range.end - range.start {
            return (None, (range.start + rest) as u8);
        }
        rest -= range.end - range.start;
    }
    (None, 0)
}

/// Reads a code's number, and how many bytes it has.
pub(super) fn number(first: u8, next: impl FnOnce() -> Option<u8>) -> u16 {
    if first >= LONG {
        return SHORT_COUNT + u16::from_be_bytes([first - LONG, next().unwrap_or(0)]);
    }
    let code = u16::from(first);
    let below = SHORT.iter().take_while(|r| r.start <= code).map(|r| r.end.min(code) - r.start);
    below.sum()
}

/// White space stands wherever a simple reader might split at it.
const PROLOGUE: &str = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n";
const EPILOGUE: &str = "endcmap CMapName currentdict /CMap defineresource pop end end";
/// Says how long the codes of so many numbers are. Where one byte is enough for all, there is no word of two.
fn spaces(count: u16) -> &'static str {
    match count > SHORT_COUNT {
        true => "2 begincodespacerange\n<00> <DF>\n<E000> <FFFF>\nendcodespacerange\n",
        false => "1 begincodespacerange\n<00> <DF>\nendcodespacerange\n",
    }
}

/// The name of the map from codes to numbers.
pub(super) const MAP_NAME: &str = "Short-H";

/// Writes the map from codes to numbers, long enough for so many.
pub(super) fn map(count: u16) -> String {
    let mut ranges = Vec::new();
    let mut number = 0;
    for range in SHORT {
        ranges.push(format!("<{:02X}> <{:02X}> {number}\n", range.start, range.end - 1));
        number += range.end - range.start;
    }
    // A range may not go from one first byte to the next.
    for first in LONG..=0xFF {
        if number >= count {
            break;
        }
        ranges.push(format!("<{first:02X}00> <{first:02X}FF> {number}\n"));
        number += 0x100;
    }
    format!(
        "{PROLOGUE}/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (Identity) def /Supplement 0 def end def\n\
         /CMapName /{MAP_NAME} def /CMapType 1 def /WMode 0 def\n{}{} begincidrange\n{}endcidrange\n{EPILOGUE}",
        spaces(count),
        ranges.len(),
        ranges.concat()
    )
}

/// Writes the map from codes to characters.
pub(super) fn unicode_map(used: &[Used]) -> String {
    let codes: Vec<(String, char)> = used.iter().zip(1..).map(|((_, c), number)| (hexadecimal(number), *c)).collect();
    let mut runs: Vec<String> = Vec::new();
    let follows = |a: &(String, char), b: &(String, char)| {
        let value = |code: &str| u32::from_str_radix(code, 16).unwrap_or(0);
        let (from, to) = (value(&a.0), value(&b.0));
        // Nor from one first byte to the next, of the code or of the character.
        a.0.len() == b.0.len()
            && from + 1 == to
            && a.1 as u32 + 1 == b.1 as u32
            && to % 256 != 0
            && !(b.1 as u32).is_multiple_of(256)
    };
    for run in codes.chunk_by(follows) {
        let (Some((first, c)), Some((last, _))) = (run.first(), run.last()) else { continue };
        let mut line = format!("<{first}> <{last}> <");
        // Writing into a string cannot fail.
        c.encode_utf16(&mut [0; 2]).iter().for_each(|u| _ = write!(line, "{u:04X}"));
        runs.push(line + ">\n");
    }
    // A hundred a block is the most that a character map may have.
    let block = |part: &[String]| format!("{} beginbfrange\n{}endbfrange\n", part.len(), part.concat());
    format!(
        "{PROLOGUE}/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
         /CMapName /Adobe-Identity-UCS def /CMapType 2 def\n{}{}{EPILOGUE}",
        spaces(used.len() as u16 + 1),
        runs.chunks(100).map(block).collect::<String>()
    )
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

    #[test]
    fn every_number_has_a_code_of_its_own_that_leads_back() {
        let mut last = Vec::new();
        for n in 0..COUNT {
            let (first, second) = code(n);
            let bytes: Vec<u8> = first.into_iter().chain([second]).collect();
            assert_eq!(number(bytes[0], || bytes.get(1).copied()), n);
            assert!((bytes.len(), &bytes) > (last.len(), &last), "{n}");
            assert_eq!(bytes.len() == 2, bytes[0] >= LONG);
            assert!(bytes.len() == 2 || !b"()\\\r".contains(&bytes[0]));
            last = bytes;
        }
        assert_eq!(last, [0xFF, 0xFF]);
    }

    #[test]
    fn glyphs_are_numbered_as_they_stand_in_the_font() {
        let mut shown: [Vec<Option<char>>; 4] = Default::default();
        shown[1] = vec![None, Some('b'), None, Some('a')];
        let codes = Codes::new(&shown).expect("few glyphs");
        assert_eq!(codes.used(1), [(1, 'b'), (3, 'a')]);
        assert_eq!([0, 1, 2, 3, 4].map(|g| codes.number(1, g)), [0, 1, 0, 2, 0]);
        assert_eq!(codes.number(0, 1), 0);
        shown[0] = vec![Some('a'); usize::from(COUNT)];
        assert!(Codes::new(&shown).is_err());
    }

    #[test]
    fn runs_of_characters_are_one_entry_of_the_map() {
        let used: Vec<Used> = "ABC£😀".chars().zip(7..).map(|(c, g)| (g, c)).collect();
        assert!(
            unicode_map(&used)
                .contains("3 beginbfrange\n<01> <03> <0041>\n<04> <04> <00A3>\n<05> <05> <D83DDE00>\nend")
        );
        let many: Vec<Used> = ('\u{4E00}'..).zip(1..300).map(|(c, g)| (g, c)).collect();
        // The last one-byte codes, and the first two-byte ones.
        assert!(unicode_map(&many).contains("<5D> <DF>") && unicode_map(&many).contains("<E000> <E0"));
        assert!(map(200).contains("4 begincidrange\n<00> <0C> 0\n<0E> <27> 13\n<2A> <5B> 39\n<5D> <DF> 89\nend"));
        assert!(map(220).contains("1 begincode") && map(221).contains("2 begincode"));
        assert!(map(300).contains("5 begincidrange") && map(300).contains("\n<E000> <E0FF> 220\n"));
    }
}
