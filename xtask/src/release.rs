//! `cargo xtask release FILE`: the command line as one program that needs nothing else.

use crate::place::{cargo, repository};
use crate::run::{Result, capture, run};
use crate::setup::wasm::rustc;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How the program comes to stand alone.
enum Way {
    /// With musl, whose target is installed.
    Musl(String),
    /// With the C library of this machine, taken in.
    Glibc(String),
    /// Not at all: this system has no programs without libraries of its own.
    System,
}

/// Builds, looks whether it stands alone, and puts it where it was wanted.
pub(crate) fn command(arguments: &[&str]) -> Result<()> {
    let [file] = arguments else {
        return Err("say where the program goes: cargo xtask release lampfield".into());
    };
    let root = repository()?;
    let way = way()?;
    println!("release: {}", words(&way));
    let built = build(&root, &way)?;
    if !matches!(way, Way::System) {
        let bytes =
            std::fs::read(&built).map_err(|error| format!("{}: {error}", built.display()))?;
        if needs_a_loader(&bytes).ok_or("the program is no ELF file of 64 bits")? {
            return Err(format!("{} is not static: it names a loader", built.display()));
        }
    }
    std::fs::copy(&built, file).map_err(|error| format!("{file} cannot be written: {error}"))?;
    let program = std::path::absolute(file).map_err(|error| format!("{file}: {error}"))?;
    let said = capture(Command::new(program).arg("--version"), "running what was built")?;
    println!("release: {file} is {}", said.trim());
    Ok(())
}

fn words(way: &Way) -> String {
    match way {
        Way::Musl(target) => format!("static, for {target}"),
        Way::Glibc(target) => {
            let musl = target.replace("-gnu", "-musl");
            format!("static, with this machine's C library: Rust's target {musl} is not installed")
        }
        Way::System => "for this system, whose own libraries it needs".into(),
    }
}

fn way() -> Result<Way> {
    let text = capture(rustc().arg("-vV"), "asking Rust for its host")?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
    if !host.contains("-linux-") {
        return Ok(Way::System);
    }
    let musl = host.replace("-gnu", "-musl");
    let mut command = rustc();
    command.args(["--print", "target-libdir", "--target", &musl]);
    let folder = capture(&mut command, "asking Rust for musl").unwrap_or_default();
    let there = !folder.trim().is_empty() && Path::new(folder.trim()).is_dir();
    Ok(if there { Way::Musl(musl) } else { Way::Glibc(host.to_owned()) })
}

fn build(root: &Path, way: &Way) -> Result<PathBuf> {
    let mut command = cargo();
    command.current_dir(root).args(["build", "--release", "--locked", "-p", "lampfield"]);
    // With a target of its own what runs while building is no matter of the flags below.
    let target = match way {
        Way::Musl(target) | Way::Glibc(target) => {
            command.args(["--target", target]);
            command.env("RUSTFLAGS", "-C target-feature=+crt-static");
            target.as_str()
        }
        Way::System => "",
    };
    run(&mut command, "building the command line")?;
    let mut asked = cargo();
    asked.current_dir(root).args(["metadata", "--format-version", "1", "--no-deps"]);
    let text = capture(&mut asked, "cargo metadata")?;
    let folder =
        text.split_once("\"target_directory\":\"").and_then(|(_, rest)| rest.split_once('"'));
    let (folder, _) = folder.ok_or("`cargo metadata` names no target folder")?;
    let name = format!("lampfield{}", std::env::consts::EXE_SUFFIX);
    Ok(PathBuf::from(folder).join(target).join("release").join(name))
}

/// Whether the file names a program that loads its libraries (`PT_INTERP`). `None`: it is no ELF
/// file of 64 bits, little end first.
fn needs_a_loader(bytes: &[u8]) -> Option<bool> {
    const INTERP: u64 = 3;
    let number = |at: usize, length: usize| -> Option<u64> {
        let part = bytes.get(at..at + length)?;
        Some(part.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    };
    if bytes.get(..6)? != b"\x7fELF\x02\x01" {
        return None;
    }
    let start = usize::try_from(number(0x20, 8)?).ok()?;
    let (size, count) = (number(0x36, 2)?, number(0x38, 2)?);
    for header in 0..count {
        let at = start + usize::try_from(header * size).ok()?;
        if number(at, 4)? == INTERP {
            return Some(true);
        }
    }
    Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_names_a_loader_is_told_from_one_that_does_not() {
        let mut file = b"\x7fELF\x02\x01".to_vec();
        file.resize(64 + 2 * 56, 0);
        file[0x20] = 64;
        file[0x36] = 56;
        file[0x38] = 2;
        file[64] = 1;
        assert_eq!(needs_a_loader(&file), Some(false));
        file[64 + 56] = 3;
        assert_eq!(needs_a_loader(&file), Some(true));
        assert_eq!(needs_a_loader(&file[..100]), None);
        assert_eq!(needs_a_loader(b"#!/bin/sh"), None);
    }
}
