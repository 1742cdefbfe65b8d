//! Subset fonts with widths and maps of their codes.
//!
//! A code in a content stream leads through one small character map to a character's number ([`Codes`]), and that through
//! the font's own map to a glyph of the subset. All fonts share the map from codes to characters.

mod bare;
mod maps;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};
use sha2::{Digest as _, Sha256};

use super::objects::flate;
use crate::drawing::{Face, Faces};
use crate::layout::codes::Codes;

/// Adds the faces that were used, and returns the resource dictionary that names them `/F0` to `/F3`.
///
/// # Errors
/// What is wrong with a font file, as a phrase.
pub(super) fn add(doc: &mut Document, faces: &Faces, codes: &Codes) -> Result<Dictionary, String> {
    let mut fonts = Dictionary::new();
    let dict = dictionary! {
        "Type" => "CMap", "CMapName" => maps::MAP_NAME, "CIDSystemInfo" => system(), "WMode" => 0,
    };
    let map = doc.add_object(flate(maps::map(codes).as_bytes(), dict));
    let unicode = doc.add_object(flate(maps::unicode_map(codes).as_bytes(), Dictionary::new()));
    let maps = [map, unicode];
    for (i, face) in faces.all().iter().enumerate() {
        let used: Vec<Used> = codes.used(i).collect();
        if !used.is_empty() {
            fonts.set(format!("F{i}"), font(doc, face, &used, maps)?);
        }
    }
    Ok(fonts)
}

/// A character's number, and its glyph in the whole font.
type Used = (u16, u16);

/// The collection of numbers that mean nothing beyond the font.
fn system() -> Dictionary {
    dictionary! {
        "Registry" => Object::string_literal("Adobe"), "Ordering" => Object::string_literal("Identity"),
        "Supplement" => 0,
    }
}

fn font(
    doc: &mut Document,
    face: &Face,
    used: &[Used],
    [encoding, unicode]: [ObjectId; 2],
) -> Result<ObjectId, String> {
    let parsed = ttf_parser::Face::parse(face.data(), 0).map_err(|e| e.to_string())?;
    if parsed.tables().glyf.is_none() {
        return Err("a font has no TrueType outlines".into());
    }
    let mut glyphs = subsetter::GlyphRemapper::new();
    // Parts of accented letters follow those that are shown.
    let shown: Vec<Used> = used.iter().map(|(number, glyph)| (*number, glyphs.remap(*glyph))).collect();
    let subset = subsetter::subset(face.data(), 0, &glyphs).map_err(|e| e.to_string())?;
    let subset = bare::bare(&subset).unwrap_or(subset);
    let name = format!("{}+{}", tag(&subset), postscript_name(&parsed));
    let file = doc.add_object(flate(&subset, dictionary! { "Length1" => subset.len() as i64 }));
    let descriptor = doc.add_object(descriptor(&parsed, &name, file));
    let glyphs = doc.add_object(flate(&glyph_map(&shown), Dictionary::new()));
    let descendant = doc.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => name.as_str(), "CIDSystemInfo" => system(),
        // Whole thousandths: what text was measured in.
        "FontDescriptor" => descriptor, "DW" => 1000, "W" => widths(face, used),
        "CIDToGIDMap" => glyphs,
    });
    Ok(doc.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => name.as_str(), "Encoding" => encoding,
        "DescendantFonts" => vec![Object::Reference(descendant)], "ToUnicode" => unicode,
    }))
}

/// The subset's glyph of each number, in two bytes.
fn glyph_map(shown: &[Used]) -> Vec<u8> {
    let end = shown.last().map_or(0, |(number, _)| usize::from(*number) + 1);
    let mut map = vec![0; end * 2];
    for (number, glyph) in shown {
        map[usize::from(*number) * 2..][..2].copy_from_slice(&glyph.to_be_bytes());
    }
    map
}

/// The widths of runs of numbers, each run after its first number.
fn widths(face: &Face, used: &[Used]) -> Vec<Object> {
    let width = |(_, glyph): &Used| Object::Integer(face.advance(*glyph).into());
    let run = |run: &[Used]| [i64::from(run[0].0).into(), run.iter().map(width).collect::<Vec<_>>().into()];
    used.chunk_by(|a, b| a.0 + 1 == b.0).flat_map(run).collect()
}

/// Six letters that depend on the subset alone.
fn tag(subset: &[u8]) -> String {
    Sha256::digest(subset).iter().take(6).map(|b| char::from(b'A' + b % 26)).collect()
}

fn postscript_name(face: &ttf_parser::Face) -> String {
    let is_name = |n: &ttf_parser::name::Name| n.name_id == ttf_parser::name_id::POST_SCRIPT_NAME && n.is_unicode();
    let name = face.names().into_iter().find(is_name).and_then(|n| n.to_string()).unwrap_or_default();
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    if name.is_empty() { "Font".into() } else { name }
}

fn descriptor(face: &ttf_parser::Face, name: &str, file: ObjectId) -> Dictionary {
    const NONSYMBOLIC: i64 = 32;
    const ITALIC: i64 = 64;
    let em = i64::from(face.units_per_em());
    let scaled = |v: i16| Object::Integer((i64::from(v) * 1000 + em / 2).div_euclid(em));
    let b = face.global_bounding_box();
    dictionary! {
        "Type" => "FontDescriptor", "FontName" => name,
        "Flags" => NONSYMBOLIC | if face.is_italic() { ITALIC } else { 0 },
        "FontBBox" => vec![scaled(b.x_min), scaled(b.y_min), scaled(b.x_max), scaled(b.y_max)],
        "ItalicAngle" => Object::Real(face.italic_angle()), "Ascent" => scaled(face.ascender()),
        "Descent" => scaled(face.descender()),
        "CapHeight" => scaled(face.capital_height().unwrap_or_else(|| face.ascender())),
        // The stems' width is in no table; these are Liberation Sans's, and only a viewer without the font would ask.
        "StemV" => if face.is_bold() { 140 } else { 80 }, "FontFile2" => file,
    }
}
