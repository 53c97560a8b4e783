//! The steps that need the built page or a browser.

use super::count::Runner;
use super::relay::Relay;
use super::{Bench, Done};
use crate::page;
use crate::place::program;
use crate::run::{Result, capture};
use crate::setup::{self, wasm::TARGET};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What may go over the wire for page and worker together: they share one module.
const MAX_BROTLI: u64 = 600_000;

/// Builds the page as it is shipped, once in a run.
pub(super) fn page(bench: &mut Bench) -> Result<Done> {
    if bench.page.is_some() {
        return Ok(Done::Ran);
    }
    let built = page::build(page::How::Shipped)?;
    let single = page::single_file(&built)?;
    let length = std::fs::metadata(&single).map_or(0, |data| data.len());
    println!("  in one file: {length} bytes");
    bench.page = Some(built);
    Ok(Done::Ran)
}

/// Weighs the page as it goes over the wire.
pub(super) fn page_size(bench: &mut Bench) -> Result<Done> {
    page(bench)?;
    let built = bench.page.as_ref().ok_or("the page was built and is gone")?;
    let Some(node) = program("node") else {
        return Ok(Done::Skipped("not weighed: no node to pack it with brotli".into()));
    };
    let script = "const z = require('zlib'), b = require('fs').readFileSync(process.argv[1]); \
        const p = { [z.constants.BROTLI_PARAM_QUALITY]: 11 }; \
        console.log(b.length, z.brotliCompressSync(b, { params: p }).length)";
    let file = built.dist.join(&built.wasm);
    let mut command = Command::new(node);
    command.current_dir(&bench.root).args(["-e", script]).arg(&file);
    let text = capture(&mut command, "packing the page with brotli")?;
    let mut numbers = text.split_whitespace().filter_map(|word| word.parse::<u64>().ok());
    let (Some(plain), Some(packed)) = (numbers.next(), numbers.next()) else {
        return Err(format!("node was to print two sizes and printed: {text}"));
    };
    println!(
        "  WASM of page and worker: {plain} bytes, {packed} with brotli, {MAX_BROTLI} allowed"
    );
    if !built.lean {
        let why =
            "this toolchain cannot build the page without the words of panics, as it is shipped";
        return Ok(Done::Skipped(format!("only weighed: {why}")));
    }
    if packed > MAX_BROTLI {
        return Err(format!(
            "the page's WASM has {packed} bytes with brotli, over {MAX_BROTLI}\n  \
             docs/benchmarks/page.md tells where the weight lies and how to see what a change adds"
        ));
    }
    Ok(Done::Ran)
}

/// Components, boundary and worker as WASM in a browser.
pub(super) fn web_wasm(bench: &mut Bench) -> Result<Done> {
    if !bench.root.join("web/tests").is_dir() {
        return Ok(Done::Skipped("the page has no WASM tests yet".into()));
    }
    setup::browser()?;
    let driver = program("chromedriver").ok_or("chromedriver is gone again")?;
    let mut command = bench.wasm_cargo()?;
    command.args(["test", "--target", TARGET, "-p", "lampfield-web", "--test", "*"]);
    command.env("CHROMEDRIVER", driver);
    command.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", through_relay(bench)?);
    bench.tests(Runner::Libtest, &mut command, "the page's WASM tests")
}

/// A file with the browser's options, by which it reaches the test server through a [`Relay`].
fn through_relay(bench: &Bench) -> Result<PathBuf> {
    let plain = bench.root.join("web/webdriver.json");
    let file = bench.target()?.join("webdriver.json");
    let problem = |at: &Path| format!("{} cannot be used", at.display());
    let text = std::fs::read_to_string(&plain).map_err(|e| format!("{}: {e}", problem(&plain)))?;
    let options = Relay::start()?.options(&text)?;
    std::fs::write(&file, options).map_err(|e| format!("{}: {e}", problem(&file)))?;
    Ok(file)
}

/// The built page, as its users use it.
pub(super) fn e2e(bench: &mut Bench) -> Result<Done> {
    let axe = setup::axe()?;
    let mut command = in_browser(bench)?;
    command.arg("--test-threads=2").env("LAMPFIELD_AXE", axe);
    bench.tests(Runner::Libtest, &mut command, "the page in a browser")
}

/// How much work a frame is, with nothing beside it.
pub(super) fn frames(bench: &mut Bench) -> Result<Done> {
    let mut command = in_browser(bench)?;
    command.args(["--ignored", "--nocapture", "--test-threads=1", "frames::", "scrub::"]);
    bench.tests(Runner::Libtest, &mut command, "the work of a frame")
}

/// The tests of the built page, and what they need.
fn in_browser(bench: &mut Bench) -> Result<Command> {
    setup::browser()?;
    page(bench)?;
    let mut command = bench.cargo();
    command.args(["test", "-p", "lampfield-tests", "--test", "e2e", "--"]);
    Ok(command)
}
