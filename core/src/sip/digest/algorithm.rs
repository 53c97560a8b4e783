//! The hashes, and what RFC 7616 3.4.1 makes of them.

use crate::secret::Secret;
use md5::Md5;
use sha2::Sha256;
use sha2::digest::Digest as Hashing;

/// A hash that both sides must name alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// MD5: weak, and what older stacks know (RFC 8760 2.3).
    Md5,
    /// SHA-256.
    Sha256,
}

impl Algorithm {
    /// Those that are known, the better one first: the order of challenges (RFC 8760 2.3).
    pub const ALL: [Algorithm; 2] = [Algorithm::Sha256, Algorithm::Md5];

    /// As it stands in headers.
    pub const fn text(self) -> &'static str {
        match self {
            Algorithm::Md5 => "MD5",
            Algorithm::Sha256 => "SHA-256",
        }
    }

    /// Reads the name, in any case. The `-sess` forms are not known: no phone or trunk uses them.
    pub fn parse(text: &str) -> Option<Algorithm> {
        Algorithm::ALL.into_iter().find(|algorithm| algorithm.text().eq_ignore_ascii_case(text))
    }

    /// The hash of all pieces, one after the other, in lower-case hexadecimal.
    pub(super) fn hash(self, pieces: &[&str]) -> Hex {
        match self {
            Algorithm::Md5 => hashed::<Md5>(pieces),
            Algorithm::Sha256 => hashed::<Sha256>(pieces),
        }
    }
}

fn hashed<H: Hashing>(pieces: &[&str]) -> Hex {
    let mut hash = H::new();
    for piece in pieces {
        hash.update(piece.as_bytes());
    }
    Hex::of(&hash.finalize())
}

/// Up to 64 hexadecimal digits, without an allocation.
#[derive(Clone, Copy)]
pub(super) struct Hex {
    digits: [u8; 64],
    len: usize,
}

impl Hex {
    /// The digits of at most 32 bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut hex = Hex { digits: [b'0'; 64], len: 0 };
        let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        for (place, nibble) in hex.digits.iter_mut().zip(nibbles) {
            *place = if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 };
            hex.len += 1;
        }
        hex
    }

    /// The digits.
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(self.digits.get(..self.len).unwrap_or(&[])).unwrap_or("")
    }
}

/// What one who knows a password answers to a challenge.
#[derive(Clone, Copy)]
pub(super) struct Proof<'a> {
    pub(super) algorithm: Algorithm,
    pub(super) username: &'a str,
    pub(super) realm: &'a str,
    pub(super) method: &'a str,
    pub(super) uri: &'a str,
    pub(super) nonce: &'a str,
    /// Eight hexadecimal digits, as they stand in the header.
    pub(super) nc: &'a str,
    pub(super) cnonce: &'a str,
}

impl Proof<'_> {
    /// The response for `qop=auth` (RFC 7616 3.4.1).
    pub(super) fn response(&self, password: &Secret) -> Hex {
        let hash = |pieces: &[&str]| self.algorithm.hash(pieces);
        let a1 = hash(&[self.username, ":", self.realm, ":", password.reveal()]);
        let a2 = hash(&[self.method, ":", self.uri]);
        let (a1, a2) = (a1.as_str(), a2.as_str());
        hash(&[a1, ":", self.nonce, ":", self.nc, ":", self.cnonce, ":auth:", a2])
    }
}
