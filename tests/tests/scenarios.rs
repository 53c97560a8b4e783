//! Every scenario file, and every case of a `matrix`, is a test of its own: it passes, twice with the same digest, at every trace
//! level, and the digest is the golden one.
#![cfg(not(target_arch = "wasm32"))]

use lampfield_core::scenario::{PlayOptions, Report, Verdict};
use lampfield_core::trace::TraceLevel;
use lampfield_tests::{cases, golden, play, sources};
use libtest_mimic::{Arguments, Failed, Trial};
use std::fmt::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        return update();
    }
    let cases = match cases(&sources()) {
        Ok(cases) => cases,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::FAILURE;
        }
    };
    let trial = |path: String| Trial::test(path.clone(), move || holds(&path));
    libtest_mimic::run(&arguments, cases.into_iter().map(trial).collect()).exit_code()
}

fn holds(path: &str) -> Result<(), Failed> {
    let full = run(path, TraceLevel::Full)?;
    if full.verdict != Verdict::Passed {
        let sources = sources();
        let told: Vec<String> = full.failures.iter().map(|f| f.render(&sources, false)).collect();
        return Err(format!("{}\n{}", full.verdict, told.join("\n")).into());
    }
    for level in [TraceLevel::Full, TraceLevel::DigestOnly] {
        let again = run(path, level)?;
        if again.digest != full.digest {
            return Err(format!("{level:?}: {} is not {}", again.digest, full.digest).into());
        }
    }
    match golden().get(path) {
        Some(expected) if *expected == full.digest.to_string() => Ok(()),
        Some(expected) => Err(format!(
            "the digest is {}, and the golden one {expected}; if that is meant: \
             UPDATE_EXPECT=1 cargo test -p lampfield-tests --test scenarios",
            full.digest
        )
        .into()),
        None => Err("tests/digests.txt has no digest for it: run with UPDATE_EXPECT=1".into()),
    }
}

fn run(path: &str, trace: TraceLevel) -> Result<Report, Failed> {
    let options = PlayOptions { trace, ..PlayOptions::default() };
    play(&sources(), path, options).map_err(Failed::from)
}

/// Writes the golden digests anew.
fn update() -> ExitCode {
    let mut text = String::new();
    for path in cases(&sources()).unwrap_or_else(|problem| vec![problem]) {
        match run(&path, TraceLevel::Full) {
            Ok(report) => {
                let _ = writeln!(text, "{path} {}", report.digest);
            }
            Err(problem) => {
                eprintln!("{path}: {}", problem.message().unwrap_or("failed"));
                return ExitCode::FAILURE;
            }
        }
    }
    match std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/digests.txt"), text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("tests/digests.txt: {problem}");
            ExitCode::FAILURE
        }
    }
}
