//! User agents with calls, joined by a link in memory, on a clock of their own.

use super::pair::Fate;
use crate::id::NodeId;
use crate::rng::Rng;
use crate::sip::address::AddressPlan;
use crate::sip::call::{CallEnded, CallHeard, CallNews, Calls, Invite, LegId};
use crate::sip::digest::Credentials;
use crate::sip::message::{Body, Message};
use crate::sip::watcher::Party;
use crate::sip::{CallAction, SipTimers, Transport};
use crate::time::{Duration, Instant};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

pub(super) const CM: NodeId = NodeId(0);
pub(super) const A: NodeId = NodeId(1);
pub(super) const B: NodeId = NodeId(2);

/// The link's rule: sees every message once, in the order of sending, with its sender.
pub(super) type Rule = Box<dyn FnMut(NodeId, &Message, Instant) -> Fate>;

/// What happened at a user agent.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Event {
    Incoming { leg: LegId, number: String, body: Option<Body> },
    Reinvite { handle: u32, leg: LegId, body: Option<Body> },
    Hook { off: bool },
    News { handle: u32, news: CallNews },
}

/// A message on its way.
struct Flight {
    from: NodeId,
    to: NodeId,
    bytes: Arc<[u8]>,
}

pub(super) struct Net {
    pub(super) now: Instant,
    pub(super) transport: Transport,
    ends: BTreeMap<NodeId, Calls>,
    pub(super) rule: Rule,
    /// Messages on their way, by arrival and number.
    flying: BTreeMap<(Instant, u64), Flight>,
    sent: u64,
    /// What nobody has looked at yet.
    pub(super) events: VecDeque<(NodeId, Event)>,
    /// The legs that live, by owner and handle.
    pub(super) legs: BTreeMap<(NodeId, u32), LegId>,
    pub(super) handles: u32,
    /// All messages sent, with sender and time in milliseconds.
    pub(super) wire: Vec<(i64, NodeId, Message)>,
}

pub(super) fn sdp(text: &str) -> Body {
    Body::sdp(text.as_bytes())
}

impl Net {
    pub(super) fn new(seed: u64) -> Self {
        let end = |(name, node): (&str, NodeId)| {
            let rng = Rng::stream(seed, name);
            (node, Calls::new(AddressPlan::SIMULATED.address(node), SipTimers::default(), rng))
        };
        Net {
            now: Instant::ZERO,
            transport: Transport::Udp,
            ends: [("cm", CM), ("a", A), ("b", B)].into_iter().map(end).collect(),
            rule: Box::new(|_, _, _| Fate::Arrive),
            flying: BTreeMap::new(),
            sent: 0,
            events: VecDeque::new(),
            legs: BTreeMap::new(),
            handles: 100,
            wire: Vec::new(),
        }
    }

    pub(super) fn end(&self, node: NodeId) -> &Calls {
        &self.ends[&node]
    }

    /// Does something at a user agent.
    pub(super) fn at<T>(
        &mut self,
        node: NodeId,
        deed: impl FnOnce(&mut Calls, Instant, &mut Vec<CallAction>) -> T,
    ) -> T {
        let mut out = Vec::new();
        let result = deed(self.ends.get_mut(&node).unwrap(), self.now, &mut out);
        for action in out {
            match action {
                CallAction::Send { to, bytes } => self.send(node, to, bytes),
                CallAction::News { handle, news } => {
                    if matches!(news, CallNews::Ended(_)) {
                        assert!(self.legs.remove(&(node, handle)).is_some(), "ended twice");
                    }
                    self.events.push_back((node, Event::News { handle, news }));
                }
                CallAction::TimerFired(_) => {}
            }
        }
        result
    }

    fn send(&mut self, from: NodeId, to: NodeId, bytes: Arc<[u8]>) {
        let message = Message::parse(&bytes).expect("we send only what we can read");
        let fate = (self.rule)(from, &message, self.now);
        self.wire.push((self.now.as_micros() / 1000, from, message));
        for after in fate.arrivals() {
            self.sent += 1;
            let flight = Flight { from, to, bytes: Arc::clone(&bytes) };
            self.flying.insert((self.now + after, self.sent), flight);
        }
    }

    /// `from` calls 1002 at `far`; the handle.
    pub(super) fn call(&mut self, from: NodeId, far: NodeId, body: Option<&Body>) -> u32 {
        self.call_as(from, far, body, None)
    }

    pub(super) fn call_as(
        &mut self,
        from: NodeId,
        far: NodeId,
        body: Option<&Body>,
        credentials: Option<&Arc<Credentials>>,
    ) -> u32 {
        self.handles += 1;
        let (handle, transport) = (self.handles, self.transport);
        let ask = Invite {
            far,
            transport,
            to: Party::at_server("1002"),
            target: None,
            from: Party::at_server("1001"),
            display: "Anna \"A\"",
            body,
            credentials,
        };
        let leg = self.at(from, |calls, now, out| calls.invite(now, &ask, handle, out)).unwrap();
        self.legs.insert((from, handle), leg);
        handle
    }

