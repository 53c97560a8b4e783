//! Embeds the gallery and what its files include, so that the page needs no second download and
//! works from a stick. The scenarios of single rules and regressions stay out, and clusters that no
//! file of the gallery includes: each costs every visitor a part of a second of a slow line, and
//! opens from a file all the same.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::{env, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let root = here.join("../scenarios");
    let mut files = Vec::new();
    collect(&root, &root.join("gallery"), &mut files)?;
    let mut read = 0;
    while let Some((_, path)) = files.get(read) {
        for included in includes(path)? {
            println!("cargo:rerun-if-changed={}", included.display());
            if included.is_file() {
                keep(&root, included, &mut files);
            }
        }
        read += 1;
    }
    files.sort();
    let mut code = String::from("pub(super) const FILES: &[(&str, &str)] = &[\n");
    for (name, path) in &files {
        let path = path.canonicalize()?;
        let _ = writeln!(code, "    ({name:?}, include_str!({:?})),", path.display().to_string());
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("scenarios.rs"), code)
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    println!("cargo:rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if path.extension().is_some_and(|e| e == "yaml" || e == "csv") {
            keep(root, path, files);
        }
    }
    Ok(())
}

fn keep(root: &Path, path: PathBuf, files: &mut Vec<(String, PathBuf)>) {
    let relative = path.strip_prefix(root).unwrap_or(&path);
    let name = relative.to_string_lossy().replace('\\', "/");
    if !files.iter().any(|(other, _)| *other == name) {
        files.push((name, path));
    }
}

/// The files that this one includes: whatever stands behind `include:`.
fn includes(path: &Path) -> io::Result<Vec<PathBuf>> {
    let text = fs::read_to_string(path)?;
    let mut found = Vec::new();
    for (_, rest) in text.lines().filter_map(|line| line.split_once("include:")) {
        let name = rest.split('}').next().unwrap_or_default().trim().trim_matches('"');
        let mut whole = path.parent().map(Path::to_path_buf).unwrap_or_default();
        for step in name.split('/') {
            match step {
                ".." => drop(whole.pop()),
                step => whole.push(step),
            }
        }
        found.push(whole);
    }
    Ok(found)
}
