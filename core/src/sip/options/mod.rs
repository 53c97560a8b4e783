//! OPTIONS (RFC 3261 11): whether a far end is there, and what one says of oneself.

mod pinger;
#[cfg(test)]
mod tests;

use super::message::{Message, ResponseParts};

pub use pinger::{Failure, News, PingId, PingOptions, Pinger, Watching};

/// What a user agent says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities<'a> {
    /// The methods that it serves: Allow.
    pub allow: &'a str,
    /// The media types that it reads: Accept.
    pub accept: &'a str,
    /// The event packages that can be watched there: Allow-Events.
    pub events: &'a str,
}

impl<'a> Capabilities<'a> {
    /// The answer to an OPTIONS: 200 with all of that (RFC 3261 11.2), or 420 where it demands an
    /// extension. `to_tag` is random.
    pub fn answer(&self, request: &'a Message, to_tag: &'a str) -> ResponseParts<'a> {
        let demands = request.require().next().is_some();
        let code = if demands { 420 } else { 200 };
        let allow = if demands { "" } else { self.allow };
        let (accept, events) = (self.accept, self.events);
        ResponseParts { allow, accept, events, ..ResponseParts::new(request, code, to_tag) }
    }
}
