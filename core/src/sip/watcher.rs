//! The subscriber's side (RFC 6665 4.1): what a phone needs to watch.

use crate::id::NodeId;
use crate::limits::LimitReached;
use crate::node::WakeReason;
use crate::presence::PublishedStatus;
use crate::rng::Rng;
use crate::sip::message::Message;
use crate::sip::{Action, SipTimers};
use crate::time::Instant;

/// Who a watcher is and whom it asks.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Its own node: gives the address in Via and Contact.
    pub node: NodeId,
    /// The notifier's node.
    pub server: NodeId,
    /// The name of the device, for Contact.
    pub device: Box<str>,
}

/// One subscription of a watcher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubscriptionId {
    pub(crate) slot: u32,
    pub(crate) stamp: u32,
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// The number (or user part) to watch.
    pub target: &'a str,
    /// The line that stands as the subscriber (QUIRK-6, QUIRK-7).
    pub subscriber: &'a str,
    /// Why the phone asks: value of `X-Lampfield-Asks`, `blf;button=1`, `missed`, ...
    pub asks: &'a str,
}

/// What a subscription tells its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum News {
    /// Asked (again); no word yet, or the notifier says `pending`.
    Pending,
    /// The status that a NOTIFY carried.
    Status(PublishedStatus),
    /// A NOTIFY came whose body could not be read, or that had none.
    Unreadable,
    /// The request was refused with this code. `again` tells whether it will be tried again.
    Refused {
        /// The code.
        code: u16,
        /// Whether the watcher tries again by itself.
        again: bool,
    },
    /// No answer (timer F) or no NOTIFY (timer N); it will be tried again.
    NoAnswer,
    /// It ran out; it will be tried again.
    Expired,
    /// The notifier ended it (`terminated`).
    Terminated {
        /// Whether the watcher tries again by itself.
        again: bool,
    },
    /// Over after [`Watcher::unsubscribe`]; the id is free.
    Gone,
}

/// All subscriptions of one phone, their transactions and their timers.
#[derive(Clone, Debug)]
pub struct Watcher {
    identity: Identity,
    timers: SipTimers,
    rng: Rng,
}

impl Watcher {
    /// A watcher without subscriptions.
    pub fn new(identity: Identity, timers: SipTimers, rng: Rng) -> Self {
        Watcher { identity, timers, rng }
    }

    /// Asks. `handle` comes back with every [`Action::News`].
    ///
    /// # Errors
    /// Too many subscriptions.
    pub fn subscribe(
        &mut self,
        _now: Instant,
        _ask: &Ask<'_>,
        _handle: u32,
        _out: &mut Vec<Action>,
    ) -> Result<SubscriptionId, LimitReached> {
        Ok(SubscriptionId { slot: 0, stamp: 0 })
    }

    /// Ends a subscription (SUBSCRIBE with Expires 0); nothing more is told but [`News::Gone`].
    pub fn unsubscribe(&mut self, _now: Instant, _id: SubscriptionId, _out: &mut Vec<Action>) {}

    /// Takes a message that arrived.
    pub fn receive(
        &mut self,
        _now: Instant,
        _from: NodeId,
        _message: &Message,
        _out: &mut Vec<Action>,
    ) {
    }

    /// Does what is due. Cheap when nothing is.
    pub fn tick(&mut self, _now: Instant, _out: &mut Vec<Action>) {}

    /// When to call [`Watcher::tick`] next, and why.
    pub fn next_at(&self) -> Option<(Instant, WakeReason)> {
        None
    }

    /// Forgets everything in silence: the phone lost its network.
    pub fn forget_all(&mut self) {
        let _ = (&self.identity, &self.timers, &self.rng);
    }
}
