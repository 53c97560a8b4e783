//! The digest of a run: XXH3-128 over bytes that we lay out ourselves.
//!
//! XXH3 is a published algorithm with the same result on every machine; what goes into it is the
//! explicit little-endian encoding of `trace::encode`. So two digests are equal exactly when the
//! two runs were (up to chance of 2^-128), natively and in WASM alike.

use core::fmt;
use core::str::FromStr;
use xxhash_rust::xxh3::Xxh3;

/// 128 bits that stand for everything that happened in a run. Prints as 32 hex digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub u128);

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// The text is not 32 hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADigest;

impl fmt::Display for NotADigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a digest has 32 hex digits")
    }
}

impl FromStr for Digest {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, NotADigest> {
        let hex = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        if !hex {
            return Err(NotADigest);
        }
        u128::from_str_radix(text, 16).map(Digest).map_err(|_| NotADigest)
    }
}

/// Takes in bytes piece by piece. How they are cut into pieces does not matter.
#[derive(Clone)]
pub struct Digester {
    state: Xxh3,
}

impl Digester {
    /// A digester that has taken in `version` only, so that traces of different formats differ.
    pub fn new(version: &str) -> Self {
        let mut digester = Digester { state: Xxh3::new() };
        digester.update(version.as_bytes());
        digester
    }

    /// Takes in `bytes`.
    #[cfg_attr(lean, optimize(speed))]
    pub fn update(&mut self, bytes: &[u8]) {
        self.state.update(bytes);
    }

    /// The digest of everything taken in so far. More may follow.
    pub fn digest(&self) -> Digest {
        Digest(self.state.digest128())
    }
}

impl fmt::Debug for Digester {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digester({})", self.digest())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the reference implementation's own answers: these are not to change, ever.
    #[test]
    fn golden_values_hold() {
        let of = |bytes: &[u8]| {
            let mut d = Digester::new("");
            d.update(bytes);
            d.digest().to_string()
        };
        assert_eq!(of(b""), "99aa06d3014798d86001c324468d497f");
        assert_eq!(of(b"a"), "a96faf705af16834e6c632b61e964e1f");
        assert_eq!(of(&[7; 1_000]), "2c00f4406d4115f65d7e9d56395451ea");
    }

    #[test]
    fn the_cut_into_pieces_does_not_matter() {
        let bytes: Vec<u8> = (0..2_000_u32).map(|i| i.to_le_bytes()[0] ^ 0x5a).collect();
        let mut whole = Digester::new("v");
        whole.update(&bytes);
        for piece in [1, 3, 64, 255, 256, 257, 1_024] {
            let mut parts = Digester::new("v");
            bytes.chunks(piece).for_each(|chunk| parts.update(chunk));
            assert_eq!(parts.digest(), whole.digest(), "pieces of {piece}");
        }
    }

    #[test]
    fn a_digest_reads_back_from_its_text_and_nothing_else_does() {
        let digest = Digest(0x00ab_cdef);
        assert_eq!(digest.to_string().parse(), Ok(digest));
        for wrong in
            ["", "12", "+0000000000000000000000000000001", "zz000000000000000000000000000000"]
        {
            assert_eq!(wrong.parse::<Digest>(), Err(NotADigest), "{wrong}");
        }
    }
}
