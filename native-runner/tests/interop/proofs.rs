//! Proofs that are used twice, made up or sent by the thousand, and bodies that are bombs.

use std::time::{Duration, Instant};

use crate::digest::{md5, with_trunk};
use crate::plain::{Plain, code};
use crate::server::{Folder, Server, free_port};

/// The far end of the trunk, at its port.
fn partner(folder: &Folder) -> (Server, Plain) {
    let port = free_port();
    let server = with_trunk(folder, port);
    let partner = Plain::at(port, server.port);
    (server, partner)
}

const EVENT: &str = "Event: presence\r\nExpires: 600\r\n";

/// Sends and gives the answer; a NOTIFY is acknowledged.
#[track_caller]
fn ask(partner: &Plain, request: &str) -> String {
    partner.send(request.as_bytes());
    loop {
        let message = partner.next();
        if message.starts_with("SIP/2.0 ") {
            return message;
        }
        partner.acknowledge(&message);
    }
}

/// The header that meets a challenge, used for the nth time.
fn proof(challenge: &str, uri: &str, nth: u32) -> String {
    let part = |name: &str| {
        let rest = challenge.split_once(&format!("{name}=\"")).expect(name).1;
        rest.split('"').next().unwrap().to_owned()
    };
    let (realm, nonce) = (part("realm"), part("nonce"));
    let who = md5(&format!("partner:{realm}:wren"));
    let what = md5(&format!("SUBSCRIBE:{uri}"));
    let response = md5(&format!("{who}:{nonce}:{nth:08x}:own:auth:{what}"));
    format!(
        "Authorization: Digest username=\"partner\", realm=\"{realm}\", nonce=\"{nonce}\", \
         uri=\"{uri}\", algorithm=MD5, qop=auth, nc={nth:08x}, cnonce=\"own\", \
         response=\"{response}\"\r\n{EVENT}"
    )
}

#[test]
fn a_proof_serves_once_and_whoever_repeats_it_is_challenged() {
    let folder = Folder::new();
    let (mut server, mut partner) = partner(&folder);
    let request = partner.request("SUBSCRIBE", "1111", "one", EVENT);
    let challenge = ask(&partner, &request);
    assert_eq!(code(&challenge), 401);
    let uri = format!("sip:1111@127.0.0.1:{}", server.port);
    let right = proof(&challenge, &uri, 1);
    let request = partner.request("SUBSCRIBE", "1111", "two", &right);
    assert_eq!(code(&ask(&partner, &request)), 200);
    // Word for word the same proof, in requests of their own: overheard by somebody.
    for call in ["three", "four"] {
        let request = partner.request("SUBSCRIBE", "1111", call, &right);
        let answer = ask(&partner, &request);
        assert_eq!(code(&answer), 401, "{answer}");
    }
    // For another presentity it proves nothing, whatever its count.
    let elsewhere = proof(&challenge, "sip:1000@127.0.0.1", 2);
    let request = partner.request("SUBSCRIBE", "1111", "five", &elsewhere);
    assert_eq!(code(&ask(&partner, &request)), 401);
    let next = proof(&challenge, &uri, 3);
    let request = partner.request("SUBSCRIBE", "1111", "six", &next);
    assert_eq!(code(&ask(&partner, &request)), 200);
    let told = server.ask("subscriptions");
    assert_eq!(told.matches("Trunk P -> 1111").count(), 2, "{told}");
}

#[test]
fn wrong_proofs_by_the_thousand_grow_nothing_and_tell_nothing_of_who_is_there() {
    let folder = Folder::new();
    let (mut server, mut partner) = partner(&folder);
    let round = |partner: &mut Plain, server: &mut Server, from: u32| {
        for nth in from..from + 3_000 {
            // One that is there, one that is not, one that is behind this trunk itself.
            let user = ["1111", "4711", "7100"][usize::try_from(nth % 3).unwrap()];
            let more = format!(
                "Authorization: Digest username=\"partner\", realm=\"r\", nonce=\"{nth:032x}\", \
                 uri=\"sip:{user}@127.0.0.1\", qop=auth, nc=00000001, cnonce=\"c\", \
                 response=\"{nth:032x}\"\r\n{EVENT}"
            );
            let request = partner.request("SUBSCRIBE", user, &format!("flood{nth}"), &more);
            let answer = ask(partner, &request);
            assert_eq!(code(&answer), 401, "{user}: {answer}");
            assert!(!answer.contains("Warning"), "{answer}");
            if nth % 64 == 0 {
                server.ask("status");
            }
        }
    };
    round(&mut partner, &mut server, 0);
    let before = server.memory();
    round(&mut partner, &mut server, 3_000);
    round(&mut partner, &mut server, 6_000);
    let grown = server.memory().saturating_sub(before);
    // Answers are remembered for 32 s (timer J), and the trace keeps what it keeps.
    assert!(grown < 48 << 20, "{grown} bytes for 6000 requests");
    assert_eq!(server.ask("subscriptions"), "none");
    let request = partner.request("SUBSCRIBE", "1111", "honest", EVENT);
    let challenge = ask(&partner, &request);
    let right = proof(&challenge, &format!("sip:1111@127.0.0.1:{}", server.port), 1);
    let request = partner.request("SUBSCRIBE", "1111", "honest", &right);
    assert_eq!(code(&ask(&partner, &request)), 200);
}

