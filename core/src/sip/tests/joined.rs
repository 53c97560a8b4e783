//! A machine that asks and a machine that serves, joined by a link in memory on a clock of its own.

use crate::id::NodeId;
use crate::sip::message::Message;
use crate::sip::{Effect, Told};
use crate::time::{Duration, Instant};
use std::collections::BTreeMap;
use std::fmt::Debug;

pub(in crate::sip) const SERVER: NodeId = NodeId(0);
pub(in crate::sip) const CLIENT: NodeId = NodeId(1);
/// One way.
pub(in crate::sip) const LATENCY: Duration = Duration::from_millis(1);

/// The machine that asks.
pub(in crate::sip) trait Asks {
    type News: Copy + Debug + PartialEq;
    fn receive(&mut self, now: Instant, message: &Message, out: &mut Vec<Effect<Told<Self::News>>>);
    fn tick(&mut self, now: Instant, out: &mut Vec<Effect<Told<Self::News>>>);
    fn next_at(&self) -> Option<Instant>;
}

/// The machine that serves, with its owner.
pub(in crate::sip) trait Serves {
    type News: Clone + Debug;
    fn receive(&mut self, now: Instant, message: &Message, out: &mut Vec<Effect<Self::News>>);
    fn tick(&mut self, now: Instant, out: &mut Vec<Effect<Self::News>>);
    fn next_at(&self) -> Option<Instant>;
}

/// Both of them.
pub(in crate::sip) struct Joined<C: Asks, S: Serves> {
    pub(in crate::sip) now: Instant,
    pub(in crate::sip) client: C,
    pub(in crate::sip) server: S,
    /// Whether a message is lost, in the order of sending.
    pub(in crate::sip) loses: Box<dyn FnMut(&Message) -> bool>,
    /// What was sent, with the second.
    pub(in crate::sip) wire: Vec<(i64, Message)>,
    /// What the client told, with the second.
    pub(in crate::sip) told: Vec<(i64, C::News)>,
    pub(in crate::sip) served: Vec<S::News>,
    flying: BTreeMap<(Instant, u64), (NodeId, Message)>,
    sent: u64,
}

impl<C: Asks, S: Serves> Joined<C, S> {
    pub(in crate::sip) fn new(client: C, server: S) -> Self {
        Joined {
            now: Instant::ZERO,
            client,
            server,
            loses: Box::new(|_| false),
            wire: Vec::new(),
            told: Vec::new(),
            served: Vec::new(),
            flying: BTreeMap::new(),
            sent: 0,
        }
    }

    /// Lets the owner of the client do something.
    pub(in crate::sip) fn act<T>(
        &mut self,
        act: impl FnOnce(&mut C, Instant, &mut Vec<Effect<Told<C::News>>>) -> T,
    ) -> T {
        let mut out = Vec::new();
        let result = act(&mut self.client, self.now, &mut out);
        for effect in out {
            match effect {
                Effect::Send { to, bytes } => self.send(to, &bytes),
                Effect::TimerFired(_) => {}
                Effect::News(Told { handle, news }) => {
                    assert_eq!(handle, 7);
                    self.told.push((self.now.since_start().as_secs(), news));
                }
            }
        }
        result
    }

    fn serve(&mut self, act: impl FnOnce(&mut S, Instant, &mut Vec<Effect<S::News>>)) {
        let mut out = Vec::new();
        act(&mut self.server, self.now, &mut out);
        for effect in out {
            match effect {
                Effect::Send { to, bytes } => self.send(to, &bytes),
                Effect::TimerFired(_) => {}
                Effect::News(news) => self.served.push(news),
            }
        }
    }

    fn send(&mut self, to: NodeId, bytes: &[u8]) {
        let message = Message::parse(bytes).expect("we send only what we can read");
        self.wire.push((self.now.since_start().as_secs(), message.clone()));
        self.sent += 1;
        if !(self.loses)(&message) {
            self.flying.insert((self.now + LATENCY, self.sent), (to, message));
        }
    }

    /// Everything that happens up to `second`.
    pub(in crate::sip) fn run_until(&mut self, second: i64) {
        let until = Instant::from_secs(second);
        let mut steps = 0;
        loop {
            let arrival = self.flying.keys().next().map(|(at, _)| *at);
            let next = [arrival, self.client.next_at(), self.server.next_at()];
            let Some(at) = next.into_iter().flatten().min().filter(|at| *at <= until) else {
                break;
            };
            steps += 1;
            assert!(steps < 100_000, "time does not go on at {at}");
            self.now = at.max(self.now);
            if arrival == Some(at) {
                let Some((_, (to, message))) = self.flying.pop_first() else { break };
                match to {
                    CLIENT => self.act(|client, now, out| client.receive(now, &message, out)),
                    _ => self.serve(|server, now, out| server.receive(now, &message, out)),
                }
                continue;
            }
            self.act(|client, now, out| client.tick(now, out));
            self.serve(|server, now, out| server.tick(now, out));
        }
        self.now = until;
    }

    /// Method or code of each message sent since the last time.
    pub(in crate::sip) fn kinds(&mut self) -> Vec<String> {
        let messages: Vec<Message> = self.wire.drain(..).map(|(_, message)| message).collect();
        super::pair::kinds(&messages)
    }

    /// What the client told since the last time, without the times.
    pub(in crate::sip) fn news(&mut self) -> Vec<C::News> {
        self.told.drain(..).map(|(_, news)| news).collect()
    }
}
