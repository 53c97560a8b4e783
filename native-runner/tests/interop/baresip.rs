//! baresip as a phone that registers, watches, calls and is called.

use std::fs::File;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::digest::with_trunk;
use crate::kamailio::watch;
use crate::plain::Plain;
use crate::server::{Folder, OFFICE, Server, free_port, wait_until};

/// A baresip with its control port.
pub(crate) struct Baresip {
    child: Child,
    control: TcpStream,
    folder: Folder,
}

impl Baresip {
    /// Registers as a number of the server at `port`, and watches these numbers.
    pub(crate) fn start(port: u16, number: &str, watches: &[&str], transport: &str) -> Baresip {
        Baresip::with_password(port, number, watches, transport, "unused")
    }

    /// The same with a password.
    fn with_password(
        port: u16,
        number: &str,
        watches: &[&str],
        transport: &str,
        password: &str,
    ) -> Baresip {
        let account = format!(
            "<sip:{number}@127.0.0.1:{port};transport={transport}>;auth_pass={password};regint=120;\
             outbound=\"sip:127.0.0.1:{port};transport={transport}\";answermode=manual\n"
        );
        let contact = |watched: &&str| {
            format!("\"{watched}\" <sip:{watched}@127.0.0.1:{port}>;presence=p2p\n")
        };
        let contacts: String = watches.iter().map(contact).collect();
        Baresip::with_account(free_port(), &account, &contacts)
    }

    /// One that registers nowhere: it is asked at its own port, for this number.
    fn alone(own: u16, number: &str) -> Baresip {
        let account = format!("<sip:{number}@127.0.0.1:{own}>;regint=0;answermode=manual\n");
        Baresip::with_account(own, &account, "")
    }

    fn with_account(own: u16, account: &str, contacts: &str) -> Baresip {
        let folder = Folder::new();
        let (control, rtp) = (free_port(), free_port() & !1);
        let modules =
            ["stdio", "g711", "ausine", "aufile", "uuid"].map(|m| format!("module {m}.so\n"));
        let apps =
            ["contact", "presence", "ctrl_tcp", "menu"].map(|m| format!("module_app {m}.so\n"));
        let config = format!(
            "module_path /usr/lib/baresip/modules\n{}module_tmp account.so\n{}\
             ausrc_srate 48000\nausrc_channels 2\naudio_source ausine,440\naudio_player aufile,{}\n\
             ctrl_tcp_listen 127.0.0.1:{control}\nsip_listen 127.0.0.1:{own}\n\
             net_interface 127.0.0.1\nrtp_ports {rtp}-{}\n",
            modules.concat(),
            apps.concat(),
            folder.0.join("heard.wav").display(),
            rtp.saturating_add(20),
        );
        folder.write("config", &config);
        folder.write("accounts", account);
        folder.write("contacts", contacts);
        let log = File::create(folder.0.join("log")).unwrap();
        let mut command = Command::new("baresip");
        command.arg("-f").arg(&folder.0).stdin(Stdio::null());
        command.stdout(log.try_clone().unwrap()).stderr(log);
        let child = command
            .spawn()
            .expect("baresip: `cargo xtask setup --only peers` installs it (baresip-core)");
        let mut stream = None;
        let there = wait_until(|| {
            stream = TcpStream::connect(("127.0.0.1", control)).ok();
            stream.is_some()
        });
        assert!(there, "baresip does not start");
        let control = stream.unwrap();
        control.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
        Baresip { child, control, folder }
    }

    /// Gives a command and returns everything that is told in answer.
    pub(crate) fn command(&mut self, command: &str, params: &str) -> String {
        let json = format!("{{\"command\":\"{command}\",\"params\":\"{params}\",\"token\":\"t\"}}");
        write!(self.control, "{}:{json},", json.len()).unwrap();
        let (mut told, mut piece) = (String::new(), [0; 4096]);
        while !told.contains("\"response\":true") {
            match self.control.read(&mut piece) {
                Ok(0) => break,
                Ok(length) => told.push_str(&String::from_utf8_lossy(&piece[..length])),
                Err(_) if told.is_empty() => {}
                Err(_) => break,
            }
        }
        told
    }

