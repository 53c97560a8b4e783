//! Our INVITEs: what their answers do, and their silence (RFC 3261 13.2, 14.1).

use super::dialog::Dialog;
use super::leg::{Leg, Phase, Unacknowledged};
use super::words::{CallEnded, CallNews, CannotChange, Invite, LegId};
use super::{Calls, patience};
use crate::limits::{self, LimitReached};
use crate::sip::CallAction;
use crate::sip::digest::Session;
use crate::sip::message::{Body, Message};
use crate::sip::slab::Key;
use crate::sip::text::{HexText, put_quoted};
use crate::sip::transaction::{InviteAnswered, InviteLost};
use crate::time::{Duration, Instant};
use std::sync::Arc;

impl Calls {
    /// Calls somebody. `handle` comes back with every [`CallAction::News`].
    ///
    /// # Errors
    /// Too many legs, or too many requests under way; nothing was sent.
    pub fn invite(
        &mut self,
        now: Instant,
        ask: &Invite<'_>,
        handle: u32,
        out: &mut Vec<CallAction>,
    ) -> Result<LegId, LimitReached> {
        limits::CALL_LEGS.check(self.legs.len() + 1)?;
        let far = self.endpoint.addresses.address(ask.far);
        let to = ask.to.uri(far);
        let mut local = Vec::new();
        if !ask.display.is_empty() {
            put_quoted(&mut local, ask.display);
            local.push(b' ');
        }
        local.extend(format!("<{}>", ask.from.uri(far)).bytes());
        let [a, b, c, d] = self.endpoint.address.ip;
        let call = HexText::new(self.endpoint.token());
        let dialog = Dialog {
            call_id: format!("{}@{a}.{b}.{c}.{d}", call.as_str()).into(),
            local: String::from_utf8(local).unwrap_or_default().into(),
            remote: format!("<{to}>").into(),
            target: ask.target.map_or(to, Into::into),
            ..Dialog::default()
        };
        let session = |credentials| Box::new(Session::new(Arc::clone(credentials)));
        let leg = Leg {
            handle: Some(handle),
            session: ask.credentials.map(session),
            ..Leg::new(ask.far, ask.transport, Phase::Calling, dialog)
        };
        let key = self.insert(leg, ask.from.user);
        self.hook.places(key.to_token());
        if let Err(limit) = self.send_invite(now, key, ask.body.cloned(), out) {
            self.legs.remove(key);
            return Err(limit);
        }
        self.settle(key);
        Ok(LegId(key))
    }

    /// Changes the media of a standing call (re-INVITE, RFC 3261 14.1): [`CallNews::Changed`] or
    /// [`CallNews::ChangeRefused`] follows. Where it meets one of the far end it is tried again by
    /// itself; another wish before that replaces it.
    ///
    /// # Errors
    /// [`CannotChange`]; nothing was sent.
    pub fn reinvite(
        &mut self,
        now: Instant,
        id: LegId,
        body: Option<&Body>,
        out: &mut Vec<CallAction>,
    ) -> Result<(), CannotChange> {
        let leg = self.legs.get_mut(id.0).filter(|leg| leg.phase == Phase::Standing);
        let leg = leg.ok_or(CannotChange::NotStanding)?;
        if let Some((_, waits)) = &mut leg.later {
            *waits = body.cloned();
            return Ok(());
        }
        if leg.invites() || leg.theirs.is_some() {
            return Err(CannotChange::Pending);
        }
        self.send_invite(now, id.0, body.cloned(), out).map_err(CannotChange::Limit)?;
        self.settle(id.0);
        Ok(())
    }

    /// Sends the ACK that the far end waits for (`owes_ack`), with our answer to its offer.
    pub fn acknowledge(&mut self, id: LegId, body: Option<&Body>, out: &mut Vec<CallAction>) {
        let waits = self.legs.get_mut(id.0).and_then(|leg| leg.unacknowledged.take());
        if let Some(Unacknowledged { cseq, authorization }) = waits {
            self.send_ack(id.0, cseq, &authorization, body, out);
        }
    }

    /// An answer to an INVITE of ours.
    pub(super) fn on_invite_answer(
        &mut self,
        now: Instant,
        answered: InviteAnswered,
        message: &Message,
        out: &mut Vec<CallAction>,
    ) {
        let key = Key::from_token(answered.owner);
        match answered.code {
            ..=100 => {}
            101..200 => self.on_progress(now, key, answered, message, out),
            200..300 => self.on_success(now, key, answered, message, out),
            _ => self.on_refusal(now, key, answered, message, out),
        }
    }

    fn on_progress(
        &mut self,
        now: Instant,
        key: Key,
        answered: InviteAnswered,
        message: &Message,
        out: &mut Vec<CallAction>,
    ) {
        let Some(leg) = self.legs.get_mut(key) else { return };
        let ours = leg.ours.as_ref().is_some_and(|ours| ours.id == answered.id);
        if ours && leg.phase == Phase::Calling {
            leg.rings_until = now + patience();
            let news = CallNews::Progress { code: answered.code, body: Body::of(message) };
            self.tell(key, news, out);
        }
    }

