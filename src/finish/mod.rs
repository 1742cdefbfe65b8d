//! Makes drawn pages a tagged, archival, reproducible PDF.
//!
//! *In:* [`Layout`], the pages that genpdf wrote and the tags that layout grew; the fonts; when the paper was built.
//! *Out:* a [`Pdf`], the only thing that can be written. *Invariants:* the same input gives the same bytes; a paper that
//! breaks a condition of PDF/UA-1 that a program can see is a problem that names the template's line, not a file.
//! *Units:* points from a page's bottom left corner. *It must not know* what a paper says or how it was laid out. It is
//! the only folder that knows lopdf's documents.
//!
//! Only the pages' contents are taken from what genpdf wrote, as they are: what printpdf puts around each layer is cut off.
//! Everything else is built afresh in a new document, in a fixed
//! order, so nothing is left over, and nothing need be pruned or renumbered. The file is PDF/UA-1 and PDF/A-2a at once.
//!
#![doc = include_str!("conformance.md")]

mod bookmarks;
mod check;
mod draft;
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

use crate::drawing::Faces;
use crate::layout::Layout;
use crate::problem::{Code, Place, Problem, Problems};
use crate::threads;

pub use metadata::Metadata;
pub use outline::outline;
pub use pdf::Pdf;

/// Finishes a paper.
///
/// # Errors
/// Every condition of accessible PDF that the paper breaks, with the template's line; a font that cannot be embedded.
pub fn finish(laid: &Layout, faces: &Faces, meta: &Metadata) -> Result<Pdf, Problems> {
    let mut draft = draft::build(laid, faces, meta).map_err(|what| failed(laid, &what))?;
    // What is checked is not changed by being packed, so both can be done at once.
    let (streams, problems) =
        threads::both(|| pages::packed(&draft.contents, &draft.parts), || check::check(laid, faces, &draft));
    if problems.has_errors() {
        return Err(problems);
    }
    streams.into_iter().for_each(|(id, stream)| draft.doc.set_object(id, stream));
    let bytes = file::write(&draft.doc).map_err(|e| failed(laid, &e.to_string()))?;
    Ok(Pdf::new(bytes, draft.pages.len()))
}

fn failed(laid: &Layout, what: &str) -> Problems {
    let place = Place::Whole(laid.front.title.clone());
    Problem::new(Code::PdfNotFinished, place, format!("the PDF could not be made: {what}")).into()
}

#[cfg(test)]
mod tests;
