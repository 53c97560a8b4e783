//! What must hold in WASM as it does natively.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::wasm_bindgen_test;

mod scenarios {
    include!(concat!(env!("OUT_DIR"), "/embedded_scenarios.rs"));
}

/// The list decides the order of runs, and names are looked up in it as a scenario writes them.
#[wasm_bindgen_test]
fn embedded_scenarios_are_in_order_and_named_alike_everywhere() {
    assert!(scenarios::FILES.is_sorted_by(|a, b| a.0 < b.0));
    for (name, _) in scenarios::FILES {
        assert!(!name.contains('\\') && !name.starts_with('/'), "{name}");
    }
}
