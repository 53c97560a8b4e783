//! What we send, byte by byte.

use super::pair::{CM, PHONE};
use crate::sip::Reason;
use crate::sip::address::AddressPlan;
use crate::sip::message::{Message, NotifyParts, ResponseParts, StateParts, SubscribeParts};

fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut out = Vec::new();
    write(&mut out);
    String::from_utf8(out).unwrap()
}

const SUBSCRIBE: &str = "\
SUBSCRIBE sip:1111@10.0.0.1 SIP/2.0\r\n\
Via: SIP/2.0/UDP 10.1.0.2:5060;branch=z9hG4bK0000000100000002\r\n\
Max-Forwards: 70\r\n\
From: <sip:1000@10.0.0.1>;tag=aa\r\n\
To: <sip:1111@10.0.0.1>\r\n\
Call-ID: call@10.1.0.2\r\n\
CSeq: 1 SUBSCRIBE\r\n\
Contact: <sip:1000@10.1.0.2:5060>;+u.sip!devicename.ccm.cisco.com=\"Phone \\\"A\\\"\"\r\n\
Event: presence\r\n\
Accept: application/pidf+xml\r\n\
Expires: 3600\r\n\
X-Lampfield-Asks: blf;button=1\r\n\
Content-Length: 0\r\n\r\n";

fn subscribe() -> String {
    text(|out| {
        SubscribeParts {
            request_uri: "sip:1111@10.0.0.1",
            via: AddressPlan::SIMULATED.address(PHONE),
            branch: 0x1_0000_0002,
            from: "sip:1000@10.0.0.1",
            from_tag: "aa",
            to: "sip:1111@10.0.0.1",
            to_tag: None,
            call_id: "call@10.1.0.2",
            cseq: 1,
            contact: "sip:1000@10.1.0.2:5060",
            device: "Phone \"A\"",
            asks: "blf;button=1",
            expires: 3600,
            authorization: "",
            peculiar: None,
        }
        .write(out);
    })
}

#[test]
fn subscribe_is_these_bytes() {
    assert_eq!(subscribe(), SUBSCRIBE);
}

#[test]
fn notify_is_these_bytes() {
    let notify = |state, event_id, body| {
        text(|out| {
            NotifyParts {
                request_uri: "sip:1000@10.1.0.2:5060",
                via: AddressPlan::SIMULATED.address(CM),
                branch: 0xff,
                from: "sip:1111@10.0.0.1",
                from_tag: "bb",
                to: "sip:1000@10.0.0.1",
                to_tag: "aa",
                call_id: "call@10.1.0.2",
                cseq: 7,
                contact_user: "1111",
                package: "presence",
                event_id,
                state,
                media_type: "application/pidf+xml",
                body,
            }
            .write(out);
        })
    };
    assert_eq!(
        notify(StateParts::Active(3599), "", b"<presence/>"),
        "NOTIFY sip:1000@10.1.0.2:5060 SIP/2.0\r\n\
         Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK00000000000000ff\r\n\
         Max-Forwards: 70\r\n\
         From: <sip:1111@10.0.0.1>;tag=bb\r\n\
         To: <sip:1000@10.0.0.1>;tag=aa\r\n\
         Call-ID: call@10.1.0.2\r\n\
         CSeq: 7 NOTIFY\r\n\
         Contact: <sip:1111@10.0.0.1:5060>\r\n\
         Event: presence\r\n\
         Subscription-State: active;expires=3599\r\n\
         Content-Type: application/pidf+xml\r\n\
         Content-Length: 11\r\n\r\n<presence/>"
    );
    let last = notify(StateParts::Terminated(Reason::Timeout.into()), "9", b"");
    assert!(last.contains("\r\nEvent: presence;id=9\r\nSubscription-State: terminated;reason=timeout\r\nContent-Length: 0\r\n\r\n"), "{last}");
}

#[test]
fn answers_are_these_bytes() {
    const FIXED: &str = "\
Via: SIP/2.0/UDP 10.1.0.2:5060;branch=z9hG4bK0000000100000002\r\n\
From: <sip:1000@10.0.0.1>;tag=aa\r\n\
To: <sip:1111@10.0.0.1>;tag=bb\r\n\
Call-ID: call@10.1.0.2\r\n\
CSeq: 1 SUBSCRIBE\r\n";
    let with = SUBSCRIBE.replace("Event:", "Require: a, b\r\nRequire: c\r\nEvent:");
    let request = Message::parse(with.as_bytes()).unwrap();
    let plain = |code| ResponseParts::new(&request, code, "bb");
    let contact = Some(("1111", AddressPlan::SIMULATED.address(CM)));
    for (parts, first, more) in [
        (
            ResponseParts { expires: Some(3600), contact, ..plain(200) },
            "200 OK",
            "Contact: <sip:1111@10.0.0.1:5060>\r\nExpires: 3600\r\n",
        ),
        (plain(202), "202 Accepted", ""),
        (plain(400), "400 Bad Request", ""),
        (plain(403), "403 Forbidden", ""),
        (plain(404), "404 Not Found", ""),
        (
            ResponseParts { allow: "NOTIFY, OPTIONS", ..plain(405) },
            "405 Method Not Allowed",
            "Allow: NOTIFY, OPTIONS\r\n",
        ),
        (plain(406), "406 Not Acceptable", "Accept: application/pidf+xml\r\n"),
        (plain(420), "420 Bad Extension", "Unsupported: a, b, c\r\n"),
        (
            ResponseParts { min_expires: Some(60), ..plain(423) },
            "423 Interval Too Brief",
            "Min-Expires: 60\r\n",
        ),
        (plain(481), "481 Subscription Does Not Exist", ""),
        (plain(489), "489 Bad Event", "Allow-Events: presence\r\n"),
        (plain(500), "500 Server Internal Error", ""),
        (plain(501), "501 Not Implemented", ""),
        (
            ResponseParts { retry_after: Some(60), ..plain(503) },
            "503 Service Unavailable",
            "Retry-After: 60\r\n",
        ),
    ] {
        let expected = format!("SIP/2.0 {first}\r\n{FIXED}{more}Content-Length: 0\r\n\r\n");
        assert_eq!(text(|out| parts.write(out)), expected);
    }
}

