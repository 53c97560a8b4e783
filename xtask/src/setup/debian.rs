//! Puts a toolchain with a WASM target together from Debian's packages, in a folder of its own.
//!
//! Debian's `rustc-web` is a current compiler with its library's source. Its packages are unpacked,
//! not installed, and the library is compiled once for WASM. Every step below that looks odd is
//! there because leaving it out failed; the comment beside it says how.

use super::apt::Apt;
use super::wasm::{IMMEDIATE_ABORT, LEAN, STAMP, TARGET, remapped, rustc};
use crate::run::{Result, capture, run};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Builds the toolchain in `folder`, which must not exist yet.
pub(super) fn build(apt: &Apt, version: &str, folder: &Path) -> Result<()> {
    let start = Instant::now();
    let done = |what: &str| println!("  [{:5.1} s] {what}", start.elapsed().as_secs_f64());
    println!("  making {} from Debian's rustc-web {version}", folder.display());
    let work = folder.join("work");
    let packages = work.join("packages");
    make_folder(&packages)?;
    let llvm = fetch(apt, version, &packages)?;
    done("packages fetched");
    unpack(&packages, &work)?;
    done("packages unpacked");
    let system = work.join("usr");
    lay_out(&system, folder)?;
    link_host_tools(folder)?;
    let compiler = capture(Command::new(folder.join("bin/rustc")).arg("-V"), "the new compiler")
        .map_err(|error| {
            format!("{error}\n  a library of it may be missing: apt-get install -y {llvm}")
        })?;
    done(&format!("{} runs", compiler.trim()));
    build_library(folder, &system, &work.join("target"), folder, "")?;
    done(&format!("its library is built for {TARGET}"));
    let lean = folder.join(LEAN);
    build_library(folder, &system, &work.join("lean"), &lean, IMMEDIATE_ABORT)?;
    done("and once more for pages, without the words of panics");
    std::fs::remove_dir_all(&work)
        .map_err(|error| format!("{} cannot be deleted: {error}", work.display()))?;
    write(&folder.join(STAMP), compiler.as_bytes())?;
    done("toolchain ready");
    Ok(())
}

/// Downloads the packages, and gives the name of the one with LLVM in it.
fn fetch(apt: &Apt, version: &str, into: &Path) -> Result<String> {
    // Two names carry a version of their own that follows the compiler's.
    let library = apt.dependency("libstd-rust-web-dev", "libstd-rust-web-")?;
    let llvm = apt.dependency(&library, "libllvm")?;
    let names = ["rustc-web", &library, "libstd-rust-web-dev", "rust-web-src", "rust-web-clippy"];
    let mut wanted: Vec<String> = names.iter().map(|name| format!("{name}={version}")).collect();
    wanted.push(llvm.clone());
    apt.download(&wanted, into)?;
    Ok(llvm)
}

fn unpack(packages: &Path, into: &Path) -> Result<()> {
    for package in list(packages)? {
        let name = package.file_name().unwrap_or_default().to_string_lossy().into_owned();
        run(
            Command::new("dpkg-deb").arg("-x").args([&package, into]),
            &format!("unpacking {name}"),
        )?;
    }
    Ok(())
}

/// Moves what a sysroot needs to where a sysroot has it.
fn lay_out(system: &Path, folder: &Path) -> Result<()> {
    let (bin, lib, hidden) = (folder.join("bin"), folder.join("lib"), folder.join("libexec"));
    for each in [&bin, &lib, &hidden] {
        make_folder(each)?;
    }
    let machine = list(&system.join("lib"))?
        .into_iter()
        .find(|path| {
            path.file_name().is_some_and(|name| name.to_string_lossy().contains("-linux-"))
        })
        .ok_or("Debian's packages hold no folder of shared libraries: their layout has changed")?;
    for file in list(&machine)? {
        if file.to_string_lossy().contains(".so") {
            let name = file.file_name().unwrap_or_default();
            rename(&file, &lib.join(name))?;
        }
    }
    let rustlib = system.join("lib/rustlib");
    let source = rustlib.join("src");
    if source.symlink_metadata().is_ok() {
        // A link to the unpacked source, which does not stay.
        let removed = std::fs::remove_dir_all(&source).or_else(|_| std::fs::remove_file(&source));
        removed.map_err(|error| format!("{} cannot be deleted: {error}", source.display()))?;
    }
    rename(&rustlib, &lib.join("rustlib"))?;
    // `cargo-clippy` starts the `clippy-driver` beside its real self, not the one in `bin`.
    for program in ["rustc", "rustdoc", "clippy-driver", "cargo-clippy"] {
        let real = hidden.join(program);
        rename(&system.join("bin").join(program), &real)?;
        // Debian's programs know no path to their libraries: those are meant for /usr/lib.
        let text = format!(
            "#!/bin/sh\nLD_LIBRARY_PATH={}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}} exec {} \"$@\"\n",
            quoted(&lib),
            quoted(&real)
        );
        let wrapper = bin.join(program);
        write(&wrapper, text.as_bytes())?;
        std::fs::set_permissions(&wrapper, std::fs::Permissions::from_mode(0o755))
            .map_err(|error| format!("{}: {error}", wrapper.display()))?;
    }
    Ok(())
}

