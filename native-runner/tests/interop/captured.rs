//! What a server receives and sends, as an independent decoder reads it.

use crate::baresip::Baresip;
use crate::plain::{Plain, code};
use crate::server::{Folder, OFFICE, Server, wait_until};
use crate::target::decoded;

/// Serves the office with a capture.
fn captured(folder: &Folder) -> Server {
    Server::in_folder(folder, OFFICE, &["--pcap", "serve.pcap"])
}

#[test]
fn tshark_decodes_every_message_over_udp_and_over_tcp() {
    for transport in ["udp", "tcp"] {
        let folder = Folder::new();
        let mut server = captured(&folder);
        let mut phone = Baresip::start(server.port, "1000", &["1111", "1222"], transport);
        server.wait_for("registrations", "Phone A  1000");
        phone.wait_for("1111", "Online");
        server.tell("Phone B lifts");
        phone.wait_for("1111", "Busy");
        server.tell("Phone B hangs up");
        phone.wait_for("1111", "Online");
        server.tell("Phone B dials 1000");
        let rings = |phone: &mut Baresip| phone.command("listcalls", "").contains("INCOMING");
        assert!(wait_until(|| rings(&mut phone)), "{}", phone.log());
        phone.command("accept", "");
        server.wait_for_line("1000", "busy");
        phone.command("hangup", "");
        server.wait_for_line("1000", "idle");
        assert_eq!(server.stop(), 0);
        let methods = ["REGISTER", "SUBSCRIBE", "NOTIFY", "INVITE", "ACK", "BYE"];
        decoded(&folder, "serve.pcap", &methods);
    }
}

#[test]
fn refusals_are_decoded_too_and_the_file_grows_while_the_server_runs() {
    let folder = Folder::new();
    let server = captured(&folder);
    let mut phone = Plain::new(server.port);
    phone.register();
    for (user, more, expected) in [
        ("1999", "Event: presence\r\n", 404),
        ("1111", "Event: winfo\r\n", 489),
        ("1111", "Event: presence\r\nExpires: 5\r\n", 423),
        ("1111", "Event: presence\r\nRequire: magic\r\n", 420),
    ] {
        let request = phone.request("SUBSCRIBE", user, &format!("no{expected}"), more);
        phone.send(request.as_bytes());
        assert_eq!(code(&phone.next()), expected);
    }
    let file = folder.0.join("serve.pcap");
    let grown = || std::fs::metadata(&file).is_ok_and(|file| file.len() > 2_000);
    assert!(wait_until(grown), "nothing is written before the end");
    decoded(&folder, "serve.pcap", &["REGISTER", "SUBSCRIBE"]);
}
