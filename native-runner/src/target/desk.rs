//! Between the run and a server under test: what our phones and those outside do is told to it.
//!
//! The engine's CallManager stays as the model of calls: who rings whom, what a line does. Its
//! presence is not asked for anything that a SIP phone watches: SUBSCRIBE goes to the server. What
//! phones do reaches the server as it takes it: by PUBLISH of what their lines do, or by calls through
//! it. In either case they register.

use std::collections::BTreeMap;
use std::sync::Arc;

use lampfield_core::cluster::Protocol;
use lampfield_core::id::{DnId, EventId, NodeId, PhoneId};
use lampfield_core::node::{CallCommand, Command, Node, node_of_phone, phone_of_node};
use lampfield_core::presence::PublishedStatus;
use lampfield_core::rng::Rng;
use lampfield_core::scenario::{Player, watched_number};
use lampfield_core::secret::Secret;
use lampfield_core::sip::Transport;
use lampfield_core::sip::address::{AddressPlan, HostPort};
use lampfield_core::sip::digest::Credentials;
use lampfield_core::sip::message::{Message, Method};
use lampfield_core::site::{Site, node_of_cluster, node_of_outside};
use lampfield_core::time::Instant;
use lampfield_core::trace::{LampKey, LampPlace, What};

use super::Tell;
use super::mouth::{Ends, Mouth};
use super::proof::{Heard, Proofs};

/// The desk.
#[derive(Debug)]
pub(super) struct Desk {
    tell: Tell,
    mouths: BTreeMap<NodeId, Mouth>,
    proofs: Proofs,
    /// Subscriptions that wait until their phone is registered.
    held: BTreeMap<NodeId, Vec<Arc<[u8]>>>,
    /// The first event not looked at.
    next: EventId,
    /// What was published last, by whom and of whom.
    published: BTreeMap<(NodeId, String), PublishedStatus>,
    /// What goes to the server, whether the run has noted it already.
    pub(super) out: Vec<(NodeId, Arc<[u8]>, Noted)>,
}

/// Whether a message stands in the trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Noted {
    Yes,
    No,
}

impl Desk {
    pub(super) fn new(
        player: &Player,
        (server, transport): (HostPort, Transport),
        tell: Tell,
        passwords: &BTreeMap<PhoneId, Secret>,
    ) -> Self {
        let site = player.site();
        let (timers, seed) = (player.scenario().timers.sip, player.seed());
        let credentials = |id: PhoneId, user: &str| {
            let (username, password) = (user.into(), passwords.get(&id)?.clone());
            Some(Arc::new(Credentials { username, password, realm: None }))
        };
        let addresses = site.addresses();
        let ends = |node| Ends { own: addresses.address(node), server, transport };
        let (mut mouths, mut proving) = (BTreeMap::new(), BTreeMap::new());
        for (id, phone) in site.first().phones.iter() {
            let (node, user) = (node_of_phone(id), number(site, id).unwrap_or(&phone.name));
            let own = credentials(id, user);
            proving.extend(own.clone().map(|own| (node, own)));
            let device = phone.device_name.as_deref().unwrap_or(&phone.name);
            let names = (phone.name.as_str(), user, device);
            mouths.insert(node, Mouth::new(node, names, ends(node), own, (timers, seed)));
        }
        for (id, one) in site.outside().iter() {
            let node = node_of_outside(id);
            let names = (one.name.as_str(), one.name.as_str(), "");
            mouths.insert(node, Mouth::new(node, names, ends(node), None, (timers, seed)));
        }
        Desk {
            tell,
            mouths,
            proofs: Proofs::new(proving, Rng::stream(seed, "target:proof")),
            held: BTreeMap::new(),
            next: EventId(0),
            published: BTreeMap::new(),
            out: Vec::new(),
        }
    }

