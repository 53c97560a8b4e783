//! What sentences tell whom.

use crate::cluster::Object;
use crate::id::{ClusterId, OutsideId, PhoneId};
use crate::node::{Command, OutsideCommand};
use crate::trace::LampKey;
use core::fmt;
use std::sync::Arc;

/// A phone: known from the start, or one that an edit of the file adds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PhoneRef {
    /// Known from the start.
    Known(PhoneId),
    /// Known by its cluster and name, `East/Phone A`, from the edit on that adds it.
    Later(Arc<str>),
}

/// A lamp: of a watcher that is known from the start, or of a phone that an edit of the file adds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LampRef {
    /// Known from the start.
    Known(LampKey),
    /// Known by its name, from the edit on that adds its phone.
    Later(Arc<str>),
}

/// One thing that a sentence of `do` tells somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Order {
    /// A user does something with a phone.
    Phone(PhoneRef, Command),
    /// Somebody outside acts.
    Outside(OutsideId, OutsideCommand),
    /// One who is outside is connected to the network, or unplugged from it.
    OutsidePower {
        /// Who.
        outside: OutsideId,
        /// Whether the cable is in.
        plugged: bool,
    },
    /// A trunk goes out of service or comes back.
    TrunkService {
        /// The cluster of the trunk.
        cluster: ClusterId,
        /// The trunk.
        trunk: String,
        /// Whether it is in service.
        in_service: bool,
    },
    /// The CallManager of a cluster restarts.
    Restart {
        /// The cluster.
        cluster: ClusterId,
    },
    /// A trunk is Reset, or all devices that use a button template or a security profile (ADMIN-2).
    Reset {
        /// The cluster.
        cluster: ClusterId,
        /// The trunk, button template or security profile.
        object: Object,
    },
    /// A phone is Reset (ADMIN-2).
    ResetPhone {
        /// The phone.
        phone: PhoneRef,
    },
    /// A user logs in on a phone (EM-1).
    LogIn {
        /// The phone.
        phone: PhoneRef,
        /// The end user.
        user: String,
    },
    /// Whoever is logged in on a phone logs out (EM-2).
    LogOut {
        /// The phone.
        phone: PhoneRef,
    },
}

/// What an administrator or a user asked of the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// An edit.
    Change,
    /// A log-in.
    LogIn,
    /// A log-out.
    LogOut,
    /// A Reset.
    Reset,
}

impl Act {
    /// All of them with their words.
    pub const ALL: [(&'static str, Act); 4] = [
        ("change", Act::Change),
        ("log-in", Act::LogIn),
        ("log-out", Act::LogOut),
        ("reset", Act::Reset),
    ];

    /// Its word in a file.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, own)| *own == self).map_or("", |(word, _)| word)
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