    fn on_success(
        &mut self,
        now: Instant,
        key: Key,
        answered: InviteAnswered,
        message: &Message,
        out: &mut Vec<CallAction>,
    ) {
        let Some(leg) = self.legs.get_mut(key) else { return };
        let first = matches!(leg.phase, Phase::Calling | Phase::Cancelling);
        if !first && message.to_tag().unwrap_or("") != &*leg.dialog.remote_tag {
            return self.send_away(now, key, message, out);
        }
        if let Some(ack) = leg.ack.as_ref().filter(|ack| ack.cseq == message.cseq()) {
            out.push(CallAction::Send { to: leg.far, bytes: Arc::clone(&ack.bytes) });
            return;
        }
        let Some(ours) = leg.ours.take_if(|ours| ours.id == answered.id) else { return };
        leg.stops_ringing();
        leg.fresh_until = self.sessions.from(now);
        if let Some(session) = &mut leg.session {
            session.passed();
        }
        let unreachable = first && !leg.dialog.established_by(message);
        leg.dialog.refresh_target(message);
        let (before, body) = (leg.phase, Body::of(message));
        let owes_ack = ours.body.is_none() && body.is_some();
        let wanted = before != Phase::Cancelling && !unreachable;
        leg.phase = Phase::Standing;
        if first {
            self.hook.heard(answered.owner, answered.code);
        }
        if owes_ack && wanted {
            let authorization = ours.authorization;
            leg.unacknowledged = Some(Unacknowledged { cseq: ours.cseq, authorization });
        } else {
            self.send_ack(key, ours.cseq, &ours.authorization, None, out);
        }
        match before {
            Phase::Cancelling => self.hang_up_late(now, key, out),
            _ if unreachable => self.send_bye(now, key, CallEnded::Lost, out),
            Phase::Calling => self.tell(key, CallNews::Answered { body, owes_ack }, out),
            _ => self.tell(key, CallNews::Changed { body, owes_ack }, out),
        }
    }

    /// The answer was faster than our CANCEL: BYE takes the call down (RFC 3261 9.1).
    fn hang_up_late(&mut self, now: Instant, key: Key, out: &mut Vec<CallAction>) {
        let why = self.legs.get(key).map_or(CallEnded::Local, |leg| leg.why);
        self.send_bye(now, key, why, out);
    }

    fn on_refusal(
        &mut self,
        now: Instant,
        key: Key,
        answered: InviteAnswered,
        message: &Message,
        out: &mut Vec<CallAction>,
    ) {
        let Some(leg) = self.legs.get_mut(key) else { return };
        let Some(ours) = leg.ours.take_if(|ours| ours.id == answered.id) else { return };
        leg.stops_ringing();
        let (phase, why) = (leg.phase, leg.why);
        if phase != Phase::Standing {
            self.hook.heard(answered.owner, answered.code);
        }
        let wanted = matches!(phase, Phase::Calling | Phase::Standing);
        let session = leg.session.as_mut().filter(|_| wanted);
        if session.is_some_and(|session| session.challenged(message))
            && self.send_invite(now, key, ours.body.clone(), out).is_ok()
        {
            return;
        }
        let code = answered.code;
        match (phase, code) {
            (Phase::Calling, _) => {
                let retry_after = message.retry_after();
                self.finish(now, key, CallEnded::Refused { code, retry_after }, out);
            }
            (Phase::Cancelling, _) => self.finish(now, key, why, out),
            // The far end has no such call, or is not there any more (RFC 3261 12.2.1.2).
            (_, 408 | 481) => self.send_bye(now, key, CallEnded::Lost, out),
            (_, 491) => self.try_later(now, key, ours.body),
            _ => self.tell(key, CallNews::ChangeRefused { code }, out),
        }
    }

    /// Our re-INVITE met one of theirs: the one who began the call waits longer (RFC 3261 14.1).
    pub(super) fn try_later(&mut self, now: Instant, key: Key, body: Option<Body>) {
        let dice = self.endpoint.token();
        let Some(leg) = self.legs.get_mut(key) else { return };
        // In units of 10 ms: 2.1 to 4 s, or 0 to 2 s.
        let (least, range) = if leg.called_first { (210, 191) } else { (0, 201) };
        let units = i64::try_from(dice % range).unwrap_or(0) + least;
        leg.later = Some((now + Duration::from_millis(units * 10), body));
    }

    /// No final answer came to an INVITE of ours.
    pub(super) fn on_invite_lost(
        &mut self,
        now: Instant,
        lost: InviteLost,
        out: &mut Vec<CallAction>,
    ) {
        let key = Key::from_token(lost.owner);
        let Some(leg) = self.legs.get_mut(key) else { return };
        if leg.ours.take_if(|ours| ours.id == lost.id).is_none() {
            return;
        }
        leg.stops_ringing();
        if leg.phase != Phase::Standing {
            self.hook.heard(lost.owner, 0);
        }
        match leg.phase {
            Phase::Calling => self.finish(now, key, CallEnded::NoAnswer, out),
            Phase::Cancelling => {
                let why = leg.why;
                self.finish(now, key, why, out);
            }
            _ => self.send_bye(now, key, CallEnded::Lost, out),
        }
    }
}
