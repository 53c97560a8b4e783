//! The registrar (RFC 3261 10.3): which contacts an address-of-record is bound to, and until when.
//!
//! A REGISTER comes in, is judged in the order of the RFC, and changes all that it asks for or
//! nothing. The owner says who there is ([`Account`]), and is told what changed ([`News`]). An
//! address-of-record is known by the user part of To, whatever its host: a cluster has many names.

mod plan;
#[cfg(test)]
mod tests;
mod words;

use super::account::{Door, Shut};
use super::agent::Agent;
use super::deadlines::Deadlines;
use super::digest::Authenticator;
use super::endpoint::Admitted;
use super::message::{ContactParts, Message, Method, ResponseParts};
use super::slab::{Key, Slab};
use super::{Effect, SipTimers};
use crate::id::NodeId;
use crate::limits;
use crate::lookup::LookupMap;
use crate::node::WakeReason;
use crate::rng::Rng;
use crate::time::Instant;
use plan::{Fate, Planner};
use std::sync::Arc;

pub use super::account::{Account, Why};
pub use words::{Binding, Contact, News, RegistrarOptions};

/// The methods that a registrar serves.
const ALLOW: &str = "REGISTER";

/// An address-of-record with contacts.
#[derive(Clone, Debug)]
struct Record {
    aor: Arc<str>,
    /// Never empty between two calls.
    bindings: Vec<Binding>,
}

impl Record {
    /// When the first of its bindings ends.
    fn due(&self) -> Instant {
        self.bindings.iter().map(|b| b.ends_at).min().unwrap_or(Instant::FAR_FUTURE)
    }
}

/// All bindings of one node, their transactions and their timers.
///
/// Where other machines live at the same node, REGISTER requests come here.
#[derive(Clone, Debug)]
pub struct Registrar {
    agent: Agent,
    door: Door,
    options: RegistrarOptions,
    records: Slab<Record>,
    places: LookupMap<Arc<str>, Key>,
    deadlines: Deadlines,
    /// How many bindings there are.
    total: usize,
}

impl Registrar {
    /// A registrar without bindings. `authenticator` challenges those whose account wants proof; some
    /// phones give up where one of several algorithms is unknown to them, and need MD5 alone.
    pub fn new(
        node: NodeId,
        timers: SipTimers,
        options: RegistrarOptions,
        authenticator: Authenticator,
        rng: Rng,
    ) -> Self {
        Registrar {
            agent: Agent::new(node, timers, rng),
            door: Door::new(authenticator),
            options,
            records: Slab::default(),
            places: LookupMap::new(),
            deadlines: Deadlines::default(),
            total: 0,
        }
    }

