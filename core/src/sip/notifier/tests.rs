//! What a subscription costs.

use super::record::{Part, Record, Strings};
use crate::sip::message::Message;

#[test]
fn a_subscription_takes_at_most_400_bytes_with_its_strings() {
    let text = "SUBSCRIBE sip:1111@10.0.0.1 SIP/2.0\r\n\
        Via: SIP/2.0/UDP 10.1.0.2:5060;branch=z9hG4bK0123456789abcdef\r\nMax-Forwards: 70\r\n\
        From: <sip:1000@10.0.0.1>;tag=0123456789abcdef\r\nTo: <sip:1111@10.0.0.1>\r\n\
        Call-ID: 0123456789abcdef@10.1.0.2\r\nCSeq: 1 SUBSCRIBE\r\n\
        Contact: <sip:0123abcd-4567-89ef-0123-456789abcdef@10.1.0.2:5060;transport=udp>\r\n\
        Event: presence;id=12345\r\nContent-Length: 0\r\n\r\n";
    let strings = Strings::of(&Message::parse(text.as_bytes()).unwrap());
    assert_eq!(strings.get(Part::EventId), "12345");
    assert_eq!(strings.get(Part::User), "1111");
    // The slot, its strings, the allocator's own 16 bytes, and its place in the heap of deadlines.
    let slot = size_of::<Record>() + 8;
    let bytes = slot + strings.heap_bytes() + 16 + 16;
    assert!(bytes <= 400, "{bytes} bytes");
}
