//! Seeded randomness in integers only.
//!
//! A scenario has one seed. Each consumer draws from a sub-stream of its own, named after what it
//! is (`link:Phone A`), so that adding a phone reshuffles nobody else's dice.

/// A small, fast generator (xoshiro256**), fully determined by seed and stream name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rng {
    state: [u64; 4],
}

/// A probability as an exact ratio of integers; no float ever decides anything in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chance {
    /// How many of a million draws are hits, 0 to 1 000 000.
    pub per_million: u32,
}

impl Chance {
    /// Never.
    pub const NEVER: Chance = Chance { per_million: 0 };

    /// A chance of `percent` in a hundred, capped at certainty.
    pub const fn percent(percent: u32) -> Self {
        let per_million = percent.saturating_mul(10_000);
        Chance { per_million: if per_million > 1_000_000 { 1_000_000 } else { per_million } }
    }
}

impl Rng {
    /// The sub-stream `name` of `seed`.
    pub fn stream(seed: u64, name: &str) -> Self {
        // FNV-1a folds the name into the seed; SplitMix64 then spreads it over the state.
        let mut h: u64 = 0xcbf2_9ce4_8422_2325;
        for b in name.bytes() {
            h = (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        let mut x = seed ^ h;
        let mut next = || {
            x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = x;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^ (z >> 31)
        };
        Rng { state: [next(), next(), next(), next()] }
    }

    /// The next 64 random bits.
    pub fn next_u64(&mut self) -> u64 {
        let [s0, s1, s2, s3] = &mut self.state;
        let result = s1.wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let t = *s1 << 17;
        *s2 ^= *s0;
        *s3 ^= *s1;
        *s1 ^= *s2;
        *s0 ^= *s3;
        *s2 ^= t;
        *s3 = s3.rotate_left(45);
        result
    }

    /// A number from 0 to `bound - 1`; 0 when `bound` is 0. Uses a widening multiplication, whose
    /// bias below 2^-32 for small bounds no scenario can notice.
    pub fn below(&mut self, bound: u64) -> u64 {
        let wide = u128::from(self.next_u64()) * u128::from(bound);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// Whether an event of this chance happens now. Always draws, so that a change of one chance
    /// does not shift the draws behind it.
    pub fn happens(&mut self, chance: Chance) -> bool {
        self.below(1_000_000) < u64::from(chance.per_million)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_of_one_seed_are_independent_by_name_and_repeatable() {
        let draw = |name| Rng::stream(42, name).next_u64();
        assert_eq!(draw("link:Phone A"), draw("link:Phone A"));
        assert_ne!(draw("link:Phone A"), draw("link:Phone B"));
    }

    #[test]
    fn chances_are_exact_at_both_ends() {
        let mut rng = Rng::stream(7, "t");
        assert!((0..1000).all(|_| !rng.happens(Chance::NEVER)));
        assert!((0..1000).all(|_| rng.happens(Chance::percent(100))));
    }
}
