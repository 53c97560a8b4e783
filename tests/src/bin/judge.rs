//! What `cargo xtask mutants` puts a mutant before: the reference model, then every scenario by
//! what it says of itself (not by its digest, which any change of words would change). Ends at the
//! first thing that is wrong, and names it.

use lampfield_core::scenario::{PlayOptions, Verdict};
use lampfield_reference::{compare, history};
use lampfield_tests::{play, scenario_paths, sources};
use std::process::ExitCode;

/// As many as in CI.
const QUESTIONS: u64 = 10_000;
const HISTORIES: u64 = 300;

fn main() -> ExitCode {
    match noticed() {
        None => ExitCode::SUCCESS,
        Some(by) => {
            println!("noticed by {by}");
            ExitCode::FAILURE
        }
    }
}

fn noticed() -> Option<String> {
    let scenario = scenarios();
    let model = model();
    match (scenario, model) {
        (Some(scenario), Some(model)) => Some(format!("{scenario}; {model}")),
        (scenario, model) => scenario.or(model),
    }
}

fn model() -> Option<String> {
    if !compare::compare(1, QUESTIONS, |_| {}).agrees() {
        return Some("the reference model, asked".to_owned());
    }
    let histories = history::compare(1, HISTORIES);
    (!histories.differences.is_empty()).then(|| "the reference model, in a history".to_owned())
}

fn scenarios() -> Option<String> {
    let sources = sources();
    scenario_paths().find_map(|path| {
        let report = play(&sources, path, PlayOptions::default());
        let passed = report.is_ok_and(|report| report.verdict == Verdict::Passed);
        (!passed)
            .then(|| format!("scenario {}", path.trim_end_matches(".yaml").trim_end_matches(".md")))
    })
}
