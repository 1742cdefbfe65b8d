//! Makes drawn pages a tagged, archival, reproducible PDF.
//!
//! *In:* [`LaidOut`], the pages that genpdf wrote and the tags that layout grew; the fonts; when the paper was built.
//! *Out:* a [`Pdf`], the only thing that can be written. *Invariants:* the same input gives the same bytes; a paper that
//! breaks a condition of PDF/UA-1 that a program can see is a problem that names the template's line, not a file.
//! *Units:* points from a page's bottom left corner. *It must not know* what a paper says or how it was laid out. It is
//! the only folder that knows lopdf's documents.
//!
//! Only the pages' contents are taken from what genpdf wrote: printpdf's optional-content wrapping is cut off both ends,
//! text gets short codes, and operators stay as they are. Everything else is built afresh in a new document, in a fixed
//! order, so nothing is left over, and nothing need be pruned or renumbered. The file is PDF/UA-1 and PDF/A-2a at once.
//!
#![doc = include_str!("conformance.md")]

mod bookmarks;
mod check;
mod codes;
mod file;
mod fonts;
mod headers;
mod links;
mod metadata;
mod objects;
mod outline;
mod pages;
mod pdf;
mod profile;
mod structure;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use crate::drawing::Faces;
use crate::layout::LaidOut;
use crate::problem::{Code, Place, Problem, Problems};

pub use metadata::Metadata;
pub use outline::outline;
pub use pdf::Pdf;

/// The papers' language; text in another says so itself.
const LANGUAGE: &str = "en-GB";

/// Finishes a paper.
///
/// # Errors
/// Every condition of accessible PDF that the paper breaks, with the template's line; a font that cannot be embedded.
pub fn finish(laid: &LaidOut, faces: &Faces, meta: &Metadata) -> Result<Pdf, Problems> {
    let mut built = build(laid, faces, meta).map_err(|what| failed(laid, &what))?;
    // What is checked is not changed by being packed, so both can be done at once.
    let (problems, streams) = std::thread::scope(|s| {
        let streams = s.spawn(|| pages::packed(&built.contents, &built.parts));
        let problems = check::check(laid, faces, &built);
        (problems, streams.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    if problems.has_errors() {
        return Err(problems);
    }
    streams.into_iter().for_each(|(id, stream)| built.doc.set_object(id, stream));
    let bytes = file::write(&built.doc).map_err(|e| failed(laid, &e.to_string()))?;
    let pdf = Pdf::new(bytes, built.pages.len());
    // To take thousands of small objects apart costs as much as to write them: nobody need wait for it.
    std::thread::spawn(move || drop(built));
    Ok(pdf)
}

fn failed(laid: &LaidOut, what: &str) -> Problems {
    let place = Place::Whole(laid.front.title.clone());
    Problem::new(Code::PdfNotFinished, place, format!("the PDF could not be made: {what}")).into()
}

/// A finished document that is not yet checked, packed and written.
struct Built {
    doc: Document,
    pages: Vec<ObjectId>,
    contents: Vec<pages::Content>,
    parts: pages::Parts,
    codes: codes::Codes,
    elements: Vec<Option<ObjectId>>,
}

/// Builds the whole document.
fn build(laid: &LaidOut, faces: &Faces, meta: &Metadata) -> Result<Built, String> {
    let codes = codes::Codes::new(&laid.shown)?;
    let mut doc = Document::with_version("1.7");
    let pages: Vec<ObjectId> = laid.sizes.iter().map(|_| doc.new_object_id()).collect();
    // What is around the pages can be built while it is read what they draw.
    let (contents, around) = std::thread::scope(|s| {
        let contents = s.spawn(|| pages::contents(&laid.pdf, &codes));
        let around = Around::add(&mut doc, laid, faces, meta, &codes, &pages);
        (contents.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), around)
    });
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
    Ok(Built { doc, pages, contents, parts, codes, elements: around.structure.elements })
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
        laid: &LaidOut,
        faces: &Faces,
        meta: &Metadata,
        codes: &codes::Codes,
        pages: &[ObjectId],
    ) -> Result<Self, String> {
        let mut resources = dictionary! { "Font" => fonts::add(doc, faces, codes)? };
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

#[cfg(test)]
mod tests;
