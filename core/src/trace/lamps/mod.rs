//! The three truths side by side: for each lamp what the line does, what CallManager says of it,
//! and what the watcher shows.

mod build;
mod text;

pub use build::{LampsBuilder, lamps};
pub use text::{Columns, line_letter, shown_letter, status_letter};

use super::{Lamp, LampKey};
use crate::id::{DnId, EventId, PhoneId};
use crate::node::LampCause;
use crate::presence::{LineState, PublishedStatus};
use crate::time::Instant;

/// A value from a moment on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change<T> {
    /// From when on.
    pub at: Instant,
    /// The event that made it so.
    pub event: EventId,
    /// The value.
    pub value: T,
}

/// Values over time, oldest change first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes<T> {
    /// The value before the first change.
    pub initial: T,
    /// The changes.
    pub list: Vec<Change<T>>,
}

impl<T: Copy> Changes<T> {
    /// The value just before `t`.
    pub fn before(&self, t: Instant) -> T {
        let changed = self.list.partition_point(|change| change.at < t);
        let last = changed.checked_sub(1).and_then(|last| self.list.get(last));
        last.map_or(self.initial, |change| change.value)
    }
}

/// What one device does on the line that a lamp is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Truth {
    /// The device.
    pub phone: PhoneId,
    /// Its name.
    pub name: String,
    /// What it does.
    pub changes: Changes<LineState>,
}

/// What a watcher shows; `None` where there is no such lamp.
pub type ShownValue = Option<(Lamp, LampCause)>;

/// One lamp with its three truths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LampLane {
    /// The lamp.
    pub key: LampKey,
    /// Its name: `Phone A BLF 1`.
    pub name: String,
    /// The directory number that it is about, where one was found or is named by its button.
    pub dn: Option<DnId>,
    /// The name of that number.
    pub dn_name: Option<String>,
    /// What each device of that number does.
    pub truth: Vec<Truth>,
    /// What CallManager says of it.
    pub published: Changes<PublishedStatus>,
    /// What the watcher shows.
    pub shown: Changes<ShownValue>,
}

/// All lamps of a run, in the order of their phones and places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lamps {
    /// The lamps.
    pub lanes: Vec<LampLane>,
    /// Where older events are no longer there: a sentence that says so.
    pub notice: Option<String>,
}