    /// Takes a message that arrived, and answers it. `account` says what the owner knows of an
    /// address-of-record, `None` for one that there is not (404). Another method than REGISTER is
    /// answered 405.
    pub fn receive<'a>(
        &mut self,
        now: Instant,
        from: NodeId,
        message: &Message,
        account: impl FnOnce(&str) -> Option<Account<'a>>,
        out: &mut Vec<Effect<News>>,
    ) {
        if !matches!(self.agent.admit(now, from, message, out), Admitted::Request) {
            return;
        }
        if message.method() != Method::Register {
            return self.agent.not_served(now, from, message, ALLOW, out);
        }
        match self.judge(now, from, message, account) {
            Ok((aor, fates)) => {
                let left: Vec<_> = fates.iter().filter_map(Fate::left).cloned().collect();
                self.answer_success(now, from, message, &left, out);
                self.put(&aor, left);
                out.extend(fates.into_iter().filter_map(|fate| news(&aor, fate)).map(Effect::News));
            }
            Err(shut) => {
                let least = self.options.min_expires;
                self.agent.refuse(now, from, message, (&shut, least), out);
            }
        }
        self.prune();
    }

    /// Whose REGISTER it is and what it changes, or why it is refused (RFC 3261 10.3, in order).
    fn judge<'a>(
        &mut self,
        now: Instant,
        from: NodeId,
        message: &Message,
        account: impl FnOnce(&str) -> Option<Account<'a>>,
    ) -> Result<(Arc<str>, Vec<Fate>), Shut> {
        let uri = message.request_uri();
        let scheme = uri.split_once(':').map_or("", |(scheme, _)| scheme);
        if !scheme.eq_ignore_ascii_case("sip") && !scheme.eq_ignore_ascii_case("sips") {
            return Err(416.into());
        }
        if message.require().next().is_some() {
            return Err(420.into());
        }
        let aor = message.to_user().filter(|user| !user.is_empty()).ok_or(404u16)?;
        self.door.enter(now, message, account(&aor))?;
        let record = self.places.get(&*aor).and_then(|key| self.records.get(*key));
        let before = record.map_or(&[][..], |record| &record.bindings);
        let planner = Planner { now, from, message, options: &self.options };
        let fates = planner.plan(before)?;
        let after = fates.iter().filter_map(Fate::left).count();
        let total = (self.total + after).saturating_sub(before.len());
        // Whoever takes back or renews always may.
        if total > self.total {
            limits::BINDINGS.check(total).map_err(|_| 503u16)?;
        }
        Ok((record.map_or_else(|| Arc::from(&*aor), |record| Arc::clone(&record.aor)), fates))
    }

    /// Puts the bindings of an address-of-record in their place.
    fn put(&mut self, aor: &Arc<str>, bindings: Vec<Binding>) {
        let key = self.places.get(aor).copied();
        let before = key.and_then(|key| self.records.get(key)).map_or(0, |r| r.bindings.len());
        self.total = (self.total + bindings.len()).saturating_sub(before);
        if bindings.is_empty() {
            if let Some(key) = self.places.remove(aor) {
                self.records.remove(key);
            }
            return;
        }
        let record = Record { aor: Arc::clone(aor), bindings };
        let due = record.due();
        let key = match key.and_then(|key| Some((key, self.records.get_mut(key)?))) {
            Some((key, place)) => {
                *place = record;
                key
            }
            None => {
                let key = self.records.insert(self.agent.stamp(), record);
                self.places.insert(Arc::clone(aor), key);
                key
            }
        };
        self.deadlines.set(due, key);
    }

    /// 200 with all contacts, each with the seconds that it has left (step 8).
    fn answer_success(
        &mut self,
        now: Instant,
        from: NodeId,
        message: &Message,
        bindings: &[Binding],
        out: &mut Vec<Effect<News>>,
    ) {
        let mut lines = Vec::with_capacity(bindings.len() * 128);
        for Binding { contact, ends_at, .. } in bindings {
            let left = (*ends_at - now).as_secs();
            let parts = ContactParts {
                uri: &contact.uri,
                device: &contact.device,
                instance: &contact.instance,
                flow: None,
                expires: Some(u32::try_from(left).unwrap_or(0)),
            };
            parts.write(&mut lines);
        }
        let tag = self.agent.token();
        let mut parts = ResponseParts::new(message, 200, tag.as_str());
        parts.lines = &lines;
        self.agent.answer(now, from, &parts, out);
    }

    /// Ends all bindings of an address-of-record that is no more, or whose device is reset; each is
    /// told.
    pub fn dismiss(&mut self, aor: &str, out: &mut Vec<Effect<News>>) {
        let Some(record) = self.places.remove(aor).and_then(|key| self.records.remove(key)) else {
            return;
        };
        self.total = self.total.saturating_sub(record.bindings.len());
        for binding in record.bindings {
            out.push(Effect::News(gone(&record.aor, &binding, Why::Dismissed)));
        }
        self.prune();
    }

    /// Does what is due. Cheap when nothing is.
    pub fn tick(&mut self, now: Instant, out: &mut Vec<Effect<News>>) {
        // Nothing is asked from here, so nothing can be lost.
        while self.agent.tick(now, out).is_some() {}
        while let Some((at, key)) = self.deadlines.pop_due(now) {
            let Some(record) = self.records.get(key).filter(|record| record.due() == at) else {
                continue;
            };
            out.push(Effect::TimerFired(WakeReason::Expire));
            let aor = Arc::clone(&record.aor);
            let (over, left): (Vec<_>, Vec<_>) =
                record.bindings.iter().cloned().partition(|binding| binding.ends_at <= now);
            out.extend(over.iter().map(|binding| Effect::News(gone(&aor, binding, Why::Expired))));
            self.put(&aor, left);
        }
        self.prune();
    }

    /// When to call [`Registrar::tick`] next, and why.
    pub fn next_at(&self) -> Option<(Instant, WakeReason)> {
        self.deadlines.first().map(|(at, _)| (at, WakeReason::Expire))
    }

    /// The bindings of an address-of-record, the oldest first.
    pub fn bindings(&self, aor: &str) -> &[Binding] {
        let record = self.places.get(aor).and_then(|key| self.records.get(*key));
        record.map_or(&[], |record| &record.bindings)
    }

    /// How many bindings there are.
    pub fn len(&self) -> usize {
        self.total
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn prune(&mut self) {
        let records = &self.records;
        self.deadlines.prune(records.len(), &|key| records.get(key).map(Record::due));
    }
}

/// What the owner hears of a contact.
fn news(aor: &Arc<str>, fate: Fate) -> Option<News> {
    let aor = Arc::clone(aor);
    match fate {
        Fate::Stays(_) | Fate::Nothing => None,
        Fate::New(Binding { contact, from, .. }) => Some(News::Registered { aor, contact, from }),
        Fate::Renewed(Binding { contact, from, .. }) => {
            Some(News::Refreshed { aor, contact, from })
        }
        Fate::Removed(binding) => Some(gone(&aor, &binding, Why::Asked)),
    }
}

fn gone(aor: &Arc<str>, binding: &Binding, why: Why) -> News {
    News::Unregistered { aor: Arc::clone(aor), contact: Arc::clone(&binding.contact), why }
}
