//! The front desk of a CallManager that real phones and servers talk to: between addresses of a real
//! network and the nodes of a world.
//!
//! A world knows nodes, a network addresses. The desk knows which real end speaks for which node:
//! a phone by its REGISTER (`registering`), one outside by the address that its owner named, all
//! others as strangers, whom CallManager refuses. For a real phone it is what a simulated phone is
//! by itself: it registers it with CallManager, and turns INVITE and BYE into what a user does
//! (`calling`). Presence it passes on untouched: SUBSCRIBE and NOTIFY are CallManager's own.
//!
//! It is sans-IO like everything here: bytes and their source in, [`DeskAction`]s out, time as an
//! argument. Nothing in it decides about presence.

mod calling;
mod ends;
mod pace;
mod registering;
#[cfg(test)]
mod tests;
mod wire;

pub use ends::End;
pub use registering::Registered;

use crate::id::{NodeId, OutsideId, PhoneId};
use crate::lookup::LookupMap;
use crate::node::{LinkMessage, Timers, node_of_phone};
use crate::rng::Rng;
use crate::secret::Secret;
use crate::sip::address::HostPort;
use crate::sip::call::Calls;
use crate::sip::digest::{Algorithm, Authenticator, DigestOptions};
use crate::sip::message::{Glance, Message, Method};
use crate::sip::registrar::{Registrar, RegistrarOptions};
use crate::sip::{CallAction, Effect, Transport};
use crate::site::{Site, node_of_outside};
use crate::sorted::SortedMap;
use crate::time::Instant;
use calling::RealCall;
use ends::Ends;
use pace::Pace;
use registering::RealPhone;
use std::sync::Arc;

/// Something that the desk wants done, in the order in which it shall happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeskAction {
    /// Send bytes to a real end.
    Send {
        /// Where to.
        to: End,
        /// One message.
        bytes: Arc<[u8]>,
    },
    /// A node is played from outside from now on.
    Welcome(NodeId),
    /// CallManager gets a datagram of this node.
    Datagram {
        /// Who sent it.
        from: NodeId,
        /// The bytes; the topmost Via tells where they came from.
        bytes: Arc<[u8]>,
    },
    /// CallManager hears what a simulated phone would tell it over its link.
    Link {
        /// The phone.
        phone: PhoneId,
        /// What it says.
        message: LinkMessage,
    },
}

/// Who is who, who is registered, and which calls real phones have.
#[derive(Clone, Debug)]
pub struct FrontDesk {
    site: Arc<Site>,
    /// Where CallManager answers.
    own: HostPort,
    ends: Ends,
    pace: Pace,
    /// The real ends of those outside.
    seats: Vec<(NodeId, End)>,
    registrar: Registrar,
    /// What a phone must prove that it knows.
    passwords: SortedMap<PhoneId, Secret>,
    phones: SortedMap<PhoneId, RealPhone>,
    by_number: LookupMap<Arc<str>, Vec<PhoneId>>,
    calls: Calls,
    /// By the handle that `calls` knows: one for each phone, its id.
    real_calls: SortedMap<PhoneId, RealCall>,
    sessions: u32,
    /// Emptied after each use; kept for their room.
    call_actions: Vec<CallAction>,
    effects: Vec<Effect<crate::sip::registrar::News>>,
}

impl FrontDesk {
    /// A desk for the first CallManager of a site, which answers at `own`. `seats` are those outside
    /// who are real, with their addresses. `seed` gives its streams (`front:…`).
    pub fn new(
        site: Arc<Site>,
        own: HostPort,
        seats: &[(OutsideId, End)],
        timers: Timers,
        seed: u64,
    ) -> Self {
        let rng = |what: &str| Rng::stream(seed, &format!("front:{what}"));
        let realm = site.first().name.clone();
        // Phones know MD5, and some give up where they are offered more.
        let digest = DigestOptions { algorithms: &[Algorithm::Md5], ..DigestOptions::new(&realm) };
        let authenticator = Authenticator::new(digest, rng("digest"));
        let options = RegistrarOptions::default();
        FrontDesk {
            site,
            own,
            ends: Ends::default(),
            pace: Pace::new(timers.sip.sixty_four_t1()),
            seats: seats.iter().map(|(id, end)| (node_of_outside(*id), *end)).collect(),
            registrar: Registrar::new(
                crate::node::CALL_MANAGER,
                timers.sip,
                options,
                authenticator,
                rng("registrar"),
            ),
            passwords: SortedMap::new(),
            phones: SortedMap::new(),
            by_number: LookupMap::new(),
            calls: Calls::new(own, timers.sip, rng("calls")),
            real_calls: SortedMap::new(),
            sessions: 0,
            call_actions: Vec::new(),
            effects: Vec::new(),
        }
    }

    /// From now on a phone registers only with this password; its user name is the one that it
    /// registers as.
    pub fn set_password(&mut self, phone: PhoneId, password: Secret) {
        self.passwords.insert(phone, password);
    }

    /// The site acts otherwise from now on.
    pub fn reconfigure(&mut self, site: Arc<Site>) {
        self.site = site;
    }

