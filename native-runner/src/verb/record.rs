//! Traces and captures on disk.

use std::fs;
use std::path::Path;

use crate::error::ExpectedError;

/// Writes what was recorded of a scenario: to the file itself where it runs alone, else below a
/// folder, by the scenario's name and an ending.
///
/// # Errors
/// The file or folder cannot be made.
pub(super) fn write(
    to: &Path,
    (name, ending): (&str, &str),
    alone: bool,
    bytes: &[u8],
) -> Result<(), ExpectedError> {
    let as_folder = !alone || to.is_dir() || to.as_os_str().to_string_lossy().ends_with('/');
    let file = if as_folder { to.join(format!("{name}.{ending}")) } else { to.to_path_buf() };
    let failed = |why| ExpectedError::CannotWrite { path: file.display().to_string(), why };
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(&file, bytes).map_err(failed)
}
