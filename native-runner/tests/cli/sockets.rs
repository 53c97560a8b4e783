//! The same scenarios over real sockets.

use std::path::Path;

use serde_json::Value;

use crate::place::{BAD, GOOD, Place};

/// A scenario that only the simulator can run.
const ONLY_SIM: &str =
    "only: { backend: sim, why: it has more phones than this machine has ports }\n";

#[test]
fn every_scenario_of_the_project_is_the_same_run_over_sockets() {
    same_over_sockets("udp");
}

#[test]
fn every_scenario_of_the_project_is_the_same_run_over_connections() {
    same_over_sockets("tcp");
}

#[track_caller]
fn same_over_sockets(transport: &str) {
    let project = Place::at(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    let flags = ["run", "--backend", "both", "--transport", transport, "--report", "json"];
    let ran = project.run(&flags);
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
fn a_trace_of_connections_says_so_and_replays_without_them() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    let flags = ["run", "--backend", "sip", "--transport", "tcp", "--trace", "a.jsonl"];
    place.run(&flags).expect(0);
    let trace = place.read("a.jsonl");
    let header: Value = serde_json::from_str(trace.lines().next().unwrap()).unwrap();
    assert_eq!(header["carried"], "tcp");
    for part in ["Via: SIP/2.0/TCP 127.0.0.1:", ";transport=tcp>"] {
        assert!(trace.contains(part), "no {part}");
    }
    assert!(!trace.contains("SIP/2.0/UDP"), "a message that says another transport");
    place.run(&["replay", "a.jsonl"]).expect(0).says(&["same"]);
}

/// Names so long that a request passes what a datagram may carry where nobody knows the path.
#[test]
fn a_request_too_large_for_a_datagram_goes_over_a_connection() {
    let long = "x".repeat(1_000);
    let text = GOOD.replace("Phone A:", &format!("Phone A:\n      device_name: SEP{long}"));
    assert_ne!(text, GOOD);
    let place = Place::with(&[("scenarios/a.yaml", &text)]);
    let ran = place.run(&["run", "--backend", "both", "--trace", "a.jsonl"]);
    ran.expect(0);
    let trace = place.read("a.jsonl");
    let large = trace.lines().filter(|line| line.contains("SUBSCRIBE sip:1111@"));
    let large: Vec<&str> = large.filter(|line| line.contains("\"what\":\"sent\"")).collect();
    assert!(!large.is_empty(), "{trace}");
    for line in large {
        assert!(line.contains("Via: SIP/2.0/TCP ") && line.contains(";transport=tcp>"), "{line}");
    }
    assert!(trace.contains("Via: SIP/2.0/UDP "), "what is small goes in datagrams");
    place.run(&["replay", "a.jsonl"]).expect(0).says(&["same"]);
}

#[test]
fn by_a_real_clock_a_second_takes_a_second_and_what_is_seen_is_the_same() {
    let text = format!("tolerance: 900ms\n{GOOD}");
    let place = Place::with(&[("scenarios/a.yaml", &text)]);
    for transport in ["udp", "tcp"] {
        let started = std::time::Instant::now();
        let flags = ["run", "--backend", "sip", "--clock", "real", "--transport", transport];
        let ran = place.run(&[&flags[..], &["--trace", "a.jsonl"]].concat());
        ran.expect(0).says(&["1 passed"]);
        assert!(started.elapsed().as_secs() >= 4, "the scenario takes four");
        place.run(&["replay", "a.jsonl"]).expect(0).says(&["same"]);
    }
}

#[test]
fn by_a_real_clock_a_failure_is_one_and_is_tried_again() {
    let text = format!("tolerance: 900ms\n{BAD}");
    let place = Place::with(&[("scenarios/a.yaml", &text)]);
    let flags = ["run", "--backend", "sip", "--clock", "real", "--retries", "1"];
    place.run(&flags).expect(1).says(&["1 failed", "tried 2 times"]);
}

#[test]
fn by_a_real_clock_what_lies_at_an_edge_is_unknown() {
    let never = "never: { lamp: Phone A BLF 1, is: busy }, between: [0s, 1s]";
    let text = format!("tolerance: 900ms\n{GOOD}  - {{ at: 4s, expect: [{{ {never} }}] }}\n");
    let place = Place::with(&[("scenarios/a.yaml", &text)]);
    let flags = ["run", "--backend", "sip", "--clock", "real"];
    place.run(&flags).expect(5).says(&["warning[E0321]", "may be 0.900s off", "1 unknown"]);
    place.run(&["run", "--backend", "both"]).expect(0);
}

#[test]
fn flags_that_do_not_go_together_are_told_with_what_does() {
    let place = Place::with(&[("scenarios/a.yaml", GOOD)]);
    let table: [(&[&str], &str, &str); 6] = [
        (&["--transport", "tcp"], "`--transport tcp` needs sockets", "--backend sip"),
        (&["--clock", "real"], "does not go with `--backend sim`", "--backend sip"),
        (&["--clock", "real", "--backend", "both"], "does not go with `--backend both`", "sip"),
        (&["--retries", "2"], "`--retries` is for real clocks", "--seed"),
        (&["--retries", "2", "--backend", "sip"], "`--retries` is for real clocks", "--seed"),
        (
            &["--update", "--backend", "sip", "--clock", "real"],
            "`--update` does not go with a real clock",
            "virtual clock",
        ),
    ];
    for (flags, told, help) in table {
        place.run(&[&["run"], flags].concat()).expect(2).says(&[told, help]);
    }
    for flags in [["--transport", "sctp"], ["--clock", "wall"], ["--retries", "-1"]] {
        place.run(&[&["run"], &flags[..]].concat()).expect(2);
    }
}

#[test]
fn a_word_that_is_no_backend_is_told_the_three() {
    Place::with(&[("scenarios/a.yaml", GOOD)])
        .run(&["run", "--backend", "udp"])
        .expect(2)
        .says(&["sim", "sip", "both"]);
}
