//! `lampfield run --target`: our phones and those outside against servers under test.

use std::fmt::Write;
use std::process::{Command, Stdio};

use crate::kamailio::Kamailio;
use crate::server::{Folder, OFFICE, Server, free_port};

/// Two phones of the office call each other, and the lamp of one follows.
const CALL: &str = include_str!("call.yaml");
/// What a presence server can be asked.
const PRESENCE: &str = include_str!("presence.yaml");

/// What a run said, and its exit code.
struct Ran {
    code: i32,
    text: String,
}

impl Ran {
    #[track_caller]
    fn expect(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "\n{}", self.text);
        self
    }

    #[track_caller]
    fn says(&self, parts: &[&str]) -> &Self {
        for part in parts {
            assert!(self.text.contains(part), "no {part:?} in\n{}", self.text);
        }
        self
    }
}

/// A folder with the office and these scenarios.
fn folder(scenarios: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    folder.write("office.yaml", OFFICE);
    for (name, text) in scenarios {
        folder.write(name, text);
    }
    folder
}

fn run(folder: &Folder, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lampfield"));
    command.current_dir(&folder.0).arg("run").args(arguments).stdin(Stdio::null());
    let output = command.env("LAMPFIELD_TEST_MAGPIE", "magpie").output().unwrap();
    let mut text = String::from_utf8(output.stdout).unwrap();
    text.push_str(&String::from_utf8(output.stderr).unwrap());
    Ran { code: output.status.code().unwrap_or(-1), text }
}

fn at(transport: &str, port: u16) -> String {
    format!("{transport}:127.0.0.1:{port}")
}

#[test]
fn phones_call_each_other_through_our_server_and_a_lamp_follows() {
    let folder = folder(&[("call.yaml", CALL)]);
    let mut server = Server::start(OFFICE, &[]);
    for transport in ["udp", "tcp"] {
        let target = at(transport, server.port);
        let ran = run(&folder, &["call.yaml", "--target", &target, "--trace", "trace.jsonl"]);
        ran.expect(0).says(&["1 passed", "2 expectations not checkable", "a decision cannot be"]);
        let trace = std::fs::read_to_string(folder.0.join("trace.jsonl")).unwrap();
        let via = format!("Via: SIP/2.0/{}", transport.to_uppercase());
        let parts = ["INVITE sip:1000@", "REGISTER sip:", "NOTIFY sip:1000@", "BYE sip:", &via];
        for part in
            [&parts[..], &["a=sendonly", "a=recvonly", "CANCEL sip:", "487 Request Terminated"]]
                .concat()
        {
            assert!(trace.contains(part), "no {part} in the trace");
        }
        // Every request of a call was answered rightly: nothing is refused and nothing sent again.
        for code in ["SIP/2.0 481 ", "SIP/2.0 488 ", "SIP/2.0 491 ", "SIP/2.0 500 "] {
            assert!(!trace.contains(code), "{code} in the trace");
        }
        // It took back what the server held of it.
        server.wait_for("registrations", "none");
    }
}

#[test]
fn phones_with_passwords_prove_who_they_are_and_with_wrong_ones_fail() {
    let folder = folder(&[("call.yaml", CALL)]);
    folder.write("cluster.yaml", OFFICE);
    folder.write("secret", "magpie");
    let named = ["--password", "Phone A=file:secret"];
    let server = Server::in_folder(&folder, OFFICE, &named);
    let target = at("udp", server.port);
    let right = ["--password", "Phone A=env:LAMPFIELD_TEST_MAGPIE"];
    run(&folder, &[&["call.yaml", "--target", &target], &right[..]].concat()).expect(0);
    let without = run(&folder, &["call.yaml", "--target", &target]);
    without.expect(1).says(&["note: REGISTER of Phone A was refused: 401", "is not `idle`"]);
}

#[test]
fn a_presence_server_is_told_what_lines_do_and_lamps_show_what_it_says() {
    let kamailio = Kamailio::start(free_port());
    let folder = folder(&[("presence.yaml", PRESENCE)]);
    let target = format!("127.0.0.1:{}", kamailio.port);
    // Twice: what one run published does not stay for the next.
    for _ in 0..2 {
        let ran = run(&folder, &["presence.yaml", "--target", &target, "--pcap", "run.pcap"]);
        let log = kamailio.log();
        assert_eq!(ran.code, 0, "{}\n{log}", ran.text);
        ran.says(&["1 passed", "note: REGISTER of Phone A was refused: 405"]);
    }
    decoded(&folder, "run.pcap", &["SUBSCRIBE", "PUBLISH", "NOTIFY", "REGISTER"]);
}

