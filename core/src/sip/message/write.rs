//! Requests to bytes: templates filled from borrowed parts.

use super::{Peculiar, Termination};
use crate::sip::address::HostPort;
use crate::sip::text::{put, put_all, put_hex, put_number, put_quoted};

/// What every branch of RFC 3261 begins with.
pub(crate) const BRANCH_COOKIE: &str = "z9hG4bK";

/// The dialog side of a request. URIs stand without angle brackets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame<'a> {
    pub(super) method: &'static str,
    pub(super) request_uri: &'a str,
    pub(super) via: HostPort,
    pub(super) branch: u64,
    pub(super) from: &'a str,
    pub(super) from_tag: &'a str,
    pub(super) to: &'a str,
    pub(super) to_tag: Option<&'a str>,
    pub(super) call_id: &'a str,
    pub(super) cseq: u32,
}

/// A SUBSCRIBE.
#[derive(Clone, Copy, Debug)]
pub struct SubscribeParts<'a> {
    /// Where it goes: the presentity, or the remote target of the dialog.
    pub request_uri: &'a str,
    /// The sender's address.
    pub via: HostPort,
    /// The branch after its cookie, written as 16 hexadecimal digits.
    pub branch: u64,
    /// The URI of From: the watcher.
    pub from: &'a str,
    /// The watcher's tag.
    pub from_tag: &'a str,
    /// The URI of To: the presentity.
    pub to: &'a str,
    /// The notifier's tag, in a dialog.
    pub to_tag: Option<&'a str>,
    /// Call-ID.
    pub call_id: &'a str,
    /// The number of CSeq.
    pub cseq: u32,
    /// The URI of Contact.
    pub contact: &'a str,
    /// The device's name, a parameter of Contact; no such parameter when empty.
    pub device: &'a str,
    /// The value of `X-Lampfield-Asks`; no such header when empty.
    pub asks: &'a str,
    /// Expires, in seconds.
    pub expires: u32,
    /// A whole `Authorization` line with its end (or `Proxy-Authorization`); nothing when empty.
    pub authorization: &'a str,
    /// In what it differs from what a presence watcher sends.
    pub peculiar: Option<&'a Peculiar>,
}

/// The state that a NOTIFY tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateParts {
    /// `active`, and for how many seconds more.
    Active(u32),
    /// `pending`, and for how many seconds more.
    Pending(u32),
    /// `terminated`, and how.
    Terminated(Termination),
}

/// A NOTIFY.
#[derive(Clone, Copy, Debug)]
pub struct NotifyParts<'a> {
    /// The watcher's Contact.
    pub request_uri: &'a str,
    /// The sender's address.
    pub via: HostPort,
    /// The branch after its cookie, written as 16 hexadecimal digits.
    pub branch: u64,
    /// The URI of From: the presentity.
    pub from: &'a str,
    /// The notifier's tag.
    pub from_tag: &'a str,
    /// The URI of To: the watcher.
    pub to: &'a str,
    /// The watcher's tag.
    pub to_tag: &'a str,
    /// Call-ID.
    pub call_id: &'a str,
    /// The number of CSeq.
    pub cseq: u32,
    /// The user part of Contact, whose host is the sender's address.
    pub contact_user: &'a str,
    /// The event package.
    pub package: &'a str,
    /// The `id` of the Event of the subscription; none when empty.
    pub event_id: &'a str,
    /// Subscription-State.
    pub state: StateParts,
    /// The media type of the document.
    pub media_type: &'a str,
    /// The document; no Content-Type when empty.
    pub body: &'a [u8],
}

/// `Name: number`.
pub(super) fn number_line(out: &mut Vec<u8>, name: &str, number: u32) {
    put_all(out, &[name, ": "]);
    put_number(out, u64::from(number));
    put(out, "\r\n");
}

/// `Contact: <sip:user@address>`.
pub(super) fn put_contact(out: &mut Vec<u8>, user: &str, address: HostPort) {
    put_all(out, &["Contact: <sip:", user, "@"]);
    address.write(out);
    put(out, ">\r\n");
}

