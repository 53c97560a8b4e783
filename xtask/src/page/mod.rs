//! The page: built, put into one file, served.

mod build;
mod single;
mod start;

use crate::run::Result;
use std::path::PathBuf;

pub(crate) use build::{Built, build};

/// `cargo xtask page [--single-file]`.
pub(crate) fn command(arguments: &[&str]) -> Result<()> {
    let single = match arguments {
        [] => false,
        ["--single-file"] => true,
        other => {
            return Err(format!(
                "`cargo xtask page {}` is not understood\n  \
                 it takes nothing, or --single-file",
                other.join(" ")
            ));
        }
    };
    let built = build()?;
    println!("the page is in {}", built.dist.display());
    if single {
        let file = single_file(&built)?;
        println!("the page in one file: {}", file.display());
    }
    Ok(())
}

/// Puts a built page into one file beside the others, and gives its path.
pub(crate) fn single_file(built: &Built) -> Result<PathBuf> {
    single::write(built)
}

/// `cargo xtask start [PORT]`.
pub(crate) fn start(arguments: &[&str]) -> Result<()> {
    start::command(arguments)
}
