//! State that lives at a server as long as it is refreshed there: a registration, a publication.
//!
//! ```text
//!             granted             refresh due
//!  Asking ---------------> Live ---------------> Asking
//!    |  refused, no answer   |  unwanted
//!    v                       v
//!  Waiting, ever longer     Ending ---> gone
//! ```
//!
//! It never gives up by itself: a phone whose line is not configured yet shall come up once it is.

use super::agent::Agent;
use super::deadlines::Deadlines;
use super::digest::{Credentials, Session};
use super::endpoint::Admitted;
use super::message::Message;
use super::slab::{Key, Slab};
use super::transaction::{Answered, ClientId, Lost};
use super::{Effect, SipTimers, Told};
use crate::id::NodeId;
use crate::limits::{self, LimitReached};
use crate::node::WakeReason;
use crate::rng::Rng;
use crate::sip::address::HostPort;
use crate::time::{Duration, Instant};
use std::sync::Arc;

/// How long before the first new try after a failure; each failure doubles it.
const RETRY: Duration = Duration::from_secs(5);
/// The longest wait before a new try, and the wait after a refusal that another try will hardly
/// change.
const RETRY_CAP: Duration = Duration::from_secs(60);
/// Nothing is refreshed sooner than this, whatever is granted.
const SHORTEST: Duration = Duration::from_secs(1);

/// What the machine tells of a registration or publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum News {
    /// The server holds it, for this many seconds more; it will be refreshed in time.
    Granted {
        /// The seconds.
        expires: u32,
    },
    /// The server refused with this code; it will be tried again. 401 and 407: there were no
    /// credentials, or they did not pass.
    Refused {
        /// The code.
        code: u16,
    },
    /// No answer (timer F); it will be tried again.
    NoAnswer,
    /// The request could not be sent; it will be tried again.
    TransportFailed,
    /// What was granted ran out before it could be refreshed; it goes on being tried.
    Expired,
    /// Over because its owner gave it up; the id is free.
    Gone,
}

/// What one of them is doing, and by that what it waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// A request is out.
    Asking,
    /// All is well; waits for the time to refresh.
    Live,
    /// The last try failed; waits for the next.
    Waiting,
    /// The last request is out.
    Ending,
}

/// What both kinds have in common.
#[derive(Clone, Debug)]
pub(super) struct Upkeep {
    handle: u32,
    server: NodeId,
    phase: Phase,
    /// False once its owner gave it up while a request was out.
    wanted: bool,
    /// The seconds that are asked for.
    pub(super) expires: u32,
    /// When its phase has something to do.
    at: Instant,
    /// Until when the server holds it, as far as we know.
    held_until: Option<Instant>,
    request: Option<ClientId>,
    session: Option<Box<Session>>,
    /// Whether the server granted something since it last asked anew who we are.
    passed: bool,
    /// Failures in a row.
    failures: u32,
    /// Answers 423 in a row.
    raises: usize,
}

impl Upkeep {
    /// One that is to be asked for now.
    pub(super) fn new(
        handle: u32,
        server: NodeId,
        expires: u32,
        credentials: Option<&Arc<Credentials>>,
    ) -> Self {
        Upkeep {
            handle,
            server,
            phase: Phase::Waiting,
            wanted: true,
            expires: expires.max(1),
            at: Instant::FAR_FUTURE,
            held_until: None,
            request: None,
            session: credentials.map(|c| Box::new(Session::new(Arc::clone(c)))),
            passed: false,
            failures: 0,
            raises: 0,
        }
    }

    /// The server holds nothing of it any more.
    pub(super) fn lost(&mut self) {
        self.held_until = None;
    }

    /// The moment that it waits for.
    fn due(&self) -> Instant {
        let end = self.held_until.filter(|_| self.phase != Phase::Ending);
        end.unwrap_or(Instant::FAR_FUTURE).min(self.at)
    }

    /// What that moment is called.
    fn wakes_for(&self) -> WakeReason {
        match self.phase {
            _ if self.at > self.due() => WakeReason::Expire,
            Phase::Live => WakeReason::Refresh,
            Phase::Waiting => WakeReason::Retry,
            Phase::Asking | Phase::Ending => WakeReason::GiveUp,
        }
    }

    /// The server holds it for so many seconds.
    fn granted(&mut self, now: Instant, seconds: u32, timers: &SipTimers) {
        let left = Duration::from_secs(i64::from(seconds));
        let delta = timers.subscribe_delta;
        let wait = if left > delta.times(2) {
            (now + left - delta) - now
        } else {
            Duration::from_micros(left.as_micros() / 2).max(SHORTEST)
        };
        (self.phase, self.at) = (Phase::Live, now + wait);
        self.held_until = Some(now + left);
        (self.failures, self.raises, self.passed) = (0, 0, true);
        if let Some(session) = &mut self.session {
            session.passed();
        }
    }

    /// It failed; the next try comes later each time, or when the server says.
    fn failed(&mut self, now: Instant, hopeless: bool, retry_after: Option<u32>) {
        let most = u32::try_from(limits::RETRY_AFTER_SECONDS.bound).unwrap_or(u32::MAX);
        let grown = RETRY.times(1 << self.failures.min(4)).min(RETRY_CAP);
        let wait = match retry_after {
            Some(seconds) => Duration::from_secs(i64::from(seconds.clamp(1, most))),
            None if hopeless => RETRY_CAP,
            None => grown,
        };
        self.failures = self.failures.saturating_add(1);
        (self.phase, self.at, self.raises) = (Phase::Waiting, now + wait, 0);
        if let Some(session) = self.session.as_mut().filter(|_| hopeless) {
            // Whoever corrects a password shall not have to restart us.
            session.restart();
        }
    }

