//! One INVITE of ours: what its answers and its CANCEL do to it.
//!
//! ```text
//!            1xx               2xx
//!  Calling ------> Proceeding ------> Accepted (M) --> gone
//!    | B               | 300 to 699
//!    v                 v
//!  lost            Completed (D): each repeated answer is acknowledged again
//! ```

use super::resend::Resend;
use crate::id::NodeId;
use crate::sip::call_action::CallAction;
use crate::sip::message::{self, Message};
use crate::sip::{SipTimers, Transport};
use crate::time::{Duration, Instant};
use std::sync::Arc;

/// How far an INVITE is.
#[derive(Clone, Debug)]
pub(super) enum Phase {
    Calling,
    Proceeding,
    /// Refused, and acknowledged with this.
    Completed(Arc<[u8]>),
    Accepted,
}

/// Whether it is taken back.
#[derive(Clone, Debug)]
pub(super) enum Cancel {
    No,
    /// As soon as the far end has shown that it knows the INVITE (RFC 3261 9.1).
    Wanted,
    Sent(Resend),
}

/// An INVITE of ours.
#[derive(Clone, Debug)]
pub(super) struct Invite {
    pub(super) owner: u64,
    pub(super) to: NodeId,
    pub(super) transport: Transport,
    pub(super) phase: Phase,
    /// Timer A.
    pub(super) invite: Resend,
    pub(super) cancel: Cancel,
    /// Timer B, D or M.
    pub(super) ends: Instant,
    /// The next moment at which something happens.
    pub(super) next: Instant,
}

impl Invite {
    /// The next moment at which something happens.
    pub(super) fn reckon(&mut self) -> Instant {
        let cancel = match &self.cancel {
            Cancel::Sent(resend) => resend.at(),
            _ => Instant::FAR_FUTURE,
        };
        self.next = self.ends.min(self.invite.at()).min(cancel);
        self.next
    }

    /// A message that goes out now, and again where the transport loses some.
    pub(super) fn sent(&self, now: Instant, bytes: Arc<[u8]>, t1: Duration) -> Resend {
        match self.transport.is_reliable() {
            true => Resend::never(bytes),
            false => Resend::new(now, bytes, t1),
        }
    }

    /// Sends the CANCEL.
    pub(super) fn cancel_now(
        &mut self,
        now: Instant,
        timers: &SipTimers,
        out: &mut Vec<CallAction>,
    ) {
        let Ok(invite) = Message::parse(self.invite.bytes()) else { return };
        let mut bytes = Vec::new();
        message::put_cancel(&invite, &mut bytes);
        let bytes: Arc<[u8]> = bytes.into();
        out.push(CallAction::Send { to: self.to, bytes: Arc::clone(&bytes) });
        self.cancel = Cancel::Sent(self.sent(now, bytes, timers.t1));
        self.ends = now + timers.sixty_four_t1();
    }

    /// Acknowledges a refusal and waits for its repetitions (timer D).
    fn refused(
        &mut self,
        now: Instant,
        answer: &Message,
        timers: &SipTimers,
        out: &mut Vec<CallAction>,
    ) {
        let mut ack = Vec::new();
        if let Ok(invite) = Message::parse(self.invite.bytes()) {
            message::put_ack(&invite, answer, &mut ack);
        }
        let bytes: Arc<[u8]> = ack.into();
        self.acknowledge(&bytes, out);
        let reliable = self.transport.is_reliable();
        self.ends = if reliable { now } else { now + timers.sixty_four_t1() };
        self.over(Phase::Completed(bytes));
    }

    /// Sends the ACK. There is none to an INVITE longer than any message can be read.
    fn acknowledge(&self, ack: &Arc<[u8]>, out: &mut Vec<CallAction>) {
        if !ack.is_empty() {
            out.push(CallAction::Send { to: self.to, bytes: Arc::clone(ack) });
        }
    }

    /// A final answer came: nothing of the request is sent again.
    fn over(&mut self, phase: Phase) {
        self.phase = phase;
        self.invite.stop();
        self.cancel = Cancel::No;
    }

    /// What an answer to an INVITE changes; whether its owner shall know.
    pub(super) fn answered(
        &mut self,
        now: Instant,
        code: u16,
        answer: &Message,
        timers: &SipTimers,
        out: &mut Vec<CallAction>,
    ) -> bool {
        let waits = matches!(self.phase, Phase::Calling | Phase::Proceeding);
        match (code, &self.phase) {
            (..200, Phase::Calling) => {
                self.phase = Phase::Proceeding;
                self.invite.stop();
                self.ends = Instant::FAR_FUTURE;
                if matches!(self.cancel, Cancel::Wanted) {
                    self.cancel_now(now, timers, out);
                }
                true
            }
            (..200, Phase::Proceeding) => true,
            (200..300, Phase::Accepted) => true,
            (200..300, _) if waits => {
                self.ends = now + timers.sixty_four_t1();
                self.over(Phase::Accepted);
                true
            }
            (300.., Phase::Completed(ack)) => {
                self.acknowledge(ack, out);
                false
            }
            (300.., _) if waits => {
                self.refused(now, answer, timers, out);
                true
            }
            _ => false,
        }
    }
}
