//! Answers to bytes: what they repeat of their request, and what each code adds.

use super::write::{number_line, put_body, put_contact};
use super::{Message, Method, Name, Start, via};
use crate::sip::address::HostPort;
use crate::sip::digest::Challenge;
use crate::sip::text::{put, put_all, put_number, put_quoted};

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
    /// How to prove who one is: for 401.
    pub challenge: Option<&'a Challenge>,
    /// What people shall know of a refusal: `Warning: 399`; no such header when empty.
    pub warning: &'a str,
    /// The event packages for Allow-Events: for 489 and OPTIONS.
    pub events: &'a str,
    /// The media types for Accept: for 406, 415 and OPTIONS.
    pub accept: &'a str,
    /// Further header lines, each with its end: Contacts of a REGISTER, SIP-ETag.
    pub lines: &'a [u8],
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
            challenge: None,
            warning: "",
            events: "presence",
            accept: "application/pidf+xml",
            lines: &[],
        }
    }
}

/// The words that stand after a status code.
pub(crate) fn reason_phrase(code: u16) -> &'static str {
    match code {
        200 => "OK",
        202 => "Accepted",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        410 => "Gone",
        412 => "Conditional Request Failed",
        413 => "Request Entity Too Large",
        414 => "Request-URI Too Long",
        415 => "Unsupported Media Type",
        416 => "Unsupported URI Scheme",
        420 => "Bad Extension",
        423 => "Interval Too Brief",
        480 => "Temporarily Unavailable",
        481 => "Subscription Does Not Exist",
        489 => "Bad Event",
        500 => "Server Internal Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Server Time-out",
        505 => "Version Not Supported",
        600 => "Busy Everywhere",
        603 => "Decline",
        604 => "Does Not Exist Anywhere",
        _ => "Answered",
    }
}

impl ResponseParts<'_> {
    /// Appends the message.
    pub fn write(&self, out: &mut Vec<u8>) {
        self.put_head(reason_phrase(self.code), out);
        put_body(out, &[]);
    }

    /// Appends everything before Content-Length; `phrase` stands behind the code.
    pub(super) fn put_head(&self, phrase: &str, out: &mut Vec<u8>) {
        put(out, "SIP/2.0 ");
        put_number(out, u64::from(self.code));
        put_all(out, &[" ", phrase, "\r\n"]);
        via::put_vias(self.request, out);
        put_all(out, &["From: ", self.request.first(Name::From).unwrap_or("")]);
        put_all(out, &["\r\nTo: ", self.request.first(Name::To).unwrap_or("")]);
        if self.request.to_tag().is_none() && !self.to_tag.is_empty() {
            put_all(out, &[";tag=", self.to_tag]);
        }
        put_all(out, &["\r\nCall-ID: ", self.request.call_id()]);
        put_all(out, &["\r\nCSeq: ", self.request.first(Name::CSeq).unwrap_or(""), "\r\n"]);
        self.put_optional(out);
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
        if let Some(challenge) = self.challenge {
            challenge.write(out);
        }
        if !self.warning.is_empty() {
            put(out, "Warning: 399 lampfield ");
            put_quoted(out, self.warning);
            put(out, "\r\n");
        }
        out.extend_from_slice(self.lines);
        let options = self.code == 200 && self.request.method() == Method::Options;
        if options || self.code == 489 {
            put_all(out, &["Allow-Events: ", self.events, "\r\n"]);
        }
        if options || matches!(self.code, 406 | 415) {
            put_all(out, &["Accept: ", self.accept, "\r\n"]);
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
