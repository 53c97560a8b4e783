//! `--seed N|random`.

use std::hash::{BuildHasher, RandomState};
use std::str::FromStr;

/// A seed that was given, or drawn once for this run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seed(u64);

/// Drawn seeds are small enough to be read aloud.
const DRAWN_MAX: u64 = 1_000_000;

impl Seed {
    /// One drawn now. The standard library seeds this from the system; a run prints what was drawn.
    pub(crate) fn drawn() -> Self {
        Self(RandomState::new().hash_one(()) % DRAWN_MAX)
    }

    pub(crate) const fn value(&self) -> u64 {
        self.0
    }
}

impl FromStr for Seed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "random" {
            return Ok(Self::drawn());
        }
        text.parse().map(Self).map_err(|_| "a seed is a whole number, or `random`".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_a_number_or_drawn() {
        assert_eq!("42".parse(), Ok(Seed(42)));
        assert_eq!(u64::MAX.to_string().parse(), Ok(Seed(u64::MAX)));
        assert!("random".parse::<Seed>().unwrap().value() < DRAWN_MAX);
        for wrong in ["", "-1", "1.5", "forty-two", "Random", "18446744073709551616"] {
            assert!(wrong.parse::<Seed>().is_err(), "{wrong}");
        }
    }
}
