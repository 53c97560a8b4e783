//! Builds the page with Trunk, and what stands beside it.

use super::pack;
use super::single::{base64, dropped};
use crate::place::repository;
use crate::run::{Result, run};
use crate::setup;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A built page.
#[derive(Debug)]
pub(crate) struct Built {
    /// The folder that a server hands out.
    pub(crate) dist: PathBuf,
    /// The names of the module and of its glue, both hashed.
    pub(crate) wasm: String,
    pub(crate) glue: String,
    /// Whether it is as lean as it is shipped: not every toolchain can make it so.
    pub(crate) lean: bool,
}

/// How a page is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// As small as it is shipped.
    Shipped,
    /// The same within seconds after a change, with the words of panics, for tests and whoever works
    /// on it: it is many times as large. It lies in a folder of its own.
    Quick,
}

/// Provides what is missing and builds the page.
pub(crate) fn build(how: How) -> Result<Built> {
    let (wasm, trunk) = setup::page()?;
    let root = repository()?;
    let mut command = wasm.command("trunk", &[trunk])?;
    let lean = how == How::Shipped && wasm.lean(&mut command);
    command.current_dir(&root).arg("build");
    let mut dist = root.join("dist");
    match how {
        How::Shipped => command.arg("--release"),
        How::Quick => {
            dist = target(&root).join("page-quick");
            command.args(["--cargo-profile", "dev", "--dist"]).arg(&dist)
        }
    };
    command.args(["--color", "never"]);
    // All tools are there in the right version: nothing is to be fetched.
    command.env("TRUNK_BUILD_OFFLINE", "true").env("TRUNK_SKIP_VERSION_CHECK", "true");
    command.env_remove("NO_COLOR");
    run(&mut command, "building the page")?;
    let built = found(dist, lean)?;
    flatten(&built)?;
    extras(&root, &built)?;
    if how == How::Quick {
        return Ok(built);
    }
    pack::files(&built.dist.join(&built.wasm), &built.dist.join(&built.glue))?;
    // `lampfield web` holds the page: its build script looks again when this file is newer.
    let script = root.join("native-runner/build.rs");
    fs::File::options()
        .append(true)
        .open(&script)
        .and_then(|file| file.set_modified(SystemTime::now()))
        .map_err(|error| problem(&script, &error))?;
    Ok(built)
}

/// Where Cargo builds.
fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |own| root.join(own))
}

/// The files that the page is made of.
fn found(dist: PathBuf, lean: bool) -> Result<Built> {
    let mut names = Vec::new();
    for entry in dist.read_dir().map_err(|error| problem(&dist, &error))? {
        let entry = entry.map_err(|error| problem(&dist, &error))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    let one = |end: &str| {
        let mut fitting =
            names.iter().filter(|name| name.starts_with("lampfield-page-") && name.ends_with(end));
        match (fitting.next(), fitting.next()) {
            (Some(name), None) => Ok(name.clone()),
            _ => Err(format!("{} does not hold exactly one file *{end}", dist.display())),
        }
    };
    let (wasm, glue) = (one("_bg.wasm")?, one(".js")?);
    Ok(Built { dist, wasm, glue, lean })
}

/// Puts the scripts that Rust brought along into what imports them from a folder: a page that is flat
/// can be carried in a program and in one file.
fn flatten(built: &Built) -> Result<()> {
    for glue in [built.glue.as_str(), FACE] {
        inline_scripts(built, glue)?;
    }
    let folder = built.dist.join("snippets");
    if folder.is_dir() {
        fs::remove_dir_all(&folder).map_err(|error| problem(&folder, &error))?;
    }
    // The page is told to fetch them early.
    let path = built.dist.join("index.html");
    let html = fs::read_to_string(&path).map_err(|error| problem(&path, &error))?;
    let html = dropped(&html, "<link rel=\"modulepreload\" href=\"./snippets/", ">");
    fs::write(&path, html).map_err(|error| problem(&path, &error))
}

fn inline_scripts(built: &Built, glue: &str) -> Result<()> {
    let path = built.dist.join(glue);
    let mut glue = fs::read_to_string(&path).map_err(|error| problem(&path, &error))?;
    while let Some((before, rest)) = glue.split_once("'./snippets/") {
        let (name, after) = rest.split_once('\'').ok_or("the glue's import does not end")?;
        let script = built.dist.join("snippets").join(name);
        let bytes = fs::read(&script).map_err(|error| problem(&script, &error))?;
        let coded = base64(&bytes);
        glue = format!("{before}'data:text/javascript;charset=utf-8;base64,{coded}'{after}");
    }
    fs::write(&path, glue).map_err(|error| problem(&path, &error))
}

/// The JavaScript face's glue: a module of its own beside the page's.
const FACE: &str = "lampfield-face.js";

/// The JavaScript face under the name by which it is imported, and a page that uses it.
fn extras(root: &Path, built: &Built) -> Result<()> {
    let copy = |from: &str, to: &str| {
        let (from, to) = (root.join(from), built.dist.join(to));
        fs::copy(&from, &to).map(drop).map_err(|error| problem(&from, &error))
    };
    copy("web/src/face/lampfield.js", "lampfield.js")?;
    copy("web/examples/ten-lines.html", "ten-lines.html")?;
    copy("scenarios/gallery/03-two-phones-one-lamp.yaml", "two-phones.yaml")
}

/// A file that could not be read or written.
pub(super) fn problem(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
