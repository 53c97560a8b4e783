//! Framing: cuts, keep-alives, bounds, slowness.

use super::*;
use crate::sip::message::Message;

const AT: Instant = Instant::ZERO;

/// A request with these length line and body.
fn request(length: &str, body: &str) -> Vec<u8> {
    format!(
        "MESSAGE sip:a@10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 10.1.0.2:5060;branch=z9hG4bKq\r\n\
         Max-Forwards: 70\r\nFrom: <sip:b@10.0.0.1>;tag=f\r\nTo: <sip:a@10.0.0.1>\r\n\
         Call-ID: c\r\nCSeq: 1 MESSAGE\r\n{length}\r\n{body}"
    )
    .into_bytes()
}

fn whole(body: &str) -> Vec<u8> {
    request(&format!("Content-Length: {}\r\n", body.len()), body)
}

/// What a stream gives in one piece, and how it ended.
fn read(bytes: &[u8]) -> (Vec<Framed>, Option<StreamFault>) {
    let (mut reader, mut out) = (StreamReader::new(Opened::There), Vec::new());
    let fault = reader.feed(AT, bytes, &mut out).err();
    (out, fault)
}

/// The code of the answer with which a stream breaks.
fn breaks(bytes: &[u8]) -> (StreamError, Option<u16>) {
    let fault = read(bytes).1.unwrap();
    (fault.why, fault.answer.and_then(|answer| Message::parse(&answer).unwrap().status()))
}

#[test]
fn messages_end_where_their_length_says_in_every_spelling() {
    for length in
        ["Content-Length: 4", "l:4", "CONTENT-LENGTH  :\r\n  4", "L: 4 ", "Content-Length:\t04"]
    {
        let first = request(&format!("{length}\r\n"), "ab\r\n");
        let both = [first.clone(), whole("")].concat();
        let expected = vec![Framed::Message(first), Framed::Message(whole(""))];
        assert_eq!(read(&both), (expected, None), "{length}");
    }
}

#[test]
fn a_message_without_a_body_is_handed_out_with_its_last_byte() {
    let (mut reader, mut out) = (StreamReader::new(Opened::There), Vec::new());
    let message = whole("");
    let (last, most) = message.split_last().unwrap();
    reader.feed(AT, most, &mut out).unwrap();
    assert_eq!((out.len(), reader.buffered()), (0, most.len()));
    reader.feed(AT, &[*last], &mut out).unwrap();
    assert_eq!((out.len(), reader.buffered(), reader.next_at()), (1, 0, None));
}

#[test]
fn pings_are_told_from_empty_lines_and_from_pongs() {
    let stream = [b"\r\n".as_slice(), &whole("x"), PING, b"\r\n", &whole("y")].concat();
    let expected = vec![Framed::Message(whole("x")), Framed::Ping, Framed::Message(whole("y"))];
    assert_eq!(read(&stream), (expected, None));
    let (mut reader, mut out) = (StreamReader::new(Opened::Here), Vec::new());
    reader.feed(AT, &[PONG, PONG, &whole("z")].concat(), &mut out).unwrap();
    assert_eq!(out, [Framed::Pong, Framed::Pong, Framed::Message(whole("z"))]);
}

#[test]
fn a_message_that_does_not_say_how_long_it_is_breaks_the_stream_with_a_400() {
    assert_eq!(breaks(&request("", "")), (StreamError::NoLength, Some(400)));
    for bad in ["Content-Length: 1\r\nl: 1\r\n", "l: -1\r\n", "l:\r\n", "l: 1 2\r\n", "l: 0x1\r\n"]
    {
        assert_eq!(breaks(&request(bad, "")), (StreamError::BadLength, Some(400)), "{bad}");
    }
    let ack = String::from_utf8(request("", "")).unwrap().replace("MESSAGE", "ACK");
    assert_eq!(breaks(ack.as_bytes()), (StreamError::NoLength, None));
}

