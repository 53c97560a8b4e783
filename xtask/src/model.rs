//! `cargo xtask model`: the engine against the reference model.

use crate::place::{cargo, repository};
use crate::run::{Result, run};

/// Builds the comparison for speed and hands it its arguments.
pub(crate) fn command(arguments: &[&str]) -> Result<()> {
    let mut command = cargo();
    command.current_dir(repository()?);
    command.args([
        "run",
        "--release",
        "--quiet",
        "-p",
        "lampfield-reference",
        "--bin",
        "model",
        "--",
    ]);
    run(command.args(arguments), "comparing the engine with the reference model")
}
