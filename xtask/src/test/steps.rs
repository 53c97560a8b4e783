//! The steps of `cargo xtask test`. A new one is one entry in [`STEPS`] and one function.

use super::count::{Runner, count, without_colours};
use super::{Bench, Done, browser, speed};
use crate::place::{cargo, program};
use crate::run::{Result, capture, run, tee};
use crate::setup::{self, wasm::TARGET};
use crate::wasm_file;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One thing that must hold.
pub(super) struct Step {
    /// What to call it on the command line.
    pub(super) key: &'static str,
    /// What to call it in the output.
    pub(super) name: &'static str,
    /// Whether it runs only when it is named: it does not hold yet, or it measures time and wants the
    /// machine for itself.
    pub(super) only_by_name: bool,
    /// Whether it needs the tools for WASM.
    pub(super) needs_wasm: bool,
    pub(super) run: fn(&mut Bench) -> Result<Done>,
}

/// All steps, in order: what fails often and fast comes first.
pub(super) const STEPS: &[Step] = &[
    step("format", "formatting", format),
    step("clippy", "clippy", clippy),
    wasm_step("clippy-wasm", "clippy for WASM", clippy_wasm),
    step("native", "native tests", native),
    step("doc-tests", "examples in the docs", doc_tests),
    step("scenarios", "scenarios on the command line", scenarios),
    step("editor", "scenarios in an editor", editor),
    wasm_step("wasm", "WASM tests", wasm),
    wasm_step("no-imports", "core's WASM imports nothing", no_imports),
    by_name(wasm_step("speed", "the engine in WASM against native", speed::speed)),
    step("page", "the page is built", browser::page),
    step("page-size", "the page is small", browser::page_size),
    wasm_step("web-wasm", "the page's parts in a browser", browser::web_wasm),
    step("e2e", "the page in a browser", browser::e2e),
    by_name(step("frames", "a frame is little work", browser::frames)),
    step("docs", "documentation builds", docs),
    step("benches", "benchmarks run", benches),
];

const fn step(key: &'static str, name: &'static str, run: fn(&mut Bench) -> Result<Done>) -> Step {
    Step { key, name, only_by_name: false, needs_wasm: false, run }
}

const fn by_name(step: Step) -> Step {
    Step { only_by_name: true, ..step }
}

const fn wasm_step(
    key: &'static str,
    name: &'static str,
    run: fn(&mut Bench) -> Result<Done>,
) -> Step {
    Step { key, name, only_by_name: false, needs_wasm: true, run }
}

/// The package whose WASM must import nothing.
pub(super) const NO_IMPORTS: &str = "lampfield-no-imports";

fn format(bench: &mut Bench) -> Result<Done> {
    run(bench.cargo().args(["fmt", "--all", "--check"]), "the formatting check")
        .map_err(|error| format!("{error}\n  to put it right: cargo fmt --all"))?;
    Ok(Done::Ran)
}

fn clippy(bench: &mut Bench) -> Result<Done> {
    let arguments = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
    run(bench.cargo().args(arguments), "clippy")?;
    Ok(Done::Ran)
}

fn clippy_wasm(bench: &mut Bench) -> Result<Done> {
    let mut command = bench.wasm_cargo()?;
    command.args(["clippy", "--target", TARGET, "--quiet"]);
    command.args(["-p", "lampfield-core", "-p", "lampfield-web", "-p", NO_IMPORTS]);
    command.args(["-p", "lampfield-tests", "--lib", "--bins", "--test", "wasm"]);
    run(command.args(["--", "-D", "warnings"]), "clippy for WASM")?;
    Ok(Done::Ran)
}

