//! All watchers as one sans-IO machine: requests out, answers and NOTIFYs in.
//!
//! Requests are the engine's client transactions, so they come again by timers E and F.

use std::sync::Arc;

use lampfield_core::id::NodeId;
use lampfield_core::node::WakeReason;
use lampfield_core::rng::Rng;
use lampfield_core::sip::address::HostPort;
use lampfield_core::sip::digest::{Credentials, Session};
use lampfield_core::sip::message::{Message, Method, ResponseParts};
use lampfield_core::sip::transaction::{ClientId, ClientTransactions};
use lampfield_core::sip::{Action, SipTimers};
use lampfield_core::time::Instant;

use super::changes::Spreading;
use super::dialog::Dialog;
use super::documents::Document;
use super::lines::Line;
use super::pending::Owner;
use super::plan::Plan;
use super::tally::{Failure, Tally};

/// A datagram that a watcher sends.
#[derive(Clone, Debug)]
pub(super) struct Outgoing {
    /// The number of its socket.
    pub(super) socket: u32,
    pub(super) to: HostPort,
    pub(super) bytes: Arc<[u8]>,
}

/// Watchers, their registrations, and what is published for them.
#[derive(Debug)]
pub(super) struct Watchers<'p> {
    pub(super) plan: &'p Plan,
    /// Where each socket is.
    own: Vec<HostPort>,
    timers: SipTimers,
    rng: Rng,
    clients: ClientTransactions,
    pub(super) dialogs: Vec<Dialog>,
    pub(super) lines: Vec<Line>,
    pub(super) documents: Vec<Document>,
    pub(super) spreading: Option<Spreading>,
    actions: Vec<Action>,
    scratch: Vec<u8>,
    outgoing: Vec<Outgoing>,
    pub(super) tally: Tally,
    /// Exchanges under way.
    pub(super) open: u32,
}

impl<'p> Watchers<'p> {
    /// Nobody has asked yet. `own` is where each socket is; `seed` gives stamps and branches.
    pub(super) fn new(plan: &'p Plan, own: &[HostPort], seed: u64) -> Self {
        let room = |wanted: bool, count| if wanted { count } else { 0 };
        let lines = room(plan.register, plan.watchers.count());
        let documents = room(plan.publishes(), plan.presentities.count());
        Watchers {
            plan,
            own: own.to_vec(),
            timers: SipTimers::default(),
            rng: Rng::stream(seed, "load"),
            clients: ClientTransactions::default(),
            dialogs: (0..plan.count).map(|_| Dialog::default()).collect(),
            lines: (0..lines).map(|_| Line::default()).collect(),
            documents: (0..documents).map(|_| Document::default()).collect(),
            spreading: None,
            actions: Vec::new(),
            scratch: Vec::new(),
            outgoing: Vec::new(),
            tally: Tally::default(),
            open: 0,
        }
    }

    /// What is to be sent since the last call.
    pub(super) fn outgoing(&mut self) -> impl Iterator<Item = Outgoing> + '_ {
        self.outgoing.drain(..)
    }

    /// Where a socket is.
    pub(super) fn own(&self, socket: u32) -> HostPort {
        self.own.get(socket as usize).copied().unwrap_or(self.plan.from)
    }

    /// A talk with those who challenge somebody; `None` without a password.
    pub(super) fn session(&self, user: &str) -> Option<Box<Session>> {
        let proof = self.plan.proof.as_ref()?;
        let username = proof.username.as_deref().unwrap_or(user).into();
        let password = proof.password.clone();
        let credentials = Credentials { username, password, realm: None };
        Some(Box::new(Session::new(Arc::new(credentials))))
    }

    /// 32 random bits.
    pub(super) fn stamp(&mut self) -> u32 {
        u32::try_from(self.rng.next_u64() >> 32).unwrap_or(0)
    }

    /// 64 random bits.
    pub(super) fn token(&mut self) -> u64 {
        self.rng.next_u64()
    }

    /// Sends a request through a socket; it fails at once where too many are under way.
    pub(super) fn request(
        &mut self,
        now: Instant,
        (owner, socket): (Owner, u32),
        write: impl FnOnce(&Self, u64, &mut Vec<u8>),
    ) {
        let request = self.sent(now, (owner, socket), write);
        if let Some(pending) = self.pending(owner) {
            pending.request = request;
        }
        if request.is_none() {
            self.failed(owner, Failure::NoAnswer);
        }
    }

    fn sent(
        &mut self,
        now: Instant,
        (owner, socket): (Owner, u32),
        write: impl FnOnce(&Self, u64, &mut Vec<u8>),
    ) -> Option<ClientId> {
        let stamp = self.stamp();
        let id = self.clients.open(stamp, owner.to_number()).ok()?;
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.clear();
        write(self, id.branch(), &mut scratch);
        let bytes = Arc::from(scratch.as_slice());
        self.scratch = scratch;
        let to = NodeId(socket);
        self.clients.send(now, id, to, bytes, &self.timers, &mut self.actions);
        self.take_actions();
        Some(id)
    }

    /// Sends what the transactions want sent; a node there is a socket here.
    fn take_actions(&mut self) {
        for action in self.actions.drain(..) {
            match action {
                Action::Send { to: NodeId(socket), bytes } => {
                    self.outgoing.push(Outgoing { socket, to: self.plan.target, bytes });
                }
                Action::TimerFired(WakeReason::Retransmit) => self.tally.counts.sent_again += 1,
                _ => {}
            }
        }
    }

    /// Does what is due.
    pub(super) fn tick(&mut self, now: Instant) {
        while let Some(lost) = self.clients.tick(now, &self.timers, &mut self.actions) {
            self.failed(Owner::from_number(lost.owner), Failure::NoAnswer);
        }
        self.take_actions();
    }

    /// When to call [`Watchers::tick`] next.
    pub(super) fn next_at(&self) -> Option<Instant> {
        self.clients.next_at().map(|(at, _)| at)
    }

    /// Forgets a request in silence.
    pub(super) fn forget(&mut self, request: Option<ClientId>) {
        if let Some(id) = request {
            self.clients.forget(id);
        }
    }

    /// Takes a datagram that came to a socket.
    pub(super) fn receive(&mut self, now: Instant, socket: u32, from: HostPort, bytes: &[u8]) {
        let Ok(message) = Message::parse(bytes) else {
            self.tally.counts.stray += 1;
            return;
        };
        if let Some(code) = message.status() {
            match self.clients.receive(&message, &self.timers) {
                Some(answered) => self.answered(now, answered, &message),
                None if code >= 200 => self.tally.counts.answered_again += 1,
                None => {}
            }
            return;
        }
        let code = match message.method() {
            Method::Notify => self.notified(now, &message),
            Method::Options => 200,
            Method::Ack => return,
            _ => 405,
        };
        self.scratch.clear();
        ResponseParts::new(&message, code, "load").write(&mut self.scratch);
        let bytes = Arc::from(self.scratch.as_slice());
        self.outgoing.push(Outgoing { socket, to: from, bytes });
    }
}

#[cfg(test)]
#[path = "watchers_tests.rs"]
mod tests;
