//! Digest authentication with SIPp: as a phone and as a trunk's far end that are challenged (401), and
//! as a server that challenges us (407).

use std::io::Write;
use std::process::{Child, Command, Stdio};

use crate::plain::Plain;
use crate::server::{Folder, OFFICE, Server, free_port, wait_until};
use crate::sipp::Steps;

/// A trunk whose far end must prove who it is, and at which CallManager can.
const TRUNK: &str = include_str!("trunk.yaml");
/// A server whose trunk leads to a port of this machine.
pub(crate) fn with_trunk(folder: &Folder, partner: u16) -> Server {
    folder.write("partner.secret", "wren");
    folder.write("cm.secret", "magpie");
    let at = format!("Partner=udp:127.0.0.1:{partner}");
    Server::in_folder(folder, TRUNK, &["--outside", &at])
}

/// SIPp as a presence server that wants a proof.
const CHALLENGED: &str = include_str!("challenged.xml");

const PRESENCE: &str = "Event: presence\nExpires: 600\n";

/// Further lines with a proof.
fn proof(user: &str, password: &str, more: &str) -> String {
    format!("[authentication username={user} password={password}]\n{more}")
}

#[test]
fn a_phone_with_a_password_registers_watches_and_leaves() {
    let folder = Folder::new();
    folder.write("secret", "magpie");
    let mut server = Server::in_folder(&folder, OFFICE, &["--password", "Phone A=file:secret"]);
    let right = |expires: &str| proof("1000", "magpie", expires);
    Steps::new()
        .send("REGISTER", "1000", 1, "r", "Expires: 600\n")
        .challenge(401)
        .send("REGISTER", "1000", 2, "r", &right("Expires: 600\n"))
        .answer(200)
        .send("SUBSCRIBE", "1111", 1, "s", PRESENCE)
        .answer(200)
        .notify("active;expires=600")
        .send("SUBSCRIBE", "1111", 2, "s", "Event: presence\nExpires: 0\n")
        .answer(200)
        .notify("terminated;reason=timeout")
        .send("REGISTER", "1000", 3, "r", "Expires: 0\n")
        .challenge(401)
        .send("REGISTER", "1000", 4, "r", &right("Expires: 0\n"))
        .answer(200)
        .play(server.port, 1);
    assert_eq!(server.ask("registrations"), "none");
}

#[test]
fn a_phone_with_a_wrong_password_is_challenged_again_and_stays_a_stranger() {
    let folder = Folder::new();
    folder.write("secret", "magpie");
    let mut server = Server::in_folder(&folder, OFFICE, &["--password", "Phone A=file:secret"]);
    Steps::new()
        .send("REGISTER", "1000", 1, "r", "Expires: 600\n")
        .challenge(401)
        .send("REGISTER", "1000", 2, "r", &proof("1000", "jackdaw", "Expires: 600\n"))
        .answer(401)
        .send("SUBSCRIBE", "1111", 1, "s", PRESENCE)
        .answer(403)
        .play(server.port, 1);
    assert_eq!(server.ask("registrations"), "none");
}

#[test]
fn the_far_end_of_a_trunk_proves_each_request_and_is_refused_without() {
    let partner = free_port();
    let folder = Folder::new();
    let mut server = with_trunk(&folder, partner);
    let right = |more: &str| proof("partner", "wren", more);
    // What SIPp proves is for the server at large, unless it is told the URI.
    let uri = format!("1111@127.0.0.1:{}", server.port);
    let about = ["-auth_uri", &uri];
    Steps::new()
        .send("SUBSCRIBE", "1111", 1, "s", PRESENCE)
        .challenge(401)
        .send_to("SUBSCRIBE", ("1111", ""), 2, "s", &right(PRESENCE))
        .answer(200)
        .notify("active;expires=600")
        .send("SUBSCRIBE", "1111", 3, "s", PRESENCE)
        .challenge(401)
        .send("SUBSCRIBE", "1111", 4, "s", &right(PRESENCE))
        .answer(200)
        .notify("active;expires=600")
        .send("SUBSCRIBE", "1111", 5, "s", "Event: presence\nExpires: 0\n")
        .challenge(401)
        .send("SUBSCRIBE", "1111", 6, "s", &right("Event: presence\nExpires: 0\n"))
        .answer(200)
        .notify("terminated;reason=timeout")
        .play_from(partner, server.port, 1, &about);
    Steps::new()
        .send("SUBSCRIBE", "1111", 1, "wrong", PRESENCE)
        .challenge(401)
        .send_to("SUBSCRIBE", ("1111", ""), 2, "wrong", &proof("partner", "jackdaw", PRESENCE))
        .answer(401)
        .play_from(partner, server.port, 1, &about);
    assert_eq!(server.ask("subscriptions"), "none");
}

