//! The maps from the codes in pages to what they stand for, the same for all fonts.

use std::fmt::Write as _;

use crate::layout::codes::{ASCII, BLANK, Codes, LONG, OTHERS, code};

/// Writes the map from codes to numbers.
pub(super) fn map(codes: &Codes) -> String {
    let mut ranges = vec![format!("<00> <{:02X}> 0\n", LONG - 1)];
    // A range may not go from one first byte to the next.
    for first in LONG..=0xFF {
        let number = u16::from(LONG) + u16::from(first - LONG) * 0x100;
        if number >= end(codes) {
            break;
        }
        ranges.push(format!("<{first:02X}00> <{first:02X}FF> {number}\n"));
    }
    format!(
        "{PROLOGUE}/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (Identity) def /Supplement 0 def end \
         def\n/CMapName /{MAP_NAME} def /CMapType 1 def /WMode 0 def\n{}{} begincidrange\n{}endcidrange\n{EPILOGUE}",
        spaces(codes),
        ranges.len(),
        ranges.concat()
    )
}

/// Writes the map from codes to characters.
pub(super) fn unicode_map(codes: &Codes) -> String {
    let coded: Vec<(String, char)> =
        (OTHERS..).zip(codes.others()).map(|(number, c)| (hexadecimal(number), *c)).collect();
    let mut runs = vec![format!("<{0:02X}> <{1:02X}> <{0:04X}>\n", *ASCII.start() as u16, *ASCII.end() as u16)];
    for run in coded.chunk_by(follows) {
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
        spaces(codes),
        runs.chunks(100).map(block).collect::<String>()
    )
}

/// The number after the last.
fn end(codes: &Codes) -> u16 {
    OTHERS + codes.others().len() as u16
}

/// Says how long codes are. Where one byte is enough for all, there is no word of two.
fn spaces(codes: &Codes) -> &'static str {
    match end(codes) > u16::from(LONG) {
        true => "2 begincodespacerange\n<00> <DF>\n<E000> <FFFF>\nendcodespacerange\n",
        false => "1 begincodespacerange\n<00> <DF>\nendcodespacerange\n",
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

    fn codes(text: &str) -> Codes {
        Codes::of(text)
    }

    #[test]
    fn runs_of_characters_are_one_entry_of_the_map() {
        let map = unicode_map(&codes("A£¤’😀"));
        let entries = "<20> <7E> <0020>\n<80> <81> <00A3>\n<82> <82> <2019>\n<83> <83> <D83DDE00>\n";
        assert!(map.contains(&format!("4 beginbfrange\n{entries}end")), "{map}");
        // A blank is two spaces, and no part of a run.
        let map = unicode_map(&codes("\u{2001}\u{2002}\u{2003}"));
        assert!(map.contains("<80> <80> <2001>\n<81> <81> <00200020>\n<82> <82> <2003>\n"), "{map}");
        // The last one-byte codes, and the first two-byte ones.
        let many: String = ('\u{4E00}'..).take(200).collect();
        let (many, few) = (codes(&many), codes("A£"));
        let characters = unicode_map(&many);
        assert!(characters.contains("<80> <DF> <4E00>\n<E000> <E067> <4E60>\n"), "{characters}");
        assert!(
            super::map(&many).contains("2 begincidrange\n<00> <DF> 0\n<E000> <E0FF> 224\nend"),
            "{}",
            super::map(&many)
        );
        assert!(super::map(&many).contains("2 begincode") && super::map(&few).contains("1 begincode"));
        assert!(super::map(&few).contains("1 begincidrange\n<00> <DF> 0\nend"));
    }
}
