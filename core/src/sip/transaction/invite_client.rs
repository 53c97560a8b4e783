//! INVITEs under way (RFC 3261 17.1.1, RFC 6026 7.2), and their CANCELs (RFC 3261 9.1): all of them,
//! and when something happens to one. `invite_state` has what happens.

use super::invite_state::{Cancel, Invite, Phase};
use super::resend::Resend;
use crate::id::NodeId;
use crate::limits::{self, LimitReached};
use crate::sip::call_action::{CallAction, CallTimer};
use crate::sip::deadlines::Deadlines;
use crate::sip::message::{Message, Method};
use crate::sip::slab::{Key, Slab};
use crate::sip::{SipTimers, Transport};
use crate::time::Instant;
use std::sync::Arc;

/// An INVITE under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InviteClientId(Key);

impl InviteClientId {
    /// What stands in the branch of the request, after the cookie.
    pub fn branch(self) -> u64 {
        self.0.to_token()
    }
}

/// An answer that its owner must see: a provisional one, a final one that is no success (once), a
/// success (each time it comes: the ACK to it is the owner's).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InviteAnswered {
    /// The request.
    pub id: InviteClientId,
    /// What was given to [`InviteClients::open`].
    pub owner: u64,
    /// The code.
    pub code: u16,
}

/// An INVITE that had no final answer: before timer B, or within 64 T1 of its CANCEL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InviteLost {
    /// The request; its id is free now.
    pub id: InviteClientId,
    /// What was given to [`InviteClients::open`].
    pub owner: u64,
}

/// All INVITEs of one node that wait for an answer, or for its repetitions.
#[derive(Clone, Debug, Default)]
pub struct InviteClients {
    invites: Slab<Invite>,
    deadlines: Deadlines,
}

impl InviteClients {
    /// Makes room for an INVITE, whose branch must be known before its bytes are. `stamp` is random.
    ///
    /// # Errors
    /// Too many under way.
    pub fn open(&mut self, stamp: u32, owner: u64) -> Result<InviteClientId, LimitReached> {
        limits::TRANSACTIONS.check(self.invites.len() + 1)?;
        let invite = Invite {
            owner,
            to: NodeId(0),
            transport: Transport::Udp,
            phase: Phase::Calling,
            invite: Resend::never(Arc::new([])),
            cancel: Cancel::No,
            ends: Instant::FAR_FUTURE,
            next: Instant::FAR_FUTURE,
        };
        Ok(InviteClientId(self.invites.insert(stamp, invite)))
    }

    /// Sends the INVITE for the first time and starts timers A (T1) and B (64 T1).
    #[expect(clippy::too_many_arguments, reason = "the same as of other requests, and a transport")]
    pub fn send(
        &mut self,
        now: Instant,
        id: InviteClientId,
        to: NodeId,
        transport: Transport,
        bytes: Arc<[u8]>,
        timers: &SipTimers,
        out: &mut Vec<CallAction>,
    ) {
        let Some(invite) = self.invites.get_mut(id.0) else { return };
        (invite.to, invite.transport) = (to, transport);
        invite.ends = now + timers.sixty_four_t1();
        invite.invite = invite.sent(now, Arc::clone(&bytes), timers.t1);
        out.push(CallAction::Send { to, bytes });
        self.schedule(id);
    }

    /// Takes the INVITE back: at once where the far end has shown that it knows it, otherwise as
    /// soon as it does. The final answer comes all the same, 487 as a rule; if none comes within
    /// 64 T1 the INVITE is lost.
    pub fn cancel(
        &mut self,
        now: Instant,
        id: InviteClientId,
        timers: &SipTimers,
        out: &mut Vec<CallAction>,
    ) {
        let Some(invite) = self.invites.get_mut(id.0) else { return };
        match (&invite.phase, &invite.cancel) {
            (Phase::Calling, Cancel::No) => invite.cancel = Cancel::Wanted,
            (Phase::Proceeding, Cancel::No) => invite.cancel_now(now, timers, out),
            _ => {}
        }
        self.schedule(id);
    }

