//! What lives at CallManager, to be looked at, and its end: in order, or in the middle of everything.

use super::CallManager;
use super::fanout::{Ending, LinkEnding};
use super::switch::DeviceLine;
use super::watches::{On, Via, Watch};
use crate::id::{NodeId, PhoneId, TrunkId};
use crate::node::{LinkMessage, NodeEvent, Outbox, node_of_phone};
use crate::presence::{LineState, PublishedStatus, Watcher, Way};
use crate::sip::Reason;
use crate::time::Instant;
use crate::trace::LampKey;

/// A subscription that lives, as it can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveSubscription<'a> {
    /// Who watches.
    pub watcher: Watcher,
    /// How.
    pub way: Way,
    /// The number asked for.
    pub target: &'a str,
    /// The lamp that it is for, where that is known.
    pub lamp: Option<LampKey>,
    /// How long it lives.
    pub lasts: Lasts,
    /// What the watcher was told last.
    pub status: Option<PublishedStatus>,
}

/// How long a subscription lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasts {
    /// Until then, unless it is refreshed.
    Until(Instant),
    /// As long as its phone, over an in-process link.
    AsItsPhone,
    /// Its request is not answered yet.
    Pending,
}

/// A subscription that CallManager itself holds at the far end of a trunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldSubscription<'a> {
    /// The trunk.
    pub trunk: TrunkId,
    /// The presentity asked for.
    pub target: &'a str,
    /// How long it lives.
    pub lasts: Lasts,
    /// What the far end told last.
    pub status: Option<PublishedStatus>,
}

impl CallManager {
    /// The subscriptions that live, oldest place first.
    pub fn subscriptions(&self) -> impl Iterator<Item = LiveSubscription<'_>> {
        self.watches.handles().into_iter().filter_map(|handle| {
            let watch = self.watches.get(handle)?;
            let (lasts, status) = self.standing(handle, watch);
            let own = || LampKey::of_phone(watch.watcher.phone()?, watch.way, &watch.target);
            Some(LiveSubscription {
                watcher: watch.watcher,
                way: watch.way,
                target: &watch.target,
                lamp: watch.lamp.as_deref().cloned().or_else(own),
                lasts,
                status,
            })
        })
    }

    /// How long a watch lives, and what its watcher was told last.
    fn standing(&self, handle: u32, watch: &Watch) -> (Lasts, Option<PublishedStatus>) {
        match (&watch.via, watch.on) {
            (Via::Sip(id), _) => {
                let told = self.notifier.told(*id);
                told.map_or((Lasts::Pending, None), |(at, status)| (Lasts::Until(at), status))
            }
            // A link loses nothing: what was published last was told.
            (Via::Link(_), On::Line(id)) => {
                let dn = self.engine.watched(id).map(|(dn, _)| dn);
                (Lasts::AsItsPhone, dn.map(|dn| self.engine.status(dn)))
            }
            (Via::Link(_), On::Route) if self.upstreams.carrier_of(handle).is_some() => {
                (Lasts::AsItsPhone, self.upstreams.cached(handle))
            }
            (Via::Link(_), On::Route) | (Via::Held(_), _) => (Lasts::Pending, None),
        }
    }

    /// The subscriptions that it holds through trunks.
    pub fn held_subscriptions(&self) -> impl Iterator<Item = HeldSubscription<'_>> {
        self.upstreams.all().map(|(leg, trunk, target, status)| {
            let ends_at = self.leg_ids.get(&leg).and_then(|id| self.legs.ends_at(*id));
            let lasts = ends_at.map_or(Lasts::Pending, Lasts::Until);
            HeldSubscription { trunk, target, lasts, status }
        })
    }

    /// The node at the far end of a trunk, and whether the trunk is in service.
    pub fn trunk_leads(&self, trunk: TrunkId) -> (Option<NodeId>, bool) {
        (self.trunks.far_end(&self.cluster, trunk), self.upstreams.is_available(trunk))
    }

    /// The phones that are registered by SIP, and until when, soonest first.
    pub fn registrations(&self) -> impl Iterator<Item = (PhoneId, Instant)> + '_ {
        self.registrar.ends()
    }

    /// Whether every NOTIFY has its answer, and nothing lives that one could owe.
    pub fn owes_nothing(&self) -> bool {
        self.notifier.is_empty()
    }

    /// Stops in the middle of everything, for another one to begin in its place. Nobody is told: the
    /// connections of phones end by themselves. What it said of lines it says no more.
    pub(super) fn stop(&self, out: &mut Outbox) {
        for (phone, configured) in self.cluster.phones.iter() {
            if let Some(session) = self.registrar.connection(phone) {
                out.link(node_of_phone(phone), LinkMessage::LinkLost { session });
            }
            for &dn in &configured.lines {
                if self.engine.line(phone, dn) != LineState::NotConnected {
                    self.learned(DeviceLine { phone, dn }, LineState::NotConnected, out);
                }
            }
        }
        for (dn, _) in self.cluster.directory_numbers.iter() {
            let status = PublishedStatus::Unknown;
            if self.engine.status(dn) != status {
                out.event(NodeEvent::Published { dn, status });
            }
        }
    }

    /// Ends every subscription: the last NOTIFY says that it may be asked for again (RFC 6665
    /// 4.2.2), subscriptions that left through trunks are taken back.
    pub(in crate::node) fn close_down(&mut self, now: Instant, out: &mut Outbox) {
        let ending = Ending {
            how: Reason::Deactivated.into(),
            code: 503,
            link: LinkEnding::Ended { again: true },
        };
        for handle in self.watches.handles() {
            self.close(now, handle, &ending, out);
        }
        self.carry_out(now, out);
        let next = self.next_at();
        self.alarm.see_to(next, out);
    }
}
