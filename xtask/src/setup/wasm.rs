//! A Rust toolchain that can build for WASM.
//!
//! Where the present toolchain has the target, that is it. Elsewhere one is put together from
//! Debian's packages, without installing any: see `docs/decisions/0001-wasm-toolchain.md`.

use super::apt::Apt;
use super::debian;
use crate::place::{ToolFolder, cargo, path_with};
use crate::run::{Result, capture};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The target of the page and of the WASM tests.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The number goes up when [`debian::build`] lays a toolchain out in another way, so that one made
/// before is not taken for good.
const PREFIX: &str = "wasm-toolchain-3-";
/// Written last, so that a folder without it is an attempt that was broken off.
pub(super) const STAMP: &str = ".ok";

/// What a compiler for [`TARGET`] is told.
pub(super) const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// A toolchain that can build for [`TARGET`].
#[derive(Debug, Clone)]
pub(crate) enum Toolchain {
    /// The one that `cargo xtask` was started with.
    Present,
    /// One in the tool folder.
    Folder(PathBuf),
}

impl Toolchain {
    /// Finds one, or makes one.
    pub(crate) fn provide(tools: &ToolFolder, repository: &Path) -> Result<Self> {
        let library = ["--print", "target-libdir", "--target", TARGET];
        let library = capture(rustc().args(library), "asking rustc for its WASM library")?;
        if Path::new(library.trim()).is_dir() {
            println!("  the present toolchain has {TARGET}");
            return Ok(Self::Present);
        }
        let minimum = minimum_rust(repository)?;
        if let Some(folder) = ready(tools.path(), minimum)? {
            debian::mend_links(&folder)?;
            println!("  {} is there", folder.display());
            return Ok(Self::Folder(folder));
        }
        make(tools, minimum).map(Self::Folder)
    }

    /// What makes a page lean: its panics end at once, without a word. Their words would be a part in
    /// thirty of it. Only a library that was compiled so allows it: `None` where there is none.
    pub(super) fn lean(&self) -> Option<String> {
        let Self::Folder(folder) = self else { return None };
        let sysroot = folder.join(LEAN).into_os_string().into_string().ok();
        // Flags are parted by blanks.
        let sysroot = sysroot.filter(|path| !path.contains(' '))?;
        Some(format!("{IMMEDIATE_ABORT} {INLINED} --cfg=lean --sysroot={sysroot}"))
    }

    /// A Cargo of this toolchain, with more folders to find programs in.
    pub(super) fn cargo(&self, programs: &[PathBuf]) -> Result<Command> {
        match self {
            Self::Present => {
                let mut command = cargo();
                command.env("PATH", path_with(programs)?).env(FLAGS, remapped());
                Ok(command)
            }
            Self::Folder(folder) => {
                let bin = folder.join("bin");
                let mut command = Command::new(bin.join("cargo"));
                // The variable is for rustup's stand-ins, the path for machines without rustup.
                command.env("RUSTUP_TOOLCHAIN", folder);
                command.env("PATH", path_with(&[&[bin], programs].concat())?);
                command.env_remove("RUSTC").env_remove("RUSTDOC").env_remove("CARGO");
                // Cargo tells compilers apart by what they say of themselves, and ours says the same
                // with another library. The name of a setting that nothing asks for makes it look.
                let layout = PREFIX.replace('-', "_");
                command.env(FLAGS, format!("--cfg={layout} {}", remapped()));
                Ok(command)
            }
        }
    }
}

/// How panics end at once.
pub(super) const IMMEDIATE_ABORT: &str = "-Zunstable-options -Cpanic=immediate-abort";

/// How large a function may be that is put where it is called: at `"z"` next to none is, and the
/// engine is slow by it. docs/benchmarks/page.md has what other numbers brought.
const INLINED: &str = "-Cllvm-args=-inline-threshold=33";

/// Where a toolchain of ours has the library for pages: one whose panics end at once.
pub(super) const LEAN: &str = "lean";

/// Says that the page names no folder of the machine it was built on.
pub(super) fn remapped() -> String {
    let home = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo"));
    let cargo = std::env::var_os("CARGO_HOME").map(PathBuf::from).or(home);
    // Flags are parted by blanks: a folder with one in its name stays as it is.
    match cargo.as_deref().and_then(Path::to_str) {
        Some(folder) if !folder.contains(' ') => format!("--remap-path-prefix={folder}=cargo"),
        _ => String::new(),
    }
}

/// The compiler that `cargo xtask` was started with.
pub(crate) fn rustc() -> Command {
    Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
}

fn make(tools: &ToolFolder, minimum: Version) -> Result<PathBuf> {
    let by_hand = format!("run this once: rustup target add {TARGET}");
    let why = |reason: &str| {
        format!("the present Rust toolchain cannot build for {TARGET}, {reason}\n  {by_hand}")
    };
    let mut apt = Apt::find()
        .ok_or_else(|| why("and this machine has no Debian packages to take it from"))?;
    apt.update()?;
    let version = apt
        .candidate("rustc-web")?
        .ok_or_else(|| why("and apt offers no package rustc-web to take it from"))?;
    if Version::read(&version).is_none_or(|offered| offered < minimum) {
        return Err(why(&format!(
            "and apt's rustc-web {version} is older than the Rust this project needs ({minimum})"
        )));
    }
    let key: String = version
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '_' })
        .collect();
    let name = format!("{PREFIX}{key}");
    tools.remove(&name)?;
    let folder = tools.path().join(name);
    debian::build(&apt, &version, &folder)?;
    Ok(folder)
}

/// The newest finished toolchain that is new enough for the workspace.
fn ready(tools: &Path, minimum: Version) -> Result<Option<PathBuf>> {
    let problem = |error| format!("{} cannot be read: {error}", tools.display());
    let mut found = Vec::new();
    for entry in tools.read_dir().map_err(problem)? {
        let folder = entry.map_err(problem)?.path();
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(version) = name.strip_prefix(PREFIX).and_then(Version::read) else { continue };
        if version >= minimum && folder.join(STAMP).is_file() {
            found.push((version, name, folder));
        }
    }
    Ok(found.into_iter().max().map(|(_, _, folder)| folder))
}

/// `rust-version` of the workspace.
fn minimum_rust(repository: &Path) -> Result<Version> {
    let manifest = repository.join("Cargo.toml");
    let text = std::fs::read_to_string(&manifest)
        .map_err(|error| format!("{} cannot be read: {error}", manifest.display()))?;
    let value = text.lines().find_map(|line| line.trim().strip_prefix("rust-version = "));
    value.and_then(|value| Version::read(value.trim_matches('"'))).ok_or_else(|| {
        format!("{} has no line `rust-version = \"1.xx\"` to go by", manifest.display())
    })
}

/// The first two numbers of a Rust version: enough to compare by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Version {
    major: u32,
    minor: u32,
}

impl Version {
    /// Reads `1.96` out of `1.96.0+dfsg1-1~deb12u1` and the like.
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(|c: char| !c.is_ascii_digit());
        let major = parts.next()?.parse().ok()?;
        let minor = parts.next()?.parse().ok()?;
        Some(Self { major, minor })
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        let debian = Version::read("1.96.0+dfsg1-1~deb12u1").unwrap();
        assert_eq!(debian.to_string(), "1.96");
        assert!(Version::read("1.100").unwrap() > debian);
        assert!(Version::read("1.85.0+dfsg3-1~deb12u3").unwrap() < debian);
        assert_eq!(Version::read("unstable"), None);
    }
}
