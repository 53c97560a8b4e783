//! The third truth: what a watcher shows.

use crate::id::PhoneId;
use crate::presence::{CallList, Way};

/// What a watcher shows beside a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Lamp {
    /// Not on the phone.
    Idle,
    /// On the phone.
    Busy,
    /// Status unknown.
    Unknown,
    /// No icon at all (WATCH-10: a call-list entry that may not be seen).
    NoIcon,
}

/// Where on a watcher a lamp is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LampPlace {
    /// A BLF/SpeedDial button, counted from 1.
    Blf(u16),
    /// The entry of a call list for this number. A list shows each number once, newest on top.
    Entry(CallList, Box<str>),
    /// The entry of a shared directory with this number.
    Directory(Box<str>),
    /// What a watcher outside subscribed to by itself: this number or user.
    Watch(Box<str>),
}

/// A lamp: `Phone A BLF 1`, `Phone A missed call 1111`, `Phone A directory 1111`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LampKey {
    /// The watcher.
    pub phone: PhoneId,
    /// Where on it.
    pub place: LampPlace,
}

impl LampKey {
    /// The lamp for which a phone of the cluster watches a number in this way.
    pub fn of_phone(phone: PhoneId, way: Way, number: &str) -> Option<LampKey> {
        let place = match way {
            Way::BlfSpeedDial { button, .. } => LampPlace::Blf(button),
            Way::CallList(list) => LampPlace::Entry(list, number.into()),
            Way::Directory => LampPlace::Directory(number.into()),
            Way::Outside => return None,
        };
        Some(LampKey { phone, place })
    }
}
