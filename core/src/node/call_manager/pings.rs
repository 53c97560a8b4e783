//! OPTIONS to the far ends of trunks: a trunk whose far end is silent goes out of service before
//! anybody has to wait for it, and comes back by itself (*Enable OPTIONS Ping*).

use super::CallManager;
use crate::gather::Gather;
use crate::id::{NodeId, TrunkId};
use crate::node::{NodeEvent, Outbox};
use crate::scratch::Scratch;
use crate::sip::message::Message;
use crate::sip::options::{News, PingId, PingOptions, Pinger, Watching};
use crate::sip::watcher::Party;
use crate::sip::{Effect, Told};
use crate::sorted::SortedMap;
use crate::time::Instant;

/// The far ends that are asked, each by its trunk.
#[derive(Clone, Debug)]
pub(super) struct Pings {
    pub(super) pinger: Pinger,
    watched: SortedMap<TrunkId, (NodeId, PingId)>,
    effects: Scratch<Vec<Effect<Told<News>>>>,
    /// Whether the trunks are to be looked through: they may be others.
    pub(super) look: bool,
}

impl Pings {
    pub(super) fn new(pinger: Pinger) -> Self {
        Pings { pinger, watched: SortedMap::new(), effects: Scratch::default(), look: true }
    }
}

impl CallManager {
    /// Begins to ask where a trunk is to be watched, and stops where it is not any more.
    pub(super) fn see_to_pings(&mut self, now: Instant) {
        if !core::mem::take(&mut self.pings.look) {
            return;
        }
        let pinged = |(id, trunk): (TrunkId, &crate::cluster::Trunk)| {
            let asks = trunk.sip().is_some_and(|sip| sip.options_ping);
            let far = self.trunks.far_end(&self.cluster, id).filter(|_| asks)?;
            Some((id, far))
        };
        let wanted: Vec<(TrunkId, NodeId)> = self.cluster.trunks.iter().filter_map(pinged).gather();
        let stands = |id: &TrunkId, node: &NodeId| wanted.contains(&(*id, *node));
        let ended = self.pings.watched.iter().filter(|(id, (node, _))| !stands(id, node));
        for id in ended.map(|(id, _)| *id).gather() {
            if let Some((_, ping)) = self.pings.watched.remove(&id) {
                self.pings.pinger.stop(ping);
            }
        }
        for (id, node) in wanted {
            if !self.pings.watched.contains_key(&id) {
                self.ping(now, id, node);
            }
        }
    }

    fn ping(&mut self, now: Instant, trunk: TrunkId, node: NodeId) {
        let (own, real) = (self.address.to_string(), self.trunks.real_address(node));
        let real = real.map(|address| address.to_string());
        let what = Watching {
            server: node,
            to: Party { user: "", host: real.as_deref() },
            from: Party { user: "", host: Some(&own) },
            options: PingOptions::default(),
        };
        let Pings { pinger, watched, effects, .. } = &mut self.pings;
        // A cluster has fewer trunks than a pinger takes far ends.
        if let Ok(ping) = pinger.watch(now, &what, trunk.0, effects) {
            watched.insert(trunk, (node, ping));
        }
    }

    /// An answer to OPTIONS.
    pub(super) fn ping_answered(&mut self, now: Instant, from: NodeId, message: &Message) {
        self.pings.pinger.receive(now, from, message, &mut self.pings.effects);
    }

    pub(super) fn tick_pings(&mut self, now: Instant) {
        self.pings.pinger.tick(now, &mut self.pings.effects);
    }

    pub(super) fn carry_out_pings(&mut self, now: Instant, out: &mut Outbox) {
        for effect in core::mem::take(&mut self.pings.effects).drain(..) {
            match effect {
                Effect::Send { to, bytes } => out.send(to, bytes),
                Effect::TimerFired(reason) => out.event(NodeEvent::TimerFired(reason)),
                Effect::News(Told { handle, news }) => {
                    self.trunk_service(now, TrunkId(handle), news == News::Up, out);
                }
            }
        }
    }
}
