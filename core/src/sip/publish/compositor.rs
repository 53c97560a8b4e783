//! The server's side: PUBLISH in the order of RFC 3903 6, and what is published of whom.

use super::words::{CompositorOptions, Heard, Publication, PublicationId};
use crate::id::NodeId;
use crate::limits;
use crate::lookup::LookupMap;
use crate::node::WakeReason;
use crate::presence::{PublishedStatus, shared_status};
use crate::rng::Rng;
use crate::sip::account::{Account, Door, Shut, Why};
use crate::sip::agent::Agent;
use crate::sip::deadlines::Deadlines;
use crate::sip::digest::Authenticator;
use crate::sip::endpoint::Admitted;
use crate::sip::message::{IfMatch, Message, Method, ResponseParts};
use crate::sip::slab::{Key, Slab};
use crate::sip::text::{HexText, put_all, read_hex};
use crate::sip::{Effect, SipTimers, pidf};
use crate::time::{Duration, Instant};
use std::sync::Arc;

/// The methods that a compositor serves.
const ALLOW: &str = "PUBLISH";
/// From here on a time is never too brief (RFC 3903 6, step 4).
const AN_HOUR: u32 = 3600;

/// What a document says, and the document.
type Content = (PublishedStatus, Arc<[u8]>);

/// What a PUBLISH asks for, after all checks.
struct Asked {
    aor: Arc<str>,
    /// The publication that it is about; `None` for a new one.
    key: Option<Key>,
    /// The seconds that are granted; 0 takes it back.
    expires: u32,
    /// `None` for a refresh.
    body: Option<Content>,
}

/// All publications at one node, their transactions and their timers.
///
/// Where other machines live at the same node, PUBLISH requests come here.
#[derive(Clone, Debug)]
pub struct Compositor {
    agent: Agent,
    door: Door,
    options: CompositorOptions,
    records: Slab<Publication>,
    /// The publications of each presentity, the oldest first.
    places: LookupMap<Arc<str>, Vec<Key>>,
    deadlines: Deadlines,
}

impl Compositor {
    /// A compositor without publications. `authenticator` challenges those whose account wants
    /// proof.
    pub fn new(
        node: NodeId,
        timers: SipTimers,
        options: CompositorOptions,
        authenticator: Authenticator,
        rng: Rng,
    ) -> Self {
        Compositor {
            agent: Agent::new(node, timers, rng),
            door: Door::new(authenticator),
            options,
            records: Slab::default(),
            places: LookupMap::new(),
            deadlines: Deadlines::default(),
        }
    }

