//! The short cut for plain messages against the strict reader, and that against a library.

use super::{Field, Message, Span, form, plain, read, torture};
use crate::limits;
use crate::rng::Rng;
use bytes::Bytes;

/// Messages of all shapes that we send, and some that we do not.
const SEEDS: [&str; 9] = [
    "SUBSCRIBE sip:1111@10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.1.0.2:5060;branch=z9hG4bK0123\r\n\
     Max-Forwards: 70\r\nFrom: <sip:1000@10.0.0.1>;tag=0123456789abcdef\r\n\
     To: <sip:1111@10.0.0.1>\r\nCall-ID: 0123456789abcdef@10.1.0.2\r\nCSeq: 1 SUBSCRIBE\r\n\
     Contact: <sip:1000@10.1.0.2:5060>;+u.sip!devicename.ccm.cisco.com=\"Phone A\"\r\n\
     Event: presence\r\nAccept: application/pidf+xml\r\nExpires: 3600\r\n\
     X-Lampfield-Asks: blf;button=1\r\nContent-Length: 0\r\n\r\n",
    "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 10.1.0.2:5060;branch=z9hG4bK0123;received=10.1.0.2\r\n\
     Via: SIP/2.0/UDP 10.1.0.3;branch=z9hG4bK4567\r\nFrom: <sip:1000@10.0.0.1>;tag=a\r\n\
     To: <sip:1111@10.0.0.1>;tag=b\r\nCall-ID: c@10.1.0.2\r\nCSeq: 1 SUBSCRIBE\r\nExpires: 3600\r\n\
     Contact: <sip:1111@10.0.0.1:5060>\r\nContent-Length: 0\r\n\r\n",
    "NOTIFY sip:1000@10.1.0.2:5060 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKf\r\n\
     Max-Forwards: 70\r\nFrom: <sip:1111@10.0.0.1>;tag=b\r\nTo: <sip:1000@10.0.0.1>;tag=a\r\n\
     Call-ID: c@10.1.0.2\r\nCSeq: 2 NOTIFY\r\nContact: <sip:1111@10.0.0.1:5060>\r\n\
     Event: presence;id=7\r\nSubscription-State: active;expires=3599\r\n\
     Content-Type: application/pidf+xml\r\nContent-Length: 11\r\n\r\n<presence/>",
    "REGISTER sip:10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.1.0.2:5060;branch=z9hG4bK01\r\n\
     Max-Forwards: 70\r\nFrom: <sip:1000@10.0.0.1>;tag=a\r\nTo: <sip:1000@10.0.0.1>\r\n\
     Call-ID: c@10.1.0.2\r\nCSeq: 1 REGISTER\r\nContact: <sip:1000@10.1.0.2:5060>;\
     +u.sip!devicename.ccm.cisco.com=\"Phone A\";reg-id=1\r\nExpires: 7200\r\n\
     Content-Length: 0\r\n\r\n",
    "INVITE sip:1111@10.1.0.2 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK02\r\n\
     Max-Forwards: 70\r\nFrom: <sip:1000@10.0.0.1:5060>;tag=a\r\nTo: <sip:1111@10.1.0.2>\r\n\
     Call-ID: c@10.0.0.1\r\nCSeq: 1 INVITE\r\nContact: <sip:1000@10.0.0.1:5060>\r\n\
     Allow: INVITE, ACK, CANCEL, BYE, OPTIONS\r\nContent-Type: application/sdp\r\n\
     Content-Length: 5\r\n\r\nv=0\r\n",
    "SIP/2.0 180 Ringing\r\nVia: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK02\r\n\
     From: <sip:1000@10.0.0.1:5060>;tag=a\r\nTo: <sip:1111@10.1.0.2>;tag=b\r\n\
     Call-ID: c@10.0.0.1\r\nCSeq: 1 INVITE\r\nContact: <sip:1111@10.1.0.2:5060>\r\n\
     Allow: INVITE, ACK, CANCEL, BYE, OPTIONS\r\nContent-Length: 0\r\n\r\n",
    "SIP/2.0 489 Bad Event\r\nv: SIP/2.0/UDP h.example.com ;branch=z9hG4bK\r\n\
     f: \"A, B\" <sip:a@b.c;lr>;tag=1\r\nt: sip:x@y;tag=2\r\ni: abc\r\nCSeq:  7   NOTIFY\r\n\
     u: presence\r\nl: 0\r\n\r\n",
    "OPTIONS sip:10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP [2001:db8::1]:5060;branch=z9hG4bKx;rport\r\n\
     Max-Forwards: 70\r\nTo: <sip:a@10.0.0.1>\r\nFrom: sip:b@10.0.0.2\r\n ;tag=3\r\n\
     Call-ID: d\r\nCSeq: 2147483647 OPTIONS\r\nSubject: folded\r\n\tand more\r\n\r\nbody",
    "NEWMETHOD sip:%31%32@10.0.0.1;transport=udp SIP/2.0\r\n\
     Via: SIP/2.0/UDP 10.1.0.2:5060;branch=z9hG4bK1\r\nMax-Forwards: 0\r\n\
     From: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: e\r\nCSeq: 3 NEWMETHOD\r\n\r\n",
];

