//! A finished paper, and how it takes the place of the one before.

use std::fmt;
use std::io::{self, Write as _};
use std::path::Path;

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

    /// Counts the pages.
    pub fn pages(&self) -> usize {
        self.pages
    }

    /// Writes the paper beside its place and moves it there when it is complete, so that whoever looks finds either the
    /// whole old paper or the whole new one. Its permissions are those of any file that is made there.
    ///
    /// # Errors
    /// What the file system says; the old paper is then untouched and nothing is left behind.
    pub fn write_atomically(&self, path: &Path) -> io::Result<()> {
        replace(path, &self.bytes)
    }
}

/// Writes a file beside its place and moves it there when it is complete.
///
/// # Errors
/// What the file system says; the old file is then untouched and nothing is left behind.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".board-papers-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // Less what the umask takes away.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_data()?;
    file.persist(path)?;
    Ok(())
}

impl fmt::Debug for Pdf {
    /// Prints the sizes, not the bytes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pdf").field("bytes", &self.bytes.len()).field("pages", &self.pages).finish()
    }
}