#[test]
fn bounds_of_body_headers_and_lines_hold_and_each_has_its_code() {
    let most = limits::STREAM_BODY_BYTES.as_usize();
    assert_eq!(read(&whole(&"x".repeat(most))).0.len(), 1);
    for length in [(most + 1).to_string(), "9".repeat(40)] {
        let line = format!("Content-Length: {length}\r\n");
        assert_eq!(breaks(&request(&line, "")), (StreamError::BodyTooLong, Some(413)));
    }
    let endless = request(&format!("X: {}\r\n", "y".repeat(20_000)), "");
    assert_eq!(breaks(&endless), (StreamError::HeadTooLong, Some(400)));
    let many = request(&"X: y\r\n".repeat(123), "");
    assert_eq!(breaks(&many), (StreamError::TooManyHeaders, Some(400)));
    let fits = request(&("X: y\r\n".repeat(121) + "l: 0\r\n"), "");
    assert_eq!(read(&fits).0.len(), 1);
    let together = limits::STREAM_HEAD_BYTES.bound + limits::STREAM_BODY_BYTES.bound;
    assert_eq!(together, limits::DATAGRAM_BYTES.bound);
}

#[test]
fn what_is_no_sip_breaks_the_stream_at_once_and_for_good() {
    for bytes in [b"\x16\x03\x01".as_slice(), b"\rINVITE", b"\r\n\rx", b" a", b"\n"] {
        let (mut reader, mut out) = (StreamReader::new(Opened::There), Vec::new());
        let fault = StreamFault { why: StreamError::NotSip, answer: None };
        assert_eq!(reader.feed(AT, bytes, &mut out), Err(fault.clone()), "{bytes:?}");
        assert_eq!(reader.feed(AT, &whole("x"), &mut out), Err(fault));
        assert_eq!((out, reader.buffered()), (vec![], 0));
    }
}

#[test]
fn a_message_that_trickles_is_given_up_at_its_deadline_and_an_idle_stream_never() {
    let (mut reader, mut out) = (StreamReader::new(Opened::There), Vec::new());
    reader.feed(AT, b"\r\n\r", &mut out).unwrap();
    assert_eq!(reader.next_at(), None);
    reader.feed(Instant::from_secs(100), b"\n", &mut out).unwrap();
    for (second, byte) in (200..232).zip(whole("x")) {
        reader.feed(Instant::from_secs(second), &[byte], &mut out).unwrap();
        assert_eq!(reader.next_at(), Some(Instant::from_secs(232)));
    }
    let fault = reader.feed(Instant::from_secs(232), b"x", &mut out).unwrap_err();
    assert_eq!((fault.why, fault.answer), (StreamError::TooSlow, None));
    assert_eq!((out, reader.next_at()), (vec![Framed::Ping], None));
}

#[cfg(not(target_arch = "wasm32"))]
mod laws {
    use super::*;
    use proptest::prelude::*;

    fn piece() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            4 => "[ -~\r\n]{0,60}".prop_map(|body| whole(&body)),
            1 => Just(PING.to_vec()),
            1 => Just(b"\r\n".to_vec()),
            1 => Just(request("l :\r\n 3\r\n", "\r\n\r")),
        ]
    }

    proptest! {
        #[test]
        fn any_cutting_of_any_stream_gives_the_same(
            pieces in prop::collection::vec(piece(), 0..8),
            broken: bool,
            cuts in prop::collection::vec(1usize..80, 1..40),
        ) {
            let mut stream = pieces.concat();
            if broken {
                stream.extend(request("", "rest"));
            }
            let (mut reader, mut out) = (StreamReader::new(Opened::There), Vec::new());
            let mut rest = stream.as_slice();
            let mut fault = None;
            for cut in cuts.iter().cycle() {
                let (now, later) = rest.split_at((*cut).min(rest.len()));
                if rest.is_empty() || fault.is_some() {
                    break;
                }
                fault = reader.feed(AT, now, &mut out).err();
                prop_assert!(reader.buffered() <= limits::DATAGRAM_BYTES.as_usize());
                rest = later;
            }
            prop_assert_eq!((out, fault), read(&stream));
        }

        #[test]
        fn no_bytes_make_it_fall_over(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&bytes);
        }
    }
}