    /// Looks at what users did since the last time, and tells the server.
    pub(super) fn look(&mut self, now: Instant, player: &Player) {
        let trace = player.world().trace();
        for event in trace.events_from(self.next) {
            self.next = EventId(event.id.0 + 1);
            if let (What::Command(command), Some(phone)) = (&event.what, phone_of_node(event.node))
            {
                self.command(now, player.site(), phone, command);
            }
        }
        self.collect();
    }

    /// Publishes what is new of lines, and of those outside, where the server takes it so.
    pub(super) fn publish_all(&mut self, now: Instant, player: &Player) {
        if self.tell == Tell::Publish {
            self.publish_lines(now, player);
            self.publish_outside(now, player);
            self.collect();
        }
    }

    fn command(&mut self, now: Instant, site: &Site, phone: PhoneId, command: &Command) {
        let sip = |id| site.first().phones.get(id).map(|own| own.model.protocol);
        if sip(phone) != Some(Protocol::Sip) {
            return;
        }
        let Some(mouth) = self.mouths.get_mut(&node_of_phone(phone)) else { return };
        match command {
            Command::Connect => mouth.register(now),
            Command::Unplug => mouth.unregister(now),
            Command::Call(call) if self.tell == Tell::Calls => mouth.call(now, call),
            Command::PressBlf(button) if self.tell == Tell::Calls => {
                let key = LampKey { phone, place: LampPlace::Blf(*button) };
                if let Some(number) = watched_number(site.first(), &key) {
                    mouth.call(now, &CallCommand::Dial(number.into()));
                }
            }
            _ => {}
        }
    }

    /// What the lines of our phones do, as a CallManager would say it.
    fn publish_lines(&mut self, now: Instant, player: &Player) {
        let cluster = player.site().first();
        for (id, dn) in cluster.directory_numbers.iter() {
            let Some(node) = speaker_for(player.site(), id) else { continue };
            let status = player.world().published(id);
            self.publish(now, node, dn.number.as_str(), status, PublishedStatus::Unknown);
        }
    }

    fn publish_outside(&mut self, now: Instant, player: &Player) {
        for (id, one) in player.site().outside().iter() {
            let node = node_of_outside(id);
            let Some(Node::Outside(own)) = player.world().node(node) else { continue };
            let phones = one.phones.iter().map(|phone| phone.number.as_str());
            let all = one.presentities.keys().map(String::as_str).chain(phones);
            let all: Vec<&str> = all.collect();
            for name in all {
                // Who is unplugged says nothing; what the server was told runs out.
                if let Some(status) = own.status(name).filter(|_| own.is_plugged()) {
                    self.publish(now, node, name, status, PublishedStatus::Unknown);
                }
            }
        }
    }

    /// Publishes what is new; what nobody has said yet is `before`.
    fn publish(
        &mut self,
        now: Instant,
        node: NodeId,
        user: &str,
        status: PublishedStatus,
        before: PublishedStatus,
    ) {
        let key = (node, user.to_owned());
        let told = self.published.get(&key).copied();
        if told.unwrap_or(before) == status {
            return;
        }
        self.published.insert(key, status);
        if let Some(mouth) = self.mouths.get_mut(&node) {
            mouth.publish(now, user, status);
        }
    }

    /// A message of a node for the server. A phone that is not registered yet waits.
    pub(super) fn sends(&mut self, node: NodeId, bytes: &Arc<[u8]>) {
        if self.mouths.get(&node).is_some_and(|mouth| mouth.waits) {
            self.held.entry(node).or_default().push(Arc::clone(bytes));
        } else {
            self.out.push((node, self.proofs.sends(node, bytes), Noted::Yes));
        }
    }

    /// A message from the server; gives back what is for the node itself.
    pub(super) fn receive(&mut self, now: Instant, node: NodeId, bytes: Vec<u8>) -> Taken {
        let Ok(message) = Message::parse(&bytes) else { return Taken::Unreadable };
        if Mouth::serves(&message) {
            if let Some(mouth) = self.mouths.get_mut(&node) {
                mouth.receive(now, &message);
            }
            self.collect();
            return Taken::Here(bytes);
        }
        match self.proofs.hears(node, &message, bytes.clone()) {
            Heard::Message(own) => Taken::Node(own),
            Heard::Again(again) => {
                self.out.push((node, again, Noted::No));
                Taken::Here(bytes)
            }
        }
    }

