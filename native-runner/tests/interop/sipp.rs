//! SIPp as a watcher: one life of a subscription, and many at once.

use std::fmt::Write;
use std::process::{Command, Stdio};

use crate::server::{Folder, OFFICE, Server, free_port};

/// Steps of SIPp.
pub(crate) struct Steps(String);

impl Steps {
    pub(crate) fn new() -> Steps {
        Steps("<?xml version=\"1.0\"?>\n<scenario name=\"a watcher\">\n".to_owned())
    }

    /// Sends a request; one that is not the first of its call belongs to the dialog. `more` has
    /// further lines.
    pub(crate) fn send(self, method: &str, user: &str, cseq: u32, call: &str, more: &str) -> Steps {
        let within = cseq > 1 && method != "REGISTER";
        let tag = if within { "[peer_tag_param]" } else { "" };
        self.send_to(method, (user, tag), cseq, call, more)
    }

    /// The same with a tag of To of its own.
    pub(crate) fn send_to(
        mut self,
        method: &str,
        (user, tag): (&str, &str),
        cseq: u32,
        call: &str,
        more: &str,
    ) -> Steps {
        let (target, to) = match method {
            "REGISTER" => ("[remote_ip]".to_owned(), "1000"),
            _ => (format!("{user}@[remote_ip]"), user),
        };
        write!(
            self.0,
            "<send retrans=\"500\"><![CDATA[\n\n{method} sip:{target}:[remote_port] SIP/2.0\n\
             Via: SIP/2.0/[transport] [local_ip]:[local_port];rport;branch=[branch]\n\
             Max-Forwards: 70\nFrom: <sip:1000@[local_ip]>;tag=[call_number]\n\
             To: <sip:{to}@[remote_ip]>{tag}\nCall-ID: {call}///[call_id]\nCSeq: {cseq} {method}\n\
             Contact: <sip:1000@[local_ip]:[local_port]>\n{more}Content-Length: 0\n\n]]></send>\n"
        )
        .unwrap();
        self
    }

    pub(crate) fn answer(mut self, code: u16) -> Steps {
        writeln!(self.0, "<recv response=\"{code}\"/>").unwrap();
        self
    }

    /// A challenge: `[authentication …]` among the lines of what is sent next meets it.
    pub(crate) fn challenge(mut self, code: u16) -> Steps {
        writeln!(self.0, "<recv response=\"{code}\" auth=\"true\"/>").unwrap();
        self
    }

    /// A NOTIFY with these words in it, acknowledged.
    pub(crate) fn notify(mut self, words: &str) -> Steps {
        write!(
            self.0,
            "<recv request=\"NOTIFY\"><action><ereg regexp=\"{words}\" search_in=\"msg\" \
             check_it=\"true\" assign_to=\"1\"/><log message=\"[$1]\"/></action></recv>\n\
             <send><![CDATA[\n\nSIP/2.0 200 OK\n[last_Via:]\n[last_From:]\n[last_To:]\n\
             [last_Call-ID:]\n[last_CSeq:]\nContent-Length: 0\n\n]]></send>\n"
        )
        .unwrap();
        self
    }

    /// Plays against a server, so many times; fails with what SIPp says.
    #[track_caller]
    pub(crate) fn play(self, port: u16, times: u32) {
        self.play_from(free_port(), port, times, &[]);
    }

    /// The same from a port of its own, with further flags.
    #[track_caller]
    pub(crate) fn play_from(self, own: u16, port: u16, times: u32, flags: &[&str]) {
        let folder = Folder::new();
        folder.write("watcher.xml", &format!("{}</scenario>\n", self.0));
        let mut command = Command::new("sipp");
        command.current_dir(&folder.0).args(["-sf", "watcher.xml", &format!("127.0.0.1:{port}")]);
        command.args(["-i", "127.0.0.1", "-p", &own.to_string(), "-nostdin"]);
        command.args(["-m", &times.to_string(), "-r", "100", "-l", "500"]);
        command.args(["-timeout", "30s", "-timeout_error", "-trace_err", "-error_file", "errors"]);
        command.args(flags).stdin(Stdio::null());
        let ran = command
            .output()
            .expect("sipp: `cargo xtask setup --only peers` installs it (sip-tester)");
        let errors = std::fs::read_to_string(folder.0.join("errors")).unwrap_or_default();
        assert!(ran.status.success(), "{:?}\n{errors}", ran.status.code());
    }
}

const PRESENCE: &str = "Event: presence\nExpires: 600\n";

#[test]
fn a_watcher_subscribes_refreshes_and_unsubscribes() {
    let server = Server::start(OFFICE, &[]);
    Steps::new()
        .send("REGISTER", "1000", 1, "r", "Expires: 600\n")
        .answer(200)
        .send("SUBSCRIBE", "1111", 1, "s", PRESENCE)
        .answer(200)
        .notify("active;expires=600")
        .send("SUBSCRIBE", "1111", 2, "s", PRESENCE)
        .answer(200)
        .notify("active")
        .send("SUBSCRIBE", "1111", 3, "s", "Event: presence\nExpires: 0\n")
        .answer(200)
        .notify("terminated;reason=timeout")
        .play(server.port, 1);
}

#[test]
fn five_hundred_subscriptions_of_one_phone_come_and_go() {
    let mut server = Server::start(OFFICE, &[]);
    Steps::new()
        .send("REGISTER", "1000", 1, "r", "Expires: 600\n")
        .answer(200)
        .send("SUBSCRIBE", "1111", 1, "s", PRESENCE)
        .answer(200)
        .notify("basic.open")
        .send("SUBSCRIBE", "1111", 2, "s", "Event: presence\nExpires: 0\n")
        .answer(200)
        .notify("terminated")
        .play(server.port, 500);
    server.wait_for("subscriptions", "none");
}

#[test]
fn what_is_refused_has_the_code_that_sipp_expects() {
    let server = Server::start(OFFICE, &[]);
    for (user, more, code) in [
        ("1999", PRESENCE, 404),
        ("1111", "Event: presence\nExpires: 5\n", 423),
        ("1111", "Event: message-summary\nExpires: 600\n", 489),
    ] {
        Steps::new()
            .send("REGISTER", "1000", 1, "r", "Expires: 600\n")
            .answer(200)
            .send("SUBSCRIBE", user, 1, "s", more)
            .answer(code)
            .play(server.port, 1);
    }
}

#[test]
fn who_is_not_registered_is_refused() {
    let server = Server::start(OFFICE, &[]);
    Steps::new().send("SUBSCRIBE", "1111", 1, "s", PRESENCE).answer(403).play(server.port, 1);
}

#[test]
fn a_dialog_that_nobody_knows_is_answered_with_481() {
    let mut server = Server::start(OFFICE, &[]);
    Steps::new()
        .send("REGISTER", "1000", 1, "r", "Expires: 600\n")
        .answer(200)
        .send_to("SUBSCRIBE", ("1111", ";tag=long-gone"), 7, "s", PRESENCE)
        .answer(481)
        .play(server.port, 1);
    assert_eq!(server.ask("subscriptions"), "none");
}
