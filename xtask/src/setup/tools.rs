//! Tools written in Rust, compiled once per version.

use crate::place::{ToolFolder, cargo, program};
use crate::run::{Result, capture, run};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::Command;

const STAMP: &str = ".ok";

/// Trunk's newest version that builds with the Rust this project asks for.
pub(super) const TRUNK: &str = "0.21.14";

/// Which tool, and how to know it.
struct Tool<'a> {
    /// Its name in the registry.
    package: &'a str,
    /// The program asked for its version.
    probe: &'a str,
    version: &'a str,
    features: &'a [&'a str],
}

/// Provides wasm-bindgen's programs in the version the lock file names, and gives their folder.
pub(super) fn wasm_bindgen(tools: &ToolFolder, repository: &Path) -> Result<PathBuf> {
    let version = locked_version(repository, "wasm-bindgen")?;
    let tool = Tool {
        package: "wasm-bindgen-cli",
        probe: "wasm-bindgen-test-runner",
        version: &version,
        features: &[],
    };
    provide(tools, &tool)
}

/// Provides Trunk, and gives its folder.
pub(super) fn trunk(tools: &ToolFolder) -> Result<PathBuf> {
    // The other features are a self-update check and a second TLS library.
    let features = ["--no-default-features", "--features", "rustls"];
    let tool = Tool { package: "trunk", probe: "trunk", version: TRUNK, features: &features };
    provide(tools, &tool)
}

fn provide(tools: &ToolFolder, tool: &Tool<'_>) -> Result<PathBuf> {
    if let Some(folder) = on_path(tool) {
        println!("  {} {} is in {}", tool.package, tool.version, folder.display());
        return Ok(folder);
    }
    let name = format!("{}-{}", tool.package, tool.version);
    let root = tools.path().join(&name);
    let bin = root.join("bin");
    if root.join(STAMP).is_file() && bin.join(tool.probe).is_file() {
        println!("  {} is there", root.display());
        return Ok(bin);
    }
    tools.remove(&name)?;
    println!("  compiling {} {}: once, some minutes", tool.package, tool.version);
    // Kept when broken off, so that the next attempt goes on where this one stopped.
    let build_name = format!("{name}-build");
    let mut install = cargo();
    // Away from the repository, so that its .cargo/config.toml plays no part.
    install.current_dir(tools.path());
    install.args(["install", "--locked", "--no-track"]);
    if !std::io::stdout().is_terminal() {
        // Where nobody watches its progress bar, Cargo prints hundreds of lines instead.
        install.arg("--quiet");
    }
    install.arg(format!("{}@{}", tool.package, tool.version)).args(tool.features);
    install.arg("--root").arg(&root);
    install.arg("--target-dir").arg(tools.path().join(&build_name));
    // These tools run for seconds: a quick build is worth more than a quick program.
    for (key, value) in
        [("LTO", "off"), ("CODEGEN_UNITS", "16"), ("OPT_LEVEL", "1"), ("DEBUG", "0")]
    {
        install.env(format!("CARGO_PROFILE_RELEASE_{key}"), value);
    }
    install.env_remove("CARGO_TARGET_DIR").env_remove("RUSTFLAGS");
    run(&mut install, &format!("compiling {} {}", tool.package, tool.version))?;
    tools.remove(&build_name)?;
    std::fs::write(root.join(STAMP), tool.version)
        .map_err(|error| format!("{}: {error}", root.display()))?;
    Ok(bin)
}

/// A tool of the right version that the machine already has.
fn on_path(tool: &Tool<'_>) -> Option<PathBuf> {
    let file = program(tool.probe)?;
    let text = capture(Command::new(&file).arg("--version"), "asking a tool's version").ok()?;
    let same = text.split_whitespace().any(|word| word == tool.version);
    if same { file.parent().map(Path::to_path_buf) } else { None }
}

/// The version of a package in `Cargo.lock`: wasm-bindgen's programs refuse any other than theirs.
fn locked_version(repository: &Path, package: &str) -> Result<String> {
    let lock = repository.join("Cargo.lock");
    let text = std::fs::read_to_string(&lock)
        .map_err(|error| format!("{} cannot be read: {error}", lock.display()))?;
    version_in(&text, package).ok_or_else(|| {
        format!("{} names no package {package}, which the WASM tests need", lock.display())
    })
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let value = lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_exact_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.9.9\"\n\n\
            [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.129\"\nsource = \"x\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.129"));
        assert_eq!(version_in(lock, "wasm"), None);
    }
}