    /// Does what is due.
    pub(super) fn tick(&mut self, now: Instant) {
        for mouth in self.mouths.values_mut() {
            if mouth.next_at().is_some_and(|at| at <= now) {
                mouth.tick(now);
            }
        }
        self.collect();
    }

    /// When to call [`Desk::tick`] next.
    pub(super) fn next_at(&self) -> Option<Instant> {
        self.mouths.values().filter_map(Mouth::next_at).min()
    }

    /// Takes everything back that the server holds of us.
    pub(super) fn leave(&mut self, now: Instant) {
        self.mouths.values_mut().for_each(|mouth| mouth.leave(now));
        self.collect();
    }

    /// Whether the server holds nothing of us any more.
    pub(super) fn is_gone(&self) -> bool {
        self.mouths.values().all(Mouth::is_gone)
    }

    /// What went otherwise than it should, each once.
    pub(super) fn notes(&mut self) -> Vec<String> {
        let mut notes: Vec<String> = Vec::new();
        for note in self.mouths.values_mut().flat_map(|mouth| std::mem::take(&mut mouth.notes)) {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        notes
    }

    fn collect(&mut self) {
        for (node, mouth) in &mut self.mouths {
            self.out.extend(mouth.out.drain(..).map(|bytes| (*node, bytes, Noted::No)));
            if mouth.waits {
                continue;
            }
            for bytes in self.held.remove(node).into_iter().flatten() {
                self.out.push((*node, self.proofs.sends(*node, &bytes), Noted::Yes));
            }
        }
    }
}

/// What became of a message from the server.
#[derive(Debug)]
pub(super) enum Taken {
    /// It is no SIP.
    Unreadable,
    /// It was for what the desk says in a node's name.
    Here(Vec<u8>),
    /// The node gets it.
    Node(Vec<u8>),
}

/// Whether a message of a node leaves for the server: presence does. What makes up the model of calls
/// stays, and of a phone that is everything but what it watches.
pub(super) fn leaves(from: NodeId, bytes: &[u8]) -> bool {
    let Ok(message) = Message::parse(bytes) else { return true };
    let method = message.method();
    match (phone_of_node(from), message.status()) {
        (Some(_), None) => method == Method::Subscribe,
        (Some(_), Some(_)) => matches!(method, Method::Notify | Method::Options),
        (None, _) => method != Method::Register && !Mouth::serves(&message),
    }
}

/// The first phone that has a number.
fn speaker_for(site: &Site, dn: DnId) -> Option<NodeId> {
    let mut phones = site.first().phones.iter();
    phones.find(|(_, phone)| phone.lines.contains(&dn)).map(|(id, _)| node_of_phone(id))
}

/// The number of a phone's first line.
fn number(site: &Site, id: PhoneId) -> Option<&str> {
    let dn = *site.first().phones.get(id)?.lines.first()?;
    site.first().directory_numbers.get(dn).map(|dn| dn.number.as_str())
}

/// All of ours who may speak to the server: those of the simulator who have an address, and every
/// phone, whose lines are told.
pub(super) fn speakers(site: &Site) -> Vec<NodeId> {
    let phones = site.first().phones.iter().map(|(id, _)| node_of_phone(id));
    // The other clusters stay ours: to the server they are somebody behind a trunk.
    let clusters = site.clusters().skip(1).map(|(id, _)| node_of_cluster(id));
    let outside = site.outside().iter().map(|(id, _)| node_of_outside(id));
    phones.chain(clusters).chain(outside).collect()
}

/// The address of a node beside a server.
pub(super) fn own_address(server: HostPort, port: u16, node: NodeId) -> HostPort {
    AddressPlan::around(server, port).address(node)
}
