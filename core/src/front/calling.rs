//! Calls of real phones: INVITE and BYE become what a user does, what CallManager says of lines
//! becomes 180, 200 and BYE.
//!
//! CallManager's switch knows who talks to whom; the desk holds one leg for each real phone and hands
//! media descriptions across, untouched. Where the other one is a simulated phone there is no media,
//! and the desk describes silence. A real phone has one call at a time.

use super::{DeskAction, End, FrontDesk};
use crate::id::{NodeId, PhoneId};
use crate::node::{CallCommand, CallDisplay, LinkMessage};
use crate::presence::LineState;
use crate::sip::CallAction;
use crate::sip::call::{
    CallEnded, CallHeard, CallNews, Direction, Invite, LegId, describe, is_hold,
};
use crate::sip::message::{Body, Message};
use crate::sip::watcher::Party;
use crate::time::Instant;
use std::sync::Arc;

/// The leg of one real phone.
#[derive(Clone, Debug)]
pub(super) struct RealCall {
    leg: LegId,
    /// The real phone at the other end, once it is known.
    peer: Option<PhoneId>,
    /// Whether this phone called.
    calls: bool,
    /// Whether it was answered.
    stands: bool,
    /// Whether it has the other one on hold.
    holds: bool,
    /// Whether it waits for the answer to a re-INVITE that the other one is asked.
    asks: bool,
    /// What this phone said of its media last.
    media: Option<Body>,
}

impl FrontDesk {
    /// CallManager tells a phone that is played from outside something over its link; `display` is
    /// what the phone's display would say of the line.
    pub fn hear(
        &mut self,
        now: Instant,
        phone: PhoneId,
        message: &LinkMessage,
        display: Option<&CallDisplay>,
        out: &mut Vec<DeskAction>,
    ) {
        match message {
            LinkMessage::Line { state, .. } if self.phones.contains_key(&phone) => {
                self.line(now, phone, *state, display, out);
            }
            LinkMessage::Restart | LinkMessage::LinkLost { .. } => self.restart(now, phone, out),
            _ => {}
        }
        self.take_call_actions(now, out);
    }

    fn line(
        &mut self,
        now: Instant,
        phone: PhoneId,
        state: LineState,
        display: Option<&CallDisplay>,
        out: &mut Vec<DeskAction>,
    ) {
        let call = self.real_calls.get(&phone);
        let tries = call.is_some_and(|call| call.calls && !call.stands);
        match (state, display) {
            (LineState::RingingIn, Some(CallDisplay::From(caller))) if call.is_none() => {
                self.ring(now, phone, caller, out);
            }
            (LineState::OffHook, Some(CallDisplay::Calling(_))) if tries => {
                if let Some(call) = call {
                    self.calls.ring(now, call.leg, &mut self.call_actions);
                }
            }
            (LineState::OffHook, Some(CallDisplay::Tone)) if tries => {
                self.give_up(now, phone, 480, out);
            }
            (LineState::Connected, _) if tries => self.connect(now, phone),
            (LineState::OnHook | LineState::NotConnected, _) => {
                if let Some(call) = self.real_calls.remove(&phone) {
                    self.calls.hang_up(now, call.leg, &mut self.call_actions);
                }
            }
            _ => {}
        }
    }

    /// A real phone rings: it gets an INVITE with what its caller offered.
    fn ring(&mut self, now: Instant, phone: PhoneId, caller: &str, out: &mut Vec<DeskAction>) {
        let Some(real) = self.phones.get(&phone) else { return };
        let (uri, end) = (Arc::clone(&real.contact), real.end);
        let rest = uri.uri.split_once(':').map_or("", |(_, rest)| rest);
        let (user, host) = rest.split_once('@').unwrap_or(("", rest));
        let host = host.split([';', '?', '>']).next().unwrap_or_default();
        let far = self.handle_of(end);
        let peer = self.caller(caller);
        let body = peer.and_then(|peer| self.real_calls.get(&peer)?.media.clone());
        let body = body.unwrap_or_else(|| silence(self.own));
        let own = self.own.to_string();
        let ask = Invite {
            far,
            transport: end.transport,
            to: Party { user, host: Some(host) },
            target: Some(uri.uri.split('?').next().unwrap_or_default()),
            from: Party { user: caller, host: Some(&own) },
            display: "",
            body: Some(&body),
            credentials: None,
        };
        // With no room for a leg the phone does not ring; CallManager's word on it stands.
        let placed = self.calls.invite(now, &ask, phone.0, &mut self.call_actions);
        if let Ok(leg) = placed {
            let call = RealCall { peer, ..RealCall::new(leg, false, None) };
            self.real_calls.insert(phone, call);
        }
        self.take_call_actions(now, out);
    }