#[test]
fn a_phone_proves_who_it_is_when_it_subscribes_and_publishes() {
    let kamailio = Kamailio::that_challenges(free_port());
    let folder = folder(&[("presence.yaml", PRESENCE)]);
    let target = format!("127.0.0.1:{}", kamailio.port);
    let flags = ["presence.yaml", "--target", &target, "--trace", "trace.jsonl"];
    let named = ["--password", "Phone A=env:LAMPFIELD_TEST_MAGPIE"];
    let ran = run(&folder, &[&flags[..], &named].concat());
    assert_eq!(ran.code, 0, "{}\n{}", ran.text, kamailio.log());
    assert!(!ran.text.contains("401"), "{}", ran.text);
    let trace = std::fs::read_to_string(folder.0.join("trace.jsonl")).unwrap();
    for method in ["SUBSCRIBE", "PUBLISH"] {
        let proved = |line: &&str| {
            line.contains(&format!("\"sip\":\"{method} sip:1"))
                && line.contains("Authorization: Digest")
        };
        assert!(trace.lines().any(|line| proved(&line)), "no {method} with a proof");
    }
    let without = run(&folder, &flags);
    without.expect(1).says(&["PUBLISH of Phone A was refused: 401", "is not `idle`"]);
}

/// Every packet of a capture is SIP as it should be, and these methods are in it.
#[track_caller]
pub(crate) fn decoded(folder: &Folder, capture: &str, methods: &[&str]) {
    let mut command = Command::new("tshark");
    command.current_dir(&folder.0).args(["-r", capture, "-T", "fields"]);
    // A port that the system gave may be another protocol's to the decoder: what it is goes first.
    command.args(["-o", "udp.try_heuristic_first:TRUE", "-o", "tcp.try_heuristic_first:TRUE"]);
    command.args(["-e", "frame.number", "-e", "sip.CSeq.method", "-e", "_ws.malformed"]);
    let output = command.output().expect("tshark: `cargo xtask setup --only tshark` installs it");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.lines().count() > 5, "{text}");
    for line in text.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        assert!(!fields[1].is_empty() && fields[2].is_empty(), "not SIP as it should be: {line}");
    }
    for method in methods {
        assert!(text.contains(method), "no {method} in\n{text}");
    }
}

#[test]
fn what_cannot_be_asked_of_a_server_is_neither_held_nor_failed() {
    let edits = "\
        steps:\n\
        \x20 - { at: 0s, do: Phone A connects }\n\
        \x20 - { at: 100ms, change: { phones: { Phone A: { subscribe_css: Everyone } } } }\n\
        \x20 - { at: 200ms, expect: [{ decision: Phone A BLF 1, is: allowed }] }\n";
    let head = "lampfield: 1\nname: Nothing to see\ntolerance: 900ms\n\
        cluster: { include: office.yaml }\n";
    let folder = folder(&[("inside.yaml", &format!("{head}{edits}"))]);
    let server = Server::start(OFFICE, &[]);
    let target = at("udp", server.port);
    run(&folder, &["inside.yaml", "--target", &target]).expect(5).says(&[
        "1 step not made",
        "line 7: this step cannot be made at a server: an administrator's edit happens inside",
        "1 expectation not checkable",
        "nothing in this scenario can be checked at this server",
    ]);
    // What does not hold after a step that was not made may be so because of it.
    let mut after = format!("{head}{edits}");
    writeln!(after, "  - {{ at: 300ms, expect: [{{ lamp: Phone A BLF 1, is: busy }}] }}").unwrap();
    writeln!(after, "  - {{ at: 300ms, expect: [{{ lamp: Phone A BLF 1, is: idle }}] }}").unwrap();
    folder.write("inside.yaml", &after);
    run(&folder, &["inside.yaml", "--target", &target])
        .expect(0)
        .says(&["1 passed", "2 expectations not checkable"]);
}

#[test]
fn a_lamp_that_is_wrong_at_the_server_fails_with_what_it_shows() {
    let text = "lampfield: 1\nname: Nobody is busy\ncluster: { include: office.yaml }\n\
        tolerance: 450ms\nsteps:\n\
        \x20 - { at: 0s, do: Phone A connects }\n\
        \x20 - { at: 500ms, expect: [{ lamp: Phone A BLF 1, is: busy }] }\n";
    let folder = folder(&[("wrong.yaml", text)]);
    let server = Server::start(OFFICE, &[]);
    let ran = run(&folder, &["wrong.yaml", "--target", &at("udp", server.port), "--retries", "1"]);
    ran.expect(1).says(&["`Phone A BLF 1` is not `busy`", "is `idle` since", "tried 2 times"]);
    assert!(!ran.text.contains("lampfield explain"), "{}", ran.text);
}

