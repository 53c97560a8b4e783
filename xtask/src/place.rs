//! Where things are: the repository, the tool folder, the toolchain this task was started with.

use crate::run::Result;
use std::ffi::OsString;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Marks a folder that can be made again, so that backups skip it, and tells our own folder from
/// one that a mistyped `LAMPFIELD_TOOLS` points to.
const TAG: &str = "CACHEDIR.TAG";
const TAG_TEXT: &str = "Signature: 8a477f597d28d172789f06886806bc55\n\
    # Tools that Lampfield's `cargo xtask setup` made. Safe to delete.\n";

/// The repository's root.
pub(crate) fn repository() -> Result<PathBuf> {
    // Cargo sets this for what it runs; a path fixed at compile time would outlive a moved folder.
    let start = match std::env::var_os("CARGO_MANIFEST_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => std::env::current_dir().map_err(|error| format!("no current folder: {error}"))?,
    };
    let root = start.ancestors().find(|folder| folder.join("xtask/Cargo.toml").is_file());
    root.map(Path::to_path_buf).ok_or_else(|| {
        format!("{} is not inside Lampfield's repository: run `cargo xtask` there", start.display())
    })
}

/// The Cargo that started this task, and so the toolchain the user chose.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
}

/// `PATH` with some folders before all others.
pub(crate) fn path_with(first: &[PathBuf]) -> Result<OsString> {
    let old = std::env::var_os("PATH").unwrap_or_default();
    let all = first.iter().cloned().chain(std::env::split_paths(&old));
    std::env::join_paths(all).map_err(|error| format!("a folder cannot stand in PATH: {error}"))
}

/// Looks a program up in `PATH`.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// The folder that holds the tools, and the right to change it while this value lives.
#[derive(Debug)]
pub(crate) struct ToolFolder {
    path: PathBuf,
    _lock: File,
}

impl ToolFolder {
    /// Finds or makes the folder, and waits for another set-up that is at work in it.
    pub(crate) fn open() -> Result<Self> {
        let path = tool_path()?;
        let problem = |error: std::io::Error| {
            format!(
                "the tool folder {} cannot be used: {error}\n  \
                 set LAMPFIELD_TOOLS to a folder that can be written to",
                path.display()
            )
        };
        std::fs::create_dir_all(&path).map_err(problem)?;
        let path = path.canonicalize().map_err(problem)?;
        let tag = path.join(TAG);
        if !tag.is_file() {
            let mut others = path.read_dir().map_err(problem)?;
            if others.next().is_some() {
                return Err(format!(
                    "{} holds files that are not ours\n  \
                     set LAMPFIELD_TOOLS to an empty folder or to one that does not exist yet",
                    path.display()
                ));
            }
            std::fs::write(&tag, TAG_TEXT).map_err(problem)?;
        }
        let lock = File::create(path.join("lock")).map_err(problem)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                println!("waiting for another set-up at work in {}", path.display());
                lock.lock().map_err(problem)?;
            }
            Err(TryLockError::Error(error)) => return Err(problem(error)),
        }
        Ok(Self { path, _lock: lock })
    }

    /// Its absolute path.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Deletes one folder directly inside the tool folder, and refuses anything else.
    pub(crate) fn remove(&self, name: &str) -> Result<()> {
        let plain = !name.is_empty()
            && !name.starts_with('.')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
        if !plain {
            return Err(format!("refusing to delete `{name}`: not the name of a tool's folder"));
        }
        let victim = self.path.join(name);
        match victim.symlink_metadata() {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(format!("{} cannot be looked at: {error}", victim.display())),
            Ok(data) if !data.is_dir() => {
                Err(format!("refusing to delete {}: not a folder", victim.display()))
            }
            Ok(_) => std::fs::remove_dir_all(&victim)
                .map_err(|error| format!("{} cannot be deleted: {error}", victim.display())),
        }
    }
}

fn tool_path() -> Result<PathBuf> {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let chosen = variable("LAMPFIELD_TOOLS").map(PathBuf::from);
    let cache = || variable("XDG_CACHE_HOME").map(PathBuf::from);
    let home = || variable("HOME").map(|home| PathBuf::from(home).join(".cache"));
    let path = match chosen {
        Some(path) => path,
        None => cache().or_else(home).map(|cache| cache.join("lampfield/tools")).ok_or(
            "no place for the tools: neither LAMPFIELD_TOOLS, XDG_CACHE_HOME nor HOME is set",
        )?,
    };
    std::path::absolute(&path).map_err(|error| format!("{}: {error}", path.display()))
}
