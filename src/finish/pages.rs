//! The pages: their content as genpdf wrote it, in page objects of our own.

use std::collections::BTreeMap;
use std::ops::Range;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::objects::{flate, number};
use crate::drawing::{Image, ImageData};
use crate::layout::Layout;

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

/// Reads what genpdf's layers on each page hold.
///
/// # Errors
/// What is not as printpdf writes it, as a phrase.
pub(super) fn contents(pdf: &[u8]) -> Result<Vec<Content>, String> {
    let mut doc = Document::load_mem(pdf).map_err(|e| e.to_string())?;
    let pages: Vec<ObjectId> = doc.get_pages().into_values().collect();
    let mut out = Vec::with_capacity(pages.len());
    for page in pages {
        let content = content(&mut doc, page).map_err(|e| e.to_string())?;
        out.push(layers(&content).ok_or("a page without printpdf's layer marks")?);
    }
    Ok(out)
}

/// What printpdf writes at the beginning of the first layer, at its end, and between it and the next.
const HEAD: &[u8] = b"/OC /MC0 BDC\nq\n";
const TAIL: &[u8] = b"\nQ\nEMC";
const BETWEEN: &[u8] = b"\nQ\nEMC/OC /MC1 BDC\nq\n";

/// Takes the layers of a page apart: one or two.
fn layers(content: &[u8]) -> Option<Content> {
    let inner = content.strip_prefix(HEAD)?.strip_suffix(TAIL)?;
    Some(match inner.windows(BETWEEN.len()).position(|w| w == BETWEEN) {
        Some(end) => Content { bytes: [&inner[..end], &inner[end + BETWEEN.len()..]].concat(), parts: vec![0, end] },
        None => Content { bytes: inner.to_vec(), parts: vec![0] },
    })
}

fn content(doc: &mut Document, page: ObjectId) -> lopdf::Result<Vec<u8>> {
    let id = doc.get_dictionary(page)?.get(b"Contents")?.as_reference()?;
    let stream = doc.get_object_mut(id)?.as_stream_mut()?;
    Ok(std::mem::take(&mut stream.content))
}

/// Adds the page objects under the ids that were kept for them, and returns the page tree and the parts of the contents,
/// whose streams are added when they are packed.
pub(super) fn add(
    doc: &mut Document,
    laid: &Layout,
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
