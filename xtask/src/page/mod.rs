//! The page: built, put into one file, served.

mod build;
mod names;
mod pack;
mod single;
mod start;

use crate::run::Result;
use std::path::PathBuf;

pub(crate) use build::{Built, How, build};

/// `cargo xtask page [--single-file | --quick]`.
pub(crate) fn command(arguments: &[&str]) -> Result<()> {
    let (how, single) = match arguments {
        [] => (How::Shipped, false),
        ["--single-file"] => (How::Shipped, true),
        ["--quick"] => (How::Quick, false),
        other => {
            return Err(format!(
                "`cargo xtask page {}` is not understood\n  \
                 it takes nothing, --single-file, or --quick",
                other.join(" ")
            ));
        }
    };
    let built = build(how)?;
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
