//! What a message is made of: its bytes, and where in them everything stands.

/// Where something stands in the text of its message. Datagrams have 65 535 bytes at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: u16,
    pub(super) end: u16,
}

/// The headers that have a getter or a rule; all others are found by their written name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
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
pub(super) struct Field {
    pub(super) name: Name,
    pub(super) value: Span,
}

/// The first line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    Request { method: Span, uri: Span },
    Response { status: u16 },
}

/// What every message has, found once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Essentials {
    pub(super) call_id: Span,
    pub(super) cseq: u32,
    pub(super) cseq_method: Span,
    pub(super) from_uri: Span,
    pub(super) from_tag: Span,
    pub(super) to_uri: Span,
    pub(super) to_tag: Span,
    pub(super) sent_by: Span,
    pub(super) branch: Span,
    pub(super) contact: Span,
}

/// The bytes of a message: a text where all of it is UTF-8, so that no piece of it is looked through
/// again.
#[derive(Clone)]
pub(super) enum Raw {
    Text(Box<str>),
    Bytes(Box<[u8]>),
}

impl Raw {
    pub(super) fn of(bytes: &[u8]) -> Raw {
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
