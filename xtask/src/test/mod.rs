//! `cargo xtask test`: everything that must hold, in an order that finds cheap mistakes first.

mod browser;
mod count;
mod relay;
mod speed;
mod steps;

use crate::page::Built;
use crate::place::repository;
use crate::run::Result;
use crate::setup::{self, WasmTools};
use count::Count;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;
use steps::{STEPS, Step};

/// What a step has to work with.
struct Bench {
    root: PathBuf,
    /// Set when a step that needs it was asked for.
    wasm: Option<WasmTools>,
    /// The page, once it was built in this run.
    page: Option<Built>,
    count: Count,
}

/// How a step ended that did not fail.
enum Done {
    Ran,
    /// With the reason.
    Skipped(String),
}

/// A line of the summary.
struct Line {
    name: &'static str,
    ended: String,
    skipped: bool,
    seconds: f64,
}

/// `cargo xtask test [STEP …]`.
///
/// The last line is always `N passed, N failed`, with the tests that were really executed; whether
/// all is well is said by the line before it and by the exit code.
pub(crate) fn command(arguments: &[&str]) -> Result<ExitCode> {
    let chosen = chosen(arguments)?;
    let start = Instant::now();
    let mut bench = Bench { root: repository()?, wasm: None, page: None, count: Count::default() };
    let mut lines = Vec::new();
    let problem = all(&chosen, &mut bench, &mut lines).err();
    println!("\n== summary");
    for Line { name, ended, seconds, .. } in &lines {
        println!("  {name:<30} {seconds:>7.1} s  {ended}");
    }
    let seconds = start.elapsed().as_secs_f64();
    let code = match problem {
        None => {
            let skipped = lines.iter().filter(|line| line.skipped).count();
            let ran = lines.len() - skipped;
            println!("xtask test: ok, {ran} steps in {seconds:.1} s, {skipped} skipped");
            ExitCode::SUCCESS
        }
        Some((name, message)) => {
            println!("xtask test: FAILED at `{name}` after {seconds:.1} s\n{message}");
            ExitCode::FAILURE
        }
    };
    println!("{} passed, {} failed", bench.count.passed, bench.count.failed);
    Ok(code)
}

fn chosen(arguments: &[&str]) -> Result<Vec<&'static Step>> {
    if arguments.is_empty() {
        return Ok(STEPS.iter().filter(|step| !step.only_by_name).collect());
    }
    let find = |name: &&str| {
        STEPS.iter().find(|step| step.key == *name).ok_or_else(|| {
            let keys: Vec<&str> = STEPS.iter().map(|step| step.key).collect();
            format!("there is no test step `{name}`\n  the steps are: {}", keys.join(", "))
        })
    };
    arguments.iter().map(find).collect()
}

fn all(
    chosen: &[&'static Step],
    bench: &mut Bench,
    lines: &mut Vec<Line>,
) -> std::result::Result<(), (&'static str, String)> {
    if chosen.iter().any(|step| step.needs_wasm) {
        let name = "set-up for WASM";
        let provide = |bench: &mut Bench| {
            bench.wasm = Some(setup::wasm()?);
            Ok(Done::Ran)
        };
        one(name, provide, bench, lines).map_err(|message| (name, message))?;
    }
    for step in chosen {
        one(step.name, step.run, bench, lines).map_err(|message| (step.name, message))?;
    }
    Ok(())
}

fn one(
    name: &'static str,
    run: impl FnOnce(&mut Bench) -> Result<Done>,
    bench: &mut Bench,
    lines: &mut Vec<Line>,
) -> Result<()> {
    println!("\n== {name}");
    let start = Instant::now();
    let result = run(bench);
    let seconds = start.elapsed().as_secs_f64();
    let ended = match &result {
        Ok(Done::Ran) => "ok".to_owned(),
        Ok(Done::Skipped(reason)) => format!("skipped: {reason}"),
        Err(_) => "FAILED".to_owned(),
    };
    println!("== {name}: {ended}, {seconds:.1} s");
    let skipped = matches!(result, Ok(Done::Skipped(_)));
    lines.push(Line { name, ended, skipped, seconds });
    result.map(drop)
}
