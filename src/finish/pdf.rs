//! A finished paper.

use std::fmt;

/// A finished paper: the only thing that can be written.
#[derive(Clone, PartialEq, Eq)]
pub struct Pdf {
    bytes: Vec<u8>,
    pages: usize,
}

impl Pdf {
    pub(super) fn new(bytes: Vec<u8>, pages: usize) -> Self {
        Pdf { bytes, pages }
    }

    /// Gives the file's bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Gives the file's bytes away.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Counts the pages.
    pub fn pages(&self) -> usize {
        self.pages
    }
}

impl fmt::Debug for Pdf {
    /// Prints the sizes, not the bytes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pdf").field("bytes", &self.bytes.len()).field("pages", &self.pages).finish()
    }
}
