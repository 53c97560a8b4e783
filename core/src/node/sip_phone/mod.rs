//! A SIP phone: registers by REGISTER, watches by SUBSCRIBE, calls by INVITE. Over its in-process link
//! comes what no SIP message says: that it is to restart or to ask again, and entries of call lists.

mod calling;
#[cfg(debug_assertions)]
mod planted;
mod registering;
mod watch;

use crate::cluster::Cluster;
use crate::id::{DnId, NodeId, PhoneId};
use crate::node::alarm::Alarm;
use crate::node::phone_common::WatchingPhone;
use crate::node::{CallCommand, Command, Input, Outbox, Timers, node_of_phone, wire};
use crate::rng::Rng;
use crate::scratch::Scratch;
use crate::sip::address::{AddressPlan, HostPort};
use crate::sip::call::{Calls, SessionKeeping};
use crate::sip::message::{Message, Method};
use crate::sip::registration::{self, RegistrationId, Registrations};
use crate::sip::watcher::{Identity, Watcher};
use crate::sip::{Action, CallAction, Effect, Told};
use crate::time::{Instant, soonest};
use calling::Talk;
use std::sync::Arc;

/// A SIP phone.
#[derive(Clone, Debug)]
pub struct SipPhone {
    pub(super) phone: WatchingPhone,
    watcher: Watcher,
    calls: Calls,
    /// Its calls, the oldest first.
    talks: Vec<Talk>,
    next_handle: u32,
    /// Calls of which CallManager is still to hear whether they are held.
    owes: Vec<u32>,
    /// The line that is off the hook without a call: with dial tone, or because nobody could be
    /// reached.
    tone: Option<DnId>,
    registrations: Registrations,
    registration: Option<RegistrationId>,
    register_expires: u32,
    /// Its name for CallManager.
    device: Box<str>,
    address: HostPort,
    alarm: Alarm,
    /// A mistake on purpose, where one was planted.
    #[cfg(debug_assertions)]
    deafness: Option<planted::Deafness>,
    actions: Scratch<Vec<Action>>,
    call_actions: Scratch<Vec<CallAction>>,
    effects: Scratch<Vec<Effect<Told<registration::News>>>>,
}

impl SipPhone {
    /// The phone, unplugged; `hub` is its CallManager, and the address of everybody is known.
    /// `rng` gives its own streams (`sip:<name>`).
    pub fn new(
        id: PhoneId,
        (hub, addresses): (NodeId, AddressPlan),
        cluster: Arc<Cluster>,
        timers: Timers,
        rng: impl Fn(&str) -> Rng,
    ) -> Self {
        let device = cluster.phones.get(id).map_or("", |phone| match &phone.device_name {
            Some(device) => device,
            None => &phone.name,
        });
        let device: Box<str> = device.into();
        let node = node_of_phone(id);
        let identity = Identity { node, addresses, device: device.clone() };
        let mut calls = Calls::on(node, addresses, timers.sip, rng("calls"));
        calls.keep_sessions(timers.sip.session_interval(), SessionKeeping::Expects);
        SipPhone {
            calls,
            talks: Vec::new(),
            next_handle: 0,
            owes: Vec::new(),
            tone: None,
            registrations: Registrations::on(node, addresses, timers.sip, rng("register")),
            registration: None,
            register_expires: timers.sip.subscribe_expires.saturating_mul(2),
            device,
            address: addresses.address(node),
            watcher: Watcher::new(identity, timers.sip, rng("sip")),
            phone: WatchingPhone::new(id, hub, cluster),
            alarm: Alarm::new(),
            #[cfg(debug_assertions)]
            deafness: timers.planted_deafness.then(planted::Deafness::default),
            actions: Scratch::default(),
            call_actions: Scratch::default(),
            effects: Scratch::default(),
        }
    }

    /// Takes one input and appends what follows from it.
    pub fn handle(&mut self, now: Instant, input: Input, out: &mut Outbox) {
        #[cfg(debug_assertions)]
        if self.deafness.as_mut().is_some_and(|deafness| !deafness.hears(&input)) {
            return;
        }
        // Most of what a phone hears is presence, which leaves its calls as they are.
        let mut calls = true;
        match input {
            Input::Command(Command::Call(command)) => self.user(now, command),
            Input::Command(Command::PressBlf(button)) => {
                if let Some(number) = self.phone.speed_dial(button) {
                    self.user(now, CallCommand::Dial(number));
                }
            }
            Input::Command(command) => self.phone.command(command, out),
            Input::Link { message, .. } => self.phone.message(message, out),
            Input::Configured(configured) => self.phone.configured(configured, out),
            Input::Datagram { from, bytes } if self.phone.is_plugged() => {
                if let Some(message) = wire::read(from, &bytes, out) {
                    calls = self.hear(now, from, &message);
                }
            }
            Input::Datagram { .. } => {}
            Input::Tick => {
                self.alarm.rang(now);
                self.watcher.tick(now, &mut self.actions);
                self.registrations.tick(now, &mut self.effects);
                calls = self.calls.next_at().is_some_and(|(at, _)| at <= now);
                if calls {
                    self.calls.tick(now, &mut self.call_actions);
                }
            }
        }
        self.fulfil(now);
        self.carry_out(out);
        // What has ended just now may have to be asked for anew: once for each lamp.
        while !self.phone.wishes.is_empty() {
            self.fulfil(now);
            self.carry_out(out);
        }
        if calls {
            self.carry_out_calls(now, out);
        }
        let calls = self.calls.next_at().map(|(at, timer)| (at, wire::reason(timer)));
        let next = [self.watcher.next_at(), self.registrations.next_at(), calls];
        self.alarm.see_to(soonest(&next), out);
    }

    /// A message belongs to the machine that serves its method; an answer, to the one that asked.
    /// Whether it may say something of calls, or that they are possible.
    fn hear(&mut self, now: Instant, from: NodeId, message: &Message) -> bool {
        match (message.status(), message.method()) {
            (Some(_), Method::Register) => {
                self.registrations.receive(now, from, message, &mut self.effects);
            }
            // The answer to what it said of its hook.
            (Some(_), Method::Notify) => self.hear_call(now, from, message),
            _ if Calls::serves(message) => self.hear_call(now, from, message),
            _ => {
                self.watcher.receive(now, from, message, &mut self.actions);
                return false;
            }
        }
        true
    }
}