    /// The word that it shows for a number that it watches: Online, Busy, Offline, Unknown.
    fn shows(&mut self, number: &str) -> String {
        let told = self.command("contacts", "");
        let line = told.split("\\n").find(|line| line.contains(&format!("sip:{number}@")));
        let line = line.unwrap_or_default().to_owned();
        let words = ["Online", "Busy", "Offline", "Unknown"];
        words.into_iter().find(|word| line.contains(word)).unwrap_or("nothing").to_owned()
    }

    /// Waits until it shows this.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, number: &str, word: &str) {
        let mut shown = String::new();
        let seen = wait_until(|| {
            shown = self.shows(number);
            shown == word
        });
        assert!(seen, "{number} is {shown} and not {word}:\n{}", self.log());
    }

    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.folder.0.join("log")).unwrap_or_default()
    }
}

impl Drop for Baresip {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn watches_a_phone(transport: &str) {
    let mut server = Server::start(OFFICE, &[]);
    let mut phone = Baresip::start(server.port, "1000", &["1111", "1222"], transport);
    server.wait_for("registrations", "Phone A  1000");
    phone.wait_for("1111", "Online");
    // Nobody is registered there: that is unknown, which baresip calls offline.
    phone.wait_for("1222", "Offline");
    server.tell("Phone B lifts");
    phone.wait_for("1111", "Busy");
    server.tell("Phone B hangs up");
    phone.wait_for("1111", "Online");
    server.tell("Phone B is unplugged");
    phone.wait_for("1111", "Offline");
    server.tell("Phone B connects");
    phone.wait_for("1111", "Online");
    assert_eq!(server.stop(), 0);
    // The end of its subscriptions was told.
    phone.wait_for("1111", "Unknown");
    assert!(phone.log().contains("deactivated"), "{}", phone.log());
}

#[test]
fn baresip_registers_and_its_lamps_follow_a_phone_over_udp() {
    watches_a_phone("udp");
}

#[test]
fn baresip_registers_and_its_lamps_follow_a_phone_over_tcp() {
    watches_a_phone("tcp");
}

#[test]
fn baresip_proves_who_it_is_and_one_with_a_wrong_password_does_not() {
    let folder = Folder::new();
    let path = folder.write("secret", "wonderland\n");
    let root = folder.0.display().to_string();
    let more = ["--password", "Phone A=file:secret", "--root", &root];
    assert!(path.exists());
    let mut server = Server::in_folder(&folder, OFFICE, &more);
    let mut liar = Baresip::with_password(server.port, "1000", &["1111"], "udp", "looking-glass");
    assert!(wait_until(|| liar.log().contains("401")), "{}", liar.log());
    assert_eq!(server.ask("registrations"), "none");
    liar.wait_for("1111", "Unknown");
    drop(liar);
    let mut phone = Baresip::with_password(server.port, "1000", &["1111"], "udp", "wonderland");
    server.wait_for("registrations", "Phone A  1000");
    phone.wait_for("1111", "Online");
}

#[test]
fn what_baresip_may_not_reach_stays_dark() {
    let server = Server::start(OFFICE, &[]);
    let mut phone = Baresip::start(server.port, "1000", &["1111", "1999"], "udp");
    phone.wait_for("1111", "Online");
    // Its SUBSCRIBE CSS does not hold the partition: 404, and never a NOTIFY.
    phone.wait_for("1999", "Unknown");
    assert!(phone.log().contains("404"), "{}", phone.log());
}

#[test]
fn baresip_behind_a_trunk_is_unknown_until_it_has_said_something() {
    let own = free_port();
    let mut partner = Baresip::alone(own, "7100");
    let folder = Folder::new();
    let mut server = with_trunk(&folder, own);
    let mut phone = Plain::new(server.port);
    phone.register();
    watch(&mut phone, "one");
    // Accepted, and its NOTIFY says `<basic>?</basic>`: neither open nor closed.
    server.wait_for("subscriptions", "Phone A -> 7100  unknown");
    partner.command("presence_online", "");
    server.wait_for("subscriptions", "Phone A -> 7100  idle");
    partner.command("presence_offline", "");
    server.wait_for("subscriptions", "Phone A -> 7100  unknown");
}
