//! Their INVITEs: calls that come in and changes of those that stand (RFC 3261 13.3, 14.2), their
//! ACKs and CANCELs.

use super::dialog::Dialog;
use super::leg::{Leg, Phase, Theirs};
use super::words::{CallEnded, CallHeard, CallNews, LegId};
use super::{Calls, Came, NOBODY, patience};
use crate::limits;
use crate::sip::CallAction;
use crate::sip::message::{Body, CallAnswerParts, Message, ResponseParts};
use crate::sip::slab::Key;
use crate::sip::text::HexText;
use crate::sip::transaction::InviteReceived;
use crate::time::Instant;
use std::sync::Arc;

impl Calls {
    /// An INVITE or an ACK.
    pub(super) fn on_invite(
        &mut self,
        came: Came,
        message: &Message,
        out: &mut Vec<CallAction>,
    ) -> CallHeard {
        let timers = self.endpoint.timers;
        match self.servers.receive(came.now, message, &timers) {
            InviteReceived::Absorb => CallHeard::Done,
            InviteReceived::Retransmission(bytes) => {
                out.push(CallAction::Send { to: came.from, bytes });
                CallHeard::Done
            }
            InviteReceived::Ack => {
                self.on_ack(came.now, message, out);
                CallHeard::Done
            }
            InviteReceived::Fresh if message.to_tag().is_some() => {
                self.on_reinvite(came, message, out)
            }
            InviteReceived::Fresh => self.on_call(came, message, out),
        }
    }

    /// An INVITE outside any dialog.
    fn on_call(&mut self, came: Came, message: &Message, out: &mut Vec<CallAction>) -> CallHeard {
        let judged = screen(message).and_then(|dialog| {
            let room = limits::CALL_LEGS.check(self.legs.len() + 1);
            room.map(|()| dialog).map_err(|_| 503)
        });
        let dialog = match judged {
            Ok(dialog) => dialog,
            Err(code) => {
                self.refuse_unknown(came, message, code, out);
                return CallHeard::Done;
            }
        };
        let name = dialog.name();
        let known = self.called.get(&name).and_then(|key| self.legs.get(Key::from_token(*key)));
        if known.is_some_and(|leg| message.cseq() <= leg.dialog.remote_cseq) {
            // The same INVITE over another way, or one that is long answered (RFC 3261 8.2.2.2).
            self.refuse_unknown(came, message, 482, out);
            return CallHeard::Done;
        }
        let leg = Leg::new(came.from, came.transport, Phase::Ringing, dialog);
        let key = self.insert(leg, &message.request_user().unwrap_or_default());
        if self.take_up(came, key, message, out) {
            self.called.insert(name, key.to_token());
            return CallHeard::Incoming(LegId(key));
        }
        self.legs.remove(key);
        CallHeard::Done
    }

    /// An INVITE with a tag of ours.
    fn on_reinvite(
        &mut self,
        came: Came,
        message: &Message,
        out: &mut Vec<CallAction>,
    ) -> CallHeard {
        let (key, code) = match self.leg_of(message) {
            None => (None, 481),
            Some(key) => (Some(key), self.judge(key, message)),
        };
        let Some(key) = key.filter(|_| code == 0) else {
            self.refuse_unknown(came, message, code, out);
            return CallHeard::Done;
        };
        if !self.take_up(came, key, message, out) {
            return CallHeard::Done;
        }
        let leg = self.legs.get_mut(key);
        let handle = leg.and_then(|leg| {
            leg.dialog.refresh_target(message);
            leg.handle
        });
        CallHeard::Reinvite { leg: LegId(key), handle }
    }

    /// The code that refuses a re-INVITE, 0 for one that may be asked about.
    fn judge(&mut self, key: Key, message: &Message) -> u16 {
        let Some(leg) = self.legs.get_mut(key) else { return 481 };
        if message.cseq() <= leg.dialog.remote_cseq {
            return 500;
        }
        leg.dialog.remote_cseq = message.cseq();
        match leg.phase {
            Phase::Ending => 481,
            _ if message.require().next().is_some() => 420,
            // Its first INVITE still waits (RFC 3261 14.2).
            _ if leg.is_asked() => 500,
            Phase::Standing if !leg.invites() && leg.theirs.is_none() => 0,
            _ => 491,
        }
    }