    /// The phone that was called answered: its caller gets what it said of its media.
    fn connect(&mut self, now: Instant, caller: PhoneId) {
        let answered = |call: &RealCall| call.peer == Some(caller) && call.stands && !call.calls;
        let peer = self.real_calls.iter().find(|(_, call)| answered(call));
        let (peer, body) = match peer {
            Some((id, call)) => (Some(*id), call.media.clone()),
            None => (None, None),
        };
        let body = body.unwrap_or_else(|| silence(self.own));
        if let Some(call) = self.real_calls.get_mut(&caller) {
            (call.peer, call.stands) = (peer, true);
            self.calls.answer(now, call.leg, Some(&body), &mut self.call_actions);
        }
    }

    /// The real phone that calls from a number and has no answer yet.
    fn caller(&self, number: &str) -> Option<PhoneId> {
        let waits =
            |id: &PhoneId| self.real_calls.get(id).is_some_and(|call| call.calls && !call.stands);
        self.registered_with(number).iter().copied().find(waits)
    }

    /// A message about a call.
    pub(super) fn call_message(
        &mut self,
        now: Instant,
        (handle, from): (NodeId, End),
        message: &Message,
        out: &mut Vec<DeskAction>,
    ) {
        let actions = &mut self.call_actions;
        match self.calls.receive(now, handle, from.transport, message, actions) {
            CallHeard::Incoming(leg) => self.incoming(now, leg, from, message, out),
            CallHeard::Reinvite { leg, handle } => {
                self.changes(now, leg, handle.map(PhoneId), message, out);
            }
            CallHeard::Hook { .. } | CallHeard::Done => {}
        }
        self.take_call_actions(now, out);
    }

    /// A real phone calls.
    fn incoming(
        &mut self,
        now: Instant,
        leg: LegId,
        from: End,
        message: &Message,
        out: &mut Vec<DeskAction>,
    ) {
        let user = message.from_user();
        let phone = user.as_deref().and_then(|user| self.phone_of(user, from));
        let free = phone.filter(|id| !self.real_calls.contains_key(id));
        let number = message.request_user().unwrap_or_default();
        let (Some(id), false) = (free, number.is_empty()) else {
            // Nobody whom we know, or one who is in a call, or nobody is called.
            let code = match (phone, number.is_empty()) {
                (None, _) => 403,
                (Some(_), true) => 404,
                (Some(_), false) => 486,
            };
            return self.calls.refuse(now, leg, code, &mut self.call_actions);
        };
        self.calls.adopt(leg, id.0);
        self.real_calls.insert(id, RealCall::new(leg, true, media(message)));
        let dial = LinkMessage::User(CallCommand::Dial((*number).into()));
        out.push(DeskAction::Link { phone: id, message: dial });
    }

    /// A real phone wants its media otherwise: on hold, off hold, or elsewhere.
    fn changes(
        &mut self,
        now: Instant,
        leg: LegId,
        phone: Option<PhoneId>,
        message: &Message,
        out: &mut Vec<DeskAction>,
    ) {
        let Some((id, call)) = phone.and_then(|id| Some((id, self.real_calls.get_mut(&id)?)))
        else {
            return self.calls.refuse(now, leg, 488, &mut self.call_actions);
        };
        let body = media(message);
        let holds = body.as_ref().is_some_and(|body| is_hold(&body.bytes));
        if core::mem::replace(&mut call.holds, holds) != holds {
            let command = if holds { CallCommand::Hold } else { CallCommand::Resume };
            out.push(DeskAction::Link { phone: id, message: LinkMessage::User(command) });
        }
        call.media.clone_from(&body);
        let peer = call.peer.and_then(|peer| self.real_calls.get(&peer)).map(|peer| peer.leg);
        let asked =
            peer.map(|peer| self.calls.reinvite(now, peer, body.as_ref(), &mut self.call_actions));
        match asked {
            Some(Ok(())) => drop(self.set_asks(id, true)),
            Some(Err(_)) => self.calls.refuse(now, leg, 491, &mut self.call_actions),
            None => {
                let silence = silence(self.own);
                self.calls.answer(now, leg, Some(&silence), &mut self.call_actions);
            }
        }
    }

    fn set_asks(&mut self, phone: PhoneId, asks: bool) -> bool {
        let call = self.real_calls.get_mut(&phone);
        call.is_some_and(|call| core::mem::replace(&mut call.asks, asks))
    }

