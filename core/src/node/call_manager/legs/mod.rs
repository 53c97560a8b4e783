//! Calls of SIP phones: CallManager is a back-to-back agent (RFC 3261 6). The switch knows who talks
//! to whom; each SIP phone in a call has a leg here, and legs follow the switch.
//!
//! What a phone says (INVITE, 200, re-INVITE, CANCEL, BYE) is done to the switch; then, whoever did
//! something, the legs of each phone whose line is concerned are brought in line with it. Media
//! descriptions pass from leg to leg, untouched; with a phone that has no leg they are inactive.

mod following;

use crate::gather::Gather;
use crate::id::{NodeId, PhoneId};
use crate::node::call_manager::CallManager;
use crate::node::call_manager::calls::{Towards, first_line};
use crate::node::call_manager::switch::CallNumber;
use crate::node::{NodeEvent, Outbox, phone_of_node, wire};
use crate::scratch::Scratch;
use crate::sip::call::{
    CallEnded, CallHeard, CallNews, Calls, Direction, LegId, describe, is_hold,
};
use crate::sip::dialog_info;
use crate::sip::message::{Body, Message, Method};
use crate::sip::{CallAction, Transport};
use crate::sorted::SortedMap;
use crate::time::Instant;
use std::sync::Arc;

/// What a caller is told whom nobody answers for whatever reason.
const NOBODY_TAKES_IT: u16 = 480;

/// The leg of one SIP phone in one call.
#[derive(Clone, Debug)]
pub(in crate::node::call_manager) struct SipLeg {
    id: LegId,
    phone: PhoneId,
    call: CallNumber,
    /// Whether this phone called.
    calls: bool,
    /// Whether it was answered.
    stands: bool,
    /// Whether its caller was told that it rings.
    rings: bool,
    /// The leg whose re-INVITE waits for this one's answer.
    asked_by: Option<u32>,
    /// What this phone said of its media last.
    media: Option<Body>,
    /// What it is told where the call comes to nothing.
    code: u16,
}

/// The legs of SIP phones by the handle that [`Calls`] knows, and what they want done.
#[derive(Clone, Debug)]
pub(in crate::node::call_manager) struct Legs {
    pub(in crate::node::call_manager) calls: Calls,
    legs: SortedMap<u32, SipLeg>,
    next: u32,
    actions: Scratch<Vec<CallAction>>,
}

impl Legs {
    pub(in crate::node::call_manager) fn new(calls: Calls) -> Self {
        Legs { calls, legs: SortedMap::new(), next: 0, actions: Scratch::default() }
    }

    fn put(&mut self, id: LegId, phone: PhoneId, call: CallNumber, calls: bool) -> &mut SipLeg {
        let handle = self.next;
        self.next = self.next.wrapping_add(1);
        self.legs.get_or_insert_with(handle, || SipLeg {
            id,
            phone,
            call,
            calls,
            stands: false,
            rings: false,
            asked_by: None,
            media: None,
            code: NOBODY_TAKES_IT,
        })
    }

    fn of_phone(&self, phone: PhoneId) -> Vec<u32> {
        self.legs.iter().filter(|(_, leg)| leg.phone == phone).map(|(handle, _)| *handle).gather()
    }

    fn find(&self, call: CallNumber, is: impl Fn(&SipLeg) -> bool) -> Option<(u32, &SipLeg)> {
        let mut all = self.legs.iter().map(|(handle, leg)| (*handle, leg));
        all.find(|(_, leg)| leg.call == call && is(leg))
    }
}

impl CallManager {
    /// A message of a call, or what a phone says of its hook.
    pub(in crate::node::call_manager) fn call_message(
        &mut self,
        now: Instant,
        from: NodeId,
        message: &Message,
        out: &mut Outbox,
    ) {
        let legs = &mut self.sip_legs;
        match legs.calls.receive(now, from, Transport::Udp, message, &mut legs.actions) {
            CallHeard::Incoming(leg) => self.sip_call(now, from, leg, message, out),
            CallHeard::Reinvite { leg, handle } => self.changes(now, leg, handle, message, out),
            CallHeard::Hook { off } => self.hook(now, from, off, out),
            CallHeard::Done => {}
        }
    }

