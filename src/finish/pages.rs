//! The pages: their content as genpdf wrote it, its strings written shorter, in page objects of our own.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::objects::{flate, number};
use crate::layout::{Image, ImageData, LaidOut};

/// Reads the content stream of each page, without the `/OC /MC0 BDC q … Q EMC` that printpdf puts around it.
///
/// # Errors
/// What is not as printpdf writes it, as a phrase.
pub(super) fn contents(pdf: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    const HEAD: &[u8] = b"/OC /MC0 BDC\nq\n";
    const TAIL: &[u8] = b"\nQ\nEMC";
    let mut doc = Document::load_mem(pdf).map_err(|e| e.to_string())?;
    let pages: Vec<ObjectId> = doc.get_pages().into_values().collect();
    let mut out = Vec::with_capacity(pages.len());
    for page in pages {
        let content = content(&mut doc, page).map_err(|e| e.to_string())?;
        let inner = content.strip_prefix(HEAD).and_then(|c| c.strip_suffix(TAIL));
        out.push(with_literal_strings(inner.ok_or("a page without printpdf's layer marks")?));
    }
    Ok(out)
}

/// Writes hexadecimal strings as literal ones, which pack better. There are no others, as the self-check sees to.
fn with_literal_strings(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len());
    let mut rest = content;
    while let Some(at) = rest.iter().position(|b| *b == b'<') {
        out.extend(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with(b"<<") {
            out.extend(b"<<");
            rest = &rest[2..];
            continue;
        }
        let end = rest.iter().position(|b| *b == b'>').unwrap_or(rest.len() - 1);
        out.push(b'(');
        for pair in rest[1..end].chunks(2) {
            let value = |digit: Option<&u8>| digit.and_then(|d| char::from(*d).to_digit(16)).unwrap_or(0) as u8;
            match value(pair.first()) << 4 | value(pair.get(1)) {
                b @ (b'(' | b')' | b'\\') => out.extend([b'\\', b]),
                b'\r' => out.extend(b"\\r"),
                b => out.push(b),
            }
        }
        out.push(b')');
        rest = &rest[end + 1..];
    }
    out.extend(rest);
    out
}

fn content(doc: &mut Document, page: ObjectId) -> lopdf::Result<Vec<u8>> {
    let id = doc.get_dictionary(page)?.get(b"Contents")?.as_reference()?;
    let stream = doc.get_object_mut(id)?.as_stream_mut()?;
    if stream.dict.has(b"Filter") {
        stream.decompress();
    }
    Ok(std::mem::take(&mut stream.content))
}

/// Adds the page objects under the ids that were kept for them, and returns the page tree.
pub(super) fn add(
    doc: &mut Document,
    laid: &LaidOut,
    contents: &[Vec<u8>],
    pages: &[ObjectId],
    resources: Dictionary,
    annotations: &[ObjectId],
) -> ObjectId {
    let tree = doc.new_object_id();
    let resources = doc.add_object(resources);
    for (i, (id, content)) in pages.iter().zip(contents).enumerate() {
        let content = doc.add_object(flate(content, Dictionary::new()));
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
    tree
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