    /// Carries out what the legs want done, and what follows from it.
    pub(super) fn take_call_actions(&mut self, now: Instant, out: &mut Vec<DeskAction>) {
        while !self.call_actions.is_empty() {
            for action in core::mem::take(&mut self.call_actions) {
                match action {
                    CallAction::Send { to, bytes } => {
                        out.extend(self.ends.end(to).map(|to| DeskAction::Send { to, bytes }));
                    }
                    CallAction::TimerFired(_) => {}
                    CallAction::News { handle, news } => {
                        self.call_news(now, PhoneId(handle), news, out);
                    }
                }
            }
        }
    }

    fn call_news(
        &mut self,
        now: Instant,
        phone: PhoneId,
        news: CallNews,
        out: &mut Vec<DeskAction>,
    ) {
        match news {
            CallNews::Answered { body, owes_ack } => {
                let Some(call) = self.real_calls.get_mut(&phone) else { return };
                (call.media, call.stands) = (body, true);
                if owes_ack {
                    let silence = silence(self.own);
                    self.calls.acknowledge(call.leg, Some(&silence), &mut self.call_actions);
                }
                let message = LinkMessage::User(CallCommand::Answer);
                out.push(DeskAction::Link { phone, message });
            }
            CallNews::Changed { body, .. } => self.changed(now, phone, Ok(body)),
            CallNews::ChangeRefused { code } => self.changed(now, phone, Err(code)),
            CallNews::Ended(why) => self.leg_ended(now, phone, why, out),
            _ => {}
        }
    }

    /// The other end of a re-INVITE answered: so is it.
    fn changed(&mut self, now: Instant, asked: PhoneId, answer: Result<Option<Body>, u16>) {
        let Some(asks) = self.real_calls.get(&asked).and_then(|call| call.peer) else { return };
        if !self.set_asks(asks, false) {
            return;
        }
        let Some(leg) = self.real_calls.get(&asks).map(|call| call.leg) else { return };
        match answer {
            Ok(body) => self.calls.answer(now, leg, body.as_ref(), &mut self.call_actions),
            Err(code) => self.calls.refuse(now, leg, code, &mut self.call_actions),
        }
    }

    /// A leg ended by itself: the phone hung up, gave up, refused or is gone.
    fn leg_ended(
        &mut self,
        now: Instant,
        phone: PhoneId,
        why: CallEnded,
        out: &mut Vec<DeskAction>,
    ) {
        let Some(call) = self.real_calls.remove(&phone) else { return };
        if call.calls || call.stands {
            let message = LinkMessage::User(CallCommand::HangUp);
            out.push(DeskAction::Link { phone, message });
            return;
        }
        // It rang and does not want to: its caller hears that, unless another one still rings.
        let code = match why {
            CallEnded::Refused { code, .. } => code,
            _ => 480,
        };
        let rings = |other: &RealCall| other.peer == call.peer && !other.calls && !other.stands;
        if let Some(caller) = call.peer
            && !self.real_calls.values().any(rings)
        {
            self.give_up(now, caller, code, out);
        }
    }

    /// A call that a real phone placed leads nowhere.
    fn give_up(&mut self, now: Instant, caller: PhoneId, code: u16, out: &mut Vec<DeskAction>) {
        let tries = |call: &&RealCall| call.calls && !call.stands;
        if self.real_calls.get(&caller).filter(tries).is_none() {
            return;
        }
        if let Some(call) = self.real_calls.remove(&caller) {
            self.calls.refuse(now, call.leg, code, &mut self.call_actions);
            let message = LinkMessage::User(CallCommand::HangUp);
            out.push(DeskAction::Link { phone: caller, message });
        }
    }

    /// A phone is gone: its leg is of no more use.
    pub(super) fn forget_call(&mut self, now: Instant, phone: PhoneId) {
        if let Some(call) = self.real_calls.remove(&phone) {
            self.calls.hang_up(now, call.leg, &mut self.call_actions);
        }
    }
}

impl RealCall {
    fn new(leg: LegId, calls: bool, media: Option<Body>) -> Self {
        RealCall { leg, peer: None, calls, stands: false, holds: false, asks: false, media }
    }
}

/// What a message says of media.
fn media(message: &Message) -> Option<Body> {
    let content_type = message.content_type()?;
    let bytes = Arc::from(message.body());
    Some(Body { content_type: content_type.into(), bytes })
}

/// What the desk says of the media of a simulated phone: there is none (RFC 3264 5.1, 8.2).
fn silence(own: crate::sip::address::HostPort) -> Body {
    describe(own, Direction::Silent)
}
