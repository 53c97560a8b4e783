//! The switch: calls and their legs, without any presence. It takes what users do and tells which
//! lines to look at again and which calls belong into whose lists; what a line's state means for a
//! watcher is not its business.
//!
//! **Call waiting, kept simple.** A second call rings on a line that is in one, up to
//! [`limits::CALLS_PER_LINE`](crate::limits::CALLS_PER_LINE); past that the device does not ring, and a caller whom no device takes hears
//! busy tone. Nothing is diverted or goes to voice mail by itself; a call rings out where its caller's
//! protocol says so.

mod call;
mod commands;
mod display;
// Native only: the generator of cases draws its seed from the operating system.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

pub(super) use call::LegState as Doing;
pub(super) use commands::{CallNumber, Switch};
pub use display::CallDisplay;

use crate::id::{DnId, PhoneId};
use crate::presence::CallList;

/// A line on a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DeviceLine {
    /// The device.
    pub(super) phone: PhoneId,
    /// The line.
    pub(super) dn: DnId,
}

/// A call that belongs into a call list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Logged {
    /// On whose line it was; that phone keeps the list.
    pub(super) at: DeviceLine,
    /// Which list.
    pub(super) list: CallList,
    /// The other party's number.
    pub(super) number: Box<str>,
}

/// What a command changed, in the order in which it did.
#[derive(Clone, Debug, Default)]
pub(super) struct Effects {
    /// Lines whose state may be another now; one may stand here twice.
    pub(super) lines: Vec<DeviceLine>,
    /// Entries for call lists.
    pub(super) logged: Vec<Logged>,
}

impl Effects {
    /// Empties both lists and keeps their room.
    pub(super) fn clear(&mut self) {
        self.lines.clear();
        self.logged.clear();
    }
}
