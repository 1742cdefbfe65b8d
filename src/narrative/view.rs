//! All that a template may see.
//!
//! Each struct is written with the macro `view!`, which keeps the fields' names, types and meanings as data: the template
//! reference is printed from them, and templates are checked against them before any return is read. Figures are
//! numbers or `null`; only helpers turn them into text. Each part of the view stands with the code that makes it.

#[macro_use]
mod shape;
mod actions;
mod areas;
mod build;
mod charts;
mod closed;
mod indicators;
mod local;
mod marks;
mod measures;
mod mention;
mod quality;
mod signals;
mod texts;

use std::sync::LazyLock;

pub(crate) use actions::tone;
pub use build::{Occasion, View};
pub(crate) use charts::Chart;
pub use closed::ClosedView;
pub(crate) use shape::{Field, Shape};
pub(crate) use texts::{paper, typed_title};

/// Every struct of the view, the whole first.
pub(crate) static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
    let parts = [
        build::SHAPES,
        texts::SHAPES,
        areas::SHAPES,
        measures::SHAPES,
        signals::SHAPES,
        mention::SHAPES,
        charts::SHAPES,
        indicators::SHAPES,
        local::SHAPES,
        actions::SHAPES,
        quality::SHAPES,
        marks::SHAPES,
        closed::SHAPES,
    ];
    parts.concat()
});
