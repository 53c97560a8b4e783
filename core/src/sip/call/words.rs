//! What calls and their owner say to each other.

use crate::id::NodeId;
use crate::limits::LimitReached;
use crate::sip::Transport;
use crate::sip::digest::Credentials;
use crate::sip::message::Body;
use crate::sip::slab::Key;
use crate::sip::watcher::Party;
use std::sync::Arc;

/// One leg of a call: a dialog with one far end, also before it is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LegId(pub(in crate::sip) Key);

/// A call to be placed.
#[derive(Clone, Copy, Debug)]
pub struct Invite<'a> {
    /// The node that gets the INVITE: the far end, or a proxy before it.
    pub far: NodeId,
    /// How messages travel there.
    pub transport: Transport,
    /// Who is called.
    pub to: Party<'a>,
    /// The URI that the INVITE is sent to, where it is another than that of `to`: the Contact of a
    /// registration, with all its parameters (RFC 3261 16.6).
    pub target: Option<&'a str>,
    /// Who calls.
    pub from: Party<'a>,
    /// The caller's name, for the far end's display; none when empty.
    pub display: &'a str,
    /// The media description offered. Without one the far end offers with its answer, and waits
    /// for [`Calls::acknowledge`](super::Calls::acknowledge).
    pub body: Option<&'a Body>,
    /// What a challenge is answered with; without it a challenge is a refusal.
    pub credentials: Option<&'a Arc<Credentials>>,
}

/// What a message that came is to the owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallHeard {
    /// A call comes in; the message tells the number called, the caller and what is offered.
    /// [`Calls::adopt`](super::Calls::adopt) it, or refuse it. Then `ring`, `answer` or `refuse`.
    Incoming(LegId),
    /// The far end of a standing call wants its media otherwise (RFC 3261 14.2), as the body of the
    /// message says: `answer` or `refuse`, now or later. A refusal leaves the call as it was.
    Reinvite {
        /// The leg.
        leg: LegId,
        /// Its owner's number, if it was adopted.
        handle: Option<u32>,
    },
    /// A phone says by itself whether it is off the hook without a call (NOTIFY of its dialogs).
    Hook {
        /// Whether it is.
        off: bool,
    },
    /// Nothing to decide.
    Done,
}

/// What a leg tells its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallNews {
    /// Our INVITE has a provisional answer beyond 100: 180 rings, 183 has media already.
    Progress {
        /// The code, 101 to 199.
        code: u16,
        /// Media description.
        body: Option<Body>,
    },
    /// Our INVITE was answered; the call stands.
    Answered {
        /// Media description: the answer, or the offer where we made none.
        body: Option<Body>,
        /// Whether the far end waits for [`Calls::acknowledge`](super::Calls::acknowledge).
        owes_ack: bool,
    },
    /// The far end has our answer to its INVITE or re-INVITE (ACK); the call stands.
    Confirmed {
        /// Media description, where the answer was an offer.
        body: Option<Body>,
    },
    /// Our re-INVITE was accepted.
    Changed {
        /// Media description.
        body: Option<Body>,
        /// Whether the far end waits for [`Calls::acknowledge`](super::Calls::acknowledge).
        owes_ack: bool,
    },
    /// Our re-INVITE was refused with this code; the call stands as before. 491 is not told: it is
    /// tried again by itself.
    ChangeRefused {
        /// The code.
        code: u16,
    },
    /// The far end took its re-INVITE back before it was answered.
    ChangeWithdrawn,
    /// The leg is over; it comes exactly once, and the id is free.
    Ended(CallEnded),
}

/// Why a leg is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallEnded {
    /// Our INVITE was refused. 401 and 407: there were no credentials, or they did not pass.
    Refused {
        /// The code, 300 or above.
        code: u16,
        /// Retry-After, in seconds.
        retry_after: Option<u32>,
    },
    /// Nobody answered our INVITE (timer B).
    NoAnswer,
    /// It rang too long ([`crate::limits::CALL_RINGING_SECONDS`]).
    RangTooLong,
    /// The caller gave up before the call was answered (CANCEL).
    Cancelled,
    /// The far end hung up (BYE).
    HungUp,
    /// We did: cancelled, refused or hung up.
    Local,
    /// The far end never acknowledged our answer (timer H).
    NoAck,
    /// The far end knows nothing of the call any more, or is silent.
    Lost,
    /// Our request could not be sent.
    TransportFailed,
}

/// Why a re-INVITE cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CannotChange {
    /// The call does not stand.
    NotStanding,
    /// Another INVITE of the leg is under way, ours or theirs (RFC 3261 14.1). Try again with the
    /// next news of the leg.
    Pending,
    /// Too many requests under way.
    Limit(LimitReached),
}
