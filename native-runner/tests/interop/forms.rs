//! What goes to a phone, and over which transport: dialogs where it asks for them, and connections
//! for what is too large for a datagram.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use crate::plain::{Plain, code};
use crate::server::{OFFICE, Server};

/// A phone at a server, registered.
fn phone(server: &Server) -> Plain {
    let mut phone = Plain::new(server.port);
    phone.register();
    phone
}

#[test]
fn a_phone_that_asks_for_dialogs_is_told_dialogs() {
    let mut server = Server::start(OFFICE, &[]);
    let mut phone = phone(&server);
    let request = phone.request("SUBSCRIBE", "1111", "dialogs", "Event: dialog\r\n");
    phone.send(request.as_bytes());
    assert_eq!(code(&phone.next()), 200);
    let first = phone.next();
    phone.acknowledge(&first);
    assert!(first.contains("\r\nEvent: dialog\r\n"), "{first}");
    assert!(first.contains("\r\nContent-Type: application/dialog-info+xml\r\n"), "{first}");
    assert!(first.contains("version=\"0\"") && !first.contains("<dialog "), "{first}");
    server.tell("Phone B lifts");
    let busy = phone.next();
    phone.acknowledge(&busy);
    assert!(busy.contains("version=\"1\""), "{busy}");
    assert!(busy.contains("<state>confirmed</state>"), "{busy}");
}

/// Asks in a way that makes the NOTIFY larger than 1300 bytes: from a long Contact, in a call with a
/// long name.
fn ask_at_length(phone: &mut Plain) {
    let own = phone.own;
    let call = "c".repeat(240);
    let request = phone.request("SUBSCRIBE", "1111", &call, "Event: presence\r\n");
    let (short, long) = ("<sip:1000@", format!("<sip:{}@", "w".repeat(450)));
    let contact = format!("Contact: {short}127.0.0.1:{own}>");
    assert!(request.contains(&contact), "{request}");
    let request = request.replace(&contact, &format!("Contact: {long}127.0.0.1:{own}>"));
    phone.send(request.as_bytes());
    assert_eq!(code(&phone.next()), 200);
}

/// What comes on a connection until a document is whole.
fn read_notify(stream: &mut TcpStream) -> String {
    let (mut text, mut piece) = (String::new(), [0; 4_096]);
    while !text.contains("</presence>") {
        let length = stream.read(&mut piece).expect("a whole NOTIFY within 5 s");
        assert_ne!(length, 0, "closed before the NOTIFY was whole: {text}");
        text.push_str(&String::from_utf8_lossy(&piece[..length]));
    }
    text
}

#[test]
fn a_request_too_large_for_a_datagram_goes_over_a_connection_where_the_phone_takes_one() {
    let server = Server::start(OFFICE, &[]);
    let mut phone = phone(&server);
    let listener = TcpListener::bind(("127.0.0.1", phone.own)).unwrap();
    ask_at_length(&mut phone);
    let (mut stream, _) = listener.accept().unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let notify = read_notify(&mut stream);
    assert!(notify.len() > 1_300 && notify.contains("\r\nVia: SIP/2.0/TCP "), "{notify}");
    let repeated = ["Via: ", "From: ", "To: ", "Call-ID: ", "CSeq: "];
    let lines = notify.lines().filter(|line| repeated.iter().any(|name| line.starts_with(name)));
    let lines: String = lines.map(|line| format!("{line}\r\n")).collect();
    let answer = format!("SIP/2.0 200 OK\r\n{lines}Content-Length: 0\r\n\r\n");
    stream.write_all(answer.as_bytes()).unwrap();
    // It was heard: nothing comes again, neither here nor there.
    stream.set_read_timeout(Some(Duration::from_millis(1_200))).unwrap();
    assert!(stream.read(&mut [0; 64]).is_err(), "the answer was not taken for the phone's");
    assert!(phone.is_left_alone(Duration::from_millis(100)));
}

#[test]
fn a_request_too_large_for_a_datagram_is_one_all_the_same_where_nobody_takes_a_connection() {
    let server = Server::start(OFFICE, &[]);
    let mut phone = phone(&server);
    ask_at_length(&mut phone);
    let notify = phone.next();
    phone.acknowledge(&notify);
    assert!(notify.len() > 1_300 && notify.contains("\r\nVia: SIP/2.0/UDP "), "{notify}");
    assert!(phone.is_left_alone(Duration::from_millis(1_200)), "it came twice");
}