/// The sum of a text, by a program that is not ours.
pub(crate) fn md5(text: &str) -> String {
    let mut command = Command::new("md5sum");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let told = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    told[..32].to_owned()
}

/// SIPp as a server at a port, for one call.
struct Challenger(Child, Folder);

impl Challenger {
    fn start(port: u16, code: u16) -> Challenger {
        let folder = Folder::new();
        let (challenge, proof) = match code {
            407 => ("Proxy-Authenticate", "Proxy-Authorization"),
            _ => ("WWW-Authenticate", "Authorization"),
        };
        let steps = CHALLENGED.replace("CODE", &code.to_string());
        folder.write("server.xml", &steps.replace("CHALLENGE", challenge).replace("PROOF", proof));
        let mut command = Command::new("sipp");
        command.current_dir(&folder.0).args(["-sf", "server.xml", "-i", "127.0.0.1", "-p"]);
        command.arg(port.to_string()).args(["-nostdin", "-m", "1", "-timeout", "30s"]);
        command.args(["-timeout_error", "-trace_logs", "-log_file", "logs"]);
        command.args(["-trace_err", "-error_file", "errors"]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().expect("sipp: `cargo xtask setup --only peers` installs it");
        let bound = || std::net::UdpSocket::bind(("127.0.0.1", port)).is_err();
        assert!(wait_until(bound), "SIPp does not listen");
        Challenger(child, folder)
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.1.0.join(name)).unwrap_or_default()
    }
}

impl Drop for Challenger {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// A server that challenges with a code gets our proof, and then the lamp is told; gives what SIPp
/// made of the proof, and the proof.
fn challenged_by(code: u16) -> String {
    let partner = free_port();
    let mut challenger = Challenger::start(partner, code);
    let folder = Folder::new();
    let mut server = with_trunk(&folder, partner);
    let mut phone = Plain::new(server.port);
    phone.register();
    let request = phone.request("SUBSCRIBE", "7100", "one", "Event: presence\r\nExpires: 600\r\n");
    phone.send(request.as_bytes());
    server.wait_for("subscriptions", "Phone A -> 7100  idle");
    let ended = wait_until(|| challenger.0.try_wait().is_ok_and(|ended| ended.is_some()));
    assert!(ended && challenger.0.wait().unwrap().success(), "{}", challenger.read("errors"));
    challenger.read("logs")
}

#[test]
fn a_server_behind_a_trunk_that_answers_401_gets_a_proof_that_sipp_believes() {
    let told = challenged_by(401);
    assert!(told.contains("true") && told.contains("Digest username=\"cm\""), "{told}");
}

#[test]
fn a_server_behind_a_trunk_that_answers_407_gets_the_same_proof_in_its_own_header() {
    // SIPp checks only the other header: the sums are done here.
    let told = challenged_by(407);
    let part = |name: &str| {
        let rest = told.split_once(&format!("{name}=")).expect(name).1;
        rest.trim_start_matches('"').split(['"', ',']).next().unwrap().trim().to_owned()
    };
    let who = md5("cm:partner:magpie");
    let what = md5(&format!("SUBSCRIBE:{}", part(" uri")));
    let (nonce, count, own) = (part(" nonce"), part(" nc"), part("cnonce"));
    let right = md5(&format!("{who}:{nonce}:{count}:{own}:auth:{what}"));
    assert_eq!(part("response"), right, "{told}");
}
