//! What must hold in WASM as it does natively.
#![cfg(target_arch = "wasm32")]

use lampfield_core::scenario::{PlayOptions, Verdict};
use lampfield_tests::{cases, files, golden, play, sources};
use wasm_bindgen_test::wasm_bindgen_test;

/// The list decides the order of runs, and names are looked up in it as a scenario writes them.
#[wasm_bindgen_test]
fn embedded_scenarios_are_in_order_and_named_alike_everywhere() {
    assert!(files().is_sorted_by(|a, b| a.0 < b.0));
    for (name, _) in files() {
        assert!(!name.contains('\\') && !name.starts_with('/'), "{name}");
    }
}

/// The native test compares the same golden file: so native and WASM are equal.
#[wasm_bindgen_test]
fn every_scenario_passes_in_wasm_with_its_native_digest() {
    assert_eq!(all_as_natively(), Ok(()));
}

fn all_as_natively() -> Result<(), String> {
    let (sources, golden) = (sources(), golden());
    for path in &cases(&sources)? {
        let path = path.as_str();
        let report = play(&sources, path, PlayOptions::default())?;
        if report.verdict != Verdict::Passed {
            return Err(format!("{path}: {:?}", report.failures));
        }
        let digest = report.digest.to_string();
        let expected = golden.get(path).copied();
        if expected != Some(digest.as_str()) {
            return Err(format!("{path}: {digest} is not {expected:?}"));
        }
    }
    Ok(())
}
