//! `lampfield init`: a folder to start from.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::bug;
use crate::cli::Common;
use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::output::{Sink, Verbosity};

/// What is written, with where it goes.
const FILES: [(&str, &str); 5] = [
    ("scenarios/cluster.yaml", include_str!("../init/cluster.yaml")),
    ("scenarios/busy.yaml", include_str!("../init/busy.yaml")),
    ("scenarios/lists.yaml", include_str!("../init/lists.yaml")),
    ("README.md", include_str!("../init/README.md")),
    (".github/workflows/presence.yml", include_str!("../init/github.yml")),
];

/// Flags of `init`.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The folder; made where it is not there yet
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Writes the files. Nothing that is there is touched: if one of them is, none is written.
///
/// # Errors
/// A file is there already, or cannot be written.
pub(crate) fn init(arguments: &Arguments, common: &Common) -> Result<Exit, ExpectedError> {
    let folder = &arguments.folder;
    let there: Vec<String> = FILES
        .iter()
        .map(|(name, _)| folder.join(name))
        .filter(|path| path.symlink_metadata().is_ok())
        .map(|path| path.display().to_string())
        .collect();
    if !there.is_empty() {
        return Err(ExpectedError::AlreadyThere { paths: there });
    }
    let mut out = Sink::stdout();
    for (name, text) in FILES {
        let path = folder.join(name);
        write(&path, text)?;
        if common.verbosity() != Verbosity::Quiet {
            out.line(&format!("    wrote  {}", path.display()))?;
        }
    }
    if common.verbosity() != Verbosity::Quiet {
        let scenarios = folder.join("scenarios").display().to_string();
        out.line(&format!("\n  next: lampfield run {}", bug::quoted(&scenarios)))?;
    }
    out.flush()?;
    Ok(Exit::Ok)
}

fn write(path: &Path, text: &str) -> Result<(), ExpectedError> {
    let failed = |why| ExpectedError::CannotWrite { path: path.display().to_string(), why };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    // It was not there a moment ago; if it is now, it is somebody's.
    let mut file = File::create_new(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}
