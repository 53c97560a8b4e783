//! Requests answered, remembered for those that come again.

use crate::limits;
use crate::lookup::LookupMap;
use crate::sip::message::{Message, Method};
use crate::sip::{SipTimers, message};
use crate::time::Instant;
use std::collections::VecDeque;
use std::sync::Arc;

/// What a request is to the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// New: handle it, then [`ServerTransactions::answer`].
    Fresh,
    /// It came before and was answered: send the same bytes again.
    Retransmission(Arc<[u8]>),
    /// An ACK: nothing to do.
    Absorb,
}

/// For this many answers there is always room.
const KEEP: usize = 1024;

#[derive(Clone, Debug)]
struct Remembered {
    key: Arc<[u8]>,
    answer: Arc<[u8]>,
    forget_at: Instant,
}

/// The answers that one node gave within timer J.
///
/// J is the same for all, so they leave in the order in which they came. When there are too many
/// ([`limits::TRANSACTIONS`]) the oldest leaves early.
#[derive(Clone, Debug, Default)]
pub struct ServerTransactions {
    /// Oldest first. The first has the number `first`.
    ring: VecDeque<Remembered>,
    first: u64,
    numbers: LookupMap<Arc<[u8]>, u64>,
    key: Vec<u8>,
}

impl ServerTransactions {
    /// Tells a new request from one that comes again (RFC 3261 17.2.3).
    pub fn receive(&mut self, now: Instant, request: &Message) -> Received {
        self.forget_old(now);
        if request.method() == Method::Ack {
            return Received::Absorb;
        }
        self.key.clear();
        message::transaction_key(request, &mut self.key);
        let number = self.numbers.get(self.key.as_slice());
        let index = number.and_then(|number| usize::try_from(number - self.first).ok());
        match index.and_then(|index| self.ring.get(index)) {
            Some(remembered) => Received::Retransmission(Arc::clone(&remembered.answer)),
            None => Received::Fresh,
        }
    }

    /// Remembers the answer to a request for timer J (64 T1).
    pub fn answer(
        &mut self,
        now: Instant,
        request: &Message,
        answer: Arc<[u8]>,
        timers: &SipTimers,
    ) {
        if limits::TRANSACTIONS.check(self.ring.len() + 1).is_err() {
            self.forget_first();
        }
        self.key.clear();
        message::transaction_key(request, &mut self.key);
        let key: Arc<[u8]> = Arc::from(self.key.as_slice());
        let number = self.first + u64::try_from(self.ring.len()).unwrap_or(0);
        self.numbers.insert(Arc::clone(&key), number);
        self.ring.push_back(Remembered { key, answer, forget_at: now + timers.sixty_four_t1() });
    }

    /// Forgets what is older than timer J, and gives back the room that a storm took.
    pub fn forget_old(&mut self, now: Instant) {
        while self.ring.front().is_some_and(|oldest| oldest.forget_at <= now) {
            self.forget_first();
        }
        if self.ring.capacity() > KEEP && self.ring.len() < self.ring.capacity() / 4 {
            self.ring.shrink_to(self.ring.len() * 2);
            self.numbers.shrink_to(self.ring.len() * 2);
        }
    }

    fn forget_first(&mut self) {
        let Some(oldest) = self.ring.pop_front() else { return };
        // A key that was answered twice belongs to the later answer.
        if self.numbers.get(&oldest.key) == Some(&self.first) {
            self.numbers.remove(&oldest.key);
        }
        self.first += 1;
    }

    /// Forgets all in silence.
    pub fn clear(&mut self) {
        self.ring.clear();
        self.numbers.clear();
        self.first = 0;
    }

    /// How many answers are remembered.
    pub fn len(&self) -> usize {
        self.ring.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.ring.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: &str, via: &str, cseq: u32) -> Message {
        let text = format!(
            "{method} sip:1111@10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP {via}\r\nMax-Forwards: 70\r\n\
             From: <sip:1000@10.0.0.1>;tag=f\r\nTo: <sip:1111@10.0.0.1>\r\nCall-ID: c\r\n\
             CSeq: {cseq} {method}\r\n\r\n"
        );
        Message::parse(text.as_bytes()).unwrap()
    }

    fn secs(s: i64) -> Instant {
        Instant::from_secs(s)
    }

    #[test]
    fn a_request_that_comes_again_gets_the_same_answer_until_timer_j() {
        let (mut table, timers) = (ServerTransactions::default(), SipTimers::default());
        let subscribe = request("SUBSCRIBE", "10.1.0.2:5060;branch=z9hG4bKa", 1);
        assert_eq!(table.receive(secs(0), &subscribe), Received::Fresh);
        let bytes: Arc<[u8]> = Arc::new(*b"answer");
        table.answer(secs(0), &subscribe, Arc::clone(&bytes), &timers);
        assert_eq!(table.receive(secs(31), &subscribe), Received::Retransmission(bytes));
        assert_eq!(table.receive(secs(32), &subscribe), Received::Fresh);
        assert!(table.is_empty());
    }

    #[test]
    fn branch_sent_by_and_method_tell_requests_apart() {
        let (mut table, timers) = (ServerTransactions::default(), SipTimers::default());
        let first = request("SUBSCRIBE", "10.1.0.2:5060;branch=z9hG4bKa", 1);
        table.answer(secs(0), &first, Arc::new(*b"a"), &timers);
        for other in [
            request("SUBSCRIBE", "10.1.0.3:5060;branch=z9hG4bKa", 1),
            request("SUBSCRIBE", "10.1.0.2:5060;branch=z9hG4bKb", 1),
            request("NOTIFY", "10.1.0.2:5060;branch=z9hG4bKa", 1),
        ] {
            assert_eq!(table.receive(secs(1), &other), Received::Fresh, "{other:?}");
        }
    }

    #[test]
    fn a_branch_without_a_body_or_cookie_is_told_apart_by_the_rest_of_the_request() {
        let (mut table, timers) = (ServerTransactions::default(), SipTimers::default());
        for via in ["h;branch=z9hG4bK", "h;branch=1", "h"] {
            let first = request("SUBSCRIBE", via, 1);
            assert_eq!(table.receive(secs(0), &first), Received::Fresh, "{via}");
            table.answer(secs(0), &first, Arc::new(*b"a"), &timers);
            assert!(matches!(table.receive(secs(0), &first), Received::Retransmission(_)), "{via}");
            let second = request("SUBSCRIBE", via, 2);
            assert_eq!(table.receive(secs(0), &second), Received::Fresh, "{via}");
        }
    }

    #[test]
    fn ack_is_absorbed() {
        let mut table = ServerTransactions::default();
        assert_eq!(table.receive(secs(0), &request("ACK", "h", 1)), Received::Absorb);
    }
}
