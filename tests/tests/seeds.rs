//! Faults by many seeds: whatever is lost, doubled or overtaken, every lamp is true in the end.
#![cfg(not(target_arch = "wasm32"))]

use lampfield_core::scenario::{PlayOptions, Verdict};
use lampfield_core::trace::TraceLevel;
use lampfield_tests::{play, sources};
use std::collections::BTreeSet;

/// How many seeds each file is played with.
const SEEDS: u64 = 200;

/// The scenario's own checks and `lamps-tell-the-truth-in-the-end`, by 200 seeds.
///
/// # Errors
/// The first seed that breaks them, with what the command line would print.
fn holds_for_all_seeds(path: &str) -> Result<(), String> {
    let sources = sources();
    let mut digests = BTreeSet::new();
    for seed in 0..SEEDS {
        let options = PlayOptions {
            seed: Some(seed),
            trace: TraceLevel::DigestOnly,
            ..PlayOptions::default()
        };
        let report = play(&sources, path, options)?;
        if report.verdict != Verdict::Passed {
            let told = report.failures.iter().map(|f| f.render(&sources, false));
            return Err(format!("seed {seed}:\n{}", told.collect::<Vec<_>>().join("\n")));
        }
        digests.insert(report.digest.to_string());
    }
    if digests.len() < 150 {
        return Err(format!("only {} different runs: did faults happen?", digests.len()));
    }
    Ok(())
}

#[test]
fn thirty_percent_loss_leaves_every_lamp_true_in_the_end() -> Result<(), String> {
    holds_for_all_seeds("gallery/24-a-third-of-all-messages-lost.yaml")
}

#[test]
fn duplicates_and_overtaking_leave_every_lamp_true_in_the_end() -> Result<(), String> {
    holds_for_all_seeds("gallery/25-duplicates-and-overtaking.yaml")
}

#[test]
fn loss_duplication_and_reordering_together_leave_every_lamp_true_in_the_end() -> Result<(), String>
{
    holds_for_all_seeds("regressions/everything-at-once.yaml")
}
