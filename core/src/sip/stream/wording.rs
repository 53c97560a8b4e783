//! What a message says of itself when it travels on a stream: the transport layer's part of it
//! (RFC 3261 18.1.1).

use crate::limits;
use std::sync::Arc;

/// The same message for a stream: what its sender says of itself names it, so that the far end comes
/// back the same way. What is not ours to say stays: the Via of an answer is that of its request, and
/// a Contact that names a transport has one.
pub fn over_a_stream(bytes: &Arc<[u8]>) -> Arc<[u8]> {
    let Ok(text) = core::str::from_utf8(bytes) else { return Arc::clone(bytes) };
    let (head, body) = text.split_at(text.find("\r\n\r\n").unwrap_or(text.len()));
    let answers = head.starts_with("SIP/2.0 ");
    let mut out = String::with_capacity(text.len() + 32);
    let mut between = "";
    for line in head.split("\r\n") {
        out.push_str(between);
        between = "\r\n";
        match line.split_once(": ") {
            Some(("Via", via)) if !answers => {
                out.push_str("Via: ");
                out.push_str(&via.replacen("SIP/2.0/UDP", "SIP/2.0/TCP", 1));
            }
            Some(("Contact", contact)) if !contact.contains(";transport=") => {
                out.push_str("Contact: ");
                out.push_str(&contact.replacen('>', ";transport=tcp>", 1));
            }
            _ => out.push_str(line),
        }
    }
    out.push_str(body);
    Arc::from(out.as_bytes())
}

/// Whether a request is too large for a datagram where nobody knows what the path takes
/// (RFC 3261 18.1.1). An answer goes back the way that its request came, whatever its size.
pub fn is_too_large_for_a_datagram(bytes: &[u8]) -> bool {
    limits::DATAGRAM_REQUEST_BYTES.check(bytes.len()).is_err() && !bytes.starts_with(b"SIP/2.0 ")
}

/// Whether a message says that it travels on a stream: its topmost Via names one.
pub fn says_stream(bytes: &[u8]) -> bool {
    const VIA: &[u8] = b"\r\nVia: SIP/2.0/";
    let via = bytes.windows(VIA.len()).position(|window| window == VIA);
    via.and_then(|at| bytes.get(at + VIA.len()..)).is_some_and(|rest| rest.starts_with(b"TCP "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worded(text: &str) -> String {
        String::from_utf8(over_a_stream(&Arc::from(text.as_bytes())).to_vec()).unwrap()
    }

    #[test]
    fn over_a_stream_a_request_names_it_and_keeps_its_body() {
        let text = worded(
            "NOTIFY sip:a@h SIP/2.0\r\nVia: SIP/2.0/UDP h:1;branch=z\r\nContact: <sip:b@h:1>\r\n\r\n\
             Contact: <x>",
        );
        assert_eq!(
            text,
            "NOTIFY sip:a@h SIP/2.0\r\nVia: SIP/2.0/TCP h:1;branch=z\r\n\
             Contact: <sip:b@h:1;transport=tcp>\r\n\r\nContact: <x>"
        );
        assert!(says_stream(text.as_bytes()));
    }

    #[test]
    fn an_answer_keeps_the_via_of_its_request_and_a_contact_that_names_its_transport() {
        let answer = "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP h:1;branch=z\r\n\
                      Contact: <sip:1000@h:1;transport=tcp>;expires=60\r\n\r\n";
        assert_eq!(worded(answer), answer);
        assert!(!says_stream(answer.as_bytes()));
    }

    #[test]
    fn a_request_past_the_bound_is_for_a_stream_and_an_answer_never() {
        let bound = limits::DATAGRAM_REQUEST_BYTES.as_usize();
        let padded =
            |first: &str, size: usize| format!("{first}{}", "x".repeat(size - first.len()));
        let table = [
            ("NOTIFY ", bound, false),
            ("NOTIFY ", bound + 1, true),
            ("SIP/2.0 200 ", bound + 1, false),
        ];
        for (first, size, large) in table {
            assert_eq!(is_too_large_for_a_datagram(padded(first, size).as_bytes()), large);
        }
    }
}