/// Pieces that make messages break in interesting places.
const PIECES: [&str; 28] = [
    "\r\n",
    "\r",
    "\n",
    "\r\n ",
    ":",
    ": ",
    ";",
    ",",
    "<",
    ">",
    "\"",
    "\\",
    "@",
    "%",
    "%4",
    " ",
    "\t",
    "SIP/2.0",
    "branch=",
    "tag=",
    ";tag=;",
    "0",
    "99999999999",
    "-1",
    "\u{e9}",
    "\0",
    "256.1.1.1",
    "::",
];

/// A message with some of its bytes changed, cut, doubled or replaced.
pub(in crate::sip) fn mutant(rng: &mut Rng) -> Vec<u8> {
    let seed = usize::try_from(rng.below(SEEDS.len() as u64)).unwrap();
    mutant_of(rng, SEEDS[seed].as_bytes())
}

/// The same of a message of one's own.
pub(in crate::sip) fn mutant_of(rng: &mut Rng, seed: &[u8]) -> Vec<u8> {
    let pick = |rng: &mut Rng, n: usize| usize::try_from(rng.below(n as u64)).unwrap();
    let mut bytes = seed.to_vec();
    for _ in 0..=pick(rng, 3) {
        let at = pick(rng, bytes.len() + 1);
        let to = (at + pick(rng, 24)).min(bytes.len());
        match pick(rng, 6) {
            0 => drop(bytes.drain(at..to)),
            1 => drop(bytes.splice(at..at, PIECES[pick(rng, PIECES.len())].bytes())),
            2 => drop(bytes.splice(at..to, PIECES[pick(rng, PIECES.len())].bytes())),
            3 => {
                let copy = bytes[at..to].to_vec();
                drop(bytes.splice(at..at, copy));
            }
            4 => bytes.truncate(at),
            _ => {
                let letter = u8::try_from(rng.below(256)).unwrap();
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = letter;
                }
            }
        }
    }
    bytes
}

/// Asks for everything that can be asked for.
fn ask_all(message: &Message) {
    let _ = (message.request_user(), message.from_user(), message.branch(), message.sent_by());
    let _ = (message.event(), message.expires(), message.min_expires(), message.retry_after());
    let _ = (message.subscription_state(), message.contact(), message.content_type());
    let _ = (message.contact_param("tag"), message.header("Subject"), message.to_uri());
    let _ = (message.accept().map(Iterator::count), message.require().count(), message.body());
    let _ =
        (message.method(), message.cseq(), message.call_id(), message.raw(), message.own_branch());
}

fn same(plainly: &Message, strictly: &Message) -> bool {
    plainly.start == strictly.start
        && plainly.fields == strictly.fields
        && plainly.body == strictly.body
        && plainly.found == strictly.found
        && plainly.bytes() == strictly.bytes()
}

#[test]
fn our_own_messages_are_plain_and_strange_ones_are_not() {
    let is_plain = SEEDS.map(|seed| plain::read(seed.as_bytes()).is_some());
    assert_eq!(is_plain, [true, true, true, true, true, true, false, false, false]);
    assert!(SEEDS.iter().all(|seed| Message::parse(seed.as_bytes()).is_ok()));
}

#[test]
fn what_the_short_cut_reads_the_strict_reader_reads_alike() {
    let mut rng = Rng::stream(1, "mutants");
    let (mut plainly, mut agreed) = (0, 0);
    for _ in 0..40_000 {
        let bytes = mutant(&mut rng);
        let Some(ours) = read::plainly(&bytes) else { continue };
        plainly += 1;
        match (ours, read::strictly(&bytes)) {
            (Ok(ours), Ok(theirs)) => {
                assert!(same(&ours, &theirs), "{ours:?}\n{:?}\n{:?}", ours.found, theirs.found);
                agreed += 1;
            }
            (Err(_), Err(_)) => {}
            (ours, theirs) => panic!("{ours:?}\n{theirs:?}"),
        }
    }
    assert!(plainly > 1_000 && agreed > 1_000, "{plainly} plain, {agreed} agreed");
}