#[test]
fn a_server_that_is_not_there_is_told_with_its_address() {
    let folder = folder(&[("call.yaml", CALL)]);
    for (transport, why) in [("udp", "timed out"), ("tcp", "connection refused")] {
        let target = at(transport, free_port());
        let told = format!("no server answers at {target}: {why}");
        run(&folder, &["call.yaml", "--target", &target])
            .expect(6)
            .says(&[&told, "help: start it first"]);
    }
}

#[test]
fn flags_that_do_not_go_with_a_target_are_told() {
    let folder = folder(&[("call.yaml", CALL)]);
    let target = ["call.yaml", "--target", "127.0.0.1:5060"];
    let table: [(&[&str], &str); 9] = [
        (&["--backend", "sim"], "`--target` does not go with `--backend sim`"),
        (&["--backend", "both"], "`--target` does not go with `--backend both`"),
        (&["--clock", "virtual"], "`--target` does not go with `--clock virtual`"),
        (&["--transport", "tcp"], "cannot be used with"),
        (&["--update"], "`--update` does not go with a real clock"),
        (&["--tell", "whisper"], "publish, calls"),
        (&["--password", "Phone A=magpie"], "stands in no command line"),
        (&["--password", "Phone Z=env:LAMPFIELD_TEST_MAGPIE"], "there is no phone `Phone Z`"),
        (&["--password", "Phone A=env:LAMPFIELD_NOT_SET"], "LAMPFIELD_NOT_SET"),
    ];
    for (more, told) in table {
        let ran = run(&folder, &[&target[..], more].concat());
        assert!(ran.code == 2 && ran.text.contains(told), "{more:?}: {}\n{}", ran.code, ran.text);
    }
    for (wrong, told) in [
        ("localhost", "write it as"),
        ("127.0.0.1", "write it as"),
        ("sctp:127.0.0.1:5060", "write it as"),
        ("192.0.2.1:5060", "this machine's loopback"),
    ] {
        let ran = run(&folder, &["call.yaml", "--target", wrong]);
        assert!(ran.code == 2 && ran.text.contains(told), "{wrong}: {}\n{}", ran.code, ran.text);
    }
    for flag in ["--tell=calls", "--own-port=5070", "--password=Phone A=env:X"] {
        let ran = run(&folder, &["call.yaml", flag]);
        assert!(ran.code == 2 && ran.text.contains("--target"), "{flag}: {}", ran.text);
    }
}

#[test]
fn a_trace_of_a_run_against_a_server_is_not_replayed() {
    let folder = folder(&[("call.yaml", CALL)]);
    let server = Server::start(OFFICE, &[]);
    let target = at("udp", server.port);
    run(&folder, &["call.yaml", "--target", &target, "--until", "300ms", "--trace", "t.jsonl"])
        .expect(5);
    let mut command = Command::new(env!("CARGO_BIN_EXE_lampfield"));
    let output = command.current_dir(&folder.0).args(["replay", "t.jsonl"]).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{text}");
    assert!(text.contains("a run against a server cannot be replayed"), "{text}");
}

/// The office with somebody behind a trunk, whom a phone watches.
const PARTNER: &str = include_str!("partner.yaml");

#[test]
fn a_server_asks_those_outside_whom_we_play_and_a_lamp_shows_what_they_say() {
    let own = free_port();
    let folder = folder(&[("partner.yaml", PARTNER)]);
    let partner = format!("Partner=udp:127.2.1.7:{own}");
    let server = Server::in_folder(&folder, PARTNER, &["--outside", &partner]);
    let (target, own) = (at("udp", server.port), own.to_string());
    let ran = run(&folder, &["partner.yaml", "--target", &target, "--own-port", &own]);
    ran.expect(0).says(&["1 passed"]);
    assert!(!ran.text.contains("not checkable"), "{}", ran.text);
    // Nobody knows where they are without a port that was agreed on.
    let unknown = run(&folder, &["partner.yaml", "--target", &target]);
    unknown.expect(1).says(&["1 expectation not checkable", "--own-port"]);
}