    /// Whether a challenge is to be answered, at once. Many servers never say that a nonce is stale:
    /// after a success, one challenge that says nothing of it counts as if it did.
    fn challenged(&mut self, message: &Message) -> bool {
        let Some(session) = &mut self.session else { return false };
        if session.challenged(message) {
            return true;
        }
        let challenge = matches!(message.status(), Some(401 | 407));
        if !challenge || !core::mem::take(&mut self.passed) {
            return false;
        }
        session.restart();
        session.challenged(message)
    }

    /// Whether a 423 makes us ask for more, at once.
    fn raised(&mut self, message: &Message) -> bool {
        let least = message.min_expires().filter(|least| *least > self.expires);
        let Some(least) = least.filter(|_| message.status() == Some(423)) else { return false };
        self.raises += 1;
        if limits::RAISES.check(self.raises).is_err() {
            return false;
        }
        self.expires = least;
        true
    }
}

/// Whether another try soon may have another answer.
fn is_passing(code: u16) -> bool {
    matches!(code, 408 | 412 | 423 | 480 | 500 | 502..=504)
}

/// What is written into a request beside what a record knows.
pub(super) struct Stamp<'a> {
    pub(super) via: HostPort,
    pub(super) branch: u64,
    pub(super) authorization: &'a str,
    /// Whether this is the last request: Expires 0.
    pub(super) last: bool,
}

/// What differs between a registration and a publication.
pub(super) trait Kept {
    /// The method of its requests.
    const METHOD: &'static str;
    fn upkeep(&self) -> &Upkeep;
    fn upkeep_mut(&mut self) -> &mut Upkeep;
    /// The Request-URI.
    fn uri(&self) -> &str;
    /// A request is about to be written: its CSeq is the next.
    fn advance(&mut self);
    /// Appends the request.
    fn write(&self, stamp: &Stamp<'_>, out: &mut Vec<u8>);
    /// The server granted: takes in what it says, and gives the seconds.
    fn granted(&mut self, message: &Message) -> u32;
    /// The server refused; whether to begin anew at once.
    fn begins_anew(&mut self, code: u16) -> bool;
    /// What the server held is no more.
    fn lapsed(&mut self);
    /// Whether there is something to say that the server has not heard yet.
    fn owes(&self) -> bool;
}

/// All records of one kind of one node, their transactions and their timers.
#[derive(Clone, Debug)]
pub(super) struct Keeper<R> {
    pub(super) agent: Agent,
    records: Slab<R>,
    deadlines: Deadlines,
}

type Out = Vec<Effect<Told<News>>>;

impl<R: Kept> Keeper<R> {
    pub(super) fn new(node: NodeId, timers: SipTimers, rng: Rng) -> Self {
        Keeper {
            agent: Agent::new(node, timers, rng),
            records: Slab::default(),
            deadlines: Deadlines::default(),
        }
    }

    /// A Call-ID of our own, and a tag.
    pub(super) fn names(&mut self) -> (Box<str>, Box<str>) {
        let (call, tag) = (self.agent.token(), self.agent.token());
        let [a, b, c, d] = self.agent.address().ip;
        (format!("{}@{a}.{b}.{c}.{d}", call.as_str()).into(), tag.as_str().into())
    }

    /// Takes a record in and asks for it.
    pub(super) fn begin(&mut self, now: Instant, record: R, out: &mut Out) -> Key {
        let stamp = self.agent.stamp();
        let key = self.records.insert(stamp, record);
        self.send(now, key, false, out);
        self.prune();
        key
    }

    pub(super) fn len(&self) -> usize {
        self.records.len()
    }

    pub(super) fn get_mut(&mut self, key: Key) -> Option<&mut R> {
        self.records.get_mut(key)
    }

    /// Something new is to be said: now, or once what is out is answered.
    pub(super) fn say(&mut self, now: Instant, key: Key, out: &mut Out) {
        let phase = self.records.get(key).map(|record| record.upkeep().phase);
        if phase == Some(Phase::Live) {
            self.send(now, key, false, out);
        }
        self.prune();
    }

    /// Its owner gives it up.
    pub(super) fn end(&mut self, now: Instant, key: Key, out: &mut Out) {
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
    pub(super) fn receive(&mut self, now: Instant, from: NodeId, message: &Message, out: &mut Out) {
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
    pub(super) fn transport_failed(&mut self, now: Instant, server: NodeId, out: &mut Out) {
        let hit = |key: &Key| {
            let upkeep = self.records.get(*key).map(Kept::upkeep);
            upkeep.is_some_and(|u| u.server == server && u.request.is_some())
        };
        let keys: Vec<Key> = self.records.keys().filter(hit).collect();
        for key in keys {
            let request = self.records.get_mut(key).and_then(|r| r.upkeep_mut().request.take());
            self.agent.drop_request(request);
            self.unheard(now, key, News::TransportFailed, out);
        }
        self.prune();
    }

    /// Forgets everything in silence.
    pub(super) fn forget_all(&mut self) {
        self.agent.clear();
        self.records.clear();
        self.deadlines.clear();
    }

    pub(super) fn tick(&mut self, now: Instant, out: &mut Out) {
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

    pub(super) fn next_at(&self) -> Option<(Instant, WakeReason)> {
        let own = self.deadlines.first();
        let own = own.and_then(|(at, key)| Some((at, self.records.get(key)?.upkeep().wakes_for())));
        [self.agent.next_at(), own].into_iter().flatten().min_by_key(|(at, _)| *at)
    }

    fn prune(&mut self) {
        let records = &self.records;
        let due = |key| records.get(key).map(|record| record.upkeep().due());
        self.deadlines.prune(records.len(), due);
    }

    /// Whether one record more fits.
    pub(super) fn room(&self, limit: limits::Limit) -> Result<(), LimitReached> {
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