/// A PIDF whose entities would be ten thousand million letters.
fn bomb() -> String {
    let mut entities = "<!ENTITY a0 \"aaaaaaaaaa\">".to_owned();
    for level in 1..10 {
        let ten = format!("&a{};", level - 1).repeat(10);
        entities.push_str(&format!("<!ENTITY a{level} \"{ten}\">"));
    }
    format!(
        "<?xml version=\"1.0\"?><!DOCTYPE p [{entities}]><presence \
         xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"sip:7100@127.0.0.1\"><tuple id=\"t\">\
         <status><basic>open</basic></status><note>&a9;</note></tuple></presence>"
    )
}

#[test]
fn a_bomb_in_the_notify_of_a_trunk_is_read_as_unknown_at_once() {
    let folder = Folder::new();
    let (mut server, partner) = partner(&folder);
    let mut phone = Plain::new(server.port);
    phone.register();
    let request = phone.request("SUBSCRIBE", "7100", "watch", EVENT);
    phone.send(request.as_bytes());
    let asked = partner.next();
    assert!(asked.starts_with("SUBSCRIBE sip:7100@"), "{asked}");
    let line = |name: &str| asked.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
    let (call, from, to) = (line("Call-ID: "), line("From: "), line("To: "));
    let own = partner.own;
    let answer = format!(
        "SIP/2.0 200 OK\r\n{}\r\n{from}\r\n{to};tag=p\r\n{call}\r\n{}\r\nExpires: 600\r\n\
         Contact: <sip:7100@127.0.0.1:{own}>\r\nContent-Length: 0\r\n\r\n",
        line("Via: "),
        line("CSeq: "),
    );
    partner.send(answer.as_bytes());
    let port = server.port;
    let notify = |cseq: u32, body: &str| {
        let text = format!(
            "NOTIFY sip:cm@127.0.0.1:{port} SIP/2.0\r\n\
             Via: SIP/2.0/UDP 127.0.0.1:{own};branch=z9hG4bKbomb{cseq}\r\nMax-Forwards: 70\r\n\
             From: {};tag=p\r\nTo: {}\r\n{call}\r\nCSeq: {cseq} NOTIFY\r\n\
             Contact: <sip:7100@127.0.0.1:{own}>\r\nEvent: presence\r\n\
             Subscription-State: active;expires=600\r\nContent-Type: application/pidf+xml\r\n\
             Content-Length: {}\r\n\r\n{body}",
            to.trim_start_matches("To: "),
            from.trim_start_matches("From: "),
            body.len(),
        );
        let began = Instant::now();
        let answer = ask(&partner, &text);
        assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
        code(&answer)
    };
    let plain = "<?xml version=\"1.0\"?><presence xmlns=\"urn:ietf:params:xml:ns:pidf\" \
                 entity=\"sip:7100@127.0.0.1\"><tuple id=\"t\"><status><basic>open</basic></status>\
                 </tuple></presence>";
    assert_eq!(notify(1, plain), 200);
    assert_eq!(notify(2, &bomb()), 200);
    let before = server.memory();
    assert_eq!(notify(3, &bomb()), 200);
    server.wait_for("subscriptions", "Phone A -> 7100  unknown");
    let grown = server.memory().saturating_sub(before);
    assert!(grown < 4 << 20, "{grown} bytes");
    assert_eq!(notify(4, plain), 200);
    server.wait_for("subscriptions", "Phone A -> 7100  idle");
    // The same in a PUBLISH, which nobody here takes.
    let more = format!("{EVENT}Content-Type: application/pidf+xml\r\n");
    let publish = phone.request("PUBLISH", "1111", "bomb", &more).replace(
        "Content-Length: 0\r\n\r\n",
        &format!("Content-Length: {}\r\n\r\n{}", bomb().len(), bomb()),
    );
    phone.send(publish.as_bytes());
    let refused = std::iter::repeat_with(|| phone.next()).find(|told| told.contains("PUBLISH"));
    assert_eq!(code(&refused.unwrap()), 405);
}
