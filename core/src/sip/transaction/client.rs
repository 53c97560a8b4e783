//! Requests under way.

use crate::id::NodeId;
use crate::limits::{self, LimitReached};
use crate::node::WakeReason;
use crate::sip::deadlines::Deadlines;
use crate::sip::message::Message;
use crate::sip::slab::{Key, Slab};
use crate::sip::{Action, SipTimers};
use crate::time::{Duration, Instant};
use core::num::NonZeroU32;
use std::sync::Arc;

/// A request under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(Key);

impl ClientId {
    /// What stands in the branch of the request, after the cookie.
    pub fn branch(self) -> u64 {
        self.0.to_token()
    }
}

impl ClientId {
    /// Its place, for a record that has no more than one request under way.
    pub(in crate::sip) fn place(self) -> Option<Place> {
        NonZeroU32::new(self.0.slot.wrapping_add(1)).map(Place)
    }
}

/// The place of a request under way: a third of what a [`ClientId`] takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sip) struct Place(NonZeroU32);

/// A request that was answered for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The request; its id is free now.
    pub id: ClientId,
    /// What was given to [`ClientTransactions::open`].
    pub owner: u64,
    /// The code of the answer, 200 or above.
    pub code: u16,
}

/// A request that had no answer before timer F.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost {
    /// The request; its id is free now.
    pub id: ClientId,
    /// What was given to [`ClientTransactions::open`].
    pub owner: u64,
}

#[derive(Clone, Debug)]
struct Request {
    owner: u64,
    to: NodeId,
    bytes: Arc<[u8]>,
    /// Timer E: how long until the next sending, doubled each time up to T2.
    interval: Duration,
    /// The next moment at which something happens: E or F.
    next: Instant,
    /// Timer F.
    gives_up: Instant,
}

/// All requests of one node that wait for their answer.
///
/// A request leaves with its final answer. Timer K would keep it a while to swallow the same answer
/// again; here an answer that belongs to no request is swallowed anyway.
#[derive(Clone, Debug, Default)]
pub struct ClientTransactions {
    requests: Slab<Request>,
    deadlines: Deadlines,
}

impl ClientTransactions {
    /// Makes room for a request, whose branch must be known before its bytes are. `stamp` is random.
    ///
    /// # Errors
    /// Too many requests under way.
    pub fn open(&mut self, stamp: u32, owner: u64) -> Result<ClientId, LimitReached> {
        limits::TRANSACTIONS.check(self.requests.len() + 1)?;
        let request = Request {
            owner,
            to: NodeId(0),
            bytes: Arc::new([]),
            interval: Duration::ZERO,
            next: Instant::FAR_FUTURE,
            gives_up: Instant::FAR_FUTURE,
        };
        Ok(ClientId(self.requests.insert(stamp, request)))
    }

    /// Sends the request for the first time and starts timers E (T1) and F (64 T1).
    pub fn send(
        &mut self,
        now: Instant,
        id: ClientId,
        to: NodeId,
        bytes: Arc<[u8]>,
        timers: &SipTimers,
        out: &mut Vec<Action>,
    ) {
        let Some(request) = self.requests.get_mut(id.0) else { return };
        request.to = to;
        request.bytes = Arc::clone(&bytes);
        request.interval = timers.t1;
        request.gives_up = now + timers.sixty_four_t1();
        request.next = (now + timers.t1).min(request.gives_up);
        self.deadlines.set(request.next, id.0);
        out.push(Action::Send { to, bytes });
        self.prune();
    }

    /// The same over a transport that loses nothing: without timer E (RFC 3261 17.1.2.2).
    pub fn send_once(
        &mut self,
        now: Instant,
        id: ClientId,
        to: NodeId,
        bytes: Arc<[u8]>,
        timers: &SipTimers,
        out: &mut Vec<Action>,
    ) {
        self.send(now, id, to, bytes, timers, out);
        let Some(request) = self.requests.get_mut(id.0) else { return };
        request.next = request.gives_up;
        self.deadlines.set(request.next, id.0);
        self.prune();
    }

    /// Takes an answer. `None` for a provisional one and for one that belongs to no request here.
    pub fn receive(&mut self, answer: &Message, timers: &SipTimers) -> Option<Answered> {
        let code = answer.status()?;
        let id = ClientId(Key::from_token(answer.own_branch()?));
        let request = self.requests.get_mut(id.0)?;
        if code < 200 {
            // Proceeding: sent again at T2 only (RFC 3261 17.1.2.2).
            request.interval = timers.t2;
            return None;
        }
        let owner = request.owner;
        self.forget(id);
        Some(Answered { id, owner, code })
    }

    /// The request at a place.
    pub(in crate::sip) fn at(&self, place: Place) -> Option<ClientId> {
        self.requests.key_at(place.0.get() - 1).map(ClientId)
    }

    /// Forgets a request in silence.
    pub fn forget(&mut self, id: ClientId) {
        self.requests.remove(id.0);
        self.prune();
    }

    /// Forgets all in silence.
    pub fn clear(&mut self) {
        self.requests.clear();
        self.deadlines.clear();
    }

