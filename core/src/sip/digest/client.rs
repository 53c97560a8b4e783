//! The side that is challenged: a watcher with a name and a password.

use super::algorithm::{Algorithm, Proof};
use super::header::Params;
use crate::limits;
use crate::secret::Secret;
use crate::sip::message::Message;
use crate::sip::text::{HexText, put, put_all, put_quoted};
use std::sync::Arc;

/// How often in a row a challenge may say that the nonce is stale. More is a far end that never
/// will be content.
const STALE_IN_A_ROW: u32 = 3;

/// Who one is, for whom it concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The user name.
    pub username: Box<str>,
    /// The password.
    pub password: Secret,
    /// The one realm that may be answered; `None` answers any.
    pub realm: Option<Box<str>>,
}

/// A challenge that can be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Asked {
    /// Whether a proxy asks (407).
    proxy: bool,
    algorithm: Algorithm,
    realm: Box<str>,
    nonce: Box<str>,
    opaque: Option<Box<str>>,
    stale: bool,
}

impl Asked {
    /// Reads one challenge; `None` for one that is not understood, which RFC 8760 2.4 passes over.
    fn parse(value: &str, proxy: bool) -> Option<Asked> {
        let params = Params::parse(value).ok()?;
        let algorithm = Algorithm::parse(params.get("algorithm").unwrap_or("MD5"))?;
        let auth = |qop: &str| qop.trim().eq_ignore_ascii_case("auth");
        params.get("qop")?.split(',').any(auth).then_some(())?;
        Some(Asked {
            proxy,
            algorithm,
            realm: params.get("realm")?.into(),
            nonce: params.get("nonce")?.into(),
            opaque: params.get("opaque").map(Into::into),
            stale: params.get("stale").is_some_and(|stale| stale.eq_ignore_ascii_case("true")),
        })
    }
}

/// One dialog's talk with those who challenge it. What was asked once is answered in every later
/// request unasked, with a higher count each time.
#[derive(Clone, Debug)]
pub struct Session {
    credentials: Arc<Credentials>,
    asked: Option<Asked>,
    /// How often the nonce was used.
    count: u32,
    /// How often in a row it was stale.
    stale: u32,
    /// Whether it has proved who this is, since the last challenge.
    proved: bool,
}

impl Session {
    /// A talk in which nothing was asked yet.
    pub fn new(credentials: Arc<Credentials>) -> Self {
        Session { credentials, asked: None, count: 0, stale: 0, proved: false }
    }

    /// Begins anew: a new dialog, which nobody challenged yet.
    pub fn restart(&mut self) {
        (self.asked, self.count, self.stale, self.proved) = (None, 0, 0, false);
    }

    /// Whether somebody asked who this is.
    pub fn is_asked(&self) -> bool {
        self.asked.is_some()
    }

    /// A request passed.
    pub fn passed(&mut self) {
        (self.stale, self.proved) = (0, self.is_asked());
    }

    /// Takes a 401 or 407. Whether the same request is worth sending once more: the topmost
    /// challenge that is understood (RFC 8760 2.4) can be met, and was not met in vain already. Many
    /// servers never say that a nonce is stale: once it has proved who this is, a challenge that says
    /// nothing of it counts as if it did.
    pub fn challenged(&mut self, answer: &Message) -> bool {
        let proxy = match answer.status() {
            Some(401) => false,
            Some(407) => true,
            _ => return false,
        };
        let wanted = self.credentials.realm.as_deref();
        let ours = |asked: &Asked| wanted.is_none_or(|realm| *realm == *asked.realm);
        let most = limits::DIGEST_HEADERS.as_usize();
        let challenges = answer.challenges().take(most);
        let Some(asked) = challenges.filter_map(|c| Asked::parse(c, proxy)).find(ours) else {
            return false;
        };
        if self.asked.is_some() {
            self.stale += 1;
            let proved = core::mem::take(&mut self.proved);
            if !(asked.stale || proved) || self.stale > STALE_IN_A_ROW {
                return false;
            }
        }
        (self.asked, self.count) = (Some(asked), 0);
        true
    }

    /// The header line for the next request, with its end; empty while nobody asked. `cnonce` is
    /// random.
    pub fn line(&mut self, method: &str, uri: &str, cnonce: u64) -> String {
        let Some(asked) = &self.asked else { return String::new() };
        self.count = self.count.saturating_add(1);
        let cnonce = HexText::new(cnonce);
        // Eight digits: the lower half.
        let count = HexText::new(u64::from(self.count));
        let proof = Proof {
            algorithm: asked.algorithm,
            username: &self.credentials.username,
            realm: &asked.realm,
            method,
            uri,
            nonce: &asked.nonce,
            nc: count.as_str().get(8..).unwrap_or(""),
            cnonce: cnonce.as_str(),
        };
        let response = proof.response(&self.credentials.password);
        let mut out = Vec::with_capacity(400);
        put(&mut out, if asked.proxy { "Proxy-Authorization" } else { "Authorization" });
        put(&mut out, ": Digest username=");
        put_quoted(&mut out, proof.username);
        for (name, value) in [("realm", proof.realm), ("nonce", proof.nonce), ("uri", uri)] {
            put_all(&mut out, &[", ", name, "="]);
            put_quoted(&mut out, value);
        }
        put_all(&mut out, &[", algorithm=", proof.algorithm.text(), ", qop=auth, nc=", proof.nc]);
        put_all(&mut out, &[", cnonce=\"", proof.cnonce, "\", response=\"", response.as_str()]);
        put(&mut out, "\"");
        if let Some(opaque) = &asked.opaque {
            put(&mut out, ", opaque=");
            put_quoted(&mut out, opaque);
        }
        put(&mut out, "\r\n");
        String::from_utf8(out).unwrap_or_default()
    }
}
