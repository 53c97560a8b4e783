//! Who asks for what: a presence request, freed of the protocol that carried it.

use crate::id::{ApplicationUserId, DnId, EndUserId, PhoneId, TrunkId};

/// Which call list an entry stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CallList {
    /// Calls that rang here and were not answered.
    Missed,
    /// Calls made from here.
    Placed,
    /// Calls answered here.
    Received,
}

/// How the watcher watches: the way decides which rules apply (GROUP-10, WATCH-9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// A BLF/SpeedDial, counted from 1, and the directory number that its button names.
    BlfSpeedDial {
        /// The position of the button, from 1.
        button: u16,
        /// The DN that the button names, where it names one.
        named: Option<DnId>,
    },
    /// An entry of a call list.
    CallList(CallList),
    /// An entry of a shared directory, such as the corporate directory.
    Directory,
    /// A request that arrived on a trunk, whatever caused it outside (GROUP-10).
    Outside,
}

/// Who watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Watcher {
    /// A phone of the cluster (WATCH-8).
    Phone(PhoneId),
    /// Whoever sent a request that came in through a trunk.
    Trunk(TrunkRequest),
    /// An end user in whose name a request is made without a phone (AUTH-17, R-19).
    EndUser(EndUserId),
}

impl Watcher {
    /// The phone, where it is one.
    pub fn phone(self) -> Option<PhoneId> {
        match self {
            Watcher::Phone(phone) => Some(phone),
            Watcher::Trunk(_) | Watcher::EndUser(_) => None,
        }
    }
}

/// A request that came in through a trunk, and what its sender proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrunkRequest {
    /// The trunk.
    pub trunk: TrunkId,
    /// What digest authentication made of it (AUTH-14).
    pub proof: Proof,
    /// The end user in whose name an application asks (AUTH-17, R-11).
    pub user: Option<EndUserId>,
}

/// What a request proved of its sender: the arithmetic of digest is done before the decision, what
/// follows from it is decided here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Proof {
    /// The trunk asks for none, so nothing was looked at (AUTH-13).
    NotChecked,
    /// No credentials: the sender is to be challenged.
    Missing,
    /// Credentials that prove nothing.
    Wrong(WrongProof),
    /// The credentials of an application user.
    Application(ApplicationUserId),
    /// The credentials of the device at the far end of the trunk (AUTH-18, R-13).
    Device,
}

/// Why credentials prove nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WrongProof {
    /// A user name that neither an application user nor the trunk's device has.
    UnknownUser,
    /// A password that is not the one of this user name.
    WrongPassword,
    /// An answer to a challenge that is too old: the sender may try again at once.
    Stale,
    /// An answer that was used before.
    Replayed,
    /// An algorithm, realm or form that CallManager does not take.
    Unsupported,
}

/// A presence request, freed of the protocol that carried it.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Who asks.
    pub watcher: Watcher,
    /// How it watches.
    pub way: Way,
    /// The number or SIP URI asked for (WATCH-1).
    pub target: &'a str,
    /// The line named as the subscriber (QUIRK-6, QUIRK-7). It identifies the request and decides
    /// nothing (WATCH-8).
    pub line: Option<DnId>,
}
