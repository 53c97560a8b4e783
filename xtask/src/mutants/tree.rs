//! A copy of the repository in which mutants live, with a target folder of its own.

use super::list::Mutant;
use crate::place::cargo;
use crate::run::{Result, capture};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the copies stand, below the repository's root.
const FOLDER: &str = "target/mutants";

/// One copy.
#[derive(Debug)]
pub(super) struct Tree {
    sources: PathBuf,
    build: PathBuf,
}

/// Where what is kept between runs lies.
pub(super) fn folder(root: &Path) -> PathBuf {
    root.join(FOLDER)
}

/// Every file of the repository that Git knows or would know, below its root.
pub(super) fn files(root: &Path) -> Result<Vec<String>> {
    let mut git = Command::new("git");
    git.args(["ls-files", "--cached", "--others", "--exclude-standard"]).current_dir(root);
    let text = capture(&mut git, "asking Git for the files")?;
    let mut files: Vec<String> =
        text.lines().filter(|name| root.join(name).is_file()).map(str::to_owned).collect();
    files.sort();
    files.dedup();
    Ok(files)
}

impl Tree {
    /// The copy of a worker, brought up to date. A file that did not change is not touched, so that
    /// Cargo builds again only what must be.
    pub(super) fn new(root: &Path, worker: usize) -> Result<Tree> {
        let folder = folder(root);
        let tree = Tree {
            sources: folder.join(format!("tree-{worker}")),
            build: folder.join(format!("build-{worker}")),
        };
        let files = files(root)?;
        if let Ok(old) = std::fs::read_to_string(tree.listing()) {
            for gone in old.lines().filter(|name| files.binary_search(&(*name).to_owned()).is_err())
            {
                let _ = std::fs::remove_file(tree.sources.join(gone));
            }
        }
        for name in &files {
            copy(&root.join(name), &tree.sources.join(name))?;
        }
        write(&tree.listing(), files.join("\n").as_bytes())?;
        Ok(tree)
    }

    fn listing(&self) -> PathBuf {
        self.build.join("files.txt")
    }

    /// Where its sources are.
    pub(super) fn sources(&self) -> &Path {
        &self.sources
    }

    /// Where something that a judge writes may lie.
    pub(super) fn scratch(&self, name: &str) -> PathBuf {
        self.build.join(name)
    }

    /// Cargo for this copy. Without debug information and optimisation: it is built once and run
    /// once.
    pub(super) fn cargo(&self) -> Command {
        let mut command = cargo();
        command.current_dir(&self.sources).env("CARGO_TARGET_DIR", &self.build);
        command.env_remove("CARGO_MANIFEST_DIR").env("CARGO_PROFILE_DEV_DEBUG", "0");
        command.env("CARGO_PROFILE_TEST_DEBUG", "0");
        command
    }

    /// Puts a mutant in, lets `judge` look at it, and takes it out again.
    pub(super) fn with<T>(
        &self,
        mutant: &Mutant,
        judge: impl FnOnce(&Tree) -> Result<T>,
    ) -> Result<T> {
        let file = self.sources.join(&mutant.file);
        let sound = std::fs::read_to_string(&file)
            .map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
        write(&file, mutant.apply(&sound)?.as_bytes())?;
        let result = judge(self);
        write(&file, sound.as_bytes())?;
        result
    }
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    let bytes = std::fs::read(from)
        .map_err(|error| format!("{} cannot be read: {error}", from.display()))?;
    if std::fs::read(to).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    write(to, &bytes)
}

fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    let problem = |error| format!("{} cannot be written: {error}", file.display());
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(problem)?;
    }
    std::fs::write(file, bytes).map_err(problem)
}
