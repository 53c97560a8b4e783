//! The hard cases of RFC 4475 over sockets: the right refusal or silence, and the next one is served.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::plain::{Plain, code};
use crate::server::{OFFICE, Server};

const CASES: &str = include_str!("../../../core/src/sip/message/rfc4475.txt");

/// The name of each case, what becomes of it, and the message.
fn cases() -> impl Iterator<Item = (&'static str, &'static str, String)> {
    CASES.split("=== ").skip(1).map(|case| {
        let (title, text) = case.split_once('\n').unwrap();
        let (name, expected) = title.rsplit_once(": ").unwrap();
        (name, expected, text.replace('\n', "\r\n").replace("{SP}", " "))
    })
}

/// Somebody honest is served; what came before his answer.
#[track_caller]
fn honest(phone: &mut Plain, name: &str) -> Vec<String> {
    let call = format!("after {}", name.replace(' ', "-")).replace(' ', "-");
    let request = phone.request("OPTIONS", "1111", &call, "");
    phone.send(request.as_bytes());
    let mut before = Vec::new();
    loop {
        let answer = phone.next();
        if answer.contains(&call) {
            assert_eq!(code(&answer), 200, "{name}: {answer}");
            return before;
        }
        before.push(answer);
    }
}

#[test]
fn over_udp_each_gets_its_answer_or_none_and_the_next_is_served() {
    let server = Server::start(OFFICE, &[]);
    let mut phone = Plain::new(server.port);
    for (name, expected, text) in cases() {
        phone.send(text.as_bytes());
        let told = honest(&mut phone, name);
        match expected {
            // The answer to a request goes where its Via says, which is not here.
            "read" => {}
            "silent" => assert!(told.is_empty(), "{name}: {told:?}"),
            refused => {
                assert_eq!(told.len(), 1, "{name}: {told:?}");
                assert_eq!(code(&told[0]).to_string(), refused, "{name}: {told:?}");
            }
        }
    }
}

/// What a server says to a message on a connection of its own.
fn told_on_a_stream(server: &Server, text: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(250))).unwrap();
    stream.write_all(text.as_bytes()).unwrap();
    let mut told = Vec::new();
    // It may be closed, or waited for: what was said until then counts.
    drop(stream.read_to_end(&mut told));
    String::from_utf8(told).unwrap()
}

#[test]
fn over_tcp_each_gets_a_refusal_or_none_and_the_next_is_served() {
    let server = Server::start(OFFICE, &[]);
    let mut phone = Plain::new(server.port);
    for (name, expected, text) in cases() {
        let told = told_on_a_stream(&server, &text);
        let wanted = match expected {
            // Read, and then refused or served as any other request is; answers get no answer.
            "read" => told.is_empty() || told.starts_with("SIP/2.0 "),
            // What breaks the stream may be told so before it is closed (RFC 3261 18.3).
            "silent" => told.is_empty() || told.starts_with("SIP/2.0 4"),
            refused => told.starts_with(&format!("SIP/2.0 {refused} ")),
        };
        assert!(wanted, "{name}: {told}");
        assert!(honest(&mut phone, name).is_empty());
    }
}