    /// Takes a message that arrived, and answers it. `account` says what the owner knows of a
    /// presentity, `None` for one that there is not (404). Another method than PUBLISH is answered
    /// 405.
    pub fn receive<'a>(
        &mut self,
        now: Instant,
        from: NodeId,
        message: &Message,
        account: impl FnOnce(&str) -> Option<Account<'a>>,
        out: &mut Vec<Effect<Heard>>,
    ) {
        if !matches!(self.agent.admit(now, from, message, out), Admitted::Request) {
            return;
        }
        if message.method() != Method::Publish {
            return self.agent.not_served(now, from, message, ALLOW, out);
        }
        match self.judge(now, message, account) {
            Ok(asked) => self.commit(now, from, message, asked, out),
            Err(shut) => {
                let least = self.options.min_expires;
                self.agent.refuse(now, from, message, (&shut, least), out);
            }
        }
        self.prune();
    }

    /// What a PUBLISH asks for, or why it is refused: 404, then 401, 489, 400 or 412, 423, 400, 413
    /// or 415.
    fn judge<'a>(
        &mut self,
        now: Instant,
        message: &Message,
        account: impl FnOnce(&str) -> Option<Account<'a>>,
    ) -> Result<Asked, Shut> {
        if message.require().next().is_some() {
            return Err(420.into());
        }
        let user = message.request_user().filter(|user| !user.is_empty()).ok_or(404u16)?;
        self.door.enter(now, message, account(&user))?;
        if message.event().is_none_or(|event| event.package != "presence") {
            return Err(489.into());
        }
        let key = match message.if_match() {
            IfMatch::Absent => None,
            IfMatch::Malformed => return Err(400.into()),
            IfMatch::Tag(tag) => Some(self.find(&user, tag).ok_or(412u16)?),
        };
        let expires = self.granted(message)?;
        let body = body(message)?;
        if key.is_none() && body.is_none() {
            return Err(400.into());
        }
        let known = self.places.get(&*user).and_then(|keys| self.records.get(*keys.first()?));
        let aor = known.map_or_else(|| Arc::from(&*user), |known| Arc::clone(&known.aor));
        if key.is_none() && expires > 0 {
            let of_aor = self.places.get(&*user).map_or(0, Vec::len);
            limits::PUBLICATIONS_PER_AOR.check(of_aor + 1).map_err(|_| 503u16)?;
            limits::PUBLICATIONS.check(self.records.len() + 1).map_err(|_| 503u16)?;
        }
        Ok(Asked { aor, key, expires, body })
    }

    /// The publication of a presentity that has this entity-tag now: its place, then what is new
    /// with every change.
    fn find(&self, aor: &str, tag: &str) -> Option<Key> {
        let (place, nonce) = tag.split_at_checked(16)?;
        let (key, nonce) = (Key::from_token(read_hex(place)?), read_hex(nonce)?);
        let record = self.records.get(key)?;
        (record.nonce == nonce && *record.aor == *aor).then_some(key)
    }

    fn granted(&self, message: &Message) -> Result<u32, u16> {
        let asked = message.expires().unwrap_or(self.options.default_expires);
        if asked > 0 && asked < AN_HOUR && asked < self.options.min_expires {
            return Err(423);
        }
        Ok(asked.min(self.options.max_expires))
    }

    /// Does what is asked, answers 200 with the new entity-tag, and tells.
    fn commit(
        &mut self,
        now: Instant,
        from: NodeId,
        message: &Message,
        asked: Asked,
        out: &mut Vec<Effect<Heard>>,
    ) {
        let expires = asked.expires;
        let nonce = self.agent.number();
        let ends_at = now + Duration::from_secs(i64::from(expires));
        let (key, heard) = match (asked.key, expires) {
            (Some(key), 0) => (Some(key), self.remove(key, Why::Asked)),
            (None, 0) => (None, None),
            (Some(key), _) => (Some(key), self.change(key, asked.body, ends_at, nonce)),
            (None, _) => self.publish(from, asked, ends_at, nonce),
        };
        // Of one that does not live the tag leads nowhere, and is as new.
        let place = key.map_or_else(|| self.agent.number(), Key::to_token);
        self.answer_success(now, from, message, (place, nonce), expires, out);
        out.extend(heard.map(Effect::News));
    }

    /// Takes in a new publication.
    fn publish(
        &mut self,
        from: NodeId,
        asked: Asked,
        ends_at: Instant,
        nonce: u64,
    ) -> (Option<Key>, Option<Heard>) {
        let Asked { aor, body: Some((status, body)), .. } = asked else { return (None, None) };
        let record = Publication { aor: Arc::clone(&aor), from, status, body, ends_at, nonce };
        let key = self.records.insert(self.agent.stamp(), record);
        self.places.get_or_insert_with(Arc::clone(&aor), Vec::new).push(key);
        self.deadlines.set(ends_at, key);
        (Some(key), Some(Heard::Published { aor, id: PublicationId(key), status, from }))
    }

    /// Refreshes a publication, or modifies it where there is a document.
    fn change(
        &mut self,
        key: Key,
        body: Option<Content>,
        ends_at: Instant,
        nonce: u64,
    ) -> Option<Heard> {
        let record = self.records.get_mut(key)?;
        // The tag before must not be the tag after, however the dice fall.
        record.nonce = if record.nonce == nonce { nonce.wrapping_add(1) } else { nonce };
        record.ends_at = ends_at;
        self.deadlines.set(ends_at, key);
        let (aor, id) = (Arc::clone(&record.aor), PublicationId(key));
        let Some((status, body)) = body else { return Some(Heard::Refreshed { aor, id }) };
        (record.status, record.body) = (status, body);
        Some(Heard::Modified { aor, id, status })
    }

    /// Takes a publication out.
    fn remove(&mut self, key: Key, why: Why) -> Option<Heard> {
        let record = self.records.remove(key)?;
        if let Some(keys) = self.places.get_mut(&record.aor) {
            keys.retain(|other| *other != key);
            if keys.is_empty() {
                self.places.remove(&record.aor);
            }
        }
        Some(Heard::Removed { aor: record.aor, id: PublicationId(key), why })
    }

    fn answer_success(
        &mut self,
        now: Instant,
        from: NodeId,
        message: &Message,
        (place, nonce): (u64, u64),
        expires: u32,
        out: &mut Vec<Effect<Heard>>,
    ) {
        let nonce = self.records.get(Key::from_token(place)).map_or(nonce, |record| record.nonce);
        let (place, nonce) = (HexText::new(place), HexText::new(nonce));
        let mut lines = Vec::with_capacity(48);
        put_all(&mut lines, &["SIP-ETag: ", place.as_str(), nonce.as_str(), "\r\n"]);
        let tag = self.agent.token();
        let mut parts = ResponseParts::new(message, 200, tag.as_str());
        (parts.expires, parts.lines) = (Some(expires), &lines);
        self.agent.answer(now, from, &parts, out);
    }

    /// Ends all publications of a presentity that is no more; each is told.
    pub fn dismiss(&mut self, aor: &str, out: &mut Vec<Effect<Heard>>) {
        for key in self.places.get(aor).cloned().unwrap_or_default() {
            out.extend(self.remove(key, Why::Dismissed).map(Effect::News));
        }
        self.prune();
    }

    /// How a presentity stands by all that is published of it: busy if anybody says so, else idle
    /// if anybody does, as for the devices of a shared line; `None` where nothing is
    /// published.
    pub fn status(&self, aor: &str) -> Option<PublishedStatus> {
        let mut each = self.publications(aor).map(|publication| publication.status).peekable();
        each.peek()?;
        Some(shared_status(each))
    }

    /// What is published of a presentity, the oldest first.
    pub fn publications(&self, aor: &str) -> impl Iterator<Item = &Publication> {
        let keys = self.places.get(aor).map_or(&[][..], Vec::as_slice);
        keys.iter().filter_map(|key| self.records.get(*key))
    }

    /// Does what is due. Cheap when nothing is.
    pub fn tick(&mut self, now: Instant, out: &mut Vec<Effect<Heard>>) {
        // Nothing is asked from here, so nothing can be lost.
        while self.agent.tick(now, out).is_some() {}
        while let Some((at, key)) = self.deadlines.pop_due(now) {
            if self.records.get(key).is_some_and(|record| record.ends_at == at) {
                out.push(Effect::TimerFired(WakeReason::Expire));
                out.extend(self.remove(key, Why::Expired).map(Effect::News));
            }
        }
        self.prune();
    }

    /// When to call [`Compositor::tick`] next, and why.
    pub fn next_at(&self) -> Option<(Instant, WakeReason)> {
        self.deadlines.first().map(|(at, _)| (at, WakeReason::Expire))
    }

    /// How many publications there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn prune(&mut self) {
        let records = &self.records;
        self.deadlines.prune(records.len(), &|key| records.get(key).map(|record| record.ends_at));
    }
}

/// The document of a PUBLISH and what it says; `None` without one. Some send a Content-Type even
/// with nothing behind it.
fn body(message: &Message) -> Result<Option<Content>, u16> {
    let body = message.body();
    if body.is_empty() {
        return Ok(None);
    }
    let pidf = |kind: &str| kind.eq_ignore_ascii_case(pidf::MEDIA_TYPE);
    if !message.content_type().is_some_and(pidf) {
        return Err(415);
    }
    match pidf::read(body) {
        Ok(status) => Ok(Some((status, body.into()))),
        Err(pidf::Unreadable::TooLong) => Err(413),
        Err(_) => Err(400),
    }
}
