//! Wrong input of every kind: the right error or silence, memory bounded, the next honest request
//! served, nothing told to who may not see.

use std::time::Duration;

use crate::plain::{Plain, code};
use crate::server::{OFFICE, Server};

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(n.max(1)).unwrap()).unwrap()
    }
}

/// A message with some bytes changed, taken out, doubled or cut off.
fn damaged(message: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = message.to_vec();
    for _ in 0..=dice.below(4) {
        if bytes.len() < 2 {
            break;
        }
        let at = dice.below(bytes.len());
        match dice.below(5) {
            0 => bytes[at] = u8::try_from(dice.below(256)).unwrap(),
            1 => drop(bytes.remove(at)),
            2 => bytes.truncate(at.max(1)),
            3 => {
                let piece = bytes[at..].to_vec();
                bytes.extend(piece);
                bytes.truncate(60_000);
            }
            _ => bytes.insert(at, b'\r'),
        }
    }
    bytes
}

#[test]
fn damaged_messages_by_the_thousand_leave_the_server_as_it_was() {
    let mut server = Server::start(OFFICE, &[]);
    let mut phone = Plain::new(server.port);
    phone.register();
    assert_eq!(code(&phone.subscribe("1111", "honest")), 200);
    let mut enemy = Plain::new(server.port);
    let mut dice = Dice(20_261_130);
    let kinds = ["REGISTER", "SUBSCRIBE", "NOTIFY", "INVITE", "OPTIONS", "BYE"];
    for nth in 0..6_000 {
        let kind = kinds[nth % kinds.len()];
        let more = "Event: presence\r\nExpires: 600\r\nSubscription-State: active;expires=60\r\n";
        let honest = enemy.request(kind, "1111", &format!("bad{nth}"), more);
        // Nobody whose number it is: this registrar believes who is in its configuration.
        let honest = honest.replace("sip:1000", "sip:9000");
        enemy.send(&damaged(honest.as_bytes(), &mut dice));
        if nth % 64 == 0 {
            // So that its socket does not overflow: what is lost unread would test nothing.
            server.ask("status");
        }
    }
    server.tell("Phone B lifts");
    let notify = phone.next();
    assert!(notify.contains("on-the-phone"), "{notify}");
    phone.acknowledge(&notify);
    assert_eq!(code(&phone.subscribe("1111", "after")), 200);
    assert!(server.ask("status").contains("messages received"));
}

#[test]
fn a_flood_from_strangers_grows_nothing_and_tells_nothing() {
    let mut server = Server::start(OFFICE, &[]);
    let mut flood = Plain::new(server.port);
    let round = |flood: &mut Plain, server: &mut Server, from: usize| {
        for nth in from..from + 4_000 {
            let more = "Event: presence\r\nExpires: 600\r\nAuthorization: Digest username=\"a\", \
                        realm=\"b\", nonce=\"c\", uri=\"sip:x\", response=\"0\"\r\n";
            let request = flood.request("SUBSCRIBE", "1111", &format!("flood{nth}"), more);
            flood.send(request.as_bytes());
            if nth % 64 == 0 {
                server.ask("status");
            }
        }
    };
    round(&mut flood, &mut server, 0);
    let before = server.memory();
    round(&mut flood, &mut server, 4_000);
    round(&mut flood, &mut server, 8_000);
    let grown = server.memory().saturating_sub(before);
    // Each answer is remembered for 32 s (timer J) and the trace keeps what it keeps; 8 000 requests
    // more may cost that and nothing beside it.
    assert!(grown < 64 << 20, "{grown} bytes for 8000 requests");
    assert_eq!(server.ask("subscriptions"), "none");
    let mut phone = Plain::new(server.port);
    phone.register();
    assert_eq!(code(&phone.subscribe("1111", "honest")), 200);
}

#[test]
fn a_notify_that_nobody_asked_for_is_refused_and_changes_no_lamp() {
    let mut server = Server::start(OFFICE, &[]);
    let mut spoof = Plain::new(server.port);
    let body = "<?xml version=\"1.0\"?><!DOCTYPE p [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\
                <presence xmlns=\"urn:ietf:params:xml:ns:pidf\">&b;</presence>";
    let request = spoof.request(
        "NOTIFY",
        "1111",
        "spoofed",
        "Event: presence\r\nSubscription-State: active;expires=60\r\n",
    );
    let content = format!(
        "Content-Type: application/pidf+xml\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    spoof.send(request.replace("Content-Length: 0\r\n\r\n", &content).as_bytes());
    assert_eq!(code(&spoof.next()), 481);
    server.wait_for_line("1111", "idle");
    assert!(spoof.is_left_alone(Duration::from_millis(200)));
}
