//! CallManager: registrar, switch of calls, notifier of presence.
//!
//! | file | its one idea |
//! |---|---|
//! | `registration` | who is here, and when that is noticed (R-24) |
//! | `register_sip` | REGISTER, and what it changes of that |
//! | `switch` | calls and their legs, without presence |
//! | `calls` | what a call does to lines, call lists and presence |
//! | `legs` | the calls of SIP phones: what INVITE and BYE do to the switch, and the switch to them |
//! | `requests` | from what a phone asks to a decision |
//! | `presence_sip`, `presence_link` | how the question comes and how the answer goes |
//! | `closing` | what lives here, to be looked at, and its end |
//! | `denied` | buttons without a status, and when they are asked for again |
//! | `fanout` | one status change to all who watch |
//! | `pings` | OPTIONS, and the trunks whose far ends do not answer |
//! | `trunks` | who is at the far end of each trunk, and who proves to be whom |
//! | `upstream` | presence that leaves the cluster, and comes back |
//! | `reconfigure` | what follows when the configuration changes, and what a Reset does |

mod calls;
mod closing;
mod denied;
mod fanout;
mod legs;
mod pings;
mod presence_link;
mod presence_sip;
mod reconfigure;
mod register_sip;
mod registration;
mod requests;
mod switch;
#[cfg(test)]
mod tests;
mod trunks;
mod upstream;
mod watches;

use crate::cluster::Cluster;
use crate::id::{ClusterId, DnId, PhoneId};
use crate::node::alarm::Alarm;
use crate::node::{Command, Input, LinkMessage, Outbox, Timers, WakeReason, phone_of_node, wire};
use crate::presence::route_list::{LegId, Step, Upstreams};
use crate::presence::{Engine, LineState, PublishedStatus, RouteIndex};
use crate::queue::Queue;
use crate::rng::Rng;
use crate::scratch::Scratch;
use crate::sip::address::{AddressPlan, HostPort};
use crate::sip::call::{Calls, SessionKeeping};
use crate::sip::notifier::Notifier;
use crate::sip::options::Pinger;
use crate::sip::watcher::{Identity, SubscriptionId, Watcher};
use crate::sip::{Action, SipTimers};
use crate::site::{Site, index_at, node_of_cluster, stream_name};
use crate::sorted::SortedMap;
use crate::time::{Instant, soonest};
pub use closing::{HeldSubscription, Lasts, LiveSubscription};
use denied::Denied;
use legs::Legs;
use pings::Pings;
use registration::Registrar;
use std::sync::Arc;
pub use switch::CallDisplay;
use switch::{Effects, Switch};
use trunks::Trunks;
use watches::Watches;

/// The cluster as one who talks.
#[derive(Clone, Debug)]
pub struct CallManager {
    cluster: Arc<Cluster>,
    index: Arc<RouteIndex>,
    registrar: Registrar,
    switch: Switch,
    sip_legs: Legs,
    engine: Engine,
    watches: Watches,
    denied: Denied,
    /// Its own address, and everybody's.
    address: HostPort,
    addresses: AddressPlan,
    timers: SipTimers,
    notifier: Notifier,
    trunks: Trunks,
    pings: Pings,
    upstreams: Upstreams,
    /// The subscriptions through trunks, by SIP.
    legs: Watcher,
    leg_ids: SortedMap<LegId, SubscriptionId>,
    /// Requests that wait for a far end, in the order of time.
    patience: Queue<(Instant, u32)>,
    alarm: Alarm,
    effects: Scratch<Effects>,
    actions: Scratch<Vec<Action>>,
    steps: Scratch<Vec<Step>>,
}

impl CallManager {
    /// The CallManager of a cluster of a site, with nobody registered. `seed` is the run's; its
    /// streams are its own (`sip:CallManager`). `None` where there is no such cluster.
    pub fn new(site: &Site, id: ClusterId, timers: Timers, seed: u64) -> Option<Self> {
        let cluster = Arc::clone(site.cluster(id)?);
        let phones = cluster.phones.capacity();
        let (node, noticed_after) = (node_of_cluster(id), timers.unplugged_noticed_after);
        let (address, addresses) = (site.addresses().address(node), site.addresses());
        let identity = Identity { node, addresses, device: "".into() };
        let name = stream_name(site, id, "CallManager");
        let rng = |what: &str| Rng::stream(seed, &format!("{what}:{name}"));
        let mut calls = Calls::on(node, addresses, timers.sip, rng("calls"));
        calls.keep_sessions(timers.sip.session_interval(), SessionKeeping::Asks);
        Some(CallManager {
            index: Arc::new(index_at(&cluster, address)),
            registrar: Registrar::new(phones, noticed_after),
            switch: Switch::new(phones),
            engine: Engine::new(&cluster),
            watches: Watches::new(phones),
            denied: Denied::default(),
            address,
            addresses,
            sip_legs: Legs::new(calls),
            timers: timers.sip,
            notifier: Notifier::new(node, site.addresses(), timers.sip, rng("sip")),
            trunks: Trunks::new(site, id, noticed_after, rng("digest")),
            pings: Pings::new(Pinger::on(node, addresses, timers.sip, rng("options"))),
            upstreams: Upstreams::new(),
            legs: Watcher::new(identity, timers.sip, rng("watch")),
            leg_ids: SortedMap::new(),
            patience: Queue::default(),
            alarm: Alarm::new(),
            effects: Scratch::default(),
            actions: Scratch::default(),
            steps: Scratch::default(),
            cluster,
        })
    }

