//! Asks far ends again and again whether they are there: what watches a trunk.

use crate::gather::Gather;
use crate::id::NodeId;
use crate::limits::{self, LimitReached};
use crate::node::WakeReason;
use crate::rng::Rng;
use crate::sip::address::AddressPlan;
use crate::sip::agent::Agent;
use crate::sip::deadlines::Deadlines;
use crate::sip::endpoint::Admitted;
use crate::sip::message::{Message, OptionsParts};
use crate::sip::slab::{Key, Slab};
use crate::sip::transaction::ClientId;
use crate::sip::watcher::Party;
use crate::sip::{Effect, SipTimers, Told};
use crate::time::{Duration, Instant, first_due};

/// One far end that is pinged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PingId(Key);

/// How a far end is pinged. The defaults are those of a trunk's SIP profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PingOptions {
    /// After an answer, while it is up: 60 s.
    pub every: Duration,
    /// After a failure, while it is down: 120 s.
    pub every_while_down: Duration,
    /// After a failure, while it is not down yet: 5 s.
    pub retry: Duration,
    /// How many failures in a row bring it down, at least one: 3.
    pub failures: u32,
}

impl Default for PingOptions {
    fn default() -> Self {
        PingOptions {
            every: Duration::from_secs(60),
            every_while_down: Duration::from_secs(120),
            retry: Duration::from_secs(5),
            failures: 3,
        }
    }
}

/// Nothing is pinged more often than this, whatever the options say.
const SHORTEST: Duration = Duration::from_secs(1);

/// Why a far end counts as not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No answer (timer F).
    NoAnswer,
    /// It answered with this code, 408 or 503. Any other means that somebody is there.
    Refused(u16),
    /// The request could not be sent.
    TransportFailed,
}

/// What a pinger tells of a far end; each only when it is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum News {
    /// It answers.
    Up,
    /// It failed so often in a row that it counts as down.
    Down {
        /// How it failed last.
        last: Failure,
    },
}

/// Who is pinged.
#[derive(Clone, Copy, Debug)]
pub struct Watching<'a> {
    /// The node of the far end.
    pub server: NodeId,
    /// Whom the request names: mostly a host alone.
    pub to: Party<'a>,
    /// Who asks.
    pub from: Party<'a>,
    /// How.
    pub options: PingOptions,
}

/// A far end.
#[derive(Clone, Debug)]
struct Record {
    handle: u32,
    server: NodeId,
    to: Box<str>,
    from: Box<str>,
    options: PingOptions,
    /// Whether it is up; `None` before the first verdict.
    up: Option<bool>,
    /// Failures in a row.
    failures: u32,
    cseq: u32,
    request: Option<ClientId>,
    /// When the next request goes out; never while one is out.
    at: Instant,
}

/// All far ends that one node pings, the transactions and the timers.
///
/// Where other machines live at the same node, answers to OPTIONS (by their CSeq) come here.
#[derive(Clone, Debug)]
pub struct Pinger {
    agent: Agent,
    records: Slab<Record>,
    deadlines: Deadlines,
}

type Out = Vec<Effect<Told<News>>>;

impl Pinger {
    /// Nobody yet, at the address of `node`.
    pub fn new(node: NodeId, timers: SipTimers, rng: Rng) -> Self {
        Pinger {
            agent: Agent::new(node, timers, rng),
            records: Slab::default(),
            deadlines: Deadlines::default(),
        }
    }

    /// Nobody yet, where its own address and those of all others are such.
    pub fn on(node: NodeId, addresses: AddressPlan, timers: SipTimers, rng: Rng) -> Self {
        let mut pinger = Pinger::new(node, timers, rng);
        pinger.agent.move_to(node, addresses);
        pinger
    }

    /// Begins to ping a far end, at once. `handle` comes back with everything that is told.
    ///
    /// # Errors
    /// Too many far ends.
    pub fn watch(
        &mut self,
        now: Instant,
        what: &Watching<'_>,
        handle: u32,
        out: &mut Vec<Effect<Told<News>>>,
    ) -> Result<PingId, LimitReached> {
        limits::PINGS.check(self.records.len() + 1)?;
        let record = Record {
            handle,
            server: what.server,
            to: what.to.uri(self.agent.address_of(what.server)),
            from: what.from.uri(self.agent.address_of(what.server)),
            options: what.options,
            up: None,
            failures: 0,
            cseq: 0,
            request: None,
            at: Instant::FAR_FUTURE,
        };
        let key = self.records.insert(self.agent.stamp(), record);
        self.ping(now, key, out);
        self.prune();
        Ok(PingId(key))
    }

    /// Stops to ping a far end, in silence.
    pub fn stop(&mut self, id: PingId) {
        if let Some(record) = self.records.remove(id.0) {
            self.agent.drop_request(record.request);
        }
        self.prune();
    }

