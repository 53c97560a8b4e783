//! The cluster that is served: a scenario file whose steps are not taken, or a file with a cluster
//! alone, such as scenarios include.

use std::path::Path;
use std::sync::Arc;

use lampfield_core::diagnostic::Diagnostic;
use lampfield_core::scenario::{self, Scenario, SourceError, Sources};
use lampfield_core::secret::Secret;

use crate::error::ExpectedError;
use crate::source::{Disk, Found, find};

/// The cluster, with the place that its files and secrets are read from.
pub(crate) struct ClusterFile {
    pub(crate) scenario: Arc<Scenario>,
    disk: Arc<Disk>,
}

impl ClusterFile {
    /// Reads a file.
    ///
    /// # Errors
    /// It is not there, or not right.
    pub(crate) fn read(path: &Path, root: Option<&Path>) -> Result<ClusterFile, ExpectedError> {
        let mut found = find(&[path.to_path_buf()], root)?;
        let Some(Found { disk, path, .. }) = found.pop().filter(|_| found.is_empty()) else {
            return Err(ExpectedError::BadQuestion {
                text: format!("`{}` is not one file", path.display()),
                help: "name the file whose cluster is to be served".to_owned(),
            });
        };
        let whole = Whole { disk: disk.as_ref(), path: &path };
        let scenario = scenario::load(&whole, &path).map_err(|told| ExpectedError::Invalid {
            headline: format!("`{path}` cannot be served"),
            detail: rendered(&told, &whole),
        })?;
        Ok(ClusterFile { scenario: Arc::new(scenario), disk })
    }

    /// Where includes and secrets are read from.
    pub(crate) fn sources(&self) -> &dyn Sources {
        self.disk.as_ref()
    }
}

fn rendered(told: &[Diagnostic], sources: &dyn Sources) -> String {
    let texts: Vec<String> = told.iter().map(|one| one.render(sources, false)).collect();
    texts.join("\n")
}

/// The disk, on which a file with a cluster alone is a scenario. The lines of the file keep their
/// numbers: what is added stands behind them.
struct Whole<'a> {
    disk: &'a Disk,
    path: &'a str,
}

/// What makes a scenario of a cluster.
const REST: &str =
    "\nlampfield: 1\nname: A cluster that is served\nsteps: [{ at: 0s, do: everybody connects }]\n";

impl Sources for Whole<'_> {
    fn read(&self, path: &str) -> Result<Arc<str>, SourceError> {
        let text = self.disk.read(path)?;
        let scenario = text.lines().any(|line| line.starts_with("lampfield:"));
        if path != self.path || scenario { Ok(text) } else { Ok(format!("{text}{REST}").into()) }
    }

    fn secret(&self, path: &str) -> Result<Secret, SourceError> {
        self.disk.secret(path)
    }

    fn env(&self, name: &str) -> Option<Secret> {
        self.disk.env(name)
    }

    fn shown(&self, path: &str) -> String {
        Sources::shown(self.disk, path)
    }
}