    /// Whether a message is what a SIP phone says of its hook: of its dialogs, outside of any
    /// subscription.
    pub(in crate::node::call_manager) fn is_of_a_hook(
        &self,
        from: NodeId,
        message: &Message,
    ) -> bool {
        message.status().is_none()
            && message.method() == Method::Notify
            && message.event().is_some_and(|event| event.package == dialog_info::PACKAGE)
            && self.sip_phone(from).is_some()
    }

    /// The phone that a node is, where it registered by SIP.
    fn sip_phone(&self, node: NodeId) -> Option<PhoneId> {
        phone_of_node(node).filter(|phone| self.registrar.binding(*phone).is_some())
    }

    /// A SIP phone calls.
    fn sip_call(
        &mut self,
        now: Instant,
        from: NodeId,
        leg: LegId,
        message: &Message,
        out: &mut Outbox,
    ) {
        let number = message.request_user().unwrap_or_default();
        let cluster = Arc::clone(&self.cluster);
        let phone = self.sip_phone(from);
        let own = phone.and_then(|phone| first_line(&cluster, phone));
        let Some(own) = own.filter(|_| !number.is_empty()) else {
            let code = if phone.is_some() { 404 } else { 403 };
            self.tell_unregistered(from, out);
            let legs = &mut self.sip_legs;
            return legs.calls.refuse(now, leg, code, &mut legs.actions);
        };
        let mut effects = core::mem::take(&mut self.effects);
        let css = cluster.phones.get(own.0.phone).and_then(|phone| phone.css);
        let (devices, found) = self.devices(&cluster, css, &number);
        // Where its phone was off the hook this is the call that it wanted.
        self.switch.put_down(own.0.phone, &mut effects);
        let call = self.switch.place(own, &number, devices.into_iter(), &mut effects);
        let legs = &mut self.sip_legs;
        match call {
            Some(call) => {
                legs.calls.adopt(leg, legs.next);
                let new = legs.put(leg, own.0.phone, call, true);
                new.media = Body::of(message);
                new.code = if found { NOBODY_TAKES_IT } else { 404 };
            }
            None => legs.calls.refuse(now, leg, 486, &mut legs.actions),
        }
        self.settle(now, Towards::All, effects, out);
    }

    /// A phone is off the hook without a call, or no longer.
    fn hook(&mut self, now: Instant, from: NodeId, off: bool, out: &mut Outbox) {
        let Some(phone) = self.sip_phone(from) else { return };
        let cluster = Arc::clone(&self.cluster);
        let Some(own) = first_line(&cluster, phone) else { return };
        let mut effects = core::mem::take(&mut self.effects);
        if off {
            self.switch.take_up(own, &mut effects)
        } else {
            self.switch.put_down(phone, &mut effects)
        }
        self.settle(now, Towards::All, effects, out);
    }

    /// A phone wants its media otherwise: on hold, off hold, or elsewhere. The other one is asked.
    fn changes(
        &mut self,
        now: Instant,
        id: LegId,
        handle: Option<u32>,
        message: &Message,
        out: &mut Outbox,
    ) {
        let legs = &mut self.sip_legs;
        let Some((handle, leg)) = handle.and_then(|h| Some((h, legs.legs.get_mut(&h)?))) else {
            return legs.calls.refuse(now, id, 481, &mut legs.actions);
        };
        let body = Body::of(message);
        let held = body.as_ref().is_some_and(|body| is_hold(&body.bytes));
        leg.media.clone_from(&body);
        let (call, phone) = (leg.call, leg.phone);
        let peer = legs.find(call, |other| other.phone != phone && other.stands);
        let peer = peer.map(|(handle, peer)| (handle, peer.id));
        let asked =
            peer.map(|(_, peer)| legs.calls.reinvite(now, peer, body.as_ref(), &mut legs.actions));
        match (asked, peer) {
            (Some(Ok(())), Some((peer, _))) => {
                if let Some(peer) = legs.legs.get_mut(&peer) {
                    peer.asked_by = Some(handle);
                }
            }
            (Some(Err(_)), _) => return legs.calls.refuse(now, id, 491, &mut legs.actions),
            _ => {
                let silent = describe(self.address, Direction::Silent);
                legs.calls.answer(now, id, Some(&silent), &mut legs.actions);
            }
        }
        let mut effects = core::mem::take(&mut self.effects);
        self.switch.set_held(call, phone, held, &mut effects);
        self.settle(now, Towards::All, effects, out);
    }