    /// Keeps an INVITE and says that it is being worked on: 100. Whether there was room.
    fn take_up(
        &mut self,
        came: Came,
        key: Key,
        message: &Message,
        out: &mut Vec<CallAction>,
    ) -> bool {
        let (stamp, owner) = (self.endpoint.stamp(), key.to_token());
        let opened = self.servers.open(message, stamp, came.from, came.transport, owner);
        let (Ok(id), Some(leg)) = (opened, self.legs.get_mut(key)) else {
            self.refuse_unknown(came, message, 503, out);
            return false;
        };
        let request = Box::new(message.clone());
        leg.theirs = Some(Theirs { id, from: came.from, request, success: None });
        leg.rings_until = came.now + patience();
        let timers = self.endpoint.timers;
        let mut bytes = Vec::new();
        CallAnswerParts::plain(ResponseParts::new(message, 100, "")).write(&mut bytes);
        self.servers.answer(came.now, id, 100, bytes.into(), &timers, out);
        self.settle(key);
        true
    }

    /// Refuses an INVITE of which no leg knows.
    fn refuse_unknown(
        &mut self,
        came: Came,
        message: &Message,
        code: u16,
        out: &mut Vec<CallAction>,
    ) {
        let (timers, stamp) = (self.endpoint.timers, self.endpoint.stamp());
        let tag = HexText::new(self.endpoint.token());
        let mut parts = ResponseParts::new(message, code, tag.as_str());
        parts.retry_after = match code {
            // RFC 3261 14.2: up to 10 s, chosen at random.
            500 => Some(u32::try_from(self.endpoint.token() % 11).unwrap_or(0)),
            503 => Some(60),
            _ => None,
        };
        let mut bytes = Vec::new();
        CallAnswerParts::plain(parts).write(&mut bytes);
        let bytes: Arc<[u8]> = bytes.into();
        match self.servers.open(message, stamp, came.from, came.transport, NOBODY) {
            Ok(id) => self.servers.answer(came.now, id, code, bytes, &timers, out),
            // No room to remember it: the same INVITE is refused anew each time it comes.
            Err(_) => out.push(CallAction::Send { to: came.from, bytes }),
        }
    }

    /// The ACK to a success.
    fn on_ack(&mut self, now: Instant, message: &Message, out: &mut Vec<CallAction>) {
        let Some(key) = self.leg_of(message) else { return };
        let Some(leg) = self.legs.get_mut(key) else { return };
        let ours =
            |theirs: &mut Theirs| theirs.is_answered() && theirs.request.cseq() == message.cseq();
        if leg.theirs.take_if(ours).is_none() {
            return;
        }
        if leg.phase == Phase::Answered {
            leg.phase = Phase::Standing;
        }
        if leg.hangs_up {
            let why = leg.why;
            self.send_bye(now, key, why, out);
        } else {
            leg.fresh_until = self.sessions.from(now);
            self.tell(key, CallNews::Confirmed { body: Body::of(message) }, out);
        }
        self.settle(key);
    }

    /// CANCEL (RFC 3261 9.2): changes nothing where the INVITE has its final answer already.
    pub(super) fn on_cancel(&mut self, came: Came, message: &Message, out: &mut Vec<CallAction>) {
        let Some(owner) = self.servers.cancelled(message) else {
            return self.answer_code(came, message, 481, out);
        };
        // With the tag that the answer to the INVITE has: the token of the leg.
        self.answer_as(came, message, 200, owner, out);
        let key = Key::from_token(owner);
        if self.legs.get(key).is_none_or(|leg| !leg.is_asked()) {
            return;
        }
        self.refuse_pending(came.now, key, 487.into(), out);
        match self.legs.get(key).map(|leg| leg.phase) {
            Some(Phase::Ringing) => self.finish(came.now, key, CallEnded::Cancelled, out),
            _ => self.tell(key, CallNews::ChangeWithdrawn, out),
        }
        self.settle(key);
    }
}

/// The dialog of an INVITE outside any, or the code that refuses it.
fn screen(message: &Message) -> Result<Dialog, u16> {
    if message.require().next().is_some() {
        return Err(420);
    }
    if message.contact().is_none() || message.from_tag().is_none() {
        return Err(400);
    }
    Dialog::of_invite(message).ok_or(400)
}
