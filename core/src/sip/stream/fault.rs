//! Why a stream cannot be read any more, and what its far end shall be told.

use super::length;
use crate::limits;
use crate::sip::message::{Message, Method, ResponseParts};
use core::fmt;

/// What is wrong with a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StreamError {
    /// What stands where a message should begin is none.
    NotSip,
    /// The headers are longer than [`limits::STREAM_HEAD_BYTES`].
    HeadTooLong,
    /// There are more header lines than [`limits::SIP_HEADERS`].
    TooManyHeaders,
    /// A message does not say how long its body is: nobody knows where the next begins (RFC 3261
    /// 18.3).
    NoLength,
    /// Content-Length is no number, or stands twice.
    BadLength,
    /// The body is longer than [`limits::STREAM_BODY_BYTES`].
    BodyTooLong,
    /// A message was not whole within [`limits::STREAM_MESSAGE_SECONDS`].
    TooSlow,
}

impl StreamError {
    /// The code of the answer to the request that breaks the stream; `None` where nothing can or
    /// should be answered.
    pub const fn code(self) -> Option<u16> {
        match self {
            StreamError::NotSip | StreamError::TooSlow => None,
            StreamError::BodyTooLong => Some(413),
            _ => Some(400),
        }
    }

    const fn words(self) -> &'static str {
        match self {
            StreamError::NotSip => "no SIP message begins where one should",
            StreamError::HeadTooLong => "the headers of a message are too long",
            StreamError::TooManyHeaders => "a message has too many header lines",
            StreamError::NoLength => "a message on a stream has no Content-Length",
            StreamError::BadLength => "the Content-Length of a message cannot be read",
            StreamError::BodyTooLong => "the body of a message is too long",
            StreamError::TooSlow => "a message took too long to arrive",
        }
    }
}

/// The end of a stream: send the answer, where there is one, and close the connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamFault {
    /// Why.
    pub why: StreamError,
    /// The answer (400 or 413), where the bytes so far are a request that can be answered.
    pub answer: Option<Vec<u8>>,
}

impl StreamFault {
    /// `head` is what came of the message that breaks the stream.
    pub(super) fn new(why: StreamError, head: &[u8]) -> Self {
        StreamFault { why, answer: why.code().and_then(|code| answer(head, code)) }
    }
}

impl fmt::Display for StreamFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.why.words())
    }
}

impl core::error::Error for StreamFault {}

/// The answer to a request of which these headers are known.
fn answer(head: &[u8], code: u16) -> Option<Vec<u8>> {
    let head = length::without_length(head, limits::SIP_HEADERS.as_usize());
    let request = match Message::parse(&head) {
        Ok(request) => request,
        Err(error) => return error.answer,
    };
    if request.status().is_some() || request.method() == Method::Ack {
        return None;
    }
    let mut out = Vec::new();
    ResponseParts::new(&request, code, "refused").write(&mut out);
    Some(out)
}
