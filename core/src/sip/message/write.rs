//! Messages to bytes: templates filled from borrowed parts.

use super::{Message, Method, Name, Start};
use crate::sip::address::HostPort;
use crate::sip::text::{put, put_all, put_hex, put_number, put_quoted};

/// What every branch of RFC 3261 begins with.
pub(crate) const BRANCH_COOKIE: &str = "z9hG4bK";

/// The dialog side of a request. URIs stand without angle brackets.
#[derive(Clone, Copy, Debug)]
struct Frame<'a> {
    method: &'static str,
    request_uri: &'a str,
    via: HostPort,
    branch: u64,
    from: &'a str,
    from_tag: &'a str,
    to: &'a str,
    to_tag: Option<&'a str>,
    call_id: &'a str,
    cseq: u32,
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
    /// The device's name, a parameter of Contact.
    pub device: &'a str,
    /// The value of `X-Lampfield-Asks`; no such header when empty.
    pub asks: &'a str,
    /// Expires, in seconds.
    pub expires: u32,
}

/// The state that a NOTIFY tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateParts {
    /// `active`, and for how many seconds more.
    Active(u32),
    /// `terminated` with this reason.
    Terminated(&'static str),
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
    /// The `id` of the Event of the subscription; none when empty.
    pub event_id: &'a str,
    /// Subscription-State.
    pub state: StateParts,
    /// The presence document; no Content-Type when empty.
    pub body: &'a [u8],
}

/// An answer.
#[derive(Clone, Copy, Debug)]
pub struct ResponseParts<'a> {
    /// The request answered: Via, From, To, Call-ID and CSeq come from it.
    pub request: &'a Message,
    /// The status code.
    pub code: u16,
    /// Our tag, where To has none yet.
    pub to_tag: &'a str,
    /// The user part and the address of Contact.
    pub contact: Option<(&'a str, HostPort)>,
    /// Expires, in seconds.
    pub expires: Option<u32>,
    /// Min-Expires, in seconds: for 423.
    pub min_expires: Option<u32>,
    /// Retry-After, in seconds: for 500 and 503.
    pub retry_after: Option<u32>,
    /// The methods for Allow: for 405 and OPTIONS; no such header when empty.
    pub allow: &'a str,
}

impl<'a> ResponseParts<'a> {
    /// An answer without optional headers. 406 and 415 get Accept, 420 Unsupported and 489
    /// Allow-Events by themselves.
    pub fn new(request: &'a Message, code: u16, to_tag: &'a str) -> Self {
        ResponseParts {
            request,
            code,
            to_tag,
            contact: None,
            expires: None,
            min_expires: None,
            retry_after: None,
            allow: "",
        }
    }
}

/// The words that stand after a status code.
pub(crate) fn reason_phrase(code: u16) -> &'static str {
    match code {
        200 => "OK",
        202 => "Accepted",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        414 => "Request-URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Unsupported URI Scheme",
        420 => "Bad Extension",
        423 => "Interval Too Brief",
        481 => "Subscription Does Not Exist",
        489 => "Bad Event",
        500 => "Server Internal Error",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        505 => "Version Not Supported",
        _ => "Answered",
    }
}

/// `Name: number`.
fn number_line(out: &mut Vec<u8>, name: &str, number: u32) {
    put_all(out, &[name, ": "]);
    put_number(out, u64::from(number));
    put(out, "\r\n");
}

/// `Contact: <sip:user@address>`.
fn put_contact(out: &mut Vec<u8>, user: &str, address: HostPort) {
    put_all(out, &["Contact: <sip:", user, "@"]);
    address.write(out);
    put(out, ">\r\n");
}

/// The first lines of a request, up to CSeq.
fn put_frame(out: &mut Vec<u8>, frame: &Frame<'_>) {
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
fn put_body(out: &mut Vec<u8>, body: &[u8]) {
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
        put_all(out, &["Contact: <", self.contact, ">;+u.sip!devicename.ccm.cisco.com="]);
        put_quoted(out, self.device);
        put(out, "\r\nEvent: presence\r\nAccept: application/pidf+xml\r\n");
        number_line(out, "Expires", self.expires);
        if !self.asks.is_empty() {
            put_all(out, &["X-Lampfield-Asks: ", self.asks, "\r\n"]);
        }
        put_body(out, &[]);
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
        put(out, "Event: presence");
        if !self.event_id.is_empty() {
            put_all(out, &[";id=", self.event_id]);
        }
        put(out, "\r\nSubscription-State: ");
        match self.state {
            StateParts::Active(seconds) => {
                put(out, "active;expires=");
                put_number(out, u64::from(seconds));
            }
            StateParts::Terminated(reason) => put_all(out, &["terminated;reason=", reason]),
        }
        put(out, "\r\n");
        if !self.body.is_empty() {
            // Whole and without parameters: some phones compare the value as text.
            put(out, "Content-Type: application/pidf+xml\r\n");
        }
        put_body(out, self.body);
    }
}

impl ResponseParts<'_> {
    /// Appends the message.
    pub fn write(&self, out: &mut Vec<u8>) {
        put(out, "SIP/2.0 ");
        put_number(out, u64::from(self.code));
        put_all(out, &[" ", reason_phrase(self.code), "\r\n"]);
        for via in self.request.all(Name::Via) {
            put_all(out, &["Via: ", via, "\r\n"]);
        }
        put_all(out, &["From: ", self.request.first(Name::From).unwrap_or("")]);
        put_all(out, &["\r\nTo: ", self.request.first(Name::To).unwrap_or("")]);
        if self.request.to_tag().is_none() && !self.to_tag.is_empty() {
            put_all(out, &[";tag=", self.to_tag]);
        }
        put_all(out, &["\r\nCall-ID: ", self.request.call_id()]);
        put_all(out, &["\r\nCSeq: ", self.request.first(Name::CSeq).unwrap_or(""), "\r\n"]);
        self.put_optional(out);
        put_body(out, &[]);
    }

    /// The headers that only some answers have.
    fn put_optional(&self, out: &mut Vec<u8>) {
        if let Some((user, address)) = self.contact {
            put_contact(out, user, address);
        }
        for (name, value) in [
            ("Expires", self.expires),
            ("Min-Expires", self.min_expires),
            ("Retry-After", self.retry_after),
        ] {
            if let Some(value) = value {
                number_line(out, name, value);
            }
        }
        if !self.allow.is_empty() {
            put_all(out, &["Allow: ", self.allow, "\r\n"]);
        }
        let options = self.code == 200 && self.request.method() == Method::Options;
        if options || self.code == 489 {
            put(out, "Allow-Events: presence\r\n");
        }
        if options || matches!(self.code, 406 | 415) {
            put(out, "Accept: application/pidf+xml\r\n");
        }
        if self.code == 420 {
            let mut before = "Unsupported: ";
            for tag in self.request.require() {
                put_all(out, &[before, tag]);
                before = ", ";
            }
            put(out, "\r\n");
        }
    }
}

/// The answer to a request that is not well-formed; `None` where too much is missing, and for ACK
/// and answers, which are never answered.
pub(super) fn refusal(message: &Message, code: u16) -> Option<Vec<u8>> {
    let all_there = [Name::Via, Name::From, Name::To, Name::CallId, Name::CSeq]
        .iter()
        .all(|&name| message.first(name).is_some());
    let request = matches!(message.start, Start::Request { .. });
    if !all_there || !request || message.method() == Method::Ack {
        return None;
    }
    let mut out = Vec::new();
    ResponseParts::new(message, code, "refused").write(&mut out);
    Some(out)
}
