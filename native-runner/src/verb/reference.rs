//! `lampfield reference`: the pages of `docs/reference`, for the repository itself.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use lampfield_core::scenario::{self, page};

use crate::error::ExpectedError;
use crate::exit::{self, Exit};

/// Flags of `reference`.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The folder to write the pages into
    folder: PathBuf,
}

/// Writes them.
///
/// # Errors
/// The folder or a page cannot be written.
pub(crate) fn reference(arguments: &Arguments) -> Result<Exit, ExpectedError> {
    let folder = &arguments.folder;
    let failed = |why| ExpectedError::CannotWrite { path: folder.display().to_string(), why };
    fs::create_dir_all(folder).map_err(failed)?;
    let mut pages = scenario::reference();
    pages.push(("exit-codes.md", page("Exit codes", &exit::markdown())));
    for (name, text) in pages {
        fs::write(folder.join(name), text).map_err(failed)?;
    }
    Ok(Exit::Ok)
}
