//! INVITEs that came (RFC 3261 17.2.1, RFC 6026 7.1).
//!
//! ```text
//!               2xx
//!  Proceeding --------> Accepted (L) --> gone
//!      | 300 to 699
//!      v          ACK
//!  Completed ---------> Confirmed (I) --> gone
//!      | H
//!      v
//!    gone
//! ```

use super::resend::Resend;
use crate::id::NodeId;
use crate::limits::{self, LimitReached};
use crate::lookup::LookupMap;
use crate::sip::call_action::{CallAction, CallTimer};
use crate::sip::deadlines::Deadlines;
use crate::sip::message::{self, Message, Method};
use crate::sip::slab::{Key, Slab};
use crate::sip::{SipTimers, Transport};
use crate::time::Instant;
use std::sync::Arc;

/// An INVITE that came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InviteServerId(Key);

/// What an INVITE or an ACK is to the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InviteReceived {
    /// A new INVITE: [`InviteServers::open`], then [`InviteServers::answer`].
    Fresh,
    /// An INVITE that came before: send the last answer again.
    Retransmission(Arc<[u8]>),
    /// Nothing to do.
    Absorb,
    /// An ACK that belongs to no refusal: to a success, which is its dialog's affair.
    Ack,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Proceeding,
    Accepted,
    Completed,
    Confirmed,
}

#[derive(Clone, Debug)]
struct Invite {
    owner: u64,
    from: NodeId,
    transport: Transport,
    key: Arc<[u8]>,
    phase: Phase,
    /// The last answer, and timer G.
    answer: Option<Resend>,
    /// Timer H, I or L.
    ends: Instant,
    /// The next moment at which something happens.
    next: Instant,
}

/// All INVITEs that one node answers or has answered not long ago.
#[derive(Clone, Debug, Default)]
pub struct InviteServers {
    invites: Slab<Invite>,
    /// Tokens of keys, so that there is one kind of such a map in the page.
    keys: LookupMap<Arc<[u8]>, u64>,
    deadlines: Deadlines,
    scratch: Vec<u8>,
}

impl InviteServers {
    fn key_of(&mut self, request: &Message) -> Option<Key> {
        self.scratch.clear();
        message::invite_key(request, &mut self.scratch);
        self.keys.get(self.scratch.as_slice()).map(|token| Key::from_token(*token))
    }

    /// Tells a new INVITE from one that comes again, and takes an ACK.
    pub fn receive(
        &mut self,
        now: Instant,
        request: &Message,
        timers: &SipTimers,
    ) -> InviteReceived {
        let ack = request.method() == Method::Ack;
        let key = self.key_of(request);
        let Some((key, invite)) = key.and_then(|key| Some((key, self.invites.get_mut(key)?)))
        else {
            return if ack { InviteReceived::Ack } else { InviteReceived::Fresh };
        };
        match (ack, invite.phase) {
            (true, Phase::Completed) => {
                invite.phase = Phase::Confirmed;
                let reliable = invite.transport.is_reliable();
                invite.ends = if reliable { now } else { now + timers.t4 };
                if let Some(answer) = &mut invite.answer {
                    answer.stop();
                }
                self.schedule(key);
                InviteReceived::Absorb
            }
            (true, Phase::Accepted) => InviteReceived::Ack,
            (true, _) | (false, Phase::Accepted | Phase::Confirmed) => InviteReceived::Absorb,
            (false, Phase::Proceeding | Phase::Completed) => match &invite.answer {
                Some(answer) => InviteReceived::Retransmission(Arc::clone(answer.bytes())),
                None => InviteReceived::Absorb,
            },
        }
    }

    /// Keeps a new INVITE. `stamp` is random, `owner` comes back with its CANCEL.
    ///
    /// # Errors
    /// Too many at a time.
    pub fn open(
        &mut self,
        request: &Message,
        stamp: u32,
        from: NodeId,
        transport: Transport,
        owner: u64,
    ) -> Result<InviteServerId, LimitReached> {
        limits::TRANSACTIONS.check(self.invites.len() + 1)?;
        self.scratch.clear();
        message::invite_key(request, &mut self.scratch);
        let name: Arc<[u8]> = Arc::from(self.scratch.as_slice());
        let invite = Invite {
            owner,
            from,
            transport,
            key: Arc::clone(&name),
            phase: Phase::Proceeding,
            answer: None,
            ends: Instant::FAR_FUTURE,
            next: Instant::FAR_FUTURE,
        };
        let key = self.invites.insert(stamp, invite);
        self.keys.insert(name, key.to_token());
        Ok(InviteServerId(key))
    }

