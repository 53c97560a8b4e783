//! What is remembered of a leg.

use super::dialog::Dialog;
use super::words::CallEnded;
use crate::id::NodeId;
use crate::sip::digest::Session;
use crate::sip::message::{Body, Message};
use crate::sip::transaction::{ClientId, InviteClientId, InviteServerId, Resend};
use crate::sip::{CallTimer, Transport};
use crate::time::Instant;
use std::sync::Arc;

/// How far a leg is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Our INVITE has no final answer.
    Calling,
    /// The same, and it was cancelled.
    Cancelling,
    /// Their INVITE has no final answer.
    Ringing,
    /// It was answered; the ACK has not come.
    Answered,
    /// The call stands.
    Standing,
    /// Our BYE has no answer.
    Ending,
}

/// An INVITE of ours that has no final answer.
#[derive(Clone, Debug)]
pub(super) struct Ours {
    pub(super) id: InviteClientId,
    pub(super) cseq: u32,
    /// To be sent again after a challenge or a glare.
    pub(super) body: Option<Body>,
    /// The ACK proves who we are with the same line (RFC 3261 22.1).
    pub(super) authorization: String,
}

/// A success of the far end that has no ACK yet: its owner's media description is to go with it.
#[derive(Clone, Debug)]
pub(super) struct Unacknowledged {
    pub(super) cseq: u32,
    pub(super) authorization: String,
}

/// The last ACK to a success; sent again when the success comes again.
#[derive(Clone, Debug)]
pub(super) struct SentAck {
    pub(super) cseq: u32,
    pub(super) bytes: Arc<[u8]>,
}

/// An INVITE of theirs: not answered, or with success and without its ACK.
#[derive(Clone, Debug)]
pub(super) struct Theirs {
    pub(super) id: InviteServerId,
    pub(super) from: NodeId,
    pub(super) request: Box<Message>,
    /// The success, sent again until the ACK comes, and when it is given up.
    pub(super) success: Option<(Resend, Instant)>,
}

impl Theirs {
    pub(super) fn is_answered(&self) -> bool {
        self.success.is_some()
    }
}

/// A leg.
#[derive(Clone, Debug)]
pub(super) struct Leg {
    pub(super) handle: Option<u32>,
    pub(super) far: NodeId,
    pub(super) transport: Transport,
    pub(super) phase: Phase,
    /// Whether the Call-ID is ours: that end waits longer after a glare.
    pub(super) called_first: bool,
    pub(super) dialog: Dialog,
    pub(super) contact: Box<str>,
    pub(super) session: Option<Box<Session>>,
    pub(super) ours: Option<Ours>,
    pub(super) unacknowledged: Option<Unacknowledged>,
    pub(super) ack: Option<SentAck>,
    pub(super) theirs: Option<Theirs>,
    /// A re-INVITE that met another: when it is tried again.
    pub(super) later: Option<(Instant, Option<Body>)>,
    /// Timer C: when an INVITE, ours or theirs, has waited long enough.
    pub(super) rings_until: Instant,
    /// When the far end is told once more that the call rings.
    pub(super) rings_again: Instant,
    /// What we said of our media last.
    pub(super) said: Option<Body>,
    /// When the far end of a standing call is to be looked after, or has been silent too long.
    pub(super) fresh_until: Instant,
    pub(super) bye: Option<ClientId>,
    /// Hung up before the ACK came: BYE follows it (RFC 3261 15).
    pub(super) hangs_up: bool,
    /// What will be told once the far end has heard of the end.
    pub(super) why: CallEnded,
    /// Tags of other ends that answered our INVITE too, and were sent away.
    pub(super) forks: Vec<Box<str>>,
    /// The next moment at which something happens.
    pub(super) due: Instant,
}

impl Leg {
    /// A leg of which nothing is known but its far end.
    pub(super) fn new(far: NodeId, transport: Transport, phase: Phase, dialog: Dialog) -> Self {
        Leg {
            handle: None,
            far,
            transport,
            phase,
            called_first: phase == Phase::Calling,
            dialog,
            contact: Box::default(),
            session: None,
            ours: None,
            unacknowledged: None,
            ack: None,
            theirs: None,
            later: None,
            rings_until: Instant::FAR_FUTURE,
            rings_again: Instant::FAR_FUTURE,
            said: None,
            fresh_until: Instant::FAR_FUTURE,
            bye: None,
            hangs_up: false,
            why: CallEnded::Local,
            forks: Vec::new(),
            due: Instant::FAR_FUTURE,
        }
    }

    /// Whether an INVITE of ours is under way, up to its ACK.
    pub(super) fn invites(&self) -> bool {
        self.ours.is_some() || self.unacknowledged.is_some()
    }

    /// Whether an INVITE of theirs waits for our answer.
    pub(super) fn is_asked(&self) -> bool {
        self.theirs.as_ref().is_some_and(|theirs| !theirs.is_answered())
    }

    /// What happens next, and when.
    pub(super) fn next(&self) -> (Instant, CallTimer) {
        let success = self.theirs.as_ref().and_then(|theirs| theirs.success.as_ref());
        let (again, gives_up) = success
            .map_or((Instant::FAR_FUTURE, Instant::FAR_FUTURE), |(resend, gives_up)| {
                (resend.at(), *gives_up)
            });
        let later = self.later.as_ref().map_or(Instant::FAR_FUTURE, |(at, _)| *at);
        let all = [
            (gives_up, CallTimer::H),
            (self.rings_until, CallTimer::C),
            (again, CallTimer::Success),
            (self.rings_again, CallTimer::Ringing),
            (later, CallTimer::Glare),
            (self.fresh_until, CallTimer::Session),
        ];
        let first = all.into_iter().min_by_key(|(at, _)| *at);
        first.unwrap_or((Instant::FAR_FUTURE, CallTimer::H))
    }

    /// Nothing rings any more.
    pub(super) fn stops_ringing(&mut self) {
        self.rings_until = Instant::FAR_FUTURE;
        self.rings_again = Instant::FAR_FUTURE;
    }
}
