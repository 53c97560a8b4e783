//! How files reach the engine: never by itself, always through a [`Sources`] argument.

use crate::gather::Gather;
use crate::limits;
use crate::secret::Secret;
use crate::sorted::SortedMap;
use core::fmt;
use std::sync::Arc;

/// A place where files come from: a disk, the binary itself, a browser.
///
/// Paths are relative to the root of the sources, with `/` between their parts and without `.` and
/// `..`: the reader resolves those before anything is read, so that no path leaves the root.
pub trait Sources {
    /// The text of a file.
    ///
    /// # Errors
    /// [`SourceError`] where there is no such text.
    fn read(&self, path: &str) -> Result<Arc<str>, SourceError>;

    /// A password that the environment keeps under a name; `None` where there is none. Asked only
    /// for `{ env: NAME }`, and never shown.
    fn env(&self, _name: &str) -> Option<Secret> {
        None
    }

    /// The password that a file holds, for `{ file: PATH }`. Sources that keep what they have read
    /// keep nothing of this.
    ///
    /// # Errors
    /// [`SourceError`] where there is no such text.
    fn secret(&self, path: &str) -> Result<Secret, SourceError> {
        self.read(path).map(|text| Secret::new(text.trim()))
    }

    /// The path as its reader knows it: what an editor or a shell takes. The path itself, unless the
    /// sources know better.
    fn shown(&self, path: &str) -> String {
        path.to_owned()
    }
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SourceError {
    /// There is no such file.
    NotFound,
    /// It is no UTF-8 text.
    NotText {
        /// How many bytes of text come before the first that is none.
        valid_up_to: usize,
    },
    /// It is larger than [`limits::SCENARIO_FILE_BYTES`].
    TooLarge {
        /// Its size in bytes.
        bytes: u64,
    },
    /// Anything else that the system said.
    Other(String),
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SourceError::NotFound => f.write_str("there is no such file"),
            SourceError::NotText { valid_up_to } => {
                write!(f, "it is not UTF-8 text: byte {valid_up_to} is none")
            }
            SourceError::TooLarge { bytes } => write!(
                f,
                "it has {bytes} bytes, and the limit is {}",
                limits::SCENARIO_FILE_BYTES.bound
            ),
            SourceError::Other(text) => f.write_str(text),
        }
    }
}

impl core::error::Error for SourceError {}

/// The text in `bytes`, within the limit and valid as UTF-8: what every kind of sources does with
/// the bytes that it got.
///
/// # Errors
/// [`SourceError::TooLarge`], [`SourceError::NotText`].
pub fn text_of(bytes: &[u8]) -> Result<Arc<str>, SourceError> {
    if limits::SCENARIO_FILE_BYTES.check(bytes.len()).is_err() {
        return Err(SourceError::TooLarge { bytes: bytes.len() as u64 });
    }
    core::str::from_utf8(bytes)
        .map(Arc::from)
        .map_err(|error| SourceError::NotText { valid_up_to: error.valid_up_to() })
}

/// Files held in memory: tests, the gallery inside the binary, a page's editor.
#[derive(Clone, Debug, Default)]
pub struct MemorySources {
    files: SortedMap<String, Arc<[u8]>>,
    environment: SortedMap<String, Secret>,
}

impl MemorySources {
    /// These files.
    pub fn new<P: Into<String>, B: AsRef<[u8]>>(files: impl IntoIterator<Item = (P, B)>) -> Self {
        let mut sources = MemorySources::default();
        for (path, bytes) in files {
            sources.insert(path, bytes);
        }
        sources
    }

    /// Adds a file, or replaces it.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl AsRef<[u8]>) {
        self.files.insert(path.into(), Arc::from(bytes.as_ref()));
    }

    /// Sets a name of the environment, which is empty otherwise.
    #[must_use]
    pub fn with_env(mut self, name: &str, value: &str) -> Self {
        self.environment.insert(name.to_owned(), Secret::new(value));
        self
    }

    /// The paths in alphabetical order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }
}

impl Sources for MemorySources {
    fn read(&self, path: &str) -> Result<Arc<str>, SourceError> {
        self.files.get(path).ok_or(SourceError::NotFound).and_then(|bytes| text_of(bytes))
    }

    fn env(&self, name: &str) -> Option<Secret> {
        self.environment.get(name).cloned()
    }
}

/// A path that would leave the root of its sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LeavesRoot;

/// The path that `relative` means when it stands in the file `base`.
///
/// # Errors
/// [`LeavesRoot`] if it is absolute, names a drive or climbs above the root.
pub(super) fn join(base: &str, relative: &str) -> Result<String, LeavesRoot> {
    let absolute = relative.starts_with(['/', '\\']) || relative.contains(':');
    if absolute {
        return Err(LeavesRoot);
    }
    let mut parts: Vec<&str> = base.split('/').gather();
    parts.pop();
    for part in relative.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or(LeavesRoot)?;
            }
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_resolved_from_its_file_and_never_leaves_the_root() {
        let cases = [
            ("gallery/01.yaml", "../clusters/two.yaml", Ok("clusters/two.yaml")),
            ("gallery/01.yaml", "./near.yaml", Ok("gallery/near.yaml")),
            ("01.yaml", "clusters\\two.yaml", Ok("clusters/two.yaml")),
            ("gallery/01.yaml", "../../etc/passwd", Err(LeavesRoot)),
            ("gallery/01.yaml", "/etc/passwd", Err(LeavesRoot)),
            ("gallery/01.yaml", "C:\\x", Err(LeavesRoot)),
            ("gallery/01.yaml", "http://x/y", Err(LeavesRoot)),
        ];
        for (base, relative, expected) in cases {
            assert_eq!(join(base, relative).as_deref(), expected.as_deref(), "{relative}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_and_texts_past_the_limit_are_refused() {
        let huge = vec![b'a'; limits::SCENARIO_FILE_BYTES.as_usize() + 1];
        let sources = MemorySources::new([("bin", vec![b'a', 0xff]), ("huge", huge)]);
        assert_eq!(sources.read("bin"), Err(SourceError::NotText { valid_up_to: 1 }));
        assert!(matches!(sources.read("huge"), Err(SourceError::TooLarge { .. })));
        assert_eq!(sources.read("none"), Err(SourceError::NotFound));
    }
}
