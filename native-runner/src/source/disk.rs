//! A folder of the disk as the place that scenario files are read from.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::error::ExpectedError;

/// Reads files below a root and nowhere else: neither `..` nor a link leads out.
#[derive(Debug)]
pub(crate) struct Disk {
    /// The root as it was typed or found; what reports show starts with it.
    root: PathBuf,
    /// The same folder without links.
    real: PathBuf,
}

impl Disk {
    /// # Errors
    /// The root is not there or cannot be read.
    pub(crate) fn new(root: PathBuf) -> Result<Self, ExpectedError> {
        match root.canonicalize() {
            Ok(real) => Ok(Self { root, real }),
            Err(why) if why.kind() == io::ErrorKind::NotFound => {
                Err(ExpectedError::NoSuchPath { path: root.display().to_string(), near: None })
            }
            Err(why) => {
                Err(ExpectedError::CannotRead { path: root.display().to_string(), why })
            }
        }
    }

    /// Whether this is the disk of that root.
    pub(crate) fn is_at(&self, root: &Path) -> bool {
        self.root == root
    }

    /// The path of a file as reports show it: the root as typed, then the rest.
    pub(crate) fn shown(&self, path: &str) -> String {
        let mut shown = PathBuf::new();
        for part in self.root.components().filter(|part| *part != Component::CurDir) {
            shown.push(part);
        }
        shown.push(path);
        shown.display().to_string()
    }

    /// The file below the root, with `/`.
    ///
    /// # Errors
    /// It lies outside, or its name is no text.
    pub(crate) fn relative(&self, file: &Path) -> Result<String, ExpectedError> {
        let outside = || ExpectedError::OutsideRoot {
            path: file.display().to_string(),
            root: self.root.display().to_string(),
        };
        let real = file.canonicalize().map_err(|why| ExpectedError::CannotRead {
            path: file.display().to_string(),
            why,
        })?;
        let below = real.strip_prefix(&self.real).map_err(|_| outside())?;
        let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
        let text = parts.map(|parts| parts.join("/"));
        text.ok_or_else(|| ExpectedError::CannotRead {
            path: file.display().to_string(),
            why: io::Error::new(io::ErrorKind::InvalidData, "its name is not UTF-8"),
        })
    }

    /// The file without links, to tell whether two are one.
    pub(crate) fn real(&self, path: &str) -> PathBuf {
        self.real.join(path)
    }
}