    /// Sends again what is due, and gives the first request up whose timer F fired. Call it until
    /// it gives `None`.
    pub fn tick(
        &mut self,
        now: Instant,
        timers: &SipTimers,
        out: &mut Vec<Action>,
    ) -> Option<Lost> {
        while let Some((at, key)) = self.deadlines.pop_due(now) {
            let Some(request) = self.requests.get_mut(key).filter(|r| r.next == at) else {
                continue;
            };
            if at >= request.gives_up {
                let owner = request.owner;
                self.forget(ClientId(key));
                out.push(Action::TimerFired(WakeReason::GiveUp));
                return Some(Lost { id: ClientId(key), owner });
            }
            request.interval = (request.interval + request.interval).min(timers.t2);
            request.next = (at + request.interval).min(request.gives_up);
            out.push(Action::TimerFired(WakeReason::Retransmit));
            out.push(Action::Send { to: request.to, bytes: Arc::clone(&request.bytes) });
            self.deadlines.set(request.next, key);
        }
        self.prune();
        None
    }

    fn prune(&mut self) {
        let requests = &self.requests;
        self.deadlines.prune(requests.len(), &|key| requests.get(key).map(|request| request.next));
    }

    /// When to call [`ClientTransactions::tick`] next, and why.
    pub fn next_at(&self) -> Option<(Instant, WakeReason)> {
        let (at, key) = self.deadlines.first()?;
        let request = self.requests.get(key)?;
        let gives_up = at >= request.gives_up;
        Some((at, if gives_up { WakeReason::GiveUp } else { WakeReason::Retransmit }))
    }

    /// How many requests are under way.
    pub fn len(&self) -> usize {
        self.requests.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMERS: fn() -> SipTimers = SipTimers::default;

    fn sent(table: &mut ClientTransactions, owner: u64) -> ClientId {
        let id = table.open(9, owner).unwrap();
        let mut out = Vec::new();
        table.send(Instant::ZERO, id, NodeId(1), Arc::new(*b"x"), &TIMERS(), &mut out);
        assert!(matches!(out.as_slice(), [Action::Send { to: NodeId(1), .. }]));
        id
    }

    fn answer(id: ClientId, code: u16) -> Message {
        let text = format!(
            "SIP/2.0 {code} X\r\nVia: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK{:016x}\r\n\
             From: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\nCall-ID: x\r\nCSeq: 1 NOTIFY\r\n\r\n",
            id.branch()
        );
        Message::parse(text.as_bytes()).unwrap()
    }

    /// When bytes were sent again, in milliseconds, and when the request was given up.
    fn schedule(table: &mut ClientTransactions) -> (Vec<i64>, Option<(i64, u64)>) {
        let mut sendings = Vec::new();
        while let Some((at, _)) = table.next_at() {
            let mut out = Vec::new();
            let lost = table.tick(at, &TIMERS(), &mut out);
            let sends = out.iter().filter(|a| matches!(a, Action::Send { .. })).count();
            sendings.extend(std::iter::repeat_n(at.as_micros() / 1000, sends));
            if let Some(lost) = lost {
                return (sendings, Some((at.as_micros() / 1000, lost.owner)));
            }
        }
        (sendings, None)
    }

    #[test]
    fn timer_e_doubles_up_to_t2_and_timer_f_gives_up_at_32_s() {
        let mut table = ClientTransactions::default();
        sent(&mut table, 77);
        let (sendings, given_up) = schedule(&mut table);
        let expected = [500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500];
        assert_eq!(sendings, expected);
        assert_eq!(given_up, Some((32_000, 77)));
        assert_eq!((table.next_at(), table.len()), (None, 0));
    }

    #[test]
    fn a_provisional_answer_slows_timer_e_to_t2() {
        let mut table = ClientTransactions::default();
        let id = sent(&mut table, 1);
        assert_eq!(table.receive(&answer(id, 100), &TIMERS()), None);
        let (sendings, _) = schedule(&mut table);
        assert_eq!(sendings.get(..3), Some([500, 4500, 8500].as_slice()));
    }

    #[test]
    fn a_final_answer_ends_the_request_and_the_same_again_belongs_to_nothing() {
        let mut table = ClientTransactions::default();
        let id = sent(&mut table, 5);
        let answered = Answered { id, owner: 5, code: 481 };
        assert_eq!(table.receive(&answer(id, 481), &TIMERS()), Some(answered));
        assert_eq!(table.receive(&answer(id, 481), &TIMERS()), None);
        assert_eq!(table.next_at(), None);
    }

    #[test]
    fn answers_with_a_branch_that_is_not_ours_belong_to_nothing() {
        let mut table = ClientTransactions::default();
        let id = sent(&mut table, 5);
        let text = String::from_utf8(answer(id, 200).raw().to_vec()).unwrap();
        for (from, to) in [("z9hG4bK", "z9hG4bKx"), ("00000009", "00000008"), ("z9hG4bK", "")] {
            let message = Message::parse(text.replacen(from, to, 1).as_bytes()).unwrap();
            assert_eq!(table.receive(&message, &TIMERS()), None, "{from} -> {to}");
        }
    }
}
