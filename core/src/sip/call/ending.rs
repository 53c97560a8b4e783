//! How legs end: CANCEL, BYE from here, BYE from there, a transport that fails.

use super::leg::{Leg, Phase};
use super::words::{CallEnded, CallNews, LegId};
use super::{Calls, Came};
use crate::gather::Gather;
use crate::id::NodeId;
use crate::sip::CallAction;
use crate::sip::message::Message;
use crate::sip::slab::Key;
use crate::sip::transaction::{Answered, Lost};
use crate::time::Instant;

impl Calls {
    /// Ends a leg, whatever it does: CANCEL while our INVITE has no answer, 480 to a call that came
    /// in and rings, BYE in one that stands. [`CallNews::Ended`] with [`CallEnded::Local`] follows,
    /// unless the far end was faster.
    pub fn hang_up(&mut self, now: Instant, id: LegId, out: &mut Vec<CallAction>) {
        self.end(now, id.0, CallEnded::Local, out);
        self.settle(id.0);
    }

    /// Ends a leg; `why` is told.
    pub(super) fn end(
        &mut self,
        now: Instant,
        key: Key,
        why: CallEnded,
        out: &mut Vec<CallAction>,
    ) {
        let timers = self.endpoint.timers;
        let Some(leg) = self.legs.get_mut(key) else { return };
        match leg.phase {
            Phase::Calling => {
                (leg.phase, leg.why) = (Phase::Cancelling, why);
                leg.stops_ringing();
                if let Some(ours) = &leg.ours {
                    self.invites.cancel(now, ours.id, &timers, out);
                }
            }
            Phase::Ringing => {
                self.refuse_pending(now, key, 480.into(), out);
                self.finish(now, key, why, out);
            }
            // The caller must have our answer before it has our BYE (RFC 3261 15).
            Phase::Answered => (leg.hangs_up, leg.why) = (true, why),
            Phase::Standing => {
                self.acknowledge(LegId(key), None, out);
                self.send_bye(now, key, why, out);
            }
            Phase::Cancelling | Phase::Ending => {}
        }
    }

    /// BYE (RFC 3261 15.1.2).
    pub(super) fn on_bye(&mut self, came: Came, message: &Message, out: &mut Vec<CallAction>) {
        let key = self.leg_of(message);
        let Some((key, leg)) = key.and_then(|key| Some((key, self.legs.get_mut(key)?))) else {
            return self.answer_code(came, message, 481, out);
        };
        if message.cseq() <= leg.dialog.remote_cseq {
            return self.answer_code(came, message, 500, out);
        }
        leg.dialog.remote_cseq = message.cseq();
        let why = match leg.phase {
            Phase::Ringing => CallEnded::Cancelled,
            Phase::Cancelling | Phase::Ending => leg.why,
            Phase::Answered if leg.hangs_up => leg.why,
            // While our INVITE has no answer: their answer was lost, and their patience is over.
            Phase::Calling | Phase::Answered | Phase::Standing => CallEnded::HungUp,
        };
        self.answer_code(came, message, 200, out);
        self.refuse_pending(came.now, key, 487.into(), out);
        self.finish(came.now, key, why, out);
    }

    /// The answer to our BYE. Whatever it says, the call is over (RFC 3261 15.1.1), unless it is a
    /// challenge that can be met.
    pub(super) fn on_bye_answer(
        &mut self,
        now: Instant,
        answered: Answered,
        message: &Message,
        out: &mut Vec<CallAction>,
    ) {
        if self.hook_answered(answered.id) {
            return;
        }
        let key = Key::from_token(answered.owner);
        let ours = |leg: &&mut Leg| leg.bye == Some(answered.id);
        let Some(leg) = self.legs.get_mut(key).filter(ours) else { return };
        (leg.bye, leg.phase) = (None, Phase::Ending);
        let why = leg.why;
        match leg.session.as_mut().is_some_and(|session| session.challenged(message)) {
            true => self.send_bye(now, key, why, out),
            false => self.finish(now, key, why, out),
        }
    }

    /// Nobody answered our BYE (timer F).
    pub(super) fn on_bye_lost(&mut self, now: Instant, lost: Lost, out: &mut Vec<CallAction>) {
        if self.hook_lost(lost.id) {
            return;
        }
        let key = Key::from_token(lost.owner);
        let Some(leg) = self.legs.get(key).filter(|leg| leg.bye == Some(lost.id)) else { return };
        let why = leg.why;
        self.finish(now, key, why, out);
    }

    /// Nothing can be sent to `far` at the moment: it refuses the connection, its link is down. What
    /// waits for an answer from there will have none; a call that stands is not touched, for its
    /// media may go another way.
    pub fn transport_failed(&mut self, now: Instant, far: NodeId, out: &mut Vec<CallAction>) {
        let keys: Vec<Key> = self.legs.keys().gather();
        for key in keys {
            let Some(leg) = self.legs.get_mut(key).filter(|leg| leg.far == far) else { continue };
            let why = leg.why;
            match leg.phase {
                Phase::Calling => self.finish(now, key, CallEnded::TransportFailed, out),
                Phase::Cancelling | Phase::Ending => self.finish(now, key, why, out),
                Phase::Standing => {
                    let Some(ours) = leg.ours.take() else { continue };
                    leg.stops_ringing();
                    self.invites.forget(ours.id);
                    // As if the far end had said so (RFC 3261 8.1.3.1).
                    self.tell(key, CallNews::ChangeRefused { code: 503 }, out);
                }
                Phase::Ringing | Phase::Answered => {}
            }
            self.settle(key);
        }
    }

    /// Frees a leg and tells its end.
    pub(super) fn finish(
        &mut self,
        now: Instant,
        key: Key,
        why: CallEnded,
        out: &mut Vec<CallAction>,
    ) {
        let timers = self.endpoint.timers;
        self.tell(key, CallNews::Ended(why), out);
        let Some(leg) = self.remove(key) else { return };
        self.endpoint.drop_request(leg.bye);
        if let Some(ours) = leg.ours {
            self.invites.release(now, ours.id, &timers);
        }
    }

    /// Takes a leg out.
    pub(super) fn remove(&mut self, key: Key) -> Option<Leg> {
        let leg = self.legs.remove(key)?;
        let name = leg.dialog.name();
        if self.called.get(&name) == Some(&key.to_token()) {
            self.called.remove(&name);
        }
        Some(leg)
    }
}