    /// Whether a far end is up; `None` before the first verdict.
    pub fn is_up(&self, id: PingId) -> Option<bool> {
        self.records.get(id.0)?.up
    }

    fn ping(&mut self, now: Instant, key: Key, out: &mut Out) {
        let (via, call, tag) = (self.agent.address(), self.agent.token(), self.agent.token());
        let Some(record) = self.records.get_mut(key) else { return };
        record.cseq = record.cseq.wrapping_add(1);
        record.at = Instant::FAR_FUTURE;
        let write = |branch, out: &mut Vec<u8>| {
            let parts = OptionsParts {
                to: &record.to,
                via,
                branch,
                from: &record.from,
                from_tag: tag.as_str(),
                call_id: call.as_str(),
                cseq: record.cseq,
            };
            parts.write(out);
        };
        let sent = self.agent.request(now, record.server, key.to_token(), write, out);
        record.request = sent.ok();
        if record.request.is_none() {
            self.failed(now, key, Failure::TransportFailed, out);
        }
    }

    /// Takes a message that arrived: the answers to its requests count, nothing else.
    pub fn receive(
        &mut self,
        now: Instant,
        from: NodeId,
        message: &Message,
        out: &mut Vec<Effect<Told<News>>>,
    ) {
        match self.agent.admit(now, from, message, out) {
            Admitted::Nothing => {}
            Admitted::Request => self.agent.not_served(now, from, message, "", out),
            Admitted::Answer(answered) => {
                let key = Key::from_token(answered.owner);
                let request = self.records.get(key).and_then(|record| record.request);
                match answered.code {
                    _ if request != Some(answered.id) => {}
                    code @ (408 | 503) => self.failed(now, key, Failure::Refused(code), out),
                    _ => self.answered(now, key, out),
                }
            }
        }
        self.prune();
    }

    /// Somebody is there.
    fn answered(&mut self, now: Instant, key: Key, out: &mut Out) {
        let Some(record) = self.records.get_mut(key) else { return };
        (record.request, record.failures) = (None, 0);
        let new = record.up.replace(true) != Some(true);
        let (handle, every) = (record.handle, record.options.every);
        if new {
            out.push(Effect::News(Told { handle, news: News::Up }));
        }
        self.wait(now, key, every);
    }

    /// Nobody answered, or as if nobody had.
    fn failed(&mut self, now: Instant, key: Key, last: Failure, out: &mut Out) {
        let Some(record) = self.records.get_mut(key) else { return };
        record.request = None;
        record.failures = record.failures.saturating_add(1);
        let down = record.up == Some(false) || record.failures >= record.options.failures;
        let new = down && record.up.replace(false) != Some(false);
        let options = record.options;
        if new {
            out.push(Effect::News(Told { handle: record.handle, news: News::Down { last } }));
        }
        self.wait(now, key, if down { options.every_while_down } else { options.retry });
    }

    fn wait(&mut self, now: Instant, key: Key, span: Duration) {
        if let Some(record) = self.records.get_mut(key) {
            record.at = now + span.max(SHORTEST);
            self.deadlines.set(record.at, key);
        }
    }

    /// Nothing can be sent to `server` at the moment: what is being asked there fails at once.
    pub fn transport_failed(
        &mut self,
        now: Instant,
        server: NodeId,
        out: &mut Vec<Effect<Told<News>>>,
    ) {
        let hit = |key: &Key| {
            let record = self.records.get(*key);
            record.is_some_and(|record| record.server == server && record.request.is_some())
        };
        let keys: Vec<Key> = self.records.keys().filter(hit).gather();
        for key in keys {
            let request = self.records.get_mut(key).and_then(|record| record.request.take());
            self.agent.drop_request(request);
            self.failed(now, key, Failure::TransportFailed, out);
        }
        self.prune();
    }

    /// Does what is due. Cheap when nothing is.
    pub fn tick(&mut self, now: Instant, out: &mut Vec<Effect<Told<News>>>) {
        while let Some(lost) = self.agent.tick(now, out) {
            let key = Key::from_token(lost.owner);
            if self.records.get(key).is_some_and(|record| record.request == Some(lost.id)) {
                self.failed(now, key, Failure::NoAnswer, out);
            }
        }
        while let Some((at, key)) = self.deadlines.pop_due(now) {
            if self.records.get(key).is_some_and(|record| record.at == at) {
                out.push(Effect::TimerFired(WakeReason::Refresh));
                self.ping(now, key, out);
            }
        }
        self.prune();
    }

    /// When to call [`Pinger::tick`] next, and why.
    pub fn next_at(&self) -> Option<(Instant, WakeReason)> {
        let own = self.deadlines.first().map(|(at, _)| (at, WakeReason::Refresh));
        first_due(&[self.agent.next_at(), own])
    }

    /// How many far ends are pinged.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn prune(&mut self) {
        let records = &self.records;
        self.deadlines.prune(records.len(), &|key| records.get(key).map(|record| record.at));
    }
}
