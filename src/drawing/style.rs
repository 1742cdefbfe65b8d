//! How a text is drawn.

use super::colour::Rgb;
use super::faces::FaceId;

/// How a text is drawn.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Style {
    /// The face.
    pub face: FaceId,
    /// The size in points.
    pub size: f32,
    /// The colour.
    pub colour: Rgb,
}
