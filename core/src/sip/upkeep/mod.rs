//! State that lives at a server as long as it is refreshed there: a registration, a publication.
//!
//! ```text
//!             granted             refresh due
//!  Asking ---------------> Live ---------------> Asking
//!    |  refused, no answer   |  unwanted
//!    v                       v
//!  Waiting, ever longer     Ending ---> gone
//! ```
//!
//! It never gives up by itself: a phone whose line is not configured yet shall come up once it is.

mod keeper;
mod state;

use super::message::Message;
use crate::sip::address::HostPort;

pub(super) use keeper::Keeper;
pub(super) use state::Upkeep;

/// What the machine tells of a registration or publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum News {
    /// The server holds it, for this many seconds more; it will be refreshed in time.
    Granted {
        /// The seconds.
        expires: u32,
    },
    /// The server refused with this code; it will be tried again. 401 and 407: there were no
    /// credentials, or they did not pass.
    Refused {
        /// The code.
        code: u16,
    },
    /// No answer (timer F); it will be tried again.
    NoAnswer,
    /// The request could not be sent; it will be tried again.
    TransportFailed,
    /// What was granted ran out before it could be refreshed; it goes on being tried.
    Expired,
    /// Over because its owner gave it up; the id is free.
    Gone,
}

/// What is written into a request beside what a record knows.
pub(super) struct Stamp<'a> {
    pub(super) via: HostPort,
    pub(super) branch: u64,
    pub(super) authorization: &'a str,
    /// Whether this is the last request: Expires 0.
    pub(super) last: bool,
}

/// What differs between a registration and a publication.
pub(super) trait Kept {
    /// The method of its requests.
    const METHOD: &'static str;
    fn upkeep(&self) -> &Upkeep;
    fn upkeep_mut(&mut self) -> &mut Upkeep;
    /// The Request-URI.
    fn uri(&self) -> &str;
    /// A request is about to be written: its CSeq is the next.
    fn advance(&mut self);
    /// Appends the request.
    fn write(&self, stamp: &Stamp<'_>, out: &mut Vec<u8>);
    /// The server granted: takes in what it says, and gives the seconds.
    fn granted(&mut self, message: &Message) -> u32;
    /// The server refused; whether to begin anew at once.
    fn begins_anew(&mut self, code: u16) -> bool;
    /// What the server held is no more.
    fn lapsed(&mut self);
    /// Whether there is something to say that the server has not heard yet.
    fn owes(&self) -> bool;
}
