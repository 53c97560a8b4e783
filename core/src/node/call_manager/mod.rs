//! CallManager: registrar, switch of calls, notifier of presence.
//!
//! | file | its one idea |
//! |---|---|
//! | `registration` | who is here, and when that is noticed (R-24) |
//! | `switch` | calls and their legs, without presence |
//! | `calls` | what a call does to lines, call lists and presence |
//! | `requests` | from what a phone asks to a decision |
//! | `presence_sip`, `presence_link` | how the question comes and how the answer goes |
//! | `fanout` | one status change to all who watch |

mod calls;
mod fanout;
mod presence_link;
mod presence_sip;
mod registration;
mod requests;
mod switch;
#[cfg(test)]
mod tests;
mod watches;

use crate::cluster::Cluster;
use crate::id::{ClusterId, DnId, PhoneId};
use crate::node::alarm::Alarm;
use crate::node::{Input, LinkMessage, Outbox, Timers, WakeReason, phone_of_node};
use crate::presence::{Engine, LineState, PublishedStatus, RouteIndex};
use crate::rng::Rng;
use crate::sip::Action;
use crate::sip::notifier::Notifier;
use crate::site::{Site, node_of_cluster};
use crate::time::Instant;
use registration::Registrar;
use std::sync::Arc;
pub use switch::CallDisplay;
use switch::{Effects, Switch};
use watches::Watches;

/// The cluster as one who talks.
#[derive(Clone, Debug)]
pub struct CallManager {
    cluster: Arc<Cluster>,
    index: Arc<RouteIndex>,
    registrar: Registrar,
    switch: Switch,
    engine: Engine,
    watches: Watches,
    notifier: Notifier,
    alarm: Alarm,
    /// Emptied after each use; kept for their room.
    effects: Effects,
    actions: Vec<Action>,
}

impl CallManager {
    /// The CallManager of a cluster of a site, with nobody registered. `rng` is its own stream
    /// (`sip:CallManager`). `None` where there is no such cluster.
    pub fn new(site: &Site, id: ClusterId, timers: Timers, rng: Rng) -> Option<Self> {
        let cluster = Arc::clone(site.cluster(id)?);
        let phones = cluster.phones.capacity();
        Some(CallManager {
            index: Arc::new(RouteIndex::new(&cluster)),
            registrar: Registrar::new(phones, timers.unplugged_noticed_after),
            switch: Switch::new(phones),
            engine: Engine::new(&cluster),
            watches: Watches::new(phones),
            notifier: Notifier::new(node_of_cluster(id), timers.sip, rng),
            alarm: Alarm::new(),
            effects: Effects::default(),
            actions: Vec::new(),
            cluster,
        })
    }

    /// Takes one input and appends what follows from it.
    pub fn handle(&mut self, now: Instant, input: Input, out: &mut Outbox) {
        match input {
            Input::Datagram { from, bytes } => self.datagram(now, from, &bytes, out),
            Input::Link { from, message } => {
                if let Some(phone) = phone_of_node(from) {
                    self.link(now, phone, message, out);
                }
            }
            Input::Tick => self.tick(now, out),
            // Users have phones; what an administrator does is not a command of a node.
            Input::Command(_) => {}
        }
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
            LinkMessage::LinkLost => self.link_lost(now, phone, out),
            LinkMessage::User(command) => self.user(now, phone, command, out),
            LinkMessage::Watch { token, way, target, line } => {
                self.link_watch(phone, presence_link::Ask { token, way, target, line }, out);
            }
            LinkMessage::Unwatch { token } => self.link_unwatch(phone, token),
            // CallManager's own words, which a phone does not say.
            LinkMessage::Registered { .. }
            | LinkMessage::Line { .. }
            | LinkMessage::ListEntry { .. }
            | LinkMessage::Status { .. }
            | LinkMessage::WatchRefused { .. } => {}
        }
    }

    fn tick(&mut self, now: Instant, out: &mut Outbox) {
        self.alarm.rang(now);
        self.notice_gone(now, out);
        self.notifier.tick(now, &mut self.actions);
        self.carry_out(out);
    }

    fn next_at(&self) -> Option<(Instant, WakeReason)> {
        let noticed = self.registrar.next_at().map(|at| (at, WakeReason::NoticeGone));
        [noticed, self.notifier.next_at()].into_iter().flatten().min()
    }
}