#[test]
fn what_is_written_reads_back() {
    let message = Message::parse(subscribe().as_bytes()).unwrap();
    assert_eq!(message.request_user().as_deref(), Some("1111"));
    assert_eq!(message.from_user().as_deref(), Some("1000"));
    assert_eq!((message.from_tag(), message.to_tag()), (Some("aa"), None));
    assert_eq!((message.cseq(), message.expires()), (1, Some(3600)));
    assert_eq!(message.header("x-lampfield-asks"), Some("blf;button=1"));
    assert_eq!(message.contact(), Some("sip:1000@10.1.0.2:5060"));
    assert_eq!(message.sent_by(), "10.1.0.2:5060");
    assert_eq!(message.raw(), SUBSCRIBE.as_bytes());
}

#[test]
fn every_form_of_a_message_reads_as_the_same() {
    let folded = SUBSCRIBE.replace("Event: presence", "o:\r\n presence\r\n\t;id=4");
    let compact = folded
        .replace("Via:", "v :")
        .replace("From: ", "f:")
        .replace("To:", "T:")
        .replace("Call-ID:", "I:")
        .replace("Contact:", "m:")
        .replace("Content-Length:", "l:");
    let message = Message::parse(compact.as_bytes()).unwrap();
    assert_eq!(message.event().map(|e| (e.package, e.id)), Some(("presence", Some("4"))));
    assert_eq!(message.contact_param("+U.SIP!devicename.ccm.cisco.com"), Some("Phone \\\"A\\\""));
    assert_eq!((message.call_id(), message.from_tag()), ("call@10.1.0.2", Some("aa")));
    assert_eq!(message.header("X-Lampfield-Asks"), Some("blf;button=1"));
    assert_eq!(message.raw(), compact.as_bytes());
}

#[test]
fn what_is_malformed_is_refused_with_an_answer_where_that_is_possible() {
    let gone = |line: &str| SUBSCRIBE.replace(line, "");
    for (bytes, code) in [
        (SUBSCRIBE.replace("SIP/2.0\r\nVia", "SIP/3.0\r\nVia"), Some("505")),
        (SUBSCRIBE.replace("CSeq: 1 SUBSCRIBE", "CSeq: 1 NOTIFY"), Some("400")),
        (SUBSCRIBE.replace("CSeq: 1 ", "CSeq: 4294967296 "), Some("400")),
        (SUBSCRIBE.replace("Max-Forwards: 70", "Max-Forwards: 300"), Some("400")),
        (SUBSCRIBE.replace("Expires: 3600", "Expires: 3600\r\nExpires: 1"), Some("400")),
        (SUBSCRIBE.replace("tag=aa", &format!("tag={}", "a".repeat(300))), Some("400")),
        (
            SUBSCRIBE.replace("sip:1111@10.0.0.1 SIP", &format!("sip:{}@h SIP", "1".repeat(600))),
            Some("414"),
        ),
        (gone("Max-Forwards: 70\r\n"), Some("400")),
        (gone("Call-ID: call@10.1.0.2\r\n"), None),
        (gone("From: <sip:1000@10.0.0.1>;tag=aa\r\n"), None),
        (SUBSCRIBE.replace("Content-Length: 0", "Content-Length: 9"), None),
        (SUBSCRIBE.replace("Content-Length: 0", "Content-Length: -1"), None),
        (SUBSCRIBE.replace("Event: presence\r\n", "Event: presence\n"), None),
        (SUBSCRIBE.replace("Event: presence\r\n", "Event presence\r\n"), None),
        (SUBSCRIBE.replace("\r\n\r\n", "\r\n"), None),
        (String::new(), None),
        ("\r\n\r\n".to_owned(), None),
    ] {
        let error = Message::parse(bytes.as_bytes()).expect_err(&bytes);
        let answer = error.answer.map(|a| String::from_utf8(a).unwrap());
        let first = answer.as_deref().map(|a| a.get(8..11).unwrap());
        assert_eq!(first, code, "{bytes}");
    }
    assert!(Message::parse(&[b'x'; 70_000]).is_err());
    assert!(Message::parse(SUBSCRIBE.replace("Phone", "\u{e9}").as_bytes()).is_ok());
    let mut latin = SUBSCRIBE.as_bytes().to_vec();
    latin[60] = 0xe9;
    assert!(Message::parse(&latin).is_err());
}
