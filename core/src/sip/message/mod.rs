//! SIP messages: read once, asked by typed getters, written from small borrowed parts.

mod answer;
mod call_parts;
mod contacts;
mod form;
mod glance;
mod grammar;
mod head;
mod headers;
mod options_parts;
mod parts;
mod peculiar;
mod plain;
mod publish_parts;
mod read;
mod register_parts;
#[cfg(test)]
pub(super) mod tests;
#[cfg(test)]
mod torture;
mod uri;
mod via;
mod words;
mod write;

use super::address::HostPort;
use super::text::{put_all, put_number, read_hex};
use core::fmt;
use parts::{Essentials, Field, Name, Raw, Span, Start};
use std::borrow::Cow;

pub use answer::ResponseParts;
pub use call_parts::{Body, CallAnswerParts, CallRequestParts};
pub(super) use call_parts::{
    CALL_METHODS, invite_key, is_route, put_ack, put_cancel, route_uri, routes_loosely,
};
pub use contacts::{Contact, IfMatch};
pub(crate) use glance::Glance;
pub use options_parts::OptionsParts;
pub use peculiar::Peculiar;
pub use publish_parts::PublishParts;
pub use register_parts::{ContactParts, RegisterParts};
pub use uri::same_uri;
pub use via::ReturnPath;
pub(crate) use via::return_address;
pub use words::{Event, Method, ParseError, State, SubscriptionState, Termination, Warning};
pub use write::{NotifyParts, StateParts, SubscribeParts};

/// A message that was read and found well-formed (RFC 3261 8.1.1, 8.2).
#[derive(Clone)]
pub struct Message {
    /// The bytes as they came.
    raw: Raw,
    /// The same with folded lines unfolded in place, where there are any.
    unfolded: Option<Box<[u8]>>,
    start: Start,
    fields: Vec<Field>,
    body: Span,
    found: Essentials,
    /// Where the datagram came from, where that is known; see [`Message::parse_from`].
    source: Option<HostPort>,
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Message").field(&String::from_utf8_lossy(&self.raw)).finish()
    }
}

/// The methods that SIP knows and we do not serve.
const NOT_SERVED: &[&str] = &["INFO", "PRACK", "UPDATE", "REFER", "MESSAGE"];

