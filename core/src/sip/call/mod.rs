//! Calls as a user agent has them (RFC 3261 12 to 15, 9): legs that are placed and legs that come
//! in, many in one machine.
//!
//! ```text
//!  invite:   Calling --2xx, ACK--> Standing --BYE--> Ending --> over
//!               \-hang_up-> Cancelling --487--> over
//!  came in:  Ringing --answer--> Answered --ACK--> Standing
//!               \-refuse, CANCEL--> over   \-timer H-> Ending
//! ```
//!
//! A back-to-back agent is two legs and somebody who hands bodies from one to the other: a leg comes
//! in, another is placed with its body; what the second is told ([`CallNews`]) is said to the first.
//! Bodies are opaque here; [`is_hold`] alone looks into one.
//!
//! A leg tells its end exactly once. Nothing is sent for ever: requests end with timers B and F, an
//! answer without its ACK with timer H, and what only rings after
//! [`limits::CALL_RINGING_SECONDS`].

mod answering;
mod callee;
mod caller;
mod dialog;
mod due;
mod ending;
mod hook;
mod leg;
mod sdp;
mod sending;
mod session;
mod words;

use crate::id::NodeId;
use crate::limits;
use crate::lookup::LookupMap;
use crate::node::WakeReason;
use crate::rng::Rng;
use crate::scratch::Scratch;
use crate::sip::address::{AddressPlan, HostPort};
use crate::sip::deadlines::Deadlines;
use crate::sip::endpoint::{Admitted, Endpoint};
use crate::sip::message::{CALL_METHODS, Message, Method, ResponseParts};
use crate::sip::slab::{Key, Slab};
use crate::sip::text::{HexText, read_hex};
use crate::sip::transaction::{InviteClients, InviteServers};
use crate::sip::watcher::uri;
use crate::sip::{Action, CallAction, CallTimer, SipTimers, Transport};
use crate::time::{Duration, Instant, first_due};
use hook::Hook;
use leg::{Leg, Phase};
use session::Sessions;
use std::sync::Arc;

pub use sdp::{Direction, describe, direction_for, is_hold};
pub use session::SessionKeeping;
pub use words::{CallEnded, CallHeard, CallNews, CannotChange, Invite, LegId};

/// The owner of a request that no leg waits for: a key that no slab gives out.
const NOBODY: u64 = u64::MAX;

/// Where a message came from, and when.
#[derive(Clone, Copy, Debug)]
struct Came {
    now: Instant,
    from: NodeId,
    transport: Transport,
}

/// All call legs of one user agent, their transactions and their timers.
#[derive(Clone, Debug)]
pub struct Calls {
    endpoint: Endpoint,
    invites: InviteClients,
    servers: InviteServers,
    legs: Slab<Leg>,
    /// The legs that came in, by Call-ID and the caller's tag: the same call over another way is no
    /// second one.
    called: LookupMap<Arc<[u8]>, u64>,
    deadlines: Deadlines,
    sessions: Sessions,
    hook: Hook,
    /// What the endpoint wants done, on its way to the owner.
    inner: Scratch<Vec<Action>>,
}

impl Calls {
    /// A user agent without calls. `address` stands in its Via and Contact.
    pub fn new(address: HostPort, timers: SipTimers, rng: Rng) -> Self {
        Calls::over(Endpoint::at(address, timers, rng))
    }

    /// The same for a node where a plan says who is at which address.
    pub fn on(node: NodeId, addresses: AddressPlan, timers: SipTimers, rng: Rng) -> Self {
        Calls::over(Endpoint::new(node, addresses, timers, rng))
    }

    fn over(endpoint: Endpoint) -> Self {
        Calls {
            endpoint,
            invites: InviteClients::default(),
            servers: InviteServers::default(),
            legs: Slab::default(),
            called: LookupMap::new(),
            deadlines: Deadlines::default(),
            sessions: Sessions::default(),
            hook: Hook::default(),
            inner: Scratch::default(),
        }
    }

    /// Whether a message is of the kind that calls understand: INVITE, ACK, BYE, CANCEL, and answers
    /// to them.
    pub fn serves(message: &Message) -> bool {
        matches!(message.method(), Method::Invite | Method::Ack | Method::Bye | Method::Cancel)
    }

