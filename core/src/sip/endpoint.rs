//! What both sides of a subscription have in common: an address, transactions, randomness.

use crate::id::NodeId;
use crate::limits::LimitReached;
use crate::node::WakeReason;
use crate::rng::Rng;
use crate::sip::address::{AddressPlan, HostPort};
use crate::sip::message::{CallAnswerParts, Message, ResponseParts};
use crate::sip::transaction::{
    Answered, ClientId, ClientTransactions, Lost, Place, Received, ServerTransactions,
};
use crate::sip::{Action, SipTimers, Transport};
use crate::time::Instant;
use std::sync::Arc;

/// What a message is after the transactions had their say.
#[derive(Clone, Copy, Debug)]
pub(super) enum Admitted {
    /// A new request.
    Request,
    /// The final answer to a request of ours.
    Answer(Answered),
    /// Nothing more to do.
    Nothing,
}

/// The lower half of a user agent.
#[derive(Clone, Debug)]
pub(super) struct Endpoint {
    pub(super) address: HostPort,
    pub(super) addresses: AddressPlan,
    pub(super) timers: SipTimers,
    rng: Rng,
    clients: ClientTransactions,
    servers: ServerTransactions,
    scratch: Vec<u8>,
}

impl Endpoint {
    /// At the address that a plan gives to a node.
    pub(super) fn new(node: NodeId, addresses: AddressPlan, timers: SipTimers, rng: Rng) -> Self {
        Endpoint { addresses, ..Endpoint::at(addresses.address(node), timers, rng) }
    }

    pub(super) fn at(address: HostPort, timers: SipTimers, rng: Rng) -> Self {
        Endpoint {
            address,
            addresses: AddressPlan::SIMULATED,
            timers,
            rng,
            clients: ClientTransactions::default(),
            servers: ServerTransactions::default(),
            scratch: Vec::new(),
        }
    }

    /// 64 random bits, for tags.
    pub(super) fn token(&mut self) -> u64 {
        self.rng.next_u64()
    }

    /// 32 random bits, for stamps.
    pub(super) fn stamp(&mut self) -> u32 {
        u32::try_from(self.rng.next_u64() >> 32).unwrap_or(0)
    }

    /// Passes a message through the transactions. A retransmission is answered here.
    pub(super) fn admit(
        &mut self,
        now: Instant,
        from: NodeId,
        message: &Message,
        out: &mut Vec<Action>,
    ) -> Admitted {
        if message.status().is_some() {
            let answered = self.clients.receive(message, &self.timers);
            return answered.map_or(Admitted::Nothing, Admitted::Answer);
        }
        match self.servers.receive(now, message) {
            Received::Fresh => Admitted::Request,
            Received::Absorb => Admitted::Nothing,
            Received::Retransmission(bytes) => {
                out.push(Action::Send { to: from, bytes });
                Admitted::Nothing
            }
        }
    }

    /// Answers a request.
    pub(super) fn answer(
        &mut self,
        now: Instant,
        to: NodeId,
        parts: &ResponseParts<'_>,
        out: &mut Vec<Action>,
    ) {
        self.scratch.clear();
        parts.write(&mut self.scratch);
        self.send_answer(now, to, parts.request, out);
    }

    /// Answers a request of a call, in the words of calls.
    pub(super) fn answer_call(
        &mut self,
        now: Instant,
        to: NodeId,
        parts: &ResponseParts<'_>,
        out: &mut Vec<Action>,
    ) {
        self.scratch.clear();
        CallAnswerParts::plain(*parts).write(&mut self.scratch);
        self.send_answer(now, to, parts.request, out);
    }

    /// Sends the answer that was written, and keeps it for a request that comes again.
    fn send_answer(&mut self, now: Instant, to: NodeId, request: &Message, out: &mut Vec<Action>) {
        let bytes: Arc<[u8]> = Arc::from(self.scratch.as_slice());
        self.servers.answer(now, request, &bytes, &self.timers);
        out.push(Action::Send { to, bytes });
    }

    /// Answers a request outside any dialog with a bare code.
    pub(super) fn answer_code(
        &mut self,
        now: Instant,
        to: NodeId,
        request: &Message,
        code: u16,
        out: &mut Vec<Action>,
    ) {
        let tag = crate::sip::text::HexText::new(self.token());
        self.answer(now, to, &ResponseParts::new(request, code, tag.as_str()), out);
    }

    /// Sends a request in a datagram; `write` gets its branch and the buffer.
    pub(super) fn request(
        &mut self,
        now: Instant,
        to: NodeId,
        owner: u64,
        write: impl FnOnce(u64, &mut Vec<u8>),
        out: &mut Vec<Action>,
    ) -> Result<ClientId, LimitReached> {
        self.request_over(Transport::Udp, now, to, owner, write, out)
    }

    /// Sends a request.
    pub(super) fn request_over(
        &mut self,
        transport: Transport,
        now: Instant,
        to: NodeId,
        owner: u64,
        write: impl FnOnce(u64, &mut Vec<u8>),
        out: &mut Vec<Action>,
    ) -> Result<ClientId, LimitReached> {
        let stamp = self.stamp();
        let id = self.clients.open(stamp, owner)?;
        self.scratch.clear();
        write(id.branch(), &mut self.scratch);
        let bytes = Arc::from(self.scratch.as_slice());
        match transport.is_reliable() {
            true => self.clients.send_once(now, id, to, bytes, &self.timers, out),
            false => self.clients.send(now, id, to, bytes, &self.timers, out),
        }
        Ok(id)
    }

    /// Forgets a request in silence.
    pub(super) fn drop_request(&mut self, id: Option<ClientId>) {
        if let Some(id) = id {
            self.clients.forget(id);
        }
    }

    /// The same of a request that is known by its place.
    pub(super) fn drop_at(&mut self, place: Option<Place>) {
        let id = place.and_then(|place| self.clients.at(place));
        self.drop_request(id);
    }

    /// Forgets all in silence.
    pub(super) fn clear(&mut self) {
        self.clients.clear();
        self.servers.clear();
    }

    /// Sends again what is due; a request that is given up. Call it until it gives `None`.
    pub(super) fn tick(&mut self, now: Instant, out: &mut Vec<Action>) -> Option<Lost> {
        self.servers.forget_old(now);
        self.clients.tick(now, &self.timers, out)
    }

    /// When to call [`Endpoint::tick`] next.
    pub(super) fn next_at(&self) -> Option<(Instant, WakeReason)> {
        self.clients.next_at()
    }
}