/// The first lines of a request, up to CSeq.
pub(super) fn put_frame(out: &mut Vec<u8>, frame: &Frame<'_>) {
    put_all(out, &[frame.method, " ", frame.request_uri, " SIP/2.0\r\nVia: SIP/2.0/UDP "]);
    frame.via.write(out);
    put_all(out, &[";branch=", BRANCH_COOKIE]);
    put_hex(out, frame.branch);
    put_all(out, &["\r\nMax-Forwards: 70\r\nFrom: <", frame.from, ">;tag=", frame.from_tag]);
    put_all(out, &["\r\nTo: <", frame.to, ">"]);
    if let Some(tag) = frame.to_tag {
        put_all(out, &[";tag=", tag]);
    }
    put_all(out, &["\r\nCall-ID: ", frame.call_id, "\r\nCSeq: "]);
    put_number(out, u64::from(frame.cseq));
    put_all(out, &[" ", frame.method, "\r\n"]);
}

/// Content-Length, the empty line and the body.
pub(super) fn put_body(out: &mut Vec<u8>, body: &[u8]) {
    put(out, "Content-Length: ");
    put_number(out, u64::try_from(body.len()).unwrap_or(0));
    put(out, "\r\n\r\n");
    out.extend_from_slice(body);
}

impl SubscribeParts<'_> {
    /// Appends the message.
    pub fn write(&self, out: &mut Vec<u8>) {
        put_frame(
            out,
            &Frame {
                method: "SUBSCRIBE",
                request_uri: self.request_uri,
                via: self.via,
                branch: self.branch,
                from: self.from,
                from_tag: self.from_tag,
                to: self.to,
                to_tag: self.to_tag,
                call_id: self.call_id,
                cseq: self.cseq,
            },
        );
        if self.peculiar != Some(&Peculiar::NoContact) {
            self.put_contact(out);
        }
        let (mut package, mut types) = ("presence", "application/pidf+xml");
        match self.peculiar {
            Some(Peculiar::Event(other)) => package = other,
            Some(Peculiar::Accept(other)) => types = other,
            Some(Peculiar::Require(extension)) => put_all(out, &["Require: ", extension, "\r\n"]),
            Some(Peculiar::Expires(_) | Peculiar::NoContact) | None => {}
        }
        put_all(out, &["Event: ", package, "\r\nAccept: ", types, "\r\n"]);
        number_line(out, "Expires", self.expires);
        if !self.asks.is_empty() {
            put_all(out, &["X-Lampfield-Asks: ", self.asks, "\r\n"]);
        }
        put(out, self.authorization);
        put_body(out, &[]);
    }

    fn put_contact(&self, out: &mut Vec<u8>) {
        put_all(out, &["Contact: <", self.contact, ">"]);
        if !self.device.is_empty() {
            put(out, ";+u.sip!devicename.ccm.cisco.com=");
            put_quoted(out, self.device);
        }
        put(out, "\r\n");
    }
}

impl NotifyParts<'_> {
    /// Appends the message.
    pub fn write(&self, out: &mut Vec<u8>) {
        put_frame(
            out,
            &Frame {
                method: "NOTIFY",
                request_uri: self.request_uri,
                via: self.via,
                branch: self.branch,
                from: self.from,
                from_tag: self.from_tag,
                to: self.to,
                to_tag: Some(self.to_tag),
                call_id: self.call_id,
                cseq: self.cseq,
            },
        );
        put_contact(out, self.contact_user, self.via);
        put_all(out, &["Event: ", self.package]);
        if !self.event_id.is_empty() {
            put_all(out, &[";id=", self.event_id]);
        }
        put(out, "\r\nSubscription-State: ");
        self.state.write(out);
        put(out, "\r\n");
        if !self.body.is_empty() {
            // Whole and without parameters: some phones compare the value as text.
            put_all(out, &["Content-Type: ", self.media_type, "\r\n"]);
        }
        put_body(out, self.body);
    }
}

impl StateParts {
    /// Appends the value of Subscription-State.
    fn write(self, out: &mut Vec<u8>) {
        let mut param = |before: &str, seconds: u32| {
            put(out, before);
            put_number(out, u64::from(seconds));
        };
        match self {
            StateParts::Active(seconds) => param("active;expires=", seconds),
            StateParts::Pending(seconds) => param("pending;expires=", seconds),
            StateParts::Terminated(how) => {
                put(out, "terminated");
                if let Some(reason) = how.reason() {
                    put_all(out, &[";reason=", reason.text()]);
                }
                if let Some(seconds) = how.retry_after() {
                    put(out, ";retry-after=");
                    put_number(out, u64::from(seconds));
                }
            }
        }
    }
}