    /// Names the owner of a leg that came in: `handle` comes back with its [`CallAction::News`].
    pub fn adopt(&mut self, id: LegId, handle: u32) {
        if let Some(leg) = self.legs.get_mut(id.0) {
            leg.handle = Some(handle);
        }
    }

    /// Takes a message that arrived.
    pub fn receive(
        &mut self,
        now: Instant,
        from: NodeId,
        transport: Transport,
        message: &Message,
        out: &mut Vec<CallAction>,
    ) -> CallHeard {
        let came = Came { now, from, transport };
        let heard = match (message.status(), message.method()) {
            (Some(_), Method::Invite | Method::Cancel) => {
                let timers = self.endpoint.timers;
                if let Some(answered) = self.invites.receive(now, message, &timers, out) {
                    self.on_invite_answer(now, answered, message, out);
                    self.settle(Key::from_token(answered.owner));
                }
                CallHeard::Done
            }
            (None, Method::Invite | Method::Ack) => self.on_invite(came, message, out),
            _ => self.on_other(came, message, out),
        };
        self.prune();
        heard
    }

    /// A message that is no INVITE.
    fn on_other(&mut self, came: Came, message: &Message, out: &mut Vec<CallAction>) -> CallHeard {
        let admitted = self.endpoint.admit(came.now, came.from, message, &mut self.inner);
        self.relay(out);
        match admitted {
            Admitted::Nothing => {}
            Admitted::Answer(answered) => self.on_bye_answer(came.now, answered, message, out),
            Admitted::Request => match message.method() {
                Method::Bye => self.on_bye(came, message, out),
                Method::Cancel => self.on_cancel(came, message, out),
                Method::Notify => return self.on_hook(came, message, out),
                Method::Unknown => self.answer_code(came, message, 501, out),
                Method::Options if message.to_tag().is_none() => {
                    self.answer_code(came, message, 200, out);
                }
                Method::Options => {
                    let code = if self.leg_of(message).is_some() { 200 } else { 481 };
                    self.answer_code(came, message, code, out);
                }
                _ => self.answer_code(came, message, 405, out),
            },
        }
        CallHeard::Done
    }

    /// Does what is due. Cheap when nothing is.
    pub fn tick(&mut self, now: Instant, out: &mut Vec<CallAction>) {
        let timers = self.endpoint.timers;
        while let Some(lost) = self.endpoint.tick(now, &mut self.inner) {
            self.relay(out);
            self.on_bye_lost(now, lost, out);
        }
        self.relay(out);
        while let Some(lost) = self.invites.tick(now, &timers, out) {
            self.on_invite_lost(now, lost, out);
            self.settle(Key::from_token(lost.owner));
        }
        self.servers.tick(now, &timers, out);
        while let Some((at, key)) = self.deadlines.pop_due(now) {
            if let Some(leg) = self.legs.get_mut(key).filter(|leg| leg.due == at) {
                leg.due = Instant::FAR_FUTURE;
                self.on_due(now, key, out);
                self.settle(key);
            }
        }
        self.prune();
    }

    /// When to call [`Calls::tick`] next, and why.
    pub fn next_at(&self) -> Option<(Instant, CallTimer)> {
        let own = self.deadlines.first();
        let own = own.and_then(|(at, key)| Some((at, self.legs.get(key)?.next().1)));
        let other = self.endpoint.next_at().map(|(at, reason)| (at, timer_of(reason)));
        first_due(&[other, self.invites.next_at(), self.servers.next_at(), own])
    }

    /// Forgets everything in silence: the phone lost its network.
    pub fn forget_all(&mut self) {
        self.endpoint.clear();
        self.invites.clear();
        self.servers.clear();
        self.legs.clear();
        self.called.clear();
        self.deadlines.clear();
        self.hook = Hook::default();
    }

    /// Forgets a leg in silence: its far end is gone.
    pub fn forget(&mut self, id: LegId) {
        if let Some(leg) = self.remove(id.0) {
            self.endpoint.drop_request(leg.bye);
            if let Some(ours) = leg.ours {
                self.invites.forget(ours.id);
            }
        }
        self.prune();
    }

