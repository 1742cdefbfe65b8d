//! Font metrics, read once per process and shared by all threads.
//!
//! All widths are whole thousandths of an em: the very integers that `finish` writes into `/W`, and the unit of the
//! numbers in a `TJ` array. So measuring, placing and showing text are exact integer sums, and a viewer's pen ends
//! where layout says it does.

use std::borrow::Cow;

use crate::document::TextStyle;
use crate::problem::{Code, Place, Problem};

/// Regular, bold, italic, bold italic: also the number in the resource name `/F0` … `/F3`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct FaceId(pub u8);

impl FaceId {
    /// The upright face of usual weight.
    pub const REGULAR: FaceId = FaceId(0);
    /// The upright heavier face.
    pub const BOLD: FaceId = FaceId(1);

    /// Picks the face of a style.
    pub fn of(style: TextStyle) -> Self {
        FaceId(u8::from(style.bold) + 2 * u8::from(style.italic))
    }

    /// Gives the heavier face of the same slant.
    #[must_use]
    pub fn bold(self) -> Self {
        FaceId(self.0 | 1)
    }
}

/// One font file and its cached metrics.
#[derive(Debug)]
pub struct Face {
    data: Cow<'static, [u8]>,
    glyphs: Box<[u16]>,            // by UTF-16 code unit: one lookup, no hashing
    advances: Box<[i16]>,          // by glyph
    kern_rows: Box<[u32]>,         // by left glyph: where its pairs start in `kern_pairs`
    kern_pairs: Box<[(u16, i16)]>, // right glyph and amount
}

impl Face {
    /// Reads a font file.
    ///
    /// # Errors
    /// A font that is none, or that cannot be embedded.
    pub fn parse(data: Cow<'static, [u8]>) -> Result<Self, ttf_parser::FaceParsingError> {
        let face = ttf_parser::Face::parse(&data, 0)?;
        let count = face.number_of_glyphs();
        let em = i32::from(face.units_per_em());
        let rounded = |v: i32| ((v * 1000 + em / 2).div_euclid(em)) as i16;
        let mut glyphs = vec![0u16; 0x1_0000];
        for table in face.tables().cmap.iter().flat_map(|c| c.subtables) {
            if table.is_unicode() {
                table.codepoints(|c| {
                    if let (Some(slot), Some(g)) = (glyphs.get_mut(c as usize), table.glyph_index(c)) {
                        *slot = g.0;
                    }
                });
            }
        }
        let advance = |g| rounded(i32::from(face.glyph_hor_advance(ttf_parser::GlyphId(g)).unwrap_or(0)));
        let advances = (0..count).map(advance).collect();
        let (kern_rows, kern_pairs) = kern_table(&face, count, rounded);
        Ok(Face { glyphs: glyphs.into(), advances, kern_rows, kern_pairs, data })
    }

    /// Gives the font file.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// Counts the font's glyphs.
    pub fn count(&self) -> usize {
        self.advances.len()
    }

    /// Says whether the font has a character.
    pub fn covers(&self, c: char) -> bool {
        self.glyph(c) != 0
    }

    /// Gives a character's glyph; 0 where the font has none.
    pub fn glyph(&self, c: char) -> u16 {
        self.glyphs.get(c as usize).copied().unwrap_or(0)
    }

    /// Gives a glyph's width in thousandths of an em.
    pub fn advance(&self, glyph: u16) -> i32 {
        self.advances.get(usize::from(glyph)).copied().map_or(0, i32::from)
    }

    /// Gives the kerning between two glyphs in thousandths of an em; negative draws them together.
    pub fn kern(&self, left: u16, right: u16) -> i32 {
        let left = usize::from(left);
        let (Some(from), Some(to)) = (self.kern_rows.get(left), self.kern_rows.get(left + 1)) else { return 0 };
        let row = &self.kern_pairs[*from as usize..*to as usize];
        if row.is_empty() {
            return 0;
        }
        row.binary_search_by_key(&right, |p| p.0).map_or(0, |i| i32::from(row[i].1))
    }

    /// Measures a text in thousandths of an em, kerned.
    pub fn width(&self, text: &str) -> i32 {
        let mut last = None;
        text.chars().fold(0, |sum, c| {
            let g = self.glyph(c);
            let kern = last.replace(g).map_or(0, |l| self.kern(l, g));
            sum + kern + self.advance(g)
        })
    }
}

