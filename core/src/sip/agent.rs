//! The lower half of a machine whose outcomes are [`Effect`]s: an [`Endpoint`], whose actions are
//! turned into them.

use super::Effect;
use crate::id::NodeId;
use crate::limits::LimitReached;
use crate::node::WakeReason;
use crate::rng::Rng;
use crate::scratch::Scratch;
use crate::sip::account::Shut;
use crate::sip::address::{AddressPlan, HostPort};
use crate::sip::endpoint::{Admitted, Endpoint};
use crate::sip::message::{Message, Method, ResponseParts};
use crate::sip::text::HexText;
use crate::sip::transaction::{ClientId, Lost};
use crate::sip::{Action, SipTimers};
use crate::time::Instant;

/// How long one waits who finds the tables full, in seconds.
const FULL: u32 = 60;

/// An endpoint that speaks in effects.
#[derive(Clone, Debug)]
pub(super) struct Agent {
    endpoint: Endpoint,
    /// What the endpoint just wanted.
    wire: Scratch<Vec<Action>>,
}

impl Agent {
    pub(super) fn new(node: NodeId, timers: SipTimers, rng: Rng) -> Self {
        Agent {
            endpoint: Endpoint::new(node, AddressPlan::SIMULATED, timers, rng),
            wire: Scratch::default(),
        }
    }

    /// The address that stands in its Via.
    pub(super) fn address(&self) -> HostPort {
        self.endpoint.address
    }

    /// The address of another node.
    pub(super) fn address_of(&self, node: NodeId) -> HostPort {
        self.endpoint.addresses.address(node)
    }

    /// Takes its own address and those of all others from a plan.
    pub(super) fn move_to(&mut self, node: NodeId, addresses: AddressPlan) {
        (self.endpoint.address, self.endpoint.addresses) = (addresses.address(node), addresses);
    }

    /// Sets that address, where it is not the simulated one of its node.
    pub(super) fn set_address(&mut self, address: HostPort) {
        self.endpoint.address = address;
    }

    pub(super) fn timers(&self) -> &SipTimers {
        &self.endpoint.timers
    }

    /// 64 random bits, as they are written into messages.
    pub(super) fn token(&mut self) -> HexText {
        HexText::new(self.endpoint.token())
    }

    /// 64 random bits.
    pub(super) fn number(&mut self) -> u64 {
        self.endpoint.token()
    }

    /// 32 random bits, for stamps.
    pub(super) fn stamp(&mut self) -> u32 {
        self.endpoint.stamp()
    }

    /// Passes a message through the transactions. A retransmission is answered here.
    pub(super) fn admit<N>(
        &mut self,
        now: Instant,
        from: NodeId,
        message: &Message,
        out: &mut Vec<Effect<N>>,
    ) -> Admitted {
        let admitted = self.endpoint.admit(now, from, message, &mut self.wire);
        self.relay(out);
        admitted
    }

    /// Answers a request.
    pub(super) fn answer<N>(
        &mut self,
        now: Instant,
        to: NodeId,
        parts: &ResponseParts<'_>,
        out: &mut Vec<Effect<N>>,
    ) {
        self.endpoint.answer(now, to, parts, &mut self.wire);
        self.relay(out);
    }

    /// Answers a request that came to the wrong machine: only `served` is served here.
    pub(super) fn not_served<N>(
        &mut self,
        now: Instant,
        to: NodeId,
        request: &Message,
        served: &str,
        out: &mut Vec<Effect<N>>,
    ) {
        let code = if request.method() == Method::Unknown { 501 } else { 405 };
        let tag = self.token();
        let mut parts = ResponseParts::new(request, code, tag.as_str());
        parts.allow = served;
        self.answer(now, to, &parts, out);
    }

    /// Answers a request that does not get in; `least` are the seconds that must be asked for.
    pub(super) fn refuse<N>(
        &mut self,
        now: Instant,
        to: NodeId,
        request: &Message,
        (shut, least): (&Shut, u32),
        out: &mut Vec<Effect<N>>,
    ) {
        let tag = self.token();
        let mut parts = ResponseParts::new(request, shut.code, tag.as_str());
        parts.min_expires = (shut.code == 423).then_some(least);
        parts.retry_after = (shut.code == 503).then_some(FULL);
        parts.challenge = shut.challenge.as_ref();
        self.answer(now, to, &parts, out);
    }

    /// Sends a request; `write` gets its branch and the buffer.
    pub(super) fn request<N>(
        &mut self,
        now: Instant,
        to: NodeId,
        owner: u64,
        write: impl FnOnce(u64, &mut Vec<u8>),
        out: &mut Vec<Effect<N>>,
    ) -> Result<ClientId, LimitReached> {
        let sent = self.endpoint.request(now, to, owner, write, &mut self.wire);
        self.relay(out);
        sent
    }

    /// Forgets a request in silence.
    pub(super) fn drop_request(&mut self, id: Option<ClientId>) {
        self.endpoint.drop_request(id);
    }

    /// Forgets all in silence.
    pub(super) fn clear(&mut self) {
        self.endpoint.clear();
    }

    /// Sends again what is due; a request that is given up. Call it until it gives `None`.
    pub(super) fn tick<N>(&mut self, now: Instant, out: &mut Vec<Effect<N>>) -> Option<Lost> {
        let lost = self.endpoint.tick(now, &mut self.wire);
        self.relay(out);
        lost
    }

    /// When to call [`Agent::tick`] next.
    pub(super) fn next_at(&self) -> Option<(Instant, WakeReason)> {
        self.endpoint.next_at()
    }

    fn relay<N>(&mut self, out: &mut Vec<Effect<N>>) {
        for action in self.wire.drain(..) {
            match action {
                Action::Send { to, bytes } => out.push(Effect::Send { to, bytes }),
                Action::TimerFired(reason) => out.push(Effect::TimerFired(reason)),
                // Of subscriptions, of which an endpoint knows nothing.
                Action::News { .. } | Action::Ended { .. } => {}
            }
        }
    }
}
