//! Nodes and network on one virtual clock.
//!
//! The world takes the first item out of its queue, lets it happen, and drains what the node
//! wants done, before it takes the next: [`World::step`]. Time is the time of that item; it never
//! goes back. A clone of a world is a *fork*: both go on alike, until they are treated differently.

mod actor;
mod queue;
mod run;
mod slots;
#[cfg(test)]
mod tests;
mod wakes;

pub use actor::Actor;

use crate::cluster::Cluster;
use crate::digest::Digest;
use crate::id::{DnId, EventId, NodeId, PhoneId};
use crate::limits::{self, LimitReached};
use crate::network::{Fault, Network, NetworkOptions};
use crate::node::{CallManager, Command, ListEntry, Node, Outbox, Timers, node_of_phone};
use crate::presence::{CallList, Decision, LineState, PublishedStatus};
use crate::rng::Rng;
use crate::time::Instant;
use crate::trace::{Lamp, LampKey, MessageId, Trace, TraceLevel};
use queue::{Due, Queue};
use slots::Slots;
use std::sync::Arc;
use wakes::Wakes;

/// What a world is made with, beside its cluster.
#[derive(Clone, Debug, Default)]
pub struct WorldOptions {
    /// The seed of all dice.
    pub seed: u64,
    /// How links behave at the start.
    pub network: NetworkOptions,
    /// How long nodes wait.
    pub timers: Timers,
    /// How much of what happens can be looked at.
    pub trace: TraceLevel,
}

/// A datagram on its way.
#[derive(Clone, Debug)]
struct Mail {
    from: NodeId,
    to: NodeId,
    message: MessageId,
    sent: EventId,
    bytes: Arc<[u8]>,
}

/// What is ordered from outside.
#[derive(Clone, Debug)]
enum Order {
    Command(PhoneId, Command),
    Fault(Fault),
}

/// Nodes, network, clock and trace of one run.
#[derive(Clone, Debug)]
pub struct World<A = Node> {
    cluster: Arc<Cluster>,
    now: Instant,
    /// By [`NodeId`]; a deleted phone leaves a hole.
    nodes: Vec<Option<A>>,
    /// By [`NodeId`].
    wakes: Vec<Wakes>,
    network: Network,
    queue: Queue,
    mail: Slots<Mail>,
    orders: Slots<Order>,
    /// Empty between steps; kept for its room.
    outbox: Outbox,
    trace: Trace,
    next_message: u64,
    steps_at_this_instant: u64,
    halted: Option<LimitReached>,
}

impl World {
    /// A world at time 0 in which nothing has happened: nobody is connected.
    ///
    /// # Errors
    /// [`LimitReached`] where the cluster has too many phones.
    pub fn new(cluster: Arc<Cluster>, options: WorldOptions) -> Result<Self, LimitReached> {
        let (seed, timers) = (options.seed, options.timers);
        let nodes = Arc::clone(&cluster);
        World::with_nodes(cluster, &options, |phone| match phone {
            None => {
                let rng = Rng::stream(seed, "sip:CallManager");
                let node = CallManager::new(Arc::clone(&nodes), timers, rng);
                Some(Node::CallManager(Box::new(node)))
            }
            Some(phone) => {
                let name = &nodes.phones.get(phone)?.name;
                let rng = Rng::stream(seed, &format!("sip:{name}"));
                Node::phone(phone, &nodes, timers, rng)
            }
        })
    }

    /// A call list of a phone, newest entry first.
    pub fn call_list(&self, phone: PhoneId, list: CallList) -> &[ListEntry] {
        self.node(node_of_phone(phone)).map_or(&[], |node| node.call_list(list))
    }
}

impl<A: Actor> World<A> {
    /// A world at time 0 with nodes of one's own: `make(None)` gives CallManager, then
    /// `make(Some(phone))` each phone in the order of their ids.
    ///
    /// # Errors
    /// [`LimitReached`] where the cluster has too many phones.
    pub fn with_nodes(
        cluster: Arc<Cluster>,
        options: &WorldOptions,
        mut make: impl FnMut(Option<PhoneId>) -> Option<A>,
    ) -> Result<Self, LimitReached> {
        let phones = cluster.phones.capacity();
        limits::PHONES.check(phones)?;
        let mut nodes = Vec::with_capacity(phones + 1);
        nodes.push(make(None));
        nodes.resize_with(phones + 1, || None);
        for (phone, _) in cluster.phones.iter() {
            if let Some(place) = nodes.get_mut(node_of_phone(phone).index()) {
                *place = make(Some(phone));
            }
        }
        let network = Network::new(&cluster, options.seed, &options.network);
        Ok(World {
            cluster,
            now: Instant::ZERO,
            wakes: vec![Wakes::default(); nodes.len()],
            nodes,
            network,
            queue: Queue::default(),
            mail: Slots::default(),
            orders: Slots::default(),
            outbox: Outbox::default(),
            trace: Trace::new(options.trace),
            next_message: 0,
            steps_at_this_instant: 0,
            halted: None,
        })
    }

