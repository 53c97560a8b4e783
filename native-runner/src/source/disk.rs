//! A folder of the disk as the place that scenario files are read from.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use lampfield_core::limits;
use lampfield_core::scenario::{SourceError, Sources, text_of};
use lampfield_core::secret::Secret;

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
            Err(why) => Err(ExpectedError::CannotRead { path: root.display().to_string(), why }),
        }
    }

    /// Whether this is the disk of that root.
    pub(crate) fn is_at(&self, root: &Path) -> bool {
        self.root == root
    }

    /// The path of a file as reports show it: the root as typed, then the rest. A root that nobody
    /// typed was found above the current folder: then what lies below that folder stands alone.
    pub(crate) fn shown(&self, path: &str) -> String {
        let current = std::env::current_dir().and_then(|folder| folder.canonicalize());
        if let Ok(current) = current
            && current.starts_with(&self.real)
            && let Ok(below) = self.real.join(path).strip_prefix(current)
        {
            return below.display().to_string();
        }
        let parts = self.root.components().filter(|part| *part != Component::CurDir);
        parts.collect::<PathBuf>().join(path).display().to_string()
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
        let real = file
            .canonicalize()
            .map_err(|why| ExpectedError::CannotRead { path: file.display().to_string(), why })?;
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

impl Sources for Disk {
    fn read(&self, path: &str) -> Result<Arc<str>, SourceError> {
        let other = |why: io::Error| match why.kind() {
            io::ErrorKind::NotFound => SourceError::NotFound,
            io::ErrorKind::PermissionDenied => SourceError::Other("permission denied".to_owned()),
            _ => SourceError::Other(why.to_string()),
        };
        let real = self.real.join(path).canonicalize().map_err(other)?;
        if !real.starts_with(&self.real) {
            return Err(SourceError::Other("it is a link that leaves the root".to_owned()));
        }
        let meta = fs::metadata(&real).map_err(other)?;
        if meta.is_dir() {
            return Err(SourceError::Other("it is a folder".to_owned()));
        }
        // A device or a pipe could be endless.
        if !meta.is_file() {
            return Err(SourceError::Other("it is not a plain file".to_owned()));
        }
        if meta.len() > limits::SCENARIO_FILE_BYTES.bound {
            return Err(SourceError::TooLarge { bytes: meta.len() });
        }
        text_of(&fs::read(&real).map_err(other)?)
    }

    fn env(&self, name: &str) -> Option<Secret> {
        std::env::var(name).ok().map(|text| Secret::new(&text))
    }

    fn shown(&self, path: &str) -> String {
        Disk::shown(self, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_root_is_read() {
        let folder = std::env::temp_dir().join(format!("lampfield-disk-{}", std::process::id()));
        let root = folder.join("scenarios");
        fs::create_dir_all(&root).unwrap();
        fs::write(root.join("a.yaml"), "inside").unwrap();
        fs::write(folder.join("secret"), "outside").unwrap();
        let disk = Disk::new(root.clone()).unwrap();
        assert_eq!(disk.read("a.yaml").as_deref(), Ok("inside"));
        assert!(disk.read("../secret").is_err());
        assert!(disk.read(folder.join("secret").to_str().unwrap()).is_err());
        assert_eq!(disk.read("b.yaml"), Err(SourceError::NotFound));
        assert!(disk.read("").is_err());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(folder.join("secret"), root.join("link")).unwrap();
            assert!(disk.read("link").is_err());
        }
        fs::remove_dir_all(folder).unwrap();
    }
}
