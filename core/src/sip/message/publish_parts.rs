//! PUBLISH to bytes (RFC 3903).

use super::write::{Frame, number_line, put_body, put_frame};
use crate::sip::address::HostPort;
use crate::sip::text::{put, put_all};

/// A PUBLISH: initial, refresh, modification or removal, by what is there (RFC 3903 4.1).
#[derive(Clone, Copy, Debug)]
pub struct PublishParts<'a> {
    /// The presentity: Request-URI, and the URI of From and To.
    pub presentity: &'a str,
    /// The sender's address.
    pub via: HostPort,
    /// The branch after its cookie, written as 16 hexadecimal digits.
    pub branch: u64,
    /// The tag of From.
    pub from_tag: &'a str,
    /// Call-ID.
    pub call_id: &'a str,
    /// The number of CSeq.
    pub cseq: u32,
    /// The entity-tag of what is published already; an initial publication when empty.
    pub if_match: &'a str,
    /// Expires, in seconds; 0 takes the publication back.
    pub expires: u32,
    /// A whole `Authorization` line with its end (or `Proxy-Authorization`); nothing when empty.
    pub authorization: &'a str,
    /// The presence document; none for a refresh and for a removal.
    pub body: &'a [u8],
}

impl PublishParts<'_> {
    /// Appends the message.
    pub fn write(&self, out: &mut Vec<u8>) {
        let frame = Frame {
            method: "PUBLISH",
            request_uri: self.presentity,
            via: self.via,
            branch: self.branch,
            from: self.presentity,
            from_tag: self.from_tag,
            to: self.presentity,
            to_tag: None,
            call_id: self.call_id,
            cseq: self.cseq,
        };
        put_frame(out, &frame);
        put(out, "Event: presence\r\n");
        if !self.if_match.is_empty() {
            put_all(out, &["SIP-If-Match: ", self.if_match, "\r\n"]);
        }
        number_line(out, "Expires", self.expires);
        put(out, self.authorization);
        if !self.body.is_empty() {
            put(out, "Content-Type: application/pidf+xml\r\n");
        }
        put_body(out, self.body);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sip::message::{IfMatch, Message, Method};

    #[test]
    fn a_publish_reads_back_as_it_was_meant() {
        let parts = PublishParts {
            presentity: "sip:1000@10.0.0.1",
            via: HostPort { ip: [10, 1, 0, 2], port: 5060 },
            branch: 1,
            from_tag: "t",
            call_id: "c",
            cseq: 2,
            if_match: "e1",
            expires: 60,
            authorization: "",
            body: b"<presence/>",
        };
        let mut out = Vec::new();
        parts.write(&mut out);
        let modify = Message::parse(&out).unwrap();
        assert_eq!((modify.method(), modify.if_match()), (Method::Publish, IfMatch::Tag("e1")));
        assert_eq!((modify.expires(), modify.body()), (Some(60), parts.body));
        assert_eq!(modify.content_type(), Some("application/pidf+xml"));
        out.clear();
        PublishParts { if_match: "", body: &[], ..parts }.write(&mut out);
        let initial = Message::parse(&out).unwrap();
        assert_eq!((initial.if_match(), initial.content_type()), (IfMatch::Absent, None));
    }
}
