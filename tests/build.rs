//! Lists the scenario files for the WASM tests, which have no file system to read them from.

use std::fmt::Write;
use std::path::{Path, PathBuf};

fn main() -> Result<(), String> {
    let here = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let root = here.parent().ok_or("the package lies in no folder")?.join("scenarios");
    println!("cargo::rerun-if-changed=build.rs");
    let mut files = Vec::new();
    if root.is_dir() {
        walk(&root, &root, &mut files)?;
    } else {
        // Cargo takes a missing path for a changed one: this runs each time until there is a folder.
        println!("cargo::rerun-if-changed={}", root.display());
    }
    // The order is that of the names, the same on every file system.
    files.sort();
    let mut text = String::from(
        "/// Every scenario file: its path below `scenarios/`, and its text.\n\
         pub(crate) const FILES: &[(&str, &str)] = &[\n",
    );
    for (name, path) in &files {
        writeln!(text, "    ({name:?}, include_str!({path:?})),").map_err(|e| e.to_string())?;
    }
    text.push_str("];\n");
    let out = Path::new(&variable("OUT_DIR")?).join("embedded_scenarios.rs");
    std::fs::write(&out, text).map_err(|error| format!("{}: {error}", out.display()))
}

fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|error| format!("{name}, which Cargo sets: {error}"))
}

fn walk(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) -> Result<(), String> {
    let problem = |error| format!("{}: {error}", folder.display());
    // A folder is watched for files that come and go, each file for its text.
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in folder.read_dir().map_err(problem)? {
        let path = entry.map_err(problem)?.path();
        if path.is_dir() {
            walk(root, &path, files)?;
        } else if path
            .extension()
            .is_some_and(|kind| kind == "yaml" || kind == "csv" || kind == "md")
        {
            println!("cargo::rerun-if-changed={}", path.display());
            let below = path.strip_prefix(root).map_err(|error| error.to_string())?;
            let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
            files.push((parts.join("/"), path));
        }
    }
    Ok(())
}
