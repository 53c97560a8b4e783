//! One subscription upstream.

use crate::cluster::Route;
use crate::id::TrunkId;
use crate::presence::PublishedStatus;

/// The name of a subscription upstream; never used twice while it lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LegId(pub u32);

/// What watchers share: the route as the pattern names it, and the presentity.
pub(super) type Key = (Route, Box<str>);

/// Where a subscription upstream stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Its trunk was asked and has not answered.
    Trying,
    /// It stands.
    Established {
        /// The cached status; none while no NOTIFY has come.
        status: Option<PublishedStatus>,
    },
}

/// A subscription upstream, under way or established. It lives while somebody watches.
#[derive(Clone, Debug)]
pub(super) struct Leg {
    pub(super) key: Key,
    pub(super) trunk: TrunkId,
    pub(super) state: State,
    /// In the order in which they came.
    pub(super) watchers: Vec<u32>,
}

impl Leg {
    /// What was told last.
    pub(super) fn status(&self) -> Option<PublishedStatus> {
        match self.state {
            State::Trying => None,
            State::Established { status } => status,
        }
    }
}
