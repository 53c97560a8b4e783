//! What a subscription costs.

use super::record::{Part, Record, Strings};
use crate::sip::message::Message;

fn strings(target: &str, to: &str) -> Strings {
    let text = format!(
        "SUBSCRIBE {target} SIP/2.0\r\n\
         Via: SIP/2.0/UDP 10.1.0.2:5060;branch=z9hG4bK0123456789abcdef\r\nMax-Forwards: 70\r\n\
         From: <sip:1000@10.0.0.1>;tag=0123456789abcdef\r\nTo: <{to}>\r\n\
         Call-ID: 0123456789abcdef@10.1.0.2\r\nCSeq: 1 SUBSCRIBE\r\n\
         Contact: <sip:0123abcd-4567-89ef-0123-456789abcdef@10.1.0.2:5060;transport=udp>\r\n\
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
                assert_eq!(strings.get(Part::RemoteTarget), target);
            }
            assert_eq!(strings.get(Part::CallId), "0123456789abcdef@10.1.0.2");
            assert_eq!(strings.get(Part::RemoteTag), "0123456789abcdef");
            assert_eq!(strings.get(Part::Watcher), "sip:1000@10.0.0.1");
            assert_eq!(strings.get(Part::Presentity), to);
            assert_eq!(strings.get(Part::EventId), "12345");
            assert_eq!(strings.user(), "1111");
        }
    }
}

#[test]
fn a_record_is_56_bytes_and_its_strings_stand_beside_it() {
    assert_eq!(size_of::<Record>(), 56);
}
