//! What every phone has: lines, call lists, BLF/SpeedDial buttons.

use crate::id::DnId;

/// An entry of a call list. A list shows each number once, newest on top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListEntry {
    /// The other party's number.
    pub number: Box<str>,
    /// The own line that the latest call with it was on (QUIRK-6).
    pub line: DnId,
}
