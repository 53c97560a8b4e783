//! Who may write state into a server: what its owner knows of an address-of-record, the door that
//! asks for proof, and why what was written is no more.

use crate::sip::digest::{Authenticator, Challenge, Secret, Verdict};
use crate::sip::message::Message;
use crate::time::Instant;

/// What the owner of a server knows of an address-of-record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account<'a> {
    /// Whoever comes is believed.
    Open,
    /// Only who proves to be this user is (RFC 3261 22).
    Proved {
        /// The user name.
        username: &'a str,
        /// The password.
        password: &'a Secret,
    },
}

/// Why what was written into a server, a binding or a publication, is no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// Who wrote it took it back.
    Asked,
    /// It ran out.
    Expired,
    /// The owner dismissed it ([`Registrar::dismiss`](super::registrar::Registrar::dismiss),
    /// [`Compositor::dismiss`](super::publish::Compositor::dismiss)).
    Dismissed,
}

/// Why a request does not get in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shut {
    pub(super) code: u16,
    pub(super) challenge: Option<Challenge>,
}

impl From<u16> for Shut {
    fn from(code: u16) -> Self {
        Shut { code, challenge: None }
    }
}

/// Asks for proof where an account wants one.
#[derive(Clone, Debug)]
pub(super) struct Door(Authenticator);

impl Door {
    pub(super) fn new(authenticator: Authenticator) -> Self {
        Door(authenticator)
    }

    /// Whether a request for this account gets in. Nobody's account is 404, before any challenge:
    /// no password would open it.
    pub(super) fn enter(
        &mut self,
        now: Instant,
        request: &Message,
        account: Option<Account<'_>>,
    ) -> Result<(), Shut> {
        let (username, password) = match account.ok_or(404u16)? {
            Account::Open => return Ok(()),
            Account::Proved { username, password } => (username, password),
        };
        let password_of = |user: &str| (user == username).then_some(password);
        let verdict = self.0.verify(now, request, password_of);
        match verdict.code() {
            None => Ok(()),
            Some(401) => Err(self.challenge(now, &verdict)),
            Some(code) => Err(code.into()),
        }
    }

    fn challenge(&mut self, now: Instant, verdict: &Verdict) -> Shut {
        let challenge = self.0.challenge(now, verdict.is_stale());
        Shut { code: 401, challenge: Some(challenge) }
    }
}
