//! `cargo xtask setup`: provides what tests and the page need, and repeats nothing.

mod apt;
mod debian;
mod npm;
mod packaged;
mod programs;
mod tools;
pub(crate) mod wasm;

use crate::place::{ToolFolder, repository};
use crate::run::Result;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;
use wasm::Toolchain;

/// What the WASM steps run with.
#[derive(Debug)]
pub(crate) struct WasmTools {
    /// The toolchain that has the target.
    toolchain: Toolchain,
    /// Where wasm-bindgen's programs are.
    bindgen: PathBuf,
}

impl WasmTools {
    /// A Cargo that builds for WASM and runs tests there.
    pub(crate) fn cargo(&self) -> Result<Command> {
        let mut command = self.toolchain.cargo(std::slice::from_ref(&self.bindgen))?;
        // By name: Cargo takes a blank in this variable for the end of the program's path.
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
        Ok(command)
    }

    /// Makes what a command compiles lean ([`Toolchain::lean`]): whether it can be.
    pub(crate) fn lean(&self, command: &mut Command) -> bool {
        let Some(flags) = self.toolchain.lean() else { return false };
        let before = command.get_envs().find(|(name, _)| *name == wasm::FLAGS);
        let before = before.and_then(|(_, value)| value?.to_str()).unwrap_or_default().to_owned();
        command.env(wasm::FLAGS, format!("{before} {flags}")).env("RUSTC_BOOTSTRAP", "1");
        true
    }

    /// A program in one of these folders, which finds this toolchain and wasm-bindgen.
    pub(crate) fn command(&self, program: &str, folders: &[PathBuf]) -> Result<Command> {
        let mut all = vec![self.bindgen.clone()];
        all.extend_from_slice(folders);
        let cargo = self.toolchain.cargo(&all)?;
        let place = folders.iter().map(|folder| folder.join(program)).find(|path| path.is_file());
        let mut command = Command::new(place.unwrap_or_else(|| program.into()));
        for (name, value) in cargo.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        Ok(command)
    }
}

/// `cargo xtask setup [--only wasm|browser|page|xmllint|tshark|peers]`.
pub(crate) fn command(arguments: &[&str]) -> Result<()> {
    match arguments {
        [] => {
            page()?;
            browser()?;
            xmllint()?;
            tshark()?;
            peers()?;
            npm().map(drop)
        }
        ["--only", "wasm"] => wasm().map(drop),
        ["--only", "page"] => page().map(drop),
        ["--only", "browser"] => browser(),
        ["--only", "xmllint"] => xmllint(),
        ["--only", "tshark"] => tshark(),
        ["--only", "peers"] => peers(),
        other => Err(format!(
            "`cargo xtask setup {}` is not understood\n  \
             say `cargo xtask setup`, or name one part: --only wasm, --only browser, --only page, \
             --only xmllint, --only tshark, --only peers",
            other.join(" ")
        )),
    }
}

/// The toolchain for WASM, and wasm-bindgen's programs.
pub(crate) fn wasm() -> Result<WasmTools> {
    let tools = ToolFolder::open()?;
    let repository = repository()?;
    let toolchain = timed("Rust for WASM", || Toolchain::provide(&tools, &repository))?;
    let bindgen = timed("wasm-bindgen", || tools::wasm_bindgen(&tools, &repository))?;
    Ok(WasmTools { toolchain, bindgen })
}

/// What building the page takes: all for WASM, and the folder Trunk is in.
pub(crate) fn page() -> Result<(WasmTools, PathBuf)> {
    let wasm = wasm()?;
    let tools = ToolFolder::open()?;
    let trunk = timed("Trunk", || tools::trunk(&tools))?;
    Ok((wasm, trunk))
}

/// Chromium and its driver.
pub(crate) fn browser() -> Result<()> {
    timed("Chromium", || programs::BROWSER.provide())
}

/// What holds JUnit reports against their schema.
pub(crate) fn xmllint() -> Result<()> {
    timed("xmllint", || programs::XMLLINT.provide())
}

/// What reads captures as Wireshark does.
pub(crate) fn tshark() -> Result<()> {
    timed("tshark", || programs::TSHARK.provide())
}

/// The phones and servers that ours talks to.
pub(crate) fn peers() -> Result<()> {
    timed("SIPp, baresip, Kamailio", || programs::PEERS.provide())
}

/// The script of axe-core.
pub(crate) fn axe() -> Result<PathBuf> {
    npm().map(|modules| modules.join("axe-core/axe.min.js"))
}

/// The language server that editors ask about YAML.
pub(crate) fn yaml_language_server() -> Result<PathBuf> {
    npm().map(|modules| modules.join("yaml-language-server/bin/yaml-language-server"))
}

fn npm() -> Result<PathBuf> {
    let (tools, repository) = (ToolFolder::open()?, repository()?);
    timed("packages from npm", || npm::provide(&tools, &repository))
}

fn timed<T>(name: &str, part: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("setup: {name}");
    let start = Instant::now();
    let value = part()?;
    println!("setup: {name}: {:.1} s", start.elapsed().as_secs_f64());
    Ok(value)
}
