//! A mistake on purpose, in builds for tests only, by which the tests of the swarm see that it
//! finds what takes two faults: a phone that has connected a second time hears nothing any more
//! once a datagram comes twice.

use crate::node::{Command, Input, LinkMessage};

/// How far the mistake has come.
#[derive(Clone, Debug, Default)]
pub(super) struct Deafness {
    connected: u32,
    last: Vec<u8>,
    deaf: bool,
}

impl Deafness {
    /// Whether the phone hears this input.
    pub(super) fn hears(&mut self, input: &Input) -> bool {
        match input {
            Input::Command(Command::Connect)
            | Input::Link { message: LinkMessage::Restart, .. } => {
                self.connected += 1;
                true
            }
            Input::Datagram { bytes, .. } => {
                self.deaf |= self.connected > 1 && self.last == **bytes;
                self.last = bytes.to_vec();
                !self.deaf
            }
            _ => true,
        }
    }
}
