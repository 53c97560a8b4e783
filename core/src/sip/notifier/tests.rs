//! What a subscription costs.

use super::record::{Record, Strings, View};
use super::{Heard, Notifier, Served};
use crate::id::NodeId;
use crate::presence::PublishedStatus::{Busy, Idle};
use crate::rng::Rng;
use crate::sip::address::AddressPlan;
use crate::sip::message::Message;
use crate::sip::{Action, SipTimers};
use crate::time::Instant;

const PHONE: &str = "sip:0123abcd-4567-89ef-0123-456789abcdef@10.1.0.2:5060;transport=udp";

fn strings(target: &str, to: &str) -> Strings {
    let text = format!(
        "SUBSCRIBE {target} SIP/2.0\r\n\
         Via: SIP/2.0/UDP 10.1.0.2:5060;branch=z9hG4bK0123456789abcdef\r\nMax-Forwards: 70\r\n\
         From: <sip:1000@10.0.0.1>;tag=0123456789abcdef\r\nTo: <{to}>\r\n\
         Call-ID: 0123456789abcdef@10.1.0.2\r\nCSeq: 1 SUBSCRIBE\r\n\
         Contact: <{PHONE}>\r\n\
         Event: presence;id=12345\r\nContent-Length: 0\r\n\r\n"
    );
    Strings::of(&Message::parse(text.as_bytes()).unwrap())
}

#[test]
fn the_strings_of_a_dialog_come_back_as_they_were_whatever_their_length() {
    let long = format!("sip:{}@10.0.0.1", "1".repeat(400));
    for to in ["sip:1111@10.0.0.1", "sip:other@example.com", "sip:10.0.0.1", &long] {
        let mut strings = strings("sip:1111@10.0.0.1", to);
        for target in [None, Some("sip:moved@10.1.0.9:5070"), Some(&*long)] {
            if let Some(target) = target {
                strings.set_target(target);
            }
            let expected = View {
                call_id: "0123456789abcdef@10.1.0.2",
                remote_tag: "0123456789abcdef",
                remote_target: target.unwrap_or(PHONE),
                watcher: "sip:1000@10.0.0.1",
                presentity: to,
                user: "1111",
                event_id: "12345",
            };
            assert_eq!(strings.view(), expected);
        }
    }
}

#[test]
fn a_record_is_56_bytes_and_its_strings_stand_beside_it() {
    assert_eq!(size_of::<Record>(), 56);
}

#[test]
fn a_status_is_rendered_once_for_all_who_watch() {
    let mut notifier =
        Notifier::new(NodeId(0), AddressPlan::SIMULATED, SipTimers::default(), Rng::stream(1, "n"));
    let mut out = Vec::new();
    let mut ids = Vec::new();
    for n in 0..100 {
        let text = format!(
            "SUBSCRIBE sip:1111@10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.1.0.2;branch=z9hG4bK{n}\r\n\
             Max-Forwards: 70\r\nFrom: <sip:1000@10.0.0.1>;tag=a\r\nTo: <sip:1111@10.0.0.1>\r\n\
             Call-ID: {n}\r\nCSeq: 1 SUBSCRIBE\r\nContact: <sip:1000@10.1.0.2>\r\n\
             Event: presence\r\n\r\n"
        );
        let message = Message::parse(text.as_bytes()).unwrap();
        let (now, phone) = (Instant::from_secs(n), NodeId(1));
        let Heard::Asked(asked) =
            notifier.receive(now, (phone, Served::default()), &message, &mut out)
        else {
            panic!()
        };
        ids.extend(notifier.accept(now, &asked, &message, 0, Idle, &mut out).unwrap());
    }
    for action in out.split_off(0) {
        let Action::Send { bytes, .. } = action else { continue };
        if bytes.starts_with(b"NOTIFY") {
            let notify = Message::parse(&bytes).unwrap();
            let ok = Message::parse(&crate::sip::tests::pair::answer(&notify, 200, "w", ""));
            let heard = notifier.receive(
                Instant::from_secs(200),
                (NodeId(1), Served::default()),
                &ok.unwrap(),
                &mut out,
            );
            assert_eq!(heard, Heard::Done);
        }
    }
    let before = notifier.document.rendered;
    for id in ids {
        notifier.notify(Instant::from_secs(300), id, Busy, &mut out);
    }
    assert_eq!((out.len(), notifier.document.rendered - before), (100, 1));
}
