//! Trace files on disk.

use std::fs;
use std::path::Path;

use crate::error::ExpectedError;

/// Writes the trace of a scenario: to the file itself where it runs alone, else below a folder, by
/// the scenario's name.
///
/// # Errors
/// The file or folder cannot be made.
pub(super) fn write(to: &Path, name: &str, alone: bool, text: &str) -> Result<(), ExpectedError> {
    let as_folder = !alone || to.is_dir() || to.as_os_str().to_string_lossy().ends_with('/');
    let file = if as_folder { to.join(format!("{name}.jsonl")) } else { to.to_path_buf() };
    let failed = |why| ExpectedError::CannotWrite { path: file.display().to_string(), why };
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(&file, text).map_err(failed)
}
