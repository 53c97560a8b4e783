//! Nonces that prove themselves, and the counts that were used with them.
//!
//! A nonce says when it was made and carries a seal over that, so that nothing is kept for a
//! challenge that nobody answers: a flood of strangers costs no memory. Only a nonce that was
//! answered rightly is remembered, with its highest count, until it is too old to be used.

use super::algorithm::Hex;
use crate::limits;
use crate::lookup::LookupMap;
use crate::queue::Queue;
use crate::rng::Rng;
use crate::sip::text::{HexText, read_hex};
use crate::time::{Duration, Instant};
use core::fmt;
use sha2::Sha256;
use sha2::digest::Digest as Hashing;

/// A nonce as it stands in a challenge: 16 digits of its making, 16 of its number, 32 of its seal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Nonce([u8; Nonce::LENGTH]);

impl Nonce {
    const LENGTH: usize = 64;

    /// The 64 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        // Only hexadecimal digits stand there.
        std::str::from_utf8(&self.0).unwrap_or("")
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a nonce that came back is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Age {
    /// Ours, and young enough.
    Good(Own),
    /// Too old, forgotten, or not ours.
    Stale,
}

/// What a nonce of ours says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Own {
    made: Instant,
    number: u64,
}

/// A nonce that was used.
#[derive(Clone, Copy, Debug)]
struct Used {
    own: Own,
    forget_at: Instant,
}

/// The nonces of one authenticator.
#[derive(Clone)]
pub(super) struct Nonces {
    key: [u8; 32],
    rng: Rng,
    lifetime: Duration,
    /// Those in use, in the order of their first use.
    used: Queue<Used>,
    /// The highest count of each.
    counts: LookupMap<u64, u64>,
    /// A nonce made before this is stale if its count is no longer known.
    forgotten_before: Instant,
}

impl fmt::Debug for Nonces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nonces({} in use)", self.used.len())
    }
}

impl Nonces {
    /// Makes nonces that live for `lifetime`. The key of the seals and all numbers come from `rng`.
    pub(super) fn new(mut rng: Rng, lifetime: Duration) -> Self {
        let mut key = [0; 32];
        for part in key.chunks_exact_mut(8) {
            part.copy_from_slice(&rng.next_u64().to_le_bytes());
        }
        Nonces {
            key,
            rng,
            lifetime,
            used: Queue::default(),
            counts: LookupMap::new(),
            forgotten_before: Instant::ZERO,
        }
    }

    /// A new nonce.
    pub(super) fn make(&mut self, now: Instant) -> Nonce {
        let number = self.rng.next_u64();
        self.sealed(now.as_micros().cast_unsigned(), number)
    }

    fn sealed(&self, made: u64, number: u64) -> Nonce {
        let (made_text, number_text) = (HexText::new(made), HexText::new(number));
        let seal = self.seal(made, number);
        let parts = [made_text.as_str(), number_text.as_str(), seal.as_str()];
        let mut nonce = Nonce([b'0'; Nonce::LENGTH]);
        for (place, byte) in nonce.0.iter_mut().zip(parts.iter().flat_map(|part| part.bytes())) {
            *place = byte;
        }
        nonce
    }

    /// HMAC-SHA-256 (RFC 2104) over time and number. Both have a fixed length, as the key does.
    fn seal(&self, made: u64, number: u64) -> Hex {
        let pad = |with: u8| {
            let mut block = [with; 64];
            for (place, byte) in block.iter_mut().zip(self.key) {
                *place ^= byte;
            }
            block
        };
        let mut inner = Sha256::new();
        inner.update(pad(0x36));
        inner.update(made.to_be_bytes());
        inner.update(number.to_be_bytes());
        let mut outer = Sha256::new();
        outer.update(pad(0x5c));
        outer.update(inner.finalize());
        Hex::of(&outer.finalize())
    }

    /// Whether a nonce that came back may be used still.
    pub(super) fn age(&mut self, now: Instant, nonce: &str) -> Age {
        self.forget_old(now);
        let Some(own) = self.unsealed(nonce) else { return Age::Stale };
        let lives = own.made <= now && now < own.made + self.lifetime;
        let known = own.made >= self.forgotten_before || self.counts.contains_key(&own.number);
        if lives && known { Age::Good(own) } else { Age::Stale }
    }

    /// What a nonce says, if it is ours.
    fn unsealed(&self, nonce: &str) -> Option<Own> {
        let made = read_hex(nonce.get(..16)?)?;
        let number = read_hex(nonce.get(16..32)?)?;
        let ours = same(self.sealed(made, number).as_str(), nonce);
        ours.then(|| Own { made: Instant::from_micros(made.cast_signed()), number })
    }

    /// Counts one use of a good nonce; `false` where this count or a higher one came before. Counts
    /// begin at 1.
    pub(super) fn count(&mut self, now: Instant, own: Own, count: u32) -> bool {
        let count = u64::from(count);
        if let Some(highest) = self.counts.get_mut(&own.number) {
            let fresh = count > *highest;
            *highest = count.max(*highest);
            return fresh;
        }
        if count == 0 {
            return false;
        }
        if limits::DIGEST_NONCES.check(self.used.len() + 1).is_err() {
            self.forget_first();
        }
        self.counts.insert(own.number, count);
        self.used.push_back(Used { own, forget_at: now + self.lifetime });
        true
    }

    /// Drops those that are too old to be used by anybody.
    fn forget_old(&mut self, now: Instant) {
        while let Some(first) = self.used.front().filter(|first| first.forget_at <= now) {
            self.counts.remove(&first.own.number);
            self.used.pop_front();
        }
    }

    /// Drops the oldest before its time. Nothing made up to then can be told from a replay any
    /// more, so all of that becomes stale, unless its count is still known.
    fn forget_first(&mut self) {
        let Some(first) = self.used.pop_front() else { return };
        self.counts.remove(&first.own.number);
        let after = first.own.made + Duration::from_micros(1);
        self.forgotten_before = self.forgotten_before.max(after);
    }

    /// How many are in use.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.used.len()
    }
}

/// Whether two texts are the same, in a time that does not tell where they differ.
pub(super) fn same(one: &str, other: &str) -> bool {
    let differ = one.bytes().zip(other.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
    one.len() == other.len() && differ == 0
}
