//! Files that scenarios include: they have no `lampfield:` line, and only those who include them
//! know that they are no strangers.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use lampfield_core::scenario::{SourceError, Sources, load_any};
use lampfield_core::secret::Secret;

use super::{Disk, Found};

/// The YAML files that these scenarios include and that are not among them, each once, sorted. What
/// a scenario with mistakes includes is known as far as it could be read.
pub(crate) fn included(scenarios: &[Found]) -> Vec<Found> {
    let place = |found: &Found| found.disk.real(&found.path);
    let mut seen: BTreeSet<_> = scenarios.iter().map(place).collect();
    let mut all = Vec::new();
    for scenario in scenarios {
        let reads = Reads { disk: &scenario.disk, paths: Mutex::default() };
        // Only what it reads is of interest: its mistakes are told where it is read in earnest.
        let _ = load_any(&reads, &scenario.path);
        for path in reads.paths.into_inner().unwrap_or_else(PoisonError::into_inner) {
            let found = Found { disk: Arc::clone(&scenario.disk), path, case: None };
            if is_yaml(&found.path) && seen.insert(place(&found)) {
                all.push(found);
            }
        }
    }
    all.sort_by_key(place);
    all
}

fn is_yaml(path: &str) -> bool {
    path.ends_with(".yaml") || path.ends_with(".yml")
}

/// A disk that notes what is read from it.
struct Reads<'a> {
    disk: &'a Disk,
    paths: Mutex<BTreeSet<String>>,
}

impl Sources for Reads<'_> {
    fn read(&self, path: &str) -> Result<Arc<str>, SourceError> {
        let text = self.disk.read(path)?;
        self.paths.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
        Ok(text)
    }

    fn secret(&self, path: &str) -> Result<Secret, SourceError> {
        self.disk.secret(path)
    }

    fn env(&self, name: &str) -> Option<Secret> {
        self.disk.env(name)
    }
}
