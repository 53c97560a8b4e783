//! The side that publishes: keeps a document at a server for as long as it is wanted there.

use crate::id::NodeId;
use crate::limits::{self, LimitReached};
use crate::node::WakeReason;
use crate::rng::Rng;
use crate::sip::address::HostPort;
use crate::sip::digest::Credentials;
use crate::sip::message::{Message, PublishParts};
use crate::sip::slab::Key;
use crate::sip::upkeep::{Keeper, Kept, News, Stamp, Upkeep};
use crate::sip::watcher::Party;
use crate::sip::{Effect, SipTimers, Told};
use crate::time::Instant;
use std::sync::Arc;

/// One publication of a publisher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublisherId(Key);

/// What is to be published.
#[derive(Clone, Copy, Debug)]
pub struct Publishing<'a> {
    /// The node of the compositor.
    pub server: NodeId,
    /// The presentity.
    pub presentity: Party<'a>,
    /// For how many seconds at a time; a server may raise it (423).
    pub expires: u32,
    /// What a challenge is answered with; without it a challenge is a refusal.
    pub credentials: Option<&'a Arc<Credentials>>,
    /// The presence document.
    pub body: &'a Arc<[u8]>,
}

/// A publication.
#[derive(Clone, Debug)]
struct Record {
    upkeep: Upkeep,
    presentity: Box<str>,
    call_id: Box<str>,
    tag: Box<str>,
    cseq: u32,
    /// The entity-tag; empty while the server holds nothing.
    etag: Box<str>,
    body: Arc<[u8]>,
    /// Documents are counted: the newest, the one in the request that is out, the one that the
    /// server has.
    newest: u32,
    asked: u32,
    heard: u32,
}

impl Record {
    /// Whether the next request brings the document.
    fn brings_body(&self) -> bool {
        self.etag.is_empty() || self.heard != self.newest
    }
}

impl Kept for Record {
    const METHOD: &'static str = "PUBLISH";

    fn upkeep(&self) -> &Upkeep {
        &self.upkeep
    }

    fn upkeep_mut(&mut self) -> &mut Upkeep {
        &mut self.upkeep
    }

    fn uri(&self) -> &str {
        &self.presentity
    }

    fn advance(&mut self) {
        self.cseq = self.cseq.wrapping_add(1);
        self.asked = self.newest;
    }

    fn write(&self, stamp: &Stamp<'_>, out: &mut Vec<u8>) {
        let parts = PublishParts {
            presentity: &self.presentity,
            via: stamp.via,
            branch: stamp.branch,
            from_tag: &self.tag,
            call_id: &self.call_id,
            cseq: self.cseq,
            if_match: &self.etag,
            expires: if stamp.last { 0 } else { self.upkeep.expires },
            authorization: stamp.authorization,
            body: if !stamp.last && self.brings_body() { &self.body } else { &[] },
        };
        parts.write(out);
    }

    /// Every answer brings another entity-tag (RFC 3903 4.1). Without one there is nothing that
    /// could be refreshed: the next request begins anew.
    fn granted(&mut self, message: &Message) -> u32 {
        self.heard = self.asked;
        self.etag = message.etag().unwrap_or("").into();
        message.expires().unwrap_or(self.upkeep.expires).min(self.upkeep.expires)
    }

    /// 412: the server knows this publication no more (RFC 3903 4.1.2).
    fn begins_anew(&mut self, code: u16) -> bool {
        let anew = code == 412 && !self.etag.is_empty();
        if anew {
            self.lapsed();
            self.upkeep.lost();
        }
        anew
    }

    fn lapsed(&mut self) {
        self.etag = "".into();
    }

    fn owes(&self) -> bool {
        self.heard != self.newest
    }
}

/// All publications that one node keeps at servers, their transactions and their timers.
///
/// Where other machines live at the same node, answers to PUBLISH (by their CSeq) come here.
#[derive(Clone, Debug)]
pub struct Publisher(Keeper<Record>);

impl Publisher {
    /// Nothing yet, at the address of `node`.
    pub fn new(node: NodeId, timers: SipTimers, rng: Rng) -> Self {
        Publisher(Keeper::new(node, timers, rng))
    }

    /// Sets the address that stands in Via, where it is not the simulated one of the node.
    pub fn set_address(&mut self, address: HostPort) {
        self.0.agent.set_address(address);
    }

    /// Publishes, and goes on refreshing. `handle` comes back with everything that is told.
    ///
    /// # Errors
    /// Too many publications.
    pub fn publish(
        &mut self,
        now: Instant,
        what: &Publishing<'_>,
        handle: u32,
        out: &mut Vec<Effect<Told<News>>>,
    ) -> Result<PublisherId, LimitReached> {
        self.0.room(limits::PUBLICATIONS)?;
        let (call_id, tag) = self.0.names();
        let record = Record {
            upkeep: Upkeep::new(handle, what.server, what.expires, what.credentials),
            presentity: what.presentity.uri(self.0.agent.address_of(what.server)),
            call_id,
            tag,
            cseq: 0,
            etag: "".into(),
            body: Arc::clone(what.body),
            newest: 1,
            asked: 0,
            heard: 0,
        };
        Ok(PublisherId(self.0.begin(now, record, out)))
    }

    /// Publishes another document in the place of the one before: now, or once the request that is
    /// out is answered. Of several the last one counts.
    pub fn modify(
        &mut self,
        now: Instant,
        id: PublisherId,
        body: &Arc<[u8]>,
        out: &mut Vec<Effect<Told<News>>>,
    ) {
        if let Some(record) = self.0.get_mut(id.0) {
            record.body = Arc::clone(body);
            record.newest = record.newest.wrapping_add(1);
            self.0.say(now, id.0, out);
        }
    }

    /// Takes a publication back; [`News::Gone`] follows.
    pub fn remove(&mut self, now: Instant, id: PublisherId, out: &mut Vec<Effect<Told<News>>>) {
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

    /// When to call [`Publisher::tick`] next, and why.
    pub fn next_at(&self) -> Option<(Instant, WakeReason)> {
        self.0.next_at()
    }

    /// Nothing can be sent to `server` at the moment: it refuses the connection, its link is down.
    pub fn transport_failed(
        &mut self,
        now: Instant,
        server: NodeId,
        out: &mut Vec<Effect<Told<News>>>,
    ) {
        self.0.transport_failed(now, server, out);
    }

    /// Forgets everything in silence: the phone lost its network.
    pub fn forget_all(&mut self) {
        self.0.forget_all();
    }

    /// How many publications there are, in whatever state.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
