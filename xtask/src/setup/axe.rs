//! axe-core, which finds what keeps people out: the only thing that comes from npm.

use crate::place::{ToolFolder, program};
use crate::run::{Result, run};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Provides the version that `tests/package-lock.json` pins, and gives the script's path.
pub(super) fn provide(tools: &ToolFolder, repository: &Path) -> Result<PathBuf> {
    let pins =
        ["package.json", "package-lock.json"].map(|name| repository.join("tests").join(name));
    let folder = tools.path().join("axe");
    let script = folder.join("node_modules/axe-core/axe.min.js");
    let same = |pin: &PathBuf| {
        let name = pin.file_name().unwrap_or_default();
        std::fs::read(pin)
            .ok()
            .is_some_and(|here| std::fs::read(folder.join(name)).ok() == Some(here))
    };
    if script.is_file() && pins.iter().all(same) {
        println!("  {} is there", folder.display());
        return Ok(script);
    }
    let npm = program("npm").ok_or("npm not found, which brings axe-core: install Node.js 20")?;
    tools.remove("axe")?;
    let problem = |error: std::io::Error| format!("{}: {error}", folder.display());
    std::fs::create_dir_all(&folder).map_err(problem)?;
    for pin in &pins {
        std::fs::copy(pin, folder.join(pin.file_name().unwrap_or_default())).map_err(problem)?;
    }
    let mut command = Command::new(npm);
    command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&folder);
    run(&mut command, "getting axe-core")?;
    Ok(script)
}
