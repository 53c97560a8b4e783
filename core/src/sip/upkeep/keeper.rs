//! Asks, refreshes, tries again and takes back: what is done with every piece of state.

use super::state::{Phase, is_passing};
use super::{Kept, News, Stamp};
use crate::gather::Gather;
use crate::id::NodeId;
use crate::limits::{self, LimitReached};
use crate::node::WakeReason;
use crate::rng::Rng;
use crate::sip::agent::Agent;
use crate::sip::deadlines::Deadlines;
use crate::sip::endpoint::Admitted;
use crate::sip::message::Message;
use crate::sip::slab::{Key, Slab};
use crate::sip::transaction::{Answered, Lost};
use crate::sip::{Effect, SipTimers, Told};
use crate::time::{Instant, first_due};

/// All records of one kind of one node, their transactions and their timers.
#[derive(Clone, Debug)]
pub(in crate::sip) struct Keeper<R> {
    pub(in crate::sip) agent: Agent,
    records: Slab<R>,
    deadlines: Deadlines,
}

type Out = Vec<Effect<Told<News>>>;

impl<R: Kept> Keeper<R> {
    pub(in crate::sip) fn new(node: NodeId, timers: SipTimers, rng: Rng) -> Self {
        Keeper {
            agent: Agent::new(node, timers, rng),
            records: Slab::default(),
            deadlines: Deadlines::default(),
        }
    }

    /// A Call-ID of our own, and a tag.
    pub(in crate::sip) fn names(&mut self) -> (Box<str>, Box<str>) {
        let (call, tag) = (self.agent.token(), self.agent.token());
        let [a, b, c, d] = self.agent.address().ip;
        (format!("{}@{a}.{b}.{c}.{d}", call.as_str()).into(), tag.as_str().into())
    }

    /// Takes a record in and asks for it.
    pub(in crate::sip) fn begin(&mut self, now: Instant, record: R, out: &mut Out) -> Key {
        let stamp = self.agent.stamp();
        let key = self.records.insert(stamp, record);
        self.send(now, key, false, out);
        self.prune();
        key
    }

    pub(in crate::sip) fn len(&self) -> usize {
        self.records.len()
    }

    pub(in crate::sip) fn get_mut(&mut self, key: Key) -> Option<&mut R> {
        self.records.get_mut(key)
    }

    /// Something new is to be said: now, or once what is out is answered.
    pub(in crate::sip) fn say(&mut self, now: Instant, key: Key, out: &mut Out) {
        let phase = self.records.get(key).map(|record| record.upkeep().phase);
        if phase == Some(Phase::Live) {
            self.send(now, key, false, out);
        }
        self.prune();
    }

    /// Its owner gives it up.
    pub(in crate::sip) fn end(&mut self, now: Instant, key: Key, out: &mut Out) {
        let Some(record) = self.records.get_mut(key) else { return };
        let upkeep = record.upkeep_mut();
        upkeep.wanted = false;
        match upkeep.phase {
            // One request at a time (RFC 3261 10.2, RFC 3903 4.1).
            Phase::Asking | Phase::Ending => {}
            Phase::Waiting if upkeep.held_until.is_none() => self.gone(key, out),
            Phase::Waiting | Phase::Live => self.send(now, key, true, out),
        }
        self.prune();
    }

    /// Sends the request of a record.
    fn send(&mut self, now: Instant, key: Key, last: bool, out: &mut Out) {
        let cnonce = self.agent.number();
        let Some(record) = self.records.get_mut(key) else { return };
        record.advance();
        let authorization = proof(record, cnonce);
        let via = self.agent.address();
        let record = &*record;
        let write = |branch, out: &mut Vec<u8>| {
            record.write(&Stamp { via, branch, authorization: &authorization, last }, out);
        };
        let server = record.upkeep().server;
        let sent = self.agent.request(now, server, key.to_token(), write, out);
        let Some(record) = self.records.get_mut(key) else { return };
        let upkeep = record.upkeep_mut();
        upkeep.phase = if last { Phase::Ending } else { Phase::Asking };
        (upkeep.request, upkeep.at) = (sent.ok(), Instant::FAR_FUTURE);
        match upkeep.request {
            Some(_) => self.wait(key),
            None => self.unheard(now, key, News::TransportFailed, out),
        }
    }

    /// Takes a message that arrived: the answers to its requests count, nothing else.
    pub(in crate::sip) fn receive(
        &mut self,
        now: Instant,
        from: NodeId,
        message: &Message,
        out: &mut Out,
    ) {
        match self.agent.admit(now, from, message, out) {
            Admitted::Nothing => {}
            Admitted::Request => self.agent.not_served(now, from, message, "", out),
            Admitted::Answer(answered) => self.on_answer(now, answered, message, out),
        }
        self.prune();
    }

    fn on_answer(&mut self, now: Instant, answered: Answered, message: &Message, out: &mut Out) {
        let key = Key::from_token(answered.owner);
        let Some(record) = self.records.get_mut(key) else { return };
        let upkeep = record.upkeep_mut();
        if upkeep.request != Some(answered.id) {
            return;
        }
        upkeep.request = None;
        let (ending, wanted) = (upkeep.phase == Phase::Ending, upkeep.wanted);
        if upkeep.challenged(message) {
            return self.send(now, key, !wanted, out);
        }
        match answered.code {
            _ if ending => self.gone(key, out),
            ..300 => self.on_granted(now, key, message, out),
            _ if !wanted => self.leave(now, key, out),
            code => self.on_refused(now, key, code, message, out),
        }
    }

