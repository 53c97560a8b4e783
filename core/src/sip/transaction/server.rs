//! Requests answered, remembered for those that come again.

use crate::limits;
use crate::lookup::LookupMap;
use crate::queue::Queue;
use crate::sip::message::{Message, Method};
use crate::sip::{SipTimers, message};
use crate::time::Instant;
use core::hash::BuildHasher;
use rustc_hash::FxBuildHasher;
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

/// So many bytes of keys and answers stand together. They leave together, so that a storm of
/// requests leaves no holes between the subscriptions that it made.
const PIECE: usize = 1 << 18;

/// An answer with the key of its request, one behind the other in their piece.
#[derive(Clone, Copy, Debug)]
struct Remembered {
    hash: u64,
    forget_at: Instant,
    /// The number of the piece.
    piece: u32,
    start: u32,
    answer: u32,
    end: u32,
}

/// The answers that one node gave within timer J.
///
/// J is the same for all, so they leave in the order in which they came. When there are too many
/// ([`limits::TRANSACTIONS`]) the oldest leaves early.
#[derive(Clone, Debug, Default)]
pub struct ServerTransactions {
    /// Oldest first. The first has the number `first`.
    ring: Queue<Remembered>,
    first: u64,
    /// The latest number of each hash. Where two keys have the same one the earlier is not found any
    /// more, as if it had left.
    numbers: LookupMap<u64, u64>,
    /// Full pieces, which forks share. The first has the number `first_piece`.
    pieces: Queue<Arc<[u8]>>,
    first_piece: u32,
    last: Vec<u8>,
    key: Vec<u8>,
}

impl ServerTransactions {
    /// Tells a new request from one that comes again (RFC 3261 17.2.3).
    pub fn receive(&mut self, now: Instant, request: &Message) -> Received {
        self.forget_old(now);
        if request.method() == Method::Ack {
            return Received::Absorb;
        }
        let hash = self.take_key(request);
        let number = self.numbers.get(&hash);
        let index = number.and_then(|number| usize::try_from(number - self.first).ok());
        let remembered = index.and_then(|index| self.ring.get(index));
        match remembered.and_then(|remembered| self.bytes_of(remembered)) {
            Some((key, answer)) if *key == *self.key => Received::Retransmission(answer.into()),
            _ => Received::Fresh,
        }
    }

    /// Remembers the answer to a request for timer J (64 T1).
    pub fn answer(&mut self, now: Instant, request: &Message, answer: &[u8], timers: &SipTimers) {
        if limits::TRANSACTIONS.check(self.ring.len() + 1).is_err() {
            self.forget_first();
        }
        let hash = self.take_key(request);
        let number = self.first + u64::try_from(self.ring.len()).unwrap_or(0);
        self.numbers.insert(hash, number);
        if self.last.len() + self.key.len() + answer.len() > PIECE && !self.last.is_empty() {
            self.pieces.push_back(core::mem::take(&mut self.last).into());
        }
        // A datagram is far below 2^32 bytes, and so is a piece.
        let at = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let start = at(self.last.len());
        self.last.extend_from_slice(&self.key);
        let begins = at(self.last.len());
        self.last.extend_from_slice(answer);
        self.ring.push_back(Remembered {
            hash,
            forget_at: now + timers.sixty_four_t1(),
            piece: self.first_piece.wrapping_add(at(self.pieces.len())),
            start,
            answer: begins,
            end: at(self.last.len()),
        });
    }

    /// Forgets what is older than timer J, and gives back the room that a storm took.
    pub fn forget_old(&mut self, now: Instant) {
        while self.ring.front().is_some_and(|oldest| oldest.forget_at <= now) {
            self.forget_first();
        }
        if self.ring.capacity() > KEEP && self.ring.len() < self.ring.capacity() / 4 {
            let room = self.ring.len() * 2;
            self.ring.shrink_to(room);
            self.numbers.shrink_to(room);
        }
    }

    fn forget_first(&mut self) {
        let Some(oldest) = self.ring.pop_front() else { return };
        // A key that was answered twice belongs to the later answer.
        if self.numbers.get(&oldest.hash) == Some(&self.first) {
            self.numbers.remove(&oldest.hash);
        }
        self.first += 1;
        match self.ring.front() {
            Some(next) if next.piece != oldest.piece => {
                self.pieces.pop_front();
                self.first_piece = next.piece;
            }
            Some(_) => {}
            None => {
                self.pieces.clear();
                self.last.clear();
                self.last.shrink_to(KEEP);
            }
        }
    }

