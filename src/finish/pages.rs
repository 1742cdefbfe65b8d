//! The pages: their content as genpdf wrote it, its strings coded anew, in page objects of our own.

use std::collections::BTreeMap;
use std::ops::Range;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::codes::{self, Codes};
use super::objects::{flate, number};
use crate::drawing::{Image, ImageData};
use crate::layout::LaidOut;
use crate::layout::canvas::PART;

/// What a page draws.
pub(super) struct Content {
    /// Its operators.
    pub(super) bytes: Vec<u8>,
    /// Where parts begin that other pages may have as well, the page's own at 0 among them.
    parts: Vec<usize>,
}

/// Parts of pages' contents, each once, and the objects that they will be.
pub(super) type Parts = Vec<(ObjectId, usize, Range<usize>)>;

impl Content {
    fn parts(&self) -> impl Iterator<Item = Range<usize>> {
        let ends = self.parts.iter().skip(1).copied().chain([self.bytes.len()]);
        self.parts.iter().copied().zip(ends).map(|(from, to)| from..to)
    }
}

/// Packs the parts.
pub(super) fn packed(contents: &[Content], parts: &Parts) -> Vec<(ObjectId, Stream)> {
    let pack = |(id, page, range): &(ObjectId, usize, Range<usize>)| {
        (*id, flate(&contents[*page].bytes[range.clone()], Dictionary::new()))
    };
    parts.iter().map(pack).collect()
}

/// Reads the content stream of each page, without the `/OC /MC0 BDC q … Q EMC` that printpdf puts around it.
///
/// # Errors
/// What is not as printpdf writes it, as a phrase.
pub(super) fn contents(pdf: &[u8], codes: &Codes) -> Result<Vec<Content>, String> {
    const HEAD: &[u8] = b"/OC /MC0 BDC\nq\n";
    const TAIL: &[u8] = b"\nQ\nEMC";
    let mut doc = Document::load_mem(pdf).map_err(|e| e.to_string())?;
    let pages: Vec<ObjectId> = doc.get_pages().into_values().collect();
    let mut out = Vec::with_capacity(pages.len());
    for page in pages {
        let content = content(&mut doc, page).map_err(|e| e.to_string())?;
        let inner = content.strip_prefix(HEAD).and_then(|c| c.strip_suffix(TAIL));
        out.push(coded(inner.ok_or("a page without printpdf's layer marks")?, codes));
    }
    Ok(out)
}

/// Writes the glyphs of hexadecimal strings, which are all the strings there are, as codes in literal ones. Operators are
/// each on a line.
fn coded(content: &[u8], codes: &Codes) -> Content {
    let mut out = Content { bytes: Vec::with_capacity(content.len()), parts: vec![0] };
    let (mut copied, mut at, mut face) = (0, 0, 0);
    for line in content.split_inclusive(|b| *b == b'\n') {
        let start = at;
        at += line.len();
        match line {
            [b'[', ..] => {
                out.bytes.extend(&content[copied..start]);
                shown(&mut out.bytes, line, face, codes);
                copied = at;
            }
            [b'/', b'F', n @ b'0'..=b'3', ..] => face = usize::from(n - b'0'),
            [b'%', ..] if line == PART.as_bytes() => {
                out.bytes.extend(&content[copied..start]);
                out.parts.push(out.bytes.len());
                copied = at;
            }
            _ => {}
        }
    }
    out.bytes.extend(&content[copied..]);
    out
}

/// Writes an operator that shows strings.
fn shown(out: &mut Vec<u8>, mut line: &[u8], face: usize, codes: &Codes) {
    while let Some(start) = line.iter().position(|b| *b == b'<') {
        let (before, digits) = line.split_at(start);
        out.extend(before);
        let end = digits.iter().position(|b| *b == b'>').unwrap_or(digits.len() - 1);
        string(out, digits.get(1..end).unwrap_or_default(), face, codes);
        line = &digits[end + 1..];
    }
    out.extend(line);
}

fn string(out: &mut Vec<u8>, glyphs: &[u8], face: usize, codes: &Codes) {
    out.push(b'(');
    for digits in glyphs.chunks(4) {
        // The lower half of a letter counts from 1 where it stands for 10.
        let value = |sum: u16, digit: &u8| sum << 4 | u16::from((digit & 0xF) + 9 * (digit >> 6));
        let (first, second) = codes::code(codes.number(face, digits.iter().fold(0, value)));
        out.extend(first);
        match second {
            b'(' | b')' | b'\\' => out.extend([b'\\', second]),
            b'\r' => out.extend(b"\\r"),
            _ => out.push(second),
        }
    }
    out.push(b')');
}

fn content(doc: &mut Document, page: ObjectId) -> lopdf::Result<Vec<u8>> {
    let id = doc.get_dictionary(page)?.get(b"Contents")?.as_reference()?;
    let stream = doc.get_object_mut(id)?.as_stream_mut()?;
    if stream.dict.has(b"Filter") {
        stream.decompress();
    }
    Ok(std::mem::take(&mut stream.content))
}

/// Adds the page objects under the ids that were kept for them, and returns the page tree and the parts of the contents,
/// whose streams are added when they are packed.
pub(super) fn add(
    doc: &mut Document,
    laid: &LaidOut,
    contents: &[Content],
    pages: &[ObjectId],
    resources: Dictionary,
    annotations: &[ObjectId],
) -> (ObjectId, Parts) {
    let tree = doc.new_object_id();
    let resources = doc.add_object(resources);
    // A part that is there already is not added again.
    let (mut parts, mut known) = (Parts::new(), BTreeMap::new());
    for (i, (id, content)) in pages.iter().zip(contents).enumerate() {
        let mut streams: Vec<Object> = Vec::with_capacity(2);
        for range in content.parts() {
            let id = *known.entry(&content.bytes[range.clone()]).or_insert_with(|| {
                let id = doc.new_object_id();
                parts.push((id, i, range));
                id
            });
            streams.push(id.into());
        }
        let content = if let [only] = &streams[..] { only.clone() } else { streams.into() };
        let [width, height] = laid.sizes[i].map(number);
        let mut page = dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content, "Resources" => resources,
            "MediaBox" => vec![0.into(), 0.into(), width, height], "Tabs" => "S", "StructParents" => i as i64,
        };
        let own = laid.links.iter().zip(annotations).filter(|(l, _)| l.page == i);
        let own: Vec<Object> = own.map(|(_, id)| Object::Reference(*id)).collect();
        if !own.is_empty() {
            page.set("Annots", own);
        }
        doc.set_object(*id, page);
    }
    let kids: Vec<Object> = pages.iter().map(|p| Object::Reference(*p)).collect();
    doc.set_object(tree, dictionary! { "Type" => "Pages", "Count" => pages.len() as i64, "Kids" => kids });
    (tree, parts)
}

/// Adds the picture that pages draw as `/Im0`.
pub(super) fn add_image(doc: &mut Document, image: &Image) -> ObjectId {
    let [width, height] = image.size.map(i64::from);
    let mut dict = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => width, "Height" => height, "BitsPerComponent" => 8,
        "ColorSpace" => "DeviceRGB",
    };
    let stream = match &image.data {
        ImageData::Rgb(samples) => flate(samples, dict),
        ImageData::Jpeg { bytes, components } => {
            if *components == 1 {
                dict.set("ColorSpace", "DeviceGray");
            }
            dict.set("Filter", "DCTDecode");
            lopdf::Stream::new(dict, bytes.clone()).with_compression(false)
        }
    };
    doc.add_object(stream)
}
