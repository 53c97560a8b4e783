//! The same scenarios over real sockets.

use std::path::Path;

use serde_json::Value;

use crate::place::{GOOD, Place};

/// A scenario that only the simulator can run.
const ONLY_SIM: &str =
    "only: { backend: sim, why: it has more phones than this machine has ports }\n";

#[test]
fn every_scenario_of_the_project_is_the_same_run_over_sockets() {
    let project = Place::at(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    let ran = project.run(&["run", "--backend", "both", "--report", "json"]);
    ran.expect(0);
    let lines: Vec<Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (first, last) = (lines.first().unwrap(), lines.last().unwrap());
    assert_eq!(first["backend"], "both");
    let (all, left_out) = (&first["scenarios"], &first["not_for_backend"]);
    assert_eq!(&last["passed"], all, "{last}");
    // Fewer than one in twenty may be for the simulator alone.
    let (all, left_out) = (all.as_u64().unwrap(), left_out.as_u64().unwrap());
    assert!(left_out * 20 < all + left_out, "{left_out} of {all}");
}

#[test]
fn a_scenario_for_the_simulator_alone_is_left_out_and_counted() {
    let place = Place::with(&[
        ("scenarios/a.yaml", &format!("{ONLY_SIM}{GOOD}")),
        ("scenarios/b.yaml", GOOD),
    ]);
    for backend in ["sip", "both"] {
        let ran = place.run(&["run", "--backend", backend]);
        let heading = format!("1 scenario  each scenario's own seed  backend {backend}");
        ran.expect(0).says(&[&heading, "(1 only on another)", "1 passed"]);
    }
    place.run(&["run"]).expect(0).says(&["2 passed"]);
}

#[test]
fn a_trace_of_sockets_replays_without_them() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    place.run(&["run", "--backend", "sip", "--trace", "a.jsonl", "--pcap", "a.pcap"]).expect(0);
    let header: Value =
        serde_json::from_str(place.read("a.jsonl").lines().next().unwrap()).unwrap();
    let port = header["loopback_port"].as_u64().unwrap();
    assert!(port > 0);
    assert!(place.read("a.jsonl").contains(&format!("127.0.0.1:{port}")), "the real address");
    place.run(&["replay", "a.jsonl"]).expect(0).says(&["same"]);
}

#[test]
fn a_word_that_is_no_backend_is_told_the_three() {
    Place::with(&[("scenarios/a.yaml", GOOD)])
        .run(&["run", "--backend", "udp"])
        .expect(2)
        .says(&["sim", "sip", "both"]);
}
