//! Subset fonts with widths, glyph map and Unicode map.
//!
//! The codes in the content streams are glyph numbers of the whole font and stay as they are: `CIDToGIDMap` leads from
//! them to the subset's glyphs. So no content stream need be read or changed.

mod bare;

use std::fmt::Write as _;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};
use sha2::{Digest as _, Sha256};

use super::objects::flate;
use crate::layout::faces::{Face, Faces};

/// A glyph that was shown, by its number in the whole font, and the character it stands for.
type Used = (u16, char);

/// Adds the faces that were used, and returns the resource dictionary that names them `/F0` to `/F3`.
///
/// # Errors
/// What is wrong with a font file, as a phrase.
pub(super) fn add(doc: &mut Document, faces: &Faces, shown: &[Vec<Option<char>>; 4]) -> Result<Dictionary, String> {
    let mut fonts = Dictionary::new();
    for (i, (face, shown)) in faces.all().iter().zip(shown).enumerate() {
        let used: Vec<Used> = shown.iter().enumerate().filter_map(|(g, c)| c.map(|c| (g as u16, c))).collect();
        if !used.is_empty() {
            fonts.set(format!("F{i}"), font(doc, face, &used)?);
        }
    }
    Ok(fonts)
}

fn font(doc: &mut Document, face: &Face, used: &[Used]) -> Result<ObjectId, String> {
    let parsed = ttf_parser::Face::parse(face.data(), 0).map_err(|e| e.to_string())?;
    if parsed.tables().glyf.is_none() {
        return Err("a font has no TrueType outlines".into());
    }
    let mut glyphs = subsetter::GlyphRemapper::new();
    // In rising order: the same glyphs give the same subset.
    for (g, _) in used {
        glyphs.remap(*g);
    }
    let subset = subsetter::subset(face.data(), 0, &glyphs).map_err(|e| e.to_string())?;
    let subset = bare::bare(&subset).unwrap_or(subset);
    let name = format!("{}+{}", tag(&subset), postscript_name(&parsed));
    let file = doc.add_object(flate(&subset, dictionary! { "Length1" => subset.len() as i64 }));
    let descriptor = doc.add_object(descriptor(&parsed, &name, file));
    let map = doc.add_object(flate(&glyph_map(used, &glyphs), Dictionary::new()));
    let unicode = doc.add_object(flate(unicode_map(used).as_bytes(), Dictionary::new()));
    let system = dictionary! {
        "Registry" => Object::string_literal("Adobe"), "Ordering" => Object::string_literal("Identity"),
        "Supplement" => 0,
    };
    let descendant = doc.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => name.as_str(), "CIDSystemInfo" => system,
        "FontDescriptor" => descriptor, "DW" => 1000, "W" => widths(face, used), "CIDToGIDMap" => map,
    });
    Ok(doc.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => name.as_str(), "Encoding" => "Identity-H",
        "DescendantFonts" => vec![Object::Reference(descendant)], "ToUnicode" => unicode,
    }))
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

/// Runs of neighbouring codes and their widths: the whole thousandths that text was measured in.
fn widths(face: &Face, used: &[Used]) -> Vec<Object> {
    let mut out = Vec::new();
    for run in used.chunk_by(|a, b| a.0 + 1 == b.0) {
        out.push(i64::from(run[0].0).into());
        let widths = run.iter().map(|(g, _)| i64::from(face.advance(*g)).into());
        out.push(Object::Array(widths.collect()));
    }
    out
}

/// The subset's glyph for each code up to the last one, two bytes each.
fn glyph_map(used: &[Used], glyphs: &subsetter::GlyphRemapper) -> Vec<u8> {
    let last = used.last().map_or(0, |(g, _)| usize::from(*g));
    let mut map = vec![0; (last + 1) * 2];
    for (g, _) in used {
        let at = usize::from(*g) * 2;
        map[at..at + 2].copy_from_slice(&glyphs.get(*g).unwrap_or(0).to_be_bytes());
    }
    map
}

fn unicode_map(used: &[Used]) -> String {
    let mut out = String::from(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo << /Registry (Adobe) /Ordering \
         (UCS) /Supplement 0 >> def /CMapName /Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000> \
         <FFFF> endcodespacerange\n",
    );
    // A hundred entries a block is the most that a character map may have.
    for part in used.chunks(100) {
        // Writing into a string cannot fail.
        _ = writeln!(out, "{} beginbfchar", part.len());
        for (g, c) in part {
            _ = write!(out, "<{g:04X}> <");
            c.encode_utf16(&mut [0; 2]).iter().for_each(|u| _ = write!(out, "{u:04X}"));
            out.push_str(">\n");
        }
        out.push_str("endbfchar\n");
    }
    out + "endcmap CMapName currentdict /CMap defineresource pop end end"
}