    /// The time: that of the last step, or where [`World::run_until`] ran to.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// When the next queued item is due; `None` where nothing will ever happen again.
    pub fn next_at(&self) -> Option<Instant> {
        if self.halted.is_some() { None } else { self.queue.next_at() }
    }

    /// Queues what a user does with a phone: it happens now, after deliveries and timers of this
    /// instant, at the next steps.
    pub fn command(&mut self, phone: PhoneId, command: Command) {
        self.order(Order::Command(phone, command));
    }

    /// Queues a fault of the network, like a command.
    pub fn fault(&mut self, fault: Fault) {
        self.order(Order::Fault(fault));
    }

    fn order(&mut self, order: Order) {
        let slot = self.orders.put(order);
        let pushed = self.queue.push(self.now, Due::Order(slot));
        self.halt_on(pushed);
    }

    /// Lets exactly one queued item happen and returns its time; `None` where nothing is queued
    /// or the world was halted.
    pub fn step(&mut self) -> Option<Instant> {
        if self.halted.is_some() {
            return None;
        }
        let item = self.queue.pop()?;
        let advanced = self.advance(item.at);
        self.halt_on(advanced);
        let happened = self.happen(item.due);
        self.halt_on(happened);
        Some(self.now)
    }

    /// Lets everything happen that is due at `t` or before, then sets the clock to `t`.
    pub fn run_until(&mut self, t: Instant) {
        while self.next_at().is_some_and(|at| at <= t) {
            self.step();
        }
        if self.halted.is_none() && t > self.now {
            self.now = t;
            self.steps_at_this_instant = 0;
        }
    }

    fn advance(&mut self, at: Instant) -> Result<(), LimitReached> {
        if at > self.now {
            self.now = at;
            self.steps_at_this_instant = 0;
        }
        self.steps_at_this_instant += 1;
        let limit = limits::EVENTS_AT_ONE_INSTANT;
        if self.steps_at_this_instant > limit.bound { Err(limit.reached()) } else { Ok(()) }
    }

    fn halt_on(&mut self, result: Result<(), LimitReached>) {
        if let Err(limit) = result {
            self.halted.get_or_insert(limit);
        }
    }

    /// The limit at which the world stopped for good, if it did.
    pub fn halted(&self) -> Option<LimitReached> {
        self.halted
    }

    /// The cluster as its nodes know it.
    pub fn cluster(&self) -> &Arc<Cluster> {
        &self.cluster
    }

    /// One of those who live in it.
    pub fn node(&self, node: NodeId) -> Option<&A> {
        self.nodes.get(node.index()).and_then(Option::as_ref)
    }

    /// Whether the link of a phone is cut now.
    pub fn is_cut(&self, phone: PhoneId) -> bool {
        self.network.link(phone).is_some_and(|link| link.cut)
    }

    /// What happened.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// The digest of what happened.
    pub fn digest(&self) -> Digest {
        self.trace.digest()
    }

    /// What a lamp shows, `None` where there is no such lamp.
    pub fn lamp(&self, key: &LampKey) -> Option<Lamp> {
        self.trace.kept().lamp(key).map(|shown| shown.lamp)
    }

    /// What a device does on a line: the truth.
    pub fn line(&self, phone: PhoneId, dn: DnId) -> LineState {
        self.trace.kept().line(phone, dn)
    }

    /// What CallManager says of a presentity.
    pub fn published(&self, dn: DnId) -> PublishedStatus {
        self.trace.kept().published(dn)
    }

    /// The latest decision behind a lamp, kept at every trace level.
    pub fn decision_for(&self, key: &LampKey) -> Option<&Decision> {
        self.trace.kept().decision(key).map(|kept| &*kept.decision)
    }
}
