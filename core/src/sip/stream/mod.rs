//! SIP on a stream: where messages begin and end (RFC 3261 7.5, 18.3), and the keep-alives between
//! them (RFC 5626 3.5.1).
//!
//! Bytes come as the connection cuts them, whole messages go out in their order. Every byte is
//! looked at once or twice, however small the pieces are. Past a bound, or where a message does not
//! say how long it is, the stream is broken for good: its owner sends the answer, where there is
//! one, and closes.

mod fault;
mod length;
#[cfg(test)]
mod tests;
mod wording;

use crate::limits;
use crate::time::{Duration, Instant};
pub use fault::{StreamError, StreamFault};
pub use wording::{is_too_large_for_a_datagram, over_a_stream, says_stream};

/// What answers a [`Framed::Ping`] (RFC 5626 4.4.1).
pub const PONG: &[u8] = b"\r\n";
/// What the one who opened a connection sends to learn whether it still works.
pub const PING: &[u8] = b"\r\n\r\n";

/// What a piece of a stream was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Framed {
    /// A whole message, from its first line to the last byte of its body.
    Message(Vec<u8>),
    /// The far end asks whether the connection works: send [`PONG`].
    Ping,
    /// The far end says that it does.
    Pong,
}

/// Who opened the connection: that end alone sends pings (RFC 5626 4.4.1), so that an empty line is
/// a pong to it and half a ping to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// The far end did.
    There,
    /// We did.
    Here,
}

/// Where in the stream we are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Between messages, behind this many bytes of a ping.
    Between(usize),
    /// In the headers, behind this many lines.
    Head(usize),
    /// In the body; the whole message has this many bytes.
    Body(usize),
}

/// One direction of one connection.
#[derive(Clone, Debug)]
pub struct StreamReader {
    opened: Opened,
    state: State,
    /// The message that is not whole yet.
    buffer: Vec<u8>,
    /// When it must be.
    deadline: Option<Instant>,
    broken: Option<StreamError>,
}

impl StreamReader {
    /// A reader at the first byte of a connection.
    pub fn new(opened: Opened) -> Self {
        StreamReader {
            opened,
            state: State::Between(0),
            buffer: Vec::new(),
            deadline: None,
            broken: None,
        }
    }

    /// Takes the next bytes, cut anywhere, and appends what has become whole.
    ///
    /// # Errors
    /// The stream is broken, now or before: nothing can be read from it any more. What was appended
    /// before stands.
    pub fn feed(
        &mut self,
        now: Instant,
        bytes: &[u8],
        out: &mut Vec<Framed>,
    ) -> Result<(), StreamFault> {
        self.tick(now)?;
        let mut rest = bytes;
        while !rest.is_empty() {
            let taken = match self.state {
                State::Between(behind) => self.between(now, behind, rest, out),
                State::Head(lines) => self.head(lines, rest, out),
                State::Body(whole) => Ok(self.body(whole, rest, out)),
            };
            let taken = taken.map_err(|why| self.fail(why))?;
            rest = rest.get(taken..).unwrap_or(&[]);
        }
        Ok(())
    }

    /// Gives up a message that takes too long ([`limits::STREAM_MESSAGE_SECONDS`]).
    ///
    /// # Errors
    /// It does, or the stream was broken before.
    pub fn tick(&mut self, now: Instant) -> Result<(), StreamFault> {
        if let Some(why) = self.broken {
            return Err(StreamFault { why, answer: None });
        }
        match self.deadline {
            Some(deadline) if deadline <= now => Err(self.fail(StreamError::TooSlow)),
            _ => Ok(()),
        }
    }

    /// When to call [`StreamReader::tick`] next; `None` while no message is under way.
    pub fn next_at(&self) -> Option<Instant> {
        self.deadline
    }

    /// How many bytes wait for the rest of their message.
    pub fn buffered(&self) -> usize {
        self.buffer.len()
    }

    /// Breaks the stream.
    fn fail(&mut self, why: StreamError) -> StreamFault {
        let head = std::mem::take(&mut self.buffer);
        self.broken = Some(why);
        self.deadline = None;
        StreamFault::new(why, &head)
    }

    /// One byte between messages.
    fn between(
        &mut self,
        now: Instant,
        behind: usize,
        rest: &[u8],
        out: &mut Vec<Framed>,
    ) -> Result<usize, StreamError> {
        let byte = rest.first().copied().unwrap_or(0);
        if PING.get(behind) == Some(&byte) {
            let (framed, length) = match self.opened {
                Opened::There => (Framed::Ping, PING.len()),
                Opened::Here => (Framed::Pong, PONG.len()),
            };
            let whole = behind + 1 == length;
            self.state = State::Between(if whole { 0 } else { behind + 1 });
            out.extend(whole.then_some(framed));
            return Ok(1);
        }
        // An empty line before a message is passed over (RFC 3261 7.5). Both kinds of first line
        // begin with a letter.
        if behind % 2 == 1 || !byte.is_ascii_graphic() {
            return Err(StreamError::NotSip);
        }
        let patience = i64::try_from(limits::STREAM_MESSAGE_SECONDS.bound).unwrap_or(i64::MAX);
        self.deadline = Some(now + Duration::from_secs(patience));
        self.state = State::Head(0);
        Ok(0)
    }

    /// A line of the headers, or a piece of one.
    fn head(
        &mut self,
        lines: usize,
        rest: &[u8],
        out: &mut Vec<Framed>,
    ) -> Result<usize, StreamError> {
        let line_break = rest.iter().position(|&byte| byte == b'\n');
        let taken = line_break.map_or(rest.len(), |at| at + 1);
        let fits = limits::STREAM_HEAD_BYTES.check(self.buffer.len() + taken);
        fits.map_err(|_| StreamError::HeadTooLong)?;
        self.buffer.extend_from_slice(rest.get(..taken).unwrap_or(rest));
        if line_break.is_none() {
            return Ok(taken);
        }
        if !self.buffer.ends_with(b"\r\n\r\n") {
            // The first line is no header.
            limits::SIP_HEADERS.check(lines).map_err(|_| StreamError::TooManyHeaders)?;
            self.state = State::Head(lines + 1);
            return Ok(taken);
        }
        let length = length::content_length(&self.buffer)?;
        limits::STREAM_BODY_BYTES.check(length).map_err(|_| StreamError::BodyTooLong)?;
        self.state = State::Body(self.buffer.len() + length);
        self.finish(out);
        Ok(taken)
    }

    /// A piece of the body.
    fn body(&mut self, whole: usize, rest: &[u8], out: &mut Vec<Framed>) -> usize {
        let missing = whole.saturating_sub(self.buffer.len());
        let piece = rest.get(..missing).unwrap_or(rest);
        self.buffer.extend_from_slice(piece);
        self.finish(out);
        piece.len()
    }

    /// Hands the message out, once it is whole.
    fn finish(&mut self, out: &mut Vec<Framed>) {
        if self.state == State::Body(self.buffer.len()) {
            out.push(Framed::Message(std::mem::take(&mut self.buffer)));
            self.state = State::Between(0);
            self.deadline = None;
        }
    }
}
