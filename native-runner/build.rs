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
    let out = PathBuf::from(variable("OUT_DIR")?);
    if dist.join("index.html").is_file() {
        println!("cargo::rerun-if-changed={}", dist.display());
        for (place, path) in files(&dist)?.iter().enumerate() {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            // A copy: the page may be built again while the compiler reads.
            let kept = out.join(format!("page-{place}"));
            std::fs::copy(path, &kept).map_err(|error| format!("{}: {error}", path.display()))?;
            writeln!(text, "    ({name:?}, include_bytes!({kept:?})),")
                .map_err(|error| error.to_string())?;
        }
    }
    text.push_str("];\n");
    let out = out.join("page.rs");
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
