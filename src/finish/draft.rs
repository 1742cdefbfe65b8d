//! The document as a whole: the pages that were drawn, and all that goes around them.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::metadata::{self, LANGUAGE, Metadata};
use super::{bookmarks, fonts, links, objects, pages, profile, structure};
use crate::drawing::Faces;
use crate::layout::Layout;
use crate::threads;

/// A finished document that is not yet checked, packed and written.
pub(super) struct Draft {
    pub(super) doc: Document,
    pub(super) pages: Vec<ObjectId>,
    pub(super) contents: Vec<pages::Content>,
    pub(super) parts: pages::Parts,
    pub(super) elements: Vec<Option<ObjectId>>,
}

/// Builds the whole document.
///
/// # Errors
/// A font that cannot be embedded, or pages that are not as genpdf writes them, as a phrase.
pub(super) fn build(laid: &Layout, faces: &Faces, meta: &Metadata) -> Result<Draft, String> {
    let mut doc = Document::with_version("1.7");
    let pages: Vec<ObjectId> = laid.sizes.iter().map(|_| doc.new_object_id()).collect();
    // While one thread reads what the pages draw, another builds what is around them.
    let (contents, around) =
        threads::both(|| pages::contents(&laid.pdf), || Around::add(&mut doc, laid, faces, meta, &pages));
    let (contents, around) = (contents?, around?);
    if contents.len() != pages.len() {
        return Err(format!("{} pages were drawn, {} came", pages.len(), contents.len()));
    }
    let (page_tree, parts) = pages::add(&mut doc, laid, &contents, &pages, around.resources, &around.annotations);
    let catalog = dictionary! {
        "Type" => "Catalog", "Pages" => page_tree, "Lang" => Object::string_literal(LANGUAGE),
        "MarkInfo" => dictionary! { "Marked" => true }, "StructTreeRoot" => around.structure.root,
        "Outlines" => around.outline, "PageMode" => "UseOutlines",
        "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true },
        "PageLabels" => dictionary! { "Nums" => vec![0.into(), dictionary! { "S" => "D" }.into()] },
        "Metadata" => around.xmp, "OutputIntents" => vec![output_intent(&mut doc).into()],
    };
    let catalog = doc.add_object(catalog);
    doc.trailer = dictionary! { "Root" => catalog, "Info" => around.information };
    Ok(Draft { doc, pages, contents, parts, elements: around.structure.elements })
}

/// What a document has around its pages.
struct Around {
    resources: Dictionary,
    annotations: Vec<ObjectId>,
    structure: structure::Structure,
    outline: ObjectId,
    xmp: ObjectId,
    information: ObjectId,
}

impl Around {
    fn add(
        doc: &mut Document,
        laid: &Layout,
        faces: &Faces,
        meta: &Metadata,
        pages: &[ObjectId],
    ) -> Result<Self, String> {
        let mut resources = dictionary! { "Font" => fonts::add(doc, faces, &laid.codes)? };
        if let Some(image) = &laid.image {
            let image = pages::add_image(doc, image);
            resources.set("XObject", dictionary! { "Im0" => image });
        }
        let annotations = links::add(doc, laid, pages);
        // Beside the links, which have the same titles: so they pack well.
        let outline = bookmarks::add(doc, laid, pages);
        let structure = structure::add(doc, laid, pages, &annotations);
        let xmp = metadata::add_xmp(doc, &laid.front, meta);
        let information = metadata::add_information(doc, &laid.front, meta);
        Ok(Around { resources, annotations, structure, outline, xmp, information })
    }
}

fn output_intent(doc: &mut Document) -> Dictionary {
    let profile = doc.add_object(objects::flate(&profile::srgb(), dictionary! { "N" => 3 }));
    let name = Object::string_literal("sRGB IEC61966-2.1");
    dictionary! {
        "Type" => "OutputIntent", "S" => "GTS_PDFA1", "OutputConditionIdentifier" => name.clone(), "Info" => name,
        "DestOutputProfile" => profile,
    }
}
