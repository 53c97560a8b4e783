//! A file with a `matrix` is played once for each combination of its values.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use lampfield_core::network::NetworkOptions;
use lampfield_core::rng::Chance;
use lampfield_core::scenario::{MemorySources, Scenario, load};
use lampfield_core::time::Duration;

fn read(matrix: &str) -> Scenario {
    let text = format!(
        "lampfield: 1\nname: x\n{matrix}cluster: {{}}\nsteps: [{{ at: 0s, do: everybody connects }}]\n"
    );
    load(&MemorySources::new([("x.yaml", text)]), "x.yaml").unwrap()
}

#[test]
fn the_last_line_changes_first_and_every_case_has_its_name_and_its_values() {
    let scenario = read("matrix: { seed: 7..8, latency: [5ms, 1s], loss: [30%] }\n");
    let cases: Vec<Scenario> = scenario.cases().collect();
    let names: Vec<&str> = cases.iter().map(|case| case.case.as_str()).collect();
    assert_eq!(
        names,
        [
            "seed=7,latency=5ms,loss=30%",
            "seed=7,latency=1s,loss=30%",
            "seed=8,latency=5ms,loss=30%",
            "seed=8,latency=1s,loss=30%",
        ]
    );
    let values: Vec<_> = cases.iter().map(|c| (c.seed, c.network.default.latency)).collect();
    let (short, long) = (Duration::from_millis(5), Duration::from_secs(1));
    assert_eq!(values, [(7, short), (7, long), (8, short), (8, long)]);
    assert!(cases.iter().all(|case| case.network.default.loss == Chance::percent(30)));
    // What is read is the first case.
    assert_eq!((scenario.case.as_str(), scenario.seed), (names[0], 7));
    assert!(scenario.case_has_seed());
}

#[test]
fn a_case_is_found_by_its_name_from_any_other() {
    let last = read("matrix: { jitter: [1ms, 2ms], seed: [5, 3] }\n").cases().last().unwrap();
    assert_eq!(last.case, "jitter=2ms,seed=3");
    let first = last.case_named("jitter=1ms,seed=5").unwrap();
    assert_eq!((first.seed, first.network.default.jitter), (5, Duration::from_millis(1)));
    assert!(last.case_named("seed=5").is_none());
}

#[test]
fn a_file_without_a_matrix_is_one_case_without_a_name() {
    let scenario = read("");
    assert_eq!((scenario.case_count(), scenario.case.as_str()), (1, ""));
    assert_eq!(scenario.cases().next().unwrap().network, NetworkOptions::default());
    assert!(!scenario.case_has_seed());
}
