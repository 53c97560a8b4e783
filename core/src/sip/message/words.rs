//! What a message can say, as values.

use core::fmt;
use core::num::NonZeroU16;
use std::borrow::Cow;

use crate::sip::Reason;

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
    /// REGISTER (RFC 3261 10), for a registrar; others answer 405.
    Register,
    /// PUBLISH (RFC 3903), for a compositor; others answer 405.
    Publish,
    /// ACK, which is never answered.
    Ack,
    /// INVITE: begins a call, or changes one.
    Invite,
    /// BYE: ends a call.
    Bye,
    /// CANCEL: takes an INVITE back that has no answer yet.
    Cancel,
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

impl SubscriptionState<'_> {
    /// How a subscription ended, to be passed on as it was told (ROUTE-6).
    pub fn termination(&self) -> Termination {
        Termination::new(self.reason.and_then(Reason::parse), self.retry_after)
    }
}

/// How a subscription ends: what stands behind `terminated` (RFC 6665 4.1.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Termination {
    reason: Option<Reason>,
    retry_after: Option<NonZeroU16>,
}

impl Termination {
    /// `reason` is `None` where none is told or RFC 6665 does not know it. `retry_after` is in
    /// seconds; it is kept up to 65 535, and 0 says nothing.
    pub fn new(reason: Option<Reason>, retry_after: Option<u32>) -> Self {
        let short = |seconds| u16::try_from(seconds).unwrap_or(u16::MAX);
        Termination { reason, retry_after: retry_after.map(short).and_then(NonZeroU16::new) }
    }

    /// The reason, where there is one.
    pub fn reason(self) -> Option<Reason> {
        self.reason
    }

    /// After how many seconds the watcher may ask again.
    pub fn retry_after(self) -> Option<u32> {
        self.retry_after.map(|seconds| u32::from(seconds.get()))
    }
}

impl From<Reason> for Termination {
    fn from(reason: Reason) -> Self {
        Termination::new(Some(reason), None)
    }
}

/// The parts of a `Warning` header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warning<'a> {
    /// The code, 399 for one without a meaning to machines.
    pub code: u16,
    /// Who warns.
    pub agent: &'a str,
    /// The words, still escaped.
    pub text: &'a str,
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
