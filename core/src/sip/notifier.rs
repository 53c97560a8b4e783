//! The notifier's side (RFC 6665 4.2): what CallManager needs to be watched.

use crate::id::NodeId;
use crate::limits::LimitReached;
use crate::node::WakeReason;
use crate::presence::PublishedStatus;
use crate::rng::Rng;
use crate::sip::message::Message;
use crate::sip::{Action, SipTimers};
use crate::time::Instant;

pub use crate::sip::watcher::SubscriptionId;

/// What a message came to, after transactions, RFC checks and dialogs had their say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Heard {
    /// All is done; what follows stands among the actions.
    Done,
    /// A new request that passed the checks of R-5 up to the decision: answer it in this same step
    /// with [`Notifier::accept`] or [`Notifier::refuse`].
    Asked(Asked),
    /// A refresh: authorize it again, then [`Notifier::refresh`] or
    /// [`Notifier::refuse_refresh`].
    Refresh {
        /// The subscription.
        id: SubscriptionId,
        /// Its owner's number.
        handle: u32,
        /// What is asked.
        asked: Asked,
    },
}

/// A request that waits for its decision; valid together with the [`Message`] that brought it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Who sent it.
    pub from: NodeId,
    /// For how many seconds it will be granted; 0 is a single poll.
    pub expires: u32,
}

/// Why a subscription ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndedWhy {
    /// The watcher ended it.
    Unsubscribed,
    /// It ran out.
    Expired,
    /// A NOTIFY was refused with this code.
    Refused(u16),
    /// A NOTIFY had no answer (timer F).
    NoAnswer,
}

/// The reasons that a notifier ends a subscription with (RFC 6665 4.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// Subscribe again at once.
    Deactivated,
    /// Subscribe again later.
    Probation,
    /// No longer permitted.
    Rejected,
    /// Ran out.
    Timeout,
    /// Could not be decided in time.
    Giveup,
    /// The presentity is no more.
    NoResource,
    /// Its state will not change any more.
    Invariant,
}

/// All subscriptions to one notifier, their transactions and their timers.
#[derive(Clone, Debug)]
pub struct Notifier {
    node: NodeId,
    timers: SipTimers,
    rng: Rng,
}

impl Notifier {
    /// A notifier without subscriptions, at the address of `node`.
    pub fn new(node: NodeId, timers: SipTimers, rng: Rng) -> Self {
        Notifier { node, timers, rng }
    }

    /// Takes a message that arrived.
    pub fn receive(
        &mut self,
        _now: Instant,
        _from: NodeId,
        _message: &Message,
        _out: &mut Vec<Action>,
    ) -> Heard {
        Heard::Done
    }

    /// Accepts: 200, then the first NOTIFY with `status`. `handle` comes back when it ends. `None`:
    /// it was a single poll (Expires 0), or the table is full (answered 503).
    ///
    /// # Errors
    /// Too many subscriptions; the request was answered 503.
    pub fn accept(
        &mut self,
        _now: Instant,
        _asked: &Asked,
        _message: &Message,
        _handle: u32,
        _status: PublishedStatus,
        _out: &mut Vec<Action>,
    ) -> Result<Option<SubscriptionId>, LimitReached> {
        Ok(None)
    }

    /// Refuses a new request with `code` (403, 404, ...).
    pub fn refuse(
        &mut self,
        _now: Instant,
        _asked: &Asked,
        _message: &Message,
        _code: u16,
        _out: &mut Vec<Action>,
    ) {
    }

    /// Grants a refresh: 200, then a NOTIFY.
    pub fn refresh(
        &mut self,
        _now: Instant,
        _id: SubscriptionId,
        _asked: &Asked,
        _message: &Message,
        _out: &mut Vec<Action>,
    ) {
    }

    /// Refuses a refresh with `code` and ends the subscription (`terminated;reason=rejected`, or
    /// `noresource` after 404). No [`Action::Ended`] follows.
    pub fn refuse_refresh(
        &mut self,
        _now: Instant,
        _id: SubscriptionId,
        _asked: &Asked,
        _message: &Message,
        _code: u16,
        _out: &mut Vec<Action>,
    ) {
    }

    /// Tells one watcher a new status. At most one NOTIFY of a subscription is under way; the last
    /// status wins.
    pub fn notify(
        &mut self,
        _now: Instant,
        _id: SubscriptionId,
        _status: PublishedStatus,
        _out: &mut Vec<Action>,
    ) {
    }

    /// Ends a subscription: `terminated` with this reason. No [`Action::Ended`] follows.
    pub fn terminate(
        &mut self,
        _now: Instant,
        _id: SubscriptionId,
        _reason: Reason,
        _out: &mut Vec<Action>,
    ) {
    }

    /// Forgets a subscription in silence (its device is gone).
    pub fn forget(&mut self, _id: SubscriptionId) {
        let _ = (&self.node, &self.timers, &self.rng);
    }

    /// Does what is due. Cheap when nothing is.
    pub fn tick(&mut self, _now: Instant, _out: &mut Vec<Action>) {}

    /// When to call [`Notifier::tick`] next, and why.
    pub fn next_at(&self) -> Option<(Instant, WakeReason)> {
        None
    }
}
