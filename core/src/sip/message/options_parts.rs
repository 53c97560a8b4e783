//! OPTIONS to bytes (RFC 3261 11.1).

use super::write::{Frame, put_body, put_frame};
use crate::sip::address::HostPort;
use crate::sip::text::put;

/// An OPTIONS outside any dialog.
#[derive(Clone, Copy, Debug)]
pub struct OptionsParts<'a> {
    /// Who is asked: Request-URI and the URI of To.
    pub to: &'a str,
    /// The sender's address.
    pub via: HostPort,
    /// The branch after its cookie, written as 16 hexadecimal digits.
    pub branch: u64,
    /// The URI of From: who asks.
    pub from: &'a str,
    /// The tag of From.
    pub from_tag: &'a str,
    /// Call-ID.
    pub call_id: &'a str,
    /// The number of CSeq.
    pub cseq: u32,
}

impl OptionsParts<'_> {
    /// Appends the message.
    pub fn write(&self, out: &mut Vec<u8>) {
        let frame = Frame {
            method: "OPTIONS",
            request_uri: self.to,
            via: self.via,
            branch: self.branch,
            from: self.from,
            from_tag: self.from_tag,
            to: self.to,
            to_tag: None,
            call_id: self.call_id,
            cseq: self.cseq,
        };
        put_frame(out, &frame);
        put(out, "Accept: application/pidf+xml\r\n");
        put_body(out, &[]);
    }
}