#[test]
fn no_mutant_makes_reading_or_asking_panic() {
    let mut rng = Rng::stream(2, "mutants");
    let (mut good, mut bad) = (0, 0);
    for _ in 0..40_000 {
        match Message::parse(&mutant(&mut rng)) {
            Ok(message) => {
                ask_all(&message);
                good += 1;
            }
            Err(error) => {
                if let Some(answer) = error.answer {
                    assert!(answer.starts_with(b"SIP/2.0 "));
                }
                bad += 1;
            }
        }
    }
    assert!(good > 1_000 && bad > 1_000, "{good} good, {bad} bad");
}

/// What a library makes of a message: its headers, its body, and the code that says what is wrong
/// with it; `None` for what it cannot take apart.
fn theirs(raw: &[u8]) -> Option<(Vec<Field>, Span, Option<u16>)> {
    let bounds = sipx_sip::Limits {
        max_message_bytes: limits::DATAGRAM_BYTES.as_usize(),
        max_body_bytes: limits::DATAGRAM_BYTES.as_usize(),
        max_headers: limits::SIP_HEADERS.as_usize(),
        max_header_bytes: 8 * 1024,
        max_folding_lines: 16,
    };
    let head_end = read::head_end(raw)?;
    let unfolded = read::unfold(raw, head_end);
    let text = Bytes::copy_from_slice(unfolded.as_deref().unwrap_or(raw));
    std::str::from_utf8(&text[..head_end]).ok()?;
    let parsed = sipx_sip::parse_datagram(text.clone(), &bounds).ok()?;
    let fields = parsed.headers().iter().map(|header| Field {
        name: read::known_name(std::str::from_utf8(header.name().canonical()).unwrap()),
        value: read::span_of(&text, header.raw_value().trim_ascii_end()).unwrap(),
    });
    let body = read::span(head_end + 4, head_end + 4 + parsed.body().len());
    let wrong = sipx_sip::validate(&parsed).first().map(sipx_sip::Finding::status);
    Some((fields.collect(), body, wrong))
}

#[test]
fn the_strict_reader_takes_and_refuses_what_a_library_takes_and_refuses() {
    let mut rng = Rng::stream(3, "mutants");
    let (mut good, mut wrong, mut silent) = (0, 0, 0);
    let hard = torture::cases().map(|(.., text)| text.into_bytes());
    let seeds: Vec<_> = SEEDS.iter().map(|seed| seed.as_bytes().to_vec()).chain(hard).collect();
    let mutants = (0..80_000).map(|n| mutant_of(&mut rng, &seeds[n % seeds.len()]));
    for bytes in seeds.iter().cloned().chain(mutants) {
        let ours = read::framed(&bytes).ok();
        let ours =
            ours.map(|(message, fault)| (message.fields, message.body, fault.map(|it| it.0)));
        let theirs = theirs(&bytes);
        assert_eq!(ours, theirs, "{}", String::from_utf8_lossy(&bytes));
        match theirs {
            Some((.., None)) => good += 1,
            Some((.., Some(_))) => wrong += 1,
            None => silent += 1,
        }
    }
    assert!(good > 1_000 && wrong > 1_000 && silent > 1_000, "{good}, {wrong}, {silent}");
}

/// URIs of all kinds, and pieces that break them.
const URIS: [&str; 10] = [
    "sip:1111@10.0.0.1",
    "sips:a%40b:secret@host.example:5061;transport=tcp;lr",
    "sip:%31%32@[2001:db8::1]:5060;a=1;%61=2",
    "SIP:host?subject=x&to=sip%3ac%40d",
    "tel:+49-30(123)4.5;phone-context=example.com",
    "tel:*31#;x",
    "urn:service:sos",
    "sip:user;par=u%40h@host;ttl=1;TTL=2",
    "sip:[2001:db8:::192.0.2.1]",
    "mailto:a@b",
];

#[test]
fn uris_are_taken_and_refused_as_a_library_does() {
    let mut rng = Rng::stream(4, "uris");
    let (mut good, mut bad) = (0, 0);
    for n in 0..60_000 {
        let seed = URIS[n % URIS.len()].as_bytes();
        let bytes = if n < URIS.len() { seed.to_vec() } else { mutant_of(&mut rng, seed) };
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let theirs = sipx_sip::Uri::parse(Bytes::from(text.clone())).ok();
        let theirs = theirs.map(|uri| (uri.scheme().is_sip(), uri.has_headers()));
        let ours = form::uri(&text).map(|uri| (uri.sip, uri.headers));
        assert_eq!(ours, theirs, "{text}");
        if ours.is_some() { good += 1 } else { bad += 1 }
    }
    assert!(good > 1_000 && bad > 1_000, "{good} good, {bad} bad");
}
