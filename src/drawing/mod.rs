//! What is drawn, before anything is known about pages or formats.
//!
//! *In:* the charts of a [`crate::document::Document`], a [`Theme`] and the fonts' metrics. *Out:* a [`Scene`]: the marks of a
//! chart, placed in a frame, in the order in which they are drawn and read. *Units:* points from the frame's top left corner;
//! font metrics in thousandths of an em. *Invariants:* a scene is the same whoever draws it: `layout` on a page of a PDF,
//! [`svg`] in a file of the web. *It must not know* pages, files or their formats, nor where the figures came from.
//!
//! What all that draws has in common is here, too: colours, fonts and the theme of the papers.

mod chart;
mod colour;
mod faces;
mod look;
mod picture;
mod scene;
mod style;
pub mod svg;
pub mod theme;

pub use chart::{heights, scene};
pub use colour::Rgb;
pub use faces::{Face, FaceId, Faces, default_faces};
pub use look::{Look, ToneLook};
pub use picture::{Image, ImageData};
pub use scene::{Area, Heights, Mark, Scene, Text};
pub use style::Style;
pub use theme::Theme;
