//! How much slower the engine is in WASM than natively.

use super::steps::NO_IMPORTS;
use super::{Bench, Done};
use crate::place::program;
use crate::run::{Result, capture, run};
use crate::setup::wasm::TARGET;
use std::process::Command;
use std::time::Instant;

/// Plays one scenario many times, and is timed from outside.
const PROGRAM: &str = "lampfield-speed";
/// WASM may take so much longer, in percent.
const MOST_PERCENT: u128 = 200;
/// Of so many runs the shortest counts: what else the machine does only makes them longer.
const RUNS: usize = 5;

/// Builds the same program for both, runs them in turn and compares.
pub(super) fn speed(bench: &mut Bench) -> Result<Done> {
    let Some(node) = program("node") else {
        return Ok(Done::Skipped("no node to run WASM in".into()));
    };
    let arguments = ["build", "--quiet", "-p", NO_IMPORTS, "--bin", PROGRAM];
    let mut native = bench.cargo();
    run(native.args(arguments).arg("--release"), "building the engine natively")?;
    let mut wasm = bench.lean_wasm_cargo()?;
    wasm.args(arguments).args(["--profile", "page", "--target", TARGET]);
    run(&mut wasm, "building the engine for WASM")?;
    let target = bench.target()?;
    let native = target.join("release").join(PROGRAM);
    let wasm = target.join(TARGET).join("page").join(format!("{PROGRAM}.wasm"));
    // Once is not enough: V8 makes code fast only while it runs.
    let script = "WebAssembly.instantiate(require('fs').readFileSync(process.argv[1]), {})\
        .then(({instance}) => { let least = Infinity; \
            for (let n = 0; n < 5; n++) { \
                const start = performance.now(); \
                if (instance.exports.main(0, 0)) throw 'the program failed'; \
                least = Math.min(least, performance.now() - start) } \
            console.log(Math.round(least * 1000)) })\
        .catch(problem => { console.error(problem); process.exit(1) })";
    let (mut native_us, mut wasm_us) = (u128::MAX, u128::MAX);
    for _ in 0..RUNS {
        let start = Instant::now();
        run(&mut Command::new(&native), "running the engine natively")?;
        native_us = native_us.min(start.elapsed().as_micros());
        let mut command = Command::new(&node);
        let text = capture(command.args(["-e", script]).arg(&wasm), "running the engine in WASM")?;
        let took = text.trim().parse();
        wasm_us = wasm_us.min(took.map_err(|_| format!("node was to print a time, not: {text}"))?);
    }
    let percent = wasm_us * 100 / native_us.max(1);
    println!("  native {native_us} us, WASM {wasm_us} us: {percent} %, {MOST_PERCENT} % allowed");
    if percent > MOST_PERCENT {
        return Err(format!(
            "the engine takes {percent} % of its native time in WASM, over {MOST_PERCENT} %\n  \
             its speed there is set by `profile.page` in Cargo.toml; docs/benchmarks/page.md has \
             what each setting brought"
        ));
    }
    Ok(Done::Ran)
}
