//! `cargo xtask reference`: writes what is made from the tables in the source.

use crate::place::{cargo, repository};
use crate::run::{Result, capture, run};
use std::process::Command;

/// The schemas by what they are of.
const SCHEMAS: [(&str, &str); 2] =
    [("scenario", "schema/scenario.v1.json"), ("lesson", "schema/lesson.v1.json")];

/// The pages of the reference, and the schemas for editors.
pub(crate) fn command() -> Result<()> {
    let root = repository()?;
    let lampfield = |arguments: &[&str]| -> Command {
        let mut command = cargo();
        command.current_dir(&root).args(["run", "--quiet", "-p", "lampfield", "--"]);
        command.args(arguments);
        command
    };
    run(&mut lampfield(&["reference", "docs/reference"]), "writing docs/reference")?;
    for (of, path) in SCHEMAS {
        let schema = capture(&mut lampfield(&["schema", of]), "printing a schema")?;
        std::fs::write(root.join(path), schema).map_err(|error| format!("{path}: {error}"))?;
    }
    println!("docs/reference and schema are written");
    Ok(())
}