type KernTable = (Box<[u32]>, Box<[(u16, i16)]>);

/// The `kern` table, sorted and indexed by left glyph.
fn kern_table(face: &ttf_parser::Face, count: u16, scale: impl Fn(i32) -> i16) -> KernTable {
    let mut pairs: Vec<(u16, u16, i16)> = Vec::new();
    for table in face.tables().kern.iter().flat_map(|k| k.subtables) {
        if let ttf_parser::kern::Format::Format0(table) = &table.format {
            pairs.extend(table.pairs.into_iter().map(|p| (p.left().0, p.right().0, scale(i32::from(p.value)))));
        }
    }
    // Liberation kerns “11”; figures in a column must all be equally wide.
    let digits: Vec<u16> = ('0'..='9').filter_map(|c| face.glyph_index(c)).map(|g| g.0).collect();
    pairs.retain(|(l, r, _)| *l < count && !(digits.contains(l) && digits.contains(r)));
    pairs.sort_unstable();
    let mut rows = vec![0u32; usize::from(count) + 1];
    for p in &pairs {
        rows[usize::from(p.0) + 1] += 1;
    }
    for i in 1..rows.len() {
        rows[i] += rows[i - 1];
    }
    (rows.into(), pairs.into_iter().map(|(_, right, value)| (right, value)).collect())
}

/// The four styles of the family.
#[derive(Debug)]
pub struct Faces([Face; 4]);

impl Faces {
    /// Reads the four styles from font files: regular, bold, italic, bold italic, each with its name for faults.
    ///
    /// # Errors
    /// The first file that is no usable font.
    pub fn parse(files: [(&str, Cow<'static, [u8]>); 4]) -> Result<Self, Problem> {
        let mut faces = Vec::with_capacity(4);
        for (name, data) in files {
            let face = Face::parse(data).map_err(|e| {
                Problem::new(Code::FontUnreadable, Place::file(name), format!("this is no usable font: {e}"))
            })?;
            faces.push(face);
        }
        let faces: [Face; 4] = faces
            .try_into()
            .map_err(|_| Problem::new(Code::FontUnreadable, Place::file("fonts"), "there are not four styles"))?;
        Ok(Faces(faces))
    }

    /// Gives a face.
    pub fn get(&self, id: FaceId) -> &Face {
        &self.0[usize::from(id.0 & 3)]
    }

    /// Gives the four faces in order.
    pub fn all(&self) -> &[Face; 4] {
        &self.0
    }

    /// Says whether all four faces have a character.
    pub fn cover(&self, c: char) -> bool {
        self.0.iter().all(|f| f.covers(c))
    }

    /// Measures a text in points.
    pub fn width(&self, face: FaceId, size: f32, text: &str) -> f32 {
        self.get(face).width(text) as f32 * size / 1000.
    }
}

/// The fonts that are compiled in: Liberation Sans.
///
/// # Errors
/// None with the fonts as they are.
pub fn default_faces() -> Result<Faces, Problem> {
    Faces::parse([
        (
            "LiberationSans-Regular.ttf",
            Cow::Borrowed(include_bytes!("../../templates/fonts/LiberationSans-Regular.ttf")),
        ),
        ("LiberationSans-Bold.ttf", Cow::Borrowed(include_bytes!("../../templates/fonts/LiberationSans-Bold.ttf"))),
        ("LiberationSans-Italic.ttf", Cow::Borrowed(include_bytes!("../../templates/fonts/LiberationSans-Italic.ttf"))),
        (
            "LiberationSans-BoldItalic.ttf",
            Cow::Borrowed(include_bytes!("../../templates/fonts/LiberationSans-BoldItalic.ttf")),
        ),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_equally_wide_and_letters_are_kerned() {
        let faces = default_faces().expect("the fonts that are compiled in");
        for face in faces.all() {
            assert_eq!(face.width("1111"), face.width("8047"));
        }
        let regular = faces.get(FaceId::REGULAR);
        assert!(regular.width("AV") < regular.width("A") + regular.width("V"));
        assert_eq!(regular.width("000"), 1668);
    }

    #[test]
    fn the_family_has_what_papers_print_and_says_what_it_lacks() {
        let faces = default_faces().expect("the fonts that are compiled in");
        assert!("£–−’%▲▼●■“”…é".chars().all(|c| faces.cover(c)));
        assert!("✓◆△▽漢".chars().all(|c| !faces.cover(c)));
    }
}
