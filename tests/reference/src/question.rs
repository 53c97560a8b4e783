//! Questions and answers, in the model's own words.

use lampfield_core::cluster::Route;
use lampfield_core::id::{ApplicationUserId, DnId, EndUserId, HuntPilotId, PhoneId, TrunkId};
use lampfield_core::presence::{CallList, Outcome};
use lampfield_core::rules::RuleId;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// A phone of the cluster.
    Phone(PhoneId),
    /// Somebody outside, through a SIP trunk.
    Trunk {
        /// The trunk.
        trunk: TrunkId,
        /// What was proved by digest authentication.
        proof: Proof,
        /// The end user in whose name an application asks (AUTH-17).
        user: Option<EndUserId>,
    },
    /// An end user without a phone.
    EndUser(EndUserId),
}

/// What digest authentication proved of a request on a trunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Nobody looked.
    NotChecked,
    /// There are no credentials.
    Missing,
    /// There are wrong ones: one of the reasons, by its number.
    Wrong(u8),
    /// The credentials of this application user.
    Application(ApplicationUserId),
    /// Those of the sending device.
    Device,
}

/// How it watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// A BLF/SpeedDial.
    Blf {
        /// Its position from 1.
        button: u16,
        /// The directory number that it names.
        named: Option<DnId>,
    },
    /// An entry of a call list.
    List(CallList),
    /// An entry of the corporate directory.
    Directory,
    /// As a request that arrived on a trunk.
    Outside,
}

/// A presence request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Who asks.
    pub who: Who,
    /// How.
    pub how: How,
    /// For which number or SIP URI.
    pub target: String,
    /// The line named as the subscriber.
    pub line: Option<DnId>,
}

/// What a request routes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A directory number of the cluster.
    DirectoryNumber(DnId),
    /// A hunt pilot.
    HuntPilot(HuntPilotId),
    /// A way out.
    Route(Route),
}

/// What the rules say to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The outcome.
    pub outcome: Outcome,
    /// The SIP status code.
    pub code: u16,
    /// What it routed to, where it came that far.
    pub found: Option<Found>,
    /// The rules that may be named as the one that decided; none where no rule speaks of it: of a
    /// watcher that was deleted while it asked.
    pub rules: Vec<RuleId>,
}

/// What the engine said to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The outcome.
    pub outcome: Outcome,
    /// The SIP status code.
    pub code: u16,
    /// What it routed to.
    pub found: Option<Found>,
    /// The rule that decided.
    pub rule: RuleId,
    /// The SIP trunks of the route in order, each with whether the watcher may see it; empty where
    /// the request is not to be forwarded.
    pub carriers: Vec<(TrunkId, bool)>,
}

impl Expected {
    /// Whether this is what the engine said; of the trunks see [`crate::carriers`].
    pub fn agrees(&self, said: &Said) -> bool {
        (self.outcome, self.code, self.found) == (said.outcome, said.code, said.found)
            && (self.rules.is_empty() || self.rules.contains(&said.rule))
    }
}
