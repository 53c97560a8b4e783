//! `lampfield load` against our own server and against Kamailio: few exchanges, nothing failed.

use std::fmt::Write;
use std::process::Command;

use crate::kamailio::Kamailio;
use crate::server::{Folder, Server, free_port};

/// A presentity and so many phones that may watch it.
fn cluster(watchers: u32) -> String {
    let mut text = String::from(
        "cluster:\n  enterprise_parameters: { BLF for Call Lists: Enabled }\n  \
         service_parameters: { Default Inter-Presence Group Subscription: Allow Subscription }\n  \
         directory_numbers:\n    900: {}\n",
    );
    (0..watchers).for_each(|n| writeln!(text, "    {}: {{}}", 10_000 + n).unwrap());
    text.push_str("  phones:\n    Presentity: { type: 7961 SCCP, lines: [900] }\n");
    for n in 0..watchers {
        let number = 10_000 + n;
        writeln!(text, "    Watcher {n}: {{ type: 7970 SIP, lines: [{number}] }}").unwrap();
    }
    text
}

/// Runs a load, and gives its report and its rows; nothing of it may fail.
#[track_caller]
fn load(folder: &Folder, port: u16, more: &[&str]) -> (serde_json::Value, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lampfield"));
    command.current_dir(&folder.0).args(["load", &format!("udp:127.0.0.1:{port}")]);
    command.args(["--json", "load.json", "--csv", "rows.csv"]).args(more);
    let ran = command.output().unwrap();
    let read = |name: &str| std::fs::read_to_string(folder.0.join(name)).unwrap_or_default();
    let said = String::from_utf8_lossy(&ran.stdout) + String::from_utf8_lossy(&ran.stderr);
    // A machine at work may make it come late (5); nothing may fail.
    assert!(matches!(ran.status.code(), Some(0 | 5)), "{:?}\n{said}", ran.status.code());
    (serde_json::from_str(&read("load.json")).unwrap(), read("rows.csv"))
}

#[track_caller]
fn phase<'a>(report: &'a serde_json::Value, name: &str) -> &'a serde_json::Value {
    let mut phases = report["phases"].as_array().unwrap().iter();
    phases.find(|phase| phase["phase"] == name).unwrap_or_else(|| panic!("no {name} in {report}"))
}

#[track_caller]
fn all_done(phase: &serde_json::Value, count: u64) {
    for (field, expected) in [("asked", count), ("done", count), ("failed", 0)] {
        assert_eq!(phase[field], expected, "{field} of {phase}");
    }
}

#[test]
fn our_server_takes_a_whole_load_and_is_left_with_nothing() {
    let mut server = Server::start(&cluster(60), &[]);
    let folder = Folder::new();
    let id = server.id().to_string();
    let (report, rows) = load(
        &folder,
        server.port,
        &[
            "--register",
            "--watchers",
            "{10000..10059}",
            "--presentities",
            "900",
            "--count",
            "300",
            "--rate",
            "300",
            "--hold",
            "300ms",
            "--refresh",
            "--process",
            &id,
            "--interval",
            "200ms",
        ],
    );
    all_done(phase(&report, "register"), 60);
    for name in ["set-up", "refresh", "unsubscribe"] {
        let phase = phase(&report, name);
        all_done(phase, 300);
        assert_eq!(
            (&phase["answer"]["count"], &phase["notify"]["count"]),
            (&300.into(), &300.into())
        );
        assert!(phase["notify"]["p50_us"].as_u64() <= phase["notify"]["max_us"].as_u64());
        assert!(phase["cpu_us"].as_i64().unwrap() >= 0, "{phase}");
        assert!(phase["resident_bytes"].as_u64().unwrap() > 1_000_000, "{phase}");
    }
    all_done(phase(&report, "unregister"), 60);
    server.wait_for("subscriptions", "none");
    server.wait_for("registrations", "none");
    rows_are_right(&rows);
}