    /// Takes the leg that came in last at `node`; its handle.
    pub(super) fn adopt(&mut self, node: NodeId, leg: LegId) -> u32 {
        self.handles += 1;
        let handle = self.handles;
        self.at(node, |calls, _, _| calls.adopt(leg, handle));
        self.legs.insert((node, handle), leg);
        handle
    }

    pub(super) fn leg(&self, node: NodeId, handle: u32) -> LegId {
        self.legs[&(node, handle)]
    }

    /// Hands bytes to a user agent now.
    pub(super) fn deliver(&mut self, from: NodeId, to: NodeId, bytes: &[u8]) {
        let message = Message::parse(bytes).unwrap_or_else(|error| {
            panic!("{error}: {}", String::from_utf8_lossy(bytes));
        });
        let transport = self.transport;
        let heard =
            self.at(to, |calls, now, out| calls.receive(now, from, transport, &message, out));
        let body = Body::of(&message);
        let event = match heard {
            CallHeard::Done => return,
            CallHeard::Hook { off } => Event::Hook { off },
            CallHeard::Incoming(leg) => {
                let number = message.request_user().unwrap_or_default().into_owned();
                Event::Incoming { leg, number, body }
            }
            CallHeard::Reinvite { leg, handle } => {
                Event::Reinvite { leg, handle: handle.unwrap(), body }
            }
        };
        self.events.push_back((to, event));
    }

    /// When something happens next.
    pub(super) fn next_at(&self) -> Option<Instant> {
        let arrival = self.flying.keys().next().map(|(at, _)| *at);
        let wakes = self.ends.values().filter_map(|end| end.next_at().map(|(at, _)| at));
        wakes.chain(arrival).min()
    }

    /// The next thing that happens, if it does up to `until`.
    pub(super) fn step(&mut self, until: Instant) -> bool {
        let Some(at) = self.next_at().filter(|at| *at <= until) else {
            self.now = self.now.max(until);
            return false;
        };
        assert!(at >= self.now, "time goes back");
        self.now = at;
        if let Some(entry) = self.flying.first_entry().filter(|entry| entry.key().0 == at) {
            let Flight { from, to, bytes } = entry.remove();
            self.deliver(from, to, &bytes);
            return true;
        }
        let nodes: Vec<NodeId> = self.ends.keys().copied().collect();
        for node in nodes {
            self.at(node, |calls, now, out| calls.tick(now, out));
        }
        true
    }

    pub(super) fn run_until(&mut self, until: Instant) {
        let mut steps = 0;
        while self.step(until) {
            steps += 1;
            assert!(steps < 100_000, "time does not go on at {}", self.now);
        }
    }

    pub(super) fn run_ms(&mut self, ms: i64) {
        self.run_until(self.now + Duration::from_millis(ms));
    }

    /// The event that nobody has looked at yet, at `node`.
    pub(super) fn event(&mut self, node: NodeId) -> Event {
        let at = self.events.iter().position(|(who, _)| *who == node);
        self.events.remove(at.expect("something happened")).unwrap().1
    }

    pub(super) fn news(&mut self, node: NodeId) -> CallNews {
        match self.event(node) {
            Event::News { news, .. } => news,
            other => panic!("{other:?}"),
        }
    }

    /// How a leg of `node` ended, as its next news tell.
    pub(super) fn ended(&mut self, node: NodeId) -> CallEnded {
        match self.news(node) {
            CallNews::Ended(why) => why,
            other => panic!("{other:?}"),
        }
    }

    /// The call that came in at `node`; its handle.
    pub(super) fn incoming(&mut self, node: NodeId) -> u32 {
        match self.event(node) {
            Event::Incoming { leg, .. } => self.adopt(node, leg),
            other => panic!("{other:?}"),
        }
    }

    /// What was sent since this was asked last: `A INVITE`, `B 200`.
    pub(super) fn words(&mut self) -> Vec<String> {
        self.wire.drain(..).map(|(_, from, message)| word(from, &message)).collect()
    }

    /// A call from A to B that stands; the handles, and nothing on its way.
    pub(super) fn standing(&mut self) -> (u32, u32) {
        let a = self.call(A, B, Some(&sdp("offer")));
        self.run_ms(10);
        let b = self.incoming(B);
        let leg = self.leg(B, b);
        self.at(B, |calls, now, out| calls.answer(now, leg, Some(&sdp("answer")), out));
        self.run_ms(10);
        self.events.clear();
        self.wire.clear();
        assert!(self.end(A).stands(self.leg(A, a)) && self.end(B).stands(leg));
        (a, b)
    }
}

/// `A INVITE`, `B 200`.
pub(super) fn word(from: NodeId, message: &Message) -> String {
    let who = ["CM", "A", "B"][from.0 as usize];
    match message.status() {
        Some(code) => format!("{who} {code}"),
        None => format!("{who} {}", message.method_text()),
    }
}
