//! The look of the papers, from `theme.toml`.
//!
//! *In:* the theme that is compiled in, and a county's own on top of it. *Out:* [`Theme`], which is all that drawing and layout
//! know about looks. *Invariants:* no text below nine points, and no text on a ground of the theme with a contrast below
//! 4.5:1. *Units:* points. One table, in [`mod@file`], says which keys there are and what each may hold; reading, the errors and
//! the names suggested for a misspelt key come from it.

mod file;
mod model;

use std::path::Path;

use file::missing_fonts;
pub use file::{FILE, LEAST_CONTRAST};
pub use model::{ChartColours, Colours, Leading, Logo, Page, Sizes, Spacing, Theme};

use super::faces::{Faces, default_faces};
use super::picture;
use crate::problem::{Code, Place, Problem, Problems};

/// The theme that is compiled in.
pub const BUILT_IN: &str = include_str!("../../../templates/theme.toml");

impl Theme {
    /// Gives the theme that is compiled in.
    ///
    /// # Errors
    /// None with the theme as it is.
    pub fn built_in() -> Result<Self, Problems> {
        let mut theme = Theme::default();
        theme.apply(BUILT_IN)?;
        Ok(theme)
    }

    /// Reads `theme.toml` in a folder of templates on top of the theme that is compiled in; a folder without one keeps that.
    ///
    /// # Errors
    /// Everything that is wrong in the file, each with its line: unknown keys, values of the wrong kind, text that is too
    /// small or too faint; a logo that is no PNG or JPEG or has no text alternative.
    pub fn load(folder: Option<&Path>) -> Result<Self, Problems> {
        let mut theme = Theme::built_in()?;
        let Some(folder) = folder else { return Ok(theme) };
        match std::fs::read_to_string(folder.join(FILE)) {
            Ok(text) => theme.apply(&text)?,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(theme),
            Err(e) => {
                return Err(
                    Problem::new(Code::ThemeUnreadable, Place::file(FILE), format!("cannot be read: {e}")).into()
                );
            }
        }
        if let Some(file) = &theme.logo_file {
            let (image, alt) = (picture::load(folder, file)?, theme.logo_alt.clone().unwrap_or_default());
            theme.logo = Some(Logo { image, alt, height: theme.logo_height });
        }
        Ok(theme)
    }

    /// Reads the fonts that the theme names in a folder of templates; without any, those that are compiled in.
    ///
    /// # Errors
    /// A font that is named but cannot be read, or not all four styles named.
    pub fn faces(&self, folder: Option<&Path>) -> Result<Faces, Problems> {
        let (Some(folder), [Some(regular), Some(bold), Some(italic), Some(bold_italic)]) = (folder, &self.fonts) else {
            return Ok(default_faces()?);
        };
        let mut files = Vec::with_capacity(4);
        for name in [regular, bold, italic, bold_italic] {
            let data = std::fs::read(folder.join(name)).map_err(|e| {
                let message = format!("cannot be read: {e}");
                Problem::new(Code::FontUnreadable, Place::file(name), message).help("theme.toml names it under [fonts]")
            })?;
            files.push((name.as_str(), data.into()));
        }
        let files: [_; 4] = files.try_into().map_err(|_| missing_fonts())?;
        Ok(Faces::parse(files)?)
    }
}

#[cfg(test)]
mod tests;
