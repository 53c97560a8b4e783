//! `cargo xtask reference`: writes what is made from the tables in the source.

use crate::place::{cargo, repository};
use crate::run::{Result, capture, run};
use std::process::Command;

const SCHEMA: &str = "schema/scenario.v1.json";

/// The pages of the reference, and the schema for editors.
pub(crate) fn command() -> Result<()> {
    let root = repository()?;
    let lampfield = |arguments: &[&str]| -> Command {
        let mut command = cargo();
        command.current_dir(&root).args(["run", "--quiet", "-p", "lampfield", "--"]);
        command.args(arguments);
        command
    };
    run(&mut lampfield(&["reference", "docs/reference"]), "writing docs/reference")?;
    let schema = capture(&mut lampfield(&["schema"]), "printing the schema")?;
    std::fs::write(root.join(SCHEMA), schema).map_err(|error| format!("{SCHEMA}: {error}"))?;
    println!("docs/reference and {SCHEMA} are written");
    Ok(())
}