    /// Takes an answer to an INVITE or a CANCEL. `None` for one that is of no interest to the owner,
    /// and for one that belongs to no request here.
    pub fn receive(
        &mut self,
        now: Instant,
        answer: &Message,
        timers: &SipTimers,
        out: &mut Vec<CallAction>,
    ) -> Option<InviteAnswered> {
        let code = answer.status()?;
        let id = InviteClientId(Key::from_token(answer.own_branch()?));
        let invite = self.invites.get_mut(id.0)?;
        let news = match answer.method() {
            Method::Invite => invite.answered(now, code, answer, timers, out),
            Method::Cancel => {
                // Only that it arrived matters; what became of the INVITE says its own answer.
                if let Cancel::Sent(resend) = &mut invite.cancel {
                    resend.stop();
                }
                false
            }
            _ => false,
        };
        let owner = invite.owner;
        self.schedule(id);
        news.then_some(InviteAnswered { id, owner, code })
    }

    /// Nobody waits for the answer any more. It is acknowledged still, for 64 T1 at most.
    pub fn release(&mut self, now: Instant, id: InviteClientId, timers: &SipTimers) {
        let Some(invite) = self.invites.get_mut(id.0) else { return };
        invite.invite.stop();
        invite.ends = invite.ends.min(now + timers.sixty_four_t1());
        self.schedule(id);
    }

    /// Forgets an INVITE in silence.
    pub fn forget(&mut self, id: InviteClientId) {
        self.invites.remove(id.0);
        self.prune();
    }

    /// Forgets all in silence.
    pub fn clear(&mut self) {
        self.invites.clear();
        self.deadlines.clear();
    }

    /// Sends again what is due, and gives the first INVITE up that has no answer. Call it until it
    /// gives `None`.
    pub fn tick(
        &mut self,
        now: Instant,
        timers: &SipTimers,
        out: &mut Vec<CallAction>,
    ) -> Option<InviteLost> {
        while let Some((at, key)) = self.deadlines.pop_due(now) {
            let Some(invite) = self.invites.get_mut(key).filter(|i| i.next == at) else { continue };
            if at < invite.ends {
                // Timer A doubles without end (RFC 3261 17.1.1.2), timer E up to T2.
                let forever = timers.sixty_four_t1();
                invite.invite.due(at, invite.to, forever, CallTimer::A, out);
                if let Cancel::Sent(resend) = &mut invite.cancel {
                    resend.due(at, invite.to, timers.t2, CallTimer::E, out);
                }
                self.schedule(InviteClientId(key));
                continue;
            }
            let (timer, lost) = match invite.phase {
                Phase::Calling | Phase::Proceeding => (CallTimer::B, true),
                Phase::Completed(_) => (CallTimer::D, false),
                Phase::Accepted => (CallTimer::M, false),
            };
            let owner = invite.owner;
            self.forget(InviteClientId(key));
            out.push(CallAction::TimerFired(timer));
            if lost {
                return Some(InviteLost { id: InviteClientId(key), owner });
            }
        }
        self.prune();
        None
    }

    /// When to call [`InviteClients::tick`] next, and why.
    pub fn next_at(&self) -> Option<(Instant, CallTimer)> {
        let (at, key) = self.deadlines.first()?;
        let invite = self.invites.get(key)?;
        let timer = match invite.phase {
            _ if at < invite.invite.at().min(invite.ends) => CallTimer::E,
            _ if at < invite.ends => CallTimer::A,
            Phase::Calling | Phase::Proceeding => CallTimer::B,
            Phase::Completed(_) => CallTimer::D,
            Phase::Accepted => CallTimer::M,
        };
        Some((at, timer))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.invites.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn schedule(&mut self, id: InviteClientId) {
        if let Some(invite) = self.invites.get_mut(id.0) {
            let before = invite.next;
            let next = invite.reckon();
            if next != before {
                self.deadlines.set(next, id.0);
            }
        }
        self.prune();
    }

    fn prune(&mut self) {
        let invites = &self.invites;
        self.deadlines.prune(invites.len(), &|key| invites.get(key).map(|invite| invite.next));
    }
}