    /// Forgets all in silence.
    pub fn clear(&mut self) {
        *self = ServerTransactions::default();
    }

    /// How many answers are remembered.
    pub fn len(&self) -> usize {
        self.ring.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.ring.is_empty()
    }

    /// Writes the key of a request to its place, and gives its hash.
    fn take_key(&mut self, request: &Message) -> u64 {
        self.key.clear();
        message::transaction_key(request, &mut self.key);
        FxBuildHasher.hash_one(self.key.as_slice())
    }

    /// Key and answer.
    fn bytes_of(&self, remembered: &Remembered) -> Option<(&[u8], &[u8])> {
        let Remembered { piece, start, answer, end, .. } = *remembered;
        let nth = piece.wrapping_sub(self.first_piece) as usize;
        let bytes = self.pieces.get(nth).map_or(&*self.last, |piece| piece);
        let part = |from: u32, to: u32| bytes.get(from as usize..to as usize);
        Some((part(start, answer)?, part(answer, end)?))
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
        table.answer(secs(0), &subscribe, b"answer", &timers);
        let again = Received::Retransmission(Arc::new(*b"answer"));
        assert_eq!(table.receive(secs(31), &subscribe), again);
        assert_eq!(table.receive(secs(32), &subscribe), Received::Fresh);
        assert!(table.is_empty());
    }

    #[test]
    fn branch_sent_by_and_method_tell_requests_apart() {
        let (mut table, timers) = (ServerTransactions::default(), SipTimers::default());
        let first = request("SUBSCRIBE", "10.1.0.2:5060;branch=z9hG4bKa", 1);
        table.answer(secs(0), &first, b"a", &timers);
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
            table.answer(secs(0), &first, b"a", &timers);
            assert!(matches!(table.receive(secs(0), &first), Received::Retransmission(_)), "{via}");
            let second = request("SUBSCRIBE", via, 2);
            assert_eq!(table.receive(secs(0), &second), Received::Fresh, "{via}");
        }
    }

    #[test]
    fn answers_of_many_pieces_are_found_and_leave_with_their_pieces() {
        let (mut table, timers) = (ServerTransactions::default(), SipTimers::default());
        let ask = |n: i64| request("SUBSCRIBE", &format!("h;branch=z9hG4bK{n}"), 1);
        let answer = |n: i64| format!("{n} {}", "x".repeat(9_000)).into_bytes();
        // Ten a second, each of nine kilobytes: never more than 320, in about eleven pieces.
        for n in 0..1_000 {
            let now = Instant::from_micros(n * 100_000);
            assert_eq!(table.receive(now, &ask(n)), Received::Fresh);
            table.answer(now, &ask(n), &answer(n), &timers);
            for earlier in [n, n - 100, n - 319].into_iter().filter(|n| *n >= 0) {
                let again = Received::Retransmission(answer(earlier).into());
                assert_eq!(table.receive(now, &ask(earlier)), again, "{earlier} at {n}");
            }
            assert!(table.len() <= 320 && table.pieces.len() <= 12, "{}", table.pieces.len());
        }
        table.forget_old(secs(1_000));
        assert_eq!((table.len(), table.pieces.len(), table.last.len()), (0, 0, 0));
        table.answer(secs(1_000), &ask(0), b"a", &timers);
        assert_eq!(table.receive(secs(1_001), &ask(0)), Received::Retransmission(Arc::new(*b"a")));
    }

    #[test]
    fn a_fork_remembers_what_it_shares_and_what_it_does_not() {
        let (mut table, timers) = (ServerTransactions::default(), SipTimers::default());
        let ask = |n: u32| request("SUBSCRIBE", &format!("h;branch=z9hG4bK{n}"), 1);
        let long = vec![b'x'; 60_000];
        (0..10).for_each(|n| table.answer(secs(0), &ask(n), &long, &timers));
        let mut fork = table.clone();
        fork.answer(secs(1), &ask(10), b"fork", &timers);
        table.answer(secs(1), &ask(11), b"table", &timers);
        for n in 0..10 {
            let again = Received::Retransmission(long.as_slice().into());
            assert_eq!(table.receive(secs(2), &ask(n)), again);
            assert_eq!(fork.receive(secs(2), &ask(n)), again);
        }
        assert_eq!(fork.receive(secs(2), &ask(11)), Received::Fresh);
        assert_eq!(table.receive(secs(2), &ask(10)), Received::Fresh);
    }

    #[test]
    fn ack_is_absorbed() {
        let mut table = ServerTransactions::default();
        assert_eq!(table.receive(secs(0), &request("ACK", "h", 1)), Received::Absorb);
    }
}
