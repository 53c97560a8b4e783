//! Connections that are cut, slow or broken.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::plain::{Plain, code};
use crate::server::{OFFICE, Server};

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    stream
}

/// What comes next, up to the end of a message without a body.
fn next(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    let mut byte = [0];
    while !text.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
        text.push(byte[0]);
    }
    String::from_utf8(text).unwrap()
}

fn options(nth: u32) -> String {
    format!(
        "OPTIONS sip:1111@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1:9;branch=z9hG4bK{nth}\r\n\
         Max-Forwards: 70\r\nFrom: <sip:x@127.0.0.1>;tag=a\r\nTo: <sip:1111@127.0.0.1>\r\n\
         Call-ID: o{nth}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
    )
}

#[test]
fn messages_may_come_in_any_pieces_and_answers_go_back_on_the_same_connection() {
    let server = Server::start(OFFICE, &[]);
    let mut stream = connect(&server);
    for byte in options(1).bytes() {
        stream.write_all(&[byte]).unwrap();
    }
    assert_eq!(code(&next(&mut stream)), 200);
    let three: String = (2..5).map(options).collect();
    stream.write_all(three.as_bytes()).unwrap();
    for nth in 2..5 {
        assert!(next(&mut stream).contains(&format!("Call-ID: o{nth}")));
    }
}

#[test]
fn a_notify_follows_its_answer_at_once() {
    let server = Server::start(OFFICE, &[]);
    let mut stream = connect(&server);
    let own = stream.local_addr().unwrap().port();
    let mut say = |method: &str, to: &str, cseq: u32, more: &str| {
        let text = format!(
            "{method} sip:{to}@127.0.0.1 SIP/2.0\r\n\
             Via: SIP/2.0/TCP 127.0.0.1:{own};branch=z9hG4bK{cseq}\r\nMax-Forwards: 70\r\n\
             From: <sip:1000@127.0.0.1>;tag=a\r\nTo: <sip:{to}@127.0.0.1>\r\n\
             Call-ID: n{cseq}\r\nCSeq: {cseq} {method}\r\nExpires: 600\r\n\
             Contact: <sip:1000@127.0.0.1:{own};transport=tcp>\r\n{more}Content-Length: 0\r\n\r\n"
        );
        stream.write_all(text.as_bytes()).unwrap();
        let answer = next(&mut stream);
        assert_eq!(code(&answer), 200, "{answer}");
        let answered = Instant::now();
        if method == "REGISTER" {
            return Duration::ZERO;
        }
        let notify = next(&mut stream);
        assert!(notify.starts_with("NOTIFY "), "{notify}");
        let waited = answered.elapsed();
        let length = notify.lines().find_map(|line| line.strip_prefix("Content-Length: "));
        stream.read_exact(&mut vec![0; length.unwrap().parse().unwrap()]).unwrap();
        waited
    };
    say("REGISTER", "1000", 1, "");
    // Nobody reads its acknowledgements here, so a far end that waited for them would wait each time.
    let mut waits: Vec<Duration> =
        (2..13).map(|cseq| say("SUBSCRIBE", "1111", cseq, "Event: presence\r\n")).collect();
    waits.sort_unstable();
    assert!(waits[5] < Duration::from_millis(20), "{waits:?}");
}

#[test]
fn a_ping_is_answered_by_a_pong() {
    let server = Server::start(OFFICE, &[]);
    let mut stream = connect(&server);
    stream.write_all(b"\r\n\r\n").unwrap();
    let mut pong = [0; 2];
    stream.read_exact(&mut pong).unwrap();
    assert_eq!(&pong, b"\r\n");
}

#[test]
fn a_stream_that_is_no_sip_is_closed_and_the_next_is_served() {
    let server = Server::start(OFFICE, &[]);
    let wrong: [&[u8]; 3] = [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"OPTIONS sip:x SIP/2.0\r\nContent-Length: many\r\n\r\n",
        b"OPTIONS sip:x SIP/2.0\r\nContent-Length: 99999999\r\n\r\n",
    ];
    for bytes in wrong {
        let mut stream = connect(&server);
        stream.write_all(bytes).unwrap();
        let mut rest = Vec::new();
        // It ends; what was said before that is an answer or nothing.
        stream.read_to_end(&mut rest).expect("closed within 5 s");
        assert!(rest.is_empty() || rest.starts_with(b"SIP/2.0 4"), "{rest:?}");
    }
    let mut stream = connect(&server);
    stream.write_all(options(1).as_bytes()).unwrap();
    assert_eq!(code(&next(&mut stream)), 200);
}

#[test]
fn half_open_connections_hold_nobody_up() {
    let server = Server::start(OFFICE, &[]);
    // Each says half a message and waits; more of them than the server keeps.
    let halves: Vec<TcpStream> = (0..1_100)
        .filter_map(|_| TcpStream::connect(("127.0.0.1", server.port)).ok())
        .map(|mut stream| {
            drop(stream.write_all(b"OPTIONS sip:x SIP/2.0\r\nVia: "));
            stream
        })
        .collect();
    assert!(halves.len() > 900, "{}", halves.len());
    let mut phone = Plain::new(server.port);
    phone.register();
    assert_eq!(code(&phone.subscribe("1111", "one")), 200);
}
