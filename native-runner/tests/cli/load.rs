//! `load`: what it refuses, and what it says of a server that is not there.

use crate::place::Place;

#[test]
fn a_server_that_is_not_on_loopback_has_to_be_asked_for_twice() {
    let place = Place::new();
    for once in
        [&["load", "udp:192.0.2.1:5060"][..], &["load", "udp:192.0.2.1:5060", "--beyond-loopback"]]
    {
        let ran = place.run(once);
        ran.expect(2).says(&["192.0.2.1:5060 is not this machine's loopback", "twice"]);
        assert_eq!(ran.out, "");
    }
}

#[test]
fn wrong_flags_are_told_with_what_would_be_right() {
    let place = Place::new();
    let target = "udp:127.0.0.1:9";
    for (flags, part) in [
        (&["tcp:127.0.0.1:5060"][..], "write `udp:127.0.0.1:5060`"),
        (&["127.0.0.1:5060"], "udp:127.0.0.1:5060"),
        (&[target, "--rate", "0"], "1..=100000"),
        (&[target, "--rate", "1000000"], "1..=100000"),
        (&[target, "--count", "1000001"], "1..=1000000"),
        (&[target, "--sockets", "5000"], "1..=1000"),
        (&[target, "--watchers", "w{5..1}"], "nobody"),
        (&[target, "--watchers", "w{1-5}"], "`w{1..50}`"),
        (&[target, "--watchers", "w{1..2000000}"], "shorter range"),
        (&[target, "--hold", "2h"], "longer than an hour"),
        (&[target, "--hold", "5"], "`5s`"),
        (&[target, "--password", "rose"], "env:NAME"),
        (&[target, "--password", "env:LAMPFIELD_NOT_SET"], "LAMPFIELD_NOT_SET"),
        (&[target, "--username", "a"], "--password"),
        (&[target, "--changed", "nobody"], "`p1`"),
        (&[target, "--control", "here"], "--line"),
        (&[target, "--process", "me"], "a number"),
    ] {
        let mut arguments = vec!["load"];
        arguments.extend(flags);
        place.run(&arguments).expect(2).says(&[part]);
    }
}

#[test]
fn a_server_that_is_not_there_fails_every_exchange_and_the_report_says_so() {
    let place = Place::new();
    // Nobody listens at the discard port of this machine.
    let ran = place.run(&[
        "load",
        "udp:127.0.0.1:9",
        "--count",
        "5",
        "--patience",
        "200ms",
        "--json",
        "load.json",
    ]);
    ran.expect(1).says(&["5 × no answer"]);
    let report: serde_json::Value = serde_json::from_str(&place.read("load.json")).unwrap();
    assert_eq!(
        (&report["format"], &report["exit"]),
        (&"lampfield-load/1".into(), &"FAILED".into())
    );
    assert_eq!(report["phases"][0]["failures"][0]["why"], "no answer");
}

#[test]
fn a_process_or_control_socket_that_is_not_there_is_told() {
    let place = Place::new();
    let target = "udp:127.0.0.1:9";
    let ran = place.run(&["load", target, "--count", "1", "--process", "4294967294"]);
    ran.expect(6).says(&["the process cannot be looked at (4294967294)"]);
    let ran = place.run(&[
        "load",
        target,
        "--count",
        "1",
        "--patience",
        "50ms",
        "--changes",
        "1",
        "--control",
        "none",
        "--line",
        "Phone B lifts",
    ]);
    ran.expect(6).says(&["the control socket does not answer"]);
}