    /// Takes one input and appends what follows from it.
    pub fn handle(&mut self, now: Instant, input: Input, out: &mut Outbox) {
        match input {
            Input::Datagram { from, bytes } => self.datagram(now, from, &bytes, out),
            Input::Link { from, message } => match phone_of_node(from) {
                Some(phone) => self.link(now, phone, message, out),
                None => self.trunk_link(now, from, message, out),
            },
            Input::Tick => self.tick(now, out),
            Input::Configured(configured) => self.configured(now, configured, out),
            Input::Command(Command::TrunkService { trunk, in_service }) => {
                self.trunk_service(now, trunk, in_service, out);
            }
            Input::Command(Command::Restart) => return self.stop(out),
            // Users have phones.
            Input::Command(_) => {}
        }
        self.see_to_pings(now);
        self.carry_out_pings(now, out);
        self.carry_out_calls(now, out);
        self.carry_out(now, out);
        let next = self.next_at();
        self.alarm.see_to(next, out);
    }

    /// What CallManager believes of a device's line; the device itself knows better.
    pub fn line(&self, phone: PhoneId, dn: DnId) -> LineState {
        self.engine.line(phone, dn)
    }

    /// What CallManager says of a presentity.
    pub fn status(&self, dn: DnId) -> PublishedStatus {
        self.engine.status(dn)
    }

    /// What the display of a phone says of a line's call; `None` where it has none.
    pub fn display(&self, phone: PhoneId, dn: DnId) -> Option<CallDisplay> {
        self.switch.display(switch::DeviceLine { phone, dn })
    }

    fn link(&mut self, now: Instant, phone: PhoneId, message: LinkMessage, out: &mut Outbox) {
        match message {
            LinkMessage::Register { session } => self.register(now, phone, session, out),
            LinkMessage::LinkLost { session } => self.link_lost(now, phone, session, out),
            LinkMessage::Unregister => self.gone(now, phone, out),
            LinkMessage::User(command) => self.user(now, phone, command, out),
            LinkMessage::Watch { token, way, target, line } => {
                self.link_watch(now, phone, presence_link::Ask { token, way, target, line }, out);
            }
            LinkMessage::Unwatch { token } => self.link_unwatch(now, phone, token, out),
            // CallManager's own words, which a phone does not say.
            LinkMessage::Registered { .. }
            | LinkMessage::Line { .. }
            | LinkMessage::ListEntry { .. }
            | LinkMessage::Status { .. }
            | LinkMessage::WatchRefused { .. }
            | LinkMessage::WatchEnded { .. }
            | LinkMessage::AskAgain { .. }
            | LinkMessage::Restart
            // Said by those outside.
            | LinkMessage::TrunkUp
            | LinkMessage::TrunkCall { .. }
            | LinkMessage::TrunkHangUp { .. } => {}
        }
    }

    fn tick(&mut self, now: Instant, out: &mut Outbox) {
        self.alarm.rang(now);
        self.notice_gone(now, out);
        self.notice_far_ends_gone(now, out);
        self.lose_patience(now, out);
        self.notifier.tick(now, &mut self.actions);
        self.legs.tick(now, &mut self.actions);
        self.tick_calls(now);
        self.tick_pings(now);
        self.carry_out(now, out);
    }

    fn next_at(&self) -> Option<(Instant, WakeReason)> {
        let gone = [self.registrar.next_lost(), self.trunks.next_at()];
        let noticed = soonest(&gone).map(|at| (at, WakeReason::NoticeGone));
        let ends = self.registrar.next_end().map(|at| (at, WakeReason::Expire));
        let patience = self.patience.front().map(|(at, _)| (*at, WakeReason::Patience));
        let calls = self.sip_legs.calls.next_at().map(|(at, timer)| (at, wire::reason(timer)));
        let (watches, legs) = (self.notifier.next_at(), self.legs.next_at());
        let pings = self.pings.pinger.next_at();
        soonest(&[watches, legs, pings, calls, noticed, ends, patience])
    }
}