    /// Carries out what the legs want done, and what follows from it.
    pub(in crate::node::call_manager) fn carry_out_calls(
        &mut self,
        now: Instant,
        out: &mut Outbox,
    ) {
        while !self.sip_legs.actions.is_empty() {
            for action in core::mem::take(&mut self.sip_legs.actions).drain(..) {
                match action {
                    CallAction::Send { to, bytes } => out.send(to, bytes),
                    CallAction::TimerFired(timer) => {
                        out.event(NodeEvent::TimerFired(wire::reason(timer)));
                    }
                    CallAction::News { handle, news } => self.call_news(now, handle, news, out),
                }
            }
        }
    }

    pub(in crate::node::call_manager) fn tick_calls(&mut self, now: Instant) {
        let legs = &mut self.sip_legs;
        legs.calls.tick(now, &mut legs.actions);
    }

    fn call_news(&mut self, now: Instant, handle: u32, news: CallNews, out: &mut Outbox) {
        let legs = &mut self.sip_legs;
        let Some(leg) = legs.legs.get_mut(&handle) else { return };
        let (call, phone) = (leg.call, leg.phone);
        match news {
            CallNews::Answered { body, .. } => {
                (leg.media, leg.stands) = (body, true);
                let mut effects = core::mem::take(&mut self.effects);
                self.switch.answer_call(call, phone, &mut effects);
                self.settle(now, Towards::All, effects, out);
            }
            CallNews::Progress { .. } => self.tell_ringing(now, call),
            CallNews::Changed { body, .. } => {
                if let Some(asks) = leg.asked_by.take() {
                    leg.media.clone_from(&body);
                    if let Some(asks) = legs.legs.get(&asks) {
                        legs.calls.answer(now, asks.id, body.as_ref(), &mut legs.actions);
                    }
                }
            }
            CallNews::ChangeRefused { code } => {
                if let Some(asks) = leg.asked_by.take().and_then(|asks| legs.legs.get(&asks)) {
                    legs.calls.refuse(now, asks.id, code, &mut legs.actions);
                }
            }
            CallNews::Confirmed { body } => {
                // Where it answered a phone that offered nothing itself.
                let other = legs.find(call, |other| other.phone != phone).map(|(_, leg)| leg.id);
                if let Some(other) = other {
                    legs.calls.acknowledge(other, body.as_ref(), &mut legs.actions);
                }
            }
            CallNews::Ended(why) => self.leg_ended(now, handle, why, out),
            _ => {}
        }
    }

    /// A leg ended by itself: its phone hung up, gave up, refused or is gone.
    fn leg_ended(&mut self, now: Instant, handle: u32, why: CallEnded, out: &mut Outbox) {
        let legs = &mut self.sip_legs;
        let Some(leg) = legs.legs.remove(&handle) else { return };
        let busy = matches!(why, CallEnded::Refused { code: 486 | 600, .. });
        let caller = legs.find(leg.call, |other| other.calls && !other.stands);
        if let Some((caller, _)) = caller.filter(|_| busy)
            && let Some(caller) = legs.legs.get_mut(&caller)
        {
            caller.code = 486;
        }
        let mut effects = core::mem::take(&mut self.effects);
        if why == CallEnded::RangTooLong && leg.calls {
            // Its phone is off the hook still.
            self.switch.rings_out(leg.call, &mut effects);
        } else {
            self.switch.leaves(leg.call, leg.phone, &mut effects);
        }
        self.settle(now, Towards::All, effects, out);
    }

    /// A SIP phone is gone, or has begun anew: its legs are nothing to it any more.
    pub(in crate::node::call_manager) fn forget_legs(&mut self, phone: PhoneId) {
        let legs = &mut self.sip_legs;
        for handle in legs.of_phone(phone) {
            if let Some(leg) = legs.legs.remove(&handle) {
                legs.calls.forget(leg.id);
            }
        }
    }
}
