//! What a message can say, as values.

use core::fmt;
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

/// Why bytes are no SIP message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// What is wrong, for people.
    pub what: Cow<'static, str>,
    /// The answer to send back (400, 414, 505), where the bytes are a request that can be answered.
    pub answer: Option<Vec<u8>>,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl core::error::Error for ParseError {}