    /// Whether the call of a leg stands: answered, as far as this end knows, and not ended.
    pub fn stands(&self, id: LegId) -> bool {
        self.legs.get(id.0).is_some_and(|leg| leg.phase == Phase::Standing)
    }

    /// The Call-ID of a leg: both ends of a dialog have the same.
    pub fn call_id(&self, id: LegId) -> Option<&str> {
        self.legs.get(id.0).map(|leg| &*leg.dialog.call_id)
    }

    /// How many legs there are, in whatever state.
    pub fn len(&self) -> usize {
        self.legs.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Puts a leg in and gives it its tag and its Contact; `user` is its number.
    fn insert(&mut self, mut leg: Leg, user: &str) -> Key {
        let (stamp, address) = (self.endpoint.stamp(), self.endpoint.address);
        let parameter = leg.transport.uri_parameter();
        leg.contact = uri(user, |out| {
            address.write(out);
            out.extend_from_slice(parameter.as_bytes());
        });
        let key = self.legs.insert(stamp, leg);
        if let Some(leg) = self.legs.get_mut(key) {
            leg.dialog.local_tag = HexText::new(key.to_token()).as_str().into();
        }
        key
    }

    /// The leg to whose dialog a request of the far end belongs.
    fn leg_of(&self, request: &Message) -> Option<Key> {
        let key = Key::from_token(read_hex(request.to_tag()?)?);
        self.legs.get(key).filter(|leg| leg.dialog.owns(request)).map(|_| key)
    }

    /// Tells the owner of a leg.
    fn tell(&self, key: Key, news: CallNews, out: &mut Vec<CallAction>) {
        let handle = self.legs.get(key).and_then(|leg| leg.handle);
        out.extend(handle.map(|handle| CallAction::News { handle, news }));
    }

    /// Answers a request that is no INVITE.
    fn answer_code(&mut self, came: Came, request: &Message, code: u16, out: &mut Vec<CallAction>) {
        let tag = self.endpoint.token();
        self.answer_as(came, request, code, tag, out);
    }

    /// The same with a tag of ours.
    fn answer_as(
        &mut self,
        came: Came,
        request: &Message,
        code: u16,
        tag: u64,
        out: &mut Vec<CallAction>,
    ) {
        let tag = HexText::new(tag);
        let mut parts = ResponseParts::new(request, code, tag.as_str());
        let lists = code == 405 || (code == 200 && request.method() == Method::Options);
        parts.allow = if lists { CALL_METHODS } else { "" };
        self.endpoint.answer_call(came.now, came.from, &parts, &mut self.inner);
        self.relay(out);
    }

    /// Hands on what the endpoint wants done.
    fn relay(&mut self, out: &mut Vec<CallAction>) {
        for action in self.inner.drain(..) {
            match action {
                Action::Send { to, bytes } => out.push(CallAction::Send { to, bytes }),
                Action::TimerFired(reason) => out.push(CallAction::TimerFired(timer_of(reason))),
                // An endpoint knows of no subscription.
                Action::News { .. } | Action::Ended { .. } => {}
            }
        }
    }

    /// Sets what a leg waits for.
    fn settle(&mut self, key: Key) {
        if let Some(leg) = self.legs.get_mut(key) {
            let (due, _) = leg.next();
            if due != leg.due {
                leg.due = due;
                self.deadlines.set(due, key);
            }
        }
        self.prune();
    }

    fn prune(&mut self) {
        let legs = &self.legs;
        self.deadlines.prune(legs.len(), &|key| legs.get(key).map(|leg| leg.due));
    }
}

/// The timer of a request that is no INVITE.
fn timer_of(reason: WakeReason) -> CallTimer {
    if reason == WakeReason::Retransmit { CallTimer::E } else { CallTimer::F }
}

/// How long an INVITE may wait for its answer.
fn patience() -> Duration {
    Duration::from_secs(i64::try_from(limits::CALL_RINGING_SECONDS.bound).unwrap_or(i64::MAX))
}
