//! Trunks and the security profiles of SIP trunks.

use super::{Named, STANDARD_PRESENCE_GROUP};
use crate::id::{CssId, GroupId, SecurityProfileId};
use crate::secret::Secret;
use crate::sip::pidf::Dialect;

/// The security profile that exists from installation: everything unchecked.
pub const NON_SECURE_PROFILE: SecurityProfileId = SecurityProfileId(0);
/// Its name.
pub const NON_SECURE_PROFILE_NAME: &str = "Non Secure SIP Trunk Profile";

/// A SIP trunk security profile: what CallManager demands of requests that come in (AUTH-5 to
/// AUTH-14). On a trunk it acts from the trunk's Reset on (ADMIN-2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityProfile {
    /// Its name.
    pub name: String,
    /// Free text.
    pub description: String,
    /// *Enable Digest Authentication* (AUTH-6, AUTH-14).
    pub digest_authentication: bool,
    /// *Enable Application Level Authorization*: only together with digest (AUTH-7, AUTH-9).
    pub application_level_authorization: bool,
    /// *Accept Presence Subscription* (AUTH-5).
    pub accept_presence_subscription: bool,
}

impl SecurityProfile {
    /// A profile with nothing checked.
    pub fn new(name: &str) -> Self {
        SecurityProfile {
            name: name.to_owned(),
            description: String::new(),
            digest_authentication: false,
            application_level_authorization: false,
            accept_presence_subscription: false,
        }
    }
}

/// A user name and its password for digest authentication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The user name.
    pub username: String,
    /// The password.
    pub secret: Secret,
}

/// What only a SIP trunk has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SipTrunk {
    /// Its security profile.
    pub security_profile: SecurityProfileId,
    /// The calling search space for calls that come in.
    pub css: Option<CssId>,
    /// The SUBSCRIBE calling search space for requests that come in (CSS-1, CSS-4).
    pub subscribe_css: Option<CssId>,
    /// Its group: the watcher's for requests that come in, the presentity's for those that go out
    /// (GROUP-9, AUTH-16).
    pub presence_group: GroupId,
    /// What the sending device at its far end proves itself with (AUTH-14, AUTH-18, R-13).
    pub device_credentials: Option<Credentials>,
    /// What CallManager answers a challenge of the far end with.
    pub own_credentials: Option<Credentials>,
    /// *Enable OPTIONS Ping*: whether the far end is asked by OPTIONS again and again whether it is
    /// there; a trunk whose far end does not answer goes out of service.
    pub options_ping: bool,
    /// How presence documents are written for its far end, from its next SUBSCRIBE on. The
    /// laboratory's own setting: no real cluster has it.
    pub dialect: Dialect,
    /// The security profile as of the last Reset, in an active configuration whose profile was
    /// changed since (ADMIN-2); `None`: the profile itself.
    pub profile_at_reset: Option<Box<SecurityProfile>>,
}

impl SipTrunk {
    /// A SIP trunk as added: the profile from installation, no CSS, the Standard Presence group.
    pub fn new() -> Self {
        SipTrunk {
            security_profile: NON_SECURE_PROFILE,
            css: None,
            subscribe_css: None,
            presence_group: STANDARD_PRESENCE_GROUP,
            device_credentials: None,
            own_credentials: None,
            options_ping: false,
            dialect: Dialect::default(),
            profile_at_reset: None,
        }
    }
}

impl Default for SipTrunk {
    fn default() -> Self {
        SipTrunk::new()
    }
}

/// What a trunk speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrunkKind {
    /// SIP: the only one that carries presence (ROUTE-2).
    Sip(Box<SipTrunk>),
    /// MGCP.
    Mgcp,
    /// H.323.
    H323,
}

/// A trunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trunk {
    /// Its name.
    pub name: String,
    /// Free text.
    pub description: String,
    /// Who is at its far end, by name: a server outside, or another cluster.
    pub destination: Option<String>,
    /// What it speaks.
    pub kind: TrunkKind,
}

impl Trunk {
    /// What only a SIP trunk has; `None` for the others.
    pub fn sip(&self) -> Option<&SipTrunk> {
        match &self.kind {
            TrunkKind::Sip(sip) => Some(sip),
            TrunkKind::Mgcp | TrunkKind::H323 => None,
        }
    }

    /// The same, for changing.
    pub fn sip_mut(&mut self) -> Option<&mut SipTrunk> {
        match &mut self.kind {
            TrunkKind::Sip(sip) => Some(sip),
            TrunkKind::Mgcp | TrunkKind::H323 => None,
        }
    }

    /// What it speaks, as files and menus say it.
    pub fn protocol(&self) -> &'static str {
        match self.kind {
            TrunkKind::Sip(_) => "SIP",
            TrunkKind::Mgcp => "MGCP",
            TrunkKind::H323 => "H.323",
        }
    }
}

impl Named for SecurityProfile {
    fn name(&self) -> &str {
        &self.name
    }
}
impl Named for Trunk {
    fn name(&self) -> &str {
        &self.name
    }
}
