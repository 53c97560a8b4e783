//! What a notifier and its owner say to each other.

use super::SubscriptionId;
use crate::id::NodeId;

/// What a message came to, after transactions, RFC checks and dialogs had their say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Heard {
    /// All is done; what follows stands among the actions.
    Done,
    /// A new request that passed the checks of R-5 up to the decision: answer it in this same step
    /// with [`Notifier::accept`](super::Notifier::accept) or [`Notifier::refuse`](super::Notifier::refuse).
    Asked(Asked),
    /// A refresh: authorize it again, then [`Notifier::refresh`](super::Notifier::refresh) or
    /// [`Notifier::refuse_refresh`](super::Notifier::refuse_refresh).
    Refresh {
        /// The subscription.
        id: SubscriptionId,
        /// Its owner's number.
        handle: u32,
        /// What is asked.
        asked: Asked,
    },
}

/// A request that waits for its decision; valid together with the [`Message`](crate::sip::message::Message) that brought it.
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

impl Reason {
    /// As it stands in Subscription-State.
    pub const fn text(self) -> &'static str {
        match self {
            Reason::Deactivated => "deactivated",
            Reason::Probation => "probation",
            Reason::Rejected => "rejected",
            Reason::Timeout => "timeout",
            Reason::Giveup => "giveup",
            Reason::NoResource => "noresource",
            Reason::Invariant => "invariant",
        }
    }
}
