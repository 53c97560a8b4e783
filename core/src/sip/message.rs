//! SIP messages: read once, asked by typed getters, written from small borrowed parts.

use std::borrow::Cow;

/// What a request wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Method {
    /// SUBSCRIBE (RFC 6665).
    Subscribe,
    /// NOTIFY (RFC 6665).
    Notify,
    /// OPTIONS.
    Options,
    /// ACK, which is never answered.
    Ack,
    /// A method that SIP knows and we do not serve: answered 405.
    NotServed,
    /// A method that we have never heard of: answered 501.
    Unknown,
}

/// The parts of an `Event` header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event<'a> {
    /// The event package, `presence`.
    pub package: &'a str,
    /// The `id` parameter.
    pub id: Option<&'a str>,
}

/// The three states of a subscription (RFC 6665 4.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Accepted and authorized.
    Active,
    /// Accepted, not yet authorized.
    Pending,
    /// Over.
    Terminated,
}

/// The parts of a `Subscription-State` header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubscriptionState<'a> {
    /// The state.
    pub state: State,
    /// `expires`, in seconds.
    pub expires: Option<u32>,
    /// `reason`, as it was written.
    pub reason: Option<&'a str>,
    /// `retry-after`, in seconds.
    pub retry_after: Option<u32>,
}

/// A message that was read and found well-formed (RFC 3261 8.1.1, 8.2).
#[derive(Clone, Debug)]
pub struct Message {
    raw: Box<[u8]>,
}

/// Why bytes are no SIP message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// What is wrong, for people.
    pub what: Cow<'static, str>,
    /// The answer to send back (400, 505, ...), where the bytes are a request that can be answered.
    pub answer: Option<Vec<u8>>,
}

impl Message {
    /// Reads one datagram.
    ///
    /// # Errors
    /// What does not frame as SIP, lacks a required header or contradicts itself.
    pub fn parse(bytes: &[u8]) -> Result<Message, ParseError> {
        Ok(Message { raw: bytes.into() })
    }
    /// The bytes as they came.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }
    /// The status code; `None` for a request.
    pub fn status(&self) -> Option<u16> {
        None
    }
    /// The method; of a response: that of its CSeq.
    pub fn method(&self) -> Method {
        Method::Unknown
    }
    /// The Request-URI; empty for a response.
    pub fn request_uri(&self) -> &str {
        ""
    }
    /// The user part of the Request-URI, unescaped: the number asked for.
    pub fn request_user(&self) -> Option<Cow<'_, str>> {
        None
    }
    /// The user part of From, unescaped.
    pub fn from_user(&self) -> Option<Cow<'_, str>> {
        None
    }
    /// The value of Call-ID.
    pub fn call_id(&self) -> &str {
        ""
    }
    /// The tag of From.
    pub fn from_tag(&self) -> Option<&str> {
        None
    }
    /// The tag of To.
    pub fn to_tag(&self) -> Option<&str> {
        None
    }
    /// The number of CSeq.
    pub fn cseq(&self) -> u32 {
        0
    }
    /// The branch of the topmost Via.
    pub fn branch(&self) -> Option<&str> {
        None
    }
    /// The Event header.
    pub fn event(&self) -> Option<Event<'_>> {
        None
    }
    /// The Expires header, in seconds.
    pub fn expires(&self) -> Option<u32> {
        None
    }
    /// The Subscription-State header.
    pub fn subscription_state(&self) -> Option<SubscriptionState<'_>> {
        None
    }
    /// The URI of the first Contact.
    pub fn contact(&self) -> Option<&str> {
        None
    }
    /// A parameter of the first Contact, without its quotes:
    /// `+u.sip!devicename.ccm.cisco.com` is the name of the device.
    pub fn contact_param(&self, _name: &str) -> Option<&str> {
        None
    }
    /// The value of the first header of this name, in any of its forms.
    pub fn header(&self, _name: &str) -> Option<&str> {
        None
    }
    /// The body, empty if there is none.
    pub fn body(&self) -> &[u8] {
        &[]
    }
}
