//! What a registrar and its owner say to each other.

use crate::id::NodeId;
use crate::sip::account::Why;
use crate::sip::address::HostPort;
use crate::time::Instant;
use std::sync::Arc;

/// A contact that an address-of-record is bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Its URI: where requests go.
    pub uri: Box<str>,
    /// The name of the device, `+u.sip!devicename.ccm.cisco.com`; empty where it is not told.
    pub device: Box<str>,
    /// `+sip.instance`, with its angle brackets (RFC 5626 4.1); empty where it is not told.
    pub instance: Box<str>,
    /// Where the REGISTER came from, where that is known: for what is behind an address translator.
    pub source: Option<HostPort>,
}

/// A binding as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The contact.
    pub contact: Arc<Contact>,
    /// Who registered it.
    pub from: NodeId,
    /// When it ends.
    pub ends_at: Instant,
    /// Call-ID and CSeq of the REGISTER that set it: what comes later must be newer.
    pub(super) call_id: Box<str>,
    pub(super) cseq: u32,
}

/// What a registrar tells its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum News {
    /// A contact that was not bound is bound.
    Registered {
        /// The address-of-record: its user part.
        aor: Arc<str>,
        /// The contact.
        contact: Arc<Contact>,
        /// Who registered it.
        from: NodeId,
    },
    /// A contact that was bound is bound for longer; what it says may be new.
    Refreshed {
        /// The address-of-record: its user part.
        aor: Arc<str>,
        /// The contact, as it is now.
        contact: Arc<Contact>,
        /// Who registered it.
        from: NodeId,
    },
    /// A contact is no longer bound.
    Unregistered {
        /// The address-of-record: its user part.
        aor: Arc<str>,
        /// The contact.
        contact: Arc<Contact>,
        /// Why.
        why: Why,
    },
}

/// How a registrar grants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegistrarOptions {
    /// The shortest time that is granted, in seconds; what asks for less gets 423, unless it asks
    /// for an hour or more.
    pub min_expires: u32,
    /// The longest, in seconds; what asks for more gets this.
    pub max_expires: u32,
    /// What one gets who asks for no time, in seconds.
    pub default_expires: u32,
}

impl Default for RegistrarOptions {
    /// One minute to two hours, an hour by default.
    fn default() -> Self {
        RegistrarOptions { min_expires: 60, max_expires: 7200, default_expires: 3600 }
    }
}