    /// Those outside who are real, as guests: to be said once, before anything else.
    pub fn open(&self, out: &mut Vec<DeskAction>) {
        out.extend(self.seats.iter().map(|(node, _)| DeskAction::Welcome(*node)));
    }

    /// One message came from a real end. What cannot be read is answered where that is possible.
    pub fn receive(&mut self, now: Instant, from: End, bytes: &[u8], out: &mut Vec<DeskAction>) {
        if let Some(glance) = Glance::of(bytes) {
            return self.pass_on(now, from, &glance, out);
        }
        let message = match Message::parse_from(bytes, from.address) {
            Ok(message) => message,
            Err(error) => {
                out.extend(
                    error.answer.map(|bytes| DeskAction::Send { to: from, bytes: bytes.into() }),
                );
                return;
            }
        };
        if message.method() == Method::Notify
            && message.status().is_some_and(|code| code >= 200)
            && let Some(branch) = message.own_branch()
        {
            self.pace.answered(now, branch, out);
        }
        let handle = self.handle_of(from);
        if message.method() == Method::Register && message.status().is_none() {
            self.register(now, handle, &message, out);
        } else if Calls::serves(&message) {
            self.call_message(now, (handle, from), &message, out);
        } else {
            let user = message.from_user();
            let node = self.node_of(user.as_deref(), from).unwrap_or(handle);
            let bytes = Arc::from(message.with_return_path().as_ref());
            out.push(DeskAction::Datagram { from: node, bytes });
        }
    }

    /// CallManager sends a datagram to a node that is played from outside. A NOTIFY over UDP may have
    /// to wait until its receiver has answered others.
    pub fn send(&mut self, now: Instant, to: NodeId, bytes: &Arc<[u8]>, out: &mut Vec<DeskAction>) {
        // What is at the far end of a trunk is where the trunk leads, whatever it says of itself.
        let trunk = self.seats.iter().any(|(seat, _)| *seat == to);
        let known = self.end_of(to);
        let Some((to, bytes)) = wire::addressed(bytes, known, trunk) else { return };
        match wire::notify_branch(&bytes).filter(|_| to.transport == Transport::Udp) {
            Some(branch) => self.pace.send(now, to, (branch, bytes), out),
            None => out.push(DeskAction::Send { to, bytes }),
        }
    }

    /// Does what is due. Cheap when nothing is.
    pub fn tick(&mut self, now: Instant, out: &mut Vec<DeskAction>) {
        self.pace.tick(now, out);
        let mut effects = core::mem::take(&mut self.effects);
        self.registrar.tick(now, &mut effects);
        self.take_effects(now, &mut effects, out);
        self.effects = effects;
        let mut actions = core::mem::take(&mut self.call_actions);
        self.calls.tick(now, &mut actions);
        self.call_actions = actions;
        self.take_call_actions(now, out);
    }

    /// When to call [`FrontDesk::tick`] next.
    pub fn next_at(&self) -> Option<Instant> {
        let calls = self.calls.next_at().map(|(at, _)| at);
        let registrar = self.registrar.next_at().map(|(at, _)| at);
        [calls, registrar, self.pace.next_at()].into_iter().flatten().min()
    }

    /// What CallManager reads itself.
    fn pass_on(&mut self, now: Instant, from: End, glance: &Glance<'_>, out: &mut Vec<DeskAction>) {
        if let Some(branch) = glance.answered_branch() {
            self.pace.answered(now, branch, out);
        }
        let handle = self.handle_of(from);
        let node = self.node_of(glance.sender().as_deref(), from).unwrap_or(handle);
        let bytes = Arc::from(glance.with_return_path(from.address));
        out.push(DeskAction::Datagram { from: node, bytes });
    }

    /// The node that a message with this user in From, which came from an end, belongs to; `None` for
    /// a stranger.
    fn node_of(&self, user: Option<&str>, from: End) -> Option<NodeId> {
        let outside = self.seats.iter().find(|(_, end)| *end == from);
        if let Some((node, _)) = outside {
            return Some(*node);
        }
        self.phone_of(user?, from).map(node_of_phone)
    }

    /// The registered phone that sends: of those at this end, the one whose number stands in From.
    fn phone_of(&self, user: &str, from: End) -> Option<PhoneId> {
        let here = |id: &PhoneId| self.phones.get(id).is_some_and(|phone| phone.is_at(from));
        self.registered_with(user).iter().copied().find(here)
    }

    /// The handle of an end. Where a phone lives is not forgotten.
    fn handle_of(&mut self, end: End) -> NodeId {
        let phones = &self.phones;
        self.ends.handle(end, |end| phones.values().any(|phone| phone.end == end))
    }

    /// Where a node is, as far as it is known.
    fn end_of(&self, node: NodeId) -> Option<End> {
        if let Some((_, end)) = self.seats.iter().find(|(seat, _)| *seat == node) {
            return Some(*end);
        }
        let phone = crate::node::phone_of_node(node).and_then(|id| self.phones.get(&id));
        phone.map(|phone| phone.end).or_else(|| self.ends.end(node))
    }
}