impl Message {
    /// Reads one datagram.
    ///
    /// # Errors
    /// What does not frame as SIP, lacks a required header or contradicts itself.
    pub fn parse(bytes: &[u8]) -> Result<Message, ParseError> {
        read::read(bytes)
    }
    /// The bytes as they came.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }
    /// What all spans refer to. Its head is UTF-8.
    #[cfg_attr(lean, optimize(speed))]
    fn bytes(&self) -> &[u8] {
        self.unfolded.as_deref().unwrap_or(&self.raw)
    }
    #[cfg_attr(lean, optimize(speed))]
    #[cfg_attr(lean, inline(never))]
    fn text(&self, span: Span) -> &str {
        let range = usize::from(span.start)..usize::from(span.end);
        if let (Raw::Text(text), None) = (&self.raw, &self.unfolded) {
            return text.get(range).unwrap_or("");
        }
        // The head was found to be UTF-8, and spans begin and end at ASCII bytes.
        std::str::from_utf8(self.bytes().get(range).unwrap_or(&[])).unwrap_or("")
    }
    fn optional(&self, span: Span) -> Option<&str> {
        (span.start < span.end).then(|| self.text(span))
    }
    fn all(&self, name: Name) -> impl Iterator<Item = &str> {
        self.fields.iter().filter(move |f| f.name == name).map(|f| self.text(f.value))
    }
    fn first(&self, name: Name) -> Option<&str> {
        self.all(name).next()
    }
    /// The status code; `None` for a request.
    pub fn status(&self) -> Option<u16> {
        match self.start {
            Start::Request { .. } => None,
            Start::Response { status } => Some(status),
        }
    }
    /// The method; of a response: that of its CSeq.
    #[cfg_attr(lean, optimize(speed))]
    pub fn method(&self) -> Method {
        match self.method_text() {
            "SUBSCRIBE" => Method::Subscribe,
            "NOTIFY" => Method::Notify,
            "OPTIONS" => Method::Options,
            "REGISTER" => Method::Register,
            "PUBLISH" => Method::Publish,
            "ACK" => Method::Ack,
            "INVITE" => Method::Invite,
            "BYE" => Method::Bye,
            "CANCEL" => Method::Cancel,
            known if NOT_SERVED.contains(&known) => Method::NotServed,
            _ => Method::Unknown,
        }
    }
    /// The method as it is written; of a response: that of its CSeq.
    pub fn method_text(&self) -> &str {
        self.text(match self.start {
            Start::Request { method, .. } => method,
            Start::Response { .. } => self.found.cseq_method,
        })
    }
    /// The Request-URI; empty for a response.
    pub fn request_uri(&self) -> &str {
        match self.start {
            Start::Request { uri, .. } => self.text(uri),
            Start::Response { .. } => "",
        }
    }
    /// The user part of the Request-URI, unescaped: the number asked for.
    pub fn request_user(&self) -> Option<Cow<'_, str>> {
        grammar::unescape(self.request_user_escaped()?)
    }
    /// The user part of the Request-URI, as it is written.
    pub fn request_user_escaped(&self) -> Option<&str> {
        grammar::uri_user(self.request_uri())
    }
    /// The URI of From.
    pub fn from_uri(&self) -> &str {
        self.text(self.found.from_uri)
    }
    /// The user part of From, unescaped.
    pub fn from_user(&self) -> Option<Cow<'_, str>> {
        grammar::unescape(grammar::uri_user(self.from_uri())?)
    }
    /// The URI of To.
    pub fn to_uri(&self) -> &str {
        self.text(self.found.to_uri)
    }
    /// The value of Call-ID.
    pub fn call_id(&self) -> &str {
        self.text(self.found.call_id)
    }
    /// The tag of From.
    pub fn from_tag(&self) -> Option<&str> {
        self.optional(self.found.from_tag)
    }
    /// The tag of To.
    pub fn to_tag(&self) -> Option<&str> {
        self.optional(self.found.to_tag)
    }
    /// The number of CSeq.
    pub fn cseq(&self) -> u32 {
        self.found.cseq
    }
    /// The branch of the topmost Via.
    pub fn branch(&self) -> Option<&str> {
        self.optional(self.found.branch)
    }
    /// The branch of the topmost Via as our own requests write it: a number after the cookie.
    pub(crate) fn own_branch(&self) -> Option<u64> {
        own_branch(self.branch()?)
    }
    /// The sent-by of the topmost Via, `host` or `host:port`.
    pub fn sent_by(&self) -> &str {
        self.text(self.found.sent_by)
    }
    /// The body, empty if there is none.
    pub fn body(&self) -> &[u8] {
        self.bytes().get(usize::from(self.body.start)..usize::from(self.body.end)).unwrap_or(&[])
    }
}

/// The number in a branch as our own requests write it.
pub(crate) fn own_branch(branch: &str) -> Option<u64> {
    read_hex(branch.strip_prefix(write::BRANCH_COOKIE)?)
}

/// The user part of a SIP URI, still escaped.
pub(super) fn uri_user(uri: &str) -> Option<&str> {
    grammar::uri_user(uri)
}

/// Appends what a request and its retransmissions have in common and no other request has (RFC
/// 3261 17.2.3). A branch without the cookie, or with nothing behind it, tells nothing: then the
/// rest of the request does.
pub(super) fn transaction_key(request: &Message, out: &mut Vec<u8>) {
    let branch = request.branch().unwrap_or("");
    let method = request.method_text();
    if branch.len() > write::BRANCH_COOKIE.len() && branch.starts_with(write::BRANCH_COOKIE) {
        put_all(out, &[branch, "\n", request.sent_by(), "\n", method]);
        return;
    }
    let via = request.first(Name::Via).unwrap_or("");
    let (from_tag, to_tag) = (request.from_tag().unwrap_or(""), request.to_tag().unwrap_or(""));
    put_all(out, &["\n", via, "\n", request.call_id(), "\n", method, "\n"]);
    put_all(out, &[from_tag, "\n", to_tag, "\n", request.request_uri(), "\n"]);
    put_number(out, u64::from(request.cseq()));
}
