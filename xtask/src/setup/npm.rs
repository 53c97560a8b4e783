//! What comes from npm, for tests only: axe-core, which finds what keeps people out, and the language
//! server that editors ask about YAML.

use crate::place::{ToolFolder, program};
use crate::run::{Result, run};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Provides the versions that `tests/package-lock.json` pins, and gives the folder they are in.
pub(super) fn provide(tools: &ToolFolder, repository: &Path) -> Result<PathBuf> {
    let pins =
        ["package.json", "package-lock.json"].map(|name| repository.join("tests").join(name));
    let folder = tools.path().join("npm");
    let modules = folder.join("node_modules");
    let same = |pin: &PathBuf| {
        let name = pin.file_name().unwrap_or_default();
        std::fs::read(pin)
            .ok()
            .is_some_and(|here| std::fs::read(folder.join(name)).ok() == Some(here))
    };
    if modules.is_dir() && pins.iter().all(same) {
        println!("  {} is there", folder.display());
        return Ok(modules);
    }
    let npm = program("npm")
        .ok_or("npm not found, which brings parts of the tests: install Node.js 20")?;
    tools.remove("npm")?;
    let problem = |error: std::io::Error| format!("{}: {error}", folder.display());
    std::fs::create_dir_all(&folder).map_err(problem)?;
    for pin in &pins {
        std::fs::copy(pin, folder.join(pin.file_name().unwrap_or_default())).map_err(problem)?;
    }
    let mut command = Command::new(npm);
    command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&folder);
    run(&mut command, "getting packages from npm")?;
    Ok(modules)
}