/// As many columns in each row as the head has, time goes on, and the sum is the whole.
#[track_caller]
fn rows_are_right(rows: &str) {
    let mut lines = rows.lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let at = |name: &str| head.iter().position(|column| *column == name).unwrap();
    let (mut before, mut done) = (0.0, 0);
    for line in lines {
        let fields: Vec<&str> = line.split(',').collect();
        assert_eq!(fields.len(), head.len(), "{line}");
        let now: f64 = fields[at("at_s")].parse().unwrap();
        assert!(now >= before, "{line}");
        before = now;
        done += fields[at("done")].parse::<u64>().unwrap();
        assert!(fields[at("resident_bytes")].parse::<u64>().unwrap() > 0, "{line}");
    }
    assert_eq!(done, 60 + 300 + 300 + 300 + 60);
}

#[test]
fn a_change_reaches_every_watcher_of_our_server_though_each_socket_has_more_than_its_window() {
    let control = Folder::new();
    let socket = control.0.join("control").display().to_string();
    let server = Server::start(&cluster(300), &["--control", &socket]);
    let folder = Folder::new();
    // Five sockets for three hundred watchers: sixty each, and 32 unanswered at a time.
    let (report, _) = load(
        &folder,
        server.port,
        &[
            "--register",
            "--watchers",
            "{10000..10299}",
            "--presentities",
            "900",
            "--count",
            "300",
            "--rate",
            "600",
            "--sockets",
            "5",
            "--changes",
            "4",
            "--control",
            &socket,
            "--line",
            "Presentity lifts",
            "--line",
            "Presentity hangs up",
        ],
    );
    let fan_out = phase(&report, "fan-out");
    let changes = fan_out["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 4);
    for change in changes {
        assert_eq!((&change["watchers"], &change["told"]), (&300.into(), &300.into()), "{change}");
    }
    assert_eq!(fan_out["failed"], 0);
    drop(server);
}

#[test]
fn a_watcher_with_a_password_meets_the_challenge_of_a_phone_that_must_prove_itself() {
    let folder = Folder::new();
    folder.write("rose", "rose\n");
    let server = Server::in_folder(&folder, &cluster(1), &["--password", "Watcher 0=file:rose"]);
    let (report, _) = load(
        &folder,
        server.port,
        &[
            "--register",
            "--watchers",
            "10000",
            "--presentities",
            "900",
            "--count",
            "2",
            "--rate",
            "100",
            "--password",
            "file:rose",
        ],
    );
    assert_eq!(phase(&report, "register")["challenged"], 1);
    all_done(phase(&report, "set-up"), 2);
}

#[test]
fn watchers_behind_a_trunk_need_no_registration_but_their_address() {
    let port = free_port();
    let at = format!("Partner=udp:127.0.0.1:{port}");
    let cluster = "cluster:
  service_parameters: { Default Inter-Presence Group Subscription: Allow Subscription }
  sip_trunk_security_profiles: { Open: { accept_presence_subscription: yes } }
  trunks: { Trunk Partner: { type: SIP, destination: Partner, security_profile: Open } }
  directory_numbers: { 900: {} }
  phones: { Presentity: { type: 7961 SCCP, lines: [900] } }
outside:
  Partner: { type: presence server, trunk: Trunk Partner }
";
    let server = Server::start(cluster, &["--outside", &at]);
    let folder = Folder::new();
    let from = format!("127.0.0.1:{port}");
    let (report, _) = load(
        &folder,
        server.port,
        &[
            "--from",
            &from,
            "--sockets",
            "1",
            "--presentities",
            "900",
            "--count",
            "100",
            "--rate",
            "500",
        ],
    );
    all_done(phase(&report, "set-up"), 100);
}

#[test]
fn kamailio_takes_the_same_load_and_a_change_by_publish() {
    let kamailio = Kamailio::start(free_port());
    let folder = Folder::new();
    let (report, _) = load(
        &folder,
        kamailio.port,
        &[
            "--publish",
            "--presentities",
            "p",
            "--count",
            "200",
            "--rate",
            "200",
            "--refresh",
            "--changes",
            "2",
        ],
    );
    all_done(phase(&report, "publish"), 1);
    for name in ["set-up", "refresh", "unsubscribe"] {
        all_done(phase(&report, name), 200);
    }
    for change in phase(&report, "fan-out")["changes"].as_array().unwrap() {
        assert_eq!((&change["watchers"], &change["told"]), (&200.into(), &200.into()), "{change}");
    }
}
