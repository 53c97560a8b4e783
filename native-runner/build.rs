//! Takes the built page into the program, where there is one.

use std::fmt::Write;
use std::path::{Path, PathBuf};

fn main() -> Result<(), String> {
    let here = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let dist = here.parent().ok_or("the package lies in no folder")?.join("dist");
    // `cargo xtask page` touches this file: a folder that is not there cannot be watched.
    println!("cargo::rerun-if-changed=build.rs");
    let mut text = String::from(
        "/// The files of the built page; none where it was not built.\n\
         const FILES: &[(&str, &[u8])] = &[\n",
    );
    if dist.join("index.html").is_file() {
        println!("cargo::rerun-if-changed={}", dist.display());
        for path in files(&dist)? {
            let below = path.strip_prefix(&dist).map_err(|error| error.to_string())?;
            let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
            writeln!(text, "    ({:?}, include_bytes!({path:?})),", parts.join("/"))
                .map_err(|error| error.to_string())?;
        }
    }
    text.push_str("];\n");
    let out = Path::new(&variable("OUT_DIR")?).join("page.rs");
    std::fs::write(&out, text).map_err(|error| format!("{}: {error}", out.display()))
}

fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|error| format!("{name}, which Cargo sets: {error}"))
}

/// The page is flat: what lies in folders below it is not ours.
fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let problem = |error| format!("{}: {error}", folder.display());
    let mut found = Vec::new();
    for entry in folder.read_dir().map_err(problem)? {
        let path = entry.map_err(problem)?.path();
        let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if path.is_file() && !hidden {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
