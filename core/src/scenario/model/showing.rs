//! What a lamp shows, in words and letters.

use crate::trace::Lamp;
use core::fmt;

/// What a lamp shows, where it may also not be there at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Showing {
    /// This.
    Lamp(Lamp),
    /// There is no such entry in the list, or no such lamp now.
    Absent,
}

impl Showing {
    /// Everything that a lamp can show, with its words and its letter in a waveform.
    pub const ALL: [(Showing, &'static str, char); 5] = [
        (Showing::Lamp(Lamp::Idle), "idle", 'i'),
        (Showing::Lamp(Lamp::Busy), "busy", 'B'),
        (Showing::Lamp(Lamp::Unknown), "unknown", '?'),
        (Showing::Lamp(Lamp::NoIcon), "no icon", '-'),
        (Showing::Absent, "not there", '.'),
    ];

    /// In words.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(own, ..)| *own == self).map_or("something", |(_, word, _)| word)
    }

    /// As a letter of a waveform.
    pub fn letter(self) -> char {
        Self::ALL.iter().find(|(own, ..)| *own == self).map_or('*', |(.., letter)| *letter)
    }

    /// The meaning of a letter.
    pub fn from_letter(letter: char) -> Option<Showing> {
        Self::ALL.iter().find(|(.., own)| *own == letter).map(|(showing, ..)| *showing)
    }
}

impl fmt::Display for Showing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