fn native(bench: &mut Bench) -> Result<Done> {
    setup::xmllint()?;
    setup::tshark()?;
    setup::peers()?;
    let has_nextest = capture(bench.cargo().args(["nextest", "--version"]), "nextest").is_ok();
    let mut command = bench.cargo();
    let runner = if has_nextest {
        command.args(["nextest", "run", "--workspace", "--no-fail-fast", "--status-level", "slow"]);
        Runner::Nextest
    } else {
        // Examples in the docs are the next step's, or they would be counted twice.
        command.args(["test", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast"]);
        Runner::Libtest
    };
    bench.tests(runner, &mut command, "the native tests")
}

fn doc_tests(bench: &mut Bench) -> Result<Done> {
    let mut command = bench.cargo();
    command.args(["test", "--workspace", "--doc", "--no-fail-fast"]);
    bench.tests(Runner::Libtest, &mut command, "the examples in the docs")
}

fn scenarios(bench: &mut Bench) -> Result<Done> {
    let mut command = bench.cargo();
    command.args(["run", "--quiet", "-p", "lampfield", "--", "run", "scenarios"]);
    let before = bench.count;
    let done = bench.tests(Runner::Lampfield, &mut command, "running all scenarios")?;
    if bench.count == before {
        return Err("`lampfield run scenarios` ended well and says that it ran none".into());
    }
    let mut command = bench.cargo();
    command.args(["run", "--quiet", "-p", "lampfield", "--", "fmt", "--check", "scenarios"]);
    run(&mut command, "looking whether scenarios are written as `lampfield fmt` writes them")?;
    Ok(done)
}

/// What an editor says of scenario files by the schema that lies beside them.
fn editor(bench: &mut Bench) -> Result<Done> {
    if program("node").is_none() {
        return Ok(Done::Skipped("no node to run the language server in".into()));
    }
    let server = setup::yaml_language_server()?;
    let mut command = bench.cargo();
    command.args(["test", "-p", "lampfield", "--test", "editor"]);
    command.env("LAMPFIELD_YAML_LANGUAGE_SERVER", server);
    bench.tests(Runner::Libtest, &mut command, "scenarios in an editor")
}

fn wasm(bench: &mut Bench) -> Result<Done> {
    let mut command = bench.wasm_cargo()?;
    command.args(["test", "--target", TARGET, "-p", "lampfield-tests", "--test", "wasm"]);
    if program("node").is_none() {
        let driver = program("chromedriver").ok_or(
            "neither node nor chromedriver is there to run WASM tests in\n  \
             install Node.js 20 or newer, or run: cargo xtask setup --only browser",
        )?;
        println!("  no node: running in Chromium");
        command.env("WASM_BINDGEN_USE_BROWSER", "1").env("CHROMEDRIVER", driver);
    }
    bench.tests(Runner::Libtest, &mut command, "the WASM tests")
}

fn no_imports(bench: &mut Bench) -> Result<Done> {
    let mut command = bench.lean_wasm_cargo()?;
    // The page's own profile: what is proved must be what is shipped.
    command.args(["build", "--quiet", "--target", TARGET, "--profile", "page", "-p", NO_IMPORTS]);
    command.args(["--bin", NO_IMPORTS]);
    run(&mut command, "building core alone for WASM")?;
    let file = bench.target()?.join(TARGET).join("page").join(format!("{NO_IMPORTS}.wasm"));
    let bytes =
        std::fs::read(&file).map_err(|error| format!("{} not read: {error}", file.display()))?;
    let surface =
        wasm_file::surface(&bytes).map_err(|error| format!("{}: {error}", file.display()))?;
    if !surface.imports.is_empty() {
        return Err(format!(
            "core's WASM imports {}: {}\n  core must get everything through its inputs, see the \
             invariants in ARCHITECTURE.md\n  to see who brings it: cargo tree -p lampfield-core \
             --target {TARGET}",
            if surface.imports.len() == 1 { "something" } else { "things" },
            surface.imports.join(", ")
        ));
    }
    if !surface.exports.iter().any(|name| name == "main") {
        return Err(format!(
            "{} exports no `main`, so that it may hold no code of core at all\n  its exports: {}",
            file.display(),
            surface.exports.join(", ")
        ));
    }
    println!("  {} bytes, no import", bytes.len());
    let Some(node) = program("node") else {
        println!("  no node: it was not run");
        return Ok(Done::Ran);
    };
    let script = "WebAssembly.instantiate(require('fs').readFileSync(process.argv[1]), {})\
        .then(({instance}) => process.exit(instance.exports.main(0, 0)))\
        .catch(problem => { console.error(problem); process.exit(1) })";
    run(Command::new(node).args(["-e", script]).arg(&file), "running core with no import at all")?;
    println!("  and it runs with none");
    Ok(Done::Ran)
}

fn docs(bench: &mut Bench) -> Result<Done> {
    let mut command = bench.cargo();
    command.args(["doc", "--quiet", "--no-deps", "-p", "lampfield-core"]);
    run(command.env("RUSTDOCFLAGS", "-D warnings"), "building core's documentation")?;
    Ok(Done::Ran)
}

fn benches(bench: &mut Bench) -> Result<Done> {
    let folders = ["core", "native-runner", "tests", "web"];
    if !folders.iter().any(|folder| holds(&bench.root.join(folder).join("benches"), "rs")) {
        return Ok(Done::Skipped("there are no benchmarks yet".into()));
    }
    // Run as tests, each benchmark does its work once: enough to know that it still can.
    let mut command = bench.cargo();
    command.args(["test", "--quiet", "--workspace", "--bench", "*"]);
    run(&mut command, "running each benchmark once")?;
    Ok(Done::Ran)
}

impl Bench {
    /// The user's own Cargo, in the repository.
    pub(super) fn cargo(&self) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root);
        command
    }

    /// The Cargo for WASM, in the repository.
    pub(super) fn wasm_cargo(&self) -> Result<Command> {
        let tools = self.wasm.as_ref();
        let tools = tools.ok_or("a step uses WASM without saying in STEPS that it needs it")?;
        let mut command = tools.cargo()?;
        command.current_dir(&self.root);
        Ok(command)
    }

    /// The same, for what is compiled as the page is shipped.
    pub(super) fn lean_wasm_cargo(&self) -> Result<Command> {
        let mut command = self.wasm_cargo()?;
        if let Some(tools) = &self.wasm {
            tools.lean(&mut command);
        }
        Ok(command)
    }

    /// Runs tests, and counts them whether they pass or not.
    pub(super) fn tests(
        &mut self,
        runner: Runner,
        command: &mut Command,
        what: &str,
    ) -> Result<Done> {
        let (output, result) = tee(command, what);
        self.count += count(runner, &without_colours(&output));
        result.map(|()| Done::Ran)
    }

    /// Where Cargo builds.
    pub(super) fn target(&self) -> Result<PathBuf> {
        let mut command = self.cargo();
        command.args(["metadata", "--format-version", "1", "--no-deps"]);
        let text = capture(&mut command, "cargo metadata")?;
        let rest = text.split_once("\"target_directory\":\"").map(|(_, rest)| rest);
        let folder = rest.and_then(|rest| rest.split_once('"')).map(|(folder, _)| folder);
        folder.map(PathBuf::from).ok_or_else(|| "`cargo metadata` names no target folder".into())
    }
}

/// Whether a folder holds a file with this extension, at any depth.
fn holds(folder: &Path, extension: &str) -> bool {
    let Ok(entries) = folder.read_dir() else { return false };
    entries.flatten().map(|entry| entry.path()).any(|path| {
        if path.is_dir() {
            holds(&path, extension)
        } else {
            path.extension().is_some_and(|found| found == extension)
        }
    })
}