    fn on_granted(&mut self, now: Instant, key: Key, message: &Message, out: &mut Out) {
        let timers = *self.agent.timers();
        let Some(record) = self.records.get_mut(key) else { return };
        let expires = record.granted(message);
        let upkeep = record.upkeep_mut();
        upkeep.granted(now, expires, &timers);
        if !upkeep.wanted {
            return self.send(now, key, true, out);
        }
        let owes = record.owes();
        self.tell(key, News::Granted { expires }, out);
        if owes {
            return self.send(now, key, false, out);
        }
        self.wait(key);
    }

    fn on_refused(&mut self, now: Instant, key: Key, code: u16, message: &Message, out: &mut Out) {
        let Some(record) = self.records.get_mut(key) else { return };
        if record.upkeep_mut().raised(message) || record.begins_anew(code) {
            return self.send(now, key, false, out);
        }
        record.upkeep_mut().failed(now, !is_passing(code), message.retry_after());
        self.tell(key, News::Refused { code }, out);
        self.wait(key);
    }

    /// A request will have no answer any more; `news` says why.
    fn unheard(&mut self, now: Instant, key: Key, news: News, out: &mut Out) {
        let Some(record) = self.records.get_mut(key) else { return };
        let upkeep = record.upkeep_mut();
        upkeep.request = None;
        if upkeep.phase == Phase::Ending || !upkeep.wanted {
            return self.gone(key, out);
        }
        upkeep.failed(now, false, None);
        self.tell(key, news, out);
        self.wait(key);
    }

    /// One that is unwanted and was refused: takes back what the server may hold still.
    fn leave(&mut self, now: Instant, key: Key, out: &mut Out) {
        let held = self.records.get(key).is_some_and(|r| r.upkeep().held_until.is_some());
        if held { self.send(now, key, true, out) } else { self.gone(key, out) }
    }

    fn gone(&mut self, key: Key, out: &mut Out) {
        self.tell(key, News::Gone, out);
        if let Some(record) = self.records.remove(key) {
            self.agent.drop_request(record.upkeep().request);
        }
    }

    fn tell(&self, key: Key, news: News, out: &mut Out) {
        if let Some(record) = self.records.get(key) {
            out.push(Effect::News(Told { handle: record.upkeep().handle, news }));
        }
    }

    fn wait(&mut self, key: Key) {
        if let Some(record) = self.records.get(key) {
            self.deadlines.set(record.upkeep().due(), key);
        }
    }

    /// Nothing can be sent to `server` at the moment: what is being asked there fails at once.
    pub(in crate::sip) fn transport_failed(&mut self, now: Instant, server: NodeId, out: &mut Out) {
        let hit = |key: &Key| {
            let upkeep = self.records.get(*key).map(Kept::upkeep);
            upkeep.is_some_and(|u| u.server == server && u.request.is_some())
        };
        let keys: Vec<Key> = self.records.keys().filter(hit).gather();
        for key in keys {
            let request = self.records.get_mut(key).and_then(|r| r.upkeep_mut().request.take());
            self.agent.drop_request(request);
            self.unheard(now, key, News::TransportFailed, out);
        }
        self.prune();
    }

    /// Forgets everything in silence.
    pub(in crate::sip) fn forget_all(&mut self) {
        self.agent.clear();
        self.records.clear();
        self.deadlines.clear();
    }

    pub(in crate::sip) fn tick(&mut self, now: Instant, out: &mut Out) {
        while let Some(Lost { id, owner }) = self.agent.tick(now, out) {
            let key = Key::from_token(owner);
            if self.records.get(key).is_some_and(|r| r.upkeep().request == Some(id)) {
                self.unheard(now, key, News::NoAnswer, out);
            }
        }
        while let Some((at, key)) = self.deadlines.pop_due(now) {
            if self.records.get(key).is_some_and(|record| record.upkeep().due() == at) {
                self.on_due(now, key, out);
            }
        }
        self.prune();
    }

    fn on_due(&mut self, now: Instant, key: Key, out: &mut Out) {
        let Some(record) = self.records.get_mut(key) else { return };
        out.push(Effect::TimerFired(record.upkeep().wakes_for()));
        let upkeep = record.upkeep_mut();
        if upkeep.held_until.is_some_and(|end| end <= now) {
            upkeep.held_until = None;
            record.lapsed();
            self.tell(key, News::Expired, out);
            return self.wait(key);
        }
        match upkeep.phase {
            Phase::Live | Phase::Waiting => self.send(now, key, false, out),
            Phase::Asking | Phase::Ending => {}
        }
    }

    pub(in crate::sip) fn next_at(&self) -> Option<(Instant, WakeReason)> {
        let own = self.deadlines.first();
        let own = own.and_then(|(at, key)| Some((at, self.records.get(key)?.upkeep().wakes_for())));
        first_due(&[self.agent.next_at(), own])
    }

    fn prune(&mut self) {
        let records = &self.records;
        let due = |key| records.get(key).map(|record| record.upkeep().due());
        self.deadlines.prune(records.len(), &due);
    }

    /// Whether one record more fits.
    pub(in crate::sip) fn room(&self, limit: limits::Limit) -> Result<(), LimitReached> {
        limit.check(self.records.len() + 1)
    }
}

/// The header line that proves who asks; empty where nobody wants to know.
fn proof<R: Kept>(record: &mut R, cnonce: u64) -> String {
    let Some(mut session) = record.upkeep_mut().session.take() else { return String::new() };
    let line = if session.is_asked() {
        session.line(R::METHOD, record.uri(), cnonce)
    } else {
        String::new()
    };
    record.upkeep_mut().session = Some(session);
    line
}
