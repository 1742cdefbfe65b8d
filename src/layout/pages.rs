//! The door to genpdf: its renderer makes the pages, its layers take what is drawn on them.
//!
//! Each page has a layer of its own content and, where there is any, a second one of what it shares with other pages. So
//! whoever takes the pages out of genpdf's file can tell them apart.

use genpdf::Size;
use genpdf::error::Error;
use genpdf::render::{Layer, Renderer};
use printpdf::Pt;
use printpdf::lopdf::content::Operation;

/// What is drawn on a page, as operators that printpdf writes out.
#[derive(Debug, Default)]
pub struct PageContent {
    /// What is the page's own.
    pub own: Vec<Operation>,
    /// What is the same, operator by operator, on all pages that show the same there. It is drawn last.
    pub shared: Vec<Operation>,
}

/// The pages of a paper.
pub struct Pages<'t> {
    title: &'t str,
    /// None before the first page.
    renderer: Option<Renderer>,
}

impl<'t> Pages<'t> {
    /// Starts a paper without pages.
    pub fn new(title: &'t str) -> Self {
        Pages { title, renderer: None }
    }

    /// Adds a page of a width and height in points.
    ///
    /// # Errors
    /// What genpdf says.
    pub fn add(&mut self, [width, height]: [f32; 2], content: PageContent) -> Result<(), Error> {
        let size = Size::new(Pt(width), Pt(height));
        let renderer = match &mut self.renderer {
            Some(renderer) => {
                renderer.add_page(size);
                renderer
            }
            none => none.insert(Renderer::new(size, self.title)?),
        };
        let page = renderer.last_page_mut();
        fill(&page.first_layer(), content.own);
        if !content.shared.is_empty() {
            page.add_layer("shared");
            fill(&page.last_layer(), content.shared);
        }
        Ok(())
    }

    /// Writes genpdf's file; nothing where there is no page.
    ///
    /// # Errors
    /// What genpdf says.
    pub fn write(self) -> Result<Vec<u8>, Error> {
        let Some(renderer) = self.renderer else { return Ok(Vec::new()) };
        let mut pdf = Vec::with_capacity(renderer.page_count() << 14);
        renderer.write(&mut pdf)?;
        Ok(pdf)
    }
}

fn fill(layer: &Layer, content: Vec<Operation>) {
    content.into_iter().for_each(|operation| layer.layer().add_operation(operation));
}
