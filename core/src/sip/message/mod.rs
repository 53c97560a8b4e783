//! SIP messages: read once, asked by typed getters, written from small borrowed parts.

mod answer;
mod call_parts;
mod contacts;
mod form;
mod glance;
mod grammar;
mod head;
mod options_parts;
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

/// Where something stands in the text of its message. Datagrams have 65 535 bytes at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Span {
    start: u16,
    end: u16,
}

/// The headers that have a getter or a rule; all others are found by their written name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    Accept,
    Authorization,
    CallId,
    Contact,
    ContentLength,
    ContentType,
    CSeq,
    Event,
    Expires,
    From,
    MaxForwards,
    MinExpires,
    ProxyAuthenticate,
    ProxyAuthorization,
    Require,
    RetryAfter,
    SubscriptionState,
    To,
    Via,
    Warning,
    WwwAuthenticate,
    Other,
}

/// One header line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Field {
    name: Name,
    value: Span,
}

/// The first line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    Request { method: Span, uri: Span },
    Response { status: u16 },
}

/// What every message has, found once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Essentials {
    call_id: Span,
    cseq: u32,
    cseq_method: Span,
    from_uri: Span,
    from_tag: Span,
    to_uri: Span,
    to_tag: Span,
    sent_by: Span,
    branch: Span,
    contact: Span,
}

/// The bytes of a message: a text where all of it is UTF-8, so that no piece of it is looked through
/// again.
#[derive(Clone)]
enum Raw {
    Text(Box<str>),
    Bytes(Box<[u8]>),
}

impl Raw {
    fn of(bytes: &[u8]) -> Raw {
        match std::str::from_utf8(bytes) {
            Ok(text) => Raw::Text(text.into()),
            Err(_) => Raw::Bytes(bytes.into()),
        }
    }
}

impl std::ops::Deref for Raw {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Raw::Text(text) => text.as_bytes(),
            Raw::Bytes(bytes) => bytes,
        }
    }
}

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
    /// The Event header.
    pub fn event(&self) -> Option<Event<'_>> {
        let (package, params) = grammar::value_and_params(self.first(Name::Event)?);
        let id = grammar::param(params, "id").filter(|id| !id.is_empty());
        (!package.is_empty()).then_some(Event { package, id })
    }
    /// The Expires header, in seconds; `None` also where it cannot be read (RFC 3261 20.19 has the
    /// default then).
    pub fn expires(&self) -> Option<u32> {
        grammar::seconds(self.first(Name::Expires)?)
    }
    /// The Min-Expires header, in seconds.
    pub fn min_expires(&self) -> Option<u32> {
        grammar::seconds(self.first(Name::MinExpires)?)
    }
    /// The seconds of the Retry-After header.
    pub fn retry_after(&self) -> Option<u32> {
        let value = self.first(Name::RetryAfter)?;
        let end = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
        grammar::seconds(value.get(..end)?)
    }
    /// The Subscription-State header; `None` also for a state that RFC 6665 does not know.
    pub fn subscription_state(&self) -> Option<SubscriptionState<'_>> {
        let (word, params) = grammar::value_and_params(self.first(Name::SubscriptionState)?);
        let state = match word {
            _ if word.eq_ignore_ascii_case("active") => State::Active,
            _ if word.eq_ignore_ascii_case("pending") => State::Pending,
            _ if word.eq_ignore_ascii_case("terminated") => State::Terminated,
            _ => return None,
        };
        let number = |name| grammar::param(params, name).and_then(grammar::seconds);
        Some(SubscriptionState {
            state,
            expires: number("expires"),
            reason: grammar::param(params, "reason"),
            retry_after: number("retry-after"),
        })
    }
    /// The URI of the first Contact, where it is one that a request can be sent to.
    pub fn contact(&self) -> Option<&str> {
        self.optional(self.found.contact)
    }
    /// A parameter of the first Contact, without its quotes:
    /// `+u.sip!devicename.ccm.cisco.com` is the name of the device.
    pub fn contact_param(&self, name: &str) -> Option<&str> {
        let first = grammar::first_of_list(self.first(Name::Contact)?).0;
        grammar::param(grammar::uri_and_params(first).1, name)
    }
    /// The media type of the body, without its parameters.
    pub fn content_type(&self) -> Option<&str> {
        Some(grammar::value_and_params(self.first(Name::ContentType)?).0)
    }
    /// The media types of Accept; `None` without that header.
    pub fn accept(&self) -> Option<impl Iterator<Item = &str>> {
        self.first(Name::Accept)?;
        let all = self.all(Name::Accept).flat_map(grammar::list);
        Some(all.map(|one| grammar::value_and_params(one).0))
    }
    /// The option tags of Require.
    pub fn require(&self) -> impl Iterator<Item = &str> {
        self.all(Name::Require).flat_map(grammar::list).filter(|tag| !tag.is_empty())
    }
    /// The values of Authorization: what a watcher proves itself with (RFC 3261 22.4).
    pub fn authorization(&self) -> impl Iterator<Item = &str> {
        self.all(Name::Authorization)
    }
    /// The values of Proxy-Authorization.
    pub fn proxy_authorization(&self) -> impl Iterator<Item = &str> {
        self.all(Name::ProxyAuthorization)
    }
    /// The challenges of an answer in their order, one a header (RFC 3261 7.3.1): those of
    /// Proxy-Authenticate for a 407, of WWW-Authenticate for any other.
    pub fn challenges(&self) -> impl Iterator<Item = &str> {
        let proxy = self.status() == Some(407);
        self.all(if proxy { Name::ProxyAuthenticate } else { Name::WwwAuthenticate })
    }
    /// The first Warning.
    pub fn warning(&self) -> Option<Warning<'_>> {
        let first = grammar::first_of_list(self.first(Name::Warning)?).0;
        let (code, rest) = first.split_once(' ')?;
        let (agent, text) = rest.trim_start().split_once(' ')?;
        let text = text.trim().strip_prefix('"')?.strip_suffix('"')?;
        let three = code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit());
        Some(Warning { code: three.then(|| code.parse().ok())??, agent, text })
    }
    /// The value of the first header of this name, whatever its case. Compact forms are known for
    /// the headers that have a getter here.
    pub fn header(&self, name: &str) -> Option<&str> {
        let known = read::known_name(name);
        let field = self.fields.iter().find(|field| match known {
            Name::Other => self.label(field).eq_ignore_ascii_case(name),
            known => field.name == known,
        })?;
        Some(self.text(field.value))
    }
    /// The name of a header as it is written: what stands before the colon of its line.
    #[cfg_attr(lean, optimize(speed))]
    fn label(&self, field: &Field) -> &str {
        let end = field.value.start;
        let before = self.bytes().get(..usize::from(end)).unwrap_or(&[]);
        let start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let colon = before.iter().skip(start).position(|&byte| byte == b':');
        let end = colon.map_or(usize::from(end), |at| start + at);
        self.text(read::span(start, end)).trim_end()
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
