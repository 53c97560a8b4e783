//! The side that challenges: what CallManager asks of a trunk (AUTH-14), and what it makes of the
//! answer.

use super::algorithm::{Algorithm, Proof};
use super::header::{Params, Unreadable};
use super::nonce::{Age, Nonce, Nonces, same};
use crate::limits;
use crate::rng::Rng;
use crate::secret::Secret;
use crate::sip::message::Message;
use crate::sip::text::{put, put_all, put_quoted};
use crate::time::{Duration, Instant};
use std::sync::Arc;

/// How long a nonce may be used: CallManager's default.
pub const NONCE_LIFETIME: Duration = Duration::from_secs(600);

/// How an authenticator challenges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestOptions {
    /// The realm: whose passwords are asked for.
    pub realm: Arc<str>,
    /// The algorithms offered, the preferred one first.
    pub algorithms: &'static [Algorithm],
    /// How long a nonce may be used.
    pub nonce_lifetime: Duration,
}

impl DigestOptions {
    /// SHA-256 and MD5 in this realm, with nonces for [`NONCE_LIFETIME`].
    pub fn new(realm: &str) -> Self {
        let algorithms = &Algorithm::ALL;
        DigestOptions { realm: realm.into(), algorithms, nonce_lifetime: NONCE_LIFETIME }
    }
}

/// A challenge, for [`ResponseParts`](crate::sip::message::ResponseParts): one header for each
/// algorithm, all with the same nonce.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    realm: Arc<str>,
    algorithms: &'static [Algorithm],
    nonce: Nonce,
    stale: bool,
}

impl Challenge {
    /// The nonce.
    pub fn nonce(&self) -> Nonce {
        self.nonce
    }

    /// Appends its header lines.
    pub(in crate::sip) fn write(&self, out: &mut Vec<u8>) {
        for algorithm in self.algorithms {
            put(out, "WWW-Authenticate: Digest realm=");
            put_quoted(out, &self.realm);
            put_all(out, &[", nonce=\"", self.nonce.as_str(), "\", algorithm=", algorithm.text()]);
            put(out, ", qop=\"auth\"");
            put(out, if self.stale { ", stale=true\r\n" } else { "\r\n" });
        }
    }
}

/// What credentials ask for and nobody here can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unsupported {
    /// Another scheme than `Digest`.
    Scheme,
    /// An algorithm that was not offered.
    Algorithm,
    /// No `qop`, or another than `auth`.
    Qop,
    /// A hashed or an encoded user name (RFC 7616 3.4.4).
    Username,
}

/// What came of the credentials of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// The request is from this user.
    Authenticated {
        /// The name that the password belongs to.
        username: Box<str>,
    },
    /// The request brings none.
    NoCredentials,
    /// The request brings none for this realm.
    WrongRealm,
    /// They lack what the RFC demands, or are too long.
    Malformed,
    /// They are for another URI than the request.
    WrongUri,
    /// They are of a kind that is not served.
    Unsupported(Unsupported),
    /// Nobody has this name.
    UnknownUser {
        /// The name.
        username: Box<str>,
    },
    /// The password was another one.
    WrongResponse {
        /// Whose password it is not.
        username: Box<str>,
    },
    /// The password is right, the nonce too old, or not from here.
    Stale {
        /// Whose password it is.
        username: Box<str>,
    },
    /// The password is right, but this nonce came with this count or a higher one before.
    Replayed {
        /// Whose password it is.
        username: Box<str>,
    },
}

impl Verdict {
    /// The answer to the request: 401 with a challenge, 400 where another try in the same words
    /// leads nowhere; `None` for one that passes.
    pub fn code(&self) -> Option<u16> {
        match self {
            Verdict::Authenticated { .. } => None,
            Verdict::Malformed | Verdict::WrongUri => Some(400),
            _ => Some(401),
        }
    }

    /// Whether the watcher knows the password and only needs another nonce: a `stale` challenge.
    pub fn is_stale(&self) -> bool {
        matches!(self, Verdict::Stale { .. } | Verdict::Replayed { .. })
    }
}

/// Challenges and judges the requests of one realm.
#[derive(Clone, Debug)]
pub struct Authenticator {
    options: DigestOptions,
    nonces: Nonces,
}

