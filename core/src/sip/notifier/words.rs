//! What a notifier and its owner say to each other.

use super::{Form, SubscriptionId};
use crate::id::NodeId;
use crate::sip::digest::Challenge;

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
    /// The watcher wants to end it: [`Notifier::leave`](super::Notifier::leave) lets it go. Where
    /// watchers must prove who they are, a [`Notifier::refuse`](super::Notifier::refuse) with a
    /// challenge leaves all as it was.
    Leaving {
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
    /// In which form it is answered.
    pub form: Form,
}

/// How a request is refused. A bare code is one too: `403.into()`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Refusal<'a> {
    /// The code.
    pub code: u16,
    /// How the watcher can prove who it is: for 401.
    pub challenge: Option<&'a Challenge>,
    /// What people shall know, as a `Warning` (R-5, the lab setting); none when empty.
    pub warning: &'a str,
}

impl<'a> Refusal<'a> {
    /// 401 with this challenge.
    pub fn challenge(challenge: &'a Challenge) -> Self {
        Refusal { code: 401, challenge: Some(challenge), warning: "" }
    }
}

impl From<u16> for Refusal<'_> {
    fn from(code: u16) -> Self {
        Refusal { code, ..Refusal::default() }
    }
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
