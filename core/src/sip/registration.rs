//! Registering with a registrar (RFC 3261 10.2): what a phone does, and a trunk that must.

use super::digest::Credentials;
use super::message::{ContactParts, Message, RegisterParts, same_uri};
use super::slab::Key;
use super::upkeep::{Keeper, Kept, Stamp, Upkeep};
use super::watcher::Party;
use super::{Effect, SipTimers, Told};
use crate::id::NodeId;
use crate::limits::{self, LimitReached};
use crate::node::WakeReason;
use crate::rng::Rng;
use crate::sip::address::{AddressPlan, HostPort};
use crate::time::Instant;
use std::sync::Arc;

pub use super::upkeep::News;

#[cfg(test)]
mod tests;

/// One registration of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegistrationId(Key);

/// What is to be registered.
#[derive(Clone, Copy, Debug)]
pub struct Registering<'a> {
    /// The node of the registrar.
    pub hub: NodeId,
    /// The address-of-record.
    pub aor: Party<'a>,
    /// The contact; its `expires` says nothing here.
    pub contact: ContactParts<'a>,
    /// For how many seconds at a time; a registrar may raise it (423).
    pub expires: u32,
    /// What a challenge is answered with; without it a challenge is a refusal.
    pub credentials: Option<&'a Arc<Credentials>>,
}

/// A registration.
#[derive(Clone, Debug)]
struct Record {
    upkeep: Upkeep,
    /// `sip:` and the registrar.
    uri: Box<str>,
    aor: Box<str>,
    contact: Box<str>,
    device: Box<str>,
    instance: Box<str>,
    flow: Option<u32>,
    call_id: Box<str>,
    tag: Box<str>,
    cseq: u32,
}

impl Kept for Record {
    const METHOD: &'static str = "REGISTER";

    fn upkeep(&self) -> &Upkeep {
        &self.upkeep
    }

    fn upkeep_mut(&mut self) -> &mut Upkeep {
        &mut self.upkeep
    }

    fn uri(&self) -> &str {
        &self.uri
    }

    fn advance(&mut self) {
        self.cseq = self.cseq.wrapping_add(1);
    }

    fn write(&self, stamp: &Stamp<'_>, out: &mut Vec<u8>) {
        let contact = ContactParts {
            uri: &self.contact,
            device: &self.device,
            instance: &self.instance,
            flow: self.flow,
            expires: None,
        };
        let parts = RegisterParts {
            request_uri: &self.uri,
            via: stamp.via,
            branch: stamp.branch,
            aor: &self.aor,
            from_tag: &self.tag,
            call_id: &self.call_id,
            cseq: self.cseq,
            contact,
            expires: if stamp.last { 0 } else { self.upkeep.expires },
            authorization: stamp.authorization,
        };
        parts.write(out);
    }

    /// The seconds that stand at our contact, else in Expires, else those that were asked for
    /// (RFC 3261 10.2.4).
    fn granted(&mut self, message: &Message) -> u32 {
        let own = plain(&self.contact);
        let ours = message.contacts().find(|contact| same_uri(plain(contact.uri()), own));
        let told = ours.and_then(|contact| contact.expires()).or_else(|| message.expires());
        told.unwrap_or(self.upkeep.expires).min(self.upkeep.expires)
    }

    fn begins_anew(&mut self, _code: u16) -> bool {
        false
    }

    fn lapsed(&mut self) {}

    fn owes(&self) -> bool {
        false
    }
}

/// A contact without the word that a transport layer writes behind it.
fn plain(mut uri: &str) -> &str {
    while let Some(shorter) = uri.strip_suffix(";transport=tcp") {
        uri = shorter;
    }
    uri
}

/// All registrations of one node, their transactions and their timers.
///
/// Where other machines live at the same node, answers to REGISTER (by their CSeq) come here.
#[derive(Clone, Debug)]
pub struct Registrations(Keeper<Record>);

impl Registrations {
    /// None yet, at the address of `node`.
    pub fn new(node: NodeId, timers: SipTimers, rng: Rng) -> Self {
        Registrations(Keeper::new(node, timers, rng))
    }

    /// The same where a plan says who is at which address.
    pub fn on(node: NodeId, addresses: AddressPlan, timers: SipTimers, rng: Rng) -> Self {
        let mut keeper = Keeper::new(node, timers, rng);
        keeper.agent.move_to(node, addresses);
        Registrations(keeper)
    }

    /// Sets the address that stands in Via, where it is not the simulated one of the node.
    pub fn set_address(&mut self, address: HostPort) {
        self.0.agent.set_address(address);
    }

    /// Registers, and goes on registering. `handle` comes back with everything that is told.
    ///
    /// # Errors
    /// Too many registrations.
    pub fn register(
        &mut self,
        now: Instant,
        what: &Registering<'_>,
        handle: u32,
        out: &mut Vec<Effect<Told<News>>>,
    ) -> Result<RegistrationId, LimitReached> {
        self.0.room(limits::REGISTRATIONS)?;
        let hub = self.0.agent.address_of(what.hub);
        let (call_id, tag) = self.0.names();
        let record = Record {
            upkeep: Upkeep::new(handle, what.hub, what.expires, what.credentials),
            uri: Party { user: "", host: what.aor.host }.uri(hub),
            aor: what.aor.uri(hub),
            contact: what.contact.uri.into(),
            device: what.contact.device.into(),
            instance: what.contact.instance.into(),
            flow: what.contact.flow,
            call_id,
            tag,
            cseq: 0,
        };
        Ok(RegistrationId(self.0.begin(now, record, out)))
    }

    /// Takes a registration back; [`News::Gone`] follows.
    pub fn unregister(
        &mut self,
        now: Instant,
        id: RegistrationId,
        out: &mut Vec<Effect<Told<News>>>,
    ) {
        self.0.end(now, id.0, out);
    }

    /// Takes a message that arrived.
    pub fn receive(
        &mut self,
        now: Instant,
        from: NodeId,
        message: &Message,
        out: &mut Vec<Effect<Told<News>>>,
    ) {
        self.0.receive(now, from, message, out);
    }

    /// Does what is due. Cheap when nothing is.
    pub fn tick(&mut self, now: Instant, out: &mut Vec<Effect<Told<News>>>) {
        self.0.tick(now, out);
    }

    /// When to call [`Registrations::tick`] next, and why.
    pub fn next_at(&self) -> Option<(Instant, WakeReason)> {
        self.0.next_at()
    }

    /// Nothing can be sent to `hub` at the moment: it refuses the connection, its link is down.
    pub fn transport_failed(
        &mut self,
        now: Instant,
        hub: NodeId,
        out: &mut Vec<Effect<Told<News>>>,
    ) {
        self.0.transport_failed(now, hub, out);
    }

    /// Forgets everything in silence: the phone lost its network.
    pub fn forget_all(&mut self) {
        self.0.forget_all();
    }

    /// How many registrations there are, in whatever state.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
