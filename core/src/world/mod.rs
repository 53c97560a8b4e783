//! Nodes and network on one virtual clock.
//!
//! The world takes the first item out of its queue, lets it happen, and drains what the node
//! wants done, before it takes the next: [`World::step`]. Time is the time of that item; it never
//! goes back. A clone of a world is a *fork*: both go on alike, until they are treated differently.

mod actor;
mod carry;
mod cast;
mod configure;
mod guests;
mod queue;
mod run;
mod slots;
#[cfg(test)]
mod tests;
mod wakes;

pub use actor::Actor;
pub use carry::{Departure, Wording};
pub use guests::ForGuest;

use crate::cluster::Cluster;
use crate::digest::Digest;
use crate::id::{ClusterId, DnId, EventId, NodeId, OutsideId, PhoneId, TrunkId};
use crate::limits::{self, LimitReached};
use crate::network::{Fault, InForce, Network, NetworkOptions};
use crate::node::{
    Command, Configured, Device, ListEntry, Node, Outbox, OutsideCommand, Role, Timers,
    node_of_phone,
};
use crate::presence::{CallList, Decision, LineState, PublishedStatus};
use crate::scratch::Scratch;
use crate::site::{Site, node_of_cluster, node_of_outside};
use crate::time::Instant;
use crate::trace::{Lamp, LampKey, MessageId, Trace, TraceLevel};
use cast::Cast;
use guests::Guests;
use queue::{Due, Queue};
use slots::Slots;
use std::sync::Arc;

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
    Command(NodeId, Command),
    Fault(Fault),
    Configure(ClusterId, Configured, Box<str>),
}

/// Nodes, network, clock and trace of one run.
#[derive(Clone, Debug)]
pub struct World<A = Node> {
    site: Arc<Site>,
    now: Instant,
    cast: Cast<A>,
    network: Network,
    queue: Queue,
    mail: Slots<Mail>,
    /// Datagrams that a carrier outside is to take, where there is one.
    departures: Option<Vec<Departure>>,
    /// What the carrier writes into a message before it is sent.
    wording: Option<Wording>,
    /// Nodes that are played from outside.
    guests: Guests,
    orders: Slots<Order>,
    /// Empty between steps; kept for its room.
    outbox: Scratch<Outbox>,
    trace: Trace,
    seed: u64,
    timers: Timers,
    next_message: u64,
    /// How often a CallManager has restarted.
    restarts: u64,
    steps_at_this_instant: u64,
    halted: Option<LimitReached>,
}

impl World {
    /// A world of one cluster at time 0 in which nothing has happened: nobody is connected.
    ///
    /// # Errors
    /// [`LimitReached`] where the cluster has too many phones.
    pub fn new(cluster: Arc<Cluster>, options: WorldOptions) -> Result<Self, LimitReached> {
        World::of_site(Arc::new(Site::of(cluster)), options)
    }

    /// A world of a whole site at time 0 in which nothing has happened.
    ///
    /// # Errors
    /// [`LimitReached`] where there are too many phones.
    pub fn of_site(site: Arc<Site>, options: WorldOptions) -> Result<Self, LimitReached> {
        let all = Arc::clone(&site);
        let make = |role| Node::for_role(role, &all, options.timers, options.seed);
        World::with_nodes(site, &options, make)
    }

    /// A call list of a phone, newest entry first.
    pub fn call_list(&self, phone: PhoneId, list: CallList) -> &[ListEntry] {
        self.node(node_of_phone(phone)).map_or(&[], |node| node.call_list(list))
    }
}

impl<A: Actor> World<A> {
    /// A world at time 0 with nodes of one's own, made for each role in turn: a cluster's
    /// CallManager before its phones, cluster by cluster, then those outside.
    ///
    /// # Errors
    /// [`LimitReached`] where there are too many phones.
    pub fn with_nodes(
        site: Arc<Site>,
        options: &WorldOptions,
        mut make: impl FnMut(Role) -> Option<A>,
    ) -> Result<Self, LimitReached> {
        let phones = site.clusters().map(|(_, cluster)| cluster.phones.capacity()).max();
        limits::PHONES.check(phones.unwrap_or(0))?;
        let mut cast = Cast::new();
        for role in roles(&site) {
            if let Some(actor) = make(role) {
                cast.put(role.node(), actor);
            }
        }
        let network = Network::new(&site, options.seed, &options.network);
        Ok(World {
            site,
            now: Instant::ZERO,
            cast,
            network,
            queue: Queue::default(),
            mail: Slots::default(),
            departures: None,
            wording: None,
            guests: Guests::default(),
            orders: Slots::default(),
            outbox: Scratch::default(),
            trace: Trace::new(options.trace),
            seed: options.seed,
            timers: options.timers,
            next_message: 0,
            restarts: 0,
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
        self.order(Order::Command(node_of_phone(phone), command));
    }

    /// Queues what one who is outside is told, like a command.
    pub fn outside(&mut self, outside: OutsideId, command: OutsideCommand) {
        let order = Order::Command(node_of_outside(outside), Command::Outside(command));
        self.order(order);
    }

    /// Queues that one outside is plugged in or loses its network, like a command.
    pub fn outside_link(&mut self, outside: OutsideId, plugged: bool) {
        let command = if plugged { Command::Connect } else { Command::Unplug };
        self.order(Order::Command(node_of_outside(outside), command));
    }

    /// Queues a fault of the network, like a command.
    pub fn fault(&mut self, fault: Fault) {
        self.order(Order::Fault(fault));
    }

    /// Queues that a cluster is configured otherwise from now on, like a command: its active
    /// configuration, and the devices that start afresh with it. `words` say what was done.
    pub fn configure(
        &mut self,
        cluster: ClusterId,
        active: Arc<Cluster>,
        restarts: &[Device],
        words: &str,
    ) {
        let configured = Configured { cluster: active, restarts: restarts.into() };
        self.order(Order::Configure(cluster, configured, words.into()));
    }

    /// Queues that a trunk goes out of service or comes into it, like a command.
    pub fn trunk_service(&mut self, cluster: ClusterId, trunk: TrunkId, in_service: bool) {
        let command = Command::TrunkService { trunk, in_service };
        self.order(Order::Command(node_of_cluster(cluster), command));
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

    /// The site as its nodes know it: its clusters are the active configurations.
    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// The first cluster as its nodes know it.
    pub fn cluster(&self) -> &Arc<Cluster> {
        self.site.first()
    }

    /// One of those who live in it.
    pub fn node(&self, node: NodeId) -> Option<&A> {
        self.cast.get(node)
    }

    /// Whether the link of a phone or seat is cut now.
    pub fn is_cut(&self, phone: PhoneId) -> bool {
        self.network.link(phone).is_some_and(|link| link.cut)
    }

    /// What disturbs the network now, beside how it was at the start.
    pub fn faults(&self, start: &NetworkOptions) -> Vec<InForce> {
        self.network.in_force(start)
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

/// Everybody's role, in the order of making.
fn roles(site: &Site) -> impl Iterator<Item = Role> + '_ {
    let clusters = site.clusters().flat_map(|(id, cluster)| {
        let phones = cluster.phones.iter().map(move |(phone, _)| Role::Phone(id, phone));
        core::iter::once(Role::CallManager(id)).chain(phones)
    });
    clusters.chain(site.outside().iter().map(|(id, _)| Role::Outside(id)))
}
