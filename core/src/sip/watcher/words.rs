//! What a watcher and its owner say to each other.

use crate::id::NodeId;
use crate::presence::PublishedStatus;
use crate::sip::address::{AddressPlan, HostPort};
use crate::sip::digest::Credentials;
use crate::sip::message::{Peculiar, Termination};
use crate::sip::text::{put, put_user};
use std::sync::Arc;

/// Who a watcher is.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Its own node: gives the address in Via and Contact.
    pub node: NodeId,
    /// Which address each node has.
    pub addresses: AddressPlan,
    /// The name of the device, for Contact; a server has none.
    pub device: Box<str>,
}

/// One end of a request: `sip:user@host`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Party<'a> {
    /// The number or user part; `sip:host` alone where it is empty.
    pub user: &'a str,
    /// The host, perhaps with a port; `None` is the address of the server that is asked.
    pub host: Option<&'a str>,
}

impl<'a> Party<'a> {
    /// Somebody at the server that is asked.
    pub fn at_server(user: &'a str) -> Self {
        Party { user, host: None }
    }

    /// As a URI.
    pub(in crate::sip) fn uri(self, server: HostPort) -> Box<str> {
        uri(self.user, |out| match self.host {
            Some(host) => put(out, host),
            None => server.write_ip(out),
        })
    }
}

/// `sip:user@host`.
pub(in crate::sip) fn uri(user: &str, host: impl FnOnce(&mut Vec<u8>)) -> Box<str> {
    let mut out = Vec::with_capacity(48);
    put(&mut out, "sip:");
    if !user.is_empty() {
        put_user(&mut out, user);
        put(&mut out, "@");
    }
    host(&mut out);
    String::from_utf8(out).unwrap_or_default().into_boxed_str()
}

/// What the watcher does by itself when a subscription fails or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conduct {
    /// It goes on asking, as a phone does: an owner who wants it no longer says so.
    Phone,
    /// It tells each outcome at once and asks no more; the id is free then. For one leg of a
    /// back-to-back agent: the next trunk may be asked, or the end be passed on (ROUTE-6).
    Leg,
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// The node that is asked: the notifier, or a proxy before it.
    pub server: NodeId,
    /// The presentity.
    pub to: Party<'a>,
    /// The watcher: the line that stands as the subscriber (QUIRK-6, QUIRK-7).
    pub from: Party<'a>,
    /// Why a phone asks: value of `X-Lampfield-Asks`, `blf;button=1`, `missed`, ...; no such header
    /// when empty.
    pub asks: &'a str,
    /// What a challenge is answered with; without it a challenge is a refusal.
    pub credentials: Option<&'a Arc<Credentials>>,
    /// What happens after a failure.
    pub conduct: Conduct,
    /// In what its SUBSCRIBE differs from the usual one.
    pub peculiar: Option<&'a Peculiar>,
}

impl<'a> Ask<'a> {
    /// What a phone asks its server: target and subscriber are numbers there.
    pub fn of_phone(server: NodeId, target: &'a str, subscriber: &'a str, asks: &'a str) -> Self {
        let (to, from) = (Party::at_server(target), Party::at_server(subscriber));
        Ask { server, to, from, asks, credentials: None, conduct: Conduct::Phone, peculiar: None }
    }
}

/// What a subscription tells its owner. What is said of trying again holds for
/// [`Conduct::Phone`]: with [`Conduct::Leg`] all but the first three is the last word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum News {
    /// The notifier says `pending`: no word yet.
    Pending,
    /// The status that a NOTIFY carried.
    Status(PublishedStatus),
    /// A NOTIFY came whose body could not be read, or that had none.
    Unreadable,
    /// The request was refused with this code. 401 and 407: there were no credentials, or they
    /// did not pass.
    Refused {
        /// The code.
        code: u16,
        /// Whether the watcher tries again by itself.
        again: bool,
    },
    /// No answer (timer F) or no NOTIFY (timer N); it will be tried again.
    NoAnswer,
    /// The request could not be sent: the transport says so, or too many are under way. It will be
    /// tried again.
    TransportFailed,
    /// It ran out; it will be tried again.
    Expired,
    /// The notifier ended it (`terminated`).
    Terminated {
        /// How, as it was told.
        how: Termination,
        /// Whether the watcher tries again by itself.
        again: bool,
    },
    /// Over after [`Watcher::unsubscribe`](super::Watcher::unsubscribe); the id is free.
    Gone,
}