impl Authenticator {
    /// An authenticator. `rng` is a stream of its own (`digest:<node>`): the nonces come from it.
    pub fn new(options: DigestOptions, rng: Rng) -> Self {
        let nonces = Nonces::new(rng, options.nonce_lifetime);
        Authenticator { options, nonces }
    }

    /// A new challenge. `stale` tells the watcher that its password was right (see
    /// [`Verdict::is_stale`]).
    pub fn challenge(&mut self, now: Instant, stale: bool) -> Challenge {
        Challenge {
            realm: Arc::clone(&self.options.realm),
            algorithms: self.options.algorithms,
            nonce: self.nonces.make(now),
            stale,
        }
    }

    /// Judges the credentials of a request. `password_of` gives the password of a user.
    ///
    /// The password is judged before the nonce, so that *stale* is told only to one who knows it.
    pub fn verify<'s>(
        &mut self,
        now: Instant,
        request: &Message,
        password_of: impl FnOnce(&str) -> Option<&'s Secret>,
    ) -> Verdict {
        self.judge(now, request, password_of).unwrap_or_else(|verdict| verdict)
    }

    fn judge<'s>(
        &mut self,
        now: Instant,
        request: &Message,
        password_of: impl FnOnce(&str) -> Option<&'s Secret>,
    ) -> Result<Verdict, Verdict> {
        let params = self.own(request)?;
        let proof = self.proof(&params, request)?;
        let count = u32::from_str_radix(proof.nc, 16).map_err(|_| Verdict::Malformed)?;
        let given = params.get("response").ok_or(Verdict::Malformed)?;
        let username: Box<str> = proof.username.into();
        let Some(password) = password_of(proof.username) else {
            return Err(Verdict::UnknownUser { username });
        };
        if !same(proof.response(password).as_str(), &given.to_ascii_lowercase()) {
            return Err(Verdict::WrongResponse { username });
        }
        match self.nonces.age(now, proof.nonce) {
            Age::Stale => Err(Verdict::Stale { username }),
            Age::Good(own) if self.nonces.count(now, own, count) => {
                Ok(Verdict::Authenticated { username })
            }
            Age::Good(_) => Err(Verdict::Replayed { username }),
        }
    }

    /// The first credentials for our realm.
    fn own<'m>(&self, request: &'m Message) -> Result<Params<'m>, Verdict> {
        let mut verdict = Verdict::NoCredentials;
        for value in request.authorization().take(limits::DIGEST_HEADERS.as_usize()) {
            match Params::parse(value) {
                Ok(params) if params.get("realm") == Some(&self.options.realm) => {
                    return Ok(params);
                }
                Ok(_) => verdict = Verdict::WrongRealm,
                Err(Unreadable::Scheme) => verdict = Verdict::Unsupported(Unsupported::Scheme),
                Err(Unreadable::TooMuch | Unreadable::Form) => verdict = Verdict::Malformed,
            }
        }
        Err(verdict)
    }

    /// What the credentials say, where they are for this request and of a kind that is served.
    fn proof<'p>(
        &self,
        params: &'p Params<'_>,
        request: &'p Message,
    ) -> Result<Proof<'p>, Verdict> {
        let named = params.get("algorithm").unwrap_or(Algorithm::Md5.text());
        let algorithm = Algorithm::parse(named)
            .filter(|algorithm| self.options.algorithms.contains(algorithm))
            .ok_or(Verdict::Unsupported(Unsupported::Algorithm))?;
        let hashed = params.get("userhash").is_some_and(|is| is.eq_ignore_ascii_case("true"));
        if hashed || params.get("username*").is_some() {
            return Err(Verdict::Unsupported(Unsupported::Username));
        }
        if !params.get("qop").is_some_and(|qop| qop.eq_ignore_ascii_case("auth")) {
            return Err(Verdict::Unsupported(Unsupported::Qop));
        }
        let needed = |name| params.get(name).ok_or(Verdict::Malformed);
        let proof = Proof {
            algorithm,
            username: needed("username")?,
            realm: needed("realm")?,
            method: request.method_text(),
            uri: needed("uri")?,
            nonce: needed("nonce")?,
            nc: needed("nc")?,
            cnonce: needed("cnonce")?,
        };
        if proof.nc.len() != 8 || !proof.nc.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Verdict::Malformed);
        }
        if proof.uri != request.request_uri() {
            return Err(Verdict::WrongUri);
        }
        Ok(proof)
    }
}