/// Cargo, the formatter and the linker come from the toolchain at hand.
fn link_host_tools(folder: &Path) -> Result<()> {
    let about = capture(rustc().arg("-vV"), "asking rustc about itself")?;
    let host = about
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .ok_or("`rustc -vV` names no host")?;
    let sysroot = capture(rustc().args(["--print", "sysroot"]), "asking rustc for its sysroot")?;
    let sysroot = Path::new(sysroot.trim());
    let linker = format!("lib/rustlib/{host}/bin/rust-lld");
    let needed = ["bin/cargo", "bin/rustfmt", "bin/cargo-fmt", &linker];
    for name in needed {
        let target = sysroot.join(name);
        let optional = name.contains("fmt");
        if !target.exists() && optional {
            continue;
        }
        if !target.exists() {
            return Err(format!(
                "the present Rust toolchain has no {}\n  \
                 a toolchain from rustup has it; Debian's own `rustc` package does not",
                target.display()
            ));
        }
        let link = folder.join(name);
        if let Some(parent) = link.parent() {
            make_folder(parent)?;
        }
        if link.symlink_metadata().is_ok() {
            std::fs::remove_file(&link).map_err(|error| format!("{}: {error}", link.display()))?;
        }
        symlink(&target, &link).map_err(|error| format!("{}: {error}", link.display()))?;
    }
    Ok(())
}

/// Links again what a toolchain update or removal has left pointing nowhere.
pub(super) fn mend_links(folder: &Path) -> Result<()> {
    // `exists` follows links, so a dangling one counts as absent.
    if folder.join("bin/cargo").exists() {
        return Ok(());
    }
    println!("  linking Cargo and the linker again: the toolchain they came from has moved");
    link_host_tools(folder)
}

/// Compiles the standard library for WASM, with these further flags, into a sysroot.
fn build_library(
    folder: &Path,
    system: &Path,
    target: &Path,
    sysroot: &Path,
    flags: &str,
) -> Result<()> {
    let source = list(&system.join("src"))?
        .into_iter()
        .map(|folder| folder.join("library"))
        .find(|folder| folder.join("sysroot/Cargo.toml").is_file())
        .ok_or("Debian's rust-web-src holds no library/sysroot: its layout has changed")?;
    let mut cargo = Command::new(folder.join("bin/cargo"));
    cargo.current_dir(source);
    // `sysroot` also brings `test`, which `cargo test` for WASM needs.
    cargo.args(["build", "--quiet", "--release", "-p", "sysroot", "--target", TARGET]);
    // Built for size: 6.5 kB less of the page, and the engine no slower for it.
    cargo.args(["--features", "optimize_for_size"]).env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "z");
    cargo.arg("--target-dir").arg(target);
    cargo.env("RUSTC", folder.join("bin/rustc"));
    cargo.env("RUSTC_BOOTSTRAP", "1").env("__CARGO_DEFAULT_LIB_METADATA", "web");
    cargo.env("CARGO_PROFILE_RELEASE_PANIC", "abort").env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    let marked = "-Zforce-unstable-if-unmarked -Cembed-bitcode=yes";
    cargo.env("RUSTFLAGS", format!("{marked} {flags} {}", remapped()));
    for ours in ["CARGO", "CARGO_TARGET_DIR", "CARGO_ENCODED_RUSTFLAGS", "RUSTC_WRAPPER"] {
        cargo.env_remove(ours);
    }
    run(&mut cargo, &format!("compiling Rust's library for {TARGET}"))?;
    let into = sysroot.join("lib/rustlib").join(TARGET).join("lib");
    make_folder(&into)?;
    for file in list(&target.join(TARGET).join("release/deps"))? {
        if file.extension().is_some_and(|extension| extension == "rlib") {
            rename(&file, &into.join(file.file_name().unwrap_or_default()))?;
        }
    }
    Ok(())
}

fn list(folder: &Path) -> Result<Vec<PathBuf>> {
    let problem = |error| format!("{} cannot be read: {error}", folder.display());
    let entries = folder.read_dir().map_err(problem)?;
    let paths: std::io::Result<Vec<_>> = entries.map(|entry| Ok(entry?.path())).collect();
    let mut paths = paths.map_err(problem)?;
    paths.sort();
    Ok(paths)
}

fn make_folder(path: &Path) -> Result<()> {
    std::fs::create_dir_all(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    std::fs::rename(from, to)
        .map_err(|error| format!("{} cannot move to {}: {error}", from.display(), to.display()))
}

/// A path as one word of a shell script.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.to_string_lossy().replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_one_word() {
        assert_eq!(quoted(Path::new("/a b/it's")), r"'/a b/it'\''s'");
    }
}