    /// Answers. A refusal is sent again until its ACK comes (timers G, H); a success is not: that is
    /// its owner's affair (RFC 3261 13.3.1.4).
    pub fn answer(
        &mut self,
        now: Instant,
        id: InviteServerId,
        code: u16,
        bytes: Arc<[u8]>,
        timers: &SipTimers,
        out: &mut Vec<CallAction>,
    ) {
        let Some(invite) = self.invites.get_mut(id.0) else { return };
        if invite.phase != Phase::Proceeding {
            return;
        }
        out.push(CallAction::Send { to: invite.from, bytes: Arc::clone(&bytes) });
        let again = code >= 300 && !invite.transport.is_reliable();
        invite.answer = Some(match again {
            true => Resend::new(now, bytes, timers.t1),
            false => Resend::never(bytes),
        });
        if code >= 200 {
            invite.phase = if code < 300 { Phase::Accepted } else { Phase::Completed };
            invite.ends = now + timers.sixty_four_t1();
        }
        self.schedule(id.0);
    }

    /// Sends the last provisional answer once more (RFC 3261 13.3.1.1).
    pub fn repeat(&self, id: InviteServerId, out: &mut Vec<CallAction>) {
        let Some(invite) = self.invites.get(id.0) else { return };
        if let Some(answer) = &invite.answer {
            out.push(CallAction::Send { to: invite.from, bytes: Arc::clone(answer.bytes()) });
        }
    }

    /// The owner of the INVITE that a CANCEL means (RFC 3261 9.2); `None` where there is none.
    pub fn cancelled(&mut self, cancel: &Message) -> Option<u64> {
        let key = self.key_of(cancel)?;
        self.invites.get(key).map(|invite| invite.owner)
    }

    /// Sends again what is due and forgets what is over.
    pub fn tick(&mut self, now: Instant, timers: &SipTimers, out: &mut Vec<CallAction>) {
        while let Some((at, key)) = self.deadlines.pop_due(now) {
            let Some(invite) = self.invites.get_mut(key).filter(|i| i.next == at) else { continue };
            if at >= invite.ends {
                out.push(CallAction::TimerFired(invite.ending()));
                self.forget(key);
                continue;
            }
            if let Some(answer) = &mut invite.answer {
                answer.due(at, invite.from, timers.t2, CallTimer::G, out);
            }
            self.schedule(key);
        }
        self.prune();
    }

    /// When to call [`InviteServers::tick`] next, and why.
    pub fn next_at(&self) -> Option<(Instant, CallTimer)> {
        let (at, key) = self.deadlines.first()?;
        let invite = self.invites.get(key)?;
        Some((at, if at < invite.ends { CallTimer::G } else { invite.ending() }))
    }

    /// Forgets all in silence.
    pub fn clear(&mut self) {
        self.invites.clear();
        self.keys.clear();
        self.deadlines.clear();
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.invites.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn forget(&mut self, key: Key) {
        let Some(invite) = self.invites.remove(key) else { return };
        if self.keys.get(&invite.key) == Some(&key.to_token()) {
            self.keys.remove(&invite.key);
        }
    }

    fn schedule(&mut self, key: Key) {
        if let Some(invite) = self.invites.get_mut(key) {
            let before = invite.next;
            let again = invite.answer.as_ref().map_or(Instant::FAR_FUTURE, Resend::at);
            invite.next = invite.ends.min(again);
            if invite.next != before {
                self.deadlines.set(invite.next, key);
            }
        }
        self.prune();
    }

    fn prune(&mut self) {
        let invites = &self.invites;
        self.deadlines.prune(invites.len(), &|key| invites.get(key).map(|invite| invite.next));
    }
}

impl Invite {
    /// The timer with which it ends.
    fn ending(&self) -> CallTimer {
        match self.phase {
            Phase::Confirmed => CallTimer::I,
            Phase::Accepted => CallTimer::L,
            Phase::Proceeding | Phase::Completed => CallTimer::H,
        }
    }
}
