//! Takes out of a TrueType font what a PDF has no use for: the programs that fit outlines to the pixels of screens without
//! smoothing, names, and names of glyphs. They are half of a subset.

/// The tables that a viewer needs (ISO 32000-1, 9.9).
const KEPT: [&[u8; 4]; 6] = [b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp"];

/// Makes the bare font; none where the font is not laid out as expected, and is best left as it is.
pub(super) fn bare(font: &[u8]) -> Option<Vec<u8>> {
    let table = |tag: &[u8; 4]| {
        let record =
            (0..usize::from(u16_at(font, 4)?)).map(|i| 12 + 16 * i).find(|at| font.get(*at..at + 4) == Some(tag))?;
        let [from, length] = [8, 12].map(|at| u32_at(font, record + at).and_then(|v| usize::try_from(v).ok()));
        font.get(from?..from?.checked_add(length?)?)
    };
    let long = u16_at(table(b"head")?, 50)? == 1;
    let (glyphs, places) = glyphs(table(b"glyf")?, table(b"loca")?, long)?;
    let mut tables: Vec<([u8; 4], Vec<u8>)> = Vec::with_capacity(KEPT.len());
    for tag in KEPT {
        let mut data = table(tag)?.to_vec();
        match tag {
            b"glyf" => data = glyphs.clone(),
            b"loca" => data = places.clone(),
            // The sum of the whole file goes in when the file is whole.
            b"head" => data.get_mut(8..12)?.fill(0),
            _ => {}
        }
        tables.push((*tag, data));
    }
    assemble(font.get(..4)?, &tables)
}

/// Copies all outlines without their instructions, and says where each begins.
fn glyphs(glyf: &[u8], loca: &[u8], long: bool) -> Option<(Vec<u8>, Vec<u8>)> {
    let starts: Vec<usize> = if long {
        loca.chunks_exact(4).map(|c| u32_at(c, 0).map(|v| v as usize)).collect::<Option<_>>()?
    } else {
        loca.chunks_exact(2).map(|c| u16_at(c, 0).map(|v| usize::from(v) * 2)).collect::<Option<_>>()?
    };
    let (mut out, mut places) = (Vec::with_capacity(glyf.len()), Vec::with_capacity(loca.len()));
    let mut place = |at: usize| -> Option<()> {
        if long {
            places.extend(u32::try_from(at).ok()?.to_be_bytes());
        } else {
            places.extend(u16::try_from(at / 2).ok()?.to_be_bytes());
        }
        Some(())
    };
    for ends in starts.windows(2) {
        place(out.len())?;
        let glyph = glyf.get(ends[0]..ends[1])?;
        if !glyph.is_empty() {
            outline(glyph, &mut out)?;
            out.resize(out.len().next_multiple_of(4), 0);
        }
    }
    place(out.len())?;
    Some((out, places))
}

fn outline(glyph: &[u8], out: &mut Vec<u8>) -> Option<()> {
    const HEAD: usize = 10;
    let contours = u16_at(glyph, 0)?;
    if contours < 0x8000 {
        let instructions = HEAD + 2 * usize::from(contours);
        let rest = instructions + 2 + usize::from(u16_at(glyph, instructions)?);
        out.extend(glyph.get(..instructions)?);
        out.extend([0, 0]);
        out.extend(glyph.get(rest..)?);
        return Some(());
    }
    const WORDS: u16 = 0x0001;
    const SCALES: [(u16, usize); 3] = [(0x0008, 2), (0x0040, 4), (0x0080, 8)];
    const MORE: u16 = 0x0020;
    const INSTRUCTIONS: u16 = 0x0100;
    out.extend(glyph.get(..HEAD)?);
    let mut at = HEAD;
    loop {
        let flags = u16_at(glyph, at)?;
        let scale: usize = SCALES.iter().filter(|(flag, _)| flags & flag != 0).map(|(_, length)| length).sum();
        let length = 4 + if flags & WORDS != 0 { 4 } else { 2 } + scale;
        out.extend((flags & !INSTRUCTIONS).to_be_bytes());
        out.extend(glyph.get(at + 2..at + length)?);
        at += length;
        if flags & MORE == 0 {
            return Some(());
        }
    }
}

/// Writes a font file of the given tables, which are in the order of their tags.
fn assemble(version: &[u8], tables: &[([u8; 4], Vec<u8>)]) -> Option<Vec<u8>> {
    let count = u16::try_from(tables.len()).ok()?;
    let power = count.ilog2();
    let range = 16u16 << power;
    let mut file = version.to_vec();
    [count, range, power as u16, 16 * count - range].iter().for_each(|v| file.extend(v.to_be_bytes()));
    let mut at = 12 + 16 * tables.len();
    for (tag, data) in tables {
        file.extend(tag);
        [sum(data), u32::try_from(at).ok()?, u32::try_from(data.len()).ok()?]
            .iter()
            .for_each(|v| file.extend(v.to_be_bytes()));
        at += data.len().next_multiple_of(4);
    }
    let mut head = None;
    for (tag, data) in tables {
        if tag == b"head" {
            head = Some(file.len());
        }
        file.extend(data);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    let adjustment = 0xB1B0_AFBA_u32.wrapping_sub(sum(&file));
    file.get_mut(head? + 8..head? + 12)?.copy_from_slice(&adjustment.to_be_bytes());
    Some(file)
}

/// The sum of a table's big-endian words, the last one filled up with zeros.
fn sum(data: &[u8]) -> u32 {
    data.chunks(4).fold(0, |sum: u32, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(data.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawing::default_faces;

    /// What a glyph's outline draws.
    #[derive(Default, PartialEq, Debug)]
    struct Drawn(Vec<[i32; 6]>);

    impl ttf_parser::OutlineBuilder for Drawn {
        fn move_to(&mut self, x: f32, y: f32) {
            self.0.push([0, x as i32, y as i32, 0, 0, 0]);
        }
        fn line_to(&mut self, x: f32, y: f32) {
            self.0.push([1, x as i32, y as i32, 0, 0, 0]);
        }
        fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
            self.0.push([2, x1 as i32, y1 as i32, x as i32, y as i32, 0]);
        }
        fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, x: f32, y: f32) {
            self.0.push([3, x as i32, y as i32, 0, 0, 0]);
        }
        fn close(&mut self) {
            self.0.push([4, 0, 0, 0, 0, 0]);
        }
    }

    #[test]
    fn every_outline_and_width_of_the_fonts_stays() {
        for face in default_faces().expect("the fonts that are compiled in").all() {
            let bare = bare(face.data()).expect("a font laid out as expected");
            assert!(bare.len() < face.data().len() * 2 / 3);
            let [old, new] = [face.data(), &bare].map(|f| ttf_parser::Face::parse(f, 0).expect("a font"));
            for glyph in (0..old.number_of_glyphs()).map(ttf_parser::GlyphId) {
                let [mut a, mut b] = [Drawn::default(), Drawn::default()];
                assert_eq!(old.outline_glyph(glyph, &mut a), new.outline_glyph(glyph, &mut b));
                assert_eq!((a, old.glyph_hor_advance(glyph)), (b, new.glyph_hor_advance(glyph)));
            }
            assert_eq!(sum(&bare), 0xB1B0_AFBA, "the sum of the whole file");
        }
    }

    #[test]
    fn what_is_no_such_font_is_left_alone() {
        assert_eq!(bare(b"OTTO"), None);
        assert_eq!(bare(&[0; 64]), None);
        let face = &default_faces().expect("the fonts that are compiled in");
        assert_eq!(bare(&face.all()[0].data()[..2000]), None);
    }
}
